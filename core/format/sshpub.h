// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// sshpub.h parses the SSH public key blob of every type that OpenSSH has, so
// that each can be named, sized and fingerprinted. Everything here is public.

#ifndef SSHMINT_CORE_FORMAT_SSHPUB_H
#define SSHMINT_CORE_FORMAT_SSHPUB_H

#include <openssl/bytestring.h>

#include "core/mint.h"

enum mint_ssh_family {
  MINT_SSH_RSA = 1,
  MINT_SSH_DSA,
  MINT_SSH_ECDSA,
  MINT_SSH_ED25519,
};

// A mint_ssh_type is one key type: how it is named on the wire, what ssh-keygen
// calls it, and what its fields are.
struct mint_ssh_type {
  const char *name;        // "ecdsa-sha2-nistp256-cert-v01@openssh.com"
  const char *short_name;  // "ECDSA-CERT"
  const char *plain;       // the name of the key inside a certificate, or NULL
  enum mint_ssh_family family;
  bool security_key;  // it ends with the application string of PROTOCOL.u2f
  unsigned bits;      // 0 if the key itself tells
};

// mint_ssh_type_find returns the type called `name`, or NULL.
const struct mint_ssh_type *mint_ssh_type_find(const CBS *name);

// A mint_sshpub is one parsed blob, from which it borrows.
struct mint_sshpub {
  const struct mint_ssh_type *type;
  unsigned bits;
  CBS fields;  // the fields of the plain key, behind its type
  CBS n;       // RSA: digits, big-endian, without leading zeros
  CBS e;
};

// mint_sshpub_parse parses a whole blob. Of a certificate it checks the shape,
// not the signature.
//
// MINT_E_NONE, MINT_E_SSH_SYNTAX, MINT_E_SSH_TRAILING, MINT_E_SSH_MPINT,
// MINT_E_SSH_POINT, MINT_E_SSH_SIGNATURE_TYPE, MINT_E_TYPE_UNKNOWN,
// MINT_E_MEMORY
MINT_MUST_CHECK enum mint_code mint_sshpub_parse(struct mint_sshpub *out,
                                                 const CBS *blob);

// mint_digits_bits returns the length in bits of a number given as minimal
// big-endian digits.
unsigned mint_digits_bits(const CBS *digits);

#endif  // SSHMINT_CORE_FORMAT_SSHPUB_H
