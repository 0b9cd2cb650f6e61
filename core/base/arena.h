// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// arena.h is the memory beneath every secret: BoringSSL calls the allocator
// that arena.c defines (OPENSSL_memory_alloc, _free, _get_size), so that its
// big numbers and our own buffers lie in the same kind of place:
//
//   - between guard pages, with a canary behind each block;
//   - locked in memory where RLIMIT_MEMLOCK allows it (best effort);
//   - left out of core dumps, zero in a forked child;
//   - wiped when a block is freed.
//
// In a forked child every object that was made before the fork reads as zero
// and must not be used; new ones can be made.
//
// Under AddressSanitizer and MemorySanitizer the blocks come from malloc, so
// that overflows, leaks and uninitialised reads stay visible; they are wiped
// all the same. What no allocator can reach: registers, spilled stack slots,
// swap of unlocked pages, hibernation.

#ifndef SSHMINT_CORE_BASE_ARENA_H
#define SSHMINT_CORE_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

// A mint_arena_stats counts what the process holds at this moment.
struct mint_arena_stats {
  size_t blocks;      // allocated blocks
  size_t bytes;       // ... and the bytes that were asked for
  size_t peak_bytes;  // the most there ever were
  size_t calls;       // allocations asked for since the start
  size_t failures;    // ... and how many of them failed
  bool locked;        // all of it is locked in memory
};

void mint_arena_stats(struct mint_arena_stats *out);

// mint_arena_fail_after lets `count` more allocations succeed and fails all
// that follow, as a machine without memory would; SIZE_MAX (the start value)
// never fails. mint_arena_fail_once fails the one after `count` and lets all
// that follow succeed: a function that goes on after a failure shows only
// there. Either ends what the other began. For tests of the error paths.
void mint_arena_fail_after(size_t count);
void mint_arena_fail_once(size_t count);

#endif  // SSHMINT_CORE_BASE_ARENA_H
