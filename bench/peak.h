// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// peak.h is the limit of the machine: multiply-adds that wait for nothing. In
// C, as lanes.h is.

#ifndef SSHMINT_BENCH_PEAK_H
#define SSHMINT_BENCH_PEAK_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

// How many sums are independent: more than the instruction's latency times the
// multipliers that a core has.
#define PEAK_SUMS 16
#define PEAK_ROUNDS 1000

// peak_run does PEAK_SUMS * PEAK_ROUNDS multiply-adds (vpmadd52luq) on vectors
// of 512 bits, or returns false where the CPU has none.
bool peak_run(void);

#ifdef __cplusplus
}
#endif

#endif  // SSHMINT_BENCH_PEAK_H
