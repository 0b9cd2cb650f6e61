// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// keygen.c makes new keys: it looks for the two primes side by side, derives
// the key from them, and hands it through the same check as any other.

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>

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

// One of the two searches.
struct half {
  struct making *making;
  enum mint_code code;
  atomic_uint candidates;
  atomic_bool done;
  uint64_t prime[HALF_MAX];
};

struct making {
  unsigned half_bits;
  struct mint_search *search;
  mint_progress_fn tell;
  void *context;
  struct half first;   // by the caller's thread, which also tells
  struct half second;  // by a thread of its own, if there is a CPU for it
};

static void tell(struct making *making) {
  if (making->tell == NULL) {
    return;
  }
  unsigned primes = (unsigned)atomic_load(&making->first.done) +
                    (unsigned)atomic_load(&making->second.done);
  making->tell(making->context, primes,
               atomic_load(&making->first.candidates) +
                   atomic_load(&making->second.candidates));
}

static void on_first(void *context, unsigned candidates) {
  struct half *half = context;
  atomic_store(&half->candidates, candidates);
  tell(half->making);
}

static void on_second(void *context, unsigned candidates) {
  struct half *half = context;
  atomic_store(&half->candidates, candidates);
}

static void search(struct half *half, mint_search_fn on_candidates) {
  const struct making *making = half->making;
  half->code =
      mint_search_run(making->search, half->prime, on_candidates, half);
  atomic_store(&half->done, half->code == MINT_E_NONE);
}

static void *search_second(void *second) {
  search(second, on_second);
  mint_stack_wipe();
  return NULL;
}

static bool has_second_cpu(void) {
  cpu_set_t set;
  return sched_getaffinity(0, sizeof(set), &set) == 0 && CPU_COUNT(&set) > 1;
}

// A thread that takes no signals: they are the caller's.
static bool start(pthread_t *out, struct half *half) {
  sigset_t all;
  sigset_t before;
  if (!has_second_cpu() || sigfillset(&all) != 0 ||
      pthread_sigmask(SIG_SETMASK, &all, &before) != 0) {
    return false;
  }
  bool started = pthread_create(out, NULL, search_second, half) == 0;
  (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
  return started;
}

static enum mint_code find_primes(struct making *making) {
  pthread_t thread;
  bool started = start(&thread, &making->second);
  search(&making->first, on_first);
  tell(making);
  if (started) {
    (void)pthread_join(thread, NULL);
  } else if (making->first.code == MINT_E_NONE) {
    search(&making->second, on_first);
  }
  tell(making);
  return making->first.code != MINT_E_NONE ? making->first.code
                                           : making->second.code;
}

// Step 5.4 of FIPS 186-5 appendix A.1.3. The second prime would have to be
// drawn again; at these sizes that happens once in 2^100 keys, or with a random
// source that repeats itself: then no key is the better answer.
static bool are_apart(const struct making *making) {
  uint64_t difference[HALF_MAX];
  size_t words = mint_arith_words(making->half_bits);
  mint_arith_abs_diff(difference, making->first.prime, making->second.prime,
                      words);
  uint64_t apart = mint_arith_exceeds_bit(
      difference, making->half_bits - MINT_PRIME_DISTANCE_BITS, words);
  OPENSSL_cleanse(difference, sizeof(difference));
  return ct_declassify(apart) !=
         0;  // public: it holds for every key that is made
}

// Everything after the primes: parts, the check, and that the size is the one
// that was asked for.
static enum mint_code make_key(struct mint_key **out_key,
                               const struct making *making,
                               const struct mint_policy *policy) {
  struct mint_report report;
  struct mint_parts *parts = OPENSSL_malloc(sizeof(*parts));
  if (parts == NULL) {
    return MINT_E_MEMORY;
  }
  memset(parts, 0, sizeof(*parts));
  enum mint_code code =
      mint_derive(parts, making->first.prime, making->second.prime,
                  making->half_bits, MINT_RSA_EXPONENT_DEFAULT);
  if (code == MINT_E_NONE && parts->about.bits != 2 * making->half_bits) {
    code = MINT_E_INTERNAL;
  }
  if (code == MINT_E_NONE) {
    code = mint_check_parts(out_key, &report, parts, policy,
                            MINT_ORIGIN_GENERATED);
  }
  mint_parts_free(parts);
  return code == MINT_E_KEY_RULES ? MINT_E_INTERNAL : code;
}

static enum mint_code generate(struct mint_key **out_key, unsigned bits,
                               const struct mint_policy *policy,
                               mint_progress_fn progress, void *context) {
  struct making *making = OPENSSL_malloc(sizeof(*making));
  if (making == NULL) {
    return MINT_E_MEMORY;
  }
  memset(making, 0, sizeof(*making));
  making->half_bits = bits / 2;
  making->search = mint_search_new(bits / 2, mint_screen_find(bits / 2));
  making->tell = progress;
  making->context = context;
  making->first.making = making;
  making->second.making = making;
  enum mint_code code =
      making->search == NULL ? MINT_E_MEMORY : find_primes(making);
  mint_search_free(making->search);
  if (code == MINT_E_NONE && !are_apart(making)) {
    code = MINT_E_INTERNAL;
  }
  if (code == MINT_E_NONE) {
    code = make_key(out_key, making, policy);
  }
  OPENSSL_free(making);
  return code;
}

enum mint_status mint_key_generate(struct mint_key **out_key, unsigned bits,
                                   const struct mint_policy *policy,
                                   mint_progress_fn progress,
                                   void *progress_context) {
  *out_key = NULL;
  if (!mint_key_bits_offered(bits)) {
    return MINT_ERR_ARGUMENT;
  }
  if (bits < policy->rsa_bits_min || bits > policy->rsa_bits_max ||
      policy->exponent_min > MINT_RSA_EXPONENT_DEFAULT) {
    return MINT_ERR_INVALID_KEY;
  }
  enum mint_code code =
      generate(out_key, bits, policy, progress, progress_context);
  mint_stack_wipe();
  return mint_code_explain(code)->status;
}
