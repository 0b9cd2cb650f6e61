#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# sshmint repair: each damage that is met in the field, and what is not mended.

# out, err, vectors and SSHMINT come from helpers.bash and the runner.
# shellcheck disable=SC2154

load helpers

setup() {
  common_setup
  key whole -C me@here
  mint 0 convert whole --to openssh -o whole.openssh
  mint 0 convert whole --to rfc4716 -o whole.4716
  files=(whole whole.pub whole.openssh whole.4716)
}

# mends FILE: F is repaired, and is then FILE.
mends() {
  mint 1 repair F
  says 'E_REPAIR_DAMAGED'
  mint 0 repair --yes F
  same F "$1"
  mint 0 repair F
  prints 'nothing to repair'
}

@test "CRLF, a byte order mark, UTF-16, indentation, no last newline" {
  for file in "${files[@]}"; do
    sed 's/$/\r/' "$file" >F
    mends "$file"
    { printf '\xef\xbb\xbf' && cat "$file"; } >F
    mends "$file"
    iconv -f ascii -t utf-16 "$file" >F
    mends "$file"
    sed 's/^/    /' "$file" >F
    mends "$file"
    head -c -1 "$file" >F
    mends "$file"
  done
}

@test "a public key that is wrapped" {
  fold -w 100 whole.pub >F
  mends whole.pub
  fold -w 100 whole.pub | sed 's/$/\r/' >F
  mends whole.pub
}

@test "text around a private key" {
  { echo 'here it is:' && cat whole && echo bye; } >F
  mends whole
}

@test "a private key is for its owner only afterwards" {
  sed 's/$/\r/' whole >F
  chmod 644 F
  mint 0 repair --yes F
  mode 600 F
}

@test "-o, --backup, standard input" {
  sed 's/$/\r/' whole >F
  cp F copy
  mint 0 repair F -o G
  same G whole
  same F copy
  refuses_to_replace
  mint 0 repair --yes --backup F
  same F.orig copy
  same F whole
  "$SSHMINT" repair - -o - <copy 2>"$err" | cmp - whole
}

refuses_to_replace() {
  mint 6 repair F -o G
  says 'E_FILE_EXISTS'
  ln -s F link
  mint 6 repair --yes link
  says 'E_FILE_SYMLINK'
}

@test "on a terminal it asks" {
  sed 's/$/\r/' whole >F
  talk 1 'see {(y/n)? }
    type n' "$SSHMINT" repair F
  talk 0 'see {(y/n)? }
    type y' "$SSHMINT" repair F
  same F whole
}

@test "-o - does not send a terminal what it acts on" {
  sed '1a x-note: \x1b]0;title\x07' whole.4716 >F
  talk 6 '' "$SSHMINT" repair F -o -
  prints E_FILE_TERMINAL 'a terminal cannot show'
  if grep -q $'\e]0' "$out"; then fail 'the terminal got it'; fi
  mint 0 repair F -o -
  grep -q $'\e]0' "$out" || fail 'it is what F holds'
  talk 0 '' "$SSHMINT" repair whole.4716 -o -
  prints 'END SSH2 PUBLIC KEY'
  talk 6 '' "$SSHMINT" repair whole -o -
  prints E_FILE_TERMINAL 'a private key is not shown'
}

@test "--force does not replace a private key by a public one" {
  cp whole copy
  mint 2 repair whole.pub -o whole --force
  says '[E_USAGE_CONFLICT] a private key is not replaced by a public one: whole'
  same whole copy
  mint 0 repair whole.pub -o whole.4716 --force
}

@test "a weak key, rubbish, and what cannot be read" {
  ssh-keygen -q -t rsa -b 1024 -N '' -f F
  sed -i 's/$/\r/' F
  cp F copy
  mint 1 repair --yes F
  says '[E_RSA_BITS_MIN]'
  same F copy
  echo rubbish >G
  mint 3 repair G
  mint 3 repair /dev/stdin </dev/null || mint 6 repair /dev/stdin
  refuses 6 E_FILE_OPEN repair nowhere
}
