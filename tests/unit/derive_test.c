// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// mint_derive against BoringSSL's BIGNUM (rsa_maker.h), and against the key
// generation vectors of NIST's ACVP where the archive is there.

#include "core/key/derive.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <openssl/bn.h>
#include <openssl/mem.h>

#include "core/base/arena.h"
#include "core/prime/confirm.h"
#include "tests/unit/number_kit.h"
#include "tests/unit/rsa_maker.h"
#include "tests/unit/vectors_archive.h"

TestSuite(derive, .fini = maker_release, .timeout = 240);

static struct mint_parts *new_parts(void) {
  struct mint_parts *parts = OPENSSL_malloc(sizeof(*parts));
  cr_assert_not_null(parts);
  memset(parts, 0, sizeof(*parts));
  return parts;
}

static struct mint_parts *derive(const BIGNUM *p, const BIGNUM *q, uint32_t e) {
  uint64_t a[NUMBER_WORDS_MAX];
  uint64_t b[NUMBER_WORDS_MAX];
  unsigned bits = BN_num_bits(p);
  cr_assert_eq(BN_num_bits(q), bits);
  number_store(a, bits / 64, p);
  number_store(b, bits / 64, q);
  struct mint_parts *parts = new_parts();
  cr_assert_eq(mint_derive(parts, a, b, bits, e), MINT_E_NONE);
  cr_assert_eq(parts->about.kind, MINT_KIND_PRIVATE);
  cr_assert(parts->rsa.has_crt);
  return parts;
}

static void expect_number(const CBS *got, const BIGNUM *want,
                          const char *what) {
  BIGNUM *n = BN_bin2bn(CBS_data(got), CBS_len(got), NULL);
  cr_assert_not_null(n);
  cr_assert_eq(BN_cmp(n, want), 0, "%s", what);
  cr_assert_eq(CBS_len(got), BN_num_bytes(want), "%s", what);
  BN_free(n);
}

// With the two primes in either order.
static void try_key(const BIGNUM *p, const BIGNUM *q, uint32_t e) {
  const BIGNUM *large = BN_cmp(p, q) > 0 ? p : q;
  const BIGNUM *small = large == p ? q : p;
  struct maker_rsa want = maker_rsa(large, small, e);
  for (int swap = 0; swap < 2; swap++) {
    struct mint_parts *parts =
        swap != 0 ? derive(small, large, e) : derive(large, small, e);
    const struct mint_rsa *got = &parts->rsa;
    expect_number(&got->n, want.n, "n");
    expect_number(&got->e, want.e, "e");
    expect_number(&got->d, want.d, "d");
    expect_number(&got->p, want.p, "p");
    expect_number(&got->q, want.q, "q");
    expect_number(&got->dp, want.dp, "dp");
    expect_number(&got->dq, want.dq, "dq");
    expect_number(&got->qinv, want.qinv, "qinv");
    cr_assert_eq(parts->about.bits, BN_num_bits(want.n));
    mint_parts_free(parts);
  }
}

// 2^32 - 1 is 3 * 5 * 17 * 257 * 65537, 2^32 - 5 a prime.
static const uint32_t kExponents[] = {
    3, 5, 7, 17, 37, 257, 65537, UINT32_MAX, UINT32_MAX - 4, 2147483647};
#define EXPONENTS (sizeof(kExponents) / sizeof(kExponents[0]))

static bool has_inverse(const BIGNUM *prime, uint32_t e) {
  BN_CTX *ctx = BN_CTX_new();
  const BIGNUM *minus_1 = maker_add(prime, -1);
  BIGNUM *gcd = BN_new();
  cr_assert(ctx != NULL && gcd != NULL);
  cr_assert(BN_gcd(gcd, minus_1, maker_word(e), ctx));
  bool one = BN_is_one(gcd) != 0;
  BN_free(gcd);
  BN_CTX_free(ctx);
  return one;
}

static void try_exponents(const BIGNUM *p, const BIGNUM *q, unsigned random) {
  for (unsigned i = 0; i < EXPONENTS + random; i++) {
    uint32_t e = i < EXPONENTS ? kExponents[i] : (uint32_t)number_draw() | 1;
    if (e > 2 && has_inverse(p, e) && has_inverse(q, e)) {
      try_key(p, q, e);
    }
  }
}

Test(derive, random_primes) {
  static const unsigned kHalves[] = {512, 576, 1024, 1536, 2048};
  for (size_t h = 0; h < sizeof(kHalves) / sizeof(kHalves[0]); h++) {
    for (unsigned i = 0; i < (kHalves[h] > 1024 ? 1 : 5); i++) {
      const BIGNUM *p = maker_prime(kHalves[h], 2 * i);
      const BIGNUM *q = maker_prime(kHalves[h], 2 * i + 1);
      // All of the small ones: maker_prime promises an inverse.
      cr_assert(has_inverse(p, 3) && has_inverse(q, UINT32_MAX));
      try_exponents(p, q, 20);
    }
  }
}

// The ends of a size: n has 2 bits - 1 bits, or p and q are next to each other
// in the sense that their difference has few digits.
Test(derive, extreme_primes) {
  static const unsigned kHalves[] = {512, 1024, 1536, 2048, 4096};
  for (size_t h = 0; h < sizeof(kHalves) / sizeof(kHalves[0]); h++) {
    BIGNUM *largest = number_prime(kHalves[h], 0);
    BIGNUM *smallest = number_prime(kHalves[h], 1);
    unsigned random = kHalves[h] > 2048 ? 2 : 20;
    try_exponents(largest, smallest, random);
    if (kHalves[h] <= 2048) {
      try_exponents(largest, maker_prime_before(maker_add(largest, -2)), 20);
      try_exponents(smallest, maker_prime_after(maker_add(smallest, 2)), 20);
    }
    BN_free(largest);
    BN_free(smallest);
  }
}

// A random prime that is 1 modulo `factor`.
static BIGNUM *find_prime(unsigned bits, const BIGNUM *factor) {
  BN_CTX *ctx = BN_CTX_new();
  BIGNUM *rest = BN_new();
  cr_assert(ctx != NULL && rest != NULL);
  for (;;) {
    BIGNUM *n = number_odd(bits);
    cr_assert(BN_nnmod(rest, n, factor, ctx) && BN_sub(n, n, rest) &&
              BN_add_word(n, 1));
    if (BN_num_bits(n) == bits && BN_is_odd(n) && number_is_prime(n)) {
      BN_free(rest);
      BN_CTX_free(ctx);
      return n;
    }
    BN_free(n);
  }
}

// p - 1 and q - 1 with large common divisors: the lcm is then far below their
// product, and d much shorter than n.
Test(derive, common_divisors) {
  for (unsigned shared = 1; shared <= 480; shared += 53) {
    BIGNUM *factor = number_odd(shared);
    // Even, and some with many twos.
    cr_assert(BN_lshift(factor, factor, 1 + (int)shared % 20));
    BIGNUM *p = find_prime(512, factor);
    BIGNUM *q = find_prime(512, factor);
    try_exponents(p, q, 20);
    BN_free(factor);
    BN_free(p);
    BN_free(q);
  }
}

Test(derive, memory) {
  uint64_t p[8];
  uint64_t q[8];
  number_store(p, 8, maker_prime(512, 0));
  number_store(q, 8, maker_prime(512, 1));
  for (int once = 0; once < 2; once++) {
    enum mint_code code = MINT_E_MEMORY;
    size_t count = 0;
    for (; code != MINT_E_NONE; count++) {
      struct mint_parts *parts = new_parts();
      cr_assert_lt(count, 1000);
      if (once != 0) {
        mint_arena_fail_once(count);
      } else {
        mint_arena_fail_after(count);
      }
      code = mint_derive(parts, p, q, 512, 65537);
      mint_arena_fail_after(SIZE_MAX);
      cr_assert(code == MINT_E_NONE || code == MINT_E_MEMORY);
      mint_parts_free(parts);
    }
    cr_assert_gt(count, 2);
  }
}

// ---------------------------------------------------------------------------
// NIST's vectors: 10 keys with e < 2^32. Of all their p and q, many of them
// composite, 82 are odd and have a multiple of 64 bits.

static const char kVectors[] =
    "acvp/files/RSA-KeyGen-FIPS186-4/internalProjection.json";

// The value of a field, up to `end`; NULL if it is not there or empty.
static BIGNUM *get_field(const char *from, const char *end, const char *name) {
  char key[32];
  (void)snprintf(key, sizeof(key), "\"%s\": \"", name);
  const char *at = strstr(from, key);
  BIGNUM *n = NULL;
  if (at == NULL || at >= end || at[strlen(key)] == '"') {
    return NULL;
  }
  cr_assert_gt(BN_hex2bn(&n, at + strlen(key)), 0);
  return n;
}

static void try_vector(const char *from, const char *end, unsigned *out_keys,
                       unsigned *out_tested) {
  BIGNUM *e = get_field(from, end, "e");
  BIGNUM *p = get_field(from, end, "p");
  BIGNUM *q = get_field(from, end, "q");
  BIGNUM *dp = get_field(from, end, "dmp1");
  BIGNUM *dq = get_field(from, end, "dmq1");
  BIGNUM *n = get_field(from, end, "n");
  BIGNUM *qinv = get_field(from, end, "iqmp");
  const BIGNUM *both[] = {p, q};
  for (int i = 0; i < 2; i++) {
    uint64_t words[NUMBER_WORDS_MAX];
    bool prime = false;
    unsigned bits = both[i] != NULL ? BN_num_bits(both[i]) : 1;
    if (bits % 64 == 0 && BN_is_odd(both[i])) {
      number_store(words, bits / 64, both[i]);
      cr_assert_eq(mint_confirm(&prime, NULL, words, bits, 8, NULL, NULL),
                   MINT_E_NONE);
      cr_assert_eq(prime, number_is_prime(both[i]));
      cr_assert(prime || dp == NULL);
      ++*out_tested;
    }
  }
  if (e != NULL && dp != NULL && BN_num_bits(e) <= 32) {
    struct mint_parts *parts = derive(p, q, (uint32_t)BN_get_word(e));
    bool swapped = BN_cmp(p, q) < 0;
    expect_number(&parts->rsa.n, n, "n");
    expect_number(&parts->rsa.p, swapped ? q : p, "p");
    expect_number(&parts->rsa.dp, swapped ? dq : dp, "dp");
    expect_number(&parts->rsa.dq, swapped ? dp : dq, "dq");
    if (!swapped) {
      expect_number(&parts->rsa.qinv, qinv, "qinv");
    }
    mint_parts_free(parts);
    try_key(p, q, (uint32_t)BN_get_word(e));
    ++*out_keys;
  }
  BN_free(e);
  BN_free(p);
  BN_free(q);
  BN_free(dp);
  BN_free(dq);
  BN_free(n);
  BN_free(qinv);
}

Test(derive, nist_vectors) {
  char *path = archive_find();
  if (path == NULL) {
    printf("skipped: no archive of vectors\n");
    return;
  }
  struct archive archive;
  archive_load(&archive, path);
  const struct archive_file *file = archive_file_of(&archive, kVectors);
  cr_assert_not_null(file);
  unsigned keys = 0;
  unsigned tested = 0;
  const char *text = (const char *)file->data;  // ends with a 0
  const char *from = strstr(text, "\"tcId\"");
  while (from != NULL) {
    const char *next = strstr(from + 1, "\"tcId\"");
    try_vector(from, next != NULL ? next : text + file->len, &keys, &tested);
    from = next;
  }
  printf("%u keys, %u numbers tested for primality\n", keys, tested);
  cr_assert_eq(keys, 10);
  cr_assert_eq(tested, 82);
  archive_free(&archive);
  free(path);
}
