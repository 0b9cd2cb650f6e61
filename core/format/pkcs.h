// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// pkcs.h reads and writes RSAPrivateKey and RSAPublicKey of PKCS#1 (RFC 8017
// appendix A.1) in DER, exactly: one SEQUENCE, two primes, shortest forms,
// nothing left over; and the name of the algorithm that other forms put around
// them.

#ifndef SSHMINT_CORE_FORMAT_PKCS_H
#define SSHMINT_CORE_FORMAT_PKCS_H

#include "core/format/parts.h"
#include "core/mint.h"

// mint_pkcs1_parse stores the components of the key in `der`, which they
// borrow.
//
// Secret   `der`. Public: its tags and lengths, and whether each INTEGER is in
//          its shortest form.
//
// MINT_E_NONE, MINT_E_DER_SYNTAX, MINT_E_DER_TRAILING, MINT_E_DER_MULTI_PRIME,
// MINT_E_DER_RANGE
MINT_MUST_CHECK enum mint_code mint_pkcs1_parse(struct mint_rsa *out,
                                                const uint8_t *der,
                                                size_t der_len);

// mint_pkcs1_write makes the DER of a private key.
//
// Secret   all of it but n and e; the lengths of the numbers are public.
// Owns     *out, wiped with mint_secret_wipe.
//
// MINT_E_NONE, MINT_E_MEMORY
MINT_MUST_CHECK enum mint_code mint_pkcs1_write(struct mint_secret *out,
                                                const struct mint_rsa *rsa);

// mint_pkcs1_public_parse stores n and e of the public key in `der`, which they
// borrow.
//
// MINT_E_NONE, MINT_E_DER_SYNTAX, MINT_E_DER_TRAILING, MINT_E_DER_RANGE
MINT_MUST_CHECK enum mint_code mint_pkcs1_public_parse(struct mint_rsa *out,
                                                       const uint8_t *der,
                                                       size_t der_len);

// mint_pkcs1_public_put writes the DER of a public key, a struct mint_rsa, or
// returns false if `out` has no room.
bool mint_pkcs1_public_put(CBB *out, const void *rsa);

// An object identifier is written as the bytes of its DER, as a string: none of
// ours holds a 0.
#define MINT_PKCS_ARC "\x2a\x86\x48\x86\xf7\x0d"  // 1.2.840.113549

// mint_pkcs_oid_is tells whether `oid` is `want`.
bool mint_pkcs_oid_is(const CBS *oid, const char *want);

// mint_pkcs_get_algorithm reads an AlgorithmIdentifier: its OID and all that
// follows it. mint_pkcs_get_null reads parameters that must be NULL and nothing
// else. Both return false if the bytes are not that.
bool mint_pkcs_get_algorithm(CBS *in, CBS *out_oid, CBS *out_params);
bool mint_pkcs_get_null(CBS *params);

// mint_pkcs_get_rsa reads an AlgorithmIdentifier that must be rsaEncryption
// with its NULL (RFC 3279 section 2.3.1).
//
// MINT_E_NONE, MINT_E_DER_SYNTAX, MINT_E_FORMAT_PKCS8_VERSION (RSA bound to one
// scheme: RSASSA-PSS), MINT_E_FORMAT_NOT_RSA
MINT_MUST_CHECK enum mint_code mint_pkcs_get_rsa(CBS *in);

// mint_pkcs_make makes the bytes that `put` writes of `what`, `cap` at most.
// They never move while they grow, so that they leave no copy behind.
//
// Owns     *out, wiped with mint_secret_wipe.
//
// MINT_E_NONE, MINT_E_MEMORY, MINT_E_INTERNAL (there was no room)
typedef bool (*mint_pkcs_put_fn)(CBB *out, const void *what);
MINT_MUST_CHECK enum mint_code mint_pkcs_make(struct mint_secret *out,
                                              size_t cap, mint_pkcs_put_fn put,
                                              const void *what);

// The writers return false if `out` has no room. mint_pkcs_put_algorithm opens
// *out_algorithm behind the OID: the caller adds the parameters and flushes
// `out` before it goes away.
bool mint_pkcs_put_algorithm(CBB *out, CBB *out_algorithm, const char *oid);
bool mint_pkcs_put_null(CBB *algorithm);
bool mint_pkcs_put_rsa(CBB *out);

#endif  // SSHMINT_CORE_FORMAT_PKCS_H
