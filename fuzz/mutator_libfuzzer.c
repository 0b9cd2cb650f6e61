// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// mutator_libfuzzer.c hands fuzz_mutate to libFuzzer, which finds it by name.

#include "fuzz/mutator.h"

// Weak: only libFuzzer has it, and other engines never call what needs it.
__attribute__((weak)) size_t LLVMFuzzerMutate(uint8_t *data, size_t len,
                                              size_t max);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t len, size_t max,
                               unsigned seed);

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t len, size_t max,
                               unsigned seed) {
  return fuzz_mutate(data, len, max, seed, LLVMFuzzerMutate);
}
