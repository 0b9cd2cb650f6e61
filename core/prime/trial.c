// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// trial.c makes the table of products and divides, one number at a time or in
// the lanes of a vector.
//
// A number is cut into L limbs of 52 bits, the least significant first. For a
// product M of primes the table holds powers t[i] = 2^(52 (i - L + 1)) modulo
// M, and the sum of limb[i] t[i] is the number, up to a power of 2, modulo M:
// no prime of M cares for the power of 2. Two steps of Montgomery's reduction
// (a multiple of M that clears the low 52 bits, which are then dropped) bring
// the sum below 2^52.
//
// Bounds. M and its powers are at most 2^51, a limb is below 2^52. With L <= 80
// the low halves of the products add up to less than 80 * 2^52 < 2^59, the high
// ones to less than 80 * 2^51 < 2^58. The first step leaves less than 2^7 +
// 2^58 + 2^51, the second less than 2^7 + 2^51 < 2^52.

#include "core/prime/trial.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/mem.h>

#include "core/base/ct.h"
#include "core/prime/lanes.h"
#include "core/prime/limbs.h"

__extension__ typedef unsigned __int128 uint128;

#define PRODUCT_BITS 51
#define WORDS_MAX (4096 / 64)
#define LIMIT 65536u

// There are 6541 odd primes below the limit; three of them fit into a product.
#define PRIMES_MAX 6541u
#define PRODUCTS_MAX (PRIMES_MAX / 3 + 1)

// So many products are worked on at a time: enough to keep the multipliers busy
// while each waits for its last result.
#define SIDE_BY_SIDE 4u
#define UNROLL _Pragma("GCC unroll 4")

// Where a stage ends.
static const uint32_t kStageEnds[MINT_TRIAL_STAGES] = {256, 2048, 8192, 24576,
                                                       LIMIT};

// A prime p divides a number y < 2^52 exactly if y / p, taken modulo 2^52, is
// at most floor((2^52 - 1) / p).
struct divisor {
  uint64_t inverse;  // 1/p modulo 2^52
  uint64_t quotient;
};

struct product {
  uint64_t value;    // M
  uint64_t inverse;  // -1/M modulo 2^52
  uint32_t first;    // its primes among the divisors
  uint32_t end;
};

struct mint_trial {
  size_t words;
  size_t limbs;
  size_t stage_ends[MINT_TRIAL_STAGES];  // in products
  struct divisor divisors[PRIMES_MAX];
  struct product products[PRODUCTS_MAX];
  uint64_t powers[];  // `limbs` of them a product
};

// Sets composite[i] if 2 i + 1 is no prime.
static void sieve(uint8_t composite[LIMIT / 2]) {
  memset(composite, 0, LIMIT / 2);
  composite[0] = 1;
  for (uint32_t i = 1; (2 * i + 1) * (2 * i + 1) < LIMIT; i++) {
    if (composite[i] == 0) {
      for (uint32_t j = 2 * i * (i + 1); j < LIMIT / 2; j += 2 * i + 1) {
        composite[j] = 1;
      }
    }
  }
}

// Downwards, each power is the one above divided by 2^52: t + d M with the d
// that clears the low bits, of which one carry is left (t is not 0).
//
// Here for SIDE_BY_SIDE products, so that none waits for its last one.
static void add_powers(struct mint_trial *trial, size_t first) {
  uint64_t power[SIDE_BY_SIDE] = {1, 1, 1, 1};
  for (size_t i = trial->limbs; i-- > 0;) {
    UNROLL
    for (size_t j = 0; j < SIDE_BY_SIDE; j++) {
      const struct product *product = &trial->products[first + j];
      trial->powers[(first + j) * trial->limbs + i] = power[j];
      uint64_t digit = power[j] * product->inverse & MINT_LIMB_MASK;
      power[j] =
          (uint64_t)((uint128)digit * product->value >> MINT_LIMB_BITS) + 1;
    }
  }
}

#if defined(MINT_LANES_HERE)

// And here for a product a lane.
MINT_LANES_KERNEL void add_powers_lanes(struct mint_trial *trial,
                                        size_t first) {
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

#endif

static void add_all_powers(struct mint_trial *trial, size_t num_products) {
  void (*add)(struct mint_trial *, size_t) = add_powers;
  size_t step = SIDE_BY_SIDE;
#if defined(MINT_LANES_HERE)
  if (mint_lanes_here()) {
    add = add_powers_lanes;
    step = MINT_LANES;
  }
#endif
  for (size_t i = 0; i < num_products; i += step) {
    // The last ones again, rather than some beyond them.
    add(trial, i + step <= num_products ? i : num_products - step);
  }
}

// Primes are multiplied while they fit; a stage begins with a new product.
static void add_primes(struct mint_trial *trial,
                       const uint8_t composite[LIMIT / 2]) {
  uint32_t prime = 3;
  uint32_t num = 0;
  size_t product = 0;
  for (size_t stage = 0; stage < MINT_TRIAL_STAGES; stage++) {
    while (prime < kStageEnds[stage]) {
      struct product *to = &trial->products[product];
      to->value = 1;
      to->first = num;
      for (; prime < kStageEnds[stage]; prime += 2) {
        if (composite[prime / 2] != 0) {
          continue;
        }
        if (to->value * prime >> PRODUCT_BITS != 0) {
          break;
        }
        to->value *= prime;
        trial->divisors[num].inverse =
            mint_limb_inverse(prime) & MINT_LIMB_MASK;
        trial->divisors[num].quotient = MINT_LIMB_MASK / prime;
        num++;
      }
      to->end = num;
      to->inverse = (0 - mint_limb_inverse(to->value)) & MINT_LIMB_MASK;
      product++;
    }
    trial->stage_ends[stage] = product;
  }
  add_all_powers(trial, product);
}

static struct mint_trial *make(unsigned bits) {
  size_t limbs = mint_limbs(bits);
  uint8_t *composite = OPENSSL_malloc(LIMIT / 2);
  // Not from the memory of secrets, which is locked, dear to open, and empty in
  // a forked child.
  struct mint_trial *trial =
      malloc(sizeof(*trial) + PRODUCTS_MAX * limbs * sizeof(trial->powers[0]));
  if (composite != NULL && trial != NULL) {
    trial->words = bits / 64;
    trial->limbs = limbs;
    sieve(composite);
    add_primes(trial, composite);
  } else {
    free(trial);
    trial = NULL;
  }
  OPENSSL_free(composite);
  return trial;
}

const struct mint_trial *mint_trial_get(unsigned bits) {
  // One of each size. No lock, which a child could inherit closed.
  static struct mint_trial *_Atomic tables[WORDS_MAX + 1];
  struct mint_trial *_Atomic *place = &tables[bits / 64];
  struct mint_trial *table = atomic_load(place);
  if (table != NULL) {
    return table;
  }
  struct mint_trial *made = make(bits);
  if (made != NULL && !atomic_compare_exchange_strong(place, &table, made)) {
    free(made);  // another thread was faster
    made = table;
  }
  return made;
}

size_t mint_trial_room(void) { return sizeof(struct mint_row) * 81; }

static size_t stage_begin(const struct mint_trial *trial, unsigned stage) {
  return stage == 0 ? 0 : trial->stage_ends[stage - 1];
}

// ---------------------------------------------------------------------------
// One number at a time

// The mask of: a prime of this product divides the number.
static uint64_t divides(const struct mint_trial *trial, size_t number,
                        const uint64_t *limbs) {
  const struct product *product = &trial->products[number];
  const uint64_t *powers = trial->powers + number * trial->limbs;
  uint128 sum = 0;
  for (size_t i = 0; i < trial->limbs; i++) {
    sum += (uint128)limbs[i] * powers[i];
  }
  for (int step = 0; step < 2; step++) {
    uint64_t digit = (uint64_t)sum * product->inverse & MINT_LIMB_MASK;
    sum = (sum + (uint128)digit * product->value) >> MINT_LIMB_BITS;
  }
  uint64_t found = 0;
  for (uint32_t i = product->first; i < product->end; i++) {
    const struct divisor *p = &trial->divisors[i];
    found |= ~ct_lt(p->quotient, (uint64_t)sum * p->inverse & MINT_LIMB_MASK);
  }
  return found;
}

static bool divides_any(const struct mint_trial *trial, unsigned stage,
                        const uint64_t *limbs) {
  for (size_t i = stage_begin(trial, stage); i < trial->stage_ends[stage];
       i++) {
    // Public: a number that is divided is thrown away.
    if (ct_declassify(divides(trial, i, limbs)) != 0) {
      return true;
    }
  }
  return false;
}

unsigned mint_trial_run_scalar(const struct mint_trial *trial, unsigned stage,
                               const uint64_t *numbers, void *room) {
  uint64_t *limbs = room;
  unsigned left = 0;
  for (unsigned i = 0; i < MINT_TRIAL_BATCH; i++) {
    mint_limbs_cut(limbs, 1, trial->limbs, MINT_LIMB_BITS,
                   numbers + i * trial->words, trial->words);
    left |= (unsigned)!divides_any(trial, stage, limbs) << i;
  }
  return left;
}

// ---------------------------------------------------------------------------
// Eight numbers in the lanes

#if defined(MINT_LANES_HERE)

// The sums of limb and power for `num` products, brought below 2^52.
MINT_LANES_FN void reduce_lanes(mint_lanes out[SIDE_BY_SIDE],
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
    const struct product *product = &trial->products[number + j];
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
MINT_LANES_FN mint_lanes keep_undivided(mint_lanes kept, mint_lanes rest,
                                        const struct mint_trial *trial,
                                        const struct product *product) {
  for (uint32_t i = product->first; i < product->end; i++) {
    const struct divisor *p = &trial->divisors[i];
    mint_lanes exact = lanes_mul_lo(lanes_all(0), rest, lanes_all(p->inverse));
    // Both are below 2^52: the difference is negative where exact > quotient.
    kept = lanes_and(kept, lanes_sub(lanes_all(p->quotient), exact));
  }
  return kept;
}

MINT_LANES_KERNEL unsigned run_lanes(const struct mint_trial *trial,
                                     unsigned stage, const uint64_t *numbers,
                                     struct mint_row *rows) {
  for (unsigned lane = 0; lane < MINT_TRIAL_BATCH; lane++) {
    mint_limbs_cut(&rows[0].lane[lane], MINT_LANES, trial->limbs,
                   MINT_LIMB_BITS, numbers + lane * trial->words, trial->words);
  }
  mint_lanes kept = lanes_all(UINT64_MAX);
  size_t end = trial->stage_ends[stage];
  for (size_t i = stage_begin(trial, stage); i < end; i += SIDE_BY_SIDE) {
    mint_lanes rest[SIDE_BY_SIDE];
    // The last ones of a stage again, rather than some beyond it.
    size_t number = i + SIDE_BY_SIDE <= end ? i : end - SIDE_BY_SIDE;
    reduce_lanes(rest, trial, number, rows);
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

#endif

unsigned mint_trial_run(const struct mint_trial *trial, unsigned stage,
                        const uint64_t *numbers, void *room) {
#if defined(MINT_LANES_HERE)
  if (mint_lanes_here()) {
    return run_lanes(trial, stage, numbers, mint_lanes_align(room));
  }
#endif
  return mint_trial_run_scalar(trial, stage, numbers, room);
}
