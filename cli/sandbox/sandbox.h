// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// sandbox.h takes from a process what it does not need: files, with Landlock,
// and system calls, with seccomp. There is no way back.

#ifndef SSHMINT_CLI_SANDBOX_SANDBOX_H
#define SSHMINT_CLI_SANDBOX_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

// The state that cli_sandbox_enter reached: a set of these.
enum cli_sandbox_state {
  CLI_SANDBOX_SECCOMP = 1,
  CLI_SANDBOX_LANDLOCK = 2,
  // Built with a sanitizer, which needs calls and files of its own: nothing
  // was done.
  CLI_SANDBOX_OFF = 4,
};
#define CLI_SANDBOX_ALL (CLI_SANDBOX_SECCOMP | CLI_SANDBOX_LANDLOCK)

// What a process may still call. Both lists are numbers of system calls.
struct cli_sandbox {
  const int *allowed;
  size_t num_allowed;
  const int *failing;  // these fail with EACCES; everything else kills
  size_t num_failing;
  unsigned long data_max;  // bytes of memory that it can write to
};

// cli_sandbox_enter closes the sandbox: no file can be opened from now on, no
// memory can become executable, no privilege gained, no core written. mmap and
// mprotect are allowed without PROT_EXEC and need not be listed.
//
// Returns false if seccomp cannot be had: do not go on. An old kernel may lack
// Landlock: *out_state tells.
bool cli_sandbox_enter(unsigned *out_state, const struct cli_sandbox *sandbox);

#endif  // SSHMINT_CLI_SANDBOX_SANDBOX_H
