#!/usr/bin/env python3
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
"""What OSS-Fuzz requires of a finished $OUT, and a little more: every target
starts, is instrumented itself, needs nothing from outside, runs its seeds, and
fuzzing it for a short time finds nothing.

usage: check.py OUT SECONDS     (FUZZING_ENGINE and SANITIZER in the environment)

Prints `ok NAME: ...` or `BAD NAME: ...` for each target, then `N targets, N
broken`. The status is 0 if there are targets and none is broken. OSS-Fuzz would
let a tenth of them be.
"""

import concurrent.futures
import configparser
import os
import re
import subprocess
import sys
import tempfile
import zipfile

ENGINE = os.environ["FUZZING_ENGINE"]
SANITIZER = os.environ["SANITIZER"]

# Of each sanitizer's functions: the calls that a build with it has at least,
# and the calls that a build with another may have at most.
CALLS = {"asan": (1000, 0), "msan": (1000, 3), "ubsan": (168, 200)}
OWN_CALLS = {"address": "asan", "memory": "msan", "undefined": "ubsan"}
EDGES_MIN = 100
# AFL++ tells a size by default for what is not instrumented at all; but then it
# sees none of these passed.
EDGES_PASSED_MIN = 10

# The libraries that the machines which run targets have.
LIBRARIES = re.compile(
    r"(ld-linux-x86-64|libc|libdl|libgcc_s|libm|libpthread|libresolv|librt"
    r"|libstdc\+\+)\.so\.\d+"
)

# How long one step may take: MSan needs seconds for one key, on a machine that
# has nothing else to do.
TIMEOUT = 900

ENVIRONMENT = {
    "HOME": "/nonexistent",
    "PATH": "/usr/bin:/bin",
    "ASAN_OPTIONS": "allocator_may_return_null=1:detect_leaks=1"
    ":detect_stack_use_after_return=1:handle_abort=1:strict_memcmp=1",
    "UBSAN_OPTIONS": "print_stacktrace=1:silence_unsigned_overflow=1",
}
AFL_ENVIRONMENT = {
    "AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES": "1",
    "AFL_NO_UI": "1",
    "AFL_SKIP_CPUFREQ": "1",
    "AFL_TRY_AFFINITY": "1",
    "ASAN_OPTIONS": "abort_on_error=1:detect_leaks=0:symbolize=0",
}


class Broken(Exception):
    """Why a target is."""


def run(*command, **environment):
    """(status, output) of a command that knows neither this folder nor HOME."""
    try:
        done = subprocess.run(
            command,
            cwd="/",
            env={**ENVIRONMENT, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        return 124, (error.stdout or b"").decode(errors="replace")
    return done.returncode, done.stdout.decode(errors="replace")


def require(holds, why, output=""):
    if not holds:
        raise Broken("\n    ".join([why] + output.splitlines()[-12:]))


class Target:
    """One program of $OUT, what lies beside it, and a folder to work in."""

    def __init__(self, path, work):
        self.path = path
        self.name = os.path.basename(path)
        self.work = work
        self.seeds = os.path.join(work, "seeds")
        self.facts = []

    def beside(self, ending):
        return self.path + ending

    def check_file(self):
        require(re.fullmatch(r"[A-Za-z0-9_-]+", self.name), "its name")
        with open(self.path, "rb") as file:
            require(b"LLVMFuzzerTestOneInput" in file.read(), "no fuzz target")

    def check_libraries(self):
        dynamic = run("readelf", "--wide", "--dynamic", self.path)[1]
        for library in re.findall(r"\(NEEDED\).*\[(.*)\]", dynamic):
            require(LIBRARIES.fullmatch(library), f"it needs {library}")
        for folder in re.findall(r"\((?:RUNPATH|RPATH)\).*\[(.*)\]", dynamic):
            require(folder.startswith("$ORIGIN"), f"it looks into {folder}")
        require("not found" not in run("ldd", self.path)[1], "ldd finds not all")

    def check_sanitizer(self):
        """Calls of the run's own sanitizer, and hardly any of another's."""
        if SANITIZER == "coverage":
            return
        code = run(
            *["sh", "-c", 'objdump -d --no-show-raw-insn "$0" | grep -oE "$1"'],
            *[self.path, r"^[0-9a-f]+ <.*>:|call.*<__[a-z]*san_"],
        )[1]
        for name, (least, most) in CALLS.items():
            calls = code.count(f"<__{name}_")
            if name != OWN_CALLS[SANITIZER]:
                require(calls <= most, f"{calls} calls of {name}")
                continue
            require(calls >= least, f"only {calls} calls of {name}")
            # Its libraries' calls, and those of the sanitizer's own functions,
            # say nothing of the target.
            own = re.search(r"<LLVMFuzzerTestOneInput>:\n(call.*)?", code)
            require(own and own[1], f"no call of {name} in the target itself")
            self.facts.append(f"{calls} calls of {name}")

    def check_edges(self, pattern, output):
        found = re.search(pattern, output)
        edges = int(found.group(1)) if found else 0
        require(edges >= EDGES_MIN, f"only {edges} edges instrumented", output)
        self.facts.append(f"{edges} edges")

    def unpack_seeds(self):
        os.mkdir(self.seeds)
        try:
            with zipfile.ZipFile(self.beside("_seed_corpus.zip")) as archive:
                archive.extractall(self.seeds)
        except (OSError, zipfile.BadZipFile) as error:
            raise Broken(f"its seeds: {error}") from error
        number = len(os.listdir(self.seeds))
        require(number > 0, "no seeds")
        self.facts.append(f"{number} seeds")

    def options(self):
        """Those of libFuzzer in the file beside the target, as arguments."""
        parser = configparser.ConfigParser()
        parser.read(self.beside(".options"))
        require(parser.sections() in ([], ["libfuzzer"]), "sections of .options")
        pairs = parser["libfuzzer"].items() if parser.sections() else ()
        return [f"-{name}={value}" for name, value in pairs]

    def dictionary(self, flag):
        path = self.beside(".dict")
        return [flag + path] if os.path.exists(path) else []

    # ---- engines

    def libfuzzer(self, seconds):
        usual = ["-rss_limit_mb=2560", "-timeout=100", "-seed=1337"]
        usual.append(f"-artifact_prefix={self.work}/")
        status, output = run(self.path, *usual, "-runs=4")
        require("no interesting inputs" not in output, "only 0 edges instrumented")
        require(status == 0 and "Done 4 runs" in output, "it does not start", output)
        self.check_edges(r"Loaded \d+ modules? +\((\d+) ", output)
        status, output = run(
            self.path,
            *usual,
            *self.options(),
            *self.dictionary("-dict="),
            f"-max_total_time={seconds}",
            self.seeds,
        )
        began = "INITED" in output
        require(status == 0 or began, "a seed breaks it", output)
        require(status == 0, f"{seconds} s of fuzzing break it", output)
        runs = re.findall(r"Done (\d+) runs", output)
        self.facts.append(f"{runs[-1]} runs")

    def afl(self, seconds):
        files = [os.path.join(self.seeds, name) for name in os.listdir(self.seeds)]
        status, output = run(self.path, *files)
        require(status == 0, "a seed breaks it", output)
        out = os.path.join(self.work, "out")
        output = run(
            *["afl-fuzz", "-V", str(seconds), "-t", "25000", "-i", self.seeds],
            *["-o", out, *sum([["-x", d] for d in self.dictionary("")], [])],
            *["--", self.path],
            **AFL_ENVIRONMENT,
        )[1]
        require("All set and ready to roll" in output, "it does not start", output)
        with open(f"{out}/default/fuzzer_stats", encoding="utf-8") as file:
            stats = dict(re.split(r" +: ", line.strip(), 1) for line in file)
        passed = int(stats["edges_found"])
        require(passed >= EDGES_PASSED_MIN, f"only {passed} edges instrumented")
        self.check_edges(r"(\d+)", stats["total_edges"])
        crashes = int(stats["saved_crashes"]) + int(stats["saved_hangs"])
        require(crashes == 0, f"{seconds} s of fuzzing break it", output)
        self.facts.append(f"{stats['execs_done']} runs")

    def honggfuzz(self, _seconds):
        status, output = run(self.path, self.seeds)
        require(status == 0, "a seed breaks it", output)
        self.check_edges(r"(\d+) guards, \d+ passed", output)

    def none(self, _seconds):
        status, output = run(self.path, self.seeds)
        require(status == 0, "a seed breaks it", output)

    def coverage(self):
        """The report of a run over the seeds names the target's own source."""
        profile = os.path.join(self.work, "profile")
        empty = os.path.join(self.work, "merged")
        os.mkdir(empty)
        status, output = run(
            *[self.path, "-merge=1", "-timeout=100", empty, self.seeds],
            LLVM_PROFILE_FILE=profile + ".%1m",
        )
        require(status == 0, "a seed breaks it", output)
        raw = [
            os.path.join(self.work, name)
            for name in os.listdir(self.work)
            if name.startswith("profile.")
        ]
        require(raw, "it leaves no profile", output)
        run("llvm-profdata-14", "merge", "-sparse", *raw, "-o", profile)
        output = run(
            *["llvm-cov-14", "show", f"-instr-profile={profile}", self.path],
            f"-path-equivalence=/,{os.path.dirname(self.path)}",
        )[1]
        source = [line for line in output.splitlines() if "|int LLVMF" in line]
        require(source, "no source", output)
        lost = re.findall(r"error: (.*): No such file", output)
        require(not lost, f"no source: {lost[:3]}")
        self.facts.append("its source is found")

    def check(self, seconds):
        """None, or what is wrong with it."""
        try:
            self.check_file()
            self.check_libraries()
            self.check_sanitizer()
            self.unpack_seeds()
            if SANITIZER == "coverage":
                self.coverage()
            else:
                getattr(self, ENGINE)(seconds)
        except Broken as broken:
            return str(broken)
        return None


def targets(out):
    """Every program in $OUT that is not there for the engine."""
    for name in sorted(os.listdir(out)):
        path = os.path.join(out, name)
        if os.path.isfile(path) and os.access(path, os.X_OK):
            yield path


def main():
    out, seconds = os.path.abspath(sys.argv[1]), int(sys.argv[2])
    broken = 0
    with tempfile.TemporaryDirectory() as work:
        jobs = []
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            for path in targets(out):
                folder = os.path.join(work, os.path.basename(path))
                os.mkdir(folder)
                target = Target(path, folder)
                jobs.append((target, pool.submit(target.check, seconds)))
            for target, job in jobs:
                why = job.result()
                broken += why is not None
                print(
                    f"BAD {target.name}: {why}"
                    if why
                    else f"ok {target.name}: {', '.join(target.facts)}",
                    flush=True,
                )
    print(f"{len(jobs)} targets, {broken} broken")
    sys.exit(not jobs or broken > 0)


main()
