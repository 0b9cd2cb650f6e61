// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// One damage at a time to a key file of every form: refused, or the same key.
// Some of the damages, at other places in each form; all of them in
// damage_slow_test.c.

#include <criterion/criterion.h>

#include "tests/unit/damage.h"

#define FORM(name, kind, step) \
  Test(damage, name) { damage_file(#name, kind, step, __COUNTER__, false); }
DAMAGE_FORMS(FORM)
