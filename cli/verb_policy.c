// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// verb_policy.c shows the policy that rules here, reads policy files, and
// explains rules.

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cli/escape.h"
#include "cli/govern.h"
#include "cli/io.h"
#include "cli/lock.h"
#include "cli/options.h"

static const struct cli_option no_options[] = {
    {0, NULL, NULL, NULL, NULL, NULL}};

// Ends `report` about a policy with its name and digest as JSON members.
static void end(struct cli_context *context, struct cli_report *report,
                const struct cli_policy *policy) {
  if (context->json) {
    char digest[MINT_FINGERPRINT_MAX];
    cli_policy_digest(digest, policy);
    json_t *extra = report->extra == NULL ? json_object() : report->extra;
    (void)json_object_set_new(extra, "name", json_string(policy->name));
    (void)json_object_set_new(extra, "digest", json_string(digest));
    report->extra = extra;
  }
  cli_report_end(context, report);
}

static json_t *values(const struct cli_policy *policy) {
  json_t *out = json_object();
  for (int r = 0; r < (int)CLI_P_RULES; r++) {
    enum cli_policy_rule rule = (enum cli_policy_rule)r;
    const char *keyword = cli_policy_explain(rule)->keyword;
    if (keyword != NULL) {
      char value[CLI_POLICY_LINE_MAX];
      cli_policy_value(value, policy, rule);
      (void)json_object_set_new(out, keyword, json_string(value));
    }
  }
  return out;
}

static void print_effective(const struct cli_policy *policy) {
  char digest[MINT_FINGERPRINT_MAX];
  char text[CLI_POLICY_TEXT_MAX];
  cli_policy_digest(digest, policy);
  (void)cli_policy_text(text, policy);
  printf("# policy %s, digest %s\n%s", policy->name, digest, text);
}

static void print_presets(const struct cli_policy *policy) {
  char digest[MINT_FINGERPRINT_MAX];
  cli_policy_digest(digest, policy);
  printf("In force: %s, digest %s\n\nPresets:\n", policy->name, digest);
  for (size_t i = 0; mint_policy_preset_name(i) != NULL; i++) {
    struct mint_policy preset;
    (void)mint_policy_preset(&preset, mint_policy_preset_name(i));
    if (preset.rsa_refused) {
      printf("  %-10s  %-26s %s\n", preset.name, "no RSA", preset.source);
    } else {
      printf("  %-10s  %u bits, e >= %-10llu %s\n", preset.name,
             preset.rsa_bits_min, (unsigned long long)preset.exponent_min,
             preset.source);
    }
  }
}

void cli_verb_policy_show(struct cli_context *context, int argc, char **argv) {
  static const struct cli_usage usage = {
      "policy show [--effective] [--policy POLICY]",
      "Tells which policy is in force, and which presets there are. With\n"
      "--effective it prints every rule with its value, as a policy file has\n"
      "them.",
      0,
      0,
  };
  bool effective = false;
  const struct cli_option options[] = {
      {0, "effective", NULL, &effective, NULL, "every rule, with its value"},
      {0, NULL, NULL, NULL, NULL, NULL},
  };
  struct cli_operands none;
  if (!cli_options_parse(context, &none, options, &usage, false, argc, argv) ||
      !cli_lock(context)) {
    return;
  }
  const struct cli_policy *policy = &context->policy;
  struct cli_report report;
  cli_report_start(&report, policy->name, 0);
  if (context->json && effective) {
    report.extra = json_object();
    (void)json_object_set_new(report.extra, "rules", values(policy));
  } else if (!context->json && effective) {
    print_effective(policy);
  } else if (!context->json) {
    print_presets(policy);
  }
  end(context, &report, policy);
}

void cli_verb_policy_check(struct cli_context *context, int argc, char **argv) {
  static const struct cli_usage usage = {
      "policy check FILE",
      "Reads a policy file and tells what is wrong with it, or its digest. "
      "Who\n"
      "owns it does not matter here.",
      1,
      1,
  };
  struct cli_operands files;
  struct cli_policy policy;
  struct cli_policy_why why;
  struct cli_report report;
  if (!cli_options_parse(context, &files, no_options, &usage, false, argc,
                         argv)) {
    return;
  }
  // - is a file of this name here.
  int fd = cli_open(files.names[0]);
  int error = errno;
  if (!cli_lock(context)) {
    return;
  }
  errno = error;
  if (!cli_policy_read(&policy, &why, files.names[0], fd)) {
    cli_govern_fault(context, &why);
    return;
  }
  if (!context->json) {
    char digest[MINT_FINGERPRINT_MAX];
    char *name = cli_escape_name(files.names[0]);
    cli_policy_digest(digest, &policy);
    printf("%s: policy %s, digest %s\n", name, policy.name, digest);
    free(name);
  }
  cli_report_start(&report, files.names[0], 0);
  end(context, &report, &policy);
}

// Explains a rule of the core by its number or its code.
static bool explain_key_rule(const char *name) {
  for (int r = 1; r < (int)MINT_K_RULES; r++) {
    const struct mint_rule_info *info = mint_rule_explain((enum mint_rule)r);
    if (strcasecmp(info->id, name) == 0 || strcasecmp(info->code, name) == 0) {
      printf("%s [%s] %s\nSource: %s\nFix: %s\n", info->id, info->code,
             info->text, info->source, info->fix);
      return true;
    }
  }
  return false;
}

static void explain_policy_rule(const struct cli_policy *policy,
                                enum cli_policy_rule rule) {
  const struct cli_policy_info *info = cli_policy_explain(rule);
  char value[CLI_POLICY_LINE_MAX];
  cli_policy_value(value, policy, rule);
  printf("%s: %s\nValues: ", info->keyword, info->text);
  if (info->kind == CLI_KIND_EXPONENT) {
    printf("N, min N, or none\n");
  } else if (info->words == NULL) {
    printf("%u to %u\n", info->min, info->max);
  } else {
    for (unsigned i = 0; i < info->max; i++) {
      printf("%s%s", i == 0 ? "" : ", ", info->words[i]);
    }
    puts(info->kind == CLI_KIND_LOG ? ", or the path of a file" : "");
  }
  printf("In force: %s, by %s\nSource: %s\n", value, policy->name,
         info->source);
}

void cli_verb_policy_explain(struct cli_context *context, int argc,
                             char **argv) {
  static const struct cli_usage usage = {
      "policy explain RULE",
      "Explains a rule, by the keyword of a policy or by its number (K1): "
      "what\n"
      "it wants, why, and what is in force.",
      1,
      1,
  };
  struct cli_operands words;
  enum cli_policy_rule rule;
  if (!cli_options_parse(context, &words, no_options, &usage, false, argc,
                         argv) ||
      !cli_lock(context)) {
    return;
  }
  const char *name = words.names[0];
  if (cli_policy_find(&rule, name, strlen(name))) {
    explain_policy_rule(&context->policy, rule);
  } else if (!explain_key_rule(name)) {
    cli_fail(context, CLI_E_POLICY_EXPLAIN, name);
  }
}
