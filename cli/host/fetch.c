// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// fetch.c runs the helper: found beside this program, without a shell, with
// nothing of the environment and no descriptor but the socket and the pipe. An
// answer that is not whole and strict is no key.

#include "cli/host/fetch.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/escape.h"
#include "cli/host/broker.h"
#include "cli/host/type.h"

#define HELPER "sshmint-hostkey"

// What a helper answered.
struct answer {
  enum cli_answer kind;
  unsigned sandbox;
  const uint8_t *text;
  size_t text_len;
};

static void fail(struct cli_reply *out, enum cli_code code,
                 const char *detail) {
  out->has_failed = true;
  out->code = code;
  (void)snprintf(out->detail, sizeof(out->detail), "%s",
                 detail == NULL ? "" : detail);
}

// Returns the helper's path, which the caller frees; NULL if there is none.
static char *find_helper(void) {
  static const char *const places[] = {HELPER, "../libexec/sshmint/" HELPER};
  char self[4096];
  ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);
  if (len <= 0) {
    return NULL;
  }
  self[len] = '\0';
  char *slash = strrchr(self, '/');
  if (slash == NULL) {
    return NULL;
  }
  *slash = '\0';
  for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
    char *path = cli_format("%s/%s", self, places[i]);
    if (access(path, X_OK) == 0) {
      return path;
    }
    free(path);
  }
  return NULL;
}

static bool set_up(posix_spawn_file_actions_t *actions,
                   posix_spawnattr_t *attributes, int in, int out) {
  sigset_t none;
  sigset_t all;
  (void)sigemptyset(&none);
  (void)sigfillset(&all);
  return posix_spawn_file_actions_adddup2(actions, in, STDIN_FILENO) == 0 &&
         posix_spawn_file_actions_adddup2(actions, out, STDOUT_FILENO) == 0 &&
         posix_spawn_file_actions_addopen(actions, STDERR_FILENO, "/dev/null",
                                          O_WRONLY, 0) == 0 &&
         posix_spawn_file_actions_addclosefrom_np(actions, 3) == 0 &&
         posix_spawnattr_setsigmask(attributes, &none) == 0 &&
         posix_spawnattr_setsigdefault(attributes, &all) == 0 &&
         posix_spawnattr_setflags(
             attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) == 0;
}

// Returns 0 or an errno.
static int start(pid_t *out_pid, const char *path, int in, int out,
                 char *algorithms, char *seconds) {
  char name[] = HELPER;
  char *argv[] = {name, algorithms, seconds, NULL};
  char *environment[] = {NULL};
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  if (posix_spawn_file_actions_init(&actions) != 0) {
    return ENOMEM;
  }
  int error = ENOMEM;
  if (posix_spawnattr_init(&attributes) == 0) {
    if (set_up(&actions, &attributes, in, out)) {
      error =
          posix_spawn(out_pid, path, &actions, &attributes, argv, environment);
    }
    (void)posix_spawnattr_destroy(&attributes);
  }
  (void)posix_spawn_file_actions_destroy(&actions);
  return error;
}

// Reads until the end or the deadline. Returns false if that has passed.
static bool read_answer(struct cli_reply *out, int fd,
                        const struct cli_reach *reach) {
  while (out->len < sizeof(out->bytes)) {
    struct pollfd one = {fd, POLLIN, 0};
    int ready = poll(&one, 1, cli_reach_left(reach));
    if (ready < 0 && errno == EINTR) {
      continue;
    }
    if (ready <= 0) {
      return false;
    }
    ssize_t got =
        read(fd, out->bytes + out->len, sizeof(out->bytes) - out->len);
    if (got == 0) {
      return true;
    }
    if (got < 0 && errno != EINTR) {
      return true;  // what came until now is not whole
    }
    out->len += got < 0 ? 0 : (size_t)got;
  }
  return true;
}

// Takes the answer apart, if it is whole.
static void parse_answer(struct answer *answer, const struct cli_reply *reply) {
  memset(answer, 0, sizeof(*answer));
  if (reply->len < CLI_ANSWER_HEADER || reply->len > sizeof(reply->bytes)) {
    return;
  }
  answer->text = reply->bytes + CLI_ANSWER_HEADER;
  answer->text_len = (size_t)reply->bytes[2] << 8 | reply->bytes[3];
  if (answer->text_len != reply->len - CLI_ANSWER_HEADER ||
      reply->bytes[0] > CLI_ANSWER_SANDBOX) {
    return;
  }
  answer->kind = (enum cli_answer)reply->bytes[0];
  answer->sandbox = reply->bytes[1];
}

// Ends the helper, which may have done so already: an answer that is whole
// counts however it ended. Returns its status.
static int stop(pid_t pid) {
  int status = 0;
  (void)kill(pid, SIGKILL);
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

// Runs the helper on the socket.
static void run(struct cli_reply *out, const struct cli_reach *reach,
                const char *path, int fd, const char *algorithms) {
  int ends[2];
  pid_t pid = -1;
  if (pipe2(ends, O_CLOEXEC) != 0) {
    fail(out, CLI_E_HOST_HELPER, NULL);
    out->error = errno;
    return;
  }
  char *asked = cli_format("%s", algorithms);
  char *seconds = cli_format("%d", cli_reach_left(reach) / 1000 + 1);
  int error = start(&pid, path, fd, ends[1], asked, seconds);
  free(seconds);
  free(asked);
  (void)close(ends[1]);
  if (error != 0) {
    fail(out, CLI_E_HOST_HELPER, NULL);
    out->error = error;
  } else {
    if (!read_answer(out, ends[0], reach)) {
      fail(out, CLI_E_HOST_TIMEOUT, NULL);
    }
    out->status = stop(pid);
  }
  (void)close(ends[0]);
}

// Tells whether an errno is of a machine that has too little left.
static bool is_short(int error) {
  return error == EAGAIN || error == EMFILE || error == ENFILE ||
         error == ENOMEM;
}

static void tell_failure(struct cli_report *report,
                         const struct cli_reply *reply) {
  if (reply->code == CLI_E_HOST_HELPER && reply->helper[0] != '\0') {
    cli_report_file(
        report,
        is_short(reply->error) ? CLI_E_HOST_HELPER_BUSY : CLI_E_HOST_HELPER,
        reply->helper, reply->error);
  } else {
    cli_report_code(report, reply->code,
                    reply->detail[0] == '\0' ? NULL : reply->detail);
  }
}

// Tells whether a signal is one that is sent, and not of a program's own doing.
static bool is_sent(int number) {
  return number == SIGKILL || number == SIGTERM || number == SIGHUP ||
         number == SIGINT || number == SIGQUIT;
}

// A helper that failed was brought down by what the server sent; one that ended
// by itself, or says something else, is not the helper that we know.
static void tell_none(struct cli_report *report,
                      const struct cli_reply *reply) {
  if (!WIFSIGNALED(reply->status) || reply->len != 0) {
    cli_report_file(report, CLI_E_HOST_HELPER_MUTE, reply->helper, 0);
  } else if (is_sent(WTERMSIG(reply->status))) {
    cli_report_file(report, CLI_E_HOST_HELPER_KILLED, reply->helper, 0);
  } else {
    cli_report_code(report, CLI_E_HOST_PROTOCOL, "it brought the helper down");
  }
}

// Reads the key as a line of the type that was asked for: the core refuses one
// whose blob is of another type.
static bool read_key(struct mint_parts **out_parts, const struct answer *answer,
                     const char *type) {
  struct mint_reason why;
  char *line = cli_format("%s %.*s", type, (int)answer->text_len,
                          (const char *)answer->text);
  enum mint_status status = mint_parts_read_line(
      out_parts, &why, MINT_LINE_PUBLIC, (const uint8_t *)line, strlen(line));
  free(line);
  if (status == MINT_ERR_MEMORY) {
    cli_no_memory();
  }
  if (status == MINT_OK && mint_parts_about(*out_parts)->comment_len != 0) {
    mint_parts_free(*out_parts);
    *out_parts = NULL;
  }
  return *out_parts != NULL;
}

static enum cli_fetched judge(struct mint_parts **out_parts,
                              struct cli_report *report,
                              struct cli_server *server,
                              const struct answer *answer,
                              const struct cli_reply *reply, const char *type) {
  char *text = NULL;
  server->sandbox = answer->sandbox;
  switch (answer->kind) {
    case CLI_ANSWER_KEY:
      if (read_key(out_parts, answer, type)) {
        return CLI_FETCH_KEY;
      }
      cli_report_code(report, CLI_E_HOST_PROTOCOL, "its key is malformed");
      break;
    case CLI_ANSWER_NOT_OFFERED:
      server->has_offered = true;
      server->offered =
          cli_host_types_offered((const char *)answer->text, answer->text_len);
      return CLI_FETCH_NOT_OFFERED;
    case CLI_ANSWER_FAILED:
      text = cli_escape_ascii(answer->text, answer->text_len);
      cli_report_code(report, CLI_E_HOST_PROTOCOL,
                      text[0] == '\0' ? NULL : text);
      free(text);
      break;
    case CLI_ANSWER_SANDBOX:
      cli_report_code(report, CLI_E_HOST_SANDBOX, NULL);
      break;
    case CLI_ANSWER_NONE:
      tell_none(report, reply);
      break;
  }
  return CLI_FETCH_FAILED;
}

static void fetch(struct cli_reply *out, struct cli_reach *reach,
                  const char *path, unsigned type) {
  int fd = -1;
  enum cli_reached reached = cli_reach_connect(&fd, reach);
  if (reached != CLI_REACH_OK) {
    out->is_silent =
        reached == CLI_REACH_REFUSED || reached == CLI_REACH_TIMEOUT;
    fail(out, CLI_E_HOST_UNREACHABLE, reach->reason);
    return;
  }
  memcpy(out->address, reach->address, sizeof(out->address));
  run(out, reach, path, fd, cli_host_types[type].algorithms);
  (void)close(fd);
}

void cli_fetch_raw(struct cli_reply *out, struct cli_reach *reach,
                   unsigned type) {
  char *path = find_helper();
  memset(out, 0, sizeof(*out));
  if (path == NULL) {
    fail(out, CLI_E_HOST_HELPER, NULL);
  } else {
    (void)snprintf(out->helper, sizeof(out->helper), "%s", path);
    fetch(out, reach, path, type);
  }
  free(path);
}

enum cli_fetched cli_fetch(struct mint_parts **out_parts,
                           struct cli_report *report, struct cli_server *server,
                           unsigned type) {
  struct cli_reply reply;
  struct answer answer;
  *out_parts = NULL;
  if (server->has_offered && (server->offered & 1u << type) == 0) {
    return CLI_FETCH_NOT_OFFERED;
  }
  if (server->broker == NULL) {
    cli_fetch_raw(&reply, &server->reach, type);
  } else if (!cli_broker_fetch(server->broker, &reply, type)) {
    cli_report_code(report, CLI_E_HOST_BROKER, NULL);
    return CLI_FETCH_FAILED;
  }
  if (reply.has_failed) {
    server->is_silent = reply.is_silent;
    tell_failure(report, &reply);
    return CLI_FETCH_FAILED;
  }
  memcpy(server->reach.address, reply.address, sizeof(reply.address));
  parse_answer(&answer, &reply);
  return judge(out_parts, report, server, &answer, &reply,
               cli_host_types[type].name);
}
