// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// pins.c reads fingerprints out of lines that other programs print. A line that
// is not wholly as expected is no pin: what is missed is never trusted.

#include "cli/host/pins.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "cli/escape.h"
#include "cli/options.h"

#define LINE_MAX_LEN 16384
#define WORDS_MAX 64

void cli_pins_add(struct cli_pins *pins, unsigned types,
                  const struct cli_print *print, const char *source,
                  size_t line) {
  for (size_t i = 0; i < pins->num; i++) {
    if (pins->all[i].types == types &&
        strcmp(pins->all[i].print.text, print->text) == 0) {
      return;
    }
  }
  if (pins->num == CLI_PINS_MAX) {
    pins->is_full = true;
    return;
  }
  struct cli_pin *pin = &pins->all[pins->num++];
  pin->types = types;
  pin->print = *print;
  pin->source = source;
  pin->line = line;
}

// A line split into words, in a buffer of its own.
struct words {
  char text[LINE_MAX_LEN + 1];
  char *all[WORDS_MAX];
  size_t num;
};

static bool split(struct words *out, const char *line, size_t len) {
  out->num = 0;
  if (len > LINE_MAX_LEN || memchr(line, '\0', len) != NULL) {
    return false;
  }
  memcpy(out->text, line, len);
  out->text[len] = '\0';
  char *rest = out->text;
  for (char *word = strsep(&rest, " \t\r"); word != NULL;
       word = strsep(&rest, " \t\r")) {
    if (word[0] == '\0') {
      continue;
    }
    if (out->num == WORDS_MAX) {
      return false;
    }
    out->all[out->num++] = word;
  }
  return out->num != 0;
}

// Reads a fingerprint that names its hash, or with `any` one that does not.
static bool read_print(struct cli_print *out, const char *word, bool any) {
  size_t len = strcspn(word, "=");
  char named[64];
  if (any &&
      (len == 43 && (strlen(word) == 43 || strcmp(word + 43, "=") == 0)) &&
      memchr(word, ':', len) == NULL) {
    (void)snprintf(named, sizeof(named), "SHA256:%.43s", word);
    return cli_print_parse(out, named) == CLI_PRINT_OK;
  }
  if (!any && strncmp(word, "SHA256:", 7) != 0 &&
      strncmp(word, "SHA384:", 7) != 0 && strncmp(word, "SHA512:", 7) != 0 &&
      strncmp(word, "MD5:", 4) != 0) {
    return false;
  }
  return cli_print_parse(out, word) == CLI_PRINT_OK;
}

// Reads "BITS FINGERPRINT [COMMENT]... (TYPE)" from word `at` to the last.
static bool read_listed(struct cli_pin *out, const struct words *words,
                        size_t at) {
  unsigned bits = 0;
  if (words->num < at + 3 || !cli_number(&bits, words->all[at], 16384) ||
      !read_print(&out->print, words->all[at + 1], false)) {
    return false;
  }
  const char *type = words->all[words->num - 1];
  size_t len = strlen(type);
  if (len < 3 || type[0] != '(' || type[len - 1] != ')') {
    return false;
  }
  out->types = cli_host_types_shown(type + 1, len - 2, bits);
  return true;
}

// Reads a public key line; the core decides whether it is one.
static bool read_key(struct cli_pin *out, const struct words *words) {
  if (words->num < 2 || cli_host_types_named(words->all[0]) == 0) {
    return false;
  }
  char line[LINE_MAX_LEN + 2];
  int len = snprintf(line, sizeof(line), "%s %s", words->all[0], words->all[1]);
  struct mint_parts *parts = NULL;
  struct mint_reason why;
  if (len < 0) {
    return false;
  }
  enum mint_status status = mint_parts_read_line(
      &parts, &why, MINT_LINE_PUBLIC, (const uint8_t *)line, (size_t)len);
  if (status == MINT_ERR_MEMORY) {
    cli_no_memory();
  }
  if (status != MINT_OK) {
    return false;
  }
  const struct mint_about *about = mint_parts_about(parts);
  out->types = cli_host_types_named(about->type);
  out->print.hash = MINT_HASH_SHA256;
  mint_fingerprint(out->print.text, MINT_HASH_SHA256, about->blob,
                   about->blob_len);
  mint_parts_free(parts);
  return true;
}

static bool read_line(struct cli_pin *out, const struct words *words,
                      bool has_prefix) {
  out->types = CLI_HOST_TYPES_ALL;
  size_t last = has_prefix ? words->num : 1;
  for (size_t at = 0; at < last; at++) {
    if (read_listed(out, words, at)) {
      return true;
    }
  }
  out->types = CLI_HOST_TYPES_ALL;
  return (words->num == 1 && read_print(&out->print, words->all[0], false)) ||
         read_key(out, words);
}

bool cli_pins_add_word(struct cli_pins *pins, const char *text,
                       const char *source) {
  struct words words;
  struct cli_pin pin;
  memset(&pin, 0, sizeof(pin));
  if (!split(&words, text, strlen(text))) {
    return false;
  }
  if (!read_line(&pin, &words, false)) {
    pin.types = CLI_HOST_TYPES_ALL;
    if (words.num != 1 || !read_print(&pin.print, words.all[0], true)) {
      return false;
    }
  }
  cli_pins_add(pins, pin.types, &pin.print, source, 0);
  return true;
}

size_t cli_pins_add_text(struct cli_pins *pins, const char *text, size_t len,
                         bool has_prefix, const char *source) {
  size_t found = 0;
  while (len != 0) {
    const char *end = memchr(text, '\n', len);
    size_t line = end == NULL ? len : (size_t)(end - text);
    struct words words;
    struct cli_pin pin;
    memset(&pin, 0, sizeof(pin));
    if (split(&words, text, line) && read_line(&pin, &words, has_prefix)) {
      cli_pins_add(pins, pin.types, &pin.print, source, 0);
      found++;
    }
    line += end == NULL ? 0 : 1;
    text += line;
    len -= line;
  }
  return found;
}

unsigned cli_pins_types(const struct cli_pins *pins) {
  unsigned out = 0;
  for (size_t i = 0; i < pins->num; i++) {
    out |= pins->all[i].types;
  }
  return out;
}

const struct cli_pin *cli_pins_find(const struct cli_pins *pins, unsigned types,
                                    const uint8_t *blob, size_t blob_len) {
  char print[MINT_FINGERPRINT_MAX];
  for (size_t i = 0; i < pins->num; i++) {
    const struct cli_pin *pin = &pins->all[i];
    mint_fingerprint(print, pin->print.hash, blob, blob_len);
    if ((pin->types & types) != 0 && strcmp(print, pin->print.text) == 0) {
      return pin;
    }
  }
  return NULL;
}
