// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// pace.c draws one line over and over. What is quickly done is not worth one.

#include "cli/pace.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define CLI_PACE_AFTER_MS 1000
#define CLI_PACE_EVERY_MS 200

void cli_pace_start(struct cli_pace *pace, const struct cli_context *context,
                    unsigned total) {
  memset(pace, 0, sizeof(*pace));
  pace->total = total;
  pace->shows = !context->quiet && isatty(STDERR_FILENO) == 1 &&
                clock_gettime(CLOCK_MONOTONIC, &pace->start) == 0;
}

void cli_pace_show(struct cli_pace *pace, unsigned made) {
  struct timespec now;
  if (!pace->shows || made == 0 || clock_gettime(CLOCK_MONOTONIC, &now) != 0) {
    return;
  }
  long long waited = (long long)(now.tv_sec - pace->start.tv_sec) * 1000 +
                     (now.tv_nsec - pace->start.tv_nsec) / 1000000;
  if (waited < CLI_PACE_AFTER_MS ||
      (pace->is_shown && waited < pace->shown_at + CLI_PACE_EVERY_MS)) {
    return;
  }
  pace->shown_at = waited;
  pace->is_shown = true;
  long long tenths = (long long)made * 10000 / waited;  // of a key, a second
  long long left = (long long)(pace->total - made) * waited / made / 1000;
  fprintf(stderr, "\rmade %u of %u keys, %lld.%lld keys/s, %lld s left\033[K",
          made, pace->total, tenths / 10, tenths % 10, left);
}

void cli_pace_hide(struct cli_pace *pace) {
  if (pace->is_shown) {
    fputs("\r\033[K", stderr);
    pace->is_shown = false;
  }
}
