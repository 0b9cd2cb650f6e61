// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// contestant.c reads what is asked, holds the stopwatch and answers.

#include "bench/contestant.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static uint64_t now(void) {
  struct timespec t;
  (void)clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

// Cuts the first word off `rest`; "" if there is none.
static const char *next_word(char **rest) {
  char *word = strsep(rest, " ");
  return word == NULL ? "" : word;
}

static bool keygen(const struct contestant *self, char *rest,
                   uint64_t *out_time, uint64_t *out_candidates) {
  unsigned bits = (unsigned)strtoul(next_word(&rest), NULL, 10);
  uint64_t start = now();
  void *key = self->keygen(bits, rest == NULL ? "" : rest, out_candidates);
  *out_time = now() - start;
  if (key == NULL) {
    return false;
  }
  self->release(key);
  return true;
}

static bool read_file(char *text, size_t max, const char *path,
                      size_t *out_len) {
  FILE *file = fopen(path, "rbe");
  if (file == NULL) {
    return false;
  }
  *out_len = fread(text, 1, max, file);
  (void)fclose(file);
  text[*out_len] = '\0';
  return *out_len > 0 && *out_len < max;
}

static bool read_times(const struct contestant *self, char *rest,
                       uint64_t *out_time) {
  static char text[65536];
  size_t len = 0;
  const char *path = next_word(&rest);
  unsigned long times = strtoul(next_word(&rest), NULL, 10);
  if (self->read == NULL || !read_file(text, sizeof(text) - 1, path, &len)) {
    return false;
  }
  bool good = true;
  uint64_t start = now();
  for (unsigned long i = 0; i < times && good; i++) {
    good = self->read(text, len);
  }
  *out_time = now() - start;
  return good;
}

int contestant_serve(const struct contestant *self) {
  char *line = NULL;
  size_t room = 0;
  ssize_t len = 0;
  while ((len = getline(&line, &room, stdin)) > 0) {
    char *rest = line;
    uint64_t time = 0;
    uint64_t candidates = 0;
    bool done = false;
    line[len - 1] = '\0';
    const char *verb = next_word(&rest);
    if (strcmp(verb, "keygen") == 0) {
      done = keygen(self, rest, &time, &candidates);
    } else if (strcmp(verb, "read") == 0) {
      done = read_times(self, rest, &time);
    }
    if (done) {
      printf("%" PRIu64 " %" PRIu64 "\n", time, candidates);
    } else {
      puts("no");
    }
    if (fflush(stdout) != 0) {
      break;
    }
  }
  free(line);
  return 0;
}
