// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// crew.c shares the work. A worker that has a key waits until the main thread
// has taken the one before, so that there are never more keys than workers and
// one.

#include "cli/crew.h"

#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "cli/pair.h"

void cli_job_free(struct cli_job *job) {
  if (job != NULL) {
    cli_report_drop(&job->report);
    cli_made_wipe(&job->made);
    free(job->comment);
    free(job->path);
    free(job);
  }
}

// Takes the next number; 0: there is none.
static unsigned take_number(struct cli_crew *crew) {
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

static struct cli_job *do_job(const struct cli_crew *crew, unsigned number) {
  const struct cli_series *series = crew->bulk->series;
  struct cli_generate how = *crew->bulk->how;
  struct cli_job *job = calloc(1, sizeof(*job));
  if (job == NULL) {
    return NULL;
  }
  job->path = cli_series_path(series, number);
  job->comment = cli_series_fill(series, how.comment, number);
  how.comment = job->comment;
  cli_report_start(&job->report, job->path, 0);
  job->ok = cli_generate_texts(&job->made, crew->context, &job->report, &how,
                               crew->threads);
  return job;
}

static void hand_over(struct cli_crew *crew, struct cli_job *job) {
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
  cli_job_free(job);
}

static void *work(void *argument) {
  struct cli_crew *crew = argument;
  unsigned number = take_number(crew);
  while (number != 0) {
    struct cli_job *job = do_job(crew, number);
    if (job == NULL) {
      break;  // the main thread sees that keys are missing
    }
    hand_over(crew, job);
    number = take_number(crew);
  }
  (void)pthread_mutex_lock(&crew->mutex);
  crew->working--;
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
static void start_workers(struct cli_crew *crew, unsigned wanted) {
  sigset_t all;
  sigset_t before;
  unsigned num = 0;
  sigfillset(&all);
  (void)pthread_sigmask(SIG_SETMASK, &all, &before);
  (void)pthread_mutex_lock(&crew->mutex);
  while (num < wanted &&
         pthread_create(&crew->workers[num], NULL, work, crew) == 0) {
    num++;
  }
  crew->num_workers = num;
  crew->working = num;
  (void)pthread_mutex_unlock(&crew->mutex);
  (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void cli_crew_start(struct cli_crew *crew, const struct cli_context *context,
                    const struct cli_bulk *bulk, unsigned total) {
  unsigned cpus = num_cpus();
  unsigned wanted = cpus < CLI_CREW_MAX ? cpus : CLI_CREW_MAX;
  wanted = wanted < total ? wanted : total;
  memset(crew, 0, sizeof(*crew));
  crew->context = context;
  crew->bulk = bulk;
  // Where there are more processors than keys, two look for one key's primes.
  crew->threads = cpus >= 2 * wanted ? 2 : 1;
  (void)pthread_mutex_init(&crew->mutex, NULL);
  (void)pthread_cond_init(&crew->filled, NULL);
  (void)pthread_cond_init(&crew->emptied, NULL);
  start_workers(crew, wanted);
}

struct cli_job *cli_crew_next(struct cli_crew *crew) {
  if (crew->num_workers == 0) {
    unsigned number = take_number(crew);
    return number == 0 ? NULL : do_job(crew, number);
  }
  (void)pthread_mutex_lock(&crew->mutex);
  while (crew->done == NULL && crew->working != 0) {
    (void)pthread_cond_wait(&crew->filled, &crew->mutex);
  }
  struct cli_job *job = crew->done;
  crew->done = NULL;
  (void)pthread_cond_signal(&crew->emptied);
  (void)pthread_mutex_unlock(&crew->mutex);
  return job;
}

void cli_crew_stop(struct cli_crew *crew) {
  (void)pthread_mutex_lock(&crew->mutex);
  crew->is_over = true;
  (void)pthread_cond_broadcast(&crew->emptied);
  (void)pthread_mutex_unlock(&crew->mutex);
}

void cli_crew_end(struct cli_crew *crew) {
  for (unsigned i = 0; i < crew->num_workers; i++) {
    (void)pthread_join(crew->workers[i], NULL);
  }
  (void)pthread_cond_destroy(&crew->emptied);
  (void)pthread_cond_destroy(&crew->filled);
  (void)pthread_mutex_destroy(&crew->mutex);
}
