// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// verb_public.c prints the public key of a private key. It always opens the
// private part and checks it, so that what it prints belongs to the key.

#include <string.h>

#include "cli/lock.h"
#include "cli/options.h"
#include "cli/render.h"
#include "cli/source.h"

static const struct cli_usage usage = {
    "public FILE",
    "Prints the one-line public key that belongs to a private key. The "
    "private\n"
    "part is always opened (its passphrase is asked for) and checked. The "
    "comment\n"
    "is the one in the private key, if its format has any. - is standard "
    "input.",
    1,
    1,
};

static void print_public(struct cli_context *context, struct cli_report *report,
                         const struct mint_key *key) {
  struct mint_secret line = MINT_SECRET_EMPTY;
  struct mint_write_options options = {.format = MINT_FORMAT_AUTHORIZED_KEYS};
  const struct mint_about *about = report->about;
  if (about->comment_len != 0 &&
      mint_comment_ok(about->comment, about->comment_len)) {
    options.comment = about->comment;
    options.comment_len = about->comment_len;
  } else if (about->comment_len != 0) {
    cli_report_code(report, CLI_W_COMMENT_LOST, NULL);
  }
  if (!cli_render(&line, NULL, context, report, key, &options)) {
    report->verdict = NULL;
  } else if (context->json) {
    size_t len = line.len != 0 ? line.len - 1 : 0;  // without its newline
    report->extra = json_object();
    (void)json_object_set_new(report->extra, "public",
                              json_stringn((const char *)line.data, len));
  } else {
    (void)fwrite(line.data, 1, line.len, stdout);
  }
  mint_secret_wipe(&line);
}

static void open_key(struct cli_context *context, struct cli_report *report,
                     struct cli_key *key, void *argument) {
  (void)argument;
  if (key->about->kind != MINT_KIND_PRIVATE) {
    cli_report_code(report, CLI_E_KEY_PUBLIC, NULL);
    return;
  }
  if (!cli_key_unlock(context, report, key, NULL,
                      "give --passphrase-file F or --passphrase-fd N")) {
    return;
  }
  struct mint_key *checked = NULL;
  if (cli_key_check(&checked, context, report, key)) {
    print_public(context, report, checked);
  }
  mint_key_free(checked);
}

void cli_verb_public(struct cli_context *context, int argc, char **argv) {
  const struct cli_option options[] = {{0, NULL, NULL, NULL, NULL, NULL}};
  struct cli_operands files;
  if (!cli_options_parse(context, &files, options, &usage, true, argc, argv) ||
      !cli_lock_keys(context, files.names, files.num)) {
    return;
  }
  const struct cli_source source = {open_key, NULL, false, false};
  (void)cli_source_read(context, files.names[0], &source);
}
