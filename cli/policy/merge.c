// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// merge.c makes policies out of presets, and one out of two. What it makes of
// two is never laxer than one of them.

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "cli/policy/policy.h"

static const unsigned sizes[] = {2048, 3072, 4096, 8192};
#define NUM_SIZES (sizeof(sizes) / sizeof(sizes[0]))

bool cli_policy_preset(struct cli_policy *out, const char *name) {
  struct mint_policy key;
  bool found = mint_policy_preset(&key, name);
  memset(out, 0, sizeof(*out));
  for (int r = 0; r < (int)CLI_P_RULES; r++) {
    out->value[r] = cli_policy_explain((enum cli_policy_rule)r)->value;
  }
  (void)snprintf(out->name, sizeof(out->name), "%s", key.name);
  out->value[CLI_P_RSA] = key.rsa_refused;
  out->value[CLI_P_RSA_MIN] = key.rsa_bits_min;
  out->value[CLI_P_RSA_MAX] = key.rsa_bits_max;
  out->value[CLI_P_EXPONENT] = (unsigned)key.exponent_min;
  out->value[CLI_P_FACTORS] = key.large_factors;
  out->value[CLI_P_GENERATE] = 0;
  for (unsigned i = 0; i < NUM_SIZES; i++) {
    if ((key.generate & MINT_GENERATE(sizes[i])) != 0) {
      out->value[CLI_P_GENERATE] |= 1u << i;
    }
  }
  cli_policy_settle(out);
  return found;
}

void cli_policy_settle(struct cli_policy *policy) {
  const unsigned *value = policy->value;
  struct mint_policy key = {
      .name = "policy",
      .rsa_bits_min = value[CLI_P_RSA_MIN],
      .rsa_bits_max = value[CLI_P_RSA_MAX],
      .exponent_min = value[CLI_P_EXPONENT],
      // 0 would mean that there is none.
      .exponent_max =
          value[CLI_P_EXPONENT_MAX] == 0 ? 1 : value[CLI_P_EXPONENT_MAX],
      .rsa_refused = value[CLI_P_RSA] != 0,
      .large_factors = value[CLI_P_FACTORS] != 0,
      .blocklist = policy->key.blocklist,
  };
  for (unsigned i = 0; i < NUM_SIZES; i++) {
    if (cli_policy_has(policy, CLI_P_GENERATE, i)) {
      key.generate |= MINT_GENERATE(sizes[i]);
    }
  }
  policy->key = key;
}

static unsigned join(enum cli_policy_kind kind, unsigned a, unsigned b) {
  switch (kind) {
    case CLI_KIND_MIN:
    case CLI_KIND_CHOICE:
    case CLI_KIND_EXPONENT:
      return a > b ? a : b;
    case CLI_KIND_MAX:
      return a < b ? a : b;
    case CLI_KIND_ALLOW:
      return a & b;
    case CLI_KIND_DEMAND:
      return a | b;
    case CLI_KIND_LOG:
      return a != CLI_AUDIT_OFF ? a : b;
  }
  return a;
}

void cli_policy_join(struct cli_policy *policy,
                     const struct cli_policy *other) {
  if (policy->value[CLI_P_AUDIT] == CLI_AUDIT_OFF) {
    memcpy(policy->audit, other->audit, sizeof(policy->audit));
  }
  for (int r = 0; r < (int)CLI_P_RULES; r++) {
    enum cli_policy_kind kind =
        cli_policy_explain((enum cli_policy_rule)r)->kind;
    policy->value[r] = join(kind, policy->value[r], other->value[r]);
  }
  // No exponent fits both: all such policies are one.
  if (policy->value[CLI_P_EXPONENT] > policy->value[CLI_P_EXPONENT_MAX]) {
    policy->value[CLI_P_EXPONENT] = UINT32_MAX;
    policy->value[CLI_P_EXPONENT_MAX] = 0;
  }
  if (strcmp(policy->name, other->name) != 0) {
    size_t len = strlen(policy->name);
    (void)snprintf(policy->name + len, sizeof(policy->name) - len, "+%s",
                   other->name);
  }
  cli_policy_settle(policy);
}
