// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// io.h reads inputs that nobody vouches for: bounded, without stdio, and
// without waiting for what is no file.

#ifndef SSHMINT_CLI_IO_H
#define SSHMINT_CLI_IO_H

#include <sys/types.h>

#include "cli/report.h"
#include "core/mint.h"

// What the descriptor said of the file that was read.
struct cli_facts {
  bool is_file;  // a regular file: `mode` means something
  mode_t mode;   // its permissions
};

// cli_read reads the whole input `path` (- is standard input): a regular file,
// a pipe, a FIFO, or a terminal or socket that is standard input. It reads at
// most one byte more than MINT_INPUT_MAX, and refuses what is larger.
//
// Owns     *out, wiped with mint_secret_wipe.
// Failure  returns false, and `report` has the reason.
bool cli_read(struct mint_secret *out, struct cli_facts *out_facts,
              struct cli_report *report, const char *path);

// cli_read_line reads the first line of `fd`, without its LF or CRLF, byte by
// byte: what follows is left for others. At most out->cap bytes are taken.
// Returns false with errno set if reading fails.
bool cli_read_line(struct mint_secret *out, int fd);

// cli_open opens `path` for reading, without waiting for it and without making
// a terminal ours. Returns -1 with errno set if that fails.
int cli_open(const char *path);

// cli_is_exposed tells whether others than the owner can read or write the
// file.
bool cli_is_exposed(const struct cli_facts *facts);

// cli_stdout_end flushes and closes standard output. Returns false with errno
// set if anything that was printed has not been taken.
bool cli_stdout_end(void);

#endif  // SSHMINT_CLI_IO_H
