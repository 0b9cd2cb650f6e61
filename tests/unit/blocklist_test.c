// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// K26: the bytes of a block list, and the keys that stand on one.

#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <openssl/sha.h>

#include "core/base/arena.h"
#include "tests/unit/rsa_maker.h"

TestSuite(blocklist, .fini = maker_release);

#define MAGIC "sshmint-blocklist-1\n"
#define MAGIC_LEN (sizeof(MAGIC) - 1)
#define ENTRY MINT_BLOCKLIST_ENTRY

// A list of `num` entries: entry i holds the number 2 i + 1, so that none of
// them, but every number between, can be looked for.
struct list {
  uint8_t *data;
  size_t len;
};

static void put_number(uint8_t entry[ENTRY], uint64_t number) {
  memset(entry, 0, ENTRY);
  for (size_t i = 0; i < 8; i++) {
    entry[ENTRY - 1 - i] = (uint8_t)(number >> (8 * i));
  }
}

static uint8_t *entry_of(struct list *list, size_t i) {
  return list->data + MAGIC_LEN + i * ENTRY;
}

static struct list new_list(size_t num) {
  struct list list = {NULL, MAGIC_LEN + num * ENTRY};
  // Not a byte more, so that a sanitizer sees a read beyond the end.
  list.data = malloc(list.len);
  cr_assert_not_null(list.data);
  memcpy(list.data, MAGIC, MAGIC_LEN);
  for (size_t i = 0; i < num; i++) {
    put_number(entry_of(&list, i), 2 * (uint64_t)i + 1);
  }
  return list;
}

static enum mint_status open_bytes(const uint8_t *data, size_t len,
                                   size_t want_entries) {
  struct mint_blocklist out = {data, 99};
  enum mint_status status = mint_blocklist_open(&out, data, len);
  if (status == MINT_OK) {
    cr_assert(out.entries == data + MAGIC_LEN);
    cr_assert_eq(out.num_entries, want_entries);
  } else {
    cr_assert(out.entries == NULL && out.num_entries == 0);
  }
  return status;
}

Test(blocklist, sound_lists) {
  static const size_t kNums[] = {0, 1, 2, 3, 17, 1000};
  for (size_t i = 0; i < sizeof(kNums) / sizeof(kNums[0]); i++) {
    struct list list = new_list(kNums[i]);
    cr_assert_eq(open_bytes(list.data, list.len, kNums[i]), MINT_OK);
    free(list.data);
  }
}

// Cut anywhere but between two entries.
Test(blocklist, truncated) {
  struct list whole = new_list(4);
  for (size_t len = 0; len <= whole.len; len++) {
    uint8_t *cut = malloc(len == 0 ? 1 : len);
    cr_assert_not_null(cut);
    memcpy(cut, whole.data, len);
    bool sound = len >= MAGIC_LEN && (len - MAGIC_LEN) % ENTRY == 0;
    cr_assert_eq(open_bytes(cut, len, sound ? (len - MAGIC_LEN) / ENTRY : 0),
                 sound ? MINT_OK : MINT_ERR_SYNTAX, "%zu bytes", len);
    free(cut);
  }
  free(whole.data);
  cr_assert_eq(open_bytes(NULL, 0, 0), MINT_ERR_SYNTAX);
}

// Another version, another line end, no list at all: every bit of the first
// line counts.
Test(blocklist, wrong_first_line) {
  struct list list = new_list(2);
  for (size_t bit = 0; bit < 8 * MAGIC_LEN; bit++) {
    list.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
    cr_assert_eq(open_bytes(list.data, list.len, 0), MINT_ERR_SYNTAX, "%zu",
                 bit);
    list.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
  }
  cr_assert_eq(open_bytes(list.data, list.len, 2), MINT_OK);
  free(list.data);
  static const char *const kTexts[] = {
      "sshmint-blocklist-2\n",   "sshmint-blocklist-10\n",
      "sshmint-blocklist-1\r\n", "sshmint-blocklist-1",
      " sshmint-blocklist-1\n",  "\xef\xbb\xbfsshmint-blocklist-1\n",
      "ssh-rsa AAAA\n"};
  for (size_t i = 0; i < sizeof(kTexts) / sizeof(kTexts[0]); i++) {
    cr_assert_eq(open_bytes((const uint8_t *)kTexts[i], strlen(kTexts[i]), 0),
                 MINT_ERR_SYNTAX, "%s", kTexts[i]);
  }
}

// Any two neighbours that are swapped or equal.
Test(blocklist, unsorted) {
  const size_t num = 50;
  struct list list = new_list(num);
  for (size_t i = 0; i + 1 < num; i++) {
    put_number(entry_of(&list, i), 2 * i + 3);
    cr_assert_eq(open_bytes(list.data, list.len, 0), MINT_ERR_SYNTAX,
                 "%zu twice", i);
    put_number(entry_of(&list, i + 1), 2 * i + 1);
    cr_assert_eq(open_bytes(list.data, list.len, 0), MINT_ERR_SYNTAX,
                 "%zu swapped", i);
    put_number(entry_of(&list, i), 2 * i + 1);
    put_number(entry_of(&list, i + 1), 2 * i + 3);
  }
  // They differ in their first byte only, and in their last.
  entry_of(&list, num - 1)[0] = 0xff;
  cr_assert_eq(open_bytes(list.data, list.len, num), MINT_OK);
  entry_of(&list, 0)[0] = 1;
  cr_assert_eq(open_bytes(list.data, list.len, 0), MINT_ERR_SYNTAX);
  free(list.data);
}

// ---------------------------------------------------------------------------
// Keys

static void entry_for(uint8_t entry[ENTRY], const BIGNUM *n) {
  uint8_t digits[1024];
  uint8_t digest[SHA256_DIGEST_LENGTH];
  size_t len = BN_num_bytes(n);
  cr_assert(len <= sizeof(digits) && BN_bn2bin_padded(digits, len, n));
  SHA256(digits, len, digest);
  memcpy(entry, digest, ENTRY);
}

static uint64_t broken_by(const char *file, const struct list *list) {
  struct mint_blocklist open;
  struct mint_policy policy;
  cr_assert(mint_policy_preset(&policy, "default"));
  cr_assert_eq(mint_blocklist_open(&open, list->data, list->len), MINT_OK);
  policy.blocklist = &open;
  struct maker_outcome got = maker_try(file, &policy);
  cr_assert_eq(got.read, MINT_OK);
  cr_assert_neq(mint_report_has(got.report.held, MINT_K_BLOCKLIST),
                mint_report_has(got.report.broken, MINT_K_BLOCKLIST));
  return got.report.broken;
}

static const uint64_t kHit = MAKER_K(MINT_K_BLOCKLIST);

// At every place of a list, alone, first, last and in the middle; an entry that
// differs in any one bit is none.
Test(blocklist, hit_and_miss) {
  const BIGNUM *n = maker_key(2048, 0, 65537).n;
  const char *line = maker_line(n, maker_word(65537));
  uint8_t entry[ENTRY];
  entry_for(entry, n);
  cr_assert(entry[0] != 0 && entry[0] != 0xff, "it must sort in the middle");
  struct list empty = new_list(0);
  cr_assert_eq(broken_by(line, &empty), 0);
  free(empty.data);
  for (size_t num = 1; num < 9; num++) {
    for (size_t at = 0; at < num; at++) {
      struct list list = new_list(num);
      for (size_t i = at; i < num; i++) {
        entry_of(&list, i)[0] = 0xff;  // behind it
      }
      cr_assert_eq(broken_by(line, &list), 0, "%zu of %zu", at, num);
      memcpy(entry_of(&list, at), entry, ENTRY);
      cr_assert_eq(broken_by(line, &list), kHit, "%zu of %zu", at, num);
      free(list.data);
    }
  }
  struct list one = new_list(1);
  for (size_t bit = 0; bit < 8 * ENTRY; bit++) {
    memcpy(entry_of(&one, 0), entry, ENTRY);
    entry_of(&one, 0)[bit / 8] ^= (uint8_t)(1u << bit % 8);
    cr_assert_eq(broken_by(line, &one), 0, "bit %zu", bit);
  }
  free(one.data);
}

// A private key is found by its modulus too; e does not matter.
Test(blocklist, private_keys_and_exponents) {
  struct maker_rsa key = maker_key(2048, 0, 65537);
  struct maker_rsa other = maker_key(2048, 1, 65537);
  struct list list = new_list(1);
  entry_for(entry_of(&list, 0), key.n);
  cr_assert_eq(broken_by(maker_pem(&key), &list), kHit);
  cr_assert_eq(broken_by(maker_line(key.n, maker_word(65539)), &list), kHit);
  cr_assert_eq(broken_by(maker_pem(&other), &list), 0);
  free(list.data);
}

// Without a list the rule is in no set.
Test(blocklist, no_list) {
  struct mint_policy policy;
  cr_assert(mint_policy_preset(&policy, "default"));
  struct maker_outcome got = maker_try(
      maker_line(maker_key(2048, 0, 65537).n, maker_word(65537)), &policy);
  cr_assert_eq((got.report.held | got.report.broken) & kHit, 0);
}

// A million entries, 15 MB: opened and looked through without an allocation.
Test(blocklist, huge) {
  const size_t num = 1000000;
  struct maker_rsa key = maker_key(2048, 0, 65537);
  const char *line = maker_line(key.n, key.e);
  struct list list = new_list(num);
  struct mint_arena_stats before;
  struct mint_arena_stats after;
  mint_arena_stats(&before);
  cr_assert_eq(open_bytes(list.data, list.len, num), MINT_OK);
  mint_arena_stats(&after);
  cr_assert_eq(before.calls, after.calls);
  cr_assert_eq(broken_by(line, &list), 0);
  entry_for(entry_of(&list, num - 1), key.n);
  cr_assert_eq(broken_by(line, &list), kHit);
  // A wrong entry at the very end is seen.
  put_number(entry_of(&list, num - 1), 2 * num - 3);
  cr_assert_eq(open_bytes(list.data, list.len, 0), MINT_ERR_SYNTAX);
  free(list.data);
}
