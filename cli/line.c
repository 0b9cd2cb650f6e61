// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// line.c finds the key in a line that ssh-keygen -l would list: blanks of any
// kind and number between the fields, and a host name or options before them.
// The key itself is parsed by the core, from the two words that make it.

#include <stdlib.h>
#include <string.h>

#include "cli/source.h"

// A line being walked. It has no NUL at its end.
struct walk {
  const uint8_t *line;
  size_t len;
  size_t at;
};

static bool is_blank(uint8_t c) { return c == ' ' || c == '\t'; }

static void skip_blanks(struct walk *walk) {
  while (walk->at < walk->len && is_blank(walk->line[walk->at])) {
    walk->at++;
  }
}

static size_t word_len(const struct walk *walk) {
  size_t end = walk->at;
  while (end < walk->len && !is_blank(walk->line[end])) {
    end++;
  }
  return end - walk->at;
}

// Reads "type base64" where `walk` stands, and moves behind it and its blanks.
static enum mint_status read_key(struct mint_parts **out_parts,
                                 struct mint_reason *out_why,
                                 struct walk *walk) {
  struct walk ahead = *walk;
  const uint8_t *type = ahead.line + ahead.at;
  size_t type_len = word_len(&ahead);
  ahead.at += type_len;
  skip_blanks(&ahead);
  const uint8_t *base64 = ahead.line + ahead.at;
  size_t base64_len = word_len(&ahead);
  ahead.at += base64_len;
  skip_blanks(&ahead);

  struct mint_secret words = MINT_SECRET_EMPTY;
  enum mint_status status = mint_secret_open(&words, type_len + 1 + base64_len);
  if (status == MINT_OK) {
    status = mint_secret_append(&words, type, type_len);
  }
  if (status == MINT_OK) {
    status = mint_secret_append(&words, (const uint8_t *)" ", 1);
  }
  if (status == MINT_OK) {
    status = mint_secret_append(&words, base64, base64_len);
  }
  if (status == MINT_OK) {
    status = mint_parts_read(out_parts, out_why, words.data, words.len);
  }
  mint_secret_wipe(&words);
  if (status == MINT_OK) {
    *walk = ahead;
  }
  return status;
}

// The bits of an SSH-1 key may stand here: it is not skipped as a host is.
static bool is_number(const struct walk *walk) {
  size_t digits = 0;
  bool is_zero = true;
  for (size_t i = walk->at; i < walk->len; i++) {
    uint8_t c = walk->line[i];
    if (c < '0' || c > '9') {
      return digits != 0 && !is_zero && is_blank(c);
    }
    digits++;
    is_zero = is_zero && c == '0';
  }
  return false;
}

// Steps over a host or options, in which a blank may be quoted, and over one
// blank. Returns false at the end of the line.
static bool skip_host(struct walk *walk) {
  bool is_quoted = false;
  for (; walk->at < walk->len; walk->at++) {
    uint8_t c = walk->line[walk->at];
    if (!is_quoted && is_blank(c)) {
      walk->at++;
      return true;
    }
    if (c == '\\' && walk->at + 1 < walk->len &&
        walk->line[walk->at + 1] == '"') {
      walk->at++;
    } else if (c == '"') {
      is_quoted = !is_quoted;
    }
  }
  return false;
}

// Whether the first reading's refusal says that something stands before a key.
static bool is_host_likely(enum mint_code code) {
  return code == MINT_E_LINE_OPTIONS || code == MINT_E_LINE_FIELDS ||
         code == MINT_E_TYPE_UNKNOWN || code == MINT_E_TEXT_UNKNOWN;
}

enum mint_status cli_line_read(struct mint_parts **out_parts,
                               struct mint_reason *out_why,
                               const char **out_comment,
                               size_t *out_comment_len, const uint8_t *line,
                               size_t line_len) {
  *out_parts = NULL;
  *out_comment = NULL;
  *out_comment_len = 0;
  memset(out_why, 0, sizeof(*out_why));
  // The core sees the two words only, and a comment holds no NUL either.
  if (memchr(line, '\0', line_len) != NULL) {
    out_why->code = MINT_E_TEXT_CONTROL;
    return MINT_ERR_SYNTAX;
  }
  struct walk walk = {line, line_len, 0};
  skip_blanks(&walk);
  enum mint_status status = read_key(out_parts, out_why, &walk);
  if (status != MINT_OK && !is_number(&walk)) {
    struct mint_reason again = {MINT_E_NONE, 0};
    size_t host = walk.at;
    if (!skip_host(&walk)) {
      return status;
    }
    size_t host_len = walk.at - 1 - host;
    enum mint_status second = read_key(out_parts, &again, &walk);
    if (second != MINT_OK && !is_host_likely(out_why->code)) {
      return status;
    }
    status = second;
    *out_why = again;
    *out_comment = (const char *)line + host;
    *out_comment_len = host_len;
  }
  if (status != MINT_OK) {
    *out_comment = NULL;
    *out_comment_len = 0;
    return status;
  }
  if (walk.at < line_len && line[walk.at] != '#') {
    *out_comment = (const char *)line + walk.at;
    *out_comment_len = line_len - walk.at;
  }
  return MINT_OK;
}
