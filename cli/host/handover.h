// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// handover.h lets the system's ssh do the rest: with one host key that it may
// accept, and checks that again.

#ifndef SSHMINT_CLI_HOST_HANDOVER_H
#define SSHMINT_CLI_HOST_HANDOVER_H

#include "cli/context.h"
#include "cli/host/check.h"

struct cli_handover {
  const struct cli_host_name *name;
  unsigned type;         // of the host's key, and
  const char *line;      // its line of known hosts
  const char *identity;  // the user's, a file without '%' and '${'
  char **command;        // on the host; ends with NULL, may be empty
};

// cli_handover runs ssh and waits for it; context->exit is then its status.
//
// Failure  returns false, and `report` has the reason: ssh was not started.
bool cli_handover(struct cli_context *context, struct cli_report *report,
                  const struct cli_handover *handover);

#endif  // SSHMINT_CLI_HOST_HANDOVER_H
