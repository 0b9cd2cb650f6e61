// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// bulk.h makes many key pairs, on all processors that the process may use.

#ifndef SSHMINT_CLI_BULK_H
#define SSHMINT_CLI_BULK_H

#include "cli/crew.h"

// cli_bulk_make makes the pairs, each whole or not at all, in no fixed order.
// What is in the way is refused before the first is made. All have the
// context's passphrase, for which is asked once. The first failure ends it, and
// what was made until then stays. Results and failures are told, and lead to
// context->exit; memory does not grow with their number.
void cli_bulk_make(struct cli_context *context, const struct cli_bulk *bulk);

#endif  // SSHMINT_CLI_BULK_H
