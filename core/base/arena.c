// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// arena.c gives out secret memory. Blocks lie in regions of their own mapping;
// what the allocator knows about them is kept outside, where an overflow cannot
// reach it. Small blocks share a region by first fit; a large one has a region
// to itself, which goes back to the system when it is freed.

#include "core/base/arena.h"

#include <malloc.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <openssl/mem.h>

// The hooks that BoringSSL looks for (its mem.c declares them, weak).
void *OPENSSL_memory_alloc(size_t size);
void OPENSSL_memory_free(void *ptr);
size_t OPENSSL_memory_get_size(void *ptr);

#if defined(__SANITIZE_ADDRESS__)
#define STEP_ASIDE 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define STEP_ASIDE 1
#endif
#endif

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct mint_arena_stats stats = {0, 0, 0, 0, 0, true};
static size_t calls_left = SIZE_MAX;
static bool once = false;  // only one call fails

static void lock_arena(void) { (void)pthread_mutex_lock(&lock); }
static void unlock_arena(void) { (void)pthread_mutex_unlock(&lock); }

// Counts one request; false if it must fail.
static bool admit(void) {
  stats.calls++;
  if (calls_left == 0) {
    calls_left = once ? SIZE_MAX : 0;
    return false;
  }
  if (calls_left != SIZE_MAX) {
    calls_left--;
  }
  return true;
}

static void count_block(size_t size) {
  stats.blocks++;
  stats.bytes += size;
  if (stats.bytes > stats.peak_bytes) {
    stats.peak_bytes = stats.bytes;
  }
}

static void discount_block(size_t size) {
  stats.blocks--;
  stats.bytes -= size;
}

#if defined(STEP_ASIDE)

static void *take(size_t size) { return malloc(size == 0 ? 1 : size); }

static size_t size_of(void *ptr) { return malloc_usable_size(ptr); }

static void give_back(void *ptr, size_t size) {
  OPENSSL_cleanse(ptr, size);
  free(ptr);
}

static void prepare(void) {}

#else  // the arena itself

// A block starts on a granule and ends with its canary.
#define GRANULE 64u
#define CANARY 8u
#define REGION_BYTES (1u << 20)
#define REGION_GRANULES (REGION_BYTES / GRANULE)
#define LARGE_BYTES (REGION_BYTES / 8)

// The head of a region's bookkeeping. `bytes` lie at `base`, one guard page on
// each side; granule 0 holds `mark`, which a fork turns to zero.
struct region {
  struct region *next;
  uint8_t *map;
  size_t map_len;
  uint8_t *base;
  size_t large_size;  // of the one block of a large region, else 0
  // run[g] describes the run of granules that starts at g: its length, and the
  // size in bytes of the block in it, plus 1; 0 if it is free.
  struct {
    uint32_t granules;
    uint32_t size_plus_1;
  } run[];
};

static struct region *regions;
static size_t page;

static uint64_t canary_of(const uint8_t *end) {
  return UINT64_C(0x9e3779b97f4a7c15) ^ (uint64_t)(uintptr_t)end;
}

static void die(const char *what) {
  static const char prefix[] = "sshmint: secret memory: ";
  (void)!write(STDERR_FILENO, prefix, sizeof(prefix) - 1);
  (void)!write(STDERR_FILENO, what, strlen(what));
  abort();
}

// The first word of a region: zero only in a forked child. Such a region gives
// out nothing more: what is left in it has no canaries, and is not locked.
static bool wiped_by_fork(const struct region *r) {
  uint64_t mark;
  memcpy(&mark, r->base, sizeof(mark));
  return mark == 0;
}

static void write_canary(uint8_t *end) {
  uint64_t canary = canary_of(end);
  memcpy(end, &canary, sizeof(canary));
}

static void check_canary(const struct region *r, const uint8_t *end) {
  uint64_t canary;
  memcpy(&canary, end, sizeof(canary));
  if (canary != canary_of(end) && !wiped_by_fork(r)) {
    die("a block was written past its end\n");
  }
}

static size_t round_up(size_t n, size_t to) { return (n + to - 1) / to * to; }

// Maps a region with room for `bytes` and for `num_runs` run entries.
static struct region *map_region(size_t bytes, size_t num_runs) {
  size_t head_len =
      sizeof(struct region) + num_runs * sizeof(((struct region *)0)->run[0]);
  struct region *r = mmap(NULL, head_len, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (r == MAP_FAILED) {
    return NULL;
  }
  size_t body_len = round_up(bytes, page);
  r->map_len = body_len + 2 * page;
  r->map = mmap(NULL, r->map_len, PROT_NONE,
                MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (r->map == MAP_FAILED) {
    (void)munmap(r, head_len);
    return NULL;
  }
  r->base = r->map + page;
  if (mprotect(r->base, body_len, PROT_READ | PROT_WRITE) != 0) {
    (void)munmap(r->map, r->map_len);
    (void)munmap(r, head_len);
    return NULL;
  }
  // All three are best effort: a kernel or a limit may refuse, and a key tool
  // that will not start on a small machine helps nobody. stats.locked tells.
  if (mlock2(r->base, body_len, MLOCK_ONFAULT) != 0) {
    stats.locked = false;
  }
  (void)madvise(r->base, body_len, MADV_DONTDUMP);
  (void)madvise(r->base, body_len, MADV_WIPEONFORK);
  r->base[0] = 1;
  r->next = regions;
  regions = r;
  return r;
}

static void unmap_region(struct region *r) {
  for (struct region **link = &regions; *link != NULL; link = &(*link)->next) {
    if (*link == r) {
      *link = r->next;
      break;
    }
  }
  size_t head_len = sizeof(struct region);
  (void)munmap(r->map, r->map_len);
  (void)munmap(r, head_len);
}

// First fit; neighbouring free runs are joined on the way.
static void *take_from(struct region *r, size_t size) {
  uint32_t want = (uint32_t)((size + CANARY + GRANULE - 1) / GRANULE);
  uint32_t g = 1;
  while (g < REGION_GRANULES) {
    if (r->run[g].size_plus_1 != 0) {
      g += r->run[g].granules;
      continue;
    }
    uint32_t end = g + r->run[g].granules;
    while (end < REGION_GRANULES && r->run[end].size_plus_1 == 0) {
      end += r->run[end].granules;
    }
    r->run[g].granules = end - g;
    if (end - g >= want) {
      if (end - g > want) {
        r->run[g + want].granules = end - g - want;
        r->run[g + want].size_plus_1 = 0;
      }
      r->run[g].granules = want;
      r->run[g].size_plus_1 = (uint32_t)size + 1;
      uint8_t *block = r->base + (size_t)g * GRANULE;
      write_canary(block + size);
      return block;
    }
    g = end;
  }
  return NULL;
}

static void *take_large(size_t size) {
  if (size > SIZE_MAX / 2) {
    return NULL;
  }
  struct region *r = map_region(GRANULE + size + CANARY, 0);
  if (r == NULL) {
    return NULL;
  }
  r->large_size = size;
  write_canary(r->base + GRANULE + size);
  return r->base + GRANULE;
}

static void *take(size_t size) {
  if (page == 0) {
    page = (size_t)sysconf(_SC_PAGESIZE);
  }
  if (size >= LARGE_BYTES) {
    return take_large(size);
  }
  for (struct region *r = regions; r != NULL; r = r->next) {
    bool usable = r->large_size == 0 && !wiped_by_fork(r);
    void *block = usable ? take_from(r, size) : NULL;
    if (block != NULL) {
      return block;
    }
  }
  struct region *r = map_region(REGION_BYTES, REGION_GRANULES);
  if (r == NULL) {
    return NULL;
  }
  r->run[1].granules = REGION_GRANULES - 1;
  return take_from(r, size);
}

static struct region *region_of(const uint8_t *ptr) {
  for (struct region *r = regions; r != NULL; r = r->next) {
    if (ptr >= r->base && ptr < r->map + r->map_len - page) {
      return r;
    }
  }
  die("a pointer that was not allocated here\n");
  return NULL;
}

static size_t size_of(void *ptr) {
  const struct region *r = region_of(ptr);
  if (r->large_size != 0) {
    return r->large_size;
  }
  size_t g = (size_t)((uint8_t *)ptr - r->base) / GRANULE;
  if (r->run[g].size_plus_1 == 0 || r->base + g * GRANULE != (uint8_t *)ptr) {
    die("a block was freed twice, or by a wrong pointer\n");
  }
  return r->run[g].size_plus_1 - 1;
}

static void give_back(void *ptr, size_t size) {
  struct region *r = region_of(ptr);
  uint8_t *block = ptr;
  check_canary(r, block + size);
  OPENSSL_cleanse(block, size + CANARY);
  if (r->large_size != 0) {
    unmap_region(r);
    return;
  }
  r->run[(size_t)(block - r->base) / GRANULE].size_plus_1 = 0;
}

// The child starts without locked memory, but also without anything in it.
static void start_child(void) {
  stats.locked = true;
  unlock_arena();
}

// A thread that forks must not leave the child with a lock that another holds.
static void prepare(void) {
  (void)pthread_atfork(lock_arena, unlock_arena, start_child);
}

#endif  // STEP_ASIDE

static pthread_once_t prepared = PTHREAD_ONCE_INIT;

void *OPENSSL_memory_alloc(size_t size) {
  (void)pthread_once(&prepared, prepare);
  lock_arena();
  void *block = admit() ? take(size) : NULL;
  if (block != NULL) {
    count_block(size_of(block));
  } else {
    stats.failures++;
  }
  unlock_arena();
  return block;
}

void OPENSSL_memory_free(void *ptr) {
  if (ptr == NULL) {
    return;
  }
  lock_arena();
  size_t size = size_of(ptr);
  discount_block(size);
  give_back(ptr, size);
  unlock_arena();
}

size_t OPENSSL_memory_get_size(void *ptr) {
  if (ptr == NULL) {
    return 0;
  }
  lock_arena();
  size_t size = size_of(ptr);
  unlock_arena();
  return size;
}

void mint_arena_stats(struct mint_arena_stats *out) {
  lock_arena();
  *out = stats;
  unlock_arena();
}

static void set_calls_left(size_t count, bool only_one) {
  lock_arena();
  calls_left = count;
  once = only_one;
  unlock_arena();
}

void mint_arena_fail_after(size_t count) { set_calls_left(count, false); }

void mint_arena_fail_once(size_t count) { set_calls_left(count, true); }
