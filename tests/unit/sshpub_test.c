// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

#include "core/format/sshpub.h"

#include <string.h>

#include <criterion/criterion.h>

#include "tests/unit/parse_kit.h"

static struct kit blob;
static struct mint_sshpub pub;

static enum mint_code parse(const struct kit *in) {
  CBS cbs;
  CBS_init(&cbs, in->data, in->len);
  return mint_sshpub_parse(&pub, &cbs);
}

static const struct {
  const char *file;
  const char *type;
  const char *short_name;
  const char *plain;
  unsigned bits;
} kTypes[] = {
    {"rsa.pub", "ssh-rsa", "RSA", NULL, 2048},
    {"dsa.pub", "ssh-dss", "DSA", NULL, 1024},
    {"ecdsa256.pub", "ecdsa-sha2-nistp256", "ECDSA", NULL, 256},
    {"ecdsa384.pub", "ecdsa-sha2-nistp384", "ECDSA", NULL, 384},
    {"ecdsa521.pub", "ecdsa-sha2-nistp521", "ECDSA", NULL, 521},
    {"ed25519.pub", "ssh-ed25519", "ED25519", NULL, 256},
    {"sk_ecdsa.pub", "sk-ecdsa-sha2-nistp256@openssh.com", "ECDSA-SK", NULL,
     256},
    {"sk_ed25519.pub", "sk-ssh-ed25519@openssh.com", "ED25519-SK", NULL, 256},
    {"rsa-cert.pub", "ssh-rsa-cert-v01@openssh.com", "RSA-CERT", "ssh-rsa",
     2048},
    {"dsa-cert.pub", "ssh-dss-cert-v01@openssh.com", "DSA-CERT", "ssh-dss",
     1024},
    {"ecdsa256-cert.pub", "ecdsa-sha2-nistp256-cert-v01@openssh.com",
     "ECDSA-CERT", "ecdsa-sha2-nistp256", 256},
    {"ecdsa384-cert.pub", "ecdsa-sha2-nistp384-cert-v01@openssh.com",
     "ECDSA-CERT", "ecdsa-sha2-nistp384", 384},
    {"ecdsa521-cert.pub", "ecdsa-sha2-nistp521-cert-v01@openssh.com",
     "ECDSA-CERT", "ecdsa-sha2-nistp521", 521},
    {"ed25519-cert.pub", "ssh-ed25519-cert-v01@openssh.com", "ED25519-CERT",
     "ssh-ed25519", 256},
    {"sk_ecdsa-cert.pub", "sk-ecdsa-sha2-nistp256-cert-v01@openssh.com",
     "ECDSA-SK-CERT", "sk-ecdsa-sha2-nistp256@openssh.com", 256},
    {"sk_ed25519-cert.pub", "sk-ssh-ed25519-cert-v01@openssh.com",
     "ED25519-SK-CERT", "sk-ssh-ed25519@openssh.com", 256},
};

Test(sshpub, every_type) {
  for (size_t i = 0; i < COUNT(kTypes); i++) {
    kit_blob(&blob, kTypes[i].file);
    enum mint_code code = parse(&blob);
    cr_assert_eq(code, MINT_E_NONE, "%s: %d", kTypes[i].file, code);
    cr_expect_str_eq(pub.type->name, kTypes[i].type);
    cr_expect_str_eq(pub.type->short_name, kTypes[i].short_name);
    cr_expect_eq(pub.bits, kTypes[i].bits, "%s: %u", kTypes[i].file, pub.bits);
    if (kTypes[i].plain == NULL) {
      cr_expect_null(pub.type->plain);
      cr_expect_eq(CBS_len(&pub.fields), blob.len - 4 - strlen(kTypes[i].type));
    } else {
      cr_expect_str_eq(pub.type->plain, kTypes[i].plain);
    }
  }
}

// The fields of a certificate are those of the key that it was made for.
Test(sshpub, certificates_hold_the_plain_key) {
  static struct kit plain;
  for (size_t i = 0; i < COUNT(kTypes) / 2; i++) {
    kit_blob(&plain, kTypes[i].file);
    kit_blob(&blob, kTypes[i + COUNT(kTypes) / 2].file);
    cr_assert_eq(parse(&blob), MINT_E_NONE);
    size_t skip = 4 + strlen(kTypes[i].type);
    cr_expect(CBS_mem_equal(&pub.fields, plain.data + skip, plain.len - skip),
              "%s", kTypes[i].file);
  }
}

Test(sshpub, every_truncation_and_trailing_byte) {
  static struct kit cut;
  for (size_t i = 0; i < COUNT(kTypes); i++) {
    kit_blob(&blob, kTypes[i].file);
    for (size_t len = 0; len < blob.len; len++) {
      kit_clear(&cut);
      kit_put(&cut, blob.data, len);
      cr_assert_eq(parse(&cut), MINT_E_SSH_SYNTAX, "%s: %zu of %zu bytes: %d",
                   kTypes[i].file, len, blob.len, parse(&cut));
    }
    kit_fill(&blob, 0, 1);
    cr_expect_eq(parse(&blob), MINT_E_SSH_TRAILING, "%s", kTypes[i].file);
    kit_fill(&blob, 0, 3);
    cr_expect_eq(parse(&blob), MINT_E_SSH_TRAILING, "%s", kTypes[i].file);
  }
}

static uint32_t get_u32(const uint8_t *in) {
  return (uint32_t)in[0] << 24 | (uint32_t)in[1] << 16 | (uint32_t)in[2] << 8 |
         in[3];
}

// Sets the length at `at` to what cannot be, and back.
static void try_lengths(const char *file, size_t at) {
  static const uint32_t kLengths[] = {0xffffffff, 0xfffffffc, 0x80000000,
                                      0x7fffffff, 0x10000};
  uint8_t old[4];
  memcpy(old, blob.data + at, 4);
  for (size_t i = 0; i < COUNT(kLengths); i++) {
    size_t len = blob.len;
    blob.len = at;
    kit_u32(&blob, kLengths[i]);
    blob.len = len;
    enum mint_code code = parse(&blob);
    cr_expect_eq(code, MINT_E_SSH_SYNTAX, "%s: %x at %zu: %d", file,
                 kLengths[i], at, code);
  }
  memcpy(blob.data + at, old, 4);
}

// Every length in a blob.
Test(sshpub, every_length_too_large) {
  for (size_t i = 0; i < COUNT(kTypes); i++) {
    kit_blob(&blob, kTypes[i].file);
    cr_assert_eq(parse(&blob), MINT_E_NONE);
    size_t fields_end =
        (size_t)(CBS_data(&pub.fields) - blob.data) + CBS_len(&pub.fields);
    size_t strings = 0;  // behind the fields of the plain key
    for (size_t at = 0; at < blob.len;) {
      if (at == fields_end) {
        at += 12;  // serial and kind
      }
      try_lengths(kTypes[i].file, at);
      strings += at >= fields_end ? 1 : 0;
      at += 4 + get_u32(blob.data + at);
      at += strings == 2 && kTypes[i].plain != NULL ? 16 : 0;  // validity
      strings += strings == 2 ? 1 : 0;
      cr_assert_leq(at, blob.len, "%s", kTypes[i].file);
    }
    cr_expect_eq(strings, kTypes[i].plain == NULL ? 0 : 8);
  }
}

Test(sshpub, names) {
  static const struct {
    const char *name;
    enum mint_code code;
  } kNames[] = {
      {"ssh-rsa", MINT_E_SSH_SYNTAX},  // known: its fields are missing
      {"", MINT_E_TYPE_UNKNOWN},
      {"ssh-rs", MINT_E_TYPE_UNKNOWN},
      {"ssh-rsaa", MINT_E_TYPE_UNKNOWN},
      {"SSH-RSA", MINT_E_TYPE_UNKNOWN},
      {"ssh-ed448", MINT_E_TYPE_UNKNOWN},
      {"ssh-rsa-cert-v00@openssh.com", MINT_E_TYPE_UNKNOWN},
      {"ecdsa-sha2-nistp224", MINT_E_TYPE_UNKNOWN},
      {"rsa-sha2-256", MINT_E_SSH_SIGNATURE_TYPE},
      {"rsa-sha2-512", MINT_E_SSH_SIGNATURE_TYPE},
      {"rsa-sha2-384", MINT_E_TYPE_UNKNOWN},
      {"rsa-sha2-512-cert-v01@openssh.com", MINT_E_TYPE_UNKNOWN},
  };
  for (size_t i = 0; i < COUNT(kNames); i++) {
    kit_clear(&blob);
    kit_name(&blob, kNames[i].name);
    enum mint_code code = parse(&blob);
    cr_expect_eq(code, kNames[i].code, "%s: %d", kNames[i].name, code);
  }
  kit_clear(&blob);
  kit_string(&blob, "ssh-rsa", 8);  // with a NUL
  cr_expect_eq(parse(&blob), MINT_E_TYPE_UNKNOWN);
}

#define BYTES(literal) literal, sizeof(literal) - 1

// Builds "ssh-rsa" (two numbers) or "ssh-dss" (four), of which number `which`
// is `content`.
static void put_numbers(const char *type, size_t num, size_t which,
                        const void *content, size_t len) {
  kit_clear(&blob);
  kit_name(&blob, type);
  for (size_t i = 0; i < num; i++) {
    if (i == which) {
      kit_string(&blob, content, len);
    } else {
      kit_string(&blob, "\x07\x05", 2);
    }
  }
}

Test(sshpub, numbers) {
  static const struct {
    const char *content;
    size_t len;
    enum mint_code code;
    unsigned bits;
  } kCases[] = {
      {BYTES("\x01\x00\x01"), MINT_E_NONE, 17},
      {BYTES("\x00\x80"), MINT_E_NONE, 8},
      {BYTES("\x7f"), MINT_E_NONE, 7},
      {BYTES(""), MINT_E_NONE, 0},  // zero; the rules refuse it
      {BYTES("\x00"), MINT_E_SSH_MPINT, 0},
      {BYTES("\x00\x01"), MINT_E_SSH_MPINT, 0},
      {BYTES("\x00\x7f\xff"), MINT_E_SSH_MPINT, 0},
      {BYTES("\x80"), MINT_E_SSH_MPINT, 0},
      {BYTES("\xff\xff"), MINT_E_SSH_MPINT, 0},
  };
  static const struct {
    const char *type;
    size_t num;
    size_t sized;  // the number whose length is the key's
  } kKinds[] = {{"ssh-rsa", 2, 1}, {"ssh-dss", 4, 0}};
  for (size_t k = 0; k < COUNT(kKinds); k++) {
    for (size_t which = 0; which < kKinds[k].num; which++) {
      for (size_t i = 0; i < COUNT(kCases); i++) {
        put_numbers(kKinds[k].type, kKinds[k].num, which, kCases[i].content,
                    kCases[i].len);
        enum mint_code code = parse(&blob);
        cr_expect_eq(code, kCases[i].code, "%s %zu, case %zu: %d",
                     kKinds[k].type, which, i, code);
        unsigned bits = which == kKinds[k].sized ? kCases[i].bits : 11;
        cr_expect(code != MINT_E_NONE || pub.bits == bits, "%s %zu, case %zu",
                  kKinds[k].type, which, i);
      }
    }
  }
  put_numbers("ssh-rsa", 2, 0, "\x01\x00\x01", 3);
  cr_assert_eq(parse(&blob), MINT_E_NONE);
  cr_expect(CBS_mem_equal(&pub.e, (const uint8_t *)"\x01\x00\x01", 3));
  cr_expect(CBS_mem_equal(&pub.n, (const uint8_t *)"\x07\x05", 2));
}

Test(sshpub, ed25519_has_32_bytes) {
  uint8_t point[64] = {1};
  for (size_t len = 0; len <= sizeof(point); len++) {
    kit_clear(&blob);
    kit_name(&blob, "ssh-ed25519");
    kit_string(&blob, point, len);
    cr_expect_eq(parse(&blob), len == 32 ? MINT_E_NONE : MINT_E_SSH_SYNTAX,
                 "%zu", len);
  }
}

Test(sshpub, ecdsa_curve_must_be_the_type_s) {
  static const char *const kFiles[] = {"ecdsa256.pub", "ecdsa384.pub",
                                       "ecdsa521.pub", "sk_ecdsa.pub"};
  for (size_t i = 0; i < COUNT(kFiles); i++) {
    kit_blob(&blob, kFiles[i]);
    size_t skip = 0;
    while (memcmp(blob.data + skip, "\0\0\0\x08nistp", 9) != 0) {
      skip++;
    }
    blob.data[skip + 9] ^= 1;
    cr_expect_eq(parse(&blob), MINT_E_SSH_SYNTAX, "%s", kFiles[i]);
    blob.data[skip + 9] ^= 1;
    blob.data[skip + 12 + 6] ^= 1;  // a digit of x
    cr_expect_eq(parse(&blob), MINT_E_SSH_POINT, "%s", kFiles[i]);
    blob.data[skip + 12 + 6] ^= 1;
    blob.data[skip + 12 + 4] = 2;  // the compressed form
    cr_expect_eq(parse(&blob), MINT_E_SSH_SYNTAX, "%s", kFiles[i]);
    blob.data[skip + 12 + 4] = 4;
    cr_expect_eq(parse(&blob), MINT_E_NONE, "%s", kFiles[i]);
  }
}

Test(sshpub, digits_bits) {
  static const struct {
    const char *digits;
    size_t len;
    unsigned bits;
  } kCases[] = {{BYTES(""), 0},         {BYTES("\x01"), 1},
                {BYTES("\x02"), 2},     {BYTES("\x7f"), 7},
                {BYTES("\x80"), 8},     {BYTES("\xff"), 8},
                {BYTES("\x01\x00"), 9}, {BYTES("\x80\x00\x00"), 24}};
  for (size_t i = 0; i < COUNT(kCases); i++) {
    CBS digits;
    CBS_init(&digits, (const uint8_t *)kCases[i].digits, kCases[i].len);
    cr_expect_eq(mint_digits_bits(&digits), kCases[i].bits, "case %zu", i);
  }
}

// Puts a certificate of ed25519.pub's key into `blob`, of this kind and with
// this authority.
static void put_certificate(uint32_t kind, const struct kit *authority) {
  static const char kFields[] = "\0\0\0\0";
  static struct kit plain;
  kit_blob(&plain, "ed25519.pub");
  kit_clear(&blob);
  kit_name(&blob, "ssh-ed25519-cert-v01@openssh.com");
  kit_string(&blob, kFields, 4);  // the nonce
  kit_put(&blob, plain.data + 15, plain.len - 15);
  kit_u32(&blob, 0);
  kit_u32(&blob, 7);  // the serial number
  kit_u32(&blob, kind);
  kit_name(&blob, "id");
  kit_name(&blob, "");
  kit_fill(&blob, 0, 8);
  kit_fill(&blob, 0xff, 8);
  kit_name(&blob, "");
  kit_name(&blob, "");
  kit_name(&blob, "");
  kit_string(&blob, authority->data, authority->len);
  kit_name(&blob, "signature");
}

Test(sshpub, kinds_of_certificates) {
  static struct kit authority;
  static const uint32_t kKinds[] = {0, 1, 2, 3, 0x100, 0xffffffff};
  kit_blob(&authority, "rsa.pub");
  for (size_t i = 0; i < COUNT(kKinds); i++) {
    put_certificate(kKinds[i], &authority);
    cr_expect_eq(
        parse(&blob),
        kKinds[i] == 1 || kKinds[i] == 2 ? MINT_E_NONE : MINT_E_SSH_SYNTAX,
        "kind %u", kKinds[i]);
  }
}

// A plain key of any type signs; what is none of them is refused.
Test(sshpub, authorities_of_certificates) {
  static struct kit authority;
  for (size_t i = 0; i < COUNT(kTypes); i++) {
    kit_blob(&authority, kTypes[i].file);
    put_certificate(1, &authority);
    cr_expect_eq(parse(&blob),
                 kTypes[i].plain == NULL ? MINT_E_NONE : MINT_E_SSH_SYNTAX,
                 "%s", kTypes[i].file);
    cr_expect(kTypes[i].plain != NULL || pub.bits == 256);
    if (kTypes[i].plain != NULL) {
      continue;
    }
    kit_fill(&authority, 0, 1);
    put_certificate(1, &authority);
    cr_expect_neq(parse(&blob), MINT_E_NONE, "%s", kTypes[i].file);
    authority.len -= 2;
    put_certificate(1, &authority);
    cr_expect_eq(parse(&blob), MINT_E_SSH_SYNTAX, "%s", kTypes[i].file);
  }
  kit_blob(&authority, "ecdsa256.pub");
  authority.data[authority.len - 1] ^= 1;
  put_certificate(1, &authority);
  cr_expect_eq(parse(&blob), MINT_E_SSH_POINT);
  kit_clear(&authority);
  put_certificate(1, &authority);
  cr_expect_eq(parse(&blob), MINT_E_SSH_SYNTAX);
  kit_name(&authority, "ssh-foo");
  put_certificate(1, &authority);
  cr_expect_eq(parse(&blob), MINT_E_SSH_SYNTAX);
}
