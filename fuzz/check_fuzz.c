// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// Reaches mint_check, mint_key_matches and mint_write: keys whose numbers are
// those of a valid key, changed. The input is a program: the form of the file,
// then instructions of four bytes: a number, what to do, two operands.

#include <string.h>

#include <openssl/bn.h>

#include "core/format/openssh.h"
#include "core/format/pkcs.h"
#include "core/format/spki.h"
#include "fuzz/fuzz.h"

enum { N, E, D, P, Q, DP, DQ, QINV, NUMBERS };

// More changes find nothing new and take time.
#define STEPS_MAX 16
#define BYTES_MAX 4096

struct numbers {
  BIGNUM *bn[NUMBERS];
  BN_CTX *ctx;
};

static void open_numbers(struct numbers *out) {
  struct mint_parts *parts = fuzz_key_parts();
  const struct mint_rsa *rsa = &parts->rsa;
  const CBS *const digits[NUMBERS] = {&rsa->n, &rsa->e,  &rsa->d,  &rsa->p,
                                      &rsa->q, &rsa->dp, &rsa->dq, &rsa->qinv};
  out->ctx = BN_CTX_new();
  REQUIRE(out->ctx != NULL);
  for (int i = 0; i < NUMBERS; i++) {
    out->bn[i] = BN_bin2bn(CBS_data(digits[i]), CBS_len(digits[i]), NULL);
    REQUIRE(out->bn[i] != NULL);
  }
  mint_parts_free(parts);
}

static void close_numbers(struct numbers *numbers) {
  for (int i = 0; i < NUMBERS; i++) {
    BN_free(numbers->bn[i]);
  }
  BN_CTX_free(numbers->ctx);
}

// d, dP, dQ and qInv as p, q and e want them. Without inverses they stay.
static void derive(struct numbers *numbers) {
  BIGNUM **bn = numbers->bn;
  BIGNUM *p1 = BN_dup(bn[P]);
  BIGNUM *q1 = BN_dup(bn[Q]);
  BIGNUM *product = BN_new();
  REQUIRE(p1 != NULL && q1 != NULL && product != NULL);
  if (BN_sub_word(p1, 1) && BN_sub_word(q1, 1) && !BN_is_negative(p1) &&
      !BN_is_negative(q1) && !BN_is_zero(p1) && !BN_is_zero(q1)) {
    REQUIRE(BN_mul(product, p1, q1, numbers->ctx) == 1);
    (void)BN_mod_inverse(bn[D], bn[E], product, numbers->ctx);
    (void)BN_mod(bn[DP], bn[D], p1, numbers->ctx);
    (void)BN_mod(bn[DQ], bn[D], q1, numbers->ctx);
    (void)BN_mod_inverse(bn[QINV], bn[Q], bn[P], numbers->ctx);
  }
  BN_free(p1);
  BN_free(q1);
  BN_free(product);
}

static void step(struct numbers *numbers, uint8_t which, uint8_t what,
                 uint8_t low, uint8_t high) {
  BIGNUM *number = numbers->bn[which % NUMBERS];
  const BIGNUM *other = numbers->bn[low % NUMBERS];
  int value = low | high << 8;
  switch (what % 11) {
    case 0:
      REQUIRE(BN_add_word(number, (BN_ULONG)value) == 1);
      break;
    case 1:
      REQUIRE(BN_sub_word(number, (BN_ULONG)value) == 1);
      break;
    case 2:
      REQUIRE(BN_copy(number, other) != NULL);
      break;
    case 3:
      REQUIRE(BN_lshift(number, number, value % 4096) == 1);
      break;
    case 4:
      REQUIRE(BN_rshift(number, number, value % 4096) == 1);
      break;
    case 5:  // within the number, or a little above
      value %= (int)BN_num_bits(number) + 2;
      (void)(BN_is_bit_set(number, value) ? BN_clear_bit(number, value)
                                          : BN_set_bit(number, value));
      break;
    case 6:
      REQUIRE(BN_mul_word(number, (BN_ULONG)value) == 1);
      break;
    case 7:
      REQUIRE(BN_set_word(number, (BN_ULONG)value) == 1);
      break;
    case 8:
      REQUIRE(BN_add(number, number, other) == 1);
      break;
    case 9:
      REQUIRE(BN_mul(numbers->bn[N], numbers->bn[P], numbers->bn[Q],
                     numbers->ctx) == 1);
      break;
    default:
      derive(numbers);
      break;
  }
  // Files hold no negative numbers, and no huge ones.
  BN_set_negative(number, 0);
  if (BN_num_bytes(number) > BYTES_MAX) {
    BN_zero(number);
  }
}

// Makes a file of the numbers, and reads it.
static struct mint_parts *read(const struct numbers *numbers,
                               enum mint_format format) {
  static uint8_t digits[NUMBERS][BYTES_MAX];
  struct mint_secret der = MINT_SECRET_EMPTY;
  struct mint_secret text = MINT_SECRET_EMPTY;
  struct mint_rsa rsa;
  CBS *const fields[NUMBERS] = {&rsa.n, &rsa.e,  &rsa.d,  &rsa.p,
                                &rsa.q, &rsa.dp, &rsa.dq, &rsa.qinv};
  memset(&rsa, 0, sizeof(rsa));
  rsa.has_crt = true;
  for (int i = 0; i < NUMBERS; i++) {
    CBS_init(fields[i], digits[i], BN_bn2bin(numbers->bn[i], digits[i]));
  }
  const struct mint_write_options options = {.format = format};
  enum mint_code code = MINT_E_NONE;
  if (format == MINT_FORMAT_PEM) {
    REQUIRE(mint_pkcs1_write(&der, &rsa) == MINT_E_NONE);
    code = mint_armor_write(&text, "RSA PRIVATE KEY", NULL, &mint_columns_pem,
                            der.data, der.len);
  } else if (format == MINT_FORMAT_OPENSSH) {  // without dP and dQ
    code = mint_openssh_write(&text, &rsa, &options);
  } else {
    code = mint_pkcs1_public_write(&text, &rsa);
  }
  REQUIRE(code == MINT_E_NONE);
  struct mint_parts *parts = fuzz_read(text.data, text.len);
  mint_secret_wipe(&der);
  mint_secret_wipe(&text);
  return parts;
}

// The arithmetic of a key, by other means.
static void require_valid(struct numbers *numbers, enum mint_format format) {
  BIGNUM **bn = numbers->bn;
  REQUIRE(BN_num_bits(bn[N]) >= MINT_RSA_BITS_FLOOR && BN_is_odd(bn[N]));
  REQUIRE(BN_is_odd(bn[E]) && BN_num_bits(bn[E]) >= 17);
  if (!mint_format_is_private(format)) {
    return;
  }
  BIGNUM *left = BN_new();
  BIGNUM *one = BN_new();
  REQUIRE(left != NULL && one != NULL);
  REQUIRE(BN_mul(left, bn[P], bn[Q], numbers->ctx) == 1);
  REQUIRE(BN_cmp(left, bn[N]) == 0);
  for (int i = P; i <= Q; i++) {
    const BIGNUM *exponent = bn[i == P ? DP : DQ];
    REQUIRE(BN_copy(one, bn[i]) != NULL && BN_sub_word(one, 1) == 1);
    if (format == MINT_FORMAT_PEM) {
      REQUIRE(BN_cmp(exponent, one) < 0);
      REQUIRE(BN_mod_mul(left, exponent, bn[E], one, numbers->ctx) == 1);
      REQUIRE(BN_is_one(left));
    }
    REQUIRE(BN_mod_mul(left, bn[D], bn[E], one, numbers->ctx) == 1);
    REQUIRE(BN_is_one(left));
    REQUIRE(BN_is_prime_fasttest_ex(bn[i], 4, numbers->ctx, 1, NULL) == 1);
  }
  REQUIRE(BN_mod_mul(left, bn[QINV], bn[Q], bn[P], numbers->ctx) == 1);
  REQUIRE(BN_is_one(left) && BN_cmp(bn[QINV], bn[P]) < 0);
  BN_free(left);
  BN_free(one);
}

static void require_written(const struct mint_key *key, bool is_private) {
  const struct mint_write_options options = {
      .format = is_private ? MINT_FORMAT_OPENSSH : MINT_FORMAT_SPKI};
  struct mint_secret text = MINT_SECRET_EMPTY;
  REQUIRE(mint_write(&text, key, &options) == MINT_OK);
  struct mint_parts *parts = fuzz_read(text.data, text.len);
  REQUIRE(parts != NULL && mint_key_matches(key, parts));
  mint_parts_free(parts);
  mint_secret_wipe(&text);
}

// What an output must not keep.
static char stale;

void fuzz_one(const uint8_t *data, size_t len) {
  static const enum mint_format kForms[] = {
      MINT_FORMAT_PKCS1_PUBLIC, MINT_FORMAT_PEM, MINT_FORMAT_OPENSSH};
  struct numbers numbers;
  struct mint_policy policy;
  struct mint_report report;
  enum mint_format format = kForms[fuzz_take(&data, &len) % 3];
  bool is_private = mint_format_is_private(format);
  open_numbers(&numbers);
  for (int i = 0; i < STEPS_MAX && len >= 4; i++, data += 4, len -= 4) {
    step(&numbers, data[0], data[1], data[2], data[3]);
  }
  struct mint_parts *parts = read(&numbers, format);
  if (parts != NULL) {
    struct mint_key *key = (void *)&stale;
    REQUIRE(mint_policy_preset(&policy, "default"));
    enum mint_status status = mint_check(&key, &report, parts, &policy);
    REQUIRE((key != NULL) == (status == MINT_OK));
    REQUIRE((report.held & report.broken) == 0);
    if (key != NULL) {
      REQUIRE(report.broken == 0 && mint_key_matches(key, parts));
      REQUIRE(mint_key_is_private(key) == is_private);
      require_valid(&numbers, format);
      require_written(key, is_private);
    } else {
      REQUIRE(status == MINT_ERR_INVALID_KEY && report.broken != 0);
      // The signature, asked for where every other rule held, verifies.
      REQUIRE(!mint_report_has(report.broken, MINT_K_PAIRWISE));
    }
    mint_key_free(key);
    mint_parts_free(parts);
  }
  close_numbers(&numbers);
}
