// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// terminal.h speaks with the person at the terminal. /dev/tty is opened once,
// before the process locks itself in (lock.h): behind the lock nothing opens
// it.

#ifndef SSHMINT_CLI_TERMINAL_H
#define SSHMINT_CLI_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

// cli_terminal_open opens the terminal, if there is one.
void cli_terminal_open(void);

// cli_terminal returns the terminal's descriptor, which is not to be closed;
// -1: there is none.
int cli_terminal(void);

// cli_terminal_ask shows `prompt` and reads a line that is not shown, without
// its end and with a NUL behind it; what is longer than `cap` - 1 bytes is cut.
// A signal that comes meanwhile takes effect once the terminal is as it was
// before; after one that stopped the process, the question is put again.
//
// Secret   `out`.
// Failure  returns false with errno set.
bool cli_terminal_ask(char *out, size_t cap, const char *prompt);

#endif  // SSHMINT_CLI_TERMINAL_H
