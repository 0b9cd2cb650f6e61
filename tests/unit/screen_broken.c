// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/unit/screen_broken.h"

#include "tests/unit/number_kit.h"

static bool yes(void) { return true; }
static bool any_size(unsigned bits) { return bits != 0; }
static size_t portable_room(unsigned bits) {
  return mint_screen_portable.room(bits);
}

static enum mint_code pass_all(unsigned *out_passed, const uint64_t *candidates,
                               unsigned num, unsigned bits, void *room) {
  (void)candidates;
  (void)bits;
  (void)room;
  *out_passed = (1u << num) - 1;
  return MINT_E_NONE;
}
static enum mint_code pass_some(unsigned *out_passed,
                                const uint64_t *candidates, unsigned num,
                                unsigned bits, void *room) {
  (void)pass_all(out_passed, candidates, num, bits, room);
  *out_passed &= (unsigned)number_draw();
  return MINT_E_NONE;
}
static enum mint_code pass_none(unsigned *out_passed,
                                const uint64_t *candidates, unsigned num,
                                unsigned bits, void *room) {
  (void)pass_all(out_passed, candidates, num, bits, room);
  *out_passed = 0;
  return MINT_E_NONE;
}
static enum mint_code pass_composites(unsigned *out_passed,
                                      const uint64_t *candidates, unsigned num,
                                      unsigned bits, void *room) {
  enum mint_code code =
      mint_screen_portable.run(out_passed, candidates, num, bits, room);
  *out_passed ^= (1u << num) - 1;
  return code;
}
static enum mint_code fail(unsigned *out_passed, const uint64_t *candidates,
                           unsigned num, unsigned bits, void *room) {
  (void)pass_all(out_passed, candidates, num, bits, room);
  return MINT_E_MEMORY;
}

const struct screen_broken kBroken[SCREENS_BROKEN] = {
    {"all", pass_all, MINT_E_NONE},
    {"some", pass_some, MINT_E_NONE},
    {"none", pass_none, MINT_E_INTERNAL},
    {"composites", pass_composites, MINT_E_INTERNAL},
    {"fails", fail, MINT_E_MEMORY},
};

struct mint_screen screen_of(const struct screen_broken *broken,
                             unsigned batch) {
  struct mint_screen screen = {
      broken->name,  batch,       yes,  any_size,
      portable_room, broken->run, NULL, &mint_divider_portable};
  return screen;
}
