// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// rules.c is the table of the rules: keyword, kind of value, bounds, what it
// rules and why.

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "cli/policy/policy.h"

#define WORDS(...) \
  (const char *const[]) { __VA_ARGS__ }

#define OURS "house rule"
#define LIMITS "core/limits.h"

static const struct cli_policy_info rules[CLI_P_RULES] = {
    [CLI_P_RSA] = {"RSAKeys", CLI_KIND_CHOICE, 0, 2, 0,
                   WORDS("allow", "refuse"),
                   "whether RSA keys are taken at all",
                   "NSA, CNSA Suite 2.0 and Quantum Computing FAQ"},
    [CLI_P_RSA_MIN] = {"RequiredRSASize", CLI_KIND_MIN, MINT_RSA_BITS_FLOOR,
                       MINT_RSA_PUBLIC_BITS_MAX, MINT_RSA_BITS_FLOOR, NULL,
                       "the fewest bits of a user's key",
                       "NIST SP 800-131A r2 table 2"},
    [CLI_P_RSA_MAX] = {"MaxRSASize", CLI_KIND_MAX, MINT_RSA_BITS_FLOOR,
                       MINT_RSA_PUBLIC_BITS_MAX, MINT_RSA_PUBLIC_BITS_MAX, NULL,
                       "the most bits of a user's key", LIMITS},
    [CLI_P_GENERATE] = {"GenerateRSASizes", CLI_KIND_ALLOW, 0, 4, 15,
                        WORDS("2048", "3072", "4096", "8192"),
                        "the sizes of keys that may be made",
                        "FIPS 186-5 table B.1"},
    [CLI_P_EXPONENT] = {"RSAExponent", CLI_KIND_EXPONENT,
                        MINT_RSA_EXPONENT_FLOOR, UINT32_MAX,
                        MINT_RSA_EXPONENT_DEFAULT, NULL,
                        "the public exponent: one, or the smallest",
                        "FIPS 186-5 A.1.1"},
    [CLI_P_EXPONENT_MAX] = {NULL, CLI_KIND_MAX, 0, UINT32_MAX, UINT32_MAX, NULL,
                            "the largest public exponent", LIMITS},
    [CLI_P_FACTORS] = {"RSAFactorBalance", CLI_KIND_CHOICE, 0, 2, 0,
                       WORDS("warn", "required"),
                       "whether p and q have to lie in the range of FIPS 186-5",
                       "FIPS 186-5 A.1.3"},
    [CLI_P_WEAK] = {"WeakKeyChecks", CLI_KIND_DEMAND, 0, 5, 15,
                    WORDS("roca", "fermat", "shortsleeve", "smallfactors",
                          "blocklist"),
                    "the known-weak families; only the block list can be left "
                    "out",
                    "CVE-2017-15361, CVE-2022-26320, CVE-2008-0166"},
    [CLI_P_READ] = {"AllowedPrivateFormats", CLI_KIND_ALLOW, 0, 4, 15,
                    WORDS("pem", "pkcs8", "openssh", "ppk"),
                    "the forms of private keys that are read", OURS},
    [CLI_P_WRITE] = {"WriteFormat", CLI_KIND_ALLOW, 0, 3, 7,
                     WORDS("pem", "pkcs8", "openssh"),
                     "the forms of private keys that are written", OURS},
    [CLI_P_PASSPHRASE] = {"RequirePassphrase", CLI_KIND_CHOICE, 0, 2, 0,
                          WORDS("no", "yes"),
                          "whether a private key has to be encrypted", OURS},
    [CLI_P_PASSPHRASE_MIN] = {"MinPassphraseLength", CLI_KIND_MIN, 0,
                              MINT_PASSPHRASE_MAX, 0, NULL,
                              "the fewest bytes of a new passphrase", OURS},
    [CLI_P_BCRYPT_MIN] = {"KDFMinBcryptRounds", CLI_KIND_MIN, 0,
                          MINT_BCRYPT_ROUNDS_MAX, 0, NULL,
                          "the fewest bcrypt rounds of an encrypted key",
                          LIMITS},
    [CLI_P_BCRYPT_MAX] = {"KDFMaxBcryptRounds", CLI_KIND_MAX, 1,
                          MINT_BCRYPT_ROUNDS_MAX, MINT_BCRYPT_ROUNDS_MAX, NULL,
                          "the most bcrypt rounds that are done for a file",
                          LIMITS},
    [CLI_P_PBKDF2_MIN] = {"KDFMinPBKDF2", CLI_KIND_MIN, 0,
                          MINT_PBKDF2_ITERATIONS_MAX, 0, NULL,
                          "the fewest PBKDF2 iterations of an encrypted key",
                          LIMITS},
    [CLI_P_PBKDF2_MAX] = {"KDFMaxPBKDF2", CLI_KIND_MAX, 1,
                          MINT_PBKDF2_ITERATIONS_MAX,
                          MINT_PBKDF2_ITERATIONS_MAX, NULL,
                          "the most PBKDF2 iterations that are done for a file",
                          LIMITS},
    [CLI_P_SCRYPT_MAX] = {"KDFMaxScryptMem", CLI_KIND_MAX, 1,
                          MINT_KDF_MEMORY_MAX, MINT_KDF_MEMORY_MAX, NULL,
                          "the most bytes that scrypt may take for a file",
                          LIMITS},
    [CLI_P_FINGERPRINT] = {"FingerprintHash", CLI_KIND_ALLOW, 0, 5, 31,
                           WORDS("sha256", "md5", "sha1", "sha384", "sha512"),
                           "the hashes of fingerprints that are shown", OURS},
    [CLI_P_FILE_MAX] = {"MaxKeyFileSize", CLI_KIND_MAX, 1, MINT_INPUT_MAX,
                        MINT_INPUT_MAX, NULL, "the most bytes of a key file",
                        LIMITS},
    [CLI_P_COMMENT] = {"CommentCharset", CLI_KIND_CHOICE, 0, 2, 0,
                       WORDS("utf-8", "ascii-printable"),
                       "the characters of comments that are written", OURS},
    [CLI_P_SIGNATURE] = {"SignatureAlgorithms", CLI_KIND_ALLOW, 0, 2, 3,
                         WORDS("rsa-sha2-512", "rsa-sha2-256"),
                         "the signatures that a connection may use",
                         "RFC 8332"},
    [CLI_P_HOST_KEY] = {"HostKeyPolicy", CLI_KIND_CHOICE, 0, CLI_HOST_KEYS, 0,
                        WORDS("ask", "known_hosts", "pinned"),
                        "which host keys are taken: unknown ones that somebody "
                        "at a terminal agrees to, known ones, or only those "
                        "whose fingerprint is given",
                        OURS},
    [CLI_P_HOST_RSA_MIN] = {"RequiredHostRSASize", CLI_KIND_MIN,
                            MINT_RSA_BITS_FLOOR, MINT_RSA_PUBLIC_BITS_MAX,
                            MINT_RSA_BITS_FLOOR, NULL,
                            "the fewest bits of a host's RSA key",
                            "NIST SP 800-131A r2 table 2"},
    [CLI_P_SANDBOX] =
        {"Sandbox", CLI_KIND_CHOICE, 0, CLI_SANDBOX_WORDS, 1,
         WORDS("off", "try", "require"),
         "whether the program, and its helper that talks to a host, lock "
         "themselves in",
         OURS},
    [CLI_P_AUDIT] = {"AuditLog", CLI_KIND_LOG, 0, 2, 0, WORDS("off", "syslog"),
                     "where each operation is noted: syslog, or a file's path",
                     OURS},
    [CLI_P_AUDIT_REQUIRED] = {"AuditRequired", CLI_KIND_CHOICE, 0, 2, 0,
                              WORDS("no", "yes"),
                              "whether nothing is done that cannot be noted",
                              OURS},
};

const struct cli_policy_info *cli_policy_explain(enum cli_policy_rule rule) {
  return &rules[rule];
}

bool cli_policy_find(enum cli_policy_rule *out, const char *keyword,
                     size_t len) {
  for (int r = 0; r < (int)CLI_P_RULES; r++) {
    const char *name = rules[r].keyword;
    if (name != NULL && strlen(name) == len &&
        strncasecmp(name, keyword, len) == 0) {
      *out = (enum cli_policy_rule)r;
      return true;
    }
  }
  *out = CLI_P_RULES;
  return false;
}
