// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// harness_planted.c is a target that does what no target may, so that
// harness_test.sh can see the harness notice. The first byte of the input
// chooses.

#include <string.h>

#include "fuzz/fuzz.h"

// More than the harness lets a small input have.
#define MUCH ((size_t)8 << 20)

void fuzz_one(const uint8_t *data, size_t len) {
  static uint8_t *borrowed;
  struct mint_secret secret = MINT_SECRET_EMPTY;
  uint8_t what = fuzz_take(&data, &len);
  switch (what) {
    case 'l':  // leaves something allocated
      REQUIRE(mint_secret_open(&secret, 16) == MINT_OK);
      return;
    case 'm':  // takes too much memory
      REQUIRE(mint_secret_open(&secret, MUCH) == MINT_OK);
      break;
    case 'w':  // writes to its input
      memcpy(&borrowed, &data, sizeof(data));
      borrowed[0] ^= 1;
      break;
    case 'r':  // finds a promise broken
      REQUIRE(len == 0);
      break;
    default:
      (void)fuzz_key();  // what is made once is no leak
      break;
  }
  mint_secret_wipe(&secret);
}
