// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// ask.h asks the person at the terminal about a host that nobody has vouched
// for, as ssh does.

#ifndef SSHMINT_CLI_HOST_ASK_H
#define SSHMINT_CLI_HOST_ASK_H

#include "cli/host/check.h"

// cli_host_ask makes an unknown host a match if the answer is "yes", for the
// first key that was seen, or the fingerprint of any of them.
//
// Failure  returns false: the answer was no, or there is nobody to ask.
bool cli_host_ask(const struct cli_context *context,
                  struct cli_host_check *check);

#endif  // SSHMINT_CLI_HOST_ASK_H
