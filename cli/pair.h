// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// pair.h tells whether a private key is there with its .pub.

#ifndef SSHMINT_CLI_PAIR_H
#define SSHMINT_CLI_PAIR_H

#include "cli/context.h"

enum cli_pair {
  CLI_PAIR_NONE,   // neither file is there
  CLI_PAIR_WHOLE,  // a private key, and its public key
  CLI_PAIR_NOT,    // anything else
};

// cli_pair_exists tells whether `path` or `path`.pub is there, whatever it is.
bool cli_pair_exists(const char *path);

// cli_pair_find looks at `path` and `path`.pub. That they belong together is
// not seen where a private key hides its public part until it is unlocked. What
// is wrong is told, and so is a key that others can read.
enum cli_pair cli_pair_find(struct cli_context *context, const char *path);

#endif  // SSHMINT_CLI_PAIR_H
