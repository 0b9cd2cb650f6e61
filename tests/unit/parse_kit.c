// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/unit/parse_kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// A broken test must not look like a finding: it stops at once.
static void need(bool condition, const char *what) {
  if (!condition) {
    fprintf(stderr, "test kit: %s\n", what);
    abort();
  }
}

void kit_clear(struct kit *kit) { kit->len = 0; }

void kit_put(struct kit *kit, const void *data, size_t len) {
  need(len <= sizeof(kit->data) - kit->len, "a kit is full");
  if (len != 0) {
    memcpy(kit->data + kit->len, data, len);
    kit->len += len;
  }
}

void kit_puts(struct kit *kit, const char *text) {
  kit_put(kit, text, strlen(text));
}

void kit_fill(struct kit *kit, int byte, size_t len) {
  need(len <= sizeof(kit->data) - kit->len, "a kit is full");
  memset(kit->data + kit->len, byte, len);
  kit->len += len;
}

void kit_set(struct kit *kit, const char *text) {
  kit_clear(kit);
  kit_puts(kit, text);
}

bool kit_is(const struct kit *kit, const void *data, size_t len) {
  return kit->len == len && (len == 0 || memcmp(kit->data, data, len) == 0);
}

void kit_u32(struct kit *kit, uint32_t value) {
  const uint8_t bytes[] = {(uint8_t)(value >> 24), (uint8_t)(value >> 16),
                           (uint8_t)(value >> 8), (uint8_t)value};
  kit_put(kit, bytes, sizeof(bytes));
}

void kit_string(struct kit *kit, const void *data, size_t len) {
  kit_u32(kit, (uint32_t)len);
  kit_put(kit, data, len);
}

void kit_name(struct kit *kit, const char *name) {
  kit_string(kit, name, strlen(name));
}

static const char kSymbols[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void kit_base64(struct kit *kit, const void *data, size_t len) {
  const uint8_t *in = data;
  for (size_t i = 0; i < len; i += 3) {
    size_t bytes = len - i < 3 ? len - i : 3;
    uint32_t bits = 0;
    for (size_t j = 0; j < 3; j++) {
      bits = bits << 8 | (j < bytes ? in[i + j] : 0u);
    }
    for (size_t j = 0; j < 4; j++) {
      char symbol = j <= bytes ? kSymbols[bits >> (18 - 6 * j) & 63] : '=';
      kit_put(kit, &symbol, 1);
    }
  }
}

void kit_unbase64(struct kit *kit, const char *text, size_t len) {
  uint32_t bits = 0;
  unsigned count = 0;
  for (size_t i = 0; i < len; i++) {
    if (text[i] == '\n') {
      continue;
    }
    if (text[i] == '=') {
      break;
    }
    const char *symbol = strchr(kSymbols, text[i]);
    need(symbol != NULL && *symbol != '\0', "not base64");
    bits = bits << 6 | (uint32_t)(symbol - kSymbols);
    count += 6;
    if (count >= 8) {
      count -= 8;
      uint8_t byte = (uint8_t)(bits >> count);
      kit_put(kit, &byte, 1);
    }
  }
}

void kit_pem(struct kit *kit, const char *label, const void *data, size_t len) {
  static struct kit symbols;
  kit_clear(&symbols);
  kit_base64(&symbols, data, len);
  kit_puts(kit, "-----BEGIN ");
  kit_puts(kit, label);
  kit_puts(kit, "-----\n");
  for (size_t i = 0; i < symbols.len; i += 64) {
    kit_put(kit, symbols.data + i, symbols.len - i < 64 ? symbols.len - i : 64);
    kit_puts(kit, "\n");
  }
  kit_puts(kit, "-----END ");
  kit_puts(kit, label);
  kit_puts(kit, "-----\n");
}

void kit_der(struct kit *kit, uint8_t tag, const void *data, size_t len) {
  uint8_t head[5] = {tag};
  size_t head_len = 2;
  if (len < 0x80) {
    head[1] = (uint8_t)len;
  } else if (len < 0x100) {
    head[1] = 0x81;
    head[head_len++] = (uint8_t)len;
  } else {
    need(len < 0x10000, "a DER element is too long");
    head[1] = 0x82;
    head[head_len++] = (uint8_t)(len >> 8);
    head[head_len++] = (uint8_t)len;
  }
  kit_put(kit, head, head_len);
  kit_put(kit, data, len);
}

void kit_file(struct kit *kit, const char *name) {
  char path[256];
  (void)snprintf(path, sizeof(path), "tests/vectors/ssh/%s", name);
  FILE *file = fopen(path, "rb");
  need(file != NULL, path);
  kit->len = fread(kit->data, 1, sizeof(kit->data), file);
  need(ferror(file) == 0 && kit->len != 0, path);
  (void)fclose(file);
}

// Replaces the text in `kit` by what its base64 from `start` to `end` holds.
static void decode(struct kit *kit, const char *start, const char *end) {
  static struct kit symbols;
  kit_clear(&symbols);
  kit_put(&symbols, start, (size_t)(end - start));
  kit_clear(kit);
  kit_unbase64(kit, (const char *)symbols.data, symbols.len);
}

void kit_body(struct kit *kit, const char *name) {
  kit_file(kit, name);
  kit_put(kit, "", 1);
  const char *start = strchr((const char *)kit->data, '\n');
  need(start != NULL, name);
  const char *blank = strstr(start, "\n\n");
  start = blank == NULL ? start : blank + 1;
  const char *end = strstr(start, "\n-----END");
  need(end != NULL, name);
  decode(kit, start, end);
}

void kit_blob(struct kit *kit, const char *name) {
  kit_file(kit, name);
  const char *text = (const char *)kit->data;
  const char *start = memchr(text, ' ', kit->len);
  need(start != NULL, name);
  start++;
  const char *end = memchr(start, ' ', kit->len - (size_t)(start - text));
  need(end != NULL, name);
  decode(kit, start, end);
}

enum mint_status kit_read(struct mint_parts **out, struct mint_reason *why,
                          const struct kit *kit) {
  return mint_parts_read(out, why, kit->data, kit->len);
}

struct mint_parts *kit_parts(const char *name) {
  static struct kit kit;
  struct mint_parts *parts = NULL;
  struct mint_reason why;
  kit_file(&kit, name);
  need(kit_read(&parts, &why, &kit) == MINT_OK, name);
  return parts;
}

struct mint_key *kit_key(void) {
  struct mint_key *key = NULL;
  struct mint_report report;
  struct mint_policy policy;
  need(mint_policy_preset(&policy, "default"), "no default policy");
  struct mint_parts *parts = kit_parts("rsa.pem");
  need(mint_check(&key, &report, parts, &policy) == MINT_OK, "rsa.pem");
  mint_parts_free(parts);
  return key;
}

enum mint_status kit_write_line(struct mint_secret *out,
                                const struct mint_key *key, const char *comment,
                                size_t comment_len) {
  const struct mint_write_options options = {
      .format = MINT_FORMAT_AUTHORIZED_KEYS,
      .comment = comment,
      .comment_len = comment_len,
  };
  return mint_write(out, key, &options);
}
