// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// planted.c is a target without a fault, or with the one whose name is defined,
// so that planted.sh can see the checks find it.

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);
void planted_bulk(uint8_t *bytes);
int planted_library(void);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len) {
  uint8_t bytes[16] = {0};
  memcpy(bytes, data, len < sizeof(bytes) ? len : sizeof(bytes));
#if defined(FILE_WANTED)  // its source, or where it was built
  FILE *file = fopen(FILE_WANTED, "rb");
  if (file == NULL || fclose(file) != 0) {
    abort();
  }
#elif defined(LIBRARY)
  bytes[0] ^= (uint8_t)planted_library();
#elif defined(SEED)
  if (len == 4 && memcmp(data, "seed", len) == 0) {
    abort();
  }
#elif defined(FOUND)
  // Past the end: only a sanitizer sees it.
  static volatile uint8_t block[16];
  if (len > 1 && data[0] == '!') {
    block[data[1]] = 1;
  }
#endif
#if !defined(SMALL)
  planted_bulk(bytes);
#endif
  return bytes[0] == 0xff ? -1 : 0;
}
