// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// known_match.c compares host names with the patterns and the hashed names of
// known_hosts.

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "cli/base64.h"
#include "cli/escape.h"
#include "cli/host/known_hosts.h"

// A hashed name is |1|SALT|HASH, the HMAC-SHA1 of the name with the salt as its
// key, each in base64.
#define MAGIC "|1|"
#define SHA1_LEN 20
#define SHA1_BLOCK 64
#define SHA1_BASE64 28
#define HASHED_LEN (3 + SHA1_BASE64 + 1 + SHA1_BASE64)

// SHA-1 in base64, as the core has it for fingerprints.
static void sha1_text(char out[SHA1_BASE64 + 1], const uint8_t *in,
                      size_t len) {
  char print[MINT_FINGERPRINT_MAX];
  mint_fingerprint(print, MINT_HASH_SHA1, in, len);
  (void)snprintf(out, SHA1_BASE64 + 1, "%.27s=", print + strlen("SHA1:"));
}

static void hmac_text(char out[SHA1_BASE64 + 1], const uint8_t salt[SHA1_LEN],
                      const char *name) {
  uint8_t inner[SHA1_BLOCK + 512];
  uint8_t outer[SHA1_BLOCK + SHA1_LEN];
  size_t len = strlen(name);
  len = len > 512 ? 512 : len;  // a name is shorter
  memset(inner, 0x36, SHA1_BLOCK);
  memset(outer, 0x5c, SHA1_BLOCK);
  for (size_t i = 0; i < SHA1_LEN; i++) {
    inner[i] ^= salt[i];
    outer[i] ^= salt[i];
  }
  for (size_t i = 0; i < len; i++) {
    inner[SHA1_BLOCK + i] = (uint8_t)name[i];
  }
  sha1_text(out, inner, SHA1_BLOCK + len);
  (void)cli_base64_read(outer + SHA1_BLOCK, SHA1_LEN, out, SHA1_BASE64);
  sha1_text(out, outer, sizeof(outer));
}

static bool matches_hash(const char *hosts, size_t len, const char *name) {
  uint8_t salt[SHA1_LEN];
  char wanted[SHA1_BASE64 + 1];
  const char *text = hosts + strlen(MAGIC);
  if (len != HASHED_LEN || text[SHA1_BASE64] != '|' ||
      !cli_base64_read(salt, SHA1_LEN, text, SHA1_BASE64)) {
    return false;
  }
  hmac_text(wanted, salt, name);
  return memcmp(wanted, text + SHA1_BASE64 + 1, SHA1_BASE64) == 0;
}

char *cli_known_hash(const char *name) {
  uint8_t salt[SHA1_LEN];
  char salt_text[CLI_BASE64_ROOM(SHA1_LEN)];
  char hash[SHA1_BASE64 + 1];
  if (getrandom(salt, sizeof(salt), 0) != (ssize_t)sizeof(salt)) {
    return NULL;
  }
  cli_base64(salt_text, salt, sizeof(salt));
  hmac_text(hash, salt, name);
  return cli_format(MAGIC "%s|%s", salt_text, hash);
}

// '*' is any text and '?' any character. Goes back to the last '*' only, so
// that its time is at most the product of the lengths.
static bool matches_pattern(const char *pattern, size_t len, const char *name) {
  size_t p = 0;
  size_t star = SIZE_MAX;
  const char *resume = name;
  while (*name != '\0') {
    if (p < len && pattern[p] == '*') {
      star = p++;
      resume = name;
    } else if (p < len && (pattern[p] == '?' ||
                           tolower((unsigned char)pattern[p]) == *name)) {
      p++;
      name++;
    } else if (star != SIZE_MAX) {
      p = star + 1;
      name = ++resume;
    } else {
      return false;
    }
  }
  while (p < len && pattern[p] == '*') {
    p++;
  }
  return p == len;
}

bool cli_known_matches(const char *hosts, size_t hosts_len, const char *name) {
  if (hosts_len >= strlen(MAGIC) && memcmp(hosts, MAGIC, strlen(MAGIC)) == 0) {
    return matches_hash(hosts, hosts_len, name);
  }
  bool found = false;
  while (hosts_len != 0) {
    const char *comma = memchr(hosts, ',', hosts_len);
    size_t len = comma == NULL ? hosts_len : (size_t)(comma - hosts);
    if (len != 0 && hosts[0] == '!') {
      if (matches_pattern(hosts + 1, len - 1, name)) {
        return false;  // whatever else stands there
      }
    } else {
      found = found || matches_pattern(hosts, len, name);
    }
    len += comma == NULL ? 0 : 1;
    hosts += len;
    hosts_len -= len;
  }
  return found;
}
