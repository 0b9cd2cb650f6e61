// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// openssh-key-v1 against ssh-keygen and puttygen: their files are read, and
// what we write is theirs.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>
#include <openssl/err.h>

#include "core/base/arena.h"
#include "core/format/openssh.h"
#include "tests/unit/openssh_kit.h"

static bool is_text(const char *text, size_t len, const char *want) {
  return text != NULL && len == strlen(want) && memcmp(text, want, len) == 0;
}

// ---------------------------------------------------------------------------
// Files of others

Test(openssh, plain_file) {
  struct mint_parts *parts = ossh_read_file("rsa");
  struct mint_parts *putty = ossh_read_file("putty");
  struct mint_parts *line = ossh_read_file("rsa.pub");
  const struct mint_about *about = mint_parts_about(parts);
  cr_expect_eq(about->kind, MINT_KIND_PRIVATE);
  cr_expect_eq(about->format, MINT_FORMAT_OPENSSH);
  cr_expect(!about->encrypted && !about->locked && about->cipher == NULL);
  cr_expect(about->kdf == NULL && about->kdf_cost == 0);
  cr_expect_str_eq(about->type, "ssh-rsa");
  cr_expect_eq(about->bits, 2048);
  cr_expect(is_text(about->comment, about->comment_len, "rsa@test"));
  cr_expect_eq(about->blob_len, line->about.blob_len);
  cr_expect_arr_eq(about->blob, line->about.blob, about->blob_len);
  cr_expect(!parts->rsa.has_crt && CBS_len(&parts->rsa.dp) == 0);
  cr_expect(ossh_same_key(&parts->rsa, &putty->rsa));
  mint_parts_free(parts);
  mint_parts_free(putty);
  mint_parts_free(line);
}

static void expect_still_locked(struct mint_parts *parts, const uint8_t *pass,
                                size_t pass_len, enum mint_code code) {
  struct mint_parts before;
  struct mint_secret bytes;
  memcpy(&before, parts, sizeof(before));  // its padding too
  cr_assert_eq(mint_secret_open(&bytes, parts->bytes.len), MINT_OK);
  cr_assert_eq(mint_secret_append(&bytes, parts->bytes.data, parts->bytes.len),
               MINT_OK);
  cr_expect_eq(ossh_unlock(parts, pass, pass_len), code);
  // NOLINTNEXTLINE(bugprone-suspicious-memory-comparison,cert-*)
  cr_expect_eq(memcmp(&before, parts, sizeof(before)), 0);
  cr_expect_arr_eq(bytes.data, parts->bytes.data, bytes.len);
  mint_secret_wipe(&bytes);
}

Test(openssh, every_cipher) {
  static const uint8_t kLong[MINT_PASSPHRASE_MAX + 1] = {'p'};
  static const struct {
    const char *file;
    const char *cipher;
    uint64_t rounds;  // 0: any
  } kCases[] = {
      {"rsa_aes128-ctr", "aes128-ctr", 2},
      {"rsa_aes192-ctr", "aes192-ctr", 2},
      {"rsa_aes256-ctr", "aes256-ctr", 2},
      {"rsa_aes128-cbc", "aes128-cbc", 2},
      {"rsa_aes192-cbc", "aes192-cbc", 2},
      {"rsa_aes256-cbc", "aes256-cbc", 2},
      {"rsa_aes128-gcm", "aes128-gcm@openssh.com", 2},
      {"rsa_aes256-gcm", "aes256-gcm@openssh.com", 2},
      {"rsa_chacha20-poly1305", "chacha20-poly1305@openssh.com", 2},
      {"putty_sealed", "aes256-ctr", 0},
  };
  struct mint_parts *plain = ossh_read_file("rsa");
  for (size_t i = 0; i < COUNT(kCases); i++) {
    struct mint_parts *parts = ossh_read_file(kCases[i].file);
    const struct mint_about *about = mint_parts_about(parts);
    cr_expect(about->encrypted && about->locked, "%s", kCases[i].file);
    cr_expect_str_eq(about->cipher, kCases[i].cipher);
    cr_expect_str_eq(about->kdf, "bcrypt");
    cr_expect(about->kdf_cost == kCases[i].rounds || kCases[i].rounds == 0);
    cr_expect_null(about->comment);
    cr_expect_eq(about->blob_len, plain->about.blob_len);
    cr_expect_arr_eq(about->blob, plain->about.blob, about->blob_len);
    expect_still_locked(parts, BYTES("correct hors"), MINT_E_PASSPHRASE_WRONG);
    expect_still_locked(parts, NULL, 0, MINT_E_PASSPHRASE_WRONG);
    expect_still_locked(parts, kLong, sizeof(kLong), MINT_E_PASSPHRASE_LONG);
    cr_expect_eq(ossh_unlock(parts, PASS), MINT_E_NONE, "%s", kCases[i].file);
    cr_expect(about->encrypted && !about->locked);
    cr_expect(ossh_same_key(&parts->rsa, &plain->rsa), "%s", kCases[i].file);
    cr_expect(is_text(about->comment, about->comment_len, "rsa@test"));
    mint_parts_free(parts);
  }
  mint_parts_free(plain);
}

// Other types can be named and fingerprinted, and are never locked.
Test(openssh, other_types) {
  static const char *const kNames[] = {"ed25519", "ecdsa_sealed"};
  static struct buf prints;
  ossh_load(&prints, "prints.txt");
  prints.data[prints.len] = '\0';
  for (size_t i = 0; i < COUNT(kNames); i++) {
    struct mint_parts *parts = ossh_read_file(kNames[i]);
    const struct mint_about *about = mint_parts_about(parts);
    char print[MINT_FINGERPRINT_MAX];
    mint_fingerprint(print, MINT_HASH_SHA256, about->blob, about->blob_len);
    cr_expect(strstr((const char *)prints.data, print) != NULL, "%s", print);
    cr_expect_eq(about->kind, MINT_KIND_PRIVATE);
    cr_expect_eq(about->bits, 256);
    cr_expect(!about->locked && about->encrypted == (i == 1));
    cr_expect(parts->bytes.data == NULL && CBS_len(&parts->rsa.n) == 0);
    mint_parts_free(parts);
  }
}

Test(openssh, ciphers_that_are_not_read) {
  static struct buf text;
  struct mint_parts *parts = NULL;
  ossh_load(&text, "rsa_3des-cbc");
  cr_expect_eq(ossh_read(&parts, text.data, text.len), MINT_E_CIPHER_UNKNOWN);
}

// ---------------------------------------------------------------------------
// What we write

static void write_key(struct mint_secret *out, const struct mint_parts *key,
                      const char *comment, const char *passphrase) {
  const struct mint_write_options options = {
      .format = MINT_FORMAT_OPENSSH,
      .passphrase = (const uint8_t *)passphrase,
      .passphrase_len = passphrase == NULL ? 0 : strlen(passphrase),
      .comment = comment,
      .comment_len = comment == NULL ? 0 : strlen(comment),
      .rounds = 2,
  };
  cr_assert_eq(mint_openssh_write(out, &key->rsa, &options), MINT_E_NONE);
}

// The bytes of ssh-keygen, but for the check number.
Test(openssh, writes_as_ssh_keygen_does) {
  static struct buf theirs;
  struct mint_parts *key = ossh_read_file("rsa");
  struct mint_secret ours;
  ossh_load(&theirs, "rsa");
  write_key(&ours, key, "rsa@test", NULL);
  cr_assert_eq(ours.len, theirs.len);
  // The check numbers are the 8 bytes behind the public part and a length.
  size_t first = 15 + 3 * 4 + 8 + 4 + 4 + key->about.blob_len + 4;
  size_t line = strlen("-----BEGIN OPENSSH PRIVATE KEY-----\n");
  size_t differences = 0;
  for (size_t i = 0; i < ours.len; i++) {
    size_t symbol = (i - line) / 71 * 70 + (i - line) % 71;
    bool check = i >= line && symbol >= first / 3 * 4 &&
                 symbol < (first + 8 + 2) / 3 * 4;
    bool differs = ours.data[i] != theirs.data[i];
    differences += differs;
    cr_expect(check || !differs, "character %zu", i);
  }
  cr_expect_gt(differences, 0, "the check number is not random");
  mint_secret_wipe(&ours);
  mint_parts_free(key);
}

Test(openssh, reads_what_it_writes) {
  static const char *const kComments[] = {
      NULL,    "",       "a",       "ab",       "abc",      "abcd",
      "abcde", "abcdef", "abcdefg", "abcdefgh", "abcdefghi"};
  struct mint_parts *key = ossh_read_file("rsa");
  for (size_t i = 0; i < 2 * COUNT(kComments); i++) {
    const char *comment = kComments[i / 2];
    const char *passphrase = i % 2 == 0 ? NULL : "correct horse";
    struct mint_parts *parts = NULL;
    struct mint_secret text;
    write_key(&text, key, comment, passphrase);
    cr_assert_eq(ossh_read(&parts, text.data, text.len), MINT_E_NONE);
    cr_expect_eq(parts->about.locked, passphrase != NULL);
    cr_expect_eq(ossh_unlock(parts, PASS), MINT_E_NONE);
    cr_expect(ossh_same_key(&parts->rsa, &key->rsa));
    cr_expect(is_text(parts->about.comment, parts->about.comment_len,
                      comment == NULL ? "" : comment));
    mint_parts_free(parts);
    mint_secret_wipe(&text);
  }
  mint_parts_free(key);
}

Test(openssh, seals_anew_each_time) {
  struct mint_parts *key = ossh_read_file("rsa");
  struct mint_secret first;
  struct mint_secret second;
  write_key(&first, key, "", "p");
  write_key(&second, key, "", "p");
  cr_assert_eq(first.len, second.len);
  size_t same = 0;
  for (size_t i = 0; i < first.len; i++) {
    same += first.data[i] == second.data[i];
  }
  cr_expect_lt(same, first.len / 2 + first.len / 10);
  mint_secret_wipe(&first);
  mint_secret_wipe(&second);
  mint_parts_free(key);
}

Test(openssh, writing_refused) {
  static const uint8_t kLong[MINT_PASSPHRASE_MAX + 1] = {'p'};
  static const struct {
    size_t passphrase_len;
    uint32_t rounds;
    enum mint_code code;
  } kCases[] = {
      {0, 1, MINT_E_PASSPHRASE_SHORT},
      {1, 1, MINT_E_NONE},
      {1, 0, MINT_E_NONE},
      {MINT_PASSPHRASE_MAX, 1, MINT_E_NONE},
      {MINT_PASSPHRASE_MAX + 1, 1, MINT_E_PASSPHRASE_LONG},
      {1, MINT_BCRYPT_ROUNDS_MAX + 1, MINT_E_KDF_COST},
      {1, UINT32_MAX, MINT_E_KDF_COST},
  };
  struct mint_parts *key = ossh_read_file("rsa");
  for (size_t i = 0; i < COUNT(kCases); i++) {
    struct mint_write_options options = {.passphrase = kLong};
    struct mint_secret out = {NULL, 1, 1};
    struct mint_parts *parts = NULL;
    options.passphrase_len = kCases[i].passphrase_len;
    options.rounds = kCases[i].rounds;
    enum mint_code code = mint_openssh_write(&out, &key->rsa, &options);
    cr_expect_eq(code, kCases[i].code, "case %zu", i);
    if (code == MINT_E_NONE) {
      cr_assert_eq(ossh_read(&parts, out.data, out.len), MINT_E_NONE);
      cr_expect_eq(parts->about.kdf_cost, options.rounds == 0
                                              ? MINT_BCRYPT_ROUNDS_DEFAULT
                                              : options.rounds);
      mint_parts_free(parts);
      mint_secret_wipe(&out);
    }
    cr_expect(out.data == NULL && out.len == 0 && out.cap == 0);
  }
  mint_parts_free(key);
}

// ssh-keygen, where there is one, opens what we wrote.
Test(openssh, ssh_keygen_opens_it) {
  static const char *const kPassphrases[] = {NULL, "p", "correct horse"};
  static struct buf public_line;
  static struct buf answer;
  // NOLINTNEXTLINE(cert-env33-c): the command is ours.
  if (system("command -v ssh-keygen >/dev/null") != 0) {
    cr_skip_test("no ssh-keygen");
  }
  struct mint_parts *key = ossh_read_file("rsa");
  ossh_load(&public_line, "rsa.pub");
  for (size_t i = 0; i < COUNT(kPassphrases); i++) {
    char path[] = "/tmp/sshmint_openssh_XXXXXX";
    char command[128];
    struct mint_secret text;
    write_key(&text, key, "rsa@test", kPassphrases[i]);
    int fd = mkstemp(path);  // with mode 0600
    cr_assert(fd >= 0);
    cr_assert(write(fd, text.data, text.len) == (ssize_t)text.len);
    (void)close(fd);
    (void)snprintf(command, sizeof(command), "ssh-keygen -y -P '%s' -f %s",
                   kPassphrases[i] == NULL ? "" : kPassphrases[i], path);
    // NOLINTNEXTLINE(cert-env33-c): the command is ours.
    FILE *pipe = popen(command, "r");
    cr_assert_not_null(pipe);
    answer.len = fread(answer.data, 1, sizeof(answer.data), pipe);
    cr_expect_eq(pclose(pipe), 0, "passphrase %zu", i);
    (void)unlink(path);
    cr_assert_eq(answer.len, public_line.len);
    cr_expect_arr_eq(answer.data, public_line.data, answer.len);
    mint_secret_wipe(&text);
  }
  mint_parts_free(key);
}

Test(openssh, writing_without_memory) {
  struct mint_parts *key = ossh_read_file("rsa");
  const struct mint_write_options options = {
      .passphrase = (const uint8_t *)"p", .passphrase_len = 1, .rounds = 1};
  enum mint_code code = MINT_E_MEMORY;
  struct mint_secret first;  // BoringSSL's state of this thread is made once
  write_key(&first, key, NULL, "p");
  mint_secret_wipe(&first);
  ERR_clear_error();
  for (size_t count = 0; code != MINT_E_NONE; count++) {
    struct mint_arena_stats before;
    struct mint_arena_stats after;
    struct mint_secret out = {NULL, 1, 1};
    mint_arena_stats(&before);
    mint_arena_fail_after(count);
    code = mint_openssh_write(&out, &key->rsa, &options);
    mint_arena_fail_after(SIZE_MAX);
    cr_assert(code == MINT_E_NONE || code == MINT_E_MEMORY, "%zu: %s", count,
              mint_code_explain(code)->name);
    cr_expect_eq(out.data == NULL, code != MINT_E_NONE);
    mint_secret_wipe(&out);
    mint_arena_stats(&after);
    cr_expect_eq(before.blocks, after.blocks, "%zu: a leak", count);
  }
  mint_parts_free(key);
}
