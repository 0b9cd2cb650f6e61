// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// text.h reads public texts that may be larger than a key: known_hosts files,
// logs, and what other programs answered.

#ifndef SSHMINT_CLI_HOST_TEXT_H
#define SSHMINT_CLI_HOST_TEXT_H

#include "cli/io.h"
#include "cli/report.h"

struct cli_text {
  char *bytes;  // owned; end in NUL, which `len` does not count
  size_t len;
  struct cli_facts facts;
};

// The largest text that is read.
#define CLI_TEXT_MAX ((size_t)16 << 20)

// cli_text_read reads all of `path` (- is standard input), as cli_read does,
// but not into secret memory; before the lock neither. With `may_lack` it is no
// failure that there is no such file: out->bytes is then NULL. The null device,
// with which people say that there is none, is then an empty file.
//
// Owns     *out, released with cli_text_free, also after a failure.
// Failure  returns false, and `report` has the reason, with the file's name.
bool cli_text_read(struct cli_text *out, struct cli_report *report,
                   const char *path, bool may_lack);
void cli_text_free(struct cli_text *text);

// cli_text_narrow makes ASCII of a text in UTF-16 with its mark, as Windows
// PowerShell writes it; every other character becomes a '?'.
void cli_text_narrow(struct cli_text *text);

#endif  // SSHMINT_CLI_HOST_TEXT_H
