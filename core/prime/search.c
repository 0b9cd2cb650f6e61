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
static unsigned candidates_max(unsigned bits) { return 4 * bits; }

struct mint_search {
  unsigned bits;
  size_t words;
  const struct mint_screen *screen;
  const struct mint_trial *trial;
};

// Numbers that have passed the stages of trial division so far.
struct queue {
  uint64_t *numbers;
  unsigned num;  // at most QUEUE
};

// One batch, and what was left of the one before.
#define QUEUE ((size_t)2 * MINT_TRIAL_BATCH)

// So many random words are drawn at once: asked for one number at a time,
// BoringSSL's generator takes as long for each as for thirty.
#define POOL ((size_t)1024)

struct mint_finder {
  const struct mint_search *search;
  uint64_t *pool;                              // random words
  size_t num_drawn;                            // of them that are used up
  struct queue queues[MINT_TRIAL_STAGES + 1];  // the last is for the screen
  unsigned num_screened;                       // at the front of the last queue
  unsigned passed;      // which of them are still to be handed out
  unsigned num_tried;   // candidates that were screened
  unsigned num_before;  // those up to the last prime
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
  // At most 2^24 for 64 words: after the same twice at most 2 * 65536, which
  // one subtraction brings below the exponent.
  for (int i = 0; i < 2; i++) {
    sum = (sum & 0xffff) + EXPONENT - (sum >> 16);
  }
  sum -= EXPONENT & ~ct_lt(sum, EXPONENT);
  return sum;
}

// The next `num` random words, at most POOL; NULL if the random source failed.
static const uint64_t *draw_words(struct mint_finder *finder, size_t num) {
  if (finder->num_drawn + num > POOL) {
    if (!RAND_bytes((uint8_t *)finder->pool, 8 * POOL)) {
      return NULL;
    }
    MINT_CT_SECRET(finder->pool, 8 * POOL);
    finder->num_drawn = 0;
  }
  finder->num_drawn += num;
  return finder->pool + finder->num_drawn - num;
}

// Draws a number that is uniform among the odd ones of the right size: all
// words are independent, and only the top one can be too small. False if the
// random source failed.
static bool draw(uint64_t *out, struct mint_finder *finder) {
  size_t rest = finder->search->words - 1;
  const uint64_t *words = draw_words(finder, rest);
  if (words == NULL) {
    return false;
  }
  memcpy(out, words, 8 * rest);
  out[0] |= 1;
  do {
    words = draw_words(finder, 1);
    if (words == NULL) {
      return false;
    }
    out[rest] = *words | UINT64_C(1) << 63;
    // Public: one that is too small is thrown away.
  } while (ct_declassify(ct_lt(out[rest], ROOT_TOP)) != 0);
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
static bool fill(struct mint_finder *finder, unsigned stage) {
  size_t words = finder->search->words;
  struct queue *to = &finder->queues[stage];
  while (to->num < MINT_TRIAL_BATCH) {
    if (stage == 0) {
      if (!draw(to->numbers + to->num * words, finder)) {
        return false;
      }
      to->num++;
      continue;
    }
    struct queue *from = &finder->queues[stage - 1];
    if (!fill(finder, stage - 1)) {
      return false;
    }
    unsigned left = mint_trial_run(finder->search->trial, stage - 1,
                                   from->numbers, finder->trial_room);
    move(to, from, left, MINT_TRIAL_BATCH, words);
  }
  return true;
}

// Stores the next number that passed the screen and is not handed out yet.
// Those with p - 1 a multiple of 65537 fit no key.
static bool take_passed(uint64_t *out, struct mint_finder *finder) {
  const struct mint_search *s = finder->search;
  for (unsigned i = 0; finder->passed != 0; i++) {
    if ((finder->passed >> i & 1) == 0) {
      continue;
    }
    finder->passed &= ~(1u << i);
    const uint64_t *n =
        finder->queues[MINT_TRIAL_STAGES].numbers + i * s->words;
    // Public: such a number is thrown away.
    if (ct_declassify(ct_eq(modulo_exponent(n, s->words), 1)) == 0) {
      memcpy(out, n, 8 * s->words);
      return true;
    }
  }
  return false;
}

// Screens numbers in place of those that are done with.
static enum mint_code screen_more(struct mint_finder *finder) {
  const struct mint_search *s = finder->search;
  struct queue *queue = &finder->queues[MINT_TRIAL_STAGES];
  move(queue, queue, 0, finder->num_screened, s->words);
  finder->num_screened = 0;
  if (!fill(finder, MINT_TRIAL_STAGES)) {
    return MINT_E_RANDOM;
  }
  finder->num_screened = s->screen->batch;
  return s->screen->run(&finder->passed, queue->numbers, finder->num_screened,
                        s->bits, finder->screen_room);
}

enum mint_code mint_finder_next(struct mint_finder *finder, bool *out_found,
                                uint64_t *out, mint_search_fn tell,
                                void *context) {
  const struct mint_search *s = finder->search;
  *out_found = false;
  memset(out, 0, 8 * s->words);
  while (!take_passed(out, finder)) {
    if (finder->num_tried - finder->num_before >= candidates_max(s->bits)) {
      return MINT_E_INTERNAL;
    }
    finder->num_tried += s->screen->batch;
    if (tell != NULL && !tell(context, finder->num_tried)) {
      return MINT_E_NONE;
    }
    enum mint_code code = screen_more(finder);
    if (code != MINT_E_NONE) {
      return code;
    }
  }
  *out_found = true;
  return MINT_E_NONE;
}

// Who is told how it goes.
struct listener {
  mint_search_fn tell;
  void *context;
  unsigned num_tried;
};

static bool go_on(void *context) {
  const struct listener *listener = context;
  return listener->tell(listener->context, listener->num_tried);
}

enum mint_code mint_finder_confirm(struct mint_finder *finder, bool *out_prime,
                                   BN_MONT_CTX **out_mont, const uint64_t *n,
                                   mint_search_fn tell, void *context) {
  unsigned bits = finder->search->bits;
  struct listener listener = {tell, context, finder->num_tried};
  enum mint_code code =
      mint_confirm(out_prime, out_mont, n, bits, mint_confirm_rounds(bits),
                   tell == NULL ? NULL : go_on, &listener);
  if (*out_prime) {
    finder->num_before = finder->num_tried;
  }
  return code;
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
  s->trial = mint_trial_get(screen->divider, bits);
  if (s->trial == NULL) {
    OPENSSL_free(s);
    return NULL;
  }
  return s;
}

void mint_search_free(struct mint_search *search) { OPENSSL_free(search); }

struct mint_finder *mint_finder_open(const struct mint_search *search) {
  struct mint_finder *finder = OPENSSL_malloc(sizeof(*finder));
  if (finder == NULL) {
    return NULL;
  }
  memset(finder, 0, sizeof(*finder));
  size_t queue_words = QUEUE * search->words;
  finder->search = search;
  finder->num_drawn = POOL;
  finder->pool = OPENSSL_malloc(8 * POOL);
  finder->queues[0].numbers =
      OPENSSL_malloc(8 * queue_words * (MINT_TRIAL_STAGES + 1));
  finder->trial_room = OPENSSL_malloc(mint_trial_room());
  finder->screen_room = OPENSSL_malloc(search->screen->room(search->bits));
  if (finder->pool == NULL || finder->queues[0].numbers == NULL ||
      finder->trial_room == NULL || finder->screen_room == NULL) {
    mint_finder_close(finder);
    return NULL;
  }
  for (size_t i = 1; i <= MINT_TRIAL_STAGES; i++) {
    finder->queues[i].numbers = finder->queues[0].numbers + i * queue_words;
  }
  return finder;
}

void mint_finder_close(struct mint_finder *finder) {
  if (finder != NULL) {
    OPENSSL_free(finder->pool);
    OPENSSL_free(finder->queues[0].numbers);
    OPENSSL_free(finder->trial_room);
    OPENSSL_free(finder->screen_room);
    OPENSSL_free(finder);
  }
}
