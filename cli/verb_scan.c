// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// verb_scan.c holds every key in lists, key files and directories against every
// rule, and counts what it finds.

#include <unistd.h>

#include "cli/blocklist.h"
#include "cli/kept.h"
#include "cli/lock.h"
#include "cli/options.h"
#include "cli/scan.h"

static const struct cli_usage usage = {
    "scan [--policy POLICY] [--blocklist LIST] PATH...",
    "Checks every key in the files and in all files of the directories, one "
    "line a\n"
    "key: authorized_keys, known_hosts (host keys of every type), public and "
    "private\n"
    "keys in every format. Files without keys are passed over, unless they are "
    "named.\n"
    "It never asks for a passphrase: of a locked key the public part is "
    "checked, "
    "if\n"
    "its format shows it. - is standard input.",
    1,
    CLI_OPERANDS_ANY,
};

static void print_summary(const struct cli_scan *scan) {
  const struct cli_context *context = scan->context;
  if (!context->quiet) {
    fprintf(context->json ? stderr : stdout,
            "files: %zu, keys: %zu, accepted: %zu, rejected: %zu, errors: "
            "%zu\n",
            scan->files, scan->keys, scan->accepted, scan->rejected,
            scan->errors);
  }
}

void cli_verb_scan(struct cli_context *context, int argc, char **argv) {
  const char *blocklist = NULL;
  const struct cli_option options[] = {
      {0, "blocklist", "LIST", NULL, &blocklist,
       "refuse the keys in this list as well"},
      {0, NULL, NULL, NULL, NULL, NULL},
  };
  struct cli_operands paths;
  struct cli_scan scan = {.context = context, .buffer = MINT_SECRET_EMPTY};
  if (!cli_options_parse(context, &paths, options, &usage, true, argc, argv)) {
    return;
  }
  cli_keep(blocklist);
  for (size_t i = 0; i < paths.num; i++) {
    cli_keep(paths.names[i]);
  }
  if (!cli_lock(context) ||
      (blocklist != NULL && !cli_blocklist_read(context, blocklist))) {
    return;
  }
  // One byte more than a key file may have, to see that it is larger.
  if (mint_secret_open(&scan.buffer, MINT_INPUT_MAX + 1) != MINT_OK) {
    struct cli_report report;
    cli_report_start(&report, NULL, 0);
    cli_report_status(&report, MINT_ERR_MEMORY, NULL, NULL);
    cli_report_end(context, &report);
    return;
  }
  context->batch = true;
  scan.shows_progress = !context->quiet && isatty(STDERR_FILENO) == 1 &&
                        isatty(STDOUT_FILENO) != 1;
  for (size_t i = 0; i < paths.num; i++) {
    cli_scan_path(&scan, paths.names[i]);
  }
  mint_secret_wipe(&scan.buffer);
  if (scan.shows_progress) {
    fputs("\r\033[K", stderr);
  }
  print_summary(&scan);
}
