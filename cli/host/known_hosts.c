// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// known_hosts.c walks a known_hosts file. What ssh would not take for an entry
// of a host is none here either.

#include "cli/host/known_hosts.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/escape.h"
#include "cli/host/text.h"

char *cli_known_default(void) {
  // As ssh: the account's home, not $HOME.
  const struct passwd *account = getpwuid(getuid());
  return account == NULL || account->pw_dir == NULL
             ? NULL
             : cli_format("%s/.ssh/known_hosts", account->pw_dir);
}

bool cli_known_read(struct cli_known *out, struct cli_report *report,
                    const char *path) {
  struct cli_text text;
  memset(out, 0, sizeof(*out));
  out->path = path;
  bool ok = cli_text_read(&text, report, path, true);
  out->is_there = text.bytes != NULL;
  out->facts = text.facts;
  out->text = text.bytes;
  out->len = text.len;
  return ok;
}

void cli_known_free(struct cli_known *known) {
  free(known->text);
  memset(known, 0, sizeof(*known));
}

static bool is_blank(char c) { return c == ' ' || c == '\t'; }

// Takes the next word of a line off [*at, end).
static size_t take_word(const char **at, const char *end, const char **word) {
  while (*at < end && is_blank(**at)) {
    ++*at;
  }
  *word = *at;
  while (*at < end && !is_blank(**at)) {
    ++*at;
  }
  return (size_t)(*at - *word);
}

static enum cli_known_marker marker_of(const char *word, size_t len) {
  static const char authority[] = "@cert-authority";
  static const char revoked[] = "@revoked";
  if (len == sizeof(authority) - 1 && memcmp(word, authority, len) == 0) {
    return CLI_KNOWN_CA;
  }
  if (len == sizeof(revoked) - 1 && memcmp(word, revoked, len) == 0) {
    return CLI_KNOWN_REVOKED;
  }
  return CLI_KNOWN_OTHER;
}

static void parse(struct cli_known_line *line) {
  const char *at = line->line;
  const char *end = at + line->len;
  const char *word = NULL;
  line->marker = CLI_KNOWN_HOST;
  line->hosts = NULL;
  line->hosts_len = 0;
  line->is_broken = false;
  size_t len = take_word(&at, end, &word);
  if (len == 0 || word[0] == '#') {
    return;
  }
  if (word[0] == '@') {
    line->marker = marker_of(word, len);
    len = take_word(&at, end, &word);
  }
  const char *type = NULL;
  const char *key = NULL;
  line->is_broken = line->marker == CLI_KNOWN_OTHER || len == 0 ||
                    take_word(&at, end, &type) == 0 ||
                    take_word(&at, end, &key) == 0;
  if (!line->is_broken) {
    line->hosts = word;
    line->hosts_len = len;
  }
}

bool cli_known_next(const struct cli_known *known,
                    struct cli_known_line *line) {
  const char *from =
      line->number == 0 ? known->text : line->line + line->whole_len;
  if (from == NULL || from == known->text + known->len) {
    return false;
  }
  size_t left = known->len - (size_t)(from - known->text);
  const char *end = memchr(from, '\n', left);
  line->number++;
  line->line = from;
  line->len = end == NULL ? left : (size_t)(end - from);
  line->whole_len = line->len + (end == NULL ? 0 : 1);
  if (line->len != 0 && from[line->len - 1] == '\r') {
    line->len--;
  }
  parse(line);
  return true;
}

enum mint_status cli_known_key(struct mint_parts **out_parts,
                               const struct cli_known_line *line) {
  struct mint_reason why;
  enum mint_status status =
      mint_parts_read_line(out_parts, &why, MINT_LINE_KNOWN_HOSTS,
                           (const uint8_t *)line->line, line->len);
  // A revoked key that is passed over would be a good one.
  if (status == MINT_ERR_MEMORY) {
    cli_no_memory();
  }
  return status;
}
