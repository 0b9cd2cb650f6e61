// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// key.c holds keys: copies, views, and their end.

#include "core/key/key.h"

#include <string.h>

#include <openssl/mem.h>

#define NUM_COMPONENTS 8

static void list(CBS *out[NUM_COMPONENTS], struct mint_rsa *rsa) {
  CBS *all[NUM_COMPONENTS] = {&rsa->n, &rsa->e,  &rsa->d,  &rsa->p,
                              &rsa->q, &rsa->dp, &rsa->dq, &rsa->qinv};
  memcpy(out, all, sizeof(all));
}

// Copies every component of `from` into key->bytes and points key->rsa at them.
static enum mint_code copy_components(struct mint_key *key,
                                      const struct mint_rsa *from) {
  key->rsa = *from;
  CBS *all[NUM_COMPONENTS];
  list(all, &key->rsa);
  size_t total = 0;
  for (size_t i = 0; i < NUM_COMPONENTS; i++) {
    total += CBS_len(all[i]);
  }
  if (mint_secret_open(&key->bytes, total) != MINT_OK) {
    return MINT_E_MEMORY;
  }
  for (size_t i = 0; i < NUM_COMPONENTS; i++) {
    const uint8_t *start = key->bytes.data + key->bytes.len;
    size_t len = CBS_len(all[i]);
    if (mint_secret_append(&key->bytes, CBS_data(all[i]), len) != MINT_OK) {
      return MINT_E_INTERNAL;
    }
    CBS_init(all[i], start, len);
  }
  return MINT_E_NONE;
}

enum mint_code mint_key_copy(struct mint_key **out_key,
                             const struct mint_parts *parts,
                             const struct mint_rsa *rsa) {
  *out_key = NULL;
  struct mint_key *key = OPENSSL_malloc(sizeof(*key));
  if (key == NULL) {
    return MINT_E_MEMORY;
  }
  memset(key, 0, sizeof(*key));
  key->bits = parts->about.bits;
  key->is_private = parts->about.kind == MINT_KIND_PRIVATE;
  enum mint_code code = copy_components(key, rsa);
  if (code == MINT_E_NONE) {
    code = mint_rsa_blob(&key->blob, &key->rsa.n, &key->rsa.e);
  }
  if (code != MINT_E_NONE) {
    mint_key_free(key);
    return code;
  }
  *out_key = key;
  return MINT_E_NONE;
}

void mint_key_free(struct mint_key *key) {
  if (key == NULL) {
    return;
  }
  mint_secret_wipe(&key->blob);
  mint_secret_wipe(&key->bytes);
  OPENSSL_free(key);
}

unsigned mint_key_bits(const struct mint_key *key) { return key->bits; }

bool mint_key_is_private(const struct mint_key *key) { return key->is_private; }

bool mint_key_equal(const struct mint_key *a, const struct mint_key *b) {
  return a->blob.len == b->blob.len &&
         memcmp(a->blob.data, b->blob.data, a->blob.len) == 0;
}

void mint_key_blob(const struct mint_key *key, const uint8_t **out_blob,
                   size_t *out_blob_len) {
  *out_blob = key->blob.data;
  *out_blob_len = key->blob.len;
}
