// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// The text of a policy: what is taken, and every kind of text that is not.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "cli/policy/policy.h"

#define HEAD "PolicyVersion 1\nName n\n"

static struct cli_policy good(const char *text) {
  struct cli_policy policy;
  struct cli_policy_why why;
  cr_assert(cli_policy_parse(&policy, &why, text, strlen(text)),
            "fault %d in line %zu (%s) of:\n%s", (int)why.fault, why.line,
            why.word, text);
  return policy;
}

Test(policy_file, every_keyword) {
  struct cli_policy policy = good(
      "# comments may come first\n"
      "\n"
      "PolicyVersion 1\n"
      "Name          corp-azure\n"
      "Extends       azure\n"
      "RequiredRSASize        3072\n"
      "RequiredHostRSASize    2049\n"
      "MaxRSASize             8192\n"
      "GenerateRSASizes       3072,4096\n"
      "RSAExponent            65537\n"
      "RSAFactorBalance       required\n"
      "WeakKeyChecks roca,fermat,shortsleeve,smallfactors,blocklist\n"
      "AllowedPrivateFormats  openssh,pkcs8\n"
      "WriteFormat            openssh\n"
      "requirepassphrase      yes\n"
      "MinPassphraseLength    12\n"
      "KDFMinBcryptRounds 24\n"
      "KDFMaxBcryptRounds 100\n"
      "KDFMinPBKDF2 600000\n"
      "KDFMaxPBKDF2 9000000\n"
      "KDFMaxScryptMem 1000\n"
      "SignatureAlgorithms    rsa-sha2-512\n"
      "FingerprintHash        sha256\n"
      "HostKeyPolicy          pinned\n"
      "MaxKeyFileSize 16384\n"
      "Sandbox                require\n"
      "CommentCharset         ascii-printable\n"
      "AuditLog /var/log/sshmint\n"
      "AuditRequired yes\n");
  static const unsigned kWanted[CLI_P_RULES] = {
      [CLI_P_RSA] = 0,
      [CLI_P_RSA_MIN] = 3072,
      [CLI_P_RSA_MAX] = 8192,
      [CLI_P_GENERATE] = 6,
      [CLI_P_EXPONENT] = 65537,
      [CLI_P_EXPONENT_MAX] = 65537,
      [CLI_P_FACTORS] = 1,
      [CLI_P_WEAK] = 31,
      [CLI_P_READ] = 6,
      [CLI_P_WRITE] = 4,
      [CLI_P_PASSPHRASE] = 1,
      [CLI_P_PASSPHRASE_MIN] = 12,
      [CLI_P_BCRYPT_MIN] = 24,
      [CLI_P_BCRYPT_MAX] = 100,
      [CLI_P_PBKDF2_MIN] = 600000,
      [CLI_P_PBKDF2_MAX] = 9000000,
      [CLI_P_SCRYPT_MAX] = 1000,
      [CLI_P_FINGERPRINT] = 1,
      [CLI_P_FILE_MAX] = 16384,
      [CLI_P_COMMENT] = 1,
      [CLI_P_SIGNATURE] = 1,
      [CLI_P_HOST_KEY] = 2,
      [CLI_P_HOST_RSA_MIN] = 2049,
      [CLI_P_SANDBOX] = 2,
      [CLI_P_AUDIT] = CLI_AUDIT_FILE,
      [CLI_P_AUDIT_REQUIRED] = 1,
  };
  cr_assert_str_eq(policy.name, "corp-azure");
  cr_assert_str_eq(policy.audit, "/var/log/sshmint");
  for (int r = 0; r < (int)CLI_P_RULES; r++) {
    const char *keyword = cli_policy_explain((enum cli_policy_rule)r)->keyword;
    cr_assert_eq(policy.value[r], kWanted[r], "%s: %u",
                 keyword == NULL ? "-" : keyword, policy.value[r]);
  }
  // What the core is told.
  cr_assert_eq(policy.key.rsa_bits_min, 3072);
  cr_assert_eq(policy.key.rsa_bits_max, 8192);
  cr_assert_eq(policy.key.exponent_min, 65537);
  cr_assert_eq(policy.key.exponent_max, 65537);
  cr_assert_eq(policy.key.generate, MINT_GENERATE(3072) | MINT_GENERATE(4096));
  cr_assert(policy.key.large_factors);
  cr_assert_not(policy.key.rsa_refused);
}

Test(policy_file, what_is_not_said_is_the_preset) {
  struct cli_policy policy = good("policyversion 1\nEXTENDS bsi\nName x\n");
  struct cli_policy bsi;
  cr_assert(cli_policy_preset(&bsi, "bsi"));
  cr_assert_str_eq(policy.name, "x");
  cr_assert_arr_eq(policy.value, bsi.value, sizeof(bsi.value));
  policy = good("PolicyVersion 1\nName x\n");
  cr_assert(cli_policy_preset(&bsi, "default"));
  cr_assert_arr_eq(policy.value, bsi.value, sizeof(bsi.value));
}

// Each is refused at this line, and what is left takes nothing.
Test(policy_file, bad_texts) {
  static const struct {
    const char *text;
    enum cli_policy_fault fault;
    size_t line;
  } kCases[] = {
      {"", CLI_FAULT_VERSION, 0},
      {"# nothing\n", CLI_FAULT_VERSION, 0},
      {"Name n\nPolicyVersion 1\n", CLI_FAULT_VERSION, 1},
      {"PolicyVersion 2\nName n\n", CLI_FAULT_VERSION, 1},
      {"PolicyVersion 01\nName n\n", CLI_FAULT_VERSION, 1},
      {"PolicyVersion\nName n\n", CLI_FAULT_VERSION, 1},
      {" PolicyVersion 1\nName n\n", CLI_FAULT_TEXT, 1},
      {HEAD "PolicyVersion 1\n", CLI_FAULT_TWICE, 3},
      {"PolicyVersion 1\n", CLI_FAULT_NAME, 0},
      {HEAD "Name m\n", CLI_FAULT_TWICE, 3},
      {"PolicyVersion 1\nName cnsa1\n", CLI_FAULT_NAME, 2},
      {"PolicyVersion 1\nName a+b\n", CLI_FAULT_NAME, 2},
      {"PolicyVersion 1\nName a b\n", CLI_FAULT_NAME, 2},
      {"PolicyVersion 1\nName 123456789012345678901234567890123\n",
       CLI_FAULT_NAME, 2},
      {HEAD "Extends nosuch\n", CLI_FAULT_EXTENDS, 3},
      {HEAD "Extends Azure\n", CLI_FAULT_EXTENDS, 3},
      {HEAD "Extends azure\nExtends azure\n", CLI_FAULT_EXTENDS, 4},
      {HEAD "Sandbox require\nExtends azure\n", CLI_FAULT_EXTENDS, 4},
      {HEAD "Nosuch 1\n", CLI_FAULT_KEYWORD, 3},
      {HEAD " Sandbox require\n", CLI_FAULT_TEXT, 3},
      {HEAD "Include /etc/other\n", CLI_FAULT_KEYWORD, 3},
      {HEAD "MaxRSASize 4096\nmaxrsasize 4096\n", CLI_FAULT_TWICE, 4},
      {HEAD "MaxRSASize\n", CLI_FAULT_VALUE, 3},
      {HEAD "MaxRSASize \n", CLI_FAULT_VALUE, 3},
      {HEAD "MaxRSASize 04096\n", CLI_FAULT_VALUE, 3},
      {HEAD "MaxRSASize +4096\n", CLI_FAULT_VALUE, 3},
      {HEAD "MaxRSASize -1\n", CLI_FAULT_VALUE, 3},
      {HEAD "MaxRSASize 0x1000\n", CLI_FAULT_VALUE, 3},
      {HEAD "MaxRSASize 4096k\n", CLI_FAULT_VALUE, 3},
      {HEAD "MaxRSASize 4096 \n", CLI_FAULT_VALUE, 3},
      {HEAD "MaxRSASize 4096 # no\n", CLI_FAULT_VALUE, 3},
      {HEAD "MaxRSASize 16385\n", CLI_FAULT_VALUE, 3},
      {HEAD "MaxRSASize 4294971392\n", CLI_FAULT_VALUE, 3},
      {HEAD "MaxRSASize 18446744073709555712\n", CLI_FAULT_VALUE, 3},
      {HEAD "RequiredRSASize 2047\n", CLI_FAULT_VALUE, 3},
      {HEAD "RSAExponent 1\n", CLI_FAULT_VALUE, 3},
      {HEAD "RSAExponent 65538\n", CLI_FAULT_VALUE, 3},
      {HEAD "RSAExponent min\n", CLI_FAULT_VALUE, 3},
      {HEAD "RSAExponent min 4294967297\n", CLI_FAULT_VALUE, 3},
      {HEAD "WriteFormat pem,pem\n", CLI_FAULT_VALUE, 3},
      {HEAD "WriteFormat pem,\n", CLI_FAULT_VALUE, 3},
      {HEAD "WriteFormat ,pem\n", CLI_FAULT_VALUE, 3},
      {HEAD "WriteFormat pem, pkcs8\n", CLI_FAULT_VALUE, 3},
      {HEAD "WriteFormat PEM\n", CLI_FAULT_VALUE, 3},
      {HEAD "WriteFormat ppk\n", CLI_FAULT_VALUE, 3},
      {HEAD "RequirePassphrase maybe\n", CLI_FAULT_VALUE, 3},
      {HEAD "AuditLog trail\n", CLI_FAULT_VALUE, 3},
      {HEAD "AuditLog /var/log/\n", CLI_FAULT_VALUE, 3},
      {HEAD "RSAExponent 3\n", CLI_FAULT_LOOSER, 3},
      {HEAD "RSAExponent min 3\n", CLI_FAULT_LOOSER, 3},
      {HEAD "WeakKeyChecks roca\n", CLI_FAULT_LOOSER, 3},
      {HEAD "WeakKeyChecks none\n", CLI_FAULT_LOOSER, 3},
      {HEAD "Extends cnsa1\nRequiredRSASize 2048\n", CLI_FAULT_LOOSER, 4},
      {HEAD "Extends cnsa1\nGenerateRSASizes 2048,3072\n", CLI_FAULT_LOOSER, 4},
      {HEAD "Extends cnsa2\nRSAKeys allow\n", CLI_FAULT_LOOSER, 4},
      {HEAD "Sandbox require", CLI_FAULT_TEXT, 3},
      {HEAD "Sandbox require\r\n", CLI_FAULT_TEXT, 3},
      {HEAD "Sandbox\trequire\n", CLI_FAULT_TEXT, 3},
      {HEAD "# gr\xc3\xbc\xc3\x9f\n", CLI_FAULT_TEXT, 3},
      {"\xef\xbb\xbfPolicyVersion 1\nName n\n", CLI_FAULT_TEXT, 1},
  };
  for (size_t i = 0; i < sizeof(kCases) / sizeof(kCases[0]); i++) {
    struct cli_policy policy;
    struct cli_policy_why why;
    const char *text = kCases[i].text;
    memset(&policy, 0, sizeof(policy));
    cr_assert_not(cli_policy_parse(&policy, &why, text, strlen(text)), "%s",
                  text);
    cr_assert_eq(why.fault, kCases[i].fault, "fault %d of: %s", (int)why.fault,
                 text);
    cr_assert_eq(why.line, kCases[i].line, "line %zu of: %s", why.line, text);
    cr_assert(policy.key.rsa_refused, "%s", text);
    cr_assert_eq(policy.key.generate, 0, "%s", text);
  }
}

// A preset knows nothing of the machine. Another layer still tightens it.
Test(policy_file, the_sandbox_can_be_off) {
  static const char text[] = HEAD "Sandbox off\n";
  struct cli_policy policy;
  struct cli_policy other;
  struct cli_policy_why why;
  cr_assert(cli_policy_parse(&policy, &why, text, sizeof(text) - 1));
  cr_assert_eq(policy.value[CLI_P_SANDBOX], CLI_SANDBOX_NONE);
  cr_assert(cli_policy_preset(&other, "default"));
  cli_policy_join(&policy, &other);
  cr_assert_eq(policy.value[CLI_P_SANDBOX], CLI_SANDBOX_TRY);
}

Test(policy_file, nul_is_no_text) {
  static const char text[] = HEAD "# \0\n";
  struct cli_policy policy;
  struct cli_policy_why why;
  cr_assert_not(cli_policy_parse(&policy, &why, text, sizeof(text) - 1));
  cr_assert_eq(why.fault, CLI_FAULT_TEXT);
}

// A line of 1024 bytes and a file of 64 KiB are the longest.
Test(policy_file, limits) {
  const size_t head = strlen(HEAD);
  const size_t line = CLI_POLICY_LINE_MAX + 1;
  struct cli_policy policy;
  struct cli_policy_why why;
  char *text = malloc(CLI_POLICY_FILE_MAX + 2);
  cr_assert_not_null(text);
  memset(text, '#', CLI_POLICY_FILE_MAX + 2);
  memcpy(text, HEAD, head);
  text[head + CLI_POLICY_LINE_MAX] = '\n';
  cr_assert(cli_policy_parse(&policy, &why, text, head + line));
  text[head + CLI_POLICY_LINE_MAX] = '#';
  text[head + line] = '\n';
  cr_assert_not(cli_policy_parse(&policy, &why, text, head + line + 1));
  cr_assert_eq(why.fault, CLI_FAULT_TEXT);
  cr_assert_eq(why.line, 3);
  memset(text + head, '\n', CLI_POLICY_FILE_MAX + 1 - head);
  cr_assert(cli_policy_parse(&policy, &why, text, CLI_POLICY_FILE_MAX));
  cr_assert_not(cli_policy_parse(&policy, &why, text, CLI_POLICY_FILE_MAX + 1));
  cr_assert_eq(why.fault, CLI_FAULT_TEXT);
  free(text);
}
