// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// bcrypt_pbkdf against tests/vectors/openssh/bcrypt.txt: another
// implementation, and what ssh-keygen sealed; openssh_bcrypt.py explains it.

#include "core/format/bcrypt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/base/arena.h"
#include "core/format/openssh_cipher.h"

#define FIELDS 6
#define KEY_MAX 1024

// A row of the file, cut into its fields.
struct row {
  char text[4096];
  char *field[FIELDS];
};

static bool next_row(struct row *row, FILE *file, const char *kind) {
  while (fgets(row->text, sizeof(row->text), file) != NULL) {
    char *rest = NULL;
    char *field = strtok_r(row->text, " \n", &rest);
    for (size_t i = 0; i < FIELDS; i++) {
      row->field[i] = field;
      field = field == NULL ? NULL : strtok_r(NULL, " \n", &rest);
    }
    if (strcmp(row->field[0], kind) == 0) {
      return true;
    }
  }
  return false;
}

static FILE *open_rows(void) {
  FILE *file = fopen("tests/vectors/openssh/bcrypt.txt", "r");
  cr_assert_not_null(file);
  return file;
}

static size_t number(const char *text) {
  return (size_t)strtoul(text, NULL, 10);
}

static size_t unhex(uint8_t *out, size_t out_max, const char *hex) {
  size_t len = strlen(hex) / 2;
  cr_assert_leq(len, out_max);
  for (size_t i = 0; i < len; i++) {
    char pair[3] = {hex[2 * i], hex[2 * i + 1], '\0'};
    out[i] = (uint8_t)strtoul(pair, NULL, 16);
  }
  return len;
}

Test(bcrypt, another_implementation) {
  static struct row row;
  static uint8_t bytes[1024];
  uint8_t want[KEY_MAX];
  uint8_t key[KEY_MAX + 1];
  size_t rows = 0;
  for (size_t i = 0; i < sizeof(bytes); i++) {
    bytes[i] = (uint8_t)(i * 7);
  }
  FILE *file = open_rows();
  while (next_row(&row, file, "derive")) {
    size_t len = unhex(want, sizeof(want), row.field[4]);
    memset(key, '#', sizeof(key));
    enum mint_code code = mint_bcrypt_pbkdf_vartime(
        key, len, bytes, number(row.field[2]), bytes, number(row.field[3]),
        (uint32_t)number(row.field[1]));
    cr_assert_eq(code, MINT_E_NONE);
    cr_expect_arr_eq(key, want, len, "row %zu", rows);
    cr_expect_eq(key[len], '#', "row %zu: wrote too much", rows);
    rows++;
  }
  (void)fclose(file);
  cr_assert_eq(rows, 19);
}

// Two check numbers that are equal, and the type: 96 bits that no wrong key
// gives.
static bool is_private_part(const struct mint_secret *opened) {
  static const uint8_t kType[] = "\0\0\0\x0bssh-ed25519";
  return opened->len > 8 + sizeof(kType) &&
         memcmp(opened->data, opened->data + 4, 4) == 0 &&
         memcmp(opened->data + 8, kType, sizeof(kType) - 1) == 0;
}

Test(bcrypt, opens_what_ssh_keygen_sealed) {
  static struct row row;
  uint8_t passphrase[MINT_PASSPHRASE_MAX];
  uint8_t salt[64];
  uint8_t bytes[512];
  size_t rows = 0;
  for (size_t i = 0; i < sizeof(passphrase); i++) {
    passphrase[i] = (uint8_t)('a' + i % 26);
  }
  FILE *file = open_rows();
  while (next_row(&row, file, "keygen")) {
    struct mint_openssh_seal seal;
    struct mint_secret opened;
    CBS name;
    CBS sealed;
    CBS_init(&name, (const uint8_t *)row.field[1], strlen(row.field[1]));
    CBS_init(&seal.salt, salt, unhex(salt, sizeof(salt), row.field[4]));
    CBS_init(&sealed, bytes, unhex(bytes, sizeof(bytes), row.field[5]));
    seal.cipher = mint_openssh_cipher_find(&name);
    seal.rounds = (uint32_t)number(row.field[2]);
    size_t len = number(row.field[3]);
    cr_assert_not_null(seal.cipher, "%s", row.field[1]);
    cr_assert_eq(mint_openssh_decrypt(&opened, &seal, &sealed, passphrase, len),
                 MINT_E_NONE);
    cr_expect(is_private_part(&opened), "row %zu: %s", rows, row.field[1]);
    mint_secret_wipe(&opened);
    // The neighbours of the passphrase do not open it.
    len = len == 1 ? 2 : len - 1;
    enum mint_code code =
        mint_openssh_decrypt(&opened, &seal, &sealed, passphrase, len);
    cr_expect(code == MINT_E_PASSPHRASE_WRONG || !is_private_part(&opened));
    mint_secret_wipe(&opened);
    rows++;
  }
  (void)fclose(file);
  cr_assert_eq(rows, 33);
}

// The first answer in OpenBSD's regression test.
Test(bcrypt, published_answer) {
  static const uint8_t kWant[32] = {
      0x5b, 0xbf, 0x0c, 0xc2, 0x93, 0x58, 0x7f, 0x1c, 0x36, 0x35, 0x55,
      0x5c, 0x27, 0x79, 0x65, 0x98, 0xd4, 0x7e, 0x57, 0x90, 0x71, 0xbf,
      0x42, 0x7e, 0x9d, 0x8f, 0xbe, 0x84, 0x2a, 0xba, 0x34, 0xd9};
  uint8_t key[sizeof(kWant)];
  cr_assert_eq(
      mint_bcrypt_pbkdf_vartime(key, sizeof(key), (const uint8_t *)"password",
                                8, (const uint8_t *)"salt", 4, 4),
      MINT_E_NONE);
  cr_assert_arr_eq(key, kWant, sizeof(kWant));
}

// Whatever is over a bound is refused before any work: with 2^32 - 1 rounds
// this would not end.
Test(bcrypt, bounds) {
  static const uint8_t kBytes[MINT_PASSPHRASE_MAX + MINT_KDF_SALT_MAX] = {1};
  static const struct {
    size_t key_len;
    size_t passphrase_len;
    size_t salt_len;
    uint32_t rounds;
    enum mint_code code;
  } kCases[] = {
      {1, 1, 1, 1, MINT_E_NONE},
      {1, MINT_PASSPHRASE_MAX, MINT_KDF_SALT_MAX, 1, MINT_E_NONE},
      {0, 1, 1, 1, MINT_E_KDF_COST},
      {KEY_MAX + 1, 1, 1, 1, MINT_E_KDF_COST},
      {1, 0, 1, 1, MINT_E_KDF_COST},
      {1, MINT_PASSPHRASE_MAX + 1, 1, 1, MINT_E_KDF_COST},
      {1, 1, 0, 1, MINT_E_KDF_COST},
      {1, 1, MINT_KDF_SALT_MAX + 1, 1, MINT_E_KDF_COST},
      {1, 1, 1, 0, MINT_E_KDF_COST},
      {1, 1, 1, MINT_BCRYPT_ROUNDS_MAX + 1, MINT_E_KDF_COST},
      {1, 1, 1, UINT32_MAX, MINT_E_KDF_COST},
  };
  static const uint8_t kZeros[KEY_MAX + 1];
  for (size_t i = 0; i < sizeof(kCases) / sizeof(kCases[0]); i++) {
    uint8_t key[KEY_MAX + 1];
    memset(key, '#', sizeof(key));
    enum mint_code code = mint_bcrypt_pbkdf_vartime(
        key, kCases[i].key_len, kBytes, kCases[i].passphrase_len, kBytes,
        kCases[i].salt_len, kCases[i].rounds);
    cr_expect_eq(code, kCases[i].code, "case %zu", i);
    cr_expect(
        code == MINT_E_NONE || memcmp(key, kZeros, kCases[i].key_len) == 0,
        "case %zu: not zero", i);
  }
}

Test(bcrypt, without_memory) {
  uint8_t key[8];
  struct mint_arena_stats before;
  struct mint_arena_stats after;
  memset(key, '#', sizeof(key));
  mint_arena_stats(&before);
  mint_arena_fail_after(0);
  enum mint_code code = mint_bcrypt_pbkdf_vartime(
      key, sizeof(key), (const uint8_t *)"p", 1, (const uint8_t *)"s", 1, 1);
  mint_arena_fail_after(SIZE_MAX);
  mint_arena_stats(&after);
  cr_expect_eq(code, MINT_E_MEMORY);
  cr_expect_arr_eq(key, "\0\0\0\0\0\0\0", sizeof(key));
  cr_expect_eq(before.blocks, after.blocks);
}
