// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// pin.c adds one line to the known hosts. What the file says is looked at once
// more under the lock: it may have changed since the host was checked.

#include "cli/host/pin.h"

#include <stdlib.h>
#include <string.h>

#include "cli/base64.h"
#include "cli/escape.h"
#include "cli/host/known_edit.h"

// Tells whether the key is there for this host.
static bool is_known(const struct cli_known *known, const char *name,
                     const struct mint_about *key) {
  struct cli_known_line line;
  memset(&line, 0, sizeof(line));
  bool found = false;
  while (!found && cli_known_next(known, &line)) {
    struct mint_parts *parts = NULL;
    if (line.hosts == NULL || line.marker != CLI_KNOWN_HOST ||
        !cli_known_matches(line.hosts, line.hosts_len, name) ||
        cli_known_key(&parts, &line) != MINT_OK) {
      continue;
    }
    const struct mint_about *about = mint_parts_about(parts);
    found = about->blob_len == key->blob_len &&
            memcmp(about->blob, key->blob, key->blob_len) == 0;
    mint_parts_free(parts);
  }
  return found;
}

char *cli_host_line(const char *hosts, const struct mint_about *key) {
  char *base64 = cli_allocate(CLI_BASE64_ROOM(key->blob_len));
  cli_base64(base64, key->blob, key->blob_len);
  char *line = cli_format("%s %s %s\n", hosts, key->type, base64);
  free(base64);
  return line;
}

// Writes the file with one more line. It may hold any bytes.
static bool write_more(struct cli_known_edit *edit, struct cli_report *report,
                       const char *line) {
  size_t old_len = edit->known.len;
  bool is_open = old_len != 0 && edit->known.text[old_len - 1] != '\n';
  char *more = cli_format("%s%s", is_open ? "\n" : "", line);
  size_t more_len = strlen(more);
  char *whole = cli_allocate(old_len + more_len + 1);
  if (old_len != 0) {
    memcpy(whole, edit->known.text, old_len);
  }
  (void)stpcpy(whole + old_len, more);
  bool ok =
      cli_known_edit_write(edit, report, whole, old_len + more_len, false);
  free(whole);
  free(more);
  return ok;
}

static bool append(struct cli_known_edit *edit, struct cli_report *report,
                   const char *name, const struct mint_about *key, bool hash) {
  char *hosts = hash ? cli_known_hash(name) : cli_format("%s", name);
  if (hosts == NULL) {
    cli_report_status(report, MINT_ERR_RANDOM, NULL, NULL);
    return false;
  }
  char *line = cli_host_line(hosts, key);
  bool ok = write_more(edit, report, line);
  free(line);
  free(hosts);
  return ok;
}

static void tell(const struct cli_context *context, struct cli_report *report,
                 const struct cli_host_check *check, bool is_new) {
  if (context->json && report->extra != NULL) {
    char *path = cli_escape_ascii((const uint8_t *)check->known_path,
                                  strlen(check->known_path));
    (void)json_object_set_new(report->extra, "known_hosts", json_string(path));
    (void)json_object_set_new(report->extra, "added", json_boolean(is_new));
    free(path);
  } else if (!context->quiet && !context->json) {
    char *path = cli_escape_name(check->known_path);
    printf("%s: %s, %s key of %s\n", is_new ? "added" : "already there", path,
           cli_host_types[check->matched->type].shown, check->name.known);
    free(path);
  }
}

static bool pin_once(const struct cli_context *context,
                     struct cli_report *report, struct cli_host_check *check,
                     bool hash) {
  struct cli_known_edit edit;
  const struct mint_about *key = check->matched->about;
  bool ok = cli_known_edit_open(&edit, report, check->known_real);
  if (ok) {
    cli_known_free(&check->known);
    ok = cli_known_read(&check->known, report, check->known_real);
    check->known.path = check->known_path;
  }
  ok = ok && !cli_host_conflict(check, report, check->matched);
  if (ok && is_known(&edit.known, check->name.known, key)) {
    tell(context, report, check, false);
  } else if (ok) {
    ok = append(&edit, report, check->name.known, key, hash);
    if (ok) {
      tell(context, report, check, true);
    }
  }
  cli_known_edit_close(&edit);
  return ok;
}

bool cli_host_pin(const struct cli_context *context, struct cli_report *report,
                  struct cli_host_check *check, bool hash) {
  if (check->known_path == NULL) {
    cli_report_code(report, CLI_E_FILE_FOLDER, "you have no home directory");
    return false;
  }
  int before = report->exit;
  bool ok = pin_once(context, report, check, hash);
  // Of two that make the file at the same moment one finds it there.
  if (!ok && cli_report_take_back(report, CLI_E_FILE_EXISTS)) {
    report->exit = before;
    ok = pin_once(context, report, check, hash);
  }
  return ok;
}
