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

Test(policy, presets) {
  struct mint_policy policy;
  memset(&policy, 0xff, sizeof(policy));
  cr_assert(mint_policy_preset(&policy, "default"));
  expect_default(&policy);
  cr_assert(mint_policy_preset(&policy, "legacy"));
  cr_assert_str_eq(policy.name, "legacy");
  cr_assert_eq(policy.rsa_bits_min, 2048);
  cr_assert_eq(policy.rsa_bits_max, 16384);
  cr_assert_eq(policy.exponent_min, 3);
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
