// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// arith.h is the little constant-time arithmetic that BoringSSL does not
// export: above all a remainder by a secret modulus (BN_mod takes its inputs
// for public).
//
// Numbers are arrays of 64-bit words, the least significant first. Time depends
// on the counts of words only. Masks are those of ct.h.

#ifndef SSHMINT_CORE_PRIME_ARITH_H
#define SSHMINT_CORE_PRIME_ARITH_H

#include <stddef.h>
#include <stdint.h>

// mint_arith_words returns how many words hold `bits` bits.
static inline size_t mint_arith_words(size_t bits) { return (bits + 63) / 64; }

// mint_arith_load stores the number whose digits are `len` big-endian bytes, at
// most 8 * words.
void mint_arith_load(uint64_t *out, size_t words, const uint8_t *digits,
                     size_t len);

// mint_arith_store writes the number as exactly `len` big-endian bytes; what
// does not fit is cut off.
void mint_arith_store(uint8_t *out, size_t len, const uint64_t *a,
                      size_t words);

// mint_arith_mul stores a * b in a_words + b_words words. `out` overlaps
// neither.
void mint_arith_mul(uint64_t *out, const uint64_t *a, size_t a_words,
                    const uint64_t *b, size_t b_words);

// mint_arith_sub stores a - b modulo 2^(64 words) and returns the mask of a <
// b. `out` may be a or b.
uint64_t mint_arith_sub(uint64_t *out, const uint64_t *a, const uint64_t *b,
                        size_t words);

// mint_arith_add stores a + b modulo 2^(64 words). `out` may be a or b.
void mint_arith_add(uint64_t *out, const uint64_t *a, const uint64_t *b,
                    size_t words);

// mint_arith_sub_word stores a - w modulo 2^(64 words). `out` may be a.
void mint_arith_sub_word(uint64_t *out, const uint64_t *a, uint64_t w,
                         size_t words);

// mint_arith_shift_right stores a / 2^by, rounded down; by < 64, and secret as
// well: the machine shifts in constant time. `out` may be a.
void mint_arith_shift_right(uint64_t *out, const uint64_t *a, unsigned by,
                            size_t words);

// mint_arith_eq, mint_arith_is_word and mint_arith_lt return the masks of a =
// b, a = w and a < b.
uint64_t mint_arith_eq(const uint64_t *a, const uint64_t *b, size_t words);
uint64_t mint_arith_is_word(const uint64_t *a, uint64_t w, size_t words);
uint64_t mint_arith_lt(const uint64_t *a, const uint64_t *b, size_t words);

// mint_arith_abs_diff stores |a - b|. `out` overlaps neither.
void mint_arith_abs_diff(uint64_t *out, const uint64_t *a, const uint64_t *b,
                         size_t words);

// mint_arith_exceeds_bit returns the mask of a > 2^bit; bit < 64 words.
uint64_t mint_arith_exceeds_bit(const uint64_t *a, size_t bit, size_t words);

// mint_arith_mod stores a modulo m, which has exactly m_bits bits, in as many
// words as m has, by long division (Knuth 4.3.1). For an m of fewer bits the
// result means nothing. `out` may be a. `scratch` has twice the words of m and
// one more, and holds secrets afterwards.
void mint_arith_mod(uint64_t *out, const uint64_t *a, size_t a_words,
                    const uint64_t *m, size_t m_bits, uint64_t *scratch);

// mint_arith_div stores a / m, rounded down, in a_words words, and a modulo m
// in m_words words, for an m whose length is secret: in base 2, 64 * a_words
// steps of m_words words. If m is 0 the results mean nothing. They overlap
// nothing. `scratch` has m_words words and holds secrets afterwards.
void mint_arith_div(uint64_t *out_quotient, uint64_t *out_rest,
                    const uint64_t *a, size_t a_words, const uint64_t *m,
                    size_t m_words, uint64_t *scratch);

// mint_arith_gcd stores the greatest common divisor of a and b, of which 2^64
// divides neither (so that neither is 0), in `words` words, at most 64. `out`
// does not overlap b.
void mint_arith_gcd(uint64_t *out, const uint64_t *a, const uint64_t *b,
                    size_t words);

// mint_arith_inverse stores 1/a modulo the odd number m, for a < m that have no
// common divisor (otherwise the result means nothing), in `words` words, at
// most 64. `out` may be a or m.
void mint_arith_inverse(uint64_t *out, const uint64_t *a, const uint64_t *m,
                        size_t words);

// mint_arith_div_word stores a / w, for an odd w that divides a. `out` may be
// a.
void mint_arith_div_word(uint64_t *out, const uint64_t *a, uint64_t w,
                         size_t words);

#endif  // SSHMINT_CORE_PRIME_ARITH_H
