# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
"""Are the figures that run.py works out right? On made-up data."""

import math
import random
import unittest
from unittest import mock

import luck
import programs
import run
import show
import stats


# What is estimated from draws is as right with few of them, and sooner there.
stats.RESAMPLES = 150


def figure(value, error=0.0, better="higher"):
    """One with this relative standard error."""
    spread = math.exp(1.96 * error)
    return {
        "value": value,
        "low": value / spread,
        "high": value * spread,
        "better": better,
    }


class Estimates(unittest.TestCase):
    def test_quantiles_lie_between_the_nearest_values(self):
        self.assertEqual(stats.quantile([40, 10, 30, 20], 0), 10)
        self.assertEqual(stats.quantile([40, 10, 30, 20], 1), 40)
        self.assertEqual(stats.quantile([40, 10, 30, 20], 0.5), 25)
        self.assertAlmostEqual(stats.quantile([40, 10, 30, 20], 0.9), 37)
        self.assertEqual(stats.quantile([7], 0.99), 7)

    def test_equal_luck_takes_the_luck_out(self):
        # Twice as unlucky as expected: 3 + 2 * 50 is what 50 would have taken.
        samples = [(3 + 2 * count, count) for count in range(60, 150, 10)]
        self.assertAlmostEqual(stats.mean(samples), 203)
        self.assertAlmostEqual(stats.at_equal_luck(50)(samples), 103)
        # Too few for a line.
        self.assertAlmostEqual(stats.at_equal_luck(50)(samples[:3]), 143)

    def test_equal_luck_without_counts_is_the_mean(self):
        samples = [(1, 0), (2, 0), (6, 0)]
        self.assertEqual(stats.at_equal_luck(50)(samples), 3)

    def test_equal_luck_narrows_the_interval(self):
        source = random.Random(1)
        counts = [source.expovariate(1 / 100) for _ in range(60)]
        samples = [(10 + count + source.gauss(0, 2), count) for count in counts]
        raw = stats.Estimate(samples, stats.mean, source).figure()
        even = stats.Estimate(samples, stats.at_equal_luck(100), source).figure()
        self.assertLess(abs(even["value"] - 110), 2)
        self.assertLess(even["low"], 110)
        self.assertGreater(even["high"], 110)
        self.assertLess(10 * (even["high"] - even["low"]), raw["high"] - raw["low"])

    def test_a_ratio_is_the_first_over_the_second(self):
        slow = stats.Estimate([(8.0, 0)] * 5, stats.mean, random)
        fast = stats.Estimate([(2.0, 0)] * 5, stats.median, random)
        self.assertEqual(slow.over(fast), {"value": 4, "low": 4, "high": 4})

    def test_the_interval_holds_the_true_ratio_19_times_in_20(self):
        source = random.Random(2)
        trials, held = 200, 0
        for _ in range(trials):
            slow = [(3 * source.gammavariate(2, 1), 0) for _ in range(30)]
            fast = [(source.gammavariate(2, 1), 0) for _ in range(30)]
            ours = stats.Estimate(fast, stats.mean, source)
            got = stats.Estimate(slow, stats.mean, source).over(ours)
            held += got["low"] <= 3 <= got["high"]
        self.assertGreater(held / trials, 0.90)
        self.assertLess(held / trials, 0.98)


class Regressions(unittest.TestCase):
    def worse(self, before, now):
        return stats.regressions({"a": before}, {"a": now}) == ["a"]

    def test_a_loss_beyond_the_noise_is_one(self):
        self.assertTrue(self.worse(figure(8, 0.02), figure(7, 0.02)))

    def test_a_loss_within_the_noise_is_none(self):
        self.assertFalse(self.worse(figure(8, 0.06), figure(7, 0.06)))
        self.assertFalse(self.worse(figure(8, 0.06), figure(7)))
        self.assertFalse(self.worse(figure(8), figure(7, 0.06)))

    def test_a_small_loss_is_none_however_sure_it_is(self):
        self.assertFalse(self.worse(figure(8), figure(7.7)))
        self.assertTrue(self.worse(figure(8), figure(7.5)))

    def test_a_gain_is_none(self):
        self.assertFalse(self.worse(figure(7), figure(8)))

    def test_less_is_better_where_it_says_so(self):
        self.assertTrue(
            self.worse(figure(4, better="lower"), figure(5, better="lower"))
        )
        self.assertFalse(
            self.worse(figure(5, better="lower"), figure(4, better="lower"))
        )

    def test_figures_of_one_run_only_are_not_compared(self):
        self.assertEqual(stats.regressions({"a": figure(8)}, {"b": figure(1)}), [])


class Luck(unittest.TestCase):
    def test_density_of_primes(self):
        # Counted: primes from sqrt(2) 2^19 to 2^20, among the odd numbers there.
        bits, start = 20, math.ceil(math.sqrt(0.5) * 2**20)
        composite = bytearray(2**bits)
        for p in range(2, 2 ** (bits // 2)):
            composite[p * p :: p] = b"\1" * len(composite[p * p :: p])
        odd = range(start | 1, 2**bits, 2)
        counted = sum(not composite[n] for n in odd) / len(odd)
        self.assertAlmostEqual(luck.density(bits) / counted, 1, delta=0.005)

    def test_survivors_of_trial_division(self):
        # Mertens' third theorem.
        euler = 0.5772156649015329
        expected = 2 * math.exp(-euler) / math.log(luck.TRIAL_LIMIT)
        self.assertAlmostEqual(luck.SURVIVORS / expected, 1, delta=0.001)

    def test_a_key_takes_whole_batches_until_two_have_passed(self):
        source = random.Random(3)
        chance = luck.density(1024) / luck.SURVIVORS
        keys, total = 4000, 0
        for _ in range(keys):
            tries = sum(
                math.ceil(math.log(source.random()) / math.log(1 - chance))
                for _ in range(2)
            )
            total += math.ceil(tries / 8) * 8
        mean, deviation = luck.sshmint(2048, 8)
        self.assertLess(abs(total / keys - mean), 3 * deviation / math.sqrt(keys))

    def test_boringssl_draws_below_the_bound_too(self):
        source = random.Random(4)
        share, keys, total = luck.density(1024), 1000, 0
        for _ in range(2 * keys):
            while True:
                total += 1
                drawn = 0.5 + source.random() / 2
                if drawn > math.sqrt(0.5) and source.random() < share:
                    break
        mean, deviation = luck.boringssl(2048)
        self.assertLess(abs(total / keys - mean), 3 * deviation / math.sqrt(keys))


class Fake:
    """A program whose samples are `times`, with a journal of all turns."""

    def __init__(self, name, times, journal):
        self.name, self.times, self.journal = name, list(times), journal
        self.closed = False

    def sample(self):
        if not self.times:
            raise programs.Failed(self.name)
        self.journal.append(self.name)
        return self.times.pop(0), 0

    def close(self):
        self.closed = True


class Measuring(unittest.TestCase):
    def test_turns_are_even(self):
        self.assertEqual(programs.turns([2, 2]), [0, 1, 0, 1])
        self.assertEqual(programs.turns([4, 2]), [0, 1, 0, 0, 1, 0])

    def test_the_first_sample_only_warms_up(self):
        journal, notes = [], []
        a, b = Fake("a", [99, 1, 2], journal), Fake("b", [99, 3, 4], journal)
        got = programs.measure({"a": (a, 2), "b": (b, 2)}, 60, notes.append)
        self.assertEqual(got, {"a": [(1, 0), (2, 0)], "b": [(3, 0), (4, 0)]})
        self.assertEqual("".join(journal), "ababab")
        self.assertTrue(a.closed and b.closed)
        self.assertEqual(notes, [])

    def test_who_cannot_do_it_is_left_out(self):
        journal, notes = [], []
        a, b = Fake("a", [9, 1], journal), Fake("b", [], journal)
        got = programs.measure({"a": (a, 1), "b": (b, 1)}, 60, notes.append)
        self.assertEqual(got, {"a": [(1, 0)]})
        self.assertEqual(notes, ["left out: b"])

    def test_who_fails_on_the_way_is_left_out(self):
        notes = []
        a, b = Fake("a", [9, 1, 2], []), Fake("b", [9, 3], [])
        got = programs.measure({"a": (a, 2), "b": (b, 2)}, 60, notes.append)
        self.assertEqual(got, {"a": [(1, 0), (2, 0)]})
        self.assertEqual(notes, ["left out: b"])

    def test_time_is_limited(self):
        notes = []
        a = Fake("a", [9, 1], [])
        self.assertEqual(programs.measure({"a": (a, 1)}, -1, notes.append), {})
        self.assertEqual(len(notes), 1)


class Counting(unittest.TestCase):
    def test_multiply_adds_of_one_test(self):
        limbs = run.LIMBS[1024]
        pairs = [(i, j) for i in range(limbs) for j in range(limbs)]
        square = 3 * 2 * sum(i <= j < limbs // 2 for i, j in pairs)
        reduction = 2 * len(pairs) + limbs
        self.assertEqual(
            run.needed_multiply_adds(1024),
            1014 * square + 1015 * reduction,
        )

    def test_the_share_of_the_peak(self):
        # Eight candidates in a second, where two seconds' worth is possible.
        def entry(name, rate):
            return {"run_type": "iteration", "run_name": name, "items_per_second": rate}

        entries = [
            entry("Peak", 2 * run.needed_multiply_adds(1024)),
            entry("Screen/ifma/1024", 8),
        ]
        bench = run.Bench("", run.QUICK, "")
        with mock.patch.object(run, "suite", return_value=entries):
            bench.share_of_peak()
        figures = bench.results.figures
        self.assertEqual(list(figures), ["square.1024.share_of_peak"])
        self.assertAlmostEqual(figures["square.1024.share_of_peak"]["value"], 50)

    def test_every_limb_has_room(self):
        for bits, limbs in run.LIMBS.items():
            self.assertGreaterEqual(52 * limbs, bits + 12)


class Showing(unittest.TestCase):
    def results(self):
        results = run.Results()
        source = random.Random(5)
        for name, theory in (
            ("keygen.2048.ifma", luck.sshmint(2048, 8)),
            ("keygen.2048.boringssl", luck.boringssl(2048)),
        ):
            counts = [source.gammavariate(2, theory[0] / 2) for _ in range(50)]
            samples = [(1e-4 * count, count) for count in counts]
            results.add_samples(name, samples, theory)
        results.add_figure("a.figure", figure(8, 0.01))
        return results.dump()

    def test_the_table_has_a_row_of_each(self):
        text = show.table(self.results())
        self.assertRegex(text, r"\| keygen\.2048\.ifma +\| +50 \|")
        self.assertRegex(text, r"\| a\.figure +\| +8\.00 \| +7\.84 \.\. 8\.16 \|")

    def test_luck_is_told_in_standard_errors(self):
        samples = self.results()["samples"]
        for entry in samples.values():
            self.assertLess(abs(entry["luck"]), 4)
        with mock.patch.object(run, "note") as note:
            run.Results().add_samples("x", [(1.0, 900), (2.0, 1000)] * 9, (500, 300))
            note.assert_called_once()


if __name__ == "__main__":
    unittest.main()
