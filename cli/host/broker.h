// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// broker.h divides a verb that talks to a host into two processes. The worker
// reads everything that others wrote: keys, files, what the host says. It locks
// itself in (lock.h) before. The broker, its parent, is not locked in: it looks
// up names, connects, starts the helper and in the end ssh; and hands on bytes
// that it never looks into.

#ifndef SSHMINT_CLI_HOST_BROKER_H
#define SSHMINT_CLI_HOST_BROKER_H

#include "cli/context.h"
#include "cli/host/fetch.h"

// The longest line of a host's key: a name, a type, and a blob in base64.
#define CLI_BROKER_LINE_MAX 12288

struct cli_broker {
  int fd;         // the worker's end of the channel
  bool hands_on;  // the broker's: the worker wants ssh to be started, with
  unsigned type;  // this type of a host's key, and
  char line[CLI_BROKER_LINE_MAX];  // this line of known hosts
};

// cli_broker_divide starts the worker. Returns true in it; and false in the
// broker, after the worker has ended: then context->exit is the worker's
// status. If the worker was killed, the broker ends in the same way.
//
// `reach` is how the broker reaches the host; it is released.
bool cli_broker_divide(struct cli_broker *out, struct cli_context *context,
                       struct cli_reach *reach);

// cli_broker_fetch lets the broker do cli_fetch_raw. Returns false if it has
// gone; the signal that then ends the worker too is held back from there on, so
// that it can tell.
bool cli_broker_fetch(const struct cli_broker *broker, struct cli_reply *out,
                      unsigned type);

// cli_broker_hand_on asks the broker to start ssh, once the worker has ended
// with 0, for a host whose key of type number `type` is in `line`. Returns
// false if that cannot be.
bool cli_broker_hand_on(const struct cli_broker *broker, unsigned type,
                        const char *line);

#endif  // SSHMINT_CLI_HOST_BROKER_H
