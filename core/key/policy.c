// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// policy.c holds the presets. The floor stands in check.c, under all of them.

#include <string.h>

#include "core/mint.h"

static const struct mint_policy presets[] = {
    {"default", MINT_RSA_BITS_FLOOR, MINT_RSA_PUBLIC_BITS_MAX,
     MINT_RSA_EXPONENT_DEFAULT, NULL},
    // PuTTYgen made e = 37 until 0.75, ssh-keygen e = 35 until 5.4.
    {"legacy", MINT_RSA_BITS_FLOOR, MINT_RSA_PUBLIC_BITS_MAX,
     MINT_RSA_EXPONENT_FLOOR, NULL},
};

bool mint_policy_preset(struct mint_policy *out, const char *name) {
  for (size_t i = 0; i < sizeof(presets) / sizeof(presets[0]); i++) {
    if (strcmp(name, presets[i].name) == 0) {
      *out = presets[i];
      return true;
    }
  }
  *out = presets[0];
  return false;
}
