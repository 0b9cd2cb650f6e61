// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// text.h cuts a key file into exact lines. Where lines end is layout and so
// public; what stands in them may be secret.

#ifndef SSHMINT_CORE_TEXT_TEXT_H
#define SSHMINT_CORE_TEXT_TEXT_H

#include <openssl/bytestring.h>

#include "core/mint.h"

enum mint_line_end {
  MINT_LINE_END_NONE = 0,
  MINT_LINE_END_LF,
  MINT_LINE_END_CRLF
};

// A mint_text walks over a text line by line.
struct mint_text {
  CBS rest;
  size_t number;           // of the line read last, from 1
  enum mint_line_end end;  // the kind of line end seen so far
};

// mint_text_open checks that `in` is a text at all: neither empty nor too
// large, not UTF-16, without byte order mark and NUL.
//
// MINT_E_NONE, MINT_E_TEXT_EMPTY, MINT_E_TEXT_TOO_LARGE, MINT_E_TEXT_UTF16,
// MINT_E_TEXT_BOM, MINT_E_TEXT_CONTROL
MINT_MUST_CHECK enum mint_code mint_text_open(struct mint_text *out,
                                              const uint8_t *in, size_t in_len);

// mint_text_line stores the next line without its end. Call it only while
// mint_text_more. All line ends are of one kind; the last may be missing.
//
// MINT_E_NONE, MINT_E_TEXT_LINE_ENDS
MINT_MUST_CHECK enum mint_code mint_text_line(struct mint_text *text,
                                              CBS *out_line);

// mint_text_more tells whether a line follows.
static inline bool mint_text_more(const struct mint_text *text) {
  return CBS_len(&text->rest) != 0;
}

// mint_text_is tells whether `line` is `want`, and mint_text_starts whether it
// starts with it. The answer is public, and nothing else of the line shows.
bool mint_text_is(const CBS *line, const char *want);
bool mint_text_starts(const CBS *line, const char *want);

#endif  // SSHMINT_CORE_TEXT_TEXT_H
