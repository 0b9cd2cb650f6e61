// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// screen_ifma.c is the screen on AVX-512 IFMA: eight candidates in the eight
// lanes of a vector, each number an array of limbs of 52 bits, Montgomery
// arithmetic with R = 2^(52 L) for L limbs.
//
// Bounds. Every size leaves at least 12 bits between n and R (LIMBS_...
// at the end), so R >= 2^12 n. Numbers are kept below 4 n and never subtracted
// from:
//
//   - A product of x < 4 n with itself is reduced to (x^2 + m n) / R with m <
//     R, which is below (16 n^2 + R n) / R = (16 n / R + 1) n < 2 n; doubling
//     it gives less than 4 n again.
//   - Limbs are below 2^52 when they are multiplied (the instruction takes no
//     more). Column c of the square of half a number sums at most L/2 low and
//     L/2 high halves, each below 2^52: twice a cross product for each pair,
//     once each diagonal; that is below L 2^52. Karatsuba's method adds up to
//     four such columns with either sign, and a limb twice. So a column lies
//     between -(4 L + 2) 2^52 and (4 L + 2) 2^52: columns are signed, though
//     the number that they make up together is not negative. The reduction adds
//     at most L low and L high halves and a carry between -2^12 and 2^12. With
//     L <= 80 all that is below 2^61: no lane overflows, not even when it is
//     doubled.

#include "core/prime/screen.h"

#include <string.h>

#include "core/base/ct.h"
#include "core/prime/arith.h"
#include "core/prime/lanes.h"
#include "core/prime/limbs.h"

#if defined(MINT_LANES_HERE)

#define LIMB_BITS MINT_LIMB_BITS
#define LIMBS_MAX 80u
#define COLUMNS (7 * LIMBS_MAX / 2 + 1)

// Rows are multiplied in blocks of this many, held in registers. It divides
// every L.
#define BLOCK ((size_t)5)

// The loops over a block have no meaning as loops: all indices are constants.
#define UNROLL _Pragma("GCC unroll 5")

// ---------------------------------------------------------------------------
// Products. In the rectangle of BLOCK rows by `count` columns, column c of the
// result is the sum over the rows r of the low half of row[r] col[c - r] and
// the high half of row[r] col[c - r - 1], wherever those exist. Two sums side
// by side keep the multipliers from waiting for each other. Where `is_new`, the
// columns have held nothing so far.

// Columns `from` to `to` - 1, in which every row takes part: BLOCK <= from, to
// <= count, both multiples of BLOCK. What is read of `col` stays in registers
// while it is needed.
MINT_LANES_FN void add_full(struct mint_row *t, const mint_lanes row[BLOCK],
                            const struct mint_row *col, size_t from, size_t to,
                            bool is_new) {
  mint_lanes x[2 * BLOCK];
  UNROLL
  for (size_t i = 0; i < BLOCK; i++) {
    x[i] = lanes_load(&col[from - BLOCK + i]);
  }
  for (size_t c = from; c < to; c += BLOCK) {
    UNROLL
    for (size_t i = 0; i < BLOCK; i++) {
      x[BLOCK + i] = lanes_load(&col[c + i]);
      mint_lanes low = is_new ? lanes_all(0) : lanes_load(&t[c + i]);
      mint_lanes high = lanes_all(0);
      UNROLL
      for (size_t r = 0; r < BLOCK; r++) {
        low = lanes_mul_lo(low, row[r], x[BLOCK + i - r]);
        high = lanes_mul_hi(high, row[r], x[BLOCK + i - r - 1]);
      }
      lanes_store(&t[c + i], lanes_add(low, high));
    }
    UNROLL
    for (size_t i = 0; i < BLOCK; i++) {
      x[i] = x[BLOCK + i];
    }
  }
}

// Columns 0 to BLOCK - 1, which the rows enter one after the other.
MINT_LANES_FN void add_first(struct mint_row *t, const mint_lanes row[BLOCK],
                             const struct mint_row *col) {
  UNROLL
  for (size_t c = 0; c < BLOCK; c++) {
    mint_lanes low = lanes_load(&t[c]);
    mint_lanes high = lanes_all(0);
    UNROLL
    for (size_t r = 0; r < BLOCK; r++) {
      if (r <= c) {
        low = lanes_mul_lo(low, row[r], lanes_load(&col[c - r]));
      }
      if (r + 1 <= c) {
        high = lanes_mul_hi(high, row[r], lanes_load(&col[c - r - 1]));
      }
    }
    lanes_store(&t[c], lanes_add(low, high));
  }
}

// Columns `count` to count + BLOCK - 1, which the rows leave.
MINT_LANES_FN void add_last(struct mint_row *t, const mint_lanes row[BLOCK],
                            const struct mint_row *col, size_t count,
                            bool is_new) {
  UNROLL
  for (size_t k = 0; k < BLOCK; k++) {
    mint_lanes low = is_new ? lanes_all(0) : lanes_load(&t[count + k]);
    mint_lanes high = lanes_all(0);
    UNROLL
    for (size_t r = 0; r < BLOCK; r++) {
      if (r > k) {
        low = lanes_mul_lo(low, row[r], lanes_load(&col[count + k - r]));
      }
      if (r >= k) {
        high = lanes_mul_hi(high, row[r], lanes_load(&col[count + k - r - 1]));
      }
    }
    lanes_store(&t[count + k], lanes_add(low, high));
  }
}

// ---------------------------------------------------------------------------
// Montgomery's reduction, BLOCK rows at a time

// Finds the next BLOCK digits of m: those that make columns 0 to BLOCK - 1 of
// `t` vanish modulo 2^52. Takes the carry into column 0 and returns the one
// into column BLOCK, both between -2^12 and 2^12.
MINT_LANES_FN mint_lanes next_digits(mint_lanes m[BLOCK],
                                     const struct mint_row *t,
                                     const struct mint_row *n,
                                     mint_lanes n_inverse, mint_lanes carry) {
  UNROLL
  for (size_t r = 0; r < BLOCK; r++) {
    mint_lanes low = lanes_load(&t[r]);
    mint_lanes high = lanes_all(0);
    UNROLL
    for (size_t s = 0; s < BLOCK; s++) {
      if (s < r) {
        low = lanes_mul_lo(low, m[s], lanes_load(&n[r - s]));
        high = lanes_mul_hi(high, m[s], lanes_load(&n[r - s - 1]));
      }
    }
    low = lanes_add(lanes_add(low, high), carry);
    m[r] = lanes_mul_lo(lanes_all(0), low, n_inverse);
    low = lanes_mul_lo(low, m[r], lanes_load(&n[0]));
    carry = lanes_sar(low, LIMB_BITS);
  }
  return carry;
}

// Adds m n to `t`, so that its columns 0 to L - 1 vanish; the others are the
// result. `m` are the first BLOCK digits, and `carry` is what they leave.
//
// The digits of the next block need only the first BLOCK columns that this one
// adds to: found in between, they are there in time.
MINT_LANES_FN void reduce_from(struct mint_row *t, const struct mint_row *n,
                               mint_lanes n_inverse, size_t limbs,
                               mint_lanes m[BLOCK], mint_lanes carry) {
  mint_lanes next[BLOCK];
  for (size_t b = 0; b < limbs - BLOCK; b += BLOCK) {
    add_full(t + b, m, n, BLOCK, 2 * BLOCK, false);
    carry = next_digits(next, t + b + BLOCK, n, n_inverse, carry);
    add_full(t + b, m, n, 2 * BLOCK, limbs, false);
    add_last(t + b, m, n, limbs, false);
    UNROLL
    for (size_t r = 0; r < BLOCK; r++) {
      m[r] = next[r];
    }
  }
  add_full(t + limbs - BLOCK, m, n, BLOCK, limbs, false);
  add_last(t + limbs - BLOCK, m, n, limbs, false);
  lanes_store(&t[limbs], lanes_add(lanes_load(&t[limbs]), carry));
}

MINT_LANES_FN void reduce(struct mint_row *t, const struct mint_row *n,
                          mint_lanes n_inverse, size_t limbs) {
  mint_lanes m[BLOCK];
  mint_lanes carry = next_digits(m, t, n, n_inverse, lanes_all(0));
  reduce_from(t, n, n_inverse, limbs, m, carry);
}

// ---------------------------------------------------------------------------
// Squares

// The cross products inside a block: column r + s for r < s.
MINT_LANES_FN void add_block(struct mint_row *t, const mint_lanes row[BLOCK],
                             bool is_first) {
  _Pragma("GCC unroll 9") for (size_t c = 1; c < 2 * BLOCK - 1; c++) {
    mint_lanes sum = is_first ? lanes_all(0) : lanes_load(&t[c]);
    UNROLL
    for (size_t r = 0; r < BLOCK; r++) {
      UNROLL
      for (size_t s = r + 1; s < BLOCK; s++) {
        if (r + s == c) {
          sum = lanes_mul_lo(sum, row[r], row[s]);
        }
        if (r + s + 1 == c) {
          sum = lanes_mul_hi(sum, row[r], row[s]);
        }
      }
    }
    lanes_store(&t[c], sum);
  }
}

// Adds the products of the rows x[b] to x[b + BLOCK - 1] with each other and
// with all rows above, whereupon columns 2 b to 2 b + 2 BLOCK - 1 are final:
// they are doubled, and get their squares.
MINT_LANES_FN void square_block(struct mint_row *t, const struct mint_row *x,
                                size_t b, size_t limbs) {
  bool is_first = b == 0;
  size_t count = limbs - b - BLOCK;  // the limbs above this block
  struct mint_row *u = t + 2 * b + BLOCK;
  mint_lanes row[BLOCK];
  UNROLL
  for (size_t r = 0; r < BLOCK; r++) {
    row[r] = lanes_load(&x[b + r]);
  }
  if (count == 0) {
    for (size_t i = 0; i < BLOCK; i++) {
      lanes_store(&u[i], lanes_all(0));
    }
  }
  add_block(t + 2 * b, row, is_first);
  if (count != 0) {
    const struct mint_row *above = x + b + BLOCK;
    add_first(u, row, above);
    add_full(u, row, above, BLOCK, count, is_first);
    add_last(u, row, above, count, true);
  }
  UNROLL
  for (size_t r = 0; r < BLOCK; r++) {
    struct mint_row *even = &t[2 * (b + r)];
    struct mint_row *odd = even + 1;
    mint_lanes low = lanes_load(even);
    mint_lanes high = lanes_load(odd);
    lanes_store(even, lanes_mul_lo(lanes_add(low, low), row[r], row[r]));
    lanes_store(odd, lanes_mul_hi(lanes_add(high, high), row[r], row[r]));
  }
}

// Stores x^2 in the 2 `limbs` columns of `t`.
MINT_LANES_FN void square(struct mint_row *t, const struct mint_row *x,
                          size_t limbs) {
  lanes_store(&t[0], lanes_all(0));
  lanes_store(&t[2 * BLOCK - 1], lanes_all(0));
  square_block(t, x, 0, limbs);
  for (size_t b = BLOCK; b < limbs; b += BLOCK) {
    square_block(t, x, b, limbs);
  }
}

// Stores the limbs of the sum of both halves of x, of `limbs` limbs each, and
// returns the carry, 0 or 1.
MINT_LANES_FN mint_lanes add_halves(struct mint_row *sum,
                                    const struct mint_row *x, size_t limbs) {
  mint_lanes carry = lanes_all(0);
  for (size_t i = 0; i < limbs; i++) {
    mint_lanes limb = lanes_add(
        lanes_add(lanes_load(&x[i]), lanes_load(&x[limbs + i])), carry);
    carry = lanes_shr(limb, LIMB_BITS);
    lanes_store(&sum[i], lanes_and(limb, lanes_all(MINT_LIMB_MASK)));
  }
  return carry;
}

// Makes columns of a square of its parts: of a^2, b^2 and (a + b)^2 for x = a +
// b B, where `s` and `carry` are a + b. (After Karatsuba: 2 a b = (a + b)^2 -
// a^2 - b^2 takes half the multiplications that a b does. With a + b = s +
// carry B the square is s^2 + (2 s B + B^2) carry.)
MINT_LANES_FN void join_squares(struct mint_row *t, const struct mint_row *s,
                                const struct mint_row *square_s,
                                mint_lanes carry, size_t half) {
  size_t limbs = 2 * half;
  mint_lanes mask = lanes_sub(lanes_all(0), carry);
  for (size_t c = 0; c < half; c++) {
    mint_lanes a0 = lanes_load(&t[c]);
    mint_lanes a1 = lanes_load(&t[half + c]);
    mint_lanes b0 = lanes_load(&t[limbs + c]);
    mint_lanes b1 = lanes_load(&t[limbs + half + c]);
    mint_lanes both = lanes_add(lanes_load(&s[c]), lanes_load(&s[c]));
    mint_lanes low = lanes_sub(lanes_load(&square_s[c]), lanes_add(a0, b0));
    mint_lanes high =
        lanes_sub(lanes_load(&square_s[half + c]), lanes_add(a1, b1));
    high = lanes_add(high, lanes_and(both, mask));
    lanes_store(&t[half + c], lanes_add(a1, low));
    lanes_store(&t[limbs + c], lanes_add(b0, high));
  }
  struct mint_row *top = &t[limbs + half];
  lanes_store(top, lanes_add(lanes_load(top), carry));
}

// Works behind the 2 L columns of `t`. The first digits of the reduction need
// only the lowest columns, which a^2 alone makes: they are found while the
// other squares keep the multipliers busy.
MINT_LANES_FN void square_and_reduce(struct mint_row *t,
                                     const struct mint_row *x,
                                     const struct mint_row *n,
                                     mint_lanes n_inverse, size_t limbs) {
  size_t half = limbs / 2;
  struct mint_row *s = t + 2 * limbs + 1;
  struct mint_row *square_s = s + half;
  mint_lanes m[BLOCK];
  mint_lanes sum_carry = add_halves(s, x, half);
  square(t, x, half);
  mint_lanes carry = next_digits(m, t, n, n_inverse, lanes_all(0));
  square(t + limbs, x + half, half);
  square(square_s, s, half);
  join_squares(t, s, square_s, sum_carry, half);
  reduce_from(t, n, n_inverse, limbs, m, carry);
}

// Stores the upper L columns of `t`, doubled in the lanes where `bit` is 1, as
// limbs below 2^52.
MINT_LANES_FN void settle(struct mint_row *x, const struct mint_row *t,
                          mint_lanes bit, size_t limbs) {
  mint_lanes carry = lanes_all(0);
  for (size_t i = 0; i < limbs; i++) {
    mint_lanes sum =
        lanes_add(lanes_shl_each(lanes_load(&t[limbs + i]), bit), carry);
    lanes_store(&x[i],
                lanes_and(sum, lanes_all((UINT64_C(1) << LIMB_BITS) - 1)));
    carry = lanes_sar(sum, LIMB_BITS);
  }
}

// 16, 24, 32 and 64 bits more than the number needs.
#define LIMBS_1024 20u
#define LIMBS_1536 30u
#define LIMBS_2048 40u
#define LIMBS_4096 80u

#include "core/prime/screen_vector.h"

const struct mint_screen mint_screen_ifma = {
    "ifma",    MINT_LANES, mint_lanes_here, has_size,
    room_size, run,        power,           &mint_divider_ifma};

#endif
