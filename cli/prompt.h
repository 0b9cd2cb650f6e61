// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// prompt.h gets passphrases: from a file, from a descriptor or from the person
// at the terminal; never from the environment, never from an argument. They
// live in secret memory only.

#ifndef SSHMINT_CLI_PROMPT_H
#define SSHMINT_CLI_PROMPT_H

#include "cli/report.h"

// cli_passphrase_get makes context->passphrase ready to open the private key of
// `report`: what was read once serves every input; a terminal is asked for each
// input anew. `fix` advises who has none.
//
// Failure  returns false, and `report` has the reason.
bool cli_passphrase_get(struct cli_context *context, struct cli_report *report,
                        const char *fix);

// cli_passphrase_is_stdin tells whether the options name standard input.
bool cli_passphrase_is_stdin(const struct cli_context *context);

// cli_passphrase_ready does what cli_passphrase_new does short of asking: it
// reads what the options name, and fails if nothing is named and there is no
// terminal.
bool cli_passphrase_ready(struct cli_context *context,
                          struct cli_report *report);

// cli_passphrase_new makes context->passphrase ready to encrypt a new key in
// PEM: asked for twice, or left empty if the options say so.
//
// Failure  returns false, and `report` has the reason.
bool cli_passphrase_new(struct cli_context *context, struct cli_report *report);

// How a new passphrase is asked for.
struct cli_prompts {
  const char *first;
  const char *again;
  bool may_be_empty;
};

// cli_prompt_twice asks on the terminal until both answers are the same.
//
// Failure  returns false, and `report` has the reason.
bool cli_prompt_twice(struct cli_context *context, struct cli_report *report,
                      const struct cli_prompts *prompts);

// cli_has_terminal tells whether there is a terminal to ask on.
bool cli_has_terminal(void);

// cli_passphrase_check tells whether PEM takes the passphrase (an empty one
// means none); if not, `report` has the reason.
bool cli_passphrase_check(const struct cli_context *context,
                          struct cli_report *report);

// cli_passphrase_forget wipes the passphrase.
void cli_passphrase_forget(struct cli_context *context);

#endif  // SSHMINT_CLI_PROMPT_H
