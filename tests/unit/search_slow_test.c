// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// More primes and candidates than search_test.c has time for.

#include <criterion/criterion.h>

#include "tests/unit/search_expect.h"

TestSuite(search_slow, .timeout = 900);

Test(search_slow, distribution) { search_expect_distribution(100000); }
Test(search_slow, gaps) { search_expect_gaps(10000); }
Test(search_slow, candidates) { search_expect_candidates(5000000); }
