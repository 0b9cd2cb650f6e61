// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// harness.c is the one entry of all engines. Around each execution it requires
// what holds of every door: nothing is left allocated, the memory taken is
// bounded by the input, and the input is only read.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "fuzz/fuzz.h"

// What a call may hold at once: a fixed part (the big numbers of a check and
// the memory of a cheap Argon2 or scrypt) and this many times the input.
#define MEMORY_FIXED ((size_t)4 << 20)
#define MEMORY_TIMES 32u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

_Noreturn void fuzz_fail(const char *text, const char *file, int line) {
  fprintf(stderr, "%s:%d: this does not hold: %s\n", file, line, text);
  abort();
}

uint8_t fuzz_take(const uint8_t **data, size_t *len) {
  if (*len == 0) {
    return 0;
  }
  (*len)--;
  return *(*data)++;
}

static size_t blocks(void) {
  struct mint_arena_stats stats;
  mint_arena_stats(&stats);
  return stats.blocks;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len) {
  struct mint_arena_stats before;
  struct mint_arena_stats after;
  // A block of its own: engines hand on buffers that are larger than the input.
  uint8_t *copy = malloc(len + (len == 0));
  REQUIRE(copy != NULL);
  if (len != 0) {
    memcpy(copy, data, len);
  }
  mint_arena_stats(&before);
  fuzz_one(copy, len);
  mint_arena_stats(&after);
  REQUIRE(len == 0 || memcmp(copy, data, len) == 0);
  if (after.peak_bytes > before.peak_bytes) {
    REQUIRE(after.peak_bytes - before.bytes <=
            MEMORY_FIXED + MEMORY_TIMES * len);
  }
  if (after.blocks != before.blocks) {
    // BoringSSL and fuzz_key keep what they make when they are first used. A
    // leak is lost again each time.
    fuzz_one(copy, len);
    REQUIRE(blocks() == after.blocks);
  }
  free(copy);
  return 0;
}
