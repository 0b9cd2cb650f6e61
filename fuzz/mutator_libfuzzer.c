// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// mutator_libfuzzer.c hands fuzz_mutate to libFuzzer, which finds it by name.

#include "fuzz/mutator.h"

#if defined(__has_feature)
#if __has_feature(memory_sanitizer)
#include <sanitizer/msan_interface.h>
#endif
#endif

// Weak: only libFuzzer has it, and other engines never call what needs it.
__attribute__((weak)) size_t LLVMFuzzerMutate(uint8_t *data, size_t len,
                                              size_t max);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t len, size_t max,
                               unsigned seed);

// MSan does not see what libFuzzer writes: libFuzzer is not instrumented.
static void written(const uint8_t *data, size_t len) {
#if defined(MSAN_INTERFACE_H)
  __msan_unpoison(data, len);
#else
  (void)data;
  (void)len;
#endif
}

static size_t mutate(uint8_t *data, size_t len, size_t max) {
  size_t mutated = LLVMFuzzerMutate(data, len, max);
  written(data, mutated);
  return mutated;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t len, size_t max,
                               unsigned seed) {
  written(data, len);
  return fuzz_mutate(data, len, max, seed, mutate);
}
