# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
"""usage: memory.py text PID TEXT
       memory.py key KEY COMMAND...

Where a secret lies in the memory of a process. text: TEXT, in the process PID.
key: the private numbers of the key KEY that COMMAND, which prints something at
its end, has just written; it is looked at when it wants to print, and stopped.

Fails if some of it lies where it may be swapped out (not locked) or dumped.
"""

import fcntl
import os
import re
import subprocess
import sys
import time

sys.dont_write_bytecode = True
import keys


def mappings(pid):
    """(first, end, name, flags) of every mapping that can be read."""
    for entry in re.split(r"\n(?=[0-9a-f]+-)", open("/proc/%d/smaps" % pid).read()):
        head = entry.split("\n", 1)[0].split(None, 5)
        first, end = (int(x, 16) for x in head[0].split("-"))
        flags = re.search(r"VmFlags: (.*)", entry).group(1).split()
        name = head[5] if len(head) > 5 else "anonymous"
        if head[1].startswith("r") and name not in ("[vvar]", "[vsyscall]"):
            yield first, end, name, flags


def scan(pid, needles):
    """Fails if a needle lies in the open; returns how many were found."""
    found, open_places = 0, set()
    with open("/proc/%d/mem" % pid, "rb", 0) as memory:
        for first, end, name, flags in mappings(pid):
            try:
                memory.seek(first)
                data = memory.read(end - first)
            except (OSError, ValueError):
                continue
            for needle in needles:
                if needle in data:
                    found += 1
                    if "lo" not in flags or "dd" not in flags:
                        at = first + data.index(needle)
                        open_places.add("%x %s %s" % (at, name, " ".join(flags)))
    for place in sorted(open_places)[:3]:
        print("in the open: " + place)
    print("in the open: %d, found: %d" % (len(open_places), found))
    if not found:
        sys.exit("it was not found at all: this shows nothing")
    return not open_places


def run_to_print(key_path, command):
    """Lets `command` run until it prints: its output is a pipe that is full."""
    read_end, write_end = os.pipe()
    size = fcntl.fcntl(write_end, fcntl.F_GETPIPE_SZ)
    os.write(write_end, b"x" * size)
    child = subprocess.Popen(command, stdout=write_end)
    for _ in range(600):
        stat = open("/proc/%d/stat" % child.pid).read().rpartition(")")[2]
        if os.path.exists(key_path) and stat.split()[0] == "S":
            return child
        time.sleep(0.05)
    child.kill()
    sys.exit("it has not written the key")


def numbers(key_path):
    key = keys.read_key(key_path)
    for name in ("d", "p", "q", "dp", "dq", "qi"):
        size = (key[name].bit_length() + 7) // 8
        data = key[name].to_bytes(size, "big")
        for at in range(0, size - 16, 16):
            yield data[at : at + 16]
            yield data[at : at + 16][::-1]
    text = open(key_path).read().split("\n")
    # The first lines are of the public modulus.
    for line in text[8:-3]:
        yield line.encode()


if __name__ == "__main__":
    if sys.argv[1] == "text":
        ok = scan(int(sys.argv[2]), [sys.argv[3].encode()])
    else:
        child = run_to_print(sys.argv[2], sys.argv[3:])
        try:
            ok = scan(child.pid, set(numbers(sys.argv[2])))
        finally:
            child.kill()
            child.wait()
    sys.exit(0 if ok else 1)
