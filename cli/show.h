// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// show.h is the verb `fingerprint` and ssh-keygen -l, which are one.

#ifndef SSHMINT_CLI_SHOW_H
#define SSHMINT_CLI_SHOW_H

#include "cli/source.h"

struct cli_show {
  enum mint_hash hash;
  bool randomart;
  const char *sshfp_host;  // NULL: fingerprints, not SSHFP records
};

// cli_show_key prints the fingerprint of a key (`argument` is a struct
// cli_show) as ssh-keygen -l prints it, or its SSHFP records. It is a
// cli_key_fn.
void cli_show_key(struct cli_context *context, struct cli_report *report,
                  struct cli_key *key, void *argument);

#endif  // SSHMINT_CLI_SHOW_H
