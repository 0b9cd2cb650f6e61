# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
"""usage: azure_decode.py FILE.TARGET...
       azure_decode.py comments SEED NUMBER

Prints the public key that a reader of TARGET's language finds in the text that
`sshmint azure emit --to TARGET` wrote into the file, a line each. A real reader does it where
there is one (bash, JSON, YAML); the others are written here by the published
rules of the language, and refuse what these do not define. comments: prints
comments, one a line, made of what languages act on.
"""

import json
import random
import subprocess
import sys

import yaml


def string_after(text, mark):
    """What follows the only `mark`."""
    before, found, after = text.partition(mark)
    assert found and mark not in after, "not once: " + mark
    return after


def powershell_string(text):
    """about_Quoting_Rules; to the tokenizer U+2018 to U+201B are quotes too."""
    quotes = "'\u2018\u2019\u201a\u201b"
    assert text[0] in quotes
    out, i = "", 1
    while True:
        if text[i] in quotes:
            if text[i + 1] not in quotes:
                return out
            i += 1
        out += text[i]
        i += 1


def hcl_string(text):
    """HCL native syntax: quoted templates, in which nothing may be active."""
    assert text[0] == '"'
    out, i = "", 1
    while text[i] != '"':
        if text[i] == "\\":
            out += {"\\": "\\", '"': '"'}[text[i + 1]]
            i += 2
        elif text[i : i + 3] in ("$${", "%%{"):
            out += text[i + 1 : i + 3]
            i += 3
        else:
            assert text[i : i + 2] not in ("${", "%{"), "it is active"
            out += text[i]
            i += 1
    return out


def bicep_string(text):
    """Bicep, Data types: strings."""
    assert text[0] == "'" and text[:3] != "'''"
    out, i = "", 1
    while text[i] != "'":
        if text[i] == "\\":
            out += {"\\": "\\", "'": "'", "$": "$"}[text[i + 1]]
            i += 2
        else:
            assert text[i : i + 2] != "${", "it is active"
            out += text[i]
            i += 1
    return out


def words_of_bash(text):
    """The arguments of the one command in the text."""
    name = text.split()[0]
    script = name + "() { printf '%s\\0' \"$@\"; }\n" + text
    done = subprocess.run(
        ["bash", "-c", script], stdout=subprocess.PIPE, check=True, timeout=20
    )
    return done.stdout.decode().split("\0")[:-1]


def option(words, name):
    assert words.count(name) == 1
    return words[words.index(name) + 1]


def arm(text):
    resource = json.loads(text)["resources"][0]
    linux = resource["properties"]["osProfile"]["linuxConfiguration"]
    assert linux["disablePasswordAuthentication"] is True
    (key,) = linux["ssh"]["publicKeys"]
    return key["keyData"]


def cloud_init(text):
    assert text.startswith("#cloud-config\n")
    (user,) = yaml.safe_load(text)["users"]
    (key,) = user["ssh_authorized_keys"]
    return key


def portal(text):
    (line,) = [line for line in text.split("\n") if line.startswith("ssh-rsa ")]
    return line


def raw(text):
    assert text.endswith("\n") and text.count("\n") == 1
    return text[:-1]


READERS = {
    "az": lambda text: option(words_of_bash(text), "--ssh-key-values"),
    "az-sshkey": lambda text: option(words_of_bash(text), "--public-key"),
    "powershell": lambda text: powershell_string(string_after(text, "-PublicKey ")),
    "terraform": lambda text: hcl_string(
        string_after(text, "  public_key          = ")
    ),
    "bicep": lambda text: bicep_string(string_after(text, "keyData: ")),
    "arm-json": arm,
    "cloud-init": cloud_init,
    "portal": portal,
    "raw": raw,
}

PIECES = (
    list("'\"`$%{}\\!#&|;<>()*?~^@:=-+/,. aZ09")
    + ["${", "%{", "$$", "%%", "$${", "%%{", "$(id)", "`id`", "\\n", "\\'", "''"]
    + ["\u2018", "\u2019", "\u201a", "\u201b", "\u201c", "\u201d", "\u2013"]
    + ["\u00e9", "\u4e2d", "\U0001f511", "${HOME}", "$x", "': ", " #", "]]", "@{"]
)


def comments(seed, number):
    source = random.Random(seed)
    for _ in range(number):
        text = "".join(source.choices(PIECES, k=source.randint(1, 30)))
        yield "x" + text + "x"


if __name__ == "__main__":
    if sys.argv[1] == "comments":
        for comment in comments(int(sys.argv[2]), int(sys.argv[3])):
            sys.stdout.buffer.write(comment.encode() + b"\n")
    else:
        for name in sys.argv[1:]:
            with open(name, encoding="utf-8", newline="") as file:
                key = READERS[name.rpartition(".")[2]](file.read())
            sys.stdout.buffer.write(key.encode() + b"\n")
