// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// io.c reads files, pipes and descriptors. It looks at what it has opened,
// never at a name; it never blocks on opening, never reads without a limit, and
// never lets a secret pass through stdio.

#include "cli/io.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/kept.h"

int cli_open(const char *path) {
  int fd = -1;
  if (cli_kept_open(&fd, path)) {
    return fd;
  }
  do {
    fd = open(path, CLI_OPEN_FLAGS);
  } while (fd < 0 && errno == EINTR);
  return fd;
}

void cli_facts_take(struct cli_facts *out, const struct stat *in) {
  out->is_file = S_ISREG(in->st_mode);
  out->mode = in->st_mode & 07777;
  out->all = *in;
}

bool cli_facts_same(const struct cli_facts *facts, const struct stat *now) {
  const struct stat *was = &facts->all;
  return was->st_dev == now->st_dev && was->st_ino == now->st_ino &&
         was->st_size == now->st_size &&
         was->st_mtim.tv_sec == now->st_mtim.tv_sec &&
         was->st_mtim.tv_nsec == now->st_mtim.tv_nsec;
}

bool cli_is_exposed(const struct cli_facts *facts) {
  return facts->is_file && (facts->mode & (S_IRWXG | S_IRWXO)) != 0;
}

// A FIFO that nobody has opened for writing yet reads as empty; poll waits for
// the first writer.
bool cli_wait(int fd) {
  struct pollfd one = {fd, POLLIN, 0};
  int got = 0;
  do {
    got = poll(&one, 1, -1);
  } while (got < 0 && errno == EINTR);
  return got >= 0;
}

// A regular file that has nothing yet, such as /proc/kmsg, cannot be waited
// for: poll says at once that it can be read.
static bool can_wait(int fd) {
  struct stat facts;
  return fstat(fd, &facts) == 0 && !S_ISREG(facts.st_mode);
}

ssize_t cli_read_some(int fd, uint8_t *out, size_t len) {
  for (;;) {
    ssize_t got = read(fd, out, len);
    if (got >= 0) {
      return got;
    }
    int error = errno;
    if (error == EAGAIN && can_wait(fd) && cli_wait(fd)) {
      continue;
    }
    if (error != EINTR) {
      errno = error;
      return -1;
    }
  }
}

bool cli_is_input(int fd, const struct stat *facts, bool is_stdin) {
  if (S_ISREG(facts->st_mode) || S_ISFIFO(facts->st_mode)) {
    return true;
  }
  return is_stdin && (S_ISSOCK(facts->st_mode) || isatty(fd) == 1);
}

static bool read_all(struct mint_secret *out, struct cli_report *report,
                     int fd) {
  while (out->len < out->cap) {
    ssize_t got = cli_read_some(fd, out->data + out->len, out->cap - out->len);
    if (got < 0) {
      cli_report_code(report, CLI_E_FILE_READ, strerror(errno));
      return false;
    }
    if (got == 0) {
      return true;
    }
    out->len += (size_t)got;
  }
  return true;
}

static bool read_input(struct mint_secret *out, struct cli_facts *out_facts,
                       struct cli_report *report, int fd, bool is_stdin) {
  static const struct mint_reason too_large = {MINT_E_TEXT_TOO_LARGE, 0};
  struct stat facts;
  if (fstat(fd, &facts) != 0) {
    cli_report_code(report, CLI_E_FILE_READ, strerror(errno));
    return false;
  }
  if (!cli_is_input(fd, &facts, is_stdin)) {
    cli_report_code(report, CLI_E_FILE_KIND, NULL);
    return false;
  }
  cli_facts_take(out_facts, &facts);
  if (S_ISREG(facts.st_mode) && facts.st_size > (off_t)MINT_INPUT_MAX) {
    cli_report_status(report, MINT_ERR_TOO_LARGE, &too_large, NULL);
    return false;
  }
  if (S_ISFIFO(facts.st_mode) && !cli_wait(fd)) {
    cli_report_code(report, CLI_E_FILE_READ, strerror(errno));
    return false;
  }
  enum mint_status status = mint_secret_open(out, MINT_INPUT_MAX + 1);
  if (status != MINT_OK) {
    cli_report_status(report, status, NULL, NULL);
    return false;
  }
  if (!read_all(out, report, fd)) {
    return false;
  }
  if (out->len > MINT_INPUT_MAX) {
    cli_report_status(report, MINT_ERR_TOO_LARGE, &too_large, NULL);
    return false;
  }
  return true;
}

bool cli_read(struct mint_secret *out, struct cli_facts *out_facts,
              struct cli_report *report, const char *path) {
  const struct mint_secret empty = MINT_SECRET_EMPTY;
  *out = empty;
  memset(out_facts, 0, sizeof(*out_facts));
  if (!cli_kept_is_locked()) {  // a verb that forgot to
    cli_report_status(report, MINT_ERR_INTERNAL, NULL, NULL);
    return false;
  }
  bool is_stdin = strcmp(path, "-") == 0;
  int fd = is_stdin ? STDIN_FILENO : cli_open(path);
  if (fd < 0) {
    cli_report_code(report, CLI_E_FILE_OPEN, strerror(errno));
    return false;
  }
  bool ok = read_input(out, out_facts, report, fd, is_stdin);
  if (!ok) {
    mint_secret_wipe(out);
  }
  if (!is_stdin) {
    (void)close(fd);
  }
  return ok;
}

bool cli_read_line(struct mint_secret *out, int fd) {
  bool has_end = false;
  out->len = 0;
  if (!cli_wait(fd)) {
    return false;
  }
  while (out->len < out->cap && !has_end) {
    ssize_t got = cli_read_some(fd, out->data + out->len, 1);
    if (got < 0) {
      return false;
    }
    if (got == 0) {
      return true;
    }
    has_end = out->data[out->len] == '\n';
    out->len += has_end ? 0 : 1;
  }
  if (has_end && out->len != 0 && out->data[out->len - 1] == '\r') {
    out->len--;
  }
  return true;
}

bool cli_write(int fd, const struct mint_secret *in) {
  for (size_t done = 0; done < in->len;) {
    ssize_t put = write(fd, in->data + done, in->len - done);
    if (put < 0 && errno != EINTR) {
      return false;
    }
    done += put < 0 ? 0 : (size_t)put;
  }
  return true;
}

// The first error; the stream itself only remembers that there was one.
static int stdout_error;

bool cli_stdout_flush(void) {
  if (fflush(stdout) != 0 && stdout_error == 0) {
    stdout_error = errno;
  }
  return ferror(stdout) == 0;
}

bool cli_stdout_end(void) {
  bool ok = cli_stdout_flush();
  int error = stdout_error != 0 ? stdout_error : errno;
  if (close(STDOUT_FILENO) != 0 && ok) {
    ok = false;
    error = errno;
  }
  errno = error;
  return ok;
}
