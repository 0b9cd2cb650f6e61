// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// save.h puts a key file, or a private key file and its .pub, in place: both
// whole or not at all, the private one for its owner only, nothing overwritten
// unless that is asked for, no symbolic link followed.

#ifndef SSHMINT_CLI_SAVE_H
#define SSHMINT_CLI_SAVE_H

#include <sys/types.h>

#include "cli/io.h"
#include "cli/report.h"
#include "core/mint.h"

// The random name that a file has while it is under cover and has to have one.
#define CLI_COVER_NAME_MAX 48

struct cli_save_file {
  char *path;        // owned, for messages
  const char *name;  // the last part of `path`
  mode_t mode;
  const struct cli_facts *was;     // NULL, or the only file to be replaced
  struct cli_facts replaces;       // what it found in its place
  int fd;                          // the file under cover; -1: none
  char cover[CLI_COVER_NAME_MAX];  // its name; "": it has none
  char old[CLI_COVER_NAME_MAX];    // that of the file which it replaced
  bool is_placed;                  // it has the name that it is meant to have
};

struct cli_save {
  int folder;  // -1: not open
  bool force;
  bool keeps;
  bool retires;
  size_t num;                     // of the files
  struct cli_save_file files[2];  // the key, and the .pub beside it
};

// What is to be written, and over what.
struct cli_save_target {
  const char *path;
  mode_t mode;
  bool force;                   // replace what is there
  const struct cli_facts *was;  // NULL, or the file that was read from `path`:
                                // nothing else is replaced, and its owner stays
  bool keeps;                   // what was there stays, as `path`.orig
  bool retires;                 // ... as `path`.old, in place of an older one
  bool has_public;              // write `path`.pub as well
  mode_t public_mode;
  const struct cli_facts *public_was;  // the same of `path`.pub
};

// The permissions of a private key file, and of others before the umask.
#define CLI_MODE_PRIVATE 0600
#define CLI_MODE_PUBLIC 0644

// cli_save_start makes `save` empty: safe to close.
void cli_save_start(struct cli_save *save);

// cli_save_open makes ready to write: it opens the directory, refuses what is
// in the way (with `force`: what is in the way and is no regular file), and
// opens the files under cover where the file system can. Nothing can be seen of
// it yet.
//
// Owns     *out, released with cli_save_close, also after a failure. What
//          `was` and `public_was` point to lives as long.
// Failure  returns false, and `report` has the reason.
bool cli_save_open(struct cli_save *out, struct cli_report *report,
                   const struct cli_save_target *target);

// cli_save_write writes and syncs the files under cover, then lets the key
// appear, then its .pub. At every moment each name holds the old file or the
// whole new one; if the second cannot appear, the first is taken back.
// `public_key` is NULL if there is one file only. Another process that is at
// this in the directory is waited for.
//
// Secret   `key`.
// Failure  returns false, and `report` has the reason. The directory is as it
//          was before; what could not be put back or removed is told. That an
//          old file could not be removed, or was changed by somebody else and
//          is kept, is told after a success too.
bool cli_save_write(struct cli_save *save, struct cli_report *report,
                    const struct mint_secret *key,
                    const struct mint_secret *public_key);

// cli_save_close closes and releases `save`; what is still under cover is gone.
void cli_save_close(struct cli_save *save);

#endif  // SSHMINT_CLI_SAVE_H
