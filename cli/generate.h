// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// generate.h makes a key pair and saves it: what `new` and ssh-keygen's command
// line have in common.

#ifndef SSHMINT_CLI_GENERATE_H
#define SSHMINT_CLI_GENERATE_H

#include "cli/report.h"
#include "cli/save.h"

// The size of a key whose size is not given.
#define CLI_BITS_DEFAULT 3072

// cli_default_path returns the path of the user's RSA key, from the password
// database; NULL if the user is not in it. The caller frees it.
char *cli_default_path(void);

// cli_default_comment returns "user@host"; the caller frees it.
char *cli_default_comment(void);

// cli_is_public_name tells whether `path` ends in .pub, as no private key's
// name does.
bool cli_is_public_name(const char *path);

// cli_make_folder makes the user's ~/.ssh, for its owner only, if `path` lies
// in it and it is missing. Returns its name if it was made, which the caller
// frees; else NULL.
char *cli_make_folder(const char *path);

// What is made, beside the passphrase, which is the context's.
struct cli_generate {
  unsigned bits;
  enum mint_format format;
  uint32_t rounds;  // openssh; 0: the default
  const char *comment;
};

// A key pair as the texts of its files.
struct cli_made {
  struct mint_secret key;
  struct mint_secret public_key;
  struct mint_parts *parts;  // the private key as it was read back, unlocked
};

// cli_made_wipe wipes and releases what is in `made`; zero is empty.
void cli_made_wipe(struct cli_made *made);

// cli_generate_texts does what cli_generate does short of writing. It shows
// nothing and changes nothing in `context`, so that several threads can do it
// at a time. `threads` are those of mint_key_generate.
//
// Owns     *out, released with cli_made_wipe.
// Failure  returns false, and `report` has the reason; *out is empty.
bool cli_generate_texts(struct cli_made *out, const struct cli_context *context,
                        struct cli_report *report,
                        const struct cli_generate *how, unsigned threads);

// cli_generate makes a key, encrypts it with the context's passphrase unless
// that is empty, reads back what it is going to write, and writes the pair.
//
// Owns     *out_parts: the private key as it was read back, unlocked, released
//          with mint_parts_free. *out_public: its one-line public key.
// Failure  returns false, and `report` has the reason; nothing was written.
bool cli_generate(struct mint_parts **out_parts, struct mint_secret *out_public,
                  const struct cli_context *context, struct cli_report *report,
                  struct cli_save *save, const struct cli_generate *how);

// cli_generate_target says that a new pair is written at `path`.
struct cli_save_target cli_generate_target(const struct cli_context *context,
                                           const char *path, bool force);

#endif  // SSHMINT_CLI_GENERATE_H
