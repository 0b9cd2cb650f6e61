// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// verb_convert.c writes a key in another format. The key is checked on the way,
// as every key that is written: what came in may not be what goes out.

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/escape.h"
#include "cli/kept.h"
#include "cli/lock.h"
#include "cli/options.h"
#include "cli/prompt.h"
#include "cli/render.h"
#include "cli/save.h"

static const struct cli_usage usage = {
    "convert FILE --to FORMAT [-o OUT] [-C COMMENT] [-a ROUNDS]\n"
    "                       [--force] [--no-newline] [--new-passphrase-file F "
    "|\n"
    "                       --new-passphrase-fd N | --no-passphrase]",
    "Writes the key in FILE in another format, to standard output or to OUT. "
    "FORMAT\n"
    "is one of private keys (pem, pkcs8, openssh) or of public keys "
    "(authorized-keys,\n"
    "rfc4716, spki, pkcs1-public). A private key stays encrypted with its "
    "passphrase\n"
    "unless an option says otherwise, and a comment is kept where the format "
    "has one.\n"
    "- is standard input.",
    1,
    1,
};

// What the command line asks for.
struct request {
  const char *format_name;
  const char *path;  // NULL: standard output
  const char *comment;
  const char *rounds_text;
  bool no_newline;
  bool force;
  enum mint_format format;
  uint32_t rounds;
};

static bool is_private(const struct request *request) {
  return mint_format_is_private(request->format);
}

static bool check_request(struct cli_context *context,
                          struct request *request) {
  const char *name = request->format_name;
  const char *conflict = NULL;
  if (name == NULL) {
    name = "";  // it has no default
  }
  if (!mint_format_from_name(&request->format, name) ||
      request->format == MINT_FORMAT_PPK) {
    cli_fail(context, CLI_E_USAGE_TO, name);
    return false;
  }
  if (request->path != NULL && strcmp(request->path, "-") == 0) {
    request->path = NULL;
  }
  bool seals =
      context->no_passphrase || cli_passphrase_named(&context->new_passphrase);
  if (request->comment != NULL && !cli_has_comment(request->format)) {
    conflict = "-C, --to";
  } else if (seals && !is_private(request)) {
    conflict = "a new passphrase, --to";
  } else if (request->force && request->path == NULL) {
    conflict = "--force, no -o";
  } else if (request->no_newline &&
             request->format != MINT_FORMAT_AUTHORIZED_KEYS) {
    conflict = "--no-newline, --to";
  }
  if (conflict != NULL) {
    cli_fail(context, CLI_E_USAGE_CONFLICT, conflict);
    return false;
  }
  if (request->comment != NULL &&
      !mint_comment_ok(request->comment, strlen(request->comment))) {
    cli_fail(context, CLI_E_USAGE_COMMENT, NULL);
    return false;
  }
  if (context->json && is_private(request) && request->path == NULL) {
    cli_fail(context, CLI_E_USAGE_JSON, NULL);
    return false;
  }
  return cli_render_rounds(&request->rounds, context, request->rounds_text);
}

// Settles the comment: -C, else the key's, else that of the .pub beside it.
static bool settle_comment(struct mint_write_options *options,
                           struct cli_report *report, const struct cli_key *key,
                           const struct request *request) {
  if (!cli_has_comment(request->format)) {
    return true;
  }
  options->comment = key->comment;
  options->comment_len = key->comment_len;
  if (request->comment != NULL) {
    options->comment = request->comment;
    options->comment_len = strlen(request->comment);
  } else if (key->comment == NULL) {
    (void)cli_key_companion(key, &report->owned, &options->comment_len);
    options->comment = report->owned;
  }
  if (options->comment_len == 0) {
    options->comment = NULL;
  } else if (!mint_comment_ok(options->comment, options->comment_len)) {
    cli_report_code(report, CLI_E_KEY_COMMENT, NULL);
    return false;
  }
  return true;
}

// Settles how a private key is encrypted: as the options say, else as it was.
static bool settle_encryption(struct mint_write_options *options,
                              const struct cli_context *context,
                              struct cli_report *report,
                              const struct cli_key *key,
                              const struct request *request) {
  const struct cli_passphrase *passphrase = NULL;
  if (context->no_passphrase || !is_private(request)) {
    passphrase = NULL;
  } else if (cli_passphrase_named(&context->new_passphrase)) {
    passphrase = &context->new_passphrase;
  } else if (key->about->encrypted) {
    passphrase = &context->passphrase;
  }
  options->rounds = request->rounds;
  if (passphrase == NULL) {
    return true;
  }
  if (request->rounds == 0 && key->about->format == MINT_FORMAT_OPENSSH &&
      passphrase == &context->passphrase) {
    options->rounds = (uint32_t)key->about->kdf_cost;
  }
  cli_render_passphrase(options, &passphrase->text);
  if (!cli_passphrase_check(&passphrase->text, report, request->format)) {
    return false;
  }
  if (request->format == MINT_FORMAT_PEM) {
    cli_report_file(report, CLI_W_KDF_WEAK_OUT,
                    request->path == NULL ? "standard output" : request->path,
                    0);
  }
  return true;
}

static void put_out(struct cli_context *context, struct cli_report *report,
                    struct cli_save *save, const struct mint_secret *text,
                    const struct request *request) {
  if (request->path != NULL) {
    const char *path = request->path;
    char *shown = cli_escape_ascii((const uint8_t *)path, strlen(path));
    const struct cli_facts *was = save->files[0].was;
    bool ok = cli_save_write(save, report, text, NULL);
    if (ok && was != NULL && was->all.st_nlink > 1) {
      cli_report_code(report, CLI_W_FILE_LINKS, NULL);
    } else if (ok && was != NULL) {
      cli_report_rewritten(report);
    }
    if (ok && context->json) {
      report->extra =
          json_pack("{s:s,s:s}", "to", mint_format_name(request->format),
                    "output", shown);
    }
    free(shown);
  } else if (context->json) {
    report->extra =
        json_pack("{s:s,s:s%}", "to", mint_format_name(request->format),
                  "public", (const char *)text->data, text->len);
  } else if (fflush(stdout) != 0 || !cli_write(STDOUT_FILENO, text)) {
    cli_report_code(report, CLI_E_FILE_OUTPUT, strerror(errno));
  }
}

// Whether OUT is the file that is read.
static bool is_in_place(const struct cli_key *key,
                        const struct request *request) {
  struct stat found;
  return request->path != NULL && key->facts.is_file &&
         lstat(request->path, &found) == 0 &&
         found.st_dev == key->facts.all.st_dev &&
         found.st_ino == key->facts.all.st_ino;
}

// Refuses what can be refused before a passphrase is asked for.
static bool make_ready(struct cli_context *context, struct cli_report *report,
                       struct cli_save *save, const struct cli_key *key,
                       const struct request *request) {
  const struct cli_save_target target = {
      .path = request->path,
      .mode = is_private(request) ? CLI_MODE_PRIVATE
                                  : CLI_MODE_PUBLIC & ~context->umask,
      .force = request->force,
      .was = is_in_place(key, request) ? &key->facts : NULL,
  };
  if (is_private(request) && key->about->kind != MINT_KIND_PRIVATE) {
    cli_report_code(report, CLI_E_KEY_PUBLIC, NULL);
    return false;
  }
  if (!is_private(request) && request->force &&
      cli_holds_private(request->path)) {
    cli_report_file(report, CLI_E_USAGE_PRIVATE, request->path, 0);
    return false;
  }
  if (is_private(request) && request->path == NULL &&
      isatty(STDOUT_FILENO) == 1) {
    cli_report_code(report, CLI_E_FILE_TERMINAL, NULL);
    return false;
  }
  if (request->path != NULL && !cli_save_open(save, report, &target)) {
    return false;
  }
  return !cli_passphrase_named(&context->new_passphrase) ||
         cli_passphrase_ready(context, report, &context->new_passphrase,
                              request->format);
}

static void convert_key(struct cli_context *context, struct cli_report *report,
                        struct cli_key *key, void *argument) {
  const struct request *request = argument;
  struct cli_save save;
  struct mint_key *checked = NULL;
  struct mint_secret text = MINT_SECRET_EMPTY;
  struct mint_write_options options = {.format = request->format};
  cli_save_start(&save);
  if (!make_ready(context, report, &save, key, request) ||
      !cli_key_unlock(context, report, key, NULL,
                      "give --passphrase-file F or --passphrase-fd N") ||
      !cli_key_check(&checked, context, report, key) ||
      !settle_comment(&options, report, key, request) ||
      !settle_encryption(&options, context, report, key, request) ||
      !cli_render(&text, NULL, context, report, checked, &options)) {
    goto out;
  }
  if (request->no_newline) {
    text.len--;
  }
  put_out(context, report, &save, &text, request);

out:
  mint_secret_wipe(&text);
  mint_key_free(checked);
  cli_save_close(&save);
}

void cli_verb_convert(struct cli_context *context, int argc, char **argv) {
  struct request request;
  memset(&request, 0, sizeof(request));
  const struct cli_option options[] = {
      {0, "to", "FORMAT", NULL, &request.format_name,
       "the format that is written"},
      {'o', NULL, "OUT", NULL, &request.path, "write OUT, a new file, instead"},
      {0, "force", NULL, &request.force, NULL, "replace OUT"},
      {'C', NULL, "COMMENT", NULL, &request.comment,
       "the comment, instead of the key's own"},
      {'a', NULL, "ROUNDS", NULL, &request.rounds_text,
       "openssh: rounds of bcrypt"},
      {0, "no-newline", NULL, &request.no_newline, NULL,
       "authorized-keys: no newline at the end"},
      {0, "new-passphrase-file", "F", NULL, &context->new_passphrase.file,
       "encrypt with the first line of F"},
      {0, "new-passphrase-fd", "N", NULL, &context->new_passphrase.fd,
       "encrypt with the first line of descriptor N"},
      {0, "no-passphrase", NULL, &context->no_passphrase, NULL,
       "do not encrypt the private key"},
      {0, NULL, NULL, NULL, NULL, NULL},
  };
  struct cli_operands files;
  if (!cli_options_parse(context, &files, options, &usage, true, argc, argv)) {
    return;
  }
  const struct cli_source source = {convert_key, &request, false, true};
  if (!check_request(context, &request)) {
    return;
  }
  if (request.path != NULL) {
    cli_keep_folder(request.path);
  }
  if (cli_lock_keys(context, files.names, 1)) {
    (void)cli_source_read(context, files.names[0], &source);
  }
}
