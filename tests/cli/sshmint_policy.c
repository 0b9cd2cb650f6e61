// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// sshmint_policy.c is linked with the command line for tests, and takes the
// place of cli/policy/place.c: the administrator's policy is etc/policy.conf in
// the directory MINT_POLICY, which ends in a '/', and only directories from
// there on have to be root's. Nothing that is shipped reads this variable.

#include <stdlib.h>

#include "cli/policy/place.h"

const char *cli_policy_top(void) {
  const char *top = getenv("MINT_POLICY");
  return top == NULL ? "/" : top;
}

const char *cli_policy_below(void) { return "etc/policy.conf"; }
