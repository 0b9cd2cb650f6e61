// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// azure_reply.c finds what a machine printed in the answer of Azure's Run
// Command.

#include <jansson.h>
#include <string.h>
#include <strings.h>

#include "cli/host/pins.h"

// An answer has a few elements; more are not looked at.
#define ELEMENTS_MAX 16

static json_t *member(json_t *object, const char *name) {
  const char *key = NULL;
  json_t *value = NULL;
  json_object_foreach(object, key, value) {
    if (strcasecmp(key, name) == 0) {  // PowerShell writes Value and Message
      return value;
    }
  }
  return NULL;
}

// What stands behind "[stdout]" and before "[stderr]", or all of it.
static size_t add_message(struct cli_pins *pins, const char *text,
                          const char *source) {
  static const char start[] = "[stdout]";
  const char *from = strstr(text, start);
  if (from == NULL) {
    return cli_pins_add_text(pins, text, strlen(text), false, source);
  }
  from += sizeof(start) - 1;
  const char *to = strstr(from, "[stderr]");
  size_t len = to == NULL ? strlen(from) : (size_t)(to - from);
  return cli_pins_add_text(pins, from, len, false, source);
}

static size_t add_string(struct cli_pins *pins, const json_t *value,
                         const char *source) {
  const char *text = json_string_value(value);
  return text == NULL ? 0 : add_message(pins, text, source);
}

static size_t add_array(struct cli_pins *pins, const json_t *array,
                        const char *source) {
  size_t found = 0;
  for (size_t i = 0; i < json_array_size(array) && i < ELEMENTS_MAX; i++) {
    found +=
        add_string(pins, member(json_array_get(array, i), "message"), source);
  }
  return found;
}

static size_t add_reply(struct cli_pins *pins, json_t *root,
                        const char *source) {
  json_t *output = member(member(root, "properties"), "output");
  json_t *view = member(root, "instanceView");  // of a managed run command
  if (view == NULL) {
    view = member(member(root, "properties"), "instanceView");
  }
  return add_string(pins, root, source) + add_array(pins, root, source) +
         add_array(pins, member(root, "value"), source) +
         add_array(pins, member(output, "value"), source) +
         add_string(pins, member(view, "output"), source);
}

size_t cli_pins_add_azure(struct cli_pins *pins, const char *json, size_t len,
                          const char *source) {
  if (len >= 3 && memcmp(json, "\xef\xbb\xbf", 3) == 0) {
    json += 3;  // Windows PowerShell writes a mark before UTF-8
    len -= 3;
  }
  json_t *root =
      json_loadb(json, len, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, NULL);
  size_t found = add_reply(pins, root, source);
  json_decref(root);
  return found;
}
