// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/unit/vectors_archive.h"

#include <ftw.h>
#include <limits.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <criterion/criterion.h>

// A path made of two; to be freed.
static char *join(const char *folder, const char *name) {
  char *path = NULL;
  cr_assert_geq(asprintf(&path, "%s/%s", folder, name), 0);
  return path;
}

// The tree's own folder: Bazel runs a test among links to the files that it
// asked for.
static char *find_tree(void) {
  static const char kMark[] = "tests/vectors/EXCEPTIONS";
  char *real = realpath(kMark, NULL);
  if (real == NULL) {
    return NULL;
  }
  size_t len = strlen(real);
  cr_assert_gt(len, strlen(kMark));
  real[len - strlen(kMark) - 1] = '\0';
  return real;
}

char *archive_find(void) {
  const char *given = getenv("SSHMINT_VECTORS");
  if (given != NULL && given[0] != '\0') {
    cr_assert_eq(access(given, R_OK), 0, "SSHMINT_VECTORS=%s", given);
    return strdup(given);
  }
  char *tree = find_tree();
  if (tree == NULL) {
    return NULL;
  }
  char *path = join(tree, "../shared/vectors/vectors.tar.xz");
  free(tree);
  if (access(path, R_OK) != 0) {
    free(path);
    return NULL;
  }
  return path;
}

// ---------------------------------------------------------------------------
// Files

static bool read_file(struct archive_file *out, const char *path) {
  out->data = NULL;
  out->len = 0;
  FILE *file = fopen(path, "rb");
  if (file == NULL) {
    return false;
  }
  struct stat info;
  cr_assert_eq(fstat(fileno(file), &info), 0, "%s", path);
  size_t size = (size_t)info.st_size;
  out->data = malloc(size + 1);
  cr_assert_not_null(out->data);
  out->len = fread(out->data, 1, size, file);
  cr_assert_eq(out->len, size, "%s", path);
  out->data[size] = '\0';
  (void)fclose(file);
  return true;
}

static int remove_one(const char *path, const struct stat *info, int flag,
                      struct FTW *ftw) {
  (void)info;
  (void)flag;
  (void)ftw;
  return remove(path);
}

static void remove_folder(const char *path) {
  (void)nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void unpack(const char *archive, const char *folder) {
  const char *const words[] = {"tar", "-xJf", archive, "-C", folder, NULL};
  char *argv[sizeof(words) / sizeof(words[0])];
  memcpy(argv, words, sizeof(words));
  pid_t pid = 0;
  int status = posix_spawnp(&pid, argv[0], NULL, NULL, argv, environ);
  if (status == 0 && waitpid(pid, &status, 0) != pid) {
    status = -1;
  }
  if (status != 0) {
    remove_folder(folder);
  }
  cr_assert_eq(status, 0, "tar -xJf %s", archive);
}

// ---------------------------------------------------------------------------
// Tables

// Splits a line at its tabs, in place.
static void split(struct archive_row *out, char *line) {
  for (size_t i = 0; i < ARCHIVE_COLUMNS; i++) {
    out->column[i] = "";
  }
  size_t i = 0;
  for (char *rest = line; rest != NULL && i < ARCHIVE_COLUMNS; i++) {
    out->column[i] = strsep(&rest, "\t");
  }
}

bool archive_read_table(struct archive_table *out, const char *path,
                        const struct archive_row *head) {
  memset(out, 0, sizeof(*out));
  struct archive_file file;
  if (!read_file(&file, path)) {
    return false;
  }
  out->text = (char *)file.data;
  size_t num_lines = 1;
  for (size_t i = 0; i < file.len; i++) {
    num_lines += file.data[i] == '\n';
    if (file.data[i] == '\0') {
      file.data[i] = '?';  // from a damaged key
    }
  }
  out->rows = calloc(num_lines, sizeof(*out->rows));
  cr_assert_not_null(out->rows);
  char *rest = out->text;
  if (head != NULL) {
    out->head = *head;
  } else {
    split(&out->head, strsep(&rest, "\n"));
  }
  while (rest != NULL) {
    char *line = strsep(&rest, "\n");
    if (line[0] != '\0' && line[0] != '#') {
      split(&out->rows[out->num_rows++], line);
    }
  }
  return true;
}

const char *archive_get(const struct archive_table *table,
                        const struct archive_row *row, const char *name) {
  for (size_t i = 0; i < ARCHIVE_COLUMNS; i++) {
    if (strcmp(table->head.column[i], name) == 0) {
      return row->column[i];
    }
  }
  cr_assert_fail("no column %s", name);
  return "";
}

void archive_free_table(struct archive_table *table) {
  free(table->rows);
  free(table->text);
  memset(table, 0, sizeof(*table));
}

// ---------------------------------------------------------------------------

static void load_from(struct archive *out, const char *folder) {
  char *path = join(folder, "MANIFEST.tsv");
  cr_assert(archive_read_table(&out->manifest, path, NULL), "%s", path);
  free(path);
  path = join(folder, "LINES.tsv");
  cr_assert(archive_read_table(&out->lines, path, NULL), "%s", path);
  free(path);
  out->files = calloc(out->manifest.num_rows + 1, sizeof(*out->files));
  cr_assert_not_null(out->files);
  for (size_t i = 0; i < out->manifest.num_rows; i++) {
    path = join(folder,
                archive_get(&out->manifest, &out->manifest.rows[i], "path"));
    cr_assert(read_file(&out->files[i], path), "%s", path);
    free(path);
  }
}

void archive_load(struct archive *out, const char *path) {
  memset(out, 0, sizeof(*out));
  const char *tmp = getenv("TEST_TMPDIR");
  if (tmp == NULL) {
    tmp = getenv("TMPDIR");
  }
  char *folder = join(tmp != NULL ? tmp : "/tmp", "vectors-XXXXXX");
  cr_assert_not_null(mkdtemp(folder));
  unpack(path, folder);
  load_from(out, folder);
  remove_folder(folder);
  free(folder);
}

const struct archive_file *archive_file_of(const struct archive *archive,
                                           const char *path) {
  for (size_t i = 0; i < archive->manifest.num_rows; i++) {
    const char *here =
        archive_get(&archive->manifest, &archive->manifest.rows[i], "path");
    if (strcmp(here, path) == 0) {
      return &archive->files[i];
    }
  }
  return NULL;
}

void archive_free(struct archive *archive) {
  for (size_t i = 0; i < archive->manifest.num_rows; i++) {
    free(archive->files[i].data);
  }
  free(archive->files);
  archive_free_table(&archive->manifest);
  archive_free_table(&archive->lines);
}
