// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// keygen_make.c makes a key pair as ssh-keygen does it: the same questions in
// the same order, the same sentences. On purpose it differs where ssh-keygen
// loses keys: without a terminal nothing is overwritten, and no key is left
// unencrypted unless -N says so.

#include "cli/keygen_make.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/escape.h"
#include "cli/generate.h"
#include "cli/govern.h"
#include "cli/kept.h"
#include "cli/lock.h"
#include "cli/prompt.h"

#define CLI_KEYGEN_ANSWER_MAX 4096

// Reads a line of standard input. The caller frees it; NULL at the end of the
// input.
static char *read_answer(void) {
  char answer[CLI_KEYGEN_ANSWER_MAX];
  size_t len = 0;
  bool has_end = false;
  while (!has_end && len < sizeof(answer) - 1) {
    ssize_t got = read(STDIN_FILENO, answer + len, 1);
    if (got <= 0) {
      break;
    }
    has_end = answer[len] == '\n';
    len += has_end ? 0 : 1;
  }
  answer[len] = '\0';
  return has_end || len != 0 ? cli_format("%s", answer) : NULL;
}

char *cli_keygen_ask_path(const char *question) {
  char *path = cli_default_path();
  if (path == NULL) {
    fprintf(stderr, "No user exists for uid %lu\r\n", (unsigned long)getuid());
    return NULL;
  }
  printf("%s (%s): ", question, path);
  (void)fflush(stdout);
  char *answer = read_answer();
  if (answer != NULL && answer[0] == '\0') {
    free(answer);
    return path;
  }
  free(path);
  return answer;
}

static int check_path(const char *path) {
  if (strcmp(path, "-") == 0 || path[0] == '\0') {
    fputs("sshmint: -f: a key pair needs a file name\r\n", stderr);
    return CLI_EXIT_SSH_KEYGEN;
  }
  if (cli_is_public_name(path)) {
    char *name = cli_escape_name(path);
    const struct cli_code_info *info =
        cli_code_explain(CLI_E_USAGE_PUBLIC_NAME);
    fprintf(stderr, "sshmint: %s: %s. Fix: %s\r\n", name, info->text,
            info->fix);
    free(name);
    return CLI_EXIT_SSH_KEYGEN;
  }
  return CLI_EXIT_OK;
}

static int check(const struct cli_keygen *keygen, const char *comment) {
  const char *type = keygen->type;
  if (type != NULL && strcasecmp(type, "rsa") != 0 &&
      strcmp(type, "ssh-rsa") != 0) {
    static const char *const known[] = {"dsa", "ecdsa", "ecdsa-sk", "ed25519",
                                        "ed25519-sk"};
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
      if (strcasecmp(type, known[i]) == 0) {
        fprintf(stderr, "sshmint: -t %s: sshmint makes RSA keys only\r\n",
                known[i]);
        return CLI_EXIT_SSH_KEYGEN;
      }
    }
    char *shown = cli_escape_name(type);
    fprintf(stderr, "unknown key type %s\r\n", shown);
    free(shown);
    return CLI_EXIT_SSH_KEYGEN;
  }
  if (keygen->has_bits && !mint_key_bits_offered(keygen->bits)) {
    fputs(
        "Invalid RSA key length: 2048, 3072, 4096 and 8192 bits are offered, "
        "and nothing is rounded\r\n",
        stderr);
    return CLI_EXIT_SSH_KEYGEN;
  }
  if (!mint_comment_ok(comment, strlen(comment))) {
    fprintf(stderr, "sshmint: -C: %s\r\n",
            cli_code_explain(CLI_E_USAGE_COMMENT)->text);
    return CLI_EXIT_SSH_KEYGEN;
  }
  return keygen->path == NULL ? CLI_EXIT_OK : check_path(keygen->path);
}

static bool exists(const char *path) {
  struct stat facts;
  return lstat(path, &facts) == 0;
}

// Asks whether what is at `path` or beside it as .pub may be replaced. Returns
// false if not; *out_force tells whether there is something to replace.
static bool may_overwrite(bool *out_force, const char *path) {
  char *public_path = cli_format("%s.pub", path);
  const char *taken = exists(path)          ? path
                      : exists(public_path) ? public_path
                                            : NULL;
  *out_force = taken != NULL;
  bool may = true;
  if (taken != NULL) {
    char *name = cli_escape_name(taken);
    if (isatty(STDIN_FILENO) == 1) {
      printf("%s already exists.\nOverwrite (y/n)? ", name);
      (void)fflush(stdout);
      char *answer = read_answer();
      may = answer != NULL && (answer[0] == 'y' || answer[0] == 'Y');
      free(answer);
    } else {
      fprintf(stderr,
              "%s already exists and there is no terminal to ask on; to "
              "replace it: sshmint new --force\r\n",
              name);
      may = false;
    }
    free(name);
  }
  free(public_path);
  return may;
}

// Settles the passphrase: -P, else -N, else the person at the terminal.
static bool settle_passphrase(struct cli_context *context,
                              struct cli_keygen *keygen,
                              struct cli_report *report) {
  static const struct cli_prompts prompts = {
      "Enter passphrase (empty for no passphrase): ",
      "Enter same passphrase again: ", true};
  struct cli_passphrase *passphrase = &context->passphrase;
  if (!passphrase->is_known && keygen->has_new) {
    passphrase->text = keygen->new_passphrase;  // moved
    keygen->new_passphrase = (struct mint_secret)MINT_SECRET_EMPTY;
    passphrase->is_known = true;
  }
  if (!passphrase->is_known &&
      !cli_prompt_twice(context, report, passphrase, &prompts)) {
    return false;
  }
  size_t len = passphrase->text.len;
  if (len != 0 && len < cli_passphrase_min(keygen->format)) {
    char *name = cli_escape_name(report->input);
    fprintf(stderr,
            "Saving key \"%s\" failed: passphrase is too short (minimum five "
            "characters)\r\n",
            name);
    free(name);
    return false;
  }
  return cli_passphrase_check(&passphrase->text, report, keygen->format);
}

static void print_result(const struct cli_keygen *keygen,
                         const struct mint_about *about, const char *path,
                         const char *comment) {
  char fingerprint[MINT_FINGERPRINT_MAX];
  char randomart[MINT_RANDOMART_MAX];
  mint_fingerprint(fingerprint, keygen->hash, about->blob, about->blob_len);
  mint_randomart(randomart, keygen->hash, about->blob, about->blob_len,
                 about->type_short, about->bits);
  char *name = cli_escape_name(path);
  char *shown = cli_escape_name(comment);
  printf("Your identification has been saved in %s\n", name);
  printf("Your public key has been saved in %s.pub\n", name);
  printf("The key fingerprint is:\n%s %s\n", fingerprint, shown);
  printf("The key's randomart image is:\n%s\n", randomart);
  free(shown);
  free(name);
}

// Asks, makes and saves. Returns the exit status.
static int make(struct cli_context *context, struct cli_keygen *keygen,
                const char *comment) {
  int status = CLI_EXIT_NO;
  bool force = false;
  struct cli_report report;
  struct cli_save save;
  struct mint_parts *parts = NULL;
  struct mint_secret public_key = MINT_SECRET_EMPTY;
  const struct cli_generate how = {
      keygen->has_bits ? keygen->bits : cli_govern_bits(context),
      keygen->format, keygen->rounds, comment};
  cli_report_start(&report, keygen->path, 0);
  cli_save_start(&save);

  char *folder = NULL;
  if (!cli_govern_make(context, &report, how.bits, how.format) ||
      !cli_govern_hash(context, &report, keygen->hash)) {
    status = CLI_EXIT_SSH_KEYGEN;
    goto out;
  }
  folder = cli_make_folder(keygen->path);
  if (folder != NULL && !context->quiet) {
    fprintf(stderr, "Created directory '%s'.\r\n", folder);
  }
  if (!may_overwrite(&force, keygen->path)) {
    goto out;
  }
  cli_keep_folder(keygen->path);
  if (!cli_lock(context)) {
    status = CLI_EXIT_SSH_KEYGEN;
    goto out;
  }
  const struct cli_save_target target =
      cli_generate_target(context, keygen->path, force);
  if (!cli_save_open(&save, &report, &target) ||
      !settle_passphrase(context, keygen, &report) ||
      !cli_generate(&parts, &public_key, context, &report, &save, &how)) {
    goto out;
  }
  report.about = mint_parts_about(parts);
  if (!context->quiet) {
    print_result(keygen, report.about, keygen->path, comment);
  }
  cli_report_kdf(&report);
  // The pair is there, but not all that had to be done could be.
  status = report.exit == CLI_EXIT_OK ? CLI_EXIT_OK : CLI_EXIT_SSH_KEYGEN;

out:
  cli_report_end(context, &report);
  cli_save_close(&save);
  mint_secret_wipe(&public_key);
  mint_parts_free(parts);
  free(folder);
  return status;
}

int cli_keygen_make(struct cli_context *context, struct cli_keygen *keygen) {
  char *comment = keygen->comment == NULL ? cli_default_comment()
                                          : cli_format("%s", keygen->comment);
  char *asked = NULL;
  int status = check(keygen, comment);
  if (status != CLI_EXIT_OK) {
    goto out;
  }
  if (!context->passphrase.is_known && !keygen->has_new &&
      !cli_has_terminal()) {
    fprintf(stderr,
            "sshmint: %s. Fix: -N '' for a key that is not encrypted\r\n",
            cli_code_explain(CLI_E_PASSPHRASE_NONE)->text);
    status = CLI_EXIT_SSH_KEYGEN;
    goto out;
  }
  if (!context->quiet) {
    printf("Generating public/private %s key pair.\n",
           keygen->type == NULL ? "rsa" : keygen->type);
  }
  if (keygen->path == NULL) {
    asked = cli_keygen_ask_path("Enter file in which to save the key");
    keygen->path = asked;
    status = asked == NULL ? CLI_EXIT_NO : check_path(asked);
  }
  if (status == CLI_EXIT_OK) {
    status = make(context, keygen, comment);
  }

out:
  free(asked);
  free(comment);
  return status;
}
