// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// Reaches cli_policy_parse, cli_policy_join, cli_policy_text and
// cli_policy_find: the texts of two policies, with a NUL between them.

#include <stdio.h>
#include <string.h>

#include "cli/policy/policy.h"
#include "fuzz/fuzz.h"

static bool is_same(const struct cli_policy *a, const struct cli_policy *b) {
  return memcmp(a->value, b->value, sizeof(a->value)) == 0;
}

// What is written of a policy reads back as the same.
static void require_text(const struct cli_policy *policy) {
  char text[CLI_POLICY_TEXT_MAX + 8];
  struct cli_policy back;
  struct cli_policy_why why;
  size_t len = cli_policy_text(text, policy);
  (void)snprintf(text + len, sizeof(text) - len, "Name x\n");
  REQUIRE(cli_policy_parse(&back, &why, text, strlen(text)));
  REQUIRE(is_same(&back, policy));
}

// Joined with another it is no laxer than either.
static void require_join(const struct cli_policy *a,
                         const struct cli_policy *b) {
  struct cli_policy joined = *a;
  cli_policy_join(&joined, b);
  struct cli_policy again = joined;
  cli_policy_join(&again, a);
  cli_policy_join(&again, b);
  REQUIRE(is_same(&again, &joined));
  REQUIRE(joined.key.rsa_bits_min >= a->key.rsa_bits_min &&
          joined.key.rsa_bits_min >= b->key.rsa_bits_min);
  REQUIRE(joined.key.exponent_max <= a->key.exponent_max &&
          joined.key.exponent_max <= b->key.exponent_max);
  REQUIRE((joined.key.generate & ~(a->key.generate & b->key.generate)) == 0);
  REQUIRE(joined.value[CLI_P_WEAK] ==
          (a->value[CLI_P_WEAK] | b->value[CLI_P_WEAK]));
  require_text(&joined);
}

// (The sandbox depends on what the machine can do, which no preset knows.)
static void require_floor(const struct cli_policy *policy) {
  struct cli_policy legacy;
  struct cli_policy joined = *policy;
  REQUIRE(cli_policy_preset(&legacy, "legacy"));
  cli_policy_join(&joined, &legacy);
  joined.value[CLI_P_SANDBOX] = policy->value[CLI_P_SANDBOX];
  REQUIRE(is_same(&joined, policy));
  REQUIRE(policy->key.rsa_bits_min >= MINT_RSA_BITS_FLOOR);
  REQUIRE(policy->key.exponent_min >= MINT_RSA_EXPONENT_FLOOR);
  REQUIRE(strlen(policy->name) <= CLI_POLICY_NAME_MAX);
}

static bool parse(struct cli_policy *out, const char *text, size_t len) {
  struct cli_policy_why why;
  if (!cli_policy_parse(out, &why, text, len)) {
    REQUIRE(why.fault > CLI_FAULT_OPEN && why.line <= len + 1);
    REQUIRE(out->key.rsa_refused && out->key.generate == 0);
    for (const char *c = why.word; *c != '\0'; c++) {
      REQUIRE(*c >= ' ' && *c <= '~');
    }
    return false;
  }
  REQUIRE(len <= CLI_POLICY_FILE_MAX && len != 0 && text[len - 1] == '\n');
  for (size_t i = 0; i < len; i++) {
    REQUIRE(text[i] == '\n' || (text[i] >= ' ' && text[i] <= '~'));
  }
  require_floor(out);
  require_text(out);
  return true;
}

void fuzz_one(const uint8_t *data, size_t len) {
  const char *text = (const char *)data;
  const char *end = len == 0 ? NULL : memchr(text, '\0', len);
  size_t first = end == NULL ? len : (size_t)(end - text);
  struct cli_policy a;
  struct cli_policy b;
  enum cli_policy_rule rule;
  REQUIRE(!cli_policy_find(&rule, text, len) ||
          cli_policy_explain(rule)->keyword != NULL);
  bool has_a = parse(&a, text, first);
  if (end == NULL) {
    (void)cli_policy_preset(&b, "bsi");
  } else if (!parse(&b, end + 1, len - first - 1)) {
    return;
  }
  if (has_a) {
    require_join(&a, &b);
    require_join(&b, &a);
  }
}
