// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// verb_check.c is `azure check`: it reads each input and shows what everybody
// on the way to a VM makes of it.

#include <string.h>

#include "cli/azure/verdict.h"
#include "cli/io.h"
#include "cli/lock.h"
#include "cli/options.h"

static const struct cli_usage usage = {
    "azure check FILE...",
    "Tells who on the way to a Linux VM on Azure takes the public key in each "
    "file,\n"
    "who refuses it, who takes it although it will not work, and what to do. "
    "The\n"
    "rule is RSA of at least 2048 bits in one line, ssh-rsa. A private key is "
    "refused\n"
    "by all. -v names what each line goes by. - is standard input.",
    1,
    CLI_OPERANDS_ANY,
};

static void check(struct cli_context *context, const char *path) {
  struct cli_report report;
  struct cli_azure_facts facts;
  struct mint_secret text = MINT_SECRET_EMPTY;
  struct cli_facts file;
  memset(&facts, 0, sizeof(facts));
  cli_report_start(&report, path, 0);
  if (cli_read(&text, &file, &report, path)) {
    cli_azure_facts_find(&facts, &context->policy.key, path, &text, NULL);
    cli_azure_settle(context, &report, &facts);
    if (context->json && facts.failed == MINT_OK) {
      report.extra = cli_azure_json(&report, &facts);
    } else if (report.verdict != NULL) {
      cli_azure_print(context, &report, &facts, stdout);
    }
  }
  cli_report_end(context, &report);
  cli_azure_facts_free(&facts);
  mint_secret_wipe(&text);
}

void cli_verb_azure_check(struct cli_context *context, int argc, char **argv) {
  const struct cli_option options[] = {{0, NULL, NULL, NULL, NULL, NULL}};
  struct cli_operands files;
  if (!cli_options_parse(context, &files, options, &usage, false, argc, argv) ||
      !cli_lock_keys(context, files.names, files.num)) {
    return;
  }
  for (size_t i = 0; i < files.num; i++) {
    check(context, files.names[i]);
  }
}
