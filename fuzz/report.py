#!/usr/bin/env python3
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
"""usage: report.py FOUND COVERAGE

What fuzzing has done so far, as a table: the runs that ./x fuzz noted in
FOUND/runs, and the lines that each target's inputs reach of the files it is
for, out of llvm-cov's COVERAGE/TARGET.json.
"""

import json
import os
import sys

# Whose lines each target is there to reach.
FILES = {
    "armor": ["core/text/armor.c", "core/format/pem.c"],
    "base64": ["core/text/base64.c"],
    "bcrypt": ["core/format/bcrypt.c"],
    "check": ["core/key/check.c", "core/key/check_private.c", "core/key/weak"],
    "convert": ["core/out/write.c", "core/format/openssh_write.c"],
    "fingerprint": [
        "core/format/curve.c",
        "core/format/sshpub.c",
        "core/out/fingerprint.c",
    ],
    "line": ["core/text/line.c", "core/format/publine.c"],
    "openssh": ["core/format/openssh.c", "core/format/openssh_cipher.c"],
    "options": ["cli/options.c", "cli/keygen_compat.c", "cli/escape.c"],
    "peers": ["core/format/parse.c"],
    "pins": [
        "cli/host/pins.c",
        "cli/host/azure_reply.c",
        "cli/host/boot_log.c",
        "cli/host/known_hosts.c",
        "cli/host/known_match.c",
        "cli/host/name.c",
    ],
    "pkcs1": ["core/format/pkcs.c"],
    "pkcs8": ["core/format/pkcs8.c", "core/format/pbes2.c"],
    "policy": ["cli/policy/file.c", "cli/policy/merge.c", "cli/policy/text.c"],
    "ppk": ["core/format/ppk"],
    "read": [
        "core/format/parse.c",
        "core/format/parts.c",
        "core/format/pem_cipher.c",
        "core/format/wire.c",
        "core/text/text.c",
    ],
    "repair": ["core/text/repair", "core/text/utf16.c"],
    "rfc4716": ["core/format/rfc4716.c"],
    "screen": ["core/prime/screen"],
    "spki": ["core/format/spki.c"],
}


def reached(path, starts):
    """Lines of the files whose names begin so, in percent."""
    with open(path, encoding="utf-8") as summary:
        files = json.load(summary)["data"][0]["files"]
    lines = [
        file["summary"]["lines"]
        for file in files
        if any(f"/{start}" in f"/{file['filename']}" for start in starts)
    ]
    count = sum(part["count"] for part in lines)
    if not count:
        sys.exit(f"{path}: none of {', '.join(starts)}")
    return 100 * sum(part["covered"] for part in lines) / count


def main():
    found, coverage = sys.argv[1:]
    runs = {}
    with open(os.path.join(found, "runs"), encoding="utf-8") as lines:
        for line in lines:
            _, engine, target, *numbers = line.rstrip("\n").split("\t")
            runs.setdefault(target, []).append((engine, *map(int, numbers)))
    unknown = sorted(set(runs) - set(FILES))
    if unknown:
        sys.exit(f"report.py: of which files are these? {', '.join(unknown)}")
    print("| target | seconds | executions | a second | edges | inputs | lines of |")
    print("|---|--:|--:|--:|--:|--:|---|")
    total = [0, 0]
    for target in sorted(FILES):
        mine = [run[1:] for run in runs.get(target, []) if run[0] == "libfuzzer"]
        others = [run for run in runs.get(target, []) if run[0] != "libfuzzer"]
        total[0] += sum(run[1] for run in others) + sum(run[0] for run in mine)
        total[1] += sum(run[2] for run in others) + sum(run[1] for run in mine)
        if not mine:
            continue
        seconds, executions = sum(run[0] for run in mine), sum(run[1] for run in mine)
        share = reached(os.path.join(coverage, f"{target}.json"), FILES[target])
        names = ", ".join(f"`{name}`" for name in FILES[target])
        print(
            f"| `{target}` | {seconds} | {executions} | {executions // max(1, seconds)}"
            f" | {mine[-1][2]} | {mine[-1][3]} | {share:.1f} % of {names} |"
        )
    print(f"\n{total[1]} executions in {total[0]} seconds, all engines.")


if __name__ == "__main__":
    main()
