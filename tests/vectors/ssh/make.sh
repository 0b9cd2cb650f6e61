#!/usr/bin/env bash
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# usage: make.sh
#
# Makes the files beside it anew with ssh-keygen, openssl and puttygen. Every
# key in them is new and for tests only; the passphrase is "correct horse".
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

export pass='correct horse'
find . -type f ! -name make.sh ! -name README.md -delete

# ---- one RSA key in every form

openssl genrsa -traditional -out rsa.pem 2048 2>/dev/null
chmod 600 rsa.pem
ssh-keygen -y -f rsa.pem | sed 's/$/ rsa@test/' >rsa.pub
for cipher in aes128 aes192 aes256 des3; do
  openssl rsa -in rsa.pem -traditional "-$cipher" -passout env:pass \
    -out "rsa_$cipher.pem" 2>/dev/null
done
openssl rsa -in rsa.pem -outform DER -traditional -out rsa.der 2>/dev/null
openssl rsa -in rsa.pem -pubout -out rsa_spki.pem 2>/dev/null
openssl rsa -in rsa.pem -RSAPublicKey_out -out rsa_pkcs1_public.pem 2>/dev/null
openssl pkcs8 -topk8 -nocrypt -in rsa.pem -out rsa_pkcs8.pem
openssl pkcs8 -topk8 -in rsa.pem -passout env:pass -out rsa_pkcs8_sealed.pem
openssl req -x509 -new -key rsa.pem -subj /CN=test -out x509.pem
openssl req -new -key rsa.pem -subj /CN=test -out request.pem
ssh-keygen -e -m RFC4716 -f rsa.pub >rsa_rfc4716.pub
cp rsa.pem "$work/openssh"
ssh-keygen -q -p -N '' -f "$work/openssh" >/dev/null
cp "$work/openssh" rsa_openssh
puttygen rsa.pem -O private -o rsa.ppk
puttygen rsa.pem -O private-sshcom -o rsa_sshcom
# PKCS#8 under the label of PKCS#1.
sed 's/ PRIVATE/ RSA PRIVATE/' rsa_pkcs8.pem >rsa_wrong_label.pem
openssl genrsa -traditional -primes 3 -out multi_prime.pem 2048 2>/dev/null

# ---- other kinds of private keys

puttygen -q -t rsa1 -b 2048 --new-passphrase /dev/null -O private -o rsa1 \
  -C rsa1@test
openssl ecparam -genkey -name prime256v1 -out ec.pem
openssl ec -in ec.pem -out ec_key.pem 2>/dev/null
openssl dsaparam -genkey -noout -out "$work/dsa_pkcs8" 2048 2>/dev/null
openssl dsa -in "$work/dsa_pkcs8" -out dsa_key.pem 2>/dev/null

# ---- public keys of every type, and their certificates

for type in dsa ecdsa:256 ecdsa:384 ecdsa:521 ed25519; do
  name=${type/:/}
  bits=${type#*:}
  [[ $bits == "$type" ]] && bits=()
  ssh-keygen -q -t "${type%:*}" ${bits:+-b "${bits[@]}"} -N '' \
    -C "$name@test" -f "$work/$name"
  cp "$work/$name.pub" .
done

# A security key's public part, without the device: the fields of PROTOCOL.u2f
# around the point of an ordinary key.
sk() {
  python3 - "$1" "$2" "$3@test" >"$3.pub" <<'PY'
import base64, struct, sys

def string(data):
    return struct.pack(">I", len(data)) + data

old = base64.b64decode(open(sys.argv[1]).read().split()[1])
skip = 4 + struct.unpack(">I", old[:4])[0]
new = string(sys.argv[2].encode()) + old[skip:] + string(b"ssh:")
print(sys.argv[2], base64.b64encode(new).decode(), sys.argv[3])
PY
}
sk ecdsa256.pub sk-ecdsa-sha2-nistp256@openssh.com sk_ecdsa
sk ed25519.pub sk-ssh-ed25519@openssh.com sk_ed25519

plain=(rsa dsa ecdsa256 ecdsa384 ecdsa521 ed25519 sk_ecdsa sk_ed25519)
ssh-keygen -q -t ed25519 -N '' -C ca@test -f "$work/ca"
for name in "${plain[@]}"; do
  ssh-keygen -q -s "$work/ca" -I "$name id" -n alice,bob -z 7 -V +52w \
    -O clear -O permit-pty "$name.pub"
done

# ---- what ssh-keygen says about them

for name in "${plain[@]}" "${plain[@]/%/-cert}"; do
  for hash in SHA256 MD5 SHA1 SHA384 SHA512; do
    printf '== %s %s\n' "$name.pub" "$hash"
    ssh-keygen -lv -E "$hash" -f "$name.pub"
  done
done >prints.txt
for name in rsa dsa ecdsa256 ecdsa384 ecdsa521 ed25519; do
  printf '== %s\n' "$name.pub"
  ssh-keygen -r host-1.example -f "$name.pub" | grep -E ' [12] [0-9a-f]+$'
done >sshfp.txt
chmod 644 ./*.pem ./*.pub ./*.txt ./rsa* && chmod 755 make.sh
