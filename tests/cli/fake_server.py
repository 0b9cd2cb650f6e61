#!/usr/bin/env python3
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0

"""A server that means harm: fake_server.py PORT_FILE MODE [ARGUMENT]...

It listens on a free port of the loopback interface, writes the port's number
into PORT_FILE, and treats every client as MODE says.

  relay PORT...  no harm: hands the first client on to the first port, the
                 second to the second, all later ones to the last
"""

import os
import select
import socket
import struct
import sys
import threading
import time

BANNER = b"SSH-2.0-OpenSSH_9.2p1\r\n"


def string(data):
    return struct.pack(">I", len(data)) + data


def packet(payload):
    """A packet as it is before the first keys."""
    padding = 8 - (len(payload) + 5) % 8
    padding += 8 if padding < 4 else 0
    return (
        struct.pack(">IB", len(payload) + padding + 1, padding)
        + payload
        + bytes(padding)
    )


def kexinit(hostkeys=b"ssh-ed25519,rsa-sha2-512,ecdsa-sha2-nistp256"):
    lists = [b"curve25519-sha256", hostkeys]
    lists += [b"aes256-ctr,aes256-gcm@openssh.com"] * 2 + [b"hmac-sha2-256"] * 2
    lists += [b"none"] * 2 + [b""] * 2
    return b"\x14" + os.urandom(16) + b"".join(map(string, lists)) + bytes(5)


def reply(blob, signature=b"x" * 64):
    """The end of a key exchange, with any host key."""
    point = os.urandom(31) + b"\x10"
    return (
        b"\x1f"
        + string(blob)
        + string(point)
        + string(string(b"ssh-ed25519") + string(signature))
    )


def drip(client, data, pause):
    for byte in data:
        client.sendall(bytes([byte]))
        time.sleep(pause)


def endless(client, data):
    while True:
        client.sendall(data)


def wait(client):
    while client.recv(65536):
        pass


def exchange(client, *payloads):
    """Speaks the protocol up to the host key, then sends these."""
    client.sendall(BANNER + packet(kexinit()))
    time.sleep(0.3)
    client.sendall(b"".join(map(packet, payloads)))
    wait(client)


def reset(client):
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


ED25519 = string(b"ssh-ed25519") + string(os.urandom(32))

MODES = {
    "silent": wait,
    "reset": reset,
    "close": lambda c: None,
    "banner": lambda c: (c.sendall(BANNER), wait(c)),
    "banner_close": lambda c: c.sendall(BANNER),
    "banner_slow": lambda c: drip(c, BANNER, 1),
    "banner_lines": lambda c: endless(c, b"welcome\r\n" * 100),
    "banner_long": lambda c: endless(c, b"SSH-2.0-" + b"x" * 4096),
    "banner_escape": lambda c: (
        c.sendall(b"\x1b]0;owned\x07\x1b[2J\xff\xfeSSH-1.0-x\r\n"),
        wait(c),
    ),
    "http": lambda c: c.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n"),
    "random": lambda c: endless(c, os.urandom(4096)),
    "zeros": lambda c: endless(c, BANNER + bytes(4096)),
    "packet_huge": lambda c: (c.sendall(BANNER + b"\xff" * 64), wait(c)),
    "packet_large": lambda c: (
        c.sendall(BANNER + struct.pack(">IB", 262144, 4)),
        endless(c, b"A" * 4096),
    ),
    "packet_slow": lambda c: (c.sendall(BANNER), drip(c, packet(kexinit()), 0.5)),
    "packet_ignore": lambda c: (
        c.sendall(BANNER),
        endless(c, packet(b"\x02" + string(b"x" * 100))),
    ),
    "kex_garbage": lambda c: (
        c.sendall(BANNER + packet(b"\x14" + os.urandom(500))),
        wait(c),
    ),
    "kex_empty": lambda c: (
        c.sendall(BANNER + packet(b"\x14" + bytes(16) + bytes(45))),
        wait(c),
    ),
    "keys_other": lambda c: (
        c.sendall(BANNER + packet(kexinit(b"ssh-dss,x@y"))),
        wait(c),
    ),
    "kex_stops": lambda c: exchange(c),
    "kex_disconnect": lambda c: exchange(
        c,
        b"\x01" + struct.pack(">I", 2) + string(b"\x1b[2Jbye\nsshmint: ok") + string(b""),
    ),
    "key_empty": lambda c: exchange(c, reply(b"")),
    "key_garbage": lambda c: exchange(c, reply(os.urandom(100))),
    "key_long": lambda c: exchange(c, reply(string(b"ssh-ed25519") + string(b"x" * 30000))),
    "key_length": lambda c: exchange(c, reply(b"\xff\xff\xff\xffssh-ed25519")),
    "key_short": lambda c: exchange(c, reply(string(b"ssh-ed25519") + string(b"x"))),
    "key_type": lambda c: exchange(
        c, reply(string(b"ssh-rsa") + string(b"\x03") + string(b"\x00" + b"\xff" * 255))
    ),
    # A key that the server does not have: the signature is not its own.
    "key_stolen": lambda c: exchange(c, reply(ED25519), b"\x15"),
    "key_newkeys": lambda c: exchange(c, b"\x15"),
    "key_auth": lambda c: exchange(c, b"\x34"),
}


def relay(client, port):
    """Hands all bytes on, both ways, until one side ends."""
    server = socket.create_connection(("127.0.0.1", port))
    while True:
        for ready in select.select([client, server], [], [])[0]:
            data = ready.recv(65536)
            if not data:
                return
            (server if ready is client else client).sendall(data)


def serve(client, number, mode, arguments):
    try:
        if mode == "relay":
            relay(client, int(arguments[min(number, len(arguments) - 1)]))
        else:
            MODES[mode](client)
    except OSError:
        pass
    client.close()


def main():
    file, mode, *arguments = sys.argv[1:]
    if mode == "list":
        print("\n".join(MODES))
        return
    listener = socket.create_server(("127.0.0.1", 0))
    with open(file + ".new", "w", encoding="ascii") as out:
        out.write(f"{listener.getsockname()[1]}\n")
    os.rename(file + ".new", file)
    number = 0
    while True:
        client, _ = listener.accept()
        threading.Thread(
            target=serve, args=(client, number, mode, arguments), daemon=True
        ).start()
        number += 1


main()
