// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// text.c writes a policy in the one text that all equal policies have, and
// takes its digest.

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "cli/policy/policy.h"

static void write_set(char *out, const struct cli_policy *policy,
                      enum cli_policy_rule rule) {
  const struct cli_policy_info *info = cli_policy_explain(rule);
  size_t len = 0;
  for (unsigned i = 0; i < info->max; i++) {
    if (cli_policy_has(policy, rule, i)) {
      len += (size_t)snprintf(out + len, CLI_POLICY_LINE_MAX - len, "%s%s",
                              len == 0 ? "" : ",", info->words[i]);
    }
  }
  if (len == 0) {
    (void)snprintf(out, CLI_POLICY_LINE_MAX, "none");
  }
}

static void write_exponent(char *out, unsigned min, unsigned max) {
  if (min > max) {
    (void)snprintf(out, CLI_POLICY_LINE_MAX, "none");
  } else {
    (void)snprintf(out, CLI_POLICY_LINE_MAX, "%s%u",
                   max == UINT32_MAX ? "min " : "", min);
  }
}

void cli_policy_value(char out[CLI_POLICY_LINE_MAX],
                      const struct cli_policy *policy,
                      enum cli_policy_rule rule) {
  const struct cli_policy_info *info = cli_policy_explain(rule);
  unsigned value = policy->value[rule];
  switch (info->kind) {
    case CLI_KIND_MIN:
    case CLI_KIND_MAX:
      (void)snprintf(out, CLI_POLICY_LINE_MAX, "%u", value);
      break;
    case CLI_KIND_ALLOW:
    case CLI_KIND_DEMAND:
      write_set(out, policy, rule);
      break;
    case CLI_KIND_EXPONENT:
      write_exponent(out, value, policy->value[CLI_P_EXPONENT_MAX]);
      break;
    case CLI_KIND_CHOICE:
    case CLI_KIND_LOG:
      (void)snprintf(out, CLI_POLICY_LINE_MAX, "%s",
                     value < info->max ? info->words[value] : policy->audit);
      break;
  }
}

size_t cli_policy_text(char out[CLI_POLICY_TEXT_MAX],
                       const struct cli_policy *policy) {
  // Every preset, and so every policy, is at least as strict as legacy.
  size_t len = (size_t)snprintf(out, CLI_POLICY_TEXT_MAX,
                                "PolicyVersion 1\nExtends legacy\n");
  for (int r = 0; r < (int)CLI_P_RULES; r++) {
    enum cli_policy_rule rule = (enum cli_policy_rule)r;
    char value[CLI_POLICY_LINE_MAX];
    if (cli_policy_explain(rule)->keyword != NULL) {
      cli_policy_value(value, policy, rule);
      len += (size_t)snprintf(out + len, CLI_POLICY_TEXT_MAX - len, "%s %s\n",
                              cli_policy_explain(rule)->keyword, value);
    }
  }
  return len;
}

void cli_policy_digest(char out[MINT_FINGERPRINT_MAX],
                       const struct cli_policy *policy) {
  char text[CLI_POLICY_TEXT_MAX];
  size_t len = cli_policy_text(text, policy);
  mint_fingerprint(out, MINT_HASH_SHA256, (const uint8_t *)text, len);
}
