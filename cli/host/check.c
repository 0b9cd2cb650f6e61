// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// check.c gathers what is expected, asks, and compares. Its verdict starts as a
// failure, and there is one line that makes it a match.

#include "cli/host/check.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/escape.h"
#include "cli/generate.h"
#include "cli/host/known_edit.h"
#include "cli/host/text.h"
#include "cli/kept.h"
#include "cli/sandbox/sandbox.h"

#define TIMEOUT_DEFAULT 10
#define TIMEOUT_MAX 600

typedef size_t (*add_fn)(struct cli_pins *pins, const char *text, size_t len,
                         const char *source);

static bool add_file(struct cli_host_check *check, struct cli_report *report,
                     const char *path, add_fn add, enum cli_code none) {
  struct cli_text text;
  if (path == NULL) {
    return true;
  }
  check->has_pins = true;
  if (!cli_text_read(&text, report, path, false)) {
    return false;
  }
  cli_text_narrow(&text);
  size_t found = add(&check->pins, text.bytes, text.len, path);
  cli_text_free(&text);
  if (found == 0) {
    cli_report_word(report, none, path);
  }
  return found != 0;
}

static bool add_words(struct cli_host_check *check, struct cli_report *report,
                      const struct cli_host_options *options) {
  for (size_t i = 0; options->fingerprints[i] != NULL; i++) {
    check->has_pins = true;
    if (!cli_pins_add_word(&check->pins, options->fingerprints[i],
                           "--fingerprint")) {
      cli_report_word(report, CLI_E_HOST_PIN, options->fingerprints[i]);
      return false;
    }
  }
  return true;
}

// Adds the keys that the known hosts have for this one. Hosts of an authority
// are known by certificates, which are not asked for.
static void add_known(struct cli_host_check *check) {
  struct cli_known_line line;
  memset(&line, 0, sizeof(line));
  while (cli_known_next(&check->known, &line)) {
    struct mint_parts *parts = NULL;
    if (line.hosts == NULL || line.marker != CLI_KNOWN_HOST ||
        !cli_known_matches(line.hosts, line.hosts_len, check->name.known) ||
        cli_known_key(&parts, &line) != MINT_OK) {
      continue;
    }
    const struct mint_about *about = mint_parts_about(parts);
    unsigned types = cli_host_types_named(about->type);
    if (types != 0) {
      struct cli_print print;
      memset(&print, 0, sizeof(print));
      print.hash = MINT_HASH_SHA256;
      mint_fingerprint(print.text, print.hash, about->blob, about->blob_len);
      cli_pins_add(&check->pins, types, &print, check->known.path, line.number);
    }
    mint_parts_free(parts);
  }
}

// What is known may be taken for what is expected, unless the policy wants
// more.
static bool rely_on_known(struct cli_host_check *check,
                          struct cli_report *report) {
  if (check->has_pins) {
    return true;
  }
  if (check->context->policy.value[CLI_P_HOST_KEY] == CLI_HOST_KEY_PINNED) {
    cli_report_policy(report, "HostKeyPolicy", "pinned", "no fingerprint");
    return false;
  }
  add_known(check);
  return true;
}

bool cli_host_check_start(struct cli_host_check *out,
                          const struct cli_context *context,
                          struct cli_report *report,
                          const struct cli_host_options *options,
                          const char *host, bool with_user) {
  unsigned seconds = TIMEOUT_DEFAULT;
  memset(out, 0, sizeof(*out));
  out->context = context;
  if (!cli_host_name_parse(&out->name, host, with_user)) {
    cli_report_code(report, CLI_E_HOST_NAME, NULL);
    return false;
  }
  if (options->timeout != NULL &&
      (!cli_number(&seconds, options->timeout, TIMEOUT_MAX) || seconds == 0)) {
    cli_report_word(report, CLI_E_HOST_TIME, options->timeout);
    return false;
  }
  out->known_path = options->known_hosts != NULL
                        ? cli_format("%s", options->known_hosts)
                        : cli_known_default();
  cli_reach_start(&out->server.reach, &out->name, seconds);
  return true;
}

void cli_host_check_keep(struct cli_host_check *check,
                         const struct cli_host_options *options, bool pins) {
  cli_keep(options->azure);
  cli_keep(options->boot_log);
  if (pins && check->known_path != NULL) {
    check->made = cli_make_folder(check->known_path);
    check->known_real = cli_known_edit_keep(check->known_path);
  } else {
    cli_keep(check->known_path);
  }
}

bool cli_host_check_open(struct cli_host_check *check,
                         struct cli_report *report,
                         const struct cli_host_options *options) {
  const char *known =
      check->known_real != NULL ? check->known_real : check->known_path;
  if (!add_words(check, report, options) ||
      !add_file(check, report, options->azure, cli_pins_add_azure,
                CLI_E_HOST_ANSWER) ||
      !add_file(check, report, options->boot_log, cli_pins_add_boot_log,
                CLI_E_HOST_LOG) ||
      (known != NULL && !cli_known_read(&check->known, report, known))) {
    return false;
  }
  check->known.path = check->known_path;
  // What cannot be written is told before the host is asked.
  if (check->known_real != NULL && check->known.is_there &&
      !check->known.facts.is_file) {
    cli_report_file(report, CLI_E_FILE_TARGET, check->known_path, 0);
    return false;
  }
  if (!rely_on_known(check, report)) {
    return false;
  }
  if (check->pins.is_full) {
    cli_report_code(report, CLI_E_HOST_TOO_MANY, NULL);
    return false;
  }
  return true;
}

static bool is_same(const struct mint_about *a, const struct mint_about *b) {
  return a->blob_len != 0 && a->blob_len == b->blob_len &&
         memcmp(a->blob, b->blob, a->blob_len) == 0;
}

static void tell_line(struct cli_report *report, enum cli_code code,
                      const struct cli_host_check *check, size_t number) {
  char *place = cli_format("%s:%zu", check->known.path, number);
  char *escaped = cli_escape_name(place);
  cli_report_code(report, code, escaped);
  if (code == CLI_E_HOST_CHANGED) {
    struct cli_finding *told = &report->findings[report->num_findings - 1];
    char *file = cli_quote(check->known.path);
    char *host = cli_quote(check->name.known);
    free(told->fix);
    told->fix = cli_format(
        "if you know why it changed: sshmint host forget --known-hosts %s %s",
        file, host);
    free(host);
    free(file);
  }
  free(escaped);
  free(place);
}

// Compares a line that is of this host with `key`.
static bool tell_conflict(const struct cli_host_check *check,
                          struct cli_report *report,
                          const struct cli_host_key *key,
                          const struct cli_known_line *line,
                          bool with_changed) {
  struct mint_parts *parts = NULL;
  bool found = false;
  if (cli_known_key(&parts, line) != MINT_OK) {
    return false;
  }
  const struct mint_about *about = mint_parts_about(parts);
  bool same = is_same(about, key->about);
  if (line->marker == CLI_KNOWN_REVOKED && same) {
    tell_line(report, CLI_E_HOST_REVOKED, check, line->number);
    found = true;
  } else if (with_changed && line->marker == CLI_KNOWN_HOST && !same &&
             strcmp(about->type, key->about->type) == 0) {
    tell_line(report, CLI_E_HOST_CHANGED, check, line->number);
    found = true;
  }
  mint_parts_free(parts);
  return found;
}

static bool find_conflict(const struct cli_host_check *check,
                          struct cli_report *report,
                          const struct cli_host_key *key, bool with_changed) {
  struct cli_known_line line;
  memset(&line, 0, sizeof(line));
  while (cli_known_next(&check->known, &line)) {
    if (line.hosts != NULL &&
        cli_known_matches(line.hosts, line.hosts_len, check->name.known) &&
        tell_conflict(check, report, key, &line, with_changed)) {
      return true;
    }
  }
  return false;
}

bool cli_host_conflict(const struct cli_host_check *check,
                       struct cli_report *report,
                       const struct cli_host_key *key) {
  return find_conflict(check, report, key, true);
}

// Holds a key, and how it was fetched, against the policy.
static bool is_allowed(const struct cli_host_check *check,
                       struct cli_report *report,
                       const struct cli_host_key *key) {
  const unsigned *rules = check->context->policy.value;
  unsigned wanted = rules[CLI_P_HOST_RSA_MIN];
  bool ok = true;
  if (strcmp(key->about->type, "ssh-rsa") == 0 && key->about->bits < wanted) {
    char *want = cli_format("at least %u bits", wanted);
    char *got = cli_format("%u", key->about->bits);
    cli_report_policy(report, "RequiredHostRSASize", want, got);
    free(got);
    free(want);
    ok = false;
  }
  if (rules[CLI_P_SANDBOX] == CLI_SANDBOX_REQUIRE &&
      check->server.sandbox != CLI_SANDBOX_ALL) {
    cli_report_policy(report, "Sandbox", "require",
                      cli_host_sandbox_text(check));
    ok = false;
  }
  return ok;
}

// Asks for the key of one type. Returns whether to go on.
static bool ask(struct cli_host_check *check, struct cli_report *report,
                unsigned type) {
  struct cli_host_key *key = &check->seen[check->num_seen];
  enum cli_fetched fetched =
      cli_fetch(&key->parts, report, &check->server, type);
  if (fetched != CLI_FETCH_KEY) {
    return fetched == CLI_FETCH_NOT_OFFERED;
  }
  key->type = type;
  key->about = mint_parts_about(key->parts);
  check->num_seen++;
  if (find_conflict(check, report, key, false) ||
      !is_allowed(check, report, key)) {
    check->verdict = CLI_HOST_MISMATCH;
    return false;
  }
  check->pin = cli_pins_find(&check->pins, 1u << type, key->about->blob,
                             key->about->blob_len);
  if (check->pin != NULL) {
    check->matched = key;
    check->verdict = CLI_HOST_MATCH;
  }
  return check->pin == NULL;
}

static void conclude(struct cli_host_check *check, struct cli_report *report) {
  if (check->pins.num == 0 && check->num_seen != 0) {
    check->verdict = CLI_HOST_UNKNOWN;
    cli_report_code(report, CLI_E_HOST_UNKNOWN, NULL);
    return;
  }
  check->verdict = CLI_HOST_MISMATCH;
  if (check->num_seen == 0) {
    cli_report_code(report, CLI_E_HOST_TYPE, NULL);
    return;
  }
  for (size_t i = 0; i < check->num_seen; i++) {
    if (!check->has_pins &&
        find_conflict(check, report, &check->seen[i], true)) {
      return;
    }
  }
  cli_report_code(report, CLI_E_HOST_MISMATCH, NULL);
}

static void ask_all(struct cli_host_check *check, struct cli_report *report) {
  unsigned types =
      check->pins.num == 0 ? CLI_HOST_TYPES_ALL : cli_pins_types(&check->pins);
  for (unsigned type = 0; type < CLI_HOST_TYPES; type++) {
    if ((types & 1u << type) != 0 && !ask(check, report, type)) {
      return;
    }
  }
  conclude(check, report);
}

void cli_host_check_run(struct cli_host_check *check,
                        struct cli_report *report) {
  ask_all(check, report);
  if (check->server.is_silent) {
    cli_report_code(report, CLI_W_HOST_JIT, NULL);
  }
}

void cli_host_check_close(struct cli_host_check *check) {
  for (size_t i = 0; i < CLI_HOST_TYPES; i++) {
    mint_parts_free(check->seen[i].parts);
  }
  cli_reach_end(&check->server.reach);
  cli_known_free(&check->known);
  // Not in the worker, which may not, and in vain if there is a file in it.
  if (check->made != NULL && check->server.broker == NULL) {
    (void)rmdir(check->made);
  }
  free(check->made);
  free(check->known_real);
  free(check->known_path);
  memset(check, 0, sizeof(*check));
}
