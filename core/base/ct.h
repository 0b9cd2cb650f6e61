// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// ct.h is the vocabulary of constant-time code: masks, selects, comparisons,
// and the marks by which a checker (valgrind or MemorySanitizer) knows what is
// secret. Code that depends on secrets uses nothing else to decide or select.
//
// A mask is a uint64_t that is all ones (true) or zero (false).

#ifndef SSHMINT_CORE_BASE_CT_H
#define SSHMINT_CORE_BASE_CT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The marks. MINT_CT_SECRET says that the time of what follows must not depend
// on these bytes; MINT_CT_PUBLIC takes it back: each use carries a sentence
// that says why, and covers no more than what becomes public. They cost nothing
// unless the build is for a checker.
#if defined(__has_feature)
#if __has_feature(memory_sanitizer)
#define MINT_CT_MSAN 1
#endif
#endif

#if defined(MINT_CT_VALGRIND)
#include <valgrind/memcheck.h>
#define MINT_CT_SECRET(ptr, len) VALGRIND_MAKE_MEM_UNDEFINED(ptr, len)
#define MINT_CT_PUBLIC(ptr, len) VALGRIND_MAKE_MEM_DEFINED(ptr, len)
#define MINT_CT_CHECKED() (RUNNING_ON_VALGRIND != 0)
#elif defined(MINT_CT_MSAN)
#include <sanitizer/msan_interface.h>
#define MINT_CT_SECRET(ptr, len) __msan_allocated_memory(ptr, len)
#define MINT_CT_PUBLIC(ptr, len) __msan_unpoison(ptr, len)
#define MINT_CT_CHECKED() true
#else
#define MINT_CT_SECRET(ptr, len) ((void)(ptr), (void)(len))
#define MINT_CT_PUBLIC(ptr, len) ((void)(ptr), (void)(len))
#define MINT_CT_CHECKED() false
#endif

// ct_barrier returns `x` and hides its value from the optimiser, which
// otherwise may find out that a mask has only two values and branch on it.
static inline uint64_t ct_barrier(uint64_t x) {
#if !defined(MINT_CT_MSAN)  // MSan takes the operand of any asm for a leak
  __asm__("" : "+r"(x));
#endif
  return x;
}

// ct_declassify returns `x` as a public value. The caller says why it may be.
static inline uint64_t ct_declassify(uint64_t x) {
  uint64_t y = ct_barrier(x);
  MINT_CT_PUBLIC(&y, sizeof(y));
  return y;
}

// ct_msb spreads the top bit of `x` over the word.
static inline uint64_t ct_msb(uint64_t x) { return 0u - (ct_barrier(x) >> 63); }

// ct_is_zero is all ones if x = 0.
static inline uint64_t ct_is_zero(uint64_t x) { return ct_msb(~x & (x - 1)); }

// ct_eq is all ones if a = b.
static inline uint64_t ct_eq(uint64_t a, uint64_t b) {
  return ct_is_zero(a ^ b);
}

// ct_lt is all ones if a < b (Hacker's Delight, section 2-12).
static inline uint64_t ct_lt(uint64_t a, uint64_t b) {
  return ct_msb(a ^ ((a ^ b) | ((a - b) ^ a)));
}

// ct_select is `a` where the mask is set and `b` where it is not.
static inline uint64_t ct_select(uint64_t mask, uint64_t a, uint64_t b) {
  return (ct_barrier(mask) & a) | (ct_barrier(~mask) & b);
}

#endif  // SSHMINT_CORE_BASE_CT_H
