// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// replay_main.c is the engine that finds nothing new: it runs a target over the
// files of the folders in argv. As a test, each folder that holds any counts as
// a case; the first must.

#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

// The largest input that is replayed; no engine makes larger ones.
#define INPUT_MAX ((size_t)1 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static uint8_t input[INPUT_MAX];

// Returns false if the file cannot be read whole.
static bool replay(const char *path) {
  FILE *file = fopen(path, "rb");
  if (file == NULL) {
    perror(path);
    return false;
  }
  size_t len = fread(input, 1, sizeof(input), file);
  bool whole = !ferror(file) && feof(file);
  (void)fclose(file);
  if (!whole) {
    fprintf(stderr, "%s: cannot be read whole\n", path);
    return false;
  }
  // Whatever ends the process now, the log's last line tells which it was.
  printf("%s\n", path);
  (void)fflush(stdout);
  (void)LLVMFuzzerTestOneInput(input, len);
  return true;
}

// Returns how many inputs were replayed, or -1.
static int replay_folder(const char *folder) {
  struct dirent **names = NULL;
  int num = scandir(folder, &names, NULL, alphasort);
  int replayed = 0;
  for (int i = 0; i < num; i++) {
    char path[4096];
    struct stat about;
    (void)snprintf(path, sizeof(path), "%s/%s", folder, names[i]->d_name);
    if (replayed >= 0 && names[i]->d_name[0] != '.' &&
        stat(path, &about) == 0 && S_ISREG(about.st_mode)) {
      replayed = replay(path) ? replayed + 1 : -1;
    }
    free(names[i]);
  }
  free(names);
  return replayed;
}

int main(int argc, char **argv) {
  const char *report_path = getenv("XML_OUTPUT_FILE");
  FILE *report = fopen(report_path != NULL ? report_path : "/dev/null", "w");
  if (report == NULL) {
    perror(report_path);
    return 1;
  }
  fputs("<testsuites><testsuite name=\"replay\">", report);
  bool failed = argc < 2;
  for (int i = 1; i < argc; i++) {
    int replayed = replay_folder(argv[i]);
    bool bad = replayed < 0 || (replayed == 0 && i == 1);
    failed = failed || bad;
    printf("%s: %d inputs\n", argv[i], replayed);
    if (bad || replayed > 0) {
      fprintf(report, "<testcase name=\"%s\">%s</testcase>", argv[i],
              bad ? "<failure/>" : "");
    }
  }
  fputs("</testsuite></testsuites>\n", report);
  return fclose(report) == 0 && !failed ? 0 : 1;
}
