// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// vectors_archive.h loads an archive of keys that others have published, with
// tables of what is right about each. The archive is no part of this project:
// its path is $SSHMINT_VECTORS, or it lies in ../shared/vectors beside the
// tree.

#ifndef SSHMINT_TESTS_UNIT_VECTORS_ARCHIVE_H
#define SSHMINT_TESTS_UNIT_VECTORS_ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ARCHIVE_COLUMNS 24

// A row of a table: its columns, in the order of the table's first row.
struct archive_row {
  const char *column[ARCHIVE_COLUMNS];
};

struct archive_table {
  char *text;  // the columns point into it
  struct archive_row head;
  struct archive_row *rows;
  size_t num_rows;
};

struct archive_file {
  uint8_t *data;
  size_t len;
};

struct archive {
  struct archive_table manifest;  // MANIFEST.tsv: one row a file
  struct archive_table lines;     // LINES.tsv: one row a line
  struct archive_file *files;     // of each row of the manifest
};

// archive_find returns the path of the archive, or NULL if there is none. To be
// freed by the caller.
char *archive_find(void);

// archive_load unpacks the archive at `path` into a temporary folder, reads it
// and removes the folder. Ends the test if that fails.
void archive_load(struct archive *out, const char *path);

// archive_get returns what stands in `row` under the heading `name`.
const char *archive_get(const struct archive_table *table,
                        const struct archive_row *row, const char *name);

// archive_file_of returns the file at `path`, or NULL.
const struct archive_file *archive_file_of(const struct archive *archive,
                                           const char *path);

// archive_read_table reads a table from a file that has `head` for its first
// row, or its own first row if that is NULL. False if there is no such file.
bool archive_read_table(struct archive_table *out, const char *path,
                        const struct archive_row *head);

void archive_free_table(struct archive_table *table);
void archive_free(struct archive *archive);

#endif  // SSHMINT_TESTS_UNIT_VECTORS_ARCHIVE_H
