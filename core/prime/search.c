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

// Of numbers that no prime below 65536 divides, a prime takes about one in bits
// * ln(2) / (e^gamma ln(65536)), which is bits / 28: 100 times as many are
// needed once in e^100 searches.
static uint64_t candidates_max(unsigned bits) { return 4 * (uint64_t)bits; }

struct mint_search {
  unsigned bits;
  size_t words;
  const struct mint_screen *screen;
  struct mint_trial *trial;
};

// Numbers that have passed the stages of trial division so far.
struct queue {
  uint64_t *numbers;
  unsigned num;  // at most QUEUE
};

// One batch, and what was left of the one before.
#define QUEUE ((size_t)2 * MINT_TRIAL_BATCH)

// What one search works in.
struct run {
  const struct mint_search *search;
  struct queue queues[MINT_TRIAL_STAGES + 1];  // the last is for the screen
  uint64_t *numbers;
  void *trial_room;
  void *screen_room;
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

// Draws a number that is uniform among the odd ones of the right size, but for
// those whose predecessor 65537 divides.
// False if the random source failed.
static bool draw(uint64_t *n, size_t words) {
  uint64_t bad = 0;
  do {
    if (!RAND_bytes((uint8_t *)n, 8 * words)) {
      return false;
    }
    MINT_CT_SECRET(n, 8 * words);
    n[0] |= 1;
    n[words - 1] |= UINT64_C(1) << 63;
    bad = ct_lt(n[words - 1], ROOT_TOP) | ct_eq(modulo_exponent(n, words), 1);
  } while (ct_declassify(bad) != 0);
  return true;
}

// Appends the first `num` numbers of `from` whose bit in `which` is set, and
// takes all `num` off.
static void move(struct queue *to, struct queue *from, unsigned which,
                 unsigned num, size_t words) {
  for (unsigned i = 0; i < num; i++) {
    if ((which >> i & 1) != 0) {
      memcpy(to->numbers + to->num * words, from->numbers + i * words,
             8 * words);
      to->num++;
    }
  }
  from->num -= num;
  memmove(from->numbers, from->numbers + num * words, 8 * words * from->num);
}

// Fills the queue behind `stage` stages with at least a batch: what is left of
// batches from the queue before, or numbers that have just been drawn. False if
// the random source failed.
static bool fill(struct run *run, unsigned stage) {
  size_t words = run->search->words;
  struct queue *to = &run->queues[stage];
  while (to->num < MINT_TRIAL_BATCH) {
    if (stage == 0) {
      if (!draw(to->numbers + to->num * words, words)) {
        return false;
      }
      to->num++;
      continue;
    }
    struct queue *from = &run->queues[stage - 1];
    if (!fill(run, stage - 1)) {
      return false;
    }
    unsigned left = mint_trial_run(run->search->trial, stage - 1, from->numbers,
                                   run->trial_room);
    move(to, from, left, MINT_TRIAL_BATCH, words);
  }
  return true;
}

// Stores the first of the screened numbers that is a prime.
static enum mint_code confirm_first(uint64_t *out, bool *out_found,
                                    const struct run *run, unsigned passed) {
  const struct mint_search *s = run->search;
  *out_found = false;
  for (unsigned i = 0; i < s->screen->batch && !*out_found; i++) {
    if ((passed >> i & 1) == 0) {
      continue;
    }
    const uint64_t *n = run->queues[MINT_TRIAL_STAGES].numbers + i * s->words;
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

static enum mint_code search(uint64_t *out, struct run *run,
                             mint_search_fn tell, void *context) {
  const struct mint_search *s = run->search;
  const struct mint_screen *screen = s->screen;
  struct queue *queue = &run->queues[MINT_TRIAL_STAGES];
  uint64_t tried = 0;
  bool found = false;
  while (!found) {
    if (tried >= candidates_max(s->bits)) {
      return MINT_E_INTERNAL;
    }
    if (!fill(run, MINT_TRIAL_STAGES)) {
      return MINT_E_RANDOM;
    }
    tried += screen->batch;
    if (tell != NULL && !tell(context, (unsigned)tried)) {
      return MINT_E_NONE;
    }
    unsigned passed = 0;
    enum mint_code code = screen->run(&passed, queue->numbers, screen->batch,
                                      s->bits, run->screen_room);
    if (code == MINT_E_NONE) {
      code = confirm_first(out, &found, run, passed);
    }
    if (code != MINT_E_NONE) {
      return code;
    }
    move(queue, queue, 0, screen->batch, s->words);
  }
  return MINT_E_NONE;
}

struct mint_search *mint_search_new(unsigned bits,
                                    const struct mint_screen *screen) {
  struct mint_search *s = OPENSSL_malloc(sizeof(*s));
  if (s == NULL) {
    return NULL;
  }
  s->bits = bits;
  s->words = mint_arith_words(bits);
  s->screen = screen;
  s->trial = mint_trial_new(bits);
  if (s->trial == NULL) {
    OPENSSL_free(s);
    return NULL;
  }
  return s;
}

void mint_search_free(struct mint_search *search) {
  if (search != NULL) {
    mint_trial_free(search->trial);
    OPENSSL_free(search);
  }
}

enum mint_code mint_search_run(const struct mint_search *s, uint64_t *out,
                               mint_search_fn tell, void *context) {
  struct run run;
  size_t queue_words = QUEUE * s->words;
  memset(out, 0, 8 * s->words);
  memset(&run, 0, sizeof(run));
  run.search = s;
  run.numbers = OPENSSL_malloc(8 * queue_words * (MINT_TRIAL_STAGES + 1));
  run.trial_room = OPENSSL_malloc(mint_trial_room());
  run.screen_room = OPENSSL_malloc(s->screen->room(s->bits));
  enum mint_code code = MINT_E_MEMORY;
  if (run.numbers != NULL && run.trial_room != NULL &&
      run.screen_room != NULL) {
    for (size_t i = 0; i <= MINT_TRIAL_STAGES; i++) {
      run.queues[i].numbers = run.numbers + i * queue_words;
    }
    code = search(out, &run, tell, context);
  }
  OPENSSL_free(run.numbers);
  OPENSSL_free(run.trial_room);
  OPENSSL_free(run.screen_room);
  return code;
}
