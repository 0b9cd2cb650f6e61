// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// What happens when the random source fails: the linker hands every call of
// RAND_bytes to this file (--wrap), which fails the n-th. The status must be
// MINT_ERR_RANDOM and the outputs empty, whichever call it was.
//
// Only calls of our own code count. BoringSSL's own either do not pass here
// (its shared library) or, linked statically, ignore the result; there the
// cases that run its generator are left out.

#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include <openssl/rand.h>

#include "core/base/arena.h"
#include "core/format/pem_cipher.h"
#include "core/mint.h"

#define PASSPHRASE (const uint8_t *)"correct horse"
#define PASSPHRASE_LEN 13

int __real_RAND_bytes(uint8_t *out, size_t len);
int __wrap_RAND_bytes(uint8_t *out, size_t len);

static size_t calls;
static size_t fail_at = SIZE_MAX;

int __wrap_RAND_bytes(uint8_t *out, size_t len) {
  if (calls++ == fail_at) {
    memset(out, 0, len);
    return 0;
  }
  return __real_RAND_bytes(out, len);
}

static bool is_static(void) {
  Dl_info ours;
  Dl_info theirs;
  void *self = NULL;
  void *real = NULL;
  int (*const functions[])(uint8_t *, size_t) = {__wrap_RAND_bytes,
                                                 __real_RAND_bytes};
  memcpy(&self, &functions[0], sizeof(self));
  memcpy(&real, &functions[1], sizeof(real));
  return dladdr(self, &ours) == 0 || dladdr(real, &theirs) == 0 ||
         ours.dli_fbase == theirs.dli_fbase;
}

static size_t blocks(void) {
  struct mint_arena_stats stats;
  mint_arena_stats(&stats);
  return stats.blocks;
}

static struct mint_parts *read_parts(void) {
  uint8_t text[4096];
  struct mint_parts *parts = NULL;
  struct mint_reason why;
  FILE *file = fopen("tests/vectors/ssh/rsa.pem", "rb");
  cr_assert_not_null(file);
  size_t len = fread(text, 1, sizeof(text), file);
  (void)fclose(file);
  cr_assert_eq(mint_parts_read(&parts, &why, text, len), MINT_OK);
  return parts;
}

// Runs `run` with each of its calls failing, at most `max` of them. It tells
// whether its outputs are empty in *out_empty. Returns how many calls there
// were.
static size_t fail_each(enum mint_status (*run)(bool *out_empty), size_t max) {
  bool empty = false;
  cr_assert_eq(run(&empty), MINT_OK);  // and BoringSSL is warm
  size_t tried = 0;
  for (fail_at = 0; fail_at < max; fail_at++, tried++) {
    size_t before = blocks();
    calls = 0;
    empty = false;
    enum mint_status status = run(&empty);
    cr_assert_eq(blocks(), before, "call %zu: a block is left", fail_at);
    if (calls <= fail_at) {
      cr_assert_eq(status, MINT_OK);
      break;
    }
    cr_assert_eq(status, MINT_ERR_RANDOM, "call %zu: %s", fail_at,
                 mint_status_name(status));
    cr_assert(empty, "call %zu: the outputs are not empty", fail_at);
  }
  fail_at = SIZE_MAX;
  return tried;
}

static enum mint_status check(struct mint_key **out_key) {
  struct mint_policy policy;
  struct mint_report report;
  (void)mint_policy_preset(&policy, "default");
  struct mint_parts *parts = read_parts();
  enum mint_status status = mint_check(out_key, &report, parts, &policy);
  mint_parts_free(parts);
  return status;
}

static enum mint_status run_check(bool *out_empty) {
  struct mint_key *made = (struct mint_key *)(uintptr_t)1;
  enum mint_status status = check(&made);
  *out_empty = made == NULL;
  if (status == MINT_OK) {
    mint_key_free(made);
  }
  return status;
}

static struct mint_key *key;

static struct mint_write_options options;

static enum mint_status run_write(bool *out_empty) {
  struct mint_secret out;
  memset(&out, 0xa5, sizeof(out));
  enum mint_status status = mint_write(&out, key, &options);
  *out_empty = out.data == NULL && out.len == 0 && out.cap == 0;
  if (status == MINT_OK) {
    mint_secret_wipe(&out);
  }
  return status;
}

Test(random_fail, write_private) {
  static const struct {
    enum mint_format format;
    bool sealed;
    size_t calls;
  } kForms[] = {
      {MINT_FORMAT_PEM, false, 0},     {MINT_FORMAT_PEM, true, 1},
      {MINT_FORMAT_PKCS8, false, 0},   {MINT_FORMAT_PKCS8, true, 1},
      {MINT_FORMAT_OPENSSH, false, 1}, {MINT_FORMAT_OPENSSH, true, 2},
  };
  cr_assert_eq(check(&key), MINT_OK);
  for (size_t i = 0; i < sizeof(kForms) / sizeof(kForms[0]); i++) {
    memset(&options, 0, sizeof(options));
    options.format = kForms[i].format;
    options.passphrase = kForms[i].sealed ? PASSPHRASE : NULL;
    options.passphrase_len = kForms[i].sealed ? PASSPHRASE_LEN : 0;
    options.rounds = 1;
    // The salt and the IV of PKCS#8 are one draw; OpenSSH draws a check number.
    cr_expect_eq(fail_each(run_write, 10), kForms[i].calls, "form %zu", i);
  }
  mint_key_free(key);
}

Test(random_fail, pem_cipher_default) {
  struct mint_pem_cipher_use use;
  struct mint_pem_cipher_use zero;
  memset(&use, 0xa5, sizeof(use));
  memset(&zero, 0, sizeof(zero));
  fail_at = calls;
  cr_expect_eq(mint_pem_cipher_default(&use), MINT_E_RANDOM);
  cr_expect_eq(memcmp(&use, &zero, sizeof(use)), 0, "a cipher without an IV");
}

static enum mint_status run_generate(bool *out_empty) {
  struct mint_policy policy;
  struct mint_key *made = (struct mint_key *)(uintptr_t)1;
  (void)mint_policy_preset(&policy, "default");
  enum mint_status status =
      mint_key_generate(&made, 2048, &policy, 1, NULL, NULL);
  *out_empty = made == NULL;
  if (status == MINT_OK) {
    mint_key_free(made);
  }
  return status;
}

Test(random_fail, key_generate) {
  if (is_static()) {
    cr_skip_test("BoringSSL's own calls cannot be told apart");
  }
  // A call brings 32 candidates: how many are needed is up to chance.
  cr_expect_geq(fail_each(run_generate, 40), 2, "candidates are random");
}

Test(random_fail, check) {
  if (is_static()) {
    cr_skip_test("BoringSSL's own calls cannot be told apart");
  }
  (void)fail_each(run_check, 20);
}
