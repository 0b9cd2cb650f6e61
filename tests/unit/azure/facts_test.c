// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// facts_test.c changes a good key at random: whatever comes of it is either
// told apart, or is still a sound RSA key in one line. (What each form is
// called is in tests/cli/azure_check.bats.)

#include <criterion/criterion.h>
#include <string.h>

#include "cli/azure/facts.h"
#include "cli/azure/rules.h"

// A small generator whose numbers do not matter, the same in every run.
static uint64_t next(uint64_t *state) {
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return *state;
}

// The public line of a new key. The caller wipes it.
static void make_line(struct mint_secret *out,
                      const struct mint_policy *policy) {
  struct mint_key *key = NULL;
  const struct mint_write_options options = {
      .format = MINT_FORMAT_AUTHORIZED_KEYS,
      .comment = "me@here",
      .comment_len = strlen("me@here"),
  };
  cr_assert_eq(mint_key_generate(&key, 2048, policy, 1, NULL, NULL), MINT_OK);
  cr_assert_eq(mint_write(out, key, &options), MINT_OK);
  mint_key_free(key);
}

// Replaces, removes or adds some bytes; `text` has room for a few more.
static void damage(struct mint_secret *text, uint64_t *state) {
  static const char bytes[] = "\r\n\t \"'=-A\xef\xbb\xbf\0#";
  uint64_t times = 1 + next(state) % 3;
  for (uint64_t i = 0; i < times; i++) {
    // Near the ends more often than not: there is what the forms differ in.
    uint64_t where = next(state) % 4;
    size_t at = next(state) % (where == 0 ? text->len : 12);
    if (where > 1) {
      at = text->len - 1 - at;
    }
    uint8_t byte = (uint8_t)bytes[next(state) % (sizeof(bytes) - 1)];
    switch (next(state) % 4) {
      case 0:
        text->data[at] = byte;
        break;
      case 1:
        memmove(text->data + at, text->data + at + 1, text->len - at - 1);
        text->len--;
        break;
      case 2:
        memmove(text->data + at + 1, text->data + at, text->len - at);
        text->data[at] = byte;
        text->len++;
        break;
      default:
        if (text->len > 40) {
          text->len = 40 + next(state) % (text->len - 40);
        }
    }
  }
}

// Accepted by all: it must be what the rule asks for, by the core's own reader.
static void expect_sound(const struct mint_secret *text,
                         const struct mint_policy *policy) {
  struct mint_lines lines = {text->data, text->len, 0, 0};
  const uint8_t *line = NULL;
  size_t line_len = 0;
  struct mint_parts *parts = NULL;
  struct mint_reason why;
  struct mint_key *key = NULL;
  struct mint_report found;
  cr_assert(mint_lines_next(&lines, &line, &line_len));
  cr_assert_eq(
      mint_parts_read_line(&parts, &why, MINT_LINE_PUBLIC, line, line_len),
      MINT_OK);
  cr_assert_eq(mint_check(&key, &found, parts, policy), MINT_OK);
  cr_assert(!mint_key_is_private(key));
  cr_assert(memcmp(text->data, "ssh-rsa ", 8) == 0);
  mint_key_free(key);
  mint_parts_free(parts);
}

Test(facts, whatever_is_accepted_is_sound) {
  struct mint_policy policy;
  struct mint_secret good = MINT_SECRET_EMPTY;
  uint64_t state = 20261123;
  unsigned accepted = 0;
  unsigned rejected = 0;
  cr_assert(mint_policy_preset(&policy, "default"));
  make_line(&good, &policy);
  for (int i = 0; i < 4000; i++) {
    struct mint_secret text = MINT_SECRET_EMPTY;
    struct cli_azure_facts facts;
    cr_assert_eq(mint_secret_open(&text, good.len + 8), MINT_OK);
    cr_assert_eq(mint_secret_append(&text, good.data, good.len), MINT_OK);
    damage(&text, &state);
    cli_azure_facts_find(&facts, &policy, "F", &text, NULL);
    if (cli_azure_accepted(&facts)) {
      expect_sound(&text, &policy);
      accepted++;
    } else {
      cr_assert(facts.set != 0);
      rejected++;
    }
    cr_assert(facts.parts != NULL || cli_azure_has(&facts, CLI_AZURE_DAMAGED) ||
              cli_azure_has(&facts, CLI_AZURE_NO_KEY));
    cli_azure_facts_free(&facts);
    mint_secret_wipe(&text);
  }
  // Neither is rare, or the test would show little.
  cr_assert(accepted > 100 && rejected > 1000, "%u, %u", accepted, rejected);
  mint_secret_wipe(&good);
}

Test(facts, an_empty_text_is_no_key) {
  struct mint_policy policy;
  struct mint_secret empty = MINT_SECRET_EMPTY;
  struct cli_azure_facts facts;
  cr_assert(mint_policy_preset(&policy, "default"));
  cli_azure_facts_find(&facts, &policy, "F", &empty, NULL);
  cr_assert_eq(facts.set, 1u << (unsigned)CLI_AZURE_NO_KEY);
  cli_azure_facts_free(&facts);
}
