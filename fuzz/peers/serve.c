// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// usage: PEER PASSPHRASE
//
// serve.c is the main of every peer: it answers until nobody asks any more.

#include "fuzz/peers/serve.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv) {
  static char file[PEER_FILE_MAX + 1];
  static struct peer_answer answer;
  if (argc != 2) {
    return 2;
  }
  for (;;) {
    ssize_t len = recv(STDIN_FILENO, file, PEER_FILE_MAX, 0);
    if (len <= 0) {
      _exit(len < 0);  // what its library leaves behind is nobody's leak
    }
    file[len] = '\0';
    memset(&answer, 0, sizeof(answer));
    (void)alarm(PEER_SECONDS);
    bool accepted = peer_read(&answer, file, (size_t)len, argv[1]);
    (void)alarm(0);
    if (accepted) {
      answer.accepted = 1;
    } else {
      memset(&answer, 0, sizeof(answer));
    }
    if (send(STDIN_FILENO, &answer, sizeof(answer), MSG_NOSIGNAL) !=
        (ssize_t)sizeof(answer)) {
      return 1;
    }
  }
}
