// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// When a key has been used and released, nothing of it is left in the process:
// each case makes or reads a key, checks and writes it, releases everything and
// then looks through all memory that can be read and written, the stack below
// it and freed memory too, for pieces of its secret numbers.
//
// The needles are kept masked, so that the search does not find itself.

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "core/format/parts.h"
#include "core/key/key.h"
#include "core/mint.h"
#include "tests/unit/parse_kit.h"

#define MASK 0xa7
#define WINDOW 16

// ---------------------------------------------------------------------------
// Needles

struct needle {
  uint8_t masked[WINDOW];
  int len;
  const char *name;
  size_t offset;
};

static struct needle needles[4096];
static size_t num_needles;
static uint8_t starts[1u << 16];  // the first two bytes of a masked needle

// Adds the `len` bytes in[0], in[step], in[2 step], ... Byte by byte: what goes
// through a vector register may be spilled to the stack as it is.
static void add_needle_of(const char *name, size_t offset,
                          const volatile uint8_t *in, int step, int len) {
  struct needle *n = &needles[num_needles];
  cr_assert_lt(++num_needles, COUNT(needles));
  for (int i = 0; i < len; i++) {
    n->masked[i] = in[i * step] ^ MASK;
  }
  n->len = len;
  n->name = name;
  n->offset = offset;
  starts[n->masked[0] | n->masked[1] << 8] = 1;
}

static void add_needle(const char *name, size_t offset,
                       const volatile uint8_t *in, int step) {
  add_needle_of(name, offset, in, step, WINDOW);
}

// Adds every aligned piece of a number: of its big-endian digits, and of its
// limbs, which on this machine are its digits backwards.
static void add_number(const char *name, const CBS *digits) {
  const uint8_t *data = CBS_data(digits);
  size_t len = CBS_len(digits);
  cr_assert_geq(len, WINDOW);
  for (size_t i = 0; i + WINDOW <= len; i += WINDOW) {
    add_needle(name, i, data + i, 1);
    add_needle(name, len - 1 - i, data + len - 1 - i, -1);
  }
}

// ---------------------------------------------------------------------------
// The search

static bool quiet;

static size_t scan_range(const char *where, uintptr_t start, uintptr_t end) {
  size_t found = 0;
  for (uintptr_t at = start; at + WINDOW <= end; at++) {
    const volatile uint8_t *memory = (const volatile uint8_t *)at;
    uint8_t first = memory[0] ^ MASK;
    uint8_t second = memory[1] ^ MASK;
    if (starts[first | second << 8] == 0) {
      continue;
    }
    for (size_t i = 0; i < num_needles; i++) {
      int same = 0;
      while (same < needles[i].len &&
             (memory[same] ^ MASK) == needles[i].masked[same]) {
        same++;
      }
      if (same == needles[i].len) {
        if (!quiet) {
          fprintf(stderr, "%s[%zu] at %zx of %s", needles[i].name,
                  needles[i].offset, (size_t)(at - start), where);
        }
        found++;
      }
    }
  }
  return found;
}

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define SANITIZED 1
#endif
#endif

#if !defined(SANITIZED)

// Returns how many pieces are found in what can be read and written.
static size_t scan_memory(void) {
  static char maps[1 << 16];
  int fd = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
  cr_assert_geq(fd, 0);
  size_t len = 0;
  ssize_t got = 0;
  while ((got = read(fd, maps + len, sizeof(maps) - 1 - len)) > 0) {
    len += (size_t)got;
  }
  (void)close(fd);
  cr_assert_lt(len, sizeof(maps) - 1);
  size_t found = 0;
  size_t bytes = 0;
  for (const char *line = maps; *line != '\0'; line = strchr(line, '\n') + 1) {
    unsigned long start = 0;
    unsigned long end = 0;
    char mode[5];
    cr_assert_eq(sscanf(line, "%lx-%lx %4s", &start, &end, mode), 3);
    if (mode[0] != 'r' || mode[1] != 'w') {
      continue;
    }
    char where[128];
    size_t line_len = strcspn(line, "\n") + 1;
    (void)snprintf(where, sizeof(where), "%.*s", (int)line_len, line);
    bytes += end - start;
    found += scan_range(where, start, end);
  }
  cr_assert_gt(bytes, 1u << 16);
  return found;
}

// For what is expected.
static size_t scan_quietly(void) {
  quiet = true;
  size_t found = scan_memory();
  quiet = false;
  return found;
}

// The search does find: in the heap, freed or not, on the stack, in a static
// variable, at every alignment, forwards and backwards.
Test(memory_scan, finds_what_is_planted) {
  uint8_t number[32];
  for (size_t i = 0; i < sizeof(number); i++) {
    number[i] = (uint8_t)(i * 71 + 200);
  }
  CBS digits;
  CBS_init(&digits, number, sizeof(number));
  add_number("planted", &digits);
  cr_expect_eq(scan_quietly(), 2, "the number itself, on the stack");

  static volatile uint8_t variable[100];
  for (size_t at = 0; at < 9; at++) {
    for (size_t i = 0; i < sizeof(number); i++) {
      variable[at + i] = number[i];
    }
    cr_expect_eq(scan_quietly(), 4, "at %zu", at);
    for (size_t i = 0; i < sizeof(number); i++) {
      variable[at + i] = number[sizeof(number) - 1 - i];
    }
    cr_expect_eq(scan_quietly(), 4, "backwards at %zu", at);
    for (size_t i = 0; i < sizeof(variable); i++) {
      variable[i] = 0;
    }
  }
  uint8_t *volatile block = malloc(200);
  cr_assert_not_null(block);
  memcpy(block + 100, number, WINDOW);
  cr_expect_eq(scan_quietly(), 3, "in the heap");
  free(block);
  cr_expect_eq(scan_quietly(), 3, "in freed memory");
  struct mint_secret secret;
  cr_assert_eq(mint_secret_open(&secret, 100), MINT_OK);
  cr_assert_eq(mint_secret_append(&secret, number, WINDOW), MINT_OK);
  cr_expect_eq(scan_quietly(), 4, "in secret memory");
  mint_secret_wipe(&secret);
  cr_expect_eq(scan_quietly(), 3, "wiped");
}

// ---------------------------------------------------------------------------
// The life of a key

// d has 16 pieces or more, the five others 8; one that happens to be a byte
// shorter has one piece less.
#define PIECES_MIN (16 + 5 * 8 - 6)

static void add_key(const struct mint_rsa *rsa) {
  add_number("d", &rsa->d);
  add_number("p", &rsa->p);
  add_number("q", &rsa->q);
  if (rsa->has_crt) {
    add_number("dp", &rsa->dp);
    add_number("dq", &rsa->dq);
  }
  add_number("qinv", &rsa->qinv);
}

// A file in a mapping of its own, which vanishes without a trace.
struct file {
  uint8_t *data;
  size_t len;
};

static struct file open_file(const char *name) {
  struct file file = {NULL, 0};
  int fd = open(name, O_RDONLY | O_CLOEXEC);
  cr_assert_geq(fd, 0);
  file.len = (size_t)lseek(fd, 0, SEEK_END);
  file.data = mmap(NULL, file.len, PROT_READ, MAP_PRIVATE, fd, 0);
  cr_assert_neq(file.data, MAP_FAILED);
  (void)close(fd);
  return file;
}

// The text itself is a secret too: pieces of each of its lines.
static void add_text(const struct file *file) {
  const uint8_t *line = memmem(file->data, file->len, "MII", 3);
  for (; line != NULL && line + 64 < file->data + file->len; line += 65) {
    for (int i = 0; i < 64; i += WINDOW) {
      add_needle("text", (size_t)(line + i - file->data), line + i, 1);
    }
  }
}

// Checks, writes and releases; all of `parts` is needles now.
static void use_parts(struct mint_parts *parts) {
  static const uint8_t kNew[] = "another passphrase";
  struct mint_policy policy;
  struct mint_report report;
  struct mint_key *key = NULL;
  struct mint_secret out;
  (void)mint_policy_preset(&policy, "default");
  add_key(&parts->rsa);
  cr_assert_geq(scan_quietly(), PIECES_MIN, "it is there while it lives");
  cr_assert_eq(mint_check(&key, &report, parts, &policy), MINT_OK);
  mint_parts_free(parts);
  struct mint_write_options options = {.format = MINT_FORMAT_PEM};
  cr_assert_eq(mint_write(&out, key, &options), MINT_OK);
  mint_secret_wipe(&out);
  options.passphrase = kNew;
  options.passphrase_len = sizeof(kNew) - 1;
  cr_assert_eq(mint_write(&out, key, &options), MINT_OK);
  mint_secret_wipe(&out);
  cr_assert_eq(kit_write_line(&out, key, "x", 1), MINT_OK);
  mint_secret_wipe(&out);
  mint_key_free(key);
}

static struct mint_parts *read_file(const char *name, bool text_is_secret) {
  struct mint_parts *parts = NULL;
  struct mint_reason why;
  struct file file = open_file(name);
  if (text_is_secret) {
    add_text(&file);
  }
  cr_assert_eq(mint_parts_read(&parts, &why, file.data, file.len), MINT_OK);
  (void)munmap(file.data, file.len);
  return parts;
}

Test(memory_scan, plain_file) {
  use_parts(read_file("tests/vectors/ssh/rsa.pem", true));
  cr_expect_eq(scan_memory(), 0);
}

Test(memory_scan, encrypted_file) {
  static const uint8_t kPassphrase[] = KIT_PASSPHRASE;
  static const char *const kFiles[] = {"tests/vectors/ssh/rsa_aes128.pem",
                                       "tests/vectors/ssh/rsa_aes256.pem"};
  for (size_t i = 0; i < COUNT(kFiles); i++) {
    struct mint_reason why;
    struct mint_parts *parts = read_file(kFiles[i], false);
    cr_assert_eq(mint_parts_unlock(parts, &why, kPassphrase, 5),
                 MINT_ERR_PASSPHRASE);
    cr_assert_eq(
        mint_parts_unlock(parts, &why, kPassphrase, sizeof(kPassphrase) - 1),
        MINT_OK);
    use_parts(parts);
    cr_expect_eq(scan_memory(), 0, "%s", kFiles[i]);
  }
}

// Every key derivation, of files and for what is written: neither the
// passphrase nor the numbers stay. The passphrase itself stands in what cannot
// be written.
Test(memory_scan, derivations) {
  static const uint8_t kPassphrase[] = KIT_PASSPHRASE;
  static const char *const kFiles[] = {
      "pkcs8/sha256.pem",  "pkcs8/scrypt.pem", "openssh/rsa_aes256-ctr",
      "ppk/v2_sealed.ppk", "ppk/default.ppk",
  };
  for (size_t i = 0; i < COUNT(kFiles); i++) {
    char path[128];
    struct mint_reason why;
    (void)snprintf(path, sizeof(path), "tests/vectors/%s", kFiles[i]);
    struct mint_parts *parts = read_file(path, false);
    add_needle_of("passphrase", 0, kPassphrase, 1, sizeof(kPassphrase) - 1);
    cr_assert_eq(
        mint_parts_unlock(parts, &why, kPassphrase, sizeof(kPassphrase) - 1),
        MINT_OK, "%s", path);
    add_key(&parts->rsa);
    mint_parts_free(parts);
    cr_expect_eq(scan_memory(), 0, "%s", path);
  }
}

// Also of a key that is refused nothing stays.
Test(memory_scan, refused_key) {
  struct mint_policy policy;
  struct mint_report report;
  struct mint_key *key = NULL;
  (void)mint_policy_preset(&policy, "default");
  policy.rsa_bits_min = 3072;
  struct mint_parts *parts = read_file("tests/vectors/ssh/rsa.pem", true);
  add_key(&parts->rsa);
  cr_assert_eq(mint_check(&key, &report, parts, &policy), MINT_ERR_INVALID_KEY);
  mint_parts_free(parts);
  cr_expect_eq(scan_memory(), 0);
}

Test(memory_scan, generated_key) {
  static const unsigned kBits[] = {2048, 3072};
  for (size_t i = 0; i < COUNT(kBits); i++) {
    struct mint_policy policy;
    struct mint_key *key = NULL;
    struct mint_secret out;
    (void)mint_policy_preset(&policy, "default");
    cr_assert_eq(mint_key_generate(&key, kBits[i], &policy, 2, NULL, NULL),
                 MINT_OK);
    add_key(&key->rsa);
    cr_assert_geq(scan_quietly(), PIECES_MIN, "it is there while it lives");
    const struct mint_write_options options = {.format = MINT_FORMAT_PEM};
    cr_assert_eq(mint_write(&out, key, &options), MINT_OK);
    mint_secret_wipe(&out);
    mint_key_free(key);
    cr_expect_eq(scan_memory(), 0, "%u bits", kBits[i]);
  }
}

#else

// A sanitizer keeps terabytes of shadow, and freed blocks on purpose: only the
// search itself is tried.
Test(memory_scan, finds_what_is_planted) {
  uint8_t number[32];
  for (size_t i = 0; i < sizeof(number); i++) {
    number[i] = (uint8_t)(i * 71 + 200);
  }
  CBS digits;
  CBS_init(&digits, number, sizeof(number));
  add_number("planted", &digits);
  uint8_t copy[100] = {0};
  uintptr_t start = (uintptr_t)copy;
  cr_expect_eq(scan_range("copy\n", start, start + sizeof(copy)), 0);
  memcpy(copy + 33, number, sizeof(number));
  cr_expect_eq(scan_range("copy\n", start, start + sizeof(copy)), 2);
}

#endif
