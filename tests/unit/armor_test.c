// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

#include "core/text/armor.h"

#include <string.h>

#include <criterion/criterion.h>

#include "tests/unit/parse_kit.h"

#define BEGIN "-----BEGIN RSA PRIVATE KEY-----\n"
#define END "-----END RSA PRIVATE KEY-----\n"
#define L60 "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJz"
#define L64 L60 "dHV2"
#define IV "00112233445566778899AABBCCDDEEFF"
#define PROC "Proc-Type: 4,ENCRYPTED\n"
#define DEK "DEK-Info: AES-256-CBC," IV "\n"

static struct kit text;

static enum mint_code read_text(struct mint_armor *out, size_t *out_line,
                                const struct kit *in) {
  struct mint_text walk;
  enum mint_code code = mint_text_open(&walk, in->data, in->len);
  cr_assert_eq(code, MINT_E_NONE);
  code = mint_armor_read(out, &walk, &mint_columns_pem);
  *out_line = walk.number;
  return code;
}

struct bad {
  const char *text;
  enum mint_code code;
  size_t line;
};

static void expect_refused(const struct bad *cases, size_t num_cases) {
  for (size_t i = 0; i < num_cases; i++) {
    struct mint_armor armor;
    struct mint_armor zero;
    size_t line = 0;
    memset(&armor, 0xa5, sizeof(armor));
    memset(&zero, 0, sizeof(zero));
    kit_set(&text, cases[i].text);
    enum mint_code code = read_text(&armor, &line, &text);
    cr_expect_eq(code, cases[i].code, "case %zu: %s", i,
                 mint_code_explain(code)->name);
    cr_expect_eq(line, cases[i].line, "case %zu: line %zu", i, line);
    cr_expect_eq(memcmp(&armor, &zero, sizeof(zero)), 0, "case %zu: not empty",
                 i);
  }
}

Test(armor, takes_the_exact_form) {
  static const struct {
    const char *text;
    const char *body;
  } kCases[] = {
      {BEGIN "QQ==\n" END, "A"},
      {BEGIN "QQ==\n-----END RSA PRIVATE KEY-----", "A"},
      {BEGIN L64 "\n" END, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuv"},
      {BEGIN L64 "\nQUI=\n" END,
       "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvAB"},
      {"-----BEGIN RSA PRIVATE KEY-----\r\nQUJD\r\n"
       "-----END RSA PRIVATE KEY-----\r\n",
       "ABC"},
      {"-----BEGIN RSA PRIVATE KEY-----\r\nQUJD\r\n"
       "-----END RSA PRIVATE KEY-----",
       "ABC"},
  };
  for (size_t i = 0; i < COUNT(kCases); i++) {
    struct mint_armor armor;
    size_t line = 0;
    kit_set(&text, kCases[i].text);
    cr_assert_eq(read_text(&armor, &line, &text), MINT_E_NONE, "case %zu", i);
    cr_expect(mint_text_is(&armor.label, "RSA PRIVATE KEY"));
    cr_expect(!armor.encrypted && armor.iv_len == 0);
    cr_expect_eq(armor.body.len, strlen(kCases[i].body), "case %zu", i);
    cr_expect_eq(memcmp(armor.body.data, kCases[i].body, armor.body.len), 0);
    mint_armor_wipe(&armor);
    cr_expect_null(armor.body.data);
  }
}

Test(armor, begin_line) {
  static const struct {
    const char *line;
    const char *label;  // NULL: refused
  } kCases[] = {
      {"-----BEGIN RSA PRIVATE KEY-----", "RSA PRIVATE KEY"},
      {"-----BEGIN X-----", "X"},
      {"-----BEGIN X509 CRL-----", "X509 CRL"},
      {"-----BEGIN -----", NULL},
      {"-----BEGIN-----", NULL},
      {"-----BEGIN RSA PRIVATE KEY----", NULL},
      {"-----BEGIN RSA PRIVATE KEY", NULL},
      {"-----BEGIN RSA PRIVATE KEY------", NULL},
      {"------BEGIN RSA PRIVATE KEY-----", NULL},
      {"----BEGIN RSA PRIVATE KEY-----", NULL},
      {"-----BEGIN RSA PRIVATE KEY----- ", NULL},
      {" -----BEGIN RSA PRIVATE KEY-----", NULL},
      {"-----BEGIN rsa PRIVATE KEY-----", NULL},
      {"-----begin RSA PRIVATE KEY-----", NULL},
      {"-----BEGIN RSA\tPRIVATE KEY-----", NULL},
      {"-----BEGIN RSA-PRIVATE-KEY-----", NULL},
      {"-----BEGIN RSA PRIVAT\xc3\x89 KEY-----", NULL},
      {"-----END RSA PRIVATE KEY-----", NULL},
      {"", NULL},
  };
  for (size_t i = 0; i < COUNT(kCases); i++) {
    CBS line;
    CBS label;
    CBS_init(&line, (const uint8_t *)kCases[i].line, strlen(kCases[i].line));
    bool taken = mint_armor_label(&line, &label);
    cr_expect_eq(taken, kCases[i].label != NULL, "%s", kCases[i].line);
    cr_expect(!taken || mint_text_is(&label, kCases[i].label), "%s",
              kCases[i].line);
  }
}

Test(armor, lines_of_the_frame) {
  static const struct bad kCases[] = {
      {"-----BEGIN rsa-----\nQQ==\n" END, MINT_E_PEM_BEGIN, 1},
      {BEGIN, MINT_E_PEM_END, 1},
      {BEGIN "QQ==\n", MINT_E_PEM_END, 2},
      {BEGIN L64 "\n" L64 "\n", MINT_E_PEM_END, 3},
      {BEGIN "QQ==", MINT_E_PEM_END, 2},
      {BEGIN END, MINT_E_PEM_EMPTY, 2},
      {BEGIN "QQ==\n-----END DSA PRIVATE KEY-----\n", MINT_E_PEM_LABEL, 3},
      {BEGIN "QQ==\n-----END RSA PRIVATE KEY \n", MINT_E_PEM_LABEL, 3},
      {BEGIN "QQ==\n-----END RSA PRIVATE KEY----\n", MINT_E_PEM_LABEL, 3},
      {BEGIN "QQ==\n-----END RSA PRIVATE KEY----- \n", MINT_E_PEM_LABEL, 3},
      {BEGIN "QQ==\n-----END RSA PRIVATE KEY-----x\n", MINT_E_PEM_LABEL, 3},
      {BEGIN "QQ==\n-----BEGIN RSA PRIVATE KEY-----\n", MINT_E_PEM_LABEL, 3},
      {BEGIN "QQ==\n-----\n", MINT_E_PEM_LABEL, 3},
      {BEGIN "QQ==\n" END "\n", MINT_E_PEM_AFTER, 4},
      {BEGIN "QQ==\n" END " ", MINT_E_PEM_AFTER, 4},
      {BEGIN "QQ==\n" END "x\ny\n", MINT_E_PEM_AFTER, 4},
      {BEGIN "QQ==\n" END BEGIN "QQ==\n" END, MINT_E_PEM_AFTER, 4},
  };
  expect_refused(kCases, COUNT(kCases));
}

Test(armor, lines_of_the_body) {
  static const struct bad kCases[] = {
      {BEGIN "\nQQ==\n" END, MINT_E_PEM_LINE, 2},             // blank first
      {BEGIN L64 "\n\nQQ==\n" END, MINT_E_PEM_LINE, 3},       // blank between
      {BEGIN L64 "\n\n" END, MINT_E_PEM_LINE, 3},             // blank last
      {BEGIN L64 "Q\n" END, MINT_E_PEM_LINE, 2},              // 65
      {BEGIN L64 "\n" L64 "QQ==\n" END, MINT_E_PEM_LINE, 3},  // 68
      {BEGIN L60 "dHV\n" L64 "\n" END, MINT_E_PEM_LINE, 2},   // 63, not last
      {BEGIN L64 "\n" L60 "\nQQ==\n" END, MINT_E_PEM_LINE, 3},
      {BEGIN "Q\nQ\n=\n=\n" END, MINT_E_PEM_LINE, 2},
  };
  expect_refused(kCases, COUNT(kCases));
}

// After a whole short line, the blank line behind it is what is wrong.
Test(armor, blank_line_after_a_short_last_line) {
  static const struct bad kCases[] = {
      {BEGIN L64 "\nQQ==\n\n" END, MINT_E_PEM_LINE, 4},
      {BEGIN "QQ==\n\n\n" END, MINT_E_PEM_LINE, 3},
  };
  expect_refused(kCases, COUNT(kCases));
}

// The line is the one with the wrong symbol, or none; never another one.
Test(armor, lines_of_bad_base64) {
  static const struct bad kCases[] = {
      {BEGIN "!Q==\n" END, MINT_E_BASE64_CHARACTER, 2},
      {BEGIN L60 "dH 2\n" L64 "\nQQ==\n" END, MINT_E_BASE64_CHARACTER, 2},
      {BEGIN L64 "\n" L60 "dHV=\nQQ==\n" END, MINT_E_BASE64_CHARACTER, 3},
      {BEGIN L64 "\n" L64 "\n QQ=\n" END, MINT_E_BASE64_CHARACTER, 4},
      {BEGIN L64 "\n" L64 "\nQR==\n" END, MINT_E_BASE64_BITS, 4},
      {BEGIN L64 "\nQQ=\n" END, MINT_E_BASE64_LENGTH, 3},
      {BEGIN L64 "\n" L60 "dHV\n" END, MINT_E_BASE64_LENGTH, 3},  // 63, last
      {BEGIN L64 "\nQQQ\n" END, MINT_E_BASE64_LENGTH, 3},
  };
  for (size_t i = 0; i < COUNT(kCases); i++) {
    struct mint_armor armor;
    size_t line = 0;
    kit_set(&text, kCases[i].text);
    enum mint_code code = read_text(&armor, &line, &text);
    cr_expect_eq(code, kCases[i].code, "case %zu: %s", i,
                 mint_code_explain(code)->name);
    cr_expect(line == 0 || line == kCases[i].line, "case %zu: line %zu", i,
              line);
  }
}

Test(armor, line_ends) {
  static const struct bad kCases[] = {
      {"-----BEGIN RSA PRIVATE KEY-----\r\nQQ==\n" END, MINT_E_TEXT_LINE_ENDS,
       2},
      {BEGIN "QQ==\r\n" END, MINT_E_TEXT_LINE_ENDS, 2},
      {BEGIN "QQ==\n-----END RSA PRIVATE KEY-----\r\n", MINT_E_TEXT_LINE_ENDS,
       3},
      {BEGIN "QQ==\r" END, MINT_E_TEXT_LINE_ENDS, 2},
      {BEGIN "QQ==\n-----END RSA PRIVATE KEY-----\r", MINT_E_TEXT_LINE_ENDS, 3},
      {"-----BEGIN RSA PRIVATE KEY-----\rQQ==\r"
       "-----END RSA PRIVATE KEY-----\r",
       MINT_E_TEXT_LINE_ENDS, 1},
      {BEGIN PROC "DEK-Info: AES-256-CBC," IV "\r\n\nQQ==\n" END,
       MINT_E_TEXT_LINE_ENDS, 3},
  };
  expect_refused(kCases, COUNT(kCases));
}

Test(armor, takes_the_exact_headers) {
  static const char *const kIvs[] = {"0011223344556677",
                                     "00112233445566778899AABBCCDDEEFF",
                                     "00112233445566778899aabbccddeeff"};
  for (size_t i = 0; i < COUNT(kIvs); i++) {
    struct mint_armor armor;
    size_t line = 0;
    kit_set(&text, BEGIN PROC "DEK-Info: AES-256-CBC,");
    kit_puts(&text, kIvs[i]);
    kit_puts(&text, "\n\nQQ==\n" END);
    cr_assert_eq(read_text(&armor, &line, &text), MINT_E_NONE);
    cr_expect(armor.encrypted);
    cr_expect(mint_text_is(&armor.dek, "AES-256-CBC"));
    cr_expect_eq(armor.iv_len, strlen(kIvs[i]) / 2);
    for (size_t j = 0; j < armor.iv_len; j++) {
      cr_expect_eq(armor.iv[j], j * 0x11);
    }
    cr_expect(armor.body.len == 1 && armor.body.data[0] == 'A');
    mint_armor_wipe(&armor);
  }
}

Test(armor, headers) {
#define REST "\nQQ==\n" END
  static const struct bad kCases[] = {
      {BEGIN "Proc-Type: 4,ENCRYPTE\n" DEK REST, MINT_E_PEM_HEADER, 2},
      {BEGIN "Proc-Type: 4,ENCRYPTEDx\n" DEK REST, MINT_E_PEM_HEADER, 2},
      {BEGIN "Proc-Type: 4,ENCRYPTED \n" DEK REST, MINT_E_PEM_HEADER, 2},
      {BEGIN "Proc-Type:4,ENCRYPTED\n" DEK REST, MINT_E_PEM_HEADER, 2},
      {BEGIN "Proc-Type: 3,ENCRYPTED\n" DEK REST, MINT_E_PEM_HEADER, 2},
      {BEGIN "Proc-Type: 4,MIC-CLEAR\n" DEK REST, MINT_E_PEM_HEADER, 2},
      {BEGIN "Proc-Type: 4,encrypted\n" DEK REST, MINT_E_PEM_HEADER, 2},
      {BEGIN PROC "\nQQ==\n" END, MINT_E_PEM_HEADER, 3},  // no DEK-Info
      {BEGIN PROC "DEK-Info:AES-256-CBC," IV "\n" REST, MINT_E_PEM_HEADER, 3},
      {BEGIN PROC "dek-info: AES-256-CBC," IV "\n" REST, MINT_E_PEM_HEADER, 3},
      {BEGIN PROC "DEK-Info: AES-256-CBC\n" REST, MINT_E_PEM_HEADER, 3},
      {BEGIN PROC "DEK-Info: AES-256-CBC,\n" REST, MINT_E_PEM_HEADER, 3},
      {BEGIN PROC "DEK-Info: ," IV "\n" REST, MINT_E_PEM_HEADER, 3},
      {BEGIN PROC "DEK-Info: AES-256-CBC, " IV "\n" REST, MINT_E_PEM_HEADER, 3},
      {BEGIN PROC "DEK-Info: AES-256-CBC," IV " \n" REST, MINT_E_PEM_HEADER, 3},
      {BEGIN PROC "DEK-Info: AES-256-CBC," IV "0\n" REST, MINT_E_PEM_HEADER, 3},
      {BEGIN PROC "DEK-Info: AES-256-CBC," IV "00\n" REST, MINT_E_PEM_HEADER,
       3},
      {BEGIN PROC "DEK-Info: AES-256-CBC,00112233445566\n" REST,
       MINT_E_PEM_HEADER, 3},
      {BEGIN PROC "DEK-Info: AES-256-CBC,001122334455667\n" REST,
       MINT_E_PEM_HEADER, 3},
      {BEGIN PROC
       "DEK-Info: AES-256-CBC,00112233445566778899aABBCCDDEEFF\n" REST,
       MINT_E_PEM_HEADER, 3},
      {BEGIN PROC
       "DEK-Info: AES-256-CBC,00112233445566778899AABBCCDDEEfF\n" REST,
       MINT_E_PEM_HEADER, 3},
      {BEGIN PROC
       "DEK-Info: AES-256-CBC,00112233445566778899aabbccddeefg\n" REST,
       MINT_E_PEM_HEADER, 3},
      {BEGIN PROC "DEK-Info: AES-256-CBC,0011223344556677G0\n" REST,
       MINT_E_PEM_HEADER, 3},
      {BEGIN PROC DEK "QQ==\n" END, MINT_E_PEM_HEADER, 4},  // no empty line
      {BEGIN PROC DEK " \nQQ==\n" END, MINT_E_PEM_HEADER, 4},
      {BEGIN PROC DEK "X-More: 1\n" REST, MINT_E_PEM_HEADER, 4},
      {BEGIN PROC DEK "\n\nQQ==\n" END, MINT_E_PEM_LINE, 5},
      {BEGIN PROC DEK "\n" END, MINT_E_PEM_EMPTY, 5},
      {BEGIN PROC, MINT_E_PEM_END, 2},
      {BEGIN PROC DEK, MINT_E_PEM_END, 3},
      {BEGIN PROC DEK "\n", MINT_E_PEM_END, 4},
      {BEGIN "proc-type: 4,ENCRYPTED\n" DEK REST, MINT_E_PEM_LINE, 2},
      {BEGIN "Comment: x\nQQ==\n" END, MINT_E_PEM_LINE, 2},
      {BEGIN DEK PROC REST, MINT_E_PEM_LINE, 2},
  };
  expect_refused(kCases, COUNT(kCases));
}

// What is written is what is read, at every length around the line length.
Test(armor, round_trip) {
  uint8_t body[200];
  for (size_t i = 0; i < sizeof(body); i++) {
    body[i] = (uint8_t)(i * 37 + 11);
  }
  static struct kit want;
  for (size_t len = 1; len <= sizeof(body); len++) {
    struct mint_secret out;
    struct mint_armor armor;
    size_t line = 0;
    cr_assert_eq(mint_armor_write(&out, "RSA PRIVATE KEY", NULL,
                                  &mint_columns_pem, body, len),
                 MINT_E_NONE);
    kit_clear(&want);
    kit_pem(&want, "RSA PRIVATE KEY", body, len);
    cr_assert(kit_is(&want, out.data, out.len), "%zu bytes", len);
    cr_assert_eq(read_text(&armor, &line, &want), MINT_E_NONE);
    cr_assert(armor.body.len == len && memcmp(armor.body.data, body, len) == 0);
    mint_armor_wipe(&armor);
    mint_secret_wipe(&out);

    cr_assert_eq(mint_armor_write(&out, "X", PROC DEK "\n", &mint_columns_pem,
                                  body, len),
                 MINT_E_NONE);
    kit_clear(&want);
    kit_put(&want, out.data, out.len);
    mint_secret_wipe(&out);
    cr_assert_eq(read_text(&armor, &line, &want), MINT_E_NONE);
    cr_assert(armor.encrypted && armor.body.len == len &&
              memcmp(armor.body.data, body, len) == 0);
    mint_armor_wipe(&armor);
  }
}

// Cut anywhere, a block is refused; only its last newline may be missing.
Test(armor, every_truncation) {
  static struct kit whole;
  kit_set(&whole, BEGIN PROC DEK "\n" L64 "\n" L64 "\nQUI=\n" END);
  for (size_t len = 1; len < whole.len; len++) {
    struct mint_armor armor;
    size_t line = 0;
    kit_clear(&text);
    kit_put(&text, whole.data, len);
    enum mint_code code = read_text(&armor, &line, &text);
    cr_expect_eq(code == MINT_E_NONE, len == whole.len - 1, "%zu: %s", len,
                 mint_code_explain(code)->name);
    mint_armor_wipe(&armor);
  }
}
