// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// Ten times the random candidates of screen_test.c: 101, 15, 20 and 41 million
// squarings a screen.

#include <criterion/criterion.h>

#include "tests/unit/screen_expect.h"

TestSuite(screen_slow, .timeout = 1500);

Test(screen_slow, random_1024) { screen_expect_random(1024, 100000); }
Test(screen_slow, random_1536) { screen_expect_random(1536, 10000); }
Test(screen_slow, random_2048) { screen_expect_random(2048, 10000); }
Test(screen_slow, random_4096) { screen_expect_random(4096, 10000); }
