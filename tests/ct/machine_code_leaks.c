// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// Functions that leak, for machine_code.py to find in each one of them, and
// functions with something public that looks alike, for it to pass.

#include "core/prime/lanes.h"

#define LEAF MINT_LANES_KERNEL __attribute__((used))

static volatile unsigned sink;
static volatile uint8_t table[256];

LEAF void leak_branch(const struct mint_row *x) {
  if ((x->lane[3] & 1) != 0) {
    sink = 1;
  }
}

LEAF void leak_mask(const struct mint_row *x) {
  if (_mm512_cmpeq_epi64_mask(lanes_load(&x[0]), lanes_load(&x[1])) != 0) {
    sink = 1;
  }
}

LEAF void leak_register(const struct mint_row *x) {
  mint_lanes sum = lanes_add(lanes_load(&x[0]), lanes_load(&x[1]));
  if (_mm_cvtsi128_si64(_mm512_castsi512_si128(sum)) == 5) {
    sink = 1;
  }
}

LEAF void leak_index(const struct mint_row *x) {
  sink = table[x->lane[0] & 255];
}

LEAF void leak_exit(struct mint_row *x, size_t limbs) {
  for (size_t i = 0; i < limbs; i++) {
    lanes_store(&x[i], lanes_mul_lo(lanes_all(0), lanes_load(&x[i]),
                                    lanes_load(&x[limbs])));
    if (x[i].lane[5] == 0) {
      break;
    }
  }
}

LEAF void leak_bound(struct mint_row *x) {
  for (uint64_t i = 0; i < x[0].lane[0]; i++) {
    sink = (unsigned)i;
  }
}

LEAF uint64_t leak_division(const struct mint_row *x, uint64_t by) {
  return x->lane[0] / by;
}

LEAF uint64_t leak_divisor(const struct mint_row *x, uint64_t number) {
  return number % x->lane[0];
}

LEAF void leak_gather(struct mint_row *x) {
  lanes_store(
      &x[1], _mm512_i64gather_epi64(lanes_load(&x[0]), (const void *)&x[2], 8));
}

LEAF void leak_compress(struct mint_row *x) {
  __mmask8 mask = _mm512_cmpgt_epu64_mask(lanes_load(&x[0]), lanes_load(&x[1]));
  _mm512_mask_compressstoreu_epi64(&x[2], mask, lanes_load(&x[0]));
}

// By way of the stack.
LEAF void leak_spill(const struct mint_row *x) {
  volatile uint64_t spilled = x->lane[1];
  sink = 0;
  sink = table[spilled & 255];
}

// In a function that is called with it.
static __attribute__((noinline, noclone)) void callee(uint64_t number) {
  if (number > 7) {
    sink = 1;
  }
}

LEAF void leak_call(const struct mint_row *x) {
  callee(x->lane[2]);
  sink = 2;
}

// ---------------------------------------------------------------------------

LEAF void clean_loop(struct mint_row *x, size_t limbs) {
  mint_lanes carry = lanes_all(0);
  for (size_t i = 0; i < limbs; i++) {
    mint_lanes sum = lanes_add(lanes_load(&x[i]), carry);
    carry = lanes_shr(sum, 52);
    lanes_store(&x[i], sum);
  }
}

LEAF void clean_select(struct mint_row *x) {
  uint64_t mask = 0 - (x->lane[0] & 1);
  x->lane[1] = (mask & x->lane[2]) | (~mask & x->lane[3]);
}

LEAF void clean_spill(const struct mint_row *x, uint64_t count) {
  volatile uint64_t spilled = count;
  sink = (unsigned)x->lane[0];
  for (uint64_t i = 0; i < spilled; i++) {
    sink = table[i & 255];
  }
}

LEAF uint64_t clean_division(uint64_t count, uint64_t by) { return count / by; }

LEAF void clean_call(uint64_t count) {
  callee(count);
  sink = 2;
}
