// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

#include "core/format/wire.h"

#include <string.h>

#include <criterion/criterion.h>

#include "tests/unit/parse_kit.h"

#define BYTES(literal) (const uint8_t *)(literal), sizeof(literal) - 1

struct item {
  const uint8_t *in;
  size_t in_len;
  int out_len;  // of what is read, or -1: refused
  size_t skip;  // where it starts in `in`
};

Test(wire, strings) {
  static const struct item kCases[] = {
      {BYTES("\0\0\0\0"), 0, 4},
      {BYTES("\0\0\0\0x"), 0, 4},
      {BYTES("\0\0\0\1x"), 1, 4},
      {BYTES("\0\0\0\3abcd"), 3, 4},
      {BYTES(""), -1, 0},
      {BYTES("\0"), -1, 0},
      {BYTES("\0\0\0"), -1, 0},
      {BYTES("\0\0\0\1"), -1, 0},
      {BYTES("\0\0\0\3ab"), -1, 0},
      {BYTES("\0\0\1\0ab"), -1, 0},
      {BYTES("\x7f\xff\xff\xff"
             "ab"),
       -1, 0},
      {BYTES("\x80\0\0\0ab"), -1, 0},
      {BYTES("\xff\xff\xff\xff"
             "ab"),
       -1, 0},
      {BYTES("\xff\xff\xff\xfc"
             "ab"),
       -1, 0},
  };
  for (size_t i = 0; i < COUNT(kCases); i++) {
    CBS in;
    CBS out;
    CBS_init(&in, kCases[i].in, kCases[i].in_len);
    bool read = mint_wire_get_string(&in, &out);
    cr_assert_eq(read, kCases[i].out_len >= 0, "case %zu", i);
    if (read) {
      cr_expect_eq(CBS_len(&out), (size_t)kCases[i].out_len, "case %zu", i);
      cr_expect_eq(CBS_data(&out), kCases[i].in + kCases[i].skip);
      cr_expect_eq(CBS_len(&in),
                   kCases[i].in_len - 4 - (size_t)kCases[i].out_len);
    }
  }
}

Test(wire, names) {
  static const uint8_t kIn[] = "\0\0\0\7ssh-rsa\0";
  static const struct {
    const char *want;
    bool is;
  } kCases[] = {{"ssh-rsa", true},  {"ssh-rs", false}, {"ssh-rsaa", false},
                {"Ssh-rsa", false}, {"", false},       {"ssh-dss", false}};
  for (size_t i = 0; i < COUNT(kCases); i++) {
    CBS in;
    CBS_init(&in, kIn, 11);
    cr_expect_eq(mint_wire_get_name(&in, kCases[i].want), kCases[i].is, "%s",
                 kCases[i].want);
  }
}

// RFC 4251 section 5, with its own examples.
Test(wire, mpints) {
  static const struct {
    const uint8_t *in;
    size_t in_len;
    const char *digits;
    size_t digits_len;
    enum mint_code code;
  } kCases[] = {
      {BYTES("\0\0\0\0"), "", 0, MINT_E_NONE},
      {BYTES("\0\0\0\1\1"), "\1", 1, MINT_E_NONE},
      {BYTES("\0\0\0\1\x7f"), "\x7f", 1, MINT_E_NONE},
      {BYTES("\0\0\0\2\0\x80"), "\x80", 1, MINT_E_NONE},
      {BYTES("\0\0\0\x08\x09\xa3\x78\xf9\xb2\xe3\x32\xa7"),
       "\x09\xa3\x78\xf9\xb2\xe3\x32\xa7", 8, MINT_E_NONE},
      {BYTES("\0\0\0\2\1\0"), "\1\0", 2, MINT_E_NONE},
      {BYTES("\0\0\0\1\0"), "", 0, MINT_E_SSH_MPINT},        // zero, long
      {BYTES("\0\0\0\2\0\0"), "", 0, MINT_E_SSH_MPINT},      // zero, longer
      {BYTES("\0\0\0\2\0\1"), "", 0, MINT_E_SSH_MPINT},      // padded
      {BYTES("\0\0\0\2\0\x7f"), "", 0, MINT_E_SSH_MPINT},    // padded
      {BYTES("\0\0\0\3\0\0\x80"), "", 0, MINT_E_SSH_MPINT},  // padded twice
      {BYTES("\0\0\0\1\x80"), "", 0, MINT_E_SSH_MPINT},      // -128
      {BYTES("\0\0\0\2\xed\xcc"), "", 0, MINT_E_SSH_MPINT},  // -1234
      {BYTES("\0\0\0\5\xff\x21\x52\x41\x11"), "", 0, MINT_E_SSH_MPINT},
      {BYTES("\0\0\0"), "", 0, MINT_E_SSH_SYNTAX},
      {BYTES("\0\0\0\2\1"), "", 0, MINT_E_SSH_SYNTAX},
      {BYTES("\xff\xff\xff\xff\1"), "", 0, MINT_E_SSH_SYNTAX},
      {BYTES("\x7f\xff\xff\xff\1"), "", 0, MINT_E_SSH_SYNTAX},
  };
  for (size_t i = 0; i < COUNT(kCases); i++) {
    CBS in;
    CBS out;
    enum mint_code code = MINT_E_NONE;
    CBS_init(&in, kCases[i].in, kCases[i].in_len);
    bool read = mint_wire_get_mpint(&in, &out, &code);
    cr_assert_eq(read, kCases[i].code == MINT_E_NONE, "case %zu", i);
    cr_expect_eq(code, kCases[i].code, "case %zu", i);
    if (read) {
      cr_expect(CBS_mem_equal(&out, (const uint8_t *)kCases[i].digits,
                              kCases[i].digits_len),
                "case %zu", i);
      cr_expect_eq(CBS_len(&in), 0);
    }
  }
}

// What was written into a CBB of `room` bytes, or that it was refused.
static bool finish(CBB *cbb, bool written, size_t *out_len) {
  if (written && CBB_finish(cbb, NULL, out_len)) {
    return true;
  }
  CBB_cleanup(cbb);
  return false;
}

Test(wire, writers) {
  static const struct {
    const uint8_t *digits;
    size_t digits_len;
    const uint8_t *wire;
    size_t wire_len;
  } kCases[] = {
      {BYTES(""), BYTES("\0\0\0\0")},
      {BYTES("\0"), BYTES("\0\0\0\0")},
      {BYTES("\0\0"), BYTES("\0\0\0\0")},
      {BYTES("\1"), BYTES("\0\0\0\1\1")},
      {BYTES("\0\0\1"), BYTES("\0\0\0\1\1")},
      {BYTES("\x80"), BYTES("\0\0\0\2\0\x80")},
      {BYTES("\0\xff\0"), BYTES("\0\0\0\3\0\xff\0")},
      {BYTES("\x7f\xff"), BYTES("\0\0\0\2\x7f\xff")},
  };
  for (size_t i = 0; i < COUNT(kCases); i++) {
    // One byte too few is refused, the exact room is enough.
    for (size_t room = kCases[i].wire_len - 1; room <= kCases[i].wire_len;
         room++) {
      uint8_t out[16];
      size_t len = 0;
      CBB cbb;
      cr_assert(CBB_init_fixed(&cbb, out, room));
      bool done = finish(
          &cbb,
          mint_wire_put_mpint(&cbb, kCases[i].digits, kCases[i].digits_len),
          &len);
      cr_assert_eq(done, room == kCases[i].wire_len, "case %zu, %zu", i, room);
      cr_expect(!done || (len == kCases[i].wire_len &&
                          memcmp(out, kCases[i].wire, len) == 0),
                "case %zu", i);
    }
  }
  uint8_t out[16];
  size_t len = 0;
  CBB cbb;
  cr_assert(CBB_init_fixed(&cbb, out, sizeof(out)));
  cr_assert(finish(&cbb,
                   mint_wire_put_name(&cbb, "ab") &&
                       mint_wire_put_string(&cbb, (const uint8_t *)"c", 1),
                   &len));
  cr_expect(len == 11 && memcmp(out, "\0\0\0\2ab\0\0\0\1c", 11) == 0);
  for (size_t room = 0; room < 6; room++) {
    cr_assert(CBB_init_fixed(&cbb, out, room));
    cr_expect_not(mint_wire_put_name(&cbb, "ab"), "%zu", room);
    CBB_cleanup(&cbb);
    cr_assert(CBB_init_fixed(&cbb, out, room));
    cr_expect_not(mint_wire_put_mpint(&cbb, (const uint8_t *)"\x80", 1), "%zu",
                  room);
    CBB_cleanup(&cbb);
  }
}
