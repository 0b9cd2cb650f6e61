// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// audit.c writes the audit trail, to a file that is only ever appended to or to
// syslog. A line is one write: lines of several processes do not mix.

#include "cli/audit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include "cli/escape.h"

static void put(json_t *object, const char *name, const char *value) {
  if (value != NULL) {
    (void)json_object_set_new(object, name, json_string(value));
  }
}

static void put_time(json_t *object) {
  char text[32] = "";
  struct tm parts;
  time_t now = time(NULL);
  if (gmtime_r(&now, &parts) != NULL) {
    (void)strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &parts);
  }
  put(object, "time", text);
}

// What every line has.
static json_t *line_start(const struct cli_context *context,
                          const char *event) {
  char digest[MINT_FINGERPRINT_MAX];
  json_t *out = json_object();
  put_time(out);
  (void)json_object_set_new(out, "uid", json_integer((json_int_t)getuid()));
  put(out, "event", event);
  put(out, "verb", context->verb);
  cli_policy_digest(digest, &context->policy);
  put(out, "policy", context->policy.name);
  put(out, "digest", digest);
  return out;
}

static bool append(const struct cli_context *context, const char *text) {
  char *line = cli_format("%s\n", text);
  size_t len = strlen(line);
  ssize_t put = -1;
  do {
    put = write(context->audit_fd, line, len);
  } while (put < 0 && errno == EINTR);
  free(line);
  if (put >= 0 && (size_t)put != len) {
    errno = ENOSPC;
  }
  return put >= 0 && (size_t)put == len;
}

// Writes `object`, which it releases.
static bool write_line(const struct cli_context *context, json_t *object) {
  char *text = json_dumps(object, JSON_COMPACT | JSON_ENSURE_ASCII);
  bool ok = text != NULL;
  json_decref(object);
  if (!ok) {
    errno = ENOMEM;
  } else if (context->policy.value[CLI_P_AUDIT] == CLI_AUDIT_SYSLOG) {
    // syslog(3) does not say whether anybody took it.
    syslog(LOG_AUTHPRIV | LOG_NOTICE, "%s", text);
  } else {
    ok = append(context, text);
  }
  free(text);
  return ok;
}

// Opens the file: no symbolic link, nothing but a regular file.
static bool open_file(struct cli_context *context) {
  struct stat facts;
  int fd = open(context->policy.audit,
                O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK |
                    O_NOCTTY | O_CLOEXEC,
                S_IRUSR | S_IWUSR);
  if (fd < 0) {
    return false;
  }
  if (fstat(fd, &facts) != 0 || !S_ISREG(facts.st_mode)) {
    (void)close(fd);
    errno = EINVAL;
    return false;
  }
  context->audit_fd = fd;
  return true;
}

static bool is_required(const struct cli_context *context) {
  return context->policy.value[CLI_P_AUDIT_REQUIRED] != 0;
}

bool cli_audit_open(struct cli_context *context) {
  unsigned where = context->policy.value[CLI_P_AUDIT];
  if (where == CLI_AUDIT_OFF) {
    return true;
  }
  if (where == CLI_AUDIT_SYSLOG) {
    // At once: behind the lock (lock.h) no socket can be opened.
    openlog("sshmint", LOG_PID | LOG_NDELAY, LOG_AUTHPRIV);
  }
  context->audits = where == CLI_AUDIT_SYSLOG || open_file(context);
  bool ok = context->audits;
  if (ok && is_required(context)) {
    ok = write_line(context, line_start(context, "start"));
  }
  if (ok || !is_required(context)) {
    return true;
  }
  int error = errno;
  struct cli_report report;
  context->audits = false;
  cli_report_start(&report, NULL, 0);
  cli_report_file(&report, CLI_E_POLICY_AUDIT, context->policy.audit, error);
  cli_report_end(context, &report);
  return false;
}

bool cli_audit_write(const struct cli_context *context,
                     const struct cli_report *report) {
  if (!context->audits) {
    return true;
  }
  json_t *line = line_start(context, "result");
  const struct mint_about *about = report->about;
  if (report->input != NULL) {
    char *file =
        cli_escape_ascii((const uint8_t *)report->input, strlen(report->input));
    put(line, "file", file);
    free(file);
  }
  if (report->line != 0) {
    (void)json_object_set_new(line, "line",
                              json_integer((json_int_t)report->line));
  }
  if (about != NULL && about->blob_len != 0) {
    char fingerprint[MINT_FINGERPRINT_MAX];
    mint_fingerprint(fingerprint, MINT_HASH_SHA256, about->blob,
                     about->blob_len);
    put(line, "fingerprint", fingerprint);
  }
  const char *verdict = report->exit == CLI_EXIT_OK   ? "done"
                        : report->exit == CLI_EXIT_NO ? "reject"
                                                      : "error";
  put(line, "verdict", report->verdict == NULL ? verdict : report->verdict);
  (void)json_object_set_new(line, "status", json_integer(report->exit));
  return write_line(context, line) || !is_required(context);
}
