// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// Runs the constant-time code of the core under valgrind, with every secret
// marked as undefined: a branch or an address that depends on one is an error
// there. `ct_check core` is that; the other words leak on purpose, to show that
// it would be found.
//
// Exits with 0 if every result was right, 1 if not, 3 if no checker runs: then
// nothing has been shown.

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct.h"
#include "core/format/bcrypt.h"
#include "core/format/openssh.h"
#include "core/format/parts.h"
#include "core/format/pem_cipher.h"
#include "core/format/pkcs.h"
#include "core/format/pkcs8.h"
#include "core/key/check.h"
#include "core/mint.h"
#include "core/prime/arith.h"
#include "core/text/armor.h"
#include "core/text/base64.h"

// Linters read it without one.
#if !defined(MINT_CT_VALGRIND) && !defined(MINT_CT_MSAN) && \
    !defined(__clang_analyzer__) && !defined(__cppcheck__)
#error "ct_check needs a checker: see ct.sh"
#endif

static void need(bool condition, const char *what) {
  if (!condition) {
    fprintf(stderr, "ct_check: %s is wrong\n", what);
    exit(1);
  }
}

// Numbers that have nothing to hide but their marks.
static void fill(void *out, size_t len, unsigned seed) {
  uint8_t *bytes = out;
  for (size_t i = 0; i < len; i++) {
    seed = seed * 1103515245u + 12345u;
    bytes[i] = (uint8_t)(seed >> 16);
  }
}

static bool same(const void *a, const void *b, size_t len) {
  return memcmp(a, b, len) == 0;
}

// ---------------------------------------------------------------------------

static void check_masks(void) {
  static const uint64_t kWords[] = {
      0, 1, 2, UINT64_MAX >> 1, UINT64_MAX - 1, UINT64_MAX, UINT64_C(1) << 63};
  const size_t num = sizeof(kWords) / sizeof(kWords[0]);
  for (size_t i = 0; i < num; i++) {
    for (size_t j = 0; j < num; j++) {
      uint64_t a = kWords[i];
      uint64_t b = kWords[j];
      MINT_CT_SECRET(&a, sizeof(a));
      MINT_CT_SECRET(&b, sizeof(b));
      uint64_t got[] = {ct_eq(a, b), ct_lt(a, b), ct_is_zero(a), ct_msb(a),
                        ct_select(ct_lt(a, b), a, b)};
      MINT_CT_PUBLIC(got, sizeof(got));
      a = kWords[i];
      b = kWords[j];
      need(got[0] == (a == b ? UINT64_MAX : 0), "ct_eq");
      need(got[1] == (a < b ? UINT64_MAX : 0), "ct_lt");
      need(got[2] == (a == 0 ? UINT64_MAX : 0), "ct_is_zero");
      need(got[3] == (a >> 63 != 0 ? UINT64_MAX : 0), "ct_msb");
      need(got[4] == (a < b ? a : b), "ct_select");
    }
  }
}

static void check_base64(void) {
  for (size_t len = 0; len < 70; len++) {
    uint8_t plain[70];
    uint8_t symbols[96];
    uint8_t back[96];
    uint8_t again[70];
    size_t back_len = 0;
    fill(plain, len, (unsigned)len);
    MINT_CT_SECRET(plain, len);
    mint_base64_encode(symbols, plain, len);
    // The symbols are as secret as what they stand for, the '=' included.
    MINT_CT_SECRET(symbols, mint_base64_encoded_len(len));
    need(mint_base64_decode(back, &back_len, symbols,
                            mint_base64_encoded_len(len)) == MINT_E_NONE,
         "base64");
    MINT_CT_PUBLIC(back, sizeof(back));
    fill(again, len, (unsigned)len);
    need(back_len == len && same(back, again, len), "base64");
  }
  static const struct {
    const char *text;
    enum mint_code code;
  } kBad[] = {{"QUJD!UJD", MINT_E_BASE64_CHARACTER},
              {"QUJDQR==", MINT_E_BASE64_BITS},
              {"QUJDQUJ=", MINT_E_BASE64_BITS}};
  for (size_t i = 0; i < sizeof(kBad) / sizeof(kBad[0]); i++) {
    uint8_t symbols[8];
    size_t len = 0;
    memcpy(symbols, kBad[i].text, sizeof(symbols));
    MINT_CT_SECRET(symbols, sizeof(symbols));
    need(mint_base64_decode(symbols, &len, symbols, 8) == kBad[i].code,
         "bad base64");
  }
}

// A block is written from a secret body and read again, with all its symbols
// secret; the frame is public.
static void check_armor(void) {
  static const char kLabel[] = "RSA PRIVATE KEY";
  for (size_t len = 1; len < 200; len += 23) {
    uint8_t body[200];
    uint8_t again[200];
    struct mint_secret text;
    fill(body, len, (unsigned)len);
    fill(again, len, (unsigned)len);
    MINT_CT_SECRET(body, len);
    need(mint_armor_write(&text, kLabel, NULL, &mint_columns_pem, body, len) ==
             MINT_E_NONE,
         "armor");
    size_t head = strlen("-----BEGIN RSA PRIVATE KEY-----\n");
    size_t tail = strlen("-----END RSA PRIVATE KEY-----\n");
    MINT_CT_SECRET(text.data + head, text.len - head - tail);
    // Not the newlines: they stand where the layout puts them.
    for (size_t at = head + 64; at < text.len - tail; at += 65) {
      MINT_CT_PUBLIC(text.data + at, 1);
    }
    MINT_CT_PUBLIC(text.data + text.len - tail - 1, 1);
    struct mint_text walk;
    struct mint_armor armor;
    need(mint_text_open(&walk, text.data, text.len) == MINT_E_NONE, "text");
    need(mint_armor_read(&armor, &walk, &mint_columns_pem) == MINT_E_NONE,
         "armor");
    MINT_CT_PUBLIC(armor.body.data, armor.body.len);
    need(armor.body.len == len && same(armor.body.data, again, len), "armor");
    mint_armor_wipe(&armor);
    mint_secret_wipe(&text);
  }
}

static void load_words(uint64_t *out, size_t words, unsigned seed) {
  fill(out, 8 * words, seed);
  MINT_CT_SECRET(out, 8 * words);
}

static void check_arith(void) {
  enum { WORDS = 5 };
  for (unsigned round = 0; round < 4; round++) {
    uint64_t a[2 * WORDS];
    uint64_t b[WORDS];
    uint64_t m[WORDS];
    uint64_t product[2 * WORDS];
    uint64_t rest[WORDS];
    uint64_t scratch[2 * WORDS + 1];
    uint8_t digits[8 * WORDS - 3];
    uint64_t masks[6];
    load_words(a, WORDS, round + 1);
    load_words(m, WORDS, round + 200);
    a[WORDS - 1] |= UINT64_C(1) << 63;
    m[WORDS - 1] |= UINT64_C(1) << 63;
    fill(digits, sizeof(digits), round + 300);
    MINT_CT_SECRET(digits, sizeof(digits));
    mint_arith_load(b, WORDS, digits, sizeof(digits));
    mint_arith_mul(product, a, WORDS, b, WORDS);
    // (a b) mod a = 0, (a b + 1) mod a = 1
    mint_arith_mod(rest, product, (size_t)2 * WORDS, a, (size_t)64 * WORDS,
                   scratch);
    masks[0] = mint_arith_is_word(rest, 0, WORDS);
    mint_arith_mod(rest, product, (size_t)2 * WORDS, m, (size_t)64 * WORDS,
                   scratch);
    masks[1] = mint_arith_lt(rest, m, WORDS);
    // (a - b) and (b - a) differ in their sign only
    mint_arith_abs_diff(rest, a, b, WORDS);
    mint_arith_abs_diff(scratch, b, a, WORDS);
    masks[2] = mint_arith_eq(rest, scratch, WORDS);
    masks[3] = mint_arith_exceeds_bit(a, 17, WORDS);
    mint_arith_sub_word(rest, a, 1, WORDS);
    masks[4] = mint_arith_lt(rest, a, WORDS);
    masks[5] =
        mint_arith_sub(rest, a, a, WORDS) | ~mint_arith_is_word(rest, 0, WORDS);
    MINT_CT_PUBLIC(masks, sizeof(masks));
    for (size_t i = 0; i < 5; i++) {
      need(masks[i] == UINT64_MAX, "arith");
    }
    need(masks[5] == 0, "arith");
  }
}

// ---------------------------------------------------------------------------
// A whole key

static uint8_t text[4096];

static struct mint_parts *read_key(void) {
  struct mint_parts *parts = NULL;
  struct mint_reason why;
  FILE *file = fopen("tests/vectors/ssh/rsa.pem", "rb");
  need(file != NULL, "tests/vectors/ssh/rsa.pem");
  size_t len = fread(text, 1, sizeof(text), file);
  (void)fclose(file);
  need(mint_parts_read(&parts, &why, text, len) == MINT_OK, "rsa.pem");
  return parts;
}

// The secret numbers of a key. The first `head` bytes stay public.
static void mark(const struct mint_rsa *rsa, size_t head, bool secret) {
  const CBS *const numbers[] = {&rsa->d,  &rsa->p,  &rsa->q,
                                &rsa->dp, &rsa->dq, &rsa->qinv};
  for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
    const uint8_t *start = CBS_data(numbers[i]) + head;
    size_t len = CBS_len(numbers[i]) - head;
    if (secret) {
      MINT_CT_SECRET(start, len);
    } else {
      MINT_CT_PUBLIC(start, len);
    }
  }
}

// DER is written with all digits but the first byte of each number secret: its
// top bit tells the length. It is read with all of them secret, and the zero in
// front of them too.
static void check_pkcs1(void) {
  struct mint_parts *parts = read_key();
  struct mint_secret der;
  struct mint_rsa again;
  mark(&parts->rsa, 1, true);
  need(mint_pkcs1_write(&der, &parts->rsa) == MINT_E_NONE, "pkcs1");
  MINT_CT_PUBLIC(der.data, der.len);
  mark(&parts->rsa, 0, false);
  need(same(der.data, parts->bytes.data, der.len), "pkcs1");
  mark(&parts->rsa, 0, true);
  const CBS *const padded[] = {&parts->rsa.p, &parts->rsa.q};
  for (size_t i = 0; i < 2; i++) {
    MINT_CT_SECRET(CBS_data(padded[i]) - 1, 1);
  }
  need(mint_pkcs1_parse(&again, parts->bytes.data, parts->bytes.len) ==
           MINT_E_NONE,
       "pkcs1");
  need(CBS_len(&again.qinv) == CBS_len(&parts->rsa.qinv), "pkcs1");
  mint_secret_wipe(&der);
  mint_parts_free(parts);
}

// MD5 and AES of BoringSSL under our own code.
static void check_encryption(void) {
  static const char kName[] = "AES-256-CBC";
  uint8_t plain[100];
  uint8_t passphrase[20];
  uint8_t iv[MINT_PEM_IV];
  struct mint_pem_cipher_use use;
  struct mint_secret sealed;
  CBS name;
  CBS_init(&name, (const uint8_t *)kName, strlen(kName));
  fill(iv, sizeof(iv), 1);
  fill(plain, sizeof(plain), 2);
  fill(passphrase, sizeof(passphrase), 3);
  need(mint_pem_cipher_find(&use, &name, iv, sizeof(iv)), "cipher");
  MINT_CT_SECRET(plain, sizeof(plain));
  MINT_CT_SECRET(passphrase, sizeof(passphrase));
  need(mint_pem_encrypt(&sealed, &use, plain, sizeof(plain), passphrase,
                        sizeof(passphrase)) == MINT_E_NONE,
       "encryption");
  need(sealed.len == 112, "encryption");
  mint_secret_wipe(&sealed);
}

typedef enum mint_code (*write_fn)(struct mint_secret *out,
                                   const struct mint_rsa *rsa,
                                   const struct mint_write_options *options);

// Writes a key whose digits are secret but for the first byte of each number,
// and reads it back, which the passphrase opens if there is one.
static void check_write(write_fn write,
                        const struct mint_write_options *options,
                        const char *what) {
  struct mint_parts *parts = read_key();
  struct mint_parts *again = NULL;
  struct mint_reason why;
  struct mint_secret out;
  mark(&parts->rsa, 1, true);
  need(write(&out, &parts->rsa, options) == MINT_E_NONE, what);
  MINT_CT_PUBLIC(out.data, out.len);
  mark(&parts->rsa, 0, false);
  need(mint_parts_read(&again, &why, out.data, out.len) == MINT_OK, what);
  need(mint_parts_unlock(again, &why, options->passphrase,
                         options->passphrase_len) == MINT_OK,
       what);
  need(CBS_len(&again->rsa.d) == CBS_len(&parts->rsa.d) &&
           same(CBS_data(&again->rsa.d), CBS_data(&parts->rsa.d),
                CBS_len(&parts->rsa.d)),
       what);
  mint_secret_wipe(&out);
  mint_parts_free(again);
  mint_parts_free(parts);
}

// A form that is sealed hides the same digits behind BoringSSL's AES. The
// passphrase stays public here: bcrypt looks up tables with it (leak-bcrypt),
// and how PBKDF2 uses it is BoringSSL's.
static const uint8_t kPassphrase[] = "correct horse";

static void check_writes(void) {
  struct mint_write_options options = {
      .comment = "a", .comment_len = 1, .rounds = 1};
  check_write(mint_openssh_write, &options, "openssh");
  check_write(mint_pkcs8_write, &options, "pkcs8");
  options.passphrase = kPassphrase;
  options.passphrase_len = sizeof(kPassphrase) - 1;
  check_write(mint_openssh_write, &options, "sealed openssh");
}

// On its own: the iterations of PBKDF2 take some ten seconds here.
static void check_pbes2(void) {
  struct mint_write_options options = {
      .passphrase = kPassphrase, .passphrase_len = sizeof(kPassphrase) - 1};
  check_write(mint_pkcs8_write, &options, "sealed pkcs8");
}

// The rules of private keys, of a good key and of one with a wrong bit in each
// number. (Without the primality test, which is BoringSSL's.)
static void check_rules(void) {
  struct mint_parts *parts = read_key();
  struct mint_rsa *rsa = &parts->rsa;
  const CBS *const wrong[] = {NULL,     &rsa->d,  &rsa->p,   &rsa->q,
                              &rsa->dp, &rsa->dq, &rsa->qinv};
  for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
    struct mint_report report = {0, 0, 0};
    uint8_t *bit =
        wrong[i] == NULL
            ? NULL
            : parts->bytes.data + (CBS_data(wrong[i]) - parts->bytes.data) + 40;
    if (bit != NULL) {
      *bit ^= 4;
    }
    mark(rsa, 0, true);
    struct mint_secret crt = MINT_SECRET_EMPTY;
    need(mint_check_private(&report, rsa, &crt, 2048, MINT_ORIGIN_GENERATED) ==
             MINT_E_NONE,
         "check");
    mark(rsa, 0, false);
    need((report.broken == 0) == (bit == NULL), "check");
    if (bit != NULL) {
      *bit ^= 4;
    }
  }
  // What a form has left out is computed. Only the lengths of dP and dQ show.
  struct mint_report report = {0, 0, 0};
  struct mint_secret crt = MINT_SECRET_EMPTY;
  struct mint_rsa less = *rsa;
  less.has_crt = false;
  mark(rsa, 0, true);
  need(mint_check_private(&report, &less, &crt, 2048, MINT_ORIGIN_GENERATED) ==
           MINT_E_NONE,
       "crt");
  mark(rsa, 0, false);
  MINT_CT_PUBLIC(crt.data, crt.len);
  need(CBS_len(&less.dp) == CBS_len(&rsa->dp) &&
           same(CBS_data(&less.dp), CBS_data(&rsa->dp), CBS_len(&rsa->dp)) &&
           CBS_len(&less.dq) == CBS_len(&rsa->dq) &&
           same(CBS_data(&less.dq), CBS_data(&rsa->dq), CBS_len(&rsa->dq)),
       "crt");
  mint_secret_wipe(&crt);
  mint_parts_free(parts);
}

// ---------------------------------------------------------------------------
// Leaks on purpose

static volatile uint8_t sink;
static volatile uint8_t table[256];

static void leak_branch(void) {
  volatile uint8_t secret = 42;
  MINT_CT_SECRET((void *)(uintptr_t)&secret, 1);
  if ((secret & 1) != 0) {
    sink = 1;
  }
}

static void leak_index(void) {
  volatile uint8_t secret = 42;
  MINT_CT_SECRET((void *)(uintptr_t)&secret, 1);
  sink = table[secret];
}

// Through the code under test: a symbol chooses what comes of it.
static void leak_result(void) {
  uint8_t symbols[] = {'Q', 'U', 'J', 'D'};
  uint8_t plain[3];
  size_t len = 0;
  MINT_CT_SECRET(symbols, sizeof(symbols));
  need(mint_base64_decode(plain, &len, symbols, 4) == MINT_E_NONE, "base64");
  if (plain[2] == 'C') {
    sink = 1;
  }
}

// What bcrypt.h says of its own timing is true.
static void leak_bcrypt(void) {
  uint8_t passphrase[] = "correct horse";
  uint8_t key[8];
  MINT_CT_SECRET(passphrase, sizeof(passphrase));
  need(mint_bcrypt_pbkdf_vartime(key, sizeof(key), passphrase,
                                 sizeof(passphrase), (const uint8_t *)"salt", 4,
                                 1) == MINT_E_NONE,
       "bcrypt");
}

int main(int argc, char *argv[]) {
  static const struct {
    const char *name;
    void (*run)(void);
  } kRuns[] = {
      {"core", check_masks},        {"core", check_base64},
      {"core", check_armor},        {"core", check_arith},
      {"core", check_pkcs1},        {"core", check_encryption},
      {"core", check_writes},       {"core", check_rules},
      {"leak-branch", leak_branch}, {"leak-index", leak_index},
      {"leak-result", leak_result}, {"leak-bcrypt", leak_bcrypt},
      {"pbes2", check_pbes2},
  };
  if (!MINT_CT_CHECKED()) {
    fprintf(stderr, "ct_check: no checker runs, so nothing is shown\n");
    return 3;
  }
  bool ran = false;
  for (size_t i = 0; i < sizeof(kRuns) / sizeof(kRuns[0]); i++) {
    if (argc == 2 && strcmp(argv[1], kRuns[i].name) == 0) {
      kRuns[i].run();
      ran = true;
    }
  }
  return ran ? 0 : 1;
}
