// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// repair.c undoes what happens to key files on their way through editors,
// mails, shells and clouds: first what concerns every byte, then what the form
// of the key allows. It does not look at what the base64 holds, with one
// exception (repair_line.c).

#include "core/text/repair.h"

#include <string.h>

#include <openssl/mem.h>

#include "core/base/ct.h"
#include "core/base/stack.h"
#include "core/text/repair_scan.h"
#include "core/text/utf16.h"

static const char *const kDamages[MINT_DAMAGES] = {
    "a UTF-8 byte order mark stands before the key",
    "it is saved as UTF-16",
    "its line ends are not LF: CRLF, lone CR, or a mixture",
    "the last line has no end",
    "blanks stand before or behind lines",
    "an empty line stands where none belongs, or is missing behind the headers",
    "the base64 is not in lines of the right length",
    "a public key of one line is broken over several",
    "BEGIN or END has typographic dashes, or a wrong number of them",
    "quotes stand around the key",
    "other text stands around the key",
    "line ends are written out as \\n",
    "more than one blank, or a tab, stands between the fields",
};

const char *mint_damage_explain(unsigned index) {
  return index < MINT_DAMAGES ? kDamages[index] : NULL;
}

// Copies `in` as UTF-8, without byte order marks.
static enum mint_code decode(struct mint_secret *out, unsigned *damage,
                             const uint8_t *in, size_t in_len) {
  static const char kMark[] = "\xef\xbb\xbf";
  enum mint_utf16 order = mint_utf16_find(in, in_len);
  if (order == MINT_UTF16_NONE) {
    return mint_secret_append(out, in, in_len) == MINT_OK ? MINT_E_NONE
                                                          : MINT_E_INTERNAL;
  }
  *damage |= MINT_DAMAGE_UTF16;
  enum mint_code code = mint_utf16_decode(out, order, in, in_len);
  CBS text;
  CBS_init(&text, out->data, out->len);
  if (code == MINT_E_NONE && mint_text_starts(&text, kMark)) {
    out->len -= strlen(kMark);
    memmove(out->data, out->data + strlen(kMark), out->len);
  }
  return code;
}

static void drop_marks(struct mint_secret *text, unsigned *damage) {
  CBS rest;
  CBS_init(&rest, text->data, text->len);
  while (mint_text_starts(&rest, "\xef\xbb\xbf") && CBS_skip(&rest, 3)) {
    *damage |= MINT_DAMAGE_BOM;
  }
  memmove(text->data, CBS_data(&rest), CBS_len(&rest));
  text->len = CBS_len(&rest);
}

// Makes every line end LF.
static void unify_line_ends(struct mint_secret *text, unsigned *damage) {
  size_t to = 0;
  for (size_t i = 0; i < text->len; i++) {
    uint8_t byte = text->data[i];
    if (mint_scan_mark(byte) == '\r') {
      *damage |= MINT_DAMAGE_LINE_ENDS;
      bool pair =
          i + 1 < text->len && mint_scan_mark(text->data[i + 1]) == '\n';
      i += pair ? 1 : 0;
      byte = '\n';
    }
    text->data[to++] = byte;
  }
  text->len = to;
}

static bool has_nul(const struct mint_secret *text) {
  uint64_t found = 0;
  for (size_t i = 0; i < text->len; i++) {
    found |= ct_eq(text->data[i], 0);
  }
  return ct_declassify(found) != 0;  // public: such a text is refused
}

// Tries the forms. A text is one of them at most.
static enum mint_code rebuild(struct mint_secret *out, unsigned *damage,
                              const CBS *text) {
  enum mint_code code = mint_repair_lines(out, damage, text);
  if (code == MINT_E_TEXT_UNKNOWN) {
    code = mint_repair_block(out, damage, text);
  }
  if (code == MINT_E_TEXT_UNKNOWN) {
    code = mint_repair_line(out, damage, text);
  }
  return code;
}

static enum mint_code repair(struct mint_secret *out, struct mint_secret *text,
                             unsigned *damage, const uint8_t *in,
                             size_t in_len) {
  enum mint_code code = decode(text, damage, in, in_len);
  if (code != MINT_E_NONE) {
    return code;
  }
  drop_marks(text, damage);
  unify_line_ends(text, damage);
  if (has_nul(text)) {
    return MINT_E_TEXT_CONTROL;
  }
  CBS rest;
  CBS_init(&rest, text->data, text->len);
  code = rebuild(out, damage, &rest);
  if (code == MINT_E_NONE && out->len > MINT_INPUT_MAX) {
    return MINT_E_TEXT_TOO_LARGE;
  }
  if (code == MINT_E_NONE) {
    // What was done must have a name, and nothing else may be told.
    bool same = out->len == in_len && ct_declassify((uint64_t)CRYPTO_memcmp(
                                          out->data, in, in_len)) == 0;
    code = same == (*damage == 0) ? MINT_E_NONE : MINT_E_INTERNAL;
  }
  return code;
}

enum mint_status mint_repair(struct mint_secret *out, unsigned *out_damage,
                             const uint8_t *in, size_t in_len) {
  struct mint_secret text = MINT_SECRET_EMPTY;
  enum mint_code code = MINT_E_MEMORY;
  unsigned damage = 0;
  size_t text_cap = in_len + in_len / 2 + 1;  // UTF-8 for UTF-16
  *out = (struct mint_secret)MINT_SECRET_EMPTY;
  *out_damage = 0;
  if (in_len > MINT_INPUT_MAX) {
    return MINT_ERR_TOO_LARGE;
  }
  if (mint_secret_open(&text, text_cap) != MINT_OK ||
      mint_secret_open(out, text_cap + text_cap / 64 + MINT_REPAIR_ROOM) !=
          MINT_OK) {
    goto out;
  }
  code = repair(out, &text, &damage, in, in_len);
  if (code == MINT_E_NONE) {
    *out_damage = damage;
  }

out:
  if (code != MINT_E_NONE) {
    mint_secret_wipe(out);
  }
  mint_secret_wipe(&text);
  mint_stack_wipe();
  return mint_code_explain(code)->status;
}
