// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// quote.h writes a text as one string of another language, so that whoever
// parses it there gets back the very same bytes and runs none of them.

#ifndef SSHMINT_CLI_AZURE_QUOTE_H
#define SSHMINT_CLI_AZURE_QUOTE_H

// The rules are those of: POSIX.1-2017 Shell Command Language 2.2.2; PowerShell
// about_Quoting_Rules, and its tokenizer, to which the typographic quotes
// U+2018 to U+201B are quotes as well; HCL native syntax, "Template
// Expressions"; Bicep "Data types: strings"; YAML 1.1 and 1.2 double-quoted
// scalars, written so that they are JSON too.
enum cli_azure_language {
  CLI_AZURE_POSIX,
  CLI_AZURE_PS,
  CLI_AZURE_HCL,
  CLI_AZURE_BICEP,
  CLI_AZURE_YAML,
};

// cli_azure_quote returns `text` with its quotes. `text` is UTF-8 without
// control characters, as mint_comment_ok wants it. The caller frees the result;
// never NULL.
char *cli_azure_quote(enum cli_azure_language language, const char *text);

#endif  // SSHMINT_CLI_AZURE_QUOTE_H
