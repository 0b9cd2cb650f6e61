// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// audit.h is the trail that the policy asks for: one JSON line for each thing
// that was done, or not done, to a key. No secret ever stands in it.
//
// With AuditRequired a line of the event "start" is written before anything is
// done, and nothing is done if that fails (78). A later line that cannot be
// written is an error as well (78), though what it tells of has happened.

#ifndef SSHMINT_CLI_AUDIT_H
#define SSHMINT_CLI_AUDIT_H

#include "cli/report.h"

// cli_audit_open opens the trail, if the policy names one. Returns false, with
// the reason told, if it is required and cannot be written.
bool cli_audit_open(struct cli_context *context);

// cli_audit_write notes what `report` came to. Returns false if it is required
// and could not.
bool cli_audit_write(const struct cli_context *context,
                     const struct cli_report *report);

#endif  // SSHMINT_CLI_AUDIT_H
