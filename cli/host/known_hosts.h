// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// known_hosts.h looks hosts up in a known_hosts file, as ssh does
// (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT).

#ifndef SSHMINT_CLI_HOST_KNOWN_HOSTS_H
#define SSHMINT_CLI_HOST_KNOWN_HOSTS_H

#include "cli/io.h"
#include "cli/report.h"

// A file of known hosts in memory. All of it is public.
struct cli_known {
  const char *path;
  bool is_there;
  struct cli_facts facts;
  char *text;  // owned; ends in NUL, which `len` does not count
  size_t len;
};

// cli_known_read reads `path` (- is standard input). That there is no such file
// is no failure.
//
// Owns     *out, released with cli_known_free, also after a failure.
// Failure  returns false, and `report` has the reason.
bool cli_known_read(struct cli_known *out, struct cli_report *report,
                    const char *path);
void cli_known_free(struct cli_known *known);

// cli_known_default returns the path of the user's own file; the caller frees
// it. NULL if the user has no home.
char *cli_known_default(void);

enum cli_known_marker {
  CLI_KNOWN_HOST,     // no marker: the key of these hosts
  CLI_KNOWN_CA,       // @cert-authority
  CLI_KNOWN_REVOKED,  // @revoked: never to be trusted
  CLI_KNOWN_OTHER,    // another word that starts with @
};

// A line of the file, borrowed from it.
struct cli_known_line {
  size_t number;
  const char *line;  // without its line end
  size_t len;
  size_t whole_len;  // with it
  enum cli_known_marker marker;
  const char *hosts;  // NULL: a comment, a blank line, or no entry
  size_t hosts_len;
  bool is_broken;  // neither comment nor blank, and no entry
};

// cli_known_next steps on to the next line; `line` starts as zeroes. Returns
// false at the end of the file.
bool cli_known_next(const struct cli_known *known, struct cli_known_line *line);

// cli_known_matches tells whether the hosts of a line, patterns or hashed, are
// those of `name`, which is a `known` of a cli_host_name.
bool cli_known_matches(const char *hosts, size_t hosts_len, const char *name);

// cli_known_key reads the key of a line. Without memory the process ends.
//
// MINT_OK and what mint_parts_read_line returns.
MINT_MUST_CHECK enum mint_status cli_known_key(
    struct mint_parts **out_parts, const struct cli_known_line *line);

// cli_known_hash returns the hashed form of `name`, with a fresh salt; the
// caller frees it. NULL if there is no randomness.
char *cli_known_hash(const char *name);

#endif  // SSHMINT_CLI_HOST_KNOWN_HOSTS_H
