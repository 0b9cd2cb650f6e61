#!/usr/bin/env python3
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# Prints bcrypt_pi.h, the state in which Blowfish starts: its P-array and its
# S-boxes are the hexadecimal digits of pi's fraction. Nothing is copied from
# anywhere: pi is computed with whole numbers only, by Machin's formula
# pi = 16 atan(1/5) - 4 atan(1/239).

WORDS = 18 + 4 * 256
BITS = 32 * WORDS
GUARD = 64  # more digits, for what is lost by rounding down


def atan_inverse(x, one):
    """atan(1/x) times `one`: 1/x - 1/3x^3 + 1/5x^5 - ..."""
    power = one // x
    total = power
    sign = 1
    k = 1
    while power:
        power //= x * x
        sign = -sign
        k += 2
        total += sign * (power // k)
    return total


HEADER = """\
// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// bcrypt_pi.h is the state in which Blowfish starts: the first 18 words of pi's
// fraction are its P-array, the next 4 times 256 its S-boxes. Made by
// bcrypt_pi.py, which computes them; do not edit.

#ifndef SSHMINT_CORE_FORMAT_BCRYPT_PI_H
#define SSHMINT_CORE_FORMAT_BCRYPT_PI_H

#include <stdint.h>

#define MINT_BCRYPT_WORDS (18 + 4 * 256)

static const uint32_t mint_bcrypt_pi[MINT_BCRYPT_WORDS] = {"""

FOOTER = """\
};

#endif  // SSHMINT_CORE_FORMAT_BCRYPT_PI_H"""


def main():
    one = 1 << (BITS + GUARD)
    pi = 16 * atan_inverse(5, one) - 4 * atan_inverse(239, one)
    fraction = (pi - 3 * one) >> GUARD
    words = [fraction >> (BITS - 32 * (i + 1)) & 0xFFFFFFFF
             for i in range(WORDS)]
    print(HEADER)
    for i in range(0, WORDS, 6):
        print("    " + " ".join(f"0x{w:08x}," for w in words[i:i + 6]))
    print(FOOTER)


main()
