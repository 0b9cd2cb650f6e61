// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// fetch.h asks a server for its host key of one type. The protocol is spoken by
// a helper; what comes back is read by the core, in a process that may be
// another one (broker.h) than the one that connects.

#ifndef SSHMINT_CLI_HOST_FETCH_H
#define SSHMINT_CLI_HOST_FETCH_H

#include "cli/host/reach.h"
#include "cli/hostkey/answer.h"
#include "cli/report.h"

struct cli_broker;

enum cli_fetched {
  CLI_FETCH_FAILED = 0,  // `report` has the reason
  CLI_FETCH_KEY,
  CLI_FETCH_NOT_OFFERED,  // the server has no key of this type
};

// What came of one connection: the helper's answer as it came, or why there is
// none.
struct cli_reply {
  bool has_failed;
  enum cli_code code;
  char detail[256];   // "": none
  int error;          // why the helper cannot be run; 0: not known
  char helper[4096];  // the helper's path; "": there is none
  int status;         // how the helper ended, as waitpid gives it
  bool is_silent;     // see cli_server
  char address[64];   // where the connection went, in numbers
  uint8_t bytes[CLI_ANSWER_HEADER + CLI_ANSWER_TEXT_MAX + 1];
  size_t len;
};

// What is known of a server besides its keys.
struct cli_server {
  struct cli_reach reach;
  const struct cli_broker *broker;  // who connects; NULL: this process
  bool is_silent;    // it was not reached at all, or nothing listens there
  bool has_offered;  // `offered` is known
  unsigned offered;  // types that it has
  unsigned sandbox;  // the state of the helper's, enum cli_sandbox_state
};

// cli_fetch asks for the key of type number `type`, which server->offered does
// not rule out.
//
// Owns     *out_parts, released with mint_parts_free; NULL unless it returns
//          CLI_FETCH_KEY: then it is a public key of that type.
enum cli_fetched cli_fetch(struct mint_parts **out_parts,
                           struct cli_report *report, struct cli_server *server,
                           unsigned type);

// cli_fetch_raw connects to the server, lets the helper ask for the key of type
// number `type`, and does not look at the answer.
void cli_fetch_raw(struct cli_reply *out, struct cli_reach *reach,
                   unsigned type);

#endif  // SSHMINT_CLI_HOST_FETCH_H
