// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// pkcs.h reads and writes RSAPrivateKey of PKCS#1 (RFC 8017 appendix A.1.2) in
// DER, exactly: one SEQUENCE, two primes, shortest forms, nothing left over.

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

#endif  // SSHMINT_CORE_FORMAT_PKCS_H
