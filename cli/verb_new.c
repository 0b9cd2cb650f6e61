// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// verb_new.c makes a new key pair. Everything that can be refused is refused
// before a key is made.

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "cli/bulk.h"
#include "cli/escape.h"
#include "cli/govern.h"
#include "cli/io.h"
#include "cli/kept.h"
#include "cli/lock.h"
#include "cli/next.h"
#include "cli/options.h"
#include "cli/prompt.h"
#include "cli/render.h"

static const struct cli_usage usage = {
    "new [-b BITS] [-m FORMAT] [-f FILE] [-C COMMENT] [-a ROUNDS]\n"
    "                   [--force | --if-missing] [--passphrase-file F |\n"
    "                   --passphrase-fd N | --no-passphrase]\n"
    "       sshmint new --count N --dir DIR [--name PATTERN] [OPTION]...",
    "Makes an RSA key pair: FILE, for its owner only, and FILE.pub. Nothing "
    "is\n"
    "overwritten unless --force says so. The passphrase is asked for on the\n"
    "terminal; without one, and without a passphrase option, nothing is "
    "written.\n"
    "With --count it makes N pairs, on all processors.",
    0,
    0,
};

// What the command line asks for.
struct request {
  const char *type;
  const char *bits_text;
  const char *format;
  const char *path;
  const char *rounds;
  bool force;
  bool if_missing;
  struct cli_series series;
  struct cli_generate how;
};

// Whether the comment may be written, as it is or with a number in it.
static bool check_comment(const struct request *request) {
  const char *text = request->how.comment;
  bool ok = mint_comment_ok(text, strlen(text));
  if (ok && cli_series_wanted(&request->series)) {
    char *filled =
        cli_series_fill(&request->series, text, request->series.count);
    ok = mint_comment_ok(filled, strlen(filled));
    free(filled);
  }
  return ok;
}

static bool check_request(struct cli_context *context,
                          struct request *request) {
  if (request->type != NULL && strcasecmp(request->type, "rsa") != 0) {
    cli_fail(context, CLI_E_USAGE_TYPE, request->type);
    return false;
  }
  if (request->bits_text != NULL &&
      (!cli_number(&request->how.bits, request->bits_text, 1u << 20) ||
       !mint_key_bits_offered(request->how.bits))) {
    cli_fail(context, CLI_E_USAGE_SIZE, request->bits_text);
    return false;
  }
  enum mint_format *format = &request->how.format;
  if (request->format != NULL &&
      (!mint_format_from_name(format, request->format) ||
       !mint_format_is_private(*format) || *format == MINT_FORMAT_PPK)) {
    cli_fail(context, CLI_E_USAGE_FORMAT, request->format);
    return false;
  }
  if (!cli_render_rounds(&request->how.rounds, context, request->rounds)) {
    return false;
  }
  if (request->path != NULL &&
      (strcmp(request->path, "-") == 0 || request->path[0] == '\0')) {
    cli_fail(context, CLI_E_USAGE_VALUE, "-f");
    return false;
  }
  if (request->path != NULL && cli_is_public_name(request->path)) {
    cli_fail(context, CLI_E_USAGE_PUBLIC_NAME, request->path);
    return false;
  }
  if (request->force && request->if_missing) {
    cli_fail(context, CLI_E_USAGE_CONFLICT, "--force, --if-missing");
    return false;
  }
  if (context->no_passphrase && cli_passphrase_named(&context->passphrase)) {
    cli_fail(context, CLI_E_USAGE_CONFLICT, "--no-passphrase");
    return false;
  }
  if (cli_series_wanted(&request->series)) {
    if (request->path != NULL) {
      cli_fail(context, CLI_E_USAGE_CONFLICT, "-f, --count");
      return false;
    }
    if (!cli_series_check(context, &request->series)) {
      return false;
    }
  }
  if (!check_comment(request)) {
    cli_fail(context, CLI_E_USAGE_COMMENT, NULL);
    return false;
  }
  return true;
}

// Whether the code says that the file is a private key, though not one that we
// read.
static bool is_foreign_private(enum mint_code code) {
  return code == MINT_E_FORMAT_NOT_RSA || code == MINT_E_FORMAT_PPK_VERSION ||
         code == MINT_E_FORMAT_PKCS8_VERSION ||
         code == MINT_E_FORMAT_SEVERAL_KEYS || code == MINT_E_CIPHER_UNKNOWN ||
         code == MINT_E_KDF_UNKNOWN || code == MINT_E_KDF_COST;
}

// Tells, for --if-missing, whether there is a private key at `path` already, so
// that nothing is to be done. Anything else in the way is found later.
static bool has_private_key(struct cli_context *context, const char *path) {
  struct stat found;
  if (stat(path, &found) != 0 || !S_ISREG(found.st_mode)) {
    return false;
  }
  cli_keep_folder(path);
  if (!cli_lock(context)) {
    return true;  // and told
  }
  struct cli_report report;
  struct mint_secret text = MINT_SECRET_EMPTY;
  struct cli_facts facts;
  struct mint_parts *parts = NULL;
  bool has_key = false;
  cli_report_start(&report, path, 0);
  if (cli_read(&text, &facts, &report, path)) {
    struct mint_reason why;
    if (mint_parts_read(&parts, &why, text.data, text.len) == MINT_OK) {
      report.about = mint_parts_about(parts);
      has_key = report.about->kind == MINT_KIND_PRIVATE;
    } else {
      has_key = is_foreign_private(why.code);
    }
    if (has_key && cli_is_exposed(&facts)) {
      cli_report_code(&report, CLI_W_FILE_MODE, NULL);
    }
  }
  if (has_key) {
    cli_report_end(context, &report);
  } else {
    cli_report_drop(&report);
  }
  mint_parts_free(parts);
  mint_secret_wipe(&text);
  return has_key;
}

static void print_result(const struct cli_context *context,
                         const struct mint_about *about, const char *path,
                         const char *comment) {
  char fingerprint[MINT_FINGERPRINT_MAX];
  mint_fingerprint(fingerprint, MINT_HASH_SHA256, about->blob, about->blob_len);
  char *name = cli_escape_name(path);
  char *shown = cli_escape_name(comment);
  if (!context->quiet) {
    printf("private key  %s (%s, %s)\n", name, mint_format_name(about->format),
           about->encrypted ? about->cipher : "not encrypted");
    printf("public key   %s.pub\n", name);
    printf("fingerprint  %u %s %s (%s)\n", about->bits, fingerprint, shown,
           about->type_short);
    cli_next_print(context, "", path, about);
  }
  free(shown);
  free(name);
}

static void make(struct cli_context *context, const struct request *request,
                 const char *path) {
  struct cli_report report;
  struct cli_save save;
  struct mint_parts *parts = NULL;
  struct mint_secret public_key = MINT_SECRET_EMPTY;
  struct cli_passphrase *passphrase = &context->passphrase;
  const struct cli_generate *how = &request->how;
  const struct cli_save_target target =
      cli_generate_target(context, path, request->force);
  cli_report_start(&report, path, 0);
  cli_save_start(&save);
  if (!cli_govern_make(context, &report, how->bits, how->format) ||
      !cli_passphrase_ready(context, &report, passphrase, how->format)) {
    goto out;
  }
  if (!context->is_locked) {  // else there is a file in it
    free(cli_make_folder(path));
    cli_keep_folder(path);
  }
  if (!cli_lock(context) || !cli_save_open(&save, &report, &target) ||
      !cli_passphrase_new(context, &report, passphrase, how->format, NULL) ||
      !cli_generate(&parts, &public_key, context, &report, &save, how)) {
    goto out;
  }
  report.about = mint_parts_about(parts);
  report.comment = how->comment;
  report.comment_len = strlen(how->comment);
  report.verdict = "accept";
  cli_report_kdf(&report);
  if (!context->json) {
    print_result(context, report.about, path, how->comment);
  }

out:
  if (request->if_missing && cli_report_has(&report, CLI_E_FILE_EXISTS) &&
      has_private_key(context, path)) {
    cli_report_drop(&report);  // another process has just made it
  } else {
    cli_report_end(context, &report);
  }
  cli_save_close(&save);
  mint_secret_wipe(&public_key);
  mint_parts_free(parts);
}

void cli_verb_new(struct cli_context *context, int argc, char **argv) {
  struct request request;
  memset(&request, 0, sizeof(request));
  const struct cli_option options[] = {
      {'t', NULL, "TYPE", NULL, &request.type, "rsa, the only type"},
      {'b', NULL, "BITS", NULL, &request.bits_text,
       "2048, 3072 (the default), 4096 or 8192"},
      {'m', NULL, "FORMAT", NULL, &request.format,
       "pem (the default), pkcs8 or openssh"},
      {'f', NULL, "FILE", NULL, &request.path,
       "the private key; ~/.ssh/id_rsa without it"},
      {'C', NULL, "COMMENT", NULL, &request.how.comment,
       "the comment of the key; user@host without it"},
      {'a', NULL, "ROUNDS", NULL, &request.rounds,
       "openssh: bcrypt rounds; 24 without it, 2048 at most"},
      {0, "no-passphrase", NULL, &context->no_passphrase, NULL,
       "do not encrypt the private key"},
      {0, "force", NULL, &request.force, NULL, "replace FILE and FILE.pub"},
      {0, "if-missing", NULL, &request.if_missing, NULL,
       "do nothing if FILE is a private key already"},
      {0, "count", "N", NULL, &request.series.count_text,
       "make N pairs: DIR/id_rsa_1 to DIR/id_rsa_N"},
      {0, "dir", "DIR", NULL, &request.series.folder,
       "--count: the directory, which exists"},
      {0, "name", "PATTERN", NULL, &request.series.pattern,
       "--count: other names; %d is the number"},
      {0, NULL, NULL, NULL, NULL, NULL},
  };
  struct cli_operands files;
  if (!cli_options_parse(context, &files, options, &usage, true, argc, argv)) {
    return;
  }
  char *own_comment = NULL;
  char *own_path = NULL;
  request.how.bits = cli_govern_bits(context);
  request.how.format = cli_govern_format(context, MINT_FORMAT_PEM);
  if (request.how.comment == NULL) {
    own_comment = cli_default_comment();
    request.how.comment = own_comment;
  }
  if (!check_request(context, &request)) {
    // It is told.
  } else if (cli_series_wanted(&request.series)) {
    const struct cli_bulk bulk = {&request.series, &request.how, request.force,
                                  request.if_missing};
    cli_bulk_make(context, &bulk);
  } else {
    if (request.path == NULL) {
      own_path = cli_default_path();
      request.path = own_path;
    }
    if (request.path == NULL) {
      cli_fail(context, CLI_E_USAGE_VALUE, "-f");
    } else if (!request.if_missing || !has_private_key(context, request.path)) {
      make(context, &request, request.path);
    }
  }
  free(own_path);
  free(own_comment);
}
