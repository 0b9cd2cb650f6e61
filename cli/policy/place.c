// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// place.c is the one place of the administrator's policy.

#include "cli/policy/place.h"

const char *cli_policy_top(void) { return "/"; }

const char *cli_policy_below(void) { return "etc/sshmint/policy.conf"; }
