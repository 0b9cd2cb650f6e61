// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// report.c tells people what was found: one line a finding, on standard error,
// always in the shape `sshmint: FILE:LINE: [CODE] what was seen. Fix: what to
// do`. It must never print untrusted text that has not been escaped.

#include "cli/report.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/audit.h"
#include "cli/escape.h"
#include "cli/io.h"

void cli_report_start(struct cli_report *report, const char *input,
                      size_t line) {
  memset(report, 0, sizeof(*report));
  report->input = input;
  report->line = line;
}

// Puts the name of `file`, which may be NULL, in the place of FILE.
static char *name_file(const char *fix, const char *file) {
  const char *place = strstr(fix, "FILE");
  if (place == NULL || file == NULL || strcmp(file, "-") == 0) {
    return cli_format("%s", fix);
  }
  char *name = cli_quote(file);
  char *out = cli_format("%s", "");
  const char *rest = fix;
  for (; place != NULL; place = strstr(rest, "FILE")) {
    char *longer = cli_format("%s%.*s%s", out, (int)(place - rest), rest, name);
    free(out);
    out = longer;
    rest = place + strlen("FILE");
  }
  char *whole = cli_format("%s%s", out, rest);
  free(out);
  free(name);
  return whole;
}

char *cli_report_fix(const struct cli_report *report, const char *fix) {
  return name_file(fix, report->input);
}

static struct cli_finding *add(struct cli_report *report, const char *code,
                               const char *text, const char *detail,
                               const char *fix) {
  if (report->num_findings == CLI_FINDINGS_MAX) {
    return NULL;
  }
  struct cli_finding *finding = &report->findings[report->num_findings++];
  memset(finding, 0, sizeof(*finding));
  finding->code = code;
  finding->text = detail == NULL ? cli_format("%s", text)
                                 : cli_format("%s: %s", text, detail);
  finding->fix = cli_report_fix(report, fix);
  return finding;
}

static void drop(struct cli_finding *finding) {
  free(finding->text);
  free(finding->fix);
  free(finding->wanted);
  free(finding->got);
}

static void raise_exit(struct cli_report *report, int status) {
  if (status > report->exit) {
    report->exit = status;
  }
}

void cli_report_code(struct cli_report *report, enum cli_code code,
                     const char *detail) {
  const struct cli_code_info *info = cli_code_explain(code);
  struct cli_finding *finding =
      add(report, info->name, info->text, detail, info->fix);
  if (finding != NULL && info->exit == CLI_EXIT_OK) {
    finding->severity = CLI_WARNING;
  }
  raise_exit(report, (int)info->exit);
}

void cli_report_word(struct cli_report *report, enum cli_code code,
                     const char *word) {
  char *escaped = cli_escape_name(word);
  char *quoted = cli_format("\"%s\"", escaped);
  cli_report_code(report, code, quoted);
  free(quoted);
  free(escaped);
}

void cli_report_file(struct cli_report *report, enum cli_code code,
                     const char *path, int error) {
  char *name = cli_escape_name(path);
  char *detail = error == 0 ? cli_format("%s", name)
                            : cli_format("%s: %s", name, strerror(error));
  size_t before = report->num_findings;
  cli_report_code(report, code, detail);
  if (report->num_findings > before) {
    struct cli_finding *finding = &report->findings[before];
    free(finding->fix);
    finding->fix = name_file(cli_code_explain(code)->fix, path);
  }
  free(detail);
  free(name);
}

bool cli_report_has(const struct cli_report *report, enum cli_code code) {
  const char *name = cli_code_explain(code)->name;
  for (size_t i = 0; i < report->num_findings; i++) {
    if (strcmp(report->findings[i].code, name) == 0) {
      return true;
    }
  }
  return false;
}

bool cli_report_take_back(struct cli_report *report, enum cli_code code) {
  const char *name = cli_code_explain(code)->name;
  for (size_t i = 0; i < report->num_findings; i++) {
    struct cli_finding *finding = &report->findings[i];
    if (strcmp(finding->code, name) == 0) {
      drop(finding);
      report->num_findings--;
      memmove(finding, finding + 1,
              (report->num_findings - i) * sizeof(*finding));
      return true;
    }
  }
  return false;
}

void cli_report_rewritten(struct cli_report *report) {
  (void)cli_report_take_back(report, CLI_W_TEXT_CRLF);
  if (cli_report_take_back(report, CLI_W_FILE_MODE)) {
    cli_report_code(report, CLI_W_FILE_MODE_WAS, NULL);
  }
}

static int exit_of(enum mint_status status) {
  switch (status) {
    case MINT_OK:
      return CLI_EXIT_OK;
    case MINT_ERR_TOO_LARGE:
    case MINT_ERR_SYNTAX:
      return CLI_EXIT_PARSE;
    case MINT_ERR_UNSUPPORTED:
      return CLI_EXIT_UNSUPPORTED;
    case MINT_ERR_PASSPHRASE:
      return CLI_EXIT_PASSPHRASE;
    case MINT_ERR_INVALID_KEY:
      return CLI_EXIT_NO;
    case MINT_ERR_ARGUMENT:
    case MINT_ERR_RANDOM:
    case MINT_ERR_MEMORY:
    case MINT_ERR_INTERNAL:
      return CLI_EXIT_INTERNAL;
  }
  return CLI_EXIT_INTERNAL;
}

// The code of a status for which the core gave no reason.
static enum mint_code code_of(enum mint_status status) {
  if (status == MINT_ERR_INVALID_KEY) {
    return MINT_E_KEY_RULES;
  }
  if (status == MINT_ERR_RANDOM) {
    return MINT_E_RANDOM;
  }
  return status == MINT_ERR_MEMORY ? MINT_E_MEMORY : MINT_E_INTERNAL;
}

void cli_report_status(struct cli_report *report, enum mint_status status,
                       const struct mint_reason *why, const char *fix) {
  enum mint_code code = why == NULL ? MINT_E_NONE : why->code;
  if (code == MINT_E_NONE) {
    code = code_of(status);
  }
  const struct mint_code_info *info = mint_code_explain(code);
  struct cli_finding *finding =
      add(report, info->name, info->text, NULL, fix == NULL ? info->fix : fix);
  if (finding != NULL && why != NULL) {
    finding->line = why->line;
  }
  raise_exit(report, exit_of(status));
}

void cli_report_rule(struct cli_report *report, enum mint_rule rule,
                     enum cli_severity severity) {
  const struct mint_rule_info *info = mint_rule_explain(rule);
  if (info == NULL) {
    return;
  }
  const char *text = severity == CLI_WARNING && info->warning != NULL
                         ? info->warning
                         : info->text;
  struct cli_finding *finding = add(report, info->code, text, NULL, info->fix);
  if (finding != NULL) {
    finding->rule = info->id;
    finding->source = info->source;
    finding->severity = severity;
  }
  if (severity == CLI_ERROR) {
    raise_exit(report, CLI_EXIT_NO);
  }
}

// Adds to a finding, owned by it from now on, what is wanted and what was got.
static void add_wanted(struct cli_finding *finding, char *wanted, char *got) {
  char *text = cli_format("%s: wanted %s, got %s", finding->text, wanted, got);
  free(finding->text);
  finding->text = text;
  finding->wanted = wanted;
  finding->got = got;
}

void cli_report_policy(struct cli_report *report, const char *keyword,
                       const char *wanted, const char *got) {
  const struct cli_code_info *info = cli_code_explain(CLI_E_POLICY_RULE);
  char *fix = cli_format("sshmint policy explain %s", keyword);
  struct cli_finding *finding =
      add(report, info->name, info->text, keyword, fix);
  free(fix);
  if (finding != NULL) {
    finding->rule = keyword;
    add_wanted(finding, cli_format("%s", wanted), cli_format("%s", got));
  }
  raise_exit(report, CLI_EXIT_NO);
}

void cli_report_kdf(struct cli_report *report) {
  const struct mint_about *about = report->about;
  if (about != NULL && about->encrypted && about->format == MINT_FORMAT_PEM) {
    cli_report_code(report, CLI_W_KDF_WEAK, NULL);
  }
}

// The exponent of `about` as people write it; the caller frees it.
static char *exponent_text(const struct mint_about *about) {
  unsigned long long value = 0;
  if (about->exponent_len > 8) {
    return cli_format("one of %zu bytes", about->exponent_len);
  }
  for (size_t i = 0; i < about->exponent_len; i++) {
    value = value << 8 | about->exponent[i];
  }
  return cli_format("%llu", value);
}

// Completes the finding of a rule whose bound is the policy's.
static void add_bound(struct cli_finding *finding, enum mint_rule rule,
                      const struct mint_about *about,
                      const struct mint_policy *policy) {
  unsigned long long e_max = policy->exponent_max;
  switch ((int)rule) {
    case MINT_K_BITS_MIN:
      add_wanted(finding, cli_format("at least %u bits", policy->rsa_bits_min),
                 cli_format("%u", about->bits));
      break;
    case MINT_K_BITS_MAX: {
      unsigned max = about->kind == MINT_KIND_PRIVATE &&
                             policy->rsa_bits_max > MINT_RSA_PRIVATE_BITS_MAX
                         ? MINT_RSA_PRIVATE_BITS_MAX
                         : policy->rsa_bits_max;
      add_wanted(finding, cli_format("at most %u bits", max),
                 cli_format("%u", about->bits));
      break;
    }
    case MINT_K_EXPONENT_MIN:
      add_wanted(
          finding,
          cli_format("at least %llu", (unsigned long long)policy->exponent_min),
          exponent_text(about));
      break;
    case MINT_K_EXPONENT_MAX:
      add_wanted(finding,
                 cli_format("at most %llu", e_max == 0 ? UINT32_MAX : e_max),
                 exponent_text(about));
      break;
    case MINT_K_RSA:
      add_wanted(finding, cli_format("no RSA key"),
                 cli_format("one of %u bits", about->bits));
      break;
    default:
      break;
  }
}

void cli_report_rules(struct cli_report *report,
                      const struct mint_report *found,
                      const struct mint_policy *policy) {
  for (int r = 1; r < (int)MINT_K_RULES; r++) {
    enum mint_rule rule = (enum mint_rule)r;
    if (mint_report_has(found->broken, rule)) {
      size_t before = report->num_findings;
      cli_report_rule(report, rule, CLI_ERROR);
      if (report->num_findings > before && report->about != NULL) {
        add_bound(&report->findings[before], rule, report->about, policy);
      }
    } else if (mint_report_has(found->warned, rule)) {
      cli_report_rule(report, rule, CLI_WARNING);
    }
  }
}

bool cli_uses_color(const struct cli_context *context, FILE *stream) {
  if (context->color != NULL && strcmp(context->color, "always") == 0) {
    return true;
  }
  const char *no_color = getenv("NO_COLOR");
  const char *terminal = getenv("TERM");
  return (context->color == NULL || strcmp(context->color, "auto") == 0) &&
         (no_color == NULL || no_color[0] == '\0') && terminal != NULL &&
         strcmp(terminal, "dumb") != 0 && isatty(fileno(stream)) == 1;
}

char *cli_report_name(const struct cli_report *report) {
  return strcmp(report->input, "-") == 0 ? cli_format("(stdin)")
                                         : cli_escape_name(report->input);
}

// Prints "sshmint: FILE:LINE: ", without what is not known.
static void tell_place(const struct cli_report *report,
                       const struct cli_finding *finding) {
  fputs("sshmint: ", stderr);
  if (report->input == NULL) {
    return;
  }
  char *name = cli_report_name(report);
  // A line inside a file of several keys is the file's, not the key's.
  size_t line = report->line != 0 ? report->line : finding->line;
  if (line != 0) {
    fprintf(stderr, "%s:%zu: ", name, line);
  } else {
    fprintf(stderr, "%s: ", name);
  }
  free(name);
}

static void tell(const struct cli_context *context,
                 const struct cli_report *report,
                 const struct cli_finding *finding) {
  bool is_warning = finding->severity == CLI_WARNING;
  bool colored = cli_uses_color(context, stderr);
  const char *color = is_warning ? "\033[33m" : "\033[31m";
  tell_place(report, finding);
  fprintf(stderr, "%s%s[%s]%s %s", is_warning ? "warning: " : "",
          colored ? color : "", finding->code, colored ? "\033[0m" : "",
          finding->text);
  if (finding->fix[0] != '\0') {
    fprintf(stderr, ". Fix: %s", finding->fix);
  }
  // ssh-keygen ends what it says on standard error with CR LF.
  fputs(context->ssh_keygen ? "\r\n" : "\n", stderr);
}

void cli_report_drop(struct cli_report *report) {
  for (size_t i = 0; i < report->num_findings; i++) {
    drop(&report->findings[i]);
  }
  json_decref(report->extra);
  free(report->owned);
  cli_report_start(report, report->input, report->line);
}

void cli_report_end(struct cli_context *context, struct cli_report *report) {
  (void)cli_stdout_flush();  // if that fails, the end of main tells it
  if (report->input != NULL && !cli_audit_write(context, report)) {
    cli_report_code(report, CLI_E_POLICY_AUDIT, strerror(errno));
  }
  for (size_t i = 0; i < report->num_findings; i++) {
    const struct cli_finding *finding = &report->findings[i];
    bool is_warning = finding->severity == CLI_WARNING;
    if (finding->is_told || (is_warning && (context->quiet || context->json))) {
      continue;
    }
    tell(context, report, finding);
  }
  if (report->verdict == NULL && report->exit > CLI_EXIT_NO) {
    report->verdict = "error";
  }
  if (context->json && report->input != NULL) {
    if (!cli_json_print(context, report)) {
      raise_exit(report, CLI_EXIT_INTERNAL);
    }
  }
  if (report->exit > context->exit) {
    context->exit = report->exit;
  }
  cli_report_drop(report);
}

void cli_fail(struct cli_context *context, enum cli_code code,
              const char *word) {
  struct cli_report report;
  cli_report_start(&report, NULL, 0);
  if (word == NULL) {
    cli_report_code(&report, code, NULL);
  } else {
    cli_report_word(&report, code, word);
  }
  cli_report_end(context, &report);
}
