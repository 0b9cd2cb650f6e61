// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// quote_test.c holds the quoted strings against what each language's rules say,
// byte by byte. (tests/cli/azure_emit.bats has readers read them.)

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "cli/azure/quote.h"

static void expect(enum cli_azure_language language, const char *text,
                   const char *wanted) {
  char *got = cli_azure_quote(language, text);
  cr_expect_str_eq(got, wanted);
  free(got);
}

Test(quote, posix) {
  expect(CLI_AZURE_POSIX, "", "''");
  expect(CLI_AZURE_POSIX, "a b", "'a b'");
  expect(CLI_AZURE_POSIX, "it's", "'it'\\''s'");
  expect(CLI_AZURE_POSIX, "'", "''\\'''");
  expect(CLI_AZURE_POSIX, "$x `y` \"z\" \\", "'$x `y` \"z\" \\'");
}

Test(quote, powershell_doubles_typographic_quotes_too) {
  expect(CLI_AZURE_PS, "", "''");
  expect(CLI_AZURE_PS, "it's $x `n", "'it''s $x `n'");
  expect(CLI_AZURE_PS, "\u2018\u2019\u201a\u201b",
         "'\u2018\u2018\u2019\u2019\u201a\u201a\u201b\u201b'");
  // Double quotes, straight or not, end no single-quoted string.
  expect(CLI_AZURE_PS, "\"\u201c\u201d\u201e", "'\"\u201c\u201d\u201e'");
}

Test(quote, hcl) {
  expect(CLI_AZURE_HCL, "", "\"\"");
  expect(CLI_AZURE_HCL, "a\"b\\c", "\"a\\\"b\\\\c\"");
  expect(CLI_AZURE_HCL, "${x}%{y}", "\"$${x}%%{y}\"");
  expect(CLI_AZURE_HCL, "$x %y $ { $", "\"$x %y $ { $\"");
  expect(CLI_AZURE_HCL, "$${x} %%{y}", "\"$$${x} %%%{y}\"");
}

Test(quote, bicep) {
  expect(CLI_AZURE_BICEP, "", "''");
  expect(CLI_AZURE_BICEP, "it's a\\b", "'it\\'s a\\\\b'");
  expect(CLI_AZURE_BICEP, "${x} $x $${y}", "'\\${x} $x $\\${y}'");
  expect(CLI_AZURE_BICEP, "%{y}\"", "'%{y}\"'");
}

Test(quote, yaml) {
  expect(CLI_AZURE_YAML, "", "\"\"");
  expect(CLI_AZURE_YAML, "a: \"b\" # \\c'", "\"a: \\\"b\\\" # \\\\c'\"");
  expect(CLI_AZURE_YAML, "\u2028\u2029\ufeff", "\"\\u2028\\u2029\\ufeff\"");
  expect(CLI_AZURE_YAML, "\u00e9\U0001f511", "\"\u00e9\U0001f511\"");
}

// Every language, with what grows most, a thousand times: the room is enough
// (the sanitizers see to it).
Test(quote, long_texts) {
  static const char *const pieces[] = {"'",  "\"",     "\\",    "${",
                                       "%{", "\u2018", "\u2028"};
  for (int l = CLI_AZURE_POSIX; l <= CLI_AZURE_YAML; l++) {
    for (size_t p = 0; p < sizeof(pieces) / sizeof(pieces[0]); p++) {
      char text[4001] = "";
      for (int i = 0; i < 1000; i++) {
        strcat(text, pieces[p]);
      }
      char *got = cli_azure_quote((enum cli_azure_language)l, text);
      size_t len = strlen(got);
      cr_expect_geq(len, strlen(text) + 2);
      cr_expect_eq(got[0], got[len - 1]);
      free(got);
    }
  }
}
