// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// kill_at.c kills a program at one of its system calls, as a crash could.
//
// usage: kill_at N COMMAND [ARGUMENT]...
//
// The N-th system call of COMMAND, counted from 1, and everything after it does
// not happen. Ends with 0 if COMMAND was killed, with 1 if it ended before, and
// with 2 if it could not be watched.

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/ptrace.h>

enum { KILLED = 0, ENDED = 1, FAILED = 2 };

static int give_up(const char *what) {
  perror(what);
  return FAILED;
}

static _Noreturn void run(char **command) {
  if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0) {
    (void)execvp(command[0], command);
  }
  perror(command[0]);
  _exit(FAILED);
}

// Tells whether the child, which has stopped, is about to enter a system call.
static bool is_entering(pid_t child) {
  struct ptrace_syscall_info info;
  return ptrace(PTRACE_GET_SYSCALL_INFO, child, sizeof(info), &info) > 0 &&
         info.op == PTRACE_SYSCALL_INFO_ENTRY;
}

// Lets the child, which has stopped, run to its `number`-th system call.
static int watch(pid_t child, unsigned long number) {
  const long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL;
  if (ptrace(PTRACE_SETOPTIONS, child, NULL, options) != 0) {
    return give_up("PTRACE_SETOPTIONS");
  }
  unsigned long calls = 0;
  int status = 0;
  long signal_number = 0;
  for (;;) {
    if (ptrace(PTRACE_SYSCALL, child, NULL, signal_number) != 0 ||
        waitpid(child, &status, 0) != child) {
      return give_up("PTRACE_SYSCALL");
    }
    if (!WIFSTOPPED(status)) {
      return ENDED;
    }
    bool is_call = WSTOPSIG(status) == (SIGTRAP | 0x80);
    signal_number = is_call ? 0 : WSTOPSIG(status);
    if (is_call && is_entering(child) && ++calls == number) {
      break;
    }
  }
  if (kill(child, SIGKILL) != 0 || waitpid(child, &status, 0) != child) {
    return give_up("kill");
  }
  return WIFSIGNALED(status) ? KILLED : ENDED;
}

int main(int argc, char **argv) {
  char *end = NULL;
  unsigned long number = argc > 2 ? strtoul(argv[1], &end, 10) : 0;
  if (number == 0 || *end != '\0') {
    (void)fputs("usage: kill_at N COMMAND [ARGUMENT]...\n", stderr);
    return FAILED;
  }
  pid_t child = fork();
  if (child < 0) {
    return give_up("fork");
  }
  if (child == 0) {
    run(argv + 2);
  }
  int status = 0;
  if (waitpid(child, &status, 0) != child || !WIFSTOPPED(status)) {
    return give_up(argv[2]);
  }
  return watch(child, number);
}
