#!/usr/bin/env python3
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
"""usage: named.py requirements|findings|labels FILE

Tells what is wrong with the tests that a page of audits/ names, and nothing if
all of them are there. In the tables of `requirements` each row names tests by
Bazel label, and by their titles where not all of its cases count; in those of
`findings`, by file. `labels` prints the labels of a page of requirements.
"""

import functools
import pathlib
import re
import sys

TOP = pathlib.Path(__file__).resolve().parents[2]
# A label, and the titles that follow it.
NAMED = re.compile(r'`//([\w/-]+):([\w-]+)`((?:,? "[^"]*")*)')
FOUND = re.compile(r"`(\w+)\.bats`:((?:,? \"[^\"]*\")+)|`(\w+_test)`(?:: (\w+))?")


@functools.lru_cache(maxsize=None)
def read(path):
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def cases(package, name):
    """The cases of a test; None if there is no such test, [] if it has no list."""
    folder = TOP / package
    bats, unit = read(folder / f"{name}.bats"), read(folder / f"{name}.c")
    if bats:
        return re.findall(r'^@test "(.*)" \{$', bats, re.M)
    if unit:
        return re.findall(r"^(?:Parameterized)?Test\(\w+,\s*(\w+)", unit, re.M)
    if f'"{name}"' in read(folder / "BUILD.bazel"):
        # A script: its cases are what it calls `result` with.
        script = read(folder / f"{name}.sh")
        return re.findall(r'^ *result "?([\w ]+?)"? ', script, re.M)
    replays = folder / f"{name.removesuffix('_replay')}_fuzz.c"
    return [] if name.endswith("_replay") and replays.is_file() else None


def judge(package, name, titles):
    have = cases(package, name)
    if have is None:
        yield f"no test //{package}:{name}"
        return
    for title in titles:
        # A title may be cut short with " …".
        start = title.removesuffix("…").rstrip()
        if not any(t == title or t.startswith(start) and start != title for t in have):
            yield f"//{package}:{name} has no {title}"


def rows(file):
    for line in read(file).splitlines():
        if re.match(r"\| \w*\d+ \|", line):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def requirements(file):
    seen = set()
    for cells in rows(file):
        if cells[0] in seen:
            yield f"{cells[0]}: twice"
        seen.add(cells[0])
        named = NAMED.findall(cells[-1])
        if not named:
            yield f"{cells[0]}: no test"
        # What is left must be what stands between two: nothing may be misread.
        rest = NAMED.sub("", cells[-1]).replace(";", "").strip()
        if rest:
            yield f"{cells[0]}: not understood: {rest}"
        for package, name, titles in named:
            for fault in judge(package, name, re.findall(r'"([^"]*)"', titles)):
                yield f"{cells[0]}: {fault}"
    if not seen:
        yield "no requirement"


def findings(file):
    found = False
    for cells in rows(file):
        for bats, titles, unit, case in FOUND.findall(cells[-1]):
            found = True
            pattern = f"{bats}.bats" if bats else f"{unit}.c"
            paths = list((TOP / "tests").rglob(pattern))
            if len(paths) != 1:
                yield f"{cells[0]}: {len(paths)} files {pattern}"
                continue
            package = str(paths[0].parent.relative_to(TOP))
            titles = re.findall(r'"([^"]*)"', titles) if bats else [case] * bool(case)
            for fault in judge(package, bats or unit, titles):
                yield f"{cells[0]}: {fault}"
    if not found:
        yield "no finding"


def labels(file):
    for cells in rows(file):
        for package, name, _ in NAMED.findall(cells[-1]):
            yield f"//{package}:{name}"


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in ("requirements", "findings", "labels"):
        sys.exit(__doc__)
    for said in dict.fromkeys(globals()[sys.argv[1]](pathlib.Path(sys.argv[2]))):
        print(said)
