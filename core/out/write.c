// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// write.c turns checked keys into the bytes of a file.

#include <stdio.h>
#include <string.h>

#include "core/base/stack.h"
#include "core/format/openssh.h"
#include "core/format/pem_cipher.h"
#include "core/format/pkcs.h"
#include "core/format/pkcs8.h"
#include "core/format/rfc4716.h"
#include "core/format/spki.h"
#include "core/key/key.h"
#include "core/text/armor.h"
#include "core/text/base64.h"

// ---------------------------------------------------------------------------
// Comments

// Reads one UTF-8 character in its shortest form (RFC 3629 section 4).
static bool get_utf8(CBS *in, uint32_t *out) {
  uint8_t lead = 0;
  if (!CBS_get_u8(in, &lead)) {
    return false;
  }
  if (lead < 0x80) {
    *out = lead;
    return true;
  }
  unsigned more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
  if (lead < 0xc2 || lead > 0xf4) {
    return false;
  }
  uint32_t value = lead & (0x3fu >> more);
  for (unsigned i = 0; i < more; i++) {
    uint8_t next = 0;
    if (!CBS_get_u8(in, &next) || (next & 0xc0) != 0x80) {
      return false;
    }
    value = value << 6 | (next & 0x3fu);
  }
  static const uint32_t kLeast[] = {0, 0x80, 0x800, 0x10000};
  *out = value;
  return value >= kLeast[more] && value <= 0x10ffff &&
         !(value >= 0xd800 && value <= 0xdfff);
}

bool mint_character_ok(uint32_t c) {
  // Unicode 15: the general category Cc, the line separators, and
  // Default_Ignorable_Code_Point (DerivedCoreProperties.txt) without the
  // variation selectors U+FE00 to U+FE0F, with the marks of interlinear text.
  static const struct {
    uint32_t first;
    uint32_t last;
  } kHidden[] = {
      {0x0000, 0x001f},   {0x007f, 0x009f},   {0x00ad, 0x00ad},
      {0x034f, 0x034f},   {0x061c, 0x061c},   {0x115f, 0x1160},
      {0x17b4, 0x17b5},   {0x180b, 0x180f},   {0x200b, 0x200f},
      {0x2028, 0x202e},   {0x2060, 0x206f},   {0x3164, 0x3164},
      {0xfeff, 0xfeff},   {0xffa0, 0xffa0},   {0xfff0, 0xfffb},
      {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0xe0000, 0xe0fff},
  };
  for (size_t i = 0; i < sizeof(kHidden) / sizeof(kHidden[0]); i++) {
    if (c >= kHidden[i].first && c <= kHidden[i].last) {
      return false;
    }
  }
  return true;
}

bool mint_comment_ok(const char *comment, size_t comment_len) {
  if (comment_len > MINT_COMMENT_WRITE_MAX) {
    return false;
  }
  CBS rest;
  CBS_init(&rest, (const uint8_t *)comment, comment_len);
  while (CBS_len(&rest) != 0) {
    uint32_t c = 0;
    if (!get_utf8(&rest, &c) || !mint_character_ok(c)) {
      return false;
    }
  }
  return true;
}

// ---------------------------------------------------------------------------
// Forms

// The two headers of an encrypted body, and the empty line that ends them.
static void make_headers(char *out, size_t out_len,
                         const struct mint_pem_cipher_use *use) {
  char iv[2 * MINT_PEM_IV + 1];
  for (size_t i = 0; i < MINT_PEM_IV; i++) {
    (void)snprintf(iv + 2 * i, 3, "%02X", use->iv[i]);
  }
  (void)snprintf(out, out_len, "Proc-Type: 4,ENCRYPTED\nDEK-Info: %s,%s\n\n",
                 mint_pem_cipher_name(use->cipher), iv);
}

static enum mint_code write_pem(struct mint_secret *out,
                                const struct mint_key *key,
                                const struct mint_write_options *options) {
  static const char kLabel[] = "RSA PRIVATE KEY";
  struct mint_secret der = MINT_SECRET_EMPTY;
  struct mint_secret sealed = MINT_SECRET_EMPTY;
  enum mint_code code = mint_pkcs1_write(&der, &key->rsa);
  if (code != MINT_E_NONE) {
    return code;
  }
  if (options->passphrase == NULL) {
    code = mint_armor_write(out, kLabel, NULL, &mint_columns_pem, der.data,
                            der.len);
    goto out;
  }
  struct mint_pem_cipher_use use;
  char headers[128];
  code = mint_pem_cipher_default(&use);
  if (code != MINT_E_NONE) {
    goto out;
  }
  make_headers(headers, sizeof(headers), &use);
  code = mint_pem_encrypt(&sealed, &use, der.data, der.len, options->passphrase,
                          options->passphrase_len);
  if (code == MINT_E_NONE) {
    code = mint_armor_write(out, kLabel, headers, &mint_columns_pem,
                            sealed.data, sealed.len);
  }

out:
  mint_secret_wipe(&der);
  mint_secret_wipe(&sealed);
  return code;
}

static enum mint_code write_line(struct mint_secret *out,
                                 const struct mint_key *key,
                                 const struct mint_write_options *options) {
  static const char kType[] = "ssh-rsa ";
  size_t symbols = mint_base64_encoded_len(key->blob.len);
  size_t cap = strlen(kType) + symbols + 1 + options->comment_len + 1;
  if (mint_secret_open(out, cap) != MINT_OK) {
    return MINT_E_MEMORY;
  }
  memcpy(out->data, kType, strlen(kType));
  out->len = strlen(kType);
  mint_base64_encode(out->data + out->len, key->blob.data, key->blob.len);
  out->len += symbols;
  if (options->comment != NULL) {
    out->data[out->len++] = ' ';
    memcpy(out->data + out->len, options->comment, options->comment_len);
    out->len += options->comment_len;
  }
  out->data[out->len++] = '\n';
  return MINT_E_NONE;
}

static enum mint_code write_form(struct mint_secret *out,
                                 const struct mint_key *key,
                                 const struct mint_write_options *options) {
  switch (options->format) {
    case MINT_FORMAT_AUTHORIZED_KEYS:
      return write_line(out, key, options);
    case MINT_FORMAT_PEM:
      return write_pem(out, key, options);
    case MINT_FORMAT_PKCS8:
      return mint_pkcs8_write(out, &key->rsa, options);
    case MINT_FORMAT_OPENSSH:
      return mint_openssh_write(out, &key->rsa, options);
    case MINT_FORMAT_RFC4716:
      return mint_rfc4716_write(out, key->blob.data, key->blob.len,
                                options->comment, options->comment_len);
    case MINT_FORMAT_SPKI:
      return mint_spki_write(out, &key->rsa);
    case MINT_FORMAT_PKCS1_PUBLIC:
      return mint_pkcs1_public_write(out, &key->rsa);
    case MINT_FORMAT_PPK:
      break;
  }
  return MINT_E_INTERNAL;
}

enum mint_status mint_write(struct mint_secret *out, const struct mint_key *key,
                            const struct mint_write_options *options) {
  *out = (struct mint_secret)MINT_SECRET_EMPTY;
  bool is_private = mint_format_is_private(options->format);
  if ((is_private && !key->is_private) ||
      options->format < MINT_FORMAT_AUTHORIZED_KEYS ||
      options->format >= MINT_FORMAT_PPK ||
      (options->passphrase == NULL && options->passphrase_len != 0) ||
      (options->comment == NULL && options->comment_len != 0) ||
      options->rounds > MINT_BCRYPT_ROUNDS_MAX ||
      (options->comment != NULL &&
       !mint_comment_ok(options->comment, options->comment_len))) {
    return MINT_ERR_ARGUMENT;
  }
  enum mint_code code = write_form(out, key, options);
  if (is_private) {
    mint_stack_wipe();
  }
  return mint_code_explain(code)->status;
}
