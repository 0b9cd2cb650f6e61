// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// file.c reads the text of a policy. Its grammar stands in policy.h.

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "cli/policy/policy.h"

// A piece of a line.
struct piece {
  const char *at;
  size_t len;
};

static bool is_word(struct piece piece, const char *word) {
  return piece.len == strlen(word) && memcmp(piece.at, word, piece.len) == 0;
}

static bool is_keyword(struct piece piece, const char *word) {
  return piece.len == strlen(word) &&
         strncasecmp(piece.at, word, piece.len) == 0;
}

// What has been read so far.
struct reader {
  struct cli_policy policy;
  struct cli_policy_why *why;
  const char *rest;
  size_t rest_len;
  bool has_version;
  bool has_name;
  bool has_base;  // Extends, or the first rule
  bool seen[CLI_P_RULES];
};

static bool fail(struct reader *reader, enum cli_policy_fault fault,
                 struct piece piece) {
  size_t max = sizeof(reader->why->word) - 1;
  size_t len = piece.len < max ? piece.len : max;
  reader->why->fault = fault;
  memcpy(reader->why->word, piece.at, len);
  reader->why->word[len] = '\0';
  return false;
}

static bool fail_text(struct reader *reader, const char *text) {
  const struct piece piece = {text, strlen(text)};
  return fail(reader, CLI_FAULT_TEXT, piece);
}

// Cuts the next line off. Comments are held to the same characters.
static bool next_line(struct reader *reader, struct piece *out) {
  const char *end = memchr(reader->rest, '\n', reader->rest_len);
  reader->why->line++;
  if (end == NULL) {
    return fail_text(reader, "the last line has no end: it may have been cut");
  }
  out->at = reader->rest;
  out->len = (size_t)(end - reader->rest);
  reader->rest += out->len + 1;
  reader->rest_len -= out->len + 1;
  if (out->len > CLI_POLICY_LINE_MAX) {
    return fail_text(reader, "a line of more than 1024 bytes");
  }
  for (size_t i = 0; i < out->len; i++) {
    if (out->at[i] < ' ' || out->at[i] > '~') {
      return fail_text(reader, out->at[i] == '\r'
                                   ? "CRLF; only LF ends a line"
                                   : "a character that is not plain ASCII");
    }
  }
  return true;
}

// Digits without leading zeros, as a number from min to max.
static bool read_number(unsigned *out, struct piece piece, unsigned min,
                        unsigned max) {
  uint64_t value = 0;
  if (piece.len == 0 || piece.len > 10 ||
      (piece.at[0] == '0' && piece.len != 1)) {
    return false;
  }
  for (size_t i = 0; i < piece.len; i++) {
    if (piece.at[i] < '0' || piece.at[i] > '9') {
      return false;
    }
    value = value * 10 + (unsigned)(piece.at[i] - '0');
  }
  *out = (unsigned)value;
  return value >= min && value <= max;
}

static bool find_word(unsigned *out, const struct cli_policy_info *info,
                      struct piece piece) {
  for (unsigned i = 0; i < info->max; i++) {
    if (is_word(piece, info->words[i])) {
      *out = i;
      return true;
    }
  }
  return false;
}

// Words with commas and nothing else between them, none twice; or none.
static bool read_set(unsigned *out, const struct cli_policy_info *info,
                     struct piece value) {
  *out = 0;
  if (is_word(value, "none")) {
    return true;
  }
  for (;;) {
    const char *comma = memchr(value.at, ',', value.len);
    struct piece word = value;
    unsigned place = 0;
    if (comma != NULL) {
      word.len = (size_t)(comma - value.at);
    }
    if (!find_word(&place, info, word) || (*out >> place & 1u) != 0) {
      return false;
    }
    *out |= 1u << place;
    if (comma == NULL) {
      return true;
    }
    value.at += word.len + 1;
    value.len -= word.len + 1;
  }
}

// "65537", "min 65537" or "none". No even exponent has an inverse.
static bool read_exponent(unsigned *out_min, unsigned *out_max,
                          const struct cli_policy_info *info,
                          struct piece value) {
  static const char word[] = "min ";
  bool is_min =
      value.len > strlen(word) && memcmp(value.at, word, strlen(word)) == 0;
  if (is_word(value, "none")) {
    *out_min = UINT32_MAX;
    *out_max = 0;
    return true;
  }
  if (is_min) {
    value.at += strlen(word);
    value.len -= strlen(word);
  }
  if (!read_number(out_min, value, info->min, info->max) || *out_min % 2 == 0) {
    return false;
  }
  *out_max = is_min ? UINT32_MAX : *out_min;
  return true;
}

// "off", "syslog" or an absolute path.
static bool read_log(struct cli_policy *out, const struct cli_policy_info *info,
                     struct piece value) {
  if (find_word(&out->value[CLI_P_AUDIT], info, value)) {
    return true;
  }
  if (value.len < 2 || value.len > CLI_POLICY_PATH_MAX || value.at[0] != '/' ||
      value.at[value.len - 1] == '/') {
    return false;
  }
  out->value[CLI_P_AUDIT] = CLI_AUDIT_FILE;
  memset(out->audit, 0, sizeof(out->audit));
  memcpy(out->audit, value.at, value.len);
  return true;
}

static bool read_value(struct cli_policy *out, enum cli_policy_rule rule,
                       struct piece value) {
  const struct cli_policy_info *info = cli_policy_explain(rule);
  unsigned *to = &out->value[rule];
  switch (info->kind) {
    case CLI_KIND_MIN:
    case CLI_KIND_MAX:
      return read_number(to, value, info->min, info->max);
    case CLI_KIND_CHOICE:
      return find_word(to, info, value);
    case CLI_KIND_ALLOW:
    case CLI_KIND_DEMAND:
      return read_set(to, info, value);
    case CLI_KIND_EXPONENT:
      return read_exponent(to, &out->value[CLI_P_EXPONENT_MAX], info, value);
    case CLI_KIND_LOG:
      return read_log(out, info, value);
  }
  return false;
}

// A value that joining with the preset would change asks for less than that.
// What the machine can do (Sandbox) is nothing that a preset knows.
static bool read_rule(struct reader *reader, struct piece keyword,
                      struct piece value) {
  enum cli_policy_rule rule;
  if (!cli_policy_find(&rule, keyword.at, keyword.len)) {
    return fail(reader, CLI_FAULT_KEYWORD, keyword);
  }
  if (reader->seen[rule]) {
    return fail(reader, CLI_FAULT_TWICE, keyword);
  }
  reader->seen[rule] = true;
  reader->has_base = true;
  struct cli_policy asked = reader->policy;
  if (!read_value(&asked, rule, value)) {
    return fail(reader, CLI_FAULT_VALUE, keyword);
  }
  struct cli_policy joined = reader->policy;
  cli_policy_join(&joined, &asked);
  if (rule == CLI_P_SANDBOX) {
    joined.value[rule] = asked.value[rule];
  }
  if (memcmp(joined.value, asked.value, sizeof(joined.value)) != 0) {
    return fail(reader, CLI_FAULT_LOOSER, keyword);
  }
  reader->policy = joined;
  return true;
}

// A name that no preset has, so that nothing can pass for one.
static bool read_name(struct reader *reader, struct piece value) {
  static const char taken[] =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
  struct mint_policy unused;
  char name[CLI_POLICY_NAME_MAX + 1] = "";
  const struct piece keyword = {"Name", 4};
  if (reader->has_name) {
    return fail(reader, CLI_FAULT_TWICE, keyword);
  }
  if (value.len > CLI_POLICY_NAME_MAX) {
    return fail(reader, CLI_FAULT_NAME, value);
  }
  memcpy(name, value.at, value.len);
  if (strspn(name, taken) != value.len || mint_policy_preset(&unused, name)) {
    return fail(reader, CLI_FAULT_NAME, value);
  }
  memset(reader->policy.name, 0, sizeof(reader->policy.name));
  memcpy(reader->policy.name, name, value.len);
  reader->has_name = true;
  return true;
}

static bool read_extends(struct reader *reader, struct piece value) {
  char name[CLI_POLICY_NAME_MAX + 1] = "";
  struct cli_policy base;
  if (reader->has_base || value.len > CLI_POLICY_NAME_MAX) {
    return fail(reader, CLI_FAULT_EXTENDS, value);
  }
  memcpy(name, value.at, value.len);
  if (!cli_policy_preset(&base, name)) {
    return fail(reader, CLI_FAULT_EXTENDS, value);
  }
  if (reader->has_name) {
    memcpy(base.name, reader->policy.name, sizeof(base.name));
  }
  reader->policy = base;
  reader->has_base = true;
  return true;
}

static bool read_line(struct reader *reader, struct piece line) {
  const char *blank = memchr(line.at, ' ', line.len);
  struct piece keyword = line;
  struct piece value = {line.at + line.len, 0};
  if (blank != NULL) {
    keyword.len = (size_t)(blank - line.at);
    value.at = blank;
    value.len = line.len - keyword.len;
    while (value.len != 0 && value.at[0] == ' ') {
      value.at++;
      value.len--;
    }
  }
  if (keyword.len == 0) {
    return fail_text(reader, "a line that begins with a blank");
  }
  if (!reader->has_version) {
    reader->has_version = true;
    return (is_keyword(keyword, "PolicyVersion") && is_word(value, "1")) ||
           fail(reader, CLI_FAULT_VERSION, keyword);
  }
  if (value.len == 0) {
    return fail(reader, CLI_FAULT_VALUE, keyword);
  }
  if (is_keyword(keyword, "PolicyVersion")) {
    return fail(reader, CLI_FAULT_TWICE, keyword);
  }
  if (is_keyword(keyword, "Name")) {
    return read_name(reader, value);
  }
  return is_keyword(keyword, "Extends") ? read_extends(reader, value)
                                        : read_rule(reader, keyword, value);
}

static bool read_all(struct reader *reader, size_t len) {
  const struct piece nothing = {"", 0};
  struct piece line;
  if (len > CLI_POLICY_FILE_MAX) {
    return fail_text(reader, "more than 64 KiB");
  }
  while (reader->rest_len != 0) {
    if (!next_line(reader, &line) ||
        (line.len != 0 && line.at[0] != '#' && !read_line(reader, line))) {
      return false;
    }
  }
  reader->why->line = 0;
  if (!reader->has_version) {
    return fail(reader, CLI_FAULT_VERSION, nothing);
  }
  return reader->has_name || fail(reader, CLI_FAULT_NAME, nothing);
}

bool cli_policy_parse(struct cli_policy *out, struct cli_policy_why *why,
                      const char *text, size_t len) {
  struct reader reader;
  memset(&reader, 0, sizeof(reader));
  memset(why, 0, sizeof(*why));
  reader.why = why;
  reader.rest = text;
  reader.rest_len = len;
  (void)cli_policy_preset(&reader.policy, "default");
  if (!read_all(&reader, len)) {
    (void)cli_policy_preset(out, "cnsa2");
    return false;
  }
  *out = reader.policy;
  return true;
}
