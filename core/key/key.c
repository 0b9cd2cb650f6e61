// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// key.c holds keys: copies, views, and their end.

#include "core/key/key.h"

#include <string.h>

#include <openssl/mem.h>

#include "core/base/ct.h"
#include "core/base/stack.h"

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

// The mask of equal digits; a component's length in bytes is public.
static uint64_t has_digits(const CBS *a, const CBS *b) {
  if (CBS_len(a) != CBS_len(b)) {
    return 0;
  }
  uint64_t difference = 0;
  for (size_t i = 0; i < CBS_len(a); i++) {
    difference |= (uint64_t)(CBS_data(a)[i] ^ CBS_data(b)[i]);
  }
  return ct_is_zero(difference);
}

bool mint_key_matches(const struct mint_key *key,
                      const struct mint_parts *parts) {
  if (parts->about.locked ||
      (parts->about.kind == MINT_KIND_PRIVATE) != key->is_private ||
      strcmp(parts->about.type, "ssh-rsa") != 0) {
    return false;
  }
  struct mint_rsa ours = key->rsa;
  struct mint_rsa theirs = parts->rsa;
  CBS *a[NUM_COMPONENTS];
  CBS *b[NUM_COMPONENTS];
  list(a, &ours);
  list(b, &theirs);
  uint64_t same = ~UINT64_C(0);
  for (size_t i = 0; i < NUM_COMPONENTS; i++) {
    bool is_crt = a[i] == &ours.dp || a[i] == &ours.dq;
    same &= is_crt && !theirs.has_crt ? same : has_digits(a[i], b[i]);
  }
  mint_stack_wipe();
  return ct_declassify(same) != 0;  // public: the outcome
}

void mint_key_blob(const struct mint_key *key, const uint8_t **out_blob,
                   size_t *out_blob_len) {
  *out_blob = key->blob.data;
  *out_blob_len = key->blob.len;
}
