// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// openssh.c reads the form "OPENSSH PRIVATE KEY": openssh-key-v1 (OpenSSH's
// PROTOCOL.key). Its public part stands in the clear, so that a key of any type
// can be named and fingerprinted; only the private part of an RSA key is read.

#include "core/format/openssh.h"

#include <string.h>

#include "core/base/ct.h"
#include "core/format/forms.h"
#include "core/format/openssh_cipher.h"
#include "core/format/wire.h"

#define PUTTY_BLOCK 16u

// The container: PROTOCOL.key section 1.
struct container {
  struct mint_openssh_seal seal;
  CBS blob;
  CBS sealed;  // the private part and, behind it, the tag
};

// The private part: PROTOCOL.key section 3, of one RSA key.
struct private_part {
  struct mint_rsa rsa;
  CBS comment;
};

static bool is_name(const CBS *string, const char *want) {
  return CBS_mem_equal(string, (const uint8_t *)want, strlen(want));
}

// The options of bcrypt.
static enum mint_code get_options(struct mint_openssh_seal *out, CBS options) {
  if (!mint_wire_get_string(&options, &out->salt) ||
      !CBS_get_u32(&options, &out->rounds) || CBS_len(&options) != 0 ||
      CBS_len(&out->salt) == 0 || out->rounds == 0) {
    return MINT_E_OPENSSH_SYNTAX;
  }
  if (CBS_len(&out->salt) > MINT_KDF_SALT_MAX ||
      out->rounds > MINT_BCRYPT_ROUNDS_MAX) {
    return MINT_E_KDF_COST;
  }
  return MINT_E_NONE;
}

// The cipher and the KDF are both `none`, and there are no options, or none of
// the three is.
static enum mint_code get_seal(struct mint_openssh_seal *out, CBS *in) {
  CBS cipher;
  CBS kdf;
  CBS options;
  if (!mint_wire_get_string(in, &cipher) || !mint_wire_get_string(in, &kdf) ||
      !mint_wire_get_string(in, &options)) {
    return MINT_E_OPENSSH_SYNTAX;
  }
  out->cipher = mint_openssh_cipher_find(&cipher);
  if (out->cipher == NULL) {
    return MINT_E_CIPHER_UNKNOWN;
  }
  bool sealed = !mint_openssh_cipher_is_none(out->cipher);
  if (is_name(&kdf, "none")) {
    return !sealed && CBS_len(&options) == 0 ? MINT_E_NONE
                                             : MINT_E_OPENSSH_SYNTAX;
  }
  if (!is_name(&kdf, "bcrypt")) {
    return MINT_E_KDF_UNKNOWN;
  }
  return sealed ? get_options(out, options) : MINT_E_OPENSSH_SYNTAX;
}

// The private part is whole blocks; the tag follows it, outside the string.
static enum mint_code get_sealed(struct container *out, CBS *in) {
  CBS part;
  if (!mint_wire_get_string(in, &part) ||
      CBS_len(in) != mint_openssh_cipher_tag(out->seal.cipher)) {
    return MINT_E_OPENSSH_SYNTAX;
  }
  if (CBS_len(&part) == 0 ||
      CBS_len(&part) % mint_openssh_cipher_block(out->seal.cipher) != 0) {
    return MINT_E_OPENSSH_PADDING;
  }
  CBS_init(&out->sealed, CBS_data(&part), CBS_len(&part) + CBS_len(in));
  return MINT_E_NONE;
}

static enum mint_code get_container(struct container *out,
                                    const struct mint_secret *bytes) {
  static const char kMagic[] = "openssh-key-v1";  // with its NUL
  CBS in;
  CBS magic;
  uint32_t num_keys = 0;
  memset(out, 0, sizeof(*out));
  CBS_init(&in, bytes->data, bytes->len);
  if (!CBS_get_bytes(&in, &magic, sizeof(kMagic)) ||
      !CBS_mem_equal(&magic, (const uint8_t *)kMagic, sizeof(kMagic))) {
    return MINT_E_OPENSSH_SYNTAX;
  }
  enum mint_code code = get_seal(&out->seal, &in);
  if (code != MINT_E_NONE) {
    return code;
  }
  if (!CBS_get_u32(&in, &num_keys) || num_keys == 0) {
    return MINT_E_OPENSSH_SYNTAX;
  }
  if (num_keys != 1) {
    return MINT_E_FORMAT_SEVERAL_KEYS;
  }
  if (!mint_wire_get_string(&in, &out->blob)) {
    return MINT_E_OPENSSH_SYNTAX;
  }
  return get_sealed(out, &in);
}

// Two equal numbers, drawn when the file was written: they differ if the
// passphrase is wrong. Public: whether they do.
static bool get_check(CBS *in) {
  uint32_t check = 0;
  uint32_t again = 0;
  return CBS_get_u32(in, &check) && CBS_get_u32(in, &again) &&
         ct_declassify(ct_eq(check, again)) != 0;
}

// The order is the one of the SSH agent protocol; no number is 0.
static enum mint_code get_numbers(struct mint_rsa *out, CBS *in) {
  CBS *const numbers[] = {&out->n,    &out->e, &out->d,
                          &out->qinv, &out->p, &out->q};
  for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
    enum mint_code code = MINT_E_NONE;
    if (!mint_wire_get_mpint(in, numbers[i], &code)) {
      return code;
    }
    if (CBS_len(numbers[i]) == 0) {
      return MINT_E_SSH_MPINT;
    }
  }
  return MINT_E_NONE;
}

static bool get_comment(CBS *in, CBS *out) {
  return mint_wire_get_string(in, out) &&
         (CBS_len(out) == 0 || memchr(CBS_data(out), 0, CBS_len(out)) == NULL);
}

// The rest is 1, 2, 3, ... and not more than its writer needs: ssh-keygen fills
// up the last block. PuTTY, with or without a cipher, makes the length a
// multiple of 16 and adds at least 1 byte. Public: whether the rest is that.
static bool is_padding(const CBS *rest, size_t part_len, size_t block) {
  uint64_t same = UINT64_MAX;
  for (size_t i = 0; i < CBS_len(rest); i++) {
    same &= ct_eq(CBS_data(rest)[i], i + 1);
  }
  bool putty = part_len % PUTTY_BLOCK == 0 && CBS_len(rest) <= PUTTY_BLOCK;
  return (CBS_len(rest) < block || putty) && ct_declassify(same) != 0;
}

// Public: the layout, which is the type and all lengths, and the first two
// bytes of each number, on which its shortest form is decided.
static enum mint_code get_private(struct private_part *out, CBS in,
                                  size_t block) {
  size_t part_len = CBS_len(&in);
  CBS type;
  memset(out, 0, sizeof(*out));
  if (!get_check(&in) || !mint_wire_get_string(&in, &type)) {
    return MINT_E_OPENSSH_SYNTAX;
  }
  if (!is_name(&type, "ssh-rsa")) {
    return MINT_E_OPENSSH_PUBLIC;
  }
  enum mint_code code = get_numbers(&out->rsa, &in);
  if (code != MINT_E_NONE) {
    return code;
  }
  if (!get_comment(&in, &out->comment)) {
    return MINT_E_OPENSSH_SYNTAX;
  }
  return is_padding(&in, part_len, block) ? MINT_E_NONE
                                          : MINT_E_OPENSSH_PADDING;
}

static bool equals(const CBS *a, const CBS *b) {
  return CBS_mem_equal(a, CBS_data(b), CBS_len(b));
}

// Hands the private part to `parts`, if it belongs to the public one. On
// failure they are as they were.
static enum mint_code take(struct mint_parts *parts,
                           const struct private_part *part) {
  if (!equals(&part->rsa.n, &parts->rsa.n) ||
      !equals(&part->rsa.e, &parts->rsa.e)) {
    return MINT_E_OPENSSH_PUBLIC;
  }
  enum mint_code code = mint_parts_set_comment(parts, &part->comment);
  if (code == MINT_E_NONE) {
    parts->rsa = part->rsa;
  }
  return code;
}

// Describes the public part and how the private one is sealed.
static enum mint_code describe(struct mint_parts *parts,
                               const struct container *c) {
  enum mint_code code = mint_parts_set_blob(parts, &c->blob);
  if (code != MINT_E_NONE) {
    return code;
  }
  struct mint_about *about = &parts->about;
  if (about->kind == MINT_KIND_CERTIFICATE) {
    return MINT_E_TYPE_CERTIFICATE;
  }
  about->kind = MINT_KIND_PRIVATE;
  about->format = MINT_FORMAT_OPENSSH;
  if (!mint_openssh_cipher_is_none(c->seal.cipher)) {
    about->encrypted = true;
    about->cipher = mint_openssh_cipher_name(c->seal.cipher);
    about->kdf = "bcrypt";
    about->kdf_cost = c->seal.rounds;
  }
  return MINT_E_NONE;
}

static enum mint_code open_block(struct mint_parts *parts,
                                 struct mint_armor *armor) {
  parts->bytes = armor->body;  // moved
  armor->body = (struct mint_secret)MINT_SECRET_EMPTY;
  struct container c;
  enum mint_code code = get_container(&c, &parts->bytes);
  if (code == MINT_E_NONE) {
    code = describe(parts, &c);
  }
  if (code != MINT_E_NONE) {
    return code;
  }
  if (strcmp(parts->about.type, "ssh-rsa") != 0) {
    mint_secret_wipe(&parts->bytes);  // nobody reads it
    return MINT_E_NONE;
  }
  if (parts->about.encrypted) {
    parts->about.locked = true;
    return MINT_E_NONE;
  }
  struct private_part part;
  code = get_private(&part, c.sealed, mint_openssh_cipher_block(c.seal.cipher));
  return code == MINT_E_NONE ? take(parts, &part) : code;
}

// Reads what has been decrypted. A wrong passphrase passes for a right one once
// in 2^32 times, unless there is a tag: what it then opens to is no key.
static enum mint_code read_opened(struct mint_parts *parts,
                                  const struct container *c,
                                  const struct mint_secret *opened) {
  CBS in;
  struct private_part part;
  CBS_init(&in, opened->data, opened->len);
  enum mint_code code =
      get_private(&part, in, mint_openssh_cipher_block(c->seal.cipher));
  if (code != MINT_E_NONE) {
    bool tagged = mint_openssh_cipher_tag(c->seal.cipher) != 0;
    return tagged ? code : MINT_E_PASSPHRASE_WRONG;
  }
  return take(parts, &part);
}

static enum mint_code unlock(struct mint_parts *parts,
                             const uint8_t *passphrase, size_t passphrase_len) {
  struct container c;
  struct mint_secret opened = MINT_SECRET_EMPTY;
  enum mint_code code = get_container(&c, &parts->bytes);
  if (code != MINT_E_NONE) {
    return MINT_E_INTERNAL;  // it was one when it was opened
  }
  code = mint_openssh_decrypt(&opened, &c.seal, &c.sealed, passphrase,
                              passphrase_len);
  if (code == MINT_E_NONE) {
    code = read_opened(parts, &c, &opened);
  }
  if (code != MINT_E_NONE) {
    mint_secret_wipe(&opened);
    return code;
  }
  mint_secret_wipe(&parts->bytes);
  parts->bytes = opened;  // moved: the parts point into it
  return MINT_E_NONE;
}

const struct mint_form mint_form_openssh = {
    "OPENSSH PRIVATE KEY", &mint_columns_openssh, open_block, unlock};
