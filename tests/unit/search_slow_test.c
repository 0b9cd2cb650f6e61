// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// Ten times the primes of search_test.c.

#include <criterion/criterion.h>

#include "tests/unit/search_expect.h"

TestSuite(search_slow, .timeout = 900);

Test(search_slow, distribution) { search_expect_distribution(20000); }
Test(search_slow, candidates) { search_expect_candidates(5000000); }
