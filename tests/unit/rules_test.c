// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// The numbers and names of the rules are part of the interface: scripts match
// them, so none may ever change.

#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/mint.h"

static const char *const kCodes[] = {
    NULL,
    "E_RSA_BITS_MIN",
    "E_RSA_BITS_MAX",
    "E_RSA_BITS_ODD",
    "E_RSA_EVEN",
    "E_RSA_EXPONENT",
    "E_RSA_EXPONENT_MIN",
    "E_RSA_EXPONENT_MAX",
    "E_RSA_SMALL_FACTOR",
    "E_RSA_POWER",
    "E_RSA_PRIME",
    "E_RSA_PRODUCT",
    "E_RSA_FACTOR_BITS",
    "E_RSA_FACTORS_PRIME",
    "E_RSA_DISTANCE",
    "E_RSA_D_RANGE",
    "E_RSA_D",
    "E_RSA_DP",
    "E_RSA_DQ",
    "E_RSA_QINV",
    "E_RSA_PAIRWISE",
    "E_RSA_FACTOR_SIZE",
    "E_RSA_ROCA",
    "E_RSA_FERMAT",
    "E_RSA_PATTERN",
    "E_RSA_SMALL_D",
    "E_RSA_BLOCKLIST",
    "E_RSA_REFUSED",
};
#define NUM_CODES (sizeof(kCodes) / sizeof(kCodes[0]))

// More rules may follow; these stay.
Test(rules, numbers_and_codes_are_stable) {
  cr_assert_geq((size_t)MINT_K_RULES, NUM_CODES);
  for (size_t i = 1; i < NUM_CODES; i++) {
    char id[8];
    (void)snprintf(id, sizeof(id), "K%zu", i);
    const struct mint_rule_info *info = mint_rule_explain((enum mint_rule)i);
    cr_assert_not_null(info, "%s", id);
    cr_assert_str_eq(info->id, id);
    cr_assert_str_eq(info->code, kCodes[i]);
  }
}

Test(rules, every_rule_is_explained) {
  for (size_t i = 1; i < (size_t)MINT_K_RULES; i++) {
    const struct mint_rule_info *info = mint_rule_explain((enum mint_rule)i);
    cr_assert_not_null(info, "K%zu", i);
    const char *const texts[] = {
        info->id,     info->code, info->text,
        info->source, info->fix,  info->warning == NULL ? "-" : info->warning};
    for (size_t t = 0; t < sizeof(texts) / sizeof(texts[0]); t++) {
      cr_assert_not_null(texts[t], "K%zu, text %zu", i, t);
      cr_assert_str_neq(texts[t], "", "K%zu, text %zu", i, t);
      cr_assert_null(strpbrk(texts[t], "\n\t"), "K%zu, text %zu", i, t);
    }
    for (size_t j = 1; j < i; j++) {
      const struct mint_rule_info *other = mint_rule_explain((enum mint_rule)j);
      cr_assert_str_neq(info->code, other->code, "K%zu and K%zu", i, j);
      cr_assert_str_neq(info->text, other->text, "K%zu and K%zu", i, j);
    }
  }
}

// Who is warned must be told of what.
Test(rules, what_warns_has_a_warning) {
  cr_assert_not_null(mint_rule_explain(MINT_K_EXPONENT_MIN)->warning);
  cr_assert_not_null(mint_rule_explain(MINT_K_FACTOR_SIZE)->warning);
}

Test(rules, others_are_null) {
  static const int kOthers[] = {0, -1, (int)MINT_K_RULES, 64, 1000};
  for (size_t i = 0; i < sizeof(kOthers) / sizeof(kOthers[0]); i++) {
    cr_assert_null(mint_rule_explain((enum mint_rule)kOthers[i]), "%d",
                   kOthers[i]);
  }
}

// Rules are bits of a 64-bit set.
Test(rules, fit_a_set) {
  cr_assert_leq((int)MINT_K_RULES, 64);
  for (int i = 0; i < 64; i++) {
    uint64_t set = UINT64_C(1) << i;
    for (int j = 0; j < 64; j++) {
      cr_assert_eq(mint_report_has(set, (enum mint_rule)j), i == j);
    }
  }
}
