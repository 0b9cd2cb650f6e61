// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// armor.h reads and writes one PEM block: exact lines, one block, nothing
// before or after it (RFC 7468 section 3, strict; the two headers of RFC 1421
// section 4.6 by which OpenSSL marks an encrypted key).

#ifndef SSHMINT_CORE_TEXT_ARMOR_H
#define SSHMINT_CORE_TEXT_ARMOR_H

#include "core/text/text.h"

// How many symbols the full lines of a block have: the same number in every
// line but the last, which may be shorter.
struct mint_columns {
  size_t min;
  size_t max;
  size_t write;
};

// RFC 7468 section 2: "exactly 64".
extern const struct mint_columns mint_columns_pem;
// ssh-keygen writes 70, PuTTY and Go 64, Python's cryptography 76.
extern const struct mint_columns mint_columns_openssh;

#define MINT_ARMOR_IV_MAX 16u

// A mint_armor is one opened block. It borrows from the text, except the body.
struct mint_armor {
  CBS label;       // "RSA PRIVATE KEY"
  bool encrypted;  // it has the headers; else dek and iv are empty
  CBS dek;         // the cipher's name in DEK-Info: "AES-256-CBC"
  uint8_t iv[MINT_ARMOR_IV_MAX];
  size_t iv_len;
  struct mint_secret body;  // the decoded bytes
};

// mint_armor_label stores the label of a BEGIN line and returns true, or
// returns false if the line is not exactly "-----BEGIN <label>-----".
bool mint_armor_label(const CBS *line, CBS *out_label);

// mint_armor_read opens the block in `text`, of which no line has been read
// yet.
//
// Secret   the base64 of the text, and out->body. Public: the label, the
//          headers and the layout.
// Owns     `out`, wiped with mint_armor_wipe.
// Failure  text->number is the line that is wrong; `out` is empty.
//
// MINT_E_NONE, MINT_E_PEM_*, MINT_E_BASE64_*, MINT_E_TEXT_LINE_ENDS,
// MINT_E_MEMORY
MINT_MUST_CHECK enum mint_code mint_armor_read(
    struct mint_armor *out, struct mint_text *text,
    const struct mint_columns *columns);

void mint_armor_wipe(struct mint_armor *armor);

// mint_armor_write writes a block of `body` with `label`; `headers` is NULL or
// the header lines with the empty line that ends them.
//
// Owns     *out, wiped with mint_secret_wipe; its text ends with a newline.
//
// MINT_E_NONE, MINT_E_MEMORY
MINT_MUST_CHECK enum mint_code mint_armor_write(
    struct mint_secret *out, const char *label, const char *headers,
    const struct mint_columns *columns, const uint8_t *body, size_t body_len);

#endif  // SSHMINT_CORE_TEXT_ARMOR_H
