// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// Reaches mint_lines_next, mint_parts_read_line, mint_line_split,
// mint_line_options and mint_line_hosts: lists of one-line keys. The first byte
// is the kind of line.

#include <stdlib.h>
#include <string.h>

#include "core/text/base64.h"
#include "core/text/line.h"
#include "fuzz/fuzz.h"

static bool lies_in(const CBS *field, const uint8_t *line, size_t len) {
  return CBS_len(field) == 0 ||
         (CBS_data(field) >= line &&
          CBS_data(field) + CBS_len(field) <= line + len);
}

static void split(const uint8_t *line, size_t len) {
  struct mint_line fields;
  CBS whole;
  CBS rest;
  CBS before;
  CBS_init(&whole, line, len);
  if (mint_line_split(&fields, &whole) == MINT_E_NONE) {
    REQUIRE(lies_in(&fields.type, line, len));
    REQUIRE(lies_in(&fields.base64, line, len));
    REQUIRE(lies_in(&fields.comment, line, len));
  }
  rest = whole;
  if (mint_line_options(&rest, &before)) {
    REQUIRE(lies_in(&before, line, len) && CBS_len(&rest) != 0);
  }
  rest = whole;
  if (mint_line_hosts(&rest, &before)) {
    REQUIRE(lies_in(&before, line, len) && CBS_len(&rest) != 0);
  }
}

// A line of a public key is the blob's base64 between type and comment.
static void require_canonical(const struct mint_parts *parts,
                              const uint8_t *line, size_t len) {
  const struct mint_about *about = &parts->about;
  size_t symbols = mint_base64_encoded_len(about->blob_len);
  size_t type_len = strlen(about->type);
  REQUIRE(len >= type_len + 1 + symbols);
  uint8_t *encoded = malloc(symbols + 1);
  REQUIRE(encoded != NULL);
  mint_base64_encode(encoded, about->blob, about->blob_len);
  REQUIRE(memcmp(line, about->type, type_len) == 0 && line[type_len] == ' ');
  REQUIRE(memcmp(line + type_len + 1, encoded, symbols) == 0);
  REQUIRE(about->comment == NULL ||
          memcmp(line + type_len + 1 + symbols + 1, about->comment,
                 about->comment_len) == 0);
  free(encoded);
}

// What an output must not keep.
static char stale;

static void read(enum mint_line_kind kind, const uint8_t *line, size_t len) {
  struct mint_parts *parts = (void *)&stale;
  struct mint_parts *again = NULL;
  struct mint_reason why;
  enum mint_status status = mint_parts_read_line(&parts, &why, kind, line, len);
  REQUIRE((parts != NULL) == (status == MINT_OK));
  REQUIRE(status != MINT_ERR_INTERNAL && status != MINT_ERR_MEMORY);
  REQUIRE(mint_code_explain(why.code)->status == status && why.line == 0);
  if (parts == NULL) {
    return;
  }
  fuzz_about(parts);
  if (kind == MINT_LINE_PUBLIC) {
    if (parts->about.kind == MINT_KIND_PUBLIC) {
      require_canonical(parts, line, len);
    }
    // What is taken exactly is taken loosely.
    REQUIRE(len > MINT_LINE_MAX ||
            mint_parts_read_line(&again, &why, MINT_LINE_AUTHORIZED_KEYS, line,
                                 len) == MINT_OK);
    REQUIRE(again == NULL || fuzz_same(parts, again));
    mint_parts_free(again);
  }
  mint_parts_free(parts);
}

// Lines of one input: further ones show nothing that these do not.
#define LINES_MAX 4u

void fuzz_one(const uint8_t *data, size_t len) {
  static const enum mint_line_kind kKinds[] = {
      MINT_LINE_PUBLIC, MINT_LINE_AUTHORIZED_KEYS, MINT_LINE_KNOWN_HOSTS};
  enum mint_line_kind kind = kKinds[fuzz_take(&data, &len) % 3];
  struct mint_lines lines = {data, len, 0, 0};
  const uint8_t *line = NULL;
  size_t line_len = 0;
  size_t number = 0;
  unsigned count = 0;
  while (count < LINES_MAX && mint_lines_next(&lines, &line, &line_len)) {
    count++;
    REQUIRE(line >= data && line + line_len <= data + len);
    REQUIRE(line_len != 0 && memchr(line, '\n', line_len) == NULL);
    REQUIRE(lines.number > number);
    number = lines.number;
    split(line, line_len);
    read(kind, line, line_len);
  }
}
