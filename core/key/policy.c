// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// policy.c holds the presets: a table of data, each row with its sources. The
// floor stands in check.c, under all of them.

#include <string.h>

#include "core/mint.h"

// FIPS 186-5 table B.1 gives the rounds for primes of these sizes only.
#define GENERATE_USUAL \
  (MINT_GENERATE(2048) | MINT_GENERATE(3072) | MINT_GENERATE(4096))
#define GENERATE_ALL (GENERATE_USUAL | MINT_GENERATE(8192))
#define GENERATE_STRONG (MINT_GENERATE(3072) | MINT_GENERATE(4096))

static const struct mint_policy presets[] = {
    {
        .name = "default",
        .rsa_bits_min = MINT_RSA_BITS_FLOOR,
        .rsa_bits_max = MINT_RSA_PUBLIC_BITS_MAX,
        .exponent_min = MINT_RSA_EXPONENT_DEFAULT,
        .generate = GENERATE_ALL,
        .source = "NIST SP 800-131A r2 table 2; FIPS 186-5 A.1.1",
    },
    // "The key needs to be at least 2048-bit and in ssh-rsa format." No maximum
    // and nothing on the exponent is documented.
    {
        .name = "azure",
        .rsa_bits_min = 2048,
        .rsa_bits_max = MINT_RSA_PUBLIC_BITS_MAX,
        .exponent_min = MINT_RSA_EXPONENT_DEFAULT,
        .generate = GENERATE_USUAL,
        .source = "Azure Compute REST API, SshPublicKey.keyData",
    },
    // 112 bits of security (2048) through 2030, 128 bits (3072) from 2031.
    {
        .name = "nist-2031",
        .rsa_bits_min = 3072,
        .rsa_bits_max = MINT_RSA_PUBLIC_BITS_MAX,
        .exponent_min = MINT_RSA_EXPONENT_DEFAULT,
        .generate = GENERATE_STRONG,
        .source = "NIST SP 800-57 part 1, tables of strengths and time frames",
    },
    // "At least 2000 bits for a period of use until 2023 and at least 3000 bits
    // if used beyond 2023."
    {
        .name = "bsi",
        .rsa_bits_min = 3000,
        .rsa_bits_max = MINT_RSA_PUBLIC_BITS_MAX,
        .exponent_min = MINT_RSA_EXPONENT_DEFAULT,
        .generate = GENERATE_STRONG,
        .source = "BSI TR-02102-1, key length of RSA",
    },
    // "CNSA specifies a minimum modulus size of 3072 bits; however, only two
    // modulus sizes (3072 bits and 4096 bits) are supported by this profile."
    // The profile is TLS's; so only making a key is held to the two.
    {
        .name = "cnsa1",
        .rsa_bits_min = 3072,
        .rsa_bits_max = MINT_RSA_PUBLIC_BITS_MAX,
        .exponent_min = MINT_RSA_EXPONENT_DEFAULT,
        .generate = GENERATE_STRONG,
        .source = "RFC 9151 section 5.2; FIPS 186-5 A.1.1",
    },
    // "RSA and Elliptic Curve Cryptography are the main algorithms that need to
    // be replaced to achieve quantum resistance"; larger sizes are no answer.
    {
        .name = "cnsa2",
        .rsa_bits_min = 3072,
        .rsa_bits_max = MINT_RSA_PUBLIC_BITS_MAX,
        .exponent_min = MINT_RSA_EXPONENT_DEFAULT,
        .rsa_refused = true,
        .source = "NSA, CNSA Suite 2.0 and Quantum Computing FAQ",
    },
    // nlen >= 2048; e odd, 2^16 < e < 2^256; p and q >= sqrt(2) 2^(nlen/2 - 1).
    // Its parameters only: no validated module.
    {
        .name = "fips186-5",
        .rsa_bits_min = 2048,
        .rsa_bits_max = MINT_RSA_PUBLIC_BITS_MAX,
        .exponent_min = MINT_RSA_EXPONENT_DEFAULT,
        .generate = GENERATE_USUAL,
        .large_factors = true,
        .source = "FIPS 186-5 A.1.1 and A.1.3",
    },
    // PuTTYgen made e = 37 until 0.75, ssh-keygen e = 35 until 5.4.
    {
        .name = "legacy",
        .rsa_bits_min = MINT_RSA_BITS_FLOOR,
        .rsa_bits_max = MINT_RSA_PUBLIC_BITS_MAX,
        .exponent_min = MINT_RSA_EXPONENT_FLOOR,
        .generate = GENERATE_ALL,
        .source = "the floor: NIST SP 800-131A r2 table 2",
    },
};
#define NUM_PRESETS (sizeof(presets) / sizeof(presets[0]))

bool mint_policy_preset(struct mint_policy *out, const char *name) {
  for (size_t i = 0; i < NUM_PRESETS; i++) {
    if (strcmp(name, presets[i].name) == 0) {
      *out = presets[i];
      return true;
    }
  }
  *out = presets[0];
  return false;
}

const char *mint_policy_preset_name(size_t index) {
  return index < NUM_PRESETS ? presets[index].name : NULL;
}
