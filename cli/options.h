// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// options.h is the one parser of native options, and their help: a table a
// verb, and the options that all verbs share.

#ifndef SSHMINT_CLI_OPTIONS_H
#define SSHMINT_CLI_OPTIONS_H

#include <stdint.h>

#include "cli/context.h"

// What every help says of the exit statuses; sshmint(1) has more.
#define CLI_EXIT_HELP                                               \
  "Exit status: 0 yes, 1 the answer is no, 2 usage, 3 malformed,\n" \
  "4 not supported, 5 passphrase, 6 file, 7 host key, 8 network,\n" \
  "70 internal, 78 policy.\n"

// An option is a flag (`flag` is set to true) or takes a value (`value` is set
// to it). The end of a table has neither letter nor name.
struct cli_option {
  char letter;             // 0: none
  const char *name;        // without its dashes; NULL: none
  const char *value_name;  // in the help; NULL: a flag
  bool *flag;
  const char **value;  // NULL before parsing; may be given once, or if
                       // `value_name` ends in "...", CLI_OPTION_REPEATS times:
                       // then it is the first of one pointer more than that
  const char *help;
};

#define CLI_OPTION_REPEATS 32

// What the help of a verb says besides its options, and how many operands the
// verb takes.
struct cli_usage {
  const char *synopsis;  // behind "usage: sshmint "
  const char *text;
  size_t operands_min;
  size_t operands_max;
};
#define CLI_OPERANDS_ANY SIZE_MAX

// The files named on the command line.
struct cli_operands {
  char **names;  // borrowed from argv
  size_t num;
};

// cli_options_parse reads the arguments behind argv[0], in any order, and moves
// the operands to the front of argv. `own` are the verb's options. A verb that
// opens private keys sets `opens_private` and takes the passphrase options too.
//
// Returns false if there is nothing left to do: the help has been printed, or
// an error told and put into context->exit.
bool cli_options_parse(struct cli_context *context,
                       struct cli_operands *out_operands,
                       const struct cli_option *own,
                       const struct cli_usage *usage, bool opens_private,
                       int argc, char **argv);

// cli_number stores the decimal number `text` in `out`: digits only, at most
// `max`. Returns false if it is none.
bool cli_number(unsigned *out, const char *text, unsigned max);

#endif  // SSHMINT_CLI_OPTIONS_H
