// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// peer.c runs the peers: one process each, started when it is first asked.

#include "fuzz/peer.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fuzz/fuzz.h"

// The programs lie beside the target's: peers/NAME.
static void find(char *out, size_t out_len, const char *name) {
  char self[3072];
  ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);
  REQUIRE(len > 0);
  self[len] = '\0';
  *strrchr(self, '/') = '\0';
  (void)snprintf(out, out_len, "%s/peers/%s", self, name);
}

static void start(struct peer *peer) {
  char path[4096];
  char passphrase[] = FUZZ_PASSPHRASE;
  char *const argv[] = {path, passphrase, NULL};
  // Nothing of an engine's settings: a peer is not what it watches.
  char *const environment[] = {NULL};
  int ends[2];
  posix_spawn_file_actions_t files;
  find(path, sizeof(path), peer->name);
  REQUIRE(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == 0);
  REQUIRE(posix_spawn_file_actions_init(&files) == 0);
  REQUIRE(posix_spawn_file_actions_adddup2(&files, ends[1], 0) == 0);
  REQUIRE(posix_spawn_file_actions_addclosefrom_np(&files, 3) == 0);
  REQUIRE(posix_spawn(&peer->pid, path, &files, NULL, argv, environment) == 0);
  (void)posix_spawn_file_actions_destroy(&files);
  (void)close(ends[1]);
  peer->fd = ends[0];
}

static void keep(const struct peer *peer, const uint8_t *file,
                 size_t file_len) {
  const char *folder = getenv("PEER_FAILURES");
  char path[4096];
  if (folder == NULL) {
    return;
  }
  (void)snprintf(path, sizeof(path), "%s/%s-%d", folder, peer->name,
                 (int)peer->pid);
  FILE *copy = fopen(path, "wb");
  if (copy != NULL) {
    (void)fwrite(file, 1, file_len, copy);
    (void)fclose(copy);
  }
}

// Ends a peer that has failed, and says so.
static void stop(struct peer *peer) {
  int status = 0;
  (void)kill(peer->pid, SIGKILL);
  (void)close(peer->fd);
  (void)waitpid(peer->pid, &status, 0);
  fprintf(stderr, "peer %s failed by itself: wait status %#x\n", peer->name,
          (unsigned)status);
  peer->pid = 0;
}

enum peer_verdict peer_ask(struct peer *peer, struct peer_answer *out,
                           const uint8_t *file, size_t file_len) {
  ssize_t done = 0;
  REQUIRE(file_len != 0 && file_len <= PEER_FILE_MAX);
  if (peer->pid == 0) {
    start(peer);
  }
  // Packets come whole or not at all; an engine's timer may interrupt.
  do {
    done = send(peer->fd, file, file_len, MSG_NOSIGNAL);
  } while (done < 0 && errno == EINTR);
  do {
    done = recv(peer->fd, out, sizeof(*out), 0);
  } while (done < 0 && errno == EINTR);
  if (done != (ssize_t)sizeof(*out)) {
    keep(peer, file, file_len);
    stop(peer);
    return PEER_FAILED;
  }
  return out->accepted != 0 ? PEER_ACCEPTS : PEER_REFUSES;
}
