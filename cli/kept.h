// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// kept.h is what was opened before the process locked itself in (lock.h): the
// inputs, and the one directory that files are written to. Behind the lock a
// name is looked up here, and nowhere else.

#ifndef SSHMINT_CLI_KEPT_H
#define SSHMINT_CLI_KEPT_H

#include <stdbool.h>
#include <stddef.h>

// cli_keep opens the input `path` and keeps the descriptor, or why there is
// none. NULL and - (standard input) are passed over.
void cli_keep(const char *path);

// cli_keep_key is cli_keep for the file of a key, and for the .pub beside it if
// that is a regular file.
void cli_keep_key(const char *path);

// cli_keep_folder opens the directory of the file `path`, the only one that
// behind the lock files can be opened in, made, renamed and removed.
void cli_keep_folder(const char *path);

// cli_kept_open tells whether opening `path` is settled here. *out_fd is then a
// descriptor that the caller closes, at the start of its file, or -1 with errno
// set.
bool cli_kept_open(int *out_fd, const char *path);

// cli_folder_open returns the directory of the file `path`, the kept one or
// else, before the lock, one that is opened. Returns -1 with errno set if that
// fails. cli_folder_close closes it unless it is kept.
int cli_folder_open(const char *path);
void cli_folder_close(int fd);

// cli_kept_folder returns the descriptor of the kept directory; -1 if there is
// none.
int cli_kept_folder(void);

// cli_kept_walks returns the kept inputs that are directories, and stores how
// many there are. The caller frees the array; NULL if nothing is kept.
int *cli_kept_walks(size_t *out_num);

// cli_kept_lock lets nothing else be opened by name from now on;
// cli_kept_is_locked tells whether that is so.
void cli_kept_lock(void);
bool cli_kept_is_locked(void);

#endif  // SSHMINT_CLI_KEPT_H
