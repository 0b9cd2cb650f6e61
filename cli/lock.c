// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// lock.c is the table of what each verb may still do behind the lock, and the
// system calls that this comes to.

#include "cli/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

#include "cli/escape.h"
#include "cli/inside.h"
#include "cli/kept.h"
#include "cli/sandbox/sandbox.h"
#include "cli/terminal.h"

// What a verb needs besides its open descriptors, memory and the clock.
enum may {
  MAY_NOTHING = 0,
  MAY_WRITE = 1,  // files in the directory that is kept, if one is
  MAY_WALK = 2,   // the directories that are kept
  MAY_THREADS = 4,
};

static const struct {
  const char *verb;
  unsigned may;
} verbs[] = {
    {"new", MAY_WRITE | MAY_THREADS},
    {"inspect", MAY_NOTHING},
    {"fingerprint", MAY_NOTHING},
    {"public", MAY_NOTHING},
    {"convert", MAY_WRITE},
    {"passwd", MAY_WRITE},
    {"comment", MAY_WRITE},
    {"repair", MAY_WRITE},
    {"check", MAY_NOTHING},
    {"scan", MAY_WALK},
    {"match", MAY_NOTHING},
    {"azure check", MAY_NOTHING},
    {"azure emit", MAY_NOTHING},
    {"connect", MAY_WRITE},
    {"host verify", MAY_NOTHING},
    {"host pin", MAY_WRITE},
    {"host list", MAY_NOTHING},
    {"host forget", MAY_WRITE},
    {"host commands", MAY_NOTHING},
    {"policy show", MAY_NOTHING},
    {"policy check", MAY_NOTHING},
    {"policy explain", MAY_NOTHING},
    {"ssh-keygen", MAY_WRITE | MAY_THREADS},
};

static bool find(unsigned *out_may, const char *verb) {
  for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
    if (strcmp(verbs[i].verb, verb) == 0) {
      *out_may = verbs[i].may;
      return true;
    }
  }
  return false;
}

// What every verb may call: open descriptors, memory, the clock, signals of its
// own, and looking at names.
static const int calls[] = {
    SCMP_SYS(read),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(close),
    SCMP_SYS(lseek),
    SCMP_SYS(poll),
    SCMP_SYS(ppoll),
    SCMP_SYS(fstat),
    SCMP_SYS(newfstatat),
    SCMP_SYS(access),
    SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2),
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(mlock),
    SCMP_SYS(mlock2),
    SCMP_SYS(munlock),
    SCMP_SYS(futex),
    SCMP_SYS(getrandom),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(time),
    SCMP_SYS(nanosleep),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(sysinfo),  // qsort
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(getuid),
    SCMP_SYS(geteuid),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
};

// What only threads need. A new thread is made by clone, see add_checked.
static const int thread_calls[] = {
    SCMP_SYS(set_robust_list),   SCMP_SYS(rseq),
    SCMP_SYS(sched_yield),       SCMP_SYS(sched_getaffinity),
    SCMP_SYS(sched_setaffinity),
};

// What changes an open file.
static const int write_calls[] = {
    SCMP_SYS(fchmod),
    SCMP_SYS(fchown),
    SCMP_SYS(fsync),
    SCMP_SYS(flock),
};

#define MAX_CALLS 64
#define MAX_CHECKED 32
#define WORD UINT32_MAX  // the kernel looks at no more of these arguments

// The lists of one sandbox, as they are put together.
struct lists {
  int allowed[MAX_CALLS];
  size_t num_allowed;
  struct cli_sandbox_call checked[MAX_CHECKED];
  size_t num_checked;
};

static void allow(struct lists *lists, const int *numbers, size_t num) {
  memcpy(lists->allowed + lists->num_allowed, numbers, num * sizeof(*numbers));
  lists->num_allowed += num;
}

// Allows a call where one argument has this value, or also a second one.
static void check(struct lists *lists, int number, unsigned argument,
                  uint64_t mask, uint64_t value) {
  const struct cli_sandbox_call call = {number, 1, {{argument, mask, value}}};
  lists->checked[lists->num_checked++] = call;
}

static void check_both(struct lists *lists, int number,
                       const struct cli_sandbox_when *one,
                       const struct cli_sandbox_when *other) {
  const struct cli_sandbox_call call = {number, 2, {*one, *other}};
  lists->checked[lists->num_checked++] = call;
}

// The terminal's modes and size, the flags and copies of descriptors, and the
// process's own signals.
static void check_usual(struct lists *lists) {
  static const uint64_t terminal[] = {TCGETS, TCSETS, TCSETSW, TCSETSF,
                                      TIOCGWINSZ};
  static const uint64_t descriptor[] = {F_GETFD, F_GETFL, F_DUPFD_CLOEXEC};
  for (size_t i = 0; i < sizeof(terminal) / sizeof(terminal[0]); i++) {
    check(lists, SCMP_SYS(ioctl), 1, WORD, terminal[i]);
  }
  for (size_t i = 0; i < sizeof(descriptor) / sizeof(descriptor[0]); i++) {
    check(lists, SCMP_SYS(fcntl), 1, WORD, descriptor[i]);
  }
  check(lists, SCMP_SYS(tgkill), 0, WORD, (uint64_t)getpid());
  check(lists, SCMP_SYS(sendto), 4, UINT64_MAX, 0);  // to syslog's own socket
}

// Names are changed in the directory `folder` alone. (An absolute name would
// lead out of it: that is what Landlock is for.)
static void check_writing(struct lists *lists, int folder) {
  const struct cli_sandbox_when from = {0, WORD, (uint64_t)folder};
  const struct cli_sandbox_when to = {2, WORD, (uint64_t)folder};
  check(lists, SCMP_SYS(openat), 0, WORD, (uint64_t)folder);
  check(lists, SCMP_SYS(unlinkat), 0, WORD, (uint64_t)folder);
  check_both(lists, SCMP_SYS(renameat), &from, &to);
  check_both(lists, SCMP_SYS(renameat2), &from, &to);
  // From a file without a name, which is called /proc/self/fd/N.
  check(lists, SCMP_SYS(linkat), 2, WORD, (uint64_t)folder);
}

// Directories are walked from their descriptors, which are no negative numbers,
// and files are opened to be read.
static void check_walking(struct lists *lists) {
  static const int list = SCMP_SYS(getdents64);
  const struct cli_sandbox_when descriptor = {0, 1u << 31, 0};
  const struct cli_sandbox_when reads = {
      2, O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND, O_RDONLY};
  allow(lists, &list, 1);
  check_both(lists, SCMP_SYS(openat), &descriptor, &reads);
}

static void fill(struct lists *lists, unsigned may, int folder) {
  allow(lists, calls, sizeof(calls) / sizeof(calls[0]));
  check_usual(lists);
  if ((may & MAY_WRITE) != 0 && folder >= 0) {
    allow(lists, write_calls, sizeof(write_calls) / sizeof(write_calls[0]));
    check_writing(lists, folder);
  }
  if ((may & MAY_WALK) != 0) {
    check_walking(lists);
  }
  if ((may & MAY_THREADS) != 0) {
    allow(lists, thread_calls, sizeof(thread_calls) / sizeof(thread_calls[0]));
    check(lists, SCMP_SYS(clone), 0, CLONE_VM | CLONE_THREAD,
          CLONE_VM | CLONE_THREAD);
  }
}

// The directories that stay open to the verb. The caller frees them.
static struct cli_sandbox_place *places(size_t *out_num, unsigned may) {
  size_t num = 0;
  int *walks = (may & MAY_WALK) != 0 ? cli_kept_walks(&num) : NULL;
  struct cli_sandbox_place *out = cli_allocate((num + 1) * sizeof(*out));
  *out_num = 0;
  for (size_t i = 0; walks != NULL && i < num; i++) {
    out[(*out_num)++] = (struct cli_sandbox_place){walks[i], CLI_SANDBOX_READ};
  }
  if ((may & MAY_WRITE) != 0 && cli_kept_folder() >= 0) {
    out[(*out_num)++] = (struct cli_sandbox_place){
        cli_kept_folder(), CLI_SANDBOX_READ | CLI_SANDBOX_WRITE};
  }
  free(walks);
  return out;
}

static unsigned enter(unsigned may, bool has_syslog) {
  // pthread_create goes on with clone, whose flags can be seen. A syslog that
  // has gone away is called again by the C library, which does without it.
  static const struct cli_sandbox_failure failing[] = {
      {SCMP_SYS(clone3), ENOSYS},
      {SCMP_SYS(socket), EACCES},
  };
  struct lists lists = {.num_allowed = 0, .num_checked = 0};
  struct cli_sandbox sandbox = {
      .allowed = lists.allowed,
      .checked = lists.checked,
      .failing = failing,
      .num_failing = has_syslog ? 2 : 1,
  };
  unsigned state = 0;
  struct cli_sandbox_place *open = places(&sandbox.num_places, may);
  fill(&lists, may, cli_kept_folder());
  sandbox.num_allowed = lists.num_allowed;
  sandbox.num_checked = lists.num_checked;
  sandbox.places = open;
  // That memory is short is no reason to go on without.
  if (!cli_sandbox_enter(&state, &sandbox) && errno == ENOMEM) {
    cli_no_memory();
  }
  free(open);
  return state;
}

// Lets the libraries read the files that they read once: the time zone, a
// character set's tables, the seed of JSON's hash tables.
static void warm_up(void) {
  mbstate_t state;
  wchar_t unused;
  memset(&state, 0, sizeof(state));
  tzset();
  (void)mbrtowc(&unused, "a", 1, &state);
  json_object_seed(0);
}

const char *cli_lock_text(unsigned state) {
  return (state & CLI_SANDBOX_OFF) != 0 ? "off (built with a sanitizer)"
         : state == CLI_SANDBOX_ALL     ? "seccomp, Landlock"
         : state == CLI_SANDBOX_SECCOMP
             ? "seccomp (this kernel has no Landlock)"
         : state == CLI_SANDBOX_LANDLOCK
             ? "Landlock (this kernel has no seccomp)"
             : "none";
}

static bool refuse(struct cli_context *context) {
  struct cli_report report;
  cli_report_start(&report, NULL, 0);
  cli_report_code(&report, CLI_E_POLICY_SANDBOX,
                  cli_lock_text(context->sandbox));
  cli_report_end(context, &report);
  return false;
}

bool cli_lock(struct cli_context *context) {
  unsigned may = MAY_NOTHING;
  unsigned wanted = context->policy.value[CLI_P_SANDBOX];
  if (context->is_locked) {
    return true;
  }
  if (context->verb == NULL || !find(&may, context->verb)) {
    cli_fail(context, CLI_E_PROCESS, "a verb without a sandbox");
    return false;
  }
  cli_keep(context->passphrase.file);
  cli_keep(context->new_passphrase.file);
  cli_terminal_open();
  warm_up();
  if (wanted != CLI_SANDBOX_NONE) {
    bool has_syslog = context->audits &&
                      context->policy.value[CLI_P_AUDIT] == CLI_AUDIT_SYSLOG;
    context->sandbox = enter(may, has_syslog);
  }
  cli_kept_lock();
  context->is_locked = true;
  cli_inside();
  return wanted != CLI_SANDBOX_REQUIRE || context->sandbox == CLI_SANDBOX_ALL ||
         refuse(context);
}

bool cli_lock_keys(struct cli_context *context, char *const *names,
                   size_t num) {
  for (size_t i = 0; i < num; i++) {
    cli_keep_key(names[i]);
  }
  return cli_lock(context);
}
