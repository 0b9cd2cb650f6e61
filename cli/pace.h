// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// pace.h shows on a terminal, and only there, how far a job with many keys is.

#ifndef SSHMINT_CLI_PACE_H
#define SSHMINT_CLI_PACE_H

#include <time.h>

#include "cli/context.h"

struct cli_pace {
  bool shows;
  bool is_shown;  // there is a line to be hidden
  unsigned total;
  struct timespec start;
  long long shown_at;  // milliseconds after the start; 0: never
};

// cli_pace_start starts the clock.
void cli_pace_start(struct cli_pace *pace, const struct cli_context *context,
                    unsigned total);

// cli_pace_show tells that `made` keys are made, if the last time is a while
// ago or the line was hidden since.
void cli_pace_show(struct cli_pace *pace, unsigned made);

// cli_pace_hide makes room for other lines.
void cli_pace_hide(struct cli_pace *pace);

#endif  // SSHMINT_CLI_PACE_H
