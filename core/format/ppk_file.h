// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// ppk_file.h takes the text of a PuTTY key file apart and opens its seal
// (PuTTY's manual, appendix C). What the key in it is, is the business of
// ppk.c.

#ifndef SSHMINT_CORE_FORMAT_PPK_FILE_H
#define SSHMINT_CORE_FORMAT_PPK_FILE_H

#include "core/text/text.h"

#define MINT_PPK_MAC_MAX 32u

enum mint_argon2 { MINT_ARGON2_D = 1, MINT_ARGON2_I, MINT_ARGON2_ID };

// How version 3 makes keys of a passphrase. Its work has been bounded by
// limits.h.
struct mint_ppk_kdf {
  enum mint_argon2 flavour;
  uint32_t memory_kib;
  uint32_t passes;
  uint32_t lanes;
  size_t salt_len;
  uint8_t salt[MINT_KDF_SALT_MAX];
};

// A mint_ppk_file is one file. It borrows from the text, except the two bodies.
struct mint_ppk_file {
  unsigned version;         // 2 or 3
  CBS type;                 // "ssh-rsa"
  CBS encryption;           // "none" or "aes256-cbc"
  bool encrypted;           // ... and it is the latter
  CBS comment;              // may be empty
  struct mint_secret pub;   // the public blob
  struct mint_ppk_kdf kdf;  // of an encrypted file of version 3
  struct mint_secret priv;  // the private fields with their padding, as stored
  size_t mac_len;
  uint8_t mac[MINT_PPK_MAC_MAX];
};

// mint_ppk_read takes apart `text`, of which no line has been read yet: exact
// headers in their order, canonical numbers, lower-case hex, nothing after the
// MAC. No key derivation is run.
//
// Secret   the base64 of the private part. Public: all else, and the layout.
// Owns     `out`, wiped with mint_ppk_wipe.
// Failure  text->number is the line that is wrong; `out` is empty.
//
// MINT_E_NONE, MINT_E_PPK_SYNTAX, MINT_E_FORMAT_PPK_VERSION, MINT_E_BASE64_*,
// MINT_E_CIPHER_UNKNOWN, MINT_E_KDF_UNKNOWN, MINT_E_KDF_COST,
// MINT_E_LINE_COMMENT, MINT_E_TEXT_LINE_ENDS, MINT_E_MEMORY
MINT_MUST_CHECK enum mint_code mint_ppk_read(struct mint_ppk_file *out,
                                             struct mint_text *text);

// mint_ppk_unseal decrypts file->priv where it is, if it is encrypted, and
// checks the MAC over the whole file. The passphrase of a file that is not
// encrypted is not looked at.
//
// Secret   the passphrase and what file->priv becomes.
// Timing   depends on the passphrase's length; Argon2d and Argon2id read memory
//          at places that depend on the passphrase, by their definition.
// Failure  file->priv is of no use any more.
//
// MINT_E_NONE, MINT_E_DAMAGED (the MAC is wrong and nothing is encrypted),
// MINT_E_PASSPHRASE_WRONG (... and it is), MINT_E_PASSPHRASE_LONG,
// MINT_E_MEMORY
MINT_MUST_CHECK enum mint_code mint_ppk_unseal(struct mint_ppk_file *file,
                                               const uint8_t *passphrase,
                                               size_t passphrase_len);

void mint_ppk_wipe(struct mint_ppk_file *file);

#endif  // SSHMINT_CORE_FORMAT_PPK_FILE_H
