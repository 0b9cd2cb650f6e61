// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// rows.h is what lanes.h and quads.h share: a vector in memory, and under
// MINT_LANES_SCALAR their common operations in C. They define MINT_LANES before
// it; nobody else includes it.

#ifndef SSHMINT_CORE_PRIME_ROWS_H
#define SSHMINT_CORE_PRIME_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// One lane vector in memory.
struct mint_row {
  _Alignas(8 * MINT_LANES) uint64_t lane[MINT_LANES];
};

// mint_lanes_align returns the first place in `room` where a row can stand:
// less than a row on.
static inline struct mint_row *mint_lanes_align(void *room) {
  size_t past = (uintptr_t)room % _Alignof(struct mint_row);
  size_t skip = past == 0 ? 0 : _Alignof(struct mint_row) - past;
  return (struct mint_row *)(void *)((uint8_t *)room + skip);
}

// MINT_CPU_HAS tells whether the CPU and the system have a feature. The C
// library knows already; compilers ask the CPU again when the program starts,
// which takes some ten microseconds a question where a hypervisor answers.
#if defined(__x86_64__)
#if __has_include(<sys/platform/x86.h>)
#include <sys/platform/x86.h>
#define MINT_CPU_HAS(feature, name) CPU_FEATURE_ACTIVE(feature)
#else
#define MINT_CPU_HAS(feature, name) (__builtin_cpu_supports(name) != 0)
#endif
#endif

#if defined(MINT_LANES_SCALAR)

#define MINT_LANES_HERE 1
#define MINT_LANES_KERNEL static

static inline bool mint_lanes_here(void) { return true; }

typedef struct mint_row mint_lanes;
#define MINT_LANES_FN static inline

#define MINT_LANES_EACH(expression)       \
  mint_lanes out;                         \
  for (int i = 0; i < MINT_LANES; i++) {  \
    out.lane[i] = (uint64_t)(expression); \
  }                                       \
  return out

MINT_LANES_FN mint_lanes lanes_load(const struct mint_row *from) {
  return *from;
}
MINT_LANES_FN void lanes_store(struct mint_row *to, mint_lanes a) { *to = a; }
MINT_LANES_FN mint_lanes lanes_all(uint64_t word) { MINT_LANES_EACH(word); }
MINT_LANES_FN mint_lanes lanes_add(mint_lanes a, mint_lanes b) {
  MINT_LANES_EACH(a.lane[i] + b.lane[i]);
}
MINT_LANES_FN mint_lanes lanes_sub(mint_lanes a, mint_lanes b) {
  MINT_LANES_EACH(a.lane[i] - b.lane[i]);
}
MINT_LANES_FN mint_lanes lanes_and(mint_lanes a, mint_lanes b) {
  MINT_LANES_EACH(a.lane[i] & b.lane[i]);
}
MINT_LANES_FN mint_lanes lanes_or(mint_lanes a, mint_lanes b) {
  MINT_LANES_EACH(a.lane[i] | b.lane[i]);
}
MINT_LANES_FN mint_lanes lanes_andnot(mint_lanes a, mint_lanes b) {
  MINT_LANES_EACH(~a.lane[i] & b.lane[i]);
}
MINT_LANES_FN mint_lanes lanes_shr(mint_lanes a, unsigned by) {
  MINT_LANES_EACH(a.lane[i] >> by);
}
MINT_LANES_FN mint_lanes lanes_shl_each(mint_lanes a, mint_lanes by) {
  MINT_LANES_EACH(a.lane[i] << by.lane[i]);
}

#endif

#endif  // SSHMINT_CORE_PRIME_ROWS_H
