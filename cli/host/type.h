// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// type.h lists the types of host keys that are asked for, one connection each.

#ifndef SSHMINT_CLI_HOST_TYPE_H
#define SSHMINT_CLI_HOST_TYPE_H

#include <stddef.h>

struct cli_host_type {
  const char *name;        // in a key's blob: "ssh-rsa"
  const char *shown;       // as ssh-keygen -l shows it: "RSA"
  unsigned bits;           // what tells types that are shown alike apart; or 0
  const char *algorithms;  // what the key signs with, as SSH negotiates it
};

// In the order in which they are asked for, which is ssh's own.
#define CLI_HOST_TYPES 5
extern const struct cli_host_type cli_host_types[CLI_HOST_TYPES];

// A set of types: bit i is cli_host_types[i].
#define CLI_HOST_TYPES_ALL ((1u << CLI_HOST_TYPES) - 1)

// cli_host_types_named returns the types with this `name`; 0 if there is none.
unsigned cli_host_types_named(const char *name);

// cli_host_types_shown returns the types that ssh-keygen -l shows as `shown`,
// in `len` bytes, with this number of bits; 0 if there is none.
unsigned cli_host_types_shown(const char *shown, size_t len, unsigned bits);

// cli_host_types_offered returns the types of which a name in the list, which
// commas separate, is an algorithm.
unsigned cli_host_types_offered(const char *list, size_t len);

#endif  // SSHMINT_CLI_HOST_TYPE_H
