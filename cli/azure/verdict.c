// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// verdict.c shows the opinions of rules.h, to people and as JSON. Of the input
// it shows its name, size and fingerprint, never its text.

#include "cli/azure/verdict.h"

#include <stdlib.h>
#include <string.h>

#include "cli/azure/rules.h"
#include "cli/escape.h"

static const struct {
  const char *shown;
  const char *name;  // in JSON
  const char *color;
} verdicts[] = {
    [CLI_AZURE_ACCEPT] = {"accepts", "accept", "\033[32m"},
    [CLI_AZURE_FAILS] = {"takes it, but", "fails", "\033[33m"},
    [CLI_AZURE_REFUSE] = {"refuses", "reject", "\033[31m"},
};

void cli_azure_settle(const struct cli_context *context,
                      struct cli_report *report,
                      const struct cli_azure_facts *facts) {
  report->about = facts->about;
  if (facts->failed != MINT_OK) {
    cli_report_status(report, facts->failed, NULL, NULL);
    return;
  }
  if (cli_azure_has(facts, CLI_AZURE_NO_KEY) ||
      cli_azure_has(facts, CLI_AZURE_DAMAGED)) {
    cli_report_status(report, facts->status, &facts->why, NULL);
  }
  if (cli_azure_has(facts, CLI_AZURE_NO_KEY)) {
    return;
  }
  cli_report_rules(report, &facts->found, &context->policy.key);
  bool ok = cli_azure_accepted(facts);
  report->verdict = ok ? "accept" : "reject";
  // Whatever was found, it was enough for a clear no.
  report->exit = ok ? CLI_EXIT_OK : CLI_EXIT_NO;
}

static void print_headline(const struct cli_context *context,
                           const struct cli_report *report,
                           const struct cli_azure_facts *facts, FILE *out) {
  const struct mint_about *about = facts->about;
  bool ok = strcmp(report->verdict, "accept") == 0;
  bool colored = cli_uses_color(context, out);
  char *name = cli_report_name(report);
  fprintf(
      out, "%s: %s%s%s", name,
      colored ? verdicts[ok ? CLI_AZURE_ACCEPT : CLI_AZURE_REFUSE].color : "",
      ok ? "accepted" : "rejected", colored ? "\033[0m" : "");
  if (about != NULL && about->blob_len != 0 && about->type_short != NULL) {
    char fingerprint[MINT_FINGERPRINT_MAX];
    mint_fingerprint(fingerprint, MINT_HASH_SHA256, about->blob,
                     about->blob_len);
    fprintf(out, ": %u-bit %s %s key %s", about->bits, about->type_short,
            about->kind == MINT_KIND_PRIVATE ? "private" : "public",
            fingerprint);
  }
  fputc('\n', out);
  free(name);
}

void cli_azure_print(const struct cli_context *context,
                     const struct cli_report *report,
                     const struct cli_azure_facts *facts, FILE *out) {
  const char *fixes[CLI_AZURE_CONSUMERS] = {NULL};
  size_t num_fixes = 0;
  bool colored = cli_uses_color(context, out);
  print_headline(context, report, facts, out);
  for (int c = 0; c < (int)CLI_AZURE_CONSUMERS; c++) {
    struct cli_azure_opinion opinion;
    enum cli_azure_consumer consumer = (enum cli_azure_consumer)c;
    cli_azure_judge(&opinion, consumer, facts);
    fprintf(out, "  %-17s  %s%-13s%s  %s\n", cli_azure_consumer_name(consumer),
            colored ? verdicts[opinion.verdict].color : "",
            verdicts[opinion.verdict].shown, colored ? "\033[0m" : "",
            opinion.reason);
    if (context->verbose) {
      fprintf(out, "    Source: %s (%s)\n", opinion.source->text,
              opinion.source->date);
    }
    bool is_new = opinion.fix[0] != '\0';
    for (size_t i = 0; i < num_fixes; i++) {
      is_new = is_new && strcmp(fixes[i], opinion.fix) != 0;
    }
    if (is_new) {
      fixes[num_fixes++] = opinion.fix;
    }
  }
  for (size_t i = 0; i < num_fixes; i++) {
    char *fix = cli_report_fix(report, fixes[i]);
    fprintf(out, "  Fix: %s\n", fix);
    free(fix);
  }
}

json_t *cli_azure_json(const struct cli_report *report,
                       const struct cli_azure_facts *facts) {
  json_t *list = json_array();
  for (int c = 0; c < (int)CLI_AZURE_CONSUMERS; c++) {
    struct cli_azure_opinion opinion;
    enum cli_azure_consumer consumer = (enum cli_azure_consumer)c;
    cli_azure_judge(&opinion, consumer, facts);
    json_t *one = json_object();
    (void)json_object_set_new(one, "name",
                              json_string(cli_azure_consumer_name(consumer)));
    (void)json_object_set_new(one, "verdict",
                              json_string(verdicts[opinion.verdict].name));
    (void)json_object_set_new(one, "reason", json_string(opinion.reason));
    if (opinion.fix[0] != '\0') {
      char *fix = cli_report_fix(report, opinion.fix);
      (void)json_object_set_new(one, "fix", json_string(fix));
      free(fix);
    }
    (void)json_object_set_new(one, "source", json_string(opinion.source->text));
    (void)json_object_set_new(one, "date", json_string(opinion.source->date));
    (void)json_array_append_new(list, one);
  }
  json_t *out = json_object();
  (void)json_object_set_new(out, "consumers", list);
  return out;
}
