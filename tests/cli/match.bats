#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# sshmint match: keys in every form, and fingerprints as they are copied.

# out, err, vectors and SSHMINT come from helpers.bash and the runner.
# shellcheck disable=SC2154

load helpers

setup() {
  common_setup
  key F
  key G
  sha256=$(print_of F.pub)
  hex=$(cut -d ' ' -f 2 F.pub | base64 -d | sha256sum | cut -c 1-64)
  colons=$(sed 's/../&:/g; s/:$//' <<<"$hex")
  md5=$(ssh-keygen -l -E md5 -f F.pub | cut -d ' ' -f 2)
}

@test "every form is the same key, and another is not" {
  for to in pkcs8 openssh rfc4716 spki pkcs1-public authorized-keys; do
    mint 0 convert F --to $to -o "F.$to"
    mint 0 match F "F.$to"
    prints 'the same key'
    mint 1 match "F.$to" G
    prints 'different keys'
    says_nothing
  done
}

@test "fingerprints: base64, hex, colons, MD5, either side" {
  for print in "$sha256" "$sha256=" "SHA256:$hex" "sha256:$colons" "$colons" \
    "$md5" "${md5#MD5:}" \
    "$(ssh-keygen -l -E sha512 -f F.pub | cut -d ' ' -f 2)"; do
    mint 0 match F "$print"
    mint 0 match "$print" F.pub
    mint 1 match G "$print"
  done
  mint 0 match "$colons" "$sha256"
  mint 0 match F - <F.pub
}

@test "fingerprints that are none, or cannot be compared" {
  refuses 2 E_USAGE_FINGERPRINT match F SHA256:abc
  refuses 2 E_USAGE_FINGERPRINT match F "${sha256%?}"
  refuses 2 E_USAGE_FINGERPRINT match "$sha256" "$md5"
  refuses 2 E_USAGE_OPERAND match F
  refuses 2 E_USAGE_OPERAND match - -
  refuses 6 E_FILE_OPEN match F nowhere
}

@test "a passphrase is asked for only where the form hides the public part" {
  printf 'correct horse\n' >word
  chmod 600 word
  mint 0 passwd F --new-passphrase-file word
  refuses 5 E_PASSPHRASE_MISSING match F F.pub
  mint 0 match F F.pub --passphrase-file word
  mint 0 convert F --to openssh -o H --passphrase-file word
  mint 0 match H F.pub
}

@test "--json: the second object tells" {
  mint 0 match --json F F.pub
  json 'len(o) == 2' 'o[1]["match"] is True' 'o[1]["with"] == "F"'
  mint 1 match --json F G
  json 'o[1]["match"] is False' 'o[1]["findings"][0]["code"] == "E_KEY_DIFFERS"'
}
