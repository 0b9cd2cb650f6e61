// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// verb_inspect.c tells what a file is, without judging it and without asking
// for a passphrase: format, encryption, size, comment, and who can read it.

#include <stdlib.h>
#include <string.h>

#include "cli/escape.h"
#include "cli/lock.h"
#include "cli/next.h"
#include "cli/options.h"
#include "cli/prompt.h"
#include "cli/source.h"

static const struct cli_usage usage = {
    "inspect FILE...",
    "Tells what each file is: kind, format, encryption and what guessing its\n"
    "passphrase costs, type, size, exponent, comment, fingerprint, the mode "
    "of\n"
    "the file and the programs that read the format. A locked key is opened "
    "only\n"
    "if a passphrase option is given. - is standard input.",
    1,
    CLI_OPERANDS_ANY,
};

// Which programs read a form, and which it encrypted. What each reads was
// measured with OpenSSH 9.2, PuTTY 0.78, Dropbear 2022.83, libssh 0.10.6 and
// OpenSSL 3.0.
static const struct {
  const char *plain;
  const char *encrypted;
} form_readers[] = {
    [MINT_FORMAT_AUTHORIZED_KEYS] = {"OpenSSH, PuTTY, libssh, Azure", NULL},
    [MINT_FORMAT_PEM] = {"OpenSSH, OpenSSL, PuTTY, Dropbear, libssh",
                         "OpenSSH, OpenSSL, libssh"},
    [MINT_FORMAT_PKCS8] = {"OpenSSH, OpenSSL, libssh",
                           "OpenSSH, OpenSSL, libssh"},
    [MINT_FORMAT_OPENSSH] = {"OpenSSH, PuTTY, Dropbear, libssh",
                             "OpenSSH, PuTTY, libssh"},
    [MINT_FORMAT_RFC4716] = {"ssh-keygen -i, PuTTY", NULL},
    [MINT_FORMAT_SPKI] = {"ssh-keygen -i -m PKCS8, OpenSSL", NULL},
    [MINT_FORMAT_PKCS1_PUBLIC] = {"ssh-keygen -i -m PEM, OpenSSL", NULL},
    [MINT_FORMAT_PPK] = {"PuTTY", "PuTTY"},
};

static const char *readers(const struct mint_about *about) {
  if (about->kind == MINT_KIND_CERTIFICATE) {
    return "OpenSSH";
  }
  if (!about->encrypted) {
    return form_readers[about->format].plain;
  }
  bool putty_reads =
      about->cipher != NULL && (strcmp(about->cipher, "AES-128-CBC") == 0 ||
                                strcmp(about->cipher, "DES-EDE3-CBC") == 0);
  return about->format == MINT_FORMAT_PEM && putty_reads
             ? "OpenSSH, OpenSSL, PuTTY, libssh"
             : form_readers[about->format].encrypted;
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

static bool is_named(const char *name, const char *want) {
  return strncmp(name, want, strlen(want)) == 0;
}

// How the key of the encryption is derived from the passphrase, and so what a
// guess costs. The caller frees it.
static char *describe_kdf(const struct mint_about *about) {
  unsigned long long cost = about->kdf_cost;
  unsigned long long kib = about->kdf_memory / 1024;
  const char *kdf = about->kdf;
  if (kdf == NULL) {
    return cli_format("an unknown function");
  }
  if (is_named(kdf, "md5") || is_named(kdf, "sha1")) {
    return cli_format("%s in 1 round (weak)", kdf);
  }
  if (is_named(kdf, "bcrypt")) {
    return cli_format("bcrypt, %llu rounds", cost);
  }
  if (is_named(kdf, "pbkdf2")) {
    return cli_format(
        "pbkdf2 with %s, %llu iterations",
        about->kdf_hash == NULL ? "an unknown hash" : about->kdf_hash, cost);
  }
  if (is_named(kdf, "scrypt")) {
    return cli_format("scrypt, N = %llu, %llu KiB", cost, kib);
  }
  return cli_format("%s, %llu passes over %llu KiB", kdf, cost, kib);
}

static void print_encryption(const struct mint_about *about) {
  if (about->kind != MINT_KIND_PRIVATE) {
    return;
  }
  if (!about->encrypted) {
    row("encrypted", "no");
    return;
  }
  row("encrypted", about->cipher == NULL ? "yes" : about->cipher);
  char *kdf = describe_kdf(about);
  row("derived with", kdf);
  free(kdf);
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
  if (about->type != NULL || about->format == MINT_FORMAT_PEM) {
    row("type", about->type == NULL ? "ssh-rsa" : about->type);
  }
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
    row("fingerprint",
        "hidden until the key is unlocked: this format encrypts the public "
        "part too");
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
  if (cli_passphrase_named(&context->passphrase) &&
      !cli_key_unlock(context, report, key, NULL, NULL)) {
    return;
  }
  cli_report_kdf(report);
  size_t unused = 0;
  if (cli_key_companion(key, &report->owned, &unused) ==
      CLI_COMPANION_DIFFERS) {
    cli_report_code(report, CLI_W_PUBLIC_DIFFERS, NULL);
  }
  if (context->json) {
    report->extra = extra(key);
  } else {
    print_key(report, key);
    // A key of a list is not that of the file.
    if (report->line == 0) {
      cli_next_print(context, "  ", key->path, key->about);
    }
  }
}

void cli_verb_inspect(struct cli_context *context, int argc, char **argv) {
  const struct cli_option options[] = {{0, NULL, NULL, NULL, NULL, NULL}};
  struct cli_operands files;
  if (!cli_options_parse(context, &files, options, &usage, true, argc, argv) ||
      !cli_lock_keys(context, files.names, files.num)) {
    return;
  }
  const struct cli_source source = {inspect_key, NULL, false, false};
  for (size_t i = 0; i < files.num; i++) {
    (void)cli_source_read(context, files.names[i], &source);
  }
}
