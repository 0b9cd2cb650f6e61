#!/usr/bin/env python3
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
"""usage: figures.py [--check] [FOLDER]

Rewrites the figures in audits/evidence that are counted in the tree. With
--check says which of them are old instead, and ends with 1 if any is. A page
keeps a figure between <!-- figures: NAME --> and <!-- end -->. What a name that
is not here means, a command has to tell (claims.py).
"""

import collections
import pathlib
import re
import sys

TOP = pathlib.Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"(<!-- figures: ([\w-]+) -->\n)(.*?)(<!-- end -->)", re.S)
OURS = ("core", "cli", "tests", "fuzz", "bench", "audits", "third_party")


def read(path):
    return path.read_text(encoding="utf-8")


def files(pattern, folders=OURS):
    for folder in folders:
        for path in sorted((TOP / folder).rglob(pattern)):
            if path.is_file():
                yield path


def table(head, rows):
    lines = [head, "|---|" + "--:|" * (head.count("|") - 2), *rows]
    return "\n".join(lines) + "\n"


def suppressions():
    """Where an analyser is told to be silent."""
    found = collections.Counter()
    for path in [TOP / "x", *files("*")]:
        if "corpus" in path.parts or "vectors" in path.parts or path.suffix == ".md":
            continue
        try:
            text = read(path)
        except UnicodeDecodeError:
            continue
        for tool, pattern in (
            ("clang-tidy", r"(?<!\w)NOLINT(?:NEXTLINE)?\(([\w.,*-]+)\)"),
            ("cppcheck", r"// cppcheck-suppress (\w+)"),
            ("shellcheck", r"# shellcheck disable=(SC\d+)"),
        ):
            found.update((tool, what) for what in re.findall(pattern, text))
    rows = [f"| {tool} `{what}` | {n} |" for (tool, what), n in sorted(found.items())]
    return table("| silenced | times |", rows)


def interop():
    """What the matrix of forms and peers says, peer by peer."""
    lines = read(TOP / "tests/interop/matrix.txt").splitlines()
    head = next(line for line in lines if line.startswith("# form"))
    forms = [line.split() for line in lines if line and line[0] != "#"]
    rows = []
    for i, peer in enumerate(head.split()[2:], 1):
        reads = sum(form[i][0] == "r" for form in forms)
        written = sum(form[i][0] != "." for form in forms)
        writes = sum(form[i][1] == "w" for form in forms)
        rows.append(f"| {peer} | {reads} of {written} | {writes} of {len(forms)} |")
    head = "| peer | reads, of the forms that sshmint writes | writes, for sshmint |"
    return table(head, rows)


TREE = {
    "interop": interop,
    "suppressions": suppressions,
}


def pages():
    yield from sorted((TOP / "audits/evidence").glob("*.md"))


def replace(name, text):
    """Puts `text` into every block of that name; tells how many there are."""
    blocks = 0
    for page in pages():
        old = read(page)
        new = BLOCK.sub(
            lambda m: f"{m[1]}{text}{m[4]}" if m[2] == name else m[0],
            old,
        )
        blocks += sum(m[1] == name for m in BLOCK.findall(old))
        if new != old:
            page.write_text(new, encoding="utf-8")
    return blocks


def old_figures():
    used = set()
    for page in pages():
        for _, name, text, _ in BLOCK.findall(read(page)):
            used.add(name)
            if name in TREE and TREE[name]() != text:
                yield f"{page.relative_to(TOP)}: {name} is old: run audits/figures.py"
    for name in sorted(set(TREE) - used):
        yield f"no page shows {name}"


def main():
    arguments = [a for a in sys.argv[1:] if a != "--check"]
    if arguments:
        global TOP  # for tests, a copy
        TOP = pathlib.Path(arguments[0]).resolve()
    if "--check" not in sys.argv:
        for name, make in TREE.items():
            replace(name, make())
        return 0
    faults = list(old_figures())
    print("".join(f"{fault}\n" for fault in faults), end="")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
