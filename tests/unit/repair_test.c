// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// Damage that happens to key files, done to good ones and undone.

#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "tests/unit/repair_kit.h"

#define M(name) MINT_DAMAGE_##name

static struct mend_text good;
static struct mend_text got;

// Repairs `bad`, which must become `good`. `damage` must be what is told.
static void expect_good(unsigned damage, const char *what) {
  unsigned told = 0;
  enum mint_status status = mend_repair(&got, &told, &mend_bad);
  cr_assert_eq(status, MINT_OK, "%s: %s\n%.*s", what, mint_status_name(status),
               (int)mend_bad.len, mend_bad.data);
  cr_assert(mend_same(&got, &good), "%s:\n%.*s\nbecame\n%.*s", what,
            (int)mend_bad.len, mend_bad.data, (int)got.len, got.data);
  cr_assert_eq(told, damage, "%s: told %x, not %x\n%.*s", what, told, damage,
               (int)mend_bad.len, mend_bad.data);
}

static void start(const char *form) {
  good.len = 0;
  mend_put_form(&good, form, false);
}

Test(repair, a_good_text_stays_as_it_is) {
  for (size_t i = 0; i < MEND_FORMS; i++) {
    for (unsigned small = 0; small < 2; small++) {
      good.len = 0;
      mend_put_form(&good, mend_forms[i].name, small == 1);
      mend_bad = good;
      expect_good(0, mend_forms[i].name);
    }
  }
  good.len = 0;
  mend_puts(&good, "ssh-rsa AAAAB3NzaC1yc2E \n");  // ssh-keygen -C ''
  mend_bad = good;
  expect_good(0, "an empty comment");
}

Test(repair, names) {
  for (unsigned i = 0; i < MINT_DAMAGES; i++) {
    cr_expect_not_null(mint_damage_explain(i));
    cr_expect_neq(mint_damage_explain(i)[0], '\0');
  }
  cr_expect_null(mint_damage_explain(MINT_DAMAGES));
  cr_expect_null(mint_damage_explain(UINT32_MAX));
}

Test(repair, every_damage_to_every_form) {
  size_t done = 0;
  for (size_t i = 0; i < MEND_FORMS; i++) {
    for (size_t j = 0; j < MEND_DAMAGES; j++) {
      if (!mend_fits(&mend_damages[j], &mend_forms[i])) {
        continue;
      }
      start(mend_forms[i].name);
      mend_bad = good;
      if (mend_act(&mend_damages[j])) {
        unsigned told = 0;
        char what[128];
        (void)snprintf(what, sizeof(what), "%s, %s", mend_forms[i].name,
                       mend_damages[j].name);
        enum mint_status status = mend_repair(&got, &told, &mend_bad);
        cr_expect_eq(status, MINT_OK, "%s: %s", what, mint_status_name(status));
        cr_expect(mend_same(&got, &good), "%s:\n%.*s\nbecame\n%.*s", what,
                  (int)mend_bad.len, mend_bad.data, (int)got.len, got.data);
        cr_expect_eq(told & (mend_damages[j].bits | ~(unsigned)MEND_LAYOUT),
                     mend_damages[j].bits, "%s: told %x, not %x", what, told,
                     mend_damages[j].bits);
        done++;
      }
    }
  }
  cr_expect_gt(done, 400);
}

// Does several damages to a small text, in the order of their layers, and
// returns whether all of them could be done.
static bool act_all(unsigned *bits, const struct mend_form *form,
                    const struct mend_damage *const *list, size_t count) {
  good.len = 0;
  mend_put_form(&good, form->name, true);
  mend_bad = good;
  for (size_t i = 0; i < count; i++) {
    for (size_t j = 0; j < i; j++) {
      if (mend_clash(list[j], list[i], form) ||
          list[j]->layer > list[i]->layer) {
        return false;
      }
    }
    if (!mend_fits(list[i], form)) {
      return false;
    }
  }
  *bits = 0;
  for (size_t i = 0; i < count; i++) {
    *bits |= mend_act(list[i]) ? list[i]->bits : 0;
  }
  return true;
}

static void expect_all(unsigned bits, const struct mend_form *form,
                       const struct mend_damage *const *list, size_t count) {
  unsigned told = 0;
  bits &= ~(unsigned)(MEND_LAYOUT | M(BOM) | M(LINE_ENDS));
  enum mint_status status = mend_repair(&got, &told, &mend_bad);
  const char *third = count > 2 ? list[2]->name : "";
  cr_assert_eq(status, MINT_OK, "%s, %s, %s, %s: %s\n%.*s", form->name,
               list[0]->name, list[1]->name, third, mint_status_name(status),
               (int)mend_bad.len, mend_bad.data);
  cr_assert(mend_same(&got, &good), "%s, %s, %s, %s:\n%.*s\nbecame\n%.*s",
            form->name, list[0]->name, list[1]->name, third, (int)mend_bad.len,
            mend_bad.data, (int)got.len, got.data);
  cr_assert_eq(told & bits, bits, "%s, %s, %s, %s: told %x, not %x\n%.*s",
               form->name, list[0]->name, list[1]->name, third, told, bits,
               (int)mend_bad.len, mend_bad.data);
}

Test(repair, two_damages_to_every_form) {
  size_t done = 0;
  for (size_t i = 0; i < MEND_FORMS; i++) {
    for (size_t j = 0; j < MEND_DAMAGES; j++) {
      for (size_t k = j + 1; k < MEND_DAMAGES; k++) {
        const struct mend_damage *list[] = {&mend_damages[j], &mend_damages[k]};
        unsigned bits = 0;
        if (act_all(&bits, &mend_forms[i], list, 2)) {
          expect_all(bits, &mend_forms[i], list, 2);
          done++;
        }
      }
    }
  }
  cr_expect_gt(done, 5000);
}

Test(repair, three_damages_to_every_form) {
  size_t done = 0;
  while (done < 20000) {
    const struct mend_form *form = &mend_forms[mend_draw(MEND_FORMS)];
    const struct mend_damage *list[3];
    for (size_t i = 0; i < 3; i++) {
      list[i] = &mend_damages[mend_draw(MEND_DAMAGES)];
    }
    unsigned bits = 0;
    if (act_all(&bits, form, list, 3)) {
      expect_all(bits, form, list, 3);
      done++;
    }
  }
}
