// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// check_show.c prints what was expected and what was seen, each with its type,
// or puts it into JSON.

#include <stdlib.h>
#include <string.h>

#include "cli/escape.h"
#include "cli/host/check.h"
#include "cli/lock.h"

// Writes the types of a pin: "ECDSA" for all its curves, "any" for all types.
static char *types_text(unsigned types) {
  if (types == CLI_HOST_TYPES_ALL) {
    return cli_format("any");
  }
  char *out = cli_format("%s", "");
  const char *last = "";
  for (unsigned i = 0; i < CLI_HOST_TYPES; i++) {
    const char *shown = cli_host_types[i].shown;
    if ((types & 1u << i) != 0 && strcmp(last, shown) != 0) {
      char *longer = cli_format("%s%s%s", out, *last == '\0' ? "" : "/", shown);
      free(out);
      out = longer;
      last = shown;
    }
  }
  if (out[0] == '\0') {
    free(out);
    out = cli_format("other");
  }
  return out;
}

static char *source_text(const struct cli_pin *pin) {
  char *name = cli_escape_name(pin->source);
  char *out = pin->line == 0 ? cli_format("%s", name)
                             : cli_format("%s:%zu", name, pin->line);
  free(name);
  return out;
}

static void print_text(const struct cli_host_check *check) {
  for (size_t i = 0; i < check->pins.num; i++) {
    const struct cli_pin *pin = &check->pins.all[i];
    char *types = types_text(pin->types);
    char *source = source_text(pin);
    printf("expected  %-7s  %s  %s\n", types, pin->print.text, source);
    free(source);
    free(types);
  }
  // A key is shown with the hash of the pins, so that people can compare.
  enum mint_hash hash =
      check->pins.num == 0 ? MINT_HASH_SHA256 : check->pins.all[0].print.hash;
  for (size_t i = 0; i < check->num_seen; i++) {
    const struct cli_host_key *key = &check->seen[i];
    char print[MINT_FINGERPRINT_MAX];
    mint_fingerprint(print,
                     key == check->matched ? check->pin->print.hash : hash,
                     key->about->blob, key->about->blob_len);
    printf("seen      %-7s  %s  %s%s\n", cli_host_types[key->type].shown, print,
           check->name.known, key == check->matched ? "  match" : "");
  }
}

static json_t *expected(const struct cli_host_check *check) {
  json_t *out = json_array();
  for (size_t i = 0; i < check->pins.num; i++) {
    const struct cli_pin *pin = &check->pins.all[i];
    char *types = types_text(pin->types);
    char *source =
        cli_escape_ascii((const uint8_t *)pin->source, strlen(pin->source));
    json_t *one = json_pack("{s:s,s:s,s:s}", "type", types, "fingerprint",
                            pin->print.text, "source", source);
    if (pin->line != 0) {
      (void)json_object_set_new(one, "line",
                                json_integer((json_int_t)pin->line));
    }
    (void)json_array_append_new(out, one);
    free(source);
    free(types);
  }
  return out;
}

static json_t *seen(const struct cli_host_check *check) {
  json_t *out = json_array();
  for (size_t i = 0; i < check->num_seen; i++) {
    const struct cli_host_key *key = &check->seen[i];
    char print[MINT_FINGERPRINT_MAX];
    mint_fingerprint(print, MINT_HASH_SHA256, key->about->blob,
                     key->about->blob_len);
    (void)json_array_append_new(
        out, json_pack("{s:s,s:i,s:s}", "type", key->about->type, "bits",
                       (int)key->about->bits, "fingerprint", print));
  }
  return out;
}

void cli_host_check_show(const struct cli_context *context,
                         struct cli_report *report,
                         const struct cli_host_check *check) {
  if (!context->json) {
    if (!context->quiet) {
      print_text(check);
    }
    return;
  }
  report->is_host = true;
  if (check->num_seen != 0) {
    report->about =
        check->matched != NULL ? check->matched->about : check->seen[0].about;
  }
  bool match = check->verdict == CLI_HOST_MATCH;
  if (check->verdict != CLI_HOST_FAILED) {
    report->verdict = match ? "accept" : "reject";
  }
  report->extra =
      json_pack("{s:s,s:i,s:b,s:o,s:o}", "host", check->name.host, "port",
                (int)check->name.port, "match", match ? 1 : 0, "expected",
                expected(check), "seen", seen(check));
}

const char *cli_host_sandbox_text(const struct cli_host_check *check) {
  return cli_lock_text(check->server.sandbox);
}

void cli_host_tell_sandbox(const struct cli_context *context,
                           const struct cli_host_check *check) {
  if (context->verbose && check->num_seen != 0) {
    fprintf(stderr, "sshmint: helper's sandbox: %s\n",
            cli_host_sandbox_text(check));
  }
}
