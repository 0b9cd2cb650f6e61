// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// rules.h judges facts: what each consumer of a public key on Azure makes of
// such an input, from one table.

#ifndef SSHMINT_CLI_AZURE_RULES_H
#define SSHMINT_CLI_AZURE_RULES_H

#include "cli/azure/facts.h"

// Who takes a public key.
enum cli_azure_consumer {
  CLI_AZURE_VM_API,      // keyData of the Compute REST API
  CLI_AZURE_PORTAL,      // the field of the portal
  CLI_AZURE_AZ_VM,       // az vm create --ssh-key-values TEXT
  CLI_AZURE_AZ_SSHKEY,   // az sshkey create --public-key TEXT
  CLI_AZURE_POWERSHELL,  // New-AzSshKey -PublicKey TEXT
  CLI_AZURE_AZURERM,     // Terraform's provider
  CLI_AZURE_CLOUD_INIT,  // in the VM
  CLI_AZURE_WAAGENT,     // in the VM
  CLI_AZURE_CONSUMERS    // how many there are; not one
};

// In the order from good to bad.
enum cli_azure_verdict {
  CLI_AZURE_ACCEPT,
  CLI_AZURE_FAILS,  // takes it, and it does not work
  CLI_AZURE_REFUSE,
};

// What a rule goes by, and when that was read, run or reported.
struct cli_azure_source {
  const char *text;  // an address or a document
  const char *date;
};

// What a consumer makes of an input. All strings are static; in `fix`, FILE
// stands for the file's name, and "" is no advice.
struct cli_azure_opinion {
  enum cli_azure_verdict verdict;
  const char *reason;
  const char *fix;
  const struct cli_azure_source *source;
};

// cli_azure_judge stores what `consumer` makes of an input with these facts:
// the worst of the rules that apply, the first in the table where several are
// equally bad.
void cli_azure_judge(struct cli_azure_opinion *out,
                     enum cli_azure_consumer consumer,
                     const struct cli_azure_facts *facts);

// cli_azure_accepted tells whether every consumer accepts it.
bool cli_azure_accepted(const struct cli_azure_facts *facts);

// cli_azure_consumer_name returns the name that people know; static.
const char *cli_azure_consumer_name(enum cli_azure_consumer consumer);

#endif  // SSHMINT_CLI_AZURE_RULES_H
