// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// govern.h holds what is read, made and written against the policy. The rules
// of a key's own numbers are the core's (mint_check); these are the others.
//
// Each function tells every rule that is broken, with what is wanted and what
// was got, and returns whether none is.

#ifndef SSHMINT_CLI_GOVERN_H
#define SSHMINT_CLI_GOVERN_H

#include "cli/report.h"

// cli_govern_fault tells what is wrong with a policy.
void cli_govern_fault(struct cli_context *context,
                      const struct cli_policy_why *why);

// cli_govern_load finds the policy of this run, `context->policy_name`
// included, and opens its audit trail. Returns false, with the reason told, if
// it cannot be used: nothing may be done then.
bool cli_govern_load(struct cli_context *context);

// cli_govern_size is about an input of `len` bytes.
bool cli_govern_size(const struct cli_context *context,
                     struct cli_report *report, size_t len);

// cli_govern_read is about a key that is to be read: its form, and what its key
// derivation would cost.
bool cli_govern_read(const struct cli_context *context,
                     struct cli_report *report, const struct mint_about *about);

// cli_govern_stored is about a private key that stays as it is: whether it is
// encrypted, and whether its key derivation costs enough.
bool cli_govern_stored(const struct cli_context *context,
                       struct cli_report *report,
                       const struct mint_about *about);

// cli_govern_lists is about a key that is checked: whether a block list was
// given, if the policy wants one.
bool cli_govern_lists(const struct cli_context *context,
                      struct cli_report *report);

// cli_govern_make is about a key that is to be made, before it has a
// passphrase.
bool cli_govern_make(const struct cli_context *context,
                     struct cli_report *report, unsigned bits,
                     enum mint_format format);

// cli_govern_write is about a key that is to be written. It raises the rounds
// in `options` to what the policy wants, where none were asked for.
bool cli_govern_write(const struct cli_context *context,
                      struct cli_report *report,
                      struct mint_write_options *options);

// cli_govern_hash is about a fingerprint that is to be shown.
bool cli_govern_hash(const struct cli_context *context,
                     struct cli_report *report, enum mint_hash hash);

// cli_govern_has_hash is cli_govern_hash, and tells nothing.
bool cli_govern_has_hash(const struct cli_context *context,
                         enum mint_hash hash);

// cli_govern_bits returns the size of a key whose size is not given: 3072, or
// else the smallest that the policy makes; 3072 if it makes none.
unsigned cli_govern_bits(const struct cli_context *context);

// cli_govern_format returns `usual`, or else the first form that the policy
// writes.
enum mint_format cli_govern_format(const struct cli_context *context,
                                   enum mint_format usual);

#endif  // SSHMINT_CLI_GOVERN_H
