// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// source.c reads an input and hands on the keys in it. The text itself says
// whether it is one key or a list: a first line of a key file starts one,
// anything else may have a key on every line.

#include "cli/source.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/escape.h"
#include "cli/govern.h"
#include "cli/prompt.h"

// What is known of an input while its keys are handed on.
struct input {
  struct cli_context *context;
  const struct cli_source *source;
  const char *path;
  struct cli_facts facts;
  struct mint_secret text;
  size_t num_keys;
  size_t num_reports;
};

static bool has_crlf(const struct mint_secret *text) {
  return memmem(text->data, text->len, "\r\n", 2) != NULL;
}

// Findings about the file are told once, with its first key.
static void warn_of_file(const struct input *input, struct cli_report *report,
                         const struct mint_about *about) {
  if (input->num_reports != 0) {
    return;
  }
  if (about->kind == MINT_KIND_PRIVATE && cli_is_exposed(&input->facts)) {
    char *mode = cli_format("mode %04o", (unsigned)input->facts.mode);
    cli_report_code(report, CLI_W_FILE_MODE, mode);
    free(mode);
  }
  if (has_crlf(&input->text)) {
    cli_report_code(report, CLI_W_TEXT_CRLF, NULL);
  }
}

static void hand_on(struct input *input, struct mint_parts *parts,
                    const char *comment, size_t comment_len, size_t line) {
  struct cli_report report;
  struct cli_key key = {input->path, input->facts,
                        parts,       mint_parts_about(parts),
                        comment,     comment_len};
  cli_report_start(&report, input->path, line);
  warn_of_file(input, &report, key.about);
  report.about = key.about;
  report.comment = comment;
  report.comment_len = comment_len;
  input->source->each(input->context, &report, &key, input->source->argument);
  cli_report_end(input->context, &report);
  input->num_keys++;
  input->num_reports++;
  mint_parts_free(parts);
}

static void refuse(struct input *input, enum mint_status status,
                   const struct mint_reason *why, size_t line) {
  struct cli_report report;
  cli_report_start(&report, input->path, line);
  cli_report_status(&report, status, why, NULL);
  cli_report_end(input->context, &report);
  input->num_reports++;
}

// A line that may hold a key, and what came of reading it.
struct line {
  size_t number;
  enum mint_status status;
  struct mint_reason why;
  struct mint_parts *parts;  // NULL unless `status` is MINT_OK; to be freed
  const char *comment;
  size_t comment_len;
};

static bool next_line(struct line *out, struct mint_lines *lines,
                      const struct input *input) {
  const uint8_t *text = NULL;
  size_t text_len = 0;
  memset(out, 0, sizeof(*out));
  if (!mint_lines_next(lines, &text, &text_len)) {
    return false;
  }
  out->number = lines->number;
  if (input->source->skips_hosts) {
    out->status = cli_line_read(&out->parts, &out->why, &out->comment,
                                &out->comment_len, text, text_len);
    return true;
  }
  out->status = mint_parts_read(&out->parts, &out->why, text, text_len);
  if (out->status == MINT_OK) {
    out->comment = mint_parts_about(out->parts)->comment;
    out->comment_len = mint_parts_about(out->parts)->comment_len;
  }
  return true;
}

// How many lines there are that may hold a key, and in how many one is found.
struct count {
  size_t lines;
  size_t keys;
  size_t first;  // the number of the first line
};

static struct count count_lines(const struct input *input) {
  struct count count = {0, 0, 0};
  struct mint_lines lines = {input->text.data, input->text.len, 0, 0};
  struct line line;
  while (next_line(&line, &lines, input)) {
    count.first = count.lines == 0 ? line.number : count.first;
    count.lines++;
    count.keys += line.status == MINT_OK ? 1 : 0;
    mint_parts_free(line.parts);
  }
  return count;
}

static void read_lines(struct input *input, bool shows_numbers) {
  struct mint_lines lines = {input->text.data, input->text.len, 0, 0};
  struct line line;
  while (next_line(&line, &lines, input)) {
    if (line.status == MINT_OK) {
      hand_on(input, line.parts, line.comment, line.comment_len,
              shows_numbers ? line.number : 0);
    } else if (!input->context->ssh_keygen ||
               line.why.code == MINT_E_TEXT_CONTROL) {
      // ssh-keygen passes over what is no key; here there may be one.
      line.why.line = 0;  // of the line; that of the file is what is meant
      refuse(input, line.status, &line.why, line.number);
    } else if (input->context->verbose) {
      char *name = cli_escape_name(input->path);
      fprintf(stderr, "debug1: %s:%zu: not a public key\r\n", name,
              line.number);
      free(name);
    }
  }
}

bool cli_is_block(const uint8_t *text, size_t text_len) {
  static const char *const starts[] = {"-----BEGIN", "---- BEGIN SSH2",
                                       "PuTTY-User-Key-File-"};
  for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
    size_t len = strlen(starts[i]);
    if (text_len >= len && memcmp(text, starts[i], len) == 0) {
      return true;
    }
  }
  return false;
}

bool cli_holds_private(const char *path) {
  static const char *const marks[] = {"PRIVATE KEY-----", "PRIVATE KEY ----",
                                      "PuTTY-User-Key-File-"};
  struct mint_secret text = MINT_SECRET_EMPTY;
  struct cli_facts facts;
  struct cli_report unheard;
  struct stat found;
  bool has_mark = false;
  cli_report_start(&unheard, path, 0);
  if (lstat(path, &found) == 0 && S_ISREG(found.st_mode) &&
      cli_read(&text, &facts, &unheard, path)) {
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
      has_mark = has_mark || memmem(text.data, text.len, marks[i],
                                    strlen(marks[i])) != NULL;
    }
  }
  cli_report_drop(&unheard);
  mint_secret_wipe(&text);
  return has_mark;
}

static void read_keys(struct input *input) {
  struct mint_parts *whole = NULL;
  struct mint_reason why;
  enum mint_status status =
      mint_parts_read(&whole, &why, input->text.data, input->text.len);
  bool is_block = cli_is_block(input->text.data, input->text.len);
  if (status == MINT_OK && (is_block || !input->source->skips_hosts)) {
    const struct mint_about *about = mint_parts_about(whole);
    hand_on(input, whole, about->comment, about->comment_len, 0);
    return;
  }
  mint_parts_free(whole);
  struct count count = {0, 0, 0};
  if (!is_block && !input->source->wants_one) {
    count = count_lines(input);
  }
  if (count.keys == 0) {
    // Not a list: the whole is damaged, or something else.
    refuse(input, status, &why, 0);
    return;
  }
  read_lines(input, count.lines > 1 || count.first > 1);
}

static bool read_early(struct cli_context *context, struct cli_report *report,
                       struct cli_passphrase *passphrase) {
  return !cli_passphrase_is_stdin(passphrase) ||
         cli_passphrase_read(context, report, passphrase);
}

size_t cli_source_read(struct cli_context *context, const char *path,
                       const struct cli_source *source) {
  struct input input;
  struct cli_report report;
  memset(&input, 0, sizeof(input));
  input.context = context;
  input.source = source;
  input.path = path;
  cli_report_start(&report, path, 0);
  // Where both come from standard input, passphrases are its first lines.
  if ((strcmp(path, "-") == 0 &&
       (!read_early(context, &report, &context->passphrase) ||
        !read_early(context, &report, &context->new_passphrase))) ||
      !cli_read(&input.text, &input.facts, &report, path)) {
    cli_report_end(context, &report);
    return 0;
  }
  if (!cli_govern_size(context, &report, input.text.len)) {
    report.verdict = "reject";
    cli_report_end(context, &report);
    mint_secret_wipe(&input.text);
    return 0;
  }
  read_keys(&input);
  mint_secret_wipe(&input.text);
  return input.num_keys;
}

bool cli_key_unlock(struct cli_context *context, struct cli_report *report,
                    struct cli_key *key, const char *question,
                    const char *fix) {
  if (!key->about->locked) {
    return true;
  }
  if (!cli_govern_read(context, report, key->about)) {
    report->verdict = "reject";
    return false;
  }
  if (!cli_passphrase_get(context, report, question, fix)) {
    return false;
  }
  const struct mint_secret *passphrase = &context->passphrase.text;
  struct mint_reason why;
  enum mint_status status =
      mint_parts_unlock(key->parts, &why, passphrase->data, passphrase->len);
  // What was borrowed before is gone, and the comment may have been locked too.
  key->about = mint_parts_about(key->parts);
  key->comment = key->about->comment;
  key->comment_len = key->about->comment_len;
  report->about = key->about;
  report->comment = key->comment;
  report->comment_len = key->comment_len;
  if (status != MINT_OK) {
    cli_report_status(report, status, &why, NULL);
  }
  return status == MINT_OK;
}

bool cli_key_check(struct mint_key **out_key, const struct cli_context *context,
                   struct cli_report *report, const struct cli_key *key) {
  struct mint_report found;
  memset(&found, 0, sizeof(found));
  enum mint_status status =
      mint_check(out_key, &found, key->parts, &context->policy.key);
  if (status == MINT_ERR_UNSUPPORTED) {
    const struct mint_reason why = {key->about->kind == MINT_KIND_CERTIFICATE
                                        ? MINT_E_TYPE_CERTIFICATE
                                        : MINT_E_TYPE_NOT_RSA,
                                    0};
    cli_report_status(report, status, &why, NULL);
    return false;
  }
  if (status == MINT_OK || status == MINT_ERR_INVALID_KEY) {
    cli_report_rules(report, &found, &context->policy.key);
  }
  // A refusal has to have a reason, even if the core names none.
  if (status != MINT_OK &&
      (status != MINT_ERR_INVALID_KEY || found.broken == 0)) {
    cli_report_status(report, status, NULL, NULL);
  }
  // What was encrypted has passed the first of these before it was opened.
  bool ok =
      key->about->encrypted || cli_govern_read(context, report, key->about);
  ok &= cli_govern_lists(context, report);
  if (status == MINT_OK || status == MINT_ERR_INVALID_KEY) {
    report->verdict = status == MINT_OK && ok ? "accept" : "reject";
  }
  if (!ok) {
    mint_key_free(*out_key);
    *out_key = NULL;
  }
  return status == MINT_OK && ok;
}

bool cli_has_public(const char *path) {
  if (strcmp(path, "-") == 0) {
    return false;
  }
  char *public_path = cli_format("%s.pub", path);
  bool has_public = access(public_path, R_OK) == 0;
  free(public_path);
  return has_public;
}

const char *cli_public_fix(const struct cli_context *context,
                           const char *path) {
  bool has_public = cli_has_public(path);
  if (context->ssh_keygen) {
    return has_public ? "sshmint -lf FILE.pub, or run it on a terminal"
                      : "run it on a terminal";
  }
  return has_public ? "give --passphrase-file F or --passphrase-fd N, or the "
                      "file FILE.pub"
                    : "give --passphrase-file F or --passphrase-fd N";
}

// Finds the first key of a .pub file and compares it.
static enum cli_companion compare(const struct cli_key *key,
                                  const struct mint_secret *text,
                                  char **out_comment, size_t *out_comment_len) {
  struct mint_lines lines = {text->data, text->len, 0, 0};
  const uint8_t *line = NULL;
  size_t line_len = 0;
  while (mint_lines_next(&lines, &line, &line_len)) {
    struct mint_parts *parts = NULL;
    struct mint_reason why;
    const char *comment = NULL;
    size_t comment_len = 0;
    if (cli_line_read(&parts, &why, &comment, &comment_len, line, line_len) !=
        MINT_OK) {
      continue;
    }
    const struct mint_about *about = mint_parts_about(parts);
    bool is_same = about->blob_len == key->about->blob_len &&
                   memcmp(about->blob, key->about->blob, about->blob_len) == 0;
    mint_parts_free(parts);
    if (is_same && comment_len != 0) {
      *out_comment = cli_format("%.*s", (int)comment_len, comment);
      *out_comment_len = strlen(*out_comment);
    }
    return is_same ? CLI_COMPANION_SAME : CLI_COMPANION_DIFFERS;
  }
  return CLI_COMPANION_NONE;
}

enum cli_companion cli_key_companion(const struct cli_key *key,
                                     char **out_comment,
                                     size_t *out_comment_len) {
  *out_comment = NULL;
  *out_comment_len = 0;
  if (key->about->kind != MINT_KIND_PRIVATE || key->about->blob_len == 0 ||
      !key->facts.is_file || strcmp(key->path, "-") == 0) {
    return CLI_COMPANION_NONE;
  }
  char *path = cli_format("%s.pub", key->path);
  struct mint_secret text = MINT_SECRET_EMPTY;
  struct cli_facts facts;
  struct cli_report unheard;
  cli_report_start(&unheard, path, 0);
  enum cli_companion out = CLI_COMPANION_NONE;
  struct stat found;
  // Nobody asked for this file: do not wait for one that is a FIFO.
  if (stat(path, &found) == 0 && S_ISREG(found.st_mode) &&
      cli_read(&text, &facts, &unheard, path)) {
    out = compare(key, &text, out_comment, out_comment_len);
  }
  cli_report_drop(&unheard);
  mint_secret_wipe(&text);
  free(path);
  return out;
}
