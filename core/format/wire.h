// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// wire.h adds to CBS and CBB what SSH needs and they lack: strings with a
// 32-bit length, and mpints (RFC 4251 section 5). Each reader returns false,
// and leaves nothing to rely on, if the bytes are not exactly what it reads.

#ifndef SSHMINT_CORE_FORMAT_WIRE_H
#define SSHMINT_CORE_FORMAT_WIRE_H

#include <openssl/bytestring.h>

#include "core/mint.h"

// mint_wire_get_string reads a length and that many bytes.
bool mint_wire_get_string(CBS *in, CBS *out);

// mint_wire_get_name reads a string that must be `want`.
bool mint_wire_get_name(CBS *in, const char *want);

// mint_wire_get_mpint reads a number that is not negative and stores its
// digits, big-endian without leading zeros (none for 0). *out_code is
// MINT_E_SSH_SYNTAX if there is no string, MINT_E_SSH_MPINT if it is not the
// shortest form of such a number; it is untouched on success.
bool mint_wire_get_mpint(CBS *in, CBS *out, enum mint_code *out_code);

// The writers return false if `out` cannot grow. mint_wire_put_mpint takes
// digits big-endian; leading zeros are dropped.
bool mint_wire_put_string(CBB *out, const uint8_t *data, size_t len);
bool mint_wire_put_name(CBB *out, const char *name);
bool mint_wire_put_mpint(CBB *out, const uint8_t *digits, size_t len);

#endif  // SSHMINT_CORE_FORMAT_WIRE_H
