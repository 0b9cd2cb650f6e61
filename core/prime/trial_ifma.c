// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// trial_ifma.c divides on AVX-512 IFMA: eight numbers in the lanes, limbs of 52
// bits.
//
// Bounds. M and its powers are at most 2^51, a limb is below 2^52. With L <= 80
// the low halves of the products add up to less than 80 * 2^52 < 2^59, the high
// ones to less than 80 * 2^51 < 2^58. The first step of the reduction (a
// multiple of M that clears the low 52 bits, which are then dropped) leaves
// less than 2^7 + 2^58 + 2^51, the second less than 2^7 + 2^51 < 2^52.

#include "core/base/ct.h"
#include "core/prime/lanes.h"
#include "core/prime/limbs.h"
#include "core/prime/trial_table.h"

#if defined(MINT_LANES_HERE)

_Static_assert(MINT_LANES == MINT_TRIAL_BATCH, "a number a lane");
_Static_assert(sizeof(struct mint_row) * 81 <= MINT_TRIAL_ROOM, "aligned");

// So many products are worked on at a time: enough to keep the multipliers busy
// while each waits for its last result.
#define SIDE_BY_SIDE 4u
#define UNROLL _Pragma("GCC unroll 4")

// For a product a lane. Of t + d M, where d clears the low bits, one carry is
// left of these: t is not 0.
MINT_LANES_KERNEL void add_powers(struct mint_trial *trial, size_t first) {
  struct mint_row row;
  struct mint_row inverses;
  for (size_t j = 0; j < MINT_LANES; j++) {
    row.lane[j] = trial->products[first + j].value;
    inverses.lane[j] = trial->products[first + j].inverse;
  }
  mint_lanes value = lanes_load(&row);
  mint_lanes inverse = lanes_load(&inverses);
  mint_lanes power = lanes_all(1);
  for (size_t i = trial->limbs; i-- > 0;) {
    lanes_store(&row, power);
    for (size_t j = 0; j < MINT_LANES; j++) {
      trial->powers[(first + j) * trial->limbs + i] = row.lane[j];
    }
    mint_lanes digit = lanes_mul_lo(lanes_all(0), power, inverse);
    power = lanes_mul_hi(lanes_all(1), digit, value);
  }
}

// The sums of limb and power for SIDE_BY_SIDE products, brought below 2^52.
MINT_LANES_FN void reduce(mint_lanes out[SIDE_BY_SIDE],
                          const struct mint_trial *trial, size_t number,
                          const struct mint_row *rows) {
  mint_lanes low[SIDE_BY_SIDE];
  mint_lanes high[SIDE_BY_SIDE];
  const uint64_t *powers = trial->powers + number * trial->limbs;
  UNROLL
  for (size_t j = 0; j < SIDE_BY_SIDE; j++) {
    low[j] = lanes_all(0);
    high[j] = lanes_all(0);
  }
  for (size_t i = 0; i < trial->limbs; i++) {
    mint_lanes limb = lanes_load(&rows[i]);
    UNROLL
    for (size_t j = 0; j < SIDE_BY_SIDE; j++) {
      mint_lanes power = lanes_all(powers[j * trial->limbs + i]);
      low[j] = lanes_mul_lo(low[j], limb, power);
      high[j] = lanes_mul_hi(high[j], limb, power);
    }
  }
  UNROLL
  for (size_t j = 0; j < SIDE_BY_SIDE; j++) {
    const struct mint_trial_product *product = &trial->products[number + j];
    mint_lanes value = lanes_all(product->value);
    mint_lanes inverse = lanes_all(product->inverse);
    for (int step = 0; step < 2; step++) {
      mint_lanes digit = lanes_mul_lo(lanes_all(0), low[j], inverse);
      low[j] = lanes_mul_lo(low[j], digit, value);
      low[j] = lanes_add(lanes_shr(low[j], MINT_LIMB_BITS), high[j]);
      low[j] = lanes_mul_hi(low[j], digit, value);
      high[j] = lanes_all(0);
    }
    out[j] = low[j];
  }
}

// The top bit of a lane stays set while no prime of the product divides it.
MINT_LANES_FN mint_lanes
keep_undivided(mint_lanes kept, mint_lanes rest, const struct mint_trial *trial,
               const struct mint_trial_product *product) {
  for (uint32_t i = product->first; i < product->end; i++) {
    const struct mint_trial_prime *p = &trial->primes[i];
    mint_lanes exact = lanes_mul_lo(lanes_all(0), rest, lanes_all(p->inverse));
    // Both are below 2^52: the difference is negative where exact > quotient.
    kept = lanes_and(kept, lanes_sub(lanes_all(p->quotient), exact));
  }
  return kept;
}

MINT_LANES_KERNEL unsigned run_ifma(const struct mint_trial *trial,
                                    unsigned stage, const uint64_t *numbers,
                                    void *room) {
  struct mint_row *rows = mint_lanes_align(room);
  for (unsigned lane = 0; lane < MINT_TRIAL_BATCH; lane++) {
    mint_limbs_cut(&rows[0].lane[lane], MINT_LANES, trial->limbs,
                   MINT_LIMB_BITS, numbers + lane * trial->words, trial->words);
  }
  mint_lanes kept = lanes_all(UINT64_MAX);
  size_t end = trial->stage_ends[stage];
  for (size_t i = mint_trial_begin(trial, stage); i < end; i += SIDE_BY_SIDE) {
    mint_lanes rest[SIDE_BY_SIDE];
    // The last ones of a stage again, rather than some beyond it.
    size_t number = i + SIDE_BY_SIDE <= end ? i : end - SIDE_BY_SIDE;
    reduce(rest, trial, number, rows);
    UNROLL
    for (size_t j = 0; j < SIDE_BY_SIDE; j++) {
      kept = keep_undivided(kept, rest[j], trial, &trial->products[number + j]);
    }
  }
  lanes_store(&rows[0], kept);
  uint64_t left = 0;
  for (unsigned lane = 0; lane < MINT_TRIAL_BATCH; lane++) {
    left |= rows[0].lane[lane] >> 63 << lane;
  }
  return (unsigned)ct_declassify(left);  // public: trial.h
}

const struct mint_divider mint_divider_ifma = {
    .name = "ifma",
    .index = 2,
    .is_here = mint_lanes_here,
    .limb_bits = MINT_LIMB_BITS,
    .rest_bits = MINT_LIMB_BITS,
    .product_max = (UINT64_C(1) << 51) - 1,
    .powers_at_once = MINT_LANES,
    .add_powers = add_powers,
    .run = run_ifma,
};

#endif
