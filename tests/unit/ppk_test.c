// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// PuTTY key files as puttygen wrote them (tests/vectors/ppk), and with one edit
// that makes them wrong.

#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/base/arena.h"
#include "core/format/parts.h"
#include "core/format/ppk_file.h"
#include "tests/unit/ppk_kit.h"

static const char *const kRsa[] = {"v2",        "v3",       "no_comment",
                                   "v2_sealed", "argon2id", "argon2i",
                                   "argon2d",   "default"};

// ---- what puttygen wrote

Test(ppk, fingerprints_are_puttygens) {
  static struct ppk_text prints;
  size_t files = 0;
  ppk_load(&prints, "prints.txt");
  ppk_puts(&prints, "");
  char *line = strtok((char *)prints.data, "\n");
  for (; line != NULL; line = strtok(NULL, "\n")) {
    char name[64];
    char want[96];
    char got[MINT_FINGERPRINT_MAX];
    cr_assert_eq(sscanf(line, "%50s %90s", name, want), 2);
    if (strchr(name, '.') == NULL) {
      (void)strcat(name, ".ppk");
    }
    if (strcmp(name, "ed448.ppk") == 0) {
      continue;
    }
    struct mint_parts *parts = ppk_parts(name);
    mint_fingerprint(got, MINT_HASH_SHA256, parts->about.blob,
                     parts->about.blob_len);
    cr_expect_str_eq(got, want, "%s", name);
    mint_parts_free(parts);
    files++;
  }
  cr_expect_eq(files, 17);
}

static bool same(const CBS *a, const CBS *b) {
  return CBS_len(a) != 0 && CBS_mem_equal(a, CBS_data(b), CBS_len(b));
}

Test(ppk, numbers_are_those_of_the_pem) {
  struct mint_parts *pem = ppk_parts("rsa.pem");
  for (size_t i = 0; i < COUNT(kRsa); i++) {
    char name[64];
    (void)snprintf(name, sizeof(name), "%s.ppk", kRsa[i]);
    struct mint_parts *parts = ppk_parts(name);
    cr_assert_eq(ppk_unlock(parts, PASS), MINT_E_NONE, "%s", name);
    const struct mint_rsa *rsa = &parts->rsa;
    cr_expect(same(&rsa->n, &pem->rsa.n), "%s", name);
    cr_expect(same(&rsa->e, &pem->rsa.e), "%s", name);
    cr_expect(same(&rsa->d, &pem->rsa.d), "%s", name);
    cr_expect(same(&rsa->p, &pem->rsa.p), "%s", name);
    cr_expect(same(&rsa->q, &pem->rsa.q), "%s", name);
    cr_expect(same(&rsa->qinv, &pem->rsa.qinv), "%s", name);
    cr_expect_not(rsa->has_crt);
    cr_expect_eq(CBS_len(&rsa->dp), 0);
    cr_expect_eq(CBS_len(&rsa->dq), 0);
    mint_parts_free(parts);
  }
  mint_parts_free(pem);
}

static enum mint_status check(const struct mint_parts *parts,
                              struct mint_key **out) {
  struct mint_report report;
  struct mint_policy policy;
  cr_assert(mint_policy_preset(&policy, "default"));
  return mint_check(out, &report, parts, &policy);
}

Test(ppk, an_rsa_key_passes_the_check) {
  static const char *const kFiles[] = {"v3.ppk", "rsa3072.ppk"};
  for (size_t i = 0; i < COUNT(kFiles); i++) {
    struct mint_parts *parts = ppk_parts(kFiles[i]);
    struct mint_key *key = NULL;
    cr_assert_eq(ppk_unlock(parts, PASS), MINT_E_NONE);
    cr_expect_eq(check(parts, &key), MINT_OK, "%s", kFiles[i]);
    cr_assert_not_null(key);
    cr_expect(mint_key_is_private(key));
    mint_key_free(key);
    mint_parts_free(parts);
  }
}

Test(ppk, other_types_are_named_and_refused_by_the_check) {
  static const struct {
    const char *file;
    const char *type;
    unsigned bits;
  } kFiles[] = {
      {"ed25519.ppk", "ssh-ed25519", 256},
      {"ed25519_sealed.ppk", "ssh-ed25519", 256},
      {"ecdsa256.ppk", "ecdsa-sha2-nistp256", 256},
      {"ecdsa384.ppk", "ecdsa-sha2-nistp384", 384},
      {"ecdsa521.ppk", "ecdsa-sha2-nistp521", 521},
      {"dsa1024.ppk", "ssh-dss", 1024},
      {"certificate.ppk", "ssh-rsa-cert-v01@openssh.com", 2048},
  };
  for (size_t i = 0; i < COUNT(kFiles); i++) {
    struct mint_parts *parts = ppk_parts(kFiles[i].file);
    struct mint_key *key = NULL;
    cr_expect_str_eq(parts->about.type, kFiles[i].type);
    cr_expect_eq(parts->about.bits, kFiles[i].bits);
    cr_expect_not(parts->about.locked);
    cr_expect_eq(parts->about.encrypted, i == 1);
    cr_expect_eq(parts->bytes.len, 0);
    cr_expect_eq(CBS_len(&parts->rsa.d), 0);
    cr_expect_eq(check(parts, &key), MINT_ERR_UNSUPPORTED);
    cr_expect_null(key);
    cr_expect_eq(ppk_unlock(parts, "anything"), MINT_E_NONE);
    mint_parts_free(parts);
  }
  static struct ppk_text buf;
  ppk_load(&buf, "ed448.ppk");
  cr_expect_eq(ppk_code(&buf), MINT_E_TYPE_UNKNOWN);
}

Test(ppk, the_description) {
  static const struct {
    const char *file;
    const char *kdf;
    uint64_t cost;
    uint64_t memory;
    const char *comment;
  } kFiles[] = {
      {"v2.ppk", NULL, 0, 0, "rsa@test v2"},
      {"v3.ppk", NULL, 0, 0, "rsa@test v3"},
      {"no_comment.ppk", NULL, 0, 0, ""},
      {"v2_sealed.ppk", "sha1", 1, 0, "rsa@test v2"},
      {"argon2id.ppk", "argon2id", 3, 262144, "argon2id"},
      {"argon2i.ppk", "argon2i", 3, 262144, "argon2i"},
      {"argon2d.ppk", "argon2d", 3, 262144, "argon2d"},
      {"default.ppk", "argon2id", 2, 8388608, "rsa@test default"},
  };
  for (size_t i = 0; i < COUNT(kFiles); i++) {
    struct mint_parts *parts = ppk_parts(kFiles[i].file);
    for (unsigned round = 0; round < 2; round++) {
      const struct mint_about *about = mint_parts_about(parts);
      bool sealed = kFiles[i].kdf != NULL;
      cr_expect_eq(about->kind, MINT_KIND_PRIVATE);
      cr_expect_eq(about->format, MINT_FORMAT_PPK);
      cr_expect_eq(about->encrypted, sealed);
      cr_expect_eq(about->locked, sealed && round == 0);
      cr_expect_eq(about->kdf == NULL, !sealed);
      cr_expect_eq(about->cipher == NULL, !sealed);
      if (sealed) {
        cr_expect_str_eq(about->kdf, kFiles[i].kdf);
        cr_expect_str_eq(about->cipher, "aes256-cbc");
      }
      cr_expect_eq(about->kdf_cost, kFiles[i].cost);
      cr_expect_eq(about->kdf_memory, kFiles[i].memory);
      cr_expect_eq(about->bits, 2048);
      cr_expect_str_eq(about->type, "ssh-rsa");
      cr_assert_eq(about->comment_len, strlen(kFiles[i].comment));
      cr_expect_arr_eq(about->comment, kFiles[i].comment, about->comment_len);
      cr_expect_eq(ppk_unlock(parts, PASS), MINT_E_NONE);
    }
    mint_parts_free(parts);
  }
}

// ---- passphrases

Test(ppk, a_wrong_passphrase_leaves_it_locked) {
  static const char *const kFiles[] = {"v2_sealed.ppk", "argon2id.ppk",
                                       "argon2i.ppk", "argon2d.ppk"};
  static const char *const kWrong[] = {"", "correct horsf", "correct horse "};
  static char much[MINT_PASSPHRASE_MAX + 1];
  memset(much, 'x', sizeof(much));
  for (size_t i = 0; i < COUNT(kFiles); i++) {
    struct mint_parts *parts = ppk_parts(kFiles[i]);
    struct mint_key *key = NULL;
    cr_expect_eq(check(parts, &key), MINT_ERR_PASSPHRASE);
    struct mint_parts before = *parts;
    for (size_t j = 0; j < COUNT(kWrong); j++) {
      cr_expect_eq(ppk_unlock(parts, kWrong[j]), MINT_E_PASSPHRASE_WRONG);
    }
    cr_expect_eq(ppk_unlock_with(parts, NULL, 0), MINT_E_PASSPHRASE_WRONG);
    cr_expect_eq(ppk_unlock_with(parts, much, sizeof(much) - 1),
                 MINT_E_PASSPHRASE_WRONG);
    cr_expect_eq(ppk_unlock_with(parts, much, sizeof(much)),
                 MINT_E_PASSPHRASE_LONG);
    cr_expect_arr_eq(parts, &before, sizeof(before));
    cr_expect_eq(ppk_unlock(parts, PASS), MINT_E_NONE);
    mint_parts_free(parts);
  }
}

// ---- refusals

Test(ppk, refusals_name_the_code_and_the_line) {
  static const struct {
    const char *from;
    const char *to;
    enum mint_code code;
    size_t line;
  } kCases[] = {
      {"File-3", "File-1", MINT_E_FORMAT_PPK_VERSION, 1},
      {"File-3", "File-0", MINT_E_FORMAT_PPK_VERSION, 1},
      {"File-3", "File-4", MINT_E_FORMAT_PPK_VERSION, 1},
      {"File-3", "File-4294967298", MINT_E_FORMAT_PPK_VERSION, 1},
      {"File-3", "File-", MINT_E_PPK_SYNTAX, 1},
      {"File-3", "File-03", MINT_E_PPK_SYNTAX, 1},
      {"File-3", "File-x", MINT_E_PPK_SYNTAX, 1},
      {"File-3:", "File-3", MINT_E_PPK_SYNTAX, 1},
      {"File-3: ", "File-3:", MINT_E_PPK_SYNTAX, 1},
      {": ssh-rsa", ": ", MINT_E_PPK_SYNTAX, 1},
      {": ssh-rsa", ":  ssh-rsa", MINT_E_SSH_TYPE, 1},
      {": ssh-rsa", ": ssh-dss", MINT_E_SSH_TYPE, 1},
      {": ssh-rsa", ": rsa-sha2-256", MINT_E_SSH_TYPE, 1},
      {"Encryption: aes256-cbc", "Encryption: aes256-ctr",
       MINT_E_CIPHER_UNKNOWN, 2},
      {"Encryption: aes256-cbc", "Encryption: none ", MINT_E_CIPHER_UNKNOWN, 2},
      {"Encryption: aes256-cbc", "Encryption: none", MINT_E_PPK_SYNTAX, 11},
      {"Encryption: ", "encryption: ", MINT_E_PPK_SYNTAX, 2},
      {"Encryption: ", "\nEncryption: ", MINT_E_PPK_SYNTAX, 2},
      {"Comment: ", "Comment:", MINT_E_PPK_SYNTAX, 3},
      {"Comment: argon2id\n", "", MINT_E_PPK_SYNTAX, 3},
      {"Public-Lines: 6", "Public-Lines: 06", MINT_E_PPK_SYNTAX, 4},
      {"Public-Lines: 6", "Public-Lines: +6", MINT_E_PPK_SYNTAX, 4},
      {"Public-Lines: 6", "Public-Lines: 0", MINT_E_PPK_SYNTAX, 4},
      {"Public-Lines: 6", "Public-Lines: ", MINT_E_PPK_SYNTAX, 4},
      {"Public-Lines: 6", "Public-Lines: 6 ", MINT_E_PPK_SYNTAX, 4},
      {"Public-Lines: 6", "Public-Lines: 4294967296", MINT_E_PPK_SYNTAX, 4},
      {"Public-Lines: 6", "Public-Lines: 5", MINT_E_PPK_SYNTAX, 10},
      {"Public-Lines: 6", "Public-Lines: 7", MINT_E_BASE64_CHARACTER, 11},
      {"\nAAAAB3", "\n\nAAAAB3", MINT_E_PPK_SYNTAX, 5},
      {"\nAAAAB3", "\n AAAAB3", MINT_E_PPK_SYNTAX, 5},
      {"\nAAAAB3", "\nAAAAAAAAB3", MINT_E_PPK_SYNTAX, 5},
      {"\nAAAAB3", "\nAAAB3", MINT_E_BASE64_LENGTH, 5},
      {"\nAAAAB3", "\nAAA*B3", MINT_E_BASE64_CHARACTER, 5},
      {"\nAAAAB3", "\nAA==\nAAAAB3", MINT_E_BASE64_LENGTH, 5},
      {"\nAAAAB3NzaC1yc2E", "\nAAAAB3NzaC1yc2I", MINT_E_TYPE_UNKNOWN, 0},
      {"\nAAAAB3NzaC1yc2EAAAAD", "\nAAAAB3NzaC1yc2EAAAAE", MINT_E_SSH_SYNTAX,
       0},
      {"Argon2id\n", "Argon2\n", MINT_E_KDF_UNKNOWN, 11},
      {"Argon2id\n", "argon2id\n", MINT_E_KDF_UNKNOWN, 11},
      {"Key-Derivation", "Key-Derivatiom", MINT_E_PPK_SYNTAX, 11},
      {"Memory: 256", "Memory: 262145", MINT_E_KDF_COST, 12},
      {"Memory: 256", "Memory: 4294967296", MINT_E_KDF_COST, 12},
      {"Memory: 256", "Memory: 99999999999999999999999", MINT_E_KDF_COST, 12},
      {"Memory: 256", "Memory: 262144", MINT_E_NONE, 0},
      {"Memory: 256", "Memory: 15", MINT_E_PPK_SYNTAX, 14},
      {"Memory: 256", "Memory: 16", MINT_E_NONE, 0},
      {"Memory: 256", "Memory: 0x100", MINT_E_PPK_SYNTAX, 12},
      {"Passes: 3", "Passes: 0", MINT_E_PPK_SYNTAX, 13},
      {"Passes: 3", "Passes: 16384", MINT_E_NONE, 0},
      {"Passes: 3", "Passes: 16385", MINT_E_KDF_COST, 13},
      {"Passes: 3", "Passes: 4294967295", MINT_E_KDF_COST, 13},
      {"Passes: 3", "Passes: 18446744073709551617", MINT_E_KDF_COST, 13},
      {"Parallelism: 2", "Parallelism: 0", MINT_E_PPK_SYNTAX, 14},
      {"Parallelism: 2", "Parallelism: 16", MINT_E_NONE, 0},
      {"Parallelism: 2", "Parallelism: 17", MINT_E_KDF_COST, 14},
      {"Parallelism: 2", "Parallelism: 4294967295", MINT_E_KDF_COST, 14},
      {"Salt: ", "Salt: 0", MINT_E_PPK_SYNTAX, 15},
      {"Salt: ", "Salt: 0A", MINT_E_PPK_SYNTAX, 15},
      {"Salt: ", "Salt: 0g", MINT_E_PPK_SYNTAX, 15},
      {"Salt: ", "Salt: 00112233445566\nSalt: ", MINT_E_PPK_SYNTAX, 15},
      {"Salt: ", "Salt: 00", MINT_E_NONE, 0},
      {"Private-Lines: 14", "Private-Lines: 13", MINT_E_PPK_SYNTAX, 30},
      {"Private-Lines: 14", "Private-Lines: 999999", MINT_E_PPK_SYNTAX, 16},
      {"Private-Lines: 14\n", "Private-Lines: 15\nAAAA\n", MINT_E_PPK_SYNTAX,
       31},
      {"Private-MAC: ", "Private-MAC: 0", MINT_E_PPK_SYNTAX, 31},
      {"Private-MAC: ", "Private-MAC: 00", MINT_E_PPK_SYNTAX, 31},
      {"Private-MAC: ", "Private-Hash: ", MINT_E_PPK_SYNTAX, 31},
      {"Private-MAC: ", "\nPrivate-MAC: ", MINT_E_PPK_SYNTAX, 31},
  };
  static struct ppk_text buf;
  for (size_t i = 0; i < COUNT(kCases); i++) {
    struct mint_parts *parts = NULL;
    size_t line = 0;
    ppk_load(&buf, "argon2id.ppk");
    ppk_edit(&buf, kCases[i].from, kCases[i].to);
    enum mint_code code = ppk_read(&parts, &line, &buf);
    cr_expect_eq(code, kCases[i].code, "case %zu: %s", i,
                 mint_code_explain(code)->name);
    cr_expect_eq(line, kCases[i].line, "case %zu: line %zu", i, line);
    mint_parts_free(parts);
  }
}

// mint_parts_read gives it only what starts like one of these.
Test(ppk, a_text_of_another_kind_is_refused_at_its_first_line) {
  static const struct {
    const char *text;
    enum mint_code code;
  } kCases[] = {
      {"x", MINT_E_PPK_SYNTAX},
      {"ssh-rsa AAAA\n", MINT_E_PPK_SYNTAX},
      {"putty-user-key-file-3: ssh-rsa\n", MINT_E_PPK_SYNTAX},
      {"PuTTY-User-Key-File-3: ssh-rsa\rx", MINT_E_TEXT_LINE_ENDS},
  };
  for (size_t i = 0; i < COUNT(kCases); i++) {
    struct mint_text text;
    struct mint_ppk_file file;
    static const struct mint_ppk_file kEmpty;
    memset(&file, 0xa5, sizeof(file));
    cr_assert_eq(mint_text_open(&text, (const uint8_t *)kCases[i].text,
                                strlen(kCases[i].text)),
                 MINT_E_NONE);
    cr_expect_eq(mint_ppk_read(&file, &text), kCases[i].code, "case %zu", i);
    cr_expect_eq(text.number, 1, "case %zu", i);
    cr_expect_arr_eq(&file, &kEmpty, sizeof(file), "case %zu", i);
  }
}

// ... and all that has been read by then is given back.
Test(ppk, a_text_without_its_last_line_leaves_nothing) {
  static struct ppk_text buf;
  static const struct mint_ppk_file kEmpty;
  struct mint_text text;
  struct mint_ppk_file file;
  struct mint_arena_stats before;
  struct mint_arena_stats after;
  ppk_load(&buf, "argon2id.ppk");
  const uint8_t *mac = memmem(buf.data, buf.len, "Private-MAC", 11);
  cr_assert_not_null(mac);
  mint_arena_stats(&before);
  cr_assert_eq(mint_text_open(&text, buf.data, (size_t)(mac - buf.data)),
               MINT_E_NONE);
  cr_expect_eq(mint_ppk_read(&file, &text), MINT_E_PPK_SYNTAX);
  cr_expect_arr_eq(&file, &kEmpty, sizeof(file));
  mint_arena_stats(&after);
  cr_expect_eq(before.blocks, after.blocks);
}

Test(ppk, nothing_may_follow) {
  static const char *const kTails[] = {"\n", " ", "x\n", "\n\n",
                                       "PuTTY-User-Key-File-3: ssh-rsa\n"};
  for (size_t i = 0; i < COUNT(kTails); i++) {
    static struct ppk_text buf;
    struct mint_parts *parts = NULL;
    size_t line = 0;
    ppk_load(&buf, "v2.ppk");
    ppk_puts(&buf, kTails[i]);
    cr_expect_eq(ppk_read(&parts, &line, &buf), MINT_E_PPK_SYNTAX);
    cr_expect_eq(line, 27);
  }
}

Test(ppk, line_ends_are_lf_or_crlf) {
  static struct ppk_text lf;
  static struct ppk_text crlf;
  ppk_load(&lf, "v3.ppk");
  crlf.len = 0;
  for (size_t i = 0; i < lf.len; i++) {
    ppk_put(&crlf, lf.data[i] == '\n' ? "\r\n" : (const char *)&lf.data[i],
            lf.data[i] == '\n' ? 2 : 1);
  }
  cr_expect_eq(ppk_code(&crlf), MINT_E_NONE);
  struct mint_parts *parts = NULL;
  size_t line = 0;
  ppk_edit(&crlf, "Comment: rsa@test v3\r\n", "Comment: rsa@test v3\n");
  cr_expect_eq(ppk_read(&parts, &line, &crlf), MINT_E_TEXT_LINE_ENDS);
  cr_expect_eq(line, 3);
}

Test(ppk, a_comment_may_be_1024_bytes_long) {
  for (size_t len = MINT_COMMENT_READ_MAX; len < MINT_COMMENT_READ_MAX + 2;
       len++) {
    static struct ppk_text buf;
    char comment[2048] = "Comment: ";
    memset(comment + 9, 'x', len);
    comment[9 + len] = '\0';
    struct mint_parts *parts = NULL;
    size_t line = 0;
    ppk_load(&buf, "argon2id.ppk");
    ppk_edit(&buf, "Comment: argon2id", comment);
    bool fits = len == MINT_COMMENT_READ_MAX;
    cr_expect_eq(ppk_read(&parts, &line, &buf),
                 fits ? MINT_E_NONE : MINT_E_LINE_COMMENT);
    cr_expect_eq(line, fits ? 0 : 3);
    mint_parts_free(parts);
  }
}
