// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/unit/key_expect.h"

#include <criterion/criterion.h>
#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "core/mint.h"
#include "tests/unit/rsa_maker.h"

// FIPS 186-5 appendix A.1.3, in numbers.
static void expect_numbers(const RSA *rsa, unsigned bits) {
  const BIGNUM *n = RSA_get0_n(rsa);
  const BIGNUM *d = RSA_get0_d(rsa);
  const BIGNUM *p = RSA_get0_p(rsa);
  const BIGNUM *q = RSA_get0_q(rsa);
  cr_assert_eq(BN_num_bits(n), bits);
  cr_assert(BN_is_word(RSA_get0_e(rsa), 65537));
  cr_assert_eq(BN_num_bits(p), bits / 2);
  cr_assert_eq(BN_num_bits(q), bits / 2);
  cr_assert_eq(BN_cmp(maker_times(p, q), n), 0);

  // Step 4.4: p and q are at least sqrt(2) 2^(nlen/2 - 1).
  const BIGNUM *least = maker_power(bits - 1);
  cr_assert_geq(BN_cmp(maker_times(p, p), least), 0);
  cr_assert_geq(BN_cmp(maker_times(q, q), least), 0);

  // Step 5.4: |p - q| > 2^(nlen/2 - 100).
  const BIGNUM *distance =
      BN_cmp(p, q) > 0 ? maker_minus(p, q) : maker_minus(q, p);
  cr_assert_gt(BN_cmp(distance, maker_power(bits / 2 - 100)), 0);

  // A.1.1: 2^(nlen/2) < d < lcm(p - 1, q - 1).
  const BIGNUM *lcm = maker_lcm(maker_add(p, -1), maker_add(q, -1));
  cr_assert_gt(BN_cmp(d, maker_power(bits / 2)), 0);
  cr_assert_lt(BN_cmp(d, lcm), 0);
}

void key_expect_generated(unsigned bits) {
  struct mint_policy policy;
  cr_assert(mint_policy_preset(&policy, "default"));
  struct mint_key *key = NULL;
  cr_assert_eq(mint_key_generate(&key, bits, &policy, 2, NULL, NULL), MINT_OK);
  cr_assert_not_null(key);
  cr_assert(mint_key_is_private(key));
  cr_assert_eq(mint_key_bits(key), bits);

  struct mint_secret file = MINT_SECRET_EMPTY;
  struct mint_write_options options = {.format = MINT_FORMAT_PEM};
  cr_assert_eq(mint_write(&file, key, &options), MINT_OK);

  // A stranger's key now: its primes are tested as well.
  struct mint_parts *parts = NULL;
  struct mint_reason why;
  struct mint_key *again = NULL;
  struct mint_report report;
  cr_assert_eq(mint_parts_read(&parts, &why, file.data, file.len), MINT_OK);
  cr_assert_eq(mint_check(&again, &report, parts, &policy), MINT_OK, "%s",
               maker_set(report.broken));
  // All, from K1 on, but the one that wants a block list.
  cr_assert_eq(report.held,
               MAKER_K(MINT_K_RULES) - 2 - MAKER_K(MINT_K_BLOCKLIST) -
                   MAKER_K(MINT_K_RSA),
               "%s", maker_set(report.held));
  cr_assert_eq(report.warned, 0);
  const uint8_t *blobs[2] = {NULL, NULL};
  size_t lens[2] = {0, 0};
  mint_key_blob(key, &blobs[0], &lens[0]);
  mint_key_blob(again, &blobs[1], &lens[1]);
  cr_assert_eq(lens[0], lens[1]);
  cr_assert_arr_eq(blobs[0], blobs[1], lens[0]);

  BIO *bio = BIO_new_mem_buf(file.data, (int)file.len);
  cr_assert_not_null(bio);
  RSA *rsa = PEM_read_bio_RSAPrivateKey(bio, NULL, NULL, NULL);
  cr_assert_not_null(rsa);
  cr_assert_eq(RSA_check_key(rsa), 1);
  cr_assert_eq(RSA_check_fips(rsa), 1);
  expect_numbers(rsa, bits);

  RSA_free(rsa);
  BIO_free(bio);
  mint_parts_free(parts);
  mint_secret_wipe(&file);
  mint_key_free(again);
  mint_key_free(key);
}
