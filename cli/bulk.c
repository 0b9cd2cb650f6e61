// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// bulk.c saves the keys that threads make (crew.h), and tells of them. It is
// the main thread alone that writes files and prints: nothing that does so has
// to know of threads, and ctrl-C finds whole pairs only, as with one key.

#include "cli/bulk.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/escape.h"
#include "cli/io.h"
#include "cli/kept.h"
#include "cli/lock.h"
#include "cli/pace.h"
#include "cli/pair.h"
#include "cli/prompt.h"

// As ssh-keygen -l, with the name of the file in the comment's place.
static void print_line(const struct cli_job *job) {
  const struct mint_about *about = mint_parts_about(job->made.parts);
  char fingerprint[MINT_FINGERPRINT_MAX];
  mint_fingerprint(fingerprint, MINT_HASH_SHA256, about->blob, about->blob_len);
  char *name = cli_escape_name(job->path);
  printf("%u %s %s (%s)\n", about->bits, fingerprint, name, about->type_short);
  free(name);
}

static void print_result(struct cli_context *context, struct cli_job *job,
                         bool is_first) {
  struct cli_report *report = &job->report;
  report->about = mint_parts_about(job->made.parts);
  report->comment = job->comment;
  report->comment_len = strlen(job->comment);
  report->verdict = "accept";
  if (is_first || context->json) {
    cli_report_kdf(report);  // on standard error it is told once
  }
  if (!context->json && !context->quiet) {
    print_line(job);
  }
}

static bool save_pair(const struct cli_context *context, struct cli_job *job,
                      bool force) {
  const struct cli_save_target target =
      cli_generate_target(context, job->path, force);
  struct cli_save save;
  bool ok = cli_save_open(&save, &job->report, &target) &&
            cli_save_write(&save, &job->report, &job->made.key,
                           &job->made.public_key);
  cli_save_close(&save);
  return ok;
}

// Saves what a worker has made, and tells it. Returns false if it is better not
// to go on.
static bool finish(struct cli_context *context, const struct cli_bulk *bulk,
                   struct cli_job *job, unsigned *made) {
  job->ok = job->ok && save_pair(context, job, bulk->force);
  if (job->ok) {
    print_result(context, job, *made == 0);
    ++*made;
  } else if (bulk->if_missing &&
             cli_report_has(&job->report, CLI_E_FILE_EXISTS) &&
             cli_pair_find(context, job->path) == CLI_PAIR_WHOLE) {
    ++*made;  // another process has just done it
    return true;
  }
  // An old file that could not be removed is told after a success too.
  bool ok = job->ok && job->report.exit == CLI_EXIT_OK;
  cli_report_end(context, &job->report);
  // Keys that nobody is told of are not wanted.
  return cli_stdout_flush() && ok;
}

// Tells that keys are missing. `is_silent`: nobody has told why.
static void tell_end(struct cli_context *context, bool is_silent, unsigned made,
                     unsigned total) {
  struct cli_report report;
  cli_report_start(&report, NULL, 0);
  if (is_silent) {
    cli_report_status(&report, MINT_ERR_MEMORY, NULL, NULL);
  }
  if (made != 0) {
    char *detail = cli_format("%u of %u", made, total);
    cli_report_code(&report, CLI_E_PAIR_COUNT, detail);
    free(detail);
  }
  cli_report_end(context, &report);
}

static void make_all(struct cli_context *context, const struct cli_bulk *bulk,
                     unsigned total) {
  struct cli_crew crew;
  struct cli_pace pace;
  unsigned made = 0;
  bool goes_on = true;
  bool prints = !context->quiet && isatty(STDOUT_FILENO) == 1;
  cli_pace_start(&pace, context, total);
  cli_crew_start(&crew, context, bulk, total);
  struct cli_job *job = cli_crew_next(&crew);
  while (job != NULL) {
    if (prints || !job->ok) {
      cli_pace_hide(&pace);
    }
    if (goes_on && !finish(context, bulk, job, &made)) {
      goes_on = false;
      cli_crew_stop(&crew);
    }
    cli_job_free(job);
    cli_pace_show(&pace, made);
    job = cli_crew_next(&crew);
  }
  cli_crew_end(&crew);
  cli_pace_hide(&pace);
  if (made < total) {
    tell_end(context, goes_on, made, total);
  }
}

// ---- before the first key

static void fail_file(struct cli_context *context, enum cli_code code,
                      const char *path, int error) {
  struct cli_report report;
  cli_report_start(&report, path, 0);
  cli_report_file(&report, code, path, error);
  cli_report_end(context, &report);
}

static bool is_folder(struct cli_context *context, const char *path) {
  struct stat found;
  int error = stat(path, &found) != 0 ? errno : 0;
  if (error == 0 && !S_ISDIR(found.st_mode)) {
    error = ENOTDIR;
  }
  if (error != 0) {
    fail_file(context, CLI_E_FILE_FOLDER, path, error);
  }
  return error == 0;
}

// Makes ready to write this pair, and leaves it at that.
static bool can_save(struct cli_context *context, const char *path,
                     bool force) {
  const struct cli_save_target target =
      cli_generate_target(context, path, force);
  struct cli_report report;
  struct cli_save save;
  cli_report_start(&report, path, 0);
  bool ok = cli_save_open(&save, &report, &target);
  cli_save_close(&save);
  if (!ok) {
    cli_report_end(context, &report);
  }
  return ok;
}

// Looks at one name. Returns false, and has told why, if nothing may be made.
static bool look_at(struct cli_context *context, const struct cli_bulk *bulk,
                    const char *path, bool *out_is_wanted) {
  enum cli_pair found = CLI_PAIR_NONE;
  *out_is_wanted = true;
  if (bulk->if_missing) {
    found = cli_pair_find(context, path);
    *out_is_wanted = found == CLI_PAIR_NONE;
    return found != CLI_PAIR_NOT;
  }
  if (!cli_pair_exists(path)) {
    return true;
  }
  if (!bulk->force) {
    fail_file(context, CLI_E_FILE_EXISTS_SOME, path, 0);
    return false;
  }
  return can_save(context, path, true);
}

// Looks at all names, tells what is in the way, and counts the pairs that are
// to be made. Returns false if there may be none.
static bool look(struct cli_context *context, const struct cli_bulk *bulk,
                 unsigned *out_total) {
  unsigned total = 0;
  bool ok = is_folder(context, bulk->series->folder);
  bool goes_on = ok;
  for (unsigned i = 1; goes_on && i <= bulk->series->count; i++) {
    char *path = cli_series_path(bulk->series, i);
    bool is_wanted = false;
    bool passes = look_at(context, bulk, path, &is_wanted);
    if (passes && is_wanted && total++ == 0) {
      passes = can_save(context, path, bulk->force);
    }
    free(path);
    ok = ok && passes;
    // Each pair that is not whole has to be seen to; one refusal of the rest
    // stands for all.
    goes_on = ok || bulk->if_missing;
  }
  *out_total = total;
  return ok;
}

static bool ask(struct cli_context *context, const struct cli_bulk *bulk) {
  static const struct cli_prompts prompts = {
      "Enter passphrase for the new keys: ", "Enter same passphrase again: ",
      false};
  struct cli_report report;
  cli_report_start(&report, bulk->series->folder, 0);
  bool ok = cli_passphrase_new(context, &report, &context->passphrase,
                               bulk->how->format, &prompts);
  if (!ok) {
    cli_report_end(context, &report);
  }
  return ok;
}

void cli_bulk_make(struct cli_context *context, const struct cli_bulk *bulk) {
  unsigned total = 0;
  char *first = cli_series_path(bulk->series, 1);
  cli_keep_folder(first);
  free(first);
  if (cli_lock(context) && look(context, bulk, &total) && total != 0 &&
      ask(context, bulk)) {
    make_all(context, bulk, total);
  }
}
