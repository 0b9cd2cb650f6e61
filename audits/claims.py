#!/usr/bin/env python3
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
"""usage: ./x audit [--slow] [CLAIM...]
       claims.py --check

Runs the commands that audits/README.md gives for its claims (of the CLAIMs only,
or all but those that are slow) and prints one line a claim; what a command says
of itself goes into the pages of audits/evidence, with the date, where a page
keeps a place for it, and figures that are counted in the tree are counted anew.
Ends with 1 if a claim does not hold.

With --check nothing is run: does each claim of README.md stand in
ASSURANCE-CASE.md, and the other way round, and name commands and pages that
are there?
"""

import pathlib
import re
import subprocess
import sys
import tempfile
import time

import figures

TOP = pathlib.Path(__file__).resolve().parents[1]
ROW = re.compile(r"^\| (C\d+) \| (.+?) \| `(.+?)` \| (each|slow) \|$", re.M)
SHOWN = 20  # lines of a command that failed


def claims():
    return ROW.findall(figures.read(TOP / "audits/README.md"))


def say_of(output):
    """A command's own words: its table, or its last line."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return [line for line in lines if line.startswith("|")] or lines[-1:]


def run(claim, text, command):
    start = time.monotonic()
    with tempfile.TemporaryFile("w+") as log:
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=TOP,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            check=False,
        )
        log.seek(0)
        errors = log.read()
    seconds = time.monotonic() - start
    holds = done.returncode == 0
    print(f"{'ok' if holds else 'FAILED'} {claim} {seconds:.0f} s  {text}", flush=True)
    if holds:
        date = time.strftime("%Y-%m-%d", time.gmtime())
        lines = say_of(done.stdout)
        sep = "\n\n" if lines[:1] and lines[0].startswith("|") else " "
        told = f"`{command}`, {date}:{sep}" + "\n".join(lines) + "\n"
        figures.replace(claim, told)
    else:
        for line in (errors + done.stdout).splitlines()[-SHOWN:]:
            print(f"    {line}")
    return holds


def missing(command):
    """Files that a command or page names and that are not there."""
    for path in re.findall(r"(?:^|[ (`])((?:\./x|audits|fuzz|tests)/?[\w./-]*)", command):
        if path.startswith("./x"):
            continue
        if not (TOP / path).exists():
            yield path
    for package in re.findall(r"//([\w/-]+?)(?:/\.\.\.|:)", command):
        if not (TOP / package).is_dir():
            yield f"//{package}"


def check():
    argued = figures.read(TOP / "audits/ASSURANCE-CASE.md")
    have = [claim for claim, _, _, _ in claims()]
    told = re.findall(r"^\| (C\d+) \|", argued, re.M)
    rows = re.findall(
        r"^\| C\d+ \|", figures.read(TOP / "audits/README.md"), re.M
    )
    faults = [f"{c}: not in ASSURANCE-CASE.md" for c in have if c not in told]
    faults += [f"{c}: not in README.md" for c in told if c not in have]
    faults += [f"{c}: twice" for c in set(have) if have.count(c) > 1]
    if len(rows) != len(have):
        faults.append(f"README.md: {len(rows) - len(have)} rows are not understood")
    for claim, _, command, _ in claims():
        faults += [f"{claim}: no {path}" for path in missing(command)]
    for page in sorted((TOP / "audits").rglob("*.md")):
        for link in re.findall(r"\]\(([\w./-]+\.\w+)\)", figures.read(page)):
            if not (page.parent / link).exists():
                faults.append(f"{page.relative_to(TOP)}: no {link}")
    for number in re.findall(r"\bSR(\d+)\b", argued):
        page = figures.read(TOP / "audits/SECURITY-REQUIREMENTS.md")
        if f"| SR{number} |" not in page:
            faults.append(f"ASSURANCE-CASE.md: no SR{number}")
    return faults + list(figures.old_figures())


def main():
    wanted = [a for a in sys.argv[1:] if not a.startswith("-")]
    options = {a for a in sys.argv[1:] if a.startswith("-")}
    if options - {"--slow", "--check"} or set(wanted) - {c[0] for c in claims()}:
        print(__doc__, file=sys.stderr)
        return 2
    if "--check" in options:
        faults = check()
        print("".join(f"{fault}\n" for fault in faults), end="")
        return 1 if faults else 0
    failed = ran = 0
    for claim, text, command, when in claims():
        if claim in wanted or not wanted and (when == "each" or "--slow" in options):
            ran += 1
            failed += not run(claim, text, command)
    for name, make in figures.TREE.items():
        figures.replace(name, make())
    print(f"{ran - failed} of {ran} claims hold")
    return 1 if failed or not ran else 0


if __name__ == "__main__":
    sys.exit(main())
