// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// contestant.h is the loop that every measured program runs, sshmint's and each
// peer's: run.py asks for one piece of work at a time, so that it can measure
// all of them in turns and none has the quieter moments of the machine.
//
//   asked                   answered
//   keygen BITS [HOW]       NANOSECONDS CANDIDATES
//   read FILE TIMES         NANOSECONDS 0
//
// or "no" where the program cannot do it. CANDIDATES is how many numbers were
// tried, 0 where the library does not tell.

#ifndef SSHMINT_BENCH_CONTESTANT_H
#define SSHMINT_BENCH_CONTESTANT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// What one program can do. Only the calls of keygen and read are timed.
struct contestant {
  // Makes an RSA key with e = 65537, or returns NULL. *out_candidates is 0
  // before.
  void *(*keygen)(unsigned bits, const char *how, uint64_t *out_candidates);
  void (*release)(void *key);
  // Reads the key in `text`, which ends in a NUL that `len` does not count, and
  // releases it. NULL: it reads none.
  bool (*read)(const char *text, size_t len);
};

// contestant_serve answers until standard input ends. Returns main's status.
int contestant_serve(const struct contestant *self);

#ifdef __cplusplus
}
#endif

#endif  // SSHMINT_BENCH_CONTESTANT_H
