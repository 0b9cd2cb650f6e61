// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// verb_fingerprint.c prints fingerprints of keys of every SSH type, also of
// keys that no rule would let pass: to know a key by its fingerprint is not to
// trust it.

#include <stdlib.h>
#include <string.h>

#include "cli/escape.h"
#include "cli/govern.h"
#include "cli/lock.h"
#include "cli/options.h"
#include "cli/show.h"

static const struct cli_usage usage = {
    "fingerprint [-E HASH] [-v] [--sshfp HOST] FILE...",
    "Prints the fingerprint of every key in the files, as ssh-keygen -l does:\n"
    "public keys and certificates of any SSH type, lists of them\n"
    "(authorized_keys, known_hosts) and private keys. The passphrase of a "
    "locked\n"
    "private key is asked for only where the format hides the public part too\n"
    "(pem, pkcs8).\n"
    "-v prints the picture of the fingerprint too. - is standard input.",
    1,
    CLI_OPERANDS_ANY,
};

// Settles which comment is shown, and that a .pub beside a private key belongs
// to it.
static bool settle_comment(const struct cli_context *context,
                           struct cli_report *report, struct cli_key *key) {
  size_t len = 0;
  if (key->about->kind != MINT_KIND_PRIVATE) {
    return true;
  }
  switch (cli_key_companion(key, &report->owned, &len)) {
    case CLI_COMPANION_DIFFERS:
      cli_report_code(report, CLI_E_PUBLIC_DIFFERS, NULL);
      return false;
    case CLI_COMPANION_SAME:
      if (report->owned == NULL && context->ssh_keygen) {
        report->owned =
            cli_format("%s.pub", key->path);  // as ssh-keygen has it
        len = strlen(report->owned);
      }
      break;
    case CLI_COMPANION_NONE:
      break;
  }
  if (report->owned != NULL) {  // else the one in the private key
    key->comment = report->owned;
    key->comment_len = len;
  }
  report->comment = key->comment;
  report->comment_len = key->comment_len;
  return true;
}

static void print_line(const struct cli_key *key, const struct cli_show *show,
                       const char *randomart) {
  char fingerprint[MINT_FINGERPRINT_MAX];
  mint_fingerprint(fingerprint, show->hash, key->about->blob,
                   key->about->blob_len);
  char *comment =
      key->comment == NULL
          ? cli_format("no comment")
          : cli_escape((const uint8_t *)key->comment, key->comment_len);
  printf("%u %s %s (%s)\n", key->about->bits, fingerprint, comment,
         key->about->type_short);
  if (show->randomart) {
    printf("%s\n", randomart);
  }
  free(comment);
}

static void show_sshfp(const struct cli_context *context,
                       struct cli_report *report, const struct cli_key *key,
                       const char *host) {
  char records[MINT_SSHFP_MAX];
  enum mint_status status = mint_sshfp(records, host, key->about->type,
                                       key->about->blob, key->about->blob_len);
  if (status == MINT_ERR_UNSUPPORTED) {
    cli_report_code(report, CLI_E_KEY_SSHFP, key->about->type);
    return;
  }
  if (status != MINT_OK) {
    cli_report_status(report, status, NULL, NULL);
    return;
  }
  if (!context->json) {
    fputs(records, stdout);
    return;
  }
  json_t *lines = json_array();
  char *rest = records;
  for (char *line = strsep(&rest, "\n"); line != NULL;
       line = strsep(&rest, "\n")) {
    if (line[0] != '\0') {
      (void)json_array_append_new(lines, json_string(line));
    }
  }
  report->extra = json_pack("{s:o}", "sshfp", lines);
}

// The host is the only argument that can be wrong: any type and blob will do.
static bool is_host(const char *host) {
  char unused[MINT_SSHFP_MAX];
  return mint_sshfp(unused, host, "ssh-rsa", NULL, 0) != MINT_ERR_ARGUMENT;
}

void cli_show_key(struct cli_context *context, struct cli_report *report,
                  struct cli_key *key, void *argument) {
  const struct cli_show *show = argument;
  if ((key->about->blob_len == 0 &&
       !cli_key_unlock(context, report, key, NULL,
                       cli_public_fix(context, key->path))) ||
      !settle_comment(context, report, key)) {
    return;
  }
  if (show->sshfp_host != NULL) {
    show_sshfp(context, report, key, show->sshfp_host);
  } else {
    char randomart[MINT_RANDOMART_MAX];
    mint_randomart(randomart, show->hash, key->about->blob,
                   key->about->blob_len, key->about->type_short,
                   key->about->bits);
    report->hash = show->hash;
    if (!context->json) {
      print_line(key, show, randomart);
    } else if (show->randomart) {
      report->extra = json_pack("{s:s}", "randomart", randomart);
    }
  }
}

void cli_verb_fingerprint(struct cli_context *context, int argc, char **argv) {
  const char *hash = NULL;
  struct cli_show show = {MINT_HASH_SHA256, false, NULL};
  const struct cli_option options[] = {
      {'E', NULL, "HASH", NULL, &hash,
       "sha256 (the default), md5, sha1, sha384 or sha512"},
      {0, "sshfp", "HOST", NULL, &show.sshfp_host,
       "print the SSHFP records of HOST instead"},
      {0, NULL, NULL, NULL, NULL, NULL},
  };
  struct cli_operands files;
  if (!cli_options_parse(context, &files, options, &usage, true, argc, argv)) {
    return;
  }
  if (hash != NULL && !mint_hash_from_name(&show.hash, hash)) {
    cli_fail(context, CLI_E_USAGE_VALUE, "-E");
    return;
  }
  if (show.sshfp_host != NULL && !is_host(show.sshfp_host)) {
    cli_fail(context, CLI_E_USAGE_HOST, show.sshfp_host);
    return;
  }
  struct cli_report report;
  cli_report_start(&report, NULL, 0);
  bool may_show = cli_govern_hash(context, &report, show.hash);
  if (show.sshfp_host != NULL) {
    may_show &= cli_govern_hash(context, &report, MINT_HASH_SHA1);
  }
  cli_report_end(context, &report);
  if (!may_show || !cli_lock_keys(context, files.names, files.num)) {
    return;
  }
  show.randomart = context->verbose;
  const struct cli_source source = {cli_show_key, &show, true, false};
  for (size_t i = 0; i < files.num; i++) {
    (void)cli_source_read(context, files.names[i], &source);
  }
}
