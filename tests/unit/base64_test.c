// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

#include "core/text/base64.h"

#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "tests/unit/parse_kit.h"

static struct kit text;

// What a symbol stands for, by the letter of RFC 4648, or -1.
static int value_of(int c) {
  static const char kAlphabet[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const char *at = c == 0 ? NULL : strchr(kAlphabet, c);
  return at == NULL ? -1 : (int)(at - kAlphabet);
}

static enum mint_code decode(uint8_t *out, size_t *out_len, const char *in) {
  return mint_base64_decode(out, out_len, (const uint8_t *)in, strlen(in));
}

Test(base64, rfc4648_section_10) {
  static const char *const kVectors[][2] = {
      {"", ""},
      {"f", "Zg=="},
      {"fo", "Zm8="},
      {"foo", "Zm9v"},
      {"foob", "Zm9vYg=="},
      {"fooba", "Zm9vYmE="},
      {"foobar", "Zm9vYmFy"},
  };
  for (size_t i = 0; i < COUNT(kVectors); i++) {
    const char *plain = kVectors[i][0];
    const char *symbols = kVectors[i][1];
    uint8_t out[16];
    size_t len = 99;
    cr_assert_eq(mint_base64_encoded_len(strlen(plain)), strlen(symbols));
    memset(out, '#', sizeof(out));
    mint_base64_encode(out, (const uint8_t *)plain, strlen(plain));
    cr_expect(memcmp(out, symbols, strlen(symbols)) == 0, "%s", plain);
    cr_expect_eq(out[strlen(symbols)], '#', "%s: wrote too much", plain);
    memset(out, '#', sizeof(out));
    cr_expect_eq(decode(out, &len, symbols), MINT_E_NONE, "%s", symbols);
    cr_expect(len == strlen(plain) && memcmp(out, plain, len) == 0, "%s",
              symbols);
    cr_expect_eq(out[len], '#', "%s: wrote too much", symbols);
  }
}

// Every value of three bytes; the encoder against the kit's table.
Test(base64, every_value_of_three_bytes) {
  uint8_t plain[3];
  uint8_t symbols[4];
  uint8_t back[3];
  size_t wrong = 0;
  for (uint32_t v = 0; v < 1u << 24; v++) {
    plain[0] = (uint8_t)(v >> 16);
    plain[1] = (uint8_t)(v >> 8);
    plain[2] = (uint8_t)v;
    mint_base64_encode(symbols, plain, 3);
    size_t len = 0;
    wrong += value_of(symbols[0]) != (int)(v >> 18) ||
             value_of(symbols[1]) != (int)(v >> 12 & 63) ||
             value_of(symbols[2]) != (int)(v >> 6 & 63) ||
             value_of(symbols[3]) != (int)(v & 63) ||
             mint_base64_decode(back, &len, symbols, 4) != MINT_E_NONE ||
             len != 3 || memcmp(back, plain, 3) != 0;
  }
  cr_assert_eq(wrong, 0);
}

Test(base64, every_length_round_trip) {
  static struct kit plain;
  static uint8_t back[400];
  uint8_t symbols[400];
  kit_clear(&plain);
  for (size_t len = 0; len < 200; len++) {
    kit_clear(&text);
    kit_base64(&text, plain.data, plain.len);
    mint_base64_encode(symbols, plain.data, len);
    cr_assert(kit_is(&text, symbols, mint_base64_encoded_len(len)), "%zu", len);
    size_t back_len = 99;
    cr_assert_eq(mint_base64_decode(back, &back_len, text.data, text.len),
                 MINT_E_NONE);
    cr_assert(kit_is(&plain, back, back_len), "%zu", len);
    kit_fill(&plain, (int)(len * 151 + 7) & 0xff, 1);
  }
}

// All quanta that end in '=' or "==": exactly those whose unused bits are zero
// are taken.
Test(base64, every_last_quantum) {
  for (int a = 0; a < 256; a++) {
    for (int b = 0; b < 256; b++) {
      int va = value_of(a);
      int vb = value_of(b);
      const uint8_t two[] = {'T',        'Q',        'A', 'x',
                             (uint8_t)a, (uint8_t)b, '=', '='};
      uint8_t out[6];
      size_t len = 99;
      enum mint_code want = va < 0 || vb < 0  ? MINT_E_BASE64_CHARACTER
                            : (vb & 0xf) != 0 ? MINT_E_BASE64_BITS
                                              : MINT_E_NONE;
      enum mint_code got = mint_base64_decode(out, &len, two, sizeof(two));
      cr_assert_eq(got, want, "%02x %02x: %d", a, b, got);
      cr_assert_eq(len, want == MINT_E_NONE ? 4u : 0u);
      if (want == MINT_E_NONE) {
        cr_assert_eq(out[3], va << 2 | vb >> 4);
      }
      // The same two as the last symbols before one '='.
      const uint8_t three[] = {'Q', (uint8_t)a, (uint8_t)b, '='};
      want = va < 0 || vb < 0 ? MINT_E_BASE64_CHARACTER
             : (vb & 3) != 0  ? MINT_E_BASE64_BITS
                              : MINT_E_NONE;
      if (b == '=') {
        want = va < 0            ? MINT_E_BASE64_CHARACTER
               : (va & 0xf) != 0 ? MINT_E_BASE64_BITS
                                 : MINT_E_NONE;
      }
      got = mint_base64_decode(out, &len, three, sizeof(three));
      cr_assert_eq(got, want, "Q %02x %02x =: %d", a, b, got);
    }
  }
}

Test(base64, every_foreign_byte_in_every_place) {
  static const char kGood[] = "QUJDREVGR0hJSktM";
  const size_t len = sizeof(kGood) - 1;
  for (int c = 0; c < 256; c++) {
    for (size_t at = 0; at < len; at++) {
      uint8_t in[16];
      uint8_t out[12];
      size_t out_len = 99;
      memcpy(in, kGood, len);
      in[at] = (uint8_t)c;
      enum mint_code code = mint_base64_decode(out, &out_len, in, len);
      if (value_of(c) >= 0) {
        cr_assert(code == MINT_E_NONE && out_len == 12, "%02x at %zu", c, at);
        continue;
      }
      if (c == '=' && at == len - 1) {
        // "SktM" became "Skt=": its last bits are not zero.
        cr_assert_eq(code, MINT_E_BASE64_BITS);
      } else {
        cr_assert_eq(code, MINT_E_BASE64_CHARACTER, "%02x at %zu", c, at);
      }
      cr_assert_eq(out_len, 0);
    }
  }
}

Test(base64, wrong_lengths_and_paddings) {
  static const struct {
    const char *in;
    enum mint_code code;
  } kCases[] = {
      {"A", MINT_E_BASE64_LENGTH},
      {"AA", MINT_E_BASE64_LENGTH},
      {"AAA", MINT_E_BASE64_LENGTH},
      {"=", MINT_E_BASE64_LENGTH},
      {"==", MINT_E_BASE64_LENGTH},
      {"AA=", MINT_E_BASE64_LENGTH},
      {"AAA==", MINT_E_BASE64_LENGTH},
      {"AAAA=", MINT_E_BASE64_LENGTH},
      {"AAAAAAA", MINT_E_BASE64_LENGTH},
      {"AAAAA", MINT_E_BASE64_LENGTH},
      {"====", MINT_E_BASE64_CHARACTER},
      {"A===", MINT_E_BASE64_CHARACTER},
      {"=AAA", MINT_E_BASE64_CHARACTER},
      {"AA=A", MINT_E_BASE64_CHARACTER},
      {"AAAA====", MINT_E_BASE64_CHARACTER},
      {"AA==AAAA", MINT_E_BASE64_CHARACTER},
      {"AAA=AAAA", MINT_E_BASE64_CHARACTER},
      {"AA==AA==", MINT_E_BASE64_CHARACTER},
      {"AAAA\nAAA", MINT_E_BASE64_CHARACTER},
      {"AAA-", MINT_E_BASE64_CHARACTER},  // the alphabet for URLs
      {"AAA_", MINT_E_BASE64_CHARACTER},
      {"AB==", MINT_E_BASE64_BITS},
      {"AAB=", MINT_E_BASE64_BITS},
      {"AAAAAB==", MINT_E_BASE64_BITS},
      {"", MINT_E_NONE},
      {"AA==", MINT_E_NONE},
      {"AAA=", MINT_E_NONE},
  };
  for (size_t i = 0; i < COUNT(kCases); i++) {
    uint8_t out[16];
    size_t len = 99;
    enum mint_code code = decode(out, &len, kCases[i].in);
    cr_expect_eq(code, kCases[i].code, "\"%s\": %d", kCases[i].in, code);
    cr_expect(code == MINT_E_NONE || len == 0, "\"%s\"", kCases[i].in);
  }
}

Test(base64, decodes_in_place) {
  static struct kit plain;
  kit_clear(&plain);
  for (int i = 0; i < 1000; i++) {
    kit_fill(&plain, i * 77 & 0xff, 1);
    kit_clear(&text);
    kit_base64(&text, plain.data, plain.len);
    cr_assert_eq(mint_base64_decode(text.data, &text.len, text.data, text.len),
                 MINT_E_NONE);
    cr_assert(kit_is(&plain, text.data, text.len), "%d", i);
  }
}

// After a failure nothing of the value is left in the in_len / 4 * 3 bytes that
// are the output's.
Test(base64, output_is_zeroed_on_failure) {
  static const char *const kBad[] = {
      "QUJDREVGR0hJSktMx",    "QUJDREVGR0hJSkt!", "!UJDREVGR0hJSktM",
      "QUJDREVGR0hJSktN QUJ", "QUJDREVGR0hJSkt=", "QUJDREVGR0hJSk==",
      "QUJD?EVGR0hJSkA=",     "QUJD?EVGR0hJSg=="};
  for (size_t i = 0; i < COUNT(kBad); i++) {
    uint8_t out[32];
    uint8_t in_place[32];
    size_t len = strlen(kBad[i]);
    size_t room = len / 4 * 3;
    size_t out_len = 99;
    memset(out, 0xa5, sizeof(out));
    memcpy(in_place, kBad[i], len);
    cr_assert_neq(decode(out, &out_len, kBad[i]), MINT_E_NONE, "%s", kBad[i]);
    cr_assert_eq(out_len, 0);
    cr_assert_neq(mint_base64_decode(in_place, &out_len, in_place, len),
                  MINT_E_NONE);
    for (size_t j = 0; j < room; j++) {
      cr_expect(out[j] == 0 && in_place[j] == 0, "%s: byte %zu is left",
                kBad[i], j);
    }
    cr_expect_eq(out[room], 0xa5, "%s: wrote too much", kBad[i]);
  }
}

Test(base64, is_alphabet) {
  uint8_t in[5] = {'A', 'z', '0', '/', '+'};
  cr_expect(mint_base64_is_alphabet(in, sizeof(in)));
  cr_expect(mint_base64_is_alphabet(in, 0));
  for (int c = 0; c < 256; c++) {
    for (size_t at = 0; at < sizeof(in); at++) {
      uint8_t old = in[at];
      in[at] = (uint8_t)c;
      cr_expect_eq(mint_base64_is_alphabet(in, sizeof(in)), value_of(c) >= 0,
                   "%02x at %zu", c, at);
      in[at] = old;
    }
  }
}
