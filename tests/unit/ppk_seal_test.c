// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// The seal of PuTTY key files: tampering, truncation, and files that are built
// here with a MAC that is right around contents that are wrong.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/cipher.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <criterion/criterion.h>

#include "core/base/arena.h"
#include "core/format/parts.h"
#include "core/text/base64.h"
#include "tests/unit/ppk_kit.h"

// Every bit matters: of an open file at once, of a sealed one when it is
// opened.
static void tamper(const char *name, size_t step) {
  static struct ppk_text buf;
  ppk_load(&buf, name);
  for (size_t i = 0; i < buf.len - 1; i += step) {
    for (unsigned bit = 0; bit < 8; bit += step == 1 ? 1 : 3) {
      struct mint_parts *parts = NULL;
      size_t line = 0;
      buf.data[i] ^= (uint8_t)(1u << bit);
      enum mint_code code = ppk_read(&parts, &line, &buf);
      if (parts != NULL && parts->about.locked) {
        code = ppk_unlock(parts, PASS);
        cr_assert_eq(code, MINT_E_PASSPHRASE_WRONG, "%s: byte %zu", name, i);
      }
      cr_assert_neq(code, MINT_E_NONE, "%s: byte %zu", name, i);
      mint_parts_free(parts);
      buf.data[i] ^= (uint8_t)(1u << bit);
    }
  }
}

Test(ppk_seal, tampering_with_any_bit_is_seen_v2) { tamper("v2.ppk", 1); }
Test(ppk_seal, tampering_with_any_bit_is_seen_v3) { tamper("v3.ppk", 1); }
Test(ppk_seal, tampering_with_any_bit_is_seen_sealed) {
  tamper("v2_sealed.ppk", 1);
}

// The parameters of Argon2 have no MAC of their own, but make the keys.
Test(ppk_seal, tampering_is_seen_argon2) {
  static struct ppk_text buf;
  static const struct {
    const char *from;
    const char *to;
  } kEdits[] = {
      {"Comment: argon2id", "Comment: argon2ie"},
      {"Derivation: Argon2id", "Derivation: Argon2i"},
      {"Memory: 256", "Memory: 255"},
      {"Passes: 3", "Passes: 2"},
      {"Parallelism: 2", "Parallelism: 1"},
      {"Salt: ", "Salt: 00"},
  };
  for (size_t i = 0; i < COUNT(kEdits); i++) {
    struct mint_parts *parts = NULL;
    size_t line = 0;
    ppk_load(&buf, "argon2id.ppk");
    ppk_edit(&buf, kEdits[i].from, kEdits[i].to);
    cr_assert_eq(ppk_read(&parts, &line, &buf), MINT_E_NONE);
    cr_expect_eq(ppk_unlock(parts, PASS), MINT_E_PASSPHRASE_WRONG, "edit %zu",
                 i);
    mint_parts_free(parts);
  }
}

Test(ppk_seal, a_file_that_is_cut_short_is_refused) {
  static const char *const kFiles[] = {"v2.ppk", "v3.ppk", "argon2id.ppk"};
  for (size_t i = 0; i < COUNT(kFiles); i++) {
    static struct ppk_text buf;
    ppk_load(&buf, kFiles[i]);
    size_t full = buf.len;
    for (buf.len = 0; buf.len < full - 1; buf.len++) {
      // A copy of exactly that size, so that a sanitizer sees its end.
      struct mint_parts *parts = NULL;
      struct mint_reason why;
      uint8_t *copy = malloc(buf.len + 1);
      cr_assert_not_null(copy);
      memcpy(copy + 1, buf.data, buf.len);
      enum mint_status status =
          mint_parts_read(&parts, &why, copy + 1, buf.len);
      cr_assert_neq(status, MINT_OK, "%s at %zu", kFiles[i], buf.len);
      cr_assert_null(parts);
      free(copy);
    }
    cr_expect_eq(ppk_code(&buf), MINT_E_NONE);  // without its last newline
  }
}

// ---- files with a right MAC around wrong contents

struct made {
  unsigned version;
  bool sealed;  // version 2 only
  const char *type;
  struct ppk_text pub;
  struct ppk_text priv;
};

static void put_string(struct ppk_text *buf, const void *data, size_t len) {
  const uint8_t head[4] = {0, 0, (uint8_t)(len >> 8), (uint8_t)len};
  ppk_put(buf, head, sizeof(head));
  ppk_put(buf, data, len);
}

static void put_number(struct ppk_text *buf, const CBS *digits) {
  static struct ppk_text number;
  number.len = 0;
  if ((CBS_data(digits)[0] & 0x80) != 0) {
    ppk_put(&number, "", 1);
  }
  ppk_put(&number, CBS_data(digits), CBS_len(digits));
  put_string(buf, number.data, number.len);
}

static void put_lines(struct ppk_text *buf, const char *name,
                      const struct ppk_text *body) {
  static uint8_t symbols[8192];
  char header[64];
  size_t len = mint_base64_encoded_len(body->len);
  mint_base64_encode(symbols, body->data, body->len);
  (void)snprintf(header, sizeof(header), "%s: %zu\n", name, (len + 63) / 64);
  ppk_puts(buf, header);
  for (size_t i = 0; i < len; i += 64) {
    ppk_put(buf, symbols + i, len - i < 64 ? len - i : 64);
    ppk_puts(buf, "\n");
  }
}

static void seal_v2(struct ppk_text *priv) {
  uint8_t key[40];
  uint8_t iv[16] = {0};
  for (uint8_t i = 0; i < 2; i++) {
    uint8_t in[4 + sizeof(PASS) - 1] = {0, 0, 0, i};
    memcpy(in + 4, PASS, sizeof(PASS) - 1);
    SHA1(in, sizeof(in), key + i * 20u);
  }
  EVP_CIPHER_CTX ctx;
  EVP_CIPHER_CTX_init(&ctx);
  int len = 0;
  cr_assert_eq(priv->len % 16, 0);
  cr_assert(EVP_EncryptInit_ex(&ctx, EVP_aes_256_cbc(), NULL, key, iv));
  cr_assert(EVP_CIPHER_CTX_set_padding(&ctx, 0));
  cr_assert(
      EVP_EncryptUpdate(&ctx, priv->data, &len, priv->data, (int)priv->len));
  EVP_CIPHER_CTX_cleanup(&ctx);
}

static void make(struct ppk_text *out, const struct made *made) {
  static struct ppk_text covered;
  static struct ppk_text priv;
  const char *encryption = made->sealed ? "aes256-cbc" : "none";
  covered.len = 0;
  put_string(&covered, made->type, strlen(made->type));
  put_string(&covered, encryption, strlen(encryption));
  put_string(&covered, "made", 4);
  put_string(&covered, made->pub.data, made->pub.len);
  put_string(&covered, made->priv.data, made->priv.len);
  uint8_t mac[32];
  unsigned mac_len = 0;
  const char *mac_text = made->sealed ? "putty-private-key-file-mac-key" PASS
                                      : "putty-private-key-file-mac-key";
  uint8_t mac_key[20];
  SHA1((const uint8_t *)mac_text, strlen(mac_text), mac_key);
  cr_assert_not_null(HMAC(made->version == 2 ? EVP_sha1() : EVP_sha256(),
                          mac_key, made->version == 2 ? sizeof(mac_key) : 0,
                          covered.data, covered.len, mac, &mac_len));
  char head[128];
  (void)snprintf(head, sizeof(head),
                 "PuTTY-User-Key-File-%u: %s\nEncryption: %s\nComment: made\n",
                 made->version, made->type, encryption);
  out->len = 0;
  ppk_puts(out, head);
  put_lines(out, "Public-Lines", &made->pub);
  priv = made->priv;
  if (made->sealed) {
    seal_v2(&priv);
  }
  put_lines(out, "Private-Lines", &priv);
  ppk_puts(out, "Private-MAC: ");
  for (unsigned i = 0; i < mac_len; i++) {
    (void)snprintf(head, sizeof(head), "%02x", mac[i]);
    ppk_puts(out, head);
  }
  ppk_puts(out, "\n");
}

// Makes a file of the key in rsa.pem, without padding.
static void made_of_rsa(struct made *made, unsigned version, bool sealed) {
  struct mint_parts *pem = ppk_parts("rsa.pem");
  memset(made, 0, sizeof(*made));
  made->version = version;
  made->sealed = sealed;
  made->type = "ssh-rsa";
  ppk_put(&made->pub, pem->blob.data, pem->blob.len);
  put_number(&made->priv, &pem->rsa.d);
  put_number(&made->priv, &pem->rsa.p);
  put_number(&made->priv, &pem->rsa.q);
  put_number(&made->priv, &pem->rsa.qinv);
  mint_parts_free(pem);
}

static struct made made;
static struct ppk_text text;

// Reads and unlocks what was made.
static enum mint_code outcome(void) {
  struct mint_parts *parts = NULL;
  size_t line = 0;
  make(&text, &made);
  enum mint_code code = ppk_read(&parts, &line, &text);
  cr_expect_eq(line, 0);
  if (code == MINT_E_NONE) {
    cr_expect_eq(parts->about.locked, made.sealed);
    code = ppk_unlock(parts, PASS);
    cr_expect_eq(CBS_len(&parts->rsa.d) != 0, code == MINT_E_NONE);
  }
  mint_parts_free(parts);
  return code;
}

Test(ppk_seal, what_is_made_here_is_good) {
  for (unsigned version = 2; version <= 3; version++) {
    made_of_rsa(&made, version, false);
    cr_expect_eq(outcome(), MINT_E_NONE);
  }
}

Test(ppk_seal, padding_fills_one_block_and_no_more) {
  for (size_t extra = 0; extra <= 32; extra++) {
    made_of_rsa(&made, 2, true);
    size_t least = (made.priv.len + 15) / 16 * 16;
    size_t bare = made.priv.len;
    while (made.priv.len < least + extra) {
      ppk_put(&made.priv, "\xa5", 1);
    }
    if (made.priv.len % 16 == 0) {
      bool fits = made.priv.len - bare < 16;
      cr_expect_eq(outcome(), fits ? MINT_E_NONE : MINT_E_SSH_TRAILING);
    }
  }
  for (unsigned version = 2; version <= 3; version++) {
    made_of_rsa(&made, version, false);
    ppk_put(&made.priv, "", 1);
    cr_expect_eq(outcome(), MINT_E_SSH_TRAILING);
  }
}

Test(ppk_seal, private_numbers_are_strict) {
  made_of_rsa(&made, 3, false);
  while (made.priv.len > 1) {
    made.priv.len--;
    cr_expect_eq(outcome(), MINT_E_SSH_SYNTAX, "%zu bytes", made.priv.len);
  }
  made.priv.len = 0;
  put_string(&made.priv, "\0\x01", 2);
  cr_expect_eq(outcome(), MINT_E_SSH_MPINT);
  made.priv.len = 0;
  put_string(&made.priv, "\x80", 1);
  cr_expect_eq(outcome(), MINT_E_SSH_MPINT);
}

Test(ppk_seal, the_public_blob_is_strict) {
  made_of_rsa(&made, 3, false);
  ppk_put(&made.pub, "", 1);
  cr_expect_eq(outcome(), MINT_E_SSH_TRAILING);
  made.pub.len -= 2;
  cr_expect_eq(outcome(), MINT_E_SSH_SYNTAX);
}

Test(ppk_seal, a_failed_unlock_of_a_good_seal_changes_nothing) {
  made_of_rsa(&made, 2, true);
  made.priv.len = made.priv.len / 16 * 16 - 16;
  make(&text, &made);
  struct mint_parts *parts = NULL;
  size_t line = 0;
  cr_assert_eq(ppk_read(&parts, &line, &text), MINT_E_NONE);
  struct mint_parts before = *parts;
  cr_expect_eq(ppk_unlock(parts, PASS), MINT_E_SSH_SYNTAX);
  cr_expect_arr_eq(parts, &before, sizeof(before));
  mint_parts_free(parts);
}

// ---- memory

Test(ppk_seal, every_allocation_may_fail) {
  static const char *const kFiles[] = {"v3.ppk", "v2_sealed.ppk",
                                       "argon2id.ppk"};
  for (size_t i = 0; i < COUNT(kFiles); i++) {
    static struct ppk_text buf;
    struct mint_arena_stats start;
    struct mint_arena_stats end;
    ppk_load(&buf, kFiles[i]);
    mint_arena_stats(&start);
    bool done = false;
    for (size_t count = 0; !done && count < 200; count++) {
      struct mint_parts *parts = NULL;
      struct mint_reason why;
      mint_arena_fail_after(count);
      enum mint_status status =
          mint_parts_read(&parts, &why, buf.data, buf.len);
      if (status == MINT_OK) {
        status = mint_parts_unlock(parts, &why, (const uint8_t *)PASS,
                                   sizeof(PASS) - 1);
        cr_expect_eq(parts->about.locked, status != MINT_OK);
      }
      mint_arena_fail_after(SIZE_MAX);
      cr_assert(status == MINT_OK || status == MINT_ERR_MEMORY, "%s: %s",
                kFiles[i], mint_status_name(status));
      done = status == MINT_OK;
      mint_parts_free(parts);
    }
    cr_expect(done);
    mint_arena_stats(&end);
    cr_expect_eq(start.blocks, end.blocks, "%s", kFiles[i]);
  }
}
