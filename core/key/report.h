// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// report.h notes in a mint_report what a check has found.

#ifndef SSHMINT_CORE_KEY_REPORT_H
#define SSHMINT_CORE_KEY_REPORT_H

#include "core/mint.h"

// mint_report_rule notes whether a rule holds.
static inline void mint_report_rule(struct mint_report *report,
                                    enum mint_rule rule, bool holds) {
  uint64_t bit = UINT64_C(1) << (unsigned)rule;
  if (holds) {
    report->held |= bit;
  } else {
    report->broken |= bit;
  }
}

// mint_report_warn notes that a rule holds, but only just.
static inline void mint_report_warn(struct mint_report *report,
                                    enum mint_rule rule) {
  mint_report_rule(report, rule, true);
  report->warned |= UINT64_C(1) << (unsigned)rule;
}

// mint_report_break notes that a rule which held is broken all the same, for
// the policy asks for more.
static inline void mint_report_break(struct mint_report *report,
                                     enum mint_rule rule) {
  uint64_t bit = UINT64_C(1) << (unsigned)rule;
  report->held &= ~bit;
  report->warned &= ~bit;
  report->broken |= bit;
}

#endif  // SSHMINT_CORE_KEY_REPORT_H
