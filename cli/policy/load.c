// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// load.c finds the files that make the policy of a run, and trusts none that
// somebody else could have written.

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/policy/place.h"
#include "cli/policy/policy.h"

// What a layer came to.
enum layer { LAYER_NONE, LAYER_FOUND, LAYER_BAD };

static void fail(struct cli_policy_why *why, enum cli_policy_fault fault,
                 const char *word) {
  why->fault = fault;
  why->line = 0;
  (void)snprintf(why->word, sizeof(why->word), "%s", word);
}

static void set_path(struct cli_policy_why *why, const char *path) {
  memset(why, 0, sizeof(*why));
  (void)snprintf(why->path, sizeof(why->path), "%s", path);
}

static bool is_safe(const struct stat *facts, uid_t owner) {
  return (facts->st_uid == 0 || facts->st_uid == owner) &&
         (facts->st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

// Reads all of `fd` and closes it.
static bool read_text(struct cli_policy *out, struct cli_policy_why *why,
                      int fd) {
  static char text[CLI_POLICY_FILE_MAX + 1];
  size_t len = 0;
  ssize_t got = 1;
  while (len < sizeof(text) && got != 0) {
    got = read(fd, text + len, sizeof(text) - len);
    if (got < 0 && errno != EINTR) {
      break;
    }
    len += got < 0 ? 0 : (size_t)got;
    got = got < 0 ? 1 : got;
  }
  int error = errno;
  (void)close(fd);
  if (got < 0) {
    fail(why, CLI_FAULT_OPEN, strerror(error));
    return false;
  }
  char path[sizeof(why->path)];
  memcpy(path, why->path, sizeof(path));
  bool ok = cli_policy_parse(out, why, text, len);
  memcpy(why->path, path, sizeof(path));
  return ok;
}

// Reads the open file `fd` if it is regular and, with `owner`, safe.
static bool read_file(struct cli_policy *out, struct cli_policy_why *why,
                      int fd, const uid_t *owner) {
  struct stat facts;
  if (fstat(fd, &facts) != 0 || !S_ISREG(facts.st_mode)) {
    fail(why, CLI_FAULT_OPEN, "it is no regular file");
  } else if (owner != NULL && !is_safe(&facts, *owner)) {
    fail(why, CLI_FAULT_TRUST, "the file");
  } else {
    return read_text(out, why, fd);
  }
  (void)close(fd);
  return false;
}

#define OPEN_FILE (O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
#define OPEN_FOLDER (O_PATH | O_DIRECTORY | O_CLOEXEC)

// Goes down to the administrator's file, name by name, and through no symbolic
// link. Directories are only held against it if the file is there: without it
// there is nothing to trust.
static enum layer read_system(struct cli_policy *out,
                              struct cli_policy_why *why) {
  char below[PATH_MAX];
  char *rest = below;
  bool safe = true;
  struct stat facts;
  (void)snprintf(below, sizeof(below), "%s%s", cli_policy_top(),
                 cli_policy_below());
  set_path(why, below);
  (void)snprintf(below, sizeof(below), "%s", cli_policy_below());
  int fd = open(cli_policy_top(), OPEN_FOLDER);
  while (fd >= 0) {
    safe = safe && fstat(fd, &facts) == 0 && is_safe(&facts, 0);
    char *name = strsep(&rest, "/");
    int next =
        openat(fd, name, (rest == NULL ? OPEN_FILE : OPEN_FOLDER) | O_NOFOLLOW);
    int error = errno;
    (void)close(fd);
    errno = error;
    fd = next;
    if (rest == NULL) {
      break;
    }
  }
  if (fd < 0 && errno == ENOENT) {
    return LAYER_NONE;
  }
  if (fd < 0) {
    fail(why, CLI_FAULT_OPEN, strerror(errno));
    return LAYER_BAD;
  }
  if (!safe) {
    (void)close(fd);
    fail(why, CLI_FAULT_TRUST, "a directory above it");
    return LAYER_BAD;
  }
  const uid_t root = 0;
  return read_file(out, why, fd, &root) ? LAYER_FOUND : LAYER_BAD;
}

static enum layer read_own(struct cli_policy *out, struct cli_policy_why *why) {
  char path[PATH_MAX];
  const uid_t owner = geteuid();
  const struct passwd *user = getpwuid(owner);
  if (user == NULL || user->pw_dir[0] != '/') {
    return LAYER_NONE;
  }
  (void)snprintf(path, sizeof(path), "%s/.config/sshmint/policy.conf",
                 user->pw_dir);
  set_path(why, path);
  int fd = open(path, OPEN_FILE | O_NOFOLLOW);
  if (fd < 0 && (errno == ENOENT || errno == ENOTDIR)) {
    return LAYER_NONE;
  }
  if (fd < 0) {
    fail(why, CLI_FAULT_OPEN, strerror(errno));
    return LAYER_BAD;
  }
  return read_file(out, why, fd, &owner) ? LAYER_FOUND : LAYER_BAD;
}

static bool read_open(struct cli_policy *out, struct cli_policy_why *why,
                      const char *path, int fd, const uid_t *owner) {
  set_path(why, path);
  if (fd < 0) {
    fail(why, CLI_FAULT_OPEN, strerror(errno));
    return false;
  }
  return read_file(out, why, fd, owner);
}

bool cli_policy_read(struct cli_policy *out, struct cli_policy_why *why,
                     const char *path, int fd) {
  int error = errno;
  (void)cli_policy_preset(out, "cnsa2");
  errno = error;
  return read_open(out, why, path, fd, NULL);
}

static enum layer read_named(struct cli_policy *out, struct cli_policy_why *why,
                             const char *named) {
  const uid_t owner = geteuid();
  size_t len = named == NULL ? 0 : strlen(named);
  memset(why, 0, sizeof(*why));
  if (named == NULL) {
    return LAYER_NONE;
  }
  if (strchr(named, '/') != NULL ||
      (len >= 5 && strcmp(named + len - 5, ".conf") == 0)) {
    int fd = open(named, OPEN_FILE);
    return read_open(out, why, named, fd, &owner) ? LAYER_FOUND : LAYER_BAD;
  }
  if (cli_policy_preset(out, named)) {
    return LAYER_FOUND;
  }
  why->fault = CLI_FAULT_PRESET;
  return LAYER_BAD;
}

// Adds a layer to what is there. Returns false if it is bad.
static bool add(struct cli_policy *policy, bool *has_any, enum layer found,
                const struct cli_policy *layer) {
  if (found == LAYER_FOUND && *has_any) {
    cli_policy_join(policy, layer);
  } else if (found == LAYER_FOUND) {
    *policy = *layer;
    *has_any = true;
  }
  return found != LAYER_BAD;
}

bool cli_policy_load(struct cli_policy *out, struct cli_policy_why *why,
                     const char *named) {
  struct cli_policy policy;
  struct cli_policy layer;
  bool has_any = false;
  (void)cli_policy_preset(&policy, "default");
  bool ok = add(&policy, &has_any, read_system(&layer, why), &layer);
  if (ok && (has_any || named == NULL)) {
    ok = add(&policy, &has_any, read_own(&layer, why), &layer);
  }
  if (ok) {
    ok = add(&policy, &has_any, read_named(&layer, why, named), &layer);
  }
  if (ok && policy.value[CLI_P_AUDIT_REQUIRED] != 0 &&
      policy.value[CLI_P_AUDIT] == CLI_AUDIT_OFF) {
    memset(why, 0, sizeof(*why));
    why->fault = CLI_FAULT_AUDIT;
    ok = false;
  }
  if (!ok) {
    (void)cli_policy_preset(&policy, "cnsa2");
  } else {
    memset(why, 0, sizeof(*why));
  }
  *out = policy;
  return ok;
}
