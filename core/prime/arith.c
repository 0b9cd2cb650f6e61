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

static void set_zero(uint64_t *out, size_t words) {
  for (size_t i = 0; i < words; i++) {
    out[i] = 0;
  }
}

void mint_arith_mod(uint64_t *out, const uint64_t *a, size_t a_words,
                    const uint64_t *m, size_t m_words, uint64_t *scratch) {
  set_zero(out, m_words);
  for (size_t bit = 64 * a_words; bit-- > 0;) {
    uint64_t in = a[bit / 64] >> (bit % 64) & 1;
    (void)divide_step(out, in, m, m_words, scratch);
  }
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

// Halves a, below 2^(64 words), where `mask` is set.
static void halve(uint64_t *a, uint64_t mask, size_t words) {
  for (size_t i = 0; i < words; i++) {
    uint64_t above = i + 1 < words ? a[i + 1] : 0;
    a[i] = ct_select(mask, a[i] >> 1 | above << 63, a[i]);
  }
}

// Stores a - b in a where `mask` is set, given the difference.
static void replace(uint64_t *a, const uint64_t *difference, uint64_t mask,
                    size_t words) {
  for (size_t i = 0; i < words; i++) {
    a[i] = ct_select(mask, difference[i], a[i]);
  }
}

void mint_arith_gcd(uint64_t *out, uint64_t *a, uint64_t *b, size_t words,
                    uint64_t *scratch) {
  uint64_t twos = 0;  // common factors 2
  // Each step halves at least one of the two that is not 0: together they have
  // 128 * words bits.
  for (size_t step = 0; step < 128 * words; step++) {
    uint64_t both_odd = 0u - (a[0] & b[0] & 1);
    uint64_t a_less = mint_arith_sub(scratch, a, b, words);
    replace(a, scratch, both_odd & ~a_less, words);
    (void)mint_arith_sub(scratch, b, a, words);
    replace(b, scratch, both_odd & a_less, words);
    uint64_t a_odd = 0u - (a[0] & 1);
    uint64_t b_odd = 0u - (b[0] & 1);
    // 0 is even for ever: it counts no more once the other is odd.
    twos += ~a_odd & ~b_odd & 1;
    halve(a, ~a_odd, words);
    halve(b, ~b_odd, words);
  }
  // One of them is 0, the other the odd part.
  for (size_t i = 0; i < words; i++) {
    out[i] = a[i] | b[i];
  }
  for (uint64_t i = 0; i < 64 * words; i++) {
    // Without the barrier gcc counts from -twos to 64 * words - twos.
    uint64_t more = ct_lt(i, ct_barrier(twos));
    uint64_t in = 0;
    for (size_t j = 0; j < words; j++) {
      uint64_t next = out[j] >> 63;
      out[j] = ct_select(more, out[j] << 1 | in, out[j]);
      in = next;
    }
  }
}

uint64_t mint_arith_inverse_word(uint64_t a, uint64_t m) {
  // Binary algorithm: a x = u and a y = v modulo m, v odd, until u is 0 and v
  // the common divisor. Each step halves u, or the larger of two odd numbers.
  uint64_t u = a;
  uint64_t v = m;
  uint64_t x = 1;
  uint64_t y = 0;
  for (int step = 0; step < 128; step++) {
    uint64_t odd = 0u - (u & 1);
    uint64_t swap = odd & ct_lt(u, v);
    uint64_t uv = (u ^ v) & swap;
    uint64_t xy = (x ^ y) & swap;
    u ^= uv;
    v ^= uv;
    x ^= xy;
    y ^= xy;
    u -= v & odd;
    uint64_t less = ct_lt(x, y) & odd;
    x = x - (y & odd) + (m & less);
    u >>= 1;
    x = (x + (m & (0u - (x & 1)))) >> 1;
  }
  return y;
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
