// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// libssh.c reads keys with libssh, the flavour over libgcrypt.

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <libssh/libssh.h>

#include "fuzz/peers/serve.h"

// libssh takes a public line apart itself only where it lies in a file.
static ssh_key read_public(const char *file, size_t file_len) {
  ssh_key key = NULL;
  char path[64];
  int fd = memfd_create("key", MFD_CLOEXEC);
  if (fd < 0) {
    return NULL;
  }
  if (write(fd, file, file_len) == (ssize_t)file_len) {
    (void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
    (void)ssh_pki_import_pubkey_file(path, &key);
  }
  (void)close(fd);
  return key;
}

static int value_of(char symbol) {
  static const char kSymbols[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const char *at = symbol == '\0' ? NULL : strchr(kSymbols, symbol);
  return at == NULL ? -1 : (int)(at - kSymbols);
}

// Stores the blob, which libssh gives out in base64 only.
static bool decode(struct peer_answer *out, const char *symbols) {
  uint32_t bits = 0;
  for (size_t i = 0; value_of(symbols[i]) >= 0; i++) {
    bits = bits << 6 | (uint32_t)value_of(symbols[i]);
    if (i % 4 == 0) {
      continue;
    }
    if (out->blob_len == sizeof(out->blob)) {
      return false;
    }
    out->blob[out->blob_len++] = (uint8_t)(bits >> (6 - 2 * (i % 4)));
  }
  return true;
}

static bool describe(struct peer_answer *out, ssh_key key) {
  unsigned char *hash = NULL;
  size_t len = 0;
  char *symbols = NULL;
  bool done = ssh_get_publickey_hash(key, SSH_PUBLICKEY_HASH_SHA256, &hash,
                                     &len) == SSH_OK &&
              len == sizeof(out->fingerprint) &&
              ssh_pki_export_pubkey_base64(key, &symbols) == SSH_OK &&
              decode(out, symbols);
  if (done) {
    memcpy(out->fingerprint, hash, sizeof(out->fingerprint));
  }
  ssh_clean_pubkey_hash(&hash);
  ssh_string_free_char(symbols);
  return done;
}

bool peer_read(struct peer_answer *out, const char *file, size_t file_len,
               const char *passphrase) {
  ssh_key key = NULL;
  if (strncmp(file, "-----BEGIN ", 11) == 0) {
    (void)ssh_pki_import_privkey_base64(file, passphrase, NULL, NULL, &key);
  } else {
    key = read_public(file, file_len);
  }
  bool accepted = key != NULL && describe(out, key);
  ssh_key_free(key);
  return accepted;
}
