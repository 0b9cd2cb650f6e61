// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// boot_log.c finds cloud-init's host keys in the log of a serial console. A
// machine may have started several times: what it said last counts.

#include <string.h>

#include "cli/host/pins.h"

struct block {
  const char *begin;
  const char *end;
};

// Returns the last block, from behind its BEGIN line to its END line, that is
// whole. A log's end may be cut off.
static bool find_last(const char **out, size_t *out_len, const char *log,
                      size_t len, const struct block *block) {
  size_t begin_len = strlen(block->begin);
  bool found = false;
  const char *end = log;
  for (;;) {
    const char *begin = memmem(log, len, block->begin, begin_len);
    if (begin == NULL) {
      return found;
    }
    len -= (size_t)(begin - log) + begin_len;
    log = begin + begin_len;
    // The end that was found last may be this one's too: nothing is searched
    // twice.
    if (end < log) {
      end = memmem(log, len, block->end, strlen(block->end));
    }
    if (end == NULL) {
      return found;
    }
    // One that was cut off reaches into the next, which is found after it.
    *out = log;
    *out_len = (size_t)(end - log);
    found = true;
  }
}

size_t cli_pins_add_boot_log(struct cli_pins *pins, const char *log, size_t len,
                             const char *source) {
  static const struct block blocks[] = {
      {"-----BEGIN SSH HOST KEY FINGERPRINTS-----",
       "-----END SSH HOST KEY FINGERPRINTS-----"},
      {"-----BEGIN SSH HOST KEY KEYS-----", "-----END SSH HOST KEY KEYS-----"},
  };
  size_t found = 0;
  for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++) {
    const char *text = NULL;
    size_t text_len = 0;
    if (find_last(&text, &text_len, log, len, &blocks[i])) {
      found += cli_pins_add_text(pins, text, text_len, true, source);
    }
  }
  return found;
}
