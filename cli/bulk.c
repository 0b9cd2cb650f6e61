// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// bulk.c shares the work: threads make whole keys as texts, one key a thread at
// a time, and hand them over one by one; the main thread alone writes files and
// prints. So nothing that writes or prints has to know of threads, and ctrl-C
// finds whole pairs only, as with one key.

#include "cli/bulk.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/escape.h"
#include "cli/io.h"
#include "cli/pace.h"
#include "cli/pair.h"
#include "cli/prompt.h"

#define CLI_WORKERS_MAX 256

// One key, from the thread that makes it to the one that saves it.
struct job {
  char *path;
  char *comment;
  struct cli_report report;
  struct cli_made made;
  bool ok;
};

// What the threads share, under `mutex`.
struct crew {
  const struct cli_context *context;
  const struct cli_bulk *bulk;
  unsigned threads;  // of mint_key_generate
  pthread_mutex_t mutex;
  pthread_cond_t filled;   // `done` is there, or a worker has ended
  pthread_cond_t emptied;  // `done` is free, or it is over
  struct job *done;
  unsigned last;     // the highest number that is taken
  unsigned workers;  // how many have not ended
  bool is_over;
};

static void free_job(struct job *job) {
  if (job != NULL) {
    cli_report_drop(&job->report);
    cli_made_wipe(&job->made);
    free(job->comment);
    free(job->path);
    free(job);
  }
}

// ---- the workers

// Takes the next number; 0: there is none.
static unsigned take_number(struct crew *crew) {
  const struct cli_bulk *bulk = crew->bulk;
  unsigned number = 0;
  (void)pthread_mutex_lock(&crew->mutex);
  while (number == 0 && !crew->is_over && crew->last < bulk->series->count) {
    number = ++crew->last;
    if (bulk->if_missing) {
      char *path = cli_series_path(bulk->series, number);
      number = cli_pair_exists(path) ? 0 : number;
      free(path);
    }
  }
  (void)pthread_mutex_unlock(&crew->mutex);
  return number;
}

static struct job *do_job(const struct crew *crew, unsigned number) {
  const struct cli_series *series = crew->bulk->series;
  struct cli_generate how = *crew->bulk->how;
  struct job *job = calloc(1, sizeof(*job));
  if (job == NULL) {
    return NULL;
  }
  job->path = cli_series_path(series, number);
  job->comment = cli_series_fill(series, how.comment, number);
  how.comment = job->comment;
  cli_report_start(&job->report, job->path, 0);
  job->report.has_policy = true;
  job->ok = cli_generate_texts(&job->made, crew->context, &job->report, &how,
                               crew->threads);
  return job;
}

static void hand_over(struct crew *crew, struct job *job) {
  (void)pthread_mutex_lock(&crew->mutex);
  while (crew->done != NULL && !crew->is_over) {
    (void)pthread_cond_wait(&crew->emptied, &crew->mutex);
  }
  if (!crew->is_over) {
    crew->done = job;
    job = NULL;
    (void)pthread_cond_signal(&crew->filled);
  }
  (void)pthread_mutex_unlock(&crew->mutex);
  free_job(job);
}

static void *work(void *argument) {
  struct crew *crew = argument;
  unsigned number = take_number(crew);
  while (number != 0) {
    struct job *job = do_job(crew, number);
    if (job == NULL) {
      break;  // the main thread sees that keys are missing
    }
    hand_over(crew, job);
    number = take_number(crew);
  }
  (void)pthread_mutex_lock(&crew->mutex);
  crew->workers--;
  (void)pthread_cond_signal(&crew->filled);
  (void)pthread_mutex_unlock(&crew->mutex);
  return NULL;
}

static unsigned num_cpus(void) {
  cpu_set_t set;
  int num = 0;
  if (sched_getaffinity(0, sizeof(set), &set) == 0) {
    num = CPU_COUNT(&set);
  }
  return num < 1 ? 1 : (unsigned)num;
}

// Starts the workers, which take no signals: they are the main thread's.
// Returns how many there are.
static unsigned start_workers(pthread_t *out, struct crew *crew,
                              unsigned wanted) {
  sigset_t all;
  sigset_t before;
  unsigned num = 0;
  sigfillset(&all);
  (void)pthread_sigmask(SIG_SETMASK, &all, &before);
  (void)pthread_mutex_lock(&crew->mutex);
  while (num < wanted && pthread_create(&out[num], NULL, work, crew) == 0) {
    num++;
  }
  crew->workers = num;
  (void)pthread_mutex_unlock(&crew->mutex);
  (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
  return num;
}

// ---- the main thread

// Waits for a job that is done; NULL: there are no more.
static struct job *next_job(struct crew *crew) {
  (void)pthread_mutex_lock(&crew->mutex);
  while (crew->done == NULL && crew->workers != 0) {
    (void)pthread_cond_wait(&crew->filled, &crew->mutex);
  }
  struct job *job = crew->done;
  crew->done = NULL;
  (void)pthread_cond_signal(&crew->emptied);
  (void)pthread_mutex_unlock(&crew->mutex);
  return job;
}

static void end_work(struct crew *crew) {
  (void)pthread_mutex_lock(&crew->mutex);
  crew->is_over = true;
  (void)pthread_cond_broadcast(&crew->emptied);
  (void)pthread_mutex_unlock(&crew->mutex);
}

// As ssh-keygen -l, with the name of the file in the comment's place.
static void print_line(const struct job *job) {
  const struct mint_about *about = mint_parts_about(job->made.parts);
  char fingerprint[MINT_FINGERPRINT_MAX];
  mint_fingerprint(fingerprint, MINT_HASH_SHA256, about->blob, about->blob_len);
  char *name = cli_escape_name(job->path);
  printf("%u %s %s (%s)\n", about->bits, fingerprint, name, about->type_short);
  free(name);
}

static void print_result(struct cli_context *context, struct job *job,
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

static bool save_pair(const struct cli_context *context, struct job *job,
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
                   struct job *job, unsigned *made) {
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
  static pthread_t workers[CLI_WORKERS_MAX];
  struct crew crew = {.context = context,
                      .bulk = bulk,
                      .mutex = PTHREAD_MUTEX_INITIALIZER,
                      .filled = PTHREAD_COND_INITIALIZER,
                      .emptied = PTHREAD_COND_INITIALIZER};
  struct cli_pace pace;
  unsigned cpus = num_cpus();
  unsigned wanted = cpus < CLI_WORKERS_MAX ? cpus : CLI_WORKERS_MAX;
  wanted = wanted < total ? wanted : total;
  // Where there are more processors than keys, two look for one key's primes.
  crew.threads = cpus >= 2 * wanted ? 2 : 1;
  unsigned made = 0;
  bool goes_on = true;
  bool prints = !context->quiet && isatty(STDOUT_FILENO) == 1;
  cli_pace_start(&pace, context, total);
  unsigned num = start_workers(workers, &crew, wanted);
  struct job *job = next_job(&crew);
  while (job != NULL) {
    if (prints || !job->ok) {
      cli_pace_hide(&pace);
    }
    if (goes_on && !finish(context, bulk, job, &made)) {
      goes_on = false;
      end_work(&crew);
    }
    free_job(job);
    cli_pace_show(&pace, made);
    job = next_job(&crew);
  }
  for (unsigned i = 0; i < num; i++) {
    (void)pthread_join(workers[i], NULL);
  }
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
  if (look(context, bulk, &total) && total != 0 && ask(context, bulk)) {
    make_all(context, bulk, total);
  }
}
