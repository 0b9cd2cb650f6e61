// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// check.h decides whether a host has the key that is expected. It is what
// `host verify`, `host pin` and `connect` have in common.

#ifndef SSHMINT_CLI_HOST_CHECK_H
#define SSHMINT_CLI_HOST_CHECK_H

#include "cli/context.h"
#include "cli/host/fetch.h"
#include "cli/host/known_hosts.h"
#include "cli/host/pins.h"
#include "cli/options.h"

// What the options say.
struct cli_host_options {
  const char *fingerprints[CLI_OPTION_REPEATS + 1];  // NULL ends them
  const char *azure;
  const char *boot_log;
  const char *known_hosts;  // NULL: the user's own
  const char *timeout;
};

// The rows of an option table that fill `o`.
#define CLI_HOST_OPTIONS(o)                                                    \
  {0,    "fingerprint",    "FP...",                                            \
   NULL, (o).fingerprints, "the key has it; or a line of ssh-keygen -l"},      \
      {0,    "from-azure", "FILE",                                             \
       NULL, &(o).azure,   "... or one in this answer of Run Command (JSON)"}, \
      {0,    "from-boot-log", "FILE",                                          \
       NULL, &(o).boot_log,   "... or one in this log of the serial console"}, \
      {0,    "known-hosts",    "F",                                            \
       NULL, &(o).known_hosts, "the known_hosts file (~/.ssh/known_hosts)"},   \
  {                                                                            \
    0, "timeout", "SECONDS", NULL, &(o).timeout, "for everything (10)"         \
  }

// A key that the host has.
struct cli_host_key {
  unsigned type;
  struct mint_parts *parts;  // owned
  const struct mint_about *about;
};

// What came of a check. Only CLI_HOST_MATCH is a yes.
enum cli_host_verdict {
  CLI_HOST_FAILED = 0,  // no answer
  CLI_HOST_UNKNOWN,     // keys were seen, and nothing was there to compare with
  CLI_HOST_MISMATCH,
  CLI_HOST_MATCH,
};

struct cli_host_check {
  struct cli_host_name name;
  struct cli_pins pins;
  struct cli_known known;
  const struct cli_context *context;
  char *known_path;  // owned
  char *known_real;  // where it leads, if it is to be changed; owned, or NULL
  char *made;        // the directory that was made for it; owned, or NULL
  bool has_pins;     // the options name pins: known_hosts adds none
  struct cli_server server;
  struct cli_host_key seen[CLI_HOST_TYPES];
  size_t num_seen;
  enum cli_host_verdict verdict;
  const struct cli_host_key *matched;  // one of `seen`; NULL unless it matches
  const struct cli_pin *pin;           // the one that it has
};

// cli_host_check_start takes what the command line says of the host, and reads
// no file. The time to reach it runs from here on.
//
// Owns     *out, released with cli_host_check_close, also after a failure.
// Failure  returns false, and `report` has the reason.
bool cli_host_check_start(struct cli_host_check *out,
                          const struct cli_context *context,
                          struct cli_report *report,
                          const struct cli_host_options *options,
                          const char *host, bool with_user);

// cli_host_check_keep opens the files that the next one reads (kept.h); if the
// known hosts are to be changed, with `pins`, their directory.
void cli_host_check_keep(struct cli_host_check *check,
                         const struct cli_host_options *options, bool pins);

// cli_host_check_open reads the pins from where `options` say, and the known
// hosts, which the policy may not take for pins.
//
// Failure  returns false, and `report` has the reason.
bool cli_host_check_open(struct cli_host_check *check,
                         struct cli_report *report,
                         const struct cli_host_options *options);

// cli_host_check_run asks the host for its keys: of the types that the pins can
// be of, or of all; one connection a type, until one matches. A key that is
// revoked in the known hosts never does, nor one that the policy refuses.
// `report` has the reason of any verdict but a match, and where nobody answered
// what may have closed the port.
void cli_host_check_run(struct cli_host_check *check,
                        struct cli_report *report);

// cli_host_check_show prints what was expected and what was seen, or puts it
// into the JSON of `report`, whose `about` then lives as long as `check`.
void cli_host_check_show(const struct cli_context *context,
                         struct cli_report *report,
                         const struct cli_host_check *check);

void cli_host_check_close(struct cli_host_check *check);

// cli_host_sandbox_text names the state of the helper's sandbox; static.
const char *cli_host_sandbox_text(const struct cli_host_check *check);

// cli_host_tell_sandbox tells on standard error, with -v, how the helper was
// locked up.
void cli_host_tell_sandbox(const struct cli_context *context,
                           const struct cli_host_check *check);

// cli_host_conflict finds a line of the known hosts that has another key of the
// same type for this host, or revokes this one, and tells it in `report`.
bool cli_host_conflict(const struct cli_host_check *check,
                       struct cli_report *report,
                       const struct cli_host_key *key);

#endif  // SSHMINT_CLI_HOST_CHECK_H
