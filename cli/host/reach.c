// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// reach.c finds the addresses of a host and connects to one. Every wait has an
// end.

#include "cli/host/reach.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define ADDRESSES_MAX 16

void cli_reach_start(struct cli_reach *out, const struct cli_host_name *name,
                     unsigned seconds) {
  memset(out, 0, sizeof(*out));
  out->name = name;
  (void)clock_gettime(CLOCK_MONOTONIC, &out->deadline);
  out->deadline.tv_sec += (time_t)seconds;
}

void cli_reach_end(struct cli_reach *reach) {
  if (reach->addresses != NULL) {
    freeaddrinfo(reach->addresses);
  }
  memset(reach, 0, sizeof(*reach));
}

int cli_reach_left(const struct cli_reach *reach) {
  struct timespec now;
  if (clock_gettime(CLOCK_MONOTONIC, &now) != 0) {
    return 0;
  }
  long long left = (long long)(reach->deadline.tv_sec - now.tv_sec) * 1000 +
                   (reach->deadline.tv_nsec - now.tv_nsec) / 1000000;
  return left < 0 ? 0 : left > 86400000 ? 86400000 : (int)left;
}

// A question to the resolver, which answers it in a thread of its own.
struct question {
  struct gaicb block;
  struct addrinfo hints;
  char host[CLI_HOST_NAME_MAX + 1];
  char port[8];
};

// Waits for the answer. Returns EAI_INPROGRESS if it does not come in time.
static int await(const struct cli_reach *reach, struct gaicb *block) {
  int status = EAI_INPROGRESS;
  for (int left = cli_reach_left(reach); status == EAI_INPROGRESS && left > 0;
       left = cli_reach_left(reach)) {
    const struct timespec wait = {left / 1000, left % 1000 * 1000000L};
    const struct gaicb *const blocks[] = {block};
    (void)gai_suspend(blocks, 1, &wait);
    status = gai_error(block);
  }
  return status;
}

static enum cli_reached look_up(struct cli_reach *reach) {
  static struct question *question;  // static: what is left behind is no leak
  question = calloc(1, sizeof(*question));
  reach->reason = "the resolver cannot be started";
  if (question == NULL) {
    return CLI_REACH_FAILED;
  }
  (void)snprintf(question->host, sizeof(question->host), "%s",
                 reach->name->host);
  (void)snprintf(question->port, sizeof(question->port), "%u",
                 reach->name->port);
  question->hints.ai_socktype = SOCK_STREAM;
  question->hints.ai_flags = AI_NUMERICSERV;
  question->block.ar_name = question->host;
  question->block.ar_service = question->port;
  question->block.ar_request = &question->hints;
  struct gaicb *blocks[] = {&question->block};
  int status = getaddrinfo_a(GAI_NOWAIT, blocks, 1, NULL);
  if (status != 0) {
    // Without memory the C library may say so and start the thread all the
    // same: the question is left to it.
    reach->reason = gai_strerror(status);
    return CLI_REACH_NO_NAME;
  }
  status = await(reach, &question->block);
  if (status == EAI_INPROGRESS) {  // the thread still writes to it
    reach->reason = "no name server answered in time";
    return CLI_REACH_TIMEOUT;
  }
  reach->addresses = status == 0 ? question->block.ar_result : NULL;
  free(question);
  question = NULL;
  if (status != 0) {
    reach->reason = gai_strerror(status);
    return CLI_REACH_NO_NAME;
  }
  return CLI_REACH_OK;
}

static enum cli_reached fail(struct cli_reach *reach, int error) {
  reach->reason = strerror(error);
  if (error == ECONNREFUSED) {
    return CLI_REACH_REFUSED;
  }
  return error == ETIMEDOUT ? CLI_REACH_TIMEOUT : CLI_REACH_FAILED;
}

// Waits until the socket is connected, at most `wait` milliseconds.
static int finish(int fd, int wait) {
  struct pollfd one = {fd, POLLOUT, 0};
  int error = 0;
  socklen_t len = sizeof(error);
  int got = 0;
  do {
    got = poll(&one, 1, wait);
  } while (got < 0 && errno == EINTR);
  if (got == 0) {
    return ETIMEDOUT;
  }
  if (got < 0 || getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &len) != 0) {
    return errno;
  }
  return error;
}

static enum cli_reached try_one(int *out_fd, struct cli_reach *reach,
                                const struct addrinfo *address, int wait) {
  int fd = socket(address->ai_family,
                  address->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC,
                  address->ai_protocol);
  if (fd < 0) {
    return fail(reach, errno);
  }
  int error = 0;
  if (connect(fd, address->ai_addr, address->ai_addrlen) != 0) {
    error = errno == EINPROGRESS ? finish(fd, wait) : errno;
  }
  if (error != 0) {
    (void)close(fd);
    return fail(reach, error);
  }
  reach->good = address;
  if (getnameinfo(address->ai_addr, address->ai_addrlen, reach->address,
                  sizeof(reach->address), NULL, 0, NI_NUMERICHOST) != 0) {
    reach->address[0] = '\0';
  }
  *out_fd = fd;
  return CLI_REACH_OK;
}

enum cli_reached cli_reach_connect(int *out_fd, struct cli_reach *reach) {
  *out_fd = -1;
  if (reach->good != NULL) {
    return try_one(out_fd, reach, reach->good, cli_reach_left(reach));
  }
  enum cli_reached reached =
      reach->addresses == NULL ? look_up(reach) : CLI_REACH_OK;
  if (reached != CLI_REACH_OK) {
    return reached;
  }
  int num = 0;
  for (const struct addrinfo *one = reach->addresses;
       one != NULL && num < ADDRESSES_MAX; one = one->ai_next) {
    num++;
  }
  enum cli_reached failure = CLI_REACH_FAILED;
  const char *reason = NULL;
  for (const struct addrinfo *one = reach->addresses; num > 0;
       one = one->ai_next, num--) {
    // An address that swallows everything leaves the others their share.
    reached = try_one(out_fd, reach, one, cli_reach_left(reach) / num);
    if (reached == CLI_REACH_OK) {
      return CLI_REACH_OK;
    }
    // One to which there is no way tells less than one that was silent.
    if (failure == CLI_REACH_FAILED) {
      failure = reached;
      reason = reach->reason;
    }
  }
  reach->reason = reason;
  return failure;
}
