// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/unit/ppk_kit.h"

#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/format/parts.h"

void ppk_put(struct ppk_text *text, const void *data, size_t len) {
  cr_assert(len <= sizeof(text->data) - text->len);
  if (len != 0) {
    memcpy(text->data + text->len, data, len);
    text->len += len;
  }
}

void ppk_puts(struct ppk_text *text, const char *string) {
  ppk_put(text, string, strlen(string));
}

void ppk_load(struct ppk_text *text, const char *name) {
  char path[128];
  (void)snprintf(path, sizeof(path), "tests/vectors/ppk/%s", name);
  FILE *file = fopen(path, "rb");
  cr_assert_not_null(file, "%s", path);
  text->len = fread(text->data, 1, sizeof(text->data), file);
  (void)fclose(file);
}

enum mint_code ppk_read(struct mint_parts **out, size_t *out_line,
                        const struct ppk_text *text) {
  struct mint_reason why;
  enum mint_status status = mint_parts_read(out, &why, text->data, text->len);
  cr_assert_eq(status, mint_code_explain(why.code)->status);
  cr_assert_eq(*out == NULL, status != MINT_OK);
  *out_line = why.line;
  return why.code;
}

enum mint_code ppk_code(const struct ppk_text *text) {
  struct mint_parts *parts = NULL;
  size_t line = 0;
  enum mint_code code = ppk_read(&parts, &line, text);
  mint_parts_free(parts);
  return code;
}

struct mint_parts *ppk_parts(const char *name) {
  static struct ppk_text text;
  struct mint_parts *parts = NULL;
  size_t line = 0;
  ppk_load(&text, name);
  cr_assert_eq(ppk_read(&parts, &line, &text), MINT_E_NONE, "%s", name);
  return parts;
}

enum mint_code ppk_unlock_with(struct mint_parts *parts, const char *pass,
                               size_t len) {
  struct mint_reason why;
  enum mint_status status =
      mint_parts_unlock(parts, &why, (const uint8_t *)pass, len);
  cr_assert_eq(status, mint_code_explain(why.code)->status);
  cr_assert_eq(parts->about.locked, status != MINT_OK);
  return why.code;
}

enum mint_code ppk_unlock(struct mint_parts *parts, const char *pass) {
  return ppk_unlock_with(parts, pass, strlen(pass));
}

// Replaces the first `from` by `to`.
void ppk_edit(struct ppk_text *text, const char *from, const char *to) {
  static struct ppk_text tail;
  const uint8_t *at = memmem(text->data, text->len, from, strlen(from));
  cr_assert_not_null(at, "%s", from);
  size_t start = (size_t)(at - text->data);
  tail.len = 0;
  ppk_put(&tail, at + strlen(from), text->len - start - strlen(from));
  text->len = start;
  ppk_puts(text, to);
  ppk_put(text, tail.data, tail.len);
}
