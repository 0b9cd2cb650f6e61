// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// check.c tries every rule on the parts of a key, the cheap ones first, and is
// the only door through which parts become a key. The rules are explained in
// rules.c; those of private keys are computed in check_private.c.

#include "core/key/check.h"

#include <string.h>

#include "core/base/stack.h"
#include "core/format/sshpub.h"
#include "core/key/key.h"
#include "core/key/weak.h"

static bool is_broken(const struct mint_report *report, enum mint_rule rule) {
  return mint_report_has(report->broken, rule);
}

static unsigned larger(unsigned a, unsigned b) { return a > b ? a : b; }
static unsigned smaller(unsigned a, unsigned b) { return a < b ? a : b; }

// K1 to K3.
static void check_size(struct mint_report *report, unsigned bits,
                       bool is_private, const struct mint_policy *policy) {
  unsigned min = larger(policy->rsa_bits_min, MINT_RSA_BITS_FLOOR);
  unsigned max =
      smaller(policy->rsa_bits_max, is_private ? MINT_RSA_PRIVATE_BITS_MAX
                                               : MINT_RSA_PUBLIC_BITS_MAX);
  mint_report_rule(report, MINT_K_BITS_MIN, bits >= min);
  mint_report_rule(report, MINT_K_BITS_MAX, bits <= max);
  mint_report_rule(report, MINT_K_BITS_EVEN, bits % 2 == 0);
}

static bool is_odd(const CBS *digits) {
  size_t len = CBS_len(digits);
  return len != 0 && (CBS_data(digits)[len - 1] & 1) != 0;
}

// K5 to K7.
static void check_exponent(struct mint_report *report, const CBS *e,
                           const struct mint_policy *policy) {
  bool fits = mint_digits_bits(e) <= MINT_RSA_EXPONENT_BITS_MAX;
  mint_report_rule(report, MINT_K_EXPONENT_MAX, fits);
  if (!fits) {
    mint_report_rule(report, MINT_K_EXPONENT_FLOOR, is_odd(e));
    return;
  }
  uint64_t value = 0;
  for (size_t i = 0; i < CBS_len(e); i++) {
    value = value << 8 | CBS_data(e)[i];
  }
  uint64_t min = policy->exponent_min > MINT_RSA_EXPONENT_FLOOR
                     ? policy->exponent_min
                     : MINT_RSA_EXPONENT_FLOOR;
  bool floor = value % 2 == 1 && value >= MINT_RSA_EXPONENT_FLOOR;
  mint_report_rule(report, MINT_K_EXPONENT_FLOOR, floor);
  mint_report_rule(report, MINT_K_EXPONENT_MIN, value >= min);
  if (policy->exponent_max != 0 && value > policy->exponent_max) {
    mint_report_break(report, MINT_K_EXPONENT_MAX);
  }
  if (floor && value >= min && value < MINT_RSA_EXPONENT_DEFAULT) {
    mint_report_warn(report, MINT_K_EXPONENT_MIN);
  }
}

// K8 to K10, and the known-weak families.
static enum mint_code check_modulus(struct mint_report *report,
                                    const struct mint_rsa *rsa,
                                    const struct mint_policy *policy,
                                    bool is_generated) {
  struct mint_weak weak;
  enum mint_code code =
      mint_weak_find_vartime(&weak, &rsa->n, &rsa->e, is_generated);
  if (code != MINT_E_NONE) {
    return code;
  }
  mint_report_rule(report, MINT_K_SMALL_FACTOR, !weak.small_factor);
  // Of what a small prime divides, no other power than a square is looked for.
  if (weak.power || !weak.small_factor) {
    mint_report_rule(report, MINT_K_POWER, !weak.power);
  }
  mint_report_rule(report, MINT_K_PRIME, !weak.prime);
  mint_report_rule(report, MINT_K_ROCA, !weak.roca);
  mint_report_rule(report, MINT_K_FERMAT, !weak.fermat);
  mint_report_rule(report, MINT_K_PATTERN, !weak.pattern);
  mint_report_rule(report, MINT_K_SMALL_D, !weak.small_d);
  if (policy->blocklist != NULL) {
    mint_report_rule(report, MINT_K_BLOCKLIST,
                     !mint_blocklist_has(policy->blocklist, &rsa->n));
  }
  return MINT_E_NONE;
}

// The rules of private keys. Sizes that the arithmetic is not made for have
// been refused.
static enum mint_code check_private_part(
    struct mint_report *report, struct mint_rsa *rsa, struct mint_secret *crt,
    unsigned bits, const struct mint_policy *policy,
    const struct mint_confirmed *confirmed) {
  if (is_broken(report, MINT_K_BITS_EVEN) ||
      mint_digits_bits(&rsa->e) > MINT_RSA_EXPONENT_BITS_MAX) {
    return MINT_E_NONE;
  }
  enum mint_code code = mint_check_private(
      report, rsa, crt, bits,
      confirmed == NULL ? MINT_ORIGIN_IMPORTED : MINT_ORIGIN_GENERATED);
  if (policy->large_factors &&
      mint_report_has(report->warned, MINT_K_FACTOR_SIZE)) {
    mint_report_break(report, MINT_K_FACTOR_SIZE);
  }
  if (code != MINT_E_NONE || report->broken != 0) {
    return code;
  }
  bool holds = false;
  code = mint_check_pairwise(&holds, rsa, confirmed);
  if (code == MINT_E_NONE) {
    mint_report_rule(report, MINT_K_PAIRWISE, holds);
  }
  return code;
}

// Tries every rule. `rsa` are the components of `parts`; it gets what they
// lack.
static enum mint_code check_rules(struct mint_report *report,
                                  struct mint_rsa *rsa, struct mint_secret *crt,
                                  const struct mint_parts *parts,
                                  const struct mint_policy *policy,
                                  const struct mint_confirmed *confirmed) {
  unsigned bits = parts->about.bits;
  bool is_private = parts->about.kind == MINT_KIND_PRIVATE;
  check_size(report, bits, is_private, policy);
  check_exponent(report, &rsa->e, policy);
  mint_report_rule(report, MINT_K_MODULUS_ODD, is_odd(&rsa->n));
  if (policy->rsa_refused) {
    mint_report_rule(report, MINT_K_RSA, false);
  }
  if (is_broken(report, MINT_K_BITS_MAX)) {
    return MINT_E_NONE;  // no arithmetic on what is too large
  }
  enum mint_code code = MINT_E_NONE;
  if (is_private) {
    code = check_private_part(report, rsa, crt, bits, policy, confirmed);
  }
  // An even modulus is refused already, and 0 and 1 are no moduli.
  if (code == MINT_E_NONE && !is_broken(report, MINT_K_MODULUS_ODD) &&
      bits > 1) {
    bool is_generated =
        confirmed != NULL && mint_report_has(report->held, MINT_K_PRODUCT);
    code = check_modulus(report, rsa, policy, is_generated);
  }
  return code;
}

enum mint_code mint_check_parts(struct mint_key **out_key,
                                struct mint_report *out_report,
                                const struct mint_parts *parts,
                                const struct mint_policy *policy,
                                const struct mint_confirmed *confirmed) {
  *out_key = NULL;
  memset(out_report, 0, sizeof(*out_report));
  if (parts->about.kind == MINT_KIND_CERTIFICATE) {
    return MINT_E_TYPE_CERTIFICATE;
  }
  if (parts->about.locked) {
    return MINT_E_PASSPHRASE_MISSING;
  }
  if (strcmp(parts->about.type, "ssh-rsa") != 0) {
    return MINT_E_TYPE_NOT_RSA;
  }
  struct mint_report report = {0, 0, 0};
  struct mint_rsa rsa = parts->rsa;
  struct mint_secret crt = MINT_SECRET_EMPTY;
  enum mint_code code =
      check_rules(&report, &rsa, &crt, parts, policy, confirmed);
  if (code == MINT_E_NONE && report.broken != 0) {
    code = MINT_E_KEY_RULES;
  }
  if (code == MINT_E_NONE) {
    code = mint_key_copy(out_key, parts, &rsa);
  }
  if (code == MINT_E_NONE || code == MINT_E_KEY_RULES) {
    *out_report = report;
  }
  mint_secret_wipe(&crt);
  return code;
}

enum mint_status mint_check(struct mint_key **out_key,
                            struct mint_report *out_report,
                            const struct mint_parts *parts,
                            const struct mint_policy *policy) {
  enum mint_code code =
      mint_check_parts(out_key, out_report, parts, policy, NULL);
  mint_stack_wipe();
  return mint_code_explain(code)->status;
}
