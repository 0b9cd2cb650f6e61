// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// Reaches cli_options_parse, cli_keygen_parse, cli_number, cli_escape,
// cli_escape_ascii and cli_quote: words of a command line, each ended by a NUL.

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "cli/escape.h"
#include "cli/keygen_make.h"
#include "cli/options.h"
#include "fuzz/fuzz.h"

#define WORDS_MAX 32

// Nothing that a terminal would take for a command.
static void require_shown(char *text, bool ascii) {
  for (const char *c = text; *c != '\0'; c++) {
    REQUIRE(((unsigned char)*c >= ' ' && *c != 0x7f) || *c == '\t');
    REQUIRE(!ascii || (unsigned char)*c < 0x7f);
  }
  free(text);
}

static void show(const char *word) {
  size_t len = strlen(word);
  unsigned number = 1;
  require_shown(cli_escape((const uint8_t *)word, len), false);
  require_shown(cli_escape_ascii((const uint8_t *)word, len), true);
  require_shown(cli_quote(word), false);
  if (cli_number(&number, word, 4096)) {
    REQUIRE(number <= 4096 && (unsigned long)number == strtoul(word, NULL, 10));
    REQUIRE(strspn(word, "0123456789") == len && len != 0);
  }
}

static void parse_native(int argc, char **argv) {
  struct cli_context context;
  struct cli_operands operands;
  const char *to = NULL;
  const char *out = NULL;
  bool force = false;
  const struct cli_option own[] = {
      {0, "to", "FORM", NULL, &to, "the form"},
      {'o', "out", "FILE", NULL, &out, "where to"},
      {0, "force", NULL, &force, NULL, "overwrite"},
      {0, NULL, NULL, NULL, NULL, NULL},
  };
  const struct cli_usage usage = {"fuzz FILE...", "Nothing.\n", 1, 3};
  memset(&context, 0, sizeof(context));
  if (cli_options_parse(&context, &operands, own, &usage, true, argc, argv)) {
    REQUIRE(context.exit == 0 && !context.help);
    REQUIRE(operands.num >= 1 && operands.num <= 3);
    REQUIRE(context.policy.key.rsa_bits_min >= MINT_RSA_BITS_FLOOR);
  } else {
    REQUIRE(context.exit == 0 || context.exit == 2 || context.exit == 78);
  }
}

static void parse_keygen(int argc, char **argv) {
  struct cli_context context;
  struct cli_keygen keygen;
  memset(&context, 0, sizeof(context));
  memset(&keygen, 0, sizeof(keygen));
  optind = 0;  // getopt starts anew
  int status = cli_keygen_parse(&context, &keygen, argc, argv);
  REQUIRE(status == 0 || status == 1 || status == 255);
  REQUIRE(status != 0 || keygen.rounds <= MINT_BCRYPT_ROUNDS_MAX);
  REQUIRE(status != 0 ||
          keygen.has_new == (keygen.new_passphrase.data != NULL));
  mint_secret_wipe(&keygen.new_passphrase);
  mint_secret_wipe(&context.passphrase.text);
}

void fuzz_one(const uint8_t *data, size_t len) {
  static char name[] = "sshmint";
  char *argv[WORDS_MAX + 2] = {name};
  // Both parsers move words about, and one wipes some.
  for (int keygen = 0; keygen < 2; keygen++) {
    char *words = malloc(len + 1);
    REQUIRE(words != NULL);
    memcpy(words, data, len);
    words[len] = '\0';
    int argc = 1;
    for (size_t at = 0; at < len && argc <= WORDS_MAX;) {
      argv[argc++] = words + at;
      at += strlen(words + at) + 1;
    }
    argv[argc] = NULL;
    for (int i = 1; keygen == 0 && i < argc; i++) {
      show(argv[i]);
    }
    if (keygen == 0) {
      parse_native(argc, argv);
    } else {
      parse_keygen(argc, argv);
    }
    free(words);
  }
}
