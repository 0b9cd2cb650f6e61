// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// keygen.c makes new keys and hands them through the same check as any other.
// The primes come from BoringSSL's generator, whose parameters are those of
// FIPS 186-5 appendix A.1.3 at the sizes that we offer. It rounds other sizes
// down silently and never returns for e = 1: it is given nothing that a caller
// chose but one of those sizes.

#include <string.h>

#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/mem.h>
#include <openssl/rsa.h>

#include "core/key/check.h"

bool mint_key_bits_offered(unsigned bits) {
  return bits == 2048 || bits == 3072 || bits == 4096 || bits == 8192;
}

// What BoringSSL's generator reports to, and what it passes on.
struct progress {
  mint_progress_fn tell;
  void *context;
  unsigned primes;
  unsigned candidates;
};

static int on_event(int event, int value, BN_GENCB *callback) {
  struct progress *progress = callback->arg;
  if (event == 3) {  // a prime has been found
    progress->primes = (unsigned)value + 1;
    progress->candidates = 0;
  } else if (event == BN_GENCB_GENERATED) {
    progress->candidates = (unsigned)value;
  }
  if (progress->tell != NULL) {
    progress->tell(progress->context, progress->primes, progress->candidates);
  }
  return 1;
}

// Generates a key of `bits` bits with e = 65537.
static RSA *generate(unsigned bits, struct progress *progress) {
  RSA *rsa = RSA_new();
  BIGNUM *e = BN_new();
  BN_GENCB callback;
  BN_GENCB_set(&callback, on_event, progress);
  bool done = rsa != NULL && e != NULL &&
              BN_set_word(e, MINT_RSA_EXPONENT_DEFAULT) &&
              RSA_generate_key_ex(rsa, (int)bits, e, &callback);
  BN_free(e);
  if (!done) {
    RSA_free(rsa);
    return NULL;
  }
  return rsa;
}

// Appends the digits of `number` to parts->bytes and points `out` at them. The
// length in bytes of a component is public.
static bool add_number(struct mint_parts *parts, CBS *out,
                       const BIGNUM *number) {
  size_t len = BN_num_bytes(number);
  struct mint_secret *bytes = &parts->bytes;
  if (len > bytes->cap - bytes->len) {
    return false;
  }
  uint8_t *start = bytes->data + bytes->len;
  if (!BN_bn2bin_padded(start, len, number)) {
    return false;
  }
  bytes->len += len;
  CBS_init(out, start, len);
  return true;
}

static enum mint_code fill_parts(struct mint_parts *parts, const RSA *rsa,
                                 unsigned bits) {
  parts->about.kind = MINT_KIND_PRIVATE;
  parts->about.format = MINT_FORMAT_PEM;
  // n, d: full length; the five others half; e: four bytes.
  if (mint_secret_open(&parts->bytes, bits / 8 * 5 + 8) != MINT_OK) {
    return MINT_E_MEMORY;
  }
  struct mint_rsa *to = &parts->rsa;
  to->has_crt = true;
  if (!add_number(parts, &to->n, RSA_get0_n(rsa)) ||
      !add_number(parts, &to->e, RSA_get0_e(rsa)) ||
      !add_number(parts, &to->d, RSA_get0_d(rsa)) ||
      !add_number(parts, &to->p, RSA_get0_p(rsa)) ||
      !add_number(parts, &to->q, RSA_get0_q(rsa)) ||
      !add_number(parts, &to->dp, RSA_get0_dmp1(rsa)) ||
      !add_number(parts, &to->dq, RSA_get0_dmq1(rsa)) ||
      !add_number(parts, &to->qinv, RSA_get0_iqmp(rsa))) {
    return MINT_E_INTERNAL;
  }
  return mint_parts_set_rsa(parts);
}

// Everything after the primes: parts, the check, and that the size is the one
// that was asked for.
static enum mint_code make_key(struct mint_key **out_key, const RSA *rsa,
                               unsigned bits,
                               const struct mint_policy *policy) {
  struct mint_report report;
  struct mint_parts *parts = OPENSSL_malloc(sizeof(*parts));
  if (parts == NULL) {
    return MINT_E_MEMORY;
  }
  memset(parts, 0, sizeof(*parts));
  enum mint_code code = fill_parts(parts, rsa, bits);
  if (code == MINT_E_NONE && parts->about.bits != bits) {
    code = MINT_E_INTERNAL;
  }
  if (code == MINT_E_NONE) {
    code = mint_check_parts(out_key, &report, parts, policy,
                            MINT_ORIGIN_GENERATED);
  }
  mint_parts_free(parts);
  return code == MINT_E_KEY_RULES ? MINT_E_INTERNAL : code;
}

enum mint_status mint_key_generate(struct mint_key **out_key, unsigned bits,
                                   const struct mint_policy *policy,
                                   mint_progress_fn progress,
                                   void *progress_context) {
  *out_key = NULL;
  if (!mint_key_bits_offered(bits)) {
    return MINT_ERR_ARGUMENT;
  }
  if (bits < policy->rsa_bits_min || bits > policy->rsa_bits_max ||
      policy->exponent_min > MINT_RSA_EXPONENT_DEFAULT) {
    return MINT_ERR_INVALID_KEY;
  }
  struct progress to = {progress, progress_context, 0, 0};
  // The generator also gives up after too many candidates, which does not
  // happen at these sizes: what is left is memory.
  enum mint_code code = MINT_E_MEMORY;
  RSA *rsa = generate(bits, &to);
  if (rsa != NULL) {
    code = make_key(out_key, rsa, bits, policy);
  }
  RSA_free(rsa);
  ERR_clear_error();
  return mint_code_explain(code)->status;
}
