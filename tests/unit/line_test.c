// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

#include "core/text/line.h"

#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "tests/unit/parse_kit.h"

static struct kit text;

static bool same(const CBS *field, const char *want) {
  return CBS_mem_equal(field, (const uint8_t *)want, strlen(want));
}

struct split_case {
  const char *line;
  const char *type;  // NULL: MINT_E_LINE_FIELDS
  const char *base64;
  const char *comment;  // NULL: none
};

static void expect_split(enum mint_code (*split)(struct mint_line *,
                                                 const CBS *),
                         const struct split_case *cases, size_t num) {
  for (size_t i = 0; i < num; i++) {
    CBS in;
    struct mint_line fields;
    CBS_init(&in, (const uint8_t *)cases[i].line, strlen(cases[i].line));
    enum mint_code code = split(&fields, &in);
    if (cases[i].type == NULL) {
      cr_expect_eq(code, MINT_E_LINE_FIELDS, "\"%s\"", cases[i].line);
      continue;
    }
    cr_assert_eq(code, MINT_E_NONE, "\"%s\"", cases[i].line);
    cr_expect(same(&fields.type, cases[i].type), "\"%s\"", cases[i].line);
    cr_expect(same(&fields.base64, cases[i].base64), "\"%s\"", cases[i].line);
    cr_expect_eq(fields.has_comment, cases[i].comment != NULL, "\"%s\"",
                 cases[i].line);
    const char *comment = cases[i].comment == NULL ? "" : cases[i].comment;
    cr_expect(same(&fields.comment, comment), "\"%s\"", cases[i].line);
  }
}

Test(line, split) {
  static const struct split_case kCases[] = {
      {"t b", "t", "b", NULL},
      {"t b ", "t", "b", ""},
      {"t b c", "t", "b", "c"},
      {"t b  c d ", "t", "b", " c d "},
      {"t b \t", "t", "b", "\t"},
      {"t\tb c", "t\tb", "c", NULL},  // a tab separates nothing
      {"t b\tc", "t", "b\tc", NULL},
      {"", NULL, NULL, NULL},
      {" ", NULL, NULL, NULL},
      {"t", NULL, NULL, NULL},
      {"t ", NULL, NULL, NULL},
      {"t  b", NULL, NULL, NULL},
      {" t b", NULL, NULL, NULL},
      {"\tt", NULL, NULL, NULL},
  };
  expect_split(mint_line_split, kCases, COUNT(kCases));
}

Test(line, length_limit_is_inclusive) {
  struct mint_line split;
  CBS in;
  kit_set(&text, "t b ");
  kit_fill(&text, 'c', MINT_LINE_MAX);
  CBS_init(&in, text.data, MINT_LINE_MAX);
  cr_expect_eq(mint_line_split(&split, &in), MINT_E_NONE);
  CBS_init(&in, text.data, MINT_LINE_MAX + 1);
  cr_expect_eq(mint_line_split(&split, &in), MINT_E_LINE_TOO_LONG);
}

Test(line, words) {
  CBS rest;
  CBS word;
  static const char kText[] = "\t a  bc\td \t";
  CBS_init(&rest, (const uint8_t *)kText, strlen(kText));
  cr_expect(mint_line_word(&rest, &word) && same(&word, "a"));
  cr_expect(mint_line_word(&rest, &word) && same(&word, "bc"));
  cr_expect(mint_line_word(&rest, &word) && same(&word, "d"));
  cr_expect_not(mint_line_word(&rest, &word));
  cr_expect_not(mint_line_word(&rest, &word));
  CBS_init(&rest, NULL, 0);
  cr_expect_not(mint_line_word(&rest, &word));
}

Test(line, split_loosely) {
  static const struct split_case kCases[] = {
      {"t b", "t", "b", NULL},  {" \tt\t b", "t", "b", NULL},
      {"t b ", "t", "b", NULL}, {"t b \t ", "t", "b", NULL},
      {"t b c", "t", "b", "c"}, {"t b \tc  d \t", "t", "b", "c  d"},
      {"", NULL, NULL, NULL},   {" \t", NULL, NULL, NULL},
      {"t", NULL, NULL, NULL},  {" t \t", NULL, NULL, NULL},
  };
  expect_split(mint_line_split_loosely, kCases, COUNT(kCases));
}

// What stands before a key in authorized_keys and in known_hosts.
Test(line, prefixes) {
  static const struct {
    bool (*take)(CBS *rest, CBS *out);
    const char *line;
    const char *prefix;  // NULL: refused
    const char *rest;
  } kCases[] = {
      {mint_line_options, "no-pty t b", "no-pty", " t b"},
      {mint_line_options, " \tno-pty\tt", "no-pty", "\tt"},
      {mint_line_options, "command=\"a b\",no-pty t", "command=\"a b\",no-pty",
       " t"},
      {mint_line_options, "a=\"b\\\" c\" t", "a=\"b\\\" c\"", " t"},
      {mint_line_options, "a=\"b\\\\\" t", NULL, NULL},  // it escapes the quote
      {mint_line_options, "a\\b t", "a\\b", " t"},
      {mint_line_options, "a=\"b t", NULL, NULL},
      {mint_line_options, "a=\"b\\", NULL, NULL},
      {mint_line_options, "a", NULL, NULL},
      {mint_line_options, "", NULL, NULL},
      {mint_line_hosts, "host t b", "host", " t b"},
      {mint_line_hosts, "\t host,[::1]:22\tt", "host,[::1]:22", "\tt"},
      {mint_line_hosts, "@revoked  * t", "@revoked  *", " t"},
      {mint_line_hosts, "host", NULL, NULL},
      {mint_line_hosts, "@revoked host", NULL, NULL},
      {mint_line_hosts, "@revoked ", NULL, NULL},
      {mint_line_hosts, " \t", NULL, NULL},
      {mint_line_hosts, "", NULL, NULL},
  };
  for (size_t i = 0; i < COUNT(kCases); i++) {
    CBS rest;
    CBS prefix;
    CBS_init(&rest, (const uint8_t *)kCases[i].line, strlen(kCases[i].line));
    bool taken = kCases[i].take(&rest, &prefix);
    cr_expect_eq(taken, kCases[i].prefix != NULL, "\"%s\"", kCases[i].line);
    if (taken && kCases[i].prefix != NULL) {
      cr_expect(same(&prefix, kCases[i].prefix), "\"%s\"", kCases[i].line);
      cr_expect(same(&rest, kCases[i].rest), "\"%s\"", kCases[i].line);
    }
  }
}

Test(line, walks_over_several) {
  static const struct {
    const char *text;
    const char *lines;  // "number:line|"
  } kCases[] = {
      {"", ""},
      {"\n\n", ""},
      {" \t\n\t", ""},
      {"# a\n  # b\n\t#c", ""},
      {"a", "1:a|"},
      {"a\n", "1:a|"},
      {"a\r\n", "1:a|"},
      {"a\r", "1:a|"},
      {"\r\n\r\na\r\n", "3:a|"},
      {"# no\na\n\n  b # c\n#\nd", "2:a|4:  b # c|6:d|"},
      {"a\r\nb\nc\r\r\n", "1:a|2:b|3:c\r|"},  // it walks, it does not judge
  };
  static struct kit got;
  for (size_t i = 0; i < COUNT(kCases); i++) {
    struct mint_lines lines = {(const uint8_t *)kCases[i].text,
                               strlen(kCases[i].text), 0, 0};
    const uint8_t *line = NULL;
    size_t len = 0;
    kit_clear(&got);
    while (mint_lines_next(&lines, &line, &len)) {
      char number = (char)('0' + lines.number);
      kit_put(&got, &number, 1);
      kit_puts(&got, ":");
      kit_put(&got, line, len);
      kit_puts(&got, "|");
    }
    cr_expect(line == NULL && len == 0, "case %zu: outputs at the end", i);
    cr_expect_not(mint_lines_next(&lines, &line, &len), "case %zu", i);
    kit_put(&got, "", 1);
    cr_expect_str_eq((char *)got.data, kCases[i].lines, "case %zu: %s", i,
                     (char *)got.data);
  }
}
