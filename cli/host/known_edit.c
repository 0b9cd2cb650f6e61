// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// known_edit.c locks the file itself, not one beside it: nothing is left
// behind. As the file is replaced by every change, who gets the lock looks
// whether it still is that file.

#include "cli/host/known_edit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli/escape.h"
#include "cli/kept.h"
#include "cli/save.h"

// A change takes milliseconds; who holds the lock longer has stopped.
#define LOCK_TRIES 500
#define LOCK_PAUSE_NS 20000000

static bool is_at(const struct stat *open_file, const char *path) {
  struct stat named;
  return stat(path, &named) == 0 && open_file->st_dev == named.st_dev &&
         open_file->st_ino == named.st_ino;
}

// Tells whether the lock is ours. Where there are no locks it goes on without.
static bool try_lock(int fd) {
  return flock(fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK;
}

// Locks the file, if there is one.
static bool lock_file(struct cli_known_edit *edit, struct cli_report *report) {
  const struct timespec pause = {0, LOCK_PAUSE_NS};
  for (int i = 0; i < LOCK_TRIES; i++) {
    edit->lock = cli_open(edit->path);
    if (edit->lock < 0 && errno == ENOENT) {
      return true;
    }
    if (edit->lock < 0) {
      cli_report_file(report, CLI_E_FILE_OPEN, edit->path, errno);
      return false;
    }
    struct stat facts;
    if (fstat(edit->lock, &facts) != 0 || !S_ISREG(facts.st_mode)) {
      cli_report_file(report, CLI_E_FILE_TARGET, edit->path, 0);
      return false;
    }
    if (try_lock(edit->lock) && is_at(&facts, edit->path)) {
      return true;
    }
    (void)close(edit->lock);
    edit->lock = -1;
    (void)nanosleep(&pause, NULL);
  }
  cli_report_file(report, CLI_E_FILE_BUSY, edit->path, 0);
  return false;
}

char *cli_known_edit_keep(const char *path) {
  bool is_stdin = strcmp(path, "-") == 0;
  char *real = is_stdin ? NULL : realpath(path, NULL);
  if (real == NULL && !is_stdin && errno == ENOMEM) {
    cli_no_memory();
  }
  if (real == NULL) {
    real = cli_format("%s", path);
  }
  if (!is_stdin) {
    cli_keep_folder(real);
  }
  return real;
}

bool cli_known_edit_open(struct cli_known_edit *out, struct cli_report *report,
                         const char *path) {
  memset(out, 0, sizeof(*out));
  out->lock = -1;
  out->path = cli_format("%s", path);
  // Standard input cannot be written.
  if (strcmp(path, "-") == 0) {
    cli_report_file(report, CLI_E_FILE_TARGET, path, 0);
    return false;
  }
  return lock_file(out, report) &&
         cli_known_read(&out->known, report, out->path);
}

void cli_known_edit_close(struct cli_known_edit *edit) {
  cli_known_free(&edit->known);
  if (edit->lock >= 0) {
    (void)close(edit->lock);
  }
  free(edit->path);
  memset(edit, 0, sizeof(*edit));
  edit->lock = -1;
}

bool cli_known_edit_write(struct cli_known_edit *edit,
                          struct cli_report *report, const char *text,
                          size_t len, bool keeps) {
  struct mint_secret whole = MINT_SECRET_EMPTY;
  struct cli_save save;
  bool is_there = edit->known.is_there;
  const struct cli_save_target target = {
      .path = edit->path,
      .mode = is_there ? edit->known.facts.mode & 0777 : CLI_MODE_PRIVATE,
      .force = is_there,
      .was = is_there ? &edit->known.facts : NULL,
      .retires = keeps,
  };
  enum mint_status status = mint_secret_open(&whole, len + 1);
  if (status == MINT_OK) {
    status = mint_secret_append(&whole, (const uint8_t *)text, len);
  }
  if (status != MINT_OK) {
    cli_report_status(report, status, NULL, NULL);
    return false;
  }
  bool ok = cli_save_open(&save, report, &target) &&
            cli_save_write(&save, report, &whole, NULL);
  cli_save_close(&save);
  mint_secret_wipe(&whole);
  return ok;
}
