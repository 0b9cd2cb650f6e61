// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// spki.h writes the two PEM forms of a public key: SubjectPublicKeyInfo (RFC
// 5280 section 4.1, RFC 3279 section 2.3.1) and RSAPublicKey of PKCS#1 (RFC
// 8017 appendix A.1.1). The reading side is in forms.h.

#ifndef SSHMINT_CORE_FORMAT_SPKI_H
#define SSHMINT_CORE_FORMAT_SPKI_H

#include "core/format/parts.h"

// mint_spki_write and mint_pkcs1_public_write write the PEM text of n and e.
//
// Owns     *out, wiped with mint_secret_wipe.
//
// MINT_E_NONE, MINT_E_MEMORY
MINT_MUST_CHECK enum mint_code mint_spki_write(struct mint_secret *out,
                                               const struct mint_rsa *rsa);
MINT_MUST_CHECK enum mint_code mint_pkcs1_public_write(
    struct mint_secret *out, const struct mint_rsa *rsa);

#endif  // SSHMINT_CORE_FORMAT_SPKI_H
