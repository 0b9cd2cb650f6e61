// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// blocklist.c looks a modulus up in a list of truncated hashes of weak keys.

#include <string.h>

#include <openssl/sha.h>

#include "core/key/weak.h"

static const char kMagic[] = "sshmint-blocklist-1\n";

enum mint_status mint_blocklist_open(struct mint_blocklist *out,
                                     const uint8_t *data, size_t data_len) {
  size_t magic_len = strlen(kMagic);
  out->entries = NULL;
  out->num_entries = 0;
  if (data_len < magic_len || memcmp(data, kMagic, magic_len) != 0 ||
      (data_len - magic_len) % MINT_BLOCKLIST_ENTRY != 0) {
    return MINT_ERR_SYNTAX;
  }
  const uint8_t *entries = data + magic_len;
  size_t num = (data_len - magic_len) / MINT_BLOCKLIST_ENTRY;
  for (size_t i = 1; i < num; i++) {
    const uint8_t *entry = entries + i * MINT_BLOCKLIST_ENTRY;
    if (memcmp(entry - MINT_BLOCKLIST_ENTRY, entry, MINT_BLOCKLIST_ENTRY) >=
        0) {
      return MINT_ERR_SYNTAX;
    }
  }
  out->entries = entries;
  out->num_entries = num;
  return MINT_OK;
}

bool mint_blocklist_has(const struct mint_blocklist *list, const CBS *n) {
  uint8_t digest[SHA256_DIGEST_LENGTH];
  SHA256(CBS_data(n), CBS_len(n), digest);
  size_t low = 0;
  size_t high = list->num_entries;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int order = memcmp(digest, list->entries + middle * MINT_BLOCKLIST_ENTRY,
                       MINT_BLOCKLIST_ENTRY);
    if (order == 0) {
      return true;
    }
    if (order < 0) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return false;
}
