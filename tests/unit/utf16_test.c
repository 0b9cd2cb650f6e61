// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// UTF-16 in both byte orders, and what is none.

#include "core/text/utf16.h"

#include <string.h>

#include <criterion/criterion.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define BYTES(literal) (const uint8_t *)(literal), sizeof(literal) - 1

Test(utf16, find) {
  static const struct {
    const uint8_t *in;
    size_t in_len;
    enum mint_utf16 order;
  } kCases[] = {
      {BYTES(""), MINT_UTF16_NONE},
      {BYTES("\xff"), MINT_UTF16_NONE},
      {BYTES("\xff\xfe"), MINT_UTF16_LE},
      {BYTES("\xfe\xff"), MINT_UTF16_BE},
      {BYTES("\xff\xff"), MINT_UTF16_NONE},
      {BYTES("\xfe\xfe"), MINT_UTF16_NONE},
      {BYTES("a\0"), MINT_UTF16_LE},
      {BYTES("\0a"), MINT_UTF16_BE},
      {BYTES("ab"), MINT_UTF16_NONE},
      {BYTES("\0\0"), MINT_UTF16_NONE},
      {BYTES("\xac\x20"
             "a\0"),
       MINT_UTF16_LE},
      {BYTES("\x20\xac\0a"), MINT_UTF16_BE},
      {BYTES("a\0\0b"), MINT_UTF16_NONE},
      {BYTES("\xff\xfe\0a"), MINT_UTF16_LE},  // the mark has the last word
  };
  for (size_t i = 0; i < COUNT(kCases); i++) {
    cr_expect_eq(mint_utf16_find(kCases[i].in, kCases[i].in_len),
                 kCases[i].order, "case %zu", i);
  }
}

// In big-endian order; NULL: half a character.
static const struct {
  const uint8_t *in;
  size_t in_len;
  const char *utf8;
} kTexts[] = {
    {BYTES(""), ""},
    {BYTES("\0a\0\n"), "a\n"},
    {BYTES("\0\x7f\0\x80\x07\xff\x08\0"), "\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80"},
    {BYTES("\xfe\xff\0a"),
     "\xef\xbb\xbf"
     "a"},
    {BYTES("\xd7\xff\xe0\0\xff\xff"), "\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf"},
    {BYTES("\xd8\0\xdc\0\xdb\xff\xdf\xff"), "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"},
    {BYTES("\0"), NULL},
    {BYTES("\0a\0"), NULL},
    {BYTES("\xdc\0\0a"), NULL},       // the second half alone
    {BYTES("\xdf\xff\xd8\0"), NULL},  // the halves in the wrong order
    {BYTES("\xd8\0"), NULL},          // the first half alone
    {BYTES("\xd8\0\xdc"), NULL},      // ... and half of the second
    {BYTES("\xd8\0\0a"), NULL},       // ... and a letter
    {BYTES("\xd8\0\xd8\0"), NULL},    // ... twice
    {BYTES("\xd8\0\xe0\0"), NULL},    // ... and what no half is
};

// Decodes text `i` in the given order into `room` bytes and compares.
static void expect_text(size_t i, enum mint_utf16 order, size_t room) {
  uint8_t in[16];
  uint8_t bytes[32];
  struct mint_secret out = {bytes, 0, room};
  size_t len = kTexts[i].in_len;
  memcpy(in, kTexts[i].in, len);
  for (size_t at = 0; order == MINT_UTF16_LE && at + 1 < len; at += 2) {
    in[at] = kTexts[i].in[at + 1];
    in[at + 1] = kTexts[i].in[at];
  }
  const char *want = kTexts[i].utf8;
  bool good = want != NULL && strlen(want) <= room;
  cr_expect_eq(mint_utf16_decode(&out, order, in, len),
               good ? MINT_E_NONE : MINT_E_TEXT_UTF16, "text %zu, room %zu", i,
               room);
  if (good) {
    cr_expect_eq(out.len, strlen(want), "text %zu", i);
    cr_expect_eq(memcmp(bytes, want, out.len), 0, "text %zu", i);
  }
}

Test(utf16, decode) {
  for (size_t i = 0; i < COUNT(kTexts); i++) {
    expect_text(i, MINT_UTF16_BE, 32);
    expect_text(i, MINT_UTF16_LE, 32);
  }
}

// It never writes beyond its room, and the room that the header promises will
// do.
Test(utf16, room) {
  for (size_t i = 0; i < COUNT(kTexts); i++) {
    size_t promised = kTexts[i].in_len / 2 * 3;
    cr_expect(kTexts[i].utf8 == NULL || strlen(kTexts[i].utf8) <= promised);
    for (size_t room = 0; room <= promised; room++) {
      expect_text(i, MINT_UTF16_BE, room);
    }
  }
}
