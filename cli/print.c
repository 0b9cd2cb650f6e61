// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// print.c reads fingerprints: ssh-keygen's, those of consoles, which show
// SHA-256 in hex, and those without a name. All of it is public.

#include "cli/print.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "cli/base64.h"

#define CLI_PRINT_BYTES_MAX 64

static const struct {
  enum mint_hash hash;
  const char *name;
  size_t len;  // in bytes
} hashes[] = {
    {MINT_HASH_MD5, "MD5", 16},       {MINT_HASH_SHA1, "SHA1", 20},
    {MINT_HASH_SHA256, "SHA256", 32}, {MINT_HASH_SHA384, "SHA384", 48},
    {MINT_HASH_SHA512, "SHA512", 64},
};
#define NUM_HASHES (sizeof(hashes) / sizeof(hashes[0]))

static unsigned digit(char c) {
  return c <= '9' ? (unsigned)(c - '0') : (unsigned)(tolower(c) - 'a' + 10);
}

static bool is_hex(char c) { return isxdigit((unsigned char)c) != 0; }

// Reads hex with a colon between all bytes, or between none. Returns how many
// bytes there are; 0 if it is something else.
static size_t read_hex(uint8_t out[CLI_PRINT_BYTES_MAX], bool *out_has_colons,
                       const char *text) {
  size_t len = 0;
  *out_has_colons = strlen(text) > 2 && text[2] == ':';
  while (len < CLI_PRINT_BYTES_MAX && is_hex(text[0]) && is_hex(text[1])) {
    out[len++] = (uint8_t)(digit(text[0]) << 4 | digit(text[1]));
    text += 2;
    if (*text == '\0') {
      return len;
    }
    if (*out_has_colons) {
      if (*text != ':') {
        return 0;
      }
      text++;
    }
  }
  return 0;
}

// Writes the bytes as mint_fingerprint would.
static void write_print(struct cli_print *out, size_t i, const uint8_t *bytes) {
  out->hash = hashes[i].hash;
  size_t at =
      (size_t)snprintf(out->text, sizeof(out->text), "%s:", hashes[i].name);
  if (hashes[i].hash == MINT_HASH_MD5) {
    for (size_t k = 0; k < hashes[i].len; k++) {
      (void)snprintf(out->text + at, 4, "%s%02x", k == 0 ? "" : ":",
                     (unsigned)bytes[k]);
      at += k == 0 ? 2 : 3;
    }
    return;
  }
  cli_base64(out->text + at, bytes, hashes[i].len);
  out->text[strcspn(out->text, "=")] = '\0';
}

// Takes base64 as it is: what is compared is text.
static bool take_base64(struct cli_print *out, size_t i, const char *text) {
  static const char symbols[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  size_t len = strspn(text, symbols);
  size_t padding = strspn(text + len, "=");
  size_t bytes = hashes[i].len;
  if (hashes[i].hash == MINT_HASH_MD5 || len != (bytes * 4 + 2) / 3 ||
      text[len + padding] != '\0' ||
      (padding != 0 && (len + padding) % 4 != 0)) {
    return false;
  }
  out->hash = hashes[i].hash;
  (void)snprintf(out->text, sizeof(out->text), "%s:%.*s", hashes[i].name,
                 (int)len, text);
  return true;
}

enum cli_print_kind cli_print_parse(struct cli_print *out, const char *text) {
  uint8_t bytes[CLI_PRINT_BYTES_MAX];
  bool has_colons = false;
  memset(out, 0, sizeof(*out));
  for (size_t i = 0; i < NUM_HASHES; i++) {
    size_t name_len = strlen(hashes[i].name);
    if (strncasecmp(text, hashes[i].name, name_len) != 0 ||
        text[name_len] != ':') {
      continue;
    }
    const char *rest = text + name_len + 1;
    if (read_hex(bytes, &has_colons, rest) == hashes[i].len) {
      write_print(out, i, bytes);
      return CLI_PRINT_OK;
    }
    return take_base64(out, i, rest) ? CLI_PRINT_OK : CLI_PRINT_BAD;
  }
  size_t len = read_hex(bytes, &has_colons, text);
  for (size_t i = 0; i < NUM_HASHES && has_colons; i++) {
    if (hashes[i].len == len) {
      write_print(out, i, bytes);
      return CLI_PRINT_OK;
    }
  }
  return CLI_PRINT_NONE;
}
