// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// blocklist.c reads a block list into memory: it is public, and too large for
// the memory that secrets live in.

#include "cli/blocklist.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/io.h"
#include "cli/report.h"

// Four million keys.
#define CLI_BLOCKLIST_MAX 67108864u

// Reads the file into out->data, which has room for `len` bytes and one more:
// who finds more has a file that is growing.
static bool read_whole(struct cli_blocklist *out, int fd, size_t len) {
  size_t done = 0;
  while (done < len + 1) {
    ssize_t got = cli_read_some(fd, out->data + done, len + 1 - done);
    if (got < 0) {
      return false;
    }
    if (got == 0) {
      break;
    }
    done += (size_t)got;
  }
  errno = EBUSY;
  return done == len;
}

static bool read_list(struct cli_blocklist *out, struct cli_report *report,
                      const char *path) {
  struct stat facts;
  int fd = cli_open(path);
  if (fd < 0 || fstat(fd, &facts) != 0) {
    cli_report_code(report, CLI_E_FILE_OPEN, strerror(errno));
    if (fd >= 0) {
      (void)close(fd);
    }
    return false;
  }
  bool ok = false;
  if (!S_ISREG(facts.st_mode)) {
    cli_report_code(report, CLI_E_FILE_KIND, NULL);
  } else if (facts.st_size > (off_t)CLI_BLOCKLIST_MAX) {
    cli_report_code(report, CLI_E_BLOCKLIST, NULL);
  } else {
    size_t len = (size_t)facts.st_size;
    out->data = malloc(len + 1);
    if (out->data == NULL) {
      cli_report_status(report, MINT_ERR_MEMORY, NULL, NULL);
    } else if (!read_whole(out, fd, len)) {
      cli_report_code(report, CLI_E_FILE_READ, strerror(errno));
    } else if (mint_blocklist_open(&out->list, out->data, len) != MINT_OK) {
      cli_report_code(report, CLI_E_BLOCKLIST, NULL);
    } else {
      mint_fingerprint(out->digest, MINT_HASH_SHA256, out->data, len);
      ok = true;
    }
  }
  (void)close(fd);
  return ok;
}

bool cli_blocklist_read(struct cli_context *context, const char *path) {
  struct cli_report report;
  // It is read whole and by its size; a file of this name is given as ./-
  if (strcmp(path, "-") == 0) {
    cli_fail(context, CLI_E_USAGE_STDIN, "--blocklist");
    return false;
  }
  cli_report_start(&report, path, 0);
  context->blocklist = calloc(1, sizeof(*context->blocklist));
  bool ok = context->blocklist != NULL;
  if (!ok) {
    cli_report_status(&report, MINT_ERR_MEMORY, NULL, NULL);
  } else if (read_list(context->blocklist, &report, path)) {
    context->policy.key.blocklist = &context->blocklist->list;
  } else {
    ok = false;
  }
  if (!ok) {
    cli_blocklist_forget(context);
    cli_report_end(context, &report);
  }
  return ok;
}

void cli_blocklist_forget(struct cli_context *context) {
  context->policy.key.blocklist = NULL;
  if (context->blocklist != NULL) {
    free(context->blocklist->data);
    free(context->blocklist);
    context->blocklist = NULL;
  }
}
