// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// text.c finds the lines of a text and refuses what is not a text.

#include "core/text/text.h"

#include <string.h>

#include "core/base/ct.h"

// Public: which bytes are line ends or NUL is the layout of the text.
static bool byte_is(uint8_t byte, uint8_t want) {
  return ct_declassify(ct_eq(byte, want)) != 0;
}

static bool has_nul(const uint8_t *in, size_t in_len) {
  uint64_t found = 0;
  for (size_t i = 0; i < in_len; i++) {
    found |= ct_eq(in[i], 0);
  }
  return ct_declassify(found) != 0;  // public: such a text is refused
}

static bool is_utf16(const uint8_t *in, size_t in_len) {
  if (in_len < 2) {
    return false;
  }
  return (byte_is(in[0], 0xff) && byte_is(in[1], 0xfe)) ||
         (byte_is(in[0], 0xfe) && byte_is(in[1], 0xff)) ||
         (byte_is(in[0], 0) != byte_is(in[1], 0));
}

enum mint_code mint_text_open(struct mint_text *out, const uint8_t *in,
                              size_t in_len) {
  CBS_init(&out->rest, in, in_len);
  out->number = 0;
  out->end = MINT_LINE_END_NONE;
  if (in_len == 0) {
    return MINT_E_TEXT_EMPTY;
  }
  if (in_len > MINT_INPUT_MAX) {
    return MINT_E_TEXT_TOO_LARGE;
  }
  if (is_utf16(in, in_len)) {
    return MINT_E_TEXT_UTF16;
  }
  if (mint_text_starts(&out->rest, "\xef\xbb\xbf")) {
    return MINT_E_TEXT_BOM;
  }
  return has_nul(in, in_len) ? MINT_E_TEXT_CONTROL : MINT_E_NONE;
}

enum mint_code mint_text_line(struct mint_text *text, CBS *out_line) {
  const uint8_t *data = CBS_data(&text->rest);
  size_t len = CBS_len(&text->rest);
  text->number++;
  size_t i = 0;
  while (i < len && !byte_is(data[i], '\n') && !byte_is(data[i], '\r')) {
    i++;
  }
  CBS_init(out_line, data, i);
  if (i == len) {
    CBS_init(&text->rest, data + i, 0);
    return MINT_E_NONE;
  }
  enum mint_line_end end = MINT_LINE_END_LF;
  size_t skip = 1;
  if (byte_is(data[i], '\r')) {
    if (i + 1 == len || !byte_is(data[i + 1], '\n')) {
      return MINT_E_TEXT_LINE_ENDS;
    }
    end = MINT_LINE_END_CRLF;
    skip = 2;
  }
  if (text->end != MINT_LINE_END_NONE && text->end != end) {
    return MINT_E_TEXT_LINE_ENDS;
  }
  text->end = end;
  CBS_init(&text->rest, data + i + skip, len - i - skip);
  return MINT_E_NONE;
}

bool mint_text_starts(const CBS *line, const char *want) {
  size_t want_len = strlen(want);
  if (CBS_len(line) < want_len) {
    return false;
  }
  uint64_t differ = 0;
  for (size_t i = 0; i < want_len; i++) {
    differ |= (uint64_t)(CBS_data(line)[i] ^ (uint8_t)want[i]);
  }
  return ct_declassify(ct_is_zero(differ)) != 0;
}

bool mint_text_is(const CBS *line, const char *want) {
  return CBS_len(line) == strlen(want) && mint_text_starts(line, want);
}
