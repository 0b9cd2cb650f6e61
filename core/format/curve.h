// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// curve.h tells whether an ECDSA public key is a point of its curve. BoringSSL
// could, but it keeps its curves in memory that a fork wipes, and a forked
// child would then crash on the first ECDSA key.

#ifndef SSHMINT_CORE_FORMAT_CURVE_H
#define SSHMINT_CORE_FORMAT_CURVE_H

#include <openssl/bytestring.h>

#include "core/mint.h"

// y^2 = x^3 - 3x + b modulo p; FIPS 186-4 appendix D.1.2, SP 800-186.
struct mint_curve {
  const char *name;  // RFC 5656 section 10.1
  unsigned bits;
  const char *p;  // hexadecimal
  const char *b;
};

// mint_curve_of_bits returns the curve of 256, 384 or 521 bits, else NULL.
const struct mint_curve *mint_curve_of_bits(unsigned bits);

// mint_curve_check_vartime checks an uncompressed point, 04 || x || y (SEC 1
// section 2.3.3), the only form that RFC 5656 needs. `point` is public.
//
// MINT_E_NONE, MINT_E_SSH_SYNTAX, MINT_E_SSH_POINT, MINT_E_MEMORY
MINT_MUST_CHECK enum mint_code mint_curve_check_vartime(
    const struct mint_curve *curve, const CBS *point);

#endif  // SSHMINT_CORE_FORMAT_CURVE_H
