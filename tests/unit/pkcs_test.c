// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

#include "core/format/pkcs.h"

#include <string.h>

#include <criterion/criterion.h>

#include "tests/unit/parse_kit.h"

#define INTEGER 0x02
#define SEQUENCE 0x30
#define NUM_NUMBERS 8

static struct kit der;
static struct kit inner;
static struct mint_rsa rsa;

static enum mint_code parse(const struct kit *in) {
  return mint_pkcs1_parse(&rsa, in->data, in->len);
}

// Puts the version and eight INTEGERs 3, ..., 10 into `inner`; the content of
// number `which` (0 is the version) is replaced.
static void put_numbers(size_t which, const void *content, size_t len) {
  kit_clear(&inner);
  for (size_t i = 0; i <= NUM_NUMBERS; i++) {
    uint8_t value = i == 0 ? 0 : (uint8_t)(i + 2);
    if (i == which) {
      kit_der(&inner, INTEGER, content, len);
    } else {
      kit_der(&inner, INTEGER, &value, 1);
    }
  }
}

static void wrap(void) {
  kit_clear(&der);
  kit_der(&der, SEQUENCE, inner.data, inner.len);
}

static const CBS *number(size_t which) {
  const CBS *const all[] = {&rsa.n, &rsa.e,  &rsa.d,  &rsa.p,
                            &rsa.q, &rsa.dp, &rsa.dq, &rsa.qinv};
  return all[which];
}

Test(pkcs, order_of_the_numbers) {
  put_numbers(99, NULL, 0);
  wrap();
  cr_assert_eq(parse(&der), MINT_E_NONE);
  for (size_t i = 0; i < NUM_NUMBERS; i++) {
    cr_expect(CBS_len(number(i)) == 1 && CBS_data(number(i))[0] == i + 3,
              "number %zu", i);
  }
}

#define BYTES(literal) literal, sizeof(literal) - 1

Test(pkcs, integers) {
  static const struct {
    const char *content;
    size_t len;
    enum mint_code code;
    size_t digits;  // that remain
  } kCases[] = {
      {BYTES("\x01"), MINT_E_NONE, 1},
      {BYTES("\x00"), MINT_E_NONE, 0},  // zero; the rules refuse it
      {BYTES("\x7f"), MINT_E_NONE, 1},
      {BYTES("\x00\x80"), MINT_E_NONE, 1},
      {BYTES("\x00\xff\x00"), MINT_E_NONE, 2},
      {BYTES("\x7f\xff"), MINT_E_NONE, 2},
      {BYTES(""), MINT_E_DER_SYNTAX, 0},
      {BYTES("\x80"), MINT_E_DER_SYNTAX, 0},      // negative
      {BYTES("\xff"), MINT_E_DER_SYNTAX, 0},      // -1
      {BYTES("\xff\x80"), MINT_E_DER_SYNTAX, 0},  // -128, padded
      {BYTES("\x00\x00"), MINT_E_DER_SYNTAX, 0},  // zero, padded
      {BYTES("\x00\x01"), MINT_E_DER_SYNTAX, 0},
      {BYTES("\x00\x7f"), MINT_E_DER_SYNTAX, 0},
      {BYTES("\x00\x00\x80"), MINT_E_DER_SYNTAX, 0},
  };
  for (size_t which = 1; which <= NUM_NUMBERS; which++) {
    for (size_t i = 0; i < COUNT(kCases); i++) {
      put_numbers(which, kCases[i].content, kCases[i].len);
      wrap();
      enum mint_code code = parse(&der);
      cr_expect_eq(code, kCases[i].code, "number %zu, case %zu: %d", which, i,
                   code);
      cr_expect(
          code != MINT_E_NONE || CBS_len(number(which - 1)) == kCases[i].digits,
          "number %zu, case %zu", which, i);
    }
  }
}

Test(pkcs, versions) {
  static const struct {
    const char *content;
    size_t len;
    enum mint_code code;
  } kCases[] = {
      {BYTES("\x00"), MINT_E_NONE},
      {BYTES("\x01"), MINT_E_DER_MULTI_PRIME},
      {BYTES("\x02"), MINT_E_DER_MULTI_PRIME},
      {BYTES("\x00\x80"), MINT_E_DER_MULTI_PRIME},
      {BYTES("\x00\x00"), MINT_E_DER_SYNTAX},
      {BYTES("\xff"), MINT_E_DER_SYNTAX},
      {BYTES(""), MINT_E_DER_SYNTAX},
      {BYTES("\x01\x00\x00\x00\x00\x00\x00\x00\x00"), MINT_E_DER_SYNTAX},
  };
  for (size_t i = 0; i < COUNT(kCases); i++) {
    put_numbers(0, kCases[i].content, kCases[i].len);
    wrap();
    enum mint_code code = parse(&der);
    cr_expect_eq(code, kCases[i].code, "case %zu: %d", i, code);
  }
  kit_body(&der, "multi_prime.pem");
  cr_expect_eq(parse(&der), MINT_E_DER_MULTI_PRIME);
}

// A number has at most 16384 bits. Its sign byte does not count.
Test(pkcs, size_limit_is_inclusive) {
  static struct kit digits;
  const size_t max = MINT_RSA_PUBLIC_BITS_MAX / 8;
  for (size_t which = 1; which <= NUM_NUMBERS; which++) {
    kit_set(&digits, "");
    kit_fill(&digits, 0, 1);
    kit_fill(&digits, 0xff, max);
    put_numbers(which, digits.data, digits.len);
    wrap();
    cr_expect_eq(parse(&der), MINT_E_NONE, "%zu", which);
    kit_set(&digits, "");
    kit_fill(&digits, 1, max + 1);
    put_numbers(which, digits.data, digits.len);
    wrap();
    cr_expect_eq(parse(&der), MINT_E_DER_RANGE, "%zu", which);
  }
}

Test(pkcs, trailing_and_missing) {
  put_numbers(99, NULL, 0);
  const struct kit *const whole = &inner;
  kit_puts(&inner, "\x02\x01\x01");  // inside
  wrap();
  cr_expect_eq(parse(&der), MINT_E_DER_TRAILING);
  put_numbers(99, NULL, 0);
  kit_puts(&inner, "\x30");
  wrap();
  cr_expect_eq(parse(&der), MINT_E_DER_TRAILING);
  put_numbers(99, NULL, 0);
  wrap();
  kit_fill(&der, 0, 1);  // outside
  cr_expect_eq(parse(&der), MINT_E_DER_TRAILING);
  // The last number is missing, then all.
  kit_clear(&der);
  kit_der(&der, SEQUENCE, whole->data, whole->len - 3);
  cr_expect_eq(parse(&der), MINT_E_DER_SYNTAX);
  kit_clear(&der);
  kit_der(&der, SEQUENCE, NULL, 0);
  cr_expect_eq(parse(&der), MINT_E_DER_SYNTAX);
  kit_clear(&der);
  cr_expect_eq(parse(&der), MINT_E_DER_SYNTAX);
}

Test(pkcs, not_der) {
  put_numbers(99, NULL, 0);
  static const struct {
    const char *head;
    size_t len;
    const char *what;
  } kHeads[] = {
      {BYTES("\x30\x80"), "indefinite length"},
      {BYTES("\x30\x81\x1b"), "a length byte too many"},
      {BYTES("\x30\x82\x00\x1b"), "two length bytes too many"},
      {BYTES("\x30\x84\x00\x00\x00\x1b"), "four length bytes too many"},
      {BYTES("\x30\x85\x00\x00\x00\x00\x1b"), "five length bytes"},
      {BYTES("\x30\x88\xff\xff\xff\xff\xff\xff\xff\xff"), "2^64 - 1"},
      {BYTES("\x30\x84\xff\xff\xff\xff"), "2^32 - 1"},
      {BYTES("\x30\x84\x7f\xff\xff\xff"), "2^31 - 1"},
      {BYTES("\x30\x1c"), "longer than what is there"},
      {BYTES("\x31\x1b"), "SET"},
      {BYTES("\x10\x1b"), "SEQUENCE, primitive"},
      {BYTES("\x70\x1b"), "application class"},
      {BYTES("\xb0\x1b"), "context class"},
      {BYTES("\x3f\x10\x1b"), "low tag in the long form"},
  };
  cr_assert_eq(inner.len, 27);
  for (size_t i = 0; i < COUNT(kHeads); i++) {
    kit_clear(&der);
    kit_put(&der, kHeads[i].head, kHeads[i].len);
    kit_put(&der, inner.data, inner.len);
    if (i == 0) {
      kit_fill(&der, 0, 2);  // end of contents
    }
    cr_expect_eq(parse(&der), MINT_E_DER_SYNTAX, "%s", kHeads[i].what);
  }
  // The same within: the length of one INTEGER, and its tag.
  for (size_t which = 0; which <= NUM_NUMBERS; which++) {
    struct kit *const out = &der;
    put_numbers(99, NULL, 0);
    uint8_t copy[32];
    memcpy(copy, inner.data, inner.len);
    kit_clear(&inner);
    kit_put(&inner, copy, 3 * which + 1);
    kit_puts(&inner, "\x81");
    kit_put(&inner, copy + 3 * which + 1, 27 - 3 * which - 1);
    wrap();
    cr_expect_eq(parse(out), MINT_E_DER_SYNTAX, "length of %zu", which);
    kit_clear(&inner);
    kit_put(&inner, copy, 27);
    inner.data[3 * which] = 0x22;  // constructed INTEGER
    wrap();
    cr_expect_eq(parse(out), MINT_E_DER_SYNTAX, "tag of %zu", which);
    inner.data[3 * which] = 0x03;  // BIT STRING
    wrap();
    cr_expect_eq(parse(out), MINT_E_DER_SYNTAX, "tag of %zu", which);
  }
}

Test(pkcs, every_truncation_of_a_real_key) {
  kit_body(&der, "rsa.pem");
  cr_assert_eq(parse(&der), MINT_E_NONE);
  cr_assert_eq(CBS_len(&rsa.n), 256);
  cr_assert_eq(CBS_len(&rsa.p), 128);
  for (size_t len = 0; len < der.len; len++) {
    cr_assert_eq(mint_pkcs1_parse(&rsa, der.data, len), MINT_E_DER_SYNTAX,
                 "%zu bytes", len);
  }
}

// One wrong bit of the frame (a tag or a length) is never taken; what the
// numbers are is no business of the parser.
Test(pkcs, every_flip_of_a_real_key) {
  kit_body(&der, "rsa.pem");
  static bool is_digit[4096];
  cr_assert_eq(parse(&der), MINT_E_NONE);
  for (size_t i = 0; i < NUM_NUMBERS; i++) {
    size_t start = (size_t)(CBS_data(number(i)) - der.data);
    memset(is_digit + start, true, CBS_len(number(i)));
    is_digit[start - 1] = CBS_data(number(i))[0] >= 0x80;  // the sign byte
  }
  for (size_t at = 0; at < der.len; at++) {
    for (unsigned bit = 0; bit < 8; bit++) {
      der.data[at] ^= (uint8_t)(1u << bit);
      enum mint_code code = parse(&der);
      der.data[at] ^= (uint8_t)(1u << bit);
      cr_assert(is_digit[at] || code != MINT_E_NONE, "byte %zu, bit %u", at,
                bit);
    }
  }
}

Test(pkcs, pkcs8_is_not_pkcs1) {
  kit_body(&der, "rsa_pkcs8.pem");
  cr_expect_eq(parse(&der), MINT_E_DER_SYNTAX);
  kit_body(&der, "ec_key.pem");
  cr_expect_neq(parse(&der), MINT_E_NONE);
  kit_body(&der, "dsa_key.pem");
  cr_expect_neq(parse(&der), MINT_E_NONE);
}

Test(pkcs, writes_what_it_read) {
  struct mint_secret out;
  kit_body(&der, "rsa.pem");
  cr_assert_eq(parse(&der), MINT_E_NONE);
  cr_assert_eq(mint_pkcs1_write(&out, &rsa), MINT_E_NONE);
  cr_expect(kit_is(&der, out.data, out.len));
  mint_secret_wipe(&out);
  // Zeros and the sizes at which a length takes one byte more.
  static const size_t kLens[] = {0, 1, 126, 127, 128, 254, 255, 256, 2048};
  static struct kit digits;
  for (size_t which = 1; which <= NUM_NUMBERS; which++) {
    for (size_t i = 0; i < COUNT(kLens); i++) {
      for (int top = 0; top < 2; top++) {
        kit_clear(&digits);
        kit_fill(&digits, 0, kLens[i] == 0 || top == 1 ? 1 : 0);
        kit_fill(&digits, top == 1 ? 0xf0 : 0x70, kLens[i]);
        if (kLens[i] == 0 && top == 1) {
          continue;
        }
        put_numbers(which, digits.data, digits.len);
        wrap();
        cr_assert_eq(parse(&der), MINT_E_NONE, "%zu", kLens[i]);
        cr_assert_eq(mint_pkcs1_write(&out, &rsa), MINT_E_NONE);
        cr_assert(kit_is(&der, out.data, out.len), "%zu", kLens[i]);
        mint_secret_wipe(&out);
      }
    }
  }
}

static bool put_algorithm(CBB *out, const void *what) {
  (void)what;
  return mint_pkcs_put_rsa(out);
}

// With every room that is too small: nothing is written, and nothing is left.
Test(pkcs, no_room) {
  static const mint_pkcs_put_fn kPuts[] = {mint_pkcs1_public_put,
                                           put_algorithm};
  kit_body(&der, "rsa.pem");
  cr_assert_eq(parse(&der), MINT_E_NONE);
  for (size_t i = 0; i < COUNT(kPuts); i++) {
    struct mint_secret whole;
    struct mint_secret out;
    cr_assert_eq(mint_pkcs_make(&whole, 1024, kPuts[i], &rsa), MINT_E_NONE);
    for (size_t room = 1; room < whole.len; room++) {
      cr_assert_eq(mint_pkcs_make(&out, room, kPuts[i], &rsa), MINT_E_INTERNAL,
                   "%zu bytes", room);
      cr_assert(out.data == NULL && out.len == 0, "%zu bytes", room);
    }
    cr_assert_eq(mint_pkcs_make(&out, whole.len, kPuts[i], &rsa), MINT_E_NONE);
    cr_expect_eq(out.len, whole.len);
    cr_expect_arr_eq(out.data, whole.data, whole.len);
    mint_secret_wipe(&out);
    mint_secret_wipe(&whole);
  }
}
