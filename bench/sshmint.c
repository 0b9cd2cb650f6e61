// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// sshmint.c is our own core as a contestant. Its keygen takes HOW as "SCREEN
// THREADS", for example "ifma 1".

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/contestant.h"
#include "core/mint.h"
#include "core/prime/lanes.h"
#include "core/prime/screen.h"

static const struct mint_screen *find_screen(const char *how, size_t len) {
  static const struct mint_screen *const kScreens[] = {
#if defined(MINT_LANES_HERE)
    &mint_screen_ifma,
    &mint_screen_avx2,
#endif
    &mint_screen_portable,
  };
  for (size_t i = 0; i < sizeof(kScreens) / sizeof(kScreens[0]); i++) {
    if (strlen(kScreens[i]->name) == len &&
        strncmp(kScreens[i]->name, how, len) == 0 && kScreens[i]->is_here()) {
      return kScreens[i];
    }
  }
  return NULL;
}

static void count(void *context, unsigned primes, unsigned candidates) {
  (void)primes;
  *(uint64_t *)context = candidates;
}

static void *keygen(unsigned bits, const char *how, uint64_t *out_candidates) {
  struct mint_policy policy;
  struct mint_key *key = NULL;
  size_t len = strcspn(how, " ");
  const struct mint_screen *screen = find_screen(how, len);
  if (screen == NULL || !mint_policy_preset(&policy, "default")) {
    return NULL;
  }
  mint_screen_force(screen);
  unsigned threads = (unsigned)strtoul(how + len, NULL, 10);
  return mint_key_generate(&key, bits, &policy, threads, count,
                           out_candidates) == MINT_OK
             ? key
             : NULL;
}

static void release(void *key) { mint_key_free(key); }

static bool read_key(const char *text, size_t len) {
  struct mint_parts *parts = NULL;
  struct mint_reason why;
  bool good =
      mint_parts_read(&parts, &why, (const uint8_t *)text, len) == MINT_OK;
  mint_parts_free(parts);
  return good;
}

int main(void) {
  static const struct contestant kSelf = {keygen, release, read_key};
  return contestant_serve(&kSelf);
}
