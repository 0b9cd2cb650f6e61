// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// context.h holds what one run of the program was told and what it has come to:
// the options that every verb shares, the passphrase, the exit status.

#ifndef SSHMINT_CLI_CONTEXT_H
#define SSHMINT_CLI_CONTEXT_H

#include <sys/types.h>

#include "cli/policy/policy.h"
#include "core/mint.h"

// A passphrase, and where it comes from if the options say so.
struct cli_passphrase {
  const char *file;         // its first line; NULL: not given
  const char *fd;           // the number of a descriptor; NULL: not given
  struct mint_secret text;  // once it has been read or asked for
  bool is_known;            // it has been read, or given with -P
};

struct cli_context {
  bool help;
  bool json;
  bool batch;  // never ask
  bool quiet;  // no warnings, no progress
  bool verbose;
  bool ssh_keygen;    // ssh-keygen's command line: its line ends and exits
  const char *color;  // "auto", "always" or "never"; NULL: auto
  const char *verb;   // as it was called; for the audit trail
  const char *policy_name;  // --policy; NULL: not given
  bool has_policy;          // it has been found
  struct cli_policy policy;
  bool is_locked;    // the process has locked itself in (lock.h)
  unsigned sandbox;  // what that came to: a set of cli_sandbox_state
  bool audits;       // there is an audit trail: syslog, or
  int audit_fd;      // this file
  struct cli_blocklist *blocklist;   // owned, borrowed by the policy; or NULL
  struct cli_passphrase passphrase;  // of the keys that are opened; `new`:
                                     // of the key that is made
  struct cli_passphrase new_passphrase;  // of what is written instead
  bool no_passphrase;
  mode_t umask;  // the one that the process was started with
  int exit;      // the highest status so far
};

// A verb parses its own arguments (argv[0] is its name, or the last word of it)
// and leaves its result in `context->exit`.
typedef void (*cli_verb_fn)(struct cli_context *context, int argc, char **argv);

void cli_verb_new(struct cli_context *context, int argc, char **argv);
void cli_verb_inspect(struct cli_context *context, int argc, char **argv);
void cli_verb_fingerprint(struct cli_context *context, int argc, char **argv);
void cli_verb_public(struct cli_context *context, int argc, char **argv);
void cli_verb_convert(struct cli_context *context, int argc, char **argv);
void cli_verb_passwd(struct cli_context *context, int argc, char **argv);
void cli_verb_comment(struct cli_context *context, int argc, char **argv);
void cli_verb_repair(struct cli_context *context, int argc, char **argv);
void cli_verb_check(struct cli_context *context, int argc, char **argv);
void cli_verb_scan(struct cli_context *context, int argc, char **argv);
void cli_verb_policy_show(struct cli_context *context, int argc, char **argv);
void cli_verb_policy_check(struct cli_context *context, int argc, char **argv);
void cli_verb_policy_explain(struct cli_context *context, int argc,
                             char **argv);
void cli_verb_match(struct cli_context *context, int argc, char **argv);
void cli_verb_azure_check(struct cli_context *context, int argc, char **argv);
void cli_verb_azure_emit(struct cli_context *context, int argc, char **argv);
void cli_verb_connect(struct cli_context *context, int argc, char **argv);
void cli_verb_host_verify(struct cli_context *context, int argc, char **argv);
void cli_verb_host_pin(struct cli_context *context, int argc, char **argv);
void cli_verb_host_list(struct cli_context *context, int argc, char **argv);
void cli_verb_host_forget(struct cli_context *context, int argc, char **argv);
void cli_verb_host_commands(struct cli_context *context, int argc, char **argv);

// cli_keygen_compat is the command line of ssh-keygen. It returns the exit
// status: 0, 1 or 255.
int cli_keygen_compat(struct cli_context *context, int argc, char **argv);

#endif  // SSHMINT_CLI_CONTEXT_H
