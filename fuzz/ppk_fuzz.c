// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// Reaches mint_ppk_parse, mint_ppk_read and mint_ppk_unseal through
// mint_parts_read and mint_parts_unlock: PuTTY key files. A change would end at
// the MAC; so each file that is not encrypted is read with the right one too,
// and with one that is wrong in its first or in its last digit.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/hmac.h>
#include <openssl/sha.h>

#include "core/format/ppk_file.h"
#include "fuzz/fuzz.h"

static void add(HMAC_CTX *hmac, const uint8_t *data, size_t len) {
  const uint8_t head[4] = {(uint8_t)(len >> 24), (uint8_t)(len >> 16),
                           (uint8_t)(len >> 8), (uint8_t)len};
  REQUIRE(HMAC_Update(hmac, head, sizeof(head)) == 1);
  REQUIRE(HMAC_Update(hmac, data, len) == 1);
}

// The MAC of a file without encryption (PuTTY's manual, appendix C).
static void make_mac(char out[2 * MINT_PPK_MAC_MAX + 1],
                     const struct mint_ppk_file *file) {
  static const char kSalt[] = "putty-private-key-file-mac-key";
  uint8_t key[SHA_DIGEST_LENGTH];
  uint8_t mac[EVP_MAX_MD_SIZE];
  unsigned mac_len = 0;
  bool old = file->version == 2;
  HMAC_CTX hmac;
  SHA1((const uint8_t *)kSalt, sizeof(kSalt) - 1, key);
  HMAC_CTX_init(&hmac);
  REQUIRE(HMAC_Init_ex(&hmac, key, old ? sizeof(key) : 0,
                       old ? EVP_sha1() : EVP_sha256(), NULL) == 1);
  add(&hmac, CBS_data(&file->type), CBS_len(&file->type));
  add(&hmac, CBS_data(&file->encryption), CBS_len(&file->encryption));
  add(&hmac, CBS_data(&file->comment), CBS_len(&file->comment));
  add(&hmac, file->pub.data, file->pub.len);
  add(&hmac, file->priv.data, file->priv.len);
  REQUIRE(HMAC_Final(&hmac, mac, &mac_len) == 1);
  REQUIRE(mac_len == file->mac_len);
  HMAC_CTX_cleanup(&hmac);
  for (size_t i = 0; i < mac_len; i++) {
    (void)snprintf(out + 2 * i, 3, "%02x", mac[i]);
  }
}

// Returns whether the file is accepted.
static bool read(const uint8_t *data, size_t len) {
  struct mint_parts *parts = fuzz_read(data, len);
  bool accepted = parts != NULL;
  if (accepted) {
    (void)fuzz_unlock(parts);
  }
  mint_parts_free(parts);
  return accepted;
}

void fuzz_one(const uint8_t *data, size_t len) {
  static const char kLine[] = "\nPrivate-MAC: ";
  struct mint_text text;
  struct mint_ppk_file file;
  (void)read(data, len);
  if (mint_text_open(&text, data, len) != MINT_E_NONE ||
      mint_ppk_read(&file, &text) != MINT_E_NONE) {
    return;
  }
  const uint8_t *line = memmem(data, len, kLine, sizeof(kLine) - 1);
  uint8_t *copy = malloc(len);
  REQUIRE(line != NULL && copy != NULL);
  if (!file.encrypted) {
    char mac[2 * MINT_PPK_MAC_MAX + 1];
    make_mac(mac, &file);
    char *at = (char *)copy + (line - data) + sizeof(kLine) - 1;
    memcpy(copy, data, len);
    memcpy(at, mac, 2 * file.mac_len);
    if (read(copy, len)) {
      const size_t digits[] = {0, 2 * file.mac_len - 1};
      for (size_t i = 0; i < 2; i++) {
        char right = at[digits[i]];
        at[digits[i]] = right == '0' ? '1' : '0';
        REQUIRE(!read(copy, len));
        at[digits[i]] = right;
      }
    }
  }
  free(copy);
  mint_ppk_wipe(&file);
}
