// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// base64.h writes and reads base64 of what is public.

#ifndef SSHMINT_CLI_BASE64_H
#define SSHMINT_CLI_BASE64_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// How many characters `len` bytes become, and one for the NUL.
#define CLI_BASE64_ROOM(len) (((len) + 2) / 3 * 4 + 1)

// cli_base64 writes base64 with padding and a NUL; `out` has room for
// CLI_BASE64_ROOM(in_len).
void cli_base64(char *out, const uint8_t *in, size_t in_len);

// cli_base64_read reads base64 that is exactly `out_len` bytes, with its
// padding and as cli_base64 writes them. Returns false, and zeroes, if it is
// not.
bool cli_base64_read(uint8_t *out, size_t out_len, const char *in,
                     size_t in_len);

#endif  // SSHMINT_CLI_BASE64_H
