// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// How policies join: what two take together, each of them takes; and the text
// of a policy says all of it. Over random policies.

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "cli/policy/policy.h"

static uint64_t state;

static unsigned random_below(uint64_t limit) {
  state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
  return (unsigned)((state >> 32) % limit);
}

// A value that a rule may have, often one at a border.
static unsigned random_value(const struct cli_policy_info *info) {
  unsigned span = info->max - info->min;
  switch (random_below(4)) {
    case 0:
      return info->min;
    case 1:
      return info->max;
    default:
      return info->min + random_below((uint64_t)span + 1);
  }
}

static struct cli_policy random_policy(void) {
  struct cli_policy out;
  memset(&out, 0, sizeof(out));
  (void)snprintf(out.name, sizeof(out.name), "r%u", random_below(1000));
  for (int r = 0; r < (int)CLI_P_RULES; r++) {
    const struct cli_policy_info *info =
        cli_policy_explain((enum cli_policy_rule)r);
    out.value[r] =
        info->words == NULL ? random_value(info)
        : info->kind == CLI_KIND_ALLOW || info->kind == CLI_KIND_DEMAND
            ? random_below(UINT64_C(1) << info->max)
            : random_below(info->max);
  }
  out.value[CLI_P_WEAK] |= 15;
  unsigned e = out.value[CLI_P_EXPONENT] | 1u;
  out.value[CLI_P_EXPONENT] = e;
  out.value[CLI_P_EXPONENT_MAX] = random_below(2) == 0 ? UINT32_MAX : e;
  if (random_below(3) == 0) {
    out.value[CLI_P_AUDIT] = CLI_AUDIT_FILE;
    (void)snprintf(out.audit, sizeof(out.audit), "/log/%u", random_below(9));
  }
  cli_policy_settle(&out);
  return out;
}

// Something that a policy may take or not: for every rule what it is held
// against, whatever its kind.
struct thing {
  unsigned value[CLI_P_RULES];
};

static struct thing random_thing(void) {
  struct thing out;
  for (int r = 0; r < (int)CLI_P_RULES; r++) {
    const struct cli_policy_info *info =
        cli_policy_explain((enum cli_policy_rule)r);
    out.value[r] = info->words == NULL
                       ? random_value(info)
                       : random_below(info->kind == CLI_KIND_DEMAND
                                          ? UINT64_C(1) << info->max
                                          : info->max);
  }
  return out;
}

// Whether rule r of the policy takes the thing; written anew here, not as the
// command line does it.
static bool takes(const struct cli_policy *policy, const struct thing *thing,
                  int r) {
  unsigned value = policy->value[r];
  unsigned got = thing->value[r];
  switch (cli_policy_explain((enum cli_policy_rule)r)->kind) {
    case CLI_KIND_MIN:
    case CLI_KIND_CHOICE:  // how strict the thing is
      return got >= value;
    case CLI_KIND_MAX:
      return r == (int)CLI_P_EXPONENT_MAX || got <= value;
    case CLI_KIND_ALLOW:
      return (value >> got & 1u) != 0;
    case CLI_KIND_DEMAND:
      return (value & ~got) == 0;
    case CLI_KIND_EXPONENT:
      return got >= value && got <= policy->value[CLI_P_EXPONENT_MAX];
    case CLI_KIND_LOG:
      return true;
  }
  return false;
}

#define POLICIES 3000
#define THINGS 40

Test(policy_merge, takes_what_both_take) {
  unsigned num_both = 0;
  state = 7;
  for (int i = 0; i < POLICIES; i++) {
    struct cli_policy a = random_policy();
    struct cli_policy b = random_policy();
    struct cli_policy joined = a;
    cli_policy_join(&joined, &b);
    for (int t = 0; t < THINGS; t++) {
      struct thing thing = random_thing();
      for (int r = 0; r < (int)CLI_P_RULES; r++) {
        bool both = takes(&a, &thing, r) && takes(&b, &thing, r);
        cr_assert_eq(takes(&joined, &thing, r), both,
                     "rule %d: %u and %u became %u", r, a.value[r], b.value[r],
                     joined.value[r]);
        num_both += both;
      }
    }
    // The same for what the core is told.
    cr_assert_geq(joined.key.rsa_bits_min, a.key.rsa_bits_min);
    cr_assert_leq(joined.key.rsa_bits_max, b.key.rsa_bits_max);
    cr_assert_geq(joined.key.exponent_min, b.key.exponent_min);
    cr_assert_leq(joined.key.exponent_max, a.key.exponent_max);
    cr_assert_eq(joined.key.generate, a.key.generate & b.key.generate);
    cr_assert_eq(joined.key.rsa_refused,
                 a.key.rsa_refused || b.key.rsa_refused);
    cr_assert_eq(joined.key.large_factors,
                 a.key.large_factors || b.key.large_factors);
  }
  cr_assert_gt(num_both, POLICIES);  // there was something to take
}

// The trail of the first layer cannot be moved by a later one.
Test(policy_merge, audit_trail_stays) {
  struct cli_policy a;
  struct cli_policy b;
  cr_assert(cli_policy_preset(&a, "default"));
  cr_assert(cli_policy_preset(&b, "default"));
  b.value[CLI_P_AUDIT] = CLI_AUDIT_FILE;
  (void)snprintf(b.audit, sizeof(b.audit), "/b");
  struct cli_policy joined = a;
  cli_policy_join(&joined, &b);
  cr_assert_eq(joined.value[CLI_P_AUDIT], CLI_AUDIT_FILE);
  cr_assert_str_eq(joined.audit, "/b");
  a.value[CLI_P_AUDIT] = CLI_AUDIT_SYSLOG;
  joined = a;
  cli_policy_join(&joined, &b);
  cr_assert_eq(joined.value[CLI_P_AUDIT], CLI_AUDIT_SYSLOG);
  a.value[CLI_P_AUDIT] = CLI_AUDIT_FILE;
  (void)snprintf(a.audit, sizeof(a.audit), "/a");
  cli_policy_join(&a, &b);
  cr_assert_str_eq(a.audit, "/a");
}

static void expect_same(const struct cli_policy *policy) {
  char text[CLI_POLICY_TEXT_MAX];
  char named[CLI_POLICY_TEXT_MAX + 16];
  char digest[MINT_FINGERPRINT_MAX];
  char again[MINT_FINGERPRINT_MAX];
  struct cli_policy back;
  struct cli_policy_why why;
  size_t len = cli_policy_text(text, policy);
  cr_assert_eq(strlen(text), len);
  (void)snprintf(named, sizeof(named), "%sName back\n", text);
  cr_assert(cli_policy_parse(&back, &why, named, strlen(named)),
            "fault %d, line %zu of\n%s", (int)why.fault, why.line, named);
  cr_assert_arr_eq(back.value, policy->value, sizeof(back.value));
  cr_assert(policy->value[CLI_P_AUDIT] != CLI_AUDIT_FILE ||
            strcmp(back.audit, policy->audit) == 0);
  cli_policy_digest(digest, policy);
  cli_policy_digest(again, &back);
  cr_assert_str_eq(digest, again);
}

Test(policy_merge, texts_read_back) {
  struct cli_policy legacy;
  state = 11;
  cr_assert(cli_policy_preset(&legacy, "legacy"));
  for (size_t i = 0; mint_policy_preset_name(i) != NULL; i++) {
    struct cli_policy policy;
    cr_assert(cli_policy_preset(&policy, mint_policy_preset_name(i)));
    expect_same(&policy);
  }
  for (int i = 0; i < POLICIES; i++) {
    struct cli_policy a = random_policy();
    struct cli_policy b = random_policy();
    cli_policy_join(&a, &legacy);
    expect_same(&a);
    cli_policy_join(&a, &b);
    expect_same(&a);
  }
}

// No preset takes what legacy does not take: every text extends it.
Test(policy_merge, legacy_takes_the_most) {
  struct cli_policy legacy;
  cr_assert(cli_policy_preset(&legacy, "legacy"));
  for (size_t i = 0; mint_policy_preset_name(i) != NULL; i++) {
    struct cli_policy policy;
    cr_assert(cli_policy_preset(&policy, mint_policy_preset_name(i)));
    struct cli_policy joined = legacy;
    cli_policy_join(&joined, &policy);
    cr_assert_arr_eq(joined.value, policy.value, sizeof(policy.value), "%s",
                     policy.name);
  }
}

// One value that differs is another digest.
Test(policy_merge, digests_differ) {
  char first[MINT_FINGERPRINT_MAX];
  char other[MINT_FINGERPRINT_MAX];
  struct cli_policy policy;
  cr_assert(cli_policy_preset(&policy, "default"));
  cli_policy_digest(first, &policy);
  for (int r = 0; r < (int)CLI_P_RULES; r++) {
    struct cli_policy changed = policy;
    changed.value[r] ^= 1u;
    cli_policy_digest(other, &changed);
    cr_assert_str_neq(first, other, "rule %d", r);
  }
}
