// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// fingerprint.c turns public blobs into the texts by which people compare keys:
// fingerprints, ssh-keygen's randomart, and SSHFP records. Nothing here is
// secret.

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <openssl/md5.h>
#include <openssl/sha.h>

#include "core/mint.h"
#include "core/text/base64.h"

#define DIGEST_MAX SHA512_DIGEST_LENGTH

struct digest {
  const char *name;
  size_t len;
  uint8_t *(*compute)(const uint8_t *data, size_t len, uint8_t *out);
};

static const struct digest digests[] = {
    [MINT_HASH_SHA256] = {"SHA256", SHA256_DIGEST_LENGTH, SHA256},
    [MINT_HASH_MD5] = {"MD5", MD5_DIGEST_LENGTH, MD5},
    [MINT_HASH_SHA1] = {"SHA1", SHA_DIGEST_LENGTH, SHA1},
    [MINT_HASH_SHA384] = {"SHA384", SHA384_DIGEST_LENGTH, SHA384},
    [MINT_HASH_SHA512] = {"SHA512", SHA512_DIGEST_LENGTH, SHA512},
};
#define NUM_DIGESTS (sizeof(digests) / sizeof(digests[0]))

bool mint_hash_from_name(enum mint_hash *out_hash, const char *name) {
  for (size_t i = MINT_HASH_SHA256; i < NUM_DIGESTS; i++) {
    if (strcasecmp(name, digests[i].name) == 0) {
      *out_hash = (enum mint_hash)i;
      return true;
    }
  }
  *out_hash = MINT_HASH_SHA256;
  return false;
}

static void put_hex(char *out, const uint8_t *data, size_t len,
                    const char *separator) {
  *out = '\0';
  for (size_t i = 0; i < len; i++) {
    out += sprintf(out, "%s%02x", i == 0 ? "" : separator, data[i]);
  }
}

void mint_fingerprint(char out[MINT_FINGERPRINT_MAX], enum mint_hash hash,
                      const uint8_t *blob, size_t blob_len) {
  const struct digest *digest = &digests[hash];
  uint8_t value[DIGEST_MAX];
  (void)digest->compute(blob, blob_len, value);
  int prefix = snprintf(out, MINT_FINGERPRINT_MAX, "%s:", digest->name);
  char *text = out + prefix;
  if (hash == MINT_HASH_MD5) {
    put_hex(text, value, digest->len, ":");
    return;
  }
  mint_base64_encode((uint8_t *)text, value, digest->len);
  size_t len = (digest->len * 4 + 2) / 3;  // the padding is left out
  text[len] = '\0';
}

// The board of the drunken bishop (Loss, Limmer, von Gernler: "The drunken
// bishop: An analysis of the OpenSSH fingerprint visualization algorithm").
#define BOARD_X 17
#define BOARD_Y 9

static void walk(uint8_t board[BOARD_X][BOARD_Y], const uint8_t *value,
                 size_t len) {
  static const char kSteps[] = " .o+=*BOX@%&#/^SE";
  const uint8_t last = (uint8_t)(sizeof(kSteps) - 2);
  int x = BOARD_X / 2;
  int y = BOARD_Y / 2;
  for (size_t i = 0; i < len; i++) {
    unsigned input = value[i];
    for (int step = 0; step < 4; step++) {
      x += (input & 1) != 0 ? 1 : -1;
      y += (input & 2) != 0 ? 1 : -1;
      x = x < 0 ? 0 : x > BOARD_X - 1 ? BOARD_X - 1 : x;
      y = y < 0 ? 0 : y > BOARD_Y - 1 ? BOARD_Y - 1 : y;
      if (board[x][y] < last - 2) {
        board[x][y]++;
      }
      input >>= 2;
    }
  }
  board[BOARD_X / 2][BOARD_Y / 2] = (uint8_t)(last - 1);  // S
  board[x][y] = last;                                     // E
  for (int i = 0; i < BOARD_X; i++) {
    for (int j = 0; j < BOARD_Y; j++) {
      board[i][j] = (uint8_t)kSteps[board[i][j]];
    }
  }
}

// Writes a line of the frame with `title` in its middle.
static char *put_frame(char *out, const char *title) {
  size_t len = strlen(title);
  size_t left = (BOARD_X - len) / 2;
  *out++ = '+';
  for (size_t i = 0; i < left; i++) {
    *out++ = '-';
  }
  for (size_t i = 0; i < len; i++) {
    *out++ = title[i];
  }
  for (size_t i = left + len; i < BOARD_X; i++) {
    *out++ = '-';
  }
  *out++ = '+';
  return out;
}

void mint_randomart(char out[MINT_RANDOMART_MAX], enum mint_hash hash,
                    const uint8_t *blob, size_t blob_len,
                    const char *type_short, unsigned bits) {
  const struct digest *digest = &digests[hash];
  uint8_t value[DIGEST_MAX];
  (void)digest->compute(blob, blob_len, value);
  uint8_t board[BOARD_X][BOARD_Y];
  memset(board, 0, sizeof(board));
  walk(board, value, digest->len);

  char title[BOARD_X];  // so ssh-keygen cuts what is longer than 16
  int len = snprintf(title, sizeof(title), "[%s %u]", type_short, bits);
  if (len > BOARD_X) {
    (void)snprintf(title, sizeof(title), "[%s]", type_short);
  }
  char *to = put_frame(out, title);
  *to++ = '\n';
  for (int y = 0; y < BOARD_Y; y++) {
    *to++ = '|';
    for (int x = 0; x < BOARD_X; x++) {
      *to++ = (char)board[x][y];
    }
    *to++ = '|';
    *to++ = '\n';
  }
  (void)snprintf(title, sizeof(title), "[%s]", digest->name);
  to = put_frame(to, title);
  *to = '\0';
}

// RFC 4255 section 3.1.1, RFC 6594, RFC 7479: the algorithm's number, or 0.
static unsigned sshfp_algorithm(const char *type) {
  static const struct {
    const char *type;
    unsigned number;
  } kNumbers[] = {
      {"ssh-rsa", 1},
      {"ssh-dss", 2},
      {"ecdsa-sha2-nistp256", 3},
      {"ecdsa-sha2-nistp384", 3},
      {"ecdsa-sha2-nistp521", 3},
      {"ssh-ed25519", 4},
  };
  for (size_t i = 0; i < sizeof(kNumbers) / sizeof(kNumbers[0]); i++) {
    if (strcmp(type, kNumbers[i].type) == 0) {
      return kNumbers[i].number;
    }
  }
  return 0;
}

// ASCII only: isalnum would ask the locale.
static bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

static bool is_host(const char *host) {
  size_t len = strlen(host);
  if (len == 0 || len > 255 || host[0] == '-') {
    return false;
  }
  for (size_t i = 0; i < len; i++) {
    if (!is_host_character(host[i])) {
      return false;
    }
  }
  return true;
}

enum mint_status mint_sshfp(char out[MINT_SSHFP_MAX], const char *host,
                            const char *type, const uint8_t *blob,
                            size_t blob_len) {
  out[0] = '\0';
  if (!is_host(host)) {
    return MINT_ERR_ARGUMENT;
  }
  unsigned algorithm = sshfp_algorithm(type);
  if (algorithm == 0) {
    return MINT_ERR_UNSUPPORTED;
  }
  uint8_t value[DIGEST_MAX];
  char sha1[2 * SHA_DIGEST_LENGTH + 1];
  char sha256[2 * SHA256_DIGEST_LENGTH + 1];
  put_hex(sha1, SHA1(blob, blob_len, value), SHA_DIGEST_LENGTH, "");
  put_hex(sha256, SHA256(blob, blob_len, value), SHA256_DIGEST_LENGTH, "");
  (void)snprintf(out, MINT_SSHFP_MAX,
                 "%s IN SSHFP %u 1 %s\n%s IN SSHFP %u 2 %s\n", host, algorithm,
                 sha1, host, algorithm, sha256);
  return MINT_OK;
}
