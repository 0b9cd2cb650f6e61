// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// verb_repair.c shows what is wrong with a key file and writes it as ssh reads
// it. Only what then holds a key, the same key if there was one before, and for
// RSA one that passes the check, is written.

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/escape.h"
#include "cli/govern.h"
#include "cli/kept.h"
#include "cli/lock.h"
#include "cli/options.h"
#include "cli/prompt.h"
#include "cli/save.h"
#include "cli/source.h"

static const struct cli_usage usage = {
    "repair FILE [-o OUT [--force] | [--yes] [--backup]]",
    "Shows what is wrong with a key file: byte order marks, UTF-16, line ends, "
    "a\n"
    "missing newline, indentation, wrapped or joined lines, text around the "
    "key. Then\n"
    "asks, and writes FILE anew; without a terminal only if --yes or -o says "
    "so. No\n"
    "symbol of the key itself is changed. - is standard input.",
    1,
    1,
};

struct request {
  const char *path;
  const char *out;  // NULL: in place
  bool force;
  bool yes;
  bool backup;
};

// One file while it is being repaired.
struct repair {
  struct cli_facts facts;
  struct mint_secret text;
  struct mint_secret fixed;
  unsigned damage;
  struct mint_parts *before;  // NULL: it could not be read
  struct mint_parts *after;
};

// Tells the damages on `stream`, one a line.
static void print_damage(FILE *stream, const struct cli_context *context,
                         struct cli_report *report, unsigned damage) {
  json_t *list = json_array();
  char *name = cli_report_name(report);
  for (unsigned i = 0; i < MINT_DAMAGES; i++) {
    const char *text = mint_damage_explain(i);
    if ((damage >> i & 1u) == 0 || text == NULL) {
      continue;
    }
    (void)json_array_append_new(list, json_string(text));
    if (!context->json) {
      fprintf(stream, "%s: %s\n", name, text);
    }
  }
  if (damage == 0 && !context->json && !context->quiet) {
    fprintf(stream, "%s: nothing to repair\n", name);
  }
  report->extra = json_pack("{s:o}", "damage", list);
  free(name);
}

static bool is_same(const struct mint_about *a, const struct mint_about *b) {
  return a->kind == b->kind && a->blob_len == b->blob_len &&
         (a->blob_len == 0 || memcmp(a->blob, b->blob, a->blob_len) == 0);
}

// Makes sure that what shall be written holds a key that may be written.
static bool check(struct repair *repair, const struct cli_context *context,
                  struct cli_report *report) {
  struct mint_reason why;
  enum mint_status status = mint_parts_read(
      &repair->after, &why, repair->fixed.data, repair->fixed.len);
  if (status != MINT_OK) {
    cli_report_status(report, status, &why, "");
    return false;
  }
  const struct mint_about *about = mint_parts_about(repair->after);
  report->about = about;
  if (repair->before != NULL &&
      !is_same(mint_parts_about(repair->before), about)) {
    cli_report_code(report, CLI_E_REPAIR_DIFFERS, NULL);
    return false;
  }
  bool is_rsa = about->type != NULL && strcmp(about->type, "ssh-rsa") == 0;
  if (about->locked || !is_rsa) {
    return true;
  }
  const struct cli_key key = {.parts = repair->after, .about = about};
  struct mint_key *checked = NULL;
  bool ok = cli_key_check(&checked, context, report, &key);
  mint_key_free(checked);
  return ok;
}

// Finds out what is wrong. Returns false if nothing can be written.
static bool examine(struct repair *repair, const struct cli_context *context,
                    struct cli_report *report, const struct request *request) {
  struct mint_reason why;
  enum mint_status before = mint_parts_read(
      &repair->before, &why, repair->text.data, repair->text.len);
  enum mint_status status = mint_repair(&repair->fixed, &repair->damage,
                                        repair->text.data, repair->text.len);
  if (status != MINT_OK && status != MINT_ERR_SYNTAX &&
      status != MINT_ERR_TOO_LARGE) {
    cli_report_status(report, status, NULL, NULL);
    return false;
  }
  if (status != MINT_OK || (repair->damage == 0 && before != MINT_OK)) {
    // What its reader says is all that can be said; its advice may be to come
    // here.
    if (before != MINT_OK) {
      cli_report_status(report, before, &why, "");
    }
    cli_report_code(report, CLI_E_REPAIR_NONE, NULL);
    return false;
  }
  bool is_piped = request->out != NULL && strcmp(request->out, "-") == 0;
  print_damage(is_piped ? stderr : stdout, context, report, repair->damage);
  return check(repair, context, report);
}

// Asks whether the file may be written anew, unless that has been said.
static bool may_write(const struct cli_context *context,
                      const struct request *request) {
  if (request->out != NULL || request->yes) {
    return true;
  }
  if (context->batch || strcmp(request->path, "-") == 0 ||
      !cli_has_terminal()) {
    return false;
  }
  char *name = cli_escape_name(request->path);
  char *question = cli_format("Write %s anew (y/n)? ", name);
  bool yes = cli_prompt_yes(question);
  free(question);
  free(name);
  return yes;
}

static void tell_written(const struct cli_context *context,
                         struct cli_report *report, const char *path) {
  char *name = context->json
                   ? cli_escape_ascii((const uint8_t *)path, strlen(path))
                   : cli_escape_name(path);
  if (context->json) {
    (void)json_object_set_new(report->extra, "output", json_string(name));
  } else if (!context->quiet) {
    printf("%s: written\n", name);
  }
  free(name);
}

// Whether a terminal would show the text as it is.
static bool is_showable(const struct mint_secret *text) {
  size_t newlines = 0;
  for (size_t i = 0; i < text->len; i++) {
    newlines += text->data[i] == '\n' ? 1 : 0;
  }
  char *escaped = cli_escape(text->data, text->len);
  bool same = strlen(escaped) == text->len + 3 * newlines;
  free(escaped);
  return same;
}

// Refuses what a terminal must not be sent.
static bool may_show(const struct repair *repair, struct cli_report *report) {
  if (isatty(STDOUT_FILENO) != 1) {
    return true;
  }
  if (report->about->kind == MINT_KIND_PRIVATE) {
    cli_report_code(report, CLI_E_FILE_TERMINAL, NULL);
    return false;
  }
  if (!is_showable(&repair->fixed)) {
    cli_report_code(report, CLI_E_FILE_ESCAPES, NULL);
    return false;
  }
  return true;
}

// Writes to standard output, to OUT or in place.
static void put_out(const struct repair *repair, struct cli_context *context,
                    struct cli_report *report, const struct request *request) {
  bool is_private = report->about->kind == MINT_KIND_PRIVATE;
  bool in_place = request->out == NULL;
  if (!in_place && strcmp(request->out, "-") == 0) {
    if (may_show(repair, report) &&
        (fflush(stdout) != 0 || !cli_write(STDOUT_FILENO, &repair->fixed))) {
      cli_report_code(report, CLI_E_FILE_OUTPUT, strerror(errno));
    }
    return;
  }
  mode_t mode =
      in_place ? repair->facts.mode & 0666 : CLI_MODE_PUBLIC & ~context->umask;
  const struct cli_save_target target = {
      .path = in_place ? request->path : request->out,
      .mode = is_private ? CLI_MODE_PRIVATE : mode,
      .force = in_place || request->force,
      .was = in_place ? &repair->facts : NULL,
      .keeps = request->backup,
  };
  struct cli_save save;
  cli_save_start(&save);
  if (target.force && !is_private && cli_holds_private(target.path)) {
    cli_report_file(report, CLI_E_USAGE_PRIVATE, target.path, 0);
    return;
  }
  if (cli_save_open(&save, report, &target) &&
      cli_save_write(&save, report, &repair->fixed, NULL)) {
    if (in_place && !request->backup && repair->facts.all.st_nlink > 1) {
      cli_report_code(report, CLI_W_FILE_LINKS, NULL);
    }
    tell_written(context, report, target.path);
  }
  cli_save_close(&save);
}

static void run(struct cli_context *context, const struct request *request) {
  struct repair repair;
  struct cli_report report;
  const char *target = request->out == NULL ? request->path : request->out;
  if (strcmp(target, "-") != 0) {
    cli_keep_folder(target);
  }
  cli_keep(request->path);
  if (!cli_lock(context)) {
    return;
  }
  memset(&repair, 0, sizeof(repair));
  cli_report_start(&report, request->path, 0);
  if (cli_read(&repair.text, &repair.facts, &report, request->path) &&
      cli_govern_size(context, &report, repair.text.len) &&
      examine(&repair, context, &report, request) &&
      (repair.damage != 0 || request->out != NULL)) {
    if (may_write(context, request)) {
      put_out(&repair, context, &report, request);
    } else {
      report.verdict = NULL;  // the key may be good: it cannot be used
      cli_report_code(&report, CLI_E_REPAIR_DAMAGED, NULL);
    }
  }
  cli_report_end(context, &report);
  mint_parts_free(repair.before);
  mint_parts_free(repair.after);
  mint_secret_wipe(&repair.text);
  mint_secret_wipe(&repair.fixed);
}

void cli_verb_repair(struct cli_context *context, int argc, char **argv) {
  struct request request;
  memset(&request, 0, sizeof(request));
  const struct cli_option options[] = {
      {'o', NULL, "OUT", NULL, &request.out,
       "write OUT, a new file or - (standard output), instead"},
      {0, "force", NULL, &request.force, NULL, "replace OUT"},
      {'y', "yes", NULL, &request.yes, NULL, "do not ask"},
      {0, "backup", NULL, &request.backup, NULL,
       "keep what was there as FILE.orig"},
      {0, NULL, NULL, NULL, NULL, NULL},
  };
  struct cli_operands files;
  if (!cli_options_parse(context, &files, options, &usage, false, argc, argv)) {
    return;
  }
  request.path = files.names[0];
  bool is_stdin = strcmp(request.path, "-") == 0;
  if (is_stdin && (request.yes || request.backup)) {
    cli_fail(context, CLI_E_USAGE_STDIN, NULL);
  } else if (request.out != NULL && (request.yes || request.backup)) {
    cli_fail(context, CLI_E_USAGE_CONFLICT, "-o");
  } else if (request.force && request.out == NULL) {
    cli_fail(context, CLI_E_USAGE_CONFLICT, "--force");
  } else if (context->json && request.out != NULL &&
             strcmp(request.out, "-") == 0) {
    cli_fail(context, CLI_E_USAGE_JSON, NULL);
  } else {
    run(context, &request);
  }
}
