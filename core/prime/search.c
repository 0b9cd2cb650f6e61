// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// search.c is the loop over candidates.
//
// Why it may branch on what it finds out about a candidate: each is drawn
// independently of all others, and one that fails is thrown away whole. What
// its failure shows, and when, says nothing about the one that is kept, which
// passes everything.

#include "core/prime/search.h"

#include <string.h>

#include <openssl/mem.h>
#include <openssl/rand.h>

#include "core/base/ct.h"
#include "core/prime/arith.h"
#include "core/prime/confirm.h"
#include "core/prime/trial.h"

// The top word of sqrt(2) 2^(bits - 1), rounded up: what is not below it is not
// below the root. The primes that this leaves out are fewer than one in 2^62.
#define ROOT_TOP UINT64_C(0xb504f333f9de6485)

#define EXPONENT 65537u

// Primes for trial division: those below this. More cost more than they save
// (bench/README.md).
#define TRIAL_LIMIT 32768u

// A prime takes about bits * ln(2) / 2 odd candidates: 100 times as many are
// needed once in e^100 searches.
static uint64_t candidates_max(unsigned bits) { return 35 * (uint64_t)bits; }

// What one search works in.
struct search {
  unsigned bits;
  size_t words;
  const struct mint_screen *screen;
  struct mint_trial *trial;
  uint64_t *batch;  // candidates for the screen, and one behind them
  void *room;       // the screen's
};

// n modulo 65537, where 2^16 = -1: the alternating sum of its 16-bit digits.
static uint64_t modulo_exponent(const uint64_t *n, size_t words) {
  uint64_t sum = 0;
  for (size_t i = 0; i < words; i++) {
    uint64_t w = n[i];
    sum += (w & 0xffff) + (w >> 32 & 0xffff);
    sum += 2 * (uint64_t)EXPONENT - (w >> 16 & 0xffff) - (w >> 48);
  }
  // Below 2^26 for 64 words: twice the same, and at most one subtraction.
  for (int i = 0; i < 2; i++) {
    sum = (sum & 0xffff) + EXPONENT - (sum >> 16);
  }
  sum -= EXPONENT & ~ct_lt(sum, EXPONENT);
  return sum - (EXPONENT & ~ct_lt(sum, EXPONENT));
}

// Draws a number that is uniform among the odd ones of the right size.
static void draw(const struct search *s, uint64_t *n) {
  uint64_t low = 0;
  do {
    RAND_bytes((uint8_t *)n, 8 * s->words);
    MINT_CT_SECRET(n, 8 * s->words);
    n[0] |= 1;
    n[s->words - 1] |= UINT64_C(1) << 63;
    // Public: a number that is too small is thrown away.
    low = ct_declassify(ct_lt(n[s->words - 1], ROOT_TOP));
  } while (low != 0);
}

// Draws until a number is left that no small prime divides, and whose
// predecessor 65537 does not divide.
static void next_candidate(const struct search *s, uint64_t *n) {
  do {
    draw(s, n);
  } while (mint_trial_divides(s->trial, n) ||
           ct_declassify(ct_eq(modulo_exponent(n, s->words), 1)) != 0);
}

static enum mint_code confirm_first(uint64_t *out, bool *out_found,
                                    const struct search *s, unsigned passed) {
  *out_found = false;
  for (unsigned i = 0; i < s->screen->batch && !*out_found; i++) {
    if ((passed >> i & 1) == 0) {
      continue;
    }
    const uint64_t *n = s->batch + i * s->words;
    enum mint_code code =
        mint_confirm(out_found, n, s->bits, mint_confirm_rounds(s->bits));
    if (code != MINT_E_NONE) {
      return code;
    }
    if (*out_found) {
      memcpy(out, n, 8 * s->words);
    }
  }
  return MINT_E_NONE;
}

static enum mint_code search(uint64_t *out, const struct search *s,
                             mint_search_fn tell, void *context) {
  uint64_t tried = 0;
  bool found = false;
  while (!found) {
    if (tried >= candidates_max(s->bits)) {
      return MINT_E_INTERNAL;
    }
    for (unsigned i = 0; i < s->screen->batch; i++) {
      next_candidate(s, s->batch + i * s->words);
    }
    tried += s->screen->batch;
    if (tell != NULL) {
      tell(context, (unsigned)tried);
    }
    unsigned passed = 0;
    enum mint_code code =
        s->screen->run(&passed, s->batch, s->screen->batch, s->bits, s->room);
    if (code == MINT_E_NONE) {
      code = confirm_first(out, &found, s, passed);
    }
    if (code != MINT_E_NONE) {
      return code;
    }
  }
  return MINT_E_NONE;
}

enum mint_code mint_search(uint64_t *out, unsigned bits,
                           const struct mint_screen *screen,
                           mint_search_fn tell, void *context) {
  struct search s;
  s.bits = bits;
  s.words = mint_arith_words(bits);
  s.screen = screen;
  s.trial = mint_trial_new(s.words, TRIAL_LIMIT);
  s.batch = OPENSSL_malloc(screen->batch * 8 * s.words);
  s.room = OPENSSL_malloc(screen->room(bits));
  enum mint_code code = MINT_E_MEMORY;
  memset(out, 0, 8 * s.words);
  if (s.trial != NULL && s.batch != NULL && s.room != NULL) {
    code = search(out, &s, tell, context);
  }
  mint_trial_free(s.trial);
  OPENSSL_free(s.batch);
  OPENSSL_free(s.room);
  return code;
}
