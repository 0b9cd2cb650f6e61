// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// guards.c stands in for what honggfuzz links to the code that it instruments,
// and tells at the end how many guards there were and how many were passed.

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static unsigned guards;
static unsigned passed;

static void tell(void) { printf("%u guards, %u passed\n", guards, passed); }

void __sanitizer_cov_trace_pc_guard_init(uint32_t *start, const uint32_t *stop);
void __sanitizer_cov_trace_pc_guard_init(uint32_t *start,
                                         const uint32_t *stop) {
  // Called once for each file that was compiled, with the same range.
  if (start == stop || *start != 0) {
    return;
  }
  for (uint32_t *guard = start; guard < stop; guard++) {
    *guard = ++guards;
  }
  if (guards == (unsigned)(stop - start)) {
    (void)atexit(tell);
  }
}

void __sanitizer_cov_trace_pc_guard(uint32_t *guard);
void __sanitizer_cov_trace_pc_guard(uint32_t *guard) {
  passed += *guard != 0;
  *guard = 0;
}

void __sanitizer_cov_trace_pc_indir(uintptr_t callee);
void __sanitizer_cov_trace_pc_indir(uintptr_t callee) { (void)callee; }

// What is compared says nothing of which code runs.
#define COMPARED(name, type)                          \
  void __sanitizer_cov_trace_##name(type a, type b);  \
  void __sanitizer_cov_trace_##name(type a, type b) { \
    (void)a;                                          \
    (void)b;                                          \
  }
COMPARED(cmp1, uint8_t)
COMPARED(cmp2, uint16_t)
COMPARED(cmp4, uint32_t)
COMPARED(cmp8, uint64_t)
COMPARED(const_cmp1, uint8_t)
COMPARED(const_cmp2, uint16_t)
COMPARED(const_cmp4, uint32_t)
COMPARED(const_cmp8, uint64_t)

void __sanitizer_cov_trace_switch(uint64_t value, const uint64_t *cases);
void __sanitizer_cov_trace_switch(uint64_t value, const uint64_t *cases) {
  (void)value;
  (void)cases;
}
