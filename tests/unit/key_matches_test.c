// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

#include <string.h>

#include <criterion/criterion.h>

#include "core/format/parts.h"
#include "core/mint.h"
#include "tests/unit/parse_kit.h"

static struct mint_key *new_key(void) {
  struct mint_policy policy;
  struct mint_key *key = NULL;
  cr_assert(mint_policy_preset(&policy, "default"));
  cr_assert_eq(mint_key_generate(&key, 2048, &policy, 2, NULL, NULL), MINT_OK);
  return key;
}

// What `format` keeps of the key.
static struct mint_parts *written(const struct mint_key *key,
                                  enum mint_format format) {
  const struct mint_write_options options = {.format = format};
  struct mint_secret text = MINT_SECRET_EMPTY;
  struct mint_parts *parts = NULL;
  struct mint_reason why;
  cr_assert_eq(mint_write(&text, key, &options), MINT_OK);
  cr_assert_eq(mint_parts_read(&parts, &why, text.data, text.len), MINT_OK);
  mint_secret_wipe(&text);
  return parts;
}

static const enum mint_format kPrivate[] = {MINT_FORMAT_PEM, MINT_FORMAT_PKCS8,
                                            MINT_FORMAT_OPENSSH};

Test(key_matches, what_was_written) {
  struct mint_key *key = new_key();
  struct mint_key *other = new_key();
  for (size_t i = 0; i < COUNT(kPrivate); i++) {
    struct mint_parts *parts = written(key, kPrivate[i]);
    cr_expect(mint_key_matches(key, parts), "form %zu", i);
    cr_expect_not(mint_key_matches(other, parts), "form %zu", i);
    mint_parts_free(parts);
  }
  mint_key_free(other);
  mint_key_free(key);
}

// Turns one bit of each component around: the first, the last and a middle
// byte.
static unsigned flip_each(const struct mint_key *key, struct mint_parts *parts,
                          const char *name) {
  const CBS *all[] = {&parts->rsa.n,  &parts->rsa.e,   &parts->rsa.d,
                      &parts->rsa.p,  &parts->rsa.q,   &parts->rsa.dp,
                      &parts->rsa.dq, &parts->rsa.qinv};
  unsigned seen = 0;
  for (size_t i = 0; i < COUNT(all); i++) {
    size_t len = CBS_len(all[i]);
    const size_t places[] = {0, len / 2, len - 1};
    for (size_t j = 0; j < COUNT(places) && len != 0; j++) {
      // The parts are ours to change: what they point to is no constant.
      uint8_t *at = (uint8_t *)(uintptr_t)CBS_data(all[i]) + places[j];
      *at ^= 0x10;
      cr_expect_not(mint_key_matches(key, parts), "%s: component %zu, byte %zu",
                    name, i, places[j]);
      *at ^= 0x10;
      seen++;
    }
  }
  cr_expect(mint_key_matches(key, parts));
  return seen;
}

Test(key_matches, no_component_may_differ) {
  struct mint_key *key = new_key();
  struct mint_parts *pem = written(key, MINT_FORMAT_PEM);
  cr_assert_eq(flip_each(key, pem, "pem"), 24);
  mint_parts_free(pem);
  struct mint_parts *openssh = written(key, MINT_FORMAT_OPENSSH);
  cr_assert_not(openssh->rsa.has_crt);
  cr_assert_eq(flip_each(key, openssh, "openssh"), 18);
  mint_parts_free(openssh);
  mint_key_free(key);
}

// A component that is longer by a zero is another one.
Test(key_matches, no_length_may_differ) {
  struct mint_key *key = new_key();
  struct mint_parts *parts = written(key, MINT_FORMAT_PEM);
  CBS *all[] = {&parts->rsa.n, &parts->rsa.d, &parts->rsa.p, &parts->rsa.qinv};
  for (size_t i = 0; i < COUNT(all); i++) {
    CBS whole = *all[i];
    CBS_init(all[i], CBS_data(&whole), CBS_len(&whole) - 1);
    cr_expect_not(mint_key_matches(key, parts), "component %zu", i);
    *all[i] = whole;
  }
  cr_expect(mint_key_matches(key, parts));
  mint_parts_free(parts);
  mint_key_free(key);
}

Test(key_matches, half_a_key_is_another) {
  struct mint_policy policy;
  struct mint_report report;
  struct mint_key *key = new_key();
  struct mint_key *public_key = NULL;
  struct mint_parts *line = written(key, MINT_FORMAT_AUTHORIZED_KEYS);
  struct mint_parts *pem = written(key, MINT_FORMAT_PEM);
  cr_assert(mint_policy_preset(&policy, "default"));
  cr_assert_eq(mint_check(&public_key, &report, line, &policy), MINT_OK);
  cr_expect_not(mint_key_matches(key, line));
  cr_expect_not(mint_key_matches(public_key, pem));
  cr_expect(mint_key_matches(public_key, line));
  mint_key_free(public_key);
  mint_parts_free(pem);
  mint_parts_free(line);
  mint_key_free(key);
}

Test(key_matches, what_is_locked_matches_nothing) {
  struct mint_key *key = new_key();
  struct mint_parts *locked = kit_parts("rsa_aes256.pem");
  cr_assert(mint_parts_about(locked)->locked);
  cr_expect_not(mint_key_matches(key, locked));
  mint_parts_free(locked);
  mint_key_free(key);
}
