// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// keygen_make.h makes a key pair in the conversation that ssh-keygen leads.

#ifndef SSHMINT_CLI_KEYGEN_MAKE_H
#define SSHMINT_CLI_KEYGEN_MAKE_H

#include "cli/context.h"

// What ssh-keygen's command line said.
struct cli_keygen {
  bool lists;  // -l
  bool has_bits;
  unsigned bits;
  bool has_hash;
  enum mint_hash hash;
  enum mint_format format;
  unsigned rounds;  // -a; 0: the default
  const char *path;
  const char *comment;
  const char *type;
  bool has_new;  // -N; -P, which goes before it, is in the context
  struct mint_secret new_passphrase;
};

// cli_keygen_parse reads the options of ssh-keygen's command line and touches
// nothing but the memory of its arguments. The caller wipes
// keygen->new_passphrase, whatever comes of it. Returns 0 to go on, or the exit
// status (keygen_compat.c).
int cli_keygen_parse(struct cli_context *context, struct cli_keygen *keygen,
                     int argc, char **argv);

// cli_keygen_ask_path asks for a file on standard output and reads its name
// from standard input: an empty answer means the user's RSA key. The caller
// frees the result; NULL if there is no answer.
char *cli_keygen_ask_path(const char *question);

// cli_keygen_make makes the pair. Returns the exit status.
int cli_keygen_make(struct cli_context *context, struct cli_keygen *keygen);

#endif  // SSHMINT_CLI_KEYGEN_MAKE_H
