// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// repair_find.c finds the places where a one-line key starts: the name of a
// type, a gap, and base64 whose first bytes are the length of that name.

#include "core/text/repair.h"
#include "core/text/repair_scan.h"

#define TYPE_MAX 64u

static const char *const kTypes[] = {"ssh-", "ecdsa-sha2-", "sk-ssh-",
                                     "sk-ecdsa-"};

static bool is_word_byte(uint8_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '@' || c == '_';
}

static bool starts_type(const CBS *in) {
  for (size_t i = 0; i < sizeof(kTypes) / sizeof(kTypes[0]); i++) {
    if (mint_text_starts(in, kTypes[i])) {
      return true;
    }
  }
  return false;
}

static void get_type(CBS *in, CBS *out) {
  size_t len = 0;
  while (len < CBS_len(in) && len < TYPE_MAX &&
         is_word_byte(CBS_data(in)[len])) {
    len++;
  }
  CBS_init(out, CBS_data(in), len);
  (void)CBS_skip(in, len);
}

static bool starts_key(CBS in) {
  CBS type;
  struct mint_gap gap;
  if (!starts_type(&in)) {
    return false;
  }
  get_type(&in, &type);
  mint_scan_gap(&in, &gap);
  return gap.blanks + gap.ends != 0 && mint_text_starts(&in, "AAAA");
}

// Tells whether a word can start at data[i]: not in the middle of another one,
// unless that is an escape.
static bool is_boundary(const uint8_t *data, size_t i) {
  if (i == 0 || !is_word_byte(data[i - 1])) {
    return true;
  }
  return i >= 2 && data[i - 2] == '\\' &&
         (data[i - 1] == 'n' || data[i - 1] == 'r');
}

size_t mint_repair_count_keys(const CBS *text, size_t *out_first) {
  const uint8_t *data = CBS_data(text);
  size_t len = CBS_len(text);
  size_t count = 0;
  for (size_t i = 0; i < len; i++) {
    CBS in;
    CBS_init(&in, data + i, len - i);
    if (is_boundary(data, i) && starts_key(in)) {
      *out_first = count == 0 ? i : *out_first;
      count++;
    }
  }
  return count;
}
