// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// keygen.c makes new keys: it looks for two primes, by two threads if it may,
// derives the key from them, and hands it through the same check as any other.

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/random.h>

#include <openssl/mem.h>

#include "core/base/ct.h"
#include "core/base/stack.h"
#include "core/key/check.h"
#include "core/key/derive.h"
#include "core/prime/arith.h"
#include "core/prime/search.h"

#define HALF_MAX (MINT_RSA_PRIVATE_BITS_MAX / 2 / 64)

bool mint_key_bits_offered(unsigned bits) {
  return bits == 2048 || bits == 3072 || bits == 4096 || bits == 8192;
}

// One of the two primes, on its way.
struct half {
  enum { WANTED, SCREENED, CONFIRMING, PRIME } stage;
  uint64_t number[HALF_MAX];
  BN_MONT_CTX *mont;  // of a prime: what BoringSSL computes modulo it with
};

// A part of the check that one thread offers to the other one.
struct offer {
  enum { NONE, OPEN, TAKEN, DONE } stage;
  void (*part)(void *);
  void *work;
};

// What the threads share. Each searches until two numbers have passed the
// screen, whoever has found them: that one is found early or late says nothing
// about it, as each candidate takes the same time. So the two are as
// independent as two searches would make them. Then each thread confirms one.
struct making {
  unsigned half_bits;
  struct mint_search *search;
  atomic_uint candidates;
  atomic_uint num_found;   // halves that are not wanted any more
  atomic_bool is_over;     // two primes are there, or something failed
  pthread_cond_t changed;  // what follows has
  pthread_mutex_t mutex;   // of what follows, and held until `search` is there
  struct half halves[2];
  struct offer offer;
  bool is_done;  // no thread is needed any more
  bool is_alone;
  enum mint_code code;
  const struct mint_policy *policy;
  struct mint_key *key;
};

// One thread's part.
struct worker {
  struct making *making;
  struct mint_finder *finder;
  mint_progress_fn tell;  // NULL but in the caller's own thread
  void *context;
  unsigned candidates;  // of the finder's that are counted
};

static void tell(struct worker *worker, unsigned candidates) {
  struct making *making = worker->making;
  unsigned more = candidates - worker->candidates;
  unsigned all = atomic_fetch_add(&making->candidates, more) + more;
  worker->candidates = candidates;
  if (worker->tell != NULL) {
    worker->tell(worker->context, atomic_load(&making->num_found), all);
  }
}

static bool on_candidates(void *context, unsigned candidates) {
  struct worker *worker = context;
  tell(worker, candidates);
  return atomic_load(&worker->making->num_found) < 2 &&
         !atomic_load(&worker->making->is_over);
}

static bool on_round(void *context, unsigned candidates) {
  struct worker *worker = context;
  tell(worker, candidates);
  return !atomic_load(&worker->making->is_over);
}

// Step 5.4 of FIPS 186-5 appendix A.1.3. The second prime would have to be
// drawn again; at these sizes that happens once in 2^100 keys, or with a random
// source that repeats itself: then no key is the better answer.
static bool are_apart(const struct making *making) {
  uint64_t difference[HALF_MAX];
  size_t words = mint_arith_words(making->half_bits);
  mint_arith_abs_diff(difference, making->halves[0].number,
                      making->halves[1].number, words);
  uint64_t apart = mint_arith_exceeds_bit(
      difference, making->half_bits - MINT_PRIME_DISTANCE_BITS, words);
  OPENSSL_cleanse(difference, sizeof(difference));
  return ct_declassify(apart) !=
         0;  // public: it holds for every key that is made
}

// Does both, the other one by the other thread if that is waiting.
static void do_both(void *context, void (*part)(void *), void *one,
                    void *other) {
  struct making *making = context;
  (void)pthread_mutex_lock(&making->mutex);
  making->offer = (struct offer){OPEN, part, other};
  (void)pthread_cond_broadcast(&making->changed);
  (void)pthread_mutex_unlock(&making->mutex);
  part(one);
  (void)pthread_mutex_lock(&making->mutex);
  bool is_open = making->offer.stage == OPEN;
  while (making->offer.stage == TAKEN) {
    (void)pthread_cond_wait(&making->changed, &making->mutex);
  }
  making->offer.stage = NONE;
  (void)pthread_mutex_unlock(&making->mutex);
  if (is_open) {
    part(other);
  }
}

// Everything after the primes: parts, the check, and that the size is the one
// that was asked for.
static enum mint_code make_key(struct making *making) {
  struct mint_report report;
  // p is the larger one. Public: which of the two was found first says nothing
  // about what they are.
  size_t words = mint_arith_words(making->half_bits);
  bool swapped =
      ct_declassify(mint_arith_lt(making->halves[0].number,
                                  making->halves[1].number, words)) != 0;
  const struct half *p = &making->halves[swapped];
  const struct half *q = &making->halves[!swapped];
  struct mint_confirmed confirmed = {p->mont, q->mont,
                                     making->is_alone ? NULL : do_both, making};
  struct mint_parts *parts = OPENSSL_malloc(sizeof(*parts));
  if (parts == NULL) {
    return MINT_E_MEMORY;
  }
  memset(parts, 0, sizeof(*parts));
  enum mint_code code =
      mint_derive(parts, p->number, q->number, making->half_bits,
                  MINT_RSA_EXPONENT_DEFAULT);
  if (code == MINT_E_NONE && parts->about.bits != 2 * making->half_bits) {
    code = MINT_E_INTERNAL;
  }
  if (code == MINT_E_NONE) {
    code = mint_check_parts(&making->key, &report, parts, making->policy,
                            &confirmed);
  }
  mint_parts_free(parts);
  return code == MINT_E_KEY_RULES ? MINT_E_INTERNAL : code;
}

// Called with the mutex held.
static void end(struct making *making) {
  making->is_done = true;
  (void)pthread_cond_broadcast(&making->changed);
}

static void fail(struct making *making, enum mint_code code) {
  (void)pthread_mutex_lock(&making->mutex);
  if (!atomic_load(&making->is_over)) {
    making->code = code;
    atomic_store(&making->is_over, true);
    end(making);
  }
  (void)pthread_mutex_unlock(&making->mutex);
}

// The first half of that stage, moved on to the next; NULL if there is none.
static struct half *advance(struct making *making, unsigned stage) {
  for (unsigned i = 0; i < 2; i++) {
    struct half *half = &making->halves[i];
    if (half->stage == stage) {
      half->stage = stage + 1;
      return half;
    }
  }
  return NULL;
}

// A number that comes too late is thrown away.
static void search_on(struct worker *worker) {
  struct making *making = worker->making;
  uint64_t number[HALF_MAX];
  bool found = false;
  enum mint_code code =
      mint_finder_next(worker->finder, &found, number, on_candidates, worker);
  if (code != MINT_E_NONE) {
    fail(making, code);
  } else if (found) {
    (void)pthread_mutex_lock(&making->mutex);
    struct half *half = advance(making, WANTED);
    if (half != NULL) {
      memcpy(half->number, number, sizeof(number));
      atomic_fetch_add(&making->num_found, 1);
    }
    (void)pthread_mutex_unlock(&making->mutex);
  }
  OPENSSL_cleanse(number, sizeof(number));
}

// Whoever confirms the second prime makes the key.
static void confirm(struct worker *worker, struct half *half) {
  struct making *making = worker->making;
  bool is_prime = false;
  bool completes = false;
  enum mint_code code = mint_finder_confirm(
      worker->finder, &is_prime, &half->mont, half->number, on_round, worker);
  if (code != MINT_E_NONE) {
    fail(making, code);
    return;
  }
  (void)pthread_mutex_lock(&making->mutex);
  half->stage = is_prime ? PRIME : WANTED;
  if (!is_prime) {
    atomic_fetch_sub(&making->num_found, 1);
    (void)pthread_cond_broadcast(&making->changed);
  }
  if (making->halves[0].stage == PRIME && making->halves[1].stage == PRIME &&
      !atomic_load(&making->is_over)) {
    completes = true;
    atomic_store(&making->is_over, true);
  }
  (void)pthread_mutex_unlock(&making->mutex);
  if (completes) {
    code = are_apart(making) ? make_key(making) : MINT_E_INTERNAL;
    (void)pthread_mutex_lock(&making->mutex);
    making->code = code;
    end(making);
    (void)pthread_mutex_unlock(&making->mutex);
  }
}

static void accept(struct making *making) {
  struct offer *offer = &making->offer;
  offer->stage = TAKEN;
  (void)pthread_mutex_unlock(&making->mutex);
  offer->part(offer->work);
  (void)pthread_mutex_lock(&making->mutex);
  offer->stage = DONE;
  (void)pthread_cond_broadcast(&making->changed);
}

// Does what there is to do, or waits until there is, and holds the mutex
// wherever it looks.
static void work_on(struct worker *worker) {
  struct making *making = worker->making;
  (void)pthread_mutex_lock(&making->mutex);
  while (!making->is_done) {
    bool is_over = atomic_load(&making->is_over);
    bool is_wanted = !is_over && atomic_load(&making->num_found) < 2;
    struct half *half = is_over || is_wanted ? NULL : advance(making, SCREENED);
    if (making->offer.stage == OPEN) {
      accept(making);
    } else if (is_wanted || half != NULL) {
      (void)pthread_mutex_unlock(&making->mutex);
      if (is_wanted) {
        search_on(worker);
      } else {
        confirm(worker, half);
      }
      (void)pthread_mutex_lock(&making->mutex);
    } else {
      (void)pthread_cond_wait(&making->changed, &making->mutex);
    }
  }
  (void)pthread_mutex_unlock(&making->mutex);
}

static void work(struct worker *worker) {
  worker->finder = mint_finder_open(worker->making->search);
  if (worker->finder == NULL) {
    fail(worker->making, MINT_E_MEMORY);
  } else {
    work_on(worker);
  }
  mint_finder_close(worker->finder);
}

static void *work_apart(void *context) {
  struct worker *worker = context;
  // Until there is something to work with.
  (void)pthread_mutex_lock(&worker->making->mutex);
  bool is_ready = worker->making->search != NULL;
  (void)pthread_mutex_unlock(&worker->making->mutex);
  if (is_ready) {
    work(worker);
    mint_stack_wipe();
  }
  return NULL;
}

// The CPUs that the process may use but for the one that it is on. False if
// there are none.
static bool find_other_cpus(cpu_set_t *out) {
  int here = sched_getcpu();
  if (here < 0 || sched_getaffinity(0, sizeof(*out), out) != 0) {
    return false;
  }
  CPU_CLR((size_t)here, out);
  return CPU_COUNT(out) != 0;
}

// A thread that takes no signals: they are the caller's. It is told to go to
// another CPU: left to itself, Linux may need milliseconds to move it there.
static bool start(pthread_t *out, struct worker *worker) {
  cpu_set_t others;
  sigset_t all;
  sigset_t before;
  pthread_attr_t attributes;
  if (!find_other_cpus(&others) || sigfillset(&all) != 0 ||
      pthread_attr_init(&attributes) != 0) {
    return false;
  }
  bool started = false;
  if (pthread_attr_setaffinity_np(&attributes, sizeof(others), &others) == 0 &&
      pthread_sigmask(SIG_SETMASK, &all, &before) == 0) {
    started = pthread_create(out, &attributes, work_apart, worker) == 0;
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
  }
  (void)pthread_attr_destroy(&attributes);
  return started;
}

static enum mint_code search(struct making *making, unsigned threads,
                             mint_progress_fn progress, void *context) {
  pthread_t thread;
  struct worker own = {.making = making, .tell = progress, .context = context};
  struct worker second = {.making = making};
  // The thread comes up while the table of trial division is made.
  (void)pthread_mutex_lock(&making->mutex);
  bool started = threads > 1 && start(&thread, &second);
  making->is_alone = !started;
  making->search =
      mint_search_new(making->half_bits, mint_screen_find(making->half_bits));
  making->code = making->search == NULL ? MINT_E_MEMORY : MINT_E_NONE;
  (void)pthread_mutex_unlock(&making->mutex);
  if (making->search != NULL) {
    work(&own);
  }
  if (started) {
    (void)pthread_join(thread, NULL);
  }
  if (making->code == MINT_E_NONE && progress != NULL) {
    progress(context, 2, atomic_load(&making->candidates));
  }
  return making->code;
}

static enum mint_code generate(struct mint_key **out_key, unsigned bits,
                               const struct mint_policy *policy,
                               unsigned threads, mint_progress_fn progress,
                               void *context) {
  struct making *making = OPENSSL_malloc(sizeof(*making));
  if (making == NULL) {
    return MINT_E_MEMORY;
  }
  memset(making, 0, sizeof(*making));
  enum mint_code code = MINT_E_MEMORY;
  making->half_bits = bits / 2;
  making->policy = policy;
  if (pthread_cond_init(&making->changed, NULL) == 0 &&
      pthread_mutex_init(&making->mutex, NULL) == 0) {
    code = search(making, threads, progress, context);
    (void)pthread_mutex_destroy(&making->mutex);
    (void)pthread_cond_destroy(&making->changed);
  }
  *out_key = making->key;
  BN_MONT_CTX_free(making->halves[0].mont);
  BN_MONT_CTX_free(making->halves[1].mont);
  mint_search_free(making->search);
  OPENSSL_free(making);
  return code;
}

// BoringSSL ends the process if the system has no random bytes for it: that is
// found out before. Without the system call it reads the random device.
static bool has_random(void) {
  uint8_t byte = 0;
  ssize_t len = 0;
  do {
    len = getrandom(&byte, sizeof(byte), 0);
  } while (len < 0 && errno == EINTR);
  return len == sizeof(byte) || errno == ENOSYS;
}

enum mint_status mint_key_generate(struct mint_key **out_key, unsigned bits,
                                   const struct mint_policy *policy,
                                   unsigned threads, mint_progress_fn progress,
                                   void *progress_context) {
  *out_key = NULL;
  if (!mint_key_bits_offered(bits)) {
    return MINT_ERR_ARGUMENT;
  }
  if (bits < policy->rsa_bits_min || bits > policy->rsa_bits_max ||
      policy->exponent_min > MINT_RSA_EXPONENT_DEFAULT ||
      (policy->exponent_max != 0 &&
       policy->exponent_max < MINT_RSA_EXPONENT_DEFAULT) ||
      policy->rsa_refused || (policy->generate & MINT_GENERATE(bits)) == 0) {
    return MINT_ERR_INVALID_KEY;
  }
  if (!has_random()) {
    return MINT_ERR_RANDOM;
  }
  enum mint_code code =
      generate(out_key, bits, policy, threads, progress, progress_context);
  mint_stack_wipe();
  return mint_code_explain(code)->status;
}
