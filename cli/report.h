// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// report.h collects what is found out about one input and tells it: errors and
// warnings on standard error, or everything as one JSON object on standard
// output.

#ifndef SSHMINT_CLI_REPORT_H
#define SSHMINT_CLI_REPORT_H

#include <jansson.h>
#include <stdio.h>

#include "cli/code.h"
#include "cli/context.h"
#include "core/mint.h"

enum cli_severity { CLI_ERROR, CLI_WARNING };

struct cli_finding {
  const char *rule;  // "K1"; NULL: not a rule
  const char *code;
  const char *source;  // of a rule; NULL: none
  enum cli_severity severity;
  char *wanted;  // by a policy, owned; or NULL
  char *got;     // instead, owned; or NULL
  char *text;    // owned
  char *fix;     // owned; "" where nothing can be advised
  size_t line;   // 0: none
  bool is_told;  // the verb has shown it itself
};

#define CLI_FINDINGS_MAX 64

// A cli_report is about one key of one input. Start it with cli_report_start.
struct cli_report {
  const char *input;    // the file as the user wrote it; NULL: none is meant
  size_t line;          // of the key in a file of several; 0: none
  const char *verdict;  // "accept", "reject", "error" or NULL
  const struct mint_about *about;  // NULL: nothing is known of the key
  const char *comment;  // instead of the one in `about`; NULL: that one
  size_t comment_len;
  char *owned;          // a comment that the report has to free; or NULL
  enum mint_hash hash;  // a third fingerprint for JSON; 0: none
  bool is_host;         // it is the key of a host, not of a user
  json_t *extra;        // a verb's own JSON members, owned; or NULL
  struct cli_finding findings[CLI_FINDINGS_MAX];
  size_t num_findings;
  int exit;  // the highest status of the findings
};

// cli_report_start empties `report` and names its input.
void cli_report_start(struct cli_report *report, const char *input,
                      size_t line);

// cli_report_code adds the finding `code`; `detail` (a public text of ours or
// of the C library, or NULL) follows its text.
void cli_report_code(struct cli_report *report, enum cli_code code,
                     const char *detail);

// cli_report_word is cli_report_code for a detail that the user wrote: it is
// escaped and quoted.
void cli_report_word(struct cli_report *report, enum cli_code code,
                     const char *word);

// cli_report_file is cli_report_code for a file that need not be the input: its
// name is escaped, the text of `error` (an errno; 0: none) follows it, and the
// advice is about that file.
void cli_report_file(struct cli_report *report, enum cli_code code,
                     const char *path, int error);

// cli_report_has tells whether a finding `code` has been added.
bool cli_report_has(const struct cli_report *report, enum cli_code code);

// cli_report_take_back takes the first finding `code` back, and leaves the exit
// status as it is. Returns false if there is none.
bool cli_report_take_back(struct cli_report *report, enum cli_code code);

// cli_report_rewritten takes back what was warned of in the text and the mode
// of the input, which has just been written anew; that others could read it
// before is still told.
void cli_report_rewritten(struct cli_report *report);

// cli_report_status adds the refusal of the core. `why` may be NULL. `fix`
// replaces the core's advice, unless it is NULL.
void cli_report_status(struct cli_report *report, enum mint_status status,
                       const struct mint_reason *why, const char *fix);

// cli_report_rule adds a rule of mint_check that is broken, or only just held.
void cli_report_rule(struct cli_report *report, enum mint_rule rule,
                     enum cli_severity severity);

// cli_report_policy adds that the rule `keyword` of the policy is broken.
void cli_report_policy(struct cli_report *report, const char *keyword,
                       const char *wanted, const char *got);

// cli_report_kdf adds the warning that passphrases are guessed easily, if the
// key of the report is encrypted so.
void cli_report_kdf(struct cli_report *report);

// cli_report_rules adds every rule that is broken, or only just held; to the
// ones that depend on `policy`, what is wanted and what was got.
void cli_report_rules(struct cli_report *report,
                      const struct mint_report *found,
                      const struct mint_policy *policy);

// cli_report_fix returns the advice `fix` with the word FILE replaced by the
// name of the input, quoted for a shell; standard input has no name to put
// there. The caller frees it.
char *cli_report_fix(const struct cli_report *report, const char *fix);

// cli_report_name returns the name of the input as people are shown it,
// escaped; the caller frees it.
char *cli_report_name(const struct cli_report *report);

// cli_report_end tells the findings, prints the JSON object if that is wanted
// and an input is named, adds the exit status to the context's, and releases
// what the report owns.
void cli_report_end(struct cli_context *context, struct cli_report *report);

// cli_report_drop releases what the report owns, and tells nothing.
void cli_report_drop(struct cli_report *report);

// cli_fail is a report of one code with no input: start, word, end.
void cli_fail(struct cli_context *context, enum cli_code code,
              const char *word);

// cli_uses_color tells whether `stream` is to be coloured.
bool cli_uses_color(const struct cli_context *context, FILE *stream);

// cli_json_print prints `report` as one line of JSON. Returns false if it is
// not whole.
bool cli_json_print(const struct cli_context *context,
                    const struct cli_report *report);

#endif  // SSHMINT_CLI_REPORT_H
