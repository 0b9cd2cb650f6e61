// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// hostkey.c is sshmint-hostkey, the helper that asks an SSH server for its host
// key, and the only program of ours that libssh is part of. It is given a
// connected socket and never a private key; it opens nothing, logs in nowhere,
// and from the server's first byte on it lives in a sandbox.

#include <errno.h>
#include <libssh/callbacks.h>
#include <libssh/libssh.h>
#include <seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "cli/hostkey/answer.h"
#include "cli/sandbox/sandbox.h"

// Without the exchanges in which the server chooses the group: they are slow
// and large, and no server needs them.
#define KEX                                                   \
  "curve25519-sha256,curve25519-sha256@libssh.org,"           \
  "ecdh-sha2-nistp256,ecdh-sha2-nistp384,ecdh-sha2-nistp521," \
  "diffie-hellman-group16-sha512,diffie-hellman-group14-sha256"

#define MEMORY_MAX (256ul << 20)
#define SECONDS_MAX 3600

static unsigned sandbox_state;

static _Noreturn void answer(enum cli_answer kind, const char *text,
                             size_t len) {
  uint8_t out[CLI_ANSWER_HEADER + CLI_ANSWER_TEXT_MAX];
  if (len > CLI_ANSWER_TEXT_MAX) {
    len = CLI_ANSWER_TEXT_MAX;  // a key cut short is none to the strict reader
  }
  out[0] = (uint8_t)kind;
  out[1] = (uint8_t)sandbox_state;
  out[2] = (uint8_t)(len >> 8);
  out[3] = (uint8_t)len;
  memcpy(out + CLI_ANSWER_HEADER, text, len);
  size_t total = CLI_ANSWER_HEADER + len;
  // Smaller than a pipe's buffer, which is empty.
  _exit(write(STDOUT_FILENO, out, total) == (ssize_t)total ? 0 : 1);
}

// What the server offers is in one message of libssh's, which a later error may
// take the place of: it is caught when it is written.
static char offered[CLI_ANSWER_TEXT_MAX + 1];
static bool has_offered;

static void watch(int priority, const char *function, const char *text,
                  void *context) {
  static const char mark[] = "server host key algo: server [";
  (void)priority;
  (void)function;
  (void)context;
  const char *found = strstr(text, mark);
  if (found != NULL && !has_offered) {
    has_offered = true;
    found += sizeof(mark) - 1;
    (void)snprintf(offered, sizeof(offered), "%.*s", (int)strcspn(found, "]"),
                   found);
  }
}

static _Noreturn void answer_error(ssh_session session) {
  if (has_offered) {
    answer(CLI_ANSWER_NOT_OFFERED, offered, strlen(offered));
  }
  const char *text = ssh_get_error(session);
  answer(CLI_ANSWER_FAILED, text, strlen(text));
}

static bool set_options(ssh_session session, const char *algorithms,
                        long seconds) {
  const int no_config = 0;
  const int fd = STDIN_FILENO;
  const int all = SSH_LOG_TRACE;  // only then are errors written
  return ssh_set_log_callback(watch) == SSH_OK &&
         ssh_options_set(session, SSH_OPTIONS_PROCESS_CONFIG, &no_config) ==
             0 &&
         ssh_options_set(session, SSH_OPTIONS_LOG_VERBOSITY, &all) == 0 &&
         // Names that nobody sends or looks up; set, they are not asked for.
         ssh_options_set(session, SSH_OPTIONS_HOST, "server") == 0 &&
         ssh_options_set(session, SSH_OPTIONS_USER, "nobody") == 0 &&
         ssh_options_set(session, SSH_OPTIONS_SSH_DIR, "/nonexistent") == 0 &&
         ssh_options_set(session, SSH_OPTIONS_KNOWNHOSTS, "/dev/null") == 0 &&
         ssh_options_set(session, SSH_OPTIONS_GLOBAL_KNOWNHOSTS, "/dev/null") ==
             0 &&
         ssh_options_set(session, SSH_OPTIONS_FD, &fd) == 0 &&
         ssh_options_set(session, SSH_OPTIONS_TIMEOUT, &seconds) == 0 &&
         ssh_options_set(session, SSH_OPTIONS_KEY_EXCHANGE, KEX) == 0 &&
         ssh_options_set(session, SSH_OPTIONS_HOSTKEYS, algorithms) == 0;
}

static bool enter_sandbox(void) {
  static const int allowed[] = {
      SCMP_SYS(read),          SCMP_SYS(write),        SCMP_SYS(close),
      SCMP_SYS(poll),          SCMP_SYS(ppoll),        SCMP_SYS(sendto),
      SCMP_SYS(recvfrom),      SCMP_SYS(brk),          SCMP_SYS(munmap),
      SCMP_SYS(mremap),        SCMP_SYS(madvise),      SCMP_SYS(futex),
      SCMP_SYS(getrandom),     SCMP_SYS(getpid),       SCMP_SYS(getrusage),
      SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(fcntl),
      SCMP_SYS(rt_sigreturn),  SCMP_SYS(exit),         SCMP_SYS(exit_group),
  };
  // libssh looks for files of known hosts, and does without.
  static const struct cli_sandbox_failure failing[] = {
      {SCMP_SYS(openat), EACCES},
      {SCMP_SYS(access), EACCES},
      {SCMP_SYS(newfstatat), EACCES},
  };
  const struct cli_sandbox sandbox = {
      .allowed = allowed,
      .num_allowed = sizeof(allowed) / sizeof(allowed[0]),
      .failing = failing,
      .num_failing = sizeof(failing) / sizeof(failing[0]),
      .data_max = MEMORY_MAX,
  };
  return cli_sandbox_enter(&sandbox_state, &sandbox);
}

// What a hostile server can use up ends here at the latest.
static void set_limits(long seconds) {
  const struct rlimit cpu = {(rlim_t)seconds + 1, (rlim_t)seconds + 1};
  (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
  (void)alarm((unsigned)seconds + 1);
  (void)setrlimit(RLIMIT_CPU, &cpu);
}

int main(int argc, char **argv) {
  long seconds = argc == 3 ? strtol(argv[2], NULL, 10) : 0;
  if (seconds < 1 || seconds > SECONDS_MAX) {
    fputs("usage: sshmint starts this program itself\n", stderr);
    return 2;
  }
  set_limits(seconds);
  ssh_session session = ssh_init() == SSH_OK ? ssh_new() : NULL;
  if (session == NULL || !set_options(session, argv[1], seconds)) {
    answer(CLI_ANSWER_FAILED, "libssh cannot be started", 24);
  }
  if (!enter_sandbox()) {
    answer(CLI_ANSWER_SANDBOX, "", 0);
  }
  // The server has proved that it has the key when this returns.
  if (ssh_connect(session) != SSH_OK) {
    answer_error(session);
  }
  ssh_key key = NULL;
  char *base64 = NULL;
  if (ssh_get_server_publickey(session, &key) != SSH_OK ||
      ssh_pki_export_pubkey_base64(key, &base64) != SSH_OK) {
    answer(CLI_ANSWER_FAILED, "libssh cannot tell the key", 26);
  }
  answer(CLI_ANSWER_KEY, base64, strlen(base64));
}
