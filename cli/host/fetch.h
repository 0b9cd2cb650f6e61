// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// fetch.h asks a server for its host key of one type. The protocol is spoken by
// a helper; what comes back is read by the core.

#ifndef SSHMINT_CLI_HOST_FETCH_H
#define SSHMINT_CLI_HOST_FETCH_H

#include "cli/host/reach.h"
#include "cli/report.h"

enum cli_fetched {
  CLI_FETCH_FAILED = 0,  // `report` has the reason
  CLI_FETCH_KEY,
  CLI_FETCH_NOT_OFFERED,  // the server has no key of this type
};

// What is known of a server besides its keys.
struct cli_server {
  struct cli_reach reach;
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

#endif  // SSHMINT_CLI_HOST_FETCH_H
