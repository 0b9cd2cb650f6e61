// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// pkcs.c is PKCS#1 in DER, and the algorithm identifier of RSA keys.

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
  out->has_crt = true;
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

enum mint_code mint_pkcs1_public_parse(struct mint_rsa *out, const uint8_t *der,
                                       size_t der_len) {
  memset(out, 0, sizeof(*out));
  CBS in;
  CBS body;
  CBS_init(&in, der, der_len);
  if (!CBS_get_asn1(&in, &body, CBS_ASN1_SEQUENCE)) {
    return MINT_E_DER_SYNTAX;
  }
  if (CBS_len(&in) != 0) {
    return MINT_E_DER_TRAILING;
  }
  if (!get_number(&body, &out->n) || !get_number(&body, &out->e)) {
    return MINT_E_DER_SYNTAX;
  }
  if (!in_range(&out->n) || !in_range(&out->e)) {
    return MINT_E_DER_RANGE;
  }
  return CBS_len(&body) == 0 ? MINT_E_NONE : MINT_E_DER_TRAILING;
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

static bool put_key(CBB *out, const void *what) {
  const struct mint_rsa *rsa = what;
  CBB body;
  return CBB_add_asn1(out, &body, CBS_ASN1_SEQUENCE) &&
         CBB_add_asn1_uint64(&body, 0) && put_number(&body, &rsa->n) &&
         put_number(&body, &rsa->e) && put_number(&body, &rsa->d) &&
         put_number(&body, &rsa->p) && put_number(&body, &rsa->q) &&
         put_number(&body, &rsa->dp) && put_number(&body, &rsa->dq) &&
         put_number(&body, &rsa->qinv) && CBB_flush(out);
}

enum mint_code mint_pkcs_make(struct mint_secret *out, size_t cap,
                              mint_pkcs_put_fn put, const void *what) {
  enum mint_code code = MINT_E_MEMORY;
  CBB cbb;
  CBB_zero(&cbb);
  if (mint_secret_open(out, cap) != MINT_OK ||
      !CBB_init_fixed(&cbb, out->data, out->cap)) {
    goto out;
  }
  bool made = put(&cbb, what) && CBB_finish(&cbb, NULL, &out->len);
  code = made ? MINT_E_NONE : MINT_E_INTERNAL;

out:
  if (code != MINT_E_NONE) {
    CBB_cleanup(&cbb);
    mint_secret_wipe(out);
  }
  return code;
}

enum mint_code mint_pkcs1_write(struct mint_secret *out,
                                const struct mint_rsa *rsa) {
  // Ten headers, each a tag, up to four bytes of length, a leading zero.
  size_t cap = CBS_len(&rsa->n) + CBS_len(&rsa->e) + CBS_len(&rsa->d) +
               CBS_len(&rsa->p) + CBS_len(&rsa->q) + CBS_len(&rsa->dp) +
               CBS_len(&rsa->dq) + CBS_len(&rsa->qinv) + 60;
  return mint_pkcs_make(out, cap, put_key, rsa);
}

bool mint_pkcs1_public_put(CBB *out, const void *what) {
  const struct mint_rsa *rsa = what;
  CBB body;
  return CBB_add_asn1(out, &body, CBS_ASN1_SEQUENCE) &&
         put_number(&body, &rsa->n) && put_number(&body, &rsa->e) &&
         CBB_flush(out);
}

// ---------------------------------------------------------------------------
// Algorithm identifiers

// RSA keys and signatures; the first is rsaEncryption, the others are keys for
// one scheme only.
#define PKCS1_ARC MINT_PKCS_ARC "\x01\x01"
#define OID_RSA PKCS1_ARC "\x01"

bool mint_pkcs_oid_is(const CBS *oid, const char *want) {
  return CBS_mem_equal(oid, (const uint8_t *)want, strlen(want));
}

bool mint_pkcs_get_algorithm(CBS *in, CBS *out_oid, CBS *out_params) {
  return CBS_get_asn1(in, out_params, CBS_ASN1_SEQUENCE) &&
         CBS_get_asn1(out_params, out_oid, CBS_ASN1_OBJECT) &&
         CBS_len(out_oid) != 0;
}

bool mint_pkcs_get_null(CBS *params) {
  CBS null;
  return CBS_get_asn1(params, &null, CBS_ASN1_NULL) && CBS_len(&null) == 0 &&
         CBS_len(params) == 0;
}

enum mint_code mint_pkcs_get_rsa(CBS *in) {
  CBS oid;
  CBS params;
  if (!mint_pkcs_get_algorithm(in, &oid, &params)) {
    return MINT_E_DER_SYNTAX;
  }
  if (mint_pkcs_oid_is(&oid, OID_RSA)) {
    return mint_pkcs_get_null(&params) ? MINT_E_NONE : MINT_E_DER_SYNTAX;
  }
  CBS arc;
  bool rsa = CBS_get_bytes(&oid, &arc, strlen(PKCS1_ARC)) &&
             mint_pkcs_oid_is(&arc, PKCS1_ARC) && CBS_len(&oid) != 0;
  return rsa ? MINT_E_FORMAT_PKCS8_VERSION : MINT_E_FORMAT_NOT_RSA;
}

bool mint_pkcs_put_algorithm(CBB *out, CBB *out_algorithm, const char *oid) {
  CBB child;
  return CBB_add_asn1(out, out_algorithm, CBS_ASN1_SEQUENCE) &&
         CBB_add_asn1(out_algorithm, &child, CBS_ASN1_OBJECT) &&
         CBB_add_bytes(&child, (const uint8_t *)oid, strlen(oid)) &&
         CBB_flush(out_algorithm);
}

bool mint_pkcs_put_null(CBB *algorithm) {
  CBB null;
  return CBB_add_asn1(algorithm, &null, CBS_ASN1_NULL) && CBB_flush(algorithm);
}

bool mint_pkcs_put_rsa(CBB *out) {
  CBB algorithm;
  return mint_pkcs_put_algorithm(out, &algorithm, OID_RSA) &&
         mint_pkcs_put_null(&algorithm) && CBB_flush(out);
}
