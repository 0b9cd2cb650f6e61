// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// quote.c is a table of what each language wants written otherwise between its
// quotes. Everything that it does not name stays as it is.

#include "cli/azure/quote.h"

#include <stdlib.h>
#include <string.h>

#include "cli/escape.h"

struct swap {
  const char *from;
  const char *to;
};

#define MAX_SWAPS 6

static const struct {
  char quote;
  struct swap swaps[MAX_SWAPS];  // up to the first without a `from`
} languages[] = {
    [CLI_AZURE_POSIX] = {'\'', {{"'", "'\\''"}}},
    [CLI_AZURE_PS] = {'\'',
                      {{"'", "''"},
                       {"\u2018", "\u2018\u2018"},
                       {"\u2019", "\u2019\u2019"},
                       {"\u201a", "\u201a\u201a"},
                       {"\u201b", "\u201b\u201b"}}},
    [CLI_AZURE_HCL] =
        {'"', {{"\\", "\\\\"}, {"\"", "\\\""}, {"${", "$${"}, {"%{", "%%{"}}},
    [CLI_AZURE_BICEP] = {'\'', {{"\\", "\\\\"}, {"'", "\\'"}, {"${", "\\${"}}},
    // To YAML the separators of lines and paragraphs end a line, even here.
    [CLI_AZURE_YAML] = {'"',
                        {{"\\", "\\\\"},
                         {"\"", "\\\""},
                         {"\u2028", "\\u2028"},
                         {"\u2029", "\\u2029"},
                         {"\ufeff", "\\ufeff"}}},
};

char *cli_azure_quote(enum cli_azure_language language, const char *text) {
  const struct swap *swaps = languages[language].swaps;
  // One byte becomes at most four ('\''), and six come of three.
  char *buffer = cli_format("%*s", (int)(4 * strlen(text) + 3), "");
  char *end = buffer;
  *end++ = languages[language].quote;
  while (*text != '\0') {
    const struct swap *swap = NULL;
    for (size_t i = 0; i < MAX_SWAPS && swaps[i].from != NULL; i++) {
      if (strncmp(text, swaps[i].from, strlen(swaps[i].from)) == 0) {
        swap = &swaps[i];
        break;
      }
    }
    if (swap == NULL) {
      *end++ = *text++;
    } else {
      end = stpcpy(end, swap->to);
      text += strlen(swap->from);
    }
  }
  *end++ = languages[language].quote;
  *end = '\0';
  return buffer;
}
