// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// repair_scan.c reads the words, gaps, dashes and quotes of damaged texts.

#include "core/text/repair_scan.h"

#include <string.h>

#include "core/base/ct.h"

// So many backslashes may stand before the letter of an escape: a text that was
// escaped twice has two.
#define BACKSLASHES_MAX 4u

#define DASHES_MIN 3u
#define DASHES 5u

// What editors and mail programs make of dashes.
static const char *const kDashes[] = {
    "\xe2\x80\x90",  // U+2010 hyphen
    "\xe2\x80\x91",  // U+2011 non-breaking hyphen
    "\xe2\x80\x92",  // U+2012 figure dash
    "\xe2\x80\x93",  // U+2013 en dash
    "\xe2\x80\x94",  // U+2014 em dash
    "\xe2\x80\x95",  // U+2015 horizontal bar
    "\xe2\x81\x83",  // U+2043 hyphen bullet
    "\xe2\x88\x92",  // U+2212 minus
    "\xe2\xb8\xba",  // U+2E3A two-em dash
    "\xe2\xb8\xbb",  // U+2E3B three-em dash
    "\xef\xb9\x98",  // U+FE58 small em dash
    "\xef\xb9\xa3",  // U+FE63 small hyphen-minus
    "\xef\xbc\x8d",  // U+FF0D full-width hyphen-minus
    "\xc2\xad",      // U+00AD soft hyphen
};
#define NUM_DASHES (sizeof(kDashes) / sizeof(kDashes[0]))

static const struct {
  const char *text;
  unsigned kind;
} kQuotes[] = {
    {"'", 1},
    {"\"", 2},
    {"`", 3},
    {"\xe2\x80\x98", 4},  // U+2018 to U+201B, single
    {"\xe2\x80\x99", 4},
    {"\xe2\x80\x9a", 4},
    {"\xe2\x80\x9b", 4},
    {"\xe2\x80\xb9", 4},  // U+2039, U+203A
    {"\xe2\x80\xba", 4},
    {"\xe2\x80\x9c", 5},  // U+201C to U+201F, double
    {"\xe2\x80\x9d", 5},
    {"\xe2\x80\x9e", 5},
    {"\xe2\x80\x9f", 5},
    {"\xc2\xab", 5},  // U+00AB, U+00BB
    {"\xc2\xbb", 5},
};
#define NUM_QUOTES (sizeof(kQuotes) / sizeof(kQuotes[0]))

static uint64_t in_range(uint64_t c, uint64_t lo, uint64_t hi) {
  return ~ct_lt(c, lo) & ~ct_lt(hi, c);
}

uint8_t mint_scan_mark(uint8_t byte) {
  uint64_t c = byte;
  uint64_t symbol = in_range(c, 'A', 'Z') | in_range(c, 'a', 'z') |
                    in_range(c, '0', '9') | ct_eq(c, '+') | ct_eq(c, '/');
  return (uint8_t)ct_declassify(ct_select(symbol, 0, c));
}

// Public: the letter behind a backslash, which no base64 has.
static bool is_letter(uint8_t byte, uint8_t letter) {
  return ct_declassify(ct_eq(byte, letter)) != 0;
}

// The length of an escape at `data` that ends with `letter`, or 0.
static size_t escape_len(const uint8_t *data, size_t len, uint8_t letter) {
  size_t i = 0;
  while (i < len && i < BACKSLASHES_MAX && mint_scan_mark(data[i]) == '\\') {
    i++;
  }
  return i != 0 && i < len && is_letter(data[i], letter) ? i + 1 : 0;
}

// ... of one line end: "\n", "\r" or "\r\n".
static size_t escaped_end_len(const uint8_t *data, size_t len) {
  size_t cr = escape_len(data, len, 'r');
  size_t lf = escape_len(data + cr, len - cr, 'n');
  return cr + lf;
}

static bool is_blank(uint8_t mark) { return mark == ' ' || mark == '\t'; }

void mint_scan_gap(CBS *rest, struct mint_gap *out_gap) {
  memset(out_gap, 0, sizeof(*out_gap));
  const uint8_t *data = CBS_data(rest);
  size_t len = CBS_len(rest);
  size_t i = 0;
  for (;;) {
    uint8_t mark = i < len ? mint_scan_mark(data[i]) : 0;
    size_t escape = escaped_end_len(data + i, len - i);
    if (escape != 0) {
      out_gap->escapes++;
      out_gap->ends++;
      i += escape;
    } else if (mark == '\n') {
      out_gap->ends++;
      i++;
    } else if (is_blank(mark)) {
      out_gap->blanks++;
      i++;
    } else {
      break;
    }
  }
  out_gap->one_blank = i == 1 && mint_scan_mark(data[0]) == ' ';
  CBS_init(rest, data + i, len - i);
}

// The length of the escape that ends `data`, or 0.
static size_t escape_len_back(const uint8_t *data, size_t len, uint8_t letter) {
  if (len < 2 || mint_scan_mark(data[len - 2]) != '\\' ||
      !is_letter(data[len - 1], letter)) {
    return 0;
  }
  size_t n = 2;
  while (n < len && n <= BACKSLASHES_MAX &&
         mint_scan_mark(data[len - n - 1]) == '\\') {
    n++;
  }
  return n;
}

static size_t escaped_end_len_back(const uint8_t *data, size_t len) {
  size_t lf = escape_len_back(data, len, 'n');
  size_t cr = escape_len_back(data, len - lf, 'r');
  return cr + lf;
}

void mint_scan_gap_back(CBS *rest, struct mint_gap *out_gap, bool escapes) {
  memset(out_gap, 0, sizeof(*out_gap));
  const uint8_t *data = CBS_data(rest);
  size_t len = CBS_len(rest);
  size_t end = len;
  for (;;) {
    uint8_t mark = end != 0 ? mint_scan_mark(data[end - 1]) : 0;
    bool allowed = escapes || out_gap->ends == out_gap->escapes;
    size_t escape = allowed ? escaped_end_len_back(data, end) : 0;
    if (escape != 0) {
      out_gap->escapes++;
      out_gap->ends++;
      end -= escape;
    } else if (mark == '\n') {
      out_gap->ends++;
      end--;
    } else if (is_blank(mark)) {
      out_gap->blanks++;
      end--;
    } else {
      break;
    }
  }
  out_gap->one_blank = out_gap->blanks == 1 && data[end] == ' ';
  CBS_init(rest, data, end);
}

bool mint_scan_word(CBS *rest, CBS *out_word) {
  const uint8_t *data = CBS_data(rest);
  size_t len = CBS_len(rest);
  size_t i = 0;
  while (i < len) {
    uint8_t mark = mint_scan_mark(data[i]);
    if (mark == '\n' || is_blank(mark) ||
        (mark == '\\' && escaped_end_len(data + i, len - i) != 0)) {
      break;
    }
    i++;
  }
  CBS_init(out_word, data, i);
  CBS_init(rest, data + i, len - i);
  return i != 0;
}

unsigned mint_scan_gap_damage(const struct mint_gap *gap, size_t ends) {
  unsigned damage = 0;
  if (gap->escapes != 0) {
    damage |= MINT_DAMAGE_ESCAPES;
  }
  if (gap->ends != ends && gap->ends != 0) {
    damage |= MINT_DAMAGE_BLANK_LINES;
  }
  if (gap->ends != 0 && gap->blanks != 0) {
    damage |= MINT_DAMAGE_INDENT;
  }
  return damage;
}

static bool get_text(CBS *rest, const char *text) {
  return mint_text_starts(rest, text) && CBS_skip(rest, strlen(text));
}

static bool get_typographic_dash(CBS *rest) {
  for (size_t i = 0; i < NUM_DASHES; i++) {
    if (get_text(rest, kDashes[i])) {
      return true;
    }
  }
  return false;
}

bool mint_scan_dashes(CBS *rest, bool *out_exact) {
  CBS in = *rest;
  size_t plain = 0;
  size_t typographic = 0;
  while (CBS_len(&in) != 0) {
    uint8_t mark = mint_scan_mark(CBS_data(&in)[0]);
    if (mark == '-' && CBS_skip(&in, 1)) {
      plain++;
    } else if (mark >= 0x80 && get_typographic_dash(&in)) {
      typographic++;
    } else {
      break;
    }
  }
  if (typographic == 0 && plain < DASHES_MIN) {
    return false;
  }
  *out_exact = typographic == 0 && plain == DASHES;
  *rest = in;
  return true;
}

unsigned mint_scan_quote(CBS *rest) {
  for (size_t i = 0; i < NUM_QUOTES; i++) {
    if (get_text(rest, kQuotes[i].text)) {
      return kQuotes[i].kind;
    }
  }
  return 0;
}

unsigned mint_scan_quote_back(CBS *rest) {
  size_t len = CBS_len(rest);
  for (size_t i = 0; i < NUM_QUOTES; i++) {
    size_t quote_len = strlen(kQuotes[i].text);
    if (len >= quote_len) {
      CBS tail;
      CBS_init(&tail, CBS_data(rest) + len - quote_len, quote_len);
      if (mint_text_is(&tail, kQuotes[i].text)) {
        CBS_init(rest, CBS_data(rest), len - quote_len);
        return kQuotes[i].kind;
      }
    }
  }
  return 0;
}

bool mint_scan_put(struct mint_secret *out, const char *text) {
  return mint_secret_append(out, (const uint8_t *)text, strlen(text)) ==
         MINT_OK;
}

bool mint_scan_put_cbs(struct mint_secret *out, const CBS *text) {
  return mint_secret_append(out, CBS_data(text), CBS_len(text)) == MINT_OK;
}
