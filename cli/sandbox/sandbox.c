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

#if defined(__SANITIZE_ADDRESS__) || defined(MINT_COVERAGE)
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

#define ACCESS_READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
// What somebody else puts there, a link or a directory, is renamed like a file;
// to make such things takes calls that are not allowed.
#define ACCESS_WRITE (ACCESS_V1 & ~(LANDLOCK_ACCESS_FS_EXECUTE | ACCESS_READ))

static bool add_places(int ruleset, const struct cli_sandbox *sandbox) {
  for (size_t i = 0; i < sandbox->num_places; i++) {
    const struct cli_sandbox_place *place = &sandbox->places[i];
    const struct landlock_path_beneath_attr rule = {
        ((place->rights & CLI_SANDBOX_READ) != 0 ? ACCESS_READ : 0u) |
            ((place->rights & CLI_SANDBOX_WRITE) != 0 ? ACCESS_WRITE : 0u),
        place->fd};
    if (syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH,
                &rule, 0U) != 0) {
      return false;
    }
  }
  return true;
}

// What no rule of the ruleset allows is not allowed anywhere.
static bool close_files(const struct cli_sandbox *sandbox) {
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
  bool ok = add_places((int)ruleset, sandbox) &&
            syscall(SYS_landlock_restrict_self, (int)ruleset, 0U) == 0;
  (void)close((int)ruleset);
  return ok;
}

static bool add_checked(scmp_filter_ctx filter,
                        const struct cli_sandbox_call *call) {
  struct scmp_arg_cmp when[sizeof(call->when) / sizeof(call->when[0])];
  for (size_t i = 0; i < call->num; i++) {
    when[i] = SCMP_CMP64(call->when[i].argument, SCMP_CMP_MASKED_EQ,
                         call->when[i].mask, call->when[i].value);
  }
  return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call->number,
                                (unsigned)call->num, when) == 0;
}

static bool add_rules(scmp_filter_ctx filter,
                      const struct cli_sandbox *sandbox) {
  static const struct cli_sandbox_call without_exec[] = {
      {SCMP_SYS(mmap), 1, {{2, PROT_EXEC, 0}}},
      {SCMP_SYS(mprotect), 1, {{2, PROT_EXEC, 0}}},
  };
  // The kernel tries the filter on every number there is: a tree is quicker
  // than a list. -1 calls nothing: a tracer puts it in the place of a call that
  // is skipped.
  bool ok = seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2) == 0 &&
            seccomp_attr_set(filter, SCMP_FLTATR_API_TSKIP, 1) == 0 &&
            seccomp_rule_add(filter, SCMP_ACT_ALLOW, -1, 0) == 0 &&
            add_checked(filter, &without_exec[0]) &&
            add_checked(filter, &without_exec[1]);
  for (size_t i = 0; i < sandbox->num_allowed; i++) {
    ok = ok &&
         seccomp_rule_add(filter, SCMP_ACT_ALLOW, sandbox->allowed[i], 0) == 0;
  }
  for (size_t i = 0; i < sandbox->num_checked; i++) {
    ok = ok && add_checked(filter, &sandbox->checked[i]);
  }
  for (size_t i = 0; i < sandbox->num_failing; i++) {
    const struct cli_sandbox_failure *failure = &sandbox->failing[i];
    ok =
        ok && seccomp_rule_add(filter, SCMP_ACT_ERRNO((unsigned)failure->error),
                               failure->number, 0) == 0;
  }
  return ok;
}

static bool close_calls(const struct cli_sandbox *sandbox) {
  errno = 0;  // it tells why there is no filter: no memory, or no seccomp
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
  if (filter == NULL) {
    return false;
  }
  // The rules are fixed ones: only memory can be in their way.
  int status = add_rules(filter, sandbox) ? seccomp_load(filter) : -ENOMEM;
  seccomp_release(filter);
  errno = -status;
  return status == 0;
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
  if (sandbox->data_max != 0 && setrlimit(RLIMIT_DATA, &data) != 0) {
    return false;
  }
  if (close_files(sandbox)) {
    *out_state |= CLI_SANDBOX_LANDLOCK;
  }
  if (!close_calls(sandbox)) {
    return false;
  }
  *out_state |= CLI_SANDBOX_SECCOMP;
  return true;
}
