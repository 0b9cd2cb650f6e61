// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// parts.h is what a parser hands on: the components of one key as its file
// gives them. It is NOT a key: nothing in it has been checked.

#ifndef SSHMINT_CORE_FORMAT_PARTS_H
#define SSHMINT_CORE_FORMAT_PARTS_H

#include <openssl/bytestring.h>

#include "core/format/pem_cipher.h"
#include "core/mint.h"
#include "core/text/armor.h"

// The components of an RSA key: digits, big-endian, without leading zeros, none
// for 0. All but n and e are secret, and empty in a public key. Some forms
// leave out dp and dq: has_crt is then false and they are empty.
struct mint_rsa {
  CBS n;
  CBS e;
  CBS d;
  CBS p;
  CBS q;
  CBS dp;
  CBS dq;
  CBS qinv;
  bool has_crt;
};

// A mint_form is one PEM-like form: the label that chooses it, and its parser.
struct mint_form {
  const char *label;
  const struct mint_columns *columns;

  // Fills `parts`, which are zero, from an opened block. It may move
  // armor->body (and then empties it). If the private part is encrypted it sets
  // about.encrypted and about.locked.
  enum mint_code (*open)(struct mint_parts *parts, struct mint_armor *armor);

  // Opens locked parts. On failure they are as they were.
  enum mint_code (*unlock)(struct mint_parts *parts, const uint8_t *passphrase,
                           size_t passphrase_len);
};

struct mint_parts {
  struct mint_about about;     // points into the buffers below
  struct mint_secret blob;     // the public blob of the plain key
  struct mint_secret comment;  // copies, where there are any
  struct mint_secret prefix;
  struct mint_secret bytes;  // the private bytes; while locked, all that the
                             // form's unlock needs, as it was read
  struct mint_rsa rsa;       // points into blob or bytes
  const struct mint_form *form;
  struct mint_pem_cipher_use pem_cipher;  // of the legacy PEM encryption
};

// mint_parts_set_comment and mint_parts_set_prefix copy the comment of a key,
// and what stands before it on its line.
//
// MINT_E_NONE, MINT_E_LINE_COMMENT (too long), MINT_E_MEMORY
MINT_MUST_CHECK enum mint_code mint_parts_set_prefix(struct mint_parts *parts,
                                                     const CBS *prefix);
MINT_MUST_CHECK enum mint_code mint_parts_set_comment(struct mint_parts *parts,
                                                      const CBS *comment);

// mint_parts_set_blob fills the description of `parts` from a public blob of
// any type, which it copies.
//
// MINT_E_NONE, the codes of mint_sshpub_parse
MINT_MUST_CHECK enum mint_code mint_parts_set_blob(struct mint_parts *parts,
                                                   const CBS *blob);

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
