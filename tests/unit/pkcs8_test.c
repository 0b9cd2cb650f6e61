// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// The forms "PRIVATE KEY" and "ENCRYPTED PRIVATE KEY", read and written. The
// files of tests/vectors/pkcs8 come from openssl and ssh-keygen; variants of
// them are built here byte by byte.

#include "core/format/pkcs8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/err.h>

#include <criterion/criterion.h>

#include "core/base/arena.h"
#include "core/text/base64.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define BYTES(literal) (const uint8_t *)(literal), sizeof(literal) - 1
#define PASS BYTES("correct horse")

struct buf {
  size_t len;
  uint8_t data[16384];
};

static void put(struct buf *buf, const void *data, size_t len) {
  cr_assert(len <= sizeof(buf->data) - buf->len);
  memcpy(buf->data + buf->len, data, len);
  buf->len += len;
}

static void load(struct buf *buf, const char *name) {
  char path[128];
  (void)snprintf(path, sizeof(path), "tests/vectors/pkcs8/%s", name);
  FILE *file = fopen(path, "rb");
  cr_assert_not_null(file, "%s", path);
  buf->len = fread(buf->data, 1, sizeof(buf->data), file);
  (void)fclose(file);
}

// Replaces a PEM text by the DER in it, and back.
static void unwrap(struct buf *buf) {
  static struct buf symbols;
  symbols.len = 0;
  const char *at = memchr(buf->data, '\n', buf->len);
  for (at++; *at != '-'; at++) {
    if (*at != '\n') {
      put(&symbols, at, 1);
    }
  }
  cr_assert_eq(
      mint_base64_decode(buf->data, &buf->len, symbols.data, symbols.len),
      MINT_E_NONE);
}

static void wrap(struct buf *buf, const char *label) {
  struct mint_secret text = MINT_SECRET_EMPTY;
  cr_assert_eq(mint_armor_write(&text, label, NULL, &mint_columns_pem,
                                buf->data, buf->len),
               MINT_E_NONE);
  buf->len = 0;
  put(buf, text.data, text.len);
  mint_secret_wipe(&text);
}

// Puts one DER element of 256 bytes or more.
static void put_der(struct buf *buf, uint8_t tag, const struct buf *content) {
  const uint8_t head[] = {tag, 0x82, (uint8_t)(content->len >> 8),
                          (uint8_t)content->len};
  put(buf, head, sizeof(head));
  put(buf, content->data, content->len);
}

static enum mint_code read_buf(struct mint_parts **out, const struct buf *buf) {
  struct mint_reason why;
  (void)!mint_parts_read(out, &why, buf->data, buf->len);
  cr_assert((why.code == MINT_E_NONE) == (*out != NULL));
  return why.code;
}

static enum mint_code unlock(struct mint_parts *parts, const uint8_t *pass,
                             size_t pass_len) {
  struct mint_reason why;
  (void)!mint_parts_unlock(parts, &why, pass, pass_len);
  return why.code;
}

static void expect_rsa(const struct mint_parts *parts, const char *name) {
  static struct buf print;
  char fingerprint[MINT_FINGERPRINT_MAX];
  const struct mint_about *about = mint_parts_about(parts);
  load(&print, "print.txt");
  mint_fingerprint(fingerprint, MINT_HASH_SHA256, about->blob, about->blob_len);
  cr_expect_eq(strncmp((const char *)print.data, fingerprint, print.len - 1), 0,
               "%s: %s", name, fingerprint);
  cr_expect(about->kind == MINT_KIND_PRIVATE && about->bits == 2048);
  cr_expect_eq(about->format, MINT_FORMAT_PKCS8);
  cr_expect_str_eq(about->type, "ssh-rsa");
  cr_expect(!about->locked && about->exponent_len == 3 && parts->rsa.has_crt);
  cr_expect_eq(CBS_len(&parts->rsa.p), 128u);
}

// ---------------------------------------------------------------------------
// Plain

static const struct mint_write_options kPlain = {.format = MINT_FORMAT_PKCS8};
static const struct mint_write_options kSealed = {
    .format = MINT_FORMAT_PKCS8,
    .passphrase = (const uint8_t *)"correct horse",
    .passphrase_len = 13};

static struct buf text;
static struct buf der;

static struct mint_parts *rsa_parts(void) {
  struct mint_parts *parts = NULL;
  load(&text, "plain.pem");
  cr_assert_eq(read_buf(&parts, &text), MINT_E_NONE);
  return parts;
}

Test(pkcs8, opens_and_writes_a_plain_key) {
  struct mint_parts *parts = rsa_parts();
  struct mint_secret again = MINT_SECRET_EMPTY;
  expect_rsa(parts, "plain.pem");
  cr_expect(!mint_parts_about(parts)->encrypted);
  cr_assert_eq(mint_pkcs8_write(&again, &parts->rsa, &kPlain), MINT_E_NONE);
  cr_expect_eq(again.len, text.len);
  cr_expect_arr_eq(again.data, text.data, text.len);
  mint_secret_wipe(&again);
  mint_parts_free(parts);
}

#define VERSION "\x02\x01\x00"
#define RSA_OID "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01"
#define RSA "\x30\x0d" RSA_OID "\x05\x00"
#define HEAD VERSION RSA
// SEQUENCE { 1.2.3, SET { UTF8String "x" } }
#define ATTRIBUTE "\x30\x09\x06\x02\x2a\x03\x31\x03\x0c\x01x"

// Makes PrivateKeyInfo of `head`, the key of rsa.pem and `tail`.
static void make_info(const uint8_t *head, size_t head_len, const uint8_t *tail,
                      size_t tail_len) {
  static struct buf key;
  static struct buf body;
  load(&key, "rsa.pem");
  unwrap(&key);
  body.len = 0;
  put(&body, head, head_len);
  put_der(&body, 0x04, &key);
  put(&body, tail, tail_len);
  text.len = 0;
  put_der(&text, 0x30, &body);
  wrap(&text, "PRIVATE KEY");
}

struct info {
  const uint8_t *head;
  size_t head_len;
  const uint8_t *tail;
  size_t tail_len;
  enum mint_code code;
};

// Short names for the table.
#define K(head, tail, code) \
  { BYTES(head), BYTES(tail), code }
#define OK MINT_E_NONE
#define SYNTAX MINT_E_DER_SYNTAX
#define TRAILING MINT_E_DER_TRAILING
#define OTHER MINT_E_FORMAT_PKCS8_VERSION
#define NOT_RSA MINT_E_FORMAT_NOT_RSA

Test(pkcs8, reads_private_key_info_exactly) {
  static const struct info kCases[] = {
      K(HEAD, "", OK),
      K(HEAD, "\xa0\x00", OK),
      K(HEAD, "\xa0\x0b" ATTRIBUTE, OK),
      K(HEAD, "\xa0\x16" ATTRIBUTE ATTRIBUTE, OK),
      // attributes
      K(HEAD, "\xa0\x0a" ATTRIBUTE, SYNTAX),
      K(HEAD, "\xa0\x0c" ATTRIBUTE, SYNTAX),  // more than is there
      K(HEAD, "\xa0\x02\x05\x00", SYNTAX),
      K(HEAD, "\xa0\x03\x30\x01\x00", SYNTAX),
      K(HEAD, "\xa0\x08\x30\x06\x06\x02\x2a\x03\x31\x00", SYNTAX),  // no value
      K(HEAD, "\xa0\x0d\x30\x0b\x06\x02\x2a\x03\x31\x03\x0c\x01x\x05\x00",
        SYNTAX),  // more than a type and values
      K(HEAD, "\xa0\x0a\x30\x08\x06\x02\x2a\x03\x31\x02\x0c\x01",
        SYNTAX),  // a value that is cut short
      K(HEAD, "\xa0\x0a\x30\x08\x06\x02\x2a\x03\x30\x02\x05\x00",
        SYNTAX),  // SEQUENCE for SET
      // what follows
      K(HEAD, "\x05\x00", TRAILING),
      K(HEAD, "\xa0\x00\xa0\x00", TRAILING),
      K(HEAD, "\x80\x00", TRAILING),
      K(HEAD, "\xa1\x03\x03\x01\x00", TRAILING),
      // the version
      K("\x02\x01\x01" RSA, "", OTHER),
      K("\x02\x01\x01" RSA, "\x81\x02\x00\x00", OTHER),
      K("\x02\x01\x02" RSA, "", OTHER),
      K("\x02\x01\xff" RSA, "", SYNTAX),
      K("\x02\x02\x00\x00" RSA, "", SYNTAX),
      K("\x02\x00" RSA, "", SYNTAX),
      K(RSA, "", SYNTAX),
      // the algorithm
      K(VERSION, "", SYNTAX),
      K(VERSION "\x30\x0b" RSA_OID, "", SYNTAX),
      K(VERSION "\x30\x0e" RSA_OID "\x05\x01\x00", "", SYNTAX),
      K(VERSION "\x30\x0f" RSA_OID "\x05\x00\x05\x00", "", SYNTAX),
      K(VERSION "\x30\x0d" RSA_OID "\x30\x00", "", SYNTAX),
      K(VERSION "\x30\x02\x06\x00", "", SYNTAX),
      K(VERSION "\x30\x03\x06\x01\x2a", "", NOT_RSA),
      K(VERSION "\x30\x0a\x06\x08\x2a\x86\x48\x86\xf7\x0d\x01\x01", "",
        NOT_RSA),
      K(VERSION "\x30\x0b\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a", "",
        OTHER),
      // not in the shortest form
      K(VERSION "\x30\x81\x0d" RSA_OID "\x05\x00", "", SYNTAX),
      K(VERSION "\x30\x80" RSA_OID "\x05\x00\x00\x00", "", SYNTAX),
  };
  for (size_t i = 0; i < COUNT(kCases); i++) {
    struct mint_parts *parts = NULL;
    const struct info *c = &kCases[i];
    make_info(c->head, c->head_len, c->tail, c->tail_len);
    enum mint_code code = read_buf(&parts, &text);
    cr_expect_eq(code, c->code, "case %zu: %s", i,
                 mint_code_explain(code)->name);
    mint_parts_free(parts);
  }
}

Test(pkcs8, names_what_it_does_not_read) {
  static const struct {
    const char *name;
    const char *label;  // put around what is in the file; NULL: its own
    enum mint_code code;
  } kCases[] = {
      {"multi_prime.pem", NULL, MINT_E_DER_MULTI_PRIME},
      {"pss.pem", NULL, OTHER},
      {"ec.pem", NULL, NOT_RSA},
      {"ed25519.pem", NULL, NOT_RSA},
      {"pbes1.pem", NULL, MINT_E_CIPHER_UNKNOWN},
      {"camellia.pem", NULL, MINT_E_CIPHER_UNKNOWN},
      {"rsa.pem", "PRIVATE KEY", SYNTAX},
      {"sha1.pem", "PRIVATE KEY", SYNTAX},
      {"spki.pem", "PRIVATE KEY", SYNTAX},
      {"rsa.pem", "ENCRYPTED PRIVATE KEY", SYNTAX},
      {"plain.pem", "ENCRYPTED PRIVATE KEY", SYNTAX},
      {"plain.pem", "RSA PRIVATE KEY", SYNTAX},
  };
  for (size_t i = 0; i < COUNT(kCases); i++) {
    struct mint_parts *parts = NULL;
    load(&text, kCases[i].name);
    if (kCases[i].label != NULL) {
      unwrap(&text);
      wrap(&text, kCases[i].label);
    }
    enum mint_code code = read_buf(&parts, &text);
    cr_expect_eq(code, kCases[i].code, "case %zu: %s", i,
                 mint_code_explain(code)->name);
  }
}

// Every prefix of the text and of the DER, and bytes behind the latter.
static void expect_no_prefix(const char *name, const char *label) {
  static struct buf part;
  struct mint_parts *parts = NULL;
  load(&text, name);
  for (size_t len = 0; len + 1 < text.len; len++) {
    part.len = 0;
    put(&part, text.data, len);
    cr_assert_neq(read_buf(&parts, &part), MINT_E_NONE, "%s: %zu", name, len);
  }
  unwrap(&text);
  for (size_t len = 1; len < text.len; len++) {
    part.len = 0;
    put(&part, text.data, len);
    wrap(&part, label);
    cr_assert_eq(read_buf(&parts, &part), MINT_E_DER_SYNTAX, "%s: DER %zu",
                 name, len);
  }
  put(&text, "", 1);
  wrap(&text, label);
  cr_assert_eq(read_buf(&parts, &text), MINT_E_DER_TRAILING);
}

Test(pkcs8, refuses_every_truncation) {
  expect_no_prefix("plain.pem", "PRIVATE KEY");
  expect_no_prefix("sha1.pem", "ENCRYPTED PRIVATE KEY");
  expect_no_prefix("scrypt.pem", "ENCRYPTED PRIVATE KEY");
}

// Flips every bit of the first bytes of the DER: none of them is free.
static void expect_no_flip(const char *name, const char *label, size_t bytes) {
  load(&der, name);
  unwrap(&der);
  for (size_t bit = 0; bit < 8 * bytes; bit++) {
    struct mint_parts *parts = NULL;
    text.len = 0;
    put(&text, der.data, der.len);
    text.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
    wrap(&text, label);
    if (read_buf(&parts, &text) == MINT_E_NONE) {
      cr_assert(mint_parts_about(parts)->locked, "%s: bit %zu", name, bit);
      cr_assert_neq(unlock(parts, PASS), MINT_E_NONE, "%s: bit %zu", name, bit);
    }
    mint_parts_free(parts);
  }
}

Test(pkcs8, refuses_every_flipped_bit_of_the_header) {
  // PrivateKeyInfo, OCTET STRING and the start of PKCS#1.
  expect_no_flip("plain.pem", "PRIVATE KEY", 4 + 3 + 15 + 4 + 4 + 3 + 4);
  // Up to the first block of what is sealed.
  expect_no_flip("sha384.pem", "ENCRYPTED PRIVATE KEY", 110);
  expect_no_flip("scrypt.pem", "ENCRYPTED PRIVATE KEY", 100);
}

// ---------------------------------------------------------------------------
// Writing

// Reads and opens sha384.pem, or writes `parts`.
static enum mint_code try(const struct mint_parts *parts,
                          const struct mint_write_options *options) {
  struct mint_parts *read = NULL;
  struct mint_secret out = MINT_SECRET_EMPTY;
  enum mint_code code = MINT_E_NONE;
  if (options != NULL) {
    code = mint_pkcs8_write(&out, &parts->rsa, options);
    cr_assert((code == OK) == (out.data != NULL));
  } else {
    code = read_buf(&read, &text);
    code = code == OK ? unlock(read, PASS) : code;
    cr_assert(read == NULL || (code == OK) == !read->about.locked);
    mint_arena_fail_after(SIZE_MAX);
    cr_assert(read == NULL || code == OK || unlock(read, PASS) == OK);
  }
  mint_secret_wipe(&out);
  mint_parts_free(read);
  return code;
}

// Lets each allocation fail in turn.
static void fail_each(const struct mint_write_options *options) {
  struct mint_parts *parts = rsa_parts();
  enum mint_code code = MINT_E_MEMORY;
  load(&text, "sha384.pem");
  // What BoringSSL allocates once and keeps: the error queue, the generator.
  OPENSSL_PUT_ERROR(CRYPTO, ERR_R_MALLOC_FAILURE);
  cr_assert_eq(try(parts, options), OK);
  for (size_t n = 0; code != OK; n++) {
    struct mint_arena_stats before;
    struct mint_arena_stats after;
    mint_arena_stats(&before);
    mint_arena_fail_after(n);
    code = try(parts, options);
    mint_arena_fail_after(SIZE_MAX);
    cr_assert_neq(code, MINT_E_PASSPHRASE_WRONG, "%zu", n);
    mint_arena_stats(&after);
    cr_assert_eq(before.blocks, after.blocks, "%zu", n);
  }
  mint_parts_free(parts);
}

Test(pkcs8, does_all_or_nothing_without_memory) {
  fail_each(&kPlain);
  fail_each(&kSealed);
  fail_each(NULL);
}

static void expect_tool(const char *tool, const char *options,
                        const char *path) {
  char line[512];
  (void)snprintf(line, sizeof(line),
                 "(! command -v %s || timeout 60 %s %s %s) >/dev/null 2>&1",
                 tool, tool, options, path);
  cr_expect_eq(system(line), 0, "%s", line);  // NOLINT(cert-env33-c)
}

// Where they are installed.
Test(pkcs8, openssl_and_ssh_keygen_open_what_we_write) {
  struct mint_parts *parts = rsa_parts();
  for (size_t i = 0; i < 2; i++) {
    char path[] = "/tmp/pkcs8_test.XXXXXX";
    const struct mint_write_options *options = i == 0 ? &kPlain : &kSealed;
    struct mint_secret out = MINT_SECRET_EMPTY;
    int fd = mkstemp(path);
    cr_assert(fd >= 0);
    cr_assert_eq(mint_pkcs8_write(&out, &parts->rsa, options), MINT_E_NONE);
    cr_assert_eq(write(fd, out.data, out.len), (ssize_t)out.len);
    (void)close(fd);
    expect_tool("openssl", "rsa -passin 'pass:correct horse' -check -in", path);
    expect_tool("ssh-keygen", "-y -P 'correct horse' -f", path);
    (void)unlink(path);
    mint_secret_wipe(&out);
  }
  mint_parts_free(parts);
}
