// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// keygen_compat.c is ssh-keygen's own command line, as far as it makes RSA keys
// and lists fingerprints: its letters, prompts, texts and exit statuses (those
// of OpenSSH 9.2, line ends included). It writes files and prints fingerprints
// with what the verbs use.

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "cli/escape.h"
#include "cli/govern.h"
#include "cli/kept.h"
#include "cli/keygen_make.h"
#include "cli/lock.h"
#include "cli/prompt.h"
#include "cli/show.h"

// The letters of ssh-keygen that are not done here, and the verb that does what
// they ask for; "" where there is none.
static const struct {
  char letter;
  const char *native;
} others[] = {
    {'y', "sshmint public FILE"},
    {'r', "sshmint fingerprint --sshfp HOST FILE"},
    {'p', "sshmint passwd FILE"},
    {'c', "sshmint comment FILE TEXT"},
    {'e', "sshmint convert FILE --to rfc4716"},
    {'i', "sshmint convert FILE --to authorized-keys"},
    {'h', "sshmint --help"},
};

static void print_usage(void) {
  fputs(
      "usage: sshmint [-q] [-a rounds] [-b bits] [-C comment] "
      "[-f output_keyfile]\n"
      "               [-m format] [-N new_passphrase] [-t rsa]\n"
      "       sshmint -l [-v] [-E fingerprint_hash] [-f input_keyfile]\n"
      "       sshmint --help\n",
      stderr);
}

static int refuse_letter(char letter) {
  for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
    if (others[i].letter == letter) {
      fprintf(stderr, "sshmint: -%c is not taken here; use: %s\r\n", letter,
              others[i].native);
      return CLI_EXIT_SSH_KEYGEN;
    }
  }
  fprintf(stderr,
          "sshmint: -%c is not done by sshmint; the system's ssh-keygen does "
          "it\r\n",
          letter);
  return CLI_EXIT_SSH_KEYGEN;
}

// Moves a passphrase out of the argument list, where others can read it.
static bool take_passphrase(struct mint_secret *out, char *argument) {
  size_t len = strlen(argument);
  mint_secret_wipe(out);
  bool ok = mint_secret_open(out, len + 1) == MINT_OK &&
            mint_secret_append(out, (const uint8_t *)argument, len) == MINT_OK;
  explicit_bzero(argument, len);
  return ok;
}

// Stores a number as strtonum reads it; or returns what is wrong with it.
static const char *read_number(unsigned *out, const char *text, unsigned max) {
  char *end = NULL;
  long long value = strtoll(text, &end, 10);
  *out = 0;
  if (end == text || *end != '\0') {
    return "invalid";
  }
  if (value < 1) {
    return "too small";
  }
  if (value > (long long)max) {
    return "too large";
  }
  *out = (unsigned)value;
  return NULL;
}

// Tells ssh-keygen's sentence about an argument, which is escaped.
static int fail_about(const char *before, const char *argument,
                      const char *after) {
  char *shown = cli_escape_name(argument);
  fprintf(stderr, "%s%s%s\r\n", before, shown, after);
  free(shown);
  return CLI_EXIT_SSH_KEYGEN;
}

static int fail_number(const char *before, const char *argument,
                       const char *why) {
  char *after = cli_format(" (%s)", why);
  int status = fail_about(before, argument, after);
  free(after);
  return status;
}

// As ssh-keygen has it, RFC4716 is one of public keys only: private keys are
// then in OpenSSH's own.
static int set_format(enum mint_format *out, const char *name) {
  static const struct {
    const char *name;
    enum mint_format format;
  } formats[] = {
      {"PEM", MINT_FORMAT_PEM},
      {"PKCS8", MINT_FORMAT_PKCS8},
      {"RFC4716", MINT_FORMAT_OPENSSH},
      {"SSH2", MINT_FORMAT_OPENSSH},
  };
  for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
    if (strcasecmp(name, formats[i].name) == 0) {
      *out = formats[i].format;
      return CLI_EXIT_OK;
    }
  }
  return fail_about("Unsupported conversion format \"", name, "\"");
}

// Takes one option. Returns 0 to go on, or the exit status.
static int take_option(struct cli_context *context, struct cli_keygen *keygen,
                       int letter, char *argument) {
  const char *why = NULL;
  switch (letter) {
    case 'l':
      keygen->lists = true;
      return CLI_EXIT_OK;
    case 'q':
      context->quiet = true;
      return CLI_EXIT_OK;
    case 'v':
      context->verbose = true;
      return CLI_EXIT_OK;
    case 'o':  // the format that is no longer new
      return CLI_EXIT_OK;
    case 'f':
      keygen->path = argument;
      return CLI_EXIT_OK;
    case 'C':
      keygen->comment = argument;
      return CLI_EXIT_OK;
    case 't':
      keygen->type = argument;
      return CLI_EXIT_OK;
    case 'm':
      return set_format(&keygen->format, argument);
    case 'b':
      keygen->has_bits = true;
      why = read_number(&keygen->bits, argument, UINT32_MAX);
      return why == NULL ? CLI_EXIT_OK
                         : fail_number("Bits has bad value ", argument, why);
    case 'a':
      why = read_number(&keygen->rounds, argument, MINT_BCRYPT_ROUNDS_MAX);
      return why == NULL ? CLI_EXIT_OK
                         : fail_number("Invalid number: ", argument, why);
    case 'E':
      keygen->has_hash = true;
      return mint_hash_from_name(&keygen->hash, argument)
                 ? CLI_EXIT_OK
                 : fail_about("Invalid hash algorithm \"", argument, "\"");
    case 'N':
    case 'P':
      if (take_passphrase(letter == 'N' ? &keygen->new_passphrase
                                        : &context->passphrase.text,
                          argument)) {
        context->passphrase.is_known =
            context->passphrase.is_known || letter == 'P';
        keygen->has_new = keygen->has_new || letter == 'N';
        return CLI_EXIT_OK;
      }
      fprintf(stderr, "sshmint: [E_MEMORY] -%c: %s\r\n", letter,
              mint_code_explain(MINT_E_MEMORY)->text);
      return CLI_EXIT_SSH_KEYGEN;
    default:
      return refuse_letter((char)letter);
  }
}

int cli_keygen_parse(struct cli_context *context, struct cli_keygen *keygen,
                     int argc, char **argv) {
  memset(keygen, 0, sizeof(*keygen));
  keygen->hash = MINT_HASH_SHA256;
  keygen->format = MINT_FORMAT_OPENSSH;
  // All of ssh-keygen's letters, so that each takes its argument; "+" ends the
  // options at the first word that is none.
  static const char letters[] =
      "+:ABHKLQUXceghiklopquvyC:D:E:F:I:M:N:O:P:R:V:Y:Z:"
      "a:b:f:g:m:n:r:s:t:w:z:";
  opterr = 0;
  for (;;) {
    int letter = getopt(argc, argv, letters);
    if (letter == -1) {
      break;
    }
    if (letter == '?' || letter == ':') {
      fprintf(stderr, "%s -- %c\r\n",
              letter == '?' ? "unknown option" : "option requires an argument",
              optopt >= ' ' && optopt < 0x7f ? optopt : '?');
      print_usage();
      return CLI_EXIT_NO;
    }
    int status = take_option(context, keygen, letter, optarg);
    if (status != CLI_EXIT_OK) {
      return status;
    }
  }
  if (optind < argc) {
    fputs("Too many arguments.\r\n", stderr);
    print_usage();
    return CLI_EXIT_NO;
  }
  return CLI_EXIT_OK;
}

// ssh-keygen would show the .pub beside a private key that it cannot read,
// whatever key that holds. We only say that it is there.
static void hint_at_public(const char *path) {
  if (!cli_has_public(path)) {
    return;
  }
  char *public_path = cli_format("%s.pub", path);
  char *quoted = cli_quote(public_path);
  fprintf(stderr, "sshmint: the key in the .pub file: sshmint -lf %s\r\n",
          quoted);
  free(quoted);
  free(public_path);
}

static int list(struct cli_context *context, struct cli_keygen *keygen) {
  struct cli_show show = {keygen->hash, context->verbose, NULL};
  const struct cli_source source = {cli_show_key, &show, true, false};
  char *asked = NULL;
  if (keygen->path == NULL) {
    asked = cli_keygen_ask_path("Enter file in which the key is");
    keygen->path = asked;
  }
  if (keygen->path == NULL) {
    return CLI_EXIT_NO;
  }
  struct cli_report report;
  cli_report_start(&report, NULL, 0);
  bool may_show = cli_govern_hash(context, &report, keygen->hash);
  cli_report_end(context, &report);
  cli_keep_key(keygen->path);
  if (!may_show || !cli_lock(context)) {
    free(asked);
    return CLI_EXIT_SSH_KEYGEN;
  }
  bool is_stdin = strcmp(keygen->path, "-") == 0;
  int status = CLI_EXIT_OK;
  if (!is_stdin && access(keygen->path, R_OK) != 0) {
    char *why = cli_format(": %s", strerror(errno));
    status = fail_about("sshmint: ", keygen->path, why);
    free(why);
  } else if (cli_source_read(context, keygen->path, &source) == 0) {
    (void)fail_about("", is_stdin ? "(stdin)" : keygen->path,
                     context->exit == CLI_EXIT_PARSE
                         ? " is not a public key file."
                         : " is not a key file.");
    hint_at_public(keygen->path);
    status = CLI_EXIT_SSH_KEYGEN;
  } else if (context->exit != CLI_EXIT_OK) {
    status = CLI_EXIT_SSH_KEYGEN;
  }
  free(asked);
  return status;
}

int cli_keygen_compat(struct cli_context *context, int argc, char **argv) {
  struct cli_keygen keygen;
  context->verb = "ssh-keygen";
  if (!cli_govern_load(context)) {
    return CLI_EXIT_SSH_KEYGEN;
  }
  int status = cli_keygen_parse(context, &keygen, argc, argv);
  if (status == CLI_EXIT_OK) {
    status = keygen.lists ? list(context, &keygen)
                          : cli_keygen_make(context, &keygen);
  }
  mint_secret_wipe(&keygen.new_passphrase);
  return status;
}
