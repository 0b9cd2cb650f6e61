// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// series.h names the many key pairs that one command makes.

#ifndef SSHMINT_CLI_SERIES_H
#define SSHMINT_CLI_SERIES_H

#include "cli/context.h"

// The most pairs that one command makes.
#define CLI_SERIES_MAX 1000000u

// What the options say; the first three are NULL if they say nothing.
struct cli_series {
  const char *count_text;
  const char *folder;
  const char *pattern;  // of the private keys' names: "%d" is the number
  unsigned count;       // set by cli_series_check
};

// cli_series_wanted tells whether any of its options is given.
bool cli_series_wanted(const struct cli_series *series);

// cli_series_check reads the count, fills in the usual pattern, and refuses
// what makes no file names. Returns false, and the error is told, if it is so.
bool cli_series_check(struct cli_context *context, struct cli_series *series);

// cli_series_fill returns `text` with each "%d" replaced by `number`, which has
// as many digits as the count, so that names sort. The caller frees it.
char *cli_series_fill(const struct cli_series *series, const char *text,
                      unsigned number);

// cli_series_path returns the path of the private key `number`, from 1 to the
// count. The caller frees it.
char *cli_series_path(const struct cli_series *series, unsigned number);

#endif  // SSHMINT_CLI_SERIES_H
