// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// lock.h locks the process in. A verb opens what it needs (kept.h), calls
// cli_lock, and only then looks at the first byte of an input. From there on a
// system call that the verb does not need kills it: it has no files but those
// that are open, no network, no program to start and no process to reach.
//
// Behind the lock a verb that writes may open, make, rename and remove files in
// the one directory that it keeps, and `scan` may read beneath the directories
// that it was given; Landlock holds both to that. Names can still be looked up
// (stat, access), but not read. The policy's rule Sandbox says whether there
// has to be a lock; under `off`, and where the build has none, all else is the
// same.

#ifndef SSHMINT_CLI_LOCK_H
#define SSHMINT_CLI_LOCK_H

#include "cli/report.h"

// cli_lock keeps the terminal and the files of the passphrases, and locks the
// process in as `context->verb` needs it. What is called again does nothing.
//
// Returns false, with the reason told, if the policy requires a sandbox and
// there is none: nothing may be read then.
bool cli_lock(struct cli_context *context);

// cli_lock_keys keeps the files of keys and what lies beside them, then locks.
bool cli_lock_keys(struct cli_context *context, char *const *names, size_t num);

// cli_lock_text tells what is in force.
const char *cli_lock_text(unsigned state);

#endif  // SSHMINT_CLI_LOCK_H
