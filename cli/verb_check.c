// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// verb_check.c holds keys against every rule and tells all that are broken, not
// only the first.

#include <stdlib.h>
#include <string.h>

#include "cli/blocklist.h"
#include "cli/escape.h"
#include "cli/govern.h"
#include "cli/kept.h"
#include "cli/lock.h"
#include "cli/options.h"
#include "cli/source.h"

static const struct cli_usage usage = {
    "check [--policy POLICY] [--blocklist LIST] FILE...",
    "Tells for every key in the files whether it may be used as a user's key,\n"
    "and every rule that it breaks. A private key is opened, and all of its\n"
    "numbers are checked. - is standard input.",
    1,
    CLI_OPERANDS_ANY,
};

// Tells the findings on standard output: they are the result here.
static void print_findings(const struct cli_context *context,
                           struct cli_report *report) {
  for (size_t i = 0; i < report->num_findings; i++) {
    struct cli_finding *finding = &report->findings[i];
    bool is_warning = finding->severity == CLI_WARNING;
    if (is_warning && context->quiet) {
      continue;
    }
    printf("  %s%s%s[%s] %s\n", is_warning ? "warning: " : "",
           finding->rule == NULL ? "" : finding->rule,
           finding->rule == NULL ? "" : " ", finding->code, finding->text);
    if (finding->source != NULL && finding->source[0] != '\0') {
      printf("    Source: %s\n", finding->source);
    }
    if (finding->fix[0] != '\0') {
      printf("    Fix: %s\n", finding->fix);
    }
    finding->is_told = true;
  }
}

static void print_verdict(const struct cli_context *context,
                          const struct cli_report *report,
                          const struct mint_about *about) {
  bool is_accepted = strcmp(report->verdict, "accept") == 0;
  bool colored = cli_uses_color(context, stdout);
  char *name = cli_report_name(report);
  char fingerprint[MINT_FINGERPRINT_MAX];
  mint_fingerprint(fingerprint, MINT_HASH_SHA256, about->blob, about->blob_len);
  printf("%s", name);
  if (report->line != 0) {
    printf(":%zu", report->line);
  }
  printf(": %s%s%s: %u-bit %s %s key %s, policy %s\n",
         colored ? (is_accepted ? "\033[32m" : "\033[31m") : "",
         is_accepted ? "accepted" : "rejected", colored ? "\033[0m" : "",
         about->bits, about->type_short,
         about->kind == MINT_KIND_PRIVATE ? "private" : "public", fingerprint,
         context->policy.name);
  free(name);
}

static void check_companion(struct cli_report *report, struct cli_key *key) {
  size_t len = 0;
  enum cli_companion companion = cli_key_companion(key, &report->owned, &len);
  if (companion == CLI_COMPANION_DIFFERS) {
    cli_report_code(report, CLI_E_PUBLIC_DIFFERS, NULL);
  }
  if (report->owned != NULL) {
    report->comment = report->owned;
    report->comment_len = len;
  }
}

static void check_key(struct cli_context *context, struct cli_report *report,
                      struct cli_key *key, void *argument) {
  (void)argument;
  if (!cli_key_unlock(context, report, key, NULL,
                      cli_public_fix(context, key->path))) {
    return;
  }
  struct mint_key *checked = NULL;
  (void)cli_key_check(&checked, context, report, key);
  mint_key_free(checked);
  if (report->verdict == NULL) {
    return;  // it is no RSA key
  }
  (void)cli_govern_stored(context, report, key->about);
  cli_report_kdf(report);
  check_companion(report, key);
  report->verdict = report->exit == CLI_EXIT_OK ? "accept" : "reject";
  if (!context->json) {
    print_verdict(context, report, key->about);
    print_findings(context, report);
  }
}

void cli_verb_check(struct cli_context *context, int argc, char **argv) {
  const char *blocklist = NULL;
  const struct cli_option options[] = {
      {0, "blocklist", "LIST", NULL, &blocklist,
       "refuse the keys in this list as well"},
      {0, NULL, NULL, NULL, NULL, NULL},
  };
  struct cli_operands files;
  if (!cli_options_parse(context, &files, options, &usage, true, argc, argv)) {
    return;
  }
  cli_keep(blocklist);
  if (!cli_lock_keys(context, files.names, files.num) ||
      (blocklist != NULL && !cli_blocklist_read(context, blocklist))) {
    return;
  }
  const struct cli_source source = {check_key, NULL, false, false};
  for (size_t i = 0; i < files.num; i++) {
    (void)cli_source_read(context, files.names[i], &source);
  }
}
