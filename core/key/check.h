// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// check.h is the inside of mint_check: it also knows where primes come from.

#ifndef SSHMINT_CORE_KEY_CHECK_H
#define SSHMINT_CORE_KEY_CHECK_H

#include <openssl/bn.h>

#include "core/format/parts.h"
#include "core/key/report.h"
#include "core/mint.h"

enum mint_origin {
  MINT_ORIGIN_IMPORTED,   // somebody's file: its primes are tested here
  MINT_ORIGIN_GENERATED,  // our generator: its primes have been confirmed there
};

// What the generator hands on. Of the primes that it has confirmed: what
// BoringSSL computes modulo each with, or NULL, and it is made again. And its
// second thread: `both` does part(one) and part(other) side by side, and is
// back when both are done; NULL if there is none.
struct mint_confirmed {
  const BN_MONT_CTX *p;
  const BN_MONT_CTX *q;
  void (*both)(void *context, void (*part)(void *), void *one, void *other);
  void *context;
};

// mint_check_parts is mint_check for parts of either origin: `confirmed` is
// NULL for MINT_ORIGIN_IMPORTED, and somebody's file.
//
// MINT_E_NONE, MINT_E_KEY_RULES (*out_report tells), MINT_E_TYPE_NOT_RSA,
// MINT_E_TYPE_CERTIFICATE, MINT_E_PASSPHRASE_MISSING, MINT_E_MEMORY,
// MINT_E_INTERNAL
MINT_MUST_CHECK enum mint_code mint_check_parts(
    struct mint_key **out_key, struct mint_report *out_report,
    const struct mint_parts *parts, const struct mint_policy *policy,
    const struct mint_confirmed *confirmed);

// mint_check_private tries the rules of private keys on `rsa`, whose modulus
// has `bits` bits, an even number of at most MINT_RSA_PRIVATE_BITS_MAX, and
// whose e has at most MINT_RSA_EXPONENT_BITS_MAX. If rsa->has_crt is false and
// every rule so far holds, it computes dP and dQ, sets rsa->dp and ->dq to
// their digits in `crt`, and rsa->has_crt.
//
// Secret   all but n and e. Public: which rules hold.
// Owns     *crt, empty before, wiped with mint_secret_wipe.
//
// MINT_E_NONE (whatever the rules say), MINT_E_MEMORY, MINT_E_INTERNAL
MINT_MUST_CHECK enum mint_code mint_check_private(struct mint_report *report,
                                                  struct mint_rsa *rsa,
                                                  struct mint_secret *crt,
                                                  unsigned bits,
                                                  enum mint_origin origin);

// mint_check_pairwise signs with p, q, dP, dQ and qInv and verifies with n and
// e. `rsa` has passed the other rules: p and q are odd, and of half of n's
// bits. `confirmed` may be NULL.
//
// Secret   all but n and e, and the outcome.
// Spec     SP 800-56B r2 section 6.4.1.1, RFC 8017 sections 5.2 and 8.2
//
// MINT_E_NONE (*out_holds tells), MINT_E_MEMORY
MINT_MUST_CHECK enum mint_code mint_check_pairwise(
    bool *out_holds, const struct mint_rsa *rsa,
    const struct mint_confirmed *confirmed);

#endif  // SSHMINT_CORE_KEY_CHECK_H
