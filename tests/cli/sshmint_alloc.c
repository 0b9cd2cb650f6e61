// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// The command line on a machine where one allocation fails: the one whose
// number is in FAIL_ALLOC, counted from 1, of malloc, calloc, realloc and mmap
// (the secret memory of the core). Those of the C library and of every other
// library are counted too, but not those of getpwuid and of the resolver's
// thread, in which glibc 2.36 itself crashes, nor those of libseccomp 2.5.4,
// which crashes, never ends or leaves calls out of the filter. FAIL_ALLOC_LOG
// names a file that is no longer empty when it has happened: it is opened
// before the program locks itself in.

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define SANITIZED 1
#endif
#endif

// A sanitizer's allocator cannot be replaced, and is not tested.
#ifndef SANITIZED

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static long left = -1;  // until the one that fails; 0: it has; -1: not known
static bool is_spared;
static int log_fd = -1;

static void start(void) {
  const char *number = getenv("FAIL_ALLOC");
  const char *log = getenv("FAIL_ALLOC_LOG");
  left = number == NULL ? 0 : strtol(number, NULL, 10);
  if (left > 0 && log != NULL) {
    log_fd = open(log, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  }
}

// Decides about one allocation. What is called here allocates nothing.
static bool fails(void) {
  if (is_spared || syscall(SYS_gettid) != getpid()) {
    return false;
  }
  if (left < 0) {
    start();
  }
  if (left == 0 || --left != 0) {
    return false;
  }
  (void)!write(log_fd, "!", 1);
  errno = ENOMEM;
  return true;
}

// The headers name the parameters of these in another way.
// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name)

// glibc's own, which need no looking up: dlsym may allocate.
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t num, size_t size);
extern void *__libc_realloc(void *old, size_t size);

// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name)
void *malloc(size_t size) { return fails() ? NULL : __libc_malloc(size); }

void *calloc(size_t num, size_t size) {
  return fails() ? NULL : __libc_calloc(num, size);
}

void *realloc(void *old, size_t size) {
  return fails() ? NULL : __libc_realloc(old, size);
}

void *mmap(void *at, size_t size, int protection, int flags, int fd,
           off_t offset) {
  if (fails()) {
    return MAP_FAILED;
  }
  // NOLINTNEXTLINE(performance-no-int-to-ptr): what the call gives is a pointer
  return (void *)syscall(SYS_mmap, at, size, protection, flags, fd, offset);
}

struct passwd *getpwuid(uid_t user) {
  struct passwd *(*next)(uid_t) = NULL;
  *(void **)&next = dlsym(RTLD_NEXT, "getpwuid");
  is_spared = true;
  struct passwd *out = next == NULL ? NULL : next(user);
  is_spared = false;
  return out;
}
// NOLINTEND(readability-inconsistent-declaration-parameter-name)

// From here to seccomp_release the program calls nothing but the library.
scmp_filter_ctx seccomp_init(uint32_t action) {
  scmp_filter_ctx (*next)(uint32_t) = NULL;
  is_spared = true;
  *(void **)&next = dlsym(RTLD_NEXT, "seccomp_init");
  scmp_filter_ctx out = next == NULL ? NULL : next(action);
  is_spared = out != NULL;
  return out;
}

void seccomp_release(scmp_filter_ctx filter) {
  void (*next)(scmp_filter_ctx) = NULL;
  *(void **)&next = dlsym(RTLD_NEXT, "seccomp_release");
  if (next != NULL) {
    next(filter);
  }
  is_spared = false;
}

// NOLINTEND(readability-inconsistent-declaration-parameter-name)

#else
typedef int nothing;  // C wants something in a file
#endif
