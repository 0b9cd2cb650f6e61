// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// trial.c makes the table of products, and divides one number at a time.
//
// Bounds of that, with limbs of 52 bits: M and its powers are at most 2^51.
// With L <= 80 the sum is below 80 * 2^103 < 2^110. The first step of the
// reduction (a multiple of M that clears the low 52 bits, which are then
// dropped) leaves less than 2^58 + 2^51, the second less than 2^7 + 2^51 <
// 2^52.

#include "core/prime/trial.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/mem.h>

#include "core/base/ct.h"
#include "core/prime/limbs.h"
#include "core/prime/trial_table.h"

__extension__ typedef unsigned __int128 uint128;

#define WORDS_MAX (4096 / 64)
#define LIMIT 65536u

#define SIDE_BY_SIDE MINT_TRIAL_POWERS_AT_ONCE
#define UNROLL _Pragma("GCC unroll 4")

// Where a stage ends.
static const uint32_t kStageEnds[MINT_TRIAL_STAGES] = {256, 2048, 8192, 24576,
                                                       LIMIT};

static uint64_t mask(unsigned bits) { return (UINT64_C(1) << bits) - 1; }

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

// A power stays below M + 2^8, as t is below 2^(B + 8).
void mint_trial_add_powers(struct mint_trial *trial, size_t first) {
  unsigned bits = trial->divider->limb_bits;
  uint64_t power[SIDE_BY_SIDE] = {1, 1, 1, 1};
  for (size_t i = trial->limbs; i-- > 0;) {
    UNROLL
    for (size_t j = 0; j < SIDE_BY_SIDE; j++) {
      const struct mint_trial_product *product = &trial->products[first + j];
      trial->powers[(first + j) * trial->limbs + i] = power[j];
      uint64_t digit = power[j] * product->inverse & mask(bits);
      power[j] =
          (uint64_t)(((uint128)digit * product->value + power[j]) >> bits);
    }
  }
}

static void add_all_powers(struct mint_trial *trial, size_t num_products) {
  const struct mint_divider *divider = trial->divider;
  for (size_t i = 0; i < num_products; i += divider->powers_at_once) {
    // The last ones again, rather than some beyond them.
    divider->add_powers(trial, i + divider->powers_at_once <= num_products
                                   ? i
                                   : num_products - divider->powers_at_once);
  }
}

// Primes are multiplied while they fit; a stage begins with a new product.
static void add_primes(struct mint_trial *trial,
                       const uint8_t composite[LIMIT / 2]) {
  uint64_t rests = mask(trial->divider->rest_bits);
  uint32_t prime = 3;
  uint32_t num = 0;
  size_t product = 0;
  for (size_t stage = 0; stage < MINT_TRIAL_STAGES; stage++) {
    while (prime < kStageEnds[stage]) {
      struct mint_trial_product *to = &trial->products[product];
      to->value = 1;
      to->first = num;
      for (; prime < kStageEnds[stage]; prime += 2) {
        if (composite[prime / 2] != 0) {
          continue;
        }
        if (to->value * prime > trial->divider->product_max) {
          break;
        }
        to->value *= prime;
        trial->primes[num].inverse = mint_limb_inverse(prime) & rests;
        trial->primes[num].quotient = rests / prime;
        num++;
      }
      to->end = num;
      to->inverse = (0 - mint_limb_inverse(to->value)) & rests;
      product++;
    }
    trial->stage_ends[stage] = product;
  }
  add_all_powers(trial, product);
}

static struct mint_trial *make(const struct mint_divider *divider,
                               unsigned bits) {
  size_t limbs = (bits + divider->limb_bits - 1) / divider->limb_bits;
  uint8_t *composite = OPENSSL_malloc(LIMIT / 2);
  // Not from the memory of secrets, which is locked, dear to open, and empty in
  // a forked child.
  struct mint_trial *trial = malloc(
      sizeof(*trial) + MINT_TRIAL_PRODUCTS * limbs * sizeof(trial->powers[0]));
  if (composite != NULL && trial != NULL) {
    trial->divider = divider;
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

const struct mint_trial *mint_trial_get(const struct mint_divider *divider,
                                        unsigned bits) {
  // One of each. No lock, which a child could inherit closed.
  static struct mint_trial *_Atomic tables[MINT_DIVIDERS][WORDS_MAX + 1];
  struct mint_trial *_Atomic *place = &tables[divider->index][bits / 64];
  struct mint_trial *table = atomic_load(place);
  if (table != NULL) {
    return table;
  }
  struct mint_trial *made = make(divider, bits);
  if (made != NULL && !atomic_compare_exchange_strong(place, &table, made)) {
    free(made);  // another thread was faster
    made = table;
  }
  return made;
}

size_t mint_trial_room(void) { return MINT_TRIAL_ROOM; }

unsigned mint_trial_run(const struct mint_trial *trial, unsigned stage,
                        const uint64_t *numbers, void *room) {
  return trial->divider->run(trial, stage, numbers, room);
}

// ---------------------------------------------------------------------------
// One number at a time

// The mask of: a prime of this product divides the number.
static uint64_t divides(const struct mint_trial *trial, size_t number,
                        const uint64_t *limbs) {
  const struct mint_trial_product *product = &trial->products[number];
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
    const struct mint_trial_prime *p = &trial->primes[i];
    found |= ~ct_lt(p->quotient, (uint64_t)sum * p->inverse & MINT_LIMB_MASK);
  }
  return found;
}

static bool divides_any(const struct mint_trial *trial, unsigned stage,
                        const uint64_t *limbs) {
  for (size_t i = mint_trial_begin(trial, stage); i < trial->stage_ends[stage];
       i++) {
    // Public: a number that is divided is thrown away.
    if (ct_declassify(divides(trial, i, limbs)) != 0) {
      return true;
    }
  }
  return false;
}

static unsigned run_portable(const struct mint_trial *trial, unsigned stage,
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

static bool everywhere(void) { return true; }

const struct mint_divider mint_divider_portable = {
    .name = "portable",
    .index = 0,
    .is_here = everywhere,
    .limb_bits = MINT_LIMB_BITS,
    .rest_bits = MINT_LIMB_BITS,
    .product_max = (UINT64_C(1) << 51) - 1,
    .powers_at_once = SIDE_BY_SIDE,
    .add_powers = mint_trial_add_powers,
    .run = run_portable,
};
