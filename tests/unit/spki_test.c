// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// The forms "PUBLIC KEY" and "RSA PUBLIC KEY", read and written. The files of
// tests/vectors/pkcs8 come from openssl; variants are built here byte by byte.

#include "core/format/spki.h"

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

#define SPKI "PUBLIC KEY"
#define PKCS1 "RSA PUBLIC KEY"

struct buf {
  size_t len;
  uint8_t data[16384];
};

static struct buf text;

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
  struct mint_secret pem = MINT_SECRET_EMPTY;
  cr_assert_eq(mint_armor_write(&pem, label, NULL, &mint_columns_pem, buf->data,
                                buf->len),
               MINT_E_NONE);
  buf->len = 0;
  put(buf, pem.data, pem.len);
  mint_secret_wipe(&pem);
}

static enum mint_code read_buf(struct mint_parts **out, const struct buf *buf) {
  struct mint_reason why;
  (void)!mint_parts_read(out, &why, buf->data, buf->len);
  cr_assert((why.code == MINT_E_NONE) == (*out != NULL));
  return why.code;
}

static const struct {
  const char *name;
  const char *label;
  enum mint_format format;
  enum mint_code (*write)(struct mint_secret *, const struct mint_rsa *);
} kForms[] = {
    {"spki.pem", SPKI, MINT_FORMAT_SPKI, mint_spki_write},
    {"pkcs1_public.pem", PKCS1, MINT_FORMAT_PKCS1_PUBLIC,
     mint_pkcs1_public_write},
};

static struct mint_parts *open_form(size_t i) {
  struct mint_parts *parts = NULL;
  load(&text, kForms[i].name);
  cr_assert_eq(read_buf(&parts, &text), MINT_E_NONE, "%s", kForms[i].name);
  return parts;
}

Test(spki, opens_and_writes_both_forms) {
  for (size_t i = 0; i < COUNT(kForms); i++) {
    static struct buf print;
    char fingerprint[MINT_FINGERPRINT_MAX];
    struct mint_secret again = MINT_SECRET_EMPTY;
    struct mint_parts *parts = open_form(i);
    const struct mint_about *about = mint_parts_about(parts);
    load(&print, "print.txt");
    mint_fingerprint(fingerprint, MINT_HASH_SHA256, about->blob,
                     about->blob_len);
    cr_expect_eq(strncmp((const char *)print.data, fingerprint, print.len - 1),
                 0);
    cr_expect(about->kind == MINT_KIND_PUBLIC && !about->encrypted);
    cr_expect_eq(about->format, kForms[i].format);
    cr_expect_str_eq(about->type, "ssh-rsa");
    cr_expect_str_eq(about->type_short, "RSA");
    cr_expect(about->bits == 2048 && about->exponent_len == 3);
    cr_expect(CBS_len(&parts->rsa.n) == 256 && CBS_len(&parts->rsa.d) == 0);
    cr_assert_eq(kForms[i].write(&again, &parts->rsa), MINT_E_NONE);
    cr_expect_eq(again.len, text.len);
    cr_expect_arr_eq(again.data, text.data, text.len);
    mint_secret_wipe(&again);
    mint_parts_free(parts);
  }
}

#define RSA_OID "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01"
#define RSA "\x30\x0d" RSA_OID "\x05\x00"
#define KEY "\x30\x06\x02\x01\x23\x02\x01\x03"  // n = 35, e = 3
#define BITS "\x03\x09\x00" KEY
#define SYNTAX MINT_E_DER_SYNTAX
#define TRAILING MINT_E_DER_TRAILING
#define NOT_RSA MINT_E_FORMAT_NOT_RSA

Test(spki, reads_der_exactly) {
  static const struct {
    const char *label;
    const uint8_t *der;
    size_t der_len;
    enum mint_code code;
  } kCases[] = {
      {SPKI, BYTES("\x30\x1a" RSA BITS), MINT_E_NONE},
      {SPKI, BYTES("\x30\x1a" RSA BITS "\x00"), TRAILING},
      {SPKI, BYTES("\x30\x1c" RSA BITS "\x05\x00"), TRAILING},
      {SPKI, BYTES("\x30\x0f" RSA), SYNTAX},
      {SPKI, BYTES("\x30\x0b" BITS), SYNTAX},
      {SPKI, BYTES("\x31\x1a" RSA BITS), SYNTAX},
      {SPKI, BYTES("\x30\x81\x1a" RSA BITS), SYNTAX},
      {SPKI, BYTES("\x30\x80" RSA BITS "\x00\x00"), SYNTAX},
      // the algorithm
      {SPKI, BYTES("\x30\x18\x30\x0b" RSA_OID BITS), SYNTAX},
      {SPKI, BYTES("\x30\x1c\x30\x0f" RSA_OID "\x05\x00\x05\x00" BITS), SYNTAX},
      {SPKI, BYTES("\x30\x10\x30\x03\x06\x01\x2a" BITS), NOT_RSA},
      {SPKI, BYTES("\x30\x0f\x30\x02\x06\x00" BITS), SYNTAX},
      {SPKI, BYTES(KEY), SYNTAX},
      // the bits
      {SPKI, BYTES("\x30\x1a" RSA "\x03\x09\x01" KEY), SYNTAX},
      {SPKI, BYTES("\x30\x1a" RSA "\x03\x09\x08" KEY), SYNTAX},
      {SPKI, BYTES("\x30\x19" RSA "\x03\x08" KEY), SYNTAX},
      {SPKI, BYTES("\x30\x19" RSA "\x04\x08" KEY), SYNTAX},
      {SPKI, BYTES("\x30\x11" RSA "\x03\x00"), SYNTAX},
      {SPKI, BYTES("\x30\x12" RSA "\x03\x01\x00"), SYNTAX},
      {SPKI, BYTES("\x30\x1b" RSA "\x03\x0a\x00" KEY "\x00"), TRAILING},
      // the key
      {PKCS1, BYTES(KEY), MINT_E_NONE},
      {PKCS1, BYTES(KEY "\x00"), TRAILING},
      {PKCS1, BYTES("\x30\x09\x02\x01\x23\x02\x01\x03\x02\x01\x05"), TRAILING},
      {PKCS1, BYTES("\x30\x03\x02\x01\x23"), SYNTAX},
      {PKCS1, BYTES("\x30\x00"), SYNTAX},
      {PKCS1, BYTES("\x31\x06\x02\x01\x23\x02\x01\x03"), SYNTAX},
      {PKCS1, BYTES("\x30\x07\x02\x02\x00\x23\x02\x01\x03"), SYNTAX},
      {PKCS1, BYTES("\x30\x06\x02\x01\xa3\x02\x01\x03"), SYNTAX},
      {PKCS1, BYTES("\x30\x07\x02\x02\x00\xa3\x02\x01\x03"), MINT_E_NONE},
      {PKCS1, BYTES("\x30\x06\x02\x01\x23\x02\x01\x83"), SYNTAX},
      {PKCS1, BYTES("\x30\x05\x02\x00\x02\x01\x03"), SYNTAX},
      {PKCS1, BYTES("\x30\x1a" RSA BITS), SYNTAX},
  };
  for (size_t i = 0; i < COUNT(kCases); i++) {
    struct mint_parts *parts = NULL;
    text.len = 0;
    put(&text, kCases[i].der, kCases[i].der_len);
    wrap(&text, kCases[i].label);
    enum mint_code code = read_buf(&parts, &text);
    cr_expect_eq(code, kCases[i].code, "case %zu: %s", i,
                 mint_code_explain(code)->name);
    mint_parts_free(parts);
  }
}

// An n, or an e, of 16384 bits and of 8 more.
Test(spki, bounds_the_numbers) {
  for (size_t i = 0; i < 4; i++) {
    struct mint_parts *parts = NULL;
    bool n_first = i / 2 == 0;
    size_t len = MINT_RSA_PUBLIC_BITS_MAX / 8 + i % 2;
    const uint8_t outer[] = {0x30, 0x82, (uint8_t)((len + 7) >> 8),
                             (uint8_t)(len + 7)};
    const uint8_t head[] = {0x02, 0x82, (uint8_t)(len >> 8), (uint8_t)len};
    text.len = 0;
    put(&text, outer, sizeof(outer));
    put(&text, "\x02\x01\x23", n_first ? 0 : 3);
    put(&text, head, sizeof(head));
    memset(text.data + text.len, 0x55, len);
    text.len += len;
    put(&text, "\x02\x01\x23", n_first ? 3 : 0);
    wrap(&text, PKCS1);
    cr_expect_eq(read_buf(&parts, &text),
                 i % 2 == 0 ? MINT_E_NONE : MINT_E_DER_RANGE, "case %zu", i);
    mint_parts_free(parts);
  }
}

Test(spki, names_what_it_does_not_read) {
  static const struct {
    const char *name;
    const char *label;  // put around what is in the file; NULL: its own
    enum mint_code code;
  } kCases[] = {
      {"ec_spki.pem", NULL, NOT_RSA},
      {"pss_spki.pem", NULL, NOT_RSA},
      {"spki.pem", PKCS1, SYNTAX},
      {"pkcs1_public.pem", SPKI, SYNTAX},
      {"rsa.pem", SPKI, SYNTAX},
      {"rsa.pem", PKCS1, TRAILING},  // 0 and n would do for n and e
      {"plain.pem", SPKI, SYNTAX},
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

Test(spki, refuses_every_truncation_and_flipped_bit_of_the_header) {
  static struct buf part;
  static struct buf der;
  for (size_t i = 0; i < COUNT(kForms); i++) {
    struct mint_parts *parts = NULL;
    load(&text, kForms[i].name);
    for (size_t len = 0; len + 1 < text.len; len++) {
      part.len = 0;
      put(&part, text.data, len);
      cr_assert_neq(read_buf(&parts, &part), MINT_E_NONE, "%zu", len);
    }
    der = text;
    unwrap(&der);
    for (size_t len = 1; len < der.len; len++) {
      part.len = 0;
      put(&part, der.data, len);
      wrap(&part, kForms[i].label);
      cr_assert_eq(read_buf(&parts, &part), SYNTAX, "DER %zu", len);
    }
    // Up to the digits of n, but not its top bits.
    size_t header = i == 0 ? 4 + 15 + 5 + 4 + 4 : 4 + 4;
    for (size_t bit = 0; bit < 8 * header; bit++) {
      part = der;
      part.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
      wrap(&part, kForms[i].label);
      cr_assert_neq(read_buf(&parts, &part), MINT_E_NONE, "bit %zu", bit);
    }
  }
}

Test(spki, does_all_or_nothing_without_memory) {
  // What BoringSSL allocates once and keeps.
  OPENSSL_PUT_ERROR(CRYPTO, ERR_R_MALLOC_FAILURE);
  for (size_t i = 0; i < COUNT(kForms); i++) {
    enum mint_code code = MINT_E_MEMORY;
    for (size_t n = 0; code != MINT_E_NONE; n++) {
      struct mint_arena_stats before;
      struct mint_arena_stats after;
      struct mint_parts *parts = NULL;
      struct mint_secret out = MINT_SECRET_EMPTY;
      load(&text, kForms[i].name);
      mint_arena_stats(&before);
      mint_arena_fail_after(n);
      code = read_buf(&parts, &text);
      if (code == MINT_E_NONE) {
        code = kForms[i].write(&out, &parts->rsa);
        cr_assert((code == MINT_E_NONE) == (out.data != NULL));
        cr_assert(code == MINT_E_NONE || code == MINT_E_MEMORY);
      }
      mint_arena_fail_after(SIZE_MAX);
      mint_secret_wipe(&out);
      mint_parts_free(parts);
      mint_arena_stats(&after);
      cr_assert_eq(before.blocks, after.blocks, "%zu", n);
    }
  }
}

// Where it is installed.
Test(spki, openssl_opens_what_we_write) {
  for (size_t i = 0; i < COUNT(kForms); i++) {
    char path[] = "/tmp/spki_test.XXXXXX";
    char line[256];
    struct mint_parts *parts = open_form(i);
    struct mint_secret out = MINT_SECRET_EMPTY;
    int fd = mkstemp(path);
    cr_assert(fd >= 0);
    cr_assert_eq(kForms[i].write(&out, &parts->rsa), MINT_E_NONE);
    cr_assert_eq(write(fd, out.data, out.len), (ssize_t)out.len);
    (void)close(fd);
    (void)snprintf(line, sizeof(line),
                   "(! command -v openssl || timeout 60 openssl rsa -noout %s "
                   "-in %s) >/dev/null 2>&1",
                   i == 0 ? "-pubin" : "-RSAPublicKey_in", path);
    cr_expect_eq(system(line), 0, "%s", line);  // NOLINT(cert-env33-c)
    (void)unlink(path);
    mint_secret_wipe(&out);
    mint_parts_free(parts);
  }
}
