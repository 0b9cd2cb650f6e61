// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// inside.h is a place right behind the lock (lock.h) at which tests put an
// attempt to break out.

#ifndef SSHMINT_CLI_INSIDE_H
#define SSHMINT_CLI_INSIDE_H

// cli_inside does nothing. A program for tests is linked with another one.
void cli_inside(void);

#endif  // SSHMINT_CLI_INSIDE_H
