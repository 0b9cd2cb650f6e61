// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// trial.c divides by products of small primes with two multiplications a word.
//
// Bounds. A product M is below 2^54, and so are the powers of 2^64 modulo M
// that stand in the table: the dot product of at most 256 words with them is
// below 2^(8 + 64 + 54) = 2^126. One step of Montgomery's reduction adds less
// than 2^(64 + 54) and divides by 2^64: what is left is below 2^63 and, times
// 2^64, the same modulo M. The factor 2^64 does not matter to a prime.

#include "core/prime/trial.h"

#include <string.h>

#include <openssl/mem.h>

#include "core/base/ct.h"

__extension__ typedef unsigned __int128 uint128;

#define PRODUCT_BITS 54
#define WORDS_MAX 256u
#define LIMIT_MAX 65536u

// There are 6541 odd primes below 65536; at least three fit into a product.
#define PRIMES_MAX 6541u
#define PRODUCTS_MAX (PRIMES_MAX / 3 + 1)

// p divides a word exactly if inverse * word <= quotient, modulo 2^64.
struct divisor {
  uint64_t inverse;   // 1/p modulo 2^64
  uint64_t quotient;  // floor((2^64 - 1) / p)
};

struct product {
  uint64_t value;    // M
  uint64_t inverse;  // -1/M modulo 2^64
  uint32_t first;    // its primes in `divisors`
  uint32_t end;
};

struct mint_trial {
  size_t words;
  size_t num_products;
  struct divisor divisors[PRIMES_MAX];
  struct product products[PRODUCTS_MAX];
  uint64_t powers[];  // 2^(64 i) modulo M, `words` of them a product
};

// Newton's iteration: each step doubles the bits that are right; an odd number
// is its own inverse modulo 8.
static uint64_t inverse_of(uint64_t odd) {
  uint64_t inverse = odd;
  for (int i = 0; i < 5; i++) {
    inverse *= 2 - odd * inverse;
  }
  return inverse;
}

// Sets composite[i] if 2 i + 1 is no prime.
static void sieve(uint8_t composite[LIMIT_MAX / 2]) {
  memset(composite, 0, LIMIT_MAX / 2);
  composite[0] = 1;
  for (uint32_t i = 1; (2 * i + 1) * (2 * i + 1) < LIMIT_MAX; i++) {
    if (composite[i] == 0) {
      for (uint32_t j = 2 * i * (i + 1); j < LIMIT_MAX / 2; j += 2 * i + 1) {
        composite[j] = 1;
      }
    }
  }
}

// Fills the primes and their products, without the powers.
static void add_primes(struct mint_trial *trial,
                       const uint8_t composite[LIMIT_MAX / 2], uint32_t limit) {
  struct product *product = trial->products;
  uint32_t num = 0;
  product->value = 1;
  product->first = 0;
  for (uint32_t prime = 3; prime < limit; prime += 2) {
    if (composite[prime / 2] != 0) {
      continue;
    }
    if (product->value >= (UINT64_C(1) << PRODUCT_BITS) / prime) {
      product->end = num;
      product++;
      product->value = 1;
      product->first = num;
    }
    product->value *= prime;
    trial->divisors[num].inverse = inverse_of(prime);
    trial->divisors[num].quotient = UINT64_MAX / prime;
    num++;
  }
  product->end = num;
  trial->num_products = (size_t)(product - trial->products) + 1;
}

static void add_powers(struct mint_trial *trial) {
  uint64_t *power = trial->powers;
  for (size_t i = 0; i < trial->num_products; i++) {
    uint64_t value = trial->products[i].value;
    trial->products[i].inverse = 0 - inverse_of(value);
    uint64_t last = 1;
    for (size_t w = 0; w < trial->words; w++) {
      *power++ = last;
      last = (uint64_t)(((uint128)last << 64) % value);
    }
  }
}

struct mint_trial *mint_trial_new(size_t words, uint32_t limit) {
  if (words > WORDS_MAX || limit > LIMIT_MAX || limit < 4) {
    return NULL;
  }
  uint8_t *composite = OPENSSL_malloc(LIMIT_MAX / 2);
  struct mint_trial *trial = OPENSSL_malloc(
      sizeof(*trial) + PRODUCTS_MAX * words * sizeof(trial->powers[0]));
  if (composite != NULL && trial != NULL) {
    trial->words = words;
    sieve(composite);
    add_primes(trial, composite, limit);
    add_powers(trial);
  } else {
    OPENSSL_free(trial);
    trial = NULL;
  }
  OPENSSL_free(composite);
  return trial;
}

void mint_trial_free(struct mint_trial *trial) { OPENSSL_free(trial); }

// The mask of: a prime of this product divides n.
static uint64_t divides(const struct mint_trial *trial,
                        const struct product *product, const uint64_t *powers,
                        const uint64_t *n) {
  uint128 sum = 0;
  for (size_t i = 0; i < trial->words; i++) {
    sum += (uint128)n[i] * powers[i];
  }
  uint64_t digit = (uint64_t)sum * product->inverse;
  sum += (uint128)digit * product->value;
  uint64_t rest = (uint64_t)(sum >> 64);
  uint64_t found = 0;
  for (uint32_t i = product->first; i < product->end; i++) {
    const struct divisor *p = &trial->divisors[i];
    found |= ~ct_lt(p->quotient, rest * p->inverse);
  }
  return found;
}

bool mint_trial_divides(const struct mint_trial *trial, const uint64_t *n) {
  const uint64_t *powers = trial->powers;
  for (size_t i = 0; i < trial->num_products; i++, powers += trial->words) {
    // Public: a number that is divided is thrown away.
    if (ct_declassify(divides(trial, &trial->products[i], powers, n)) != 0) {
      return true;
    }
  }
  return false;
}
