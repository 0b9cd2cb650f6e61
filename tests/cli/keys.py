# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
"""usage: keys.py make KEY DIRECTORY
       keys.py leaks KEY FILE...

make: writes keys that are weak, broken or badly encoded into DIRECTORY, made
from the good RSA key KEY. leaks: fails if a private number of KEY is in one of
the files, in any usual spelling. KEY is PKCS#1, PKCS#8 or OpenSSH's own form,
not encrypted.
"""

import base64
import math
import random
import re
import struct
import sys

NAMES = "n e d p q dp dq qi".split()


# ---- reading and writing


def der_integer(number, pad=b""):
    body = number.to_bytes(max(1, (number.bit_length() + 8) // 8), "big")
    return der(0x02, pad + body)


def der(tag, body):
    size = len(body)
    if size < 128:
        return bytes([tag, size]) + body
    size = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 + len(size)]) + size + body


def read_key(path):
    """The numbers of a private key, by their names."""
    label, text = open(path).read().split("-----")[1:3]
    data = base64.b64decode("".join(text.split()))
    if label == "BEGIN OPENSSH PRIVATE KEY":
        return read_openssh(data)
    if label == "BEGIN PRIVATE KEY":
        data = data[data.index(bytes.fromhex("0500" "0482")) + 6 :]
    numbers, at = [], 4
    while at < len(data):
        at += 1
        size = data[at]
        at += 1
        if size >= 0x80:
            more = size - 0x80
            size = int.from_bytes(data[at : at + more], "big")
            at += more
        numbers.append(int.from_bytes(data[at : at + size], "big"))
        at += size
    return dict(zip(NAMES, numbers[1:]))


def read_openssh(data):
    def take(data):
        size = struct.unpack(">I", data[:4])[0]
        return data[4 : 4 + size], data[4 + size :]

    rest = data[len(b"openssh-key-v1\0") :]
    for _ in range(3):  # cipher, KDF, its options
        _, rest = take(rest)
    _, rest = take(rest[4:])  # one key; its public part
    private, _ = take(rest)
    _, private = take(private[8:])  # two check words; the type
    key = {}
    for name in "n e d qi p q".split():
        number, private = take(private)
        key[name] = int.from_bytes(number, "big")
    key["dp"], key["dq"] = key["d"] % (key["p"] - 1), key["d"] % (key["q"] - 1)
    return key


def armor(data, label="RSA PRIVATE KEY"):
    text = base64.b64encode(data).decode()
    lines = [text[i : i + 64] for i in range(0, len(text), 64)]
    edge = "-----%s " + label + "-----"
    return "\n".join([edge % "BEGIN"] + lines + [edge % "END", ""])


def pkcs1(key, version=0, **pads):
    body = der_integer(version)
    for name in NAMES:
        body += der_integer(key[name], pads.get(name, b""))
    return der(0x30, body)


def string(data):
    return struct.pack(">I", len(data)) + data


def mpint(number):
    return string(number.to_bytes((number.bit_length() + 8) // 8, "big"))


def line(blob, kind="ssh-rsa", comment="weak@test"):
    return "%s %s %s\n" % (kind, base64.b64encode(blob).decode(), comment)


def blob(e, n, kind=b"ssh-rsa"):
    return string(kind) + mpint(e) + mpint(n)


# ---- numbers

rng = random.Random(20260101)  # the same keys every time


def is_prime(n):
    if any(n % small == 0 for small in SMALL):
        return False
    odd, twos = n - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    for _ in range(8):
        x = pow(rng.randrange(2, n - 1), odd, n)
        if x in (1, n - 1):
            continue
        for _ in range(twos - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


SMALL = [p for p in range(2, 2000) if all(p % d for d in range(2, int(p**0.5) + 1))]


def prime(start, e=65537):
    """The first prime from `start` on that goes with `e`."""
    n = start | 1
    while math.gcd(n - 1, e) != 1 or not is_prime(n):
        n += 2
    return n


def whole(p, q, e=65537, d=None):
    """The key of these primes."""
    order = (p - 1) * (q - 1) // math.gcd(p - 1, q - 1)
    if d is None:
        d = pow(e, -1, order)
    else:
        e = pow(d, -1, order)
    return {
        "n": p * q,
        "e": e,
        "d": d,
        "p": p,
        "q": q,
        "dp": d % (p - 1),
        "dq": d % (q - 1),
        "qi": pow(q, -1, p),
    }


def prime_2048():
    """A prime of 2048 bits that looks random, as those of RFC 3526 do not."""
    start = random.Random(2048).getrandbits(2048) | 1 << 2047
    return start + 663  # the first from there on; it was searched once


# ---- the keys


def publics(key):
    n, e, p, q = key["n"], key["e"], key["p"], key["q"]
    prefix = string(b"ssh-rsa")
    n_bytes = n.to_bytes(256, "big")
    yield "ok", line(blob(e, n))
    for value in (0, 1, 2, 3, 35, 37, 65535, 65536, 65539, 2**32 + 1):
        yield "e%d" % value, line(blob(value, n))
    yield "e_huge", line(blob(n - 2, n))
    yield "n_even", line(blob(e, n - 1))
    yield "n_1024", line(blob(e, p))
    yield "n_2047", line(blob(e, n >> 1 | 1))
    yield "n_2049", line(blob(e, n << 1 | 1))
    yield "n_16386", line(blob(e, 1 << 16385 | 1))
    yield "n_factor3", line(blob(e, 3 * (n // 3 | 1)))
    yield "n_square", line(blob(e, p * p))
    yield "n_prime", line(blob(e, prime_2048()))
    yield "n_0", line(blob(e, 0))
    yield "n_1", line(blob(e, 1))
    # Several rules at once: e = 1, even, small, few and an odd number of bits.
    yield "all_bad", line(blob(1, 3 << 997))
    # badly encoded
    yield "n_negative", line(prefix + mpint(e) + string(n_bytes))
    yield "n_not_minimal", line(prefix + mpint(e) + string(b"\0\0" + n_bytes))
    yield "e_not_minimal", line(prefix + string(b"\0\1\0\1") + mpint(n))
    yield "trailing", line(blob(e, n) + b"\0")
    yield "cut", line(blob(e, n)[:-1])
    yield "swapped", line(prefix + mpint(n) + mpint(e))
    yield "type_sha2", line(blob(e, n, b"rsa-sha2-256"), "rsa-sha2-256")
    yield "type_differs", line(blob(e, n), "ssh-dss")


def privates(key):
    def changed(**values):
        return armor(pkcs1(dict(key, **values)))

    p, q, d, n = key["p"], key["q"], key["d"], key["n"]
    order = (p - 1) * (q - 1) // math.gcd(p - 1, q - 1)
    data = pkcs1(key)
    yield "ok", armor(data)
    yield "swapped_ok", armor(pkcs1(whole(q, p)))
    yield "bad_n", changed(n=n + 2)
    yield "bad_e", changed(e=65539)
    yield "bad_d", changed(d=d + 2)
    yield "d0", changed(d=0)
    yield "d_large", changed(d=d + order * (n // order + 1))
    yield "bad_p", changed(p=p + 2)
    yield "bad_q", changed(q=q + 2)
    yield "bad_dp", changed(dp=key["dp"] ^ 4)
    yield "bad_dq", changed(dq=key["dq"] ^ 4)
    yield "bad_qi", changed(qi=key["qi"] ^ 4)
    yield "crt0", changed(dp=0, dq=0, qi=0)
    # consistent, and weak
    yield "composite_p", armor(pkcs1(whole(next_composite(p), q)))
    yield "close", armor(pkcs1(whole(prime(p + 2), p)))
    # p is a few bits longer than q.
    small = prime(rng.getrandbits(1021) | 3 << 1019)
    large = prime((rng.getrandbits(2048) | 1 << 2047) // small)
    yield "unequal", armor(pkcs1(whole(large, small)))
    small_d = prime(1 << 500)
    while math.gcd(small_d, order) != 1:
        small_d = prime(small_d + 2)
    yield "small_d", armor(pkcs1(whole(p, q, d=small_d)))
    # badly encoded
    yield "trailing_in", armor(der(0x30, data[4:] + der_integer(1)))
    yield "trailing_after", armor(data + b"\0")
    yield "not_minimal", armor(pkcs1(key, n=b"\0"))
    head = b"\x02\x82\x01\x01"  # of the modulus
    yield "negative", armor(data.replace(head + b"\0", head + b"\xff", 1))
    yield "version1", armor(pkcs1(key, version=1))
    yield "cut", armor(data[:-20])
    yield "public_inside", armor(der(0x30, der_integer(n) + der_integer(key["e"])))


def next_composite(p):
    """The first number after `p` that is not a prime but passes for one in
    trial division, and goes with e."""
    n = p + 2
    while any(n % s == 0 for s in SMALL) or is_prime(n) or math.gcd(n - 1, 65537) != 1:
        n += 2
    return n


def make(key_path, directory):
    key = read_key(key_path)
    for name, text in publics(key):
        with open("%s/%s.pub" % (directory, name), "w") as out:
            out.write(text)
    for name, text in privates(key):
        with open("%s/%s.pem" % (directory, name), "w") as out:
            out.write(text)


# ---- leaks


def needles(number):
    """Pieces of a number, any of which betrays it: (kind, bytes)."""
    data = number.to_bytes((number.bit_length() + 7) // 8, "big")
    size = 15
    for at in range(0, len(data) - size, size):
        yield "raw", data[at : at + size]
        yield "raw", data[at : at + size][::-1]
    for piece in re.findall(".{30}", data.hex()):
        yield "hex", piece.encode()
    for piece in re.findall(".{40}", str(number)):
        yield "text", piece.encode()
    for shift in range(3):
        text = base64.b64encode(data[shift : len(data) - (len(data) - shift) % 3])
        for piece in re.findall(b".{24}", text):
            yield "text", piece


def leaks(key_path, paths):
    key = read_key(key_path)
    found = False
    for path in paths:
        raw = open(path, "rb").read()
        text = re.sub(rb"\s|\\n", b"", raw)
        views = {
            "raw": raw,
            "text": text,
            "hex": re.sub(rb"[:,]|0x|\\x", b"", text).lower(),
        }
        for name in NAMES[2:]:
            if any(piece in views[kind] for kind, piece in needles(key[name])):
                print("%s: %s of the key is in it" % (path, name))
                found = True
    return found


if __name__ == "__main__":
    verb, arguments = sys.argv[1], sys.argv[2:]
    if verb == "make":
        make(*arguments)
    elif verb == "leaks":
        sys.exit(1 if leaks(arguments[0], arguments[1:]) else 0)
    else:
        sys.exit(__doc__)
