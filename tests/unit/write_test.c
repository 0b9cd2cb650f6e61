// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/mint.h"
#include "tests/unit/parse_kit.h"

static struct kit text;
static struct kit got;

// ---------------------------------------------------------------------------
// Comments

#define BYTES(literal) literal, sizeof(literal) - 1

Test(write, comments) {
  static const struct {
    const char *comment;
    size_t len;
    bool ok;
  } kCases[] = {
      {BYTES(""), true},
      {NULL, 0, true},
      {BYTES("user@host"), true},
      {BYTES(" a  b "), true},
      {BYTES("~"), true},
      {BYTES("gr\xc3\xbc\xc3\x9f"), true},
      {BYTES("\xe6\xbc\xa2"), true},
      {BYTES("\xf0\x9f\x94\x91"), true},
      // controls
      {BYTES("a\0b"), false},
      {BYTES("a\nb"), false},
      {BYTES("a\rb"), false},
      {BYTES("a\tb"), false},
      {BYTES("\x1b[31m"), false},
      {BYTES("\x1f"), false},
      {BYTES("\x7f"), false},
      {BYTES("\xc2\x80"), false},  // C1
      {BYTES("\xc2\x85"), false},
      {BYTES("\xc2\x9b"), false},
      {BYTES("\xc2\x9f"), false},
      {BYTES("\xc2\xa0"), true},
      // not the shortest form
      {BYTES("\xc0\x80"), false},
      {BYTES("\xc0\x8a"), false},
      {BYTES("\xc1\xbf"), false},
      {BYTES("\xe0\x80\x8a"), false},
      {BYTES("\xe0\x9f\xbf"), false},
      {BYTES("\xe0\xa0\x80"), true},
      {BYTES("\xf0\x80\x80\x8a"), false},
      {BYTES("\xf0\x8f\xbf\xbf"), false},
      {BYTES("\xf0\x90\x80\x80"), true},
      // surrogates, and beyond the end
      {BYTES("\xed\x9f\xbf"), true},
      {BYTES("\xed\xa0\x80"), false},
      {BYTES("\xed\xbf\xbf"), false},
      {BYTES("\xee\x80\x80"), true},
      {BYTES("\xf4\x8f\xbf\xbf"), true},
      {BYTES("\xf4\x90\x80\x80"), false},
      {BYTES("\xf5\x80\x80\x80"), false},
      {BYTES("\xf8\x88\x80\x80\x80"), false},
      {BYTES("\xff"), false},
      {BYTES("\xfe"), false},
      // cut short, or a tail without a head
      {BYTES("\x80"), false},
      {BYTES("a\xbf"), false},
      {BYTES("\xc3"), false},
      {BYTES("\xe6\xbc"), false},
      {BYTES("\xf0\x9f\x94"), false},
      {BYTES("\xc3"
             "a"),
       false},
      {BYTES("\xe6"
             "aa"),
       false},
      {BYTES("\xc3\xc3\xbc"), false},
      // direction
      {BYTES("\xd8\x9c"), false},      // U+061C
      {BYTES("\xd8\x9b"), true},       // U+061B
      {BYTES("\xe2\x80\x8e"), false},  // U+200E
      {BYTES("\xe2\x80\x8f"), false},
      {BYTES("\xe2\x80\x90"), true},
      {BYTES("\xe2\x80\xa7"), true},
      {BYTES("\xe2\x80\xa8"), false},  // U+2028, a line separator
      {BYTES("\xe2\x80\xa9"), false},
      {BYTES("\xe2\x80\xaa"), false},  // U+202A
      {BYTES("\xe2\x80\xae"), false},  // U+202E
      {BYTES("\xe2\x80\xaf"), true},
      {BYTES("\xe2\x81\xa6"), false},  // U+2066
      {BYTES("\xe2\x81\xa9"), false},  // U+2069
      // invisible, each beside what is not
      {BYTES("\xc2\xac"), true},
      {BYTES("\xc2\xad"), false},  // U+00AD, a soft hyphen
      {BYTES("\xc2\xae"), true},
      {BYTES("\xcd\x8e"), true},
      {BYTES("\xcd\x8f"), false},  // U+034F
      {BYTES("\xcd\x90"), true},
      {BYTES("\xe1\x85\x9e"), true},
      {BYTES("\xe1\x85\x9f"), false},  // U+115F, a filler
      {BYTES("\xe1\x85\xa0"), false},
      {BYTES("\xe1\x85\xa1"), true},
      {BYTES("\xe2\x80\x8a"), true},   // U+200A, a thin blank
      {BYTES("\xe2\x80\x8b"), false},  // U+200B, of no width
      {BYTES("\xe2\x80\x8d"), false},  // U+200D, a joiner
      {BYTES("\xe2\x81\x9f"), true},
      {BYTES("\xe2\x81\xa0"), false},  // U+2060
      {BYTES("\xe2\x81\xa5"), false},
      {BYTES("\xe2\x81\xaf"), false},  // U+206F
      {BYTES("\xe2\x81\xb0"), true},
      {BYTES("\xe3\x85\xa3"), true},
      {BYTES("\xe3\x85\xa4"), false},  // U+3164, a filler
      {BYTES("\xe3\x85\xa5"), true},
      {BYTES("\xef\xb8\x8f"), true},   // U+FE0F, as emoji have it
      {BYTES("\xef\xbb\xbf"), false},  // a byte order mark
      {BYTES("\xef\xbe\xa0"), false},  // U+FFA0, a filler
      {BYTES("\xef\xbf\xbd"), true},
      {BYTES("\xf3\x9f\xbf\xbf"), true},   // U+DFFFF
      {BYTES("\xf3\xa0\x80\x80"), false},  // U+E0000, tags
      {BYTES("\xf3\xa0\x81\xbf"), false},
      {BYTES("\xf3\xa0\xbf\xbf"), false},  // U+E0FFF
      {BYTES("\xf3\xa1\x80\x80"), true},
  };
  for (size_t i = 0; i < COUNT(kCases); i++) {
    cr_expect_eq(mint_comment_ok(kCases[i].comment, kCases[i].len),
                 kCases[i].ok, "case %zu", i);
  }
}

// Every character there is, against a decoder that cannot be wrong: it makes
// the bytes.
Test(write, comments_of_every_character) {
  size_t taken = 0;
  for (uint32_t c = 0; c < 0x110100; c++) {
    char utf8[4];
    size_t len = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const uint8_t kHeads[] = {0, 0, 0xc0, 0xe0, 0xf0};
    uint32_t rest = c;
    for (size_t i = len - 1; i > 0; i--) {
      utf8[i] = (char)(0x80 | (rest & 0x3f));
      rest >>= 6;
    }
    utf8[0] = (char)(kHeads[len] | rest);
    taken += mint_comment_ok(utf8, len) ? 1 : 0;
  }
  // All but: 65 controls, 2048 surrogates, 0x100 beyond the end, 4096 from
  // U+E0000 on, and 67 more (U+00AD, U+034F, U+061C, 2 of U+115F, 2 of U+17B4,
  // 5 of U+180B, 5 of U+200B, 7 of U+2028, 16 of U+2060, U+3164, U+FEFF,
  // U+FFA0, 12 of U+FFF0, 4 of U+1BCA0, 8 of U+1D173).
  cr_expect_eq(taken, 0x110000 - 65 - 2048 - 4096 - 67);
}

Test(write, comment_limit_is_inclusive) {
  char comment[MINT_COMMENT_WRITE_MAX + 2];
  memset(comment, 'a', sizeof(comment));
  cr_expect(mint_comment_ok(comment, MINT_COMMENT_WRITE_MAX));
  cr_expect_not(mint_comment_ok(comment, MINT_COMMENT_WRITE_MAX + 1));
  // Bytes count, not characters.
  for (size_t i = 0; i + 1 < sizeof(comment); i += 2) {
    memcpy(comment + i, "\xc3\xbc", 2);
  }
  cr_expect(mint_comment_ok(comment, MINT_COMMENT_WRITE_MAX - 1));
  cr_expect_not(mint_comment_ok(comment, MINT_COMMENT_WRITE_MAX));
  cr_expect_not(mint_comment_ok(comment, MINT_COMMENT_WRITE_MAX + 1));
}

// ---------------------------------------------------------------------------
// One line

static bool is_empty(const struct mint_secret *secret) {
  return secret->data == NULL && secret->len == 0 && secret->cap == 0;
}

Test(write, public_line) {
  static const char kComment[] = "rsa@test";
  static struct kit line;
  struct mint_key *key = kit_key();
  struct mint_secret out;
  kit_file(&line, "rsa.pub");
  cr_assert_eq(kit_write_line(&out, key, kComment, strlen(kComment)), MINT_OK);
  cr_expect(kit_is(&line, out.data, out.len));
  cr_expect_leq(out.len, out.cap);
  mint_secret_wipe(&out);
  // No comment, and an empty one.
  line.len -= strlen(" rsa@test\n");
  kit_puts(&line, "\n");
  cr_assert_eq(kit_write_line(&out, key, NULL, 0), MINT_OK);
  cr_expect(kit_is(&line, out.data, out.len));
  mint_secret_wipe(&out);
  line.len--;
  kit_puts(&line, " \n");
  cr_assert_eq(kit_write_line(&out, key, "", 0), MINT_OK);
  cr_expect(kit_is(&line, out.data, out.len));
  mint_secret_wipe(&out);
  // Only comments that are ok.
  memset(&out, 0xa5, sizeof(out));
  cr_expect_eq(kit_write_line(&out, key, "a\nb", 3), MINT_ERR_ARGUMENT);
  cr_expect(is_empty(&out));
  mint_key_free(key);
}

// ---------------------------------------------------------------------------
// Private keys

// What is written is byte for byte what OpenSSL wrote.
Test(write, private_pem_is_canonical) {
  const struct mint_write_options options = {.format = MINT_FORMAT_PEM};
  struct mint_key *key = kit_key();
  struct mint_secret out;
  cr_assert_eq(mint_write(&out, key, &options), MINT_OK);
  kit_file(&text, "rsa.pem");
  cr_expect(kit_is(&text, out.data, out.len));
  mint_secret_wipe(&out);
  mint_key_free(key);
}

// Writes the key with a passphrase and reads it again.
static void seal_and_open(const struct mint_key *key, const uint8_t *passphrase,
                          size_t len) {
  const struct mint_write_options options = {.format = MINT_FORMAT_PEM,
                                             .passphrase = passphrase,
                                             .passphrase_len = len};
  static const char kHead[] =
      "-----BEGIN RSA PRIVATE KEY-----\n"
      "Proc-Type: 4,ENCRYPTED\n"
      "DEK-Info: AES-256-CBC,";
  struct mint_secret out;
  struct mint_parts *parts = NULL;
  struct mint_reason why;
  cr_assert_eq(mint_write(&out, key, &options), MINT_OK);
  kit_clear(&got);
  kit_put(&got, out.data, out.len);
  mint_secret_wipe(&out);
  cr_assert_eq(memcmp(got.data, kHead, strlen(kHead)), 0);
  const uint8_t *iv = got.data + strlen(kHead);
  for (size_t i = 0; i < 32; i++) {
    cr_expect(isdigit(iv[i]) || (iv[i] >= 'A' && iv[i] <= 'F'));
  }
  cr_expect_eq(memcmp(iv + 32, "\n\n", 2), 0);
  cr_assert_eq(kit_read(&parts, &why, &got), MINT_OK);
  cr_expect(mint_parts_about(parts)->locked);
  cr_expect_eq(mint_parts_unlock(parts, &why, passphrase, len - 1),
               MINT_ERR_PASSPHRASE);
  cr_assert_eq(mint_parts_unlock(parts, &why, passphrase, len), MINT_OK);
  struct mint_policy policy;
  struct mint_report report;
  struct mint_key *again = NULL;
  cr_assert(mint_policy_preset(&policy, "default"));
  cr_assert_eq(mint_check(&again, &report, parts, &policy), MINT_OK);
  const struct mint_write_options plain = {.format = MINT_FORMAT_PEM};
  cr_assert_eq(mint_write(&out, again, &plain), MINT_OK);
  kit_file(&text, "rsa.pem");
  cr_expect(kit_is(&text, out.data, out.len), "%zu bytes", len);
  mint_secret_wipe(&out);
  mint_key_free(again);
  mint_parts_free(parts);
}

Test(write, private_pem_encrypted) {
  static uint8_t passphrase[MINT_PASSPHRASE_MAX + 1];
  struct mint_key *key = kit_key();
  memset(passphrase, 'p', sizeof(passphrase));
  static const size_t kGood[] = {MINT_PASSPHRASE_PEM_MIN, MINT_PASSPHRASE_MAX};
  for (size_t i = 0; i < COUNT(kGood); i++) {
    seal_and_open(key, passphrase, kGood[i]);
  }
  static const size_t kBad[] = {0, MINT_PASSPHRASE_PEM_MIN - 1,
                                MINT_PASSPHRASE_MAX + 1};
  for (size_t i = 0; i < COUNT(kBad); i++) {
    const struct mint_write_options options = {.format = MINT_FORMAT_PEM,
                                               .passphrase = passphrase,
                                               .passphrase_len = kBad[i]};
    struct mint_secret out;
    memset(&out, 0xa5, sizeof(out));
    cr_expect_eq(mint_write(&out, key, &options), MINT_ERR_PASSPHRASE,
                 "%zu bytes", kBad[i]);
    cr_expect(is_empty(&out));
  }
  mint_key_free(key);
}

// Two texts of the same key have nothing in common but the key.
Test(write, fresh_iv_every_time) {
  const struct mint_write_options options = {
      .format = MINT_FORMAT_PEM,
      .passphrase = (const uint8_t *)KIT_PASSPHRASE,
      .passphrase_len = strlen(KIT_PASSPHRASE)};
  struct mint_key *key = kit_key();
  struct mint_secret one;
  struct mint_secret two;
  cr_assert_eq(mint_write(&one, key, &options), MINT_OK);
  cr_assert_eq(mint_write(&two, key, &options), MINT_OK);
  cr_expect_eq(one.len, two.len);
  const size_t iv = strlen(
      "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n"
      "DEK-Info: AES-256-CBC,");
  cr_expect_neq(memcmp(one.data + iv, two.data + iv, 32), 0);
  cr_expect_neq(memcmp(one.data + iv + 34, two.data + iv + 34, 64), 0);
  mint_secret_wipe(&one);
  mint_secret_wipe(&two);
  mint_key_free(key);
}

Test(write, refuses_what_it_cannot) {
  struct mint_key *key = kit_key();
  struct mint_key *public_key = NULL;
  struct mint_policy policy;
  struct mint_report report;
  struct mint_secret out;
  cr_assert(mint_policy_preset(&policy, "default"));
  struct mint_parts *parts = kit_parts("rsa.pub");
  cr_assert_eq(mint_check(&public_key, &report, parts, &policy), MINT_OK);
  mint_parts_free(parts);
  const struct mint_write_options pem = {.format = MINT_FORMAT_PEM};
  const struct mint_write_options line = {.format =
                                              MINT_FORMAT_AUTHORIZED_KEYS};
  memset(&out, 0xa5, sizeof(out));
  cr_expect_eq(mint_write(&out, public_key, &pem), MINT_ERR_ARGUMENT);
  cr_expect(is_empty(&out));
  // Formats that are none, or not written; lengths without their text.
  static const int kFormats[] = {0, MINT_FORMAT_PPK, MINT_FORMAT_PPK + 1, 99};
  for (size_t i = 0; i < sizeof(kFormats) / sizeof(kFormats[0]); i++) {
    const struct mint_write_options none = {.format =
                                                (enum mint_format)kFormats[i]};
    cr_expect_eq(mint_write(&out, key, &none), MINT_ERR_ARGUMENT);
  }
  const struct mint_write_options comment = {.format = MINT_FORMAT_OPENSSH,
                                             .comment_len = 5};
  cr_expect_eq(mint_write(&out, key, &comment), MINT_ERR_ARGUMENT);
  const struct mint_write_options passphrase = {.format = MINT_FORMAT_OPENSSH,
                                                .passphrase_len = 5};
  cr_expect_eq(mint_write(&out, key, &passphrase), MINT_ERR_ARGUMENT);
  cr_assert_eq(mint_write(&out, key, &line), MINT_OK);  // its public part
  mint_secret_wipe(&out);
  cr_assert_eq(kit_write_line(&out, public_key, NULL, 0), MINT_OK);
  mint_secret_wipe(&out);
  mint_key_free(key);
  mint_key_free(public_key);
}
