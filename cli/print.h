// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// print.h reads fingerprints as people copy them from somewhere.

#ifndef SSHMINT_CLI_PRINT_H
#define SSHMINT_CLI_PRINT_H

#include "core/mint.h"

// A fingerprint as mint_fingerprint writes it.
struct cli_print {
  enum mint_hash hash;
  char text[MINT_FINGERPRINT_MAX];
};

enum cli_print_kind {
  CLI_PRINT_NONE,  // it does not look like a fingerprint
  CLI_PRINT_BAD,   // it does, and is none: cut short, or with a wrong character
  CLI_PRINT_OK,
};

// cli_print_parse reads "SHA256:" or another hash, and base64 (its padding may
// be there) or hex; or hex alone, whose length tells the hash. Colons may stand
// between the bytes in hex, and have to where no hash is named.
enum cli_print_kind cli_print_parse(struct cli_print *out, const char *text);

#endif  // SSHMINT_CLI_PRINT_H
