// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// The table of trial division does not come from the memory of secrets, whose
// requests can be made to fail: the linker hands us the C library's.

#include <stdlib.h>

#include <criterion/criterion.h>

#include "core/mint.h"
#include "core/prime/trial.h"

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);

static bool denied;
static unsigned denials;

void *__wrap_malloc(size_t size) {
  if (denied && size > 100000) {
    denials++;
    return NULL;
  }
  return __real_malloc(size);
}

Test(table_fail, trial) {
  static const unsigned kBits[] = {512, 1024, 4096};
  for (size_t i = 0; i < sizeof(kBits) / sizeof(kBits[0]); i++) {
    denied = true;
    cr_assert_null(mint_trial_get(&mint_divider_portable, kBits[i]));
    denied = false;
    cr_assert_not_null(mint_trial_get(&mint_divider_portable, kBits[i]));
  }
  cr_assert_eq(denials, 3);
}

Test(table_fail, key_generate) {
  struct mint_policy policy;
  struct mint_key *key = (struct mint_key *)(uintptr_t)1;
  cr_assert(mint_policy_preset(&policy, "default"));
  denied = true;
  cr_assert_eq(mint_key_generate(&key, 2048, &policy, 2, NULL, NULL),
               MINT_ERR_MEMORY);
  denied = false;
  cr_assert_null(key);
  cr_assert_gt(denials, 0);
}
