#!/usr/bin/env python3
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
"""Makes a block list of RSA keys for `sshmint check --blocklist`.

usage: python3 blocklist.py [FILE...] > LIST

Reads text (standard input without a FILE) and takes from each line the first of

  ssh-rsa AAAA...     a public key, wherever it stands in the line
  Modulus=C0FFEE...   what `openssl rsa -noout -modulus` prints
  C0FFEE...           the modulus alone, in hexadecimal, at least 512 bits

Empty lines and lines that begin with # are skipped; any other line is an error,
so that no key is left out in silence. Keys of other forms are first turned into
lines: `sshmint public FILE`, `ssh-keygen -yf FILE` or `ssh-keygen -if FILE`.

The list is "sshmint-blocklist-1", a newline, and the first 15 bytes of SHA-256
over each modulus (big-endian, no leading zeros), in ascending order, none
twice.
"""

import base64
import binascii
import hashlib
import re
import sys

MAGIC = b"sshmint-blocklist-1\n"
ENTRY = 15
LINE = re.compile(rb"(?:^|[ \t])ssh-rsa[ \t]+([A-Za-z0-9+/]+={0,2})(?:[ \t]|$)")
HEX = re.compile(rb"^(?:Modulus=)?([0-9A-Fa-f]{128,})$")


def modulus_of_blob(blob):
    """The third string of an ssh-rsa blob (RFC 4253 section 6.6)."""
    fields = []
    while blob:
        if len(blob) < 4:
            raise ValueError("the key is cut short")
        size = int.from_bytes(blob[:4], "big")
        if size > len(blob) - 4:
            raise ValueError("the key is cut short")
        fields.append(blob[4 : 4 + size])
        blob = blob[4 + size :]
    if len(fields) != 3 or fields[0] != b"ssh-rsa":
        raise ValueError("no ssh-rsa key")
    return fields[2].lstrip(b"\0")


def modulus_of_line(line):
    key = LINE.search(line)
    if key:
        try:
            return modulus_of_blob(base64.b64decode(key.group(1), validate=True))
        except binascii.Error as error:
            raise ValueError("no base64") from error
    digits = HEX.match(line)
    if digits:
        text = digits.group(1)
        return bytes.fromhex((b"0" * (len(text) % 2) + text).decode()).lstrip(b"\0")
    raise ValueError("neither a key nor a modulus")


def main(names):
    entries = set()
    for name in names or ["-"]:
        with sys.stdin.buffer if name == "-" else open(name, "rb") as lines:
            for number, line in enumerate(lines, 1):
                line = line.strip()
                if not line or line.startswith(b"#"):
                    continue
                try:
                    modulus = modulus_of_line(line)
                except ValueError as error:
                    sys.exit(f"blocklist.py: {name}:{number}: {error}")
                entries.add(hashlib.sha256(modulus).digest()[:ENTRY])
    sys.stdout.buffer.write(MAGIC + b"".join(sorted(entries)))
    print(f"blocklist.py: {len(entries)} keys", file=sys.stderr)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except OSError as error:
        sys.exit(f"blocklist.py: {error}")
