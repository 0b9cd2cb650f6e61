// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// search.h finds random primes for RSA keys: fresh candidates are divided by
// small primes (trial.h) and screened many at a time (screen.h); what passes is
// a prime when it is confirmed (confirm.h), and not before.

#ifndef SSHMINT_CORE_PRIME_SEARCH_H
#define SSHMINT_CORE_PRIME_SEARCH_H

#include <stdbool.h>
#include <stdint.h>

#include <openssl/bn.h>

#include "core/mint.h"
#include "core/prime/screen.h"

// A mint_search_fn is told how many candidates a finder has screened so far, by
// the thread that uses it, before each batch and each round of mint_confirm;
// and tells whether to go on.
typedef bool (*mint_search_fn)(void *context, unsigned candidates);

// A mint_search is what all searches for primes of one size share. It holds no
// secret, and several threads may use it at once.
struct mint_search;

// A mint_finder searches: it holds the candidates that are on their way. One
// thread at a time uses it.
struct mint_finder;

// mint_search_new makes one for primes of `bits` bits, a multiple of 64 between
// 512 and 4096. NULL if memory is lacking.
struct mint_search *mint_search_new(unsigned bits,
                                    const struct mint_screen *screen);

// mint_search_free releases it. NULL is allowed.
void mint_search_free(struct mint_search *search);

// mint_finder_open begins a search that uses `search` until it is closed. NULL
// if memory is lacking.
struct mint_finder *mint_finder_open(const struct mint_search *search);

// mint_finder_close wipes and releases it. NULL is allowed.
void mint_finder_close(struct mint_finder *finder);

// mint_finder_next stores a random number that the screen took for a prime in
// bits / 64 words, the least significant first: between sqrt(2) 2^(bits - 1)
// and 2^bits, without a factor below 65536, with gcd(number - 1, 65537) = 1.
// `tell` may be NULL. After a failure the finder is to be closed.
//
// Each candidate is drawn on its own: all primes that fulfil this are as likely
// as each other.
//
// Secret   the number. Public: how many candidates were tried, and where each
//          failed; they are independent of the one that is kept.
// Failure  *out is zero, *out_found false; so they are if `tell` ended the
//          search.
// Spec     FIPS 186-5 appendix A.1.3
//
// MINT_E_NONE, MINT_E_MEMORY, MINT_E_RANDOM, MINT_E_INTERNAL (after 100 times
// the candidates that a prime takes: the screen is broken)
MINT_MUST_CHECK enum mint_code mint_finder_next(struct mint_finder *finder,
                                                bool *out_found, uint64_t *out,
                                                mint_search_fn tell,
                                                void *context);

// mint_finder_confirm is mint_confirm with as many rounds as it takes, for a
// number of this finder's or of another one of the same search. `out_mont` and
// `tell` may be NULL.
//
// MINT_E_NONE, MINT_E_MEMORY
MINT_MUST_CHECK enum mint_code mint_finder_confirm(
    struct mint_finder *finder, bool *out_prime, BN_MONT_CTX **out_mont,
    const uint64_t *n, mint_search_fn tell, void *context);

#endif  // SSHMINT_CORE_PRIME_SEARCH_H
