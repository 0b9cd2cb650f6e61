// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

#include "core/format/pem_cipher.h"

#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include <openssl/cipher.h>
#include <openssl/md5.h>

#include "tests/unit/parse_kit.h"

static const uint8_t kIv[MINT_PEM_IV] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
static uint8_t long_passphrase[MINT_PASSPHRASE_MAX + 1];

static bool find(struct mint_pem_cipher_use *out, const char *name,
                 size_t iv_len) {
  uint8_t iv[32] = {0};
  CBS cbs;
  CBS_init(&cbs, (const uint8_t *)name, strlen(name));
  memcpy(iv, kIv, sizeof(kIv));
  return mint_pem_cipher_find(out, &cbs, iv, iv_len);
}

Test(pem_cipher, names) {
  static const struct {
    const char *name;
    size_t iv_len;
    bool known;
  } kCases[] = {
      {"AES-128-CBC", 16, true},   {"AES-192-CBC", 16, true},
      {"AES-256-CBC", 16, true},   {"AES-256-CBC", 15, false},
      {"AES-256-CBC", 8, false},   {"AES-256-CBC", 17, false},
      {"AES-256-CBC", 0, false},   {"aes-256-cbc", 16, false},
      {"AES-256-CB", 16, false},   {"AES-256-CBCx", 16, false},
      {"AES-256-GCM", 16, false},  {"DES-EDE3-CBC", 8, true},
      {"DES-EDE3-CBC", 16, false}, {"DES-EDE3-CBC", 7, false},
      {"DES-CBC", 8, false},       {"", 16, false},
  };
  for (size_t i = 0; i < COUNT(kCases); i++) {
    struct mint_pem_cipher_use use;
    memset(&use, 0xa5, sizeof(use));
    bool known = find(&use, kCases[i].name, kCases[i].iv_len);
    cr_expect_eq(known, kCases[i].known, "%s", kCases[i].name);
    if (known) {
      cr_expect_str_eq(mint_pem_cipher_name(use.cipher), kCases[i].name);
      // A short IV leaves the rest zero.
      uint8_t iv[MINT_PEM_IV] = {0};
      memcpy(iv, kIv, kCases[i].iv_len);
      cr_expect_arr_eq(use.iv, iv, sizeof(iv), "%s", kCases[i].name);
    } else {
      cr_expect_null(use.cipher);
    }
  }
}

Test(pem_cipher, default_is_aes_256_with_a_fresh_iv) {
  struct mint_pem_cipher_use one;
  struct mint_pem_cipher_use two;
  cr_assert_eq(mint_pem_cipher_default(&one), MINT_E_NONE);
  cr_assert_eq(mint_pem_cipher_default(&two), MINT_E_NONE);
  cr_expect_str_eq(mint_pem_cipher_name(one.cipher), "AES-256-CBC");
  cr_expect_neq(memcmp(one.iv, two.iv, sizeof(one.iv)), 0);
}

// The bodies that OpenSSL encrypted open to the key that it was given.
Test(pem_cipher, opens_what_openssl_wrote) {
  static const struct {
    const char *file;
    const char *name;
    size_t iv_len;
  } kFiles[] = {{"rsa_des3.pem", "DES-EDE3-CBC", 8},
                {"rsa_aes128.pem", "AES-128-CBC", 16},
                {"rsa_aes192.pem", "AES-192-CBC", 16},
                {"rsa_aes256.pem", "AES-256-CBC", 16}};
  static struct kit plain;
  static struct kit sealed;
  kit_body(&plain, "rsa.pem");
  for (size_t i = 0; i < COUNT(kFiles); i++) {
    kit_file(&sealed, kFiles[i].file);
    kit_put(&sealed, "", 1);
    const char *hex = strstr((const char *)sealed.data, kFiles[i].name);
    cr_assert_not_null(hex);
    hex += strlen(kFiles[i].name) + 1;
    uint8_t iv[MINT_PEM_IV];
    for (size_t j = 0; j < kFiles[i].iv_len; j++) {
      const char byte[] = {hex[2 * j], hex[2 * j + 1], '\0'};
      iv[j] = (uint8_t)strtoul(byte, NULL, 16);
    }
    struct mint_pem_cipher_use use;
    CBS name;
    CBS_init(&name, (const uint8_t *)kFiles[i].name, strlen(kFiles[i].name));
    cr_assert(mint_pem_cipher_find(&use, &name, iv, kFiles[i].iv_len));
    kit_body(&sealed, kFiles[i].file);
    struct mint_secret out;
    cr_assert_eq(mint_pem_decrypt(&out, &use, sealed.data, sealed.len,
                                  (const uint8_t *)KIT_PASSPHRASE,
                                  strlen(KIT_PASSPHRASE)),
                 MINT_E_NONE);
    cr_expect(kit_is(&plain, out.data, out.len), "%s", kFiles[i].file);
    mint_secret_wipe(&out);
    // And the same bytes come out again.
    cr_assert_eq(mint_pem_encrypt(&out, &use, plain.data, plain.len,
                                  (const uint8_t *)KIT_PASSPHRASE,
                                  strlen(KIT_PASSPHRASE)),
                 MINT_E_NONE);
    cr_expect(kit_is(&sealed, out.data, out.len), "%s", kFiles[i].file);
    mint_secret_wipe(&out);
  }
}

Test(pem_cipher, passphrase_lengths) {
  memset(long_passphrase, 'p', sizeof(long_passphrase));
  static const struct {
    size_t len;
    enum mint_code encrypt;
    enum mint_code decrypt;  // of 32 bytes of nothing
  } kCases[] = {
      {0, MINT_E_PASSPHRASE_SHORT, MINT_E_PASSPHRASE_WRONG},
      {4, MINT_E_PASSPHRASE_SHORT, MINT_E_PASSPHRASE_WRONG},
      {5, MINT_E_NONE, MINT_E_PASSPHRASE_WRONG},
      {1023, MINT_E_NONE, MINT_E_PASSPHRASE_WRONG},
      {1024, MINT_E_PASSPHRASE_LONG, MINT_E_PASSPHRASE_LONG},
  };
  static const uint8_t kPlain[32] = {0};
  struct mint_pem_cipher_use use;
  cr_assert(find(&use, "AES-256-CBC", sizeof(kIv)));
  for (size_t i = 0; i < COUNT(kCases); i++) {
    struct mint_secret out;
    memset(&out, 0xa5, sizeof(out));
    enum mint_code code = mint_pem_encrypt(&out, &use, kPlain, sizeof(kPlain),
                                           long_passphrase, kCases[i].len);
    cr_expect_eq(code, kCases[i].encrypt, "%zu: %d", kCases[i].len, code);
    if (code == MINT_E_NONE) {
      cr_expect_eq(out.len, 48);
      mint_secret_wipe(&out);
    }
    out = (struct mint_secret)MINT_SECRET_EMPTY;
    code = mint_pem_decrypt(&out, &use, kPlain, sizeof(kPlain), long_passphrase,
                            kCases[i].len);
    cr_expect_eq(code, kCases[i].decrypt, "%zu: %d", kCases[i].len, code);
    cr_expect(out.data == NULL && out.len == 0 && out.cap == 0);
  }
}

// Whatever code comes back, `out` is left empty (mint.h): a caller may wipe it.
Test(pem_cipher, output_is_empty_on_every_failure) {
  memset(long_passphrase, 'p', sizeof(long_passphrase));
  static const uint8_t kIn[32] = {0};
  struct mint_pem_cipher_use use;
  cr_assert(find(&use, "AES-256-CBC", sizeof(kIv)));
  static const size_t kLens[] = {4, 1025};
  for (size_t i = 0; i < COUNT(kLens); i++) {
    struct mint_secret out;
    memset(&out, 0xa5, sizeof(out));
    cr_expect_neq(mint_pem_encrypt(&out, &use, kIn, sizeof(kIn),
                                   long_passphrase, kLens[i]),
                  MINT_E_NONE);
    cr_expect(out.data == NULL && out.len == 0 && out.cap == 0,
              "encrypt, %zu bytes", kLens[i]);
    memset(&out, 0xa5, sizeof(out));
    cr_expect_neq(mint_pem_decrypt(&out, &use, kIn, sizeof(kIn),
                                   long_passphrase, kLens[i]),
                  MINT_E_NONE);
    cr_expect(out.data == NULL && out.len == 0 && out.cap == 0,
              "decrypt, %zu bytes", kLens[i]);
  }
}

// All lengths come back; all that is no whole number of blocks is refused.
static void expect_every_length(const char *name, size_t block) {
  uint8_t plain[80];
  const uint8_t *passphrase = (const uint8_t *)KIT_PASSPHRASE;
  const size_t passphrase_len = strlen(KIT_PASSPHRASE);
  struct mint_pem_cipher_use use;
  cr_assert(find(&use, name, block));
  memset(plain, 7, sizeof(plain));
  for (size_t len = 0; len <= sizeof(plain); len++) {
    struct mint_secret sealed;
    struct mint_secret back;
    cr_assert_eq(
        mint_pem_encrypt(&sealed, &use, plain, len, passphrase, passphrase_len),
        MINT_E_NONE);
    cr_expect_eq(sealed.len, len / block * block + block);
    cr_assert_eq(mint_pem_decrypt(&back, &use, sealed.data, sealed.len,
                                  passphrase, passphrase_len),
                 MINT_E_NONE);
    cr_expect(back.len == len && memcmp(back.data, plain, len) == 0);
    mint_secret_wipe(&back);
    for (size_t cut = sealed.len - block + 1; cut < sealed.len; cut++) {
      cr_expect_eq(mint_pem_decrypt(&back, &use, sealed.data, cut, passphrase,
                                    passphrase_len),
                   MINT_E_PASSPHRASE_WRONG, "%s: %zu bytes", name, cut);
    }
    mint_secret_wipe(&sealed);
  }
  struct mint_secret back;
  cr_expect_eq(
      mint_pem_decrypt(&back, &use, plain, 0, passphrase, passphrase_len),
      MINT_E_PASSPHRASE_WRONG);
}

Test(pem_cipher, every_length) {
  expect_every_length("AES-192-CBC", 16);
  expect_every_length("DES-EDE3-CBC", 8);
}

// The empty passphrase has a key too, and it is MD5's of the salt alone. NULL
// and "" are the same passphrase.
Test(pem_cipher, empty_passphrase) {
  static const uint8_t kPlain[20] = {1, 2, 3};
  struct mint_pem_cipher_use use;
  uint8_t key[EVP_MAX_KEY_LENGTH];
  uint8_t sealed[64];
  int len = 0;
  int tail = 0;
  cr_assert(find(&use, "AES-128-CBC", sizeof(kIv)));
  (void)MD5(kIv, 8, key);
  EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
  cr_assert(EVP_EncryptInit_ex(ctx, EVP_aes_128_cbc(), NULL, key, kIv) &&
            EVP_EncryptUpdate(ctx, sealed, &len, kPlain, sizeof(kPlain)) &&
            EVP_EncryptFinal_ex(ctx, sealed + len, &tail));
  EVP_CIPHER_CTX_free(ctx);
  static const uint8_t *const kEmpty[] = {NULL, (const uint8_t *)""};
  for (size_t i = 0; i < COUNT(kEmpty); i++) {
    struct mint_secret out;
    cr_assert_eq(mint_pem_decrypt(&out, &use, sealed, (size_t)(len + tail),
                                  kEmpty[i], 0),
                 MINT_E_NONE);
    cr_expect(out.len == sizeof(kPlain) &&
              memcmp(out.data, kPlain, sizeof(kPlain)) == 0);
    mint_secret_wipe(&out);
  }
}
