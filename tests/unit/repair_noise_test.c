// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// What size, lack of memory and noise do to repair.

#include <string.h>
#include <time.h>

#include <criterion/criterion.h>

#include "core/base/arena.h"
#include "tests/unit/repair_kit.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define KEY "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAAQU="
#define BEGIN "-----BEGIN PRIVATE KEY-----"
#define END "-----END PRIVATE KEY-----"
#define BLOCK BEGIN "\nMIIB\n" END "\n"
#define SEALED "-----BEGIN RSA PRIVATE KEY-----"
#define HEADERS "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n"
#define SSH2 "---- BEGIN SSH2 PUBLIC KEY ----\n"
#define PPK "PuTTY-User-Key-File-3: ssh-rsa\n"

static struct mend_text in;
static struct mend_text out;
static struct mend_text again;

static uint8_t large[MINT_INPUT_MAX + 1];

static enum mint_status repair_large(size_t len) {
  struct mint_secret got;
  unsigned damage = 0;
  enum mint_status status = mint_repair(&got, &damage, large, len);
  mint_secret_wipe(&got);
  return status;
}

static void fill(const char *unit, size_t unit_len) {
  for (size_t i = 0; i < sizeof(large); i++) {
    large[i] = (uint8_t)unit[i % unit_len];
  }
}

Test(repair_noise, the_limit_is_inclusive) {
  fill("x\n", 2);
  cr_expect_eq(repair_large(MINT_INPUT_MAX), MINT_ERR_SYNTAX);
  cr_expect_eq(repair_large(MINT_INPUT_MAX + 1), MINT_ERR_TOO_LARGE);
  // What grows beyond the limit, by the line ends that it lacks, is refused.
  fill("A", 1);
  memcpy(large, BEGIN, sizeof(BEGIN) - 1);
  memcpy(large + MINT_INPUT_MAX - sizeof(END) + 1, END, sizeof(END) - 1);
  cr_expect_eq(repair_large(MINT_INPUT_MAX), MINT_ERR_TOO_LARGE);
  fill("A\n", 2);
  memcpy(large, BEGIN "\n", sizeof(BEGIN));
  memcpy(large + MINT_INPUT_MAX - sizeof(END) + 1, END, sizeof(END) - 1);
  cr_expect_eq(repair_large(MINT_INPUT_MAX), MINT_OK);
}

Test(repair_noise, time_is_linear) {
  static const char *const kUnits[] = {
      "-",
      "\\",
      "\"",
      "\n",
      "\r",
      " ",
      "=",
      "A",
      "\\n",
      "\\\\\\\\\\",
      "\\r",
      "\xe2\x80\x94",
      "\xe2\x80\x94 BEGIN ",
      "-----BEGIN A",
      "-----END KEY",
      BEGIN,
      (BEGIN END),
      "ssh-",
      "ssh-rsa ",
      "ssh-rsa\n",
      "ssh-rsa \\n",
      "sk-",
      KEY,
      (KEY " "),
      "AAAA ",
      "AAAA\n",
      "A\n",
      PPK,
      SSH2,
      "Comment: \\\n",
      " \n",
      "\xef\xbb\xbf",
      "\xff\xfe",
      "a\0",
  };
  static const char *const kStarts[] = {
      "", KEY, "\"" KEY, "ssh-rsa AAAA", BEGIN "\n", PPK, SSH2, SEALED HEADERS};
  for (size_t i = 0; i < COUNT(kUnits); i++) {
    for (size_t j = 0; j < COUNT(kStarts); j++) {
      size_t unit_len = strlen(kUnits[i]);
      fill(kUnits[i], unit_len + (i + 1 == COUNT(kUnits) ? 1 : 0));
      memcpy(large, kStarts[j], strlen(kStarts[j]));
      clock_t start = clock();
      (void)repair_large(MINT_INPUT_MAX);
      double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
      cr_expect_lt(seconds, 2.0, "unit %zu, start %zu: %f s", i, j, seconds);
    }
  }
}

Test(repair_noise, every_allocation_may_fail) {
  static const char *const kTexts[] = {BLOCK " ", KEY " x  \n", PPK "\n"};
  for (size_t i = 0; i < COUNT(kTexts); i++) {
    struct mint_arena_stats start;
    struct mint_arena_stats end;
    mint_arena_stats(&start);
    enum mint_status status = MINT_ERR_MEMORY;
    for (size_t count = 0; status != MINT_OK && count < 20; count++) {
      unsigned damage = 0;
      in.len = 0;
      mend_puts(&in, kTexts[i]);
      mint_arena_fail_after(count);
      status = mend_repair(&out, &damage, &in);
      mint_arena_fail_after(SIZE_MAX);
      cr_expect(status == MINT_OK || status == MINT_ERR_MEMORY);
    }
    mint_arena_stats(&end);
    cr_expect_eq(status, MINT_OK);
    cr_expect_eq(start.blocks, end.blocks);
  }
}

// ---- noise

// Tells whether the bytes of `part` that are no layout stand in `whole`, in
// their order.
static bool is_subsequence(const struct mend_text *part,
                           const struct mend_text *whole) {
  size_t at = 0;
  for (size_t i = 0; i < part->len; i++) {
    if (strchr("- \n", part->data[i]) != NULL) {
      continue;
    }
    while (at < whole->len && whole->data[at] != part->data[i]) {
      at++;
    }
    if (at++ == whole->len) {
      return false;
    }
  }
  return true;
}

// Puts one piece of noise somewhere into mend_bad.
static void disturb(void) {
  static const char *const kNoise[] = {
      "\n",
      "\r",
      " ",
      "\t",
      "\\n",
      "\\r",
      "\\",
      "'",
      "\"",
      "-",
      "-----",
      "=",
      "A",
      ":",
      "\xe2\x80\x94",
      "\xe2\x80\x9c",
      "\xef\xbb\xbf",
      "BEGIN ",
      "END ",
      "KEY",
      "ssh-rsa AAAA",
      "ssh-",
      "Proc-Type: 4,ENCRYPTED",
      "DEK-Info: ",
      "---- BEGIN SSH2 PUBLIC KEY ----",
      "Comment: ",
      "\xff",
      "@",
  };
  static struct mend_text text;
  size_t at = mend_draw((uint32_t)mend_bad.len + 1);
  size_t skip = mend_draw(4) == 0 ? mend_draw(8) : 0;
  skip = skip < mend_bad.len - at ? skip : mend_bad.len - at;
  const char *noise = kNoise[mend_draw(COUNT(kNoise))];
  text.len = 0;
  mend_put(&text, mend_bad.data, at);
  mend_puts(&text, mend_draw(8) == 0 ? "" : noise);
  mend_put(&text, mend_bad.data + at + skip, mend_bad.len - at - skip);
  mend_bad = text;
}

Test(repair_noise, noise) {
  size_t repaired = 0;
  for (size_t i = 0; i < 100000; i++) {
    const struct mend_form *form = &mend_forms[mend_draw(MEND_FORMS)];
    unsigned damage = 0;
    mend_bad.len = 0;
    mend_put_form(&mend_bad, form->name, true);
    for (uint32_t j = mend_draw(4); j != 0; j--) {
      const struct mend_damage *act = &mend_damages[mend_draw(MEND_DAMAGES)];
      // Those that a form is not made for need what it does not have.
      if (mend_fits(act, form) && act->layer > 1 && act->layer < 12) {
        (void)mend_act(act);
      }
    }
    for (uint32_t j = mend_draw(4); j != 0; j--) {
      disturb();
    }
    in = mend_bad;
    enum mint_status status = mend_repair(&out, &damage, &in);
    cr_assert(status == MINT_OK || status == MINT_ERR_SYNTAX, "%s:\n%.*s",
              mint_status_name(status), (int)in.len, in.data);
    if (status != MINT_OK) {
      continue;
    }
    repaired++;
    cr_assert_eq(damage == 0, mend_same(&in, &out));
    cr_assert(is_subsequence(&out, &in), "%.*s\nbecame\n%.*s", (int)in.len,
              in.data, (int)out.len, out.data);
    status = mend_repair(&again, &damage, &out);
    cr_assert_eq(status, MINT_OK, "%.*s\nbecame\n%.*s", (int)in.len, in.data,
                 (int)out.len, out.data);
    cr_assert(damage == 0 && mend_same(&again, &out),
              "%.*s\nbecame\n%.*s\nbecame\n%.*s\n%x", (int)in.len, in.data,
              (int)out.len, out.data, (int)again.len, again.data, damage);
  }
  cr_expect_gt(repaired, 20000);
}
