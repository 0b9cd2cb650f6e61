// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// base64.c looks symbols up in a table: nothing secret may come here.

#include "cli/base64.h"

#include <string.h>

static const char symbols[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void cli_base64(char *out, const uint8_t *in, size_t in_len) {
  for (size_t i = 0; i < in_len; i += 3) {
    size_t have = in_len - i < 3 ? in_len - i : 3;
    uint32_t group = (uint32_t)in[i] << 16;
    group |= have > 1 ? (uint32_t)in[i + 1] << 8 : 0;
    group |= have > 2 ? (uint32_t)in[i + 2] : 0;
    for (size_t k = 0; k < 4; k++) {
      out[0] = '=';
      if (k <= have) {
        out[0] = symbols[group >> (18 - 6 * k) & 63];
      }
      out++;
    }
  }
  *out = '\0';
}

static bool read_all(uint8_t *out, size_t out_len, const char *in,
                     size_t in_len) {
  uint32_t bits = 0;
  size_t done = 0;
  if (in_len != CLI_BASE64_ROOM(out_len) - 1) {
    return false;
  }
  for (size_t i = 0; done < out_len; i++) {
    const char *symbol = in[i] == '\0' ? NULL : strchr(symbols, in[i]);
    if (symbol == NULL) {
      return false;
    }
    bits = bits << 6 | (uint32_t)(symbol - symbols);
    if (i % 4 != 0) {
      out[done++] = (uint8_t)(bits >> (6 - 2 * (i % 4)));
    }
  }
  // What was passed over are the last bits and the padding.
  char again[5];
  size_t last = out_len % 3 == 0 ? 3 : out_len % 3;
  cli_base64(again, out + out_len - last, last);
  return memcmp(again, in + in_len - 4, 4) == 0;
}

bool cli_base64_read(uint8_t *out, size_t out_len, const char *in,
                     size_t in_len) {
  if (out_len != 0 && read_all(out, out_len, in, in_len)) {
    return true;
  }
  memset(out, 0, out_len);
  return false;
}
