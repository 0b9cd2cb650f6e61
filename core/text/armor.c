// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// armor.c opens and closes PEM blocks.

#include "core/text/armor.h"

#include <string.h>

#include "core/text/base64.h"

const struct mint_columns mint_columns_pem = {64, 64, 64};
const struct mint_columns mint_columns_openssh = {64, 76, 70};

static const char kBegin[] = "-----BEGIN ";
static const char kEnd[] = "-----END ";
static const char kDashes[] = "-----";

// Stores the label of a line "<prefix><label>-----". A label is upper case
// letters, digits and single blanks (RFC 7468 allows more; nobody uses it).
static bool get_label(const CBS *line, const char *prefix, CBS *out_label) {
  CBS rest = *line;
  size_t dashes = strlen(kDashes);
  if (!mint_text_starts(&rest, prefix) || !CBS_skip(&rest, strlen(prefix)) ||
      CBS_len(&rest) < dashes + 1) {
    return false;
  }
  if (!CBS_get_bytes(&rest, out_label, CBS_len(&rest) - dashes) ||
      !mint_text_is(&rest, kDashes)) {
    return false;
  }
  for (size_t i = 0; i < CBS_len(out_label); i++) {
    uint8_t c = CBS_data(out_label)[i];
    if (!(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != ' ') {
      return false;
    }
  }
  return true;
}

bool mint_armor_label(const CBS *line, CBS *out_label) {
  return get_label(line, kBegin, out_label);
}

// Reads a digit in the case of `a`, which is 'A' (as OpenSSL writes) or 'a'
// (Go).
static bool get_hex_digit(CBS *in, uint8_t a, uint8_t *out) {
  uint8_t c = 0;
  if (!CBS_get_u8(in, &c)) {
    return false;
  }
  if (c >= '0' && c <= '9') {
    *out = (uint8_t)(c - '0');
  } else if (c >= a && c < a + 6) {
    *out = (uint8_t)(c - a + 10);
  } else {
    return false;
  }
  return true;
}

// Reads "DEK-Info: <cipher>,<hex>"; the hex in one case throughout.
static bool get_dek_info(struct mint_armor *armor, const CBS *line) {
  static const char kPrefix[] = "DEK-Info: ";
  CBS rest = *line;
  if (!mint_text_starts(&rest, kPrefix) || !CBS_skip(&rest, strlen(kPrefix))) {
    return false;
  }
  const uint8_t *comma = memchr(CBS_data(&rest), ',', CBS_len(&rest));
  if (comma == NULL ||
      !CBS_get_bytes(&rest, &armor->dek, (size_t)(comma - CBS_data(&rest))) ||
      !CBS_skip(&rest, 1)) {
    return false;
  }
  uint8_t a = 'A';
  for (size_t i = 0; i < CBS_len(&rest); i++) {
    a = CBS_data(&rest)[i] >= 'a' ? 'a' : a;
  }
  while (CBS_len(&rest) != 0) {
    uint8_t high = 0;
    uint8_t low = 0;
    if (armor->iv_len == MINT_ARMOR_IV_MAX || !get_hex_digit(&rest, a, &high) ||
        !get_hex_digit(&rest, a, &low)) {
      return false;
    }
    armor->iv[armor->iv_len++] = (uint8_t)(high << 4 | low);
  }
  return CBS_len(&armor->dek) != 0 && armor->iv_len >= 8;
}

static enum mint_code next_line(struct mint_text *text, CBS *out_line) {
  if (!mint_text_more(text)) {
    return MINT_E_PEM_END;
  }
  return mint_text_line(text, out_line);
}

// Reads the rest of the headers; `line` is the first one.
static enum mint_code get_headers(struct mint_armor *armor,
                                  struct mint_text *text, CBS *line) {
  if (!mint_text_is(line, "Proc-Type: 4,ENCRYPTED")) {
    return MINT_E_PEM_HEADER;
  }
  enum mint_code code = next_line(text, line);
  if (code != MINT_E_NONE) {
    return code;
  }
  if (!get_dek_info(armor, line)) {
    return MINT_E_PEM_HEADER;
  }
  code = next_line(text, line);
  if (code != MINT_E_NONE) {
    return code;
  }
  if (CBS_len(line) != 0) {
    return MINT_E_PEM_HEADER;
  }
  armor->encrypted = true;
  return next_line(text, line);
}

// Collects the symbols of the body lines; leaves the END line in `line`.
static enum mint_code get_symbols(struct mint_secret *symbols,
                                  struct mint_text *text, CBS *line,
                                  const struct mint_columns *columns) {
  size_t width = 0;  // of the first line, once a second one follows
  bool last = false;
  while (!mint_text_starts(line, kDashes)) {
    if (last && CBS_len(line) != 0) {
      text->number--;  // the short line before this one is wrong
      return MINT_E_PEM_LINE;
    }
    size_t len = CBS_len(line);
    if (len == 0 || len > (width == 0 ? columns->max : width)) {
      return MINT_E_PEM_LINE;
    }
    last = len < (width == 0 ? columns->min : width);
    width = width == 0 ? len : width;
    if (mint_secret_append(symbols, CBS_data(line), len) != MINT_OK) {
      return MINT_E_INTERNAL;
    }
    enum mint_code code = next_line(text, line);
    if (code != MINT_E_NONE) {
      return code;
    }
  }
  return symbols->len == 0 ? MINT_E_PEM_EMPTY : MINT_E_NONE;
}

// The last line: its label, and that nothing follows.
static enum mint_code get_end(const struct mint_armor *armor,
                              struct mint_text *text, const CBS *line) {
  CBS label;
  if (!get_label(line, kEnd, &label) ||
      !CBS_mem_equal(&label, CBS_data(&armor->label), CBS_len(&armor->label))) {
    return MINT_E_PEM_LABEL;
  }
  if (mint_text_more(text)) {
    text->number++;
    return MINT_E_PEM_AFTER;
  }
  return MINT_E_NONE;
}

// Moves text->number from the END line to the line whose base64 is wrong: for a
// wrong length or wrong bits the last one, else the first one with a symbol
// that does not belong there. `body` is the text from the first body line on,
// which is line `first`.
static void blame_base64(struct mint_text *text, enum mint_code code,
                         struct mint_text body, size_t first) {
  size_t last = text->number - 1;
  text->number = last;
  body.number = first - 1;
  CBS line;
  while (code == MINT_E_BASE64_CHARACTER && body.number + 1 < last &&
         mint_text_line(&body, &line) == MINT_E_NONE) {
    if (!mint_base64_is_alphabet(CBS_data(&line), CBS_len(&line))) {
      text->number = body.number;
      return;
    }
  }
}

static enum mint_code read_block(struct mint_armor *armor,
                                 struct mint_text *text,
                                 const struct mint_columns *columns) {
  CBS line;
  enum mint_code code = mint_text_line(text, &line);
  if (code != MINT_E_NONE) {
    return code;
  }
  if (!mint_armor_label(&line, &armor->label)) {
    return MINT_E_PEM_BEGIN;
  }
  size_t rest_len = CBS_len(&text->rest);
  code = next_line(text, &line);
  if (code == MINT_E_NONE && mint_text_starts(&line, "Proc-Type:")) {
    code = get_headers(armor, text, &line);
  }
  if (code != MINT_E_NONE) {
    return code;
  }
  if (mint_secret_open(&armor->body, rest_len) != MINT_OK) {
    return MINT_E_MEMORY;
  }
  struct mint_text body = *text;
  const uint8_t *end = CBS_data(&text->rest) + CBS_len(&text->rest);
  CBS_init(&body.rest, CBS_data(&line), (size_t)(end - CBS_data(&line)));
  size_t first = text->number;
  code = get_symbols(&armor->body, text, &line, columns);
  if (code == MINT_E_NONE) {
    code = get_end(armor, text, &line);
  }
  if (code != MINT_E_NONE) {
    return code;
  }
  code = mint_base64_decode(armor->body.data, &armor->body.len,
                            armor->body.data, armor->body.len);
  if (code != MINT_E_NONE) {
    blame_base64(text, code, body, first);
  }
  return code;
}

enum mint_code mint_armor_read(struct mint_armor *out, struct mint_text *text,
                               const struct mint_columns *columns) {
  memset(out, 0, sizeof(*out));
  enum mint_code code = read_block(out, text, columns);
  if (code != MINT_E_NONE) {
    mint_armor_wipe(out);
  }
  return code;
}

void mint_armor_wipe(struct mint_armor *armor) {
  mint_secret_wipe(&armor->body);
  memset(armor, 0, sizeof(*armor));
}

static bool put(struct mint_secret *out, const char *text) {
  return mint_secret_append(out, (const uint8_t *)text, strlen(text)) ==
         MINT_OK;
}

// Encodes the whole body at the end of `out`'s room, and moves it line by line
// to where it belongs: a line need not hold whole groups of four symbols.
static bool put_body(struct mint_secret *out, const uint8_t *body,
                     size_t body_len, size_t columns) {
  size_t symbols = mint_base64_encoded_len(body_len);
  if (symbols > out->cap - out->len) {
    return false;
  }
  const uint8_t *from = out->data + out->cap - symbols;
  mint_base64_encode(out->data + out->cap - symbols, body, body_len);
  for (size_t i = 0; i < symbols; i += columns) {
    size_t take = symbols - i < columns ? symbols - i : columns;
    memmove(out->data + out->len, from + i, take);
    out->len += take;
    if (!put(out, "\n")) {
      return false;
    }
  }
  return true;
}

enum mint_code mint_armor_write(struct mint_secret *out, const char *label,
                                const char *headers,
                                const struct mint_columns *columns,
                                const uint8_t *body, size_t body_len) {
  if (headers == NULL) {
    headers = "";
  }
  size_t symbols = mint_base64_encoded_len(body_len);
  size_t newlines = symbols / columns->write + 3;
  size_t frame = strlen(kBegin) + strlen(kEnd) + 2 * strlen(kDashes) +
                 2 * strlen(label) + strlen(headers);
  if (mint_secret_open(out, symbols + newlines + frame) != MINT_OK) {
    return MINT_E_MEMORY;
  }
  if (!put(out, kBegin) || !put(out, label) || !put(out, kDashes) ||
      !put(out, "\n") || !put(out, headers) ||
      !put_body(out, body, body_len, columns->write) || !put(out, kEnd) ||
      !put(out, label) || !put(out, kDashes) || !put(out, "\n")) {
    mint_secret_wipe(out);
    return MINT_E_INTERNAL;
  }
  return MINT_E_NONE;
}
