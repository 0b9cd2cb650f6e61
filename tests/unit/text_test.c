// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

#include "core/text/text.h"

#include <string.h>

#include <criterion/criterion.h>

#include "tests/unit/parse_kit.h"

static struct kit text;

static enum mint_code open_bytes(const char *in, size_t in_len) {
  struct mint_text walk;
  return mint_text_open(&walk, (const uint8_t *)in, in_len);
}

Test(text, what_is_a_text) {
#define BYTES(literal) literal, sizeof(literal) - 1
  static const struct {
    const char *in;
    size_t in_len;
    enum mint_code code;
  } kCases[] = {
      {BYTES("x"), MINT_E_NONE},
      {BYTES("\n"), MINT_E_NONE},
      {BYTES(""), MINT_E_TEXT_EMPTY},
      {BYTES("\0"), MINT_E_TEXT_CONTROL},
      {BYTES("\0\0"), MINT_E_TEXT_CONTROL},
      {BYTES("ab\0"), MINT_E_TEXT_CONTROL},
      {BYTES("ab\0cd\n"), MINT_E_TEXT_CONTROL},
      {BYTES("\xff\xfe"), MINT_E_TEXT_UTF16},
      {BYTES("\xff\xfes\0s\0"), MINT_E_TEXT_UTF16},
      {BYTES("\xfe\xff\0s\0s"), MINT_E_TEXT_UTF16},
      {BYTES("s\0s\0"), MINT_E_TEXT_UTF16},
      {BYTES("\0s\0s"), MINT_E_TEXT_UTF16},
      {BYTES("\xff\xff"), MINT_E_NONE},
      {BYTES("\xfe\xfe"), MINT_E_NONE},
      {BYTES("\xef\xbb\xbf"), MINT_E_TEXT_BOM},
      {BYTES("\xef\xbb\xbfssh-rsa"), MINT_E_TEXT_BOM},
      {BYTES("\xef\xbb\xbfx\0"), MINT_E_TEXT_BOM},
      {BYTES("\xef\xbb"), MINT_E_NONE},
      {BYTES("x\xef\xbb\xbf"), MINT_E_NONE},
      {BYTES("\x1b[31m"), MINT_E_NONE},
  };
  for (size_t i = 0; i < COUNT(kCases); i++) {
    cr_expect_eq(open_bytes(kCases[i].in, kCases[i].in_len), kCases[i].code,
                 "case %zu", i);
  }
  cr_expect_eq(open_bytes(NULL, 0), MINT_E_TEXT_EMPTY);
}

Test(text, nul_is_found_everywhere) {
  kit_fill(&text, 'a', 300);
  for (size_t at = 2; at < 300; at++) {
    text.data[at] = 0;
    cr_assert_eq(open_bytes((const char *)text.data, 300), MINT_E_TEXT_CONTROL);
    text.data[at] = 'a';
  }
}

Test(text, size_limit_is_inclusive) {
  kit_fill(&text, 'a', MINT_INPUT_MAX + 1);
  const char *in = (const char *)text.data;
  cr_expect_eq(open_bytes(in, MINT_INPUT_MAX), MINT_E_NONE);
  cr_expect_eq(open_bytes(in, MINT_INPUT_MAX + 1), MINT_E_TEXT_TOO_LARGE);
}

// Writes the lines of `in` as "1:line|2:line|" and the code that ended it.
static void walk(struct kit *out, const char *in) {
  struct mint_text text_walk;
  CBS line;
  kit_clear(out);
  cr_assert_eq(mint_text_open(&text_walk, (const uint8_t *)in, strlen(in)),
               MINT_E_NONE);
  while (mint_text_more(&text_walk)) {
    enum mint_code code = mint_text_line(&text_walk, &line);
    char digit = (char)('0' + text_walk.number);
    kit_put(out, &digit, 1);
    if (code != MINT_E_NONE) {
      kit_puts(out, mint_code_explain(code)->name);
      break;
    }
    kit_puts(out, ":");
    kit_put(out, CBS_data(&line), CBS_len(&line));
    kit_puts(out, "|");
  }
  kit_put(out, "", 1);
}

Test(text, lines) {
  static const char *const kCases[][2] = {
      {"a", "1:a|"},
      {"a\n", "1:a|"},
      {"a\nb", "1:a|2:b|"},
      {"a\nb\n", "1:a|2:b|"},
      {"\n", "1:|"},
      {"\n\n", "1:|2:|"},
      {"a\n\nb", "1:a|2:|3:b|"},
      {"a\r\n", "1:a|"},
      {"a\r\nb", "1:a|2:b|"},
      {"a\r\n\r\nb\r\n", "1:a|2:|3:b|"},
      {"a\r\nb\n", "1:a|2E_TEXT_LINE_ENDS"},
      {"a\nb\r\n", "1:a|2E_TEXT_LINE_ENDS"},
      {"a\nb\nc\r\n", "1:a|2:b|3E_TEXT_LINE_ENDS"},
      {"a\r", "1E_TEXT_LINE_ENDS"},
      {"a\rb", "1E_TEXT_LINE_ENDS"},
      {"a\rb\n", "1E_TEXT_LINE_ENDS"},
      {"a\r\r\n", "1E_TEXT_LINE_ENDS"},
      {"\r", "1E_TEXT_LINE_ENDS"},
      {"a\n\r", "1:a|2E_TEXT_LINE_ENDS"},
      {"a\n\rb\n", "1:a|2E_TEXT_LINE_ENDS"},
      {"a\r\nb\r", "1:a|2E_TEXT_LINE_ENDS"},
      {" a \t\n", "1: a \t|"},
      {"a\x0b"
       "b\x0c\x85\n",
       "1:a\x0b"
       "b\x0c\x85|"},
  };
  static struct kit got;
  for (size_t i = 0; i < COUNT(kCases); i++) {
    walk(&got, kCases[i][0]);
    cr_expect_str_eq((char *)got.data, kCases[i][1], "case %zu: %s", i,
                     (char *)got.data);
  }
}

Test(text, is_and_starts) {
  static const struct {
    const char *line;
    const char *want;
    bool starts;
    bool is;
  } kCases[] = {
      {"", "", true, true},
      {"a", "", true, false},
      {"", "a", false, false},
      {"abc", "abc", true, true},
      {"abcd", "abc", true, false},
      {"ab", "abc", false, false},
      {"abd", "abc", false, false},
      {"Abc", "abc", false, false},
      {"abc ", "abc", true, false},
      {"\xe1"
       "bc",
       "abc", false, false},
  };
  for (size_t i = 0; i < COUNT(kCases); i++) {
    CBS line;
    CBS_init(&line, (const uint8_t *)kCases[i].line, strlen(kCases[i].line));
    cr_expect_eq(mint_text_starts(&line, kCases[i].want), kCases[i].starts,
                 "starts %zu", i);
    cr_expect_eq(mint_text_is(&line, kCases[i].want), kCases[i].is, "is %zu",
                 i);
  }
}

// Each bit of each byte counts in a comparison.
Test(text, is_looks_at_every_bit) {
  const char want[] = "Proc-Type: 4,ENCRYPTED";
  const size_t len = sizeof(want) - 1;
  uint8_t copy[sizeof(want)];
  memcpy(copy, want, sizeof(want));
  CBS line;
  CBS_init(&line, copy, len);
  cr_assert(mint_text_is(&line, want));
  for (size_t bit = 0; bit < 8 * len; bit++) {
    copy[bit / 8] ^= (uint8_t)(1u << bit % 8);
    cr_expect_not(mint_text_is(&line, want), "bit %zu", bit);
    copy[bit / 8] ^= (uint8_t)(1u << bit % 8);
  }
}
