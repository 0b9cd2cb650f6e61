// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// No sound key is refused: 11175 moduli, 2 min on a busy machine.

#include "tests/unit/false_alarm.h"

#include <criterion/criterion.h>

#include "tests/unit/rsa_maker.h"

TestSuite(false_alarm_slow, .fini = maker_release, .timeout = 280);

Test(false_alarm_slow, none_in_11175_moduli) { false_alarm_expect_none(150); }
