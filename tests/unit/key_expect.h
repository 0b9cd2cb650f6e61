// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// key_expect.h asserts what is true of every key that the core makes.

#ifndef SSHMINT_TESTS_UNIT_KEY_EXPECT_H
#define SSHMINT_TESTS_UNIT_KEY_EXPECT_H

// key_expect_generated makes a key of `bits` bits and asserts: its size, e, the
// bounds of FIPS 186-5 appendix A.1.3, that mint_check takes it as a stranger's
// key after a round trip through its own file, and that BoringSSL takes it too.
void key_expect_generated(unsigned bits);

#endif  // SSHMINT_TESTS_UNIT_KEY_EXPECT_H
