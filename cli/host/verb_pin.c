// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// verb_pin.c is the verb `host pin`.

#include "cli/host/pin.h"

static const struct cli_usage usage = {
    "host pin [OPTION]... HOST[:PORT]",
    "Does what host verify does, and if the key is the expected one, adds it "
    "to "
    "the\n"
    "known_hosts file, so that ssh knows the host. Nothing else in the file\n"
    "changes. Where it has another key of that type for the host, nothing is\n"
    "written (status 7): see host forget.",
    1,
    1,
};

void cli_verb_host_pin(struct cli_context *context, int argc, char **argv) {
  struct cli_host_options given = {{NULL}, NULL, NULL, NULL, NULL};
  bool hash = false;
  const struct cli_option options[] = {
      CLI_HOST_OPTIONS(given),
      {0, "hash", NULL, &hash, NULL, "do not show the host's name in the file"},
      {0, NULL, NULL, NULL, NULL, NULL},
  };
  struct cli_operands hosts;
  if (!cli_options_parse(context, &hosts, options, &usage, false, argc, argv)) {
    return;
  }
  struct cli_report report;
  struct cli_host_check check;
  cli_report_start(&report, hosts.names[0], 0);
  if (cli_host_check_open(&check, context, &report, &given, hosts.names[0],
                          false)) {
    cli_host_check_run(&check, &report);
    cli_host_check_show(context, &report, &check);
    cli_host_tell_sandbox(context, &check);
    if (check.verdict == CLI_HOST_MATCH &&
        !cli_host_pin(context, &report, &check, hash)) {
      report.verdict = "reject";
    }
  }
  cli_report_end(context, &report);
  cli_host_check_close(&check);
}
