// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// mutator_afl.c hands fuzz_mutate to afl-fuzz, as a library that
// AFL_CUSTOM_MUTATOR_LIBRARY names. AFL++ mixes it with its own mutations.

#include <stdlib.h>
#include <string.h>

#include "fuzz/mutator.h"

// The interface of AFL++ (custom_mutators.md); its header is not packaged.
void *afl_custom_init(void *afl, unsigned seed);
size_t afl_custom_fuzz(void *state, uint8_t *data, size_t len, uint8_t **out,
                       const uint8_t *other, size_t other_len, size_t max);
void afl_custom_deinit(void *state);

struct state {
  uint8_t *buffer;
  size_t cap;
};

// afl-fuzz is one process and calls from one thread.
static unsigned random_state;

static size_t change_bytes(uint8_t *data, size_t len, size_t max) {
  size_t at = len == 0 ? 0 : (size_t)rand_r(&random_state) % len;
  size_t left = len - at;
  size_t few = 1 + (size_t)rand_r(&random_state) % 8;
  switch (rand_r(&random_state) % 4) {
    case 0:  // insert
      if (max - len < few) {
        return len;
      }
      memmove(data + at + few, data + at, left);
      memset(data + at, rand_r(&random_state) & 0xff, few);
      return len + few;
    case 1:  // remove
      few = few < left ? few : left;
      memmove(data + at, data + at + few, left - few);
      return len - few;
    default:
      if (len != 0) {
        data[at] ^= (uint8_t)(1u << rand_r(&random_state) % 8);
      }
      return len;
  }
}

void *afl_custom_init(void *afl, unsigned seed) {
  (void)afl;
  random_state = seed;
  return calloc(1, sizeof(struct state));
}

size_t afl_custom_fuzz(void *state, uint8_t *data, size_t len, uint8_t **out,
                       const uint8_t *other, size_t other_len, size_t max) {
  struct state *own = state;
  (void)other;
  (void)other_len;
  if (own->cap < max) {
    free(own->buffer);
    own->buffer = malloc(max);
    own->cap = own->buffer == NULL ? 0 : max;
  }
  if (own->buffer == NULL) {
    *out = data;
    return len;
  }
  len = len < max ? len : max;
  memcpy(own->buffer, data, len);
  *out = own->buffer;
  return fuzz_mutate(own->buffer, len, max, (uint32_t)rand_r(&random_state),
                     change_bytes);
}

void afl_custom_deinit(void *state) {
  struct state *own = state;
  free(own->buffer);
  free(own);
}
