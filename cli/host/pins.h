// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// pins.h collects the fingerprints that a host key is expected to have, and
// remembers where each came from.

#ifndef SSHMINT_CLI_HOST_PINS_H
#define SSHMINT_CLI_HOST_PINS_H

#include "cli/host/type.h"
#include "cli/print.h"

struct cli_pin {
  unsigned types;  // of keys that it can be of, as the source tells
  struct cli_print print;
  const char *source;  // a file's name or an option; borrowed
  size_t line;         // of the file; 0: none is meant
};

// More than any machine has, and a bound for what is told.
#define CLI_PINS_MAX 64

struct cli_pins {
  struct cli_pin all[CLI_PINS_MAX];
  size_t num;
  bool is_full;  // there were more
};

// cli_pins_add adds the fingerprint of a key whose type is one of `types`;
// nothing happens if it is there already.
void cli_pins_add(struct cli_pins *pins, unsigned types,
                  const struct cli_print *print, const char *source,
                  size_t line);

// cli_pins_add_word adds a fingerprint as a person gives it: SHA256:, MD5: or
// hex with colons, 43 characters of base64 alone (SHA-256), or a whole line of
// ssh-keygen -l, which tells the type. Returns false if it is none.
bool cli_pins_add_word(struct cli_pins *pins, const char *text,
                       const char *source);

// cli_pins_add_text adds what the lines of a text hold: lines as ssh-keygen -l
// prints them, with anything before them if `has_prefix`, fingerprints alone on
// a line, and public keys. Other lines are passed over. Returns how many pins
// the text holds.
size_t cli_pins_add_text(struct cli_pins *pins, const char *text, size_t len,
                         bool has_prefix, const char *source);

// cli_pins_add_azure adds what the JSON answer of Run Command shows: as the
// REST API, az and PowerShell print it, or the array or the message in it
// alone. cli_pins_add_boot_log adds what the last whole blocks of fingerprints
// and of keys hold that cloud-init has written into the log of a serial
// console. Both return how many pins there are in it.
size_t cli_pins_add_azure(struct cli_pins *pins, const char *json, size_t len,
                          const char *source);
size_t cli_pins_add_boot_log(struct cli_pins *pins, const char *log, size_t len,
                             const char *source);

// cli_pins_types returns the types that any of the pins can be of.
unsigned cli_pins_types(const struct cli_pins *pins);

// cli_pins_find returns the pin that the key of this type and blob has, or
// NULL.
const struct cli_pin *cli_pins_find(const struct cli_pins *pins, unsigned types,
                                    const uint8_t *blob, size_t blob_len);

#endif  // SSHMINT_CLI_HOST_PINS_H
