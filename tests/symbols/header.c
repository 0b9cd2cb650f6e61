// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// The public header stands on its own, twice: it is the first thing that is
// included, and it guards itself. symbols.sh compiles this as C11 and as C++.

// clang-format off
#include "core/mint.h"
#include "core/mint.h"
// clang-format on

#ifdef __cplusplus
extern "C"
#else
extern
#endif
    const char *
    header_probe(void);

const char *header_probe(void) {
  struct mint_secret secret = MINT_SECRET_EMPTY;
  struct mint_report report = {0, 0, 0};
  mint_secret_wipe(&secret);
  if (mint_report_has(report.broken, MINT_K_BITS_MIN)) {
    return mint_status_name(MINT_ERR_INVALID_KEY);
  }
  return MINT_VERSION;
}
