// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// without.c runs a program as on a kernel that lacks something.
//
// usage: without landlock|seccomp|both COMMAND [ARGUMENT]...

#include <errno.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

int main(int argc, char **argv) {
  if (argc < 3) {
    (void)fputs("usage: without landlock|seccomp|both COMMAND...\n", stderr);
    return 2;
  }
  bool both = strcmp(argv[1], "both") == 0;
  bool ok = true;
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
  if (both || strcmp(argv[1], "landlock") == 0) {
    ok = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS),
                          SCMP_SYS(landlock_create_ruleset), 0) == 0;
  }
  if (both || strcmp(argv[1], "seccomp") == 0) {
    ok = ok &&
         seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(seccomp),
                          0) == 0 &&
         seccomp_rule_add(filter, SCMP_ACT_ERRNO(EINVAL), SCMP_SYS(prctl), 1,
                          SCMP_A0_64(SCMP_CMP_EQ, PR_SET_SECCOMP, 0)) == 0;
  }
  if (!ok || seccomp_load(filter) != 0) {
    (void)fputs("without: no seccomp here\n", stderr);
    return 2;
  }
  (void)execvp(argv[2], argv + 2);
  perror(argv[2]);
  return 2;
}
