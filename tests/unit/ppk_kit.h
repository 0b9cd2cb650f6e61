// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// ppk_kit.h loads, edits and opens PuTTY key files for tests.

#ifndef SSHMINT_TESTS_UNIT_PPK_KIT_H
#define SSHMINT_TESTS_UNIT_PPK_KIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/mint.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

// The passphrase of every sealed file in tests/vectors/ppk.
#define PASS "correct horse"

// A text under construction. It is large: make it static.
struct ppk_text {
  size_t len;
  uint8_t data[16384];
};

void ppk_put(struct ppk_text *text, const void *data, size_t len);
void ppk_puts(struct ppk_text *text, const char *string);

// ppk_load replaces `text` by a file of tests/vectors/ppk, ppk_edit the first
// `from` in it by `to`, which must be there.
void ppk_load(struct ppk_text *text, const char *name);
void ppk_edit(struct ppk_text *text, const char *from, const char *to);

// ppk_read is mint_parts_read; ppk_code frees what it gives; ppk_parts reads a
// file of tests/vectors/ppk, which must succeed.
enum mint_code ppk_read(struct mint_parts **out, size_t *out_line,
                        const struct ppk_text *text);
enum mint_code ppk_code(const struct ppk_text *text);
struct mint_parts *ppk_parts(const char *name);

// ppk_unlock is mint_parts_unlock.
enum mint_code ppk_unlock_with(struct mint_parts *parts, const char *pass,
                               size_t len);
enum mint_code ppk_unlock(struct mint_parts *parts, const char *pass);

#endif  // SSHMINT_TESTS_UNIT_PPK_KIT_H
