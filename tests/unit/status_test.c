// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

#include <ctype.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/mint.h"
#include "tests/unit/parse_kit.h"

Test(status, names) {
  static const char *const kNames[] = {"ok",
                                       "wrong argument",
                                       "too large",
                                       "malformed",
                                       "not supported",
                                       "passphrase missing or wrong",
                                       "invalid key",
                                       "random source failed",
                                       "out of memory",
                                       "internal error"};
  for (size_t i = 0; i < COUNT(kNames); i++) {
    cr_expect_str_eq(mint_status_name((enum mint_status)i), kNames[i]);
  }
  cr_expect_str_eq(mint_status_name((enum mint_status)COUNT(kNames)),
                   "unknown status");
}

// The names are an interface: scripts match them. None may change or vanish.
Test(status, names_of_the_codes) {
  static const char *const kNames[MINT_E_CODES] = {
      "OK",
      "E_TEXT_EMPTY",
      "E_TEXT_TOO_LARGE",
      "E_TEXT_UTF16",
      "E_TEXT_BOM",
      "E_TEXT_CONTROL",
      "E_TEXT_LINE_ENDS",
      "E_TEXT_UNKNOWN",
      "E_PEM_BEFORE",
      "E_PEM_BEGIN",
      "E_PEM_END",
      "E_PEM_LABEL",
      "E_PEM_AFTER",
      "E_PEM_HEADER",
      "E_PEM_LINE",
      "E_PEM_EMPTY",
      "E_BASE64_CHARACTER",
      "E_BASE64_LENGTH",
      "E_BASE64_BITS",
      "E_DER_SYNTAX",
      "E_DER_TRAILING",
      "E_DER_MULTI_PRIME",
      "E_DER_RANGE",
      "E_LINE_FIELDS",
      "E_LINE_SEVERAL",
      "E_LINE_OPTIONS",
      "E_LINE_TOO_LONG",
      "E_LINE_COMMENT",
      "E_4716_BEGIN",
      "E_4716_HEADER",
      "E_4716_LINE",
      "E_4716_END",
      "E_4716_AFTER",
      "E_PPK_SYNTAX",
      "E_SSH_SYNTAX",
      "E_SSH_TRAILING",
      "E_SSH_MPINT",
      "E_SSH_TYPE",
      "E_SSH_SIGNATURE_TYPE",
      "E_SSH_POINT",
      "E_OPENSSH_SYNTAX",
      "E_OPENSSH_PADDING",
      "E_OPENSSH_PUBLIC",
      "E_DAMAGED",
      "E_TYPE_UNKNOWN",
      "E_TYPE_NOT_RSA",
      "E_TYPE_CERTIFICATE",
      "E_FORMAT_UNKNOWN",
      "E_FORMAT_PPK_VERSION",
      "E_FORMAT_SSH1",
      "E_FORMAT_SSHCOM",
      "E_FORMAT_X509",
      "E_FORMAT_NOT_RSA",
      "E_FORMAT_PGP",
      "E_FORMAT_AGE",
      "E_FORMAT_JSON",
      "E_FORMAT_DER",
      "E_FORMAT_PKCS8_VERSION",
      "E_FORMAT_SEVERAL_KEYS",
      "E_CIPHER_UNKNOWN",
      "E_KDF_UNKNOWN",
      "E_KDF_COST",
      "E_PASSPHRASE_MISSING",
      "E_PASSPHRASE_WRONG",
      "E_PASSPHRASE_SHORT",
      "E_PASSPHRASE_LONG",
      "E_KEY_RULES",
      "E_RANDOM",
      "E_MEMORY",
      "E_INTERNAL",
  };
  for (size_t i = 0; i < MINT_E_CODES; i++) {
    cr_assert_not_null(kNames[i], "a new code: name it here");
    cr_expect_str_eq(mint_code_explain((enum mint_code)i)->name, kNames[i]);
  }
}

// One line of plain ASCII a person can read.
static bool is_text(const char *text) {
  for (size_t i = 0; text[i] != '\0'; i++) {
    if (!isprint((unsigned char)text[i])) {
      return false;
    }
  }
  return true;
}

Test(status, every_code_is_explained) {
  for (size_t i = 0; i < MINT_E_CODES; i++) {
    const struct mint_code_info *info = mint_code_explain((enum mint_code)i);
    cr_assert(info->name != NULL && info->text != NULL && info->fix != NULL,
              "code %zu", i);
    cr_expect(is_text(info->text) && info->text[0] != '\0', "%s", info->name);
    cr_expect(is_text(info->fix), "%s", info->name);
    cr_expect_eq(info->status == MINT_OK, i == MINT_E_NONE, "%s", info->name);
    cr_expect_neq(info->status, MINT_ERR_ARGUMENT, "%s", info->name);
    for (size_t j = 0; j < i; j++) {
      const struct mint_code_info *other = mint_code_explain((enum mint_code)j);
      cr_expect_str_neq(info->name, other->name);
      cr_expect_str_neq(info->text, other->text);
    }
  }
}

Test(status, unknown_codes) {
  const struct mint_code_info *none = mint_code_explain(MINT_E_NONE);
  cr_expect_eq(mint_code_explain(MINT_E_CODES), none);
  cr_expect_eq(mint_code_explain((enum mint_code) - 1), none);
  cr_expect_eq(mint_code_explain((enum mint_code)0x7fffffff), none);
}
