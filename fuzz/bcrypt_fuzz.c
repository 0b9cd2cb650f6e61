// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// Reaches mint_bcrypt_pbkdf_vartime, with the parameters that a file's KDF
// options announce: the first four bytes are the length of the key, the rounds,
// and the lengths of passphrase and salt.

#include <stdlib.h>
#include <string.h>

#include "core/format/bcrypt.h"
#include "fuzz/fuzz.h"

#define KEY_MAX 1024u

// What costs time is bounded here: one round, for as much as AES-256 takes.
#define ROUNDS_SPENT 1u
#define KEY_SPENT 48u

static uint8_t *duplicate(const uint8_t *data, size_t len) {
  uint8_t *copy = malloc(len + (len == 0));
  REQUIRE(copy != NULL);
  if (len != 0) {
    memcpy(copy, data, len);
  }
  return copy;
}

void fuzz_one(const uint8_t *data, size_t len) {
  static uint8_t key[KEY_MAX + 2];
  size_t key_len = fuzz_take(&data, &len);
  uint32_t rounds = fuzz_take(&data, &len);
  // Beyond what is spent lies what must be refused.
  key_len = key_len > KEY_SPENT ? KEY_MAX + 1 : key_len;
  rounds = rounds > ROUNDS_SPENT ? MINT_BCRYPT_ROUNDS_MAX + rounds : rounds;
  size_t passphrase_len = fuzz_take(&data, &len);
  passphrase_len = passphrase_len < len ? passphrase_len : len;
  size_t salt_len = len - passphrase_len;
  uint8_t *passphrase = duplicate(data, passphrase_len);
  uint8_t *salt = duplicate(data + passphrase_len, salt_len);
  bool allowed = key_len >= 1 && key_len <= KEY_MAX && rounds >= 1 &&
                 rounds <= MINT_BCRYPT_ROUNDS_MAX && salt_len >= 1 &&
                 salt_len <= MINT_KDF_SALT_MAX && passphrase_len >= 1 &&
                 passphrase_len <= MINT_PASSPHRASE_MAX;
  memset(key, 0xa5, sizeof(key));
  enum mint_code code = mint_bcrypt_pbkdf_vartime(
      key, key_len, passphrase, passphrase_len, salt, salt_len, rounds);
  REQUIRE(code == (allowed ? MINT_E_NONE : MINT_E_KDF_COST));
  REQUIRE(key[key_len] == 0xa5);
  for (size_t i = 0; !allowed && i < key_len; i++) {
    REQUIRE(key[i] == 0);
  }
  free(passphrase);
  free(salt);
}
