// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// Runs what makes a key under valgrind, as ct_check.c does with what reads and
// writes one. BoringSSL computes with the same secrets in between, and what it
// does itself is not looked at (boringssl.supp); what comes out of it is as
// secret here as what went in.
//
// The vector code is that of MINT_LANES_SCALAR: valgrind knows no AVX-512.
//
// usage: ct_keygen [arith|trial|screen|larger-screens|search|derive|
//                   leak-branch|leak-index]...
//
// Exits with 0 if every result was right, 1 if not, 3 if no checker runs.

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/bn.h>

#include "core/base/arena.h"
#include "core/base/ct.h"
#include "core/format/parts.h"
#include "core/key/check.h"
#include "core/key/derive.h"
#include "core/mint.h"
#include "core/prime/arith.h"
#include "core/prime/lanes.h"
#include "core/prime/search.h"
#include "core/prime/trial.h"

// Linters read it without them.
#if !defined(MINT_CT_VALGRIND) && !defined(MINT_CT_MSAN) && \
    !defined(__clang_analyzer__) && !defined(__cppcheck__)
#error "ct_keygen needs a checker: see ct_keygen.sh"
#endif

__extension__ typedef unsigned __int128 uint128;

// Whether the screens do all squarings of their powers.
#if defined(MINT_SCREEN_SQUARINGS)
#define WHOLE false
#else
#define WHOLE true
#endif

static void need(bool condition, const char *what) {
  if (!condition) {
    fprintf(stderr, "ct_keygen: %s is wrong\n", what);
    exit(1);
  }
}

// Numbers that have nothing to hide but their marks.
static void load(uint64_t *out, size_t words, uint64_t seed) {
  for (size_t i = 0; i < words; i++) {
    seed = (seed ^ seed >> 29) * UINT64_C(0xbf58476d1ce4e5b9) + 12345;
    out[i] = seed ^ seed >> 32;
  }
}

static bool same(const void *a, const void *b, size_t len) {
  return memcmp(a, b, len) == 0;
}

// ---------------------------------------------------------------------------
// In place of the arena. BoringSSL asks for memory by the length of a number,
// which its own arithmetic makes a secret; lengths are public. (Nothing that
// runs under MSan asks for any such memory.)

#if !defined(MINT_CT_MSAN)

void *OPENSSL_memory_alloc(size_t size);
void OPENSSL_memory_free(void *bytes);
size_t OPENSSL_memory_get_size(void *bytes);

struct block {
  _Alignas(16) size_t size;
  _Alignas(16) uint8_t bytes[];
};

void *OPENSSL_memory_alloc(size_t size) {
  MINT_CT_PUBLIC(&size, sizeof(size));
  struct block *block = malloc(sizeof(*block) + size);
  need(block != NULL, "memory");
  block->size = size;
  return block->bytes;  // cppcheck-suppress memleak
}

static struct block *block_of(void *bytes) {
  return (struct block *)(void *)((uint8_t *)bytes - sizeof(struct block));
}

size_t OPENSSL_memory_get_size(void *bytes) { return block_of(bytes)->size; }

void OPENSSL_memory_free(void *bytes) {
  if (bytes != NULL) {
    free(block_of(bytes));
  }
}

// There is nothing to count.
void mint_arena_stats(struct mint_arena_stats *out) {
  memset(out, 0, sizeof(*out));
}

#endif

// ---------------------------------------------------------------------------
// Arithmetic

static void check_shift(void) {
  enum { WORDS = 3 };
  for (unsigned by = 0; by < 64; by++) {
    uint64_t a[WORDS];
    uint64_t again[WORDS];
    unsigned secret_by = by;
    load(a, WORDS, by);
    load(again, WORDS, by);
    MINT_CT_SECRET(a, sizeof(a));
    MINT_CT_SECRET(&secret_by, sizeof(secret_by));
    mint_arith_shift_right(a, a, secret_by, WORDS);
    MINT_CT_PUBLIC(a, sizeof(a));
    for (size_t i = 0; i < WORDS; i++) {
      uint64_t above = i + 1 < WORDS && by != 0 ? again[i + 1] << (64 - by) : 0;
      need(a[i] == (again[i] >> by | above), "shift_right");
    }
  }
}

// a = (a / m) m + a mod m.
static void check_div(void) {
  enum { WORDS = 4, DIVISOR = 3 };
  uint64_t a[WORDS];
  uint64_t m[DIVISOR];
  uint64_t quotient[WORDS];
  uint64_t rest[DIVISOR];
  uint64_t scratch[DIVISOR];
  uint64_t product[WORDS + DIVISOR];
  load(a, WORDS, 1);
  load(m, DIVISOR, 2);
  MINT_CT_SECRET(a, sizeof(a));
  MINT_CT_SECRET(m, sizeof(m));
  mint_arith_div(quotient, rest, a, WORDS, m, DIVISOR, scratch);
  mint_arith_mul(product, quotient, WORDS, m, DIVISOR);
  uint64_t less = mint_arith_sub(product, a, product, WORDS);
  uint64_t right = mint_arith_eq(product, rest, DIVISOR) &
                   mint_arith_lt(rest, m, DIVISOR) & ~less &
                   ct_is_zero(product[DIVISOR]);
  need(ct_declassify(right) != 0, "div");
}

// gcd(x f, y f) = f for two primes x and y.
static void check_gcd(void) {
  enum { WORDS = 3 };
  static const uint64_t kFactors[] = {1, 2, 12, 0x10001, UINT64_C(1) << 63};
  for (size_t i = 0; i < sizeof(kFactors) / sizeof(kFactors[0]); i++) {
    const uint64_t x[WORDS - 1] = {UINT64_C(0x1fffffffffffffff), 0};  // 2^61-1
    const uint64_t y[WORDS - 1] = {UINT64_MAX, UINT64_MAX >> 1};      // 2^127-1
    uint64_t factor = kFactors[i];
    uint64_t a[WORDS];
    uint64_t b[WORDS];
    uint64_t out[WORDS];
    MINT_CT_SECRET(&factor, sizeof(factor));
    mint_arith_mul(a, x, WORDS - 1, &factor, 1);
    mint_arith_mul(b, y, WORDS - 1, &factor, 1);
    mint_arith_gcd(out, a, b, WORDS);
    need(ct_declassify(mint_arith_is_word(out, factor, WORDS)) != 0, "gcd");
  }
}

// a/m by m, for a secret modulus: 2^127 - 1.
static void check_inverse(void) {
  enum { WORDS = 2 };
  for (unsigned seed = 0; seed < 4; seed++) {
    uint64_t m[WORDS] = {UINT64_MAX, UINT64_MAX >> 1};
    uint64_t a[WORDS];
    uint64_t inverse[WORDS];
    uint64_t product[2 * WORDS];
    uint64_t scratch[2 * WORDS + 1];
    load(a, WORDS, seed);
    a[WORDS - 1] >>= 2;
    MINT_CT_SECRET(m, sizeof(m));
    MINT_CT_SECRET(a, sizeof(a));
    mint_arith_inverse(inverse, a, m, WORDS);
    mint_arith_mul(product, a, WORDS, inverse, WORDS);
    mint_arith_mod(inverse, product, (size_t)2 * WORDS, m, 127, scratch);
    uint64_t one = mint_arith_is_word(inverse, 1, WORDS);
    need(ct_declassify(one) != 0, "inverse");
  }
}

static void check_words(void) {
  enum { WORDS = 3 };
  static const uint64_t kModuli[] = {3, 65537, (UINT64_C(1) << 62) - 57};
  for (size_t i = 0; i < sizeof(kModuli) / sizeof(kModuli[0]); i++) {
    uint64_t m = kModuli[i];
    for (uint64_t a = 1; a <= 2; a++) {
      uint64_t secret = a;
      MINT_CT_SECRET(&secret, sizeof(secret));
      mint_arith_inverse(&secret, &secret, &m, 1);
      need(ct_declassify(secret) == (a == 1 ? 1 : (m + 1) / 2), "inverse");
    }
    uint64_t a[WORDS + 1];
    uint64_t again[WORDS];
    load(again, WORDS, m);
    mint_arith_mul(a, again, WORDS, &m, 1);
    MINT_CT_SECRET(a, sizeof(a));
    mint_arith_div_word(a, a, m, WORDS + 1);
    MINT_CT_PUBLIC(a, sizeof(a));
    need(same(a, again, sizeof(again)) && a[WORDS] == 0, "div_word");
  }
}

static void check_arith(void) {
  check_shift();
  check_div();
  check_gcd();
  check_inverse();
  check_words();
}

// ---------------------------------------------------------------------------
// Candidates

static bool is_prime(unsigned n) {
  unsigned divisor = 3;
  while (divisor * divisor <= n && n % divisor != 0) {
    divisor += 2;
  }
  return divisor * divisor > n;
}

// Whether an odd prime between `from` and `to` divides n.
static bool has_divisor(const uint64_t *n, size_t words, unsigned from,
                        unsigned to) {
  for (unsigned p = from | 1; p < to; p += 2) {
    if (!is_prime(p)) {
      continue;
    }
    uint64_t rest = 0;
    for (size_t i = words; i-- > 0;) {
      rest = (uint64_t)(((uint128)rest << 64 | n[i]) % p);
    }
    if (rest == 0) {
      return true;
    }
  }
  return false;
}

static void check_divider(const struct mint_divider *divider) {
  enum { BITS = 512, WORDS = BITS / 64 };
  static const unsigned kEnds[] = {3, 256, 2048, 8192, 24576, 65536};
  const struct mint_trial *trial = mint_trial_get(divider, BITS);
  void *room = malloc(mint_trial_room());
  uint64_t numbers[MINT_TRIAL_BATCH * WORDS];
  need(trial != NULL && room != NULL, "memory");
  for (unsigned stage = 0; stage < MINT_TRIAL_STAGES; stage++) {
    load(numbers, MINT_TRIAL_BATCH * WORDS, stage + 7);
    unsigned expected = 0;
    for (unsigned i = 0; i < MINT_TRIAL_BATCH; i++) {
      bool found = has_divisor(numbers + i * WORDS, WORDS, kEnds[stage],
                               kEnds[stage + 1]);
      expected |= (unsigned)!found << i;
    }
    MINT_CT_SECRET(numbers, sizeof(numbers));
    need(mint_trial_run(trial, stage, numbers, room) == expected,
         divider->name);
  }
  free(room);
}

static void check_trial(void) {
  static const struct mint_divider *const kDividers[MINT_DIVIDERS] = {
      &mint_divider_portable, &mint_divider_avx2, &mint_divider_ifma};
  for (size_t i = 0; i < MINT_DIVIDERS; i++) {
    if (kDividers[i]->is_here()) {
      check_divider(kDividers[i]);
    }
  }
}

static uint8_t text[4096];

static struct mint_parts *read_key(void) {
  struct mint_parts *parts = NULL;
  struct mint_reason why;
  FILE *file = fopen("tests/vectors/ssh/rsa.pem", "rb");
  need(file != NULL, "tests/vectors/ssh/rsa.pem");
  size_t len = fread(text, 1, sizeof(text), file);
  (void)fclose(file);
  need(mint_parts_read(&parts, &why, text, len) == MINT_OK, "rsa.pem");
  return parts;
}

// With all squarings of the power two primes pass and the others do not; with
// fewer, nothing passes.
static void check_screen(const struct mint_screen *screen, unsigned bits,
                         const struct mint_parts *key) {
  size_t words = mint_arith_words(bits);
  uint64_t *numbers = malloc(screen->batch * 8 * words);
  void *room = malloc(screen->room(bits));
  unsigned passed = 0;
  need(numbers != NULL && room != NULL, "memory");
  load(numbers, screen->batch * words, bits + 1);  // no prime among them
  for (size_t i = 0; i < screen->batch; i++) {
    numbers[i * words] |= 1;
    numbers[i * words + words - 1] |= UINT64_C(1) << 63;
  }
  if (8 * CBS_len(&key->rsa.p) == bits) {
    mint_arith_load(numbers, words, CBS_data(&key->rsa.p), bits / 8);
    mint_arith_load(numbers + words, words, CBS_data(&key->rsa.q), bits / 8);
  }
  MINT_CT_SECRET(numbers, screen->batch * 8 * words);
  need(screen->run(&passed, numbers, screen->batch, bits, room) == MINT_E_NONE,
       screen->name);
  need(passed == (WHOLE && bits == 1024 ? 3 : 0), screen->name);
  free(room);
  free(numbers);
}

static void check_screen_1024(void) {
  struct mint_parts *key = read_key();
  check_screen(&mint_screen_ifma, 1024, key);
  check_screen(&mint_screen_avx2, 1024, key);
  mint_parts_free(key);
}

static void check_larger_screens(void) {
  static const unsigned kSizes[] = {1536, 2048, 4096};
  struct mint_parts *key = read_key();
  for (size_t i = 0; i < sizeof(kSizes) / sizeof(kSizes[0]); i++) {
    check_screen(&mint_screen_ifma, kSizes[i], key);
    check_screen(&mint_screen_avx2, kSizes[i], key);
  }
  mint_parts_free(key);
}

// ---------------------------------------------------------------------------
// A prime, and a key. The marks are set where the random bytes are drawn.

static void check_search(void) {
  enum { BITS = 512, WORDS = BITS / 64 };
  uint64_t prime[WORDS];
  uint8_t digits[BITS / 8];
  int found = 0;
  struct mint_search *search = mint_search_new(BITS, &mint_screen_portable);
  struct mint_finder *finder = search == NULL ? NULL : mint_finder_open(search);
  bool is_prime = false;
  need(finder != NULL, "memory");
  while (!is_prime) {
    bool passed = false;
    need(mint_finder_next(finder, &passed, prime, NULL, NULL) == MINT_E_NONE &&
             passed &&
             mint_finder_confirm(finder, &is_prime, NULL, prime, NULL, NULL) ==
                 MINT_E_NONE,
         "search");
  }
  mint_finder_close(finder);
  mint_search_free(search);
  MINT_CT_PUBLIC(prime, sizeof(prime));
  need(prime[WORDS - 1] >= UINT64_C(0xb504f333f9de6484), "prime");
  mint_arith_store(digits, sizeof(digits), prime, WORDS);
  BIGNUM *n = BN_bin2bn(digits, sizeof(digits), NULL);
  need(n != NULL && BN_primality_test(&found, n, 8, NULL, 0, NULL) != 0 &&
           found == 1,
       "prime");
  BN_free(n);
}

// The key of two primes is the one that they came from.
static void check_derive(void) {
  enum { BITS = 1024, WORDS = BITS / 64 };
  uint64_t p[WORDS];
  uint64_t q[WORDS];
  struct mint_parts *key = read_key();
  const struct mint_rsa *rsa = &key->rsa;
  struct mint_parts *parts = OPENSSL_malloc(sizeof(*parts));
  need(parts != NULL && 8 * CBS_len(&rsa->p) == BITS, "key");
  memset(parts, 0, sizeof(*parts));
  mint_arith_load(p, WORDS, CBS_data(&rsa->p), CBS_len(&rsa->p));
  mint_arith_load(q, WORDS, CBS_data(&rsa->q), CBS_len(&rsa->q));
  MINT_CT_SECRET(p, sizeof(p));
  MINT_CT_SECRET(q, sizeof(q));
  need(mint_derive(parts, q, p, BITS, 65537) == MINT_E_NONE, "derive");
  bool holds = false;
  need(mint_check_pairwise(&holds, &parts->rsa, NULL) == MINT_E_NONE && holds,
       "pairwise");
  MINT_CT_PUBLIC(parts->bytes.data, parts->bytes.len);
  const CBS *const got[] = {&parts->rsa.n,  &parts->rsa.p,  &parts->rsa.q,
                            &parts->rsa.dp, &parts->rsa.dq, &parts->rsa.qinv};
  const CBS *const want[] = {&rsa->n,  &rsa->p,  &rsa->q,
                             &rsa->dp, &rsa->dq, &rsa->qinv};
  for (size_t i = 0; i < sizeof(got) / sizeof(got[0]); i++) {
    need(CBS_mem_equal(got[i], CBS_data(want[i]), CBS_len(want[i])), "derive");
  }
  mint_parts_free(parts);
  mint_parts_free(key);
}

// ---------------------------------------------------------------------------
// Leaks on purpose, of what a vector holds

#if defined(MINT_LANES_HERE)

static volatile unsigned sink;
static volatile uint8_t table[256];

MINT_LANES_KERNEL uint64_t secret_lane(void) {
  struct mint_row x = {{1, 2, 3, 4, 5, 6, 7, 8}};
  MINT_CT_SECRET(&x, sizeof(x));
  lanes_store(&x, lanes_mul_lo(lanes_all(1), lanes_load(&x), lanes_load(&x)));
  return x.lane[3];
}

static void leak_branch(void) {
  if ((secret_lane() & 1) != 0) {
    sink = 1;
  }
}

static void leak_index(void) { sink = table[secret_lane() & 255]; }

#else

static void leak_branch(void) {}
static void leak_index(void) {}

#endif

int main(int argc, char *argv[]) {
  static const struct {
    const char *name;
    void (*run)(void);
  } kRuns[] = {
      {"arith", check_arith},        {"trial", check_trial},
      {"screen", check_screen_1024}, {"larger-screens", check_larger_screens},
      {"search", check_search},      {"derive", check_derive},
      {"leak-branch", leak_branch},  {"leak-index", leak_index},
  };
  if (!MINT_CT_CHECKED()) {
    fprintf(stderr, "ct_keygen: no checker runs, so nothing is shown\n");
    return 3;
  }
  bool ran = false;
  for (int arg = 1; arg < argc; arg++) {
    for (size_t i = 0; i < sizeof(kRuns) / sizeof(kRuns[0]); i++) {
      if (strcmp(argv[arg], kRuns[i].name) == 0) {
        kRuns[i].run();
        ran = true;
      }
    }
  }
  return ran ? 0 : 1;
}
