// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// series.c puts numbers into names. A pattern comes from the user: it is looked
// through here, and never handed to printf.

#include "cli/series.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "cli/escape.h"
#include "cli/generate.h"
#include "cli/options.h"

#define CLI_SERIES_PLACE "%d"

bool cli_series_wanted(const struct cli_series *series) {
  return series->count_text != NULL || series->folder != NULL ||
         series->pattern != NULL;
}

char *cli_series_fill(const struct cli_series *series, const char *text,
                      unsigned number) {
  char *last = cli_format("%u", series->count);
  char *digits = cli_format("%0*u", (int)strlen(last), number);
  char *out = cli_format("%s", "");
  const char *rest = text;
  const char *place = strstr(rest, CLI_SERIES_PLACE);
  for (; place != NULL; place = strstr(rest, CLI_SERIES_PLACE)) {
    char *longer =
        cli_format("%s%.*s%s", out, (int)(place - rest), rest, digits);
    free(out);
    out = longer;
    rest = place + strlen(CLI_SERIES_PLACE);
  }
  char *whole = cli_format("%s%s", out, rest);
  free(out);
  free(digits);
  free(last);
  return whole;
}

char *cli_series_path(const struct cli_series *series, unsigned number) {
  const char *folder = series->folder;
  bool has_slash = folder[strlen(folder) - 1] == '/';
  char *name = cli_series_fill(series, series->pattern, number);
  char *path = cli_format("%s%s%s", folder, has_slash ? "" : "/", name);
  free(name);
  return path;
}

// Whether names made of the pattern are those of files, and each number makes
// another.
static bool is_pattern(const struct cli_series *series) {
  const char *pattern = series->pattern;
  const char *place = strchr(pattern, '%');
  if (place == NULL || place[1] != 'd' || strchr(place + 1, '%') != NULL ||
      strchr(pattern, '/') != NULL) {
    return false;
  }
  char *name = cli_series_fill(series, pattern, series->count);
  size_t len = strlen(name);
  bool ok = len + strlen(".pub") <= NAME_MAX && mint_comment_ok(name, len) &&
            !cli_is_public_name(name);
  free(name);
  return ok;
}

bool cli_series_check(struct cli_context *context, struct cli_series *series) {
  if (series->count_text == NULL || series->folder == NULL) {
    cli_fail(context, CLI_E_USAGE_TOGETHER, NULL);
    return false;
  }
  if (!cli_number(&series->count, series->count_text, CLI_SERIES_MAX) ||
      series->count == 0) {
    cli_fail(context, CLI_E_USAGE_COUNT, series->count_text);
    return false;
  }
  if (series->folder[0] == '\0' || strcmp(series->folder, "-") == 0) {
    cli_fail(context, CLI_E_USAGE_VALUE, "--dir");
    return false;
  }
  if (series->pattern == NULL) {
    series->pattern = "id_rsa_" CLI_SERIES_PLACE;
  }
  if (!is_pattern(series)) {
    cli_fail(context, CLI_E_USAGE_NAME, series->pattern);
    return false;
  }
  return true;
}
