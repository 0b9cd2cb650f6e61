// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// A tenth of false_alarm_slow_test: 1035 moduli.

#include "tests/unit/false_alarm.h"

#include <criterion/criterion.h>

#include "tests/unit/rsa_maker.h"

TestSuite(false_alarm, .fini = maker_release, .timeout = 240);

Test(false_alarm, none_in_1035_moduli) { false_alarm_expect_none(46); }
