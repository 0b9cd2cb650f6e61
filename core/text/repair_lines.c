// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// repair_lines.c repairs the forms whose lines are kept as they are, RFC 4716
// and PPK: it removes empty lines and the blanks around the others, and lines
// around the first of them, which says where it ends. A blank that may belong
// to a header's value stays: PuTTY's MAC covers it.

#include <string.h>

#include "core/text/repair.h"
#include "core/text/repair_scan.h"

static const char kRfc4716[] = "---- BEGIN SSH2 PUBLIC KEY";
static const char kRfc4716End[] = "---- END SSH2 PUBLIC KEY";
static const char kPpk[] = "PuTTY-User-Key-File-";

// What is known while the lines go by.
struct walk {
  bool ppk;
  size_t keys;     // first lines seen
  size_t indent;   // blanks before the first line
  bool continued;  // RFC 4716: the line before this one is a header's, and goes
                   // on
};

static bool is_blank(uint8_t byte) {
  uint8_t mark = mint_scan_mark(byte);
  return mark == ' ' || mark == '\t';
}

// Takes at most `max` blanks off the front.
static size_t trim_front(CBS *line, size_t max) {
  size_t len = 0;
  while (len < max && len < CBS_len(line) && is_blank(CBS_data(line)[len])) {
    len++;
  }
  (void)CBS_skip(line, len);
  return len;
}

static size_t trim_back(CBS *line) {
  size_t len = CBS_len(line);
  while (len != 0 && is_blank(CBS_data(line)[len - 1])) {
    len--;
  }
  size_t trimmed = CBS_len(line) - len;
  CBS_init(line, CBS_data(line), len);
  return trimmed;
}

static bool has_mark(const CBS *line, uint8_t mark) {
  for (size_t i = 0; i < CBS_len(line); i++) {
    if (mint_scan_mark(CBS_data(line)[i]) == mark) {
      return true;
    }
  }
  return false;
}

// Tells whether blanks at the end of the line may belong to a value.
static bool keeps_end(const struct walk *walk, const CBS *line) {
  if (walk->ppk) {
    return mint_text_starts(line, "Comment: ");
  }
  return walk->continued || has_mark(line, ':');
}

// Trims one line; false if nothing is left of it.
static bool trim(struct walk *walk, unsigned *damage, CBS *line) {
  // The blanks before a line that continues a header belong to the header, but
  // for those that were put before every line.
  size_t front_max = walk->continued ? walk->indent : SIZE_MAX;
  size_t trimmed = trim_front(line, front_max);
  bool value = keeps_end(walk, line);
  if (!value) {
    trimmed += trim_back(line);
  }
  if (CBS_len(line) == 0 && !walk->continued) {
    *damage |= MINT_DAMAGE_BLANK_LINES;
    return false;
  }
  if (trimmed != 0) {
    *damage |= MINT_DAMAGE_INDENT;
  }
  if (mint_text_starts(line, walk->ppk ? kPpk : kRfc4716)) {
    walk->keys++;
  }
  size_t len = CBS_len(line);
  walk->continued =
      !walk->ppk && value && len != 0 && CBS_data(line)[len - 1] == '\\';
  return true;
}

static void get_line(CBS *rest, unsigned *damage, CBS *out) {
  const uint8_t *data = CBS_data(rest);
  size_t len = CBS_len(rest);
  size_t i = 0;
  while (i < len && mint_scan_mark(data[i]) != '\n') {
    i++;
  }
  CBS_init(out, data, i);
  if (i == len) {
    *damage |= MINT_DAMAGE_LAST_NEWLINE;
  }
  (void)CBS_skip(rest, i == len ? i : i + 1);
}

// Finds out which of the two forms this is, if any.
static bool find_form(struct walk *walk, const CBS *text) {
  CBS in = *text;
  memset(walk, 0, sizeof(*walk));
  while (CBS_len(&in) != 0) {
    if (trim_front(&in, 1) != 0) {
      walk->indent++;
    } else if (mint_scan_mark(CBS_data(&in)[0]) == '\n') {
      walk->indent = 0;
      (void)CBS_skip(&in, 1);
    } else {
      break;
    }
  }
  walk->ppk = mint_text_starts(&in, kPpk);
  return walk->ppk || mint_text_starts(&in, kRfc4716);
}

// Tells whether a line starts, behind blanks, with `start`.
static bool line_starts(CBS line, const char *start) {
  (void)trim_front(&line, SIZE_MAX);
  return mint_text_starts(&line, start);
}

// Tells whether there may be a key in what stands around another one.
static bool may_hold_key(const CBS *around) {
  size_t first = 0;
  CBS rest = *around;
  while (CBS_len(&rest) != 0) {
    CBS line;
    unsigned ignored = 0;
    get_line(&rest, &ignored, &line);
    if (line_starts(line, "--") || line_starts(line, kPpk)) {
      return true;
    }
  }
  return mint_repair_count_keys(around, &first) != 0;
}

static bool all_blank(CBS text) {
  while (CBS_len(&text) != 0 && (is_blank(CBS_data(&text)[0]) ||
                                 mint_scan_mark(CBS_data(&text)[0]) == '\n')) {
    (void)CBS_skip(&text, 1);
  }
  return CBS_len(&text) == 0;
}

// Cuts off whole lines before BEGIN and behind END of an RFC 4716 key, if that
// is what `text` holds. What is blank stays.
static enum mint_code cut_around(CBS *text, unsigned *damage) {
  const uint8_t *start = NULL;
  const uint8_t *end = NULL;
  CBS rest = *text;
  while (CBS_len(&rest) != 0 && end == NULL) {
    CBS line;
    unsigned ignored = 0;
    get_line(&rest, &ignored, &line);
    if (start == NULL && line_starts(line, kRfc4716)) {
      start = CBS_data(&line);
    } else if (start != NULL && line_starts(line, kRfc4716End)) {
      end = CBS_data(&rest);
    }
  }
  if (end == NULL) {
    return MINT_E_NONE;
  }
  CBS before;
  CBS_init(&before, CBS_data(text), (size_t)(start - CBS_data(text)));
  if ((!all_blank(before) && may_hold_key(&before)) ||
      (!all_blank(rest) && may_hold_key(&rest))) {
    return MINT_E_LINE_SEVERAL;
  }
  CBS whole = *text;
  size_t len = all_blank(rest) ? CBS_len(text) : CBS_len(text) - CBS_len(&rest);
  size_t skip = all_blank(before) ? 0 : CBS_len(&before);
  if (skip != 0 || len != CBS_len(text)) {
    *damage |= MINT_DAMAGE_AROUND;
  }
  CBS_init(text, CBS_data(&whole) + skip, len - skip);
  return MINT_E_NONE;
}

enum mint_code mint_repair_lines(struct mint_secret *out, unsigned *damage,
                                 const CBS *text) {
  struct walk walk;
  CBS rest = *text;
  enum mint_code code = cut_around(&rest, damage);
  if (code != MINT_E_NONE) {
    return code;
  }
  if (!find_form(&walk, &rest)) {
    return MINT_E_TEXT_UNKNOWN;
  }
  while (CBS_len(&rest) != 0) {
    CBS line;
    get_line(&rest, damage, &line);
    if (trim(&walk, damage, &line) &&
        (!mint_scan_put_cbs(out, &line) || !mint_scan_put(out, "\n"))) {
      return MINT_E_INTERNAL;
    }
  }
  return walk.keys == 1 ? MINT_E_NONE : MINT_E_LINE_SEVERAL;
}
