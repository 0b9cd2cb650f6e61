// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// rules.c explains the numbered rules: what a key that breaks one does, and
// which sentence of which text it offends. check.c enforces them.

#include "core/mint.h"

#define NEW_KEY "make a new key: sshmint new -t rsa -b 3072 -f ~/.ssh/id_rsa"
#define DAMAGED \
  "restore the file from a copy: it is damaged or was tampered with"

static const struct mint_rule_info rules[MINT_K_RULES] = {
    [MINT_K_BITS_MIN] = {"K1", "E_RSA_BITS_MIN",
                         "the modulus has fewer bits than the policy allows",
                         NULL,
                         "SP 800-131A r2 table 2; Azure: at least 2048-bit",
                         NEW_KEY},
    [MINT_K_BITS_MAX] = {"K2", "E_RSA_BITS_MAX",
                         "the modulus has more bits than are taken (8192 in a "
                         "private key, 16384 in a public one)",
                         NULL, "CVE-2026-39829: the cost of a huge modulus",
                         NEW_KEY},
    [MINT_K_BITS_EVEN] = {"K3", "E_RSA_BITS_ODD",
                          "the modulus has an odd number of bits", NULL,
                          "FIPS 186-5 A.1.1: nlen shall be even", NEW_KEY},
    [MINT_K_MODULUS_ODD] = {"K4", "E_RSA_EVEN", "the modulus is even", NULL,
                            "SP 800-89 5.3.3", NEW_KEY},
    [MINT_K_EXPONENT_FLOOR] = {"K5", "E_RSA_EXPONENT",
                               "the public exponent is even or less than 3",
                               NULL, "RFC 8017 3.1", NEW_KEY},
    [MINT_K_EXPONENT_MIN] =
        {"K6", "E_RSA_EXPONENT_MIN",
         "the public exponent is smaller than the policy allows",
         "the public exponent is below 65537: this policy takes it, the "
         "default one does not",
         "FIPS 186-5 A.1.1: 2^16 < e < 2^256", NEW_KEY},
    [MINT_K_EXPONENT_MAX] = {"K7", "E_RSA_EXPONENT_MAX",
                             "the public exponent has more than 32 bits", NULL,
                             "the limit of BoringSSL and Windows", NEW_KEY},
    [MINT_K_SMALL_FACTOR] = {"K8", "E_RSA_SMALL_FACTOR",
                             "the modulus has a prime factor below 65536", NULL,
                             "SP 800-89 5.3.3", NEW_KEY},
    [MINT_K_POWER] = {"K9", "E_RSA_POWER",
                      "the modulus is a square or another power", NULL,
                      "SP 800-89 5.3.3: not a power of a prime", NEW_KEY},
    [MINT_K_PRIME] = {"K10", "E_RSA_PRIME", "the modulus is a prime", NULL,
                      "SP 800-89 5.3.3: composite", NEW_KEY},
    [MINT_K_PRODUCT] = {"K11", "E_RSA_PRODUCT", "p times q is not the modulus",
                        NULL, "RFC 8017 3.2; SP 800-56B r2 6.4.1.2.1", DAMAGED},
    [MINT_K_FACTOR_BITS] = {"K12", "E_RSA_FACTOR_BITS",
                            "p and q do not each have half the bits of the "
                            "modulus",
                            NULL,
                            "FIPS 186-5 A.1.1 (2): the lengths of p and q",
                            NEW_KEY},
    [MINT_K_FACTORS_PRIME] = {"K13", "E_RSA_FACTORS_PRIME",
                              "p or q is not a prime", NULL,
                              "RFC 8017 3.2; SP 800-56B r2 6.4.1.2.1", NEW_KEY},
    [MINT_K_DISTANCE] = {"K14", "E_RSA_DISTANCE",
                         "p and q are too close to each other", NULL,
                         "FIPS 186-5 A.1.3: |p - q| > 2^(nlen/2 - 100)",
                         NEW_KEY},
    [MINT_K_D_RANGE] =
        {"K15", "E_RSA_D_RANGE",
         "the private exponent is too small or too large", NULL,
         "FIPS 186-5 A.1.1 (3): 2^(nlen/2) < d; RFC 8017 3.2: d < n", DAMAGED},
    [MINT_K_D_INVERSE] = {"K16", "E_RSA_D",
                          "the private exponent does not belong to the public "
                          "one",
                          NULL, "RFC 8017 3.2: e d = 1 mod lcm(p - 1, q - 1)",
                          DAMAGED},
    [MINT_K_DP] = {"K17", "E_RSA_DP", "dP is not d mod (p - 1)", NULL,
                   "RFC 8017 3.2", DAMAGED},
    [MINT_K_DQ] = {"K18", "E_RSA_DQ", "dQ is not d mod (q - 1)", NULL,
                   "RFC 8017 3.2", DAMAGED},
    [MINT_K_QINV] = {"K19", "E_RSA_QINV", "qInv is not 1/q mod p", NULL,
                     "RFC 8017 3.2", DAMAGED},
    [MINT_K_PAIRWISE] = {"K20", "E_RSA_PAIRWISE",
                         "a signature made with the key does not verify", NULL,
                         "SP 800-56B r2 6.4.1.1: pairwise consistency",
                         DAMAGED},
    [MINT_K_FACTOR_SIZE] = {"K21", "E_RSA_FACTOR_SIZE",
                            "p or q is below sqrt(2) 2^(nlen/2 - 1)",
                            "p or q is smaller than FIPS 186-5 makes them",
                            "FIPS 186-5 A.1.3", NEW_KEY},
    [MINT_K_ROCA] = {"K22", "E_RSA_ROCA",
                     "the key was made by a chip with the ROCA weakness", NULL,
                     "CVE-2017-15361", NEW_KEY},
    [MINT_K_FERMAT] = {"K23", "E_RSA_FERMAT",
                       "the factors are so close that the key can be broken",
                       NULL, "CVE-2022-26320", NEW_KEY},
    [MINT_K_PATTERN] = {"K24", "E_RSA_PATTERN",
                        "the modulus is not random: its bits are biased or "
                        "repeat",
                        NULL, "badkeys: short-sleeve RSA keys, 2026", NEW_KEY},
    [MINT_K_SMALL_D] = {"K25", "E_RSA_SMALL_D",
                        "the private exponent is so small that the key can be "
                        "broken",
                        NULL, "Wiener 1990", NEW_KEY},
    [MINT_K_BLOCKLIST] = {"K26", "E_RSA_BLOCKLIST",
                          "the key stands on a list of keys that are known to "
                          "attackers",
                          NULL,
                          "CVE-2008-0166, CVE-2021-41117 and published keys",
                          NEW_KEY},
    [MINT_K_RSA] = {"K27", "E_RSA_REFUSED",
                    "the policy takes no RSA key of any size", NULL,
                    "the policy; of cnsa2: NSA, CNSA 2.0 FAQ",
                    "use another policy, or a key and a tool of another kind"},
};

const struct mint_rule_info *mint_rule_explain(enum mint_rule rule) {
  size_t i = (size_t)rule;
  return i >= 1 && i < (size_t)MINT_K_RULES ? &rules[i] : NULL;
}
