// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// crew.h makes the keys of a series in threads, one key a thread at a time, and
// hands them over to the main thread one by one. The threads change no file and
// print nothing.

#ifndef SSHMINT_CLI_CREW_H
#define SSHMINT_CLI_CREW_H

#include <pthread.h>

#include "cli/generate.h"
#include "cli/series.h"

#define CLI_CREW_MAX 256

// What is made.
struct cli_bulk {
  const struct cli_series *series;  // checked
  const struct cli_generate *how;   // "%d" in its comment is the number
  bool force;                       // replace what is there
  bool if_missing;                  // keep the pairs that are there
};

// One key, from the thread that makes it to the one that saves it.
struct cli_job {
  char *path;
  char *comment;
  struct cli_report report;  // started; with the reason if not `ok`
  struct cli_made made;
  bool ok;
};

// Set up by cli_crew_start. The threads share what stands below `mutex`.
struct cli_crew {
  const struct cli_context *context;
  const struct cli_bulk *bulk;
  unsigned threads;  // of mint_key_generate
  pthread_t workers[CLI_CREW_MAX];
  unsigned num_workers;
  pthread_mutex_t mutex;
  pthread_cond_t filled;   // `done` is there, or a worker has ended
  pthread_cond_t emptied;  // `done` is free, or it is over
  struct cli_job *done;
  unsigned last;     // the highest number that is taken
  unsigned working;  // how many workers have not ended
  bool is_over;
};

// cli_crew_start starts a thread for each processor that the process may use,
// but no more than the `total` keys that are to be made. `bulk` and `context`
// are read by the threads until cli_crew_end. Where memory or threads are
// limited there may be fewer, or none.
void cli_crew_start(struct cli_crew *crew, const struct cli_context *context,
                    const struct cli_bulk *bulk, unsigned total);

// cli_crew_next waits for the next key that is done, whatever its number, and
// makes it itself if there are no threads. Returns NULL if there are no more.
//
// Owns     the job, released with cli_job_free.
struct cli_job *cli_crew_next(struct cli_crew *crew);

// cli_crew_stop lets no key be begun any more. Those in the making are finished
// and thrown away.
void cli_crew_stop(struct cli_crew *crew);

// cli_crew_end waits for the threads to end, after cli_crew_next has returned
// NULL.
void cli_crew_end(struct cli_crew *crew);

// cli_job_free wipes and releases `job`. NULL is allowed.
void cli_job_free(struct cli_job *job);

#endif  // SSHMINT_CLI_CREW_H
