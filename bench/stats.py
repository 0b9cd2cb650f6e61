# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
"""The statistics of run.py: estimates, their ratios, and what a regression is.

A sample is a pair (time, candidates); candidates is 0 where it is not known.
"""

import math

RESAMPLES = 1000
FIT_MIN = 8

# A figure has become worse if it is so by more than both of these.
WORSE = 0.05  # of its value: frequency and layout differ from run to run
ERRORS = 3.0  # standard errors


def quantile(values, share):
    """The quantile, between the two values that are nearest to it."""
    ordered = sorted(values)
    at = share * (len(ordered) - 1)
    low = math.floor(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])


def mean(samples):
    return sum(time for time, _ in samples) / len(samples)


def median(samples):
    return quantile([time for time, _ in samples], 0.5)


def largest(samples):
    return max(value for value, _ in samples)


def at_equal_luck(candidates):
    """The estimate of the mean time if `candidates` were tried, from times that
    are fitted as a + b * candidates. Of FIT_MIN samples or more: a line through
    two or three leads anywhere, below zero too."""

    def estimate(samples):
        mean_time = mean(samples)
        mean_count = sum(count for _, count in samples) / len(samples)
        square = product = 0.0
        for time, count in samples:
            distance = count - mean_count
            square += distance * distance
            product += distance * time
        if square == 0 or len(samples) < FIT_MIN:
            return mean_time
        return mean_time + product / square * (candidates - mean_count)

    return estimate


class Estimate:
    """What `estimate` says of samples, and of RESAMPLES draws from them."""

    def __init__(self, samples, estimate, source):
        self.value = estimate(samples)
        self.drawn = [
            estimate(source.choices(samples, k=len(samples))) for _ in range(RESAMPLES)
        ]

    def figure(self):
        return _figure(self.value, self.drawn)

    def over(self, other):
        """How many times as large as the other it is."""
        drawn = [a / b for a, b in zip(self.drawn, other.drawn)]
        return _figure(self.value / other.value, drawn)


def _figure(value, drawn):
    """With its 95 % confidence interval, by bootstrap."""
    return {
        "value": value,
        "low": quantile(drawn, 0.025),
        "high": quantile(drawn, 0.975),
    }


def _error(figure):
    """The standard error of the figure's logarithm, from its interval."""
    if min(figure["low"], figure["high"]) <= 0:
        return math.inf
    return math.log(figure["high"] / figure["low"]) / (2 * 1.96)


def regressions(before, now):
    """The names of the figures that have become worse, beyond the noise."""
    found = []
    for name in sorted(set(before) & set(now)):
        old, new = before[name], now[name]
        change = math.log(new["value"] / old["value"])
        loss = -change if new["better"] == "higher" else change
        noise = math.hypot(_error(old), _error(new))
        if loss > math.log(1 + WORSE) and loss > ERRORS * noise:
            found.append(name)
    return found
