// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// sshmint_escape.c is linked with the command line for tests, and takes the
// place of cli/inside.c: right behind the lock it makes the one attempt to
// break out that MINT_ESCAPE names. What is not killed tells so, and ends with
// 99: "allowed", or "refused" and the error. Without the variable it is the
// program that is shipped, which knows nothing of it.

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cli/inside.h"

#define EXIT_NOT_KILLED 99

static char victim[] = "victim";  // a file that lies in the working directory

// The first directory that is open, or else the working directory.
static int any_folder(void) {
  struct stat facts;
  for (int fd = 3; fd < 64; fd++) {
    if (fstat(fd, &facts) == 0 && S_ISDIR(facts.st_mode)) {
      return fd;
    }
  }
  return AT_FDCWD;
}

static long do_open(void) { return open("/etc/passwd", O_RDONLY); }
static long do_make(void) { return open("made", O_WRONLY | O_CREAT, 0600); }
static long do_append(void) { return open(victim, O_WRONLY | O_APPEND); }
static long do_list(void) { return open(".", O_RDONLY | O_DIRECTORY); }
// From an open directory to where an absolute name and ".." lead.
static long do_leave(void) {
  return openat(any_folder(), "/etc/passwd", O_RDONLY);
}
static long do_climb(void) {
  return openat(any_folder(), "../outside", O_RDONLY);
}
static long do_plant(void) {
  return openat(any_folder(), "/tmp/planted", O_WRONLY | O_CREAT, 0600);
}
static long do_unlink(void) { return unlink(victim); }
static long do_rename(void) { return rename(victim, "moved"); }
static long do_link(void) { return link(victim, "linked"); }
static long do_symlink(void) { return symlink("/etc/passwd", "link"); }
static long do_mkdir(void) { return mkdir("made", 0700); }
static long do_chmod(void) { return chmod(victim, 0666); }
static long do_truncate(void) { return truncate(victim, 0); }
static long do_socket(void) { return socket(AF_INET, SOCK_STREAM, 0); }
static long do_socketpair(void) {
  int ends[2];
  return socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
}
static long do_sendto(void) {
  const struct sockaddr to = {AF_UNIX, "x"};
  return sendto(0, "x", 1, 0, &to, sizeof(to));
}
static long do_exec(void) {
  char name[] = "/bin/true";
  char *argv[] = {name, NULL};
  return execv(name, argv);
}
static long do_fork(void) { return syscall(SYS_fork); }
static long do_vfork(void) { return syscall(SYS_vfork); }
static long do_clone(void) { return syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0); }
static long do_ptrace(void) {
  return ptrace(PTRACE_ATTACH, getppid(), NULL, NULL);
}
static long do_traceme(void) { return ptrace(PTRACE_TRACEME, 0, NULL, NULL); }
static long do_kill(void) { return kill(1, 0); }
static long do_tgkill(void) { return syscall(SYS_tgkill, 1, 1, 0); }
static long do_peek(void) {
  return syscall(SYS_process_vm_readv, 1, NULL, 0UL, NULL, 0UL, 0UL);
}
static long do_map(void) {
  void *map = mmap(NULL, 4096, PROT_READ | PROT_EXEC,
                   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return map == MAP_FAILED ? -1 : 0;
}
static long do_protect(void) {
  static char page[8192] __attribute__((aligned(4096)));
  return mprotect(page, 4096, PROT_READ | PROT_EXEC);
}
static long do_type(void) { return ioctl(0, TIOCSTI, "x"); }
static long do_own(void) { return fcntl(0, F_SETOWN, 1); }
static long do_mount(void) { return syscall(SYS_mount, "", "/", "", 0UL, ""); }
static long do_unshare(void) { return syscall(SYS_unshare, 0); }
static long do_bpf(void) { return syscall(SYS_bpf, 0, NULL, 0); }
static long do_uring(void) { return syscall(SYS_io_uring_setup, 1, NULL); }
static long do_memfd(void) { return syscall(SYS_memfd_create, "x", 0); }
static long do_keys(void) { return syscall(SYS_keyctl, 0, 0, 0, 0, 0); }
static long do_setuid(void) { return syscall(SYS_setuid, 0); }
static long do_limit(void) {
  const struct rlimit core = {1, 1};
  return setrlimit(RLIMIT_CORE, &core);
}

static const struct {
  const char *name;
  long (*run)(void);
} attempts[] = {
    {"open", do_open},       {"make", do_make},
    {"append", do_append},   {"list", do_list},
    {"leave", do_leave},     {"climb", do_climb},
    {"plant", do_plant},     {"unlink", do_unlink},
    {"rename", do_rename},   {"link", do_link},
    {"symlink", do_symlink}, {"mkdir", do_mkdir},
    {"chmod", do_chmod},     {"truncate", do_truncate},
    {"socket", do_socket},   {"socketpair", do_socketpair},
    {"sendto", do_sendto},   {"exec", do_exec},
    {"fork", do_fork},       {"vfork", do_vfork},
    {"clone", do_clone},     {"ptrace", do_ptrace},
    {"traceme", do_traceme}, {"kill", do_kill},
    {"tgkill", do_tgkill},   {"peek", do_peek},
    {"map", do_map},         {"protect", do_protect},
    {"type", do_type},       {"own", do_own},
    {"mount", do_mount},     {"unshare", do_unshare},
    {"bpf", do_bpf},         {"uring", do_uring},
    {"memfd", do_memfd},     {"keys", do_keys},
    {"setuid", do_setuid},   {"limit", do_limit},
};

void cli_inside(void) {
  const char *wanted = getenv("MINT_ESCAPE");
  for (size_t i = 0; i < sizeof(attempts) / sizeof(attempts[0]); i++) {
    if (wanted != NULL && strcmp(wanted, "names") == 0) {
      puts(attempts[i].name);
    } else if (wanted != NULL && strcmp(wanted, attempts[i].name) == 0) {
      long got = attempts[i].run();
      fprintf(stderr, "%s: %s\n", wanted,
              got < 0 ? strerrorname_np(errno) : "allowed");
      _exit(EXIT_NOT_KILLED);
    }
  }
  if (wanted != NULL) {
    (void)fflush(stdout);
    _exit(strcmp(wanted, "names") == 0 ? 0 : EXIT_NOT_KILLED);
  }
}
