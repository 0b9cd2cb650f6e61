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

#include "core/mint.h"

// Of a whole table. Bazel stops a test of this size after 300 seconds.
TestSuite(vectors, .timeout = 290);

// A key that takes longer than this hangs.
#define SECONDS_A_KEY 60u

// Families of weak keys that no rule looks for yet. To be emptied.
static const char *const kFamilies[] = {
    "weak:roca",
    "weak:fermat",
    "weak:keypair-cve-2021-41117",
    "weak:known-compromised",
    "weak:debian-cve-2008-0166",
    "weak:shared-prime",
    "weak:small-d",
    "weak:polynomial-primes",
    "weak:pattern",
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

static struct answer ask(const char *name, const uint8_t *data, size_t len,
                         const char *passphrase, const char *preset) {
  struct answer out;
  memset(&out, 0, sizeof(out));
  struct mint_policy policy;
  cr_assert(mint_policy_preset(&policy, preset));
  struct mint_parts *parts = NULL;
  struct mint_key *key = NULL;
  struct mint_reason why = {MINT_E_NONE, 0};
  current = name;
  (void)alarm(SECONDS_A_KEY);
  out.status = mint_parts_read(&parts, &why, data, len);
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

enum form {
  READ,     // the core reads it
  FOREIGN,  // a form that it does not read yet
  OTHER,    // damaged, or no key
};

static enum form form_of(const char *format, const char *subformat,
                         const char *cipher) {
  if (is(format, "authorized_keys-line") || is(format, "cert")) {
    return strstr(subformat, "with options") == NULL ? READ : FOREIGN;
  }
  if (is(format, "pkcs1-pem") && is(subformat, "RSA PRIVATE KEY")) {
    return READ;
  }
  if (is(format, "trad-enc-pem") && is(subformat, "RSA PRIVATE KEY")) {
    bool aes = starts(cipher, "AES-") && strstr(cipher, "-CBC") != NULL;
    return aes ? READ : FOREIGN;
  }
  return is(format, "malformed") || is(format, "other") ? OTHER : FOREIGN;
}

// What the tables tell of one key.
struct truth {
  const char *name;
  enum form form;
  const char *verdict;
  const char *sha256;
  const char *md5;
};

static bool refused_as_no_form_of_ours(const struct answer *got) {
  return got->status == MINT_ERR_UNSUPPORTED || got->status == MINT_ERR_SYNTAX;
}

static bool fingerprint_is_right(const struct truth *truth,
                                 const struct answer *got) {
  return !got->has_blob || truth->sha256[0] == '\0' ||
         (is(got->sha256, truth->sha256) &&
          (truth->md5[0] == '\0' || is(got->md5, truth->md5)));
}

// NULL, or what is wrong with the reason for which a key was refused.
static const char *judge_reason(const char *verdict, const struct answer *got) {
  const char *reason = verdict + strlen("reject:");
  unsigned long bits =
      starts(reason, "rsa-") ? strtoul(reason + strlen("rsa-"), NULL, 10) : 0;
  if (bits != 0 && bits < 2048) {
    return got->status == MINT_ERR_INVALID_KEY && got->bits == bits &&
                   mint_report_has(got->report.broken, MINT_K_BITS_MIN)
               ? NULL
               : "refused, but not for its size";
  }
  if (starts(reason, "not-rsa:") || starts(reason, "certificate")) {
    return got->status == MINT_ERR_UNSUPPORTED
               ? NULL
               : "refused, but not for its type";
  }
  if (starts(reason, "malformed:")) {
    return refused_as_no_form_of_ours(got) ? NULL
                                           : "refused, but not as malformed";
  }
  return NULL;
}

// The family for which alone a key is to be refused that the core takes, or
// NUM_FAMILIES.
static size_t family_of(const char *verdict) {
  for (size_t i = 0; i < NUM_FAMILIES; i++) {
    if (starts(verdict, "reject:") &&
        is(verdict + strlen("reject:"), kFamilies[i])) {
      return i;
    }
  }
  return NUM_FAMILIES;
}

// NULL if the core's answer is right, or what is wrong with it.
static const char *judge(const struct truth *truth, const struct answer *got) {
  bool accepted = got->status == MINT_OK;
  if (!fingerprint_is_right(truth, got)) {
    return "another fingerprint";
  }
  if (truth->form == FOREIGN) {
    return refused_as_no_form_of_ours(got)
               ? NULL
               : "not refused as a form that is not read";
  }
  if (truth->form == OTHER) {
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
  size_t forms[3];
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

static void count(struct score *score, const struct truth *truth,
                  const struct answer *got) {
  const char *wrong = judge(truth, got);
  score->keys++;
  score->forms[truth->form]++;
  score->accepted += got->status == MINT_OK;
  if (wrong == NULL) {
    score->agreed++;
    if (got->status == MINT_OK && starts(truth->verdict, "optional:")) {
      score->optional_accepted++;
      fprintf(stderr, "vectors: accepted: %s (%s)\n", truth->name,
              truth->verdict);
    }
    return;
  }
  size_t family = family_of(truth->verdict);
  if (got->status == MINT_OK && family != NUM_FAMILIES &&
      fingerprint_is_right(truth, got)) {
    score->families[family]++;
    return;
  }
  // Nothing excuses taking a key.
  if (got->status != MINT_OK && is_excepted(score, truth->name)) {
    score->excepted++;
    return;
  }
  score->disagreed++;
  fprintf(stderr, "%s\t%s (%s; %s %s %llx)\n", truth->name, wrong,
          truth->verdict, mint_status_name(got->status),
          mint_code_explain(got->code)->name,
          (unsigned long long)got->report.broken);
}

// Prints the score and fails the test if it is not perfect.
static void end(struct score *score, const char *what, bool lines) {
  fprintf(stderr,
          "vectors: %zu %s (%zu in forms that are read, %zu in others, %zu "
          "damaged or no key): %zu agree, %zu accepted (%zu of them optional), "
          "%zu excepted, %zu disagree\n",
          score->keys, what, score->forms[READ], score->forms[FOREIGN],
          score->forms[OTHER], score->agreed, score->accepted,
          score->optional_accepted, score->excepted, score->disagreed);
  for (size_t i = 0; i < NUM_FAMILIES; i++) {
    if (score->families[i] != 0) {
      fprintf(stderr,
              "vectors: accepted, for no rule looks for it yet: %zu %s\n",
              score->families[i], kFamilies[i]);
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
  const struct archive_table *table = &archive.manifest;
  for (size_t i = 0; i < table->num_rows; i++) {
    const struct archive_row *row = &table->rows[i];
    const struct truth truth = {
        .name = archive_get(table, row, "path"),
        .form = form_of(archive_get(table, row, "format"),
                        archive_get(table, row, "subformat"),
                        archive_get(table, row, "cipher")),
        .verdict = archive_get(table, row, "expected_verdict"),
        .sha256 = archive_get(table, row, "sha256"),
        .md5 = archive_get(table, row, "md5"),
    };
    struct answer got =
        ask(truth.name, archive.files[i].data, archive.files[i].len,
            archive_get(table, row, "passphrase"), "default");
    count(&score, &truth, &got);
  }
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
    enum form form = form_of(archive_get(table, row, "format"),
                             archive_get(table, row, "subformat"),
                             archive_get(table, row, "cipher"));
    const char *verdict = archive_get(table, row, "expected_verdict");
    // Nothing else must be said against it: "optional:exponent-37" only.
    if (form != READ || !starts(verdict, "optional:exponent-") ||
        strchr(verdict, ';') != NULL ||
        strstr(archive_get(table, row, "notes"), "unbalanced") != NULL) {
      continue;
    }
    const struct archive_file *file = &archive.files[i];
    struct answer strict =
        ask(path, file->data, file->len, passphrase, "default");
    cr_assert_eq(strict.status, MINT_ERR_INVALID_KEY, "%s", path);
    cr_assert_eq(strict.report.broken, UINT64_C(1) << MINT_K_EXPONENT_MIN, "%s",
                 path);
    struct answer legacy =
        ask(path, file->data, file->len, passphrase, "legacy");
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

// How much of `line` is `prefix`, in which one blank stands for any number, and
// the blanks that follow it.
static size_t skip_prefix(const uint8_t *line, size_t len, const char *prefix) {
  size_t at = 0;
  for (; *prefix != '\0'; prefix++) {
    if (*prefix != ' ') {
      cr_assert(at < len && line[at] == (uint8_t)*prefix, "%s", prefix);
      at++;
      continue;
    }
    while (at < len && (line[at] == ' ' || line[at] == '\t')) {
      at++;
    }
  }
  while (at < len && (line[at] == ' ' || line[at] == '\t')) {
    at++;
  }
  return at;
}

// Single lines of files with many, by the policy "legacy", as the table has it.
// Where options or hosts stand in front, the whole line is no key for us; what
// follows them is.
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
    size_t skip = 0;
    if (prefix[0] != '\0') {
      num_prefixed++;
      struct answer whole = ask(name, line, len, "", "legacy");
      cr_assert(refused_as_no_form_of_ours(&whole), "%s", name);
      skip = skip_prefix(line, len, prefix);
    }
    const struct truth truth = {
        .name = name,
        .form = READ,
        .verdict = archive_get(table, row, "expected_verdict"),
        .sha256 = archive_get(table, row, "sha256"),
        .md5 = archive_get(table, row, "md5"),
    };
    struct answer got = ask(name, line + skip, len - skip, "", "legacy");
    count(&score, &truth, &got);
  }
  fprintf(stderr, "vectors: %zu lines with options or hosts\n", num_prefixed);
  end(&score, "lines", true);
  archive_free(&archive);
}
