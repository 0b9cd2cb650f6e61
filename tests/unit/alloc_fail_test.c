// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// Every function of mint.h that allocates, on a machine whose memory runs out
// at the n-th allocation, and on one where the n-th alone fails: for n = 0, 1,
// 2, ... until it succeeds. Each time the status must be MINT_ERR_MEMORY, the
// outputs empty, and nothing may be left allocated; what succeeds must be
// whole. That one allocation fails and all later ones succeed shows a function
// which goes on after a failure: where all later ones fail, it fails too.
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
#include "tests/unit/rsa_maker.h"

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

static size_t failures(void) {
  struct mint_arena_stats stats;
  mint_arena_stats(&stats);
  return stats.failures;
}

static size_t blocks(void) {
  struct mint_arena_stats stats;
  mint_arena_stats(&stats);
  return stats.blocks;
}

// BoringSSL allocates some things once: its error queue ...
static void wake_error_queue(void) {
  BIGNUM *zero = BN_new();
  cr_assert(zero != NULL && BN_div(zero, NULL, zero, zero, NULL) == 0);
  BN_free(zero);
  ERR_clear_error();
}

// ... and its tables.
static void warm_up(operation run, enum mint_status success) {
  wake_error_queue();
  cr_assert_eq(run(), success);
  cr_assert_eq(run(), success);
}

// How the memory fails, and its name.
struct mode {
  void (*fail)(size_t count);
  const char *name;
};
static const struct mode kModes[] = {{mint_arena_fail_after, "all from"},
                                     {mint_arena_fail_once, "only"}};

// Runs with n allocations. Returns whether that was enough.
static bool try_with(operation run, enum mint_status success, size_t n,
                     const struct mode *mode) {
  size_t before = blocks();
  size_t calls_before = calls();
  mode->fail(n);
  enum mint_status status = run();
  mint_arena_fail_after(SIZE_MAX);
  bool all_succeeded = calls() - calls_before <= n;
  if (all_succeeded) {
    cr_assert_eq(status, success, "%zu allocations: %s", n,
                 mint_status_name(status));
  } else {
    cr_assert_eq(status, MINT_ERR_MEMORY, "%s allocation %zu fails: %s",
                 mode->name, n, mint_status_name(status));
  }
  cr_assert_eq(blocks(), before, "allocation %zu: %zu blocks before, %zu after",
               n, before, blocks());
  return all_succeeded;
}

static void every_allocation(operation run, enum mint_status success) {
  warm_up(run, success);
  for (size_t i = 0; i < COUNT(kModes); i++) {
    size_t n = 0;
    while (!try_with(run, success, n, &kModes[i])) {
      n++;
    }
    cr_assert_gt(n, 0, "it does not allocate");
  }
}

// For what costs much.
static void many_allocations(operation run, enum mint_status success) {
  warm_up(run, success);
  size_t before = calls();
  cr_assert_eq(run(), success);
  size_t total = calls() - before;
  for (size_t i = 0; i < COUNT(kModes); i++) {
    size_t n = 0;
    while (!try_with(run, success, n, &kModes[i])) {
      n += n < DENSE || n + DENSE_END >= total ? 1 : 1 + n / 12;
      if (n < total && n + DENSE_END >= total && n > DENSE) {
        n = n < total - DENSE_END ? total - DENSE_END : n;
      }
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
      {"rsa_des3.pem", "rsa.pub"},
      {"rsa_openssh", "rsa.pub"},
      {"rsa_pkcs8.pem", "rsa.pub"},
      {"rsa_pkcs8_sealed.pem", "rsa.pub"},
      {"rsa_rfc4716.pub", "rsa.pub"},
      {"rsa_spki.pem", "rsa.pub"},
      {"rsa_pkcs1_public.pem", "rsa.pub"},
      {"rsa.ppk", "rsa.pub"},
  };
  for (size_t i = 0; i < COUNT(kFiles); i++) {
    kit_file(&input, kFiles[i][0]);
    kit_blob(&want, kFiles[i][1]);
    every_allocation(run_read, MINT_OK);
  }
}

static enum mint_line_kind line_kind;

// Reads `input` as one line of a list, whose blob is `want`.
static enum mint_status run_read_line(void) {
  struct mint_parts *parts = (struct mint_parts *)(uintptr_t)1;
  struct mint_reason why;
  enum mint_status status =
      mint_parts_read_line(&parts, &why, line_kind, input.data, input.len);
  cr_assert_eq(status, mint_code_explain(why.code)->status);
  cr_assert(status == MINT_OK || parts == NULL);
  if (status == MINT_OK) {
    const struct mint_about *about = mint_parts_about(parts);
    cr_assert(kit_is(&want, about->blob, about->blob_len));
    cr_assert(about->prefix_len == 4 && memcmp(about->prefix, "x,y*", 4) == 0);
    cr_assert(about->comment_len == 1 && about->comment[0] == 'c');
    mint_parts_free(parts);
  }
  return status;
}

Test(alloc_fail, parts_read_line) {
  static const enum mint_line_kind kKinds[] = {MINT_LINE_AUTHORIZED_KEYS,
                                               MINT_LINE_KNOWN_HOSTS};
  kit_blob(&want, "rsa.pub");
  kit_set(&input, "x,y* ssh-rsa ");
  kit_base64(&input, want.data, want.len);
  kit_puts(&input, " c");
  for (size_t i = 0; i < COUNT(kKinds); i++) {
    line_kind = kKinds[i];
    every_allocation(run_read_line, MINT_OK);
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

// The parts stay locked through every failure, with what is known of them, and
// open when there is memory. Opening moves things: the file is read again for
// each try.
static bool try_unlock(const char *file, enum mint_status success, size_t n,
                       const struct mode *mode) {
  locked = kit_parts(file);
  struct mint_about about = *mint_parts_about(locked);
  size_t before = blocks();
  size_t failures_before = failures();
  struct mint_reason why;
  mode->fail(n);
  enum mint_status status = mint_parts_unlock(
      locked, &why, (const uint8_t *)passphrase, strlen(passphrase));
  mint_arena_fail_after(SIZE_MAX);
  bool all_succeeded = failures() == failures_before;
  cr_assert_eq(status, mint_code_explain(why.code)->status);
  cr_assert_eq(status, all_succeeded ? success : MINT_ERR_MEMORY,
               "%s: %s allocation %zu fails: %s", file, mode->name, n,
               mint_code_explain(why.code)->name);
  if (status == MINT_OK) {
    cr_assert(!mint_parts_about(locked)->locked);
    cr_assert_not_null(mint_parts_about(locked)->blob);
  } else {
    cr_assert_arr_eq(mint_parts_about(locked), &about, sizeof(about));
    cr_assert_eq(blocks(), before, "%s: allocation %zu", file, n);
  }
  mint_parts_free(locked);
  return all_succeeded;
}

Test(alloc_fail, unlock, .timeout = 240) {
  static const char *const kFiles[] = {
      "rsa_aes256.pem",
      "rsa_des3.pem",
      "../pkcs8/sha256.pem",
      "../pkcs8/scrypt.pem",
      "../openssh/rsa_aes256-ctr",
      "../openssh/rsa_aes256-gcm",
      "../openssh/rsa_chacha20-poly1305",
      "../ppk/v2_sealed.ppk",
      "../ppk/argon2id.ppk",
  };
  static const struct {
    const char *passphrase;
    enum mint_status status;
  } kCases[] = {{"wrong", MINT_ERR_PASSPHRASE}, {KIT_PASSPHRASE, MINT_OK}};
  wake_error_queue();
  for (size_t f = 0; f < COUNT(kFiles); f++) {
    for (size_t i = 0; i < COUNT(kCases); i++) {
      passphrase = kCases[i].passphrase;
      for (size_t m = 0; m < COUNT(kModes); m++) {
        size_t n = 0;
        while (!try_unlock(kFiles[f], kCases[i].status, n, &kModes[m])) {
          n++;
        }
        cr_assert_gt(n, 0);
      }
    }
  }
}

static struct mint_parts *parts;
static uint64_t broken;  // the rules that a refused key breaks

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
    bool refused = status == MINT_ERR_INVALID_KEY;
    cr_assert_null(key);
    cr_assert_eq(report.broken, refused ? broken : 0, "%s, not %s",
                 maker_set(report.broken), maker_set(broken));
    cr_assert(refused || (report.held == 0 && report.warned == 0));
  }
  return status;
}

// A key that is refused is refused for all its reasons, or there was no memory
// to tell: a test that could not be made must not pass for one that held.
static void expect_refused(const BIGNUM *n, const BIGNUM *e, uint64_t rules) {
  cr_assert(mint_policy_preset(&policy, "legacy"));
  parts = maker_parts(maker_line(n, e));
  broken = rules;
  every_allocation(run_check, MINT_ERR_INVALID_KEY);
  mint_parts_free(parts);
}

Test(alloc_fail, check_refused, .fini = maker_release) {
  const BIGNUM *p = maker_prime(1024, 0);
  const BIGNUM *q = maker_prime(1024, 1);
  const BIGNUM *e = maker_word(65537);
  expect_refused(maker_times(p, p), e, MAKER_K(MINT_K_POWER));
  expect_refused(maker_times(p, maker_prime_after(p)), e,
                 MAKER_K(MINT_K_FERMAT));
  expect_refused(maker_prime(2048, 0), e, MAKER_K(MINT_K_PRIME));
  expect_refused(maker_times(maker_word(3), maker_modulus(2046, 0)), e,
                 MAKER_K(MINT_K_SMALL_FACTOR));
  const BIGNUM *phi = maker_times(maker_add(p, -1), maker_add(q, -1));
  expect_refused(maker_times(p, q), maker_inverse(maker_prime(256, 0), phi),
                 MAKER_K(MINT_K_EXPONENT_MAX) | MAKER_K(MINT_K_SMALL_D));
}

Test(alloc_fail, check_public) {
  cr_assert(mint_policy_preset(&policy, "default"));
  kit_blob(&want, "rsa.pub");
  parts = kit_parts("rsa.pub");
  every_allocation(run_check, MINT_OK);
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
  enum mint_status status =
      mint_key_generate(&key, 2048, &policy, 1, NULL, NULL);
  if (status == MINT_OK) {
    cr_assert(mint_key_is_private(key) && mint_key_bits(key) == 2048);
    mint_key_free(key);
  } else {
    cr_assert_null(key);
  }
  return status;
}

// By one thread: how many allocations that takes is the same each time. (A
// thread of its own has a random state of its own, and BoringSSL does without
// it if there is no memory for it.)
Test(alloc_fail, key_generate) {
  cr_assert(mint_policy_preset(&policy, "default"));
  many_allocations(run_generate, MINT_OK);
}

static struct mint_key *key;
static struct mint_write_options options;

static enum mint_status run_write(void) {
  struct mint_secret out;
  memset(&out, 0xa5, sizeof(out));
  enum mint_status status = mint_write(&out, key, &options);
  cr_assert(status == MINT_OK || is_empty(&out));
  if (status == MINT_OK) {
    cr_assert(want.len == 0 || options.passphrase != NULL ||
              kit_is(&want, out.data, out.len));
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
  static const struct {
    enum mint_format format;
    const char *file;
  } kForms[] = {{MINT_FORMAT_PEM, "rsa.pem"},
                {MINT_FORMAT_PKCS8, "rsa_pkcs8.pem"},
                {MINT_FORMAT_SPKI, "rsa_spki.pem"},
                {MINT_FORMAT_PKCS1_PUBLIC, "rsa_pkcs1_public.pem"}};
  key = kit_key();
  for (size_t i = 0; i < COUNT(kForms); i++) {
    kit_file(&want, kForms[i].file);
    options = (struct mint_write_options){.format = kForms[i].format};
    every_allocation(run_write, MINT_OK);
  }
  kit_file(&want, "rsa.pub");
  every_allocation(run_write_public, MINT_OK);
  mint_key_free(key);
}

// Where salts and check numbers are drawn anew, no two texts are equal; the
// file of RFC 4716 has another comment.
Test(alloc_fail, write_random_forms, .timeout = 240) {
  key = kit_key();
  options = (struct mint_write_options){.format = MINT_FORMAT_OPENSSH};
  kit_clear(&want);
  every_allocation(run_write, MINT_OK);
  options.format = MINT_FORMAT_RFC4716;
  every_allocation(run_write, MINT_OK);
  options.format = MINT_FORMAT_OPENSSH;
  options.passphrase = (const uint8_t *)KIT_PASSPHRASE;
  options.passphrase_len = strlen(KIT_PASSPHRASE);
  options.rounds = 1;
  every_allocation(run_write, MINT_OK);
  options.rounds = 0;
  options.format = MINT_FORMAT_PEM;
  every_allocation(run_write, MINT_OK);
  options.format = MINT_FORMAT_PKCS8;  // PBKDF2 takes long
  every_allocation(run_write, MINT_OK);
  mint_key_free(key);
}

static enum mint_status run_repair(void) {
  struct mint_secret out;
  unsigned damage = 99;
  memset(&out, 0xa5, sizeof(out));
  enum mint_status status = mint_repair(&out, &damage, input.data, input.len);
  if (status == MINT_OK) {
    cr_assert_neq(damage, 0);
    cr_assert(kit_is(&want, out.data, out.len));
    mint_secret_wipe(&out);
  } else {
    cr_assert(is_empty(&out) && damage == 0);
  }
  return status;
}

Test(alloc_fail, repair) {
  static const char *const kFiles[] = {"rsa.pem", "rsa_openssh", "rsa.pub",
                                       "rsa_rfc4716.pub"};
  for (size_t i = 0; i < COUNT(kFiles); i++) {
    kit_file(&want, kFiles[i]);
    kit_clear(&input);
    kit_puts(&input, "\xef\xbb\xbf");  // a byte order mark, and CRLF
    for (size_t j = 0; j < want.len; j++) {
      kit_put(&input, want.data[j] == '\n' ? "\r\n" : (char *)&want.data[j],
              want.data[j] == '\n' ? 2 : 1);
    }
    every_allocation(run_repair, MINT_OK);
  }
}

// ---------------------------------------------------------------------------
// The same in processes that have not used BoringSSL before, so that what it
// allocates once fails too: its error queue, without which an error leaves no
// trace.

static const struct mode *cold_mode;

// In a child: reads this file, then checks or unlocks it with `n` allocations.
static const char *cold_file;

static enum mint_status check_cold(size_t n) {
  kit_blob(&want, "rsa.pub");
  parts = kit_parts(cold_file);
  cold_mode->fail(n);
  return run_check();
}

static enum mint_status unlock_cold(size_t n) {
  kit_blob(&want, "rsa.pub");
  locked = kit_parts(cold_file);
  struct mint_reason why;
  cold_mode->fail(n);
  return mint_parts_unlock(locked, &why, (const uint8_t *)"wrong", 5);
}

static enum mint_status read_cold(size_t n) {
  kit_file(&input, "ecdsa256.pub");
  kit_blob(&want, "ecdsa256.pub");
  cold_mode->fail(n);
  return run_read();
}

static enum mint_status generate_cold(size_t n) {
  cold_mode->fail(n);
  return run_generate();
}

// Set in a child's exit status if no allocation failed there.
#define COLD_ENOUGH 0x40

static int in_cold_child(enum mint_status (*run)(size_t), size_t n) {
  (void)fflush(NULL);
  pid_t pid = fork();
  cr_assert_geq(pid, 0);
  if (pid == 0) {
    size_t before = failures();
    int outcome = (int)run(n);
    _exit(failures() == before ? outcome | COLD_ENOUGH : outcome);
  }
  int status = -1;
  cr_assert_eq(waitpid(pid, &status, 0), pid);
  cr_assert(WIFEXITED(status), "allocation %zu: status %x", n,
            (unsigned)status);
  return WEXITSTATUS(status);
}

// Tries every n, in steps, until all allocations succeed.
static void every_cold_allocation(enum mint_status (*run)(size_t),
                                  enum mint_status success, size_t step) {
  cr_assert(mint_policy_preset(&policy, "default"));
  for (size_t m = 0; m < COUNT(kModes); m++) {
    cold_mode = &kModes[m];
    int outcome = 0;
    for (size_t n = 0; (outcome & COLD_ENOUGH) == 0; n += step) {
      outcome = in_cold_child(run, n);
      int status = outcome & ~COLD_ENOUGH;
      bool enough = (outcome & COLD_ENOUGH) != 0;
      // An error queue that cannot be made changes no answer.
      cr_assert(
          status == (int)success || (!enough && status == (int)MINT_ERR_MEMORY),
          "%s allocation %zu fails: %s", cold_mode->name, n,
          mint_status_name((enum mint_status)status));
      cr_assert(n > 0 || !enough);
    }
  }
}

Test(alloc_fail, cold_read) { every_cold_allocation(read_cold, MINT_OK, 1); }

Test(alloc_fail, cold_unlock) {
  static const char *const kFiles[] = {
      "rsa_aes256.pem", "../pkcs8/sha256.pem", "../openssh/rsa_aes256-gcm",
      "../openssh/rsa_chacha20-poly1305", "../ppk/argon2id.ppk"};
  for (size_t i = 0; i < COUNT(kFiles); i++) {
    cold_file = kFiles[i];
    every_cold_allocation(unlock_cold, MINT_ERR_PASSPHRASE, 1);
  }
}

Test(alloc_fail, cold_check) {
  cold_file = "rsa.pub";
  every_cold_allocation(check_cold, MINT_OK, 1);
  cold_file = "rsa.pem";
  every_cold_allocation(check_cold, MINT_OK, 7);
}

Test(alloc_fail, cold_generate) {
  every_cold_allocation(generate_cold, MINT_OK, 97);
}
