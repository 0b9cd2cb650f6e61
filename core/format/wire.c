// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// wire.c is the SSH wire format, over CBS and CBB.

#include "core/format/wire.h"

#include <string.h>

bool mint_wire_get_string(CBS *in, CBS *out) {
  uint32_t len = 0;
  return CBS_get_u32(in, &len) && CBS_get_bytes(in, out, len);
}

bool mint_wire_get_name(CBS *in, const char *want) {
  CBS name;
  return mint_wire_get_string(in, &name) &&
         CBS_mem_equal(&name, (const uint8_t *)want, strlen(want));
}

bool mint_wire_get_mpint(CBS *in, CBS *out, enum mint_code *out_code) {
  if (!mint_wire_get_string(in, out)) {
    *out_code = MINT_E_SSH_SYNTAX;
    return false;
  }
  const uint8_t *data = CBS_data(out);
  size_t len = CBS_len(out);
  if (len == 0) {
    return true;
  }
  bool negative = (data[0] & 0x80) != 0;
  bool padded = data[0] == 0;
  bool needless = padded && (len == 1 || (data[1] & 0x80) == 0);
  if (negative || needless) {
    *out_code = MINT_E_SSH_MPINT;
    return false;
  }
  return !padded || CBS_skip(out, 1);
}

bool mint_wire_put_string(CBB *out, const uint8_t *data, size_t len) {
  return len <= UINT32_MAX && CBB_add_u32(out, (uint32_t)len) &&
         CBB_add_bytes(out, data, len);
}

bool mint_wire_put_name(CBB *out, const char *name) {
  return mint_wire_put_string(out, (const uint8_t *)name, strlen(name));
}

bool mint_wire_put_mpint(CBB *out, const uint8_t *digits, size_t len) {
  while (len != 0 && digits[0] == 0) {
    digits++;
    len--;
  }
  size_t pad = len != 0 && (digits[0] & 0x80) != 0 ? 1 : 0;
  return len < UINT32_MAX && CBB_add_u32(out, (uint32_t)(len + pad)) &&
         (pad == 0 || CBB_add_u8(out, 0)) && CBB_add_bytes(out, digits, len);
}
