// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// source.h hands the keys of an input on, one by one: a key file holds one, an
// authorized_keys or known_hosts file one a line.

#ifndef SSHMINT_CLI_SOURCE_H
#define SSHMINT_CLI_SOURCE_H

#include "cli/io.h"
#include "cli/report.h"

// A cli_key is one key of an input. Everything but `parts` is borrowed.
struct cli_key {
  const char *path;  // as the user wrote it
  struct cli_facts facts;
  struct mint_parts *parts;
  const struct mint_about *about;
  const char *comment;  // NULL: none
  size_t comment_len;
};

// What is done with a key. The report names the input and its line, and is told
// when the call returns.
typedef void (*cli_key_fn)(struct cli_context *context,
                           struct cli_report *report, struct cli_key *key,
                           void *argument);

struct cli_source {
  cli_key_fn each;
  void *argument;
  // Lines are read as ssh-keygen -l reads them: any blanks, and a host or
  // options before the type.
  bool skips_hosts;
  // The input has to be one key: nothing is read as a list.
  bool wants_one;
};

// cli_is_block tells whether a text starts as a file of one key does.
bool cli_is_block(const uint8_t *text, size_t text_len);

// cli_holds_private tells whether the text of the regular file `path` has the
// mark of a private key, sound or damaged.
bool cli_holds_private(const char *path);

// cli_source_read calls source->each for every key of `path`. What cannot be
// parsed is told, and the rest goes on; ssh-keygen's command line skips bad
// lines silently if there is a good one. Returns the number of keys.
size_t cli_source_read(struct cli_context *context, const char *path,
                       const struct cli_source *source);

// cli_key_unlock opens a locked private part with the passphrase. `question`
// and `fix` are those of cli_passphrase_get.
//
// Failure  returns false, and `report` has the reason.
bool cli_key_unlock(struct cli_context *context, struct cli_report *report,
                    struct cli_key *key, const char *question, const char *fix);

// cli_key_check holds an unlocked key against the policy: it tells every rule
// that is broken, or held only just, and settles the verdict.
//
// Owns     *out_key, released with mint_key_free; NULL unless it returns true.
// Failure  returns false, and `report` has the reasons.
bool cli_key_check(struct mint_key **out_key, const struct cli_context *context,
                   struct cli_report *report, const struct cli_key *key);

// cli_has_public tells whether a .pub file that can be read lies beside `path`.
// Nothing lies beside standard input.
bool cli_has_public(const char *path);

// cli_public_fix advises who has no passphrase for the private key `path`.
const char *cli_public_fix(const struct cli_context *context, const char *path);

// The .pub file beside a private key.
enum cli_companion {
  CLI_COMPANION_NONE,  // there is none, or it holds no key
  CLI_COMPANION_SAME,
  CLI_COMPANION_DIFFERS,
};

// cli_key_companion compares the .pub beside a private key, whose public part
// is known, with it.
// If they are the same, *out_comment is the comment there, which the caller
// frees, or NULL if there is none; else it is NULL.
enum cli_companion cli_key_companion(const struct cli_key *key,
                                     char **out_comment,
                                     size_t *out_comment_len);

// cli_line_read reads the key in one line of an authorized_keys or known_hosts
// file, as ssh-keygen -l does. The comment (NULL: none) is borrowed from the
// line: what follows the key, or else what stands before it.
//
// MINT_OK and what mint_parts_read returns.
enum mint_status cli_line_read(struct mint_parts **out_parts,
                               struct mint_reason *out_why,
                               const char **out_comment,
                               size_t *out_comment_len, const uint8_t *line,
                               size_t line_len);

#endif  // SSHMINT_CLI_SOURCE_H
