// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// place.h says where the administrator's policy lies. Tests link another
// place.c; nothing that is shipped can be told of another place.

#ifndef SSHMINT_CLI_POLICY_PLACE_H
#define SSHMINT_CLI_POLICY_PLACE_H

// cli_policy_top is the directory from which on every directory has to be the
// administrator's.
const char *cli_policy_top(void);

// cli_policy_below is the file, as it is reached from there.
const char *cli_policy_below(void);

#endif  // SSHMINT_CLI_POLICY_PLACE_H
