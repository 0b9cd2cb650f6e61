// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// prompt.c reads passphrases into secret memory, from where the options say or
// from the person at the terminal.

#include "cli/prompt.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/escape.h"
#include "cli/io.h"
#include "cli/options.h"
#include "cli/terminal.h"

// Room for the longest passphrase, for one byte that shows that it is longer,
// and for the NUL of cli_terminal_ask.
#define CLI_PASSPHRASE_ROOM (MINT_PASSPHRASE_MAX + 2)

void cli_passphrase_forget(struct cli_passphrase *passphrase) {
  mint_secret_wipe(&passphrase->text);
  passphrase->is_known = false;
}

bool cli_has_terminal(void) { return cli_terminal() >= 0; }

static bool open_room(struct mint_secret *out, struct cli_report *report) {
  mint_secret_wipe(out);
  enum mint_status status = mint_secret_open(out, CLI_PASSPHRASE_ROOM);
  if (status != MINT_OK) {
    cli_report_status(report, status, NULL, NULL);
  }
  return status == MINT_OK;
}

static bool ask(struct mint_secret *out, struct cli_report *report,
                const char *prompt) {
  if (!open_room(out, report)) {
    return false;
  }
  char *answer = (char *)out->data;
  if (!cli_terminal_ask(answer, out->cap, prompt)) {
    cli_report_code(report, CLI_E_PASSPHRASE_SOURCE, strerror(errno));
    mint_secret_wipe(out);
    return false;
  }
  out->len = strlen(answer);
  return true;
}

static bool check_text(const struct mint_secret *in,
                       struct cli_report *report) {
  static const struct mint_reason too_long = {MINT_E_PASSPHRASE_LONG, 0};
  if (in->len > MINT_PASSPHRASE_MAX) {
    cli_report_status(report, MINT_ERR_PASSPHRASE, &too_long, NULL);
    return false;
  }
  if (in->len != 0 && memchr(in->data, '\0', in->len) != NULL) {
    cli_report_code(report, CLI_E_PASSPHRASE_TEXT, NULL);
    return false;
  }
  return true;
}

// Warns if others than the owner can read the file that holds the passphrase.
static void warn_of_mode(struct cli_context *context, const char *path,
                         mode_t mode) {
  if ((mode & (S_IRWXG | S_IRWXO)) == 0) {
    return;
  }
  struct cli_report report;
  cli_report_start(&report, path, 0);
  cli_report_code(&report, CLI_W_PASSPHRASE_MODE, NULL);
  // It is no input: it gets no JSON object of its own.
  bool json = context->json;
  context->json = false;
  cli_report_end(context, &report);
  context->json = json;
}

// Opens what the options name and stores whether it is to be closed.
static int open_source(struct cli_report *report,
                       const struct cli_passphrase *passphrase,
                       bool *out_is_ours) {
  const char *path = passphrase->file;
  *out_is_ours = path != NULL && strcmp(path, "-") != 0;
  if (*out_is_ours) {
    int fd = cli_open(path);
    if (fd < 0) {
      cli_report_code(report, CLI_E_PASSPHRASE_SOURCE, strerror(errno));
    }
    return fd;
  }
  unsigned number = STDIN_FILENO;
  if (path == NULL && (!cli_number(&number, passphrase->fd, 1u << 20) ||
                       fcntl((int)number, F_GETFD) < 0)) {
    cli_report_code(report, CLI_E_PASSPHRASE_SOURCE,
                    "the option wants the number of an open descriptor");
    return -1;
  }
  return (int)number;
}

// Refuses what is no file, pipe or socket. A terminal would show the passphrase
// while it is typed.
static bool check_source(struct cli_context *context, struct cli_report *report,
                         const struct cli_passphrase *passphrase, int fd,
                         bool is_ours) {
  struct stat facts;
  if (fstat(fd, &facts) != 0) {
    cli_report_code(report, CLI_E_PASSPHRASE_SOURCE, strerror(errno));
    return false;
  }
  if (isatty(fd) == 1) {
    cli_report_code(report, CLI_E_PASSPHRASE_TERMINAL, NULL);
    return false;
  }
  if (!S_ISREG(facts.st_mode) && !S_ISFIFO(facts.st_mode) &&
      !S_ISSOCK(facts.st_mode)) {
    cli_report_code(report, CLI_E_PASSPHRASE_SOURCE,
                    "it is a directory or a device");
    return false;
  }
  if (is_ours) {
    warn_of_mode(context, passphrase->file, facts.st_mode);
  }
  return true;
}

bool cli_passphrase_named(const struct cli_passphrase *passphrase) {
  return passphrase->file != NULL || passphrase->fd != NULL;
}

bool cli_passphrase_is_stdin(const struct cli_passphrase *passphrase) {
  unsigned number = 1;
  if (passphrase->file != NULL) {
    return strcmp(passphrase->file, "-") == 0 ||
           strcmp(passphrase->file, "/dev/stdin") == 0;
  }
  return passphrase->fd != NULL &&
         cli_number(&number, passphrase->fd, 1u << 20) && number == 0;
}

bool cli_passphrase_read(struct cli_context *context, struct cli_report *report,
                         struct cli_passphrase *passphrase) {
  if (passphrase->is_known || !cli_passphrase_named(passphrase)) {
    return true;
  }
  bool is_ours = false;
  int fd = open_source(report, passphrase, &is_ours);
  if (fd < 0) {
    return false;
  }
  bool ok = check_source(context, report, passphrase, fd, is_ours) &&
            open_room(&passphrase->text, report);
  if (ok && !cli_read_line(&passphrase->text, fd)) {
    cli_report_code(report, CLI_E_PASSPHRASE_SOURCE, strerror(errno));
    ok = false;
  }
  if (is_ours) {
    (void)close(fd);
  }
  ok = ok && check_text(&passphrase->text, report);
  passphrase->is_known = ok;
  if (!ok) {
    cli_passphrase_forget(passphrase);
  }
  return ok;
}

bool cli_passphrase_get(struct cli_context *context, struct cli_report *report,
                        const char *question, const char *fix) {
  static const struct mint_reason missing = {MINT_E_PASSPHRASE_MISSING, 0};
  struct cli_passphrase *passphrase = &context->passphrase;
  if (cli_passphrase_named(passphrase)) {
    return cli_passphrase_read(context, report, passphrase);
  }
  if (context->ssh_keygen && passphrase->is_known) {
    return true;  // given with -P
  }
  if (context->batch || !cli_has_terminal()) {
    cli_report_status(report, MINT_ERR_PASSPHRASE, &missing, fix);
    return false;
  }
  char *name = cli_escape_name(report->input);
  char *prompt = question != NULL
                     ? cli_format("%s", question)
                     : cli_format("Enter passphrase for \"%s\": ", name);
  (void)fflush(stdout);
  bool ok = ask(&passphrase->text, report, prompt) &&
            check_text(&passphrase->text, report);
  free(prompt);
  free(name);
  return ok;
}

// Compares without telling where two passphrases differ.
static bool is_same(const struct mint_secret *a, const struct mint_secret *b) {
  if (a->len != b->len) {
    return false;
  }
  uint8_t differ = 0;
  for (size_t i = 0; i < a->len; i++) {
    differ |= (uint8_t)(a->data[i] ^ b->data[i]);
  }
  return differ == 0;
}

bool cli_prompt_twice(const struct cli_context *context,
                      struct cli_report *report,
                      struct cli_passphrase *passphrase,
                      const struct cli_prompts *prompts) {
  struct mint_secret again = MINT_SECRET_EMPTY;
  bool ok = false;
  for (;;) {
    (void)fflush(stdout);
    ok = ask(&passphrase->text, report, prompts->first) &&
         check_text(&passphrase->text, report);
    if (ok && passphrase->text.len == 0 && !prompts->may_be_empty) {
      cli_report_code(report, CLI_E_PASSPHRASE_EMPTY, NULL);
      ok = false;
    }
    ok = ok && ask(&again, report, prompts->again);
    if (!ok || is_same(&passphrase->text, &again)) {
      break;
    }
    fputs("Passphrases do not match.  Try again.\n",
          context->ssh_keygen ? stdout : stderr);
  }
  mint_secret_wipe(&again);
  passphrase->is_known = ok;
  if (!ok) {
    cli_passphrase_forget(passphrase);
  }
  return ok;
}

bool cli_prompt_yes(const char *question) {
  int fd = cli_terminal();
  if (fd < 0) {
    return false;
  }
  char answer = '\0';
  (void)fflush(stdout);
  if (write(fd, question, strlen(question)) > 0 && read(fd, &answer, 1) == 1) {
    // The rest of the line is not left to whoever reads next.
    for (char c = answer; c != '\n' && read(fd, &c, 1) == 1;) {
    }
  }
  return answer == 'y' || answer == 'Y';
}

bool cli_prompt_line(char *out, size_t cap, const char *question) {
  size_t len = 0;
  bool is_long = false;
  char c = '\0';
  int fd = cli_terminal();
  out[0] = '\0';
  if (fd < 0) {
    return false;
  }
  (void)fflush(stdout);
  bool ok = write(fd, question, strlen(question)) > 0;
  while (ok && c != '\n') {
    ok = read(fd, &c, 1) == 1;
    if (ok && c != '\n') {
      // The rest of the line is not left to whoever reads next.
      is_long = len + 1 == cap;
      if (!is_long) {
        out[len++] = c;
      }
    }
  }
  ok = ok && !is_long;
  out[ok ? len : 0] = '\0';
  return ok;
}

size_t cli_passphrase_min(enum mint_format format) {
  return format == MINT_FORMAT_OPENSSH ? 1 : MINT_PASSPHRASE_PEM_MIN;
}

bool cli_passphrase_check(const struct mint_secret *passphrase,
                          struct cli_report *report, enum mint_format format) {
  static const struct mint_reason too_short = {MINT_E_PASSPHRASE_SHORT, 0};
  if (passphrase->len != 0 && passphrase->len < cli_passphrase_min(format)) {
    cli_report_status(report, MINT_ERR_PASSPHRASE, &too_short, NULL);
    return false;
  }
  return check_text(passphrase, report);
}

bool cli_passphrase_ready(struct cli_context *context,
                          struct cli_report *report,
                          struct cli_passphrase *passphrase,
                          enum mint_format format) {
  if (context->no_passphrase) {
    return true;
  }
  // The old and the new one may be lines of the same descriptor.
  if (passphrase != &context->passphrase &&
      !cli_passphrase_read(context, report, &context->passphrase)) {
    return false;
  }
  if (cli_passphrase_named(passphrase)) {
    if (!cli_passphrase_read(context, report, passphrase)) {
      return false;
    }
    if (passphrase->text.len == 0) {
      cli_report_code(report, CLI_E_PASSPHRASE_EMPTY, NULL);
      return false;
    }
    return cli_passphrase_check(&passphrase->text, report, format);
  }
  if (context->batch || !cli_has_terminal()) {
    cli_report_code(report,
                    passphrase == &context->passphrase ? CLI_E_PASSPHRASE_NONE
                                                       : CLI_E_PASSPHRASE_NEW,
                    NULL);
    return false;
  }
  return true;
}

bool cli_passphrase_new(struct cli_context *context, struct cli_report *report,
                        struct cli_passphrase *passphrase,
                        enum mint_format format,
                        const struct cli_prompts *prompts) {
  if (!cli_passphrase_ready(context, report, passphrase, format)) {
    return false;
  }
  if (context->no_passphrase || passphrase->is_known) {
    return true;
  }
  char *name = cli_escape_name(report->input);
  char *first = cli_format("Enter passphrase for \"%s\": ", name);
  const struct cli_prompts usual = {first,
                                    "Enter same passphrase again: ", false};
  bool ok = cli_prompt_twice(context, report, passphrase,
                             prompts == NULL ? &usual : prompts) &&
            cli_passphrase_check(&passphrase->text, report, format);
  free(first);
  free(name);
  return ok;
}
