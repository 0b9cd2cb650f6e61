// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// divsteps.c is the half of arith.h that computes common divisors and inverses,
// by the divsteps of Bernstein and Yang ("Fast constant-time gcd computation
// and modular inversion", 2019): a fixed number of steps, each of which looks
// at the lowest bits only. STEPS of them at a time are done on one word, and
// their effect, a 2 by 2 matrix, is then applied to the whole numbers.
//
// Numbers are limbs of 62 bits, the least significant first; all but the top
// one are in [0, 2^62), the top one has the sign.
//
// Bounds. After k steps the entries of the matrix satisfy |u| + |v| <= 2^k and
// |q| + |r| <= 2^k (each step adds one row to the other or doubles one), so
// they fit into an int64_t for k = 62. With limbs below 2^62 a sum u f + v g
// stays below 2^124, and with a third product and the carry below 2^126: no sum
// of 128 bits overflows.
//
// A signed number that is shifted right is divided and rounded down: C leaves
// it to the compiler, and both of ours do it so.

#include <openssl/mem.h>

#include "core/base/ct.h"
#include "core/mint.h"
#include "core/prime/arith.h"
#include "core/prime/limbs.h"

__extension__ typedef __int128 int128;

#define STEPS 62
#define LIMB_MASK (UINT64_MAX >> 2)

// Room for a prime of the largest key, twice that, and a sign.
#define WORDS_MAX (MINT_RSA_PRIVATE_BITS_MAX / 2 / 64)
#define LIMBS_MAX ((64 * WORDS_MAX + 2) / STEPS + 1)

struct divsteps {
  size_t limbs;
  int64_t f[LIMBS_MAX];
  int64_t g[LIMBS_MAX];
  // For an inverse: d g0 = f and e g0 = g modulo m, for the first g0; both are
  // between -2 m and m.
  int64_t d[LIMBS_MAX];
  int64_t e[LIMBS_MAX];
  int64_t m[LIMBS_MAX];
};

// What STEPS divsteps do to (f, g), times 2^STEPS.
struct matrix {
  int64_t u, v;  // f
  int64_t q, r;  // g
};

// -1 where a is negative, else 0.
static int64_t sign_of(int64_t a) { return (int64_t)ct_msb((uint64_t)a); }

static void cut(int64_t *out, size_t limbs, const uint64_t *a, size_t words) {
  for (size_t i = 0; i < limbs; i++) {
    size_t at = i * STEPS / 64;
    size_t bit = i * STEPS % 64;
    uint64_t limb = at < words ? a[at] >> bit : 0;
    if (bit > 2 && at + 1 < words) {
      limb |= a[at + 1] << (64 - bit);
    }
    out[i] = (int64_t)(limb & LIMB_MASK);
  }
}

// The reverse, for a number that is not negative and fits.
static void join(uint64_t *out, size_t words, const int64_t *a, size_t limbs) {
  for (size_t i = 0; i < words; i++) {
    size_t at = 64 * i / STEPS;
    size_t bit = 64 * i % STEPS;
    uint64_t word = (uint64_t)a[at] >> bit;
    if (at + 1 < limbs) {
      word |= (uint64_t)a[at + 1] << (STEPS - bit);
    }
    // A word that starts high in a limb ends in the one after the next.
    if (bit > 60 && at + 2 < limbs) {
      word |= (uint64_t)a[at + 2] << ((size_t)2 * STEPS - bit);
    }
    out[i] = word;
  }
}

// STEPS divsteps on the lowest limbs of f, which is odd, and g: no step sees
// more. Takes minus the paper's delta and returns the new one.
static uint64_t step(struct matrix *out, uint64_t eta, uint64_t f, uint64_t g) {
  uint64_t u = 1;
  uint64_t v = 0;
  uint64_t q = 0;
  uint64_t r = 1;
  for (int i = 0; i < STEPS; i++) {
    uint64_t positive = 0u - (eta >> 63);  // delta > 0
    uint64_t odd = 0u - (g & 1);
    // Where g is odd: g + f, or g - f where delta > 0.
    g += ((f ^ positive) - positive) & odd;
    q += ((u ^ positive) - positive) & odd;
    r += ((v ^ positive) - positive) & odd;
    // Where both: f becomes the old g, and delta its opposite.
    uint64_t swap = positive & odd;
    eta = (eta ^ swap) - 1 - swap;
    f += g & swap;
    u += q & swap;
    v += r & swap;
    g >>= 1;
    u <<= 1;
    v <<= 1;
  }
  *out = (struct matrix){(int64_t)u, (int64_t)v, (int64_t)q, (int64_t)r};
  return eta;
}

// f and g become what the matrix makes of them, divided by 2^STEPS without a
// rest.
static void apply(struct divsteps *k, const struct matrix *t) {
  int128 f = 0;
  int128 g = 0;
  for (size_t i = 0; i < k->limbs; i++) {
    f += (int128)t->u * k->f[i] + (int128)t->v * k->g[i];
    g += (int128)t->q * k->f[i] + (int128)t->r * k->g[i];
    if (i != 0) {
      k->f[i - 1] = (int64_t)((uint64_t)f & LIMB_MASK);
      k->g[i - 1] = (int64_t)((uint64_t)g & LIMB_MASK);
    }
    f >>= STEPS;
    g >>= STEPS;
  }
  k->f[k->limbs - 1] = (int64_t)f;
  k->g[k->limbs - 1] = (int64_t)g;
}

// A multiple of m that makes `sum` + `factor` m a multiple of 2^STEPS is added:
// returns the new factor.
static int64_t clear_low(int64_t factor, int128 sum, uint64_t m_inverse) {
  uint64_t rest = (uint64_t)sum * m_inverse + (uint64_t)factor;
  return factor - (int64_t)(rest & LIMB_MASK);
}

// The same for d and e, modulo m. m is added where a number is negative, so
// that what is divided by 2^STEPS lies between -2^STEPS m and 2^STEPS m; at
// most 2^STEPS - 1 times m is then taken off.
static void apply_modulo(struct divsteps *k, const struct matrix *t,
                         uint64_t m_inverse) {
  size_t last = k->limbs - 1;
  int64_t d_negative = sign_of(k->d[last]);
  int64_t e_negative = sign_of(k->e[last]);
  int128 d = (int128)t->u * k->d[0] + (int128)t->v * k->e[0];
  int128 e = (int128)t->q * k->d[0] + (int128)t->r * k->e[0];
  int64_t d_factor =
      clear_low((t->u & d_negative) + (t->v & e_negative), d, m_inverse);
  int64_t e_factor =
      clear_low((t->q & d_negative) + (t->r & e_negative), e, m_inverse);
  d += (int128)k->m[0] * d_factor;
  e += (int128)k->m[0] * e_factor;
  d >>= STEPS;
  e >>= STEPS;
  for (size_t i = 1; i <= last; i++) {
    d += (int128)t->u * k->d[i] + (int128)t->v * k->e[i] +
         (int128)k->m[i] * d_factor;
    e += (int128)t->q * k->d[i] + (int128)t->r * k->e[i] +
         (int128)k->m[i] * e_factor;
    k->d[i - 1] = (int64_t)((uint64_t)d & LIMB_MASK);
    k->e[i - 1] = (int64_t)((uint64_t)e & LIMB_MASK);
    d >>= STEPS;
    e >>= STEPS;
  }
  k->d[last] = (int64_t)d;
  k->e[last] = (int64_t)e;
}

// Adds m where `add` is -1, then takes the opposite where `negate` is -1.
static void adjust(int64_t *a, const int64_t *m, int64_t add, int64_t negate,
                   size_t limbs) {
  int64_t carry = 0;
  for (size_t i = 0; i < limbs; i++) {
    int64_t limb = a[i] + (m[i] & add);
    carry += (limb ^ negate) - negate;
    if (i + 1 < limbs) {
      a[i] = (int64_t)((uint64_t)carry & LIMB_MASK);
      carry >>= STEPS;
    }
  }
  a[limbs - 1] = carry;
}

// Theorem 11.2: so many divsteps make g 0 if f and g have at most `bits` bits.
// (49 d + 80) / 17 is right for few bits, and not too few for many.
static size_t num_batches(size_t bits) {
  return ((49 * bits + 80) / 17 + STEPS - 1) / STEPS;
}

void mint_arith_inverse(uint64_t *out, const uint64_t *a, const uint64_t *m,
                        size_t words) {
  struct divsteps k = {.limbs = (64 * words + 2) / STEPS + 1};
  struct matrix t;
  cut(k.f, k.limbs, m, words);
  cut(k.g, k.limbs, a, words);
  cut(k.m, k.limbs, m, words);
  k.e[0] = 1;
  uint64_t m_inverse = mint_limb_inverse(m[0]);
  uint64_t eta = UINT64_MAX;  // delta = 1
  for (size_t i = num_batches(64 * words); i > 0; i--) {
    eta = step(&t, eta, (uint64_t)k.f[0], (uint64_t)k.g[0]);
    apply_modulo(&k, &t, m_inverse);
    apply(&k, &t);
  }
  // f is 1 or -1, and d its quotient by a.
  size_t last = k.limbs - 1;
  adjust(k.d, k.m, sign_of(k.d[last]), sign_of(k.f[last]), k.limbs);
  adjust(k.d, k.m, sign_of(k.d[last]), 0, k.limbs);
  join(out, words, k.d, k.limbs);
  OPENSSL_cleanse(&k, sizeof(k));
  OPENSSL_cleanse(&t, sizeof(t));
}

// How often 2 divides a number that 2^64 does not divide, by its lowest word.
static unsigned count_twos(uint64_t low) {
  uint64_t twos = 0;
  for (unsigned i = 1; i < 64; i++) {
    twos += ct_is_zero(low & ((UINT64_C(1) << i) - 1)) & 1;
  }
  return (unsigned)twos;
}

void mint_arith_gcd(uint64_t *out, const uint64_t *a, const uint64_t *b,
                    size_t words) {
  struct divsteps k = {.limbs = (64 * words + 2) / STEPS + 1};
  struct matrix t;
  unsigned a_twos = count_twos(a[0]);
  unsigned b_twos = count_twos(b[0]);
  unsigned less = (unsigned)ct_lt(b_twos, a_twos);
  unsigned twos = a_twos ^ ((a_twos ^ b_twos) & less);  // the common ones
  // f is to be odd; whether g is does not matter.
  mint_arith_shift_right(out, a, a_twos, words);
  cut(k.f, k.limbs, out, words);
  cut(k.g, k.limbs, b, words);
  uint64_t eta = UINT64_MAX;  // delta = 1
  for (size_t i = num_batches(64 * words); i > 0; i--) {
    eta = step(&t, eta, (uint64_t)k.f[0], (uint64_t)k.g[0]);
    apply(&k, &t);
  }
  adjust(k.f, k.m, 0, sign_of(k.f[k.limbs - 1]), k.limbs);
  join(out, words, k.f, k.limbs);
  uint64_t below = 0;
  for (size_t i = 0; i < words; i++) {
    // Without the barrier clang shifts vectors, by a count that valgrind wants
    // to be public.
    uint64_t word = ct_barrier(out[i]);
    out[i] = word << twos | below >> 1 >> (63 - twos);
    below = word;
  }
  OPENSSL_cleanse(&k, sizeof(k));
  OPENSSL_cleanse(&t, sizeof(t));
}
