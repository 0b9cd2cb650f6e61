// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// scan_walk.c walks directories in the order of their names. What it finds is
// opened relative to its directory and without following links, so that nobody
// can lead it elsewhere; only regular files are opened at all.

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/escape.h"
#include "cli/scan.h"

// How deep directories may lie in each other; each holds a descriptor.
#define CLI_SCAN_DEPTH_MAX 64u

// Not inlined: walk and visit call each other once a directory, and the report
// would be in every frame of theirs, more than a small stack has room for.
__attribute__((noinline)) static void fail(struct cli_scan *scan,
                                           const char *path, enum cli_code code,
                                           int error) {
  struct cli_report report;
  cli_report_start(&report, path, 0);
  cli_report_code(&report, code, error == 0 ? NULL : strerror(error));
  cli_scan_end(scan, &report);
}

static int is_entry(const struct dirent *entry) {
  return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

static int compare_names(const struct dirent **a, const struct dirent **b) {
  return strcmp((*a)->d_name, (*b)->d_name);
}

static void walk(struct cli_scan *scan, int folder, const char *path,
                 unsigned depth);

// Scans one entry of a directory. What has gone meanwhile, or turned into
// something else, is passed over.
static void visit(struct cli_scan *scan, int folder, const char *name,
                  const char *path, unsigned depth) {
  struct stat found;
  if (fstatat(folder, name, &found, AT_SYMLINK_NOFOLLOW) != 0 ||
      (!S_ISREG(found.st_mode) && !S_ISDIR(found.st_mode))) {
    return;
  }
  int fd = openat(folder, name,
                  O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (fd < 0) {
    if (errno != ENOENT && errno != ELOOP) {
      fail(scan, path, CLI_E_FILE_OPEN, errno);
    }
    return;
  }
  struct cli_scan_file file = {path, name, false, {false, 0, found}};
  if (fstat(fd, &found) == 0 && S_ISREG(found.st_mode)) {
    cli_facts_take(&file.facts, &found);
    cli_scan_file(scan, &file, fd);
  } else if (S_ISDIR(found.st_mode)) {
    walk(scan, fd, path, depth + 1);
  }
  (void)close(fd);
}

static void walk(struct cli_scan *scan, int folder, const char *path,
                 unsigned depth) {
  struct dirent **entries = NULL;
  if (depth > CLI_SCAN_DEPTH_MAX) {
    fail(scan, path, CLI_E_FILE_DEPTH, 0);
    return;
  }
  int num = scandirat(folder, ".", &entries, is_entry, compare_names);
  if (num < 0) {
    fail(scan, path, CLI_E_FILE_READ, errno);
    return;
  }
  size_t len = strlen(path);
  const char *slash = len != 0 && path[len - 1] == '/' ? "" : "/";
  for (int i = 0; i < num; i++) {
    char *inner = cli_format("%s%s%s", path, slash, entries[i]->d_name);
    visit(scan, folder, entries[i]->d_name, inner, depth);
    free(inner);
    free(entries[i]);
  }
  free(entries);
}

void cli_scan_path(struct cli_scan *scan, const char *path) {
  bool is_stdin = strcmp(path, "-") == 0;
  int fd = is_stdin ? STDIN_FILENO : cli_open(path);
  struct stat found;
  if (fd < 0 || fstat(fd, &found) != 0) {
    fail(scan, path, CLI_E_FILE_OPEN, errno);
  } else if (S_ISDIR(found.st_mode)) {
    walk(scan, fd, path, 1);
  } else if (cli_is_input(fd, &found, is_stdin)) {
    const char *slash = strrchr(path, '/');
    struct cli_scan_file file = {
        path, slash == NULL ? path : slash + 1, true, {false, 0, found}};
    cli_facts_take(&file.facts, &found);
    cli_scan_file(scan, &file, fd);
  } else {
    fail(scan, path, CLI_E_FILE_KIND, 0);
  }
  if (fd >= 0 && !is_stdin) {
    (void)close(fd);
  }
}
