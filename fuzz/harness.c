// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// harness.c is the one entry of all engines. Around each execution it requires
// what holds of every door: nothing is left allocated, the memory taken is
// bounded by the input, the input is only read, and no block is freed with a
// private key in it.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "fuzz/fuzz.h"

// What a call may hold at once: a fixed part (the big numbers of a check and
// the memory of a cheap Argon2 or scrypt) and this many times the input.
#define MEMORY_FIXED ((size_t)4 << 20)
#define MEMORY_TIMES 32u

// AddressSanitizer tells of each block before it is freed. Whose it was does
// not matter: what lies on the heap and holds what was decoded of a key has to
// be wiped.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#include <sanitizer/allocator_interface.h>
#define WATCHES_FREE 1
#endif
#endif

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

#if defined(WATCHES_FREE)

// The start of p of the key that most seeds hold.
static uint8_t trace[16];
static bool watching;
static bool freed_trace;

// Not by memmem or memcmp, and not seen by the engine: it learns what is looked
// for, and would put it into its inputs.
__attribute__((no_sanitize("coverage"))) static bool holds_trace(
    const uint8_t *block, size_t len) {
  const uint8_t *end = block + len;
  while ((size_t)(end - block) >= sizeof(trace)) {
    block = memchr(block, trace[0], (size_t)(end - block) - sizeof(trace) + 1);
    if (block == NULL) {
      return false;
    }
    size_t same = 1;
    while (same < sizeof(trace) && block[same] == trace[same]) {
      same++;
    }
    if (same == sizeof(trace)) {
      return true;
    }
    block++;
  }
  return false;
}

static void note_free(const volatile void *block) {
  const uint8_t *bytes = (const uint8_t *)(uintptr_t)block;
  if (watching && block != NULL &&
      holds_trace(bytes, __sanitizer_get_allocated_size(block))) {
    freed_trace = true;
  }
}

static void no_malloc(const volatile void *block, size_t len) {
  (void)block;
  (void)len;
}

static void watch(const uint8_t *data, size_t len) {
  static bool prepared;
  if (!prepared) {
    struct mint_parts *parts = fuzz_key_parts();
    REQUIRE(CBS_len(&parts->rsa.p) > sizeof(trace));
    memcpy(trace, CBS_data(&parts->rsa.p), sizeof(trace));
    mint_parts_free(parts);
    REQUIRE(__sanitizer_install_malloc_and_free_hooks(no_malloc, note_free));
    prepared = true;
  }
  watching = true;
  fuzz_one(data, len);
  watching = false;
  REQUIRE(!freed_trace);
}

#else

static void watch(const uint8_t *data, size_t len) { fuzz_one(data, len); }

#endif

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
  watch(copy, len);
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
