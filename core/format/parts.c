// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// parts.c describes and releases parts.

#include "core/format/parts.h"

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

const struct mint_about *mint_parts_about(const struct mint_parts *parts) {
  return &parts->about;
}

void mint_parts_free(struct mint_parts *parts) {
  if (parts == NULL) {
    return;
  }
  mint_secret_wipe(&parts->blob);
  mint_secret_wipe(&parts->comment);
  mint_secret_wipe(&parts->bytes);
  OPENSSL_free(parts);
}
