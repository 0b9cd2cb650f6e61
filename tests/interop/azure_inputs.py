# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
"""usage: azure_inputs.py VECTORS WEAK DIRECTORY

Writes what people hand to Azure, good and bad, into DIRECTORY: made from the
keys of tests/vectors/ssh and from the weak ones of tests/cli/keys.py.
"""

import os
import sys

vectors, weak, directory = sys.argv[1:]


def read(name, folder=vectors):
    with open(os.path.join(folder, name), "rb") as file:
        return file.read()


def wrap(data, width, end=b"\n"):
    return end.join(data[i : i + width] for i in range(0, len(data), width)) + end


def inputs():
    line = read("rsa.pub")
    kind, body = line.split()[:2]
    key = kind + b" " + body
    text = line.strip().decode()

    # good: one line, with comments of every kind
    for i, comment in enumerate(
        ["", " me@here", " a b c", " it's", ' "q"', " $x `y` ${z}", " h\u00e9", " \u4e2d"]
    ):
        yield "comment%d" % i, key + comment.encode() + b"\n"
    yield "no_newline", key
    yield "blank_lines_after", line + b"\n\n"
    yield "blank_after", line.rstrip() + b"  \n"
    yield "crlf", line.replace(b"\n", b"\r\n")
    yield "crlf_only_key", key + b"\r\n"
    yield "legacy_comment", key + b" = ssh-rsa AAAA\n"

    # comments that are not
    yield "comment_escape", key + b" a\x1b[31mb\n"
    yield "comment_del", key + b" a\x7fb\n"
    yield "comment_long", key + b" " + b"x" * 256 + b"\n"
    yield "comment_bidi", key + " a\u202eb\n".encode()

    # other types
    for name in sorted(os.listdir(vectors)):
        if name.endswith(".pub"):
            yield "vector_" + name[:-4], read(name)

    # weak, broken and badly encoded ones
    for name in sorted(os.listdir(weak)):
        if name.endswith(".pub"):
            yield "weak_" + name[:-4], read(name, weak)

    # encodings
    for name in ("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"):
        yield name, text.encode(name)
    yield "latin1", key + b" h\xe9\n"
    yield "nul", key + b" a\0b\n"

    # around the key
    for i, quote in enumerate(['"%s"', "'%s'", '"%s', "`%s`", "<%s>", "key=%s", "%s;"]):
        yield "around%d" % i, (quote % text).encode() + b"\n"
    for i, before in enumerate([b" ", b"\t", b"\n", b"\r\n", b"  \n  "]):
        yield "indent%d" % i, before + line
    yield "two_blanks", line.replace(b" ", b"  ", 1)
    yield "tab", line.replace(b" ", b"\t", 1)
    yield "bare", body + b"\n"
    yield "bare_comment", body + b" me@here\n"
    for i, options in enumerate(
        ["no-pty", 'from="10.0.0.1"', 'command="echo hi"', "restrict,pty", "host.example"]
    ):
        yield "options%d" % i, options.encode() + b" " + line

    # lines
    for width in (60, 64, 70, 76, 100):
        yield "wrapped%d" % width, wrap(key, width)
        yield "wrapped_crlf%d" % width, wrap(key, width, b"\r\n")
    yield "azure_generated", (
        kind + b" " + wrap(body, 64, b"\r\n").strip() + b" generated-by-azure\r\n"
    )
    yield "two_keys", line + line
    yield "two_types", line + read("ed25519.pub")
    yield "comment_first", b"# mine\n" + line
    yield "comment_after", line + b"# mine\n"
    yield "words_after", line + b"and more\n"

    # cut short, and damaged
    for length in (7, 8, 12, 20, 40, 43, 44, 100, 150, 151, 152, 153, 371):
        yield "short%d" % length, key[:length]
    yield "short_start", key[:100] + key[104:]
    yield "symbol", key[:60] + b"*" + key[61:]
    yield "no_type_in_it", kind + b" " + b"QUJD" * 90
    yield "other_type_in_it", b"ssh-ed25519 " + body
    yield "upper_case", line.replace(b"ssh-rsa", b"SSH-RSA")
    yield "old_name", b"rsa " + body
    yield "sha2_name", b"rsa-sha2-256 " + body
    yield "xmss", b"ssh-xmss@openssh.com AAAAFHNzaC14bXNzQG9wZW5zc2guY29t\n"

    # no key at all
    for i, other in enumerate(
        [b"", b"\n", b"hello\n", b"hello world\n", b"foo AAAAA2Zvbw==\n", b"~/.ssh/id_rsa.pub\n",
         b"{}\n", b"ssh-rsa\n", b"<key>\n", b"C:\\Users\\My Name\\.ssh\\id_rsa.pub\n"]
    ):
        yield "none%d" % i, other

    # blocks
    yield "secsh_crlf", read("rsa_rfc4716.pub").replace(b"\n", b"\r\n")
    yield "secsh_no_end", b"\n".join(read("rsa_rfc4716.pub").split(b"\n")[:-2]) + b"\n"
    for name in ("rsa_spki.pem", "rsa_pkcs1_public.pem", "x509.pem", "request.pem"):
        yield "block_" + name[:-4], read(name)
    for name in (
        "rsa.pem", "rsa_aes256.pem", "rsa_openssh", "rsa_pkcs8.pem", "rsa_pkcs8_sealed.pem",
        "rsa.ppk", "rsa_sshcom", "ec.pem", "dsa_key.pem", "multi_prime.pem", "rsa_wrong_label.pem",
    ):
        yield "private_" + name, read(name)
    yield "private_crlf", read("rsa.pem").replace(b"\n", b"\r\n")
    yield "private_utf16", read("rsa.pem").decode().encode("utf-16")
    yield "private_cut", read("rsa.pem")[:400]


os.makedirs(directory, exist_ok=True)
for name, data in inputs():
    with open(os.path.join(directory, name), "xb") as out:
        out.write(data)
