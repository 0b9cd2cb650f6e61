// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// usage: libssh_key private FILE PASSPHRASE
//        libssh_key public FILE
//        libssh_key export FILE OUT PASSPHRASE
//        libssh_key export-public FILE OUT
//
// libssh, as a peer in tests: prints the fingerprint that it sees in a key
// file, or writes an open private key anew, in the only form that it writes; no
// passphrase is "". A program of its own: libssh's libraries and BoringSSL must
// not meet in one process.

#include <stdio.h>
#include <string.h>

#include <libssh/libssh.h>

static int print(ssh_key key) {
  unsigned char *hash = NULL;
  size_t len = 0;
  if (ssh_get_publickey_hash(key, SSH_PUBLICKEY_HASH_SHA256, &hash, &len) !=
      SSH_OK) {
    return 1;
  }
  char *text = ssh_get_fingerprint_hash(SSH_PUBLICKEY_HASH_SHA256, hash, len);
  ssh_clean_pubkey_hash(&hash);
  if (text == NULL) {
    return 1;
  }
  int printed = puts(text);
  ssh_string_free_char(text);
  return printed < 0;
}

static const char *word(const char *text) {
  return text[0] == '\0' ? NULL : text;
}

// Without somebody to ask, a missing passphrase is an error.
static ssh_key read_private(const char *path, const char *passphrase) {
  ssh_key key = NULL;
  (void)ssh_pki_import_privkey_file(path, word(passphrase), NULL, NULL, &key);
  return key;
}

int main(int argc, char *argv[]) {
  ssh_key key = NULL;
  int status = 2;
  const char *verb = argc > 1 ? argv[1] : "";
  if (strcmp(verb, "private") == 0 && argc == 4) {
    key = read_private(argv[2], argv[3]);
    status = key == NULL || print(key);
  } else if (strcmp(verb, "public") == 0 && argc == 3) {
    (void)ssh_pki_import_pubkey_file(argv[2], &key);
    status = key == NULL || print(key);
  } else if (strcmp(verb, "export") == 0 && argc == 5) {
    key = read_private(argv[2], "");
    status =
        key == NULL || ssh_pki_export_privkey_file(key, word(argv[4]), NULL,
                                                   NULL, argv[3]) != SSH_OK;
  } else if (strcmp(verb, "export-public") == 0 && argc == 4) {
    key = read_private(argv[2], "");
    status = key == NULL || ssh_pki_export_pubkey_file(key, argv[3]) != SSH_OK;
  }
  ssh_key_free(key);
  return status;
}
