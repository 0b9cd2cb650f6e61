// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// known_edit.h changes a known_hosts file: under a lock, so that nobody else of
// ours changes it meanwhile, and so that every reader sees the old or the new
// file, whole. No byte of it changes but the line that is meant.

#ifndef SSHMINT_CLI_HOST_KNOWN_EDIT_H
#define SSHMINT_CLI_HOST_KNOWN_EDIT_H

#include "cli/host/known_hosts.h"

// A cli_known_edit holds a locked file; NULL or -1 is what is not there.
struct cli_known_edit {
  char *path;  // owned; no symbolic link
  int lock;
  struct cli_known known;
};

// cli_known_edit_keep returns where `path` leads, which the caller frees, and
// keeps its directory (kept.h): what the others here need behind the lock.
char *cli_known_edit_keep(const char *path);

// cli_known_edit_open locks and reads `path`, which is no symbolic link. There
// need be no such file; what is no regular file is refused before anything
// waits for it.
//
// Owns     *out, released with cli_known_edit_close, also after a failure.
// Failure  returns false, and `report` has the reason.
bool cli_known_edit_open(struct cli_known_edit *out, struct cli_report *report,
                         const char *path);
void cli_known_edit_close(struct cli_known_edit *edit);

// cli_known_edit_write puts `text` in place of the file, with its mode and
// owner; a new file is for its owner only. With `keeps` the old file stays, as
// PATH.old, in place of an older one.
//
// Failure  returns false, and `report` has the reason; both are as they were.
bool cli_known_edit_write(struct cli_known_edit *edit,
                          struct cli_report *report, const char *text,
                          size_t len, bool keeps);

#endif  // SSHMINT_CLI_HOST_KNOWN_EDIT_H
