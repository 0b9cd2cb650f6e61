// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// reach.h connects to a host over TCP, all its addresses in turn, before a
// deadline that is for everything together.

#ifndef SSHMINT_CLI_HOST_REACH_H
#define SSHMINT_CLI_HOST_REACH_H

#include <netdb.h>
#include <stdbool.h>
#include <time.h>

#include "cli/host/name.h"

// How it ended.
enum cli_reached {
  CLI_REACH_FAILED = 0,
  CLI_REACH_OK,
  CLI_REACH_NO_NAME,  // nobody knows an address
  CLI_REACH_REFUSED,
  CLI_REACH_TIMEOUT,
};

struct cli_reach {
  const struct cli_host_name *name;
  struct timespec deadline;
  struct addrinfo *addresses;
  const struct addrinfo *good;  // the one that answered; it is used again
  char address[64];             // it, in numbers
  const char *reason;           // of a failure; static or strerror's
};

// cli_reach_start sets a deadline that many seconds from now.
void cli_reach_start(struct cli_reach *out, const struct cli_host_name *name,
                     unsigned seconds);
void cli_reach_end(struct cli_reach *reach);

// cli_reach_left returns the milliseconds until the deadline, 0 if it has
// passed.
int cli_reach_left(const struct cli_reach *reach);

// cli_reach_connect stores a connected, non-blocking socket, which the caller
// closes; -1 unless it returns CLI_REACH_OK.
enum cli_reached cli_reach_connect(int *out_fd, struct cli_reach *reach);

#endif  // SSHMINT_CLI_HOST_REACH_H
