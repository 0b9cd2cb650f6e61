// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// The presets. That the floor lies under every policy is in check_test.c.

#include <string.h>

#include <criterion/criterion.h>

#include "core/mint.h"

static void expect_default(const struct mint_policy *policy) {
  cr_assert_str_eq(policy->name, "default");
  cr_assert_eq(policy->rsa_bits_min, 2048);
  cr_assert_eq(policy->rsa_bits_max, 16384);
  cr_assert_eq(policy->exponent_min, 65537);
}

#define SIZE(bits) MINT_GENERATE(bits)

// The numbers, once more: a slip in the table is seen here.
Test(policy, presets) {
  const unsigned three = SIZE(2048) | SIZE(3072) | SIZE(4096);
  const unsigned strong = SIZE(3072) | SIZE(4096);
  const struct {
    const char *name;
    unsigned bits_min;
    uint64_t exponent_min;
    unsigned generate;
    bool rsa_refused;
    bool large_factors;
  } presets[] = {
      {"default", 2048, 65537, three | SIZE(8192), false, false},
      {"azure", 2048, 65537, three, false, false},
      {"nist-2031", 3072, 65537, strong, false, false},
      {"bsi", 3000, 65537, strong, false, false},
      {"cnsa1", 3072, 65537, strong, false, false},
      {"cnsa2", 3072, 65537, 0, true, false},
      {"fips186-5", 2048, 65537, three, false, true},
      {"legacy", 2048, 3, three | SIZE(8192), false, false},
  };
  for (size_t i = 0; i < sizeof(presets) / sizeof(presets[0]); i++) {
    struct mint_policy policy;
    const char *name = presets[i].name;
    memset(&policy, 0xff, sizeof(policy));
    cr_assert_str_eq(mint_policy_preset_name(i), name);
    cr_assert(mint_policy_preset(&policy, name), "%s", name);
    cr_assert_str_eq(policy.name, name);
    cr_assert_eq(policy.rsa_bits_min, presets[i].bits_min, "%s", name);
    cr_assert_eq(policy.rsa_bits_max, 16384, "%s", name);
    cr_assert_eq(policy.exponent_min, presets[i].exponent_min, "%s", name);
    cr_assert_eq(policy.exponent_max, 0, "%s", name);
    cr_assert_eq(policy.generate, presets[i].generate, "%s", name);
    cr_assert_eq(policy.rsa_refused, presets[i].rsa_refused, "%s", name);
    cr_assert_eq(policy.large_factors, presets[i].large_factors, "%s", name);
    cr_assert_null(policy.blocklist, "%s", name);
    cr_assert_not_null(policy.source, "%s", name);
  }
  cr_assert_null(mint_policy_preset_name(sizeof(presets) / sizeof(presets[0])));
}

// A size that the policy does not make, an exponent that it does not take, and
// a policy without RSA.
Test(policy, forbids_generation) {
  struct mint_key *key = NULL;
  struct mint_policy policy;
  cr_assert(mint_policy_preset(&policy, "azure"));
  cr_assert_eq(mint_key_generate(&key, 8192, &policy, 1, NULL, NULL),
               MINT_ERR_INVALID_KEY);
  cr_assert(mint_policy_preset(&policy, "default"));
  policy.exponent_max = 65535;
  cr_assert_eq(mint_key_generate(&key, 2048, &policy, 1, NULL, NULL),
               MINT_ERR_INVALID_KEY);
  cr_assert(mint_policy_preset(&policy, "cnsa2"));
  policy.generate = ~0u;
  cr_assert_eq(mint_key_generate(&key, 4096, &policy, 1, NULL, NULL),
               MINT_ERR_INVALID_KEY);
  cr_assert_null(key);
}

// Who ignores the answer still gets the strict one.
Test(policy, unknown_names_give_the_default) {
  static const char *const kUnknown[] = {
      "", "Default", "default ", " legacy", "LEGACY", "legac", "legacyx",
  };
  for (size_t i = 0; i < sizeof(kUnknown) / sizeof(kUnknown[0]); i++) {
    struct mint_policy policy;
    memset(&policy, 0xff, sizeof(policy));
    cr_assert_not(mint_policy_preset(&policy, kUnknown[i]), "'%s'",
                  kUnknown[i]);
    expect_default(&policy);
  }
}
