// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// sshpub.c parses public key blobs: RFC 4253 section 6.6 (RSA, DSA), RFC 5656
// section 3.1 (ECDSA), RFC 8709 section 4 (Ed25519), OpenSSH's PROTOCOL.u2f
// (security keys) and PROTOCOL.certkeys (certificates).

#include "core/format/sshpub.h"

#include <string.h>

#include "core/format/curve.h"
#include "core/format/wire.h"

#define CERT "-cert-v01@openssh.com"

static const struct mint_ssh_type types[] = {
    {"ssh-rsa", "RSA", NULL, MINT_SSH_RSA, false, 0},
    {"ssh-dss", "DSA", NULL, MINT_SSH_DSA, false, 0},
    {"ecdsa-sha2-nistp256", "ECDSA", NULL, MINT_SSH_ECDSA, false, 256},
    {"ecdsa-sha2-nistp384", "ECDSA", NULL, MINT_SSH_ECDSA, false, 384},
    {"ecdsa-sha2-nistp521", "ECDSA", NULL, MINT_SSH_ECDSA, false, 521},
    {"ssh-ed25519", "ED25519", NULL, MINT_SSH_ED25519, false, 256},
    {"sk-ecdsa-sha2-nistp256@openssh.com", "ECDSA-SK", NULL, MINT_SSH_ECDSA,
     true, 256},
    {"sk-ssh-ed25519@openssh.com", "ED25519-SK", NULL, MINT_SSH_ED25519, true,
     256},
    {"ssh-rsa" CERT, "RSA-CERT", "ssh-rsa", MINT_SSH_RSA, false, 0},
    {"ssh-dss" CERT, "DSA-CERT", "ssh-dss", MINT_SSH_DSA, false, 0},
    {"ecdsa-sha2-nistp256" CERT, "ECDSA-CERT", "ecdsa-sha2-nistp256",
     MINT_SSH_ECDSA, false, 256},
    {"ecdsa-sha2-nistp384" CERT, "ECDSA-CERT", "ecdsa-sha2-nistp384",
     MINT_SSH_ECDSA, false, 384},
    {"ecdsa-sha2-nistp521" CERT, "ECDSA-CERT", "ecdsa-sha2-nistp521",
     MINT_SSH_ECDSA, false, 521},
    {"ssh-ed25519" CERT, "ED25519-CERT", "ssh-ed25519", MINT_SSH_ED25519, false,
     256},
    {"sk-ecdsa-sha2-nistp256" CERT, "ECDSA-SK-CERT",
     "sk-ecdsa-sha2-nistp256@openssh.com", MINT_SSH_ECDSA, true, 256},
    {"sk-ssh-ed25519" CERT, "ED25519-SK-CERT", "sk-ssh-ed25519@openssh.com",
     MINT_SSH_ED25519, true, 256},
};

const struct mint_ssh_type *mint_ssh_type_find(const CBS *name) {
  for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
    const char *known = types[i].name;
    if (CBS_mem_equal(name, (const uint8_t *)known, strlen(known))) {
      return &types[i];
    }
  }
  return NULL;
}

unsigned mint_digits_bits(const CBS *digits) {
  size_t len = CBS_len(digits);
  if (len == 0) {
    return 0;
  }
  unsigned bits = (unsigned)(len - 1) * 8;
  for (unsigned top = CBS_data(digits)[0]; top != 0; top >>= 1) {
    bits++;
  }
  return bits;
}

static enum mint_code get_rsa(struct mint_sshpub *out, CBS *in) {
  enum mint_code code = MINT_E_NONE;
  if (!mint_wire_get_mpint(in, &out->e, &code) ||
      !mint_wire_get_mpint(in, &out->n, &code)) {
    return code;
  }
  out->bits = mint_digits_bits(&out->n);
  return MINT_E_NONE;
}

static enum mint_code get_dsa(struct mint_sshpub *out, CBS *in) {
  enum mint_code code = MINT_E_NONE;
  CBS p;
  CBS other;
  if (!mint_wire_get_mpint(in, &p, &code) ||
      !mint_wire_get_mpint(in, &other, &code) ||
      !mint_wire_get_mpint(in, &other, &code) ||
      !mint_wire_get_mpint(in, &other, &code)) {
    return code;
  }
  out->bits = mint_digits_bits(&p);
  return MINT_E_NONE;
}

static enum mint_code get_ecdsa(struct mint_sshpub *out, CBS *in) {
  CBS point;
  const struct mint_curve *curve = mint_curve_of_bits(out->bits);
  if (curve == NULL) {
    return MINT_E_INTERNAL;
  }
  if (!mint_wire_get_name(in, curve->name) ||
      !mint_wire_get_string(in, &point)) {
    return MINT_E_SSH_SYNTAX;
  }
  return mint_curve_check_vartime(curve, &point);
}

static enum mint_code get_ed25519(CBS *in) {
  CBS point;
  if (!mint_wire_get_string(in, &point) || CBS_len(&point) != 32) {
    return MINT_E_SSH_SYNTAX;
  }
  return MINT_E_NONE;  // any 32 bytes are taken, as by OpenSSH
}

// The fields of a plain key, without its type.
static enum mint_code get_fields(struct mint_sshpub *out, CBS *in) {
  const uint8_t *start = CBS_data(in);
  out->bits = out->type->bits;
  enum mint_code code = MINT_E_INTERNAL;
  switch (out->type->family) {
    case MINT_SSH_RSA:
      code = get_rsa(out, in);
      break;
    case MINT_SSH_DSA:
      code = get_dsa(out, in);
      break;
    case MINT_SSH_ECDSA:
      code = get_ecdsa(out, in);
      break;
    case MINT_SSH_ED25519:
      code = get_ed25519(in);
      break;
  }
  CBS application;
  if (code == MINT_E_NONE && out->type->security_key &&
      !mint_wire_get_string(in, &application)) {
    return MINT_E_SSH_SYNTAX;
  }
  CBS_init(&out->fields, start, (size_t)(CBS_data(in) - start));
  return code;
}

// What follows the key's fields in a certificate. The authority's key is parsed
// by the caller.
static bool get_cert_tail(CBS *in, CBS *out_authority) {
  uint64_t number = 0;
  uint32_t kind = 0;
  CBS field;
  return CBS_get_u64(in, &number) &&          // serial
         CBS_get_u32(in, &kind) &&            // of a user or a host
         (kind == 1 || kind == 2) &&          //
         mint_wire_get_string(in, &field) &&  // key id
         mint_wire_get_string(in, &field) &&  // principals
         CBS_get_u64(in, &number) &&          // valid after
         CBS_get_u64(in, &number) &&          // valid before
         mint_wire_get_string(in, &field) &&  // critical options
         mint_wire_get_string(in, &field) &&  // extensions
         mint_wire_get_string(in, &field) &&  // reserved
         mint_wire_get_string(in, out_authority) &&
         mint_wire_get_string(in, &field);  // its signature
}

static bool is_signature_type(const CBS *name) {
  static const char kSha256[] = "rsa-sha2-256";
  static const char kSha512[] = "rsa-sha2-512";
  return CBS_mem_equal(name, (const uint8_t *)kSha256, strlen(kSha256)) ||
         CBS_mem_equal(name, (const uint8_t *)kSha512, strlen(kSha512));
}

// Parses the blob of a plain key, or of a certificate if that is allowed.
static enum mint_code parse_key(struct mint_sshpub *out, const CBS *blob,
                                CBS *out_authority) {
  memset(out, 0, sizeof(*out));
  CBS in = *blob;
  CBS name;
  if (!mint_wire_get_string(&in, &name)) {
    return MINT_E_SSH_SYNTAX;
  }
  out->type = mint_ssh_type_find(&name);
  if (out->type == NULL) {
    return is_signature_type(&name) ? MINT_E_SSH_SIGNATURE_TYPE
                                    : MINT_E_TYPE_UNKNOWN;
  }
  CBS nonce;
  bool certificate = out->type->plain != NULL;
  if (certificate &&
      (out_authority == NULL || !mint_wire_get_string(&in, &nonce))) {
    return MINT_E_SSH_SYNTAX;
  }
  enum mint_code code = get_fields(out, &in);
  if (code != MINT_E_NONE) {
    return code;
  }
  if (certificate && !get_cert_tail(&in, out_authority)) {
    return MINT_E_SSH_SYNTAX;
  }
  return CBS_len(&in) == 0 ? MINT_E_NONE : MINT_E_SSH_TRAILING;
}

enum mint_code mint_sshpub_parse(struct mint_sshpub *out, const CBS *blob) {
  CBS authority;
  CBS_init(&authority, NULL, 0);
  enum mint_code code = parse_key(out, blob, &authority);
  if (code != MINT_E_NONE || out->type->plain == NULL) {
    return code;
  }
  // An authority is a plain key: certificates are not chained.
  struct mint_sshpub plain;
  code = parse_key(&plain, &authority, NULL);
  return code == MINT_E_TYPE_UNKNOWN ? MINT_E_SSH_SYNTAX : code;
}
