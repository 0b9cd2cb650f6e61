// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// kept.c is a list of names with their open descriptors. Descriptors are few,
// so room is left for what a verb opens later.

#include "cli/kept.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/escape.h"
#include "cli/io.h"

// Enough for the deepest walk of a scan, twice.
#define CLI_FDS_LEFT 256u

struct kept {
  const char *path;  // owned, for as long as the process runs
  int fd;            // -1: it could not be opened
  int error;         // why
};

static struct kept *all;
static size_t num;
static size_t cap;

static char *folder_name;  // NULL: none is kept
static int folder = -1;
static int folder_error;

static bool is_locked;

// Tells whether one descriptor more leaves enough of them. The soft limit is
// raised if it has to be.
static bool has_room(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) {
    return true;
  }
  if (num + CLI_FDS_LEFT >= limit.rlim_cur &&
      limit.rlim_cur != limit.rlim_max) {
    limit.rlim_cur = limit.rlim_max;
    (void)setrlimit(RLIMIT_NOFILE, &limit);
  }
  rlim_t left =
      limit.rlim_cur / 2 < CLI_FDS_LEFT ? limit.rlim_cur / 2 : CLI_FDS_LEFT;
  return num + left < limit.rlim_cur;
}

void cli_keep(const char *path) {
  if (path == NULL || strcmp(path, "-") == 0) {
    return;
  }
  if (num == cap) {
    size_t more = cap == 0 ? 16 : 2 * cap;
    struct kept *larger = realloc(all, more * sizeof(*all));
    if (larger == NULL) {
      cli_no_memory();
    }
    all = larger;
    cap = more;
  }
  struct kept *one = &all[num];
  one->fd = -1;
  one->error = EMFILE;
  if (has_room()) {
    do {
      one->fd = open(path, CLI_OPEN_FLAGS);
    } while (one->fd < 0 && errno == EINTR);
    one->error = errno;
  }
  one->path = cli_format("%s", path);
  num++;
}

void cli_keep_key(const char *path) {
  cli_keep(path);
  if (strcmp(path, "-") == 0) {
    return;
  }
  struct stat found;
  char *beside = cli_format("%s.pub", path);
  // Nobody asked for this file: a FIFO there is left alone.
  if (stat(beside, &found) == 0 && S_ISREG(found.st_mode)) {
    cli_keep(beside);
  }
  free(beside);
}

// The name of the directory of `path`, which the caller frees. *out_name is the
// last part of `path`.
static char *folder_of(const char **out_name, const char *path) {
  const char *slash = strrchr(path, '/');
  *out_name = slash == NULL ? path : slash + 1;
  return slash == NULL ? cli_format(".")
                       : cli_format("%.*s", (int)(slash - path) + 1, path);
}

static int open_folder(const char *name) {
  int fd = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0 && errno == EACCES) {
    // A directory that may be written but not listed cannot be synced.
    fd = open(name, O_PATH | O_DIRECTORY | O_CLOEXEC);
  }
  return fd;
}

void cli_keep_folder(const char *path) {
  const char *name = NULL;
  if (folder_name == NULL) {
    folder_name = folder_of(&name, path);
    folder = open_folder(folder_name);
    folder_error = errno;
  }
}

static int compare(const void *a, const void *b) {
  return strcmp(((const struct kept *)a)->path, ((const struct kept *)b)->path);
}

// Finds `path` in the list, which is in order behind the lock. Returns NULL if
// it is not there.
static const struct kept *find(const char *path) {
  if (is_locked && num != 0) {
    const struct kept key = {path, -1, 0};
    return bsearch(&key, all, num, sizeof(*all), compare);
  }
  for (size_t i = 0; i < num; i++) {
    if (strcmp(all[i].path, path) == 0) {
      return &all[i];
    }
  }
  return NULL;
}

static int again(const struct kept *one) {
  if (one->fd < 0) {
    errno = one->error;
    return -1;
  }
  int fd = fcntl(one->fd, F_DUPFD_CLOEXEC, 3);
  if (fd >= 0) {
    (void)lseek(fd, 0, SEEK_SET);  // a pipe has no start
  }
  return fd;
}

bool cli_kept_open(int *out_fd, const char *path) {
  const struct kept *one = find(path);
  const char *name = NULL;
  *out_fd = -1;
  if (one != NULL) {
    *out_fd = again(one);
    return true;
  }
  char *of = folder_of(&name, path);
  bool is_here = folder_name != NULL && strcmp(folder_name, of) == 0;
  free(of);
  if (is_here) {
    errno = folder_error;
    *out_fd = folder < 0 ? -1 : openat(folder, name, CLI_OPEN_FLAGS);
    return true;
  }
  errno = EACCES;
  return is_locked;
}

int cli_folder_open(const char *path) {
  const char *name = NULL;
  char *of = folder_of(&name, path);
  int fd = -1;
  if (folder_name != NULL && strcmp(folder_name, of) == 0) {
    fd = folder;
    errno = folder_error;
  } else if (!is_locked) {
    fd = open_folder(of);
  } else {
    errno = EACCES;
  }
  int error = errno;
  free(of);
  errno = error;
  return fd;
}

void cli_folder_close(int fd) {
  if (fd >= 0 && fd != folder) {
    (void)close(fd);
  }
}

int cli_kept_folder(void) { return folder; }

int *cli_kept_walks(size_t *out_num) {
  int *out = num == 0 ? NULL : cli_allocate(num * sizeof(*out));
  struct stat facts;
  *out_num = 0;
  for (size_t i = 0; out != NULL && i < num; i++) {
    if (all[i].fd >= 0 && fstat(all[i].fd, &facts) == 0 &&
        S_ISDIR(facts.st_mode)) {
      out[(*out_num)++] = all[i].fd;
    }
  }
  return out;
}

void cli_kept_lock(void) {
  if (num != 0) {
    qsort(all, num, sizeof(*all), compare);
  }
  is_locked = true;
}

bool cli_kept_is_locked(void) { return is_locked; }
