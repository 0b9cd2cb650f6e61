// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// sandbox.c closes the sandbox in the order in which each step can still be
// taken: dumps and privileges, then files, then system calls.

#include "cli/sandbox/sandbox.h"

#include <errno.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

// The rights that Landlock knew first are those of all its versions.
#define ACCESS_V1                                                   \
  (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |     \
   LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR |     \
   LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE | \
   LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |     \
   LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |     \
   LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |   \
   LANDLOCK_ACCESS_FS_MAKE_SYM)

// A ruleset without a rule: nothing of what it handles is allowed anywhere.
static bool close_files(void) {
  const struct landlock_ruleset_attr attributes = {ACCESS_V1};
  if (syscall(SYS_landlock_create_ruleset, NULL, (size_t)0,
              LANDLOCK_CREATE_RULESET_VERSION) < 1) {
    return false;
  }
  long ruleset =
      syscall(SYS_landlock_create_ruleset, &attributes, sizeof(attributes), 0U);
  if (ruleset < 0) {
    return false;
  }
  bool ok = syscall(SYS_landlock_restrict_self, (int)ruleset, 0U) == 0;
  (void)close((int)ruleset);
  return ok;
}

static bool add_rules(scmp_filter_ctx filter,
                      const struct cli_sandbox *sandbox) {
  static const int without_exec[] = {SCMP_SYS(mmap), SCMP_SYS(mprotect)};
  for (size_t i = 0; i < sandbox->num_allowed; i++) {
    if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, sandbox->allowed[i], 0) != 0) {
      return false;
    }
  }
  for (size_t i = 0; i < sandbox->num_failing; i++) {
    if (seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), sandbox->failing[i],
                         0) != 0) {
      return false;
    }
  }
  for (size_t i = 0; i < sizeof(without_exec) / sizeof(without_exec[0]); i++) {
    if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, without_exec[i], 1,
                         SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) != 0) {
      return false;
    }
  }
  return true;
}

static bool close_calls(const struct cli_sandbox *sandbox) {
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
  if (filter == NULL) {
    return false;
  }
  bool ok = add_rules(filter, sandbox) && seccomp_load(filter) == 0;
  seccomp_release(filter);
  return ok;
}

bool cli_sandbox_enter(unsigned *out_state, const struct cli_sandbox *sandbox) {
  const struct rlimit none = {0, 0};
  *out_state = 0;
  if (setrlimit(RLIMIT_CORE, &none) != 0 || prctl(PR_SET_DUMPABLE, 0) != 0 ||
      prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
    return false;
  }
  if (SANITIZED) {
    *out_state = CLI_SANDBOX_OFF;
    return true;
  }
  const struct rlimit data = {sandbox->data_max, sandbox->data_max};
  if (setrlimit(RLIMIT_DATA, &data) != 0) {
    return false;
  }
  if (close_files()) {
    *out_state |= CLI_SANDBOX_LANDLOCK;
  }
  if (!close_calls(sandbox)) {
    *out_state = 0;
    return false;
  }
  *out_state |= CLI_SANDBOX_SECCOMP;
  return true;
}
