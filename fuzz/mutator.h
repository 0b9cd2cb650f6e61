// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// mutator.h changes key files where they are what they are: inside the base64,
// inside the DER or SSH structure that it holds, so that lengths and armor stay
// right and the change reaches the parser behind them. mutator_libfuzzer.c and
// mutator_afl.c hand it to the engines.

#ifndef SSHMINT_FUZZ_MUTATOR_H
#define SSHMINT_FUZZ_MUTATOR_H

#include <stddef.h>
#include <stdint.h>

// How an engine changes bytes of which nothing is known: in place, `max` at
// most. It returns the new length.
typedef size_t (*fuzz_bytes_fn)(uint8_t *data, size_t len, size_t max);

// fuzz_mutate changes `data` in place and returns its new length, `max` at
// most. What it does follows from `seed` and from what `bytes` does.
size_t fuzz_mutate(uint8_t *data, size_t len, size_t max, uint32_t seed,
                   fuzz_bytes_fn bytes);

#endif  // SSHMINT_FUZZ_MUTATOR_H
