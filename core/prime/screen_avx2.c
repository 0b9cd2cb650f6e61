// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// screen_avx2.c is the screen for machines without IFMA: four candidates in the
// four lanes of a vector, limbs of 28 bits, Montgomery arithmetic with R =
// 2^(28 L) for L limbs.
//
// Bounds. Every size leaves at least 4 bits between n < 2^bits and R (LIMBS_...
// at the end), so R > 16 n. Numbers are kept below 4 n and never subtracted
// from:
//
//   - A product of x < 4 n with itself is reduced to (x^2 + m n) / R with m <
//     R, which is below (16 n / R + 1) n < 2 n; doubling it gives less than 4 n
//     again.
//   - Limbs are below 2^28 when they are multiplied, and products below 2^56.
//     Column c of a square sums at most L of them, a reduction adds at most L
//     more and a carry below 2^36. Up to L = 74 that is below 148 * 2^56 + 2^36
//     < 2^64. With L = 147 the columns are settled to 28 bits in between, and
//     147 * 2^56 + 2^36 + 2^28 < 2^64: no lane overflows.
//   - Karatsuba's method multiplies sums of two limbs, and twice such a sum:
//     below 2^30, and the instruction takes 32 bits. What it adds and subtracts
//     may pass 2^64 on the way, which changes nothing: the columns that it ends
//     with are those of the square, modulo 2^64 and below it.

#include "core/prime/screen.h"

#include <string.h>

#include "core/base/ct.h"
#include "core/prime/arith.h"
#include "core/prime/limbs.h"
#include "core/prime/quads.h"

#if defined(MINT_LANES_HERE)

#define LIMB_BITS 28u
#define LIMBS_MAX 147u
#define COLUMNS (7 * (LIMBS_MAX + 1) / 2 + 2)
#define LIMBS_UNSETTLED 74u  // more are settled between square and reduction

// Rows are multiplied in blocks of this many, held in registers. The first
// block has what is left of L.
#define BLOCK ((size_t)4)

#define UNROLL _Pragma("GCC unroll 4")
#define UNROLL_WIDE _Pragma("GCC unroll 7")

static inline size_t first_rows(size_t limbs) {
  return limbs % BLOCK == 0 ? BLOCK : limbs % BLOCK;
}

// ---------------------------------------------------------------------------
// Products. In the rectangle of `rows` rows by `count` columns, column c of the
// result is the sum over the rows r of row[r] col[c - r], wherever that exists.

// Columns `from` to `to` - 1, in which every row takes part: rows - 1 <= from,
// to <= count. Four at a time, so that each limb is loaded once for them.
MINT_LANES_FN void add_full(struct mint_row *t, const mint_lanes row[BLOCK],
                            size_t rows, const struct mint_row *col,
                            size_t from, size_t to) {
  size_t c = from;
  for (; c + 4 <= to; c += 4) {
    mint_lanes sum[4];
    UNROLL
    for (size_t j = 0; j < 4; j++) {
      sum[j] = lanes_load(&t[c + j]);
    }
    // Limb k of the window is col[c - (rows - 1) + k].
    UNROLL_WIDE
    for (size_t k = 0; k < BLOCK + 3; k++) {
      if (k < rows + 3) {
        mint_lanes limb = lanes_load(&col[c + k - (rows - 1)]);
        UNROLL
        for (size_t j = 0; j < 4; j++) {
          if (j + rows - 1 >= k && j + rows - 1 - k < rows) {
            sum[j] = lanes_mul(sum[j], row[j + rows - 1 - k], limb);
          }
        }
      }
    }
    UNROLL
    for (size_t j = 0; j < 4; j++) {
      lanes_store(&t[c + j], sum[j]);
    }
  }
  // (With c < to as the condition gcc 12 warns of a loop without an end.)
  for (size_t left = (to - from) % 4; left > 0; left--, c++) {
    mint_lanes sum = lanes_load(&t[c]);
    UNROLL
    for (size_t r = 0; r < BLOCK; r++) {
      if (r < rows) {
        sum = lanes_mul(sum, row[r], lanes_load(&col[c - r]));
      }
    }
    lanes_store(&t[c], sum);
  }
}

// Columns 0 to rows - 2, which the rows enter one after the other.
MINT_LANES_FN void add_first(struct mint_row *t, const mint_lanes row[BLOCK],
                             size_t rows, const struct mint_row *col) {
  UNROLL
  for (size_t c = 0; c < BLOCK - 1; c++) {
    if (c + 1 < rows) {
      mint_lanes sum = lanes_load(&t[c]);
      UNROLL
      for (size_t r = 0; r < BLOCK; r++) {
        if (r <= c) {
          sum = lanes_mul(sum, row[r], lanes_load(&col[c - r]));
        }
      }
      lanes_store(&t[c], sum);
    }
  }
}

// Columns `count` to count + rows - 2, which the rows leave.
MINT_LANES_FN void add_last(struct mint_row *t, const mint_lanes row[BLOCK],
                            size_t rows, const struct mint_row *col,
                            size_t count) {
  UNROLL
  for (size_t k = 0; k < BLOCK - 1; k++) {
    if (k + 1 < rows) {
      mint_lanes sum = lanes_load(&t[count + k]);
      UNROLL
      for (size_t r = 0; r < BLOCK; r++) {
        if (r > k && r < rows) {
          sum = lanes_mul(sum, row[r], lanes_load(&col[count + k - r]));
        }
      }
      lanes_store(&t[count + k], sum);
    }
  }
}

// ---------------------------------------------------------------------------
// Montgomery's reduction

// Finds the next `rows` digits of m: those that make columns 0 to rows - 1 of
// `t` vanish modulo 2^28. Takes the carry into column 0 and returns the one
// into column `rows`, both below 2^36.
MINT_LANES_FN mint_lanes next_digits(mint_lanes m[BLOCK],
                                     const struct mint_row *t,
                                     const struct mint_row *n,
                                     mint_lanes n_inverse, mint_lanes carry,
                                     size_t rows) {
  UNROLL
  for (size_t r = 0; r < BLOCK; r++) {
    if (r < rows) {
      mint_lanes sum = lanes_load(&t[r]);
      UNROLL
      for (size_t s = 0; s < BLOCK; s++) {
        if (s < r) {
          sum = lanes_mul(sum, m[s], lanes_load(&n[r - s]));
        }
      }
      sum = lanes_add(sum, carry);
      m[r] = lanes_hide(lanes_and(lanes_mul(lanes_all(0), sum, n_inverse),
                                  lanes_all((UINT64_C(1) << LIMB_BITS) - 1)));
      sum = lanes_mul(sum, m[r], lanes_load(&n[0]));
      carry = lanes_shr(sum, LIMB_BITS);
    }
  }
  return carry;
}

// Adds `rows` digits times n, and finds the next BLOCK digits as soon as the
// columns that they need are there.
MINT_LANES_FN mint_lanes reduce_rows(mint_lanes m[BLOCK], struct mint_row *t,
                                     const struct mint_row *n,
                                     mint_lanes n_inverse, mint_lanes carry,
                                     size_t rows, size_t limbs) {
  mint_lanes next[BLOCK];
  add_full(t, m, rows, n, rows, rows + BLOCK);
  carry = next_digits(next, t + rows, n, n_inverse, carry, BLOCK);
  add_full(t, m, rows, n, rows + BLOCK, limbs);
  add_last(t, m, rows, n, limbs);
  UNROLL
  for (size_t r = 0; r < BLOCK; r++) {
    m[r] = next[r];
  }
  return carry;
}

// Makes every column of `t` a limb.
MINT_LANES_FN void settle_columns(struct mint_row *t, size_t num) {
  mint_lanes carry = lanes_all(0);
  for (size_t i = 0; i < num; i++) {
    mint_lanes sum = lanes_add(lanes_load(&t[i]), carry);
    carry = lanes_shr(sum, LIMB_BITS);
    lanes_store(&t[i],
                lanes_and(sum, lanes_all((UINT64_C(1) << LIMB_BITS) - 1)));
  }
}

MINT_LANES_FN void reduce(struct mint_row *t, const struct mint_row *n,
                          mint_lanes n_inverse, size_t limbs) {
  if (limbs > LIMBS_UNSETTLED) {
    settle_columns(t, 2 * limbs);
  }
  mint_lanes m[BLOCK];
  size_t rows = first_rows(limbs);
  mint_lanes carry = next_digits(m, t, n, n_inverse, lanes_all(0), rows);
  carry = reduce_rows(m, t, n, n_inverse, carry, rows, limbs);
  size_t b = rows;
  for (; b + BLOCK < limbs; b += BLOCK) {
    carry = reduce_rows(m, t + b, n, n_inverse, carry, BLOCK, limbs);
  }
  add_full(t + b, m, BLOCK, n, BLOCK, limbs);
  add_last(t + b, m, BLOCK, n, limbs);
  lanes_store(&t[limbs], lanes_add(lanes_load(&t[limbs]), carry));
}

// ---------------------------------------------------------------------------
// Squares

// The products of a block of rows with each other and, both ways, with all
// above.
MINT_LANES_FN void add_rows(struct mint_row *t, const struct mint_row *x,
                            size_t rows, size_t above) {
  mint_lanes row[BLOCK];
  mint_lanes twice[BLOCK];
  UNROLL
  for (size_t r = 0; r < BLOCK; r++) {
    row[r] = r < rows ? lanes_load(&x[r]) : lanes_all(0);
    twice[r] = lanes_hide(lanes_add(row[r], row[r]));
  }
  UNROLL_WIDE
  for (size_t c = 0; c + 1 < 2 * BLOCK; c++) {
    if (c + 1 < 2 * rows) {
      mint_lanes sum = lanes_load(&t[c]);
      UNROLL
      for (size_t r = 0; r < BLOCK; r++) {
        if (r <= c - r && c - r < rows && r <= c) {
          sum = lanes_mul(sum, r == c - r ? row[r] : twice[r],
                          row[(c - r) % BLOCK]);
        }
      }
      lanes_store(&t[c], sum);
    }
  }
  if (above != 0) {
    add_first(t + rows, twice, rows, x + rows);
    add_full(t + rows, twice, rows, x + rows, rows - 1, above);
    add_last(t + rows, twice, rows, x + rows, above);
  }
}

MINT_LANES_FN void square(struct mint_row *t, const struct mint_row *x,
                          size_t limbs) {
  for (size_t c = 0; c <= 2 * limbs; c++) {
    lanes_store(&t[c], lanes_all(0));
  }
  // At least BLOCK limbs stand above every block but the last, which has none.
  size_t rows = first_rows(limbs);
  add_rows(t, x, rows, limbs - rows);
  for (size_t b = rows; b < limbs; b += BLOCK) {
    add_rows(t + 2 * b, x + b, BLOCK, limbs - b - BLOCK);
  }
}

// x = a + b B with B = 2^(28 half), and s = a + b. After Karatsuba: s^2 - a^2 -
// b^2 is 2 a b for half the multiplications. Works behind the columns of `t`.
MINT_LANES_FN void square_and_reduce(struct mint_row *t,
                                     const struct mint_row *x,
                                     const struct mint_row *n,
                                     mint_lanes n_inverse, size_t limbs) {
  size_t half = (limbs + 1) / 2;
  struct mint_row *s = t + 4 * half + 1;
  struct mint_row *square_s = s + half;
  for (size_t i = 0; i < half; i++) {
    mint_lanes b = half + i < limbs ? lanes_load(&x[half + i]) : lanes_all(0);
    lanes_store(&s[i], lanes_add(lanes_load(&x[i]), b));
  }
  square(t, x, half);
  square(t + 2 * half, x + half, limbs - half);
  lanes_store(&t[4 * half - 1], lanes_all(0));  // of b^2, where b is shorter
  square(square_s, s, half);
  for (size_t c = 0; c < half; c++) {
    mint_lanes a0 = lanes_load(&t[c]);
    mint_lanes a1 = lanes_load(&t[half + c]);
    mint_lanes b0 = lanes_load(&t[2 * half + c]);
    mint_lanes b1 = lanes_load(&t[3 * half + c]);
    mint_lanes low = lanes_sub(lanes_load(&square_s[c]), lanes_add(a0, b0));
    mint_lanes high =
        lanes_sub(lanes_load(&square_s[half + c]), lanes_add(a1, b1));
    lanes_store(&t[half + c], lanes_add(a1, low));
    lanes_store(&t[2 * half + c], lanes_add(b0, high));
  }
  reduce(t, n, n_inverse, limbs);
}

// The columns have no room to be doubled: they are limbs first.
MINT_LANES_FN void settle(struct mint_row *x, const struct mint_row *t,
                          mint_lanes bit, size_t limbs) {
  const mint_lanes mask = lanes_all((UINT64_C(1) << LIMB_BITS) - 1);
  mint_lanes carry = lanes_all(0);
  mint_lanes doubled_carry = lanes_all(0);
  for (size_t i = 0; i < limbs; i++) {
    mint_lanes sum = lanes_add(lanes_load(&t[limbs + i]), carry);
    carry = lanes_shr(sum, LIMB_BITS);
    mint_lanes doubled =
        lanes_add(lanes_shl_each(lanes_and(sum, mask), bit), doubled_carry);
    doubled_carry = lanes_shr(doubled, LIMB_BITS);
    lanes_store(&x[i], lanes_and(doubled, mask));
  }
}

// 12, 4, 24 and 20 bits more than the number needs.
#define LIMBS_1024 37u
#define LIMBS_1536 55u
#define LIMBS_2048 74u
#define LIMBS_4096 147u

#include "core/prime/screen_vector.h"

const struct mint_screen mint_screen_avx2 = {
    "avx2",    MINT_LANES, mint_lanes_here, has_size,
    room_size, run,        power,           &mint_divider_avx2};

#endif
