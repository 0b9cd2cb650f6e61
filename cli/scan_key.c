// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// scan_key.c checks one key of a scan and tells the verdict in one line. Of a
// locked private key the public part is checked, where its format shows it.

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/base64.h"
#include "cli/escape.h"
#include "cli/govern.h"
#include "cli/prompt.h"
#include "cli/scan.h"
#include "cli/source.h"

#define CLI_SCAN_SHOW_EVERY_MS 200

void cli_scan_progress(struct cli_scan *scan) {
  struct timespec now;
  if (!scan->shows_progress || clock_gettime(CLOCK_MONOTONIC, &now) != 0) {
    return;
  }
  long long waited = (long long)(now.tv_sec - scan->shown_at.tv_sec) * 1000 +
                     (now.tv_nsec - scan->shown_at.tv_nsec) / 1000000;
  if (waited >= CLI_SCAN_SHOW_EVERY_MS) {
    scan->shown_at = now;
    fprintf(stderr, "\rscanning: %zu files, %zu keys ", scan->files,
            scan->keys);
  }
}

// Takes the progress off the terminal before something else is shown there.
static void hide_progress(const struct cli_scan *scan) {
  if (scan->shows_progress) {
    fputs("\r\033[K", stderr);
  }
}

void cli_scan_end(struct cli_scan *scan, struct cli_report *report) {
  const char *verdict = report->verdict;
  if (report->exit > CLI_EXIT_NO) {
    report->verdict = "error";
    scan->errors++;
  } else if (verdict != NULL) {
    bool is_accepted = strcmp(verdict, "accept") == 0;
    scan->accepted += is_accepted ? 1 : 0;
    scan->rejected += is_accepted ? 0 : 1;
  }
  if (report->num_findings != 0) {
    hide_progress(scan);
  }
  cli_report_end(scan->context, report);
}

// Makes public parts of the public blob of locked ones.
static struct mint_parts *public_parts(const struct mint_about *about) {
  struct mint_parts *parts = NULL;
  struct mint_reason why;
  char *base64 = malloc(CLI_BASE64_ROOM(about->blob_len));
  if (base64 == NULL || about->blob_len == 0 || about->type == NULL) {
    free(base64);
    return NULL;
  }
  cli_base64(base64, about->blob, about->blob_len);
  char *line = cli_format("%s %s", about->type, base64);
  if (mint_parts_read(&parts, &why, (const uint8_t *)line, strlen(line)) !=
      MINT_OK) {
    parts = NULL;
  }
  free(line);
  free(base64);
  return parts;
}

// Adds the rules of one severity to the end of the line.
static void print_rules(const struct cli_context *context,
                        struct cli_report *report, enum cli_severity severity) {
  const char *before = severity == CLI_WARNING ? " (warning: " : " (";
  bool has_any = false;
  for (size_t i = 0; i < report->num_findings; i++) {
    struct cli_finding *finding = &report->findings[i];
    if (finding->severity != severity || finding->rule == NULL ||
        (severity == CLI_WARNING && context->quiet)) {
      continue;
    }
    printf("%s%s %s", has_any ? ", " : before, finding->rule, finding->code);
    finding->is_told = true;
    has_any = true;
  }
  fputs(has_any ? ")" : "", stdout);
}

static const char *kind(const struct cli_report *report) {
  if (report->is_host) {
    return "host";
  }
  switch (report->about->kind) {
    case MINT_KIND_PRIVATE:
      return report->about->locked ? "locked private" : "private";
    case MINT_KIND_PUBLIC:
    case MINT_KIND_CERTIFICATE:
      break;
  }
  return "public";
}

static bool is_revoked(const struct mint_about *about) {
  static const char marker[] = "@revoked";
  return about->prefix_len >= strlen(marker) &&
         memcmp(about->prefix, marker, strlen(marker)) == 0;
}

static void print_verdict(const struct cli_context *context,
                          struct cli_report *report) {
  const struct mint_about *about = report->about;
  bool is_accepted = strcmp(report->verdict, "accept") == 0;
  bool colored = cli_uses_color(context, stdout);
  char *name = cli_report_name(report);
  char fingerprint[MINT_FINGERPRINT_MAX];
  mint_fingerprint(fingerprint, MINT_HASH_SHA256, about->blob, about->blob_len);
  fputs(name, stdout);
  if (report->line != 0) {
    printf(":%zu", report->line);
  }
  printf(": %s%s%s: %u-bit %s %s key %s",
         colored ? (is_accepted ? "\033[32m" : "\033[31m") : "",
         is_accepted ? "accepted" : "rejected", colored ? "\033[0m" : "",
         about->bits, about->type_short, kind(report), fingerprint);
  fputs(is_revoked(about) ? " (revoked)" : "", stdout);
  print_rules(context, report, CLI_ERROR);
  print_rules(context, report, CLI_WARNING);
  putchar('\n');
  free(name);
}

// What a scan does for one file, so that a directory of files that others made
// does not keep it busy for days: some ten times what is written by default, by
// ssh-keygen (24 rounds) and by us (600000 iterations), by openssl (scrypt over
// 16 MiB) and by PuTTY (about ten passes over 8 MiB).
#define CLI_SCAN_BCRYPT_MAX 256u
#define CLI_SCAN_PBKDF2_MAX 5000000u
#define CLI_SCAN_SCRYPT_BYTES_MAX 134217728u
#define CLI_SCAN_ARGON2_BYTES_MAX 1073741824u

static bool is_costly(const struct mint_about *about) {
  const char *kdf = about->kdf == NULL ? "" : about->kdf;
  if (strcmp(kdf, "bcrypt") == 0) {
    return about->kdf_cost > CLI_SCAN_BCRYPT_MAX;
  }
  if (strcmp(kdf, "pbkdf2") == 0) {
    return about->kdf_cost > CLI_SCAN_PBKDF2_MAX;
  }
  if (strcmp(kdf, "scrypt") == 0) {
    return about->kdf_memory > CLI_SCAN_SCRYPT_BYTES_MAX;
  }
  // Argon2; what has neither memory nor passes is one round of a hash.
  return about->kdf_memory != 0 &&
         about->kdf_cost > CLI_SCAN_ARGON2_BYTES_MAX / about->kdf_memory;
}

// Checks what can be checked of the key; the report has the verdict.
static void check_key(struct cli_context *context, struct cli_report *report,
                      struct cli_key *key) {
  struct mint_key *checked = NULL;
  struct mint_parts *shown = NULL;
  bool is_rsa = key->about->exponent_len != 0;
  if (report->is_host && (!is_rsa || is_revoked(key->about)) &&
      key->about->blob_len != 0) {
    report->verdict = "accept";
    return;
  }
  bool has_passphrase = cli_passphrase_named(&context->passphrase);
  if (has_passphrase && key->about->locked && is_costly(key->about)) {
    cli_report_code(report, CLI_E_KDF_COST, NULL);
    return;
  }
  bool may_unlock = has_passphrase || key->about->blob_len == 0;
  if (may_unlock &&
      !cli_key_unlock(context, report, key, NULL,
                      "give --passphrase-file F or --passphrase-fd N")) {
    return;
  }
  struct cli_key part = *key;
  if (key->about->locked) {
    shown = public_parts(key->about);
    if (shown == NULL) {
      cli_report_status(report, MINT_ERR_INTERNAL, NULL, NULL);
      return;
    }
    part.parts = shown;
    part.about = mint_parts_about(shown);
  }
  bool ok = !key->about->locked || cli_govern_read(context, report, key->about);
  (void)cli_key_check(&checked, context, report, &part);
  ok &= cli_govern_stored(context, report, key->about);
  if (!ok && report->verdict != NULL) {
    report->verdict = "reject";
  }
  mint_key_free(checked);
  mint_parts_free(shown);
}

void cli_scan_key(struct cli_scan *scan, const struct cli_scan_file *file,
                  size_t line, bool is_host, struct mint_parts *parts) {
  struct cli_context *context = scan->context;
  struct cli_report report;
  struct cli_key key = {.path = file->path,
                        .facts = file->facts,
                        .parts = parts,
                        .about = mint_parts_about(parts)};
  key.comment = key.about->comment;
  key.comment_len = key.about->comment_len;
  scan->keys++;
  cli_report_start(&report, file->path, line);
  report.about = key.about;
  report.is_host = is_host;
  if (key.about->kind == MINT_KIND_PRIVATE && cli_is_exposed(&file->facts)) {
    cli_report_code(&report, CLI_W_FILE_MODE, NULL);
  }
  check_key(context, &report, &key);
  if (report.verdict != NULL && report.exit <= CLI_EXIT_NO && !context->json) {
    hide_progress(scan);
    print_verdict(context, &report);
  }
  cli_scan_end(scan, &report);
  mint_parts_free(parts);
}
