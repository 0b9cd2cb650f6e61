// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// forms.h lists the parsers among which parse.c chooses. Each fills zeroed
// parts and may leave them half filled on failure: the caller frees them.

#ifndef SSHMINT_CORE_FORMAT_FORMS_H
#define SSHMINT_CORE_FORMAT_FORMS_H

#include "core/format/parts.h"

// The PEM-like forms; each stands in the file of its name.
extern const struct mint_form mint_form_pkcs1;            // pem.c
extern const struct mint_form mint_form_pkcs8;            // pkcs8.c
extern const struct mint_form mint_form_pkcs8_encrypted;  // pkcs8.c
extern const struct mint_form mint_form_openssh;          // openssh.c
extern const struct mint_form mint_form_spki;             // spki.c
extern const struct mint_form mint_form_pkcs1_public;     // spki.c

// mint_line_parse parses one key line of the given kind (publine.c).
//
// MINT_E_NONE, MINT_E_LINE_*, MINT_E_SSH_*, MINT_E_BASE64_*,
// MINT_E_TYPE_UNKNOWN, MINT_E_TEXT_UNKNOWN, MINT_E_MEMORY
MINT_MUST_CHECK enum mint_code mint_line_parse(struct mint_parts *parts,
                                               enum mint_line_kind kind,
                                               const CBS *line);

// mint_rfc4716_parse parses a text of RFC 4716 (rfc4716.c), of which no line
// has been read yet. On failure text->number is the line that is wrong.
//
// MINT_E_NONE, MINT_E_4716_*, MINT_E_BASE64_*, MINT_E_SSH_*,
// MINT_E_TYPE_UNKNOWN, MINT_E_TEXT_LINE_ENDS, MINT_E_LINE_COMMENT,
// MINT_E_MEMORY
MINT_MUST_CHECK enum mint_code mint_rfc4716_parse(struct mint_parts *parts,
                                                  struct mint_text *text);

// mint_ppk_parse parses a PuTTY key file of version 2 or 3 (ppk.c); it sets
// parts->form, whose unlock opens an encrypted one. On failure text->number is
// the line that is wrong.
//
// MINT_E_NONE, MINT_E_PPK_SYNTAX, MINT_E_FORMAT_PPK_VERSION, MINT_E_BASE64_*,
// MINT_E_CIPHER_UNKNOWN, MINT_E_KDF_UNKNOWN, MINT_E_KDF_COST, MINT_E_DAMAGED
// (the MAC is wrong and nothing is encrypted), MINT_E_SSH_*,
// MINT_E_TYPE_UNKNOWN, MINT_E_TEXT_LINE_ENDS, MINT_E_LINE_COMMENT,
// MINT_E_MEMORY, MINT_E_INTERNAL
MINT_MUST_CHECK enum mint_code mint_ppk_parse(struct mint_parts *parts,
                                              struct mint_text *text);

#endif  // SSHMINT_CORE_FORMAT_FORMS_H
