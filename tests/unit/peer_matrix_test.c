// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// Malformed keys that were tried on ssh-keygen 9.2, libssh 0.10.6 and puttygen
// 0.78, most of them accepted by one or another: what we make of each. A case
// is called as its row in the two tables of measured laxness is, that of
// OPENSSH private keys and that of RFC 4716.

#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/key/check.h"
#include "tests/unit/openssh_kit.h"

// ---- OPENSSH private keys: the container

static const struct {
  struct recipe recipe;
  enum mint_rule rule;  // that a well-formed key breaks; 0: none
  bool swapped;
} kContainers[] = {
    {.recipe = {.name = "(good)", .comment = "c", .comment_len = 1}},
    {.recipe = {"outer pub != private: n", MINT_E_OPENSSH_PUBLIC, .number = 1,
                .how = CHANGED}},
    {.recipe = {"outer pub != private: e", MINT_E_OPENSSH_PUBLIC, .number = 2,
                .how = CHANGED}},
    {.recipe = {"trailing bytes after privblock", MINT_E_OPENSSH_SYNTAX,
                .after = "x"}},
    {.recipe = {"kdfoptions garbage with none", MINT_E_OPENSSH_SYNTAX,
                .options = "garbage", .options_len = 7}},
    {.recipe = {"16 extra pad bytes", MINT_E_OPENSSH_PADDING, .comment = "c",
                .comment_len = 1, .more_padding = 16}},
    {.recipe = {"264 extra pad bytes", MINT_E_OPENSSH_PADDING, .comment = "c",
                .comment_len = 1, .more_padding = 264}},
    {.recipe = {"non-minimal mpint n", MINT_E_SSH_MPINT, .number = 1,
                .how = PADDED}},
    {.recipe = {"NUL in comment", MINT_E_OPENSSH_SYNTAX, .comment = "a\0b",
                .comment_len = 3}},
    {.recipe = {.name = "ESC in comment: read, not written",
                .comment = "a\x1b[2J",
                .comment_len = 5}},
    {.recipe = {.name = "wrong iqmp", .number = 4, .how = CHANGED},
     .rule = MINT_K_QINV},
    {.recipe = {.name = "wrong d", .number = 3, .how = CHANGED},
     .rule = MINT_K_D_INVERSE},
    {.recipe = {.name = "p,q swapped"}, .rule = MINT_K_QINV, .swapped = true},
};

static void expect_check(const struct mint_parts *parts, const char *name,
                         enum mint_rule rule) {
  struct mint_key *key = NULL;
  struct mint_report report;
  struct mint_policy policy;
  cr_assert(mint_policy_preset(&policy, "default"));
  enum mint_status status = mint_check(&key, &report, parts, &policy);
  if (rule == 0) {
    cr_expect_eq(status, MINT_OK, "%s", name);
  } else {
    cr_expect_eq(status, MINT_ERR_INVALID_KEY, "%s", name);
    cr_expect(mint_report_has(report.broken, rule), "%s", name);
  }
  mint_key_free(key);
}

Test(peer_matrix, openssh_containers) {
  static struct buf body;
  struct mint_parts *from = ossh_read_file("rsa");
  for (size_t i = 0; i < COUNT(kContainers); i++) {
    const struct recipe *recipe = &kContainers[i].recipe;
    struct mint_parts *parts = NULL;
    struct mint_parts source = *from;
    if (kContainers[i].swapped) {
      source.rsa.p = from->rsa.q;
      source.rsa.q = from->rsa.p;
    }
    ossh_make(&body, recipe, &source);
    enum mint_code code = ossh_read_body(&parts, body.data, body.len);
    cr_expect_eq(code, recipe->code, "%s: %s", recipe->name,
                 mint_code_explain(code)->name);
    if (parts != NULL) {
      expect_check(parts, recipe->name, kContainers[i].rule);
      const struct mint_about *about = mint_parts_about(parts);
      bool escape = memchr(about->comment, 0x1b, about->comment_len) != NULL;
      cr_expect_eq(mint_comment_ok(about->comment, about->comment_len), !escape,
                   "%s", recipe->name);
    }
    mint_parts_free(parts);
  }
  mint_parts_free(from);
}

// ---- OPENSSH private keys: the text

static struct buf text;
static struct buf good;

static void put(const void *data, size_t len) {
  cr_assert(len <= sizeof(text.data) - text.len);
  memcpy(text.data + text.len, data, len);
  text.len += len;
}

static void puts_text(const char *string) { put(string, strlen(string)); }

// The file with `every` symbols of base64 a line, 0 for all on one; or with a
// blank after each that many.
static void put_wrapped(size_t every, const char *between) {
  const uint8_t *body = memchr(good.data, '\n', good.len);
  const uint8_t *end = memmem(good.data, good.len, "\n-----END", 9);
  cr_assert(body != NULL && end != NULL);
  body++;
  put(good.data, (size_t)(body - good.data));
  size_t column = 0;
  for (const uint8_t *at = body; at < end; at++) {
    if (*at != '\n') {
      if (every != 0 && column == every) {
        puts_text(between);
        column = 0;
      }
      put(at, 1);
      column++;
    }
  }
  put(end, (size_t)(good.data + good.len - end));
}

static void put_good(void) { put(good.data, good.len); }
static void put_crlf(void) {
  for (size_t i = 0; i < good.len; i++) {
    put(good.data[i] == '\n' ? "\r\n" : (const char *)&good.data[i],
        good.data[i] == '\n' ? 2 : 1);
  }
}
static void put_leading(void) {
  puts_text("leading text\n");
  put_good();
}
static void put_columns(void) { put_wrapped(1, "\n"); }
static void put_one_line(void) { put_wrapped(0, ""); }
static void put_blanks(void) { put_wrapped(69, " \n"); }
static void put_twice(void) {
  put_good();
  put_good();
}
static void put_no_newline(void) { put(good.data, good.len - 1); }
static void put_after_end(void) {
  put_no_newline();
  puts_text(" text\n");
}

Test(peer_matrix, openssh_texts) {
  static const struct {
    const char *name;
    void (*make)(void);
    enum mint_code code;
  } kCases[] = {
      {"(good)", put_good, MINT_E_NONE},
      {"leading text", put_leading, MINT_E_PEM_BEFORE},
      {"CRLF: accepted if consistent", put_crlf, MINT_E_NONE},
      {"1 char/line", put_columns, MINT_E_PEM_LINE},
      {"one long line", put_one_line, MINT_E_PEM_LINE},
      {"spaces", put_blanks, MINT_E_BASE64_CHARACTER},
      {"two keys concatenated", put_twice, MINT_E_PEM_AFTER},
      {"no final newline", put_no_newline, MINT_E_NONE},
      {"text after END on same line", put_after_end, MINT_E_PEM_LABEL},
  };
  ossh_load(&good, "rsa");
  for (size_t i = 0; i < COUNT(kCases); i++) {
    struct mint_parts *parts = NULL;
    text.len = 0;
    kCases[i].make();
    enum mint_code code = ossh_read(&parts, text.data, text.len);
    cr_expect_eq(code, kCases[i].code, "%s: %s", kCases[i].name,
                 mint_code_explain(code)->name);
    mint_parts_free(parts);
  }
}

// ---- RFC 4716: '@' stands for the base64 in its lines, '#' for it in one
// line,
// '~' for it without padding

#define BEGIN "---- BEGIN SSH2 PUBLIC KEY ----\n"
#define END "---- END SSH2 PUBLIC KEY ----\n"

static void put_4716(const char *pattern) {
  const uint8_t *body = memchr(good.data, ':', good.len);
  body = (const uint8_t *)memchr(body, '\n', 1024) + 1;
  const uint8_t *end = memmem(good.data, good.len, "\n---- END", 9);
  text.len = 0;
  for (; *pattern != '\0'; pattern++) {
    if (strchr("@#~", *pattern) == NULL) {
      put(pattern, 1);
      continue;
    }
    for (const uint8_t *at = body; at < end; at++) {
      if ((*pattern != '#' || *at != '\n') && (*pattern != '~' || *at != '=')) {
        put(at, 1);
      }
    }
  }
}

Test(peer_matrix, rfc4716) {
  static const struct {
    const char *name;
    const char *pattern;
    enum mint_code code;
  } kCases[] = {
      {"(good)", BEGIN "Comment: x\n@\n" END, MINT_E_NONE},
      {"continuation", BEGIN "Comment: x\\\ny\n@\n" END, MINT_E_NONE},
      {"continuation whose 2nd line has \": \"",
       BEGIN "Comment: x\\\ny: z\n@\n" END, MINT_E_NONE},
      {"lowercase tag", BEGIN "comment: x\n@\n" END, MINT_E_NONE},
      {"unknown tag", BEGIN "Unknown: x\n@\n" END, MINT_E_NONE},
      {"Comment:\"x\" without space", BEGIN "Comment:\"x\"\n@\n" END,
       MINT_E_4716_HEADER},
      {"header after body began", BEGIN "@\nComment: x\n" END,
       MINT_E_4716_LINE},
      {"duplicate Comment", BEGIN "Comment: x\nComment: y\n@\n" END,
       MINT_E_4716_HEADER},
      {"400-char base64 line", BEGIN "#\n" END, MINT_E_4716_LINE},
      {"5-dash marker: both",
       "-----BEGIN SSH2 PUBLIC KEY-----\n@\n-----END SSH2 PUBLIC KEY-----\n",
       MINT_E_FORMAT_UNKNOWN},
      {"5-dash marker: END", BEGIN "@\n----- END SSH2 PUBLIC KEY -----\n",
       MINT_E_4716_END},
      {"5-dash marker: BEGIN", "----- BEGIN SSH2 PUBLIC KEY -----\n@\n" END,
       MINT_E_TEXT_UNKNOWN},
      {"missing END", BEGIN "@\n", MINT_E_4716_END},
      {"junk after END", BEGIN "@\n" END "junk\n", MINT_E_4716_AFTER},
      {"missing padding", BEGIN "~\n" END, MINT_E_BASE64_LENGTH},
      {"extra padding", BEGIN "@=\n" END, MINT_E_BASE64_LENGTH},
      {"CR only", "---- BEGIN SSH2 PUBLIC KEY ----\r#\r",
       MINT_E_TEXT_LINE_ENDS},
  };
  FILE *file = fopen("tests/vectors/rfc4716/ecdsa.4716", "rb");
  cr_assert_not_null(file);
  good.len = fread(good.data, 1, sizeof(good.data), file);
  (void)fclose(file);
  for (size_t i = 0; i < COUNT(kCases); i++) {
    struct mint_parts *parts = NULL;
    put_4716(kCases[i].pattern);
    enum mint_code code = ossh_read(&parts, text.data, text.len);
    cr_expect_eq(code, kCases[i].code, "%s: %s", kCases[i].name,
                 mint_code_explain(code)->name);
    mint_parts_free(parts);
  }
}
