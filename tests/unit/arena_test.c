// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

#include "core/base/arena.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include <openssl/mem.h>
#include <openssl/rand.h>

#include "tests/unit/parse_kit.h"

#if defined(__SANITIZE_ADDRESS__)
#define STEPS_ASIDE 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define STEPS_ASIDE 1
#endif
#endif

void *OPENSSL_memory_alloc(size_t size);
void OPENSSL_memory_free(void *ptr);
size_t OPENSSL_memory_get_size(void *ptr);

static struct mint_arena_stats stats(void) {
  struct mint_arena_stats now;
  mint_arena_stats(&now);
  return now;
}

// ---------------------------------------------------------------------------
// In every build

Test(arena, sizes) {
  static const size_t kSizes[] = {0,      1,      63,     64,      65,     4096,
                                  131071, 131072, 131073, 1 << 20, 3 << 20};
  struct mint_arena_stats before = stats();
  for (size_t i = 0; i < COUNT(kSizes); i++) {
    uint8_t *block = OPENSSL_memory_alloc(kSizes[i]);
    cr_assert_not_null(block, "%zu", kSizes[i]);
    cr_expect_geq(OPENSSL_memory_get_size(block), kSizes[i]);
    cr_expect_eq((uintptr_t)block % 16, 0);
    memset(block, 0xa5, kSizes[i]);
    cr_expect_eq(stats().blocks, before.blocks + 1);
    OPENSSL_memory_free(block);
    cr_expect_eq(stats().blocks, before.blocks);
    cr_expect_eq(stats().bytes, before.bytes);
  }
  OPENSSL_memory_free(NULL);
  cr_expect_eq(OPENSSL_memory_get_size(NULL), 0);
  cr_expect_eq(stats().blocks, before.blocks);
}

Test(arena, fails_when_told) {
  mint_arena_fail_after(2);
  void *one = OPENSSL_memory_alloc(10);
  void *two = OPENSSL_memory_alloc(1 << 20);
  cr_expect(one != NULL && two != NULL);
  size_t failures = stats().failures;
  cr_expect_null(OPENSSL_memory_alloc(10));
  cr_expect_null(OPENSSL_memory_alloc(1));
  cr_expect_eq(stats().failures, failures + 2);
  OPENSSL_memory_free(one);
  cr_expect_null(OPENSSL_memory_alloc(10), "for good, not once");
  mint_arena_fail_after(SIZE_MAX);
  one = OPENSSL_memory_alloc(10);
  cr_expect_not_null(one);
  OPENSSL_memory_free(one);
  OPENSSL_memory_free(two);
}

// ---------------------------------------------------------------------------
// Random use against a model

struct model {
  uint8_t *block;
  size_t size;
  uint8_t fill;
};

static uint32_t next_random(uint64_t *state) {
  *state = *state * UINT64_C(6364136223846793005) + 1442695040888963407u;
  return (uint32_t)(*state >> 33);
}

static bool holds(const struct model *m) {
  for (size_t i = 0; i < m->size; i++) {
    if (m->block[i] != m->fill) {
      return false;
    }
  }
  return true;
}

static size_t random_size(uint64_t *state) {
  uint32_t kind = next_random(state) % 64;
  return kind == 0    ? 120000 + next_random(state) % 40000  // about the limit
         : kind == 1  ? next_random(state) % 600000
         : kind <= 16 ? next_random(state) % 9000
                      : next_random(state) % 300;
}

// Allocates and frees `rounds` times among `num` blocks. Returns how many
// blocks did not hold what was written.
static size_t play(struct model *models, size_t num, uint64_t seed,
                   size_t rounds) {
  uint64_t state = seed;
  size_t wrong = 0;
  for (size_t i = 0; i < rounds; i++) {
    struct model *m = &models[next_random(&state) % num];
    if (m->block != NULL) {
      wrong += !holds(m) || OPENSSL_memory_get_size(m->block) < m->size;
      OPENSSL_memory_free(m->block);
      m->block = NULL;
      continue;
    }
    m->size = random_size(&state);
    m->fill = (uint8_t)next_random(&state);
    m->block = OPENSSL_memory_alloc(m->size);
    if (m->block == NULL) {
      wrong++;
      continue;
    }
    memset(m->block, m->fill, m->size);
  }
  for (size_t i = 0; i < num; i++) {
    if (models[i].block != NULL) {
      wrong += !holds(&models[i]);
      OPENSSL_memory_free(models[i].block);
      models[i].block = NULL;
    }
  }
  return wrong;
}

Test(arena, random_use) {
  static struct model models[400];
  struct mint_arena_stats before = stats();
  cr_expect_eq(play(models, COUNT(models), 1, 20000), 0);
  cr_expect_eq(play(models, 7, 2, 5000), 0);
  cr_expect_eq(stats().blocks, before.blocks);
  cr_expect_eq(stats().bytes, before.bytes);
}

struct thread {
  pthread_t id;
  uint64_t seed;
  struct model models[40];
  size_t wrong;
};

static void *run_thread(void *arg) {
  struct thread *thread = arg;
  thread->wrong =
      play(thread->models, COUNT(thread->models), thread->seed, 4000);
  return NULL;
}

Test(arena, threads) {
  static struct thread threads[4];
  struct mint_arena_stats before = stats();
  for (size_t i = 0; i < COUNT(threads); i++) {
    threads[i].seed = 100 + i;
    cr_assert_eq(pthread_create(&threads[i].id, NULL, run_thread, &threads[i]),
                 0);
  }
  for (size_t i = 0; i < COUNT(threads); i++) {
    cr_assert_eq(pthread_join(threads[i].id, NULL), 0);
    cr_expect_eq(threads[i].wrong, 0, "thread %zu", i);
  }
  cr_expect_eq(stats().blocks, before.blocks);
}

// ---------------------------------------------------------------------------
// Forks

// Runs `run` in a child; returns its wait status. The child is silent.
static int in_child(void (*run)(void *), void *arg) {
  (void)fflush(NULL);
  pid_t pid = fork();
  cr_assert_geq(pid, 0);
  if (pid == 0) {
    const struct rlimit none = {0, 0};
    (void)setrlimit(RLIMIT_CORE, &none);
    (void)!freopen("/dev/null", "w", stderr);
    run(arg);
    _exit(0);
  }
  int status = -1;
  cr_assert_eq(waitpid(pid, &status, 0), pid);
  return status;
}

static bool exited_well(int status) {
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void need(bool condition) {
  if (!condition) {
    _exit(1);
  }
}

static bool generate(struct mint_key **key) {
  struct mint_policy policy;
  (void)mint_policy_preset(&policy, "default");
  return mint_key_generate(key, 2048, &policy, 2, NULL, NULL) == MINT_OK;
}

// All that a forked child can still do. What it holds from before is dead.
static void use_everything(void *arg) {
  (void)arg;
  uint8_t random[16];
  struct mint_key *key = NULL;
  need(RAND_bytes(random, sizeof(random)) == 1);
  struct mint_parts *parts = kit_parts("ecdsa256.pub");
  need(mint_parts_about(parts)->bits == 256);
  mint_parts_free(parts);
  parts = kit_parts("ecdsa521.pub");
  mint_parts_free(parts);
  parts = kit_parts("rsa_aes256.pem");
  struct mint_reason why;
  need(mint_parts_unlock(parts, &why, (const uint8_t *)"wrong", 5) ==
       MINT_ERR_PASSPHRASE);
  need(mint_parts_unlock(parts, &why, (const uint8_t *)KIT_PASSPHRASE,
                         strlen(KIT_PASSPHRASE)) == MINT_OK);
  mint_parts_free(parts);
  key = kit_key();  // 64 rounds of Miller-Rabin, a signature, a verification
  const struct mint_write_options options = {
      .format = MINT_FORMAT_PEM,
      .passphrase = (const uint8_t *)KIT_PASSPHRASE,
      .passphrase_len = strlen(KIT_PASSPHRASE)};
  struct mint_secret out;
  need(mint_write(&out, key, &options) == MINT_OK);
  mint_secret_wipe(&out);
  mint_key_free(key);
  need(generate(&key));
  mint_key_free(key);
}

Test(arena, a_forked_child_can_do_everything) {
  // First the child of a process in which BoringSSL has not been used, then
  // of one in which all of it has.
  cr_expect(exited_well(in_child(use_everything, NULL)));
  use_everything(NULL);
  cr_expect(exited_well(in_child(use_everything, NULL)));
  use_everything(NULL);
}

struct pipe_key {
  int fd;
  uint8_t modulus[64];  // its last digits
};

static void send_key(void *arg) {
  struct pipe_key *to = arg;
  struct mint_key *key = NULL;
  need(generate(&key));
  const uint8_t *blob = NULL;
  size_t blob_len = 0;
  mint_key_blob(key, &blob, &blob_len);
  memcpy(to->modulus, blob + blob_len - sizeof(to->modulus),
         sizeof(to->modulus));
  if (to->fd >= 0) {
    need(write(to->fd, to->modulus, sizeof(to->modulus)) ==
         (ssize_t)sizeof(to->modulus));
  }
  mint_key_free(key);
}

// Forks share no random numbers: not with each other, and not with their
// parent, whether it used any before or not.
Test(arena, forks_make_different_keys) {
  struct pipe_key keys[6];
  size_t num = 0;
  for (int warm = 0; warm < 2; warm++) {
    for (int child = 0; child < 2; child++) {
      int ends[2];
      cr_assert_eq(pipe(ends), 0);
      keys[num].fd = ends[1];
      cr_expect(exited_well(in_child(send_key, &keys[num])));
      cr_assert_eq(read(ends[0], keys[num].modulus, sizeof(keys[num].modulus)),
                   (ssize_t)sizeof(keys[num].modulus));
      (void)close(ends[0]);
      (void)close(ends[1]);
      num++;
    }
    keys[num].fd = -1;
    send_key(&keys[num]);
    num++;
  }
  cr_assert_eq(num, COUNT(keys));
  for (size_t i = 0; i < num; i++) {
    for (size_t j = 0; j < i; j++) {
      cr_expect_neq(
          memcmp(keys[i].modulus, keys[j].modulus, sizeof(keys[i].modulus)), 0,
          "%zu and %zu", i, j);
    }
  }
}

#if !defined(STEPS_ASIDE)

// ---------------------------------------------------------------------------
// What only the arena itself does

Test(arena, sizes_that_nobody_has) {
  struct mint_arena_stats before = stats();
  static const size_t kSizes[] = {
      SIZE_MAX,     SIZE_MAX - 63,       SIZE_MAX - 4096, SIZE_MAX / 2 + 1,
      SIZE_MAX / 2, SIZE_MAX / 2 - 8192, (size_t)1 << 47};
  for (size_t i = 0; i < COUNT(kSizes); i++) {
    cr_expect_null(OPENSSL_memory_alloc(kSizes[i]), "%zx", kSizes[i]);
  }
  cr_expect_eq(stats().blocks, before.blocks);
  cr_expect_eq(stats().bytes, before.bytes);
}

// A thread that allocates while another forks must not leave a locked arena.
static volatile bool stop_thread;

static void *allocate_until_stopped(void *arg) {
  (void)arg;
  while (!stop_thread) {
    OPENSSL_memory_free(OPENSSL_memory_alloc(100));
  }
  return NULL;
}

static void allocate_once(void *arg) {
  (void)arg;
  (void)alarm(20);
  void *block = OPENSSL_memory_alloc(100);
  need(block != NULL);
  OPENSSL_memory_free(block);
}

Test(arena, fork_beside_an_allocating_thread) {
  pthread_t thread;
  cr_assert_eq(pthread_create(&thread, NULL, allocate_until_stopped, NULL), 0);
  for (int i = 0; i < 100; i++) {
    cr_assert(exited_well(in_child(allocate_once, NULL)), "fork %d", i);
  }
  stop_thread = true;
  cr_assert_eq(pthread_join(thread, NULL), 0);
}

// What a child is to do to a block, which it makes itself if `fresh`: what lay
// there before the fork is zero.
struct misuse {
  size_t size;
  uint8_t *block;
};

static void make(struct misuse *m) {
  m->block = OPENSSL_memory_alloc(m->size);
  need(m->block != NULL);
}

static void write_past_the_end(void *arg) {
  struct misuse *m = arg;
  make(m);
  m->block[m->size] ^= 1;
  OPENSSL_memory_free(m->block);
}

static void free_twice(void *arg) {
  struct misuse *m = arg;
  make(m);
  OPENSSL_memory_free(m->block);
  OPENSSL_memory_free(m->block);
}

static void free_the_middle(void *arg) {
  struct misuse *m = arg;
  make(m);
  OPENSSL_memory_free(m->block + 64);
}

static void free_foreign(void *arg) {
  make(arg);
  static uint8_t foreign[64];
  OPENSSL_memory_free(foreign);
}

static void read_behind_the_region(void *arg) {
  struct misuse *m = arg;
  make(m);
  for (size_t i = 0; i < 2u << 20; i++) {
    (void)*(volatile uint8_t *)(m->block + m->size + i);
  }
}

static void read_before_the_region(void *arg) {
  struct misuse *m = arg;
  make(m);
  for (size_t i = 1; i < 2u << 20; i++) {
    (void)*(volatile uint8_t *)(m->block - i);
  }
}

static bool ended_by(int status, int signal) {
  return WIFSIGNALED(status) && WTERMSIG(status) == signal;
}

Test(arena, misuse_ends_the_process) {
  static const struct {
    void (*run)(void *);
    int signal;
    const char *what;
  } kCases[] = {
      {write_past_the_end, SIGABRT, "a byte past the end"},
      {free_twice, SIGABRT, "freed twice"},
      {free_the_middle, SIGABRT, "a pointer into the middle"},
      {free_foreign, SIGABRT, "a foreign pointer"},
      {read_behind_the_region, SIGSEGV, "behind the region"},
      {read_before_the_region, SIGSEGV, "before the region"},
  };
  static const size_t kSizes[] = {1, 56, 64, 200, 200000};
  for (size_t i = 0; i < COUNT(kCases); i++) {
    for (size_t j = 0; j < COUNT(kSizes); j++) {
      struct misuse m = {kSizes[j], NULL};
      int status = in_child(kCases[i].run, &m);
      cr_expect(ended_by(status, kCases[i].signal), "%s, %zu bytes: %x",
                kCases[i].what, kSizes[j], (unsigned)status);
    }
  }
}

// The same in a child whose parent has used the region already: what the child
// allocates there is as well guarded as anything else.
Test(arena, misuse_ends_a_child_with_an_inherited_region) {
  void *before = OPENSSL_memory_alloc(100);
  struct misuse m = {100, NULL};
  cr_expect(ended_by(in_child(write_past_the_end, &m), SIGABRT));
  cr_expect(ended_by(in_child(free_twice, &m), SIGABRT));
  cr_expect(ended_by(in_child(read_behind_the_region, &m), SIGSEGV));
  OPENSSL_memory_free(before);
}

static bool is_zero(const uint8_t *block, size_t len) {
  for (size_t i = 0; i < len; i++) {
    if (block[i] != 0) {
      return false;
    }
  }
  return true;
}

Test(arena, wiped_when_freed) {
  // Neighbours keep the region in place, so that it can be read afterwards.
  for (size_t size = 1; size < 5000; size += 97) {
    uint8_t *keep = OPENSSL_memory_alloc(10);
    uint8_t *block = OPENSSL_memory_alloc(size);
    memset(block, 0xa5, size);
    OPENSSL_memory_free(block);
    cr_expect(is_zero(block, size + 8), "%zu bytes", size);
    OPENSSL_memory_free(keep);
  }
}

Test(arena, large_blocks_go_back_to_the_system) {
  uint8_t *block = OPENSSL_memory_alloc(1 << 20);
  memset(block, 0xa5, 1 << 20);
  OPENSSL_memory_free(block);
  unsigned char resident = 0;
  long page = sysconf(_SC_PAGESIZE);
  void *start = (void *)((uintptr_t)block / (uintptr_t)page * (uintptr_t)page);
  cr_expect_eq(mincore(start, (size_t)page, &resident), -1, "still mapped");
}

// The flags of the mapping that holds `block`, as /proc/self/smaps tells them:
// " rd wr mr mw me lo dd wf ac ".
static void find_flags(char out[256], const void *block) {
  FILE *smaps = fopen("/proc/self/smaps", "r");
  cr_assert_not_null(smaps);
  char line[512];
  bool inside = false;
  out[0] = '\0';
  while (fgets(line, sizeof(line), smaps) != NULL) {
    unsigned long start = 0;
    unsigned long end = 0;
    if (sscanf(line, "%lx-%lx ", &start, &end) == 2) {
      inside = (uintptr_t)block >= start && (uintptr_t)block < end;
    } else if (inside && strncmp(line, "VmFlags:", 8) == 0) {
      (void)snprintf(out, 256, "%.250s", line + 8);
      out[strcspn(out, "\n")] = ' ';
    }
  }
  (void)fclose(smaps);
}

Test(arena, mapping_flags) {
  static const size_t kSizes[] = {100, 500000};
  for (size_t i = 0; i < COUNT(kSizes); i++) {
    uint8_t *block = OPENSSL_memory_alloc(kSizes[i]);
    memset(block, 1, kSizes[i]);
    char flags[256];
    find_flags(flags, block);
    cr_expect_not_null(strstr(flags, " dd "), "in core dumps: %s", flags);
    cr_expect_not_null(strstr(flags, " wf "), "kept by a fork: %s", flags);
    cr_expect_eq(strstr(flags, " lo ") != NULL, stats().locked,
                 "locked, or not as stats.locked says: %s", flags);
    cr_expect_null(strstr(flags, " ex "), "%s", flags);
    OPENSSL_memory_free(block);
  }
}

// Tells whether the mapping that holds `block` adjoins, on each side, a mapping
// that cannot be touched.
static bool is_guarded(const void *block) {
  FILE *maps = fopen("/proc/self/maps", "r");
  cr_assert_not_null(maps);
  char line[512];
  uintptr_t ours_end = 0;
  uintptr_t guard_end = 0;  // of the mapping read last, if it is a guard
  bool front = false;
  bool behind = false;
  while (fgets(line, sizeof(line), maps) != NULL) {
    unsigned long start = 0;
    unsigned long end = 0;
    char mode[5];
    cr_assert_eq(sscanf(line, "%lx-%lx %4s", &start, &end, mode), 3);
    bool guard = strcmp(mode, "---p") == 0;
    if ((uintptr_t)block >= start && (uintptr_t)block < end) {
      front = guard_end == start;
      ours_end = end;
    } else if (ours_end != 0 && start == ours_end) {
      behind = guard;
    }
    guard_end = guard ? end : 0;
  }
  (void)fclose(maps);
  return front && behind;
}

// Several regions: what lies beside one of them may be a guard by chance.
Test(arena, guard_pages) {
  static const size_t kSizes[] = {100, 500000, 400000, 1 << 20, 200000, 300000};
  void *blocks[COUNT(kSizes)];
  for (size_t i = 0; i < COUNT(kSizes); i++) {
    blocks[i] = OPENSSL_memory_alloc(kSizes[i]);
    cr_assert_not_null(blocks[i]);
  }
  for (size_t i = 0; i < COUNT(kSizes); i++) {
    cr_expect(is_guarded(blocks[i]), "%zu bytes", kSizes[i]);
  }
  for (size_t i = 0; i < COUNT(kSizes); i++) {
    OPENSSL_memory_free(blocks[i]);
  }
}

// Without the right to lock memory all goes on, and stats.locked tells.
static void use_without_locking(void *arg) {
  (void)arg;
  const struct rlimit none = {0, 0};
  // Root may lock whatever the limit is: give the right up with the user.
  need(geteuid() != 0 || setuid(65534) == 0);
  need(setrlimit(RLIMIT_MEMLOCK, &none) == 0);
  uint8_t *block = OPENSSL_memory_alloc(100);
  need(block != NULL && !stats().locked);
  uint8_t *large = OPENSSL_memory_alloc(1 << 20);
  need(large != NULL && !stats().locked);
  OPENSSL_memory_free(block);
  OPENSSL_memory_free(large);
}

Test(arena, goes_on_without_locking) {
  cr_expect(exited_well(in_child(use_without_locking, NULL)));
}

struct inherited {
  uint8_t *small;
  uint8_t *large;
  size_t small_len;
  size_t large_len;
};

static void expect_zeros(void *arg) {
  const struct inherited *from = arg;
  need(is_zero(from->small, from->small_len));
  need(is_zero(from->large, from->large_len));
  // Freeing what was made before the fork does no harm.
  OPENSSL_memory_free(from->small);
  OPENSSL_memory_free(from->large);
  // And what is made now can be used.
  uint8_t *block = OPENSSL_memory_alloc(from->small_len);
  need(block != NULL);
  memset(block, 1, from->small_len);
  OPENSSL_memory_free(block);
}

Test(arena, a_forked_child_reads_zeros) {
  struct inherited from = {OPENSSL_memory_alloc(3000),
                           OPENSSL_memory_alloc(300000), 3000, 300000};
  memset(from.small, 0xa5, from.small_len);
  memset(from.large, 0xa5, from.large_len);
  cr_expect(exited_well(in_child(expect_zeros, &from)));
  // The parent keeps its own.
  cr_expect(from.small[0] == 0xa5 && from.large[299999] == 0xa5);
  OPENSSL_memory_free(from.small);
  OPENSSL_memory_free(from.large);
}

// What a child says of its locks must be true: they are not inherited.
static void expect_true_about_locks(void *arg) {
  (void)arg;
  uint8_t *block = OPENSSL_memory_alloc(100);
  char flags[256];
  find_flags(flags, block);
  need((strstr(flags, " lo ") != NULL) == stats().locked);
}

Test(arena, a_forked_child_knows_what_is_locked) {
  void *block = OPENSSL_memory_alloc(100);
  cr_expect(exited_well(in_child(expect_true_about_locks, NULL)));
  OPENSSL_memory_free(block);
}

// Freed small blocks are used again: a program that runs for long does not
// grow.
Test(arena, memory_is_used_again) {
  char before[256];
  void *keep = OPENSSL_memory_alloc(10);
  find_flags(before, keep);
  FILE *statm = fopen("/proc/self/statm", "r");
  cr_assert_not_null(statm);
  long pages_before = 0;
  long pages_after = 0;
  cr_assert_eq(fscanf(statm, "%ld", &pages_before), 1);
  static struct model models[100];
  for (uint64_t seed = 0; seed < 20; seed++) {
    cr_assert_eq(play(models, COUNT(models), seed, 1000), 0);
  }
  rewind(statm);
  (void)fclose(statm);
  statm = fopen("/proc/self/statm", "r");
  cr_assert_not_null(statm);
  cr_assert_eq(fscanf(statm, "%ld", &pages_after), 1);
  (void)fclose(statm);
  // At most 100 blocks of 9000 bytes at a time: two regions and their heads.
  cr_expect_leq((pages_after - pages_before) * sysconf(_SC_PAGESIZE), 4 << 20);
  OPENSSL_memory_free(keep);
}

#endif  // !STEPS_ASIDE
