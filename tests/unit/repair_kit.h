// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// repair_kit.h makes good key files and damages them. No key in it is real: a
// repair does not look inside, but at the lengths in a public blob.

#ifndef SSHMINT_TESTS_UNIT_REPAIR_KIT_H
#define SSHMINT_TESTS_UNIT_REPAIR_KIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/mint.h"

// A text under construction. It is large: make it static.
struct mend_text {
  size_t len;
  char data[65536];
};

void mend_put(struct mend_text *text, const void *data, size_t len);
void mend_puts(struct mend_text *text, const char *string);
bool mend_same(const struct mend_text *a, const struct mend_text *b);

// mend_draw returns a number below `below` that is the same in each run.
uint32_t mend_draw(uint32_t below);

// mend_repair is mint_repair, with the input in memory of exactly its size. It
// asserts that a failure leaves nothing behind.
enum mint_status mend_repair(struct mend_text *out, unsigned *damage,
                             const struct mend_text *in);

// ---- good texts

#define MEND_BLOCK 1u
#define MEND_LINE 2u
#define MEND_LINES 4u
#define MEND_ANY (MEND_BLOCK | MEND_LINE | MEND_LINES)

struct mend_form {
  const char *name;
  unsigned kind;
};
#define MEND_FORMS 16
extern const struct mend_form mend_forms[MEND_FORMS];

// mend_put_form writes a good text; `small` ones are for loops of many.
void mend_put_form(struct mend_text *text, const char *name, bool small);

// ---- damages, done to mend_bad

extern struct mend_text mend_bad;

// Done together, they are done in the order of their layers, no two of the
// same. `bits` is what mint_repair must tell.
struct mend_damage {
  void (*act)(void);
  unsigned layer;
  unsigned kinds;
  unsigned bits;
  const char *name;
};
#define MEND_DAMAGES 44
extern const struct mend_damage mend_damages[MEND_DAMAGES];

// What comes along with other damage and may be told as well.
#define MEND_LAYOUT \
  (MINT_DAMAGE_INDENT | MINT_DAMAGE_BLANK_LINES | MINT_DAMAGE_LAST_NEWLINE)

// mend_act does one damage and returns whether that changed anything.
bool mend_act(const struct mend_damage *damage);

// mend_fits tells whether a damage makes sense for a form, mend_clash whether
// two of them leave something that nobody can undo.
bool mend_fits(const struct mend_damage *damage, const struct mend_form *form);
bool mend_clash(const struct mend_damage *a, const struct mend_damage *b,
                const struct mend_form *form);

#endif  // SSHMINT_TESTS_UNIT_REPAIR_KIT_H
