// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// verb_passwd.c changes the passphrase of a private key in its place. The
// format and the comment stay; the old file is there until the whole new one
// is.

#include <stdlib.h>
#include <string.h>

#include "cli/escape.h"
#include "cli/kept.h"
#include "cli/lock.h"
#include "cli/options.h"
#include "cli/prompt.h"
#include "cli/render.h"
#include "cli/save.h"

static const struct cli_usage usage = {
    "passwd FILE [-a ROUNDS] [--new-passphrase-file F |\n"
    "                      --new-passphrase-fd N | --no-passphrase]",
    "Changes the passphrase of the private key FILE, or takes it away. Format "
    "and\n"
    "comment stay as they are, and so does FILE.pub. Old and new passphrase "
    "are asked\n"
    "for on the terminal unless an option tells them.",
    1,
    1,
};

struct request {
  const char *rounds_text;
  uint32_t rounds;
};

static void tell_comment(const struct cli_context *context,
                         const struct cli_key *key) {
  if (context->json || context->quiet || key->comment_len == 0) {
    return;
  }
  char *comment = cli_escape((const uint8_t *)key->comment, key->comment_len);
  printf("Key has comment '%s'\n", comment);
  free(comment);
}

// Fills `options` with what stays, and with the new passphrase.
static bool settle(struct mint_write_options *options,
                   struct cli_context *context, struct cli_report *report,
                   const struct cli_key *key, const struct request *request) {
  static const struct cli_prompts prompts = {
      "Enter new passphrase (empty for no passphrase): ",
      "Enter same passphrase again: ", true};
  const struct mint_about *about = key->about;
  struct cli_passphrase *fresh = &context->new_passphrase;
  options->format = about->format;
  if (cli_has_comment(about->format) && key->comment_len != 0) {
    options->comment = key->comment;
    options->comment_len = key->comment_len;
    if (!mint_comment_ok(key->comment, key->comment_len)) {
      cli_report_code(report, CLI_E_KEY_COMMENT, NULL);
      return false;
    }
  }
  options->rounds = request->rounds;
  if (request->rounds == 0 && about->format == MINT_FORMAT_OPENSSH &&
      about->kdf_cost > MINT_BCRYPT_ROUNDS_DEFAULT) {
    options->rounds = (uint32_t)about->kdf_cost;
  }
  if (!cli_passphrase_new(context, report, fresh, about->format, &prompts)) {
    return false;
  }
  cli_render_passphrase(options, &fresh->text);
  return true;
}

static void tell_result(const struct cli_context *context,
                        struct cli_report *report, const struct cli_key *key,
                        const struct mint_write_options *options) {
  cli_report_rewritten(report);
  if (key->facts.all.st_nlink > 1) {
    cli_report_code(report, CLI_W_FILE_LINKS, NULL);
  }
  if (options->passphrase != NULL && options->format == MINT_FORMAT_PEM) {
    cli_report_code(report, CLI_W_KDF_WEAK, NULL);
  }
  if (!context->json && !context->quiet) {
    puts("Your identification has been saved with the new passphrase.");
  }
}

static void change(struct cli_context *context, struct cli_report *report,
                   struct cli_key *key, void *argument) {
  const struct request *request = argument;
  const struct cli_save_target target = {
      .path = key->path,
      .mode = CLI_MODE_PRIVATE,
      .force = true,
      .was = &key->facts,
  };
  struct cli_save save;
  struct mint_key *checked = NULL;
  struct mint_secret text = MINT_SECRET_EMPTY;
  struct mint_write_options options;
  memset(&options, 0, sizeof(options));
  cli_save_start(&save);
  if (key->about->kind != MINT_KIND_PRIVATE) {
    cli_report_code(report, CLI_E_KEY_PUBLIC, NULL);
    return;
  }
  if (key->about->format == MINT_FORMAT_PPK) {
    cli_report_code(report, CLI_E_KEY_PPK, NULL);
    return;
  }
  if (cli_save_open(&save, report, &target) &&
      cli_passphrase_ready(context, report, &context->new_passphrase,
                           key->about->format) &&
      cli_key_unlock(context, report, key, "Enter old passphrase: ",
                     "give --passphrase-file F or --passphrase-fd N") &&
      cli_key_check(&checked, context, report, key)) {
    tell_comment(context, key);
    if (settle(&options, context, report, key, request) &&
        cli_render(&text, NULL, context, report, checked, &options) &&
        cli_save_write(&save, report, &text, NULL)) {
      tell_result(context, report, key, &options);
    }
  }
  mint_secret_wipe(&text);
  mint_key_free(checked);
  cli_save_close(&save);
}

void cli_verb_passwd(struct cli_context *context, int argc, char **argv) {
  struct request request;
  memset(&request, 0, sizeof(request));
  const struct cli_option options[] = {
      {'a', NULL, "ROUNDS", NULL, &request.rounds_text,
       "openssh: rounds of bcrypt, at least 24 without it"},
      {0, "new-passphrase-file", "F", NULL, &context->new_passphrase.file,
       "the new passphrase is the first line of F"},
      {0, "new-passphrase-fd", "N", NULL, &context->new_passphrase.fd,
       "the new passphrase is the first line of descriptor N"},
      {0, "no-passphrase", NULL, &context->no_passphrase, NULL,
       "leave the private key unencrypted"},
      {0, NULL, NULL, NULL, NULL, NULL},
  };
  struct cli_operands files;
  if (!cli_options_parse(context, &files, options, &usage, true, argc, argv)) {
    return;
  }
  if (strcmp(files.names[0], "-") == 0) {
    cli_fail(context, CLI_E_USAGE_STDIN, NULL);
  } else if (cli_render_rounds(&request.rounds, context, request.rounds_text)) {
    const struct cli_source source = {change, &request, false, true};
    cli_keep_folder(files.names[0]);
    if (!cli_lock_keys(context, files.names, 1)) {
      return;
    }
    (void)cli_source_read(context, files.names[0], &source);
  }
}
