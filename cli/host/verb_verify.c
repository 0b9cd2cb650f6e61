// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// verb_verify.c is the verbs `host verify` and `host pin`, which is the same
// and then writes down what it found.

#include "cli/host/broker.h"
#include "cli/host/check.h"
#include "cli/host/pin.h"
#include "cli/lock.h"

static const struct cli_usage verify_usage = {
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

static const struct cli_usage pin_usage = {
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

// `hash` is NULL unless the key is to be pinned.
static void run(struct cli_context *context,
                const struct cli_host_options *given, const char *host,
                const bool *hash) {
  struct cli_report report;
  struct cli_host_check check;
  struct cli_broker broker;
  cli_report_start(&report, host, 0);
  bool ok = cli_host_check_start(&check, context, &report, given, host, false);
  if (ok) {
    cli_host_check_keep(&check, given, hash != NULL);
    if (!cli_broker_divide(&broker, context, &check.server.reach)) {
      cli_host_check_close(&check);
      return;
    }
    check.server.broker = &broker;
    ok = cli_lock(context) && cli_host_check_open(&check, &report, given);
  }
  if (ok) {
    cli_host_check_run(&check, &report);
    cli_host_check_show(context, &report, &check);
    cli_host_tell_sandbox(context, &check);
    if (hash != NULL && check.verdict == CLI_HOST_MATCH &&
        !cli_host_pin(context, &report, &check, *hash)) {
      report.verdict = "reject";
    }
  }
  cli_report_end(context, &report);
  cli_host_check_close(&check);
}

void cli_verb_host_verify(struct cli_context *context, int argc, char **argv) {
  struct cli_host_options given = {{NULL}, NULL, NULL, NULL, NULL};
  const struct cli_option options[] = {
      CLI_HOST_OPTIONS(given),
      {0, NULL, NULL, NULL, NULL, NULL},
  };
  struct cli_operands hosts;
  if (cli_options_parse(context, &hosts, options, &verify_usage, false, argc,
                        argv)) {
    run(context, &given, hosts.names[0], NULL);
  }
}

void cli_verb_host_pin(struct cli_context *context, int argc, char **argv) {
  struct cli_host_options given = {{NULL}, NULL, NULL, NULL, NULL};
  bool hash = false;
  const struct cli_option options[] = {
      CLI_HOST_OPTIONS(given),
      {0, "hash", NULL, &hash, NULL, "do not show the host's name in the file"},
      {0, NULL, NULL, NULL, NULL, NULL},
  };
  struct cli_operands hosts;
  if (cli_options_parse(context, &hosts, options, &pin_usage, false, argc,
                        argv)) {
    run(context, &given, hosts.names[0], &hash);
  }
}
