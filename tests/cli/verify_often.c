// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// usage: verify_often HOST:PORT FINGERPRINT TIMES
//
// Verifies a host that often in one process, and ends with 0 if every time was
// a match, and neither memory, descriptors nor children are left of them.

#include <dirent.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "cli/host/check.h"

static size_t count_descriptors(void) {
  size_t num = 0;
  DIR *folder = opendir("/proc/self/fd");
  while (folder != NULL && readdir(folder) != NULL) {
    num++;
  }
  (void)closedir(folder);
  return num;
}

static bool verify(const char *host, const char *fingerprint) {
  struct cli_host_options options;
  struct cli_context context;
  struct cli_report report;
  struct cli_host_check check;
  memset(&options, 0, sizeof(options));
  memset(&context, 0, sizeof(context));
  if (!cli_policy_preset(&context.policy, "default")) {
    return false;
  }
  options.fingerprints[0] = fingerprint;
  options.known_hosts = "missing";
  cli_report_start(&report, host, 0);
  bool ok =
      cli_host_check_start(&check, &context, &report, &options, host, false) &&
      cli_host_check_open(&check, &report, &options);
  if (ok) {
    cli_host_check_run(&check, &report);
    ok = check.verdict == CLI_HOST_MATCH;
  }
  cli_report_drop(&report);
  cli_host_check_close(&check);
  return ok;
}

// A leak grows all the time. What the C library keeps for good (the resolver's
// threads) grows now and then, so that some part of the run is free of it.
#define PARTS 4

int main(int argc, char **argv) {
  if (argc != 4) {
    return 2;
  }
  long times = strtol(argv[3], NULL, 10) / PARTS;
  size_t descriptors = count_descriptors();
  bool ok = times > 0;
  bool grows = true;
  for (int part = 0; part < PARTS; part++) {
    size_t memory = mallinfo2().uordblks;
    for (long i = 0; i < times && ok; i++) {
      ok = verify(argv[1], argv[2]);
    }
    size_t now = mallinfo2().uordblks;
    printf("bytes %zu\n", now - memory);
    grows = grows && now > memory;
  }
  descriptors = count_descriptors() - descriptors;
  printf("descriptors %zu\n", descriptors);
  return ok && !grows && descriptors == 0 && waitpid(-1, NULL, WNOHANG) < 0 ? 0
                                                                            : 1;
}
