// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// prompt.h gets passphrases: from a file, from a descriptor or from the person
// at the terminal; never from the environment, never from an argument. They
// live in secret memory only. It also asks yes or no.

#ifndef SSHMINT_CLI_PROMPT_H
#define SSHMINT_CLI_PROMPT_H

#include "cli/report.h"

// cli_passphrase_get makes context->passphrase ready to open the private key of
// `report`: what was read once serves every input; a terminal is asked for each
// input anew, with `question` or, if that is NULL, with one that names the
// file. `fix` advises who has none.
//
// Failure  returns false, and `report` has the reason.
bool cli_passphrase_get(struct cli_context *context, struct cli_report *report,
                        const char *question, const char *fix);

// cli_passphrase_read reads `passphrase` from where the options say; nothing
// happens if they name nothing, or if it has been read.
//
// Failure  returns false, and `report` has the reason.
bool cli_passphrase_read(struct cli_context *context, struct cli_report *report,
                         struct cli_passphrase *passphrase);

// cli_passphrase_named tells whether the options say where to find it.
bool cli_passphrase_named(const struct cli_passphrase *passphrase);

// cli_passphrase_is_stdin tells whether the options name standard input.
bool cli_passphrase_is_stdin(const struct cli_passphrase *passphrase);

// cli_passphrase_ready does what cli_passphrase_new does short of asking: it
// reads what the options name, and fails if nothing is named and there is no
// terminal.
bool cli_passphrase_ready(struct cli_context *context,
                          struct cli_report *report,
                          struct cli_passphrase *passphrase,
                          enum mint_format format);

// How a new passphrase is asked for.
struct cli_prompts {
  const char *first;
  const char *again;
  bool may_be_empty;
};

// cli_passphrase_new makes `passphrase` ready to encrypt a private key in
// `format`: read, asked for twice (`prompts` may be NULL), or left empty if the
// options say so.
//
// Failure  returns false, and `report` has the reason.
bool cli_passphrase_new(struct cli_context *context, struct cli_report *report,
                        struct cli_passphrase *passphrase,
                        enum mint_format format,
                        const struct cli_prompts *prompts);

// cli_prompt_twice asks on the terminal until both answers are the same.
//
// Failure  returns false, and `report` has the reason.
bool cli_prompt_twice(const struct cli_context *context,
                      struct cli_report *report,
                      struct cli_passphrase *passphrase,
                      const struct cli_prompts *prompts);

// cli_prompt_yes asks on the terminal and tells whether the answer was yes.
bool cli_prompt_yes(const char *question);

// cli_prompt_line asks on the terminal for a line of public text, which is
// shown while it is typed. Returns false, and an empty text, at the end of the
// input or if the answer is longer than `cap` - 1.
bool cli_prompt_line(char *out, size_t cap, const char *question);

// cli_has_terminal tells whether there is a terminal to ask on.
bool cli_has_terminal(void);

// cli_passphrase_min returns how many bytes `format` asks for at least.
size_t cli_passphrase_min(enum mint_format format);

// cli_passphrase_check tells whether `format` takes the passphrase (an empty
// one means none); if not, `report` has the reason.
bool cli_passphrase_check(const struct mint_secret *passphrase,
                          struct cli_report *report, enum mint_format format);

// cli_passphrase_forget wipes it.
void cli_passphrase_forget(struct cli_passphrase *passphrase);

#endif  // SSHMINT_CLI_PROMPT_H
