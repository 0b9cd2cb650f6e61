// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// ask.c takes only "yes" and a fingerprint that is right for consent.

#include "cli/host/ask.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cli/escape.h"
#include "cli/prompt.h"

#define ANSWER_MAX 256

// Tells the key that the answer is the fingerprint of.
static const struct cli_host_key *find(const struct cli_host_check *check,
                                       const char *answer) {
  struct cli_pins pins;
  memset(&pins, 0, sizeof(pins));
  if (!cli_pins_add_word(&pins, answer, "terminal")) {
    return NULL;
  }
  for (size_t i = 0; i < check->num_seen; i++) {
    const struct cli_host_key *key = &check->seen[i];
    if (cli_pins_find(&pins, 1u << key->type, key->about->blob,
                      key->about->blob_len) != NULL) {
      return key;
    }
  }
  return NULL;
}

static char *first_question(const struct cli_host_check *check) {
  const struct cli_host_key *key = &check->seen[0];
  char print[MINT_FINGERPRINT_MAX];
  mint_fingerprint(print, MINT_HASH_SHA256, key->about->blob,
                   key->about->blob_len);
  return cli_format(
      "The authenticity of host '%s (%s)' can't be established.\n"
      "%s key fingerprint is %s.\n"
      "Compare it with the one that Azure shows: sshmint host commands\n"
      "Are you sure you want to continue connecting "
      "(yes/no/[fingerprint])? ",
      check->name.known, check->server.reach.address,
      cli_host_types[key->type].shown, print);
}

bool cli_host_ask(const struct cli_context *context,
                  struct cli_host_check *check) {
  char answer[ANSWER_MAX];
  if (check->verdict != CLI_HOST_UNKNOWN || check->num_seen == 0 ||
      context->batch || !cli_has_terminal()) {
    return false;
  }
  char *question = first_question(check);
  const struct cli_host_key *key = NULL;
  bool again = cli_prompt_line(answer, sizeof(answer), question);
  while (again) {
    if (strcasecmp(answer, "yes") == 0) {
      key = &check->seen[0];
      break;
    }
    key = find(check, answer);
    if (key != NULL || answer[0] == '\0' || strcasecmp(answer, "no") == 0) {
      break;
    }
    again = cli_prompt_line(answer, sizeof(answer),
                            "Please type 'yes', 'no' or the fingerprint: ");
  }
  free(question);
  check->matched = key;
  if (key != NULL) {
    check->verdict = CLI_HOST_MATCH;
  }
  return key != NULL;
}
