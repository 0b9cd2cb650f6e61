// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/unit/openssh_kit.h"

#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>
#include <openssl/aead.h>

#include "core/format/bcrypt.h"
#include "core/format/openssh_cipher.h"

static void put(struct buf *buf, const void *data, size_t len) {
  cr_assert(len <= sizeof(buf->data) - buf->len);
  if (len != 0) {
    memcpy(buf->data + buf->len, data, len);
  }
  buf->len += len;
}

static void put_u32(struct buf *buf, uint32_t value) {
  const uint8_t bytes[] = {(uint8_t)(value >> 24), (uint8_t)(value >> 16),
                           (uint8_t)(value >> 8), (uint8_t)value};
  put(buf, bytes, sizeof(bytes));
}

static void put_string(struct buf *buf, const void *data, size_t len) {
  put_u32(buf, (uint32_t)len);
  put(buf, data, len);
}

void ossh_load(struct buf *buf, const char *name) {
  char path[128];
  (void)snprintf(path, sizeof(path), "tests/vectors/openssh/%s", name);
  FILE *file = fopen(path, "rb");
  cr_assert_not_null(file, "%s", path);
  buf->len = fread(buf->data, 1, sizeof(buf->data), file);
  (void)fclose(file);
}

enum mint_code ossh_read(struct mint_parts **out, const uint8_t *text,
                         size_t text_len) {
  struct mint_reason why;
  enum mint_status status = mint_parts_read(out, &why, text, text_len);
  cr_expect_eq(status, mint_code_explain(why.code)->status);
  cr_expect_eq(*out != NULL, why.code == MINT_E_NONE);
  return why.code;
}

enum mint_code ossh_read_body(struct mint_parts **out, const uint8_t *body,
                              size_t body_len) {
  struct mint_secret text;
  cr_assert_eq(mint_armor_write(&text, "OPENSSH PRIVATE KEY", NULL,
                                &mint_columns_openssh, body, body_len),
               MINT_E_NONE);
  enum mint_code code = ossh_read(out, text.data, text.len);
  mint_secret_wipe(&text);
  return code;
}

enum mint_code ossh_unlock(struct mint_parts *parts, const uint8_t *passphrase,
                           size_t passphrase_len) {
  struct mint_reason why;
  enum mint_status status =
      mint_parts_unlock(parts, &why, passphrase, passphrase_len);
  cr_expect_eq(status, mint_code_explain(why.code)->status);
  return why.code;
}

struct mint_parts *ossh_read_file(const char *name) {
  static struct buf text;
  struct mint_parts *parts = NULL;
  ossh_load(&text, name);
  cr_assert_eq(ossh_read(&parts, text.data, text.len), MINT_E_NONE, "%s", name);
  return parts;
}

static bool same(const CBS *a, const CBS *b) {
  return CBS_mem_equal(a, CBS_data(b), CBS_len(b));
}

bool ossh_same_key(const struct mint_rsa *a, const struct mint_rsa *b) {
  return same(&a->n, &b->n) && same(&a->e, &b->e) && same(&a->d, &b->d) &&
         same(&a->p, &b->p) && same(&a->q, &b->q) && same(&a->qinv, &b->qinv);
}

static void put_number(struct buf *buf, const CBS *digits, enum how how) {
  static struct buf number;
  uint8_t sign = how == NEGATIVE ? 0x80 : 0;
  number.len = 0;
  if (how == PADDED || how == NEGATIVE || (CBS_data(digits)[0] & 0x80) != 0) {
    put(&number, &sign, 1);
  }
  if (how == PADDED && (CBS_data(digits)[0] & 0x80) != 0) {
    put(&number, &sign, 1);
  }
  put(&number, CBS_data(digits), CBS_len(digits));
  number.data[number.len - 1] ^= how == CHANGED ? 2 : 0;
  put_u32(buf, how == TOO_LONG ? UINT32_MAX
               : how == ZERO   ? 0
                               : (uint32_t)number.len);
  put(buf, number.data, how == ZERO ? 0 : number.len);
}

static void make_private(struct buf *out, const struct recipe *r,
                         const struct mint_rsa *rsa, size_t block) {
  const CBS *const numbers[] = {&rsa->n,    &rsa->e, &rsa->d,
                                &rsa->qinv, &rsa->p, &rsa->q};
  const char *type = r->type == NULL ? "ssh-rsa" : r->type;
  out->len = 0;
  put_u32(out, 0x12345678);
  put_u32(out, 0x12345678 ^ r->check_xor);
  put_string(out, type, strlen(type));
  for (size_t i = 0; i < COUNT(numbers); i++) {
    put_number(out, numbers[i], i + 1 == r->number ? r->how : AS_IT_IS);
  }
  put_u32(out, r->number == 7 ? UINT32_MAX : (uint32_t)r->comment_len);
  put(out, r->comment, r->comment_len);
  size_t end = (out->len + block - 1) / block * block + r->more_padding;
  for (uint8_t i = 1; out->len < end; i++) {
    uint8_t byte = (uint8_t)(i ^ r->padding_xor);
    put(out, &byte, 1);
  }
  out->len -= r->cut;
}

// Seals with 1 round and the salt of OPTIONS. AES-GCM comes from BoringSSL.
static void seal(struct buf *data, const char *name) {
  struct mint_openssh_seal how;
  CBS_init(&how.salt, BYTES("salt"));
  how.rounds = 1;
  how.cipher = mint_openssh_cipher_default();
  if (strcmp(name, "aes256-ctr") == 0) {
    struct mint_secret blocks = {data->data, data->len, data->len};
    cr_assert_eq(mint_openssh_encrypt(&blocks, &how, PASS), MINT_E_NONE);
    return;
  }
  uint8_t key[32 + 12];
  cr_assert_eq(
      mint_bcrypt_pbkdf_vartime(key, sizeof(key), PASS, BYTES("salt"), 1),
      MINT_E_NONE);
  EVP_AEAD_CTX *ctx = EVP_AEAD_CTX_new(EVP_aead_aes_256_gcm(), key, 32, 16);
  cr_assert(EVP_AEAD_CTX_seal(ctx, data->data, &data->len, sizeof(data->data),
                              key + 32, 12, data->data, data->len, NULL, 0));
  EVP_AEAD_CTX_free(ctx);
}

void ossh_make(struct buf *out, const struct recipe *r,
               const struct mint_parts *from) {
  static struct buf part;
  static struct buf blob;
  const char *cipher = r->cipher == NULL ? "none" : r->cipher;
  bool aes = strncmp(cipher, "aes", 3) == 0;
  const char *kdf = r->kdf != NULL ? r->kdf : aes ? "bcrypt" : "none";
  bool defaults = aes && r->options == NULL;
  size_t tag = strstr(cipher, "gcm") == NULL ? 0 : 16;
  make_private(&part, r, &from->rsa, aes ? 16 : 8);
  if (aes) {
    seal(&part, cipher);
  }
  blob.len = 0;
  put(&blob, from->about.blob, from->about.blob_len);
  if (r->blob_type != NULL) {
    memcpy(blob.data + 4, r->blob_type, strlen(r->blob_type));
  }
  out->len = 0;
  put(out, r->magic == NULL ? "openssh-key-v1" : r->magic, 15);
  put_string(out, cipher, strlen(cipher));
  put_string(out, kdf, strlen(kdf));
  put_string(out, defaults ? OPTIONS : r->options,
             defaults ? sizeof(OPTIONS) - 1 : r->options_len);
  put_u32(out, 1 ^ r->num_keys_xor);
  put_string(out, blob.data, blob.len);
  put_string(out, part.data, part.len - tag);
  put(out, part.data + part.len - tag, tag);
  put(out, r->after, r->after == NULL ? 0 : strlen(r->after));
}
