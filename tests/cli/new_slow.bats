#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# sshmint new, where it takes long.

# What is not set here, helpers.bash sets; $ in '' is for another shell.
# shellcheck disable=SC2016,SC2154

load helpers

setup() { common_setup; }

@test "8192 bits" {
  mint 0 new -b 8192 --no-passphrase -f F
  whole_pair F
  openssl rsa -in F -noout -text 2>/dev/null | grep -q '(8192 bit'
  mint 0 check F F.pub
  mint 0 public F
  [ "$(cat "$out")" = "$(ssh-keygen -y -f F)" ]
}

@test "8192 bits: progress is shown on a terminal, and ctrl-C leaves nothing" {
  talk 130 '
    see {making the key: }
    interrupt' "$SSHMINT" new -b 8192 --no-passphrase -f F
  holds
  # On ssh-keygen's command line too, unless -q is given.
  talk 130 '
    see {making the key: }
    interrupt' "$SSHMINT" -t rsa -b 8192 -N '' -f F
  talk 0 '' "$SSHMINT" -q -t rsa -b 8192 -N '' -f F
  prints_not 'making the key'
}

@test "60 keys: every one is whole, and none is there twice" {
  for ((i = 0; i < 60; i++)); do
    key "F$i"
    openssl rsa -in "F$i" -check -noout >/dev/null 2>&1
    mint 0 check "F$i"
  done
  [ "$(cut -d ' ' -f 2 F*.pub | sort -u | wc -l)" -eq 60 ]
  # No two share a factor.
  for ((i = 0; i < 60; i++)); do
    openssl rsa -in "F$i" -noout -modulus | cut -d = -f 2
  done >moduli
  python3 - <<'PY'
import math
numbers = [int(line, 16) for line in open("moduli")]
product = math.prod(numbers)
assert all(math.gcd(n, product // n) == 1 for n in numbers)
PY
}
