#!/usr/bin/env python3
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
"""Packs seeds for OSS-Fuzz: the same inputs give the same bytes, whatever their
dates and wherever they lie.

usage: seeds.py ZIP INPUT...
"""

import hashlib
import sys
import zipfile


def main():
    inputs = {}
    for path in sys.argv[2:]:
        with open(path, "rb") as file:
            data = file.read()
        # Named by its content: regressions/ may have a name of corpus/ again.
        inputs[hashlib.sha1(data).hexdigest()] = data
    # Stored as they are: what compression makes of them depends on the zlib.
    with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_STORED) as archive:
        for name, data in sorted(inputs.items()):
            archive.writestr(zipfile.ZipInfo(name), data)


main()
