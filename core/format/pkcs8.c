// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// pkcs8.c is the forms "PRIVATE KEY" and "ENCRYPTED PRIVATE KEY": PKCS#8 around
// PKCS#1, the latter sealed with PBES2, which hides the public part as well.

#include "core/format/pkcs8.h"

#include <string.h>

#include "core/format/forms.h"
#include "core/format/pbes2.h"
#include "core/format/pkcs.h"

static const char kLabel[] = "PRIVATE KEY";
static const char kLabelEncrypted[] = "ENCRYPTED PRIVATE KEY";

// Skips Attributes, if they are there: a SET of attributes, each a type and a
// SET of at least one value. What they say is ignored.
static bool skip_attributes(CBS *in) {
  const unsigned kTag = CBS_ASN1_CONTEXT_SPECIFIC | CBS_ASN1_CONSTRUCTED | 0;
  CBS attributes;
  if (!CBS_peek_asn1_tag(in, kTag)) {
    return true;
  }
  if (!CBS_get_asn1(in, &attributes, kTag)) {
    return false;
  }
  while (CBS_len(&attributes) != 0) {
    CBS attribute;
    CBS type;
    CBS values;
    if (!CBS_get_asn1(&attributes, &attribute, CBS_ASN1_SEQUENCE) ||
        !CBS_get_asn1(&attribute, &type, CBS_ASN1_OBJECT) ||
        !CBS_get_asn1(&attribute, &values, CBS_ASN1_SET) ||
        CBS_len(&attribute) != 0 || CBS_len(&values) == 0) {
      return false;
    }
    while (CBS_len(&values) != 0) {
      CBS value;
      unsigned tag = 0;
      size_t head_len = 0;
      if (!CBS_get_any_asn1_element(&values, &value, &tag, &head_len)) {
        return false;
      }
    }
  }
  return true;
}

// PrivateKeyInfo, RFC 5208 section 5.
static enum mint_code parse_info(struct mint_rsa *out, const uint8_t *der,
                                 size_t der_len) {
  CBS in;
  CBS info;
  CBS key;
  uint64_t version = 0;
  CBS_init(&in, der, der_len);
  if (!CBS_get_asn1(&in, &info, CBS_ASN1_SEQUENCE)) {
    return MINT_E_DER_SYNTAX;
  }
  if (CBS_len(&in) != 0) {
    return MINT_E_DER_TRAILING;
  }
  if (!CBS_get_asn1_uint64(&info, &version)) {
    return MINT_E_DER_SYNTAX;
  }
  enum mint_code code = mint_pkcs_get_rsa(&info);
  if (code != MINT_E_NONE) {
    return code;
  }
  if (version != 0) {
    return MINT_E_FORMAT_PKCS8_VERSION;
  }
  if (!CBS_get_asn1(&info, &key, CBS_ASN1_OCTETSTRING) ||
      !skip_attributes(&info)) {
    return MINT_E_DER_SYNTAX;
  }
  if (CBS_len(&info) != 0) {
    return MINT_E_DER_TRAILING;
  }
  return mint_pkcs1_parse(out, CBS_data(&key), CBS_len(&key));
}

static enum mint_code open_info(struct mint_parts *parts) {
  enum mint_code code =
      parse_info(&parts->rsa, parts->bytes.data, parts->bytes.len);
  return code == MINT_E_NONE ? mint_parts_set_rsa(parts) : code;
}

static void take_body(struct mint_parts *parts, struct mint_armor *armor) {
  parts->about.kind = MINT_KIND_PRIVATE;
  parts->about.format = MINT_FORMAT_PKCS8;
  parts->bytes = armor->body;  // moved
  armor->body = (struct mint_secret)MINT_SECRET_EMPTY;
}

static enum mint_code open_plain(struct mint_parts *parts,
                                 struct mint_armor *armor) {
  take_body(parts, armor);
  return open_info(parts);
}

static enum mint_code open_encrypted(struct mint_parts *parts,
                                     struct mint_armor *armor) {
  struct mint_pbes2 pbes2;
  take_body(parts, armor);
  parts->about.encrypted = true;
  parts->about.locked = true;
  enum mint_code code =
      mint_pbes2_parse(&pbes2, parts->bytes.data, parts->bytes.len);
  if (code == MINT_E_NONE) {
    mint_pbes2_describe(&parts->about, &pbes2);
  }
  return code;
}

static enum mint_code unlock(struct mint_parts *parts,
                             const uint8_t *passphrase, size_t passphrase_len) {
  struct mint_secret plain = MINT_SECRET_EMPTY;
  struct mint_secret sealed = parts->bytes;
  struct mint_pbes2 pbes2;
  enum mint_code code = mint_pbes2_parse(&pbes2, sealed.data, sealed.len);
  if (code == MINT_E_NONE) {
    code = mint_pbes2_decrypt(&plain, &pbes2, passphrase, passphrase_len);
  }
  if (code != MINT_E_NONE) {
    return code;
  }
  parts->bytes = plain;  // moved
  code = open_info(parts);
  if (code == MINT_E_NONE) {
    mint_secret_wipe(&sealed);
    return MINT_E_NONE;
  }
  mint_secret_wipe(&parts->bytes);
  memset(&parts->rsa, 0, sizeof(parts->rsa));
  parts->bytes = sealed;
  // A wrong key has a valid padding once in 256 times: what it then opens to is
  // not DER. What is wrong with a key of another algorithm, or of another size,
  // is told: the passphrase was right.
  return code == MINT_E_DER_SYNTAX ? MINT_E_PASSPHRASE_WRONG : code;
}

const struct mint_form mint_form_pkcs8 = {kLabel, &mint_columns_pem, open_plain,
                                          NULL};
const struct mint_form mint_form_pkcs8_encrypted = {
    kLabelEncrypted, &mint_columns_pem, open_encrypted, unlock};

static bool put_info(CBB *out, const void *what) {
  const struct mint_secret *key = what;
  CBB info;
  CBB octets;
  return CBB_add_asn1(out, &info, CBS_ASN1_SEQUENCE) &&
         CBB_add_asn1_uint64(&info, 0) && mint_pkcs_put_rsa(&info) &&
         CBB_add_asn1(&info, &octets, CBS_ASN1_OCTETSTRING) &&
         CBB_add_bytes(&octets, key->data, key->len) && CBB_flush(out);
}

static enum mint_code write_info(struct mint_secret *out,
                                 const struct mint_rsa *rsa) {
  struct mint_secret key = MINT_SECRET_EMPTY;
  enum mint_code code = mint_pkcs1_write(&key, rsa);
  if (code != MINT_E_NONE) {
    return code;
  }
  code = mint_pkcs_make(out, key.len + 64, put_info, &key);
  mint_secret_wipe(&key);
  return code;
}

enum mint_code mint_pkcs8_write(struct mint_secret *out,
                                const struct mint_rsa *rsa,
                                const struct mint_write_options *options) {
  struct mint_secret info = MINT_SECRET_EMPTY;
  struct mint_secret sealed = MINT_SECRET_EMPTY;
  *out = (struct mint_secret)MINT_SECRET_EMPTY;
  enum mint_code code = write_info(&info, rsa);
  if (code != MINT_E_NONE) {
    return code;
  }
  if (options->passphrase == NULL) {
    code = mint_armor_write(out, kLabel, NULL, &mint_columns_pem, info.data,
                            info.len);
    goto out;
  }
  code = mint_pbes2_encrypt(&sealed, info.data, info.len, options->passphrase,
                            options->passphrase_len);
  if (code == MINT_E_NONE) {
    code = mint_armor_write(out, kLabelEncrypted, NULL, &mint_columns_pem,
                            sealed.data, sealed.len);
  }

out:
  mint_secret_wipe(&info);
  mint_secret_wipe(&sealed);
  return code;
}
