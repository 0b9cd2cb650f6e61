// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// spki.c is the forms "PUBLIC KEY" and "RSA PUBLIC KEY". Everything in them is
// public.

#include "core/format/spki.h"

#include "core/format/forms.h"
#include "core/format/pkcs.h"

static const char kLabel[] = "PUBLIC KEY";
static const char kLabelPkcs1[] = "RSA PUBLIC KEY";

// SubjectPublicKeyInfo, RFC 5280 section 4.1.
static enum mint_code parse_spki(struct mint_rsa *out, const uint8_t *der,
                                 size_t der_len) {
  CBS in;
  CBS info;
  CBS bits;
  uint8_t unused = 0;
  CBS_init(&in, der, der_len);
  if (!CBS_get_asn1(&in, &info, CBS_ASN1_SEQUENCE)) {
    return MINT_E_DER_SYNTAX;
  }
  if (CBS_len(&in) != 0) {
    return MINT_E_DER_TRAILING;
  }
  enum mint_code code = mint_pkcs_get_rsa(&info);
  if (code == MINT_E_FORMAT_PKCS8_VERSION) {
    return MINT_E_FORMAT_NOT_RSA;  // RSASSA-PSS; and this is not PKCS#8
  }
  if (code != MINT_E_NONE) {
    return code;
  }
  if (!CBS_get_asn1(&info, &bits, CBS_ASN1_BITSTRING) ||
      !CBS_get_u8(&bits, &unused) || unused != 0) {
    return MINT_E_DER_SYNTAX;
  }
  if (CBS_len(&info) != 0) {
    return MINT_E_DER_TRAILING;
  }
  return mint_pkcs1_public_parse(out, CBS_data(&bits), CBS_len(&bits));
}

static void take_body(struct mint_parts *parts, enum mint_format format,
                      struct mint_armor *armor) {
  parts->about.kind = MINT_KIND_PUBLIC;
  parts->about.format = format;
  parts->bytes = armor->body;  // moved: n and e point into it
  armor->body = (struct mint_secret)MINT_SECRET_EMPTY;
}

static enum mint_code open_spki(struct mint_parts *parts,
                                struct mint_armor *armor) {
  take_body(parts, MINT_FORMAT_SPKI, armor);
  enum mint_code code =
      parse_spki(&parts->rsa, parts->bytes.data, parts->bytes.len);
  return code == MINT_E_NONE ? mint_parts_set_rsa(parts) : code;
}

static enum mint_code open_pkcs1(struct mint_parts *parts,
                                 struct mint_armor *armor) {
  take_body(parts, MINT_FORMAT_PKCS1_PUBLIC, armor);
  enum mint_code code =
      mint_pkcs1_public_parse(&parts->rsa, parts->bytes.data, parts->bytes.len);
  return code == MINT_E_NONE ? mint_parts_set_rsa(parts) : code;
}

const struct mint_form mint_form_spki = {kLabel, &mint_columns_pem, open_spki,
                                         NULL};
const struct mint_form mint_form_pkcs1_public = {kLabelPkcs1, &mint_columns_pem,
                                                 open_pkcs1, NULL};

static bool put_spki(CBB *out, const void *rsa) {
  CBB info;
  CBB bits;
  return CBB_add_asn1(out, &info, CBS_ASN1_SEQUENCE) &&
         mint_pkcs_put_rsa(&info) &&
         CBB_add_asn1(&info, &bits, CBS_ASN1_BITSTRING) &&
         CBB_add_u8(&bits, 0) && mint_pkcs1_public_put(&bits, rsa) &&
         CBB_flush(out);
}

// Writes what `put` writes as a block with `label`.
static enum mint_code write_block(struct mint_secret *out, const char *label,
                                  mint_pkcs_put_fn put,
                                  const struct mint_rsa *rsa) {
  struct mint_secret der = MINT_SECRET_EMPTY;
  *out = (struct mint_secret)MINT_SECRET_EMPTY;
  // Six headers of at most five bytes, two leading zeros, the algorithm.
  size_t cap = CBS_len(&rsa->n) + CBS_len(&rsa->e) + 64;
  enum mint_code code = mint_pkcs_make(&der, cap, put, rsa);
  if (code == MINT_E_NONE) {
    code = mint_armor_write(out, label, NULL, &mint_columns_pem, der.data,
                            der.len);
  }
  mint_secret_wipe(&der);
  return code;
}

enum mint_code mint_spki_write(struct mint_secret *out,
                               const struct mint_rsa *rsa) {
  return write_block(out, kLabel, put_spki, rsa);
}

enum mint_code mint_pkcs1_public_write(struct mint_secret *out,
                                       const struct mint_rsa *rsa) {
  return write_block(out, kLabelPkcs1, mint_pkcs1_public_put, rsa);
}
