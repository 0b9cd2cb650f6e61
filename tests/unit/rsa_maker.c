// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/unit/rsa_maker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <openssl/base64.h>
#include <openssl/bytestring.h>
#include <openssl/mem.h>
#include <openssl/sha.h>

// ---------------------------------------------------------------------------
// What the maker owns

struct owned {
  struct owned *next;
  BIGNUM *number;
  void *bytes;
};

static struct owned *owned;
static BN_CTX *maker_ctx;

static void must(bool ok, const char *what) {
  if (!ok) {
    fprintf(stderr, "rsa_maker: %s\n", what);
    abort();
  }
}

static struct owned *own(void) {
  struct owned *item = calloc(1, sizeof(*item));
  must(item != NULL, "calloc");
  item->next = owned;
  owned = item;
  return item;
}

static BIGNUM *fresh(void) {
  struct owned *item = own();
  item->number = BN_new();
  must(item->number != NULL, "BN_new");
  return item->number;
}

static void *fresh_bytes(size_t len) {
  struct owned *item = own();
  item->bytes = calloc(1, len == 0 ? 1 : len);
  must(item->bytes != NULL, "calloc");
  return item->bytes;
}

static BN_CTX *ctx(void) {
  if (maker_ctx == NULL) {
    maker_ctx = BN_CTX_new();
    must(maker_ctx != NULL, "BN_CTX_new");
  }
  return maker_ctx;
}

void maker_release(void) {
  while (owned != NULL) {
    struct owned *next = owned->next;
    BN_free(owned->number);
    free(owned->bytes);
    free(owned);
    owned = next;
  }
  BN_CTX_free(maker_ctx);
  maker_ctx = NULL;
}

// ---------------------------------------------------------------------------
// Numbers

BIGNUM *maker_word(uint64_t word) {
  BIGNUM *r = fresh();
  must(BN_set_u64(r, word), "BN_set_u64");
  return r;
}

BIGNUM *maker_power(unsigned bits) {
  BIGNUM *r = fresh();
  must(BN_set_bit(r, (int)bits), "BN_set_bit");
  return r;
}

BIGNUM *maker_plus(const BIGNUM *a, const BIGNUM *b) {
  BIGNUM *r = fresh();
  must(BN_add(r, a, b), "BN_add");
  return r;
}

BIGNUM *maker_minus(const BIGNUM *a, const BIGNUM *b) {
  BIGNUM *r = fresh();
  must(BN_sub(r, a, b), "BN_sub");
  return r;
}

BIGNUM *maker_add(const BIGNUM *a, int64_t small) {
  return small < 0 ? maker_minus(a, maker_word((uint64_t)-small))
                   : maker_plus(a, maker_word((uint64_t)small));
}

BIGNUM *maker_times(const BIGNUM *a, const BIGNUM *b) {
  BIGNUM *r = fresh();
  must(BN_mul(r, a, b, ctx()), "BN_mul");
  return r;
}

BIGNUM *maker_quotient(const BIGNUM *a, const BIGNUM *b) {
  BIGNUM *r = fresh();
  must(BN_div(r, NULL, a, b, ctx()), "BN_div");
  return r;
}

BIGNUM *maker_mod(const BIGNUM *a, const BIGNUM *m) {
  BIGNUM *r = fresh();
  must(BN_nnmod(r, a, m, ctx()), "BN_nnmod");
  return r;
}

BIGNUM *maker_inverse(const BIGNUM *a, const BIGNUM *m) {
  BIGNUM *r = fresh();
  must(BN_mod_inverse(r, a, m, ctx()) != NULL, "there is no inverse");
  return r;
}

BIGNUM *maker_lcm(const BIGNUM *a, const BIGNUM *b) {
  BIGNUM *gcd = fresh();
  must(BN_gcd(gcd, a, b, ctx()), "BN_gcd");
  return maker_times(maker_quotient(a, gcd), b);
}

BIGNUM *maker_digits(unsigned bits, unsigned index) {
  size_t len = (bits + 7) / 8;
  uint8_t *digits = fresh_bytes(len + SHA256_DIGEST_LENGTH);
  for (size_t at = 0; at < len; at += SHA256_DIGEST_LENGTH) {
    char text[64];
    int text_len =
        snprintf(text, sizeof(text), "%u bits, %u, %zu", bits, index, at);
    SHA256((const uint8_t *)text, (size_t)text_len, digits + at);
  }
  BIGNUM *r = fresh();
  must(BN_bin2bn(digits, len, r) != NULL, "BN_bin2bn");
  must(BN_mask_bits(r, (int)bits), "BN_mask_bits");
  must(BN_set_bit(r, (int)bits - 1) && BN_set_bit(r, (int)bits - 2) &&
           BN_set_bit(r, 0),
       "BN_set_bit");
  return r;
}

static uint64_t rest_of(const BIGNUM *n, BN_ULONG by) {
  BN_ULONG rest = BN_mod_word(n, by);
  must(rest != (BN_ULONG)-1, "BN_mod_word");
  return rest;
}

static bool divides_any(const BIGNUM *n, BN_ULONG limit) {
  for (BN_ULONG by = 3; by < limit; by += 2) {
    if (rest_of(n, by) == 0 && !BN_is_word(n, by)) {
      return true;
    }
  }
  return false;
}

// A Fermat test to base 2 is enough for numbers that nobody has chosen; that
// they are primes indeed, the check says, which is tested with them.
static bool looks_prime(const BIGNUM *n) {
  BIGNUM *power = BN_new();
  BIGNUM *exponent = BN_dup(n);
  BIGNUM *two = BN_new();
  must(power != NULL && exponent != NULL && two != NULL, "memory");
  must(BN_sub_word(exponent, 1) && BN_set_word(two, 2) &&
           BN_mod_exp_mont(power, two, exponent, n, ctx(), NULL),
       "BN_mod_exp_mont");
  bool is_prime = BN_is_one(power);
  BN_free(power);
  BN_free(exponent);
  BN_free(two);
  return is_prime;
}

static void set_form(BIGNUM *out, const struct maker_form *form,
                     const BIGNUM *k) {
  must(BN_copy(out, k) != NULL && BN_mul_word(out, form->times), "form");
  must(form->plus == NULL || BN_add(out, out, form->plus), "form");
}

BIGNUM *maker_chain(const BIGNUM *start, unsigned step, unsigned skip,
                    const struct maker_form *forms, size_t num_forms) {
  BIGNUM *k = maker_plus(start, maker_word((uint64_t)step * skip));
  BIGNUM *value = fresh();
  for (;;) {
    bool good = true;
    for (size_t i = 0; i < num_forms && good; i++) {
      set_form(value, &forms[i], k);
      good = !divides_any(value, 1000);
    }
    for (size_t i = 0; i < num_forms && good; i++) {
      set_form(value, &forms[i], k);
      good = looks_prime(value);
    }
    if (good) {
      return k;
    }
    must(BN_add_word(k, step), "BN_add_word");
  }
}

static const struct maker_form kItself = {1, NULL};

BIGNUM *maker_prime_after(const BIGNUM *start) {
  BIGNUM *odd = maker_add(start, BN_is_odd(start) ? 2 : 1);
  return maker_chain(odd, 2, 0, &kItself, 1);
}

BIGNUM *maker_prime_before(const BIGNUM *start) {
  BIGNUM *k = maker_add(start, BN_is_odd(start) ? -2 : -1);
  while (divides_any(k, 1000) || !looks_prime(k)) {
    must(BN_sub_word(k, 2), "BN_sub_word");
  }
  return k;
}

// Where the search for the primes below ends; without an entry it only takes
// longer.
static const struct {
  unsigned bits;
  unsigned index;
  unsigned skip;
} kKnown[] = {
    {1016, 0, 187},  {1022, 0, 2},    {1023, 0, 629},  {1023, 1, 3407},
    {1024, 0, 1619}, {1024, 1, 475},  {1024, 2, 3875}, {1024, 3, 894},
    {1024, 4, 625},  {1024, 5, 1091}, {1024, 6, 358},  {1024, 7, 3605},
    {1024, 8, 6047}, {1024, 9, 1603}, {1024, 10, 212}, {1024, 11, 840},
    {1025, 0, 2156}, {1025, 1, 1433}, {1088, 0, 860},  {1088, 1, 2644},
    {1536, 0, 2215}, {1536, 1, 1586}, {2048, 0, 952},  {2048, 1, 2613},
    {4096, 0, 1391}, {4096, 1, 4655},
};

static bool suits_exponents(const BIGNUM *p) {
  static const BN_ULONG kFactors[] = {3, 5, 7, 17, 37, 257, 65537};
  for (size_t i = 0; i < sizeof(kFactors) / sizeof(kFactors[0]); i++) {
    if (rest_of(p, kFactors[i]) == 1) {
      return false;
    }
  }
  return true;
}

BIGNUM *maker_prime(unsigned bits, unsigned index) {
  BIGNUM *start = maker_digits(bits, index);
  unsigned skip = 0;
  for (size_t i = 0; i < sizeof(kKnown) / sizeof(kKnown[0]); i++) {
    if (kKnown[i].bits == bits && kKnown[i].index == index) {
      skip = kKnown[i].skip;
    }
  }
  BIGNUM *k = maker_chain(start, 2, skip, &kItself, 1);
  while (!suits_exponents(k)) {
    k = maker_chain(maker_add(k, 2), 2, 0, &kItself, 1);
  }
  return k;
}

bool maker_is_sound(const BIGNUM *n) {
  return BN_is_odd(n) && !divides_any(n, 65536) && !looks_prime(n);
}

BIGNUM *maker_modulus(unsigned bits, unsigned index) {
  BIGNUM *n = maker_digits(bits, index + 1000);
  while (!maker_is_sound(n)) {
    must(BN_add_word(n, 2), "BN_add_word");
  }
  return n;
}

// ---------------------------------------------------------------------------
// Keys

struct maker_rsa maker_rsa(const BIGNUM *p, const BIGNUM *q, uint64_t e) {
  const BIGNUM *p_1 = maker_add(p, -1);
  const BIGNUM *q_1 = maker_add(q, -1);
  struct maker_rsa key = {
      .n = maker_times(p, q),
      .e = maker_word(e),
      .p = p,
      .q = q,
  };
  key.d = maker_inverse(key.e, maker_lcm(p_1, q_1));
  key.dp = maker_mod(key.d, p_1);
  key.dq = maker_mod(key.d, q_1);
  // A key with p = q has none; 1 is as wrong as any.
  key.qinv = BN_cmp(p, q) == 0 ? maker_word(1) : maker_inverse(q, p);
  return key;
}

struct maker_rsa maker_key(unsigned bits, unsigned index, uint64_t e) {
  return maker_rsa(maker_prime(bits / 2, 2 * index),
                   maker_prime(bits / 2, 2 * index + 1), e);
}

static CBS digits_of(const BIGNUM *number) {
  CBS out;
  size_t len = BN_num_bytes(number);
  uint8_t *digits = fresh_bytes(len);
  must(BN_bn2bin_padded(digits, len, number), "BN_bn2bin_padded");
  CBS_init(&out, digits, len);
  return out;
}

struct mint_rsa maker_view(const struct maker_rsa *key) {
  struct mint_rsa view = {
      .n = digits_of(key->n),
      .e = digits_of(key->e),
      .d = digits_of(key->d),
      .p = digits_of(key->p),
      .q = digits_of(key->q),
      .dp = digits_of(key->dp),
      .dq = digits_of(key->dq),
      .qinv = digits_of(key->qinv),
  };
  return view;
}

// ---------------------------------------------------------------------------
// Files

static const char *frame(const char *before, CBB *cbb, size_t columns,
                         const char *after) {
  uint8_t *bytes = NULL;
  size_t len = 0;
  must(CBB_finish(cbb, &bytes, &len), "CBB_finish");
  size_t symbols = (len + 2) / 3 * 4;
  uint8_t *base64 = fresh_bytes(symbols + 1);
  EVP_EncodeBlock(base64, bytes, len);
  OPENSSL_free(bytes);
  if (columns == 0) {
    columns = symbols;
  }
  char *text = fresh_bytes(strlen(before) + symbols + symbols / columns + 2 +
                           strlen(after));
  char *end = stpcpy(text, before);
  for (size_t at = 0; at < symbols; at += columns) {
    size_t take = symbols - at < columns ? symbols - at : columns;
    memcpy(end, base64 + at, take);
    end += take;
    if (columns != symbols) {
      *end++ = '\n';
    }
  }
  memcpy(end, after, strlen(after) + 1);
  return text;
}

const char *maker_pem(const struct maker_rsa *key) {
  const BIGNUM *const numbers[] = {key->n, key->e,  key->d,  key->p,
                                   key->q, key->dp, key->dq, key->qinv};
  CBB cbb;
  CBB body;
  must(CBB_init(&cbb, 4096) && CBB_add_asn1(&cbb, &body, CBS_ASN1_SEQUENCE) &&
           CBB_add_asn1_uint64(&body, 0),
       "CBB");
  for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
    must(BN_marshal_asn1(&body, numbers[i]), "BN_marshal_asn1");
  }
  return frame("-----BEGIN RSA PRIVATE KEY-----\n", &cbb, 64,
               "-----END RSA PRIVATE KEY-----\n");
}

static void put_string(CBB *out, const uint8_t *data, size_t len) {
  must(CBB_add_u32(out, (uint32_t)len) && CBB_add_bytes(out, data, len), "CBB");
}

static void put_mpint(CBB *out, const BIGNUM *number) {
  CBS digits = digits_of(number);
  bool zero_first = BN_num_bits(number) % 8 == 0 && !BN_is_zero(number);
  must(CBB_add_u32(out, (uint32_t)CBS_len(&digits) + zero_first) &&
           (!zero_first || CBB_add_u8(out, 0)) &&
           CBB_add_bytes(out, CBS_data(&digits), CBS_len(&digits)),
       "CBB");
}

static const char *type_and(const char *type, CBB *cbb) {
  size_t len = strlen(type);
  char *start = fresh_bytes(len + 2);
  (void)snprintf(start, len + 2, "%s ", type);
  return frame(start, cbb, 0, "");
}

const char *maker_line(const BIGNUM *n, const BIGNUM *e) {
  static const char kType[] = "ssh-rsa";
  CBB cbb;
  must(CBB_init(&cbb, 4096), "CBB_init");
  put_string(&cbb, (const uint8_t *)kType, strlen(kType));
  put_mpint(&cbb, e);
  put_mpint(&cbb, n);
  return type_and(kType, &cbb);
}

const char *maker_blob_line(const char *type, const uint8_t *blob, size_t len) {
  CBB cbb;
  must(CBB_init(&cbb, len) && CBB_add_bytes(&cbb, blob, len), "CBB");
  return type_and(type, &cbb);
}

// ---------------------------------------------------------------------------
// The core's answer

struct maker_outcome maker_try(const char *file,
                               const struct mint_policy *policy) {
  struct maker_outcome out = {MINT_OK, MINT_OK, {0, 0, 0}, false, false, 0};
  struct mint_parts *parts = NULL;
  struct mint_reason why = {MINT_E_NONE, 0};
  out.read = mint_parts_read(&parts, &why, (const uint8_t *)file, strlen(file));
  if (out.read != MINT_OK) {
    cr_assert_null(parts);
    return out;
  }
  // What a caller left there must not survive.
  struct mint_key *key = (struct mint_key *)parts;
  memset(&out.report, 0xff, sizeof(out.report));
  out.check = mint_check(&key, &out.report, parts, policy);
  mint_parts_free(parts);
  out.made = key != NULL;
  cr_assert_eq(out.made, out.check == MINT_OK);
  if (out.check == MINT_OK || out.check == MINT_ERR_INVALID_KEY) {
    cr_assert_eq(out.report.broken != 0, out.check == MINT_ERR_INVALID_KEY);
    cr_assert_eq(out.report.broken & out.report.held, 0);
    cr_assert_eq(out.report.warned & ~out.report.held, 0);
  } else {
    cr_assert_eq(out.report.broken | out.report.held | out.report.warned, 0);
  }
  if (key != NULL) {
    out.is_private = mint_key_is_private(key);
    out.bits = mint_key_bits(key);
    mint_key_free(key);
  }
  return out;
}

struct mint_parts *maker_parts(const char *file) {
  struct mint_parts *parts = NULL;
  struct mint_reason why = {MINT_E_NONE, 0};
  enum mint_status status =
      mint_parts_read(&parts, &why, (const uint8_t *)file, strlen(file));
  cr_assert_eq(status, MINT_OK, "%s", mint_code_explain(why.code)->name);
  return parts;
}

const char *maker_set(uint64_t set) {
  static char buffers[8][256];
  static unsigned turn;
  char *buffer = buffers[turn++ % 8];
  size_t len = 0;
  buffer[0] = '\0';
  for (unsigned rule = 0; rule < 64; rule++) {
    if ((set >> rule & 1) != 0 && len + 8 < sizeof(buffers[0])) {
      len += (size_t)snprintf(buffer + len, sizeof(buffers[0]) - len, "K%u ",
                              rule);
    }
  }
  return buffer;
}
