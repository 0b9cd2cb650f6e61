// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// openssh-key-v1 that is wrong in one place: each rule of the format has a case
// here, and whole files are cut and changed at every byte.

#include <string.h>

#include <criterion/criterion.h>
#include <openssl/err.h>

#include "core/base/arena.h"
#include "tests/unit/openssh_kit.h"
#include "tests/unit/parse_kit.h"

#define LITERAL(name, text) .name = (text), .name##_len = sizeof(text) - 1

Test(openssh_strict, containers) {
  static char too_long[MINT_COMMENT_READ_MAX + 1];
  static const struct recipe kCases[] = {
      {.name = "good"},
      {"a comment", MINT_E_NONE, LITERAL(comment, "a\x1b\xff")},
      {"the longest", MINT_E_NONE, .comment = too_long, .comment_len = 1024},
      {"sealed", MINT_E_NONE, .cipher = "aes256-ctr"},
      {"magic", MINT_E_OPENSSH_SYNTAX, .magic = "openssh-key-v2"},
      {"magic without NUL", MINT_E_OPENSSH_SYNTAX, .magic = "openssh-key-v1 "},
      {"cipher", MINT_E_CIPHER_UNKNOWN, .cipher = "3des-cbc"},
      {"cipher's case", MINT_E_CIPHER_UNKNOWN, .cipher = "NONE"},
      {"empty cipher", MINT_E_CIPHER_UNKNOWN, .cipher = ""},
      {"kdf", MINT_E_KDF_UNKNOWN, .kdf = "scrypt"},
      {"sealed, kdf", MINT_E_KDF_UNKNOWN, .cipher = "aes256-ctr", .kdf = ""},
      {"only a kdf", MINT_E_OPENSSH_SYNTAX, .kdf = "bcrypt",
       LITERAL(options, OPTIONS)},
      {"only a cipher", MINT_E_OPENSSH_SYNTAX, .cipher = "aes256-ctr",
       .kdf = "none", LITERAL(options, "")},
      {"only options", MINT_E_OPENSSH_SYNTAX, LITERAL(options, "x")},
      {"no options", MINT_E_OPENSSH_SYNTAX, .cipher = "aes256-ctr",
       LITERAL(options, "")},
      {"no salt", MINT_E_OPENSSH_SYNTAX, .cipher = "aes256-ctr",
       LITERAL(options, "\0\0\0\0\0\0\0\x01")},
      {"options and more", MINT_E_OPENSSH_SYNTAX, .cipher = "aes256-ctr",
       LITERAL(options, OPTIONS "x")},
      {"rounds 0", MINT_E_OPENSSH_SYNTAX, .cipher = "aes256-ctr",
       LITERAL(options, "\0\0\0\x01s\0\0\0\0")},
      {"rounds 2048", MINT_E_NONE, .cipher = "aes256-ctr",
       LITERAL(options, "\0\0\0\x01s\0\0\x08\0")},
      {"rounds 2049", MINT_E_KDF_COST, .cipher = "aes256-ctr",
       LITERAL(options, "\0\0\0\x01s\0\0\x08\x01")},
      {"rounds 2^31 - 1", MINT_E_KDF_COST, .cipher = "aes256-ctr",
       LITERAL(options, "\0\0\0\x01s\x7f\xff\xff\xff")},
      {"rounds 2^32 - 1", MINT_E_KDF_COST, .cipher = "aes256-ctr",
       LITERAL(options, "\0\0\0\x01s\xff\xff\xff\xff")},
      {"no keys", MINT_E_OPENSSH_SYNTAX, .num_keys_xor = 1},
      {"two keys", MINT_E_FORMAT_SEVERAL_KEYS, .num_keys_xor = 3},
      {"2^32 - 1 keys", MINT_E_FORMAT_SEVERAL_KEYS,
       .num_keys_xor = UINT32_MAX ^ 1},
      {"public type", MINT_E_TYPE_UNKNOWN, .blob_type = "ssh-rsx"},
      {"sealed, after", MINT_E_OPENSSH_SYNTAX, .cipher = "aes256-ctr",
       .after = "x"},
      {"after the tag", MINT_E_OPENSSH_SYNTAX,
       .cipher = "aes256-gcm@openssh.com", .after = "x"},
      {"no whole block", MINT_E_OPENSSH_PADDING, .cut = 1},
      {"sealed, 8 bytes", MINT_E_OPENSSH_PADDING, .cipher = "aes256-ctr",
       .cut = 8},
  };
  static struct buf body;
  memset(too_long, 'c', sizeof(too_long));
  struct mint_parts *from = ossh_read_file("rsa");
  for (size_t i = 0; i < COUNT(kCases); i++) {
    struct mint_parts *parts = NULL;
    ossh_make(&body, &kCases[i], from);
    enum mint_code code = ossh_read_body(&parts, body.data, body.len);
    cr_expect_eq(code, kCases[i].code, "%s: %s", kCases[i].name,
                 mint_code_explain(code)->name);
    mint_parts_free(parts);
  }
  mint_parts_free(from);
}

// OpenSSH keeps a certificate in a file of its own.
Test(openssh_strict, certificate) {
  static struct kit blob;
  static struct buf body;
  static const char *const kCiphers[] = {NULL, "aes256-ctr"};
  struct mint_parts *from = ossh_read_file("rsa");
  struct mint_parts certified = *from;
  kit_blob(&blob, "rsa-cert.pub");
  certified.about.blob = blob.data;
  certified.about.blob_len = blob.len;
  for (size_t i = 0; i < COUNT(kCiphers); i++) {
    struct recipe recipe = {.name = "certificate", .cipher = kCiphers[i]};
    struct mint_parts *parts = NULL;
    ossh_make(&body, &recipe, &certified);
    cr_expect_eq(ossh_read_body(&parts, body.data, body.len),
                 MINT_E_TYPE_CERTIFICATE);
    cr_expect_null(parts);
  }
  mint_parts_free(from);
}

Test(openssh_strict, longest_salt) {
  static struct buf body;
  static uint8_t options[4 + MINT_KDF_SALT_MAX + 1 + 4];
  struct mint_parts *from = ossh_read_file("rsa");
  for (size_t more = 0; more <= 1; more++) {
    size_t len = MINT_KDF_SALT_MAX + more;
    struct recipe recipe = {.name = "salt", .cipher = "aes256-ctr"};
    struct mint_parts *parts = NULL;
    memset(options, 0, sizeof(options));
    options[2] = (uint8_t)(len >> 8);
    options[3] = (uint8_t)len;
    options[4 + len + 3] = 1;
    recipe.options = (const char *)options;
    recipe.options_len = 4 + len + 4;
    ossh_make(&body, &recipe, from);
    cr_expect_eq(ossh_read_body(&parts, body.data, body.len),
                 more == 0 ? MINT_E_NONE : MINT_E_KDF_COST);
    mint_parts_free(parts);
  }
  mint_parts_free(from);
}

// The private part, in the clear and sealed. A cipher without a tag cannot tell
// a wrong passphrase from a private part that is malformed.
Test(openssh_strict, private_parts) {
  static char too_long[MINT_COMMENT_READ_MAX + 1];
  static const struct recipe kCases[] = {
      {"check numbers", MINT_E_OPENSSH_SYNTAX, .check_xor = 1},
      {"check numbers' top", MINT_E_OPENSSH_SYNTAX, .check_xor = 1u << 31},
      {"type", MINT_E_OPENSSH_PUBLIC, .type = "ssh-ed25519"},
      {"type's length", MINT_E_OPENSSH_PUBLIC, .type = "ssh-rsa "},
      {"NUL in the comment", MINT_E_OPENSSH_SYNTAX, LITERAL(comment, "a\0b")},
      {"NUL at its end", MINT_E_OPENSSH_SYNTAX, LITERAL(comment, "a\0")},
      {"much padding", MINT_E_OPENSSH_PADDING, .more_padding = 32},
      {"more padding", MINT_E_OPENSSH_PADDING, .more_padding = 272},
      {"padding", MINT_E_OPENSSH_PADDING, .padding_xor = 1},
      {"zero padding", MINT_E_OPENSSH_PADDING, .padding_xor = 0x80},
      {"comment ends nowhere", MINT_E_OPENSSH_SYNTAX, .number = 7,
       .how = TOO_LONG},
      {"n is 0", MINT_E_SSH_MPINT, .number = 1, .how = ZERO},
      {"e is 0", MINT_E_SSH_MPINT, .number = 2, .how = ZERO},
      {"d is 0", MINT_E_SSH_MPINT, .number = 3, .how = ZERO},
      {"iqmp is 0", MINT_E_SSH_MPINT, .number = 4, .how = ZERO},
      {"p is 0", MINT_E_SSH_MPINT, .number = 5, .how = ZERO},
      {"q is 0", MINT_E_SSH_MPINT, .number = 6, .how = ZERO},
      {"n is padded", MINT_E_SSH_MPINT, .number = 1, .how = PADDED},
      {"e is padded", MINT_E_SSH_MPINT, .number = 2, .how = PADDED},
      {"d is padded", MINT_E_SSH_MPINT, .number = 3, .how = PADDED},
      {"q is padded", MINT_E_SSH_MPINT, .number = 6, .how = PADDED},
      {"n is negative", MINT_E_SSH_MPINT, .number = 1, .how = NEGATIVE},
      {"p is negative", MINT_E_SSH_MPINT, .number = 5, .how = NEGATIVE},
      {"n ends nowhere", MINT_E_SSH_SYNTAX, .number = 1, .how = TOO_LONG},
      {"q ends nowhere", MINT_E_SSH_SYNTAX, .number = 6, .how = TOO_LONG},
      // These are well-formed: the passphrase was right.
      {"another n", MINT_E_OPENSSH_PUBLIC, .number = 1, .how = CHANGED},
      {"another e", MINT_E_OPENSSH_PUBLIC, .number = 2, .how = CHANGED},
      {"comment's length", MINT_E_LINE_COMMENT, .comment = too_long,
       .comment_len = sizeof(too_long)},
      {"good", MINT_E_NONE, LITERAL(comment, "c")},
      {"another d", MINT_E_NONE, .number = 3, .how = CHANGED},
  };
  static const size_t kFirstWellFormed = 25;
  static struct buf body;
  memset(too_long, 'c', sizeof(too_long));
  struct mint_parts *from = ossh_read_file("rsa");
  for (size_t i = 0; i < COUNT(kCases); i++) {
    struct recipe recipe = kCases[i];
    struct mint_parts *parts = NULL;
    ossh_make(&body, &recipe, from);
    cr_expect_eq(ossh_read_body(&parts, body.data, body.len), recipe.code,
                 "%s, plain", recipe.name);
    mint_parts_free(parts);
    recipe.cipher = "aes256-ctr";
    ossh_make(&body, &recipe, from);
    cr_assert_eq(ossh_read_body(&parts, body.data, body.len), MINT_E_NONE);
    enum mint_code code =
        i < kFirstWellFormed ? MINT_E_PASSPHRASE_WRONG : recipe.code;
    cr_expect_eq(ossh_unlock(parts, PASS), code, "%s, sealed", recipe.name);
    cr_expect_eq(mint_parts_about(parts)->locked, code != MINT_E_NONE);
    mint_parts_free(parts);
    recipe.cipher = "aes256-gcm@openssh.com";
    ossh_make(&body, &recipe, from);
    cr_assert_eq(ossh_read_body(&parts, body.data, body.len), MINT_E_NONE);
    cr_expect_eq(ossh_unlock(parts, PASS), recipe.code, "%s, with a tag",
                 recipe.name);
    mint_parts_free(parts);
  }
  mint_parts_free(from);
}

// The bytes of a private part, as the format counts them, before its padding.
static size_t unpadded_len(const struct mint_rsa *rsa, size_t comment_len) {
  const CBS *const numbers[] = {&rsa->n,    &rsa->e, &rsa->d,
                                &rsa->qinv, &rsa->p, &rsa->q};
  size_t len = 8 + 4 + 7 + 4 + comment_len;
  for (size_t i = 0; i < COUNT(numbers); i++) {
    size_t sign = (CBS_data(numbers[i])[0] & 0x80) != 0 ? 1 : 0;
    len += 4 + sign + CBS_len(numbers[i]);
  }
  return len;
}

// Whole blocks, but not enough of them; of none at all too.
Test(openssh_strict, short_private_parts) {
  static struct buf body;
  struct mint_parts *from = ossh_read_file("rsa");
  size_t numbers_end = unpadded_len(&from->rsa, 0) - 4;
  size_t whole = (numbers_end + 4 + 7) / 8 * 8;
  for (size_t len = 0; len < whole; len += 8) {
    struct recipe recipe = {.name = "short", .cut = whole - len};
    struct mint_parts *parts = NULL;
    ossh_make(&body, &recipe, from);
    enum mint_code want = MINT_E_OPENSSH_SYNTAX;
    if (len == 0) {
      want = MINT_E_OPENSSH_PADDING;
    } else if (len >= 8 + 4 + strlen("ssh-rsa") && len < numbers_end) {
      want = MINT_E_SSH_SYNTAX;
    }
    enum mint_code code = ossh_read_body(&parts, body.data, body.len);
    cr_expect_eq(code, want, "%zu of %zu bytes: %s", len, whole,
                 mint_code_explain(code)->name);
    cr_expect_null(parts);
  }
  mint_parts_free(from);
}

// What ssh-keygen and what PuTTY add is taken, and nothing else.
Test(openssh_strict, how_much_padding) {
  static struct buf body;
  struct mint_parts *from = ossh_read_file("rsa");
  size_t taken = 0;
  for (size_t i = 0; i < 128; i++) {
    struct recipe recipe = {.name = "padding", .comment = "0123456789abcdef"};
    recipe.comment_len = i % 16;
    recipe.more_padding = i / 16 * 8;
    size_t len = unpadded_len(&from->rsa, recipe.comment_len);
    size_t padding = (8 - len % 8) % 8 + recipe.more_padding;
    bool putty = padding <= 16 && (len + padding) % 16 == 0;
    enum mint_code want =
        padding < 8 || putty ? MINT_E_NONE : MINT_E_OPENSSH_PADDING;
    struct mint_parts *parts = NULL;
    ossh_make(&body, &recipe, from);
    enum mint_code code = ossh_read_body(&parts, body.data, body.len);
    cr_expect_eq(code, want, "%zu bytes after %zu", padding, len);
    mint_parts_free(parts);
    taken += code == MINT_E_NONE;
  }
  cr_expect_eq(taken, 16 + 9, "ssh-keygen's, and PuTTY's where they differ");
  mint_parts_free(from);
}

// ---------------------------------------------------------------------------
// Sweeps

static void body_of(struct buf *out, const char *name) {
  static struct buf text;
  struct mint_text walk;
  struct mint_armor armor;
  ossh_load(&text, name);
  cr_assert_eq(mint_text_open(&walk, text.data, text.len), MINT_E_NONE);
  cr_assert_eq(mint_armor_read(&armor, &walk, &mint_columns_openssh),
               MINT_E_NONE);
  out->len = armor.body.len;
  memcpy(out->data, armor.body.data, out->len);
  mint_armor_wipe(&armor);
}

Test(openssh_strict, cut_at_every_byte) {
  static const char *const kNames[] = {"rsa", "rsa_aes256-ctr",
                                       "rsa_aes256-gcm", "ed25519"};
  static struct buf body;
  for (size_t i = 0; i < COUNT(kNames); i++) {
    body_of(&body, kNames[i]);
    for (size_t len = 1; len < body.len; len++) {
      struct mint_parts *parts = NULL;
      enum mint_code code = ossh_read_body(&parts, body.data, len);
      cr_expect(code == MINT_E_OPENSSH_SYNTAX || code == MINT_E_OPENSSH_PADDING,
                "%s, %zu bytes: %s", kNames[i], len,
                mint_code_explain(code)->name);
      mint_parts_free(parts);
    }
  }
}

// With the sign byte, where there is one: another there is another number.
static bool is_inside(size_t at, const CBS *digits, const uint8_t *start) {
  size_t from = (size_t)(CBS_data(digits) - start);
  size_t sign = (CBS_data(digits)[0] & 0x80) != 0 ? 1 : 0;
  return at >= from - sign && at < from + CBS_len(digits);
}

// Everything but the digits of d, iqmp, p and q and the comment has one value
// only. With every length as 2^32 - 1 too.
Test(openssh_strict, every_byte_counts) {
  static struct buf body;
  static struct buf bad;
  struct mint_parts *good = ossh_read_file("rsa");
  const uint8_t *start = good->bytes.data;
  body_of(&body, "rsa");
  const uint8_t *comment = memmem(body.data, body.len, "rsa@test", 8);
  cr_assert_not_null(comment);
  size_t comment_at = (size_t)(comment - body.data);
  for (size_t at = 0; at < body.len; at++) {
    bool free_byte = is_inside(at, &good->rsa.d, start) ||
                     is_inside(at, &good->rsa.qinv, start) ||
                     is_inside(at, &good->rsa.p, start) ||
                     is_inside(at, &good->rsa.q, start) ||
                     (at >= comment_at && at < comment_at + 8);
    for (size_t bit = 0; bit <= 8; bit++) {
      bad = body;
      if (bit < 8) {
        bad.data[at] ^= (uint8_t)(1 << bit);
      } else {
        memset(bad.data + at, 0xff, bad.len - at < 4 ? bad.len - at : 4);
      }
      struct mint_parts *parts = NULL;
      enum mint_code code = ossh_read_body(&parts, bad.data, bad.len);
      cr_expect(free_byte || code != MINT_E_NONE, "byte %zu, bit %zu", at, bit);
      mint_parts_free(parts);
    }
  }
  mint_parts_free(good);
}

// With a tag nothing of the private part can be changed.
Test(openssh_strict, tags) {
  static const char *const kNames[] = {"rsa_aes128-gcm", "rsa_aes256-gcm",
                                       "rsa_chacha20-poly1305"};
  static struct buf body;
  for (size_t i = 0; i < COUNT(kNames); i++) {
    body_of(&body, kNames[i]);
    for (size_t back = 1; back < 900; back += back <= 20 ? 1 : 97) {
      struct mint_parts *parts = NULL;
      body.data[body.len - back] ^= 0x10;
      cr_assert_eq(ossh_read_body(&parts, body.data, body.len), MINT_E_NONE);
      cr_expect_eq(ossh_unlock(parts, PASS), MINT_E_PASSPHRASE_WRONG,
                   "%s: %zu from the end", kNames[i], back);
      mint_parts_free(parts);
      body.data[body.len - back] ^= 0x10;
    }
  }
}

// The public part has no tag: another one must not be taken for this key's.
Test(openssh_strict, public_part_of_another_key) {
  static const char *const kNames[] = {"rsa_aes256-cbc", "rsa_aes256-gcm"};
  static struct buf body;
  for (size_t i = 0; i < COUNT(kNames); i++) {
    body_of(&body, kNames[i]);
    struct mint_parts *parts = NULL;
    uint8_t *e = memmem(body.data, body.len, "\0\0\0\x03\x01\0\x01", 7);
    cr_assert_not_null(e);
    e[6] = 3;
    cr_assert_eq(ossh_read_body(&parts, body.data, body.len), MINT_E_NONE);
    cr_expect_eq(ossh_unlock(parts, PASS), MINT_E_OPENSSH_PUBLIC);
    cr_expect(mint_parts_about(parts)->locked);
    mint_parts_free(parts);
  }
}

// Each allocation fails once.
Test(openssh_strict, without_memory) {
  static const char *const kNames[] = {"rsa", "rsa_aes256-ctr",
                                       "rsa_aes256-gcm",
                                       "rsa_chacha20-poly1305", "ed25519"};
  static struct buf text;
  ERR_clear_error();  // BoringSSL's state of this thread is made once
  for (size_t i = 0; i < COUNT(kNames); i++) {
    enum mint_code code = MINT_E_MEMORY;
    ossh_load(&text, kNames[i]);
    for (size_t count = 0; code != MINT_E_NONE; count++) {
      struct mint_arena_stats before;
      struct mint_arena_stats after;
      struct mint_parts *parts = NULL;
      mint_arena_stats(&before);
      mint_arena_fail_after(count);
      code = ossh_read(&parts, text.data, text.len);
      if (code == MINT_E_NONE) {
        code = ossh_unlock(parts, PASS);
      }
      mint_arena_fail_after(SIZE_MAX);
      cr_assert(code == MINT_E_NONE || code == MINT_E_MEMORY, "%s, %zu: %s",
                kNames[i], count, mint_code_explain(code)->name);
      mint_parts_free(parts);
      mint_arena_stats(&after);
      cr_expect_eq(before.blocks, after.blocks, "%s, %zu: a leak", kNames[i],
                   count);
    }
  }
}
