// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// blocklist.h reads the list of keys that are refused because attackers know
// them.

#ifndef SSHMINT_CLI_BLOCKLIST_H
#define SSHMINT_CLI_BLOCKLIST_H

#include "cli/context.h"

struct cli_blocklist {
  struct mint_blocklist list;
  char digest[MINT_FINGERPRINT_MAX];  // of the whole file
  uint8_t *data;                      // owned
};

// cli_blocklist_read reads the list in the regular file `path` and puts it into
// the context's policy.
//
// Owns     context->blocklist, released with cli_blocklist_forget.
// Failure  returns false; the error is told.
bool cli_blocklist_read(struct cli_context *context, const char *path);

// cli_blocklist_forget takes the list out of the policy and releases it.
void cli_blocklist_forget(struct cli_context *context);

#endif  // SSHMINT_CLI_BLOCKLIST_H
