// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// ppk.c makes parts of a PuTTY key file. Its public half is never encrypted, so
// that a locked key can be named and fingerprinted; a seal over the whole file
// tells a wrong passphrase or a change from anything else.

#include <string.h>

#include "core/format/forms.h"
#include "core/format/ppk_file.h"
#include "core/format/wire.h"

// Reads the private fields of RSA: d, p, q, q^-1 mod p. Padding may fill the
// last block of the cipher; PuTTY makes it of a hash, others of random bytes,
// and the MAC has covered it.
static enum mint_code get_private(struct mint_rsa *rsa,
                                  const struct mint_ppk_file *file) {
  CBS in;
  CBS_init(&in, file->priv.data, file->priv.len);
  enum mint_code code = MINT_E_NONE;
  if (!mint_wire_get_mpint(&in, &rsa->d, &code) ||
      !mint_wire_get_mpint(&in, &rsa->p, &code) ||
      !mint_wire_get_mpint(&in, &rsa->q, &code) ||
      !mint_wire_get_mpint(&in, &rsa->qinv, &code)) {
    return code;
  }
  size_t padding_max = file->encrypted ? 15 : 0;
  return CBS_len(&in) > padding_max ? MINT_E_SSH_TRAILING : MINT_E_NONE;
}

// Opens the seal and moves the private numbers into `parts`, which are as they
// were if that fails.
static enum mint_code open_private(struct mint_parts *parts,
                                   struct mint_ppk_file *file,
                                   const uint8_t *passphrase,
                                   size_t passphrase_len) {
  enum mint_code code = mint_ppk_unseal(file, passphrase, passphrase_len);
  if (code != MINT_E_NONE) {
    return code;
  }
  struct mint_rsa rsa = parts->rsa;
  if (strcmp(parts->about.type, "ssh-rsa") != 0) {
    return MINT_E_NONE;  // what no user key can be is not looked into
  }
  code = get_private(&rsa, file);
  if (code == MINT_E_NONE) {
    mint_secret_wipe(&parts->bytes);
    parts->bytes = file->priv;  // moved
    file->priv = (struct mint_secret)MINT_SECRET_EMPTY;
    parts->rsa = rsa;
  }
  return code;
}

static enum mint_code unlock(struct mint_parts *parts,
                             const uint8_t *passphrase, size_t passphrase_len) {
  struct mint_text text;
  struct mint_ppk_file file;
  enum mint_code code =
      mint_text_open(&text, parts->bytes.data, parts->bytes.len);
  if (code == MINT_E_NONE) {
    code = mint_ppk_read(&file, &text);
  }
  if (code == MINT_E_NONE) {
    code = open_private(parts, &file, passphrase, passphrase_len);
    mint_ppk_wipe(&file);
  }
  return code;
}

static const struct mint_form kForm = {NULL, NULL, NULL, unlock};

// Keeps the text for unlock, which reads it again.
static enum mint_code lock(struct mint_parts *parts, const CBS *whole) {
  if (mint_secret_open(&parts->bytes, CBS_len(whole)) != MINT_OK) {
    return MINT_E_MEMORY;
  }
  if (mint_secret_append(&parts->bytes, CBS_data(whole), CBS_len(whole)) !=
      MINT_OK) {
    return MINT_E_INTERNAL;
  }
  parts->about.locked = true;
  return MINT_E_NONE;
}

static const char *kdf_name(enum mint_argon2 flavour) {
  switch (flavour) {
    case MINT_ARGON2_D:
      return "argon2d";
    case MINT_ARGON2_I:
      return "argon2i";
    case MINT_ARGON2_ID:
      break;
  }
  return "argon2id";
}

static void describe(struct mint_about *about,
                     const struct mint_ppk_file *file) {
  about->format = MINT_FORMAT_PPK;
  if (about->kind != MINT_KIND_CERTIFICATE) {
    about->kind = MINT_KIND_PRIVATE;
  }
  if (!file->encrypted) {
    return;
  }
  about->encrypted = true;
  about->cipher = "aes256-cbc";
  if (file->version == 2) {
    about->kdf = "sha1";
    about->kdf_cost = 1;
  } else {
    about->kdf = kdf_name(file->kdf.flavour);
    about->kdf_cost = file->kdf.passes;
    about->kdf_memory = (uint64_t)file->kdf.memory_kib * 1024;
  }
}

// Fills `parts` from a file; `whole` is its text.
static enum mint_code fill(struct mint_parts *parts, struct mint_text *text,
                           struct mint_ppk_file *file, const CBS *whole) {
  CBS blob;
  CBS_init(&blob, file->pub.data, file->pub.len);
  text->number = 0;  // from here on, no line is to blame, but for the first
  enum mint_code code = mint_parts_set_blob(parts, &blob);
  if (code != MINT_E_NONE) {
    return code;
  }
  if (!mint_text_is(&file->type, parts->about.type)) {
    text->number = 1;
    return MINT_E_SSH_TYPE;
  }
  describe(&parts->about, file);
  code = mint_parts_set_comment(parts, &file->comment);
  if (code != MINT_E_NONE) {
    return code;
  }
  if (!file->encrypted) {
    return open_private(parts, file, NULL, 0);
  }
  // What is refused by its type needs no passphrase for that.
  bool rsa = strcmp(parts->about.type, "ssh-rsa") == 0;
  return rsa ? lock(parts, whole) : MINT_E_NONE;
}

enum mint_code mint_ppk_parse(struct mint_parts *parts,
                              struct mint_text *text) {
  struct mint_ppk_file file;
  CBS whole = text->rest;
  enum mint_code code = mint_ppk_read(&file, text);
  if (code != MINT_E_NONE) {
    return code;
  }
  parts->form = &kForm;
  code = fill(parts, text, &file, &whole);
  mint_ppk_wipe(&file);
  return code;
}
