// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// parts.h is what a parser hands on: the components of one key as its file
// gives them. It is NOT a key: nothing in it has been checked.

#ifndef SSHMINT_CORE_FORMAT_PARTS_H
#define SSHMINT_CORE_FORMAT_PARTS_H

#include <openssl/bytestring.h>

#include "core/format/pem_cipher.h"
#include "core/mint.h"

// The components of an RSA key: digits, big-endian, without leading zeros, none
// for 0. All but n and e are secret, and empty in a public key.
struct mint_rsa {
  CBS n;
  CBS e;
  CBS d;
  CBS p;
  CBS q;
  CBS dp;
  CBS dq;
  CBS qinv;
};

struct mint_parts {
  struct mint_about about;     // points into the buffers below
  struct mint_secret blob;     // the public blob of the plain key
  struct mint_secret comment;  // a copy, where there is one
  struct mint_secret bytes;    // the private bytes; while locked, encrypted
  struct mint_rsa rsa;         // points into blob or bytes
  struct mint_pem_cipher_use cipher;  // how to unlock
};

// mint_parts_set_rsa fills the description of `parts` from parts->rsa: type,
// size, exponent and, newly made, the blob.
//
// MINT_E_NONE, MINT_E_MEMORY
MINT_MUST_CHECK enum mint_code mint_parts_set_rsa(struct mint_parts *parts);

// mint_rsa_blob makes the public blob "ssh-rsa", e, n (RFC 4253 section 6.6).
//
// Owns     *out, wiped with mint_secret_wipe.
//
// MINT_E_NONE, MINT_E_MEMORY
MINT_MUST_CHECK enum mint_code mint_rsa_blob(struct mint_secret *out,
                                             const CBS *n, const CBS *e);

#endif  // SSHMINT_CORE_FORMAT_PARTS_H
