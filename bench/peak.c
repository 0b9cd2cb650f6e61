// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

#include "bench/peak.h"

#include "core/prime/lanes.h"

#if defined(MINT_LANES_HERE)

// Not static: what is stored there must not be optimized away.
struct mint_row peak_rows[PEAK_SUMS];

MINT_LANES_KERNEL void multiply_add(void) {
  mint_lanes sums[PEAK_SUMS];
  const mint_lanes a = lanes_load(&peak_rows[0]);
  const mint_lanes b = lanes_load(&peak_rows[1]);
  for (int i = 0; i < PEAK_SUMS; i++) {
    sums[i] = a;
  }
  for (int n = 0; n < PEAK_ROUNDS; n++) {
    _Pragma("GCC unroll 16") for (int i = 0; i < PEAK_SUMS; i++) {
      sums[i] = lanes_mul_lo(sums[i], a, b);
    }
  }
  for (int i = 0; i < PEAK_SUMS; i++) {
    lanes_store(&peak_rows[i], sums[i]);
  }
}

bool peak_run(void) {
  if (!mint_lanes_here()) {
    return false;
  }
  multiply_add();
  return true;
}

#else

bool peak_run(void) { return false; }

#endif
