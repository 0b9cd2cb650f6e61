// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/unit/number_kit.h"

#include <string.h>

#include <criterion/criterion.h>

uint64_t number_draw(void) {
  static uint64_t state = UINT64_C(0x9e3779b97f4a7c15);
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return state * UINT64_C(0x2545f4914f6cdd1d);
}

void number_store(uint64_t *out, size_t words, const BIGNUM *n) {
  cr_assert(BN_bn2le_padded((uint8_t *)out, 8 * words, n));
}

BIGNUM *number_load(const uint64_t *a, size_t words) {
  BIGNUM *n = BN_le2bn((const uint8_t *)a, 8 * words, NULL);
  cr_assert_not_null(n);
  return n;
}

BIGNUM *number_odd(unsigned bits) {
  uint64_t words[NUMBER_WORDS_MAX];
  size_t num_words = (bits + 63) / 64;
  for (size_t i = 0; i < num_words; i++) {
    words[i] = number_draw();
  }
  BIGNUM *n = number_load(words, num_words);
  cr_assert(BN_mask_bits(n, (int)bits));
  cr_assert(BN_set_bit(n, 0));
  cr_assert(BN_set_bit(n, (int)bits - 1));
  return n;
}

BIGNUM *number_near(unsigned bits, unsigned below, unsigned above) {
  BIGNUM *n = BN_new();
  cr_assert_not_null(n);
  cr_assert(BN_set_bit(n, (int)(below != 0 ? bits : bits - 1)));
  cr_assert(below != 0 ? BN_sub_word(n, below) : BN_add_word(n, above));
  return n;
}

BIGNUM *number_pattern(unsigned bits, unsigned limb_bits) {
  BIGNUM *n = BN_new();
  cr_assert_not_null(n);
  uint64_t limb = 0;
  for (unsigned i = 0; i < bits; i++) {
    if (i % limb_bits == 0) {
      uint64_t choice = number_draw() >> 62;
      limb = choice == 0 ? 0 : choice == 1 ? UINT64_MAX : number_draw();
    }
    if ((limb >> i % limb_bits & 1) != 0) {
      cr_assert(BN_set_bit(n, (int)i));
    }
  }
  cr_assert(BN_set_bit(n, 0));
  cr_assert(BN_set_bit(n, (int)bits - 1));
  return n;
}

bool number_is_prime(const BIGNUM *n) {
  int prime = 0;
  BN_CTX *ctx = BN_CTX_new();
  cr_assert_not_null(ctx);
  cr_assert(BN_primality_test(&prime, n, 10, ctx, 1, NULL));
  BN_CTX_free(ctx);
  return prime != 0;
}

static BIGNUM *any_prime(unsigned bits) {
  BIGNUM *n = BN_new();
  cr_assert_not_null(n);
  cr_assert(BN_generate_prime_ex(n, (int)bits, 0, NULL, NULL, NULL));
  return n;
}

BIGNUM *number_prime(unsigned bits, size_t index) {
  static const struct {
    unsigned bits;
    unsigned below;  // 2^bits - below
    unsigned above;  // 2^(bits - 1) + above
  } kPrimes[] = {
      {512, 569, 111},    {1024, 105, 1155}, {1536, 3453, 699},
      {2048, 1557, 1919}, {4096, 2549, 579},
  };
  for (size_t i = 0; i < sizeof(kPrimes) / sizeof(kPrimes[0]); i++) {
    if (kPrimes[i].bits != bits) {
      continue;
    }
    if (index == 0) {
      return number_near(bits, kPrimes[i].below, 0);
    }
    if (index == 1) {
      return number_near(bits, 0, kPrimes[i].above);
    }
    return index == 2 && bits <= 2048 ? any_prime(bits) : NULL;
  }
  cr_assert_fail("no primes of %u bits", bits);
  return NULL;
}

// Euler's phi and Moebius' mu.
static void factor(unsigned m, unsigned *out_phi, int *out_mu) {
  *out_phi = 1;
  *out_mu = 1;
  for (unsigned p = 2; m != 1; p = p * p > m ? m : p + 1) {
    if (m % p != 0) {
      continue;
    }
    m /= p;
    *out_phi *= p - 1;
    *out_mu = -*out_mu;
    while (m % p == 0) {
      m /= p;
      *out_phi *= p;
      *out_mu = 0;
    }
    if (m == 1) {
      break;
    }
  }
}

// The product of (2^d - 1)^mu(m / d) over the divisors d of m.
static BIGNUM *cyclotomic(unsigned m, BN_CTX *ctx) {
  BIGNUM *over = BN_new();
  BIGNUM *under = BN_new();
  BIGNUM *common = BN_new();
  BIGNUM *index = BN_new();
  cr_assert(over != NULL && under != NULL && common != NULL && index != NULL);
  cr_assert(BN_one(over) && BN_one(under) && BN_set_word(index, m));
  for (unsigned d = 1; d <= m; d++) {
    unsigned phi = 0;
    int mu = 0;
    if (m % d != 0) {
      continue;
    }
    factor(m / d, &phi, &mu);
    if (mu != 0) {
      BIGNUM *to = mu > 0 ? over : under;
      BIGNUM *term = number_near(d, 1, 0);
      cr_assert(BN_mul(to, to, term, ctx));
      BN_free(term);
    }
  }
  cr_assert(BN_div(over, NULL, over, under, ctx));
  cr_assert(BN_gcd(common, over, index, ctx));
  cr_assert(BN_div(over, NULL, over, common, ctx));
  BN_free(under);
  BN_free(common);
  BN_free(index);
  return over;
}

BIGNUM *number_cyclotomic(unsigned bits, unsigned *m) {
  BN_CTX *ctx = BN_CTX_new();
  BIGNUM *found = NULL;
  cr_assert_not_null(ctx);
  // Beyond 6 bits, phi(m) > bits + 16 for the sizes of the tests.
  for (; *m < 6 * bits && found == NULL; ++*m) {
    unsigned phi = 0;
    int mu = 0;
    factor(*m, &phi, &mu);
    if (phi + 16 < bits || phi > bits + 16) {
      continue;
    }
    found = cyclotomic(*m, ctx);
    if (BN_num_bits(found) != bits || number_is_prime(found)) {
      BN_free(found);
      found = NULL;
    }
  }
  BN_CTX_free(ctx);
  return found;
}

BIGNUM *number_carmichael(unsigned bits, size_t index) {
  // The first k is odd.
  static const struct {
    unsigned bits;
    const char *k[2];
  } kNumbers[] = {
      {512,
       {"8d20fc61fb6e3b2519ac90b97f194f6bde23ce5a7d",
        "8d20fc61fb6e3b2519ac90b97f194f6bde23cf6b70"}},
      {1024,
       {"350d873464e9a2fde99c8ee1c84dd8f23548ea83dbf3b396a5eab30e7211a6dcb3"
        "6f858f6c8a13098e3fd",
        "350d873464e9a2fde99c8ee1c84dd8f23548ea83dbf3b396a5eab30e7211a6dcb3"
        "6f858f6c8a130992688"}},
      {1536,
       {"154a8d56454d7a1403d0a8f3f3febe794e14cf037ba8db10513542edbad94061b4"
        "b19355a9a12e71a390424980cb374394e2da9a7b38eab1b20368f73d0acfe9",
        "1656d496fb2e6671008211025504e1e5430d6a38ac007cc26a30dfb6b68bb6f025"
        "7f0a714e4d8948133fa0b689fcda26dcd1d7434540199e9e14e051be8bb656"}},
      {2048,
       {"7861d87e01cacc862f1804f78953c47c4683813a34dbc273554c09760eac0e0482"
        "7535b3a1ccd2dc191138ec2f8918e2bcfa5b93236b27cec915f32d913103a6b871"
        "d022205cfc1550d474ecd2332297e514f7238b",
        "7861d87e01cacc862f1804f78953c47c4683813a34dbc273554c09760eac0e0482"
        "7535b3a1ccd2dc191138ec2f8918e2bcfa5b93236b27cec915f32d913103a6b871"
        "d022205cfc1550d474ecd2332297e515052350"}},
  };
  BIGNUM *n = NULL;
  BN_CTX *ctx = BN_CTX_new();
  cr_assert_not_null(ctx);
  for (size_t i = 0; i < sizeof(kNumbers) / sizeof(kNumbers[0]); i++) {
    if (kNumbers[i].bits != bits || index >= 2) {
      continue;
    }
    n = BN_new();
    cr_assert(n != NULL && BN_one(n));
    for (unsigned times = 6; times <= 18; times += 6) {
      BIGNUM *term = NULL;
      cr_assert(BN_hex2bn(&term, kNumbers[i].k[index]));
      cr_assert(BN_mul_word(term, times) && BN_add_word(term, 1));
      cr_assert(BN_mul(n, n, term, ctx));
      BN_free(term);
    }
    cr_assert_eq(BN_num_bits(n), bits);
  }
  BN_CTX_free(ctx);
  return n;
}
