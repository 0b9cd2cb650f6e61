// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// The mutator keeps what it promises: it stays within its bounds, and what it
// changes inside the armor still is armor around whole DER or SSH structures.

#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/format/wire.h"
#include "core/text/armor.h"
#include "fuzz/base_key.h"
#include "fuzz/mutator.h"

#define TRIES 3000u
#define ROOM 8192u

// An engine that flips a bit, and remembers that it was asked.
static unsigned flips;

static size_t flip(uint8_t *data, size_t len, size_t max) {
  flips++;
  cr_assert_leq(len, max);
  if (len != 0) {
    data[len / 2] ^= 1;
  }
  return len;
}

static size_t mutate(uint8_t *out, size_t max, const uint8_t *text, size_t len,
                     uint32_t seed) {
  memcpy(out, text, len);
  size_t made = fuzz_mutate(out, len, max, seed, flip);
  cr_assert_leq(made, max);
  return made;
}

static bool is_der(CBS in) {
  while (CBS_len(&in) != 0) {
    CBS element;
    if (!CBS_get_any_asn1(&in, &element, NULL)) {
      return false;
    }
  }
  return true;
}

// How many mutants are still exact armor, hold another body, and hold whole
// elements: what a parser of PKCS#1 gets to see.
Test(mutator, der_in_armor) {
  uint8_t *out = malloc(ROOM);
  const uint8_t *text = (const uint8_t *)kBaseKey;
  size_t len = sizeof(kBaseKey) - 1;
  unsigned armored = 0;
  unsigned whole = 0;
  cr_assert_not_null(out);
  for (uint32_t seed = 0; seed < TRIES; seed++) {
    size_t made = mutate(out, ROOM, text, len, seed);
    struct mint_text opened;
    struct mint_armor armor;
    if (mint_text_open(&opened, out, made) == MINT_E_NONE &&
        mint_armor_read(&armor, &opened, &mint_columns_pem) == MINT_E_NONE) {
      CBS body;
      CBS sequence;
      armored++;
      CBS_init(&body, armor.body.data, armor.body.len);
      whole += CBS_get_asn1(&body, &sequence, CBS_ASN1_SEQUENCE) &&
                       CBS_len(&body) == 0 && is_der(sequence)
                   ? 1
                   : 0;
      mint_armor_wipe(&armor);
    }
  }
  free(out);
  // Two thirds aim inside; some of those break a head on purpose.
  cr_expect_gt(armored, TRIES / 2, "%u of %u", armored, TRIES);
  cr_expect_gt(whole, TRIES / 2, "%u of %u", whole, TRIES);
  cr_expect_gt(flips, TRIES / 4, "the engine was asked %u times", flips);
}

// The same of an SSH blob that stands in no armor: its strings stay whole.
Test(mutator, ssh_strings) {
  static const uint8_t kBlob[] =
      "\0\0\0\x07ssh-rsa\0\0\0\x03\1\0\1\0\0\0\x05\0\xc0\xff\xee\x01";
  uint8_t *out = malloc(ROOM);
  unsigned whole = 0;
  unsigned changed = 0;
  cr_assert_not_null(out);
  for (uint32_t seed = 0; seed < TRIES; seed++) {
    CBS in;
    CBS string;
    size_t made = mutate(out, ROOM, kBlob, sizeof(kBlob) - 1, seed);
    changed += made != sizeof(kBlob) - 1 || memcmp(out, kBlob, made) != 0;
    CBS_init(&in, out, made);
    while (CBS_len(&in) != 0 && mint_wire_get_string(&in, &string)) {
    }
    whole += CBS_len(&in) == 0 ? 1 : 0;
  }
  free(out);
  cr_expect_gt(whole, TRIES / 2, "%u of %u", whole, TRIES);
  cr_expect_gt(changed, TRIES / 2, "%u of %u", changed, TRIES);
}

// What follows the last string, as padding does, is changed as well, and the
// length around it mended.
Test(mutator, padding) {
  static const uint8_t kBlob[] = "\0\0\0\x0e\0\0\0\1a\0\0\0\2bc\1\2\3";
  const size_t strings = 11;
  uint8_t *out = malloc(ROOM);
  unsigned padding = 0;
  cr_assert_not_null(out);
  for (uint32_t seed = 0; seed < TRIES; seed++) {
    CBS in;
    CBS string;
    size_t made = mutate(out, ROOM, kBlob, sizeof(kBlob) - 1, seed);
    CBS_init(&in, out, made);
    padding +=
        mint_wire_get_string(&in, &string) && CBS_len(&in) == 0 &&
                CBS_len(&string) >= strings &&
                memcmp(CBS_data(&string), kBlob + 4, strings) == 0 &&
                (made != sizeof(kBlob) - 1 || memcmp(out, kBlob, made) != 0)
            ? 1
            : 0;
  }
  free(out);
  cr_expect_gt(padding, TRIES / 10, "%u of %u", padding, TRIES);
}

// What is no text, no structure, too small or cut anywhere does no harm: the
// buffers end where the input may end, for ASan to see.
Test(mutator, bounds) {
  const uint8_t *text = (const uint8_t *)kBaseKey;
  for (size_t len = 0; len < sizeof(kBaseKey) - 1; len += 7) {
    for (uint32_t seed = 0; seed < 40; seed++) {
      size_t max = len + seed;
      uint8_t *out = malloc(max + 1);
      cr_assert_not_null(out);
      out[max] = 0xa5;
      if (max != 0) {
        (void)mutate(out, max, text, len, seed);
      }
      cr_assert_eq(out[max], 0xa5);
      free(out);
    }
  }
}
