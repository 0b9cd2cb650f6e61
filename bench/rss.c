// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// usage: rss COMMAND...
//
// Runs a command and prints the most memory that it had resident, in KiB, on
// standard output; the command's own goes to standard error. A program of its
// own, and a small one: Linux counts what a process had resident before it
// became the command, so that Python's own memory would show in its place.

#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char *argv[]) {
  struct rusage usage;
  int status = 0;
  if (argc < 2) {
    return 2;
  }
  pid_t pid = fork();
  if (pid == 0) {
    (void)dup2(STDERR_FILENO, STDOUT_FILENO);
    (void)execvp(argv[1], argv + 1);
    _exit(127);
  }
  if (pid < 0 || wait4(pid, &status, 0, &usage) != pid || status != 0) {
    return 1;
  }
  return printf("%ld\n", usage.ru_maxrss) < 0;
}
