// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// broker.c is a channel of whole messages between the worker and the broker,
// and the broker's loop. A message is a struct: both are the same program.

#include "cli/host/broker.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/host/type.h"

enum wish { WISH_FETCH = 1, WISH_SSH };

struct request {
  enum wish wish;
  unsigned type;
  char line[CLI_BROKER_LINE_MAX];
};

static bool send_whole(int fd, const void *message, size_t len) {
  ssize_t put = -1;
  do {
    put = write(fd, message, len);
  } while (put < 0 && errno == EINTR);
  return put == (ssize_t)len;
}

static bool receive_whole(int fd, void *message, size_t len) {
  ssize_t got = -1;
  do {
    got = read(fd, message, len);
  } while (got < 0 && errno == EINTR);
  return got == (ssize_t)len;
}

// One line of plain text, as cli_host_line makes it.
static bool is_line(const char *line) {
  size_t len = strnlen(line, CLI_BROKER_LINE_MAX);
  if (len == 0 || len == CLI_BROKER_LINE_MAX || line[len - 1] != '\n') {
    return false;
  }
  for (size_t i = 0; i + 1 < len; i++) {
    if (line[i] < ' ' || line[i] > '~') {
      return false;
    }
  }
  return true;
}

static void serve(struct cli_broker *broker, struct cli_reach *reach, int fd) {
  struct request request;
  struct cli_reply reply;
  while (receive_whole(fd, &request, sizeof(request)) &&
         request.type < CLI_HOST_TYPES) {
    if (request.wish == WISH_FETCH) {
      cli_fetch_raw(&reply, reach, request.type);
      if (!send_whole(fd, &reply, sizeof(reply))) {
        return;
      }
    } else if (request.wish == WISH_SSH && is_line(request.line)) {
      broker->hands_on = true;
      broker->type = request.type;
      memcpy(broker->line, request.line, sizeof(broker->line));
    } else {
      return;
    }
  }
}

static void fail(struct cli_context *context) {
  struct cli_report report;
  cli_report_start(&report, NULL, 0);
  cli_report_code(&report, CLI_E_PROCESS, strerror(errno));
  cli_report_end(context, &report);
}

// Takes over how the worker ended.
static void finish(struct cli_context *context, struct cli_broker *broker,
                   pid_t pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFSIGNALED(status)) {
    (void)signal(WTERMSIG(status), SIG_DFL);
    (void)raise(WTERMSIG(status));
  }
  context->exit = WIFEXITED(status) ? WEXITSTATUS(status) : CLI_EXIT_INTERNAL;
  broker->hands_on = broker->hands_on && context->exit == CLI_EXIT_OK;
}

bool cli_broker_divide(struct cli_broker *out, struct cli_context *context,
                       struct cli_reach *reach) {
  int ends[2];
  memset(out, 0, sizeof(*out));
  out->fd = -1;
  (void)fflush(stdout);
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
    fail(context);
    cli_reach_end(reach);
    return false;
  }
  pid_t pid = fork();
  if (pid == 0) {
    (void)close(ends[0]);
    // Who ends the broker means both; a terminal is restored on the way.
    (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
    out->fd = ends[1];
    return true;
  }
  (void)close(ends[1]);
  if (pid < 0) {
    fail(context);
  } else {
    // What the terminal sends is for the worker to answer.
    void (*interrupt)(int) = signal(SIGINT, SIG_IGN);
    void (*quit)(int) = signal(SIGQUIT, SIG_IGN);
    serve(out, reach, ends[0]);
    finish(context, out, pid);
    (void)signal(SIGINT, interrupt);
    (void)signal(SIGQUIT, quit);
  }
  (void)close(ends[0]);
  cli_reach_end(reach);
  return false;
}

bool cli_broker_fetch(const struct cli_broker *broker, struct cli_reply *out,
                      unsigned type) {
  struct request request;
  sigset_t end;
  sigset_t before;
  memset(&request, 0, sizeof(request));
  request.wish = WISH_FETCH;
  request.type = type;
  (void)sigemptyset(&end);
  (void)sigaddset(&end, SIGTERM);
  (void)sigprocmask(SIG_BLOCK, &end, &before);
  bool ok = send_whole(broker->fd, &request, sizeof(request)) &&
            receive_whole(broker->fd, out, sizeof(*out));
  if (ok) {
    (void)sigprocmask(SIG_SETMASK, &before, NULL);
  }
  return ok;
}

bool cli_broker_hand_on(const struct cli_broker *broker, unsigned type,
                        const char *line) {
  struct request request;
  memset(&request, 0, sizeof(request));
  request.wish = WISH_SSH;
  request.type = type;
  (void)snprintf(request.line, sizeof(request.line), "%s", line);
  return is_line(request.line) &&
         send_whole(broker->fd, &request, sizeof(request));
}
