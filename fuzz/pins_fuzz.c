// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// Reaches cli_pins_add_word, cli_pins_add_text, cli_pins_add_azure,
// cli_pins_add_boot_log, cli_host_name_parse, cli_known_next, cli_known_matches
// and cli_known_key: what is known of a host beforehand. The first byte
// chooses.

#include <stdlib.h>
#include <string.h>

#include "cli/host/known_hosts.h"
#include "cli/host/name.h"
#include "cli/host/pins.h"
#include "fuzz/fuzz.h"

static const char source[] = "source";

// Every pin is a whole fingerprint, and was in the input: text that a pin is
// not made of adds none.
static void require_pins(const struct cli_pins *pins, size_t found) {
  REQUIRE(pins->num <= CLI_PINS_MAX && pins->num <= found);
  REQUIRE(!pins->is_full || pins->num == CLI_PINS_MAX);
  REQUIRE((found == 0) == (pins->num == 0));
  for (size_t i = 0; i < pins->num; i++) {
    const struct cli_pin *pin = &pins->all[i];
    struct cli_print again;
    REQUIRE((pin->types & ~CLI_HOST_TYPES_ALL) == 0);
    REQUIRE(pin->source == source);
    REQUIRE(cli_print_parse(&again, pin->print.text) == CLI_PRINT_OK);
    REQUIRE(again.hash == pin->print.hash);
    REQUIRE(strcmp(again.text, pin->print.text) == 0);
  }
}

// What is taken is safe behind ssh and in a line of known_hosts.
static void read_name(struct cli_host_name *name, const char *text) {
  bool with_user = cli_host_name_parse(name, text, true);
  struct cli_host_name without;
  bool again = cli_host_name_parse(&without, text, false);
  REQUIRE(!again || (with_user && name->user[0] == '\0'));
  REQUIRE(with_user == (name->host[0] != '\0'));
  REQUIRE(name->host[0] != '-' && name->user[0] != '-');
  REQUIRE(name->port <= 65535 && (!with_user || name->port != 0));
  REQUIRE(strpbrk(name->host, " \t\r\n,;*?!|#@'\"`$\\()<>&/") == NULL);
  REQUIRE(strpbrk(name->user, " \t\r\n,;*?!|#'\"`$\\()<>&/%:") == NULL);
}

static void read_known(const struct cli_known *known) {
  struct cli_host_name name;
  struct cli_known_line line;
  size_t total = 0;
  size_t number = 0;
  (void)cli_host_name_parse(&name, "host.example", false);
  memset(&line, 0, sizeof(line));
  while (cli_known_next(known, &line)) {
    struct mint_parts *parts = NULL;
    REQUIRE(line.number == ++number && line.line == known->text + total);
    REQUIRE(line.len <= line.whole_len && line.whole_len != 0);
    total += line.whole_len;
    REQUIRE(line.hosts == NULL || (line.hosts_len != 0 && !line.is_broken));
    if (line.hosts != NULL) {
      (void)cli_known_matches(line.hosts, line.hosts_len, name.known);
      REQUIRE((cli_known_key(&parts, &line) == MINT_OK) == (parts != NULL));
      mint_parts_free(parts);
    }
  }
  REQUIRE(total == known->len);
}

void fuzz_one(const uint8_t *data, size_t len) {
  unsigned kind = fuzz_take(&data, &len) % 6;
  struct cli_pins pins;
  struct cli_host_name name;
  memset(&pins, 0, sizeof(pins));
  char *text = malloc(len + 1);
  REQUIRE(text != NULL);
  if (len != 0) {
    memcpy(text, data, len);
  }
  text[len] = '\0';
  const struct cli_known known = {.text = text, .len = len};
  switch (kind) {
    case 0:
      require_pins(&pins, cli_pins_add_word(&pins, text, source) ? 1 : 0);
      break;
    case 1:
      require_pins(&pins, cli_pins_add_azure(&pins, text, len, source));
      break;
    case 2:
      require_pins(&pins, cli_pins_add_boot_log(&pins, text, len, source));
      break;
    case 3:
      require_pins(&pins,
                   cli_pins_add_text(&pins, text, len, len % 2 == 0, source));
      break;
    case 4:
      read_name(&name, text);
      break;
    default:
      read_known(&known);
      break;
  }
  free(text);
}
