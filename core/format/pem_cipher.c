// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// pem_cipher.c is the legacy PEM encryption, over BoringSSL's ciphers.

#include "core/format/pem_cipher.h"

#include <string.h>

#include <openssl/cipher.h>
#include <openssl/digest.h>
#include <openssl/mem.h>
#include <openssl/rand.h>

struct mint_pem_cipher {
  const char *name;
  const EVP_CIPHER *(*evp)(void);
};

// The last is the one that we write.
static const struct mint_pem_cipher ciphers[] = {
    {"DES-EDE3-CBC", EVP_des_ede3_cbc},  // read only
    {"AES-128-CBC", EVP_aes_128_cbc},
    {"AES-192-CBC", EVP_aes_192_cbc},
    {"AES-256-CBC", EVP_aes_256_cbc},
};
#define NUM_CIPHERS (sizeof(ciphers) / sizeof(ciphers[0]))

bool mint_pem_cipher_find(struct mint_pem_cipher_use *out, const CBS *name,
                          const uint8_t *iv, size_t iv_len) {
  memset(out, 0, sizeof(*out));
  for (size_t i = 0; i < NUM_CIPHERS; i++) {
    const char *known = ciphers[i].name;
    if (CBS_mem_equal(name, (const uint8_t *)known, strlen(known)) &&
        iv_len == EVP_CIPHER_iv_length(ciphers[i].evp())) {
      out->cipher = &ciphers[i];
      memcpy(out->iv, iv, iv_len);
      return true;
    }
  }
  return false;
}

size_t mint_pem_cipher_block(const struct mint_pem_cipher *cipher) {
  return EVP_CIPHER_block_size(cipher->evp());
}

enum mint_code mint_pem_cipher_default(struct mint_pem_cipher_use *out) {
  memset(out, 0, sizeof(*out));
  if (!RAND_bytes(out->iv, sizeof(out->iv))) {
    return MINT_E_RANDOM;
  }
  out->cipher = &ciphers[NUM_CIPHERS - 1];
  return MINT_E_NONE;
}

const char *mint_pem_cipher_name(const struct mint_pem_cipher *cipher) {
  return cipher->name;
}

enum mint_code mint_pem_run(struct mint_secret *out, const EVP_CIPHER *evp,
                            bool encrypt, const uint8_t *key, const uint8_t *iv,
                            const uint8_t *in, size_t in_len) {
  enum mint_code code = MINT_E_MEMORY;
  EVP_CIPHER_CTX ctx;
  EVP_CIPHER_CTX_init(&ctx);
  int len = 0;
  int tail = 0;
  if (mint_secret_open(out, in_len + EVP_CIPHER_block_size(evp)) != MINT_OK) {
    goto out;
  }
  if (!EVP_CipherInit_ex(&ctx, evp, NULL, key, iv, encrypt ? 1 : 0) ||
      !EVP_CipherUpdate(&ctx, out->data, &len, in, (int)in_len)) {
    goto out;
  }
  // A wrong padding is the only failure that is not a lack of memory.
  if (!EVP_CipherFinal_ex(&ctx, out->data + len, &tail)) {
    code = encrypt ? MINT_E_MEMORY : MINT_E_PASSPHRASE_WRONG;
    goto out;
  }
  out->len = (size_t)len + (size_t)tail;
  code = MINT_E_NONE;

out:
  if (code != MINT_E_NONE) {
    mint_secret_wipe(out);
  }
  EVP_CIPHER_CTX_cleanup(&ctx);
  return code;
}

// Derives the key and runs the cipher over all of `in`.
static enum mint_code run(struct mint_secret *out,
                          const struct mint_pem_cipher_use *use, bool encrypt,
                          const uint8_t *in, size_t in_len,
                          const uint8_t *passphrase, size_t passphrase_len) {
  *out = (struct mint_secret)MINT_SECRET_EMPTY;
  if (passphrase_len > MINT_PASSPHRASE_MAX) {
    return MINT_E_PASSPHRASE_LONG;
  }
  if (in_len > MINT_INPUT_MAX) {
    return MINT_E_INTERNAL;
  }
  if (passphrase_len == 0) {
    passphrase = (const uint8_t *)"";  // EVP_BytesToKey makes no key of NULL
  }
  enum mint_code code = MINT_E_MEMORY;
  const EVP_CIPHER *evp = use->cipher->evp();
  uint8_t key[EVP_MAX_KEY_LENGTH];
  if (EVP_BytesToKey(evp, EVP_md5(), use->iv, passphrase, passphrase_len, 1,
                     key, NULL) != 0) {
    code = mint_pem_run(out, evp, encrypt, key, use->iv, in, in_len);
  }
  OPENSSL_cleanse(key, sizeof(key));
  return code;
}

enum mint_code mint_pem_decrypt(struct mint_secret *out,
                                const struct mint_pem_cipher_use *use,
                                const uint8_t *in, size_t in_len,
                                const uint8_t *passphrase,
                                size_t passphrase_len) {
  return run(out, use, false, in, in_len, passphrase, passphrase_len);
}

enum mint_code mint_pem_encrypt(struct mint_secret *out,
                                const struct mint_pem_cipher_use *use,
                                const uint8_t *in, size_t in_len,
                                const uint8_t *passphrase,
                                size_t passphrase_len) {
  *out = (struct mint_secret)MINT_SECRET_EMPTY;
  if (passphrase_len < MINT_PASSPHRASE_PEM_MIN) {
    return MINT_E_PASSPHRASE_SHORT;
  }
  return run(out, use, true, in, in_len, passphrase, passphrase_len);
}
