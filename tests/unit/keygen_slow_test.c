// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// The largest size that is made; it takes up to a minute.

#include <criterion/criterion.h>

#include "tests/unit/key_expect.h"
#include "tests/unit/rsa_maker.h"

TestSuite(keygen_slow, .fini = maker_release, .timeout = 280);

Test(keygen_slow, bits_8192) { key_expect_generated(8192); }
