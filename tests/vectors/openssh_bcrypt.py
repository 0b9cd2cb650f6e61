#!/usr/bin/env python3
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# usage: openssh_bcrypt.py
#
# Prints known answers of bcrypt_pbkdf, one a line:
#
#   derive ROUNDS PASSPHRASE_LEN SALT_LEN KEY
#   keygen CIPHER ROUNDS PASSPHRASE_LEN SALT SEALED
#
# The first kind comes from the implementation below, which was written from
# bcrypt_pbkdf(3) and shares nothing with the core's. The second kind is cut out
# of files that ssh-keygen wrote: SEALED is the private part of an ED25519 key
# with its tag. Where the work is small, both are held against each other.
# KEY, SALT and SEALED are hexadecimal; byte i of a passphrase, and of a salt of
# the first kind, is i * 7 modulo 256, and of a passphrase of the second kind
# the letter number i modulo 26.

import base64
import hashlib
import os
import struct
import subprocess
import tempfile

MAGIC = b"OxychromaticBlowfishSwatDynamite"
MASK = 0xFFFFFFFF


def pi_words(count):
    """The first words of pi's fraction, by Gauss's formula."""
    bits = 32 * count
    one = 1 << (bits + 64)

    def atan(x):
        total, power, k = 0, one // x, 0
        while power:
            total += (power if k % 2 == 0 else -power) // (2 * k + 1)
            power //= x * x
            k += 1
        return total

    pi = 4 * (12 * atan(18) + 8 * atan(57) - 5 * atan(239))
    digits = ((pi - 3 * one) >> 64).to_bytes(bits // 8, "big")
    return list(struct.unpack(f">{count}I", digits))


PI = pi_words(18 + 1024)


class Blowfish:
    def __init__(self):
        self.p = PI[:18]
        self.s = [PI[18 + 256 * i:18 + 256 * (i + 1)] for i in range(4)]

    def encrypt(self, left, right):
        s0, s1, s2, s3 = self.s
        for i in range(16):
            left ^= self.p[i]
            f = (s0[left >> 24] + s1[left >> 16 & 255]) ^ s2[left >> 8 & 255]
            right ^= (f + s3[left & 255]) & MASK
            left, right = right, left
        left, right = right, left
        return left ^ self.p[17], right ^ self.p[16]

    def schedule(self, key, data=bytes(64)):
        keys = struct.unpack(">16I", key) * 2
        self.p = [p ^ k for p, k in zip(self.p, keys)]
        words = struct.unpack(">16I", data)
        left = right = at = 0
        for box in [self.p] + self.s:
            for i in range(0, len(box), 2):
                left, right = self.encrypt(left ^ words[at % 16],
                                           right ^ words[at % 16 + 1])
                box[i], box[i + 1] = left, right
                at += 2


def bcrypt_hash(password, salt):
    cipher = Blowfish()
    cipher.schedule(password, salt)
    for _ in range(64):
        cipher.schedule(salt)
        cipher.schedule(password)
    words = list(struct.unpack(">8I", MAGIC))
    for _ in range(64):
        for i in range(0, 8, 2):
            words[i:i + 2] = cipher.encrypt(words[i], words[i + 1])
    return struct.pack("<8I", *words)


def bcrypt_pbkdf(password, salt, length, rounds):
    password = hashlib.sha512(password).digest()
    stride = (length + 31) // 32
    key = bytearray(length)
    for block in range(stride):
        data = salt + struct.pack(">I", block + 1)
        total = 0
        for _ in range(rounds):
            data = bcrypt_hash(password, hashlib.sha512(data).digest())
            total ^= int.from_bytes(data, "big")
        for i, byte in enumerate(total.to_bytes(32, "big")):
            if i * stride + block < length:
                key[i * stride + block] = byte
    return bytes(key)


def binary(length):
    return bytes(i * 7 % 256 for i in range(length))


def letters(length):
    return bytes(97 + i % 26 for i in range(length))


def get_string(data):
    length = struct.unpack(">I", data[:4])[0]
    return data[4:4 + length], data[4 + length:]


def keygen(cipher, rounds, length):
    """The salt, and what ssh-keygen sealed."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "key")
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-C", "", "-a",
                        str(rounds), "-Z", cipher, "-N",
                        letters(length).decode(), "-f", path], check=True)
        with open(path, encoding="ascii") as file:
            rest = base64.b64decode("".join(file.read().split("\n")[1:-2]))
    rest = rest[len("openssh-key-v1") + 1:]
    _, rest = get_string(rest)
    _, rest = get_string(rest)
    options, rest = get_string(rest)
    _, rest = get_string(rest[4:])
    return get_string(options)[0], rest[4:]


def opens(key, sealed):
    """Whether AES-256-CTR with `key` opens the private part."""
    out = subprocess.run(["openssl", "enc", "-d", "-aes-256-ctr", "-K",
                          key[:32].hex(), "-iv", key[32:].hex()],
                         input=sealed, stdout=subprocess.PIPE, check=True)
    return out.stdout[:4] == out.stdout[4:8]


def main():
    assert PI[:2] == [0x243F6A88, 0x85A308D3]
    for rounds, length, salt_len, key_len in [
            (1, 1, 1, 1), (1, 8, 4, 16), (2, 9, 16, 31), (3, 16, 16, 32),
            (2, 63, 17, 33), (1, 64, 60, 48), (2, 65, 64, 64), (1, 71, 107, 65),
            (1, 72, 108, 96), (1, 73, 111, 97), (1, 111, 112, 100),
            (1, 112, 123, 128), (1, 127, 124, 40), (4, 128, 128, 24),
            (5, 129, 256, 12), (1, 255, 1023, 20), (1, 1023, 1024, 47),
            (1, 33, 16, 1023), (1, 34, 16, 1024)]:
        key = bcrypt_pbkdf(binary(length), binary(salt_len), key_len, rounds)
        print("derive", rounds, length, salt_len, key.hex(), flush=True)
    ciphers = ["aes256-ctr", "aes192-ctr", "aes128-ctr", "aes256-cbc",
               "aes192-cbc", "aes128-cbc", "aes256-gcm@openssh.com",
               "aes128-gcm@openssh.com", "chacha20-poly1305@openssh.com"]
    lengths = [1, 2, 7, 8, 15, 16, 31, 32, 55, 56, 63, 64, 71, 72, 73, 111, 112,
               127, 128, 255, 256, 511, 512, 1023]
    for i, length in enumerate(lengths + [5, 6, 9, 10, 17, 18, 33, 34, 40]):
        cipher, rounds = ciphers[i % len(ciphers)], 1 + i % 4
        if i >= len(lengths):
            rounds = [16, 24, 7, 11, 2, 3, 5, 6, 8][i - len(lengths)]
        salt, sealed = keygen(cipher, rounds, length)
        print("keygen", cipher, rounds, length, salt.hex(), sealed.hex(),
              flush=True)
        if cipher == "aes256-ctr":
            key = bcrypt_pbkdf(letters(length), salt, 48, rounds)
            assert opens(key, sealed)


main()
