// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// parse.c is the door for untrusted bytes: the first line of a text chooses the
// one parser that is tried. Forms that we do not read are named, not guessed.

#include <string.h>
#include <strings.h>

#include <openssl/mem.h>

#include "core/base/stack.h"
#include "core/format/forms.h"
#include "core/text/line.h"

static const struct {
  const char *name;
  bool is_private;
} kFormats[] = {
    [MINT_FORMAT_AUTHORIZED_KEYS] = {"authorized-keys", false},
    [MINT_FORMAT_PEM] = {"pem", true},
    [MINT_FORMAT_PKCS8] = {"pkcs8", true},
    [MINT_FORMAT_OPENSSH] = {"openssh", true},
    [MINT_FORMAT_RFC4716] = {"rfc4716", false},
    [MINT_FORMAT_SPKI] = {"spki", false},
    [MINT_FORMAT_PKCS1_PUBLIC] = {"pkcs1-public", false},
    [MINT_FORMAT_PPK] = {"ppk", true},
};
#define NUM_FORMATS (sizeof(kFormats) / sizeof(kFormats[0]))

const char *mint_format_name(enum mint_format format) {
  size_t i = (size_t)format;
  return i >= 1 && i < NUM_FORMATS ? kFormats[i].name : "unknown";
}

bool mint_format_from_name(enum mint_format *out_format, const char *name) {
  for (size_t i = 1; i < NUM_FORMATS; i++) {
    if (strcasecmp(name, kFormats[i].name) == 0) {
      *out_format = (enum mint_format)i;
      return true;
    }
  }
  *out_format = MINT_FORMAT_AUTHORIZED_KEYS;
  return false;
}

bool mint_format_is_private(enum mint_format format) {
  size_t i = (size_t)format;
  return i < NUM_FORMATS && kFormats[i].is_private;
}

static const struct mint_form *const kForms[] = {
    &mint_form_pkcs1,   &mint_form_pkcs8, &mint_form_pkcs8_encrypted,
    &mint_form_openssh, &mint_form_spki,  &mint_form_pkcs1_public,
};

static const char k4716Begin[] = "---- BEGIN SSH2 PUBLIC KEY";
static const char kPpkBegin[] = "PuTTY-User-Key-File-";

// PEM labels of what we do not read, and what it is.
static const struct {
  const char *label;
  enum mint_code code;
} kLabels[] = {
    {"DSA PRIVATE KEY", MINT_E_FORMAT_NOT_RSA},
    {"DSA PARAMETERS", MINT_E_FORMAT_NOT_RSA},
    {"EC PRIVATE KEY", MINT_E_FORMAT_NOT_RSA},
    {"EC PARAMETERS", MINT_E_FORMAT_NOT_RSA},
    {"CERTIFICATE", MINT_E_FORMAT_X509},
    {"X509 CERTIFICATE", MINT_E_FORMAT_X509},
    {"TRUSTED CERTIFICATE", MINT_E_FORMAT_X509},
    {"CERTIFICATE REQUEST", MINT_E_FORMAT_X509},
    {"NEW CERTIFICATE REQUEST", MINT_E_FORMAT_X509},
    {"PGP PRIVATE KEY BLOCK", MINT_E_FORMAT_PGP},
    {"PGP PUBLIC KEY BLOCK", MINT_E_FORMAT_PGP},
    {"PGP MESSAGE", MINT_E_FORMAT_PGP},
    {"AGE ENCRYPTED FILE", MINT_E_FORMAT_AGE},
};

// How files that are not PEM start, if they are not one line of a public key.
static const struct {
  const char *start;
  enum mint_code code;
} kStarts[] = {
    {"---- BEGIN SSH2 ENCRYPTED PRIVATE KEY", MINT_E_FORMAT_SSHCOM},
    {"SSH PRIVATE KEY FILE FORMAT 1.1", MINT_E_FORMAT_SSH1},
    {"AGE-SECRET-KEY-", MINT_E_FORMAT_AGE},
    {"age-encryption.org/", MINT_E_FORMAT_AGE},
    {"{", MINT_E_FORMAT_JSON},
    {"\x30\x82", MINT_E_FORMAT_DER},
    {"\x30\x81", MINT_E_FORMAT_DER},
};

static bool is_der(CBS in) {
  CBS sequence;
  return CBS_get_asn1(&in, &sequence, CBS_ASN1_SEQUENCE) && CBS_len(&in) == 0;
}

// A public key of SSH version 1: bits, exponent and modulus in decimal.
static bool is_ssh1(CBS in) {
  CBS word;
  for (int i = 0; i < 3; i++) {
    if (!mint_line_word(&in, &word)) {
      return false;
    }
    for (size_t at = 0; at < CBS_len(&word); at++) {
      if (CBS_data(&word)[at] < '0' || CBS_data(&word)[at] > '9') {
        return false;
      }
    }
  }
  return true;
}

static enum mint_code start_code(const CBS *text) {
  for (size_t i = 0; i < sizeof(kStarts) / sizeof(kStarts[0]); i++) {
    if (mint_text_starts(text, kStarts[i].start)) {
      return kStarts[i].code;
    }
  }
  return is_der(*text) ? MINT_E_FORMAT_DER : MINT_E_NONE;
}

static enum mint_code label_code(const CBS *label) {
  for (size_t i = 0; i < sizeof(kLabels) / sizeof(kLabels[0]); i++) {
    if (mint_text_is(label, kLabels[i].label)) {
      return kLabels[i].code;
    }
  }
  return MINT_E_FORMAT_UNKNOWN;
}

// Opens a block whose BEGIN line is `begin`.
static enum mint_code parse_block(struct mint_parts *parts,
                                  struct mint_text *text, const CBS *begin) {
  CBS label;
  if (!mint_armor_label(begin, &label)) {
    text->number = 1;
    return MINT_E_PEM_BEGIN;
  }
  const struct mint_form *form = NULL;
  for (size_t i = 0; i < sizeof(kForms) / sizeof(kForms[0]); i++) {
    if (mint_text_is(&label, kForms[i]->label)) {
      form = kForms[i];
    }
  }
  if (form == NULL) {
    text->number = 1;
    return label_code(&label);
  }
  struct mint_armor armor;
  enum mint_code code = mint_armor_read(&armor, text, form->columns);
  if (code != MINT_E_NONE) {
    return code;
  }
  text->number = 0;  // from here on, no line is to blame
  parts->form = form;
  if (armor.encrypted && form != &mint_form_pkcs1) {
    text->number = 2;
    code = MINT_E_PEM_HEADER;  // RFC 7468: no headers
  } else {
    code = form->open(parts, &armor);
  }
  mint_armor_wipe(&armor);
  return code;
}

// A text that is one line with a public key.
static enum mint_code parse_line(struct mint_parts *parts,
                                 struct mint_text *text) {
  CBS line;
  enum mint_code code = mint_text_line(text, &line);
  if (code != MINT_E_NONE) {
    return code;
  }
  code = mint_line_parse(parts, MINT_LINE_PUBLIC, &line);
  if (mint_text_more(text) && code != MINT_E_TEXT_UNKNOWN &&
      code != MINT_E_LINE_OPTIONS) {
    text->number++;
    return MINT_E_LINE_SEVERAL;
  }
  return code;
}

// Tells whether a BEGIN line stands further down, or behind blanks.
static bool begins_later(struct mint_text text) {
  CBS line;
  while (mint_text_more(&text) && mint_text_line(&text, &line) == MINT_E_NONE) {
    CBS word;
    if (mint_line_word(&line, &word) && mint_text_is(&word, "-----BEGIN")) {
      return true;
    }
  }
  return false;
}

// Tells whether a form without PEM's BEGIN starts behind blanks and line ends.
static bool begins_behind_blanks(CBS text) {
  static const uint8_t kLayout[] = {' ', '\t', '\r', '\n'};
  while (CBS_len(&text) != 0 &&
         memchr(kLayout, CBS_data(&text)[0], sizeof(kLayout)) != NULL) {
    (void)CBS_skip(&text, 1);
  }
  return mint_text_starts(&text, k4716Begin) ||
         mint_text_starts(&text, kPpkBegin);
}

static enum mint_code parse_text(struct mint_parts *parts,
                                 struct mint_text *text) {
  struct mint_text ahead = *text;
  CBS line;
  enum mint_code foreign = start_code(&text->rest);
  if (foreign != MINT_E_NONE) {
    return foreign;  // even if it is binary
  }
  enum mint_code code = mint_text_line(&ahead, &line);
  if (code != MINT_E_NONE) {
    text->number = ahead.number;
    return code;
  }
  if (mint_text_starts(&line, "-----BEGIN")) {
    return parse_block(parts, text, &line);
  }
  if (mint_text_starts(&line, k4716Begin)) {
    return mint_rfc4716_parse(parts, text);
  }
  if (mint_text_starts(&line, kPpkBegin)) {
    return mint_ppk_parse(parts, text);
  }
  if (begins_later(*text) || begins_behind_blanks(text->rest)) {
    text->number = 1;
    return MINT_E_PEM_BEFORE;
  }
  if (is_ssh1(line)) {
    text->number = 1;
    return MINT_E_FORMAT_SSH1;
  }
  return parse_line(parts, text);
}

// Turns a code into what the caller gets.
static enum mint_status report(struct mint_reason *out_why, enum mint_code code,
                               size_t line) {
  out_why->code = code;
  out_why->line = code == MINT_E_NONE ? 0 : line;
  return mint_code_explain(code)->status;
}

// Runs one of the two readers on new parts.
static enum mint_code read_new(struct mint_parts **out_parts,
                               enum mint_code (*read)(struct mint_parts *,
                                                      struct mint_text *),
                               struct mint_text *text) {
  struct mint_parts *parts = OPENSSL_malloc(sizeof(*parts));
  if (parts == NULL) {
    return MINT_E_MEMORY;
  }
  memset(parts, 0, sizeof(*parts));
  enum mint_code code = read(parts, text);
  if (code == MINT_E_NONE) {
    *out_parts = parts;  // moved
    parts = NULL;
  }
  mint_parts_free(parts);
  return code;
}

enum mint_status mint_parts_read(struct mint_parts **out_parts,
                                 struct mint_reason *out_why, const uint8_t *in,
                                 size_t in_len) {
  struct mint_text text;
  *out_parts = NULL;
  enum mint_code code = mint_text_open(&text, in, in_len);
  if (code == MINT_E_TEXT_CONTROL && start_code(&text.rest) != MINT_E_NONE) {
    code = start_code(&text.rest);
  }
  if (code == MINT_E_NONE) {
    code = read_new(out_parts, parse_text, &text);
    mint_stack_wipe();
  }
  return report(out_why, code, text.number);
}

static enum mint_code read_authorized_keys(struct mint_parts *parts,
                                           struct mint_text *text) {
  return mint_line_parse(parts, MINT_LINE_AUTHORIZED_KEYS, &text->rest);
}

static enum mint_code read_known_hosts(struct mint_parts *parts,
                                       struct mint_text *text) {
  return mint_line_parse(parts, MINT_LINE_KNOWN_HOSTS, &text->rest);
}

enum mint_status mint_parts_read_line(struct mint_parts **out_parts,
                                      struct mint_reason *out_why,
                                      enum mint_line_kind kind,
                                      const uint8_t *line, size_t line_len) {
  struct mint_text text;
  *out_parts = NULL;
  enum mint_code code = mint_text_open(&text, line, line_len);
  if (code == MINT_E_NONE) {
    switch (kind) {
      case MINT_LINE_PUBLIC:
        code = read_new(out_parts, parse_line, &text);
        break;
      case MINT_LINE_AUTHORIZED_KEYS:
        code = read_new(out_parts, read_authorized_keys, &text);
        break;
      case MINT_LINE_KNOWN_HOSTS:
        code = read_new(out_parts, read_known_hosts, &text);
        break;
      default:
        code = MINT_E_INTERNAL;  // no kind
        break;
    }
  }
  return report(out_why, code, 0);
}

enum mint_status mint_parts_unlock(struct mint_parts *parts,
                                   struct mint_reason *out_why,
                                   const uint8_t *passphrase,
                                   size_t passphrase_len) {
  enum mint_code code = MINT_E_NONE;
  if (parts->about.locked) {
    code = parts->form->unlock(parts, passphrase, passphrase_len);
    parts->about.locked = code != MINT_E_NONE;
    mint_stack_wipe();
  }
  return report(out_why, code, 0);
}
