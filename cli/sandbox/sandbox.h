// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// sandbox.h takes from a process what it does not need: files, with Landlock,
// and system calls, with seccomp. There is no way back.

#ifndef SSHMINT_CLI_SANDBOX_SANDBOX_H
#define SSHMINT_CLI_SANDBOX_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The state that cli_sandbox_enter reached: a set of these.
enum cli_sandbox_state {
  CLI_SANDBOX_SECCOMP = 1,
  CLI_SANDBOX_LANDLOCK = 2,
  // Built with a sanitizer or to measure coverage, which need calls and files
  // of their own: nothing was done.
  CLI_SANDBOX_OFF = 4,
};
#define CLI_SANDBOX_ALL (CLI_SANDBOX_SECCOMP | CLI_SANDBOX_LANDLOCK)

// A condition on an argument of a call: (argument & mask) == value.
struct cli_sandbox_when {
  unsigned argument;  // counted from 0
  uint64_t mask;
  uint64_t value;
};

// A call that is allowed where all of its conditions hold. If it stands there
// several times, one of them is enough.
struct cli_sandbox_call {
  int number;
  size_t num;
  struct cli_sandbox_when when[3];
};

// A call that fails with `error` and is not made.
struct cli_sandbox_failure {
  int number;
  int error;
};

// A directory beneath which files may still be opened: an open descriptor, and
// a set of what is allowed.
enum cli_sandbox_right {
  CLI_SANDBOX_READ = 1,   // read files and list directories
  CLI_SANDBOX_WRITE = 2,  // make and change files, rename and remove
};
struct cli_sandbox_place {
  int fd;
  unsigned rights;
};

// What a process may still do. Any call that is not named kills it. The numbers
// are those of system calls.
struct cli_sandbox {
  const int *allowed;
  size_t num_allowed;
  const struct cli_sandbox_call *checked;
  size_t num_checked;
  const struct cli_sandbox_failure *failing;
  size_t num_failing;
  const struct cli_sandbox_place *places;
  size_t num_places;
  unsigned long data_max;  // bytes of memory that it can write to; 0: no limit
};

// cli_sandbox_enter closes the sandbox: no file can be opened from now on but
// those in its places, no memory can become executable, no privilege gained, no
// core written. mmap and mprotect are allowed without PROT_EXEC and need not be
// named.
//
// Returns false if seccomp cannot be had; errno is ENOMEM if that is because
// memory is short. An old kernel may lack Landlock: *out_state tells, in both
// cases.
bool cli_sandbox_enter(unsigned *out_state, const struct cli_sandbox *sandbox);

#endif  // SSHMINT_CLI_SANDBOX_SANDBOX_H
