# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
"""Programs that are measured: each gives one sample when it is asked."""

import json
import os
import select
import shlex
import subprocess
import tempfile
import time

ANSWER_MAX = 300  # seconds: no work that is asked for takes that long

CPUS = sorted(os.sched_getaffinity(0))


class Failed(Exception):
    """A program did not do what it was asked for."""


def _pinned(cpus):
    return lambda: os.sched_setaffinity(0, cpus)


class Served:
    """A contestant (contestant.h) that does one kind of work, on `cpus`: `parts`
    times at once, of which a sample is one."""

    def __init__(self, path, work, cpus, parts=1):
        self.work = work
        self.parts = parts
        self.process = subprocess.Popen(
            [path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            preexec_fn=_pinned(cpus),
        )

    def sample(self):
        try:
            self.process.stdin.write(self.work.encode() + b"\n")
        except BrokenPipeError:
            raise Failed(f"{self.process.args[0]}: it has ended") from None
        if not select.select([self.process.stdout], [], [], ANSWER_MAX)[0]:
            raise Failed(f"{self.process.args[0]}: no answer")
        answer = self.process.stdout.readline().split()
        if len(answer) != 2:
            raise Failed(f"{self.process.args[0]}: cannot {self.work}")
        return int(answer[0]) / 1e9 / self.parts, int(answer[1])

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


class Process:
    """A whole process, timed by hyperfine; `files` are removed before it."""

    def __init__(self, command, cpus, files=()):
        self.command = [
            *["hyperfine", "-N", "--style", "none", "--runs", "1"],
            *(["--prepare", shlex.join(["rm", "-f", *files])] if files else []),
            shlex.join(command),
        ]
        self.cpus = cpus

    def sample(self):
        with tempfile.NamedTemporaryFile(suffix=".json") as out:
            done = subprocess.run(
                [*self.command, "--export-json", out.name],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                preexec_fn=_pinned(self.cpus),
                timeout=ANSWER_MAX,
                check=False,
            )
            if done.returncode != 0:
                raise Failed(f"{self.command[-1]}: {done.stderr.decode().strip()}")
            with open(out.name, encoding="utf-8") as file:
                return json.load(file)["results"][0]["mean"], 0

    def close(self):
        pass


def turns(counts):
    """Whose turn it is, each as often as its count says and evenly spread."""
    return [
        index
        for _, index in sorted(
            ((turn + 0.5) / count, index)
            for index, count in enumerate(counts)
            for turn in range(count)
        )
    ]


def measure(work, limit, note):
    """Samples of each program of `work`, {name: (program, count)}, in turns, and
    for at most `limit` seconds. The first sample of each only warms it up. Who
    fails is left out, and `note` is told."""
    names = list(work)
    samples = {}

    def ask(name):
        try:
            samples.setdefault(name, []).append(work[name][0].sample())
        except Failed as error:
            note(f"left out: {error}")
            del samples[name]

    try:
        for name in names:
            ask(name)
        for taken in samples.values():
            taken.clear()
        end = time.monotonic() + limit
        for index in turns([count for _, count in work.values()]):
            if time.monotonic() > end:
                note(f"{limit} s are over: fewer samples of {', '.join(names)}")
                break
            if names[index] in samples:
                ask(names[index])
    finally:
        for program, _ in work.values():
            program.close()
    return {name: taken for name, taken in samples.items() if taken}


def suite(path, arguments, cpus, limit):
    """What a suite of Google Benchmark measured."""
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        subprocess.run(
            [path, f"--benchmark_out={out.name}", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=_pinned(cpus),
            timeout=limit,
            check=True,
        )
        with open(out.name, encoding="utf-8") as file:
            return json.load(file)["benchmarks"]
