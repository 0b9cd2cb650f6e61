// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// type.c is the table of host key types. DSA is not in it: no OpenSSH of this
// decade offers it.

#include "cli/host/type.h"

#include <stdbool.h>
#include <string.h>

const struct cli_host_type cli_host_types[CLI_HOST_TYPES] = {
    {"ssh-ed25519", "ED25519", 0, "ssh-ed25519"},
    {"ecdsa-sha2-nistp256", "ECDSA", 256, "ecdsa-sha2-nistp256"},
    {"ecdsa-sha2-nistp384", "ECDSA", 384, "ecdsa-sha2-nistp384"},
    {"ecdsa-sha2-nistp521", "ECDSA", 521, "ecdsa-sha2-nistp521"},
    {"ssh-rsa", "RSA", 0, "rsa-sha2-512,rsa-sha2-256"},
};

unsigned cli_host_types_named(const char *name) {
  for (unsigned i = 0; i < CLI_HOST_TYPES; i++) {
    if (strcmp(name, cli_host_types[i].name) == 0) {
      return 1u << i;
    }
  }
  return 0;
}

unsigned cli_host_types_shown(const char *shown, size_t len, unsigned bits) {
  unsigned out = 0;
  for (unsigned i = 0; i < CLI_HOST_TYPES; i++) {
    const struct cli_host_type *type = &cli_host_types[i];
    if (strlen(type->shown) == len && memcmp(type->shown, shown, len) == 0 &&
        (type->bits == 0 || type->bits == bits)) {
      out |= 1u << i;
    }
  }
  return out;
}

// Whether `word` is one of the algorithms in `list`, which ends in NUL.
static bool is_listed(const char *list, const char *word, size_t len) {
  for (;;) {
    size_t next = strcspn(list, ",");
    if (next == len && memcmp(list, word, len) == 0) {
      return true;
    }
    if (list[next] == '\0') {
      return false;
    }
    list += next + 1;
  }
}

unsigned cli_host_types_offered(const char *list, size_t len) {
  unsigned out = 0;
  while (len != 0) {
    const char *comma = memchr(list, ',', len);
    size_t word = comma == NULL ? len : (size_t)(comma - list);
    for (unsigned i = 0; i < CLI_HOST_TYPES; i++) {
      if (is_listed(cli_host_types[i].algorithms, list, word)) {
        out |= 1u << i;
      }
    }
    word += comma == NULL ? 0 : 1;
    list += word;
    len -= word;
  }
  return out;
}
