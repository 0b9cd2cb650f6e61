// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/base/arena.h"
#include "core/format/pem_cipher.h"
#include "core/mint.h"
#include "tests/unit/parse_kit.h"

static struct kit text;
static struct kit blob;

// Reads `text` and expects `code` at `line`; nothing may be left allocated.
static void expect_code(const char *what, enum mint_code code, size_t line) {
  struct mint_parts *parts = (struct mint_parts *)(uintptr_t)1;
  struct mint_reason why = {MINT_E_CODES, 99};
  struct mint_arena_stats before;
  struct mint_arena_stats after;
  mint_arena_stats(&before);
  enum mint_status status = kit_read(&parts, &why, &text);
  cr_expect_eq(why.code, code, "%s: %s", what,
               mint_code_explain(why.code)->name);
  cr_expect_eq(status, mint_code_explain(code)->status, "%s", what);
  cr_expect_eq(why.line, line, "%s: line %zu", what, why.line);
  cr_expect_eq(parts == NULL, code != MINT_E_NONE, "%s", what);
  if (status == MINT_OK) {
    mint_parts_free(parts);
  }
  mint_arena_stats(&after);
  cr_expect_eq(after.blocks, before.blocks, "%s: a block is left", what);
}

// ---------------------------------------------------------------------------
// Forms

Test(parse, files_of_other_tools) {
  static const struct {
    const char *file;
    enum mint_code code;
    size_t line;
  } kFiles[] = {
      {"rsa.pem", MINT_E_NONE, 0},
      {"rsa_aes128.pem", MINT_E_NONE, 0},
      {"rsa_aes192.pem", MINT_E_NONE, 0},
      {"rsa_aes256.pem", MINT_E_NONE, 0},
      {"rsa_des3.pem", MINT_E_NONE, 0},
      {"rsa.pub", MINT_E_NONE, 0},
      {"rsa_openssh", MINT_E_NONE, 0},
      {"rsa_pkcs8.pem", MINT_E_NONE, 0},
      {"rsa_pkcs8_sealed.pem", MINT_E_NONE, 0},
      {"rsa_rfc4716.pub", MINT_E_NONE, 0},
      {"rsa_spki.pem", MINT_E_NONE, 0},
      {"rsa_pkcs1_public.pem", MINT_E_NONE, 0},
      {"rsa.ppk", MINT_E_NONE, 0},
      {"rsa1", MINT_E_FORMAT_SSH1, 0},
      {"rsa_sshcom", MINT_E_FORMAT_SSHCOM, 0},
      {"x509.pem", MINT_E_FORMAT_X509, 1},
      {"request.pem", MINT_E_FORMAT_X509, 1},
      {"ec.pem", MINT_E_FORMAT_NOT_RSA, 1},
      {"ec_key.pem", MINT_E_FORMAT_NOT_RSA, 1},
      {"dsa_key.pem", MINT_E_FORMAT_NOT_RSA, 1},
      {"rsa.der", MINT_E_FORMAT_DER, 0},
      {"rsa_wrong_label.pem", MINT_E_DER_SYNTAX, 0},
      {"multi_prime.pem", MINT_E_DER_MULTI_PRIME, 0},
  };
  for (size_t i = 0; i < COUNT(kFiles); i++) {
    kit_file(&text, kFiles[i].file);
    expect_code(kFiles[i].file, kFiles[i].code, kFiles[i].line);
  }
}

Test(parse, names_of_forms) {
  static const struct {
    enum mint_format format;
    const char *name;
    bool is_private;
  } kFormats[] = {
      {MINT_FORMAT_AUTHORIZED_KEYS, "authorized-keys", false},
      {MINT_FORMAT_PEM, "pem", true},
      {MINT_FORMAT_PKCS8, "pkcs8", true},
      {MINT_FORMAT_OPENSSH, "openssh", true},
      {MINT_FORMAT_RFC4716, "rfc4716", false},
      {MINT_FORMAT_SPKI, "spki", false},
      {MINT_FORMAT_PKCS1_PUBLIC, "pkcs1-public", false},
      {MINT_FORMAT_PPK, "ppk", true},
  };
  static const char *const kOthers[] = {"",     "unknown", "rfc471",
                                        "pem ", "pem2",    "authorized_keys"};
  enum mint_format format = MINT_FORMAT_PEM;
  for (size_t i = 0; i < COUNT(kFormats); i++) {
    char shout[32] = "";
    const char *name = kFormats[i].name;
    cr_expect_str_eq(mint_format_name(kFormats[i].format), name);
    cr_expect_eq(mint_format_is_private(kFormats[i].format),
                 kFormats[i].is_private, "%s", name);
    cr_expect(mint_format_from_name(&format, name), "%s", name);
    cr_expect_eq(format, kFormats[i].format, "%s", name);
    for (size_t at = 0; name[at] != '\0'; at++) {
      shout[at] = (char)toupper((unsigned char)name[at]);
    }
    format = (enum mint_format)0;
    cr_expect(mint_format_from_name(&format, shout), "%s", shout);
    cr_expect_eq(format, kFormats[i].format, "%s", shout);
  }
  for (size_t i = 0; i < COUNT(kOthers); i++) {
    format = MINT_FORMAT_PPK;
    cr_expect_not(mint_format_from_name(&format, kOthers[i]), "\"%s\"",
                  kOthers[i]);
    cr_expect_eq(format, MINT_FORMAT_AUTHORIZED_KEYS, "\"%s\"", kOthers[i]);
  }
  static const int kNone[] = {0, COUNT(kFormats) + 1, 99};
  for (size_t i = 0; i < COUNT(kNone); i++) {
    cr_expect_str_eq(mint_format_name((enum mint_format)kNone[i]), "unknown");
    cr_expect_not(mint_format_is_private((enum mint_format)kNone[i]));
  }
}

Test(parse, labels) {
  static const struct {
    const char *label;
    enum mint_code code;
  } kLabels[] = {
      {"DSA PRIVATE KEY", MINT_E_FORMAT_NOT_RSA},
      {"DSA PARAMETERS", MINT_E_FORMAT_NOT_RSA},
      {"EC PRIVATE KEY", MINT_E_FORMAT_NOT_RSA},
      {"EC PARAMETERS", MINT_E_FORMAT_NOT_RSA},
      {"CERTIFICATE", MINT_E_FORMAT_X509},
      {"X509 CERTIFICATE", MINT_E_FORMAT_X509},
      {"TRUSTED CERTIFICATE", MINT_E_FORMAT_X509},
      {"CERTIFICATE REQUEST", MINT_E_FORMAT_X509},
      {"NEW CERTIFICATE REQUEST", MINT_E_FORMAT_X509},
      {"PGP PRIVATE KEY BLOCK", MINT_E_FORMAT_PGP},
      {"PGP PUBLIC KEY BLOCK", MINT_E_FORMAT_PGP},
      {"PGP MESSAGE", MINT_E_FORMAT_PGP},
      {"AGE ENCRYPTED FILE", MINT_E_FORMAT_AGE},
      {"RSA PRIVATE KEYS", MINT_E_FORMAT_UNKNOWN},
      {"RSA PRIVATE", MINT_E_FORMAT_UNKNOWN},
      {"X", MINT_E_FORMAT_UNKNOWN},
  };
  for (size_t i = 0; i < COUNT(kLabels); i++) {
    kit_clear(&text);
    kit_pem(&text, kLabels[i].label, "abc", 3);
    expect_code(kLabels[i].label, kLabels[i].code, 1);
    text.len = strlen("-----BEGIN -----") + strlen(kLabels[i].label);
    expect_code(kLabels[i].label, kLabels[i].code, 1);  // the first line alone
  }
  kit_clear(&text);
  kit_pem(&text, "RSA PRIVATE KEY", "abc", 3);
  expect_code("no DER", MINT_E_DER_SYNTAX, 0);
}

// Only PKCS#1 is sealed by headers; the others would be read as if they were
// open.
Test(parse, headers_where_none_belong) {
  static const char *const kLabels[] = {"PRIVATE KEY", "ENCRYPTED PRIVATE KEY",
                                        "OPENSSH PRIVATE KEY", "PUBLIC KEY",
                                        "RSA PUBLIC KEY"};
  static const char kHeaders[] =
      "Proc-Type: 4,ENCRYPTED\n"
      "DEK-Info: AES-256-CBC,00000000000000000000000000000000\n\n";
  static struct kit block;
  for (size_t i = 0; i < COUNT(kLabels); i++) {
    kit_clear(&block);
    kit_pem(&block, kLabels[i], "abc", 3);
    size_t begin = strlen("-----BEGIN -----\n") + strlen(kLabels[i]);
    kit_clear(&text);
    kit_put(&text, block.data, begin);
    kit_puts(&text, kHeaders);
    kit_put(&text, block.data + begin, block.len - begin);
    expect_code(kLabels[i], MINT_E_PEM_HEADER, 2);
  }
}

#define BYTES(literal) literal, sizeof(literal) - 1

Test(parse, other_texts) {
  static const struct {
    const char *in;
    size_t in_len;
    enum mint_code code;
    size_t line;
  } kTexts[] = {
      {BYTES(""), MINT_E_TEXT_EMPTY, 0},
      {BYTES("\0"), MINT_E_TEXT_CONTROL, 0},
      {BYTES("hello\0"), MINT_E_TEXT_CONTROL, 0},
      {BYTES("\xff\xfe-\0-\0"), MINT_E_TEXT_UTF16, 0},
      {BYTES("-\0-\0-\0"), MINT_E_TEXT_UTF16, 0},
      {BYTES("\0-\0-\0-"), MINT_E_TEXT_UTF16, 0},
      {BYTES("\xef\xbb\xbf-----BEGIN RSA PRIVATE KEY-----\n"), MINT_E_TEXT_BOM,
       0},
      {BYTES("\n"), MINT_E_TEXT_UNKNOWN, 1},
      {BYTES(" "), MINT_E_TEXT_UNKNOWN, 1},
      {BYTES("hello\n"), MINT_E_TEXT_UNKNOWN, 1},
      {BYTES("hello\r"), MINT_E_TEXT_LINE_ENDS, 1},
      {BYTES("\x89PNG\r\n\x1a\n"), MINT_E_TEXT_UNKNOWN, 1},
      {BYTES("{\"kty\":\"RSA\"}\n"), MINT_E_FORMAT_JSON, 0},
      {BYTES("{"), MINT_E_FORMAT_JSON, 0},
      {BYTES("{\0"), MINT_E_TEXT_UTF16, 0},
      {BYTES("AGE-SECRET-KEY-1QQQ\n"), MINT_E_FORMAT_AGE, 0},
      {BYTES("age-encryption.org/v1\n-> ssh-rsa\n\0"), MINT_E_FORMAT_AGE, 0},
      {BYTES("PuTTY-User-Key-File-1: ssh-rsa\n"), MINT_E_FORMAT_PPK_VERSION, 1},
      {BYTES("SSH PRIVATE KEY FILE FORMAT 1.1\n\0\0"), MINT_E_FORMAT_SSH1, 0},
      {BYTES("---- BEGIN SSH2 PUBLIC KEY ----\n"), MINT_E_4716_END, 1},
      {BYTES("---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\n"),
       MINT_E_FORMAT_SSHCOM, 0},
      {BYTES("\x30\x82\x04\xa4\x02\x01\x00"), MINT_E_FORMAT_DER, 0},
      {BYTES("\x30\x81\x9f"), MINT_E_FORMAT_DER, 0},
      {BYTES("\x30\x03\x02\x01\x05"), MINT_E_FORMAT_DER, 0},
      {BYTES("\x30\x03\x02\x01\x05\x05"), MINT_E_TEXT_UNKNOWN, 1},
      {BYTES("\x30\x03\x02\x01"), MINT_E_TEXT_UNKNOWN, 1},
      // A public key of SSH version 1, and less than one.
      {BYTES("1024 65537 1234567890 me@host\n"), MINT_E_FORMAT_SSH1, 1},
      {BYTES("1024 65537 1234567890"), MINT_E_FORMAT_SSH1, 1},
      {BYTES("1024 65537\n"), MINT_E_TEXT_UNKNOWN, 1},
      {BYTES("1024 65537 12345678a0\n"), MINT_E_TEXT_UNKNOWN, 1},
      {BYTES("1024 65537 /234567890\n"), MINT_E_TEXT_UNKNOWN, 1},
      // A block, but not at the start.
      {BYTES(" -----BEGIN RSA PRIVATE KEY-----\n"), MINT_E_PEM_BEFORE, 1},
      {BYTES("\n-----BEGIN RSA PRIVATE KEY-----\n"), MINT_E_PEM_BEFORE, 1},
      {BYTES("Bag Attributes\n-----BEGIN PRIVATE KEY-----\n"),
       MINT_E_PEM_BEFORE, 1},
      {BYTES("a\nb\n \t-----BEGIN X\n"), MINT_E_PEM_BEFORE, 1},
      {BYTES("a\r\n-----BEGIN X-----\r\n"), MINT_E_PEM_BEFORE, 1},
      {BYTES("\n---- BEGIN SSH2 PUBLIC KEY ----\n"), MINT_E_PEM_BEFORE, 1},
      {BYTES(" \t\r\nPuTTY-User-Key-File-3: ssh-rsa\r\n"), MINT_E_PEM_BEFORE,
       1},
      {BYTES("a\n---- BEGIN SSH2 PUBLIC KEY ----\n"), MINT_E_TEXT_UNKNOWN, 1},
      // Not quite a BEGIN line.
      {BYTES("-----BEGIN RSA PRIVATE KEY----- \n"), MINT_E_PEM_BEGIN, 1},
      {BYTES("-----BEGIN RSA PRIVATE KEY\n"), MINT_E_PEM_BEGIN, 1},
      {BYTES("-----BEGIN rsa PRIVATE KEY-----\n"), MINT_E_PEM_BEGIN, 1},
      {BYTES("-----BEGIN-----\n"), MINT_E_PEM_BEGIN, 1},
      {BYTES("-----BEGIN RSA PRIVATE KEY-----"), MINT_E_PEM_END, 1},
      {BYTES("-----BEGIN RSA PRIVATE KEY-----\r"), MINT_E_TEXT_LINE_ENDS, 1},
      {BYTES("----BEGIN RSA PRIVATE KEY----\n"), MINT_E_TEXT_UNKNOWN, 1},
      {BYTES("-----END RSA PRIVATE KEY-----\n"), MINT_E_TEXT_UNKNOWN, 1},
  };
  for (size_t i = 0; i < COUNT(kTexts); i++) {
    char what[32];
    (void)snprintf(what, sizeof(what), "text %zu", i);
    kit_clear(&text);
    kit_put(&text, kTexts[i].in, kTexts[i].in_len);
    expect_code(what, kTexts[i].code, kTexts[i].line);
  }
}

Test(parse, input_limit_is_inclusive) {
  kit_clear(&text);
  kit_fill(&text, 'a', MINT_INPUT_MAX + 1);
  expect_code("too large", MINT_E_TEXT_TOO_LARGE, 0);
  text.len = MINT_INPUT_MAX;
  expect_code("one line", MINT_E_LINE_TOO_LONG, 1);
}

// The same key in UTF-16, as PowerShell saves it.
Test(parse, utf16_files) {
  static const char *const kFiles[] = {"rsa.pem", "rsa.pub"};
  static struct kit plain;
  for (size_t i = 0; i < COUNT(kFiles); i++) {
    kit_file(&plain, kFiles[i]);
    for (unsigned form = 0; form < 4; form++) {
      bool big_endian = (form & 1) != 0;
      kit_clear(&text);
      if ((form & 2) != 0) {
        kit_puts(&text, big_endian ? "\xfe\xff" : "\xff\xfe");
      }
      for (size_t j = 0; j < plain.len; j++) {
        kit_fill(&text, big_endian ? 0 : plain.data[j], 1);
        kit_fill(&text, big_endian ? plain.data[j] : 0, 1);
      }
      expect_code("UTF-16", MINT_E_TEXT_UTF16, 0);
    }
  }
}

// ---------------------------------------------------------------------------
// Private keys

Test(parse, about_a_plain_private_key) {
  struct mint_parts *parts = kit_parts("rsa.pem");
  const struct mint_about *about = mint_parts_about(parts);
  kit_blob(&blob, "rsa.pub");
  cr_expect_eq(about->kind, MINT_KIND_PRIVATE);
  cr_expect_eq(about->format, MINT_FORMAT_PEM);
  cr_expect_str_eq(mint_format_name(about->format), "pem");
  cr_expect(!about->encrypted && !about->locked);
  cr_expect(about->cipher == NULL && about->kdf == NULL);
  cr_expect_str_eq(about->type, "ssh-rsa");
  cr_expect_str_eq(about->type_short, "RSA");
  cr_expect_eq(about->bits, 2048);
  cr_expect(kit_is(&blob, about->blob, about->blob_len));
  cr_expect(about->exponent_len == 3 &&
            memcmp(about->exponent, "\x01\x00\x01", 3) == 0);
  cr_expect(about->comment == NULL && about->comment_len == 0);
  mint_parts_free(parts);
}

// Locked, as the public describes it, field by field.
static void expect_locked(const struct mint_about *about) {
  cr_expect_eq(about->kind, MINT_KIND_PRIVATE);
  cr_expect(about->encrypted && about->locked);
  cr_expect_str_eq(about->cipher, "AES-256-CBC");
  cr_expect_str_eq(about->kdf, "md5");
  cr_expect(about->type == NULL && about->type_short == NULL);
  cr_expect(about->bits == 0 && about->blob == NULL && about->blob_len == 0);
  cr_expect(about->exponent == NULL && about->exponent_len == 0);
}

static enum mint_code unlock(struct mint_parts *parts, const void *passphrase,
                             size_t len) {
  struct mint_reason why = {MINT_E_CODES, 99};
  enum mint_status status = mint_parts_unlock(parts, &why, passphrase, len);
  cr_expect_eq(status, mint_code_explain(why.code)->status);
  cr_expect_eq(why.line, 0);
  return why.code;
}

Test(parse, unlock) {
  static uint8_t passphrase[MINT_PASSPHRASE_MAX + 1];
  memset(passphrase, 'x', sizeof(passphrase));
  static const struct {
    const void *passphrase;
    size_t len;
    enum mint_code code;
  } kWrong[] = {
      {"", 0, MINT_E_PASSPHRASE_WRONG},
      {NULL, 0, MINT_E_PASSPHRASE_WRONG},
      {"c", 1, MINT_E_PASSPHRASE_WRONG},
      {BYTES("correct hors"), MINT_E_PASSPHRASE_WRONG},
      {BYTES("correct horse "), MINT_E_PASSPHRASE_WRONG},
      {BYTES("correct horse\0"), MINT_E_PASSPHRASE_WRONG},
      {BYTES("Correct horse"), MINT_E_PASSPHRASE_WRONG},
      {passphrase, MINT_PASSPHRASE_MAX, MINT_E_PASSPHRASE_WRONG},
      {passphrase, MINT_PASSPHRASE_MAX + 1, MINT_E_PASSPHRASE_LONG},
      {passphrase, SIZE_MAX, MINT_E_PASSPHRASE_LONG},
  };
  struct mint_parts *parts = kit_parts("rsa_aes256.pem");
  const struct mint_about *about = mint_parts_about(parts);
  struct mint_arena_stats locked;
  struct mint_arena_stats before;
  struct mint_arena_stats after;
  expect_locked(about);
  for (size_t i = 0; i < COUNT(kWrong); i++) {
    mint_arena_stats(&before);
    cr_expect_eq(unlock(parts, kWrong[i].passphrase, kWrong[i].len),
                 kWrong[i].code, "case %zu", i);
    expect_locked(mint_parts_about(parts));
    mint_arena_stats(&after);
    // BoringSSL's error queue may have come to life in the first round.
    cr_expect(i == 0 || after.blocks == before.blocks, "case %zu", i);
  }
  mint_arena_stats(&locked);
  cr_assert_eq(unlock(parts, BYTES(KIT_PASSPHRASE)), MINT_E_NONE);
  mint_arena_stats(&after);
  cr_expect_eq(after.blocks, locked.blocks + 1, "only the blob is new");
  about = mint_parts_about(parts);
  cr_expect(about->encrypted && !about->locked);
  cr_expect_str_eq(about->cipher, "AES-256-CBC");
  cr_expect_str_eq(about->type, "ssh-rsa");
  kit_blob(&blob, "rsa.pub");
  cr_expect(kit_is(&blob, about->blob, about->blob_len));
  // Once open, any passphrase will do.
  cr_expect_eq(unlock(parts, "no", 2), MINT_E_NONE);
  cr_expect_eq(unlock(parts, passphrase, SIZE_MAX), MINT_E_NONE);
  mint_parts_free(parts);
  parts = kit_parts("rsa.pub");
  cr_expect_eq(unlock(parts, NULL, 0), MINT_E_NONE);
  mint_parts_free(parts);
}

// One wrong key in 256 has a valid padding and fails behind it. Each leaves the
// parts as they were, so that the right one still opens them.
Test(parse, unlock_after_many_wrong_passphrases) {
  static const char *const kFiles[] = {"rsa_aes128.pem", "rsa_aes192.pem"};
  for (size_t i = 0; i < COUNT(kFiles); i++) {
    struct mint_parts *parts = kit_parts(kFiles[i]);
    for (unsigned n = 0; n < 2000; n++) {
      cr_assert_eq(unlock(parts, &n, sizeof(n)), MINT_E_PASSPHRASE_WRONG);
    }
    cr_assert_eq(unlock(parts, BYTES(KIT_PASSPHRASE)), MINT_E_NONE);
    cr_expect_eq(mint_parts_about(parts)->bits, 2048);
    mint_parts_free(parts);
  }
}

// Puts `plain` into `text`, encrypted with KIT_PASSPHRASE.
static void put_sealed(const struct kit *plain) {
  static const char kHeaders[] =
      "Proc-Type: 4,ENCRYPTED\n"
      "DEK-Info: AES-256-CBC,00000000000000000000000000000000\n\n";
  static const char kName[] = "AES-256-CBC";
  static const uint8_t kIv[16] = {0};
  struct mint_pem_cipher_use use;
  struct mint_secret sealed;
  CBS name;
  CBS_init(&name, (const uint8_t *)kName, strlen(kName));
  cr_assert(mint_pem_cipher_find(&use, &name, kIv, sizeof(kIv)));
  cr_assert_eq(
      mint_pem_encrypt(&sealed, &use, plain->data, plain->len,
                       (const uint8_t *)KIT_PASSPHRASE, strlen(KIT_PASSPHRASE)),
      MINT_E_NONE);
  static struct kit block;
  kit_clear(&block);
  kit_pem(&block, "RSA PRIVATE KEY", sealed.data, sealed.len);
  mint_secret_wipe(&sealed);
  size_t begin = strlen("-----BEGIN RSA PRIVATE KEY-----\n");
  kit_clear(&text);
  kit_put(&text, block.data, begin);
  kit_puts(&text, kHeaders);
  kit_put(&text, block.data + begin, block.len - begin);
}

// What a wrong passphrase opens a body to: valid padding once in 256 times, and
// among those a SEQUENCE that is too short once in some hundred. It must not be
// taken for a damaged key; a real key's damage may.
Test(parse, what_unlocking_opens_to) {
  static struct kit plain;
  static const struct {
    const char *start;
    size_t len;
    enum mint_code code;
  } kStarts[] = {
      {BYTES("\x31\x10\x02\x01\x00"), MINT_E_PASSPHRASE_WRONG},
      {BYTES("\x30\x00"), MINT_E_PASSPHRASE_WRONG},
      {BYTES("\x30\x10\x9a\x8c\x11"), MINT_E_PASSPHRASE_WRONG},
      {BYTES("\x30\x7f\x9a\x8c\x11"), MINT_E_PASSPHRASE_WRONG},
      {BYTES("\x30\x81\x80\x9a\x8c\x11"), MINT_E_PASSPHRASE_WRONG},
      {BYTES("\x30\x82\x01\x00\x9a\x8c\x11"), MINT_E_PASSPHRASE_WRONG},
  };
  for (size_t i = 0; i <= COUNT(kStarts); i++) {
    enum mint_code code = MINT_E_DER_TRAILING;
    if (i < COUNT(kStarts)) {
      kit_clear(&plain);
      kit_put(&plain, kStarts[i].start, kStarts[i].len);
      kit_fill(&plain, 0x5a, 1000);
      code = kStarts[i].code;
    } else {
      kit_body(&plain, "rsa.pem");
      kit_fill(&plain, 0, 1);
    }
    put_sealed(&plain);
    struct mint_parts *parts = NULL;
    struct mint_reason why;
    cr_assert_eq(kit_read(&parts, &why, &text), MINT_OK);
    enum mint_code got = unlock(parts, BYTES(KIT_PASSPHRASE));
    cr_expect_eq(got, code, "case %zu: %s", i, mint_code_explain(got)->name);
    cr_expect(mint_parts_about(parts)->locked);
    mint_parts_free(parts);
  }
}

// An encrypted body of no whole number of blocks, and one cut at a block.
Test(parse, damaged_encrypted_body) {
  static struct kit body;
  static struct kit file;
  kit_file(&file, "rsa_aes256.pem");
  kit_body(&body, "rsa_aes256.pem");
  static const size_t kCuts[] = {1, 15, 16, 32};
  for (size_t i = 0; i < COUNT(kCuts); i++) {
    static struct kit block;
    kit_clear(&block);
    kit_pem(&block, "RSA PRIVATE KEY", body.data, body.len - kCuts[i]);
    const uint8_t *blank = memmem(file.data, file.len, "\n\n", 2);
    const uint8_t *first = memchr(file.data, '\n', file.len);
    const uint8_t *rest = memchr(block.data, '\n', block.len);
    cr_assert(blank != NULL && first != NULL && rest != NULL);
    kit_clear(&text);
    kit_put(&text, file.data, (size_t)(blank + 1 - file.data));
    kit_put(&text, rest, (size_t)(block.data + block.len - rest));
    struct mint_parts *parts = NULL;
    struct mint_reason why;
    if (kCuts[i] % 16 != 0) {
      cr_expect_eq(kit_read(&parts, &why, &text), MINT_ERR_SYNTAX);
      cr_expect_eq(why.code, MINT_E_DAMAGED);
      continue;
    }
    cr_assert_eq(kit_read(&parts, &why, &text), MINT_OK);
    cr_expect_eq(unlock(parts, BYTES(KIT_PASSPHRASE)), MINT_E_PASSPHRASE_WRONG);
    mint_parts_free(parts);
  }
}

// ---------------------------------------------------------------------------
// One line

Test(parse, about_public_keys) {
  static const struct {
    const char *name;
    const char *type;
    const char *type_short;
    unsigned bits;
  } kKeys[] = {
      {"rsa", "ssh-rsa", "RSA", 2048},
      {"dsa", "ssh-dss", "DSA", 1024},
      {"ecdsa256", "ecdsa-sha2-nistp256", "ECDSA", 256},
      {"ecdsa384", "ecdsa-sha2-nistp384", "ECDSA", 384},
      {"ecdsa521", "ecdsa-sha2-nistp521", "ECDSA", 521},
      {"ed25519", "ssh-ed25519", "ED25519", 256},
      {"sk_ecdsa", "sk-ecdsa-sha2-nistp256@openssh.com", "ECDSA-SK", 256},
      {"sk_ed25519", "sk-ssh-ed25519@openssh.com", "ED25519-SK", 256},
  };
  for (size_t i = 0; i < COUNT(kKeys); i++) {
    for (int cert = 0; cert < 2; cert++) {
      char name[64];
      char plain[64];
      char comment[64];
      (void)snprintf(plain, sizeof(plain), "%s.pub", kKeys[i].name);
      (void)snprintf(name, sizeof(name), "%s%s.pub", kKeys[i].name,
                     cert != 0 ? "-cert" : "");
      (void)snprintf(comment, sizeof(comment), "%s@test", kKeys[i].name);
      struct mint_parts *parts = kit_parts(name);
      const struct mint_about *about = mint_parts_about(parts);
      cr_expect_eq(about->kind,
                   cert != 0 ? MINT_KIND_CERTIFICATE : MINT_KIND_PUBLIC);
      cr_expect_eq(about->format, MINT_FORMAT_AUTHORIZED_KEYS);
      cr_expect_str_eq(mint_format_name(about->format), "authorized-keys");
      cr_expect(!about->encrypted && !about->locked && about->cipher == NULL);
      cr_expect_eq(about->bits, kKeys[i].bits, "%s", name);
      size_t stem = strcspn(kKeys[i].type, "@");
      cr_expect_eq(strncmp(about->type, kKeys[i].type, stem), 0, "%s", name);
      cr_expect_eq(strstr(about->type, "-cert-v01@") != NULL, cert != 0);
      stem = strlen(kKeys[i].type_short);
      cr_expect_eq(strncmp(about->type_short, kKeys[i].type_short, stem), 0);
      cr_expect_str_eq(about->type_short + stem, cert != 0 ? "-CERT" : "");
      // The blob is the plain key's, of a certificate too.
      kit_blob(&blob, plain);
      cr_expect(kit_is(&blob, about->blob, about->blob_len), "%s", name);
      cr_expect_eq(about->exponent != NULL, i == 0, "%s", name);
      cr_expect_eq(about->exponent_len, i == 0 ? 3 : 0, "%s", name);
      cr_expect_eq(about->comment_len, strlen(comment), "%s", name);
      cr_expect_eq(memcmp(about->comment, comment, strlen(comment)), 0);
      mint_parts_free(parts);
    }
  }
}

// Puts "<head><base64 of rsa.pub><tail>" into `text`.
static void put_line(const char *head, const char *tail) {
  kit_blob(&blob, "rsa.pub");
  kit_set(&text, head);
  kit_base64(&text, blob.data, blob.len);
  kit_puts(&text, tail);
}

Test(parse, lines) {
  static const struct {
    const char *head;
    const char *tail;
    enum mint_code code;
    size_t line;
  } kLines[] = {
      {"ssh-rsa ", "", MINT_E_NONE, 0},
      {"ssh-rsa ", "\n", MINT_E_NONE, 0},
      {"ssh-rsa ", "\r\n", MINT_E_NONE, 0},
      {"ssh-rsa ", " \n", MINT_E_NONE, 0},
      {"ssh-rsa ", " a b  c \n", MINT_E_NONE, 0},
      {"ssh-rsa ", " \x1b]0;x\x07\x9b\n", MINT_E_NONE, 0},  // kept, raw
      {"ssh-rsa ", " c\r", MINT_E_TEXT_LINE_ENDS, 1},
      {"ssh-rsa ", " c\rd\n", MINT_E_TEXT_LINE_ENDS, 1},
      // blanks
      {" ssh-rsa ", "\n", MINT_E_LINE_FIELDS, 1},
      {"\tssh-rsa ", "\n", MINT_E_LINE_FIELDS, 1},
      {"ssh-rsa  ", "\n", MINT_E_LINE_FIELDS, 1},
      {"ssh-rsa\t", "\n", MINT_E_LINE_FIELDS, 1},
      {"ssh-rsa ", "\tc12\n", MINT_E_BASE64_CHARACTER, 1},
      // options, hosts, markers
      {"no-pty ssh-rsa ", "\n", MINT_E_LINE_OPTIONS, 1},
      {"command=\"a b\",no-pty ssh-rsa ", " c\n", MINT_E_LINE_OPTIONS, 1},
      {"host.example ssh-rsa ", "\n", MINT_E_LINE_OPTIONS, 1},
      {"@cert-authority * ssh-rsa ", "\n", MINT_E_LINE_OPTIONS, 1},
      {"no-pty\tssh-rsa ", "\n", MINT_E_LINE_OPTIONS, 1},
      // types
      {"", " c\n", MINT_E_LINE_FIELDS, 1},  // none
      {"", "\n", MINT_E_LINE_FIELDS, 1},
      {"rsa-sha2-256 ", "\n", MINT_E_SSH_SIGNATURE_TYPE, 1},
      {"rsa-sha2-512 ", " c\n", MINT_E_SSH_SIGNATURE_TYPE, 1},
      {"ssh-dss ", "\n", MINT_E_SSH_TYPE, 1},
      {"ssh-ed25519 ", "\n", MINT_E_SSH_TYPE, 1},
      {"ssh-rsa-cert-v01@openssh.com ", "\n", MINT_E_SSH_TYPE, 1},
      {"ssh-foo ", "\n", MINT_E_TYPE_UNKNOWN, 1},
      {"ssh-rsa-cert-v00@openssh.com ", "\n", MINT_E_TYPE_UNKNOWN, 1},
      {"ecdsa-sha2-nistp224 ", "\n", MINT_E_TYPE_UNKNOWN, 1},
      {"sk-foo@openssh.com ", "\n", MINT_E_TYPE_UNKNOWN, 1},
      {"webauthn-sk-ecdsa-sha2-nistp256@openssh.com ", "\n",
       MINT_E_TYPE_UNKNOWN, 1},
      // a type of somebody's own: name@domain, and a blob behind it
      {"my-key@example.com ", "\n", MINT_E_TYPE_UNKNOWN, 1},
      {"my-key@example.com ", " c\n", MINT_E_TYPE_UNKNOWN, 1},
      {"x@y ", "\n", MINT_E_TYPE_UNKNOWN, 1},
      {"@example.com ", "\n", MINT_E_TEXT_UNKNOWN, 1},
      {"my-key@ ", "\n", MINT_E_TEXT_UNKNOWN, 1},
      {"my-key@example.com B", "\n", MINT_E_TEXT_UNKNOWN, 1},
      {"my-key@example.com  ", "\n", MINT_E_TYPE_UNKNOWN, 1},
      {"me@example.com wrote ", "\n", MINT_E_TEXT_UNKNOWN, 1},
      {"SSH-RSA ", "\n", MINT_E_TEXT_UNKNOWN, 1},
      {"rsa ", "\n", MINT_E_TEXT_UNKNOWN, 1},
      {"# ssh-rsa ", "\n", MINT_E_LINE_OPTIONS, 1},
      // several lines
      {"ssh-rsa ", "\nx", MINT_E_LINE_SEVERAL, 2},
      {"ssh-rsa ", "\n\n", MINT_E_LINE_SEVERAL, 2},
      {"ssh-rsa ", " c\nssh-rsa AAAA\n", MINT_E_LINE_SEVERAL, 2},
      {"ssh-rsa ", "\r\n\r\n", MINT_E_LINE_SEVERAL, 2},
      {"\nssh-rsa ", "\n", MINT_E_TEXT_UNKNOWN, 1},
      // base64
      {"ssh-rsa ", "=\n", MINT_E_BASE64_LENGTH, 1},
      {"ssh-rsa ", "====\n", MINT_E_BASE64_CHARACTER, 1},
      {"ssh-rsa ", "A\n", MINT_E_BASE64_LENGTH, 1},
      {"ssh-rsa ", "AAA=\n", MINT_E_SSH_TRAILING, 1},
      {"ssh-rsa ", "AA==\n", MINT_E_SSH_TRAILING, 1},
      {"ssh-rsa A", "\n", MINT_E_BASE64_LENGTH, 1},
      {"ssh-rsa AAAA", "\n", MINT_E_SSH_TYPE, 1},
  };
  kit_blob(&blob, "rsa.pub");
  cr_assert_eq(blob.len % 3, 0, "the vectors need a key whose base64 has no =");
  for (size_t i = 0; i < COUNT(kLines); i++) {
    char what[128];
    (void)snprintf(what, sizeof(what), "line %zu: %s", i, kLines[i].head);
    put_line(kLines[i].head, kLines[i].tail);
    expect_code(what, kLines[i].code, kLines[i].line);
  }
}

// The same in a list, where something stands before the key.
Test(parse, private_types_in_lists) {
  static const struct {
    enum mint_line_kind kind;
    const char *line;
    enum mint_code code;
  } kLines[] = {
      {MINT_LINE_AUTHORIZED_KEYS, "my-key@example.com AAAA",
       MINT_E_TYPE_UNKNOWN},
      {MINT_LINE_AUTHORIZED_KEYS, "no-pty my-key@example.com AAAA c",
       MINT_E_TYPE_UNKNOWN},
      {MINT_LINE_AUTHORIZED_KEYS, "my-key@example.com hello",
       MINT_E_TEXT_UNKNOWN},
      {MINT_LINE_KNOWN_HOSTS, "host my-key@example.com AAAA",
       MINT_E_TYPE_UNKNOWN},
      {MINT_LINE_KNOWN_HOSTS, "@revoked host my-key@example.com AAAA",
       MINT_E_TYPE_UNKNOWN},
      {MINT_LINE_KNOWN_HOSTS, "my-key@example.com AAAA c", MINT_E_LINE_FIELDS},
      {MINT_LINE_KNOWN_HOSTS, "host", MINT_E_TEXT_UNKNOWN},
      {MINT_LINE_KNOWN_HOSTS, "@revoked", MINT_E_TEXT_UNKNOWN},
      {MINT_LINE_KNOWN_HOSTS, "@revoked host", MINT_E_TEXT_UNKNOWN},
      {(enum mint_line_kind)9, "ssh-rsa AAAA", MINT_E_INTERNAL},
      {MINT_LINE_KNOWN_HOSTS, "ssh-host AAAA c", MINT_E_LINE_FIELDS},
      {MINT_LINE_AUTHORIZED_KEYS, "ssh-foo AAAA c", MINT_E_TYPE_UNKNOWN},
      {MINT_LINE_AUTHORIZED_KEYS, "no-pty ssh-foo AAAA c", MINT_E_TYPE_UNKNOWN},
      {MINT_LINE_AUTHORIZED_KEYS, "no-pty AAAA c", MINT_E_LINE_FIELDS},
      {MINT_LINE_AUTHORIZED_KEYS, "AAAA c", MINT_E_TEXT_UNKNOWN},
  };
  for (size_t i = 0; i < COUNT(kLines); i++) {
    struct mint_parts *parts = NULL;
    struct mint_reason why;
    const char *line = kLines[i].line;
    enum mint_status status = mint_parts_read_line(
        &parts, &why, kLines[i].kind, (const uint8_t *)line, strlen(line));
    cr_expect_eq(why.code, kLines[i].code, "%s: %s", line,
                 mint_code_explain(why.code)->name);
    cr_expect_eq(status, mint_code_explain(why.code)->status);
    cr_expect_null(parts);
  }
}

Test(parse, short_lines) {
  static const struct {
    const char *text;
    enum mint_code code;
  } kLines[] = {
      {"ssh-rsa", MINT_E_LINE_FIELDS},
      {"ssh-rsa ", MINT_E_LINE_FIELDS},
      {"ssh-rsa\n", MINT_E_LINE_FIELDS},
      {"ssh-rsa  c", MINT_E_LINE_FIELDS},
      {"ssh-rsa = c", MINT_E_BASE64_LENGTH},
      {"ssh-rsa AAAA", MINT_E_SSH_SYNTAX},
      {"ssh-rsa AAAAAA==", MINT_E_SSH_TYPE},            // an empty name
      {"ssh-rsa AAAAB3NzaC1yc2E=", MINT_E_SSH_SYNTAX},  // the name alone
      {"ssh-rsa /////wAAAAA=", MINT_E_SSH_SYNTAX},
      {"ssh-rsa f////wAAAAA=", MINT_E_SSH_SYNTAX},
      {"ssh-rsa AAAAC3NzaC1lZDI1NTE5", MINT_E_SSH_TYPE},
      {"ssh-dss AAAAC3NzaC1lZDI1NTE5", MINT_E_SSH_TYPE},
  };
  for (size_t i = 0; i < COUNT(kLines); i++) {
    kit_set(&text, kLines[i].text);
    expect_code(kLines[i].text, kLines[i].code, 1);
  }
}

// A signature type inside the base64 too.
Test(parse, signature_type_inside) {
  kit_clear(&blob);
  kit_name(&blob, "rsa-sha2-512");
  kit_string(&blob, "\x01\x00\x01", 3);
  kit_string(&blob, "\x01", 1);
  kit_set(&text, "ssh-rsa ");
  kit_base64(&text, blob.data, blob.len);
  expect_code("inside", MINT_E_SSH_SIGNATURE_TYPE, 1);
}

Test(parse, comments) {
  static struct kit comment;
  static const size_t kLens[] = {0, 1, MINT_COMMENT_READ_MAX,
                                 MINT_COMMENT_READ_MAX + 1};
  for (size_t i = 0; i < COUNT(kLens); i++) {
    kit_clear(&comment);
    kit_puts(&comment, " ");
    kit_fill(&comment, 0xe9, kLens[i]);
    kit_put(&comment, "", 1);
    put_line("ssh-rsa ", (const char *)comment.data);
    if (kLens[i] > MINT_COMMENT_READ_MAX) {
      expect_code("a long comment", MINT_E_LINE_COMMENT, 1);
      continue;
    }
    struct mint_parts *parts = NULL;
    struct mint_reason why;
    cr_assert_eq(kit_read(&parts, &why, &text), MINT_OK);
    const struct mint_about *about = mint_parts_about(parts);
    cr_expect_not_null(about->comment);
    cr_expect_eq(about->comment_len, kLens[i]);
    cr_expect_eq(memcmp(about->comment, comment.data + 1, kLens[i]), 0);
    mint_parts_free(parts);
  }
}

Test(parse, line_limit_is_inclusive) {
  kit_set(&text, "ssh-rsa ");
  kit_fill(&text, 'A', MINT_LINE_MAX - text.len);
  kit_puts(&text, "\n");
  expect_code("the longest line", MINT_E_SSH_TYPE, 1);
  text.len--;
  kit_puts(&text, "A\n");
  expect_code("a longer line", MINT_E_LINE_TOO_LONG, 1);
}

static void expect_text(const char *what, const char *got, size_t got_len,
                        const char *want) {
  cr_expect_eq(got == NULL, want == NULL, "%s", what);
  cr_expect_eq(got_len, want == NULL ? 0 : strlen(want), "%s", what);
  if (got != NULL && want != NULL && got_len == strlen(want)) {
    cr_expect_eq(memcmp(got, want, got_len), 0, "%s", want);
  }
}

// Reads `text` as one line of a list, and expects that it is refused.
static void expect_line_code(enum mint_line_kind kind, enum mint_code code) {
  struct mint_parts *parts = (struct mint_parts *)(uintptr_t)1;
  struct mint_reason why = {MINT_E_CODES, 99};
  enum mint_status status =
      mint_parts_read_line(&parts, &why, kind, text.data, text.len);
  cr_expect_eq(why.code, code, "kind %d: %s", (int)kind,
               mint_code_explain(why.code)->name);
  cr_expect_eq(status, mint_code_explain(code)->status);
  cr_expect_eq(why.line, 0);
  cr_expect_null(parts);
}

Test(parse, line_limit_holds_in_lists) {
  static const struct {
    enum mint_line_kind kind;
    const char *head;
  } kKinds[] = {
      {MINT_LINE_PUBLIC, "ssh-rsa "},
      {MINT_LINE_AUTHORIZED_KEYS, "ssh-rsa "},
      {MINT_LINE_AUTHORIZED_KEYS, "no-pty ssh-rsa "},
      {MINT_LINE_KNOWN_HOSTS, "host ssh-rsa "},
  };
  for (size_t i = 0; i < COUNT(kKinds); i++) {
    kit_set(&text, kKinds[i].head);
    // Whole groups of base64, but one symbol.
    kit_fill(&text, 'A', MINT_LINE_MAX - text.len);
    expect_line_code(kKinds[i].kind,
                     (MINT_LINE_MAX - strlen(kKinds[i].head)) % 4 == 0
                         ? MINT_E_SSH_TYPE
                         : MINT_E_BASE64_LENGTH);
    kit_puts(&text, "A");
    expect_line_code(kKinds[i].kind, MINT_E_LINE_TOO_LONG);
  }
}

// What is no text at all; and a lone CR, which mint_parts_read refuses before
// it knows that this is a line.
Test(parse, no_line) {
  static const enum mint_line_kind kKinds[] = {
      MINT_LINE_PUBLIC, MINT_LINE_AUTHORIZED_KEYS, MINT_LINE_KNOWN_HOSTS};
  for (size_t i = 0; i < COUNT(kKinds); i++) {
    kit_clear(&text);
    expect_line_code(kKinds[i], MINT_E_TEXT_EMPTY);
    kit_put(&text, "s\0s\0", 4);
    expect_line_code(kKinds[i], MINT_E_TEXT_UTF16);
  }
  kit_set(&text, " \t");
  expect_line_code(MINT_LINE_AUTHORIZED_KEYS, MINT_E_LINE_OPTIONS);
  expect_line_code(MINT_LINE_KNOWN_HOSTS, MINT_E_TEXT_UNKNOWN);
  kit_set(&text, "ssh-rsa AAAA c\rd");
  expect_line_code(MINT_LINE_PUBLIC, MINT_E_TEXT_LINE_ENDS);
}

Test(parse, keys_in_lists) {
  static const struct {
    enum mint_line_kind kind;
    const char *head;
    const char *tail;
    const char *prefix;   // NULL: none
    const char *comment;  // NULL: none
  } kLines[] = {
      {MINT_LINE_AUTHORIZED_KEYS, "ssh-rsa ", "", NULL, NULL},
      {MINT_LINE_AUTHORIZED_KEYS, "\tssh-rsa\t ", " c  d \t", NULL, "c  d"},
      {MINT_LINE_AUTHORIZED_KEYS, "no-pty ssh-rsa ", " c", "no-pty", "c"},
      {MINT_LINE_AUTHORIZED_KEYS, " command=\"a \\\" b\",no-pty\tssh-rsa ", " ",
       "command=\"a \\\" b\",no-pty", NULL},
      {MINT_LINE_KNOWN_HOSTS, "host,[::1]:22 ssh-rsa ", "", "host,[::1]:22",
       NULL},
      {MINT_LINE_KNOWN_HOSTS, " @revoked  * ssh-rsa ", " c", "@revoked  *",
       "c"},
      // Even a type is a host where a host stands.
      {MINT_LINE_KNOWN_HOSTS, "ssh-rsa ssh-rsa ", "", "ssh-rsa", NULL},
  };
  for (size_t i = 0; i < COUNT(kLines); i++) {
    struct mint_parts *parts = NULL;
    struct mint_reason why;
    put_line(kLines[i].head, kLines[i].tail);
    cr_assert_eq(
        mint_parts_read_line(&parts, &why, kLines[i].kind, text.data, text.len),
        MINT_OK, "line %zu: %s", i, mint_code_explain(why.code)->name);
    const struct mint_about *about = mint_parts_about(parts);
    cr_expect(kit_is(&blob, about->blob, about->blob_len), "line %zu", i);
    cr_expect_eq(about->format, MINT_FORMAT_AUTHORIZED_KEYS);
    expect_text("prefix", about->prefix, about->prefix_len, kLines[i].prefix);
    expect_text("comment", about->comment, about->comment_len,
                kLines[i].comment);
    mint_parts_free(parts);
  }
}

// ---------------------------------------------------------------------------
// Both

// Cut anywhere, no file is taken; only its last newline may be missing, and a
// comment may be shorter.
Test(parse, every_truncation) {
  static const char *const kFiles[] = {"rsa.pem", "rsa_aes256.pem", "rsa.pub",
                                       "ecdsa256.pub", "ed25519-cert.pub"};
  static struct kit whole;
  for (size_t i = 0; i < COUNT(kFiles); i++) {
    kit_file(&whole, kFiles[i]);
    const uint8_t *last = memrchr(whole.data, ' ', whole.len);
    cr_assert_not_null(last);
    bool is_line = strstr(kFiles[i], ".pub") != NULL;
    size_t good = is_line ? (size_t)(last - whole.data) : whole.len - 1;
    for (size_t len = 0; len < whole.len; len++) {
      struct mint_parts *parts = NULL;
      struct mint_reason why;
      enum mint_status status = mint_parts_read(&parts, &why, whole.data, len);
      cr_assert_eq(status == MINT_OK, len >= good, "%s: %zu bytes: %s",
                   kFiles[i], len, mint_code_explain(why.code)->name);
      mint_parts_free(parts);
    }
  }
}

// Every bit flip of a file is refused or, where it hit a digit or the comment,
// read: never a crash, and never a block left.
Test(parse, every_flip) {
  static const char *const kFiles[] = {"rsa.pem", "rsa_aes128.pem", "rsa.pub",
                                       "sk_ed25519-cert.pub"};
  struct mint_arena_stats before;
  struct mint_arena_stats after;
  for (size_t i = 0; i < COUNT(kFiles); i++) {
    kit_file(&text, kFiles[i]);
    mint_arena_stats(&before);
    for (size_t bit = 0; bit < 8 * text.len; bit++) {
      struct mint_parts *parts = NULL;
      struct mint_reason why;
      text.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
      enum mint_status status = kit_read(&parts, &why, &text);
      cr_assert_eq(status == MINT_OK, parts != NULL);
      cr_assert_eq(status, mint_code_explain(why.code)->status);
      mint_parts_free(parts);
      text.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
    }
    mint_arena_stats(&after);
    cr_expect_eq(after.blocks, before.blocks, "%s", kFiles[i]);
  }
}
