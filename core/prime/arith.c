// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// arith.c is schoolbook arithmetic without a branch on a digit.

#include "core/prime/arith.h"

#include "core/base/ct.h"

__extension__ typedef unsigned __int128 uint128;

void mint_arith_load(uint64_t *out, size_t words, const uint8_t *digits,
                     size_t len) {
  for (size_t i = 0; i < words; i++) {
    out[i] = 0;
  }
  for (size_t i = 0; i < len; i++) {
    out[i / 8] |= (uint64_t)digits[len - 1 - i] << (i % 8 * 8);
  }
}

void mint_arith_store(uint8_t *out, size_t len, const uint64_t *a,
                      size_t words) {
  for (size_t i = 0; i < len; i++) {
    uint64_t word = i / 8 < words ? a[i / 8] : 0;
    out[len - 1 - i] = (uint8_t)(word >> (i % 8 * 8));
  }
}

void mint_arith_mul(uint64_t *out, const uint64_t *a, size_t a_words,
                    const uint64_t *b, size_t b_words) {
  for (size_t i = 0; i < a_words + b_words; i++) {
    out[i] = 0;
  }
  for (size_t i = 0; i < a_words; i++) {
    uint64_t carry = 0;
    for (size_t j = 0; j < b_words; j++) {
      // At most (2^64 - 1)^2 + 2 (2^64 - 1) = 2^128 - 1.
      uint128 t = (uint128)a[i] * b[j] + out[i + j] + carry;
      out[i + j] = (uint64_t)t;
      carry = (uint64_t)(t >> 64);
    }
    out[i + b_words] = carry;
  }
}

uint64_t mint_arith_sub(uint64_t *out, const uint64_t *a, const uint64_t *b,
                        size_t words) {
  uint64_t borrow = 0;
  for (size_t i = 0; i < words; i++) {
    uint128 t = (uint128)a[i] - b[i] - borrow;
    out[i] = (uint64_t)t;
    borrow = (uint64_t)(t >> 64) & 1;
  }
  return 0u - borrow;
}

void mint_arith_add(uint64_t *out, const uint64_t *a, const uint64_t *b,
                    size_t words) {
  uint64_t carry = 0;
  for (size_t i = 0; i < words; i++) {
    uint128 t = (uint128)a[i] + b[i] + carry;
    out[i] = (uint64_t)t;
    carry = (uint64_t)(t >> 64);
  }
}

void mint_arith_sub_word(uint64_t *out, const uint64_t *a, uint64_t w,
                         size_t words) {
  for (size_t i = 0; i < words; i++) {
    uint128 t = (uint128)a[i] - w;
    out[i] = (uint64_t)t;
    w = (uint64_t)(t >> 64) & 1;
  }
}

void mint_arith_shift_right(uint64_t *out, const uint64_t *a, unsigned by,
                            size_t words) {
  for (size_t i = 0; i < words; i++) {
    uint64_t above = i + 1 < words ? a[i + 1] : 0;
    out[i] = a[i] >> by | above << 1 << (63 - by);
  }
}

uint64_t mint_arith_eq(const uint64_t *a, const uint64_t *b, size_t words) {
  uint64_t differ = 0;
  for (size_t i = 0; i < words; i++) {
    differ |= a[i] ^ b[i];
  }
  return ct_is_zero(differ);
}

uint64_t mint_arith_is_word(const uint64_t *a, uint64_t w, size_t words) {
  uint64_t differ = a[0] ^ w;
  for (size_t i = 1; i < words; i++) {
    differ |= a[i];
  }
  return ct_is_zero(differ);
}

uint64_t mint_arith_lt(const uint64_t *a, const uint64_t *b, size_t words) {
  uint64_t borrow = 0;
  for (size_t i = 0; i < words; i++) {
    uint128 t = (uint128)a[i] - b[i] - borrow;
    borrow = (uint64_t)(t >> 64) & 1;
  }
  return 0u - borrow;
}

void mint_arith_abs_diff(uint64_t *out, const uint64_t *a, const uint64_t *b,
                         size_t words) {
  uint64_t negative = mint_arith_sub(out, a, b, words);
  // Two's complement: flip and add one where a < b.
  uint64_t carry = negative & 1;
  for (size_t i = 0; i < words; i++) {
    uint64_t w = (out[i] ^ negative) + carry;
    carry &= ct_is_zero(w);
    out[i] = w;
  }
}

uint64_t mint_arith_exceeds_bit(const uint64_t *a, size_t bit, size_t words) {
  uint64_t low = 0;   // any of the bits under 2^bit
  uint64_t high = 0;  // any of the bits over it
  for (size_t i = 0; i < words; i++) {
    if (i < bit / 64) {
      low |= a[i];
    } else if (i > bit / 64) {
      high |= a[i];
    }
  }
  uint64_t at = UINT64_C(1) << (bit % 64);
  uint64_t word = a[bit / 64];
  low |= word & (at - 1);
  high |= word & ~(at | (at - 1));
  uint64_t set = ~ct_is_zero(word & at);
  return ~ct_is_zero(high) | (set & ~ct_is_zero(low));
}

static void set_zero(uint64_t *out, size_t words) {
  for (size_t i = 0; i < words; i++) {
    out[i] = 0;
  }
}

// floor((2^128 - 1) / d) - 2^64, for d of 64 bits: what a division by d is made
// a multiplication with.
static uint64_t reciprocal(uint64_t d) {
  uint64_t rest = ~d;
  uint64_t quotient = 0;
  for (int bit = 0; bit < 64; bit++) {
    uint64_t top = 0u - (rest >> 63);
    rest = rest << 1 | 1;
    uint64_t fits = top | ~ct_lt(rest, d);
    rest -= d & fits;
    quotient = quotient << 1 | (fits & 1);
  }
  return quotient;
}

// The first digit of (high, low, ...) / (d, ...), for high <= d, or one or two
// more: Moeller and Granlund 2011, algorithm 4, in constant time.
static uint64_t guess_digit(uint64_t high, uint64_t low, uint64_t d,
                            uint64_t inverse) {
  uint128 product = (uint128)inverse * high + ((uint128)high << 64 | low);
  uint64_t digit = (uint64_t)(product >> 64) + 1;
  uint64_t rest = low - digit * d;
  uint64_t over = ct_lt((uint64_t)product, rest);
  digit += over;
  rest += d & over;
  digit -= ~ct_lt(rest, d);
  return ct_select(ct_lt(high, d), digit, UINT64_MAX);
}

// rest = 2^64 rest + in modulo m, for rest < m; `rest` has one word more than
// m, whose top bit is set.
static void append_digit(uint64_t *rest, uint64_t in, const uint64_t *m,
                         size_t words, uint64_t inverse) {
  for (size_t i = words; i > 0; i--) {
    rest[i] = rest[i - 1];
  }
  rest[0] = in;
  uint64_t digit =
      guess_digit(rest[words], rest[words - 1], m[words - 1], inverse);
  uint64_t borrow = 0;
  for (size_t i = 0; i < words; i++) {
    uint128 product = (uint128)digit * m[i] + borrow;
    uint64_t low = (uint64_t)product;
    borrow = (uint64_t)(product >> 64) + (ct_lt(rest[i], low) & 1);
    rest[i] -= low;
  }
  rest[words] -= borrow;
  // The digit was at most 2 too large.
  for (int i = 0; i < 2; i++) {
    uint64_t negative = 0u - (rest[words] >> 63);
    uint64_t carry = 0;
    for (size_t j = 0; j < words; j++) {
      uint128 sum = (uint128)rest[j] + (m[j] & negative) + carry;
      rest[j] = (uint64_t)sum;
      carry = (uint64_t)(sum >> 64);
    }
    rest[words] += carry;
  }
}

void mint_arith_mod(uint64_t *out, const uint64_t *a, size_t a_words,
                    const uint64_t *m, size_t m_bits, uint64_t *scratch) {
  size_t words = mint_arith_words(m_bits);
  unsigned up =
      (unsigned)(64 * words - m_bits);  // makes m's top bit the word's
  uint64_t *divisor = scratch;
  uint64_t *rest = scratch + words;
  uint64_t below = 0;
  for (size_t i = 0; i < words; i++) {
    divisor[i] = m[i] << up | below >> 1 >> (63 - up);
    below = m[i];
  }
  set_zero(rest, words + 1);
  uint64_t inverse = reciprocal(divisor[words - 1]);
  uint64_t above = 0;
  for (size_t i = a_words; i-- > 0;) {
    append_digit(rest, above << up | a[i] >> 1 >> (63 - up), divisor, words,
                 inverse);
    above = a[i];
  }
  append_digit(rest, above << up, divisor, words, inverse);
  mint_arith_shift_right(out, rest, up, words);
}

// One step of a division: appends the bit `in` to `rest` < m and takes m off if
// it fits. Returns the mask of: it did.
static uint64_t divide_step(uint64_t *rest, uint64_t in, const uint64_t *m,
                            size_t words, uint64_t *scratch) {
  // rest < m, so 2 rest + 1 < 2 m: one subtraction is enough. `top` is the bit
  // that the shift pushes out of the words.
  for (size_t i = 0; i < words; i++) {
    uint64_t next = rest[i] >> 63;
    rest[i] = rest[i] << 1 | in;
    in = next;
  }
  uint64_t top = 0u - in;
  uint64_t less = mint_arith_sub(scratch, rest, m, words);
  uint64_t keep = less & ~top;
  for (size_t i = 0; i < words; i++) {
    rest[i] = ct_select(keep, rest[i], scratch[i]);
  }
  return ~keep;
}

void mint_arith_div(uint64_t *out_quotient, uint64_t *out_rest,
                    const uint64_t *a, size_t a_words, const uint64_t *m,
                    size_t m_words, uint64_t *scratch) {
  set_zero(out_quotient, a_words);
  set_zero(out_rest, m_words);
  for (size_t bit = 64 * a_words; bit-- > 0;) {
    uint64_t in = a[bit / 64] >> (bit % 64) & 1;
    uint64_t fits = divide_step(out_rest, in, m, m_words, scratch);
    out_quotient[bit / 64] |= (fits & 1) << (bit % 64);
  }
}

void mint_arith_div_word(uint64_t *out, const uint64_t *a, uint64_t w,
                         size_t words) {
  // From the lowest digit up, as Jebelean (1993) divides exactly: each digit of
  // the quotient is what makes this digit of the rest vanish.
  uint64_t inverse = w;
  for (int i = 0; i < 5; i++) {
    inverse *= 2 - w * inverse;
  }
  uint64_t borrow = 0;
  for (size_t i = 0; i < words; i++) {
    uint128 rest = (uint128)a[i] - borrow;
    uint64_t digit = (uint64_t)rest * inverse;
    borrow =
        (uint64_t)((uint128)digit * w >> 64) + ((uint64_t)(rest >> 64) & 1);
    out[i] = digit;
  }
}
