// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// context.h holds what one run of the program was told and what it has come to:
// the options that every verb shares, the passphrase, the exit status.

#ifndef SSHMINT_CLI_CONTEXT_H
#define SSHMINT_CLI_CONTEXT_H

#include <sys/types.h>

#include "core/mint.h"

struct cli_context {
  bool help;
  bool json;
  bool batch;  // never ask
  bool quiet;  // no warnings, no progress
  bool verbose;
  bool ssh_keygen;    // ssh-keygen's command line: its line ends and exits
  const char *color;  // "auto", "always" or "never"; NULL: auto
  const char *policy_name;  // NULL: the default
  struct mint_policy policy;
  const char *passphrase_file;  // NULL: not given
  const char *passphrase_fd;
  bool no_passphrase;
  struct mint_secret passphrase;  // once it has been read or asked for
  bool has_passphrase;
  mode_t umask;  // the one that the process was started with
  int exit;      // the highest status so far
};

// A verb parses its own arguments (argv[0] is its name) and leaves its result
// in `context->exit`.
typedef void (*cli_verb_fn)(struct cli_context *context, int argc, char **argv);

void cli_verb_new(struct cli_context *context, int argc, char **argv);
void cli_verb_inspect(struct cli_context *context, int argc, char **argv);
void cli_verb_fingerprint(struct cli_context *context, int argc, char **argv);
void cli_verb_public(struct cli_context *context, int argc, char **argv);
void cli_verb_check(struct cli_context *context, int argc, char **argv);

// cli_keygen_compat is the command line of ssh-keygen. It returns the exit
// status: 0, 1 or 255.
int cli_keygen_compat(struct cli_context *context, int argc, char **argv);

#endif  // SSHMINT_CLI_CONTEXT_H
