// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// verb_match.c tells whether two files, or a file and a fingerprint, are of the
// same key, whatever forms they have. To compare keys is not to trust them: no
// rule is tried.

#include <stdlib.h>
#include <string.h>

#include "cli/escape.h"
#include "cli/kept.h"
#include "cli/lock.h"
#include "cli/options.h"
#include "cli/print.h"
#include "cli/source.h"

static const struct cli_usage usage = {
    "match A B",
    "Tells whether A and B are the same key. Each is a private or public key "
    "in any\n"
    "format, or a fingerprint: SHA256:..., MD5:..., or its bytes in hex with "
    "colons.\n"
    "A passphrase is asked for only where a locked private key hides its "
    "public part.\n"
    "- is standard input.",
    2,
    2,
};

// One of the two.
struct side {
  const char *name;
  bool is_print;
  bool has_key;
  struct cli_print print;
  uint8_t *blob;  // owned
  size_t blob_len;
};

struct pair {
  struct side sides[2];
  size_t at;  // the one that is being read
};

// Writes the fingerprint of a side as the other one has it.
static void make_print(struct cli_print *out, const struct side *side,
                       const struct side *other) {
  out->hash = other->is_print ? other->print.hash : MINT_HASH_SHA256;
  if (side->is_print) {
    *out = side->print;
  } else {
    mint_fingerprint(out->text, out->hash, side->blob, side->blob_len);
  }
}

static bool is_same(const struct pair *pair) {
  const struct side *a = &pair->sides[0];
  const struct side *b = &pair->sides[1];
  if (!a->is_print && !b->is_print) {
    return a->blob_len == b->blob_len &&
           memcmp(a->blob, b->blob, a->blob_len) == 0;
  }
  struct cli_print left;
  struct cli_print right;
  make_print(&left, a, b);
  make_print(&right, b, a);
  return strcmp(left.text, right.text) == 0;
}

static void print_result(const struct pair *pair, bool same) {
  struct cli_print prints[2];
  char *names[2];
  for (size_t i = 0; i < 2; i++) {
    const struct side *side = &pair->sides[i];
    make_print(&prints[i], side, &pair->sides[1 - i]);
    names[i] = strcmp(side->name, "-") == 0 ? cli_format("(stdin)")
                                            : cli_escape_name(side->name);
  }
  if (same) {
    printf("%s and %s are the same key: %s\n", names[0], names[1],
           prints[0].text);
  } else {
    printf("%s and %s are different keys: %s and %s\n", names[0], names[1],
           prints[0].text, prints[1].text);
  }
  free(names[0]);
  free(names[1]);
}

// Tells the result with the second of the two, once both are known.
static void compare(const struct cli_context *context,
                    struct cli_report *report, const struct pair *pair) {
  if (!pair->sides[0].has_key || !pair->sides[1].has_key) {
    return;
  }
  bool same = is_same(pair);
  if (!same) {
    cli_report_code(report, CLI_E_KEY_DIFFERS, NULL);
    report->findings[report->num_findings - 1].is_told = true;
  }
  if (context->json) {
    const char *with = pair->sides[0].name;
    char *shown = cli_escape_ascii((const uint8_t *)with, strlen(with));
    report->extra =
        json_pack("{s:b,s:s}", "match", same ? 1 : 0, "with", shown);
    free(shown);
  } else if (!context->quiet) {
    print_result(pair, same);
  }
}

static void take_key(struct cli_context *context, struct cli_report *report,
                     struct cli_key *key, void *argument) {
  struct pair *pair = argument;
  struct side *side = &pair->sides[pair->at];
  if (key->about->blob_len == 0 &&
      !cli_key_unlock(context, report, key, NULL,
                      cli_public_fix(context, key->path))) {
    return;
  }
  side->blob = malloc(key->about->blob_len);
  if (side->blob == NULL) {
    cli_report_status(report, MINT_ERR_MEMORY, NULL, NULL);
    return;
  }
  memcpy(side->blob, key->about->blob, key->about->blob_len);
  side->blob_len = key->about->blob_len;
  side->has_key = true;
  if (pair->at == 1) {
    compare(context, report, pair);
  }
}

// Finds out which arguments are fingerprints.
static bool read_prints(struct cli_context *context, struct pair *pair) {
  for (size_t i = 0; i < 2; i++) {
    struct side *side = &pair->sides[i];
    enum cli_print_kind kind = cli_print_parse(&side->print, side->name);
    if (kind == CLI_PRINT_BAD) {
      cli_fail(context, CLI_E_USAGE_FINGERPRINT, side->name);
      return false;
    }
    side->is_print = kind == CLI_PRINT_OK;
    side->has_key = side->is_print;
  }
  const struct side *sides = pair->sides;
  if (sides[0].is_print && sides[1].is_print &&
      sides[0].print.hash != sides[1].print.hash) {
    cli_fail(context, CLI_E_USAGE_HASHES, NULL);
    return false;
  }
  return true;
}

static void match(struct cli_context *context, struct pair *pair) {
  const struct cli_source source = {take_key, pair, false, true};
  for (size_t i = 0; i < 2; i++) {
    if (!pair->sides[i].is_print) {
      cli_keep_key(pair->sides[i].name);
    }
  }
  if (!cli_lock(context)) {
    return;
  }
  for (pair->at = 0; pair->at < 2; pair->at++) {
    struct side *side = &pair->sides[pair->at];
    if (!side->is_print) {
      (void)cli_source_read(context, side->name, &source);
    } else if (pair->at == 1) {
      struct cli_report report;
      cli_report_start(&report, side->name, 0);
      compare(context, &report, pair);
      cli_report_end(context, &report);
    }
  }
}

void cli_verb_match(struct cli_context *context, int argc, char **argv) {
  const struct cli_option options[] = {{0, NULL, NULL, NULL, NULL, NULL}};
  struct cli_operands words;
  struct pair pair;
  memset(&pair, 0, sizeof(pair));
  if (!cli_options_parse(context, &words, options, &usage, true, argc, argv)) {
    return;
  }
  pair.sides[0].name = words.names[0];
  pair.sides[1].name = words.names[1];
  if (strcmp(words.names[0], "-") == 0 && strcmp(words.names[1], "-") == 0) {
    cli_fail(context, CLI_E_USAGE_STDIN, NULL);
  } else if (read_prints(context, &pair)) {
    match(context, &pair);
  }
  free(pair.sides[0].blob);
  free(pair.sides[1].blob);
}
