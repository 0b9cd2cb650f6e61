// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// The core's answers about keys that others have published, against what is
// known of each (vectors_archive.h; without the archive the tests are skipped).
// A disagreement fails the test unless tests/vectors/EXCEPTIONS explains it,
// and so does an exception that is no longer one.

#include "tests/unit/vectors_archive.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>
#include <openssl/bytestring.h>
#include <openssl/sha.h>

#include "core/format/wire.h"
#include "core/mint.h"

// Of a whole table; Bazel is told the same (BUILD.bazel).
TestSuite(vectors, .timeout = 890);

// A key that takes longer than this hangs.
#define SECONDS_A_KEY 60u

// The families of weak keys in the tables, and the rule that finds each.
static const struct family {
  const char *verdict;
  enum mint_rule rule;
} kFamilies[] = {
    {"reject:weak:e=1", MINT_K_EXPONENT_FLOOR},
    {"reject:weak:small-factor(3)", MINT_K_SMALL_FACTOR},
    {"reject:weak:prime-modulus", MINT_K_PRIME},
    {"reject:weak:roca", MINT_K_ROCA},
    {"reject:weak:fermat", MINT_K_FERMAT},
    {"reject:weak:pattern", MINT_K_PATTERN},
    {"reject:weak:polynomial-primes;rsa-2047", MINT_K_PATTERN},
    {"reject:weak:small-d", MINT_K_SMALL_D},
    // What no computation shows: read_families makes a list of these.
    {"reject:weak:shared-prime", MINT_K_BLOCKLIST},
    {"reject:weak:debian-cve-2008-0166", MINT_K_BLOCKLIST},
    {"reject:weak:keypair-cve-2021-41117", MINT_K_BLOCKLIST},
    {"reject:weak:known-compromised", MINT_K_BLOCKLIST},
};
#define NUM_FAMILIES (sizeof(kFamilies) / sizeof(kFamilies[0]))

static bool starts(const char *text, const char *with) {
  return strncmp(text, with, strlen(with)) == 0;
}

static bool is(const char *text, const char *want) {
  return strcmp(text, want) == 0;
}

// ---------------------------------------------------------------------------
// What the core says

static const char *current = "";

static void on_alarm(int number) {
  (void)number;
  static const char kText[] = "vectors: hangs: ";
  (void)!write(STDERR_FILENO, kText, sizeof(kText) - 1);
  (void)!write(STDERR_FILENO, current, strlen(current));
  _exit(1);
}

struct answer {
  enum mint_status status;  // the first that is not MINT_OK, or that
  enum mint_code code;      // of reading or unlocking
  struct mint_report report;
  bool has_blob;
  unsigned bits;
  char sha256[MINT_FINGERPRINT_MAX];
  char md5[MINT_FINGERPRINT_MAX];
};

static void describe(struct answer *out, const struct mint_parts *parts) {
  const struct mint_about *about = mint_parts_about(parts);
  out->has_blob = about->blob != NULL;
  out->bits = about->bits;
  if (out->has_blob) {
    mint_fingerprint(out->sha256, MINT_HASH_SHA256, about->blob,
                     about->blob_len);
    mint_fingerprint(out->md5, MINT_HASH_MD5, about->blob, about->blob_len);
  }
}

// `kind` is 0 for a whole file.
static struct answer ask(const char *name, enum mint_line_kind kind,
                         const uint8_t *data, size_t len,
                         const char *passphrase, const char *preset,
                         const struct mint_blocklist *list) {
  struct answer out;
  memset(&out, 0, sizeof(out));
  struct mint_policy policy;
  cr_assert(mint_policy_preset(&policy, preset));
  policy.blocklist = list;
  struct mint_parts *parts = NULL;
  struct mint_key *key = NULL;
  struct mint_reason why = {MINT_E_NONE, 0};
  current = name;
  (void)alarm(SECONDS_A_KEY);
  out.status = kind == 0 ? mint_parts_read(&parts, &why, data, len)
                         : mint_parts_read_line(&parts, &why, kind, data, len);
  cr_assert_eq(out.status == MINT_OK, parts != NULL, "%s", name);
  if (out.status == MINT_OK && mint_parts_about(parts)->locked) {
    out.status = mint_parts_unlock(parts, &why, (const uint8_t *)passphrase,
                                   strlen(passphrase));
  }
  cr_assert_eq(mint_code_explain(why.code)->status, out.status, "%s", name);
  out.code = why.code;
  if (out.status == MINT_OK) {
    describe(&out, parts);
    out.status = mint_check(&key, &out.report, parts, &policy);
    cr_assert_eq(out.status == MINT_OK, key != NULL, "%s", name);
  }
  (void)alarm(0);
  mint_key_free(key);
  mint_parts_free(parts);
  return out;
}

// ---------------------------------------------------------------------------
// What is right

// Whether the core reads files of this form; it names and refuses the others.
static bool is_read(const char *format, const char *subformat) {
  static const char *const kRead[] = {
      "authorized_keys-line",
      "cert",
      "known_hosts",
      "openssh-private",
      "rfc4716",
      "openssh-private-enc",
      "pkcs1-pem",
      "pkcs8-enc-pem",
      "pkcs8-pem",
      "ppk2",
      "ppk3",
      "spki-pem",
  };
  for (size_t i = 0; i < sizeof(kRead) / sizeof(kRead[0]); i++) {
    if (is(format, kRead[i])) {
      return true;
    }
  }
  return is(format, "trad-enc-pem") && is(subformat, "RSA PRIVATE KEY");
}

// What the tables tell of one key.
struct truth {
  const char *name;
  bool is_read;
  const char *verdict;
  const char *sha256;
  const char *md5;
};

static bool is_unread(const struct answer *got) {
  return !got->has_blob && (got->status == MINT_ERR_UNSUPPORTED ||
                            got->status == MINT_ERR_SYNTAX);
}

static bool fingerprint_is_right(const struct truth *truth,
                                 const struct answer *got) {
  return !got->has_blob || !starts(truth->sha256, "SHA256:") ||
         (is(got->sha256, truth->sha256) &&
          (truth->md5[0] == '\0' || is(got->md5, truth->md5)));
}

// A square is close to itself, but no report says both.
static bool is_found(const struct answer *got, enum mint_rule rule) {
  return mint_report_has(got->report.broken, rule) ||
         (rule == MINT_K_FERMAT &&
          mint_report_has(got->report.broken, MINT_K_POWER));
}

// NULL, or what is wrong with the reason for which a key was refused. One that
// could not be read at all was never asked for its size and family.
static const char *judge_reason(const char *verdict, const struct answer *got) {
  const char *reason = verdict + strlen("reject:");
  bool read = got->status == MINT_ERR_INVALID_KEY;
  unsigned long bits =
      starts(reason, "rsa-") ? strtoul(reason + strlen("rsa-"), NULL, 10) : 0;
  if (read && bits != 0 && bits < 2048) {
    return got->bits == bits &&
                   mint_report_has(got->report.broken, MINT_K_BITS_MIN)
               ? NULL
               : "refused, but not for its size";
  }
  if (starts(reason, "not-rsa:") || starts(reason, "certificate")) {
    return read ? "taken for an RSA key" : NULL;
  }
  for (size_t i = 0; read && i < NUM_FAMILIES; i++) {
    if (is(verdict, kFamilies[i].verdict) &&
        !is_found(got, kFamilies[i].rule)) {
      return "refused, but not for its family";
    }
  }
  return NULL;
}

// NULL if the core's answer is right, or what is wrong with it.
static const char *judge(const struct truth *truth, const struct answer *got) {
  bool accepted = got->status == MINT_OK;
  if (!fingerprint_is_right(truth, got)) {
    return "another fingerprint";
  }
  if (!truth->is_read) {
    return accepted ? "accepted, but damaged or no key" : NULL;
  }
  if (is(truth->verdict, "valid")) {
    return accepted ? NULL : "refused, but valid";
  }
  if (starts(truth->verdict, "optional:")) {
    return NULL;
  }
  if (accepted) {
    return "accepted, but to be refused";
  }
  return starts(truth->verdict, "reject:") ? judge_reason(truth->verdict, got)
                                           : NULL;
}

// ---------------------------------------------------------------------------
// Counting

struct score {
  size_t keys;
  size_t agreed;
  size_t accepted;
  size_t optional_accepted;
  size_t excepted;
  size_t disagreed;
  size_t read;
  size_t unread;    // refused for its form before anything else was seen
  size_t repaired;  // of those: read after mint_repair, and judged again
  size_t families[NUM_FAMILIES];
  struct archive_table exceptions;
  bool *used;
};

static const struct archive_row kExceptionsHead = {{
    "name", "reason", "", "", "", "", "", "", "", "", "", "",
    "",     "",       "", "", "", "", "", "", "", "", "", "",
}};

static void begin(struct score *score) {
  memset(score, 0, sizeof(*score));
  cr_assert(archive_read_table(&score->exceptions, "tests/vectors/EXCEPTIONS",
                               &kExceptionsHead));
  score->used = calloc(score->exceptions.num_rows + 1, sizeof(bool));
  cr_assert_not_null(score->used);
}

static bool is_excepted(struct score *score, const char *name) {
  for (size_t i = 0; i < score->exceptions.num_rows; i++) {
    if (is(score->exceptions.rows[i].column[0], name)) {
      score->used[i] = true;
      return true;
    }
  }
  return false;
}

static void disagree(struct score *score, const struct truth *truth,
                     const struct answer *got, const char *wrong) {
  score->disagreed++;
  fprintf(stderr, "%s\t%s (%s; %s %s %llx)\n", truth->name, wrong,
          truth->verdict, mint_status_name(got->status),
          mint_code_explain(got->code)->name,
          (unsigned long long)got->report.broken);
}

static void count_family(struct score *score, const struct truth *truth,
                         const struct answer *got) {
  for (size_t i = 0; i < NUM_FAMILIES; i++) {
    score->families[i] +=
        is(truth->verdict, kFamilies[i].verdict) &&
        mint_report_has(got->report.broken, kFamilies[i].rule);
  }
}

static void count(struct score *score, const struct truth *truth,
                  const struct answer *got) {
  const char *wrong = judge(truth, got);
  score->keys++;
  score->read += truth->is_read;
  score->accepted += got->status == MINT_OK;
  score->unread += truth->is_read && is_unread(got);
  count_family(score, truth, got);
  if (wrong == NULL) {
    score->agreed++;
    if (got->status == MINT_OK && starts(truth->verdict, "optional:")) {
      score->optional_accepted++;
      fprintf(stderr, "vectors: accepted: %s (%s)\n", truth->name,
              truth->verdict);
    }
    return;
  }
  // Nothing excuses taking a key.
  if (got->status != MINT_OK && is_excepted(score, truth->name)) {
    score->excepted++;
    return;
  }
  disagree(score, truth, got, wrong);
}

// What repair makes of a file must be judged the same way, and never be another
// key.
static void count_repaired(struct score *score, const struct truth *truth,
                           const struct archive_file *file,
                           const char *passphrase,
                           const struct mint_blocklist *list) {
  struct mint_secret text = {NULL, 0, 0};
  unsigned damage = 0;
  if (mint_repair(&text, &damage, file->data, file->len) == MINT_OK &&
      damage != 0) {
    struct answer got =
        ask(truth->name, 0, text.data, text.len, passphrase, "default", list);
    const char *wrong = is_unread(&got) ? NULL : judge(truth, &got);
    score->repaired += !is_unread(&got);
    count_family(score, truth, &got);
    if (wrong != NULL) {
      disagree(score, truth, &got, wrong);
    }
  }
  mint_secret_wipe(&text);
}

// Prints the score and fails the test if it is not perfect.
static void end(struct score *score, const char *what, bool lines) {
  fprintf(stderr,
          "vectors: %zu %s (%zu in forms that are read): %zu agree, %zu "
          "accepted (%zu of them optional), %zu excepted, %zu disagree\n",
          score->keys, what, score->read, score->agreed, score->accepted,
          score->optional_accepted, score->excepted, score->disagreed);
  fprintf(
      stderr,
      "vectors: %zu of the refused %s were not read, %zu of these are after "
      "repair\n",
      score->unread, what, score->repaired);
  for (size_t i = 0; i < NUM_FAMILIES; i++) {
    if (score->families[i] != 0) {
      fprintf(stderr, "vectors: found: %zu %s\n", score->families[i],
              kFamilies[i].verdict);
    }
  }
  size_t stale = 0;
  for (size_t i = 0; i < score->exceptions.num_rows; i++) {
    const char *name = score->exceptions.rows[i].column[0];
    // "path:12" is a line, "path" is a file.
    const char *colon = strrchr(name, ':');
    bool is_line = colon != NULL && strspn(colon + 1, "0123456789") != 0 &&
                   colon[1 + strspn(colon + 1, "0123456789")] == '\0';
    if (is_line == lines && !score->used[i]) {
      fprintf(stderr, "vectors: no longer an exception: %s\n", name);
      stale++;
    }
  }
  size_t disagreed = score->disagreed;
  archive_free_table(&score->exceptions);
  free(score->used);
  cr_assert_eq(disagreed, 0);
  cr_assert_eq(stale, 0);
}

// The modulus of an "ssh-rsa" blob, hashed for a block list.
static bool entry_of(uint8_t out[MINT_BLOCKLIST_ENTRY],
                     const struct mint_about *about) {
  CBS blob;
  CBS e;
  CBS n;
  enum mint_code code = MINT_E_NONE;
  CBS_init(&blob, about->blob, about->blob_len);
  if (!mint_wire_get_name(&blob, "ssh-rsa") ||
      !mint_wire_get_mpint(&blob, &e, &code) ||
      !mint_wire_get_mpint(&blob, &n, &code)) {
    return false;
  }
  uint8_t digest[SHA256_DIGEST_LENGTH];
  SHA256(CBS_data(&n), CBS_len(&n), digest);
  memcpy(out, digest, MINT_BLOCKLIST_ENTRY);
  return true;
}

static int by_bytes(const void *a, const void *b) {
  return memcmp(a, b, MINT_BLOCKLIST_ENTRY);
}

// Makes a list of the keys whose family only a list shows, as their owners
// would publish one. Freed by the caller: `*out_data`.
static void make_list(struct mint_blocklist *out, uint8_t **out_data,
                      const struct archive *archive) {
  static const char kMagic[] = "sshmint-blocklist-1\n";
  size_t magic_len = strlen(kMagic);
  const struct archive_table *table = &archive->manifest;
  uint8_t *data =
      malloc(magic_len + table->num_rows * (size_t)MINT_BLOCKLIST_ENTRY);
  cr_assert_not_null(data);
  memcpy(data, kMagic, magic_len);
  size_t num = 0;
  for (size_t i = 0; i < table->num_rows; i++) {
    const char *verdict =
        archive_get(table, &table->rows[i], "expected_verdict");
    bool listed = false;
    for (size_t f = 0; f < NUM_FAMILIES; f++) {
      listed |= kFamilies[f].rule == MINT_K_BLOCKLIST &&
                is(verdict, kFamilies[f].verdict);
    }
    struct mint_secret text = {NULL, 0, 0};
    unsigned damage = 0;
    struct mint_parts *parts = NULL;
    struct mint_reason why = {MINT_E_NONE, 0};
    if (listed &&
        mint_repair(&text, &damage, archive->files[i].data,
                    archive->files[i].len) == MINT_OK &&
        mint_parts_read(&parts, &why, text.data, text.len) == MINT_OK) {
      num += entry_of(data + magic_len + num * MINT_BLOCKLIST_ENTRY,
                      mint_parts_about(parts));
    }
    mint_parts_free(parts);
    mint_secret_wipe(&text);
  }
  uint8_t *entries = data + magic_len;
  qsort(entries, num, MINT_BLOCKLIST_ENTRY, by_bytes);
  size_t unique = 0;
  for (size_t i = 0; i < num; i++) {
    const uint8_t *entry = entries + i * MINT_BLOCKLIST_ENTRY;
    if (unique == 0 ||
        by_bytes(entries + (unique - 1) * MINT_BLOCKLIST_ENTRY, entry) != 0) {
      memmove(entries + unique * MINT_BLOCKLIST_ENTRY, entry,
              MINT_BLOCKLIST_ENTRY);
      unique++;
    }
  }
  *out_data = data;
  cr_assert_eq(
      mint_blocklist_open(out, data, magic_len + unique * MINT_BLOCKLIST_ENTRY),
      MINT_OK);
  cr_assert_gt(out->num_entries, 0);
}

static void open_archive(struct archive *archive) {
  char *path = archive_find();
  if (path == NULL) {
    cr_skip_test("no archive of vectors");
  }
  (void)signal(SIGALRM, on_alarm);
  archive_load(archive, path);
  free(path);
  cr_assert_gt(archive->manifest.num_rows, 0);
  cr_assert_gt(archive->lines.num_rows, 0);
}

// ---------------------------------------------------------------------------

Test(vectors, files) {
  struct archive archive;
  struct score score;
  open_archive(&archive);
  begin(&score);
  struct mint_blocklist list;
  uint8_t *list_data = NULL;
  make_list(&list, &list_data, &archive);
  const struct archive_table *table = &archive.manifest;
  for (size_t i = 0; i < table->num_rows; i++) {
    const struct archive_row *row = &table->rows[i];
    const struct truth truth = {
        .name = archive_get(table, row, "path"),
        .is_read = is_read(archive_get(table, row, "format"),
                           archive_get(table, row, "subformat")),
        .verdict = archive_get(table, row, "expected_verdict"),
        .sha256 = archive_get(table, row, "sha256"),
        .md5 = archive_get(table, row, "md5"),
    };
    const char *passphrase = archive_get(table, row, "passphrase");
    struct answer got = ask(truth.name, 0, archive.files[i].data,
                            archive.files[i].len, passphrase, "default", &list);
    count(&score, &truth, &got);
    if (is_unread(&got)) {
      count_repaired(&score, &truth, &archive.files[i], passphrase, &list);
    }
  }
  free(list_data);
  end(&score, "files", false);
  archive_free(&archive);
}

// Exponents under 65537 are refused by default and taken by "legacy".
Test(vectors, old_exponents) {
  struct archive archive;
  open_archive(&archive);
  const struct archive_table *table = &archive.manifest;
  size_t num_old = 0;
  for (size_t i = 0; i < table->num_rows; i++) {
    const struct archive_row *row = &table->rows[i];
    const char *path = archive_get(table, row, "path");
    const char *passphrase = archive_get(table, row, "passphrase");
    const char *verdict = archive_get(table, row, "expected_verdict");
    // Nothing else must be said against it: "optional:exponent-37" only.
    if (!is_read(archive_get(table, row, "format"),
                 archive_get(table, row, "subformat")) ||
        !starts(verdict, "optional:exponent-") ||
        strchr(verdict, ';') != NULL ||
        strstr(archive_get(table, row, "notes"), "unbalanced") != NULL) {
      continue;
    }
    const struct archive_file *file = &archive.files[i];
    struct answer strict =
        ask(path, 0, file->data, file->len, passphrase, "default", NULL);
    cr_assert_eq(strict.status, MINT_ERR_INVALID_KEY, "%s", path);
    cr_assert_eq(strict.report.broken, UINT64_C(1) << MINT_K_EXPONENT_MIN, "%s",
                 path);
    struct answer legacy =
        ask(path, 0, file->data, file->len, passphrase, "legacy", NULL);
    cr_assert_eq(legacy.status, MINT_OK, "%s", path);
    cr_assert(mint_report_has(legacy.report.warned, MINT_K_EXPONENT_MIN), "%s",
              path);
    num_old++;
  }
  fprintf(stderr, "vectors: %zu files with an old exponent\n", num_old);
  cr_assert_gt(num_old, 0);
  archive_free(&archive);
}

// Line `number` of a file, from 1, without its end.
static void get_line(const struct archive_file *file, size_t number,
                     const uint8_t **out, size_t *out_len) {
  const uint8_t *at = file->data;
  const uint8_t *stop = file->data + file->len;
  for (; number > 1; number--) {
    const uint8_t *newline = memchr(at, '\n', (size_t)(stop - at));
    cr_assert_not_null(newline);
    at = newline + 1;
  }
  const uint8_t *newline = memchr(at, '\n', (size_t)(stop - at));
  *out = at;
  *out_len = (size_t)((newline == NULL ? stop : newline) - at);
  if (*out_len != 0 && at[*out_len - 1] == '\r') {
    --*out_len;
  }
}

// Single lines of files with many, by the policy "legacy", as the table has it.
Test(vectors, lines) {
  struct archive archive;
  struct score score;
  open_archive(&archive);
  begin(&score);
  const struct archive_table *table = &archive.lines;
  size_t num_prefixed = 0;
  for (size_t i = 0; i < table->num_rows; i++) {
    const struct archive_row *row = &table->rows[i];
    const char *path = archive_get(table, row, "path");
    const struct archive_file *file = archive_file_of(&archive, path);
    cr_assert_not_null(file, "%s", path);
    const char *number = archive_get(table, row, "line");
    const uint8_t *line = NULL;
    size_t len = 0;
    get_line(file, strtoul(number, NULL, 10), &line, &len);
    char name[1024];
    (void)snprintf(name, sizeof(name), "%s:%s", path, number);

    const char *prefix = archive_get(table, row, "options_or_hosts");
    num_prefixed += prefix[0] != '\0';
    const struct truth truth = {
        .name = name,
        .is_read = true,
        .verdict = archive_get(table, row, "expected_verdict"),
        .sha256 = archive_get(table, row, "sha256"),
        .md5 = archive_get(table, row, "md5"),
    };
    struct answer got =
        ask(name,
            strstr(path, "known_hosts") != NULL ? MINT_LINE_KNOWN_HOSTS
                                                : MINT_LINE_AUTHORIZED_KEYS,
            line, len, "", "legacy", NULL);
    count(&score, &truth, &got);
  }
  fprintf(stderr, "vectors: %zu lines with options or hosts\n", num_prefixed);
  end(&score, "lines", true);
  archive_free(&archive);
}
