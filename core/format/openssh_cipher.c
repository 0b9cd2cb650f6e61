// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// openssh_cipher.c is the encryption of openssh-key-v1, over BoringSSL's
// ciphers. OpenSSH's chacha20-poly1305 (PROTOCOL.chacha20poly1305) is not RFC
// 8439's, so it is put together here.

#include "core/format/openssh_cipher.h"

#include <string.h>

#include <openssl/aead.h>
#include <openssl/chacha.h>
#include <openssl/cipher.h>
#include <openssl/err.h>
#include <openssl/mem.h>
#include <openssl/poly1305.h>

#include "core/format/bcrypt.h"

#define AES_BLOCK 16u
#define TAG 16u
#define GCM_IV 12u
#define CHACHA_KEY 32u
#define CHACHA_KEYS 64u  // two of them

// Exactly one of `evp`, `aead` and `chacha` is set, none for `none`. bcrypt
// makes the key and then the IV.
struct mint_openssh_cipher {
  const char *name;
  size_t block;
  size_t key_len;
  size_t iv_len;
  size_t tag_len;
  const EVP_CIPHER *(*evp)(void);
  const EVP_AEAD *(*aead)(void);
  bool chacha;
};

// The first is the one that we write. The second key of chacha20-poly1305 is
// for the lengths of packets; it is derived, but there are none here.
static const struct mint_openssh_cipher ciphers[] = {
    {"aes256-ctr", AES_BLOCK, 32, AES_BLOCK, 0, EVP_aes_256_ctr, NULL, false},
    {"aes192-ctr", AES_BLOCK, 24, AES_BLOCK, 0, EVP_aes_192_ctr, NULL, false},
    {"aes128-ctr", AES_BLOCK, 16, AES_BLOCK, 0, EVP_aes_128_ctr, NULL, false},
    {"aes256-cbc", AES_BLOCK, 32, AES_BLOCK, 0, EVP_aes_256_cbc, NULL, false},
    {"aes192-cbc", AES_BLOCK, 24, AES_BLOCK, 0, EVP_aes_192_cbc, NULL, false},
    {"aes128-cbc", AES_BLOCK, 16, AES_BLOCK, 0, EVP_aes_128_cbc, NULL, false},
    {"aes256-gcm@openssh.com", AES_BLOCK, 32, GCM_IV, TAG, NULL,
     EVP_aead_aes_256_gcm, false},
    {"aes128-gcm@openssh.com", AES_BLOCK, 16, GCM_IV, TAG, NULL,
     EVP_aead_aes_128_gcm, false},
    {"chacha20-poly1305@openssh.com", 8, CHACHA_KEYS, 0, TAG, NULL, NULL, true},
    {"none", 8, 0, 0, 0, NULL, NULL, false},
};
#define NUM_CIPHERS (sizeof(ciphers) / sizeof(ciphers[0]))

const struct mint_openssh_cipher *mint_openssh_cipher_find(const CBS *name) {
  for (size_t i = 0; i < NUM_CIPHERS; i++) {
    const char *known = ciphers[i].name;
    if (CBS_mem_equal(name, (const uint8_t *)known, strlen(known))) {
      return &ciphers[i];
    }
  }
  return NULL;
}

const struct mint_openssh_cipher *mint_openssh_cipher_default(void) {
  return &ciphers[0];
}

const char *mint_openssh_cipher_name(const struct mint_openssh_cipher *cipher) {
  return cipher->name;
}

bool mint_openssh_cipher_is_none(const struct mint_openssh_cipher *cipher) {
  return cipher->key_len == 0;
}

size_t mint_openssh_cipher_block(const struct mint_openssh_cipher *cipher) {
  return cipher->block;
}

size_t mint_openssh_cipher_tag(const struct mint_openssh_cipher *cipher) {
  return cipher->tag_len;
}

// Makes the key and, behind it, the IV.
static enum mint_code derive(struct mint_secret *out,
                             const struct mint_openssh_seal *seal,
                             const uint8_t *passphrase, size_t passphrase_len) {
  size_t len = seal->cipher->key_len + seal->cipher->iv_len;
  if (mint_secret_open(out, len) != MINT_OK) {
    return MINT_E_MEMORY;
  }
  out->len = len;
  return mint_bcrypt_pbkdf_vartime(out->data, out->len, passphrase,
                                   passphrase_len, CBS_data(&seal->salt),
                                   CBS_len(&seal->salt), seal->rounds);
}

// Runs a cipher without a tag over whole blocks; `out` may be `in`. Nothing can
// be wrong but a lack of memory.
static enum mint_code run_evp(const struct mint_openssh_cipher *cipher,
                              bool do_encrypt, uint8_t *out,
                              const struct mint_secret *key, const uint8_t *in,
                              size_t in_len) {
  const uint8_t *iv = key->data + cipher->key_len;
  int len = 0;
  int tail = 0;
  EVP_CIPHER_CTX ctx;
  EVP_CIPHER_CTX_init(&ctx);
  bool done = in_len <= MINT_INPUT_MAX &&
              EVP_CipherInit_ex(&ctx, cipher->evp(), NULL, key->data, iv,
                                do_encrypt ? 1 : 0) &&
              EVP_CIPHER_CTX_set_padding(&ctx, 0) &&
              EVP_CipherUpdate(&ctx, out, &len, in, (int)in_len) &&
              EVP_CipherFinal_ex(&ctx, out + len, &tail) &&
              (size_t)len + (size_t)tail == in_len;
  EVP_CIPHER_CTX_cleanup(&ctx);
  return done ? MINT_E_NONE : MINT_E_MEMORY;
}

// The context holds the key: it lies in secret memory. (EVP_AEAD_CTX_new would
// do that too, but in BoringSSL before 2023 it crashes when memory is short.)
static enum mint_code open_aead(const struct mint_openssh_cipher *cipher,
                                struct mint_secret *out,
                                const struct mint_secret *key,
                                const CBS *sealed) {
  enum mint_code code = MINT_E_MEMORY;
  EVP_AEAD_CTX *ctx = OPENSSL_malloc(sizeof(*ctx));
  if (ctx == NULL) {
    return MINT_E_MEMORY;
  }
  EVP_AEAD_CTX_zero(ctx);
  if (!EVP_AEAD_CTX_init(ctx, cipher->aead(), key->data, cipher->key_len,
                         cipher->tag_len, NULL)) {
    goto out;
  }
  bool opened = EVP_AEAD_CTX_open(ctx, out->data, &out->len, out->cap,
                                  key->data + cipher->key_len, cipher->iv_len,
                                  CBS_data(sealed), CBS_len(sealed), NULL, 0);
  code = opened ? MINT_E_NONE : MINT_E_PASSPHRASE_WRONG;

out:
  EVP_AEAD_CTX_cleanup(ctx);
  OPENSSL_free(ctx);
  return code;
}

// What opening with chacha20-poly1305 computes; it lies in secret memory.
struct chacha_work {
  poly1305_state state;
  uint8_t key[CHACHA_KEY];  // of Poly1305
  uint8_t tag[TAG];
};

// The nonce is the number of the packet, here 0. Block 0 of the key stream
// gives the key of the tag, which is over the ciphertext alone.
static enum mint_code open_chacha(struct mint_secret *out,
                                  const struct mint_secret *key,
                                  const CBS *sealed) {
  static const uint8_t kNonce[12] = {0};
  const uint8_t *in = CBS_data(sealed);
  size_t in_len = CBS_len(sealed) - TAG;
  struct chacha_work *work = OPENSSL_malloc(sizeof(*work));
  if (work == NULL) {
    return MINT_E_MEMORY;
  }
  memset(work->key, 0, sizeof(work->key));
  CRYPTO_chacha_20(work->key, work->key, sizeof(work->key), key->data, kNonce,
                   0);
  CRYPTO_poly1305_init(&work->state, work->key);
  CRYPTO_poly1305_update(&work->state, in, in_len);
  CRYPTO_poly1305_finish(&work->state, work->tag);
  int differs = CRYPTO_memcmp(work->tag, in + in_len, TAG);
  OPENSSL_free(work);
  if (differs != 0) {
    return MINT_E_PASSPHRASE_WRONG;
  }
  CRYPTO_chacha_20(out->data, in, in_len, key->data, kNonce, 1);
  out->len = in_len;
  return MINT_E_NONE;
}

static enum mint_code open_sealed(const struct mint_openssh_cipher *cipher,
                                  struct mint_secret *out,
                                  const struct mint_secret *key,
                                  const CBS *sealed) {
  if (cipher->chacha) {
    return open_chacha(out, key, sealed);
  }
  if (cipher->aead != NULL) {
    return open_aead(cipher, out, key, sealed);
  }
  out->len = CBS_len(sealed);
  return run_evp(cipher, false, out->data, key, CBS_data(sealed), out->len);
}

enum mint_code mint_openssh_decrypt(struct mint_secret *out,
                                    const struct mint_openssh_seal *seal,
                                    const CBS *sealed,
                                    const uint8_t *passphrase,
                                    size_t passphrase_len) {
  struct mint_secret key = MINT_SECRET_EMPTY;
  *out = (struct mint_secret)MINT_SECRET_EMPTY;
  if (passphrase_len == 0) {
    return MINT_E_PASSPHRASE_WRONG;
  }
  if (passphrase_len > MINT_PASSPHRASE_MAX) {
    return MINT_E_PASSPHRASE_LONG;
  }
  if (CBS_len(sealed) <= seal->cipher->tag_len) {
    return MINT_E_INTERNAL;
  }
  enum mint_code code = derive(&key, seal, passphrase, passphrase_len);
  if (code != MINT_E_NONE) {
    goto out;
  }
  if (mint_secret_open(out, CBS_len(sealed)) != MINT_OK) {
    code = MINT_E_MEMORY;
    goto out;
  }
  code = open_sealed(seal->cipher, out, &key, sealed);

out:
  if (code != MINT_E_NONE) {
    mint_secret_wipe(out);
    ERR_clear_error();
  }
  mint_secret_wipe(&key);
  return code;
}

enum mint_code mint_openssh_encrypt(struct mint_secret *blocks,
                                    const struct mint_openssh_seal *seal,
                                    const uint8_t *passphrase,
                                    size_t passphrase_len) {
  struct mint_secret key = MINT_SECRET_EMPTY;
  if (passphrase_len == 0) {
    return MINT_E_PASSPHRASE_SHORT;
  }
  if (passphrase_len > MINT_PASSPHRASE_MAX) {
    return MINT_E_PASSPHRASE_LONG;
  }
  if (seal->cipher->evp == NULL) {
    return MINT_E_INTERNAL;
  }
  enum mint_code code = derive(&key, seal, passphrase, passphrase_len);
  if (code == MINT_E_NONE) {
    code = run_evp(seal->cipher, true, blocks->data, &key, blocks->data,
                   blocks->len);
  }
  if (code != MINT_E_NONE) {
    ERR_clear_error();
  }
  mint_secret_wipe(&key);
  return code;
}
