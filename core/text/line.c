// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// line.c splits public text at its blanks.

#include "core/text/line.h"

#include <string.h>

static bool is_blank(uint8_t c) { return c == ' ' || c == '\t'; }

// Stores what stands before the first ' ' and skips it; *out_more tells whether
// there was one.
static void get_field(CBS *rest, CBS *out_field, bool *out_more) {
  const uint8_t *data = CBS_data(rest);
  size_t len = CBS_len(rest);
  const uint8_t *blank = len == 0 ? NULL : memchr(data, ' ', len);
  *out_more = blank != NULL;
  (void)CBS_get_bytes(rest, out_field,
                      blank == NULL ? len : (size_t)(blank - data));
  (void)CBS_skip(rest, *out_more ? 1 : 0);
}

enum mint_code mint_line_split(struct mint_line *out, const CBS *line) {
  memset(out, 0, sizeof(*out));
  if (CBS_len(line) > MINT_LINE_MAX) {
    return MINT_E_LINE_TOO_LONG;
  }
  CBS rest = *line;
  bool more = false;
  get_field(&rest, &out->type, &more);
  if (CBS_len(&out->type) == 0 || !more) {
    return MINT_E_LINE_FIELDS;
  }
  get_field(&rest, &out->base64, &out->has_comment);
  if (CBS_len(&out->base64) == 0) {
    return MINT_E_LINE_FIELDS;
  }
  out->comment = rest;
  return MINT_E_NONE;
}

bool mint_line_word(CBS *rest, CBS *out_word) {
  const uint8_t *data = CBS_data(rest);
  size_t len = CBS_len(rest);
  size_t start = 0;
  while (start < len && is_blank(data[start])) {
    start++;
  }
  size_t end = start;
  while (end < len && !is_blank(data[end])) {
    end++;
  }
  (void)CBS_skip(rest, start);
  (void)CBS_get_bytes(rest, out_word, end - start);
  return end > start;
}

enum mint_code mint_line_split_loosely(struct mint_line *out, const CBS *line) {
  memset(out, 0, sizeof(*out));
  CBS rest = *line;
  if (!mint_line_word(&rest, &out->type) ||
      !mint_line_word(&rest, &out->base64)) {
    return MINT_E_LINE_FIELDS;
  }
  const uint8_t *data = CBS_data(&rest);
  size_t start = 0;
  size_t end = CBS_len(&rest);
  while (start < end && is_blank(data[start])) {
    start++;
  }
  while (end > start && is_blank(data[end - 1])) {
    end--;
  }
  out->has_comment = end > start;
  (void)CBS_skip(&rest, start);
  (void)CBS_get_bytes(&rest, &out->comment, end - start);
  return MINT_E_NONE;
}

bool mint_line_options(CBS *rest, CBS *out_options) {
  const uint8_t *data = CBS_data(rest);
  size_t len = CBS_len(rest);
  size_t start = 0;
  while (start < len && is_blank(data[start])) {
    start++;
  }
  bool quoted = false;
  size_t end = start;
  while (end < len && (quoted || !is_blank(data[end]))) {
    if (data[end] == '\\' && end + 1 < len && data[end + 1] == '"') {
      end++;  // and the quote with it
    } else if (data[end] == '"') {
      quoted = !quoted;
    }
    end++;
  }
  (void)CBS_skip(rest, start);
  (void)CBS_get_bytes(rest, out_options, end - start);
  return !quoted && CBS_len(rest) != 0;
}

bool mint_line_hosts(CBS *rest, CBS *out_hosts) {
  CBS word;
  if (!mint_line_word(rest, &word)) {
    return false;
  }
  const uint8_t *start = CBS_data(&word);
  if (start[0] == '@' && !mint_line_word(rest, &word)) {
    return false;
  }
  CBS_init(out_hosts, start, (size_t)(CBS_data(rest) - start));
  return CBS_len(rest) != 0;
}

bool mint_lines_next(struct mint_lines *lines, const uint8_t **out_line,
                     size_t *out_line_len) {
  while (lines->offset < lines->text_len) {
    const uint8_t *line = lines->text + lines->offset;
    size_t rest = lines->text_len - lines->offset;
    const uint8_t *newline = memchr(line, '\n', rest);
    size_t len = newline == NULL ? rest : (size_t)(newline - line);
    lines->offset += newline == NULL ? rest : len + 1;
    lines->number++;
    if (len != 0 && line[len - 1] == '\r') {
      len--;
    }
    size_t first = 0;
    while (first < len && is_blank(line[first])) {
      first++;
    }
    if (first < len && line[first] != '#') {
      *out_line = line;
      *out_line_len = len;
      return true;
    }
  }
  *out_line = NULL;
  *out_line_len = 0;
  return false;
}
