// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// K21 to K25: the keys of known bad generators, each by one that is only just
// found and one that is only just not; as public lines and as private keys.

#include <string.h>

#include <criterion/criterion.h>

#include "core/key/weak.h"
#include "tests/unit/rsa_maker.h"

TestSuite(weak_families, .fini = maker_release, .timeout = 240);

#define K(rule) MAKER_K(MINT_K_##rule)
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void expect_file(const char *what, const char *file, uint64_t all,
                        uint64_t broken, uint64_t absent, uint64_t warned) {
  struct mint_policy policy;
  cr_assert(mint_policy_preset(&policy, "default"));
  struct maker_outcome got = maker_try(file, &policy);
  cr_assert_eq(got.read, MINT_OK, "%s", what);
  cr_assert_eq(got.report.broken, broken, "%s: broken %s, not %s", what,
               maker_set(got.report.broken), maker_set(broken));
  cr_assert_eq(got.report.held, all & ~broken & ~absent, "%s: held %s", what,
               maker_set(got.report.held));
  cr_assert_eq(got.report.warned, warned, "%s: warned %s", what,
               maker_set(got.report.warned));
}

// A public line with e = 65537.
static void expect_line(const char *what, const BIGNUM *n, uint64_t broken) {
  expect_file(what, maker_line(n, maker_word(65537)), MAKER_PUBLIC, broken, 0,
              0);
}

// A private key whose private rules hold but for `broken`: of these, K20 waits
// for K1 to K19 only.
static void expect_private(const char *what, const struct maker_rsa *key,
                           uint64_t broken, uint64_t absent, uint64_t warned) {
  expect_file(what, maker_pem(key), MAKER_PRIVATE, broken, absent, warned);
}

// The largest number whose square is at most n, bit by bit.
static const BIGNUM *root_of(const BIGNUM *n) {
  const BIGNUM *root = maker_word(0);
  for (unsigned bit = (BN_num_bits(n) + 1) / 2; bit-- > 0;) {
    const BIGNUM *more = maker_plus(root, maker_power(bit));
    if (BN_cmp(maker_times(more, more), n) <= 0) {
      root = more;
    }
  }
  return root;
}

// ---------------------------------------------------------------------------
// K21: sqrt(2) 2^1023

Test(weak_families, factor_size) {
  const BIGNUM *border = root_of(maker_power(2047));
  const BIGNUM *large = maker_prime(1024, 0);
  const struct {
    const char *what;
    const BIGNUM *factor;
    uint64_t warned;
  } cases[] = {
      {"just over", maker_prime_after(border), 0},
      {"just under", maker_prime_before(border), K(FACTOR_SIZE)},
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct maker_rsa key = maker_rsa(cases[i].factor, large, 65537);
    cr_assert_eq(BN_num_bits(key.n), 2048);
    expect_private(cases[i].what, &key, 0, 0, cases[i].warned);
    key = maker_rsa(large, cases[i].factor, 65537);
    expect_private(cases[i].what, &key, 0, 0, cases[i].warned);
  }
}

// ---------------------------------------------------------------------------
// K22: residues that are powers of 65537

static const uint8_t kRocaPrimes[] = {11, 13, 17,  19,  37,  53,  61,  71, 73,
                                      79, 97, 103, 107, 109, 127, 151, 157};

static bool is_power(unsigned rest, unsigned prime) {
  unsigned power = 1;
  for (unsigned i = 0; i < prime; i++) {
    if (power == rest) {
      return true;
    }
    power = power * (65537 % prime) % prime;
  }
  return false;
}

static bool is_roca(const BIGNUM *n) {
  bool found = false;
  cr_assert(mint_weak_roca(&found, n));
  return found;
}

static const BIGNUM *product_of_roca_primes(void) {
  const BIGNUM *product = maker_word(1);
  for (size_t i = 0; i < COUNT(kRocaPrimes); i++) {
    product = maker_times(product, maker_word(kRocaPrimes[i]));
  }
  return product;
}

// A number of `bits` bits that is 65537^exponent modulo all those primes.
static const BIGNUM *roca_number(unsigned bits, unsigned index,
                                 unsigned exponent) {
  const BIGNUM *m = product_of_roca_primes();
  const BIGNUM *power = maker_word(1);
  for (unsigned i = 0; i < exponent; i++) {
    power = maker_mod(maker_times(power, maker_word(65537)), m);
  }
  const BIGNUM *high = maker_digits(bits, index);
  const BIGNUM *n = maker_plus(maker_minus(high, maker_mod(high, m)), power);
  while (!maker_is_sound(n)) {
    n = maker_plus(n, m);
  }
  return n;
}

Test(weak_families, roca) {
  static const unsigned kSizes[] = {2048, 3072, 4096};
  for (unsigned i = 0; i < COUNT(kSizes); i++) {
    expect_line("roca", roca_number(kSizes[i], i, 7 * i), K(ROCA));
  }
  expect_line("random", maker_modulus(2048, 0), 0);
}

// One residue that is no power is enough, whichever prime it is of; and every
// power will do, no other number does.
Test(weak_families, roca_at_each_prime) {
  const BIGNUM *m = product_of_roca_primes();
  const BIGNUM *n = roca_number(2048, 0, 5);
  cr_assert(is_roca(n));
  for (size_t i = 0; i < COUNT(kRocaPrimes); i++) {
    unsigned prime = kRocaPrimes[i];
    const BIGNUM *step = maker_quotient(m, maker_word(prime));
    const BIGNUM *other = n;
    unsigned num_found = 0;
    unsigned num_powers = 0;
    for (unsigned j = 0; j < prime; j++) {
      unsigned rest = (unsigned)BN_mod_word(other, prime);
      cr_assert_eq(is_roca(other), is_power(rest, prime), "%u modulo %u", rest,
                   prime);
      num_found += is_roca(other);
      num_powers += is_power(j, prime);
      other = maker_plus(other, step);
    }
    cr_assert_eq(num_found, num_powers);
    cr_assert(num_powers > 0 && num_powers < prime - 1, "%u tells nothing",
              prime);
  }
}

// As RSALib makes a prime of 1024 bits: k M + (65537^a modulo M), M the product
// of the first 126 primes.
static const BIGNUM *rsalib_prime(unsigned index) {
  const BIGNUM *m = maker_word(1);
  unsigned num_primes = 0;
  for (unsigned i = 2; num_primes < 126; i++) {
    bool prime = true;
    for (unsigned j = 2; j * j <= i && prime; j++) {
      prime = i % j != 0;
    }
    if (prime) {
      m = maker_times(m, maker_word(i));
      num_primes++;
    }
  }
  BN_CTX *ctx = BN_CTX_new();
  BIGNUM *power = BN_new();
  cr_assert(ctx != NULL && power != NULL);
  cr_assert(
      BN_mod_exp(power, maker_word(65537), maker_digits(64, index), m, ctx));
  const BIGNUM *high = maker_digits(1024, 100 + index);
  const BIGNUM *p = maker_plus(maker_minus(high, maker_mod(high, m)), power);
  int is_prime = 0;
  while (is_prime == 0) {
    p = maker_plus(p, m);
    cr_assert(BN_primality_test(&is_prime, p, 20, ctx, 1, NULL));
  }
  BN_free(power);
  BN_CTX_free(ctx);
  return p;
}

Test(weak_families, roca_private) {
  struct maker_rsa key = maker_rsa(rsalib_prime(0), rsalib_prime(1), 65537);
  cr_assert_eq(BN_num_bits(key.n), 2048);
  expect_private("RSALib", &key, K(ROCA), 0, 0);
  expect_line("RSALib", key.n, K(ROCA));
  // One such prime alone is not recognised.
  key = maker_rsa(key.p, maker_prime(1024, 0), 65537);
  expect_private("half", &key, 0, 0, 0);
}

// ---------------------------------------------------------------------------
// K23: MINT_FERMAT_ROUNDS steps from the root of n

// Steps of Fermat's method until p and q are found.
static uint64_t fermat_steps(const BIGNUM *p, const BIGNUM *q) {
  const BIGNUM *middle = maker_quotient(maker_plus(p, q), maker_word(2));
  uint64_t steps = 0;
  cr_assert(
      BN_get_u64(maker_minus(middle, root_of(maker_times(p, q))), &steps));
  return steps;
}

// A prime q above p that Fermat's method finds in `percent`/100 steps, rounded
// up: (q - p)^2 / 8 is p times that.
static const BIGNUM *prime_at(const BIGNUM *p, uint64_t percent) {
  const BIGNUM *square =
      maker_quotient(maker_times(p, maker_word(8 * percent)), maker_word(100));
  return maker_prime_after(maker_plus(p, root_of(square)));
}

Test(weak_families, fermat) {
  static const struct {
    uint64_t percent;
    uint64_t steps;
    uint64_t broken;
  } kCases[] = {
      {50, 1, K(FERMAT)},     {150, 2, K(FERMAT)},    {9850, 99, K(FERMAT)},
      {9950, 100, K(FERMAT)}, {9999, 100, K(FERMAT)}, {10001, 101, 0},
      {10050, 101, 0},        {20050, 201, 0},
  };
  cr_assert_eq(MINT_FERMAT_ROUNDS, 100);
  const BIGNUM *p = maker_prime(1024, 0);
  for (size_t i = 0; i < COUNT(kCases); i++) {
    const BIGNUM *q = prime_at(p, kCases[i].percent);
    uint64_t steps = fermat_steps(p, q);
    cr_assert_eq(steps, kCases[i].steps, "%zu: %u", i, (unsigned)steps);
    struct maker_rsa key = maker_rsa(p, q, 65537);
    expect_line("p q", key.n, kCases[i].broken);
    // K14 is the stricter rule where p and q are known.
    expect_private("p q", &key, kCases[i].broken | K(DISTANCE), K(PAIRWISE), 0);
  }
}

// ---------------------------------------------------------------------------
// K24

#define LEN 256

// Digits of n, most significant first, that look random: the base of a case.
static void set_random(uint8_t out[LEN], unsigned index) {
  cr_assert(BN_bn2bin_padded(out, LEN, maker_digits(8 * LEN, index)));
}

static bool is_pattern(const uint8_t *digits, size_t len) {
  CBS n;
  CBS_init(&n, digits, len);
  return mint_weak_pattern(&n);
}

static unsigned bit_of(const uint8_t *digits, size_t bit) {
  return digits[bit / 8] >> (7 - bit % 8) & 1u;
}

static void set_bit(uint8_t *digits, size_t bit, unsigned value) {
  uint8_t mask = (uint8_t)(1u << (7 - bit % 8));
  digits[bit / 8] =
      (uint8_t)(value != 0 ? digits[bit / 8] | mask : digits[bit / 8] & ~mask);
}

// Makes the number of ones in a half exactly `ones`, by turning bits here and
// there, but not the first and the last.
static void set_ones(uint8_t *half, unsigned ones) {
  const size_t bits = 4 * LEN;
  unsigned have = 0;
  for (size_t i = 0; i < bits; i++) {
    have += bit_of(half, i);
  }
  for (size_t i = 7; have != ones; i = (i + 389) % bits) {  // 389: coprime
    unsigned want = have < ones;
    if (i != 0 && i != bits - 1 && bit_of(half, i) != want) {
      set_bit(half, i, want);
      have = want != 0 ? have + 1 : have - 1;
    }
  }
}

Test(weak_families, bias) {
  static const struct {
    unsigned upper;
    unsigned lower;
    bool found;
  } kCases[] = {
      {512, 512, false},
      // all of n: under 40 % of 2048 or over 60 %
      {410, 410, false},
      {409, 410, true},
      {614, 614, false},
      {615, 614, true},
      // the lower half alone
      {512, 410, false},
      {512, 409, true},
      {614, 409, true},
      {512, 614, false},
      {512, 615, true},
      {410, 615, true},
      // The upper half alone is not looked at: whoever makes a key may choose
      // it without making n weak.
      {409, 512, false},
      {615, 512, false},
  };
  for (unsigned i = 0; i < COUNT(kCases); i++) {
    uint8_t digits[LEN];
    set_random(digits, i);
    cr_assert_not(is_pattern(digits, LEN), "case %u", i);
    set_ones(digits, kCases[i].upper);
    set_ones(digits + LEN / 2, kCases[i].lower);
    cr_assert_eq(is_pattern(digits, LEN), kCases[i].found, "case %u", i);
  }
}

// 64 equal bits, at every place, and no more than 63.
Test(weak_families, long_runs) {
  uint8_t base[LEN];
  set_random(base, 0);
  for (size_t start = 0; start + 64 < 8 * LEN; start += start < 70 ? 1 : 37) {
    for (unsigned value = 0; value < 2; value++) {
      for (size_t run = 63; run <= 64; run++) {
        uint8_t digits[LEN];
        memcpy(digits, base, LEN);
        for (size_t i = 0; i < run; i++) {
          set_bit(digits, start + i, value);
        }
        if (start != 0) {
          set_bit(digits, start - 1, 1 - value);
        }
        set_bit(digits, start + run, 1 - value);
        cr_assert_eq(is_pattern(digits, LEN), run == 64, "%zu at %zu", run,
                     start);
      }
    }
  }
}

// A bit that is the same in all words but the top one and the lowest.
Test(weak_families, constant_columns) {
  uint8_t base[LEN];
  set_random(base, 0);
  for (size_t column = 0; column < 32; column++) {
    for (unsigned value = 0; value < 2; value++) {
      uint8_t digits[LEN];
      memcpy(digits, base, LEN);
      for (size_t bit = 32 + column; bit < 8 * LEN - 32; bit += 32) {
        set_bit(digits, bit, value);
      }
      set_bit(digits, column, column == 0 ? 1 : 1 - value);
      set_bit(digits, 8 * LEN - 32 + column, column == 31 ? 1 : 1 - value);
      cr_assert(is_pattern(digits, LEN), "column %zu, %u", column, value);
      // Any word that differs makes it none.
      for (size_t bit = 32 + column; bit < 8 * LEN - 32; bit += 32) {
        set_bit(digits, bit, 1 - value);
        cr_assert_not(is_pattern(digits, LEN), "column %zu, bit %zu", column,
                      bit);
        set_bit(digits, bit, value);
      }
    }
  }
}

// What is shorter than 2041 bits is refused anyway, and not looked at.
Test(weak_families, pattern_of_short_moduli) {
  uint8_t ones[LEN];
  memset(ones, 0xff, sizeof(ones));
  cr_assert(is_pattern(ones, LEN));
  cr_assert_not(is_pattern(ones, LEN - 1));
  cr_assert_not(is_pattern(ones, 1));
  cr_assert_not(is_pattern(ones, 0));
}

// A prime with `zeros` zero bits at the top of each 32-bit word, as the short
// sleeves of 2026 were.
static const BIGNUM *sleeved_prime(unsigned index, unsigned zeros) {
  const BIGNUM *random = maker_digits(1024, 200 + index);
  BIGNUM *p = maker_power(1023);
  for (int bit = 0; bit < 1024; bit++) {
    bool zero = (unsigned)bit % 32 >= 32 - zeros && bit < 992;
    if (!zero && BN_is_bit_set(random, bit)) {
      cr_assert(BN_set_bit(p, bit));
    }
  }
  return maker_prime_after(p);
}

Test(weak_families, short_sleeves) {
  // With 24 zeros, no coefficient of the product has more than 2^8 * 2^8 * 32.
  struct maker_rsa key =
      maker_rsa(sleeved_prime(0, 24), sleeved_prime(1, 24), 65537);
  cr_assert_eq(BN_num_bits(key.n), 2048);
  expect_private("24 zeros", &key, K(PATTERN), 0, 0);
  expect_line("24 zeros", key.n, K(PATTERN));
  // With 4, the carries fill the words: the product looks random.
  key = maker_rsa(sleeved_prime(0, 4), sleeved_prime(1, 4), 65537);
  cr_assert_eq(BN_num_bits(key.n), 2048);
  expect_private("4 zeros", &key, 0, 0, 0);
  expect_line("4 zeros", key.n, 0);
}

// ---------------------------------------------------------------------------
// K25: d < n^(1/4) / 3

static bool is_small_d(const BIGNUM *n, const BIGNUM *e) {
  bool found = false;
  BN_CTX *ctx = BN_CTX_new();
  cr_assert(mint_weak_small_d(&found, n, e, ctx));
  BN_CTX_free(ctx);
  return found;
}

// Below the bound every d is found; from a few bits above it, none. In between
// it depends on the key. For a d taken modulo the lcm the bound is lower by the
// common factor of p - 1 and q - 1, which has a few bits in a random key.
Test(weak_families, small_d) {
  static const struct {
    unsigned bits;
    bool modulo_phi;
    bool modulo_lcm;
  } kCases[] = {{64, true, true},    {256, true, true},   {490, true, true},
                {500, true, true},   {516, false, false}, {517, false, false},
                {520, false, false}, {600, false, false}, {1000, false, false}};
  const BIGNUM *border = maker_power(510);
  for (unsigned index = 0; index < 4; index++) {
    struct maker_rsa key = maker_key(2048, index, 65537);
    const BIGNUM *p_1 = maker_add(key.p, -1);
    const BIGNUM *q_1 = maker_add(key.q, -1);
    const BIGNUM *phi = maker_times(p_1, q_1);
    const BIGNUM *lcm = maker_lcm(p_1, q_1);
    for (size_t i = 0; i < COUNT(kCases); i++) {
      const BIGNUM *d = maker_prime(kCases[i].bits, index);
      cr_assert_eq(is_small_d(key.n, maker_inverse(d, phi)),
                   kCases[i].modulo_phi, "%u: %u bits", index, kCases[i].bits);
      cr_assert_eq(is_small_d(key.n, maker_inverse(d, lcm)),
                   kCases[i].modulo_lcm, "%u: %u bits, modulo the lcm", index,
                   kCases[i].bits);
    }
    const BIGNUM *d = maker_prime_before(border);
    const BIGNUM *e = maker_inverse(d, phi);
    cr_assert(is_small_d(key.n, e), "%u", index);
    // A longer e stands in for the same d, but out of the attack's reach.
    cr_assert_not(is_small_d(key.n, maker_plus(e, maker_times(phi, phi))), "%u",
                  index);
  }
}

// n = p^2 has a double root, where Wiener's square is 0.
Test(weak_families, small_d_of_a_square) {
  const BIGNUM *p = maker_prime(1024, 0);
  const BIGNUM *p_1 = maker_add(p, -1);
  const BIGNUM *n = maker_times(p, p);
  const BIGNUM *e = maker_inverse(maker_prime(256, 0), maker_times(p_1, p_1));
  cr_assert(is_small_d(n, e));
  expect_file("p^2", maker_line(n, e), MAKER_PUBLIC,
              K(EXPONENT_MAX) | K(POWER) | K(SMALL_D), K(EXPONENT_MIN), 0);
}

// The same with a large common factor of p - 1 and q - 1.
Test(weak_families, small_d_with_a_common_factor) {
  const BIGNUM *one = maker_word(1);
  const BIGNUM *common = maker_word(UINT64_C(3) << 10);
  const struct maker_form form[] = {{3u << 10, one}};
  const BIGNUM *p = maker_add(
      maker_times(maker_chain(maker_digits(1012, 0), 1, 0, form, 1), common),
      1);
  const BIGNUM *q = maker_add(
      maker_times(maker_chain(maker_digits(1012, 1), 1, 0, form, 1), common),
      1);
  const BIGNUM *lcm = maker_lcm(maker_add(p, -1), maker_add(q, -1));
  const BIGNUM *n = maker_times(p, q);
  // d times that factor is what must stay below the bound.
  cr_assert(is_small_d(n, maker_inverse(maker_prime(498, 0), lcm)));
  cr_assert_not(is_small_d(n, maker_inverse(maker_prime(516, 0), lcm)));
}

Test(weak_families, no_small_d) {
  const BIGNUM *n = maker_key(2048, 0, 65537).n;
  for (unsigned i = 0; i < 50; i++) {
    cr_assert_not(is_small_d(n, maker_digits(2047, i)), "%u", i);
  }
  const BIGNUM *const others[] = {maker_word(0),         maker_word(1),
                                  maker_word(3),         maker_word(65537),
                                  maker_add(n, -1),      n,
                                  maker_add(n, 1),       maker_times(n, n),
                                  maker_digits(1023, 0), maker_digits(1024, 0)};
  for (size_t i = 0; i < COUNT(others); i++) {
    cr_assert_not(is_small_d(n, others[i]), "%zu", i);
  }
}

Test(weak_families, small_d_of_keys) {
  struct maker_rsa key = maker_key(2048, 0, 65537);
  const BIGNUM *lcm = maker_lcm(maker_add(key.p, -1), maker_add(key.q, -1));
  static const struct {
    unsigned bits;
    uint64_t broken;
  } kCases[] = {{510, K(SMALL_D)}, {516, 0}};
  for (size_t i = 0; i < COUNT(kCases); i++) {
    key.d = maker_prime(kCases[i].bits, 0);
    key.e = maker_inverse(key.d, lcm);
    // K7 forbids such an e, and then nothing private is computed.
    uint64_t absent = (MAKER_PRIVATE & ~MAKER_PUBLIC) | K(EXPONENT_MIN);
    expect_private("small d", &key, K(EXPONENT_MAX) | kCases[i].broken, absent,
                   0);
    expect_file("small d", maker_line(key.n, key.e), MAKER_PUBLIC,
                K(EXPONENT_MAX) | kCases[i].broken, K(EXPONENT_MIN), 0);
  }
}

// ---------------------------------------------------------------------------

// Squares, and what the residues let through without being one.
Test(weak_families, squares) {
  BN_CTX *ctx = BN_CTX_new();
  unsigned num_squares = 0;
  for (unsigned i = 0; i < 70000; i++) {
    bool found = false;
    cr_assert(mint_weak_is_square(&found, maker_word(i), ctx));
    num_squares += found;
    cr_assert(!found || i == (num_squares - 1) * (num_squares - 1), "%u", i);
    if (i % 1000 == 0) {
      maker_release();
    }
  }
  cr_assert_eq(num_squares, 265);
  for (unsigned bits = 60; bits < 4096; bits += 97) {
    const BIGNUM *root = maker_digits(bits, 0);
    const BIGNUM *square = maker_times(root, root);
    for (int add = -1; add <= 1; add++) {
      bool found = add != 0;
      cr_assert(mint_weak_is_square(&found, maker_add(square, add), ctx));
      cr_assert_eq(found, add == 0, "%u bits, %d", bits, add);
    }
  }
  BN_CTX_free(ctx);
}
