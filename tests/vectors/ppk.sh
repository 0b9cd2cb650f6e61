#!/usr/bin/env bash
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# usage: ppk.sh
#
# Makes the files of ppk/ anew with openssl, ssh-keygen and puttygen: one RSA
# key in both versions, open and sealed in every way, and keys of other types.
# Every key is new and for tests only; the passphrase is "correct horse".
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

pass='correct horse'
mkdir -p ppk
find ppk -type f -delete
cd ppk
umask 077
printf '%s' "$pass" >"$work/pass"
: >"$work/empty"

# ---- one RSA key; little memory and few passes, so that tests are fast

# save <name> <parameters> [<options of puttygen>]
save() {
  puttygen "${key:-rsa.pem}" -o "$1.ppk" --ppk-param "$2" -O private "${@:3}"
}
# seal <name> <parameters> [<options of puttygen>]
seal() {
  save "$@" --new-passphrase "$work/pass"
}

openssl genrsa -traditional -out rsa.pem 2048 2>/dev/null
save v2 version=2 -C 'rsa@test v2'
save v3 version=3 -C 'rsa@test v3'
save no_comment version=3 -C ''
seal v2_sealed version=2 -C 'rsa@test v2'
for flavour in argon2id argon2i argon2d; do
  seal "$flavour" "kdf=$flavour,memory=256,passes=3,parallelism=2" \
    -C "$flavour"
done
seal default version=3,passes=2 -C 'rsa@test default'
openssl genrsa -traditional -out "$work/rsa3072" 3072 2>/dev/null
key=$work/rsa3072 seal rsa3072 version=2 -C 'rsa3072@test'

# ---- other types

for type in ed25519 ecdsa:256 ecdsa:384 ecdsa:521 dsa:1024; do
  name=${type/:/}
  args=(-t "${type%:*}")
  [[ $type == *:* ]] && args+=(-b "${type#*:}")
  puttygen -q "${args[@]}" -C "$name@test" --new-passphrase "$work/empty" \
    -O private -o "$name.ppk" 2>/dev/null
done
key=ed25519.ppk seal ed25519_sealed memory=256,passes=1 -C ed25519@test
puttygen -q -t ed448 -C ed448@test --new-passphrase "$work/empty" -O private \
  -o ed448.ppk

ssh-keygen -q -t ed25519 -N '' -f "$work/ca"
ssh-keygen -y -f rsa.pem >"$work/rsa.pub"
ssh-keygen -q -s "$work/ca" -I rsa -V +52w "$work/rsa.pub"
save certificate version=3 -C cert@test --certificate "$work/rsa-cert.pub"

# ---- what puttygen and ssh-keygen say of them

for file in *.ppk; do
  printf '%s %s\n' "${file%.ppk}" \
    "$(puttygen -l -E sha256 "$file" | grep -o 'SHA256:[^ ]*')"
done >prints.txt
printf 'rsa.pem %s\n' "$(ssh-keygen -lf "$work/rsa.pub" | cut -d' ' -f2)" \
  >>prints.txt
chmod 644 ./*.txt
