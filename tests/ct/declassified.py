#!/usr/bin/env python3
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
"""usage: declassified.py LIST FOLDER...

Prints what LIST (audits/DECLASSIFIED.md) and the C files of the FOLDERs disagree
about: each use of ct_declassify and MINT_CT_PUBLIC, as it stands in the code, in
a row of its own that says what becomes public and why that is harmless. With
/dev/null as LIST, prints all uses.
"""

import collections
import pathlib
import re
import sys

USE = re.compile(r"\b(?:ct_declassify|MINT_CT_PUBLIC)\(")
DEFINED_IN = "core/base/ct.h"


def uses(text):
    """Each call, to its closing parenthesis, on one line."""
    text = re.sub(r"//[^\n]*", "", text)
    for found in USE.finditer(text):
        depth, end = 1, found.end()
        while depth > 0:
            depth += {"(": 1, ")": -1}.get(text[end], 0)
            end += 1
        yield " ".join(text[found.start() : end].split()).replace("( ", "(")


def in_code(folders):
    count = collections.Counter()
    for folder in folders:
        for path in sorted(pathlib.Path(folder).rglob("*.[ch]")):
            if str(path) != DEFINED_IN:
                text = path.read_text(encoding="utf-8")
                count.update((str(path), use) for use in uses(text))
    return count


def in_list(file):
    count = collections.Counter()
    for line in pathlib.Path(file).read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)]
        if len(cells) == 6 and cells[1].startswith("`core/"):
            path = cells[1].strip("`")
            use = cells[2].strip("`").replace(r"\|", "|")
            if not cells[3] or not cells[4]:
                print(f"no word of what or why: {path}: {use}")
            count[path, use] += 1
    return count


def main():
    listed, code = in_list(sys.argv[1]), in_code(sys.argv[2:])
    for path, use in sorted((code - listed).elements()):
        print(f"not listed: {path}: {use}")
    for path, use in sorted((listed - code).elements()):
        print(f"not in the code: {path}: {use}")


if len(sys.argv) < 3:
    sys.exit(__doc__)
main()
