// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// PBES2: containers built here byte by byte, and the files of
// tests/vectors/pkcs8, which openssl and ssh-keygen sealed.

#include "core/format/pbes2.h"

#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/base/arena.h"
#include "core/format/parts.h"

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

// Puts one DER element: a tag, a length in its shortest form, the content.
static void put_der(struct buf *buf, uint8_t tag, const void *data,
                    size_t len) {
  uint8_t head[] = {tag, 0x82, (uint8_t)(len >> 8), (uint8_t)len};
  size_t head_len = 4;
  if (len < 0x100) {
    head[1] = len < 0x80 ? (uint8_t)len : 0x81;
    head[2] = (uint8_t)len;
    head_len = len < 0x80 ? 2 : 3;
  }
  put(buf, head, head_len);
  put(buf, data, len);
}

static void load(struct buf *buf, const char *name) {
  char path[128];
  (void)snprintf(path, sizeof(path), "tests/vectors/pkcs8/%s", name);
  FILE *file = fopen(path, "rb");
  cr_assert_not_null(file, "%s", path);
  buf->len = fread(buf->data, 1, sizeof(buf->data), file);
  (void)fclose(file);
}

// ---------------------------------------------------------------------------
// Containers

#define RSADSI "\x2a\x86\x48\x86\xf7\x0d"
#define PBES2 "\x06\x09" RSADSI "\x01\x05\x0d"
#define PBKDF2 "\x06\x09" RSADSI "\x01\x05\x0c"
#define SCRYPT "\x06\x09\x2b\x06\x01\x04\x01\xda\x47\x04\x0b"
#define SALT "\x04\x08saltsalt"
#define ITERATIONS "\x02\x02\x08\x00"
#define PRF(n) "\x30\x0c\x06\x08" RSADSI "\x02" n "\x05\x00"
#define COSTS "\x02\x02\x04\x00\x02\x01\x08\x02\x01\x01"  // N 1024, r 8, p 1
#define AES(n) "\x06\x09\x60\x86\x48\x01\x65\x03\x04\x01" n
#define IV   \
  "\x04\x10" \
  "0123456789abcdef"
#define DES3 "\x06\x08" RSADSI "\x03\x07"
#define DES3_IV \
  "\x04\x08"    \
  "01234567"
#define AES256 AES("\x2a") IV

struct made {
  const uint8_t *kdf;  // its OID
  size_t kdf_len;
  const uint8_t *params;  // inside the SEQUENCE of its parameters
  size_t params_len;
  const uint8_t *cipher;  // inside the SEQUENCE of its AlgorithmIdentifier
  size_t cipher_len;
  size_t sealed_len;
  enum mint_code code;
};

static struct buf der;

static void make(const struct made *made) {
  static struct buf a;
  static struct buf b;
  static const uint8_t kSealed[64];
  a.len = 0;
  put(&a, made->kdf, made->kdf_len);
  put_der(&a, 0x30, made->params, made->params_len);
  b.len = 0;
  put_der(&b, 0x30, a.data, a.len);
  put_der(&b, 0x30, made->cipher, made->cipher_len);
  a.len = 0;
  put(&a, BYTES(PBES2));
  put_der(&a, 0x30, b.data, b.len);
  b.len = 0;
  put_der(&b, 0x30, a.data, a.len);
  put_der(&b, 0x04, kSealed, made->sealed_len);
  der.len = 0;
  put_der(&der, 0x30, b.data, b.len);
}

// Parses what was made, which must cost nothing.
static enum mint_code parse(struct mint_pbes2 *out) {
  struct mint_arena_stats before;
  struct mint_arena_stats after;
  mint_arena_stats(&before);
  enum mint_code code = mint_pbes2_parse(out, der.data, der.len);
  mint_arena_stats(&after);
  cr_expect_eq(before.calls, after.calls);
  return code;
}

// Short names for the table.
#define K(kdf, params, cipher, sealed_len, code) \
  { BYTES(kdf), BYTES(params), BYTES(cipher), sealed_len, code }
#define KDF2 SALT ITERATIONS
#define OK MINT_E_NONE
#define SYNTAX MINT_E_DER_SYNTAX
#define COST MINT_E_KDF_COST
#define KDF MINT_E_KDF_UNKNOWN
#define CIPHER MINT_E_CIPHER_UNKNOWN

Test(pbes2, parses_containers_exactly) {
  static const struct made kCases[] = {
      K(PBKDF2, KDF2, AES256, 16, OK),
      K(PBKDF2, KDF2 PRF("\x08"), AES("\x02") IV, 32, OK),
      K(PBKDF2, KDF2 PRF("\x09"), AES("\x16") IV, 48, OK),
      K(PBKDF2, KDF2 PRF("\x0a"), AES256, 64, OK),
      K(PBKDF2, KDF2 PRF("\x0b"), DES3 DES3_IV, 24, OK),
      K(PBKDF2, "\x04\x01s\x02\x01\x01", AES256, 16, OK),
      K(PBKDF2, KDF2 "\x02\x01\x20" PRF("\x09"), AES256, 16, OK),
      K(PBKDF2, KDF2 "\x02\x01\x18", DES3 DES3_IV, 16, OK),
      K(SCRYPT, SALT COSTS, AES256, 16, OK),
      K(SCRYPT, SALT COSTS "\x02\x01\x20", AES256, 16, OK),
      // the key's length
      K(PBKDF2, KDF2 "\x02\x01\x10", AES256, 16, SYNTAX),
      K(PBKDF2, KDF2 "\x02\x01\x00", AES256, 16, SYNTAX),
      K(PBKDF2, KDF2 "\x02\x01\xff", AES256, 16, SYNTAX),
      K(SCRYPT, SALT COSTS "\x02\x01\x21", AES256, 16, SYNTAX),
      K(SCRYPT, SALT COSTS "\x02\x01\x00", AES256, 16, SYNTAX),
      // the prf: the default, an unknown one, without and with more than NULL
      K(PBKDF2, KDF2 PRF("\x07"), AES256, 16, SYNTAX),
      K(PBKDF2, KDF2 PRF("\x0c"), AES256, 16, KDF),
      K(PBKDF2, KDF2 "\x30\x0a\x06\x08" RSADSI "\x02\x09", AES256, 16, SYNTAX),
      K(PBKDF2, KDF2 "\x30\x0e\x06\x08" RSADSI "\x02\x09\x05\x00\x05\x00",
        AES256, 16, SYNTAX),
      K(PBKDF2, KDF2 PRF("\x09") "\x05\x00", AES256, 16, SYNTAX),
      K(PBKDF2, KDF2 "\x05\x00", AES256, 16, SYNTAX),
      // the salt, and what stands in its place
      K(PBKDF2, "\x04\x00" ITERATIONS, AES256, 16, SYNTAX),
      K(PBKDF2, "\x30\x04\x06\x02\x2a\x03" ITERATIONS, AES256, 16, KDF),
      K(PBKDF2, ITERATIONS, AES256, 16, SYNTAX),
      K(PBKDF2, SALT, AES256, 16, SYNTAX),
      K(SCRYPT, "\x04\x00" COSTS, AES256, 16, SYNTAX),
      K(SCRYPT, SALT "\x02\x02\x04\x00\x02\x01\x08", AES256, 16, SYNTAX),
      K(SCRYPT, SALT COSTS "\x05\x00", AES256, 16, SYNTAX),
      // iterations: none, ten million, more, more than 32 and than 64 bits
      K(PBKDF2, SALT "\x02\x01\x00", AES256, 16, COST),
      K(PBKDF2, SALT "\x02\x04\x00\x98\x96\x80", AES256, 16, OK),
      K(PBKDF2, SALT "\x02\x04\x00\x98\x96\x81", AES256, 16, COST),
      K(PBKDF2, SALT "\x02\x04\x7f\xff\xff\xff", AES256, 16, COST),
      K(PBKDF2, SALT "\x02\x05\x01\x00\x00\x00\x01", AES256, 16, COST),
      K(PBKDF2, SALT "\x02\x09\x01\x00\x00\x00\x00\x00\x00\x00\x01", AES256, 16,
        COST),
      K(PBKDF2, SALT "\x02\x01\xff", AES256, 16, SYNTAX),
      K(PBKDF2, SALT "\x02\x03\x00\x08\x00", AES256, 16, SYNTAX),
      // algorithms
      K("\x06\x09" RSADSI "\x01\x05\x0e", KDF2, AES256, 16, KDF),
      K("\x06\x00", KDF2, AES256, 16, SYNTAX),
      K(PBKDF2, KDF2, AES("\x2e") IV, 16, CIPHER),  // AES-256-GCM
      K(PBKDF2, KDF2, "\x06\x08" RSADSI "\x03\x02" DES3_IV, 16, CIPHER),  // RC2
      // the IV
      K(PBKDF2, KDF2, AES("\x2a"), 16, SYNTAX),
      K(PBKDF2, KDF2, AES("\x2a") DES3_IV, 16, SYNTAX),
      K(PBKDF2, KDF2, DES3 IV, 16, SYNTAX),
      K(PBKDF2, KDF2, AES256 "\x05\x00", 16, SYNTAX),
      // what is sealed
      K(PBKDF2, KDF2, AES256, 0, SYNTAX),
      K(PBKDF2, KDF2, AES256, 8, SYNTAX),
      K(PBKDF2, KDF2, DES3 DES3_IV, 20, SYNTAX),
  };
  for (size_t i = 0; i < COUNT(kCases); i++) {
    struct mint_pbes2 pbes2;
    make(&kCases[i]);
    enum mint_code code = parse(&pbes2);
    cr_expect_eq(code, kCases[i].code, "case %zu: %s", i,
                 mint_code_explain(code)->name);
  }
}

// What stands behind the KDF and the cipher, and behind the whole scheme.
Test(pbes2, nothing_follows) {
  static const uint8_t kSealed[16];
  static const struct {
    const uint8_t
        *params;  // inside PBES2-params, behind the KDF and the cipher
    size_t params_len;
    const uint8_t *scheme;  // behind PBES2-params
    size_t scheme_len;
    const uint8_t *body;  // behind what is sealed
    size_t body_len;
    enum mint_code code;
  } kCases[] = {
      {BYTES(""), BYTES(""), BYTES(""), OK},
      {BYTES("\x05\x00"), BYTES(""), BYTES(""), SYNTAX},
      {BYTES("\x30"), BYTES(""), BYTES(""), SYNTAX},
      {BYTES(""), BYTES("\x05\x00"), BYTES(""), SYNTAX},
      {BYTES(""), BYTES(""), BYTES("\x05\x00"), MINT_E_DER_TRAILING},
  };
  for (size_t i = 0; i < COUNT(kCases); i++) {
    static struct buf a;
    static struct buf b;
    struct mint_pbes2 pbes2;
    a.len = 0;
    put(&a, BYTES("\x30\x1b" PBKDF2 "\x30\x0e" KDF2));
    put(&a, BYTES("\x30\x1d" AES256));
    put(&a, kCases[i].params, kCases[i].params_len);
    b.len = 0;
    put(&b, BYTES(PBES2));
    put_der(&b, 0x30, a.data, a.len);
    put(&b, kCases[i].scheme, kCases[i].scheme_len);
    a.len = 0;
    put_der(&a, 0x30, b.data, b.len);
    put_der(&a, 0x04, kSealed, sizeof(kSealed));
    put(&a, kCases[i].body, kCases[i].body_len);
    der.len = 0;
    put_der(&der, 0x30, a.data, a.len);
    enum mint_code code = parse(&pbes2);
    cr_expect_eq(code, kCases[i].code, "case %zu: %s", i,
                 mint_code_explain(code)->name);
  }
}

Test(pbes2, bounds_the_salt) {
  static const uint8_t kSalt[MINT_KDF_SALT_MAX + 1];
  for (size_t more = 0; more < 2; more++) {
    static struct buf params;
    struct mint_pbes2 pbes2;
    params.len = 0;
    put_der(&params, 0x04, kSalt, MINT_KDF_SALT_MAX + more);
    put(&params, BYTES(ITERATIONS));
    struct made made = {BYTES(PBKDF2), params.data, params.len,
                        BYTES(AES256), 16,          OK};
    make(&made);
    cr_expect_eq(parse(&pbes2), more == 0 ? OK : COST);
  }
}

static void put_count(struct buf *buf, uint64_t count) {
  uint8_t digits[9] = {0};
  size_t first = 0;
  for (size_t i = 0; i < 8; i++) {
    digits[8 - i] = (uint8_t)(count >> 8 * i);
  }
  while (first < 8 && digits[first] == 0 && (digits[first + 1] & 0x80) == 0) {
    first++;
  }
  put_der(buf, 0x02, digits + first, 9 - first);
}

Test(pbes2, bounds_scrypt) {
  static const struct {
    uint64_t n, r, p;
    bool within;
    bool tried;  // by opening it: the derivation must take what was accepted
  } kCases[] = {
      {2, 1, 1, true, true},
      {1024, 8, 16, true, true},
      {262144, 8, 1, true, true},  // 256 MiB
      {32768, 1, 1, true, true},
      {2, 65536, 2, true, true},
      {2097152, 1, 1, false, false},  // N < 2^(128 r / 8)
      {65536, 1, 1, false, false},
      {262144, 8, 16, true, false},
      {524288, 8, 1, false, false},
      {262144, 9, 1, false, false},
      {1024, 8, 17, false, false},
      {0, 8, 1, false, false},
      {1, 8, 1, false, false},
      {1000, 8, 1, false, false},
      {1024, 0, 1, false, false},
      {1024, 8, 0, false, false},
      {2, 1048576, 1, false, false},
      {2, 65536, 3, false, false},
      {UINT64_C(1) << 63, 1, 1, false, false},
      {2, UINT64_MAX, 1, false, false},
      {1024, 8, UINT64_MAX, false, false},
  };
  for (size_t i = 0; i < COUNT(kCases); i++) {
    static struct buf params;
    struct mint_pbes2 pbes2;
    params.len = 0;
    put(&params, BYTES(SALT));
    put_count(&params, kCases[i].n);
    put_count(&params, kCases[i].r);
    put_count(&params, kCases[i].p);
    struct made made = {BYTES(SCRYPT), params.data, params.len,
                        BYTES(AES256), 16,          MINT_E_NONE};
    make(&made);
    cr_expect_eq(parse(&pbes2), kCases[i].within ? OK : COST, "case %zu", i);
    if (kCases[i].tried) {
      struct mint_secret out = MINT_SECRET_EMPTY;
      enum mint_code code = mint_pbes2_decrypt(&out, &pbes2, PASS);
      cr_expect_eq(code, MINT_E_PASSPHRASE_WRONG, "case %zu: %s", i,
                   mint_code_explain(code)->name);
      cr_expect_null(out.data);
    }
  }
}

// ---------------------------------------------------------------------------
// Sealing

// What stands before and behind the salt, as openssl pkcs8 -topk8 -v2
// aes-256-cbc -v2prf hmacWithSHA256 -iter 600000 writes it.
static const uint8_t kHead[] =
    "\x30\x60" PBES2 "\x30\x53\x30\x32" PBKDF2 "\x30\x25\x04\x10";
static const uint8_t kMiddle[] =
    "\x02\x03\x09\x27\xc0" PRF("\x09") "\x30\x1d" AES("\x2a") "\x04\x10";

Test(pbes2, seals_as_openssl_does) {
  static const uint8_t kPlain[1000] = {1, 2, 3};
  struct mint_secret sealed = MINT_SECRET_EMPTY;
  struct mint_secret plain = MINT_SECRET_EMPTY;
  struct mint_pbes2 pbes2;
  cr_assert_eq(mint_pbes2_encrypt(&sealed, kPlain, sizeof(kPlain), PASS), OK);
  const uint8_t *at = sealed.data + 4;
  cr_expect_arr_eq(at, kHead, sizeof(kHead) - 1);
  at += sizeof(kHead) - 1 + 16;
  cr_expect_arr_eq(at, kMiddle, sizeof(kMiddle) - 1);
  at += sizeof(kMiddle) - 1 + 16;
  cr_expect_arr_eq(at, "\x04\x82\x03\xf0", 4);
  cr_expect_eq((size_t)(at + 4 - sealed.data) + 0x3f0, sealed.len);
  cr_assert_eq(mint_pbes2_parse(&pbes2, sealed.data, sealed.len), OK);
  cr_assert_eq(mint_pbes2_decrypt(&plain, &pbes2, PASS), OK);
  cr_assert_eq(plain.len, sizeof(kPlain));
  cr_expect_arr_eq(plain.data, kPlain, sizeof(kPlain));
  mint_secret_wipe(&plain);
  mint_secret_wipe(&sealed);
}

Test(pbes2, refuses_passphrases_of_wrong_lengths) {
  static const uint8_t kLong[MINT_PASSPHRASE_MAX + 1] = {'x'};
  static const size_t kLens[] = {0, MINT_PASSPHRASE_PEM_MIN - 1,
                                 MINT_PASSPHRASE_PEM_MIN, MINT_PASSPHRASE_MAX,
                                 MINT_PASSPHRASE_MAX + 1};
  static const enum mint_code kCodes[] = {MINT_E_PASSPHRASE_SHORT,
                                          MINT_E_PASSPHRASE_SHORT, OK, OK,
                                          MINT_E_PASSPHRASE_LONG};
  for (size_t i = 0; i < COUNT(kLens); i++) {
    struct mint_secret out = MINT_SECRET_EMPTY;
    enum mint_code code = mint_pbes2_encrypt(&out, kLong, 100, kLong, kLens[i]);
    cr_expect_eq(code, kCodes[i], "%zu", kLens[i]);
    cr_expect((out.data != NULL) == (code == OK));
    mint_secret_wipe(&out);
  }
}

// ---------------------------------------------------------------------------
// Files

static struct mint_parts *open_file(const char *name) {
  struct mint_parts *parts = NULL;
  struct mint_reason why;
  load(&der, name);
  (void)!mint_parts_read(&parts, &why, der.data, der.len);
  cr_assert_eq(why.code, OK, "%s", name);
  return parts;
}

static enum mint_code unlock(struct mint_parts *parts, const uint8_t *pass,
                             size_t pass_len) {
  struct mint_reason why;
  (void)!mint_parts_unlock(parts, &why, pass, pass_len);
  cr_expect_eq(parts->about.locked, why.code != OK);
  cr_expect((parts->about.blob == NULL) == parts->about.locked);
  return why.code;
}

static void expect_rsa(const struct mint_parts *parts) {
  char got[MINT_FINGERPRINT_MAX];
  load(&der, "print.txt");
  mint_fingerprint(got, MINT_HASH_SHA256, parts->about.blob,
                   parts->about.blob_len);
  cr_expect_eq(strncmp((const char *)der.data, got, der.len - 1), 0, "%s", got);
}

static const struct {
  const char *name, *cipher, *kdf, *hash;
  uint64_t cost, memory;
} kFiles[] = {
    {"sha1.pem", "AES-128-CBC", "pbkdf2", "hmac-sha1", 2048, 0},
    {"sha224.pem", "AES-192-CBC", "pbkdf2", "hmac-sha224", 2048, 0},
    {"sha256.pem", "AES-256-CBC", "pbkdf2", "hmac-sha256", 600000, 0},
    {"sha384.pem", "AES-256-CBC", "pbkdf2", "hmac-sha384", 1, 0},
    {"sha512.pem", "AES-128-CBC", "pbkdf2", "hmac-sha512", 2048, 0},
    {"des3.pem", "DES-EDE3-CBC", "pbkdf2", "hmac-sha256", 2048, 0},
    {"scrypt.pem", "AES-256-CBC", "scrypt", "", 1024, 1048576},
    {"ssh_keygen.pem", "AES-128-CBC", "pbkdf2", "hmac-sha256", 2048, 0},
    {"rsa_des3.pem", "DES-EDE3-CBC", "md5", "", 1, 0},  // PKCS#1
};

Test(pbes2, opens_what_the_tools_seal) {
  static const uint8_t kLong[MINT_PASSPHRASE_MAX + 1] = {'x'};
  for (size_t i = 0; i < COUNT(kFiles); i++) {
    struct mint_parts *parts = open_file(kFiles[i].name);
    const struct mint_about *about = mint_parts_about(parts);
    cr_expect(about->encrypted && about->kind == MINT_KIND_PRIVATE);
    cr_expect_str_eq(about->cipher, kFiles[i].cipher);
    cr_expect_str_eq(about->kdf, kFiles[i].kdf);
    cr_expect_str_eq(about->kdf_hash == NULL ? "" : about->kdf_hash,
                     kFiles[i].hash);
    cr_expect_eq(about->kdf_cost, kFiles[i].cost);
    cr_expect_eq(about->kdf_memory, kFiles[i].memory);
    cr_expect_eq(unlock(parts, NULL, 0), MINT_E_PASSPHRASE_WRONG);
    cr_expect_eq(unlock(parts, kLong, sizeof(kLong)), MINT_E_PASSPHRASE_LONG);
    cr_assert_eq(unlock(parts, PASS), OK, "%s", kFiles[i].name);
    expect_rsa(parts);
    mint_parts_free(parts);
  }
}

// One wrong passphrase in 256 leaves a valid padding.
Test(pbes2, stays_locked_after_wrong_passphrases) {
  struct mint_parts *parts = open_file("sha384.pem");
  for (uint32_t i = 0; i < 2000; i++) {
    enum mint_code code = unlock(parts, (const uint8_t *)&i, sizeof(i));
    cr_assert_eq(code, MINT_E_PASSPHRASE_WRONG, "%u", (unsigned)i);
  }
  cr_assert_eq(unlock(parts, PASS), OK);
  expect_rsa(parts);
  mint_parts_free(parts);
  parts = open_file("ec_sealed.pem");
  cr_expect_eq(unlock(parts, PASS), MINT_E_FORMAT_NOT_RSA);
  mint_parts_free(parts);
}
