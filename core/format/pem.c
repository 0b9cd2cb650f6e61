// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// pem.c is the form "RSA PRIVATE KEY": PKCS#1, plain or in OpenSSL's legacy
// encryption, which hides the public part as well.

#include <string.h>

#include "core/format/forms.h"
#include "core/format/pkcs.h"

static enum mint_code open_plain(struct mint_parts *parts) {
  enum mint_code code =
      mint_pkcs1_parse(&parts->rsa, parts->bytes.data, parts->bytes.len);
  return code == MINT_E_NONE ? mint_parts_set_rsa(parts) : code;
}

static enum mint_code open_block(struct mint_parts *parts,
                                 struct mint_armor *armor) {
  parts->about.kind = MINT_KIND_PRIVATE;
  parts->about.format = MINT_FORMAT_PEM;
  parts->bytes = armor->body;  // moved
  armor->body = (struct mint_secret)MINT_SECRET_EMPTY;
  if (!armor->encrypted) {
    return open_plain(parts);
  }
  if (!mint_pem_cipher_find(&parts->pem_cipher, &armor->dek, armor->iv,
                            armor->iv_len)) {
    return MINT_E_CIPHER_UNKNOWN;
  }
  size_t block = mint_pem_cipher_block(parts->pem_cipher.cipher);
  if (parts->bytes.len % block != 0) {
    return MINT_E_DAMAGED;
  }
  parts->about.encrypted = true;
  parts->about.locked = true;
  parts->about.cipher = mint_pem_cipher_name(parts->pem_cipher.cipher);
  parts->about.kdf = "md5";
  parts->about.kdf_cost = 1;
  return MINT_E_NONE;
}

static enum mint_code unlock(struct mint_parts *parts,
                             const uint8_t *passphrase, size_t passphrase_len) {
  struct mint_secret plain = MINT_SECRET_EMPTY;
  struct mint_secret sealed = parts->bytes;
  enum mint_code code =
      mint_pem_decrypt(&plain, &parts->pem_cipher, sealed.data, sealed.len,
                       passphrase, passphrase_len);
  if (code != MINT_E_NONE) {
    return code;
  }
  parts->bytes = plain;  // moved
  code = open_plain(parts);
  if (code != MINT_E_NONE) {
    mint_secret_wipe(&parts->bytes);
    memset(&parts->rsa, 0, sizeof(parts->rsa));
    parts->bytes = sealed;
    // A wrong key has a valid padding once in 256 times: what it then opens to
    // is not DER.
    return code == MINT_E_DER_SYNTAX ? MINT_E_PASSPHRASE_WRONG : code;
  }
  mint_secret_wipe(&sealed);
  return MINT_E_NONE;
}

const struct mint_form mint_form_pkcs1 = {"RSA PRIVATE KEY", &mint_columns_pem,
                                          open_block, unlock};
