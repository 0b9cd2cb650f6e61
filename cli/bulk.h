// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// bulk.h makes many key pairs, on all processors that the process may use.

#ifndef SSHMINT_CLI_BULK_H
#define SSHMINT_CLI_BULK_H

#include "cli/generate.h"
#include "cli/series.h"

// What is made.
struct cli_bulk {
  const struct cli_series *series;  // checked
  const struct cli_generate *how;   // "%d" in its comment is the number
  bool force;                       // replace what is there
  bool if_missing;                  // keep the pairs that are there
};

// cli_bulk_make makes the pairs, each whole or not at all, in no fixed order.
// What is in the way is refused before the first is made. All have the
// context's passphrase, for which is asked once. The first failure ends it, and
// what was made until then stays. Results and failures are told, and lead to
// context->exit; memory does not grow with their number.
void cli_bulk_make(struct cli_context *context, const struct cli_bulk *bulk);

#endif  // SSHMINT_CLI_BULK_H
