// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// ppk_seal.c opens the seal of PuTTY key files: SHA-1 and HMAC-SHA-1 in version
// 2, Argon2 and HMAC-SHA-256 in version 3, AES-256-CBC in both.

#include <string.h>

#include <argon2.h>
#include <openssl/cipher.h>
#include <openssl/hmac.h>
#include <openssl/mem.h>
#include <openssl/sha.h>

#include "core/base/ct.h"
#include "core/format/ppk_file.h"

#define CIPHER_KEY 32u
#define CIPHER_IV 16u
#define MAC_KEY 32u

// Keys as Argon2 writes them: one after another. Version 2 has no iv, and a
// shorter key for its MAC; a file that is not encrypted has none of the three.
struct keys {
  uint8_t cipher[CIPHER_KEY];
  uint8_t iv[CIPHER_IV];
  uint8_t mac[MAC_KEY];
};

// Stores SHA-1(prefix || passphrase).
static void hash_sha1(uint8_t out[SHA_DIGEST_LENGTH], const void *prefix,
                      size_t prefix_len, const uint8_t *passphrase,
                      size_t passphrase_len) {
  SHA_CTX sha;
  SHA1_Init(&sha);
  SHA1_Update(&sha, prefix, prefix_len);
  SHA1_Update(&sha, passphrase, passphrase_len);
  SHA1_Final(out, &sha);
  OPENSSL_cleanse(&sha, sizeof(sha));
}

// Version 2: the cipher's key is the start of two numbered hashes. Only the
// passphrase of an encrypted file takes part in the MAC's.
static void derive_sha1(struct keys *out, bool encrypted,
                        const uint8_t *passphrase, size_t passphrase_len) {
  static const char kMac[] = "putty-private-key-file-mac-key";
  static const uint8_t kCounter[2][4] = {{0, 0, 0, 0}, {0, 0, 0, 1}};
  uint8_t hash[2 * SHA_DIGEST_LENGTH] = {0};
  if (encrypted) {
    for (size_t i = 0; i < 2; i++) {
      hash_sha1(hash + i * SHA_DIGEST_LENGTH, kCounter[i], sizeof(kCounter[i]),
                passphrase, passphrase_len);
    }
    memcpy(out->cipher, hash, sizeof(out->cipher));
    OPENSSL_cleanse(hash, sizeof(hash));
  }
  hash_sha1(out->mac, kMac, sizeof(kMac) - 1, passphrase,
            encrypted ? passphrase_len : 0);
}

// Argon2's memory is made of the passphrase: it comes from the arena, which
// wipes it.
static int allocate(uint8_t **out, size_t len) {
  *out = OPENSSL_malloc(len);
  return *out == NULL ? ARGON2_MEMORY_ALLOCATION_ERROR : ARGON2_OK;
}

static void release(uint8_t *memory, size_t len) {
  (void)len;
  OPENSSL_free(memory);
}

static argon2_type type_of(enum mint_argon2 flavour) {
  switch (flavour) {
    case MINT_ARGON2_D:
      return Argon2_d;
    case MINT_ARGON2_I:
      return Argon2_i;
    case MINT_ARGON2_ID:
      break;
  }
  return Argon2_id;
}

// Version 3. The bounds of mint_ppk_read leave lack of memory as the only
// failure. One thread: a library starts none behind its caller's back.
static enum mint_code derive_argon2(struct keys *out, struct mint_ppk_kdf *kdf,
                                    const uint8_t *passphrase,
                                    size_t passphrase_len) {
  struct mint_secret copy = MINT_SECRET_EMPTY;  // libargon2 asks for no const
  uint8_t made[sizeof(*out)] = {0};
  if (mint_secret_open(&copy, passphrase_len + 1) != MINT_OK ||
      mint_secret_append(&copy, passphrase, passphrase_len) != MINT_OK) {
    mint_secret_wipe(&copy);
    return MINT_E_MEMORY;
  }
  argon2_context argon2 = {
      .out = made,
      .outlen = sizeof(made),
      .pwd = copy.data,
      .pwdlen = (uint32_t)copy.len,
      .salt = kdf->salt,
      .saltlen = (uint32_t)kdf->salt_len,
      .t_cost = kdf->passes,
      .m_cost = kdf->memory_kib,
      .lanes = kdf->lanes,
      .threads = 1,
      .version = ARGON2_VERSION_13,
      .allocate_cbk = allocate,
      .free_cbk = release,
      .flags = ARGON2_FLAG_CLEAR_PASSWORD,
  };
  int result = argon2_ctx(&argon2, type_of(kdf->flavour));
  mint_secret_wipe(&copy);
  memcpy(out, made, sizeof(made));
  OPENSSL_cleanse(made, sizeof(made));
  if (result == ARGON2_MEMORY_ALLOCATION_ERROR) {
    return MINT_E_MEMORY;
  }
  return result == ARGON2_OK ? MINT_E_NONE : MINT_E_INTERNAL;
}

static enum mint_code derive(struct keys *out, struct mint_ppk_file *file,
                             const uint8_t *passphrase, size_t passphrase_len) {
  if (file->version == 2) {
    derive_sha1(out, file->encrypted, passphrase, passphrase_len);
    return MINT_E_NONE;
  }
  if (!file->encrypted) {
    return MINT_E_NONE;
  }
  return derive_argon2(out, &file->kdf, passphrase, passphrase_len);
}

static enum mint_code decrypt(struct mint_secret *body,
                              const struct keys *keys) {
  EVP_CIPHER_CTX ctx;
  EVP_CIPHER_CTX_init(&ctx);
  int len = 0;
  int tail = 0;
  bool ok =
      EVP_DecryptInit_ex(&ctx, EVP_aes_256_cbc(), NULL, keys->cipher,
                         keys->iv) &&
      EVP_CIPHER_CTX_set_padding(&ctx, 0) &&
      EVP_DecryptUpdate(&ctx, body->data, &len, body->data, (int)body->len) &&
      EVP_DecryptFinal_ex(&ctx, body->data + len, &tail) &&
      (size_t)len + (size_t)tail == body->len;
  EVP_CIPHER_CTX_cleanup(&ctx);
  return ok ? MINT_E_NONE : MINT_E_MEMORY;
}

static bool add_string(HMAC_CTX *hmac, const uint8_t *data, size_t len) {
  const uint8_t head[4] = {(uint8_t)(len >> 24), (uint8_t)(len >> 16),
                           (uint8_t)(len >> 8), (uint8_t)len};
  return HMAC_Update(hmac, head, sizeof(head)) && HMAC_Update(hmac, data, len);
}

static bool add_text(HMAC_CTX *hmac, const CBS *text) {
  return add_string(hmac, CBS_data(text), CBS_len(text));
}

// Computes the MAC over all that the file says.
static bool compute_mac(uint8_t out[EVP_MAX_MD_SIZE],
                        const struct mint_ppk_file *file,
                        const struct keys *keys) {
  size_t key_len = SHA_DIGEST_LENGTH;
  const EVP_MD *md = EVP_sha1();
  if (file->version == 3) {
    md = EVP_sha256();
    key_len = file->encrypted ? sizeof(keys->mac) : 0;
  }
  unsigned len = 0;
  HMAC_CTX hmac;
  HMAC_CTX_init(&hmac);
  bool ok = HMAC_Init_ex(&hmac, keys->mac, key_len, md, NULL) &&
            add_text(&hmac, &file->type) &&
            add_text(&hmac, &file->encryption) &&
            add_text(&hmac, &file->comment) &&
            add_string(&hmac, file->pub.data, file->pub.len) &&
            add_string(&hmac, file->priv.data, file->priv.len) &&
            HMAC_Final(&hmac, out, &len);
  HMAC_CTX_cleanup(&hmac);
  return ok && len == file->mac_len;
}

static enum mint_code check_mac(const struct mint_ppk_file *file,
                                const struct keys *keys) {
  uint8_t mac[EVP_MAX_MD_SIZE];
  enum mint_code code = MINT_E_MEMORY;
  if (compute_mac(mac, file, keys)) {
    // Public: whether the file is opened at all.
    int differ = CRYPTO_memcmp(mac, file->mac, file->mac_len);
    bool wrong = ct_declassify((uint64_t)differ) != 0;
    enum mint_code refusal =
        file->encrypted ? MINT_E_PASSPHRASE_WRONG : MINT_E_DAMAGED;
    code = wrong ? refusal : MINT_E_NONE;
  }
  OPENSSL_cleanse(mac, sizeof(mac));
  return code;
}

enum mint_code mint_ppk_unseal(struct mint_ppk_file *file,
                               const uint8_t *passphrase,
                               size_t passphrase_len) {
  if (file->encrypted && passphrase_len > MINT_PASSPHRASE_MAX) {
    return MINT_E_PASSPHRASE_LONG;
  }
  struct keys keys;
  memset(&keys, 0, sizeof(keys));
  enum mint_code code = derive(&keys, file, passphrase, passphrase_len);
  if (code == MINT_E_NONE && file->encrypted) {
    code = decrypt(&file->priv, &keys);
  }
  if (code == MINT_E_NONE) {
    code = check_mac(file, &keys);
  }
  OPENSSL_cleanse(&keys, sizeof(keys));
  return code;
}
