// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// next.h tells people on a terminal what to do next with a key for Azure.

#ifndef SSHMINT_CLI_NEXT_H
#define SSHMINT_CLI_NEXT_H

#include "cli/context.h"

// cli_next_print prints a line, after `indent`, with the command that tells how
// to hand the public key of the file `path` to Azure, or first how to get that
// file. Nothing is printed where no person reads along: unless standard output
// is a terminal, and with -q, with --json and on ssh-keygen's command line; nor
// for standard input, which has no name, nor for a key that Azure does not
// take.
void cli_next_print(const struct cli_context *context, const char *indent,
                    const char *path, const struct mint_about *about);

#endif  // SSHMINT_CLI_NEXT_H
