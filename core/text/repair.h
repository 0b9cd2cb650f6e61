// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// repair.h is what the parts of mint_repair share. Each of the three makes the
// text anew that a damaged one once was, out of its words; the text that they
// get is UTF-8 without byte order mark and NUL, and its line ends are LF.

#ifndef SSHMINT_CORE_TEXT_REPAIR_H
#define SSHMINT_CORE_TEXT_REPAIR_H

#include "core/text/text.h"

// Room for what each adds beside line ends: dashes, blanks, a last newline.
#define MINT_REPAIR_ROOM 512u

// Each appends to `out`, which has room for CBS_len(text) bytes, a line end for
// each 64 of them, and MINT_REPAIR_ROOM; and it adds to *damage what it found.
//
// Secret   the text of a private key, and `out`. Public: its layout, and all
//          that stands around a block.
//
// MINT_E_NONE, MINT_E_TEXT_UNKNOWN (nothing of this kind: try the next),
// MINT_E_LINE_SEVERAL (more than one key, of any kind), MINT_E_LINE_OPTIONS
// (something that means something stands before a line's key), MINT_E_PEM_*,
// MINT_E_LINE_FIELDS, MINT_E_BASE64_CHARACTER, MINT_E_MEMORY

// mint_repair_block is for PEM-like blocks.
MINT_MUST_CHECK enum mint_code mint_repair_block(struct mint_secret *out,
                                                 unsigned *damage,
                                                 const CBS *text);

// mint_repair_line is for one-line public keys.
MINT_MUST_CHECK enum mint_code mint_repair_line(struct mint_secret *out,
                                                unsigned *damage,
                                                const CBS *text);

// mint_repair_lines is for the forms whose lines are kept: RFC 4716 and PPK.
MINT_MUST_CHECK enum mint_code mint_repair_lines(struct mint_secret *out,
                                                 unsigned *damage,
                                                 const CBS *text);

// mint_repair_count_keys counts the places where a one-line key starts: a type,
// a gap, and base64. *out_first is where the first stands.
size_t mint_repair_count_keys(const CBS *text, size_t *out_first);

#endif  // SSHMINT_CORE_TEXT_REPAIR_H
