// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// parts.c describes and releases parts.

#include "core/format/parts.h"

#include <string.h>

#include <openssl/mem.h>

#include "core/format/sshpub.h"
#include "core/format/wire.h"

enum mint_code mint_rsa_blob(struct mint_secret *out, const CBS *n,
                             const CBS *e) {
  static const char kType[] = "ssh-rsa";
  // Three lengths, the type, and a sign byte each at most.
  size_t cap = 12 + sizeof(kType) + CBS_len(n) + CBS_len(e) + 2;
  if (mint_secret_open(out, cap) != MINT_OK) {
    return MINT_E_MEMORY;
  }
  CBB cbb;
  if (!CBB_init_fixed(&cbb, out->data, out->cap) ||
      !mint_wire_put_name(&cbb, kType) ||
      !mint_wire_put_mpint(&cbb, CBS_data(e), CBS_len(e)) ||
      !mint_wire_put_mpint(&cbb, CBS_data(n), CBS_len(n)) ||
      !CBB_finish(&cbb, NULL, &out->len)) {
    CBB_cleanup(&cbb);
    mint_secret_wipe(out);
    return MINT_E_MEMORY;  // there is room: nothing else can fail
  }
  return MINT_E_NONE;
}

enum mint_code mint_parts_set_rsa(struct mint_parts *parts) {
  enum mint_code code =
      mint_rsa_blob(&parts->blob, &parts->rsa.n, &parts->rsa.e);
  if (code != MINT_E_NONE) {
    return code;
  }
  struct mint_about *about = &parts->about;
  about->type = "ssh-rsa";
  about->type_short = "RSA";
  about->bits = mint_digits_bits(&parts->rsa.n);
  about->blob = parts->blob.data;
  about->blob_len = parts->blob.len;
  about->exponent = CBS_data(&parts->rsa.e);
  about->exponent_len = CBS_len(&parts->rsa.e);
  return MINT_E_NONE;
}

// Copies `text` with one byte more, so that an empty one is not NULL.
static enum mint_code copy_text(struct mint_secret *out, const CBS *text) {
  if (mint_secret_open(out, CBS_len(text) + 1) != MINT_OK) {
    return MINT_E_MEMORY;
  }
  if (mint_secret_append(out, CBS_data(text), CBS_len(text)) != MINT_OK) {
    return MINT_E_INTERNAL;
  }
  return MINT_E_NONE;
}

enum mint_code mint_parts_set_comment(struct mint_parts *parts,
                                      const CBS *comment) {
  if (CBS_len(comment) > MINT_COMMENT_READ_MAX) {
    return MINT_E_LINE_COMMENT;
  }
  enum mint_code code = copy_text(&parts->comment, comment);
  if (code == MINT_E_NONE) {
    parts->about.comment = (const char *)parts->comment.data;
    parts->about.comment_len = parts->comment.len;
  }
  return code;
}

enum mint_code mint_parts_set_prefix(struct mint_parts *parts,
                                     const CBS *prefix) {
  enum mint_code code = copy_text(&parts->prefix, prefix);
  if (code == MINT_E_NONE) {
    parts->about.prefix = (const char *)parts->prefix.data;
    parts->about.prefix_len = parts->prefix.len;
  }
  return code;
}

// Copies the blob of the plain key: of a certificate, the key inside it.
static enum mint_code copy_plain_blob(struct mint_secret *out,
                                      const struct mint_sshpub *pub,
                                      const CBS *blob) {
  const char *plain = pub->type->plain;
  if (plain == NULL) {
    return copy_text(out, blob);
  }
  size_t cap = 4 + strlen(plain) + CBS_len(&pub->fields);
  if (mint_secret_open(out, cap) != MINT_OK) {
    return MINT_E_MEMORY;
  }
  CBB cbb;
  if (!CBB_init_fixed(&cbb, out->data, out->cap) ||
      !mint_wire_put_name(&cbb, plain) ||
      !CBB_add_bytes(&cbb, CBS_data(&pub->fields), CBS_len(&pub->fields)) ||
      !CBB_finish(&cbb, NULL, &out->len)) {
    CBB_cleanup(&cbb);
    mint_secret_wipe(out);
    return MINT_E_MEMORY;  // there is room: nothing else can fail
  }
  return MINT_E_NONE;
}

enum mint_code mint_parts_set_blob(struct mint_parts *parts, const CBS *blob) {
  struct mint_sshpub pub;
  enum mint_code code = mint_sshpub_parse(&pub, blob);
  if (code != MINT_E_NONE) {
    return code;
  }
  struct mint_about *about = &parts->about;
  bool certificate = pub.type->plain != NULL;
  about->kind = certificate ? MINT_KIND_CERTIFICATE : MINT_KIND_PUBLIC;
  about->type = pub.type->name;
  about->type_short = pub.type->short_name;
  about->bits = pub.bits;
  code = copy_plain_blob(&parts->blob, &pub, blob);
  if (code != MINT_E_NONE) {
    return code;
  }
  CBS copy;
  CBS_init(&copy, parts->blob.data, parts->blob.len);
  code = mint_sshpub_parse(&pub, &copy);
  if (code != MINT_E_NONE) {
    return code;
  }
  about->blob = parts->blob.data;
  about->blob_len = parts->blob.len;
  parts->rsa.n = pub.n;
  parts->rsa.e = pub.e;
  if (pub.type->family == MINT_SSH_RSA) {
    about->exponent = CBS_data(&pub.e);
    about->exponent_len = CBS_len(&pub.e);
  }
  return MINT_E_NONE;
}

const struct mint_about *mint_parts_about(const struct mint_parts *parts) {
  return &parts->about;
}

void mint_parts_free(struct mint_parts *parts) {
  if (parts == NULL) {
    return;
  }
  mint_secret_wipe(&parts->blob);
  mint_secret_wipe(&parts->comment);
  mint_secret_wipe(&parts->prefix);
  mint_secret_wipe(&parts->bytes);
  OPENSSL_free(parts);
}
