#!/usr/bin/env bash
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# usage: pkcs8.sh
#
# Makes the files of pkcs8/ anew with openssl and ssh-keygen: one RSA key in
# every way that PKCS#8, SPKI and PKCS#1 hold it, sealed in every way that we
# read and in some that we do not, and keys of other algorithms. Every key is
# new and for tests only; the passphrase is "correct horse".
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

export pass='correct horse'
rm -rf pkcs8
mkdir pkcs8
cd pkcs8

openssl genrsa -traditional -out rsa.pem 2048 2>/dev/null
chmod 600 rsa.pem
openssl rsa -in rsa.pem -traditional -des3 -passout env:pass \
  -out rsa_des3.pem 2>/dev/null
openssl rsa -in rsa.pem -pubout -out spki.pem 2>/dev/null
openssl rsa -in rsa.pem -RSAPublicKey_out -out pkcs1_public.pem 2>/dev/null
openssl pkcs8 -topk8 -nocrypt -in rsa.pem -out plain.pem

# seal <name> <options of openssl pkcs8>
seal() {
  openssl pkcs8 -topk8 -in "${key:-rsa.pem}" -passout env:pass -out "$1.pem" \
    "${@:2}"
}

# ---- what we read

seal sha1 -v2 aes-128-cbc -v2prf hmacWithSHA1
seal sha224 -v2 aes-192-cbc -v2prf hmacWithSHA224
seal sha256 -v2 aes-256-cbc -v2prf hmacWithSHA256 -iter 600000
seal sha384 -v2 aes-256-cbc -v2prf hmacWithSHA384 -iter 1
seal sha512 -v2 aes-128-cbc -v2prf hmacWithSHA512
seal des3 -v2 des-ede3-cbc
seal scrypt -v2 aes-256-cbc -scrypt -scrypt_N 1024 -scrypt_r 8 -scrypt_p 2
cp rsa.pem "$work/key"
ssh-keygen -q -p -m PKCS8 -N "$pass" -f "$work/key" >/dev/null
cp "$work/key" ssh_keygen.pem

# ---- what we do not

seal pbes1 -v1 PBE-SHA1-3DES
seal camellia -v2 camellia-256-cbc
openssl genrsa -traditional -primes 3 -out "$work/multi" 2048 2>/dev/null
openssl pkcs8 -topk8 -nocrypt -in "$work/multi" -out multi_prime.pem
openssl genpkey -quiet -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 \
  -out pss.pem
openssl pkey -in pss.pem -pubout -out pss_spki.pem
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ec.pem
openssl pkey -in ec.pem -pubout -out ec_spki.pem
openssl genpkey -algorithm ED25519 -out ed25519.pem
key=ec.pem seal ec_sealed

# ---- the fingerprint of rsa.pem, and what the tools say of each file

ssh-keygen -y -f rsa.pem >"$work/rsa.pub"
ssh-keygen -lf "$work/rsa.pub" | cut -d' ' -f2 >print.txt
for file in plain sha1 sha224 sha256 sha384 sha512 des3 scrypt ssh_keygen; do
  openssl rsa -in "$file.pem" -passin env:pass -check -noout >/dev/null 2>&1
done
