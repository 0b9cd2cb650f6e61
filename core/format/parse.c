// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// parse.c is the door for untrusted bytes: the first line of a text chooses the
// one parser that is tried. Forms that we do not read are named, not guessed.

#include <string.h>

#include <openssl/mem.h>

#include "core/format/parts.h"
#include "core/format/pkcs.h"
#include "core/format/sshpub.h"
#include "core/format/wire.h"
#include "core/text/armor.h"
#include "core/text/base64.h"
#include "core/text/line.h"

const char *mint_format_name(enum mint_format format) {
  switch (format) {
    case MINT_FORMAT_AUTHORIZED_KEYS:
      return "authorized-keys";
    case MINT_FORMAT_PEM:
      return "pem";
  }
  return "unknown";
}

// ---------------------------------------------------------------------------
// BEGIN RSA PRIVATE KEY

static enum mint_code open_pkcs1(struct mint_parts *parts) {
  enum mint_code code =
      mint_pkcs1_parse(&parts->rsa, parts->bytes.data, parts->bytes.len);
  return code == MINT_E_NONE ? mint_parts_set_rsa(parts) : code;
}

static enum mint_code parse_pkcs1(struct mint_parts *parts,
                                  struct mint_text *text) {
  struct mint_armor armor;
  enum mint_code code = mint_armor_read(&armor, text);
  if (code != MINT_E_NONE) {
    return code;
  }
  parts->about.kind = MINT_KIND_PRIVATE;
  parts->about.format = MINT_FORMAT_PEM;
  parts->bytes = armor.body;  // moved
  armor.body = (struct mint_secret)MINT_SECRET_EMPTY;
  text->number = 0;  // from here on, no line is to blame
  if (!armor.encrypted) {
    code = open_pkcs1(parts);
  } else if (!mint_pem_cipher_find(&parts->cipher, &armor.dek, armor.iv,
                                   armor.iv_len)) {
    text->number = 3;  // DEK-Info
    code = MINT_E_CIPHER_UNKNOWN;
  } else {
    parts->about.encrypted = true;
    parts->about.locked = true;
    parts->about.cipher = mint_pem_cipher_name(parts->cipher.cipher);
    parts->about.kdf = "md5";
  }
  mint_armor_wipe(&armor);
  return code;
}

static enum mint_code unlock_pkcs1(struct mint_parts *parts,
                                   const uint8_t *passphrase,
                                   size_t passphrase_len) {
  struct mint_secret plain = MINT_SECRET_EMPTY;
  struct mint_secret sealed = parts->bytes;
  enum mint_code code =
      mint_pem_decrypt(&plain, &parts->cipher, sealed.data, sealed.len,
                       passphrase, passphrase_len);
  if (code != MINT_E_NONE) {
    return code;
  }
  parts->bytes = plain;  // moved
  code = open_pkcs1(parts);
  if (code != MINT_E_NONE) {
    mint_secret_wipe(&parts->bytes);
    memset(&parts->rsa, 0, sizeof(parts->rsa));
    parts->bytes = sealed;
    // A wrong key has a valid padding once in 256 times: what it then opens to
    // is not DER.
    return code == MINT_E_DER_SYNTAX ? MINT_E_PASSPHRASE_WRONG : code;
  }
  mint_secret_wipe(&sealed);
  parts->about.locked = false;
  return MINT_E_NONE;
}

// ---------------------------------------------------------------------------
// One line: type, base64, comment

static enum mint_code copy_comment(struct mint_parts *parts,
                                   const struct mint_line *line) {
  if (!line->has_comment) {
    return MINT_E_NONE;
  }
  size_t len = CBS_len(&line->comment);
  if (len > MINT_COMMENT_READ_MAX) {
    return MINT_E_LINE_COMMENT;
  }
  // One byte more, so that an empty comment is not NULL.
  if (mint_secret_open(&parts->comment, len + 1) != MINT_OK) {
    return MINT_E_MEMORY;
  }
  if (mint_secret_append(&parts->comment, CBS_data(&line->comment), len) !=
      MINT_OK) {
    return MINT_E_INTERNAL;
  }
  parts->about.comment = (const char *)parts->comment.data;
  parts->about.comment_len = len;
  return MINT_E_NONE;
}

// Of a certificate the blob becomes that of the plain key in it.
static enum mint_code make_plain_blob(struct mint_parts *parts,
                                      const struct mint_sshpub *pub) {
  struct mint_secret plain = MINT_SECRET_EMPTY;
  const char *name = pub->type->plain;
  size_t cap = 4 + strlen(name) + CBS_len(&pub->fields);
  if (mint_secret_open(&plain, cap) != MINT_OK) {
    return MINT_E_MEMORY;
  }
  CBB cbb;
  if (!CBB_init_fixed(&cbb, plain.data, plain.cap) ||
      !mint_wire_put_name(&cbb, name) ||
      !CBB_add_bytes(&cbb, CBS_data(&pub->fields), CBS_len(&pub->fields)) ||
      !CBB_finish(&cbb, NULL, &plain.len)) {
    CBB_cleanup(&cbb);
    mint_secret_wipe(&plain);
    return MINT_E_MEMORY;  // there is room: nothing else can fail
  }
  mint_secret_wipe(&parts->blob);
  parts->blob = plain;  // moved
  return MINT_E_NONE;
}

static enum mint_code describe(struct mint_parts *parts,
                               const struct mint_sshpub *pub) {
  struct mint_about *about = &parts->about;
  bool certificate = pub->type->plain != NULL;
  about->kind = certificate ? MINT_KIND_CERTIFICATE : MINT_KIND_PUBLIC;
  about->format = MINT_FORMAT_AUTHORIZED_KEYS;
  about->type = pub->type->name;
  about->type_short = pub->type->short_name;
  about->bits = pub->bits;
  if (certificate) {
    enum mint_code code = make_plain_blob(parts, pub);
    if (code != MINT_E_NONE) {
      return code;
    }
    struct mint_sshpub plain;
    CBS blob;
    CBS_init(&blob, parts->blob.data, parts->blob.len);
    code = mint_sshpub_parse(&plain, &blob);
    if (code != MINT_E_NONE) {
      return code;
    }
    parts->rsa.n = plain.n;
    parts->rsa.e = plain.e;
  } else {
    parts->rsa.n = pub->n;
    parts->rsa.e = pub->e;
  }
  if (pub->type->family == MINT_SSH_RSA) {
    about->exponent = CBS_data(&parts->rsa.e);
    about->exponent_len = CBS_len(&parts->rsa.e);
  }
  about->blob = parts->blob.data;
  about->blob_len = parts->blob.len;
  return MINT_E_NONE;
}

// Why a line whose first field is no key type is refused.
static enum mint_code blame_line(const struct mint_line *split,
                                 const CBS *line) {
  CBS rest = *line;
  CBS word;
  if (mint_text_is(&split->type, "rsa-sha2-256") ||
      mint_text_is(&split->type, "rsa-sha2-512")) {
    return MINT_E_SSH_SIGNATURE_TYPE;
  }
  if (mint_text_starts(line,
                       "AAAA")) {  // the base64 of a blob, without its type
    return MINT_E_LINE_FIELDS;
  }
  for (bool first = true; mint_line_word(&rest, &word); first = false) {
    if (mint_ssh_type_find(&word) != NULL) {
      return first ? MINT_E_LINE_FIELDS : MINT_E_LINE_OPTIONS;
    }
  }
  if (mint_text_starts(line, "ssh-") || mint_text_starts(line, "ecdsa-") ||
      mint_text_starts(line, "sk-") || mint_text_starts(line, "webauthn-")) {
    return MINT_E_TYPE_UNKNOWN;
  }
  return MINT_E_TEXT_UNKNOWN;
}

static enum mint_code parse_blob(struct mint_parts *parts,
                                 const struct mint_line *line) {
  size_t symbols = CBS_len(&line->base64);
  if (mint_secret_open(&parts->blob, symbols) != MINT_OK) {
    return MINT_E_MEMORY;
  }
  enum mint_code code = mint_base64_decode(parts->blob.data, &parts->blob.len,
                                           CBS_data(&line->base64), symbols);
  if (code != MINT_E_NONE) {
    return code;
  }
  struct mint_sshpub pub;
  CBS blob;
  CBS_init(&blob, parts->blob.data, parts->blob.len);
  code = mint_sshpub_parse(&pub, &blob);
  if (pub.type == NULL) {
    return code == MINT_E_TYPE_UNKNOWN ? MINT_E_SSH_TYPE : code;
  }
  if (!mint_text_is(&line->type, pub.type->name)) {
    return MINT_E_SSH_TYPE;
  }
  return code == MINT_E_NONE ? describe(parts, &pub) : code;
}

static enum mint_code parse_line(struct mint_parts *parts,
                                 struct mint_text *text) {
  CBS line;
  enum mint_code code = mint_text_line(text, &line);
  if (code != MINT_E_NONE) {
    return code;
  }
  struct mint_line split;
  code = mint_line_split(&split, &line);
  if (code == MINT_E_LINE_TOO_LONG) {
    return code;
  }
  if (mint_ssh_type_find(&split.type) == NULL) {
    return blame_line(&split, &line);
  }
  if (code != MINT_E_NONE) {
    return code;
  }
  if (mint_text_more(text)) {
    text->number++;
    return MINT_E_LINE_SEVERAL;
  }
  code = parse_blob(parts, &split);
  return code == MINT_E_NONE ? copy_comment(parts, &split) : code;
}

// ---------------------------------------------------------------------------
// The first line chooses

// What a PEM label stands for. `code` names a form that we do not read.
static const struct {
  const char *label;
  enum mint_code code;
} kLabels[] = {
    {"RSA PRIVATE KEY", MINT_E_NONE},
    {"OPENSSH PRIVATE KEY", MINT_E_FORMAT_OPENSSH},
    {"PRIVATE KEY", MINT_E_FORMAT_PKCS8},
    {"ENCRYPTED PRIVATE KEY", MINT_E_FORMAT_PKCS8},
    {"PUBLIC KEY", MINT_E_FORMAT_PUBLIC_PEM},
    {"RSA PUBLIC KEY", MINT_E_FORMAT_PUBLIC_PEM},
    {"DSA PRIVATE KEY", MINT_E_FORMAT_NOT_RSA},
    {"DSA PARAMETERS", MINT_E_FORMAT_NOT_RSA},
    {"EC PRIVATE KEY", MINT_E_FORMAT_NOT_RSA},
    {"EC PARAMETERS", MINT_E_FORMAT_NOT_RSA},
    {"CERTIFICATE", MINT_E_FORMAT_X509},
    {"X509 CERTIFICATE", MINT_E_FORMAT_X509},
    {"TRUSTED CERTIFICATE", MINT_E_FORMAT_X509},
    {"CERTIFICATE REQUEST", MINT_E_FORMAT_X509},
    {"NEW CERTIFICATE REQUEST", MINT_E_FORMAT_X509},
    {"PGP PRIVATE KEY BLOCK", MINT_E_FORMAT_PGP},
    {"PGP PUBLIC KEY BLOCK", MINT_E_FORMAT_PGP},
    {"PGP MESSAGE", MINT_E_FORMAT_PGP},
    {"AGE ENCRYPTED FILE", MINT_E_FORMAT_AGE},
};

// How files that are not PEM start, if they are not one line of a public key.
static const struct {
  const char *start;
  enum mint_code code;
} kStarts[] = {
    {"---- BEGIN SSH2 PUBLIC KEY", MINT_E_FORMAT_RFC4716},
    {"---- BEGIN SSH2 ENCRYPTED PRIVATE KEY", MINT_E_FORMAT_SSHCOM},
    {"PuTTY-User-Key-File-", MINT_E_FORMAT_PPK},
    {"SSH PRIVATE KEY FILE FORMAT 1.1", MINT_E_FORMAT_SSH1},
    {"AGE-SECRET-KEY-", MINT_E_FORMAT_AGE},
    {"age-encryption.org/", MINT_E_FORMAT_AGE},
    {"{", MINT_E_FORMAT_JSON},
    {"\x30\x82", MINT_E_FORMAT_DER},
    {"\x30\x81", MINT_E_FORMAT_DER},
};

static enum mint_code start_code(const CBS *line) {
  for (size_t i = 0; i < sizeof(kStarts) / sizeof(kStarts[0]); i++) {
    if (mint_text_starts(line, kStarts[i].start)) {
      return kStarts[i].code;
    }
  }
  return MINT_E_NONE;
}

static enum mint_code label_code(const CBS *label) {
  for (size_t i = 0; i < sizeof(kLabels) / sizeof(kLabels[0]); i++) {
    if (mint_text_is(label, kLabels[i].label)) {
      return kLabels[i].code;
    }
  }
  return MINT_E_FORMAT_UNKNOWN;
}

// Tells whether a BEGIN line stands further down, or behind blanks.
static bool begins_later(struct mint_text text) {
  CBS line;
  while (mint_text_more(&text) && mint_text_line(&text, &line) == MINT_E_NONE) {
    CBS word;
    if (mint_line_word(&line, &word) && mint_text_is(&word, "-----BEGIN")) {
      return true;
    }
  }
  return false;
}

static enum mint_code parse_text(struct mint_parts *parts,
                                 struct mint_text *text) {
  struct mint_text ahead = *text;
  CBS line;
  CBS label;
  enum mint_code foreign = start_code(&text->rest);
  if (foreign != MINT_E_NONE) {
    return foreign;  // even if it is binary
  }
  enum mint_code code = mint_text_line(&ahead, &line);
  if (code != MINT_E_NONE) {
    text->number = ahead.number;
    return code;
  }
  if (mint_text_starts(&line, "-----BEGIN")) {
    text->number = 1;
    if (!mint_armor_label(&line, &label)) {
      return MINT_E_PEM_BEGIN;
    }
    code = label_code(&label);
    text->number = 0;
    return code == MINT_E_NONE ? parse_pkcs1(parts, text) : code;
  }
  if (begins_later(*text)) {
    text->number = 1;
    return MINT_E_PEM_BEFORE;
  }
  return parse_line(parts, text);
}

// Turns a code into what the caller gets.
static enum mint_status report(struct mint_reason *out_why, enum mint_code code,
                               size_t line) {
  out_why->code = code;
  out_why->line = code == MINT_E_NONE ? 0 : line;
  return mint_code_explain(code)->status;
}

enum mint_status mint_parts_read(struct mint_parts **out_parts,
                                 struct mint_reason *out_why, const uint8_t *in,
                                 size_t in_len) {
  struct mint_text text;
  *out_parts = NULL;
  enum mint_code code = mint_text_open(&text, in, in_len);
  if (code == MINT_E_TEXT_CONTROL && start_code(&text.rest) != MINT_E_NONE) {
    code = start_code(&text.rest);
  }
  if (code != MINT_E_NONE) {
    return report(out_why, code, 0);
  }
  struct mint_parts *parts = OPENSSL_malloc(sizeof(*parts));
  if (parts == NULL) {
    return report(out_why, MINT_E_MEMORY, 0);
  }
  memset(parts, 0, sizeof(*parts));
  code = parse_text(parts, &text);
  if (code == MINT_E_NONE) {
    *out_parts = parts;  // moved
    parts = NULL;
  }
  mint_parts_free(parts);
  return report(out_why, code, text.number);
}

enum mint_status mint_parts_unlock(struct mint_parts *parts,
                                   struct mint_reason *out_why,
                                   const uint8_t *passphrase,
                                   size_t passphrase_len) {
  if (!parts->about.locked) {
    return report(out_why, MINT_E_NONE, 0);
  }
  return report(out_why, unlock_pkcs1(parts, passphrase, passphrase_len), 0);
}
