// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// scan.h goes through lists of keys, key files and directories, one key at a
// time: what is in memory does not grow with what is scanned, but for the names
// in one directory.

#ifndef SSHMINT_CLI_SCAN_H
#define SSHMINT_CLI_SCAN_H

#include <time.h>

#include "cli/io.h"
#include "cli/report.h"

struct cli_scan {
  struct cli_context *context;
  struct mint_secret buffer;  // of the file that is being read
  size_t files;               // that hold keys, or were named
  size_t keys;
  size_t accepted;
  size_t rejected;
  size_t errors;  // what could not be read, or is no key of ours
  bool shows_progress;
  struct timespec shown_at;
};

// What is known of a file before it is read.
struct cli_scan_file {
  const char *path;  // as people are shown it
  const char *name;  // the last part of it
  bool is_named;     // on the command line: it shall hold a key
  struct cli_facts facts;
};

// cli_scan_path scans a file, a directory with all in it, or - (standard
// input). Symbolic links are followed if they are named, not if they are found.
void cli_scan_path(struct cli_scan *scan, const char *path);

// cli_scan_file scans what `fd` leads to.
void cli_scan_file(struct cli_scan *scan, const struct cli_scan_file *file,
                   int fd);

// cli_scan_key checks one key, prints the verdict and counts it. `line` is 0 in
// a file of one key. The key of a host may be of any type.
//
// Owns     `parts`: it releases them.
void cli_scan_key(struct cli_scan *scan, const struct cli_scan_file *file,
                  size_t line, bool is_host, struct mint_parts *parts);

// cli_scan_end tells the findings of `report` and counts it.
void cli_scan_end(struct cli_scan *scan, struct cli_report *report);

// cli_scan_progress shows now and then how far it has come.
void cli_scan_progress(struct cli_scan *scan);

#endif  // SSHMINT_CLI_SCAN_H
