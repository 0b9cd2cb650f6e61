// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// rfc4716.c is the SSH2 PUBLIC KEY form of RFC 4716, read exactly: one block,
// lines of at most 72 bytes, no empty line, headers before the body only. Lone
// CR line ends, which the RFC allows, are refused as in every text. Everything
// in it is public.

#include "core/format/rfc4716.h"

#include <string.h>
#include <strings.h>

#include "core/format/forms.h"
#include "core/text/base64.h"

// RFC 4716 sections 3 and 3.3.
#define LINE_BYTES 72u
#define TAG_BYTES 64u
#define VALUE_BYTES 1024u

// As ssh-keygen -e writes the body.
#define COLUMNS 70u

static const char kBegin[] = "---- BEGIN SSH2 PUBLIC KEY ----";
static const char kEnd[] = "---- END SSH2 PUBLIC KEY ----";
static const char kComment[] = "Comment";

// ---------------------------------------------------------------------------
// Reading

static enum mint_code next_line(struct mint_text *text, CBS *out_line) {
  if (!mint_text_more(text)) {
    return MINT_E_4716_END;
  }
  enum mint_code code = mint_text_line(text, out_line);
  if (code != MINT_E_NONE) {
    return code;
  }
  bool fits = CBS_len(out_line) != 0 && CBS_len(out_line) <= LINE_BYTES;
  return fits ? MINT_E_NONE : MINT_E_4716_LINE;
}

static bool has_colon(const CBS *line) {
  return memchr(CBS_data(line), ':', CBS_len(line)) != NULL;
}

// Takes "<tag>: " off `line`.
static bool get_tag(CBS *line, CBS *out_tag) {
  const uint8_t *data = CBS_data(line);
  size_t len = 0;
  while (len < CBS_len(line) && data[len] != ':') {
    if (data[len] <= ' ' || data[len] >= 0x7f) {
      return false;
    }
    len++;
  }
  uint8_t colon = 0;
  uint8_t blank = 0;
  return len != 0 && len <= TAG_BYTES && CBS_get_bytes(line, out_tag, len) &&
         CBS_get_u8(line, &colon) && CBS_get_u8(line, &blank) && blank == ' ';
}

struct value {
  uint8_t data[VALUE_BYTES];
  size_t len;
};

// Joins a value with the lines that continue it; `line` holds its first piece.
static enum mint_code get_value(struct value *out, struct mint_text *text,
                                CBS *line) {
  out->len = 0;
  for (;;) {
    size_t len = CBS_len(line);
    bool more = len != 0 && CBS_data(line)[len - 1] == '\\';
    len -= more ? 1 : 0;
    if (len > VALUE_BYTES - out->len) {
      return MINT_E_4716_HEADER;
    }
    if (len != 0) {
      memcpy(out->data + out->len, CBS_data(line), len);
      out->len += len;
    }
    if (!more) {
      return MINT_E_NONE;
    }
    enum mint_code code = next_line(text, line);
    if (code != MINT_E_NONE) {
      return code;
    }
  }
}

// Takes the value as the comment. Quotes are its frame only if they are its
// first and its last byte (section 3.3.2); none in it is escaped.
static enum mint_code set_comment(struct mint_parts *parts,
                                  const struct value *value) {
  const uint8_t *data = value->data;
  size_t len = value->len;
  if (len >= 2 && data[0] == '"' && data[len - 1] == '"') {
    data++;
    len -= 2;
  }
  CBS comment;
  CBS_init(&comment, data, len);
  return mint_parts_set_comment(parts, &comment);
}

static enum mint_code get_header(struct mint_parts *parts,
                                 struct mint_text *text, CBS *line) {
  CBS tag;
  struct value value;
  if (!get_tag(line, &tag)) {
    return MINT_E_4716_HEADER;
  }
  bool comment =
      CBS_len(&tag) == strlen(kComment) &&
      strncasecmp((const char *)CBS_data(&tag), kComment, CBS_len(&tag)) == 0;
  if (comment && parts->about.comment != NULL) {
    return MINT_E_4716_HEADER;
  }
  enum mint_code code = get_value(&value, text, line);
  if (code == MINT_E_NONE && comment) {
    code = set_comment(parts, &value);
  }
  return code;
}

// Reads the headers; leaves the first line of the body in `line`.
static enum mint_code get_headers(struct mint_parts *parts,
                                  struct mint_text *text, CBS *line) {
  enum mint_code code = next_line(text, line);
  for (size_t i = 0; code == MINT_E_NONE && has_colon(line); i++) {
    if (i == MINT_4716_HEADERS_MAX) {
      return MINT_E_4716_HEADER;
    }
    code = get_header(parts, text, line);
    if (code == MINT_E_NONE) {
      code = next_line(text, line);
    }
  }
  return code;
}

// Looks for what cannot be in the body here, where its line is known.
// *in_padding tells whether the '=' at its end have begun.
static enum mint_code check_symbols(const CBS *line, bool *in_padding) {
  static const char kSymbols[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (has_colon(line)) {
    return MINT_E_4716_LINE;  // a header that comes too late
  }
  for (size_t i = 0; i < CBS_len(line); i++) {
    uint8_t c = CBS_data(line)[i];
    if (c == '=') {
      *in_padding = true;
    } else if (*in_padding ||
               memchr(kSymbols, c, sizeof(kSymbols) - 1) == NULL) {
      return MINT_E_BASE64_CHARACTER;
    }
  }
  return MINT_E_NONE;
}

// Collects the symbols of the body up to the END line, the last of the text.
static enum mint_code get_symbols(struct mint_secret *symbols,
                                  struct mint_text *text, CBS *line) {
  bool in_padding = false;
  while (!mint_text_starts(line, "-")) {
    enum mint_code code = check_symbols(line, &in_padding);
    if (code != MINT_E_NONE) {
      return code;
    }
    if (mint_secret_append(symbols, CBS_data(line), CBS_len(line)) != MINT_OK) {
      return MINT_E_INTERNAL;
    }
    code = next_line(text, line);
    if (code != MINT_E_NONE) {
      return code;
    }
  }
  if (!mint_text_is(line, kEnd)) {
    return MINT_E_4716_END;
  }
  if (mint_text_more(text)) {
    text->number++;
    return MINT_E_4716_AFTER;
  }
  return MINT_E_NONE;
}

static enum mint_code get_body(struct mint_parts *parts, struct mint_text *text,
                               CBS *line) {
  struct mint_secret body = MINT_SECRET_EMPTY;
  if (mint_secret_open(&body, CBS_len(line) + CBS_len(&text->rest) + 1) !=
      MINT_OK) {
    return MINT_E_MEMORY;
  }
  enum mint_code code = get_symbols(&body, text, line);
  if (code == MINT_E_NONE) {
    code = mint_base64_decode(body.data, &body.len, body.data, body.len);
    text->number = code == MINT_E_NONE ? 0 : text->number - 1;
  }
  if (code == MINT_E_NONE) {
    CBS blob;  // from here on, no line is to blame
    CBS_init(&blob, body.data, body.len);
    code = mint_parts_set_blob(parts, &blob);
  }
  mint_secret_wipe(&body);
  return code;
}

enum mint_code mint_rfc4716_parse(struct mint_parts *parts,
                                  struct mint_text *text) {
  CBS line;
  parts->about.format = MINT_FORMAT_RFC4716;
  enum mint_code code = mint_text_line(text, &line);
  if (code != MINT_E_NONE) {
    return code;
  }
  if (!mint_text_is(&line, kBegin)) {
    return MINT_E_4716_BEGIN;
  }
  code = get_headers(parts, text, &line);
  return code == MINT_E_NONE ? get_body(parts, text, &line) : code;
}

// ---------------------------------------------------------------------------
// Writing

static bool put(struct mint_secret *out, const char *text) {
  return mint_secret_append(out, (const uint8_t *)text, strlen(text)) ==
         MINT_OK;
}

// Tells whether a comment may be broken before byte `at`: not inside a UTF-8
// character, and not before dashes, which ssh-keygen takes for an END line.
static bool may_break(const CBS *text, size_t at) {
  const uint8_t *next = CBS_data(text) + at;
  return (next[0] & 0xc0) != 0x80 &&
         !(CBS_len(text) - at >= 4 && memcmp(next, "----", 4) == 0);
}

// How much of a comment goes on one line with `room` for it. ssh-keygen -i
// takes every line with ": " for a header, and one of these with " END " for
// the END line: a line stops before the blank that would complete either.
static size_t piece_len(const CBS *text, size_t room) {
  const uint8_t *data = CBS_data(text);
  size_t len = CBS_len(text);
  for (size_t i = 1; i < len && i <= room; i++) {
    if (data[i] == ' ' && (data[i - 1] == ':' ||
                           (i >= 4 && memcmp(data + i - 4, " END", 4) == 0))) {
      return i;
    }
  }
  if (len <= room) {
    return len;
  }
  for (size_t i = room; i > 0; i--) {
    if (may_break(text, i)) {
      return i;
    }
  }
  return room;  // hopeless: it stands as it is, and we can read it
}

// Writes `Comment: "<comment>"`, continued where a line is full. The quotes are
// always there, so that a comment with quotes or blanks at its ends, or an
// empty one, is read back as it is; a backslash before the closing one is no
// end.
static bool put_comment(struct mint_secret *out, const char *comment,
                        size_t comment_len) {
  CBS rest;
  CBS_init(&rest, (const uint8_t *)comment, comment_len);
  if (!put(out, kComment) || !put(out, ": \"")) {
    return false;
  }
  // Behind each piece there is one byte: a backslash or the closing quote.
  size_t room = LINE_BYTES - strlen(kComment) - 3 - 1;
  for (;;) {
    CBS piece;
    if (!CBS_get_bytes(&rest, &piece, piece_len(&rest, room)) ||
        mint_secret_append(out, CBS_data(&piece), CBS_len(&piece)) != MINT_OK) {
      return false;
    }
    if (CBS_len(&rest) == 0) {
      return put(out, "\"\n");
    }
    if (!put(out, "\\\n")) {
      return false;
    }
    room = LINE_BYTES - 1;
  }
}

// Encodes the blob at the end of `out`'s room, and moves it line by line to
// where it belongs.
static bool put_body(struct mint_secret *out, const uint8_t *blob,
                     size_t blob_len) {
  size_t symbols = mint_base64_encoded_len(blob_len);
  if (symbols > out->cap - out->len) {
    return false;
  }
  const uint8_t *from = out->data + out->cap - symbols;
  mint_base64_encode(out->data + out->cap - symbols, blob, blob_len);
  for (size_t i = 0; i < symbols; i += COLUMNS) {
    size_t take = symbols - i < COLUMNS ? symbols - i : COLUMNS;
    memmove(out->data + out->len, from + i, take);
    out->len += take;
    if (!put(out, "\n")) {
      return false;
    }
  }
  return true;
}

enum mint_code mint_rfc4716_write(struct mint_secret *out, const uint8_t *blob,
                                  size_t blob_len, const char *comment,
                                  size_t comment_len) {
  size_t symbols = mint_base64_encoded_len(blob_len);
  // A comment may be broken behind every byte of it, by two more.
  size_t frame = strlen(kBegin) + strlen(kEnd) + strlen(kComment) + 8;
  size_t cap = frame + 3 * comment_len + symbols + symbols / COLUMNS + 1;
  if (mint_secret_open(out, cap) != MINT_OK) {
    return MINT_E_MEMORY;
  }
  if (!put(out, kBegin) || !put(out, "\n") ||
      (comment != NULL && !put_comment(out, comment, comment_len)) ||
      !put_body(out, blob, blob_len) || !put(out, kEnd) || !put(out, "\n")) {
    mint_secret_wipe(out);
    return MINT_E_INTERNAL;
  }
  return MINT_E_NONE;
}
