// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// Every routine of core/prime/arith against BoringSSL's BIGNUM, on random
// numbers and on those where a carry, a borrow or a shift has its last chance
// to go wrong. All arrays have exactly the size that the header names, so that
// AddressSanitizer sees a word too many.

#include "core/prime/arith.h"

#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <openssl/bn.h>

#define WORDS_MAX 129
#define CASES 20000
#define MASK UINT64_MAX

// xorshift64*: the same numbers in every run.
static uint64_t state = UINT64_C(0x9e3779b97f4a7c15);
static uint64_t draw(void) {
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return state * UINT64_C(0x2545f4914f6cdd1d);
}
static size_t below(size_t limit) { return (size_t)(draw() % limit); }

// Small widths are more likely: they are cheap, and no less error-prone.
static size_t draw_width(void) { return 1 + below(1 + below(WORDS_MAX)); }

static uint64_t *array(size_t words) {
  uint64_t *a = malloc(words * sizeof(*a));
  cr_assert_not_null(a);
  memset(a, 0xa5, words * sizeof(*a));  // outputs must not depend on it
  return a;
}

enum shape {
  ZERO,
  ONE,
  ALL_ONES,
  POWER,
  POWER_MINUS_1,
  POWER_PLUS_1,
  TOP_BIT,
  SPARSE,
  SHORT,
  RANDOM,
  SHAPES = RANDOM + 4  // the rest is random too
};

static void set_power(uint64_t *a, size_t words, size_t bit) {
  memset(a, 0, words * sizeof(*a));
  a[bit / 64] = UINT64_C(1) << (bit % 64);
}

static void fill(uint64_t *a, size_t words, size_t shape) {
  for (size_t i = 0; i < words; i++) {
    a[i] = draw();
  }
  switch (shape) {
    case ZERO:
      memset(a, 0, words * sizeof(*a));
      break;
    case ONE:
      set_power(a, words, 0);
      break;
    case ALL_ONES:
      memset(a, 0xff, words * sizeof(*a));
      break;
    case POWER:
    case POWER_PLUS_1:
      set_power(a, words, below(64 * words));
      a[0] |= shape == POWER_PLUS_1;
      break;
    case POWER_MINUS_1: {
      size_t bit = below(64 * words);
      for (size_t i = 0; i < words; i++) {
        a[i] = i < bit / 64 ? MASK : 0;
      }
      a[bit / 64] = (UINT64_C(1) << (bit % 64)) - 1;
      break;
    }
    case TOP_BIT:
      a[words - 1] |= UINT64_C(1) << 63;
      break;
    case SPARSE:
      for (size_t i = 0; i < words; i++) {
        a[i] = draw() % 2 == 0 ? 0 : MASK;
      }
      break;
    case SHORT:
      for (size_t i = below(words); i < words; i++) {
        a[i] = 0;
      }
      break;
    default:
      break;
  }
}

static uint64_t *draw_number(size_t words) {
  uint64_t *a = array(words);
  fill(a, words, below(SHAPES));
  return a;
}

// A number that is near `a`, or any other.
static uint64_t *draw_neighbour(const uint64_t *a, size_t words) {
  uint64_t *b = array(words);
  memcpy(b, a, words * sizeof(*b));
  switch (below(4)) {
    case 0:
      break;
    case 1:
      b[below(words)] ^= UINT64_C(1) << below(64);
      break;
    case 2:
      for (size_t i = 0; i < words && ++b[i] == 0; i++) {
      }
      break;
    default:
      fill(b, words, below(SHAPES));
      break;
  }
  return b;
}

// ---------------------------------------------------------------------------
// The oracle

static BN_CTX *ctx;

static BIGNUM *number(const uint64_t *a, size_t words) {
  BIGNUM *r = BN_le2bn((const uint8_t *)a, words * sizeof(*a), NULL);
  cr_assert_not_null(r);
  return r;
}

static BIGNUM *zero(void) {
  BIGNUM *r = BN_new();
  cr_assert_not_null(r);
  return r;
}

// Asserts that `got` is `want` modulo 2^(64 words), and frees `want`.
static void expect_number(const uint64_t *got, BIGNUM *want, size_t words,
                          const char *what) {
  uint64_t *expected = array(words);
  BIGNUM *range = zero();
  cr_assert(BN_set_bit(range, (int)(64 * words)));
  cr_assert(BN_nnmod(want, want, range, ctx));
  cr_assert(
      BN_bn2le_padded((uint8_t *)expected, words * sizeof(*expected), want));
  cr_assert_arr_eq(got, expected, words * sizeof(*got), "%s, %zu words", what,
                   words);
  free(expected);
  BN_free(range);
  BN_free(want);
}

static void expect_mask(uint64_t got, bool want, const char *what) {
  cr_assert_eq(got, want ? MASK : 0, "%s: mask %llx", what,
               (unsigned long long)got);
}

static void begin(void) {
  ctx = BN_CTX_new();
  cr_assert_not_null(ctx);
}

static void end(void) {
  BN_CTX_free(ctx);
  ctx = NULL;
}

TestSuite(arith, .init = begin, .fini = end);

// ---------------------------------------------------------------------------

Test(arith, words) {
  cr_assert_eq(mint_arith_words(0), 0);
  cr_assert_eq(mint_arith_words(1), 1);
  cr_assert_eq(mint_arith_words(64), 1);
  cr_assert_eq(mint_arith_words(65), 2);
  cr_assert_eq(mint_arith_words(1024), 16);
  cr_assert_eq(mint_arith_words(1025), 17);
}

Test(arith, load) {
  for (int i = 0; i < CASES; i++) {
    size_t words = draw_width();
    size_t len = below(8 * words + 1);
    uint8_t *digits = malloc(len + 1);
    cr_assert_not_null(digits);
    for (size_t j = 0; j < len; j++) {
      digits[j] = (uint8_t)draw();
    }
    uint64_t *got = array(words);
    mint_arith_load(got, words, digits, len);
    BIGNUM *want = BN_bin2bn(digits, len, NULL);
    cr_assert_not_null(want);
    expect_number(got, want, words, "load");
    free(digits);
    free(got);
  }
}

Test(arith, mul) {
  for (int i = 0; i < CASES; i++) {
    size_t a_words = draw_width();
    size_t b_words = draw_width();
    uint64_t *a = draw_number(a_words);
    uint64_t *b = draw_number(b_words);
    uint64_t *got = array(a_words + b_words);
    mint_arith_mul(got, a, a_words, b, b_words);
    BIGNUM *x = number(a, a_words);
    BIGNUM *y = number(b, b_words);
    BIGNUM *want = zero();
    cr_assert(BN_mul(want, x, y, ctx));
    expect_number(got, want, a_words + b_words, "mul");
    BN_free(x);
    BN_free(y);
    free(a);
    free(b);
    free(got);
  }
}

Test(arith, add) {
  for (int i = 0; i < CASES; i++) {
    size_t words = draw_width();
    uint64_t *a = draw_number(words);
    uint64_t *b = draw_neighbour(a, words);
    BIGNUM *want = number(a, words);
    BIGNUM *y = number(b, words);
    cr_assert(BN_add(want, want, y));
    uint64_t *got = array(words);
    mint_arith_add(got, a, b, words);
    expect_number(got, BN_dup(want), words, "add");
    mint_arith_add(a, a, b, words);
    expect_number(a, want, words, "add in place");
    BN_free(y);
    free(a);
    free(b);
    free(got);
  }
}

// sub, lt, eq and abs_diff, with every overlap that the header allows.
Test(arith, compare_and_subtract) {
  for (int i = 0; i < CASES; i++) {
    size_t words = draw_width();
    uint64_t *a = draw_number(words);
    uint64_t *b = draw_neighbour(a, words);
    BIGNUM *x = number(a, words);
    BIGNUM *y = number(b, words);
    bool less = BN_cmp(x, y) < 0;
    expect_mask(mint_arith_lt(a, b, words), less, "lt");
    expect_mask(mint_arith_eq(a, b, words), BN_cmp(x, y) == 0, "eq");

    uint64_t *got = array(words);
    BIGNUM *distance = zero();
    cr_assert(BN_sub(distance, x, y));
    BN_set_negative(distance, 0);
    mint_arith_abs_diff(got, a, b, words);
    expect_number(got, distance, words, "abs_diff");

    for (int overlap = 0; overlap < 3; overlap++) {
      uint64_t *left = array(words);
      uint64_t *right = array(words);
      memcpy(left, a, words * sizeof(*a));
      memcpy(right, b, words * sizeof(*b));
      uint64_t *out = overlap == 0 ? got : overlap == 1 ? left : right;
      expect_mask(mint_arith_sub(out, left, right, words), less, "sub");
      BIGNUM *want = zero();
      cr_assert(BN_sub(want, x, y));
      expect_number(out, want, words, "sub");
      free(left);
      free(right);
    }
    BN_free(x);
    BN_free(y);
    free(a);
    free(b);
    free(got);
  }
}

Test(arith, words_apart) {
  for (int i = 0; i < CASES; i++) {
    size_t words = draw_width();
    uint64_t *a = draw_number(words);
    static const uint64_t kWords[] = {0,    1,        2,
                                      MASK, MASK - 1, UINT64_C(1) << 63};
    uint64_t w = draw();
    size_t choice = below(9);
    if (choice < sizeof(kWords) / sizeof(kWords[0])) {
      w = kWords[choice];
    } else if (choice == 6) {
      w = a[0];
    }
    BIGNUM *x = number(a, words);
    BIGNUM *y = number(&w, 1);
    expect_mask(mint_arith_is_word(a, w, words), BN_cmp(x, y) == 0, "is_word");

    uint64_t *got = array(words);
    BIGNUM *want = zero();
    cr_assert(BN_sub(want, x, y));
    BIGNUM *again = BN_dup(want);
    cr_assert_not_null(again);
    mint_arith_sub_word(got, a, w, words);
    expect_number(got, want, words, "sub_word");
    mint_arith_sub_word(a, a, w, words);
    expect_number(a, again, words, "sub_word in place");
    BN_free(x);
    BN_free(y);
    free(a);
    free(got);
  }
}

Test(arith, exceeds_bit_random) {
  for (int i = 0; i < CASES; i++) {
    size_t words = draw_width();
    uint64_t *a = draw_number(words);
    BIGNUM *x = number(a, words);
    size_t bit = below(64 * words);
    if (below(2) == 0 && !BN_is_zero(x)) {
      bit = BN_num_bits(x) - 1;  // where it is decided
    }
    BIGNUM *power = zero();
    cr_assert(BN_set_bit(power, (int)bit));
    expect_mask(mint_arith_exceeds_bit(a, bit, words), BN_cmp(x, power) > 0,
                "exceeds_bit");
    BN_free(x);
    BN_free(power);
    free(a);
  }
}

// 2^k - 1, 2^k and 2^k + 1 at every k, and 2^k + 2^j at the borders of words.
Test(arith, exceeds_bit_exact) {
  static const size_t kWidths[] = {1, 2, 3, 16, 17, 129};
  for (size_t w = 0; w < sizeof(kWidths) / sizeof(kWidths[0]); w++) {
    size_t words = kWidths[w];
    uint64_t *a = array(words);
    for (size_t k = 0; k < 64 * words; k++) {
      set_power(a, words, k);
      expect_mask(mint_arith_exceeds_bit(a, k, words), false, "2^k");
      expect_mask(k > 0 ? mint_arith_exceeds_bit(a, k - 1, words) : MASK, true,
                  "2^k over 2^(k-1)");
      for (size_t j = 0; j < k; j += j % 64 == 62 ? 1 : 31) {
        a[j / 64] |= UINT64_C(1) << (j % 64);
        expect_mask(mint_arith_exceeds_bit(a, k, words), true, "2^k + 2^j");
        set_power(a, words, k);
      }
      a[0] |= 1;
      expect_mask(mint_arith_exceeds_bit(a, k, words), k != 0, "2^k + 1");
      set_power(a, words, k);
      for (size_t i = 0; i <= k / 64 && a[i]-- == 0; i++) {
      }
      expect_mask(mint_arith_exceeds_bit(a, k, words), false, "2^k - 1");
    }
    free(a);
  }
}

// How the dividend lies to the modulus.
enum relation { ANY, MULTIPLE, BELOW, BELOW_MULTIPLE, RELATIONS };

// A dividend of `words` words, or fewer digits, for the modulus `m`, not 0.
static uint64_t *draw_dividend(size_t words, const BIGNUM *m,
                               enum relation how) {
  uint64_t *a = draw_number(words);
  BIGNUM *x = number(a, words);
  BIGNUM *rest = zero();
  cr_assert(BN_nnmod(rest, x, m, ctx));
  if (how == BELOW) {
    cr_assert(BN_copy(x, rest) != NULL);
  } else if (how != ANY) {
    cr_assert(BN_sub(x, x, rest));
  }
  if (how == BELOW_MULTIPLE && !BN_is_zero(x)) {
    cr_assert(BN_sub_word(x, 1));
  }
  cr_assert(BN_bn2le_padded((uint8_t *)a, words * sizeof(*a), x));
  BN_free(x);
  BN_free(rest);
  return a;
}

static void try_mod(const uint64_t *a, size_t a_words, const uint64_t *m,
                    size_t m_room) {
  BIGNUM *x = number(a, a_words);
  BIGNUM *y = number(m, m_room);
  BIGNUM *want = zero();
  size_t m_words = mint_arith_words(BN_num_bits(y));
  uint64_t *got = array(m_words);
  uint64_t *scratch = array(2 * m_words + 1);
  mint_arith_mod(got, a, a_words, m, BN_num_bits(y), scratch);
  cr_assert(BN_nnmod(want, x, y, ctx));
  expect_number(got, want, m_words, "mod");
  BN_free(x);
  BN_free(y);
  free(got);
  free(scratch);
}

Test(arith, mod, .timeout = 240) {
  for (int i = 0; i < CASES; i++) {
    size_t m_words = draw_width();
    size_t a_words = draw_width();
    uint64_t *m = draw_number(m_words);
    BIGNUM *modulus = number(m, m_words);
    if (BN_is_zero(modulus)) {
      m[0] = 1;
      cr_assert(BN_set_word(modulus, 1));
    }
    uint64_t *a =
        draw_dividend(a_words, modulus, (enum relation)below(RELATIONS));
    try_mod(a, a_words, m, m_words);
    BN_free(modulus);
    free(a);
    free(m);
  }
}

// The modulus itself, one less, one more, and 2 m - 1.
Test(arith, mod_near_the_modulus) {
  for (int i = 0; i < 4000; i++) {
    size_t words = 1 + below(40);
    uint64_t *m = array(words);
    fill(m, words, i % 2 == 0 ? (size_t)TOP_BIT : below(SHAPES));
    m[0] |= 1;
    BIGNUM *modulus = number(m, words);
    for (int offset = -1; offset <= 2; offset++) {
      BIGNUM *x = BN_dup(modulus);
      cr_assert_not_null(x);
      cr_assert(offset == -1  ? BN_sub_word(x, 1)
                : offset == 2 ? BN_lshift1(x, x) && BN_sub_word(x, 1)
                              : BN_add_word(x, (BN_ULONG)offset));
      uint64_t *a = array(words + 1);
      cr_assert(BN_bn2le_padded((uint8_t *)a, (words + 1) * sizeof(*a), x));
      try_mod(a, words + 1, m, words);
      BN_free(x);
      free(a);
    }
    BN_free(modulus);
    free(m);
  }
}

// Where the first two digits mislead: the rest begins with the modulus's own
// first word, or the guess is too large by two.
Test(arith, mod_guesses) {
  const uint64_t kTop = UINT64_C(1) << 63;
  const uint64_t kWords[] = {
      0, 1, 2, kTop - 1, kTop, kTop + 1, UINT64_MAX - 1, UINT64_MAX};
  enum { NUM = sizeof(kWords) / sizeof(kWords[0]) };
  for (size_t i = 0; i < (size_t)NUM * NUM * NUM * NUM * NUM * NUM; i++) {
    const uint64_t m[3] = {kWords[i % NUM], kWords[i / NUM % NUM],
                           kWords[i / NUM / NUM % NUM] | kTop};
    const uint64_t *from = kWords;
    size_t j = i / NUM / NUM / NUM;
    const uint64_t a[4] = {from[i % 5], from[j % NUM], from[j / NUM % NUM],
                           from[j / NUM / NUM % NUM]};
    try_mod(a, 4, m, 3);
    if (i % 16 == 0) {  // m - 1, then whatever follows
      const uint64_t b[4] = {from[j % NUM], m[0] - 1, m[1] - (m[0] == 0), m[2]};
      try_mod(b, 4, m, 3);
    }
  }
}

// The sizes of a key: d by p - 1, q qInv by p, e d by p - 1.
Test(arith, mod_of_keys) {
  static const size_t kHalves[] = {16, 24, 32, 64};
  for (size_t h = 0; h < sizeof(kHalves) / sizeof(kHalves[0]); h++) {
    size_t half = kHalves[h];
    for (size_t i = 0; i < 200; i++) {
      uint64_t *m = array(half);
      fill(m, half, TOP_BIT);
      uint64_t *a = draw_number(2 * half + i % 2);
      try_mod(a, 2 * half + i % 2, m, half);
      free(a);
      free(m);
    }
  }
}

// By every distance, also in place.
Test(arith, shift_right) {
  for (int i = 0; i < CASES; i++) {
    size_t words = draw_width();
    uint64_t *a = draw_number(words);
    uint64_t *got = array(words);
    unsigned by = (unsigned)i % 64;
    BIGNUM *want = number(a, words);
    cr_assert(BN_rshift(want, want, (int)by));
    BIGNUM *again = BN_dup(want);
    cr_assert_not_null(again);
    mint_arith_shift_right(got, a, by, words);
    expect_number(got, want, words, "shift_right");
    mint_arith_shift_right(a, a, by, words);
    expect_number(a, again, words, "shift_right in place");
    free(a);
    free(got);
  }
}

// ---------------------------------------------------------------------------
// Division

static void try_div(const uint64_t *a, size_t a_words, const uint64_t *m,
                    size_t m_words) {
  uint64_t *quotient = array(a_words);
  uint64_t *rest = array(m_words);
  uint64_t *scratch = array(m_words);
  mint_arith_div(quotient, rest, a, a_words, m, m_words, scratch);
  BIGNUM *x = number(a, a_words);
  BIGNUM *y = number(m, m_words);
  BIGNUM *want = zero();
  BIGNUM *want_rest = zero();
  cr_assert(BN_div(want, want_rest, x, y, ctx));
  expect_number(quotient, want, a_words, "quotient");
  expect_number(rest, want_rest, m_words, "rest");
  BN_free(x);
  BN_free(y);
  free(quotient);
  free(rest);
  free(scratch);
}

Test(arith, div, .timeout = 240) {
  for (int i = 0; i < CASES / 2; i++) {
    size_t m_words = 1 + below(draw_width());
    size_t a_words = 1 + below(draw_width());
    uint64_t *m = draw_number(m_words);
    BIGNUM *modulus = number(m, m_words);
    if (BN_is_zero(modulus)) {
      m[0] = 1;
      cr_assert(BN_set_word(modulus, 1));
    }
    uint64_t *a =
        draw_dividend(a_words, modulus, (enum relation)below(RELATIONS));
    try_div(a, a_words, m, m_words);
    BN_free(modulus);
    free(a);
    free(m);
  }
}

// Every pair of extremes, in every pair of small widths; equal ones too.
Test(arith, div_extremes) {
  for (size_t a_words = 1; a_words <= 3; a_words++) {
    for (size_t m_words = 1; m_words <= 3; m_words++) {
      for (size_t shapes = 0; shapes < RANDOM * RANDOM; shapes++) {
        uint64_t *a = array(a_words);
        uint64_t *m = array(m_words);
        fill(a, a_words, shapes / RANDOM);
        fill(m, m_words, shapes % RANDOM);
        BIGNUM *modulus = number(m, m_words);
        if (!BN_is_zero(modulus)) {
          try_div(a, a_words, m, m_words);
          try_div(m, m_words, m, m_words);
        }
        BN_free(modulus);
        free(a);
        free(m);
      }
    }
  }
}

// ---------------------------------------------------------------------------
// Common divisors

// Changes those that are not allowed.
static void try_gcd(uint64_t *a, uint64_t *b, size_t words) {
  a[0] |= a[0] == 0 ? UINT64_C(1) << 63 : 0;
  b[0] |= b[0] == 0 ? UINT64_C(1) << 63 : 0;
  BIGNUM *x = number(a, words);
  BIGNUM *y = number(b, words);
  uint64_t *got = array(words);
  BIGNUM *want = zero();
  cr_assert(BN_gcd(want, x, y, ctx));
  mint_arith_gcd(got, a, b, words);
  expect_number(got, want, words, "gcd");
  BN_free(x);
  BN_free(y);
  free(got);
}

// Makes both numbers multiples of a third, if they have room for it.
static void share(uint64_t *a, uint64_t *b, size_t words) {
  size_t shared = below(words + 1);
  if (shared == 0 || shared == words) {
    return;
  }
  uint64_t *factor = draw_number(shared);
  uint64_t *product = array(words);
  uint64_t *numbers[] = {a, b};
  for (int i = 0; i < 2; i++) {
    mint_arith_mul(product, numbers[i], words - shared, factor, shared);
    memcpy(numbers[i], product, words * sizeof(*product));
  }
  free(factor);
  free(product);
}

Test(arith, gcd, .timeout = 240) {
  for (int i = 0; i < CASES / 4; i++) {
    size_t words = 1 + below(1 + below(40));
    uint64_t *a = draw_number(words);
    uint64_t *b = draw_neighbour(a, words);
    share(a, b, words);
    try_gcd(a, b, words);
    free(a);
    free(b);
  }
}

// Every pair of shapes, equal numbers, and 2^i with 2^j, which take most steps.
Test(arith, gcd_extremes) {
  for (size_t words = 1; words <= 4; words++) {
    uint64_t *a = array(words);
    uint64_t *b = array(words);
    for (size_t shapes = 0; shapes < RANDOM * RANDOM; shapes++) {
      fill(a, words, shapes / RANDOM);
      fill(b, words, shapes % RANDOM);
      try_gcd(a, b, words);
      fill(a, words, shapes / RANDOM);
      memcpy(b, a, words * sizeof(*a));
      try_gcd(a, b, words);
    }
    for (size_t i = 0; i < 64; i += 7) {
      for (size_t j = 0; j < 64; j += 9) {
        set_power(a, words, i);
        set_power(b, words, j);
        try_gcd(a, b, words);
      }
    }
    // 2^k - 1 and 2^(k - 1): each step takes off one bit.
    memset(a, 0xff, words * sizeof(*a));
    set_power(b, words, 64 * words - 1);
    try_gcd(a, b, words);
    free(a);
    free(b);
  }
}

// The sizes of primes.
Test(arith, gcd_of_keys) {
  static const size_t kHalves[] = {8, 16, 24, 32, 64};
  for (size_t h = 0; h < sizeof(kHalves) / sizeof(kHalves[0]); h++) {
    for (int i = 0; i < 20; i++) {
      uint64_t *a = array(kHalves[h]);
      uint64_t *b = array(kHalves[h]);
      fill(a, kHalves[h], TOP_BIT);
      fill(b, kHalves[h], TOP_BIT);
      share(a, b, kHalves[h]);
      try_gcd(a, b, kHalves[h]);
      free(a);
      free(b);
    }
  }
}

// ---------------------------------------------------------------------------
// Inverses

static void try_inverse(const uint64_t *a, const uint64_t *m, size_t words) {
  BIGNUM *x = number(a, words);
  BIGNUM *y = number(m, words);
  BIGNUM *common = zero();
  cr_assert(BN_gcd(common, x, y, ctx));
  if (BN_is_one(common) && !BN_is_one(y)) {
    BIGNUM *want = BN_mod_inverse(NULL, x, y, ctx);
    cr_assert_not_null(want);
    uint64_t *got = array(words);
    mint_arith_inverse(got, a, m, words);
    expect_number(got, want, words, "inverse");
    free(got);
  }
  BN_free(x);
  BN_free(y);
  BN_free(common);
}

static void try_inverse_word(uint64_t a, uint64_t m) { try_inverse(&a, &m, 1); }

// Numbers below m, of every shape and near both its ends.
static void try_inverses(const uint64_t *m, size_t words) {
  BIGNUM *modulus = number(m, words);
  if (BN_is_one(modulus)) {
    BN_free(modulus);
    return;
  }
  for (int i = 0; i < 8; i++) {
    uint64_t *a = i < 4 ? draw_number(words) : draw_neighbour(m, words);
    BIGNUM *x = number(a, words);
    cr_assert(BN_nnmod(x, x, modulus, ctx));
    cr_assert(BN_bn2le_padded((uint8_t *)a, words * sizeof(*a), x));
    try_inverse(a, m, words);
    BN_free(x);
    free(a);
  }
  BN_free(modulus);
}

Test(arith, inverse, .timeout = 240) {
  for (int i = 0; i < CASES / 20; i++) {
    size_t words = 1 + below(1 + below(64));
    uint64_t *m = draw_number(words);
    m[0] |= 1;
    try_inverses(m, words);
    free(m);
  }
  for (size_t words = 1; words <= 64; words++) {
    uint64_t *m = array(words);
    memset(m, 0xff, words * sizeof(*m));
    try_inverses(m, words);
    set_power(m, words, 64 * words - 1);
    m[0] |= 1;
    try_inverses(m, words);
    free(m);
  }
}

// The exponents of keys, and the largest moduli that the header allows.
static const uint64_t kOdd[] = {3,
                                5,
                                17,
                                65537,
                                UINT32_MAX,
                                UINT32_MAX - 4,
                                UINT64_C(0x7fffffffffffffff),
                                UINT64_C(0x7ffffffffffffffd),
                                (UINT64_C(1) << 62) + 1,
                                (UINT64_C(1) << 62) - 1};
#define ODD (sizeof(kOdd) / sizeof(kOdd[0]))

Test(arith, inverse_of_a_word) {
  for (uint64_t m = 1; m < 200; m += 2) {
    for (uint64_t a = 1; a < m; a++) {
      try_inverse_word(a, m);
    }
  }
  for (size_t i = 0; i < ODD; i++) {
    for (uint64_t near = 1; near < 40; near++) {
      try_inverse_word(near % kOdd[i], kOdd[i]);
      try_inverse_word(kOdd[i] - near % kOdd[i], kOdd[i]);
      try_inverse_word(kOdd[i] / 2 + near % (kOdd[i] / 2), kOdd[i]);
    }
    for (unsigned bit = 0; bit < 63 && UINT64_C(1) << bit < kOdd[i]; bit++) {
      try_inverse_word(UINT64_C(1) << bit, kOdd[i]);
      try_inverse_word((UINT64_C(1) << bit) - 1, kOdd[i]);
    }
  }
  for (int i = 0; i < 4 * CASES; i++) {
    uint64_t m = draw() >> (1 + below(62)) | 1;
    try_inverse_word(draw() % m, m);
  }
}

static void try_div_word(const uint64_t *a, size_t words, uint64_t w) {
  uint64_t *product = array(words + 1);
  uint64_t *got = array(words + 1);
  mint_arith_mul(product, a, words, &w, 1);
  mint_arith_div_word(got, product, w, words + 1);
  expect_number(got, number(a, words), words + 1, "div_word");
  mint_arith_div_word(product, product, w, words + 1);
  expect_number(product, number(a, words), words + 1, "div_word in place");
  free(product);
  free(got);
}

Test(arith, div_word) {
  for (int i = 0; i < CASES; i++) {
    size_t words = draw_width();
    uint64_t *a = draw_number(words);
    try_div_word(a, words, draw() >> below(64) | 1);
    try_div_word(a, words, kOdd[below(ODD)]);
    try_div_word(a, words, below(2) == 0 ? 1 : MASK);
    free(a);
  }
  for (size_t shape = 0; shape < RANDOM; shape++) {
    for (size_t i = 0; i < ODD; i++) {
      uint64_t *a = array(3);
      fill(a, 3, shape);
      try_div_word(a, 3, kOdd[i]);
      free(a);
    }
  }
}
