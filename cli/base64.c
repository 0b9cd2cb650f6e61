// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// base64.c looks symbols up in a table: nothing secret may come here.

#include "cli/base64.h"

void cli_base64(char *out, const uint8_t *in, size_t in_len) {
  static const char symbols[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
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
