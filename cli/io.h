// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// io.h reads inputs that nobody vouches for: bounded, without stdio, and
// without waiting for what is no file. It writes results that stdio must not
// see.

#ifndef SSHMINT_CLI_IO_H
#define SSHMINT_CLI_IO_H

#include <fcntl.h>
#include <sys/stat.h>

#include "cli/report.h"
#include "core/mint.h"

// What the descriptor said of the file that was read.
struct cli_facts {
  bool is_file;  // a regular file: `mode` means something
  mode_t mode;   // its permissions
  struct stat all;
};

// cli_facts_take fills `out` from what fstat said.
void cli_facts_take(struct cli_facts *out, const struct stat *in);

// cli_facts_same tells whether `now` is the file that was read, unchanged.
bool cli_facts_same(const struct cli_facts *facts, const struct stat *now);

// cli_read reads the whole input `path` (- is standard input): a regular file,
// a pipe, a FIFO, or a terminal or socket that is standard input. It reads at
// most one byte more than MINT_INPUT_MAX, and refuses what is larger. Before
// the lock (lock.h) it reads nothing: an internal error.
//
// Owns     *out, wiped with mint_secret_wipe.
// Failure  returns false, and `report` has the reason.
bool cli_read(struct mint_secret *out, struct cli_facts *out_facts,
              struct cli_report *report, const char *path);

// cli_is_input tells whether what `fd` leads to may be read as an input.
bool cli_is_input(int fd, const struct stat *facts, bool is_stdin);

// cli_read_line reads the first line of `fd`, without its LF or CRLF, byte by
// byte: what follows is left for others. At most out->cap bytes are taken.
// Returns false with errno set if reading fails.
bool cli_read_line(struct mint_secret *out, int fd);

// cli_wait waits until `fd` has bytes or its other end has gone. Returns false
// with errno set if that fails.
bool cli_wait(int fd);

// cli_read_some reads up to `len` bytes from `fd`, waiting for them. Returns
// how many; 0 at the end of the input, -1 with errno set if reading fails.
ssize_t cli_read_some(int fd, uint8_t *out, size_t len);

// cli_open opens `path` for reading, without waiting for it and without making
// a terminal ours. What has been kept (kept.h) is not opened again. Returns -1
// with errno set if that fails.
#define CLI_OPEN_FLAGS (O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
int cli_open(const char *path);

// cli_is_exposed tells whether others than the owner can read or write the
// file.
bool cli_is_exposed(const struct cli_facts *facts);

// cli_write writes all of `in` to `fd`. Returns false with errno set if that
// fails.
bool cli_write(int fd, const struct mint_secret *in);

// cli_stdout_flush flushes standard output, and remembers why it failed for
// cli_stdout_end. Returns false if anything that was printed until now has not
// been taken.
bool cli_stdout_flush(void);

// cli_stdout_end flushes and closes standard output. Returns false with errno
// set if anything that was printed has not been taken.
bool cli_stdout_end(void);

#endif  // SSHMINT_CLI_IO_H
