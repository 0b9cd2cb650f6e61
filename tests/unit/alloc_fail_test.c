// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// Every function of mint.h that allocates, on a machine whose memory runs out
// at the n-th allocation: for n = 0, 1, 2, ... until it succeeds. Each time the
// status must be MINT_ERR_MEMORY, the outputs empty, and nothing may be left
// allocated; what succeeds must be whole.
//
// Cheap functions are tried at every n. Where one try costs much (a check does
// 128 rounds of Miller-Rabin, a new key some thousand allocations), every n up
// to DENSE is tried, which is all of our own code in front and the setting up
// of BoringSSL's, then steps of a growing width, and at last every n of the
// last DENSE_END allocations, which are our own code behind.

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include <openssl/bn.h>
#include <openssl/err.h>

#include "core/base/arena.h"
#include "core/mint.h"
#include "tests/unit/parse_kit.h"

#define DENSE 30
#define DENSE_END 40

static struct kit input;
static struct kit want;
static struct mint_policy policy;

// One function under test. It runs it, and if it fails, tests that the outputs
// are empty; if not, tests them and releases them.
typedef enum mint_status (*operation)(void);

static size_t calls(void) {
  struct mint_arena_stats stats;
  mint_arena_stats(&stats);
  return stats.calls;
}

static size_t blocks(void) {
  struct mint_arena_stats stats;
  mint_arena_stats(&stats);
  return stats.blocks;
}

// BoringSSL allocates some things once: its error queue, its tables.
static void warm_up(operation run, enum mint_status success) {
  BIGNUM *zero = BN_new();
  cr_assert(zero != NULL && BN_div(zero, NULL, zero, zero, NULL) == 0);
  BN_free(zero);
  ERR_clear_error();
  cr_assert_eq(run(), success);
  cr_assert_eq(run(), success);
}

// Runs with n allocations. Returns whether that was enough.
static bool try_with(operation run, enum mint_status success, size_t n) {
  size_t before = blocks();
  size_t calls_before = calls();
  mint_arena_fail_after(n);
  enum mint_status status = run();
  mint_arena_fail_after(SIZE_MAX);
  bool all_succeeded = calls() - calls_before <= n;
  if (all_succeeded) {
    cr_assert_eq(status, success, "%zu allocations: %s", n,
                 mint_status_name(status));
  } else {
    cr_assert_eq(status, MINT_ERR_MEMORY, "allocation %zu fails: %s", n,
                 mint_status_name(status));
  }
  cr_assert_eq(blocks(), before, "allocation %zu: %zu blocks before, %zu after",
               n, before, blocks());
  return all_succeeded;
}

static void every_allocation(operation run, enum mint_status success) {
  warm_up(run, success);
  size_t n = 0;
  while (!try_with(run, success, n)) {
    n++;
  }
  cr_assert_gt(n, 0, "it does not allocate");
}

// For what costs much.
static void many_allocations(operation run, enum mint_status success) {
  warm_up(run, success);
  size_t before = calls();
  cr_assert_eq(run(), success);
  size_t total = calls() - before;
  size_t n = 0;
  while (!try_with(run, success, n)) {
    n += n < DENSE || n + DENSE_END >= total ? 1 : 1 + n / 12;
    if (n < total && n + DENSE_END >= total && n > DENSE) {
      n = n < total - DENSE_END ? total - DENSE_END : n;
    }
  }
}

static bool is_empty(const struct mint_secret *secret) {
  return secret->data == NULL && secret->len == 0 && secret->cap == 0;
}

// ---------------------------------------------------------------------------

static enum mint_status run_open(void) {
  struct mint_secret secret;
  memset(&secret, 0xa5, sizeof(secret));
  enum mint_status status = mint_secret_open(&secret, 100);
  cr_assert(status == MINT_OK || is_empty(&secret));
  if (status == MINT_OK) {
    mint_secret_wipe(&secret);
  }
  return status;
}

Test(alloc_fail, secret_open) { every_allocation(run_open, MINT_OK); }

// Reads `input`, whose blob is `want`.
static enum mint_status run_read(void) {
  struct mint_parts *parts = (struct mint_parts *)(uintptr_t)1;
  struct mint_reason why;
  enum mint_status status = kit_read(&parts, &why, &input);
  cr_assert_eq(status, mint_code_explain(why.code)->status);
  cr_assert(status == MINT_OK || parts == NULL);
  if (status == MINT_OK) {
    const struct mint_about *about = mint_parts_about(parts);
    cr_assert(about->locked || kit_is(&want, about->blob, about->blob_len));
    mint_parts_free(parts);
  }
  return status;
}

Test(alloc_fail, parts_read) {
  static const char *const kFiles[][2] = {
      {"rsa.pem", "rsa.pub"},
      {"rsa_aes128.pem", "rsa.pub"},
      {"rsa.pub", "rsa.pub"},
      {"dsa.pub", "dsa.pub"},
      {"ecdsa256.pub", "ecdsa256.pub"},
      {"ecdsa384.pub", "ecdsa384.pub"},
      {"ecdsa521.pub", "ecdsa521.pub"},
      {"ed25519.pub", "ed25519.pub"},
      {"sk_ecdsa.pub", "sk_ecdsa.pub"},
      {"sk_ed25519.pub", "sk_ed25519.pub"},
      {"rsa-cert.pub", "rsa.pub"},
      {"dsa-cert.pub", "dsa.pub"},
      {"ecdsa521-cert.pub", "ecdsa521.pub"},
      {"ed25519-cert.pub", "ed25519.pub"},
      {"sk_ecdsa-cert.pub", "sk_ecdsa.pub"},
  };
  for (size_t i = 0; i < COUNT(kFiles); i++) {
    kit_file(&input, kFiles[i][0]);
    kit_blob(&want, kFiles[i][1]);
    every_allocation(run_read, MINT_OK);
  }
}

// A file that is refused is refused, or there was no memory to tell.
Test(alloc_fail, parts_read_of_bad_files) {
  static const struct {
    const char *file;
    enum mint_status status;
  } kFiles[] = {{"rsa_wrong_label.pem", MINT_ERR_SYNTAX},
                {"multi_prime.pem", MINT_ERR_UNSUPPORTED},
                {"x509.pem", MINT_ERR_UNSUPPORTED},
                {"rsa_sshcom", MINT_ERR_UNSUPPORTED}};
  for (size_t i = 0; i < COUNT(kFiles); i++) {
    kit_file(&input, kFiles[i].file);
    every_allocation(run_read, kFiles[i].status);
  }
  kit_file(&input, "ecdsa256.pub");
  input.data[100] ^= input.data[100] == 'A' ? 'A' ^ 'B' : 0;
  uint8_t old = input.data[100];
  input.data[100] = old == 'z' ? 'y' : 'z';
  every_allocation(run_read, MINT_ERR_SYNTAX);
}

// Locked parts, and the passphrase that they are tried with.
static struct mint_parts *locked;
static const char *passphrase;

static enum mint_status run_unlock(void) {
  struct mint_reason why;
  enum mint_status status = mint_parts_unlock(
      locked, &why, (const uint8_t *)passphrase, strlen(passphrase));
  const struct mint_about *about = mint_parts_about(locked);
  cr_assert_eq(status, mint_code_explain(why.code)->status);
  cr_assert_eq(about->locked, status != MINT_OK);
  cr_assert_eq(about->blob == NULL, status != MINT_OK);
  if (status == MINT_OK) {
    cr_assert(kit_is(&want, about->blob, about->blob_len));
    mint_parts_free(locked);
    locked = kit_parts("rsa_aes256.pem");
  }
  return status;
}

// The parts stay locked through every failure, and open when there is memory.
Test(alloc_fail, unlock) {
  kit_blob(&want, "rsa.pub");
  static const struct {
    const char *passphrase;
    enum mint_status status;
  } kCases[] = {{"wrong", MINT_ERR_PASSPHRASE}, {KIT_PASSPHRASE, MINT_OK}};
  for (size_t i = 0; i < COUNT(kCases); i++) {
    locked = kit_parts("rsa_aes256.pem");
    passphrase = kCases[i].passphrase;
    warm_up(run_unlock, kCases[i].status);
    // Opening reads the file again within the run: as many allocations more.
    for (size_t n = 0;; n++) {
      size_t before = blocks();
      struct mint_reason why;
      mint_arena_fail_after(n);
      enum mint_status status = mint_parts_unlock(
          locked, &why, (const uint8_t *)passphrase, strlen(passphrase));
      mint_arena_fail_after(SIZE_MAX);
      cr_assert_eq(status, mint_code_explain(why.code)->status);
      if (status == kCases[i].status) {
        cr_assert_gt(n, 0);
        break;
      }
      cr_assert_eq(status, MINT_ERR_MEMORY, "allocation %zu: %s", n,
                   mint_status_name(status));
      cr_assert_eq(blocks(), before, "allocation %zu", n);
      const struct mint_about *about = mint_parts_about(locked);
      cr_assert(about->locked && about->blob == NULL && about->bits == 0);
    }
    mint_parts_free(locked);
  }
}

static struct mint_parts *parts;

static enum mint_status run_check(void) {
  struct mint_key *key = (struct mint_key *)(uintptr_t)1;
  struct mint_report report;
  memset(&report, 0xa5, sizeof(report));
  enum mint_status status = mint_check(&key, &report, parts, &policy);
  if (status == MINT_OK) {
    cr_assert(report.broken == 0 && report.held != 0);
    const uint8_t *blob = NULL;
    size_t blob_len = 0;
    mint_key_blob(key, &blob, &blob_len);
    cr_assert(kit_is(&want, blob, blob_len));
    mint_key_free(key);
  } else {
    cr_assert_null(key);
    cr_assert(report.held == 0 && report.broken == 0 && report.warned == 0);
  }
  return status;
}

Test(alloc_fail, check_public) {
  cr_assert(mint_policy_preset(&policy, "default"));
  kit_blob(&want, "rsa.pub");
  parts = kit_parts("rsa.pub");
  many_allocations(run_check, MINT_OK);
  mint_parts_free(parts);
}

Test(alloc_fail, check_private) {
  cr_assert(mint_policy_preset(&policy, "default"));
  kit_blob(&want, "rsa.pub");
  parts = kit_parts("rsa.pem");
  many_allocations(run_check, MINT_OK);
  mint_parts_free(parts);
}

static enum mint_status run_generate(void) {
  struct mint_key *key = (struct mint_key *)(uintptr_t)1;
  enum mint_status status = mint_key_generate(&key, 2048, &policy, NULL, NULL);
  if (status == MINT_OK) {
    cr_assert(mint_key_is_private(key) && mint_key_bits(key) == 2048);
    mint_key_free(key);
  } else {
    cr_assert_null(key);
  }
  return status;
}

Test(alloc_fail, key_generate) {
  cr_assert(mint_policy_preset(&policy, "default"));
  many_allocations(run_generate, MINT_OK);
}

static struct mint_key *key;
static struct mint_write_options options;

static enum mint_status run_write_private(void) {
  struct mint_secret out;
  memset(&out, 0xa5, sizeof(out));
  enum mint_status status = mint_write(&out, key, &options);
  cr_assert(status == MINT_OK || is_empty(&out));
  if (status == MINT_OK) {
    cr_assert(options.passphrase != NULL || kit_is(&want, out.data, out.len));
    mint_secret_wipe(&out);
  }
  return status;
}

static enum mint_status run_write_public(void) {
  struct mint_secret out;
  memset(&out, 0xa5, sizeof(out));
  enum mint_status status = kit_write_line(&out, key, "rsa@test", 8);
  cr_assert(status == MINT_OK || is_empty(&out));
  if (status == MINT_OK) {
    cr_assert(kit_is(&want, out.data, out.len));
    mint_secret_wipe(&out);
  }
  return status;
}

Test(alloc_fail, write) {
  key = kit_key();
  kit_file(&want, "rsa.pem");
  options.format = MINT_FORMAT_PEM;
  every_allocation(run_write_private, MINT_OK);
  options.passphrase = (const uint8_t *)KIT_PASSPHRASE;
  options.passphrase_len = strlen(KIT_PASSPHRASE);
  every_allocation(run_write_private, MINT_OK);
  kit_file(&want, "rsa.pub");
  every_allocation(run_write_public, MINT_OK);
  mint_key_free(key);
}

// ---------------------------------------------------------------------------
// The same in processes that have not used BoringSSL before, so that what it
// allocates once fails too: its error queue, without which an error leaves no
// trace.

// In a child: reads rsa.pem, then checks and writes it with `n` allocations.
static enum mint_status check_cold(size_t n) {
  kit_blob(&want, "rsa.pub");
  parts = kit_parts("rsa.pem");
  mint_arena_fail_after(n);
  return run_check();
}

static enum mint_status unlock_cold(size_t n) {
  kit_blob(&want, "rsa.pub");
  locked = kit_parts("rsa_aes256.pem");
  struct mint_reason why;
  mint_arena_fail_after(n);
  return mint_parts_unlock(locked, &why, (const uint8_t *)"wrong", 5);
}

static enum mint_status read_cold(size_t n) {
  kit_file(&input, "ecdsa256.pub");
  kit_blob(&want, "ecdsa256.pub");
  mint_arena_fail_after(n);
  return run_read();
}

static enum mint_status generate_cold(size_t n) {
  mint_arena_fail_after(n);
  return run_generate();
}

static enum mint_status in_cold_child(enum mint_status (*run)(size_t),
                                      size_t n) {
  (void)fflush(NULL);
  pid_t pid = fork();
  cr_assert_geq(pid, 0);
  if (pid == 0) {
    _exit((int)run(n));
  }
  int status = -1;
  cr_assert_eq(waitpid(pid, &status, 0), pid);
  cr_assert(WIFEXITED(status), "allocation %zu: status %x", n,
            (unsigned)status);
  return (enum mint_status)WEXITSTATUS(status);
}

// Tries every n from `first`, in steps, until all allocations succeed.
static void every_cold_allocation(enum mint_status (*run)(size_t),
                                  enum mint_status success, size_t first,
                                  size_t step) {
  cr_assert(mint_policy_preset(&policy, "default"));
  enum mint_status status = MINT_ERR_MEMORY;
  for (size_t n = first; status != success; n += step) {
    status = in_cold_child(run, n);
    cr_assert(status == MINT_ERR_MEMORY || status == success,
              "allocation %zu: %s", n, mint_status_name(status));
    cr_assert(n > 0 || status == MINT_ERR_MEMORY);
  }
}

Test(alloc_fail, cold_read) { every_cold_allocation(read_cold, MINT_OK, 0, 1); }

Test(alloc_fail, cold_unlock) {
  every_cold_allocation(unlock_cold, MINT_ERR_PASSPHRASE, 0, 1);
}

Test(alloc_fail, cold_check) {
  every_cold_allocation(check_cold, MINT_OK, 0, 5);
}

Test(alloc_fail, cold_generate) {
  every_cold_allocation(generate_cold, MINT_OK, 0, 97);
}
