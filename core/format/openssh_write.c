// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// openssh_write.c writes openssh-key-v1, byte for byte as ssh-keygen does. What
// differs from one time to the next is the check number, which PROTOCOL.key
// wants drawn at random and which no reader keeps, and with a passphrase the
// salt.

#include "core/format/openssh.h"

#include <string.h>

#include <openssl/rand.h>

#include "core/format/openssh_cipher.h"
#include "core/format/wire.h"

// More than all that stands around the numbers of the private part, or around
// the two parts of the container: names, lengths, signs, salt, padding.
#define FRAME_MAX 256u

static bool put_number(CBB *out, const CBS *digits) {
  return mint_wire_put_mpint(out, CBS_data(digits), CBS_len(digits));
}

static bool put_private(CBB *out, uint32_t check, const struct mint_rsa *rsa,
                        const struct mint_write_options *options) {
  return CBB_add_u64(out, (uint64_t)check << 32 | check) &&
         mint_wire_put_name(out, "ssh-rsa") && put_number(out, &rsa->n) &&
         put_number(out, &rsa->e) && put_number(out, &rsa->d) &&
         put_number(out, &rsa->qinv) && put_number(out, &rsa->p) &&
         put_number(out, &rsa->q) &&
         mint_wire_put_string(out, (const uint8_t *)options->comment,
                              options->comment_len);
}

// Writes the private part in whole blocks.
static enum mint_code make_private(struct mint_secret *out,
                                   const struct mint_rsa *rsa,
                                   const struct mint_write_options *options,
                                   size_t block) {
  uint32_t check = 0;
  if (!RAND_bytes((uint8_t *)&check, sizeof(check))) {
    return MINT_E_RANDOM;
  }
  size_t cap = CBS_len(&rsa->n) + CBS_len(&rsa->e) + CBS_len(&rsa->d) +
               CBS_len(&rsa->qinv) + CBS_len(&rsa->p) + CBS_len(&rsa->q) +
               options->comment_len + FRAME_MAX;
  if (mint_secret_open(out, cap) != MINT_OK) {
    return MINT_E_MEMORY;
  }
  CBB cbb;
  if (!CBB_init_fixed(&cbb, out->data, out->cap)) {
    return MINT_E_MEMORY;  // it allocates, but not what it writes to
  }
  if (!put_private(&cbb, check, rsa, options) ||
      !CBB_finish(&cbb, NULL, &out->len)) {
    CBB_cleanup(&cbb);
    return MINT_E_INTERNAL;
  }
  for (uint8_t i = 1; out->len % block != 0; i++) {
    if (mint_secret_append(out, &i, 1) != MINT_OK) {
      return MINT_E_INTERNAL;
    }
  }
  return MINT_E_NONE;
}

// The cipher, the KDF and its options.
static bool put_seal(CBB *out, const struct mint_openssh_seal *seal) {
  const char *cipher = mint_openssh_cipher_name(seal->cipher);
  if (mint_openssh_cipher_is_none(seal->cipher)) {
    return mint_wire_put_name(out, cipher) && mint_wire_put_name(out, "none") &&
           mint_wire_put_name(out, "");
  }
  size_t options_len = 4 + CBS_len(&seal->salt) + 4;
  return mint_wire_put_name(out, cipher) && mint_wire_put_name(out, "bcrypt") &&
         CBB_add_u32(out, (uint32_t)options_len) &&
         mint_wire_put_string(out, CBS_data(&seal->salt),
                              CBS_len(&seal->salt)) &&
         CBB_add_u32(out, seal->rounds);
}

// Writes the container around a private part, which is sealed by now.
static enum mint_code make_container(struct mint_secret *out,
                                     const struct mint_openssh_seal *seal,
                                     const struct mint_secret *blob,
                                     const struct mint_secret *sealed) {
  static const char kMagic[] = "openssh-key-v1";  // with its NUL
  if (mint_secret_open(out, blob->len + sealed->len + FRAME_MAX) != MINT_OK) {
    return MINT_E_MEMORY;
  }
  CBB cbb;
  if (!CBB_init_fixed(&cbb, out->data, out->cap)) {
    return MINT_E_MEMORY;
  }
  if (!CBB_add_bytes(&cbb, (const uint8_t *)kMagic, sizeof(kMagic)) ||
      !put_seal(&cbb, seal) || !CBB_add_u32(&cbb, 1) ||
      !mint_wire_put_string(&cbb, blob->data, blob->len) ||
      !mint_wire_put_string(&cbb, sealed->data, sealed->len) ||
      !CBB_finish(&cbb, NULL, &out->len)) {
    CBB_cleanup(&cbb);
    return MINT_E_INTERNAL;
  }
  return MINT_E_NONE;
}

// Chooses how to seal; `salt` is the room for the salt.
static enum mint_code choose_seal(struct mint_openssh_seal *out,
                                  uint8_t salt[MINT_BCRYPT_SALT],
                                  const struct mint_write_options *options) {
  static const char kNone[] = "none";
  memset(out, 0, sizeof(*out));
  if (options->passphrase == NULL) {
    CBS none;
    CBS_init(&none, (const uint8_t *)kNone, strlen(kNone));
    out->cipher = mint_openssh_cipher_find(&none);
    return MINT_E_NONE;
  }
  if (!RAND_bytes(salt, MINT_BCRYPT_SALT)) {
    return MINT_E_RANDOM;
  }
  out->cipher = mint_openssh_cipher_default();
  CBS_init(&out->salt, salt, MINT_BCRYPT_SALT);
  out->rounds =
      options->rounds == 0 ? MINT_BCRYPT_ROUNDS_DEFAULT : options->rounds;
  return MINT_E_NONE;
}

enum mint_code mint_openssh_write(struct mint_secret *out,
                                  const struct mint_rsa *rsa,
                                  const struct mint_write_options *options) {
  uint8_t salt[MINT_BCRYPT_SALT];
  struct mint_openssh_seal seal;
  struct mint_secret blob = MINT_SECRET_EMPTY;
  struct mint_secret part = MINT_SECRET_EMPTY;
  struct mint_secret body = MINT_SECRET_EMPTY;
  *out = (struct mint_secret)MINT_SECRET_EMPTY;
  enum mint_code code = choose_seal(&seal, salt, options);
  if (code != MINT_E_NONE) {
    goto out;
  }
  code =
      make_private(&part, rsa, options, mint_openssh_cipher_block(seal.cipher));
  if (code != MINT_E_NONE) {
    goto out;
  }
  if (options->passphrase != NULL) {
    code = mint_openssh_encrypt(&part, &seal, options->passphrase,
                                options->passphrase_len);
  }
  if (code == MINT_E_NONE) {
    code = mint_rsa_blob(&blob, &rsa->n, &rsa->e);
  }
  if (code == MINT_E_NONE) {
    code = make_container(&body, &seal, &blob, &part);
  }
  if (code == MINT_E_NONE) {
    code = mint_armor_write(out, "OPENSSH PRIVATE KEY", NULL,
                            &mint_columns_openssh, body.data, body.len);
  }

out:
  mint_secret_wipe(&blob);
  mint_secret_wipe(&part);
  mint_secret_wipe(&body);
  return code;
}
