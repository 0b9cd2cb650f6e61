// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// pkcs.c is PKCS#1 in DER.

#include "core/format/pkcs.h"

#include <string.h>

#include "core/base/ct.h"

// Reads an INTEGER that is not negative, in its shortest form, and stores its
// digits without the leading zero that DER puts before a set top bit. Public:
// that it is in that form, and whether the zero is there, since lengths are.
static bool get_number(CBS *in, CBS *out) {
  if (!CBS_get_asn1(in, out, CBS_ASN1_INTEGER) || CBS_len(out) == 0) {
    return false;
  }
  uint64_t first = CBS_data(out)[0];
  uint64_t next_is_set = UINT64_MAX;  // 0 itself is one zero byte
  if (CBS_len(out) > 1) {
    next_is_set = ct_msb((uint64_t)CBS_data(out)[1] << 56);
  }
  uint64_t has_zero = ct_is_zero(first);
  uint64_t is_negative = ct_msb(first << 56);
  if (ct_declassify(is_negative | (has_zero & ~next_is_set)) != 0) {
    return false;
  }
  return CBS_skip(out, ct_declassify(has_zero) != 0 ? 1 : 0) != 0;
}

static bool in_range(const CBS *number) {
  return CBS_len(number) <= MINT_RSA_PUBLIC_BITS_MAX / 8;
}

enum mint_code mint_pkcs1_parse(struct mint_rsa *out, const uint8_t *der,
                                size_t der_len) {
  memset(out, 0, sizeof(*out));
  CBS in;
  CBS body;
  uint64_t version = 0;
  CBS_init(&in, der, der_len);
  if (!CBS_get_asn1(&in, &body, CBS_ASN1_SEQUENCE)) {
    return MINT_E_DER_SYNTAX;
  }
  if (!CBS_get_asn1_uint64(&body, &version)) {
    return MINT_E_DER_SYNTAX;
  }
  if (version != 0) {
    return MINT_E_DER_MULTI_PRIME;
  }
  CBS *const numbers[] = {&out->n, &out->e,  &out->d,  &out->p,
                          &out->q, &out->dp, &out->dq, &out->qinv};
  for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
    if (!get_number(&body, numbers[i])) {
      return MINT_E_DER_SYNTAX;
    }
    if (!in_range(numbers[i])) {
      return MINT_E_DER_RANGE;
    }
  }
  // Last, so that what a wrong passphrase opens to is seldom taken for a key.
  bool ends = CBS_len(&body) == 0 && CBS_len(&in) == 0;
  return ends ? MINT_E_NONE : MINT_E_DER_TRAILING;
}

static bool put_number(CBB *out, const CBS *digits) {
  CBB child;
  const uint8_t *data = CBS_data(digits);
  size_t len = CBS_len(digits);
  bool zero_first = len == 0 || (data[0] & 0x80) != 0;
  return CBB_add_asn1(out, &child, CBS_ASN1_INTEGER) &&
         (!zero_first || CBB_add_u8(&child, 0)) &&
         CBB_add_bytes(&child, data, len) && CBB_flush(out);
}

static bool put_key(CBB *out, const struct mint_rsa *rsa) {
  CBB body;
  return CBB_add_asn1(out, &body, CBS_ASN1_SEQUENCE) &&
         CBB_add_asn1_uint64(&body, 0) && put_number(&body, &rsa->n) &&
         put_number(&body, &rsa->e) && put_number(&body, &rsa->d) &&
         put_number(&body, &rsa->p) && put_number(&body, &rsa->q) &&
         put_number(&body, &rsa->dp) && put_number(&body, &rsa->dq) &&
         put_number(&body, &rsa->qinv) && CBB_flush(out);
}

enum mint_code mint_pkcs1_write(struct mint_secret *out,
                                const struct mint_rsa *rsa) {
  // Ten headers, each a tag, up to four bytes of length, a leading zero.
  size_t cap = CBS_len(&rsa->n) + CBS_len(&rsa->e) + CBS_len(&rsa->d) +
               CBS_len(&rsa->p) + CBS_len(&rsa->q) + CBS_len(&rsa->dp) +
               CBS_len(&rsa->dq) + CBS_len(&rsa->qinv) + 60;
  if (mint_secret_open(out, cap) != MINT_OK) {
    return MINT_E_MEMORY;
  }
  CBB cbb;  // of fixed size: it never grows, so it leaves no copy behind
  if (!CBB_init_fixed(&cbb, out->data, out->cap) || !put_key(&cbb, rsa) ||
      !CBB_finish(&cbb, NULL, &out->len)) {
    CBB_cleanup(&cbb);
    mint_secret_wipe(out);
    return MINT_E_MEMORY;  // there is room: nothing else can fail
  }
  return MINT_E_NONE;
}
