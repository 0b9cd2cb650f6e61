// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// pair.c reads the two files of a pair. A half of one is never taken for a
// pair: whoever copies it elsewhere would miss the other half too late.

#include "cli/pair.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/escape.h"
#include "cli/io.h"

// What cannot be looked at may be there.
static bool exists(const char *path) {
  struct stat found;
  return lstat(path, &found) == 0 || errno != ENOENT;
}

bool cli_pair_exists(const char *path) {
  char *public_path = cli_format("%s.pub", path);
  bool found = exists(path) || exists(public_path);
  free(public_path);
  return found;
}

// Reads a file that holds one key of this kind. A device is not opened: it may
// not end.
static struct mint_parts *read_key(struct cli_facts *out_facts,
                                   const char *path, enum mint_kind kind) {
  struct mint_secret text = MINT_SECRET_EMPTY;
  struct mint_parts *parts = NULL;
  struct mint_reason why;
  struct cli_report unheard;
  struct stat found;
  cli_report_start(&unheard, path, 0);
  bool ok = stat(path, &found) == 0 && S_ISREG(found.st_mode) &&
            cli_read(&text, out_facts, &unheard, path) &&
            mint_parts_read(&parts, &why, text.data, text.len) == MINT_OK &&
            mint_parts_about(parts)->kind == kind;
  cli_report_drop(&unheard);
  mint_secret_wipe(&text);
  if (!ok) {
    mint_parts_free(parts);
    parts = NULL;
  }
  return parts;
}

static bool belong_together(const struct mint_about *key,
                            const struct mint_about *public_key) {
  return key->blob_len == 0 ||
         (key->blob_len == public_key->blob_len &&
          memcmp(key->blob, public_key->blob, key->blob_len) == 0);
}

enum cli_pair cli_pair_find(struct cli_context *context, const char *path) {
  if (!cli_pair_exists(path)) {
    return CLI_PAIR_NONE;
  }
  struct cli_report report;
  struct cli_facts facts;
  struct cli_facts public_facts;
  cli_report_start(&report, path, 0);
  char *public_path = cli_format("%s.pub", path);
  struct mint_parts *key = read_key(&facts, path, MINT_KIND_PRIVATE);
  struct mint_parts *public_key =
      read_key(&public_facts, public_path, MINT_KIND_PUBLIC);
  if (key == NULL) {
    cli_report_code(&report, CLI_E_PAIR_PRIVATE, NULL);
  } else if (public_key == NULL) {
    cli_report_code(&report, CLI_E_PAIR_PUBLIC, NULL);
  } else if (!belong_together(mint_parts_about(key),
                              mint_parts_about(public_key))) {
    cli_report_code(&report, CLI_E_PUBLIC_DIFFERS, NULL);
  } else if (cli_is_exposed(&facts)) {
    cli_report_code(&report, CLI_W_FILE_MODE, NULL);
  }
  bool ok = report.exit == CLI_EXIT_OK;
  report.about = key == NULL ? NULL : mint_parts_about(key);
  cli_report_end(context, &report);
  mint_parts_free(public_key);
  mint_parts_free(key);
  free(public_path);
  return ok ? CLI_PAIR_WHOLE : CLI_PAIR_NOT;
}
