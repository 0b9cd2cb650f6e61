// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// secret.c is the buffer that wipes itself (mint_secret of mint.h), over the
// memory of arena.c.

#include <string.h>

#include <openssl/mem.h>

#include "core/mint.h"

enum mint_status mint_secret_open(struct mint_secret *out, size_t cap) {
  out->data = NULL;
  out->len = 0;
  out->cap = 0;
  if (cap == 0) {
    return MINT_ERR_ARGUMENT;
  }
  out->data = OPENSSL_malloc(cap);
  if (out->data == NULL) {
    return MINT_ERR_MEMORY;
  }
  out->cap = cap;
  return MINT_OK;
}

void mint_secret_wipe(struct mint_secret *secret) {
  if (secret == NULL) {
    return;
  }
  OPENSSL_free(secret->data);  // the arena wipes what it gets back
  secret->data = NULL;
  secret->len = 0;
  secret->cap = 0;
}

enum mint_status mint_secret_append(struct mint_secret *secret,
                                    const uint8_t *data, size_t len) {
  if (len > secret->cap - secret->len) {
    return MINT_ERR_ARGUMENT;
  }
  if (len != 0) {
    memcpy(secret->data + secret->len, data, len);
    secret->len += len;
  }
  return MINT_OK;
}
