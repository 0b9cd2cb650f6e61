// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// Every damage at one place to a key file of every form: refused, or the same
// key.

#include <criterion/criterion.h>

#include "tests/unit/damage.h"

#define FORM(name, kind, step) \
  Test(damage_all, name) { damage_file(#name, kind, 1, 0, true); }
DAMAGE_FORMS(FORM)
