// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// text.c reads into memory that grows, up to a limit.

#include "cli/host/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "cli/kept.h"

// Makes room for more. Returns false with errno set if there is none.
static bool grow(struct cli_text *text, size_t *cap) {
  size_t larger = *cap == 0 ? 65536 : *cap * 2;
  if (larger > 2 * CLI_TEXT_MAX) {
    errno = EFBIG;
    return false;
  }
  char *bytes = realloc(text->bytes, larger);
  if (bytes == NULL) {
    return false;
  }
  text->bytes = bytes;
  *cap = larger;
  return true;
}

static bool read_all(struct cli_text *out, int fd) {
  size_t cap = 0;
  for (;;) {
    if (out->len + 1 >= cap && !grow(out, &cap)) {
      return false;
    }
    ssize_t got =
        cli_read_some(fd, (uint8_t *)out->bytes + out->len, cap - out->len - 1);
    if (got < 0) {
      return false;
    }
    if (got == 0) {
      out->bytes[out->len] = '\0';
      return true;
    }
    out->len += (size_t)got;
    if (out->len > CLI_TEXT_MAX) {
      errno = EFBIG;
      return false;
    }
  }
}

// No other device is read: it may have no end, or do something.
static bool is_null(const struct stat *facts) {
  return S_ISCHR(facts->st_mode) && facts->st_rdev == makedev(1, 3);
}

static bool read_input(struct cli_text *out, struct cli_report *report,
                       const char *path, int fd, bool may_lack) {
  bool is_stdin = strcmp(path, "-") == 0;
  struct stat facts;
  if (fstat(fd, &facts) != 0 ||
      (!cli_is_input(fd, &facts, is_stdin) && !(may_lack && is_null(&facts)))) {
    cli_report_file(report, CLI_E_FILE_KIND, path, 0);
    return false;
  }
  cli_facts_take(&out->facts, &facts);
  // A FIFO that nobody writes to yet would read as empty.
  if ((S_ISFIFO(facts.st_mode) && !cli_wait(fd)) || !read_all(out, fd)) {
    cli_report_file(report, CLI_E_FILE_READ, path, errno);
    return false;
  }
  return true;
}

bool cli_text_read(struct cli_text *out, struct cli_report *report,
                   const char *path, bool may_lack) {
  memset(out, 0, sizeof(*out));
  bool is_stdin = strcmp(path, "-") == 0;
  int fd = is_stdin ? STDIN_FILENO : cli_open(path);
  if (fd < 0) {
    if (may_lack && errno == ENOENT) {
      return true;
    }
    cli_report_file(report, CLI_E_FILE_OPEN, path, errno);
    return false;
  }
  bool ok = false;
  if (!cli_kept_is_locked()) {  // a verb that forgot to
    cli_report_status(report, MINT_ERR_INTERNAL, NULL, NULL);
  } else {
    ok = read_input(out, report, path, fd, may_lack);
  }
  if (!is_stdin) {
    (void)close(fd);
  }
  if (!ok) {
    cli_text_free(out);
  }
  return ok;
}

void cli_text_free(struct cli_text *text) {
  free(text->bytes);
  memset(text, 0, sizeof(*text));
}

void cli_text_narrow(struct cli_text *text) {
  bool is_little = text->len >= 2 && memcmp(text->bytes, "\xff\xfe", 2) == 0;
  bool is_big = text->len >= 2 && memcmp(text->bytes, "\xfe\xff", 2) == 0;
  if (!is_little && !is_big) {
    return;
  }
  size_t num = text->len / 2 - 1;
  for (size_t i = 0; i < num; i++) {
    const char *unit = text->bytes + 2 * i + 2;
    char low = unit[is_little ? 0 : 1];
    char high = unit[is_little ? 1 : 0];
    text->bytes[i] = '?';
    if (high == 0 && low > 0) {
      text->bytes[i] = low;
    }
  }
  text->len = num;
  text->bytes[num] = '\0';
}
