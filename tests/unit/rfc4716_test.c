// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// The SSH2 PUBLIC KEY form of RFC 4716, read and written. The files of
// tests/vectors/rfc4716 come from ssh-keygen and puttygen.

#include "core/format/rfc4716.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/err.h>

#include <criterion/criterion.h>

#include "core/base/arena.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define BEGIN "---- BEGIN SSH2 PUBLIC KEY ----\n"
#define END "---- END SSH2 PUBLIC KEY ----\n"
#define X10 "xxxxxxxxxx"
#define X60 X10 X10 X10 X10 X10 X10

struct buf {
  size_t len;
  uint8_t data[16384];
};

static struct buf text;
static struct buf key;  // the line of ed25519.pub

static void put(struct buf *buf, const void *data, size_t len) {
  cr_assert(len <= sizeof(buf->data) - buf->len);
  memcpy(buf->data + buf->len, data, len);
  buf->len += len;
}

static void load(struct buf *buf, const char *name) {
  char path[128];
  (void)snprintf(path, sizeof(path), "tests/vectors/rfc4716/%s", name);
  FILE *file = fopen(path, "rb");
  cr_assert_not_null(file, "%s", path);
  buf->len = fread(buf->data, 1, sizeof(buf->data), file);
  (void)fclose(file);
}

// Makes a text in which '@' stands for the base64 of an Ed25519 key, 68
// symbols, and '<' and '>' for its halves.
static void make(const char *pattern) {
  load(&key, "ed25519.pub");
  const uint8_t *symbols = key.data + strlen("ssh-ed25519 ");
  text.len = 0;
  for (; *pattern != '\0'; pattern++) {
    if (*pattern == '@' || *pattern == '<') {
      put(&text, symbols, *pattern == '@' ? 68 : 34);
    } else if (*pattern == '>') {
      put(&text, symbols + 34, 34);
    } else {
      put(&text, pattern, 1);
    }
  }
}

static struct mint_reason read_buf(struct mint_parts **out,
                                   const struct buf *buf) {
  struct mint_reason why;
  (void)!mint_parts_read(out, &why, buf->data, buf->len);
  cr_assert((why.code == MINT_E_NONE) == (*out != NULL));
  return why;
}

static bool comment_is(const struct mint_parts *parts, const char *want) {
  const struct mint_about *about = mint_parts_about(parts);
  return want == NULL || about->comment == NULL
             ? want == about->comment
             : about->comment_len == strlen(want) &&
                   memcmp(about->comment, want, about->comment_len) == 0;
}

// ---------------------------------------------------------------------------
// Reading

Test(rfc4716, opens_what_the_tools_write) {
  static const struct {
    const char *name;
    const char *line;
    const char *comment;
    enum mint_kind kind;
  } kCases[] = {
#define BY_SSH "converted by test@test from OpenSSH"
      {"rsa.4716", "rsa.pub", BY_SSH, MINT_KIND_PUBLIC},
      {"rsa4096.4716", "rsa4096.pub", BY_SSH, MINT_KIND_PUBLIC},
      {"ecdsa.4716", "ecdsa.pub", BY_SSH, MINT_KIND_PUBLIC},
      {"ed25519.4716", "ed25519.pub", BY_SSH, MINT_KIND_PUBLIC},
      {"putty.4716", "rsa.pub", "rsa@test", MINT_KIND_PUBLIC},
      {"certificate.4716", "rsa.pub", NULL, MINT_KIND_CERTIFICATE},
  };
  for (size_t i = 0; i < COUNT(kCases); i++) {
    struct mint_parts *parts = NULL;
    struct mint_parts *line = NULL;
    load(&text, kCases[i].name);
    struct mint_reason why = read_buf(&parts, &text);
    cr_assert(why.code == MINT_E_NONE && why.line == 0, "%s: %s",
              kCases[i].name, mint_code_explain(why.code)->name);
    load(&text, kCases[i].line);
    cr_assert_eq(read_buf(&line, &text).code, MINT_E_NONE);
    const struct mint_about *about = mint_parts_about(parts);
    cr_expect_eq(about->format, MINT_FORMAT_RFC4716);
    cr_expect_eq(about->kind, kCases[i].kind);
    cr_expect(comment_is(parts, kCases[i].comment), "%s", kCases[i].name);
    cr_expect_eq(about->blob_len, line->about.blob_len);
    cr_expect_arr_eq(about->blob, line->about.blob, about->blob_len);
    cr_expect_eq(about->bits, line->about.bits);
    mint_parts_free(line);
    mint_parts_free(parts);
  }
}

Test(rfc4716, takes_every_header_of_the_rfc) {
  static const struct {
    const char *text;
    const char *comment;
  } kCases[] = {
      {BEGIN "@\n" END, NULL},
      {BEGIN "@\n---- END SSH2 PUBLIC KEY ----", NULL},
      {BEGIN "<\n>\n" END, NULL},
      {"---- BEGIN SSH2 PUBLIC KEY ----\r\nComment: x\r\n@\r\n"
       "---- END SSH2 PUBLIC KEY ----\r\n",
       "x"},
      {BEGIN "Comment: x\n@\n" END, "x"},
      {BEGIN "COMMENT: x\n@\n" END, "x"},
      {BEGIN "comment: x: y\n@\n" END, "x: y"},
      {BEGIN "Comment: \n@\n" END, ""},
      {BEGIN "Comment: \"\"\n@\n" END, ""},
      {BEGIN "Comment: \"\n@\n" END, "\""},
      {BEGIN "Comment: x\"\n@\n" END, "x\""},
      {BEGIN "Comment: \"x\"y\"\n@\n" END, "x\"y"},
      {BEGIN "Comment: \"\"x\"\"\n@\n" END, "\"x\""},
      {BEGIN "Comment:  x \n@\n" END, " x "},
      {BEGIN "Comment: \"x\\\ny\"\n@\n" END, "xy"},
      {BEGIN "Comment: x\\\n y: \\\nz\n@\n" END, "x y: z"},
      {BEGIN "Comment: x\\\\\ny\n@\n" END, "x\\y"},
      {BEGIN "Comment: x\\\n---- END SSH2 PUBLIC KEY ----\n@\n" END,
       "x---- END SSH2 PUBLIC KEY ----"},
      {BEGIN "Subject: me\nComment: x\nx-command: a\\\nb\n@\n" END, "x"},
      {BEGIN "Subject: me\nSubject: you\n@\n" END, NULL},
      {BEGIN X60 "xxxx: x\n@\n" END, NULL},
      {BEGIN "Comment: \xc3\xa9\n@\n" END, "\xc3\xa9"},
  };
  for (size_t i = 0; i < COUNT(kCases); i++) {
    struct mint_parts *parts = NULL;
    make(kCases[i].text);
    struct mint_reason why = read_buf(&parts, &text);
    cr_assert_eq(why.code, MINT_E_NONE, "case %zu: %s, line %zu", i,
                 mint_code_explain(why.code)->name, why.line);
    cr_expect(comment_is(parts, kCases[i].comment), "case %zu", i);
    mint_parts_free(parts);
  }
}

Test(rfc4716, refuses_everything_else) {
  static const struct {
    const char *text;
    enum mint_code code;
    size_t line;
  } kCases[] = {
      // the frame
      {"---- BEGIN SSH2 PUBLIC KEY -----\n@\n" END, MINT_E_4716_BEGIN, 1},
      {"---- BEGIN SSH2 PUBLIC KEY ---- \n@\n" END, MINT_E_4716_BEGIN, 1},
      {"---- BEGIN SSH2 PUBLIC KEY", MINT_E_4716_BEGIN, 1},
      {BEGIN, MINT_E_4716_END, 1},
      {BEGIN "Comment: x\n", MINT_E_4716_END, 2},
      {BEGIN "Comment: x\\\n", MINT_E_4716_END, 2},
      {BEGIN "@\n", MINT_E_4716_END, 2},
      {BEGIN "@\n---- END SSH2 PUBLIC KEY ---\n", MINT_E_4716_END, 3},
      {BEGIN "@\n---- END SSH2 PUBLIC KEY -----\n", MINT_E_4716_END, 3},
      {BEGIN "@\n-----END SSH2 PUBLIC KEY-----\n", MINT_E_4716_END, 3},
      {BEGIN "@\n" BEGIN, MINT_E_4716_END, 3},
      {BEGIN "@\n" END "\n", MINT_E_4716_AFTER, 4},
      {BEGIN "@\n" END BEGIN "@\n" END, MINT_E_4716_AFTER, 4},
      {BEGIN END, MINT_E_SSH_SYNTAX, 0},
      // headers
      {BEGIN "Comment:x\n@\n" END, MINT_E_4716_HEADER, 2},
      {BEGIN "Comment:\tx\n@\n" END, MINT_E_4716_HEADER, 2},
      {BEGIN "Comment : x\n@\n" END, MINT_E_4716_HEADER, 2},
      {BEGIN " Comment: x\n@\n" END, MINT_E_4716_HEADER, 2},
      {BEGIN ": x\n@\n" END, MINT_E_4716_HEADER, 2},
      {BEGIN "Comm\xc3\xa9nt: x\n@\n" END, MINT_E_4716_HEADER, 2},
      {BEGIN "Comm\x7fnt: x\n@\n" END, MINT_E_4716_HEADER, 2},
      {BEGIN X60 "xxxxx: x\n@\n" END, MINT_E_4716_HEADER, 2},
      {BEGIN "Comment: x\nComment: x\n@\n" END, MINT_E_4716_HEADER, 3},
      {BEGIN "Comment: x\nX: y\\\nz\ncOMMENT: y\n", MINT_E_4716_HEADER, 5},
      {BEGIN "Comment: x\\\n\n@\n" END, MINT_E_4716_LINE, 3},
      // the body
      {BEGIN "\n@\n" END, MINT_E_4716_LINE, 2},
      {BEGIN "<\n\n>\n" END, MINT_E_4716_LINE, 3},
      {BEGIN "@\n\n" END, MINT_E_4716_LINE, 3},
      {BEGIN "<\nComment: x\n>\n" END, MINT_E_4716_LINE, 3},
      {BEGIN "@AAAA\n" END, MINT_E_SSH_TRAILING, 0},
      {BEGIN "@@\n" END, MINT_E_4716_LINE, 2},
      {BEGIN "Comment: " X60 "xxxx\n@\n" END, MINT_E_4716_LINE, 2},
      {BEGIN "Comment: \\\n" X60 X10 "xxx\n@\n" END, MINT_E_4716_LINE, 3},
      {BEGIN " @\n" END, MINT_E_BASE64_CHARACTER, 2},
      {BEGIN "< \n>\n" END, MINT_E_BASE64_CHARACTER, 2},
      {BEGIN "<=\n>\n" END, MINT_E_BASE64_CHARACTER, 3},
      {BEGIN "<=>\n" END, MINT_E_BASE64_CHARACTER, 2},
      {BEGIN "Comment\n@\n" END, MINT_E_BASE64_LENGTH, 3},
      {BEGIN "<\n>=\n" END, MINT_E_BASE64_LENGTH, 3},
      {BEGIN "<\n>====\n" END, MINT_E_BASE64_CHARACTER, 3},
      {BEGIN "<\n>AB==\n" END, MINT_E_BASE64_BITS, 3},
      {BEGIN "AAAA\n" END, MINT_E_SSH_SYNTAX, 0},
      {BEGIN "AAAAAXg=\n" END, MINT_E_TYPE_UNKNOWN, 0},
      // line ends
      {"---- BEGIN SSH2 PUBLIC KEY ----\r@\r---- END SSH2 PUBLIC KEY ----\r",
       MINT_E_TEXT_LINE_ENDS, 1},
      {BEGIN "@\r\n" END, MINT_E_TEXT_LINE_ENDS, 2},
  };
  for (size_t i = 0; i < COUNT(kCases); i++) {
    struct mint_parts *parts = NULL;
    make(kCases[i].text);
    struct mint_reason why = read_buf(&parts, &text);
    cr_expect(why.code == kCases[i].code && why.line == kCases[i].line,
              "case %zu: %s, line %zu", i, mint_code_explain(why.code)->name,
              why.line);
    mint_parts_free(parts);
  }
}

static void put_many(struct buf *buf, const char *item, size_t times) {
  for (size_t i = 0; i < times; i++) {
    put(buf, item, strlen(item));
  }
}

// Reads BEGIN, `times` times `item`, and `tail`.
static struct mint_reason read_many(const char *item, size_t times,
                                    const char *tail) {
  static struct buf out;
  struct mint_parts *parts = NULL;
  make(tail);
  out.len = 0;
  put_many(&out, BEGIN, 1);
  put_many(&out, item, times);
  put(&out, text.data, text.len);
  struct mint_reason why = read_buf(&parts, &out);
  mint_parts_free(parts);
  return why;
}

Test(rfc4716, bounds_headers_and_values) {
  struct mint_reason why = read_many("x: y\\\nz\n", 32, "@\n" END);
  cr_expect_eq(why.code, MINT_E_NONE);
  why = read_many("x: y\\\nz\n", 33, "@\n" END);
  cr_expect(why.code == MINT_E_4716_HEADER && why.line == 2 + 2 * 32);
  // Values of 1024 and 1025 bytes.
#define V X60 "xxxx\\\n"
#define V5 V V V V V
  why = read_many("x: \\\n" V5 V5 V5, 1, X60 "xxxx\n@\n" END);
  cr_expect_eq(why.code, MINT_E_NONE);
  why = read_many("x: \\\n" V5 V5 V5, 1, X60 "xxxxx\n@\n" END);
  cr_expect(why.code == MINT_E_4716_HEADER && why.line == 18);
}

Test(rfc4716, refuses_every_truncation_and_survives_every_flip) {
  static struct buf part;
  load(&text, "putty.4716");
  for (size_t len = 0; len + 1 < text.len; len++) {
    struct mint_parts *parts = NULL;
    part.len = 0;
    put(&part, text.data, len);
    cr_assert_neq(read_buf(&parts, &part).code, MINT_E_NONE, "%zu", len);
  }
  for (size_t bit = 0; bit < 8 * text.len; bit++) {
    struct mint_parts *parts = NULL;
    part = text;
    part.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
    (void)read_buf(&parts, &part);
    mint_parts_free(parts);
  }
}

// ---------------------------------------------------------------------------
// Writing

#define NOT_UTF8 \
  "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80"

static const char *const kComments[] = {
    NULL,
    "",
    "\"",
    "\"x\"",
    "x\\",
    "\\",
    " x ",
    "a: b: c",
    "FRONT END of: the END server END ",
    "----",
    "---- END SSH2 PUBLIC KEY ----",
    X60 "xxx",
    X60 "x\\\\\\\\",
    X60 "----x",
    X60 "x---- END SSH2 PUBLIC KEY ----",
    X60 X10 "y: z END z",
    X60 X60 X10 "xx\\",
    X60 "x\xc3\xa9\xc3\xa9\xf0\x9f\x94\x91",
    X60 "\xf0\x9f\x94\x91\xf0\x9f\x94\x91",
    X60 X60 X60 X60 "xxxxxxxxxxxxxxx",
    NOT_UTF8 NOT_UTF8 NOT_UTF8 NOT_UTF8 NOT_UTF8};

static void write_key(struct mint_secret *out, const struct mint_parts *parts,
                      const char *comment) {
  const struct mint_about *about = mint_parts_about(parts);
  cr_assert_eq(mint_rfc4716_write(out, about->blob, about->blob_len, comment,
                                  comment == NULL ? 0 : strlen(comment)),
               MINT_E_NONE);
  text.len = 0;
  put(&text, out->data, out->len);
}

Test(rfc4716, writes_what_ssh_keygen_writes) {
  static const char *const kFiles[] = {"rsa.4716", "rsa4096.4716", "ecdsa.4716",
                                       "ed25519.4716"};
  for (size_t i = 0; i < COUNT(kFiles); i++) {
    static struct buf want;
    struct mint_parts *parts = NULL;
    struct mint_secret out = MINT_SECRET_EMPTY;
    load(&want, kFiles[i]);
    cr_assert_eq(read_buf(&parts, &want).code, MINT_E_NONE);
    write_key(&out, parts, BY_SSH);
    cr_expect_eq(text.len, want.len);
    cr_expect_arr_eq(text.data, want.data, want.len);
    mint_secret_wipe(&out);
    mint_parts_free(parts);
  }
}

// ssh-keygen reads it too, where it is installed.
static void expect_ssh_keygen(const struct mint_secret *out, size_t i) {
  char path[] = "/tmp/rfc4716_test.XXXXXX";
  char line[256];
  int fd = mkstemp(path);
  cr_assert(fd >= 0 && write(fd, out->data, out->len) == (ssize_t)out->len);
  (void)close(fd);
  (void)snprintf(line, sizeof(line),
                 "! command -v ssh-keygen >/dev/null || "
                 "timeout 60 ssh-keygen -i -f %s 2>/dev/null | "
                 "grep -qxF \"$(cut -d' ' -f-2 "
                 "tests/vectors/rfc4716/ed25519.pub)\"",
                 path);
  cr_expect_eq(system(line), 0, "case %zu", i);  // NOLINT(cert-env33-c)
  (void)unlink(path);
}

Test(rfc4716, reads_back_every_comment) {
  struct mint_parts *parts = NULL;
  load(&text, "ed25519.4716");
  cr_assert_eq(read_buf(&parts, &text).code, MINT_E_NONE);
  for (size_t i = 0; i < COUNT(kComments); i++) {
    struct mint_secret out = MINT_SECRET_EMPTY;
    struct mint_parts *again = NULL;
    write_key(&out, parts, kComments[i]);
    cr_assert_eq(read_buf(&again, &text).code, MINT_E_NONE, "case %zu", i);
    cr_expect(comment_is(again, kComments[i]), "case %zu", i);
    cr_expect_eq(again->about.blob_len, parts->about.blob_len);
    cr_expect_arr_eq(again->about.blob, parts->about.blob, 51);
    expect_ssh_keygen(&out, i);
    mint_parts_free(again);
    mint_secret_wipe(&out);
  }
  mint_parts_free(parts);
}

Test(rfc4716, does_all_or_nothing_without_memory) {
  enum mint_code code = MINT_E_MEMORY;
  OPENSSL_PUT_ERROR(CRYPTO, ERR_R_MALLOC_FAILURE);  // the queue stays
  load(&text, "rsa.4716");
  for (size_t n = 0; code != MINT_E_NONE; n++) {
    struct mint_arena_stats before;
    struct mint_arena_stats after;
    struct mint_parts *parts = NULL;
    struct mint_secret out = MINT_SECRET_EMPTY;
    mint_arena_stats(&before);
    mint_arena_fail_after(n);
    code = read_buf(&parts, &text).code;
    if (code == MINT_E_NONE) {
      code = mint_rfc4716_write(&out, parts->about.blob, parts->about.blob_len,
                                "x", 1);
      cr_assert((code == MINT_E_NONE) == (out.data != NULL));
    }
    mint_arena_fail_after(SIZE_MAX);
    cr_assert(code == MINT_E_NONE || code == MINT_E_MEMORY, "%zu", n);
    mint_secret_wipe(&out);
    mint_parts_free(parts);
    mint_arena_stats(&after);
    cr_assert_eq(before.blocks, after.blocks, "%zu", n);
  }
}
