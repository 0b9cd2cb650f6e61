// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// pin.h writes the key of a checked host into the known hosts.

#ifndef SSHMINT_CLI_HOST_PIN_H
#define SSHMINT_CLI_HOST_PIN_H

#include "cli/host/check.h"

// cli_host_line returns "HOSTS TYPE BASE64" and a newline, which the caller
// frees; never NULL.
char *cli_host_line(const char *hosts, const struct mint_about *key);

// cli_host_pin adds a line for check->matched to the known hosts, which are
// kept to be changed, unless it is there already; hashed, or in plain text. A
// line with another key of that type for this host stays, and is told.
//
// Failure  returns false, and `report` has the reason; the file is as it was.
bool cli_host_pin(const struct cli_context *context, struct cli_report *report,
                  struct cli_host_check *check, bool hash);

#endif  // SSHMINT_CLI_HOST_PIN_H
