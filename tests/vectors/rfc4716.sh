#!/usr/bin/env bash
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# usage: rfc4716.sh
#
# Makes the files of rfc4716/ anew with ssh-keygen and puttygen: public keys of
# several types in the form of RFC 4716, each beside the line that it comes
# from. Every key is new and for tests only.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

rm -rf rfc4716
mkdir rfc4716
cd rfc4716

# make <name> <options of ssh-keygen>
make() {
  ssh-keygen -q -N '' -C "$1@test" -f "$work/$1" "${@:2}"
  cp "$work/$1.pub" "$1.pub"
}

make rsa -t rsa -b 2048
make rsa4096 -t rsa -b 4096
make ecdsa -t ecdsa -b 521
make ed25519 -t ed25519
# ssh-keygen puts the account and the host into its comment.
for name in rsa rsa4096 ecdsa ed25519; do
  ssh-keygen -e -m RFC4716 -f "$name.pub" |
    sed 's/^Comment: .*/Comment: "converted by test@test from OpenSSH"/' \
      >"$name.4716"
  ssh-keygen -i -m RFC4716 -f "$name.4716" | cut -d' ' -f2 >"$work/blob"
  [[ $(<"$work/blob") == "$(cut -d' ' -f2 "$name.pub")" ]]
done
puttygen "$work/rsa" -O public -o putty.4716
ssh-keygen -q -t ed25519 -N '' -C ca -f "$work/ca"
ssh-keygen -q -s "$work/ca" -I test -n test "$work/rsa.pub"
{
  echo '---- BEGIN SSH2 PUBLIC KEY ----'
  cut -d' ' -f2 "$work/rsa-cert.pub" | fold -w 72
  echo '---- END SSH2 PUBLIC KEY ----'
} >certificate.4716
