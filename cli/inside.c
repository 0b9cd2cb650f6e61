// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// inside.c is what the program that is shipped does right behind the lock:
// nothing.

#include "cli/inside.h"

void cli_inside(void) {}
