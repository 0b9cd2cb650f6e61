// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// trial_avx2.c divides on AVX2: four numbers in the lanes of each of two
// vectors, limbs of 24 bits.
//
// Bounds. A limb is below 2^24, M and its powers below 2^32: with L <= 171 the
// products add up to less than 171 * 2^56 < 2^64. Montgomery's reduction by
// 2^32 subtracts the multiple of M that has the same low 32 bits; what is above
// them is then below 2^32, less at most M, and M is added again: more than 0
// and below 2^33. The second step leaves 0 or 1, less at most M - 1, plus M: at
// most M + 1 < 2^32.

#include "core/base/ct.h"
#include "core/prime/limbs.h"
#include "core/prime/quads.h"
#include "core/prime/trial_table.h"

#if defined(MINT_LANES_HERE)

#define LIMB_BITS 24u
#define REST_BITS 32u
#define HALVES (MINT_TRIAL_BATCH / MINT_LANES)
_Static_assert(HALVES == 2, "a row for each half of a batch");

// So many products are worked on at a time, each for both halves: enough to
// keep the multipliers busy, and as many loads.
#define SIDE_BY_SIDE 4u
#define UNROLL _Pragma("GCC unroll 4")

// One step of the reduction. `inverse` is 1/M modulo 2^32.
MINT_LANES_FN mint_lanes reduce_once(mint_lanes sum, mint_lanes value,
                                     mint_lanes inverse) {
  const mint_lanes zero = lanes_all(0);
  mint_lanes digit = lanes_mul(zero, sum, inverse);
  mint_lanes multiple = lanes_mul(zero, digit, value);
  return lanes_add(
      lanes_sub(lanes_shr(sum, REST_BITS), lanes_shr(multiple, REST_BITS)),
      value);
}

// The sums of limb and power for SIDE_BY_SIDE products, brought below 2^32.
MINT_LANES_FN void reduce(mint_lanes out[SIDE_BY_SIDE][HALVES],
                          const struct mint_trial *trial, size_t number,
                          const struct mint_row *rows) {
  const uint64_t *powers = trial->powers + number * trial->limbs;
  UNROLL
  for (size_t j = 0; j < SIDE_BY_SIDE; j++) {
    out[j][0] = lanes_all(0);
    out[j][1] = lanes_all(0);
  }
  for (size_t i = 0; i < trial->limbs; i++) {
    mint_lanes first = lanes_load(&rows[2 * i]);
    mint_lanes second = lanes_load(&rows[2 * i + 1]);
    UNROLL
    for (size_t j = 0; j < SIDE_BY_SIDE; j++) {
      mint_lanes power = lanes_hide(lanes_all(powers[j * trial->limbs + i]));
      out[j][0] = lanes_mul(out[j][0], first, power);
      out[j][1] = lanes_mul(out[j][1], second, power);
    }
  }
  UNROLL
  for (size_t j = 0; j < SIDE_BY_SIDE; j++) {
    const struct mint_trial_product *product = &trial->products[number + j];
    mint_lanes value = lanes_all(product->value);
    mint_lanes inverse = lanes_all(0 - product->inverse);
    UNROLL
    for (size_t half = 0; half < HALVES; half++) {
      mint_lanes rest = reduce_once(out[j][half], value, inverse);
      out[j][half] = reduce_once(rest, value, inverse);
    }
  }
}

// The top bit of a lane stays set while no prime of the product divides it.
MINT_LANES_FN mint_lanes
keep_undivided(mint_lanes kept, mint_lanes rest, const struct mint_trial *trial,
               const struct mint_trial_product *product) {
  for (uint32_t i = product->first; i < product->end; i++) {
    const struct mint_trial_prime *p = &trial->primes[i];
    mint_lanes exact = lanes_mul(lanes_all(0), rest, lanes_all(p->inverse));
    exact = lanes_and(exact, lanes_all(UINT32_MAX));
    // Both are below 2^32: the difference is negative where exact > quotient.
    kept = lanes_and(kept, lanes_sub(lanes_all(p->quotient), exact));
  }
  return kept;
}

MINT_LANES_KERNEL unsigned run_avx2(const struct mint_trial *trial,
                                    unsigned stage, const uint64_t *numbers,
                                    void *room) {
  struct mint_row *rows = mint_lanes_align(room);
  for (unsigned i = 0; i < MINT_TRIAL_BATCH; i++) {
    mint_limbs_cut(&rows[i / MINT_LANES].lane[i % MINT_LANES],
                   (size_t)HALVES * MINT_LANES, trial->limbs, LIMB_BITS,
                   numbers + i * trial->words, trial->words);
  }
  mint_lanes kept[HALVES] = {lanes_all(UINT64_MAX), lanes_all(UINT64_MAX)};
  size_t end = trial->stage_ends[stage];
  for (size_t i = mint_trial_begin(trial, stage); i < end; i += SIDE_BY_SIDE) {
    mint_lanes rest[SIDE_BY_SIDE][HALVES];
    // The last ones of a stage again, rather than some beyond it.
    size_t number = i + SIDE_BY_SIDE <= end ? i : end - SIDE_BY_SIDE;
    reduce(rest, trial, number, rows);
    UNROLL
    for (size_t j = 0; j < SIDE_BY_SIDE; j++) {
      const struct mint_trial_product *product = &trial->products[number + j];
      kept[0] = keep_undivided(kept[0], rest[j][0], trial, product);
      kept[1] = keep_undivided(kept[1], rest[j][1], trial, product);
    }
  }
  lanes_store(&rows[0], kept[0]);
  lanes_store(&rows[1], kept[1]);
  uint64_t left = 0;
  for (unsigned i = 0; i < MINT_TRIAL_BATCH; i++) {
    left |= rows[i / MINT_LANES].lane[i % MINT_LANES] >> 63 << i;
  }
  return (unsigned)ct_declassify(left);  // public: trial.h
}

const struct mint_divider mint_divider_avx2 = {
    .name = "avx2",
    .index = 1,
    .is_here = mint_lanes_here,
    .limb_bits = LIMB_BITS,
    .rest_bits = REST_BITS,
    .product_max = UINT32_MAX - 256,  // powers may be larger by as much
    .powers_at_once = MINT_TRIAL_POWERS_AT_ONCE,
    .add_powers = mint_trial_add_powers,
    .run = run_avx2,
};

#endif
