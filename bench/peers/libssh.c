// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// libssh.c makes and reads keys with libssh, the flavour over libgcrypt.

#include <stdlib.h>
#include <string.h>

#include <libssh/libssh.h>

#include "bench/contestant.h"

static void *keygen(unsigned bits, const char *how, uint64_t *out_candidates) {
  ssh_key key = NULL;
  (void)how;
  (void)out_candidates;
  return ssh_pki_generate(SSH_KEYTYPE_RSA, (int)bits, &key) == SSH_OK ? key
                                                                      : NULL;
}

static void release(void *key) { ssh_key_free(key); }

// A public line has to be taken apart first: libssh wants the base64 alone.
static int read_public(const char *line, ssh_key *out_key) {
  const char *start = line + strcspn(line, " ");
  start += strspn(start, " ");
  char *base64 = strndup(start, strcspn(start, " \n"));
  int status = ssh_pki_import_pubkey_base64(base64, SSH_KEYTYPE_RSA, out_key);
  free(base64);
  return status;
}

static bool read_key(const char *text, size_t len) {
  ssh_key key = NULL;
  (void)len;
  int status =
      strncmp(text, "ssh-rsa ", 8) == 0
          ? read_public(text, &key)
          : ssh_pki_import_privkey_base64(text, NULL, NULL, NULL, &key);
  ssh_key_free(key);
  return status == SSH_OK;
}

int main(void) {
  static const struct contestant kSelf = {keygen, release, read_key};
  return contestant_serve(&kSelf);
}
