// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// save.h puts a private key file and its .pub in place: both whole or not at
// all, the private one for its owner only, nothing overwritten unless that is
// asked for, no symbolic link followed.

#ifndef SSHMINT_CLI_SAVE_H
#define SSHMINT_CLI_SAVE_H

#include <sys/types.h>

#include "cli/report.h"
#include "core/mint.h"

// The random name that a file has while it is under cover and has to have one.
#define CLI_COVER_NAME_MAX 48

struct cli_save_file {
  char *path;        // owned, for messages
  const char *name;  // the last part of `path`
  mode_t mode;
  int fd;                          // the file under cover; -1: none
  char cover[CLI_COVER_NAME_MAX];  // its name; "": it has none
  char old[CLI_COVER_NAME_MAX];    // that of the file which it replaced
  bool is_placed;                  // it has the name that it is meant to have
};

struct cli_save {
  int folder;  // -1: not open
  bool force;
  struct cli_save_file files[2];  // the private key, the public key
};

// cli_save_start makes `save` empty: safe to close.
void cli_save_start(struct cli_save *save);

// cli_save_open makes ready to write `path` and `path`.pub: it opens their
// directory, refuses what is in the way (with `force`: what is in the way and
// is no regular file), and opens both files under cover where the file system
// can. Nothing can be seen of it yet. `umask` is the user's, for the public
// file.
//
// Owns     *out, released with cli_save_close, also after a failure.
// Failure  returns false, and `report` has the reason.
bool cli_save_open(struct cli_save *out, struct cli_report *report,
                   const char *path, bool force, mode_t umask);

// cli_save_write writes and syncs both files under cover, then lets the private
// one appear, then the public one. At every moment each name holds the old file
// or the whole new one; if the second cannot appear, the first is taken back.
// Another process that is at this in the directory is waited for.
//
// Secret   `private_key`.
// Failure  returns false, and `report` has the reason. The directory is as it
//          was before; what could not be put back or removed is told. That an
//          old file could not be removed is told after a success too.
bool cli_save_write(struct cli_save *save, struct cli_report *report,
                    const struct mint_secret *private_key,
                    const struct mint_secret *public_key);

// cli_save_close closes and releases `save`; what is still under cover is gone.
void cli_save_close(struct cli_save *save);

#endif  // SSHMINT_CLI_SAVE_H
