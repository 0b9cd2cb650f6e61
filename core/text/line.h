// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// line.h splits the one-line public key of OpenSSH, "type base64 [comment]"
// (sshd(8), AUTHORIZED_KEYS FILE FORMAT), and walks texts of several such
// lines.

#ifndef SSHMINT_CORE_TEXT_LINE_H
#define SSHMINT_CORE_TEXT_LINE_H

#include "core/text/text.h"

// A mint_line is one public key line. Everything in it is public and borrowed.
struct mint_line {
  CBS type;
  CBS base64;
  bool has_comment;  // there is a blank behind the base64
  CBS comment;       // what follows it; may be empty
};

// mint_line_split finds the fields of `line`, which has no line end: one blank
// between them, none before the type. It checks no field.
//
// MINT_E_NONE, MINT_E_LINE_FIELDS, MINT_E_LINE_TOO_LONG
MINT_MUST_CHECK enum mint_code mint_line_split(struct mint_line *out,
                                               const CBS *line);

// mint_line_split_loosely finds the same fields as sshd does: blanks and tabs
// may repeat between them, stand before the first, and end the line.
//
// MINT_E_NONE, MINT_E_LINE_FIELDS
MINT_MUST_CHECK enum mint_code mint_line_split_loosely(struct mint_line *out,
                                                       const CBS *line);

// mint_line_options takes the options of authorized_keys off `rest`: up to a
// blank that is not between double quotes (in which \" is no end). Returns
// false if a quote is never closed, or if nothing follows.
bool mint_line_options(CBS *rest, CBS *out_options);

// mint_line_hosts takes an optional marker ("@cert-authority", "@revoked") and
// the hosts of known_hosts off `rest` and stores both as one text. Returns
// false if they or what follows is missing.
bool mint_line_hosts(CBS *rest, CBS *out_hosts);

// mint_line_word stores the next word of `rest`, which ends at a blank or a
// tab, and returns true; false if there is none.
bool mint_line_word(CBS *rest, CBS *out_word);

#endif  // SSHMINT_CORE_TEXT_LINE_H
