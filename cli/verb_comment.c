// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// verb_comment.c changes the comment of a key in its place, and nothing else of
// it. The .pub beside a private key goes with it: both change, or none does.

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/escape.h"
#include "cli/kept.h"
#include "cli/lock.h"
#include "cli/options.h"
#include "cli/render.h"
#include "cli/save.h"

static const struct cli_usage usage = {
    "comment FILE TEXT",
    "Changes the comment of the key FILE: a private key in openssh, and with "
    "it\n"
    "FILE.pub if that is the same key; a one-line public key; or rfc4716. "
    "Nothing\n"
    "else of the key changes. An empty TEXT takes the comment away.",
    2,
    2,
};

// The .pub beside a private key.
struct companion {
  bool is_ours;  // it is this key and nothing else, and changes too
  bool changes;  // its comment is another one than the new
  char *path;
  struct cli_facts facts;
};

static bool is_comment(const struct mint_about *about, const char *comment) {
  size_t len = strlen(comment);
  return about->comment_len == len &&
         (len == 0 || memcmp(about->comment, comment, len) == 0);
}

// Looks at the .pub. One that has more than this key on one line is not ours to
// write anew.
static void look_beside(struct companion *out, struct cli_report *report,
                        const struct cli_key *key, const char *comment) {
  struct cli_report unheard;
  struct mint_secret text = MINT_SECRET_EMPTY;
  struct mint_parts *parts = NULL;
  struct mint_reason why;
  struct stat found;
  out->path = cli_format("%s.pub", key->path);
  cli_report_start(&unheard, out->path, 0);
  if (stat(out->path, &found) != 0) {
    return;
  }
  if (S_ISREG(found.st_mode) &&
      cli_read(&text, &out->facts, &unheard, out->path) &&
      mint_parts_read(&parts, &why, text.data, text.len) == MINT_OK) {
    const struct mint_about *about = mint_parts_about(parts);
    out->is_ours = about->kind == MINT_KIND_PUBLIC &&
                   about->format == MINT_FORMAT_AUTHORIZED_KEYS &&
                   about->blob_len == key->about->blob_len &&
                   memcmp(about->blob, key->about->blob, about->blob_len) == 0;
    out->changes = !is_comment(about, comment);
  }
  if (!out->is_ours) {
    cli_report_code(report, CLI_W_PUBLIC_LEFT, NULL);
  }
  cli_report_drop(&unheard);
  mint_parts_free(parts);
  mint_secret_wipe(&text);
}

static void tell_result(const struct cli_context *context,
                        struct cli_report *report, const struct cli_key *key,
                        const char *comment, bool has_changed) {
  if (has_changed) {
    cli_report_rewritten(report);
  }
  if (has_changed && key->facts.all.st_nlink > 1) {
    cli_report_code(report, CLI_W_FILE_LINKS, NULL);
  }
  if (context->json) {
    report->extra = json_pack("{s:b}", "changed", has_changed ? 1 : 0);
  }
  if (context->json || context->quiet) {
    return;
  }
  char *shown = cli_escape_name(comment);
  if (!has_changed) {
    puts("No change to comment");
  } else if (comment[0] == '\0') {
    puts("Comment removed");
  } else {
    printf("Comment '%s' applied\n", shown);
  }
  free(shown);
}

// Writes the key, and the .pub if it is ours.
static bool write_files(struct cli_context *context, struct cli_report *report,
                        struct cli_save *save, const struct cli_key *key,
                        const struct mint_key *checked, const char *comment) {
  const struct mint_about *about = key->about;
  struct mint_write_options options = {.format = about->format};
  struct mint_secret text = MINT_SECRET_EMPTY;
  struct mint_secret line = MINT_SECRET_EMPTY;
  if (comment[0] != '\0') {
    options.comment = comment;
    options.comment_len = strlen(comment);
  }
  struct mint_write_options public_options = options;
  public_options.format = MINT_FORMAT_AUTHORIZED_KEYS;
  if (about->encrypted) {
    cli_render_passphrase(&options, &context->passphrase.text);
    options.rounds = (uint32_t)about->kdf_cost;
  }
  bool ok = cli_render(&text, NULL, context, report, checked, &options) &&
            (save->num == 1 || cli_render(&line, NULL, context, report, checked,
                                          &public_options)) &&
            cli_save_write(save, report, &text, save->num == 1 ? NULL : &line);
  mint_secret_wipe(&text);
  mint_secret_wipe(&line);
  return ok;
}

static void change_comment(struct cli_context *context,
                           struct cli_report *report, struct cli_key *key,
                           void *argument) {
  const char *comment = argument;
  bool is_private = key->about->kind == MINT_KIND_PRIVATE;
  struct companion beside;
  struct cli_save save;
  struct mint_key *checked = NULL;
  memset(&beside, 0, sizeof(beside));
  cli_save_start(&save);
  if (key->about->format == MINT_FORMAT_PPK) {
    cli_report_code(report, CLI_E_KEY_PPK, NULL);
    return;
  }
  if (!cli_has_comment(key->about->format)) {
    cli_report_code(report, CLI_E_KEY_NO_COMMENT, NULL);
    return;
  }
  if (is_private) {
    look_beside(&beside, report, key, comment);
  }
  const struct cli_save_target target = {
      .path = key->path,
      .mode = is_private ? CLI_MODE_PRIVATE : key->facts.mode & 0666,
      .force = true,
      .was = &key->facts,
      .has_public = beside.is_ours,
      .public_mode = beside.facts.mode & 0666,
      .public_was = &beside.facts,
  };
  if (cli_save_open(&save, report, &target) &&
      cli_key_unlock(context, report, key, NULL,
                     "give --passphrase-file F or --passphrase-fd N") &&
      cli_key_check(&checked, context, report, key)) {
    bool changes =
        !is_comment(key->about, comment) || (beside.is_ours && beside.changes);
    if (!changes ||
        write_files(context, report, &save, key, checked, comment)) {
      report->comment = comment;
      report->comment_len = strlen(comment);
      tell_result(context, report, key, comment, changes);
    }
  }
  free(beside.path);
  mint_key_free(checked);
  cli_save_close(&save);
}

void cli_verb_comment(struct cli_context *context, int argc, char **argv) {
  const struct cli_option options[] = {{0, NULL, NULL, NULL, NULL, NULL}};
  struct cli_operands words;
  if (!cli_options_parse(context, &words, options, &usage, true, argc, argv)) {
    return;
  }
  if (strcmp(words.names[0], "-") == 0) {
    cli_fail(context, CLI_E_USAGE_STDIN, NULL);
  } else if (!mint_comment_ok(words.names[1], strlen(words.names[1]))) {
    cli_fail(context, CLI_E_USAGE_COMMENT, NULL);
  } else {
    const struct cli_source source = {change_comment, words.names[1], false,
                                      true};
    cli_keep_folder(words.names[0]);
    if (!cli_lock_keys(context, words.names, 1)) {
      return;
    }
    (void)cli_source_read(context, words.names[0], &source);
  }
}
