#!/usr/bin/env python3
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
"""What ./x bench runs: measures sshmint beside its peers, in turns.

README.md in this folder tells how to read what comes out.
"""

import argparse
import datetime
import json
import os
import platform
import random
import shutil
import subprocess
import sys
import tempfile

import luck
import show
import stats
from programs import CPUS, Failed, Process, Served, measure, suite

SIZES = (2048, 3072, 4096)

# The screens and how many candidates each takes at once (core/prime/screen.h).
SCREENS = {"ifma": 8, "avx2": 4, "portable": 1}

# Keys for one of BoringSSL's: all of them get about the same time.
TIMES = {"ifma": 8, "avx2": 4, "portable": 2}

PEERS = ("boringssl", "openssl", "libssh", "gcrypt", "gnutls", "mbedtls", "botan")

# Forms that are read, and which peers read them in a program of their own.
# (Neither libssh over libgcrypt reads PKCS#8, nor OpenSSL SSH's own forms.)
FORMS = {
    "pem": ("openssl", "libssh"),
    "pkcs8": ("openssl",),
    "openssh": ("libssh",),
    "spki": ("openssl",),
    "authorized-keys": ("libssh",),
}
READS = 200  # timed at once: each is short

# 52-bit limbs of a candidate (core/prime/screen_ifma.c).
LIMBS = {1024: 20, 1536: 30, 2048: 40}

ONE = {CPUS[-1]}  # one CPU, and not the one that takes most interrupts
ALL = set(CPUS)


def note(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


class Plan:
    """How much is measured, by size."""

    def __init__(self, sizes, keys, peers, runs, limits, suite_seconds):
        self.sizes = sizes
        self.keys = dict(zip(SIZES, keys))  # of BoringSSL; of ours TIMES as many
        self.peers = dict(zip(SIZES, peers))  # of every other peer; 0: none
        self.runs = dict(zip(SIZES, runs))  # whole processes
        self.limits = dict(zip(SIZES, limits))  # seconds, twice
        self.suite_seconds = suite_seconds  # a short benchmark; 0: no suites


# 200 keys are what a quantile of 99 % needs at the least, and so many, twice
# these, are made with each of our screens.
FULL = Plan(SIZES, (200, 100, 60), (40, 20, 12), (100, 60, 40), (150, 240, 300), 1)
# Of whole processes more, whose luck cannot be taken into account.
# Its limits leave half a minute of the five, also where all are reached.
SUMMARY = Plan(SIZES, (60, 30, 16), (0, 0, 0), (180, 56, 32), (46, 40, 50), 0)
QUICK = Plan((2048,), (3,), (0,), (2,), (3,), 0)


def needed_multiply_adds(bits):
    """Of one run of the IFMA screen, eight candidates side by side. A square of
    L limbs takes three of L/2 limbs, after Karatsuba; one of h limbs h(h-1)/2
    cross products and h squares of a limb. The reduction takes L^2 products and
    L digits. A product is a low and a high half. One square a bit of those that
    the power does not begin with, and one more reduction at the end."""
    limbs = LIMBS[bits]
    half = limbs // 2
    square = 3 * 2 * (half * (half - 1) // 2 + half)
    reduction = 2 * limbs * limbs + limbs
    first = (52 * limbs).bit_length() - 1
    return (bits - first) * (square + reduction) + reduction


class Results:
    """All that was measured, as it stands in the JSON."""

    def __init__(self):
        self.samples = {}  # name -> what is known of one contestant's work
        self.ratios = {}  # name -> by which estimate -> ratio
        self.figures = {}  # name -> value, interval, which way is better
        self.suites = {}
        self.random = random.Random(20260101)

    def add_samples(self, name, samples, theory=None):
        """Returns the estimates, for ratios; the last is the best there is."""
        times = [time for time, _ in samples]
        estimates = {
            by: stats.Estimate(samples, estimate, self.random)
            for by, estimate in (("median", stats.median), ("mean", stats.mean))
        }
        entry = {
            "n": len(times),
            "mean": estimates["mean"].figure(),
            "quantiles": {
                share: stats.quantile(times, share / 100) for share in (50, 90, 99)
            },
            "times": times,
        }
        if theory:
            mean, deviation = theory
            counts = [count for _, count in samples]
            estimates["equal_luck"] = stats.Estimate(
                samples, stats.at_equal_luck(mean), self.random
            )
            luck_of_all = sum(counts) / len(counts) - mean
            entry["equal_luck"] = estimates["equal_luck"].figure()
            entry["candidates"] = counts
            entry["candidates_expected"] = mean
            entry["luck"] = luck_of_all / (deviation / len(counts) ** 0.5)
            if abs(entry["luck"]) > 4:
                note(f"{name}: the number of candidates is not as luck.py expects")
        self.samples[name] = entry
        return estimates

    def add_figure(self, name, figure, better="higher"):
        self.figures[name] = {**figure, "better": better}

    def dump(self):
        return {
            "schema": 1,
            "machine": machine(),
            "figures": self.figures,
            "ratios": self.ratios,
            "samples": self.samples,
            "suites": self.suites,
        }


def machine():
    cpu = "unknown"
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("model name"):
                cpu = line.split(":", 1)[1].strip()
                break
    return {
        "cpu": cpu,
        "cpus": len(CPUS),
        "system": platform.platform(),
        "boringssl": os.environ.get("BORINGSSL_ROOT") or "Debian's",
        "date": datetime.date.today().isoformat(),
    }


class Bench:
    """One run of the benchmarks. `folder` is where keys are made and read."""

    def __init__(self, programs, plan, folder):
        self.programs = programs
        self.plan = plan
        self.folder = folder
        self.results = Results()

    def path(self, *names):
        return os.path.join(self.programs, *names)

    def file(self, name):
        return os.path.join(self.folder, name)

    def served(self, name, work, cpus, parts=1):
        """sshmint or a peer as a contestant, or None where it was not built."""
        path = self.path("bench", *(["peers"] if name in PEERS else []), name)
        return Served(path, work, cpus, parts) if os.path.exists(path) else None

    # ---- keys, the library calls alone

    def keygen(self, bits):
        plan = self.plan
        keys, work, theory = plan.keys[bits], {}, {}
        for screen, batch in SCREENS.items():
            name = f"keygen.{bits}.{screen}"
            program = self.served("sshmint", f"keygen {bits} {screen} 1", ONE)
            work[name] = (program, keys * TIMES[screen])
            theory[name] = luck.sshmint(bits, batch)
        if plan.peers[bits]:
            for screen in SCREENS:
                program = self.served("sshmint", f"keygen {bits} {screen} 2", ALL)
                work[f"keygen.{bits}.{screen}.2threads"] = (program, 2 * keys)
        for peer in PEERS:
            count = keys if peer == "boringssl" else plan.peers[bits]
            program = self.served(peer, f"keygen {bits}", ONE) if count else None
            if program:
                work[f"keygen.{bits}.{peer}"] = (program, count)
        theory[f"keygen.{bits}.boringssl"] = luck.boringssl(bits)
        measured = measure(work, plan.limits[bits], note)
        estimates = {
            name: self.results.add_samples(name, samples, theory.get(name))
            for name, samples in measured.items()
        }
        for screen in SCREENS:
            ours = estimates.get(f"keygen.{bits}.{screen}")
            for peer in PEERS:
                theirs = estimates.get(f"keygen.{bits}.{peer}")
                if ours and theirs:
                    name = f"keygen.{bits}.{screen}.vs_{peer}"
                    self.compare_keygen(name, ours, theirs)

    def compare_keygen(self, name, ours, theirs):
        ratios = {
            # Peers that tell no number of candidates are taken as they are.
            "equal_luck": theirs.get("equal_luck", theirs["mean"]).over(
                ours["equal_luck"]
            ),
            "mean": theirs["mean"].over(ours["mean"]),
            "median": theirs["median"].over(ours["median"]),
        }
        self.results.ratios[name] = ratios
        self.results.add_figure(name, ratios["equal_luck"])

    # ---- whole processes

    def compare(self, name, work, limit, by):
        """Measures sshmint and its peers; all of their names are in `work`."""
        estimates = {
            who: self.results.add_samples(f"{name}.{who}", samples)[by]
            for who, samples in measure(work, limit, note).items()
        }
        ours = estimates.pop("sshmint", None)
        for who, theirs in estimates.items():
            if ours:
                self.results.add_figure(f"{name}.vs_{who}", theirs.over(ours))

    def new(self, bits):
        plan, out = self.plan, self.file("new")
        runs, files = plan.runs[bits], (out, out + ".pub")
        common = ["-q", "-t", "rsa", "-b", str(bits), "-f", out]
        commands = {
            "sshmint": [self.path("cli", "sshmint"), "new"]
            + [*common, "--no-passphrase", "-m", "openssh"],
            "ssh-keygen": ["ssh-keygen", *common, "-N", ""],
        }
        if plan.peers[bits]:
            commands["openssl"] = ["openssl", "genrsa", "-out", out, str(bits)]
            commands["puttygen"] = ["puttygen", "-q", "-t", "rsa", "-b", str(bits)]
            commands["puttygen"] += ["--new-passphrase", "/dev/null", "-o", out]
            commands["puttygen"] += ["-O", "private-openssh-new"]
        work = {
            name: (
                Process(command, ALL, files),
                runs * (2 if name == "sshmint" else 1),
            )
            for name, command in commands.items()
        }
        self.compare(f"new.{bits}", work, plan.limits[bits], "mean")

    def memory(self, bits):
        out, samples = self.file("new"), []
        command = [self.path("bench", "rss"), self.path("cli", "sshmint"), "new"]
        command += ["-q", "--force", "-b", str(bits), "--no-passphrase", "-f", out]
        # It differs by some pages from run to run.
        for _ in range(9):
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True
            )
            samples.append((int(done.stdout) / 1024, 0))
        estimate = stats.Estimate(samples, stats.median, self.results.random)
        name = f"rss.new.{bits}.mib"
        self.results.add_figure(name, estimate.figure(), better="lower")

    # ---- readers

    def make_files(self):
        """One key, in every form."""
        tool, pem = self.path("cli", "sshmint"), self.file("pem")
        make = ["new", "-q", "-b", "2048", "--no-passphrase", "-m", "pem"]
        commands = [[*make, "-f", pem]]
        for form in FORMS:
            if form != "pem":
                commands.append(["convert", pem, "--to", form, "-o", self.file(form)])
        for command in commands:
            subprocess.run(
                [tool, *command],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=True,
            )

    def readers(self):
        samples = max(2, self.plan.runs[2048] // 2)
        for form, peers in FORMS.items():
            ask = f"read {self.file(form)} {READS}"
            work = {
                name: (self.served(name, ask, ONE, READS), samples)
                for name in ("sshmint", *peers)
            }
            work = {name: pair for name, pair in work.items() if pair[0]}
            self.compare(f"read.{form}", work, 5, "median")

    def fingerprints(self):
        """Whole processes that read a file and print its fingerprint."""
        samples = 2 * self.plan.runs[2048]
        for form in ("pem", "openssh", "authorized-keys"):
            path = self.file(form)
            tool = [self.path("cli", "sshmint"), "fingerprint", path]
            peer = ["ssh-keygen", "-l", "-f", path]
            work = {
                "sshmint": (Process(tool, ONE), samples),
                "ssh-keygen": (Process(peer, ONE), samples),
            }
            self.compare(f"fingerprint.{form}", work, 5, "median")

    # ---- suites of Google Benchmark, and the limit of the machine

    def share_of_peak(self):
        repetitions = 5 if self.plan is QUICK else 15
        rates = {}
        for entry in suite(
            self.path("bench", "prime_bench"),
            [
                "--benchmark_filter=^(Peak|Screen/ifma/.*)$",
                "--benchmark_min_time=0.05",
                f"--benchmark_repetitions={repetitions}",
                "--benchmark_enable_random_interleaving=true",
            ],
            ONE,
            60,
        ):
            if entry["run_type"] == "iteration" and not entry.get("error_occurred"):
                rates.setdefault(entry["run_name"], []).append(
                    (entry["items_per_second"], 0)
                )
        # A limit is the most that was seen, and so is what comes near it.
        estimates = {
            name: stats.Estimate(samples, stats.largest, self.results.random)
            for name, samples in rates.items()
        }
        for bits in LIMBS:
            screen = estimates.get(f"Screen/ifma/{bits}")
            if screen and "Peak" in estimates:
                rate = screen.over(estimates["Peak"])  # in candidates
                needed = needed_multiply_adds(bits) / SCREENS["ifma"]
                self.results.add_figure(
                    f"square.{bits}.share_of_peak",
                    {key: 100 * needed * value for key, value in rate.items()},
                )

    def suites(self):
        # Whole keys take longer, for their luck has to even out.
        for name, only, seconds in (
            ("prime_bench", ".", 1),
            ("key_bench", "^Keygen", 10),
            ("key_bench", "-^Keygen", 1),
            ("text_bench", ".", 1),
        ):
            note(f"{name} {only}")
            self.results.suites.setdefault(name, []).extend(
                suite(
                    self.path("bench", name),
                    [
                        f"--benchmark_filter={only}",
                        f"--benchmark_min_time={seconds * self.plan.suite_seconds}",
                    ],
                    ALL,
                    1200,
                )
            )

    def run(self):
        has_hyperfine = shutil.which("hyperfine") is not None
        self.make_files()
        for bits in self.plan.sizes:
            note(f"keys of {bits} bits")
            self.keygen(bits)
            if has_hyperfine:
                self.new(bits)
        note("readers, memory, multiply-adds")
        self.memory(4096)
        self.readers()
        if has_hyperfine:
            self.fingerprints()
        else:
            note("no hyperfine: whole processes are left out")
        self.share_of_peak()
        if self.plan.suite_seconds:
            self.suites()
        return self.results.dump()


def options():
    parser = argparse.ArgumentParser(prog="./x bench", description=__doc__)
    parser.add_argument(
        "--summary",
        action="store_true",
        help="at most five minutes; only `name value` lines on standard output",
    )
    parser.add_argument("--json", metavar="FILE", help="writes everything there")
    parser.add_argument(
        "--baseline",
        metavar="FILE",
        help="the JSON of an earlier run: exits with 1 if a figure is worse now",
    )
    parser.add_argument(
        "--pictures",
        metavar="FOLDER",
        nargs="?",
        const=os.path.join(os.path.dirname(os.path.abspath(__file__)), "pictures"),
        help="draws them there (if not given: bench/pictures)",
    )
    parser.add_argument(
        "--from",
        dest="earlier",
        metavar="FILE",
        help="measures nothing: shows, draws or compares that JSON",
    )
    # For the tests: hardly anything is measured.
    parser.add_argument("--quick", action="store_true", help=argparse.SUPPRESS)
    # Where Bazel built them: ./x knows.
    parser.add_argument("--programs", required=True, help=argparse.SUPPRESS)
    return parser.parse_args()


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def main():
    asked = options()
    # Read first: not a quarter of an hour for a name that is misspelt.
    before = load(asked.baseline)["figures"] if asked.baseline else {}
    if asked.earlier:
        results = load(asked.earlier)
    else:
        plan = QUICK if asked.quick else SUMMARY if asked.summary else FULL
        # In memory where that is: only sshmint waits for the disk (fsync).
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        with tempfile.TemporaryDirectory(prefix="mint-", dir=memory) as folder:
            results = Bench(asked.programs, plan, folder).run()
    if asked.json:
        with open(asked.json, "w", encoding="utf-8") as file:
            json.dump(results, file, indent=1)
            file.write("\n")
    if asked.summary:
        for name, figure in sorted(results["figures"].items()):
            print(name, f"{figure['value']:.2f}")
    else:
        print(show.table(results))
    if asked.pictures:
        show.draw(results, asked.pictures)
    worse = stats.regressions(before, results["figures"])
    for name in worse:
        old, new = before[name], results["figures"][name]
        note(f"worse: {name} was {old['value']:.2f}, is {new['value']:.2f}")
    return 1 if worse else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (Failed, OSError, subprocess.SubprocessError) as problem:
        note(problem)
        sys.exit(2)
