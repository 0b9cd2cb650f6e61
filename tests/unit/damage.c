// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/unit/damage.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/base/arena.h"
#include "core/key/check.h"
#include "tests/unit/parse_kit.h"

#define PASS (const uint8_t *)"correct horse"
#define PASS_LEN 13

// Golden files have a cost of 1, or a scrypt N of 2. Neighbours of that are
// cheap as well.
#define DEAR_COST 16
#define DEAR_MEMORY (1u << 20)

// Of so many keys with wrong numbers one is checked in full, Miller-Rabin
// included; the others as if their primes had been confirmed already.
#define FULL_CHECK 64

// The untouched file, and what is in it.
static struct {
  const char *name;
  enum damage_kind kind;
  bool dear;
  size_t len;
  uint8_t data[4096];
  size_t body_from;  // where its base64 stands
  size_t body_to;
  size_t columns;
  struct mint_parts *parts;
  struct mint_policy policy;
} golden;

static struct {
  size_t done;
  size_t refused;
  size_t same;
  size_t other;
  size_t dear;
  size_t checked;
} count;

// What was done, for messages.
static struct {
  const char *what;
  size_t at;
} damage;

static void damage_fail(const char *why) {
  cr_assert_fail("%s, %s %zu: %s", golden.name, damage.what, damage.at, why);
}

static bool same_digits(const CBS *a, const CBS *b) {
  return CBS_mem_equal(a, CBS_data(b), CBS_len(b));
}

static bool same_key(const struct mint_parts *a, const struct mint_parts *b) {
  const struct mint_rsa *x = &a->rsa;
  const struct mint_rsa *y = &b->rsa;
  return a->about.kind == b->about.kind && a->blob.len == b->blob.len &&
         memcmp(a->blob.data, b->blob.data, a->blob.len) == 0 &&
         same_digits(&x->n, &y->n) && same_digits(&x->e, &y->e) &&
         same_digits(&x->d, &y->d) && same_digits(&x->p, &y->p) &&
         same_digits(&x->q, &y->q) && same_digits(&x->dp, &y->dp) &&
         same_digits(&x->dq, &y->dq) && same_digits(&x->qinv, &y->qinv);
}

static bool same_text(const char *a, size_t a_len, const char *b,
                      size_t b_len) {
  return (a == NULL) == (b == NULL) && a_len == b_len &&
         (a_len == 0 || memcmp(a, b, a_len) == 0);
}

// The letters of an RFC 4716 header's tag mean the same in either case.
static bool is_tag_case(const uint8_t *data) {
  size_t at = damage.at / 8;
  const uint8_t *colon = memchr(golden.data, ':', golden.len);
  return strcmp(golden.name, "rfc4716") == 0 &&
         strcmp(damage.what, "bit") == 0 && damage.at % 8 == 5 &&
         at > strlen("---- BEGIN SSH2 PUBLIC KEY ----") &&
         at < (size_t)(colon - golden.data) &&
         (data[at] ^ golden.data[at]) == 0x20;
}

// Damage that leaves the key as it was may be in the comment, or be the loss of
// the last newline; every other byte means something.
static void expect_harmless(const struct mint_parts *parts, const uint8_t *data,
                            size_t len) {
  const struct mint_about *a = &parts->about;
  const struct mint_about *b = &golden.parts->about;
  if (!is_tag_case(data) &&
      (len < golden.len - 1 || memcmp(data, golden.data, len) != 0) &&
      same_text(a->comment, a->comment_len, b->comment, b->comment_len)) {
    damage_fail("nothing tells the damage");
  }
}

// The bytes of the blob before n and e: type and lengths.
static bool same_frame(const struct mint_parts *parts) {
  static const size_t kUpToE = 4 + 7 + 4;
  const struct mint_secret *a = &parts->blob;
  const struct mint_secret *b = &golden.parts->blob;
  size_t n_len_at = kUpToE + CBS_len(&golden.parts->rsa.e);
  return a->len == b->len && memcmp(a->data, b->data, kUpToE) == 0 &&
         memcmp(a->data + n_len_at, b->data + n_len_at, 4) == 0;
}

// The digits of n and e may differ, with n's sign byte, and nothing else.
static void expect_digits(const struct mint_parts *parts) {
  if (parts->about.kind != MINT_KIND_PUBLIC || !same_frame(parts)) {
    damage_fail("more than a digit of another public key");
  }
}

// The numbers are not those of the golden key: no check may hold them for a
// key.
static void expect_refused(const struct mint_parts *parts) {
  struct mint_key *key = NULL;
  struct mint_report report;
  static const struct mint_confirmed kConfirmed = {.p = NULL};
  const struct mint_confirmed *confirmed =
      count.checked % FULL_CHECK == 0 ? NULL : &kConfirmed;
  count.checked++;
  enum mint_code code =
      mint_check_parts(&key, &report, parts, &golden.policy, confirmed);
  mint_key_free(key);
  if (code != MINT_E_KEY_RULES || key != NULL) {
    damage_fail("passes the check");
  }
}

static void judge(const struct mint_parts *parts, const uint8_t *data,
                  size_t len) {
  if (same_key(parts, golden.parts)) {
    expect_harmless(parts, data, len);
    count.same++;
  } else if (golden.kind == DAMAGE_PUBLIC) {
    expect_digits(parts);
    count.other++;
  } else {
    expect_refused(parts);
    count.refused++;
  }
}

static void read_damaged(const uint8_t *data, size_t len) {
  struct mint_parts *parts = NULL;
  struct mint_reason why;
  // A copy of exactly that size, so that a sanitizer sees its end.
  uint8_t *copy = malloc(len == 0 ? 1 : len);
  cr_assert_not_null(copy);
  memcpy(copy, data, len);
  enum mint_status status = mint_parts_read(&parts, &why, copy, len);
  free(copy);
  if ((status == MINT_OK) != (parts != NULL) ||
      status != mint_code_explain(why.code)->status) {
    damage_fail("status, reason and parts do not agree");
  }
  if (status == MINT_OK && !golden.dear && parts->about.locked &&
      (parts->about.kdf_cost > DEAR_COST ||
       parts->about.kdf_memory > DEAR_MEMORY)) {
    count.dear++;
  } else if (status == MINT_OK &&
             mint_parts_unlock(parts, &why, PASS, PASS_LEN) == MINT_OK) {
    judge(parts, data, len);
  } else {
    count.refused++;
  }
  mint_parts_free(parts);
}

static void one(const uint8_t *data, size_t len) {
  struct mint_arena_stats before;
  struct mint_arena_stats after;
  mint_arena_stats(&before);
  read_damaged(data, len);
  mint_arena_stats(&after);
  if (before.blocks != after.blocks) {
    damage_fail("a leak");
  }
  count.done++;
}

static void load(const char *name) {
  char path[128];
  struct mint_reason why;
  struct mint_key *key = NULL;
  struct mint_report report;
  (void)snprintf(path, sizeof(path), "tests/vectors/damage/%s", name);
  FILE *file = fopen(path, "rb");
  cr_assert_not_null(file, "%s", path);
  golden.len = fread(golden.data, 1, sizeof(golden.data), file);
  (void)fclose(file);
  cr_assert(golden.len > 0 && golden.len < sizeof(golden.data));
  cr_assert(mint_policy_preset(&golden.policy, "default"));
  cr_assert_eq(mint_parts_read(&golden.parts, &why, golden.data, golden.len),
               MINT_OK);
  cr_assert_eq(mint_parts_unlock(golden.parts, &why, PASS, PASS_LEN), MINT_OK);
  cr_assert_eq(mint_check(&key, &report, golden.parts, &golden.policy),
               MINT_OK);
  cr_assert_eq(mint_key_is_private(key), golden.kind == DAMAGE_PRIVATE);
  mint_key_free(key);
}

// Every damage is done to so many bytes at both ends, whatever the step: there
// lie labels, magic numbers, padding and trailing bits.
#define TEXT_EDGE 48
#define BODY_EDGE 16

// The next place of `len`: by `step` in the middle, by 1 in the first and last
// `edge`. Its start is 0.
static size_t next(size_t at, size_t len, size_t edge, size_t step,
                   size_t offset) {
  if (at + 1 < edge || at + 1 + edge >= len) {
    return at + 1;
  }
  size_t ahead = at + 1 + (step + offset - (at + 1) % step) % step;
  return ahead + edge < len ? ahead : len - edge;
}

// Does to the bytes in `good` what can be done at one place, and hands each of
// the results to `judge_bytes`.
static void sweep(const uint8_t *good, size_t good_len, size_t edge,
                  size_t step, size_t offset, const char *const names[3],
                  void (*judge_bytes)(const uint8_t *, size_t)) {
  static uint8_t bad[sizeof(golden.data)];
  damage.what = names[0];
  for (size_t bit = 0; bit < 8 * good_len;
       bit = next(bit, 8 * good_len, 8 * edge, step, offset % step)) {
    memcpy(bad, good, good_len);
    bad[bit / 8] ^= (uint8_t)(1u << bit % 8);
    damage.at = bit;
    judge_bytes(bad, good_len);
  }
  damage.what = names[1];
  for (size_t at = 0; at < good_len;
       at = next(at, good_len, edge, step, (offset + 1) % step)) {
    memcpy(bad, good, at);
    memcpy(bad + at, good + at + 1, good_len - at - 1);
    damage.at = at;
    judge_bytes(bad, good_len - 1);
  }
  damage.what = names[2];
  for (size_t len = 0; len < good_len;
       len = next(len, good_len, edge, step, (offset + 2) % step)) {
    damage.at = len;
    judge_bytes(good, len);
  }
}

// Finds the lines of base64: before END, or the second word of a line.
static void find_body(void) {
  const char *text = (const char *)golden.data;
  const char *end = strstr(text, "---- END ");
  end = end == NULL ? strstr(text, "-----END ") : end;
  const char *from = text + strlen("ssh-rsa ");
  if (end == NULL) {
    end = strchr(from, ' ');
    cr_assert_not_null(end);
    golden.columns = SIZE_MAX;
  } else {
    const char *colon = memrchr(text, ':', (size_t)(end - text));
    from = strchr(colon == NULL ? text : colon, '\n') + 1;
    from += *from == '\n' ? 1 : 0;  // the blank line after PEM's headers
    golden.columns = (size_t)(strchr(from, '\n') - from);
  }
  golden.body_from = (size_t)(from - text);
  golden.body_to = (size_t)(end - text);
}

// Reads the golden file with other bytes in its base64.
static void with_body(const uint8_t *bytes, size_t len) {
  static struct kit symbols;
  static struct kit text;
  kit_clear(&symbols);
  kit_base64(&symbols, bytes, len);
  kit_clear(&text);
  kit_put(&text, golden.data, golden.body_from);
  for (size_t at = 0; at < symbols.len; at += golden.columns) {
    size_t left = symbols.len - at;
    bool last = left <= golden.columns;
    kit_put(&text, symbols.data + at, last ? left : golden.columns);
    if (golden.columns != SIZE_MAX) {
      kit_puts(&text, "\n");
    }
    if (last) {
      break;
    }
  }
  kit_put(&text, golden.data + golden.body_to, golden.len - golden.body_to);
  one(text.data, text.len);
}

static void print_count(const char *level) {
  (void)fprintf(stderr,
                "%s, %s: %zu damaged: %zu refused (%zu by a check), %zu the "
                "same key, %zu another public key, %zu not unlocked\n",
                golden.name, level, count.done, count.refused, count.checked,
                count.same, count.other, count.dear);
  cr_assert_eq(count.done,
               count.refused + count.same + count.other + count.dear);
  cr_assert_gt(count.refused, count.done / 8);
  memset(&count, 0, sizeof(count));
}

void damage_file(const char *name, enum damage_kind kind, size_t step,
                 size_t offset, bool dear) {
  static const char *const kText[] = {"bit", "without byte", "cut at byte"};
  static const char *const kBody[] = {
      "bit of the body", "without byte of the body", "body cut at byte"};
  static struct kit body;
  golden.name = name;
  golden.kind = kind;
  golden.dear = dear;
  load(name);
  sweep(golden.data, golden.len, TEXT_EDGE, step, offset, kText, one);
  print_count("text");
  // Base64 does not turn each bit into another symbol, so that its bytes have
  // damages of their own. A MAC covers all of PuTTY's.
  if (golden.parts->about.format != MINT_FORMAT_PPK) {
    find_body();
    kit_clear(&body);
    kit_unbase64(&body, (const char *)golden.data + golden.body_from,
                 golden.body_to - golden.body_from);
    with_body(body.data, body.len);
    cr_assert(count.same == 1 && count.done == 1, "the body was not found");
    memset(&count, 0, sizeof(count));
    sweep(body.data, body.len, BODY_EDGE, step, offset, kBody, with_body);
    print_count("body");
  }
  mint_parts_free(golden.parts);
  golden.parts = NULL;
}
