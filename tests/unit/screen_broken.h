// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// screen_broken.h has screens that are wrong: no bad key may come of them.

#ifndef SSHMINT_TESTS_UNIT_SCREEN_BROKEN_H
#define SSHMINT_TESTS_UNIT_SCREEN_BROKEN_H

#include "core/prime/screen.h"

struct screen_broken {
  const char *name;
  enum mint_code (*run)(unsigned *out_passed, const uint64_t *candidates,
                        unsigned num, unsigned bits, void *room);
  enum mint_code code;  // what becomes of a search with it
};

#define SCREENS_BROKEN 5
// Passes all, some at random, none, composites only; fails.
extern const struct screen_broken kBroken[SCREENS_BROKEN];

// screen_of is a screen of any size that runs `run` on `batch` candidates at
// once.
struct mint_screen screen_of(const struct screen_broken *broken,
                             unsigned batch);

#endif  // SSHMINT_TESTS_UNIT_SCREEN_BROKEN_H
