// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// serve.h is what a peer and the target that asks it have in common: a packet
// to descriptor 0 with a key file, a packet back with what the peer sees in it.
//
// Each peer is a process of its own: their libraries and BoringSSL have symbols
// of the same names, and what kills a peer is not our bug.

#ifndef SSHMINT_FUZZ_PEERS_SERVE_H
#define SSHMINT_FUZZ_PEERS_SERVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The largest file that is sent: a packet has to fit in a socket's buffer.
#define PEER_FILE_MAX 65536u

// An answer takes no longer: the peer is ended.
#define PEER_SECONDS 10u

// Room for the blob of a key of 16384 bits, and of every other that fits in a
// line.
#define PEER_BLOB_MAX 16384u

struct peer_answer {
  uint32_t accepted;  // 0: the rest is zero
  uint32_t blob_len;
  uint8_t fingerprint[32];      // SHA-256, by the peer's means
  uint8_t blob[PEER_BLOB_MAX];  // the SSH public key: type, e, n
};

// peer_read is what each peer defines: reads a key file, which is followed by a
// NUL, and fills `out`. `passphrase` opens what is encrypted. Returns whether
// the peer takes the file.
bool peer_read(struct peer_answer *out, const char *file, size_t file_len,
               const char *passphrase);

#endif  // SSHMINT_FUZZ_PEERS_SERVE_H
