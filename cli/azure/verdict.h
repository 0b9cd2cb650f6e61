// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// verdict.h tells what the consumers of a public key make of one input: what
// `azure check` prints, and `azure emit` where it refuses.

#ifndef SSHMINT_CLI_AZURE_VERDICT_H
#define SSHMINT_CLI_AZURE_VERDICT_H

#include <stdio.h>

#include "cli/azure/facts.h"
#include "cli/report.h"

// cli_azure_settle puts the verdict about `facts` into `report`: accept,
// reject, or what keeps the input from being read at all.
void cli_azure_settle(const struct cli_context *context,
                      struct cli_report *report,
                      const struct cli_azure_facts *facts);

// cli_azure_print prints the table for people and, below it, what to do, each
// remedy once; with -v also what each line goes by.
void cli_azure_print(const struct cli_context *context,
                     const struct cli_report *report,
                     const struct cli_azure_facts *facts, FILE *out);

// cli_azure_json returns {"consumers": [...]} for the report's JSON object.
json_t *cli_azure_json(const struct cli_report *report,
                       const struct cli_azure_facts *facts);

#endif  // SSHMINT_CLI_AZURE_VERDICT_H
