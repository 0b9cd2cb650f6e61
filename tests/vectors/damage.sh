#!/usr/bin/env bash
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# usage: damage.sh
#
# Makes the files of damage/ anew with openssl, ssh-keygen and puttygen: one RSA
# key in every form that is read, open and sealed. Each is opened many thousand
# times, so that its key derivation is the cheapest that the tool writes. The
# key is new and for tests only; the passphrase is "correct horse".
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

export pass='correct horse'
rm -rf damage
mkdir damage
cd damage
umask 077
printf '%s' "$pass" >"$work/pass"

# ---- private

openssl genrsa -traditional -out pem 2048 2>/dev/null
openssl rsa -in pem -traditional -aes256 -passout env:pass -out pem_sealed \
  2>/dev/null
openssl pkcs8 -topk8 -nocrypt -in pem -out pkcs8
openssl pkcs8 -topk8 -in pem -passout env:pass -out pkcs8_pbkdf2 \
  -v2 aes-256-cbc -v2prf hmacWithSHA256 -iter 1
openssl pkcs8 -topk8 -in pem -passout env:pass -out pkcs8_scrypt \
  -v2 aes-256-cbc -scrypt -scrypt_N 2 -scrypt_r 1 -scrypt_p 1

cp pem openssh
ssh-keygen -q -p -N '' -f openssh >/dev/null
ssh-keygen -q -c -C damage@test -f openssh >/dev/null
rm -f openssh.pub
for cipher in aes256-ctr aes256-gcm@openssh.com; do
  file=${cipher%@*}
  file=openssh_${file//-/_}
  cp openssh "$file"
  ssh-keygen -q -p -a 1 -Z "$cipher" -N "$pass" -f "$file" >/dev/null
done

for version in 2 3; do
  puttygen pem -C damage@test -O private -o ppk$version \
    --ppk-param version=$version
  puttygen pem -C damage@test -O private -o ppk${version}_sealed \
    --ppk-param version=$version,memory=8,passes=1,parallelism=1 \
    --new-passphrase "$work/pass"
done

# ---- public

ssh-keygen -y -f openssh >line
ssh-keygen -e -m RFC4716 -f openssh |
  sed 's/^Comment: .*/Comment: "converted by test@test from OpenSSH"/' >rfc4716
openssl rsa -in pem -pubout -out spki 2>/dev/null
openssl rsa -in pem -RSAPublicKey_out -out pkcs1_public 2>/dev/null
chmod 644 ./*
