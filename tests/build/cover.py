#!/usr/bin/env python3
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
"""usage: cover.py SUMMARY

Prints what llvm-cov's summary says of each file of core/ and cli/, and ends
with 1 if the readers' share is less than it has to be.
"""

import json
import sys

READERS = ("core/text/", "core/format/")
NEEDED = {"lines": 95, "branches": 90}


def share(files, kind):
    """Of these files, in percent; 100 where there is nothing to count."""
    count = sum(file["summary"][kind]["count"] for file in files)
    covered = sum(file["summary"][kind]["covered"] for file in files)
    return 100 * covered / count if count else 100.0


def line(name, files):
    shares = (share(files, kind) for kind in NEEDED)
    print(f"{name:<40}" + "".join(f"{value:9.2f} %" for value in shares))


def main():
    with open(sys.argv[1], encoding="utf-8") as summary:
        files = json.load(summary)["data"][0]["files"]
    for file in files:
        name = file["filename"]
        file["name"] = min(
            (name[name.find(top) :] for top in ("core/", "cli/") if top in name),
            key=len,
            default=name,
        )
    files = sorted(files, key=lambda file: file["name"])
    print(f"{'':<40}" + "".join(f"{kind:>11}" for kind in NEEDED))
    for file in files:
        line(file["name"], [file])
    readers = [file for file in files if file["name"].startswith(READERS)]
    if not readers:
        print("cover: no reader among the files", file=sys.stderr)
        return 1
    line("core/", [file for file in files if file["name"].startswith("core/")])
    line("core/text/ and core/format/", readers)
    missed = [kind for kind in NEEDED if share(readers, kind) < NEEDED[kind]]
    for kind in missed:
        print(f"cover: less than {NEEDED[kind]} % of {kind}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
