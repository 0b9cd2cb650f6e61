// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// verb_inspect.c tells what a file is, without judging it and without asking
// for a passphrase: format, encryption, size, comment, and who can read it.

#include <stdlib.h>
#include <string.h>

#include "cli/escape.h"
#include "cli/options.h"
#include "cli/source.h"

static const struct cli_usage usage = {
    "inspect FILE...",
    "Tells what each file is: kind, format, encryption and what guessing its\n"
    "passphrase costs, type, size, exponent, comment, fingerprint, the mode "
    "of\n"
    "the file and the programs that read the format. A locked key is opened "
    "only\n"
    "if a passphrase option is given. - is standard input.",
};

// Which programs read a form. What each reads was measured with OpenSSH 9.2,
// PuTTY 0.78, Dropbear 2022.83 and OpenSSL 3.0.
static const char *readers(const struct mint_about *about) {
  switch (about->format) {
    case MINT_FORMAT_AUTHORIZED_KEYS:
      return about->kind == MINT_KIND_CERTIFICATE
                 ? "OpenSSH"
                 : "OpenSSH, PuTTY, libssh, Azure";
    case MINT_FORMAT_PEM:
      break;
  }
  if (!about->encrypted) {
    return "OpenSSH, OpenSSL, PuTTY, Dropbear, libssh";
  }
  return about->cipher != NULL && strcmp(about->cipher, "AES-128-CBC") == 0
             ? "OpenSSH, OpenSSL, PuTTY, libssh"
             : "OpenSSH, OpenSSL, libssh";
}

static const char *kind(const struct mint_about *about) {
  switch (about->kind) {
    case MINT_KIND_PUBLIC:
      return "public key";
    case MINT_KIND_PRIVATE:
      return "private key";
    case MINT_KIND_CERTIFICATE:
      return "certificate";
  }
  return "unknown";
}

static void row(const char *name, const char *value) {
  printf("  %-13s%s\n", name, value);
}

static void print_encryption(const struct mint_about *about) {
  if (about->kind != MINT_KIND_PRIVATE) {
    return;
  }
  if (!about->encrypted) {
    row("encrypted", "no");
    return;
  }
  bool is_md5 = about->kdf != NULL && strcmp(about->kdf, "md5") == 0;
  printf("  %-13s%s, key derived with %s%s\n", "encrypted",
         about->cipher == NULL ? "yes" : about->cipher,
         about->kdf == NULL ? "an unknown function" : about->kdf,
         is_md5 ? " in 1 round (weak)" : "");
}

// An exponent that fits is shown in decimal, as people know it.
static void print_exponent(const struct mint_about *about) {
  unsigned long long value = 0;
  if (about->exponent_len == 0) {
    return;
  }
  printf("  %-13s", "exponent");
  if (about->exponent_len > sizeof(value)) {
    printf("%zu bytes long\n", about->exponent_len);
    return;
  }
  for (size_t i = 0; i < about->exponent_len; i++) {
    value = value << 8 | about->exponent[i];
  }
  printf("%llu\n", value);
}

static void print_key(const struct cli_report *report,
                      const struct cli_key *key) {
  const struct mint_about *about = key->about;
  char *name = cli_report_name(report);
  if (report->line != 0) {
    printf("%s:%zu: %s\n", name, report->line, kind(about));
  } else {
    printf("%s: %s\n", name, kind(about));
  }
  free(name);
  row("format", mint_format_name(about->format));
  print_encryption(about);
  row("type", about->type == NULL ? "ssh-rsa" : about->type);
  if (about->exponent_len != 0 && about->kind != MINT_KIND_CERTIFICATE) {
    row("signs with", "rsa-sha2-256, rsa-sha2-512");
  }
  if (about->bits != 0) {
    printf("  %-13s%u\n", "bits", about->bits);
  }
  print_exponent(about);
  if (key->comment_len != 0) {
    char *comment = cli_escape((const uint8_t *)key->comment, key->comment_len);
    row("comment", comment);
    free(comment);
  }
  if (about->blob_len != 0) {
    char fingerprint[MINT_FINGERPRINT_MAX];
    mint_fingerprint(fingerprint, MINT_HASH_SHA256, about->blob,
                     about->blob_len);
    row("fingerprint", fingerprint);
  } else {
    row("fingerprint", "hidden until the key is unlocked");
  }
  if (key->facts.is_file) {
    printf("  %-13s%04o%s\n", "mode", (unsigned)key->facts.mode,
           cli_is_exposed(&key->facts) ? "" : " (its owner only)");
  }
  row("read by", readers(about));
}

// Splits "a, b" into a JSON array.
static json_t *list(const char *text) {
  json_t *out = json_array();
  char *copy = cli_format("%s", text);
  char *rest = copy;
  for (char *part = strsep(&rest, ","); part != NULL;
       part = strsep(&rest, ",")) {
    (void)json_array_append_new(out, json_string(part + strspn(part, " ")));
  }
  free(copy);
  return out;
}

static json_t *extra(const struct cli_key *key) {
  json_t *out = json_object();
  if (key->facts.is_file) {
    char mode[8];
    (void)snprintf(mode, sizeof(mode), "%04o", (unsigned)key->facts.mode);
    (void)json_object_set_new(out, "mode", json_string(mode));
  }
  if (key->about->exponent_len != 0 &&
      key->about->kind != MINT_KIND_CERTIFICATE) {
    (void)json_object_set_new(out, "signature_algorithms",
                              list("rsa-sha2-256, rsa-sha2-512"));
  }
  (void)json_object_set_new(out, "readers", list(readers(key->about)));
  return out;
}

static void inspect_key(struct cli_context *context, struct cli_report *report,
                        struct cli_key *key, void *argument) {
  (void)argument;
  bool may_unlock =
      context->passphrase_file != NULL || context->passphrase_fd != NULL;
  if (may_unlock && !cli_key_unlock(context, report, key, NULL)) {
    return;
  }
  if (key->about->kdf != NULL && strcmp(key->about->kdf, "md5") == 0) {
    cli_report_code(report, CLI_W_KDF_WEAK, NULL);
  }
  size_t unused = 0;
  if (cli_key_companion(key, &report->owned, &unused) ==
      CLI_COMPANION_DIFFERS) {
    cli_report_code(report, CLI_W_PUBLIC_DIFFERS, NULL);
  }
  if (context->json) {
    report->extra = extra(key);
  } else {
    print_key(report, key);
  }
}

void cli_verb_inspect(struct cli_context *context, int argc, char **argv) {
  const struct cli_option options[] = {{0, NULL, NULL, NULL, NULL, NULL}};
  struct cli_operands files;
  if (!cli_options_parse(context, &files, options, &usage, true, argc, argv)) {
    return;
  }
  if (files.num == 0) {
    cli_fail(context, CLI_E_USAGE_OPERAND, NULL);
    return;
  }
  const struct cli_source source = {inspect_key, NULL, false};
  for (size_t i = 0; i < files.num; i++) {
    (void)cli_source_read(context, files.names[i], &source);
  }
}
