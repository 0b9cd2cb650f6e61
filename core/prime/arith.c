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

void mint_arith_mod(uint64_t *out, const uint64_t *a, size_t a_words,
                    const uint64_t *m, size_t m_words, uint64_t *scratch) {
  for (size_t i = 0; i < m_words; i++) {
    out[i] = 0;
  }
  for (size_t bit = 64 * a_words; bit-- > 0;) {
    // out < m, so 2 out + 1 < 2 m: one subtraction is enough. `top` is the bit
    // that the shift pushes out of the m_words words.
    uint64_t in = a[bit / 64] >> (bit % 64) & 1;
    for (size_t i = 0; i < m_words; i++) {
      uint64_t next = out[i] >> 63;
      out[i] = out[i] << 1 | in;
      in = next;
    }
    uint64_t top = 0u - in;
    uint64_t less = mint_arith_sub(scratch, out, m, m_words);
    uint64_t keep = less & ~top;
    for (size_t i = 0; i < m_words; i++) {
      out[i] = ct_select(keep, out[i], scratch[i]);
    }
  }
}
