// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// name.h reads [user@]HOST[:PORT]. What it lets pass is safe as an argument of
// ssh and in a line of known_hosts.

#ifndef SSHMINT_CLI_HOST_NAME_H
#define SSHMINT_CLI_HOST_NAME_H

#include <stdbool.h>

#define CLI_HOST_USER_MAX 64
#define CLI_HOST_NAME_MAX 253
#define CLI_HOST_PORT_DEFAULT 22

struct cli_host_name {
  char user[CLI_HOST_USER_MAX + 1];  // "": none
  char host[CLI_HOST_NAME_MAX + 1];  // without brackets
  unsigned port;
  // As known_hosts has it: lower case, with another port than 22 "[host]:port".
  char known[CLI_HOST_NAME_MAX + 16];
};

// cli_host_name_parse reads HOST, HOST:PORT, [IPV6], [IPV6]:PORT or IPV6, with
// USER@ before it if `with_user`. A host is letters, digits, '.', '-' and '_',
// an IPv6 address has ':' and '%' too; a user also '+' and '@'. None starts
// with a '-'. An address is stored in its usual spelling. Returns false if it
// is something else.
//
// Not behind the lock (lock.h): it may look for a network interface.
bool cli_host_name_parse(struct cli_host_name *out, const char *text,
                         bool with_user);

#endif  // SSHMINT_CLI_HOST_NAME_H
