#!/usr/bin/env bash
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# usage: openssh.sh
#
# Makes the files of openssh/ anew with ssh-keygen and puttygen. Every key in
# them is new and for tests only; the passphrase is "correct horse".
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

pass='correct horse'
mkdir -p openssh
find openssh -type f -delete
umask 077

# ---- one RSA key with every cipher, 2 rounds so that tests are fast

ssh-keygen -q -t rsa -b 2048 -N '' -C rsa@test -f openssh/rsa
for cipher in aes{128,192,256}-{ctr,cbc} 3des-cbc \
  aes{128,256}-gcm@openssh.com chacha20-poly1305@openssh.com; do
  file=openssh/rsa_${cipher%@*}
  cp openssh/rsa "$file"
  ssh-keygen -q -p -a 2 -Z "$cipher" -N "$pass" -f "$file" >/dev/null
done

# ---- from PuTTY, in lines of 64; it has its own number of rounds

printf '%s' "$pass" >"$work/pass"
cp openssh/rsa "$work/rsa.pem"
ssh-keygen -q -p -m PEM -N '' -f "$work/rsa.pem" >/dev/null
puttygen "$work/rsa.pem" -C rsa@test -O private-openssh-new -o openssh/putty
puttygen "$work/rsa.pem" -C rsa@test -O private-openssh-new \
  -o openssh/putty_sealed --new-passphrase "$work/pass"

# ---- other types

ssh-keygen -q -t ed25519 -N '' -C ed25519@test -f openssh/ed25519
ssh-keygen -q -t ecdsa -a 2 -N "$pass" -C ecdsa@test -f openssh/ecdsa_sealed

# ---- what ssh-keygen says of them

for name in rsa ed25519 ecdsa_sealed; do
  ssh-keygen -l -f "openssh/$name.pub"
done >openssh/prints.txt
rm openssh/ed25519.pub openssh/ecdsa_sealed.pub

python3 openssh_bcrypt.py >openssh/bcrypt.txt
