// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// subject.c is what targets do with keys and parts: reading them with all that
// the contract promises of it, opening them cheaply, comparing them.

#include <string.h>

#include "core/format/sshpub.h"
#include "fuzz/base_key.h"
#include "fuzz/fuzz.h"

// Work that is done for an input: more costs too many executions a second.
#define BCRYPT_ROUNDS_MAX 1u
#define ITERATIONS_MAX 1000u
#define MEMORY_MAX ((uint64_t)128 << 10)

static bool same_bytes(const uint8_t *a, size_t a_len, const uint8_t *b,
                       size_t b_len) {
  return a_len == b_len && (a_len == 0 || memcmp(a, b, a_len) == 0);
}

static bool same_cbs(const CBS *a, const CBS *b) {
  return same_bytes(CBS_data(a), CBS_len(a), CBS_data(b), CBS_len(b));
}

static void require_reason(enum mint_status status,
                           const struct mint_reason *why) {
  REQUIRE(mint_code_explain(why->code)->status == status);
  REQUIRE((status == MINT_OK) == (why->code == MINT_E_NONE));
  REQUIRE(why->code < MINT_E_CODES);
  REQUIRE(status != MINT_OK || why->line == 0);
  // No input is to blame for these.
  REQUIRE(status != MINT_ERR_INTERNAL && status != MINT_ERR_MEMORY &&
          status != MINT_ERR_ARGUMENT && status != MINT_ERR_RANDOM);
}

static void require_blob(const struct mint_parts *parts) {
  const struct mint_about *about = &parts->about;
  struct mint_sshpub pub;
  CBS blob;
  CBS_init(&blob, about->blob, about->blob_len);
  REQUIRE(mint_sshpub_parse(&pub, &blob) == MINT_E_NONE);
  REQUIRE(pub.bits == about->bits);
  REQUIRE(pub.type->plain == NULL);  // of a certificate the key in it
  if (pub.type->family != MINT_SSH_RSA) {
    return;
  }
  REQUIRE(same_cbs(&pub.e, &parts->rsa.e) || about->locked);
  REQUIRE(same_cbs(&pub.n, &parts->rsa.n) || about->locked);
  REQUIRE(same_bytes(about->exponent, about->exponent_len, CBS_data(&pub.e),
                     CBS_len(&pub.e)) ||
          about->locked);
}

// A file may announce no more work than the limits allow.
static void require_cost(const struct mint_about *about) {
  REQUIRE(about->kdf_memory <= MINT_KDF_MEMORY_MAX);
  if (strcmp(about->kdf, "bcrypt") == 0) {
    REQUIRE(about->kdf_cost <= MINT_BCRYPT_ROUNDS_MAX);
  } else if (about->kdf_memory == 0) {
    REQUIRE(about->kdf_cost <= MINT_PBKDF2_ITERATIONS_MAX);
  } else {
    REQUIRE(about->kdf_cost <= MINT_KDF_WORK_MAX / 1024);
  }
}

void fuzz_about(const struct mint_parts *parts) {
  const struct mint_about *about = mint_parts_about(parts);
  REQUIRE(about != NULL);
  REQUIRE(about->kind >= MINT_KIND_PUBLIC &&
          about->kind <= MINT_KIND_CERTIFICATE);
  REQUIRE(strcmp(mint_format_name(about->format), "unknown") != 0);
  REQUIRE(!about->locked || about->encrypted);
  REQUIRE(about->encrypted == (about->cipher != NULL));
  REQUIRE(about->encrypted == (about->kdf != NULL));
  REQUIRE(!about->encrypted || about->kind == MINT_KIND_PRIVATE);
  REQUIRE((about->kind == MINT_KIND_PRIVATE) ==
          mint_format_is_private(about->format));
  REQUIRE(about->locked || about->type != NULL);
  REQUIRE((about->type == NULL) == (about->type_short == NULL));
  REQUIRE((about->type == NULL) == (about->blob == NULL));
  REQUIRE(about->comment_len <= MINT_COMMENT_READ_MAX);
  REQUIRE(about->comment != NULL || about->comment_len == 0);
  REQUIRE(about->prefix != NULL || about->prefix_len == 0);
  if (about->encrypted) {
    require_cost(about);
  }
  if (about->blob != NULL) {
    require_blob(parts);
  }
}

// What an output must not keep.
static char stale;

struct mint_parts *fuzz_read(const uint8_t *text, size_t len) {
  struct mint_parts *parts = (void *)&stale;
  struct mint_reason why;
  memset(&why, 0xa5, sizeof(why));
  enum mint_status status = mint_parts_read(&parts, &why, text, len);
  require_reason(status, &why);
  REQUIRE((parts != NULL) == (status == MINT_OK));
  if (parts != NULL) {
    fuzz_about(parts);
  }
  return parts;
}

static bool is_cheap(const struct mint_about *about) {
  uint64_t cost_max =
      strcmp(about->kdf, "bcrypt") == 0 ? BCRYPT_ROUNDS_MAX : ITERATIONS_MAX;
  return about->kdf_cost <= cost_max &&
         (about->kdf_memory == 0 ||
          (about->kdf_memory <= MEMORY_MAX && about->kdf_cost <= MEMORY_MAX));
}

bool fuzz_unlock(struct mint_parts *parts) {
  struct mint_reason why;
  if (!parts->about.locked) {
    return true;
  }
  if (!is_cheap(&parts->about)) {
    return false;
  }
  enum mint_status status = mint_parts_unlock(
      parts, &why, (const uint8_t *)FUZZ_PASSPHRASE, strlen(FUZZ_PASSPHRASE));
  require_reason(status, &why);
  REQUIRE(parts->about.locked == (status != MINT_OK));
  fuzz_about(parts);
  return status == MINT_OK;
}

bool fuzz_same(const struct mint_parts *a, const struct mint_parts *b) {
  const struct mint_rsa *x = &a->rsa;
  const struct mint_rsa *y = &b->rsa;
  return same_bytes(a->about.blob, a->about.blob_len, b->about.blob,
                    b->about.blob_len) &&
         same_cbs(&x->n, &y->n) && same_cbs(&x->e, &y->e) &&
         same_cbs(&x->d, &y->d) && same_cbs(&x->p, &y->p) &&
         same_cbs(&x->q, &y->q) && same_cbs(&x->qinv, &y->qinv) &&
         (x->has_crt != y->has_crt ||
          (same_cbs(&x->dp, &y->dp) && same_cbs(&x->dq, &y->dq)));
}

bool fuzz_is_text(const struct mint_secret *written, const uint8_t *text,
                  size_t len) {
  size_t at = 0;
  for (size_t i = 0; i < len; i++) {
    if (text[i] == '\r' && i + 1 < len && text[i + 1] == '\n') {
      continue;
    }
    if (at == written->len || text[i] != written->data[at]) {
      return false;
    }
    at++;
  }
  return at == written->len ||
         (at + 1 == written->len && written->data[at] == '\n');
}

struct mint_parts *fuzz_key_parts(void) {
  struct mint_parts *parts =
      fuzz_read((const uint8_t *)kBaseKey, sizeof(kBaseKey) - 1);
  REQUIRE(parts != NULL);
  return parts;
}

const struct mint_key *fuzz_key(void) {
  // Not made before the first execution: what is made before AFL++ forks reads
  // as zero behind the fork (core/base/arena.h).
  static struct mint_key *key;
  if (key == NULL) {
    struct mint_policy policy;
    struct mint_report report;
    REQUIRE(mint_policy_preset(&policy, "default"));
    struct mint_parts *parts = fuzz_key_parts();
    REQUIRE(mint_check(&key, &report, parts, &policy) == MINT_OK);
    mint_parts_free(parts);
  }
  return key;
}
