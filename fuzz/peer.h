// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// peer.h asks another reader of keys (fuzz/peers) what it sees in a file.

#ifndef SSHMINT_FUZZ_PEER_H
#define SSHMINT_FUZZ_PEER_H

#include <sys/types.h>

#include "fuzz/peers/serve.h"

// A peer: its name, which is its program's. The rest is zero at first.
struct peer {
  const char *name;
  pid_t pid;
  int fd;
};

enum peer_verdict {
  PEER_ACCEPTS,
  PEER_REFUSES,
  PEER_FAILED,  // it ended, or took too long: its bug, not ours
};

// peer_ask hands a file of 1 to PEER_FILE_MAX bytes to the peer, which it
// starts if it does not run. A failure is told on standard error, the file is
// kept in the folder that PEER_FAILURES in the environment names, and the next
// call starts the peer anew. *out is filled if the peer accepts.
enum peer_verdict peer_ask(struct peer *peer, struct peer_answer *out,
                           const uint8_t *file, size_t file_len);

#endif  // SSHMINT_FUZZ_PEER_H
