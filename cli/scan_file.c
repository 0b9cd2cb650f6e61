// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// scan_file.c finds the keys in one file. What fits into the buffer is seen
// whole; a list may be longer, and then passes through the buffer line by line.

#include <errno.h>
#include <fnmatch.h>
#include <string.h>

#include "cli/govern.h"
#include "cli/scan.h"
#include "cli/source.h"

// The file that is being read. `lines` walks over the whole lines in the
// buffer.
struct stream {
  struct cli_scan *scan;
  const struct cli_scan_file *file;
  struct mint_secret *buffer;
  int fd;
  bool at_end;  // the buffer holds the end of the file
  struct mint_lines lines;
};

static void refuse(const struct stream *stream, enum mint_status status,
                   enum mint_code code, size_t file_line, size_t key_line) {
  const struct mint_reason why = {code, key_line};
  struct cli_report report;
  cli_report_start(&report, stream->file->path, file_line);
  cli_report_status(&report, status, &why, NULL);
  cli_scan_end(stream->scan, &report);
}

// Fills what is free of the buffer.
static bool fill(struct stream *stream) {
  struct mint_secret *buffer = stream->buffer;
  while (buffer->len < buffer->cap && !stream->at_end) {
    ssize_t got = cli_read_some(stream->fd, buffer->data + buffer->len,
                                buffer->cap - buffer->len);
    if (got < 0) {
      struct cli_report report;
      cli_report_start(&report, stream->file->path, 0);
      cli_report_code(&report, CLI_E_FILE_READ, strerror(errno));
      cli_scan_end(stream->scan, &report);
      return false;
    }
    stream->at_end = got == 0;
    buffer->len += (size_t)got;
  }
  return true;
}

static void drop(struct mint_secret *buffer, size_t len) {
  buffer->len -= len;
  memmove(buffer->data, buffer->data + len, buffer->len);
}

// Points `lines` at the whole lines in the buffer. Returns false if there is
// not one.
static bool take_lines(struct stream *stream) {
  const struct mint_secret *buffer = stream->buffer;
  size_t len = buffer->len;
  if (!stream->at_end) {
    const uint8_t *last = memrchr(buffer->data, '\n', len);
    len = last == NULL ? 0 : (size_t)(last - buffer->data) + 1;
  }
  stream->lines.text = buffer->data;
  stream->lines.text_len = len;
  stream->lines.offset = 0;
  return len != 0;
}

// The longest line that is passed over. A file with holes can claim to be one
// line of any length, at no cost to who made it.
#define CLI_SCAN_LINE_MAX 1048576u

static void refuse_line(struct stream *stream, const char *fix) {
  const struct mint_reason why = {MINT_E_LINE_TOO_LONG, 0};
  struct cli_report report;
  cli_report_start(&report, stream->file->path, stream->lines.number);
  cli_report_status(&report, MINT_ERR_TOO_LARGE, &why, fix);
  cli_scan_end(stream->scan, &report);
}

// Passes over a line that is longer than the buffer. Returns false if the file
// is given up.
static bool skip_line(struct stream *stream) {
  struct mint_secret *buffer = stream->buffer;
  size_t skipped = 0;
  stream->lines.number++;
  while (skipped <= CLI_SCAN_LINE_MAX) {
    const uint8_t *end =
        buffer->len == 0 ? NULL : memchr(buffer->data, '\n', buffer->len);
    if (end != NULL || stream->at_end) {
      refuse_line(stream, NULL);
      drop(buffer,
           end == NULL ? buffer->len : (size_t)(end - buffer->data) + 1);
      return fill(stream);
    }
    skipped += buffer->len;
    buffer->len = 0;
    if (!fill(stream)) {
      return false;
    }
  }
  refuse_line(stream, "remove this line: what follows it was not read");
  return false;
}

static void read_list(struct stream *stream, enum mint_line_kind kind) {
  bool is_host = kind == MINT_LINE_KNOWN_HOSTS;
  stream->lines.number = 0;
  while (stream->buffer->len != 0) {
    if (!take_lines(stream)) {
      if (!skip_line(stream)) {
        return;
      }
      continue;
    }
    const uint8_t *line = NULL;
    size_t line_len = 0;
    while (mint_lines_next(&stream->lines, &line, &line_len)) {
      struct mint_parts *parts = NULL;
      struct mint_reason why;
      enum mint_status status =
          mint_parts_read_line(&parts, &why, kind, line, line_len);
      if (status == MINT_OK) {
        cli_scan_key(stream->scan, stream->file, stream->lines.number, is_host,
                     parts);
      } else {
        refuse(stream, status, why.code, stream->lines.number, 0);
      }
      cli_scan_progress(stream->scan);
    }
    drop(stream->buffer, stream->lines.text_len);
    if (!fill(stream)) {
      return;
    }
  }
}

// Whether the first line that may hold a key holds one; or, of a file that was
// named, any line that is in the buffer.
static bool has_keys(struct stream *stream) {
  if (!take_lines(stream)) {
    return false;
  }
  struct mint_lines lines = stream->lines;
  const uint8_t *line = NULL;
  size_t line_len = 0;
  bool found = false;
  bool goes_on = true;
  while (goes_on && !found && mint_lines_next(&lines, &line, &line_len)) {
    struct mint_parts *parts = NULL;
    struct mint_reason why;
    found = mint_parts_read_line(&parts, &why, MINT_LINE_AUTHORIZED_KEYS, line,
                                 line_len) == MINT_OK;
    mint_parts_free(parts);
    goes_on = stream->file->is_named;
  }
  return found;
}

static bool is_like(const char *name, const char *const *patterns) {
  for (; *patterns != NULL; patterns++) {
    if (fnmatch(*patterns, name, 0) == 0) {
      return true;
    }
  }
  return false;
}

// The kind of list that the name says it is; 0: it does not say.
static enum mint_line_kind list_kind(const char *name) {
  static const char *const hosts[] = {"known_hosts*", "ssh_known_hosts*",
                                      "*.known_hosts", NULL};
  static const char *const users[] = {"authorized_keys*", NULL};
  if (is_like(name, hosts)) {
    return MINT_LINE_KNOWN_HOSTS;
  }
  return is_like(name, users) ? MINT_LINE_AUTHORIZED_KEYS
                              : (enum mint_line_kind)0;
}

// Whether what could not be read as a key is worth an error: in a directory
// there are other files than keys.
static bool is_worth_telling(const struct cli_scan_file *file,
                             enum mint_code code, bool is_block) {
  static const char *const keys[] = {"id_*",  "ssh_host_*", "*.pub", "*.pem",
                                     "*.key", "*.ppk",      NULL};
  if (file->is_named) {
    return true;
  }
  switch ((int)code) {
    case MINT_E_TEXT_EMPTY:
    case MINT_E_TEXT_TOO_LARGE:
    case MINT_E_TEXT_CONTROL:
    case MINT_E_TEXT_UNKNOWN:
    case MINT_E_FORMAT_UNKNOWN:
    case MINT_E_FORMAT_X509:
    case MINT_E_FORMAT_PGP:
    case MINT_E_FORMAT_AGE:
    case MINT_E_FORMAT_JSON:
    case MINT_E_FORMAT_DER:
      return false;
    default:
      return is_block || is_like(file->name, keys);
  }
}

// Whether a file of one key is larger than the policy allows.
static bool refuse_size(struct stream *stream) {
  struct cli_scan *scan = stream->scan;
  struct cli_report report;
  cli_report_start(&report, stream->file->path, 0);
  if (cli_govern_size(scan->context, &report, stream->buffer->len)) {
    cli_report_drop(&report);
    return false;
  }
  scan->files++;
  report.verdict = "reject";
  cli_scan_end(scan, &report);
  return true;
}

// Reads a file whose name does not say that it is a list.
static void read_unknown(struct stream *stream) {
  static const char *const hosts[] = {"ssh_host_*", NULL};
  struct cli_scan *scan = stream->scan;
  const struct cli_scan_file *file = stream->file;
  const struct mint_secret *buffer = stream->buffer;
  struct mint_parts *parts = NULL;
  struct mint_reason why = {MINT_E_TEXT_TOO_LARGE, 0};
  enum mint_status status = MINT_ERR_TOO_LARGE;
  if (buffer->len <= MINT_INPUT_MAX) {
    status = mint_parts_read(&parts, &why, buffer->data, buffer->len);
  }
  if (status == MINT_OK && refuse_size(stream)) {
    mint_parts_free(parts);
    return;
  }
  if (status == MINT_OK) {
    scan->files++;
    cli_scan_key(scan, file, 0, is_like(file->name, hosts), parts);
    return;
  }
  bool is_block = cli_is_block(buffer->data, buffer->len);
  if (!is_block && has_keys(stream)) {
    scan->files++;
    read_list(stream, MINT_LINE_AUTHORIZED_KEYS);
  } else if (is_worth_telling(file, why.code, is_block)) {
    scan->files++;
    refuse(stream, status, why.code, 0, why.line);
  }
}

void cli_scan_file(struct cli_scan *scan, const struct cli_scan_file *file,
                   int fd) {
  struct stream stream = {
      .scan = scan, .file = file, .buffer = &scan->buffer, .fd = fd};
  scan->buffer.len = 0;
  if (S_ISFIFO(file->facts.all.st_mode) && !cli_wait(fd)) {
    return;
  }
  if (!fill(&stream)) {
    return;
  }
  enum mint_line_kind kind = list_kind(file->name);
  if (kind != 0 && !cli_is_block(scan->buffer.data, scan->buffer.len)) {
    scan->files++;
    read_list(&stream, kind);
  } else {
    read_unknown(&stream);
  }
  cli_scan_progress(scan);
}
