// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// verb_list.c is the verbs `host list` and `host forget`: ssh-keygen's -F and
// -R.

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/escape.h"
#include "cli/host/known_edit.h"
#include "cli/host/name.h"
#include "cli/kept.h"
#include "cli/lock.h"
#include "cli/options.h"

static const struct cli_usage list_usage = {
    "host list [--known-hosts F] HOST[:PORT]",
    "Prints the lines of the known_hosts file that are of this host, as "
    "ssh-keygen -F\n"
    "does. Status 1: there is none.",
    1,
    1,
};

static const struct cli_usage forget_usage = {
    "host forget [--known-hosts F] HOST[:PORT]",
    "Removes the lines of the known_hosts file that are of this host, as "
    "ssh-keygen\n"
    "-R does: a line of several hosts goes as a whole, lines of authorities "
    "and\n"
    "revoked keys stay, and the old file is kept as F.old.",
    1,
    1,
};

// What both verbs work on.
struct task {
  const struct cli_context *context;
  struct cli_report *report;
  struct cli_host_name name;
  char *path;  // owned
  char *real;  // `host forget`: where it leads; owned
  // What was found, for JSON: the numbers of the lines, and what they hold.
  json_t *lines;
  json_t *keys;
};

static bool open_task(struct task *out, struct cli_context *context,
                      struct cli_report *report, const char *host,
                      const char *known_hosts) {
  memset(out, 0, sizeof(*out));
  out->context = context;
  out->report = report;
  out->path =
      known_hosts != NULL ? cli_format("%s", known_hosts) : cli_known_default();
  if (!cli_host_name_parse(&out->name, host, false)) {
    cli_report_code(report, CLI_E_HOST_NAME, NULL);
    return false;
  }
  if (out->path == NULL) {
    cli_report_code(report, CLI_E_FILE_FOLDER, "you have no home directory");
  }
  return out->path != NULL;
}

static bool is_host(const struct task *task,
                    const struct cli_known_line *line) {
  return line->hosts != NULL &&
         cli_known_matches(line->hosts, line->hosts_len, task->name.known);
}

static void print_line(const struct task *task,
                       const struct cli_known_line *line) {
  const char *marker = line->marker == CLI_KNOWN_CA        ? "CA"
                       : line->marker == CLI_KNOWN_REVOKED ? "REVOKED"
                                                           : "";
  char *text = cli_escape((const uint8_t *)line->line, line->len);
  printf("# Host %s found: line %zu %s\n%s\n", task->name.known, line->number,
         marker, text);
  free(text);
}

// Remembers a line of the host, and the key on it if it is one.
static void found_line(struct task *task, const struct cli_known_line *line) {
  struct mint_parts *parts = NULL;
  (void)json_array_append_new(task->lines,
                              json_integer((json_int_t)line->number));
  if (cli_known_key(&parts, line) != MINT_OK) {
    return;
  }
  const struct mint_about *about = mint_parts_about(parts);
  char print[MINT_FINGERPRINT_MAX];
  mint_fingerprint(print, MINT_HASH_SHA256, about->blob, about->blob_len);
  json_t *key =
      json_pack("{s:i,s:s,s:i,s:s}", "line", (int)line->number, "type",
                about->type, "bits", (int)about->bits, "fingerprint", print);
  if (line->marker != CLI_KNOWN_HOST) {
    (void)json_object_set_new(
        key, "marker",
        json_string(line->marker == CLI_KNOWN_CA ? "cert-authority"
                                                 : "revoked"));
  }
  (void)json_array_append_new(task->keys, key);
  mint_parts_free(parts);
}

static void list(struct task *task) {
  struct cli_known known;
  struct cli_known_line line;
  size_t found = 0;
  memset(&line, 0, sizeof(line));
  bool ok = cli_known_read(&known, task->report, task->path);
  if (ok && !known.is_there) {
    cli_report_file(task->report, CLI_E_FILE_OPEN, task->path, ENOENT);
  } else if (ok) {
    while (cli_known_next(&known, &line)) {
      if (is_host(task, &line)) {
        found++;
        found_line(task, &line);
        if (!task->context->json) {
          print_line(task, &line);
        }
      }
    }
    if (found == 0) {
      cli_report_file(task->report, CLI_E_HOST_NOT_LISTED, task->path, 0);
    }
  }
  cli_known_free(&known);
}

// Collects what stays. Returns how many lines go; SIZE_MAX if the file is not
// what it should be.
static size_t without_host(struct task *task, const struct cli_known *known,
                           char *out, size_t *out_len) {
  struct cli_known_line line;
  size_t found = 0;
  memset(&line, 0, sizeof(line));
  while (cli_known_next(known, &line)) {
    if (line.is_broken) {
      char *place = cli_format("%s:%zu", task->path, line.number);
      cli_report_file(task->report, CLI_E_HOST_LIST, place, 0);
      free(place);
      return SIZE_MAX;
    }
    if (is_host(task, &line) && line.marker == CLI_KNOWN_HOST) {
      found++;
      found_line(task, &line);
      continue;
    }
    memcpy(out + *out_len, line.line, line.whole_len);
    *out_len += line.whole_len;
  }
  return found;
}

static void tell_forgotten(const struct task *task, const char *path) {
  if (task->context->json || task->context->quiet) {
    return;
  }
  for (size_t i = 0; i < json_array_size(task->lines); i++) {
    printf("# Host %s found: line %lld\n", task->name.known,
           (long long)json_integer_value(json_array_get(task->lines, i)));
  }
  char *name = cli_escape_name(path);
  printf("%s updated.\nOriginal contents retained as %s.old\n", name, name);
  free(name);
}

static void forget(struct task *task) {
  struct cli_known_edit edit;
  bool ok = cli_known_edit_open(&edit, task->report, task->real);
  if (ok && !edit.known.is_there) {
    cli_report_file(task->report, CLI_E_FILE_OPEN, task->path, ENOENT);
    ok = false;
  }
  char *rest = ok ? malloc(edit.known.len + 1) : NULL;
  if (ok && rest == NULL) {
    cli_report_status(task->report, MINT_ERR_MEMORY, NULL, NULL);
  } else if (ok) {
    size_t len = 0;
    size_t found = without_host(task, &edit.known, rest, &len);
    if (found == 0) {
      cli_report_file(task->report, CLI_W_HOST_NOT_LISTED, task->path, 0);
    } else if (found != SIZE_MAX &&
               cli_known_edit_write(&edit, task->report, rest, len, true)) {
      tell_forgotten(task, edit.path);
    }
  }
  free(rest);
  cli_known_edit_close(&edit);
}

static void run(struct cli_context *context, int argc, char **argv,
                const struct cli_usage *usage,
                void (*work)(struct task *task)) {
  const char *known_hosts = NULL;
  const struct cli_option options[] = {
      {0, "known-hosts", "F", NULL, &known_hosts,
       "the known_hosts file (~/.ssh/known_hosts)"},
      {0, NULL, NULL, NULL, NULL, NULL},
  };
  struct cli_operands hosts;
  if (!cli_options_parse(context, &hosts, options, usage, false, argc, argv)) {
    return;
  }
  struct cli_report report;
  struct task task;
  cli_report_start(&report, hosts.names[0], 0);
  if (open_task(&task, context, &report, hosts.names[0], known_hosts)) {
    if (work == forget) {
      task.real = cli_known_edit_keep(task.path);
    } else {
      cli_keep(task.path);
    }
    task.lines = json_array();
    task.keys = json_array();
    if (cli_lock(context)) {
      work(&task);
    }
    char *path =
        cli_escape_ascii((const uint8_t *)task.path, strlen(task.path));
    report.extra = json_pack("{s:s,s:i,s:s,s:o,s:o}", "host", task.name.host,
                             "port", (int)task.name.port, "known_hosts", path,
                             "lines", task.lines, "keys", task.keys);
    free(path);
  }
  cli_report_end(context, &report);
  free(task.real);
  free(task.path);
}

void cli_verb_host_list(struct cli_context *context, int argc, char **argv) {
  run(context, argc, argv, &list_usage, list);
}

void cli_verb_host_forget(struct cli_context *context, int argc, char **argv) {
  run(context, argc, argv, &forget_usage, forget);
}
