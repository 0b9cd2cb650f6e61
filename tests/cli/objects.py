# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
"""usage: objects.py FILE EXPRESSION...

FILE holds one JSON object a line. Fails unless all are strict JSON in ASCII
and every Python expression over the list `o` of them is true.
"""

import json
import sys


def unique(pairs):
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names):
        raise ValueError("a name is there twice: %s" % names)
    return dict(pairs)


def no_constant(name):
    raise ValueError("not JSON: " + name)


text = open(sys.argv[1], "rb").read().decode("ascii")
if text and not text.endswith("\n"):
    sys.exit("the last line has no end")
o = [
    json.loads(line, object_pairs_hook=unique, parse_constant=no_constant)
    for line in text.splitlines()
]
if not o or not all(isinstance(one, dict) for one in o):
    sys.exit("not an object a line")
for expression in sys.argv[2:]:
    if not eval(expression, {"o": o}):
        sys.exit("not true: " + expression)
