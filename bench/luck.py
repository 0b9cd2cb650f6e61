# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
"""How many numbers a key takes on average, by the prime number theorem.

How long a key takes is mostly luck: how many numbers had to be tried. Each
function returns the mean and the standard deviation of the count that the
contestant reports for one key, so that times can be compared at equal luck.
"""

import math

# core/prime/trial.c divides by all odd primes below this.
TRIAL_LIMIT = 65536


def density(bits):
    """The share of primes among the odd numbers from sqrt(2) 2^(bits-1) to
    2^bits: the mean of 2/ln(x) there, by Simpson's rule."""
    low, high, steps = math.sqrt(0.5), 1.0, 64
    width = (high - low) / steps
    total = 0.0
    for i in range(steps + 1):
        weight = 1 if i in (0, steps) else 4 if i % 2 else 2
        log = bits * math.log(2) + math.log(low + i * width)
        total += weight * 2 / log
    return total * width / 3 / (high - low)


def _until_two(chance, batch):
    """Batches are tried until two numbers have passed."""
    mean, square, tried, late = 0.0, 0.0, 0, 1.0
    while late > 1e-12:  # the chance that so many were not enough
        mean += late * batch
        square += late * batch * (2 * tried + batch)
        tried += batch
        none = (1 - chance) ** tried
        late = none + tried * chance * none / (1 - chance)
    return mean, math.sqrt(square - mean * mean)


def boringssl(key_bits):
    """Numbers drawn by RSA_generate_key_ex: odd, with the top bit set. Those
    below sqrt(2) 2^(bits-1) are refused, but only after they are counted."""
    return _until_two((2 - math.sqrt(2)) * density(key_bits // 2), 1)


def _survivors():
    """The share of odd numbers that trial division leaves."""
    share = 1.0
    composite = bytearray(TRIAL_LIMIT)
    for p in range(3, TRIAL_LIMIT, 2):
        if not composite[p]:
            composite[p * p :: 2 * p] = b"\1" * len(composite[p * p :: 2 * p])
            share *= 1 - 1 / p
    return share


SURVIVORS = _survivors()


def sshmint(key_bits, batch):
    """Numbers screened, `batch` at a time. All of the last batch count."""
    return _until_two(density(key_bits // 2) / SURVIVORS, batch)
