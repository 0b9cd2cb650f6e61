// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// stack.c overwrites a frame of its own, where the frames of others were.

#include "core/base/stack.h"

#include <stdint.h>

#include <openssl/mem.h>

__attribute__((noinline)) void mint_stack_wipe(void) {
  uint8_t room[32768];
  OPENSSL_cleanse(room, sizeof(room));
}
