// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

#include <stdint.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/base/arena.h"
#include "core/mint.h"
#include "tests/unit/parse_kit.h"

static bool is_empty(const struct mint_secret *secret) {
  return secret->data == NULL && secret->len == 0 && secret->cap == 0;
}

Test(secret, open_append_wipe) {
  struct mint_secret secret;
  memset(&secret, 0xa5, sizeof(secret));
  cr_assert_eq(mint_secret_open(&secret, 4), MINT_OK);
  cr_expect(secret.data != NULL && secret.len == 0 && secret.cap == 4);
  cr_expect_eq(mint_secret_append(&secret, (const uint8_t *)"ab", 2), MINT_OK);
  cr_expect_eq(mint_secret_append(&secret, NULL, 0), MINT_OK);
  const uint8_t *data = secret.data;
  cr_expect_eq(mint_secret_append(&secret, (const uint8_t *)"cde", 3),
               MINT_ERR_ARGUMENT);
  cr_expect_eq(mint_secret_append(&secret, (const uint8_t *)"", SIZE_MAX),
               MINT_ERR_ARGUMENT);
  cr_expect(secret.len == 2 && secret.cap == 4 && secret.data == data);
  cr_expect_eq(memcmp(secret.data, "ab", 2), 0);
  cr_expect_eq(mint_secret_append(&secret, (const uint8_t *)"cd", 2), MINT_OK);
  cr_expect_eq(mint_secret_append(&secret, (const uint8_t *)"e", 1),
               MINT_ERR_ARGUMENT);
  cr_expect(secret.len == 4 && memcmp(secret.data, "abcd", 4) == 0);
  mint_secret_wipe(&secret);
  cr_expect(is_empty(&secret));
  mint_secret_wipe(&secret);
  cr_expect(is_empty(&secret));
  mint_secret_wipe(NULL);
}

Test(secret, empty_state) {
  struct mint_secret secret = MINT_SECRET_EMPTY;
  cr_expect(is_empty(&secret));
  cr_expect_eq(mint_secret_append(&secret, (const uint8_t *)"a", 1),
               MINT_ERR_ARGUMENT);
  cr_expect_eq(mint_secret_append(&secret, NULL, 0), MINT_OK);
  mint_secret_wipe(&secret);
  memset(&secret, 0xa5, sizeof(secret));
  cr_expect_eq(mint_secret_open(&secret, 0), MINT_ERR_ARGUMENT);
  cr_expect(is_empty(&secret));
}

Test(secret, is_counted_and_given_back) {
  struct mint_arena_stats before;
  struct mint_arena_stats during;
  struct mint_arena_stats after;
  struct mint_secret secret;
  mint_arena_stats(&before);
  cr_assert_eq(mint_secret_open(&secret, 1000), MINT_OK);
  mint_arena_stats(&during);
  cr_expect_eq(during.blocks, before.blocks + 1);
  cr_expect_geq(during.bytes, before.bytes + 1000);
  cr_expect_geq(during.peak_bytes, during.bytes);
  cr_expect_geq(during.calls, before.calls + 1);
  mint_secret_wipe(&secret);
  mint_arena_stats(&after);
  cr_expect_eq(after.blocks, before.blocks);
  cr_expect_eq(after.bytes, before.bytes);
}

Test(secret, without_memory) {
  struct mint_secret secret;
  memset(&secret, 0xa5, sizeof(secret));
  mint_arena_fail_after(0);
  cr_expect_eq(mint_secret_open(&secret, 10), MINT_ERR_MEMORY);
  mint_arena_fail_after(SIZE_MAX);
  cr_expect(is_empty(&secret));
}
