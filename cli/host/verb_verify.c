// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// verb_verify.c is the verb `host verify`.

#include "cli/host/check.h"

static const struct cli_usage usage = {
    "host verify [OPTION]... HOST[:PORT]",
    "Asks an SSH server for its host key, without a login, and compares it "
    "with\n"
    "the fingerprints that are expected: those given by the options, else "
    "those "
    "in\n"
    "the known_hosts file. Where a fingerprint tells its type, only that type "
    "is\n"
    "asked for. Status 0 is a match, 7 another or an unknown key, 8 a host "
    "that\n"
    "cannot be reached. - is standard input.",
    1,
    1,
};

void cli_verb_host_verify(struct cli_context *context, int argc, char **argv) {
  struct cli_host_options given = {{NULL}, NULL, NULL, NULL, NULL};
  const struct cli_option options[] = {
      CLI_HOST_OPTIONS(given),
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
  }
  cli_report_end(context, &report);
  cli_host_check_close(&check);
}
