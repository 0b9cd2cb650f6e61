#!/usr/bin/env bash
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# usage: fuzz/make_corpus.sh [TARGET...]
#
# Makes the seeds of fuzz/corpus anew: keys and files by ssh-keygen, openssl,
# puttygen and sshmint, taken apart for the targets that start further inside,
# and of each target's only the ones that reach something new. The keys are made
# for this and open nothing. Every encryption is as cheap as its tool allows.
# Slow only where it builds.
set -euo pipefail
top=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd -P)
pass=fuzzing # FUZZ_PASSPHRASE

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$scratch"/{keys,raw,home}
export HOME=$scratch/home
printf '%s\n' "$pass" >"$scratch/pass"
chmod 600 "$scratch/pass"

mint() { "$top/x" run "$@" </dev/null 2>/dev/null; }
quiet() { timeout 60 "$@" </dev/null >/dev/null 2>&1; }

# seed TARGET NAME: takes standard input as a seed.
seed() {
  mkdir -p "$scratch/raw/$1"
  cat >"$scratch/raw/$1/$2"
}

# The bytes of a PEM block, and of a one-line key.
body() { sed '/^-/d; /^[A-Za-z-]*: /d; /^$/d' "$1" | base64 -d; }
blob() { cut -d ' ' -f 2 "$1" | head -n 1 | base64 -d; }

# Adds the length of the key, 32, to the parameters of PBKDF2: openssl reads it
# and does not write it.
key_length() {
  python3 -c '
import base64, sys
lines = sys.stdin.read().split()
der = bytearray(base64.b64decode("".join(lines[4:-4])))
for at in 3, 5, 18, 20, 33:
    der[at] += 3
der[47:47] = b"\2\1\x20"
print("-----BEGIN ENCRYPTED PRIVATE KEY-----")
text = base64.b64encode(der).decode()
print("\n".join(text[i : i + 64] for i in range(0, len(text), 64)))
print("-----END ENCRYPTED PRIVATE KEY-----")'
}

# ---- keys of every form

keys() {
  local type bits kdf version name
  cd -- "$scratch/keys"
  # The key of the targets that need a valid one.
  grep -o '^ *"[^"]*' "$top/fuzz/base_key.h" |
    sed 's/^ *"//; s/\\n$//' >base.pem
  chmod 600 base.pem
  cp base.pem rsa.pem
  openssl rsa -in base.pem -traditional -aes256 -passout "pass:$pass" \
    -out aes256.pem 2>/dev/null
  openssl rsa -in base.pem -traditional -aes128 -passout "pass:$pass" \
    -out aes128.pem 2>/dev/null
  openssl rsa -in base.pem -traditional -des3 -passout "pass:$pass" \
    -out des3.pem 2>/dev/null
  openssl pkcs8 -topk8 -nocrypt -in base.pem -out plain.pk8
  for name in aes-128-cbc aes-192-cbc aes-256-cbc des-ede3-cbc; do
    openssl pkcs8 -topk8 -v2 "$name" -iter 2 -passout "pass:$pass" \
      -in base.pem -out "$name.pk8"
  done
  key_length <aes-256-cbc.pk8 >key-length.pk8
  for name in hmacWithSHA1 hmacWithSHA384 hmacWithSHA512; do
    openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf "$name" -iter 2 \
      -passout "pass:$pass" -in base.pem -out "$name.pk8"
  done
  openssl pkcs8 -topk8 -scrypt -scrypt_N 16 -scrypt_r 1 -scrypt_p 1 \
    -passout "pass:$pass" -in base.pem -out scrypt.pk8
  openssl pkcs8 -topk8 -v1 PBE-SHA1-3DES -iter 2 -passout "pass:$pass" \
    -in base.pem -out pbes1.pk8 2>/dev/null || true
  openssl genpkey -algorithm ed25519 -out ed25519.pk8
  openssl rsa -in base.pem -pubout -out rsa.spki 2>/dev/null
  openssl rsa -in base.pem -RSAPublicKey_out -out rsa.pkcs1 2>/dev/null
  openssl req -x509 -new -key base.pem -subj /CN=x -out x509.crt
  cp base.pem openssh
  ssh-keygen -q -p -N '' -f openssh >/dev/null
  ssh-keygen -q -c -C me@host -f openssh >/dev/null
  ssh-keygen -y -f openssh >rsa.pub
  for name in aes256-ctr aes128-cbc aes256-gcm@openssh.com \
    chacha20-poly1305@openssh.com; do
    cp openssh "openssh-$name"
    ssh-keygen -q -p -a 1 -Z "$name" -N "$pass" -f "openssh-$name" >/dev/null
  done
  for type in ed25519 ecdsa:256 ecdsa:384 ecdsa:521 dsa:1024; do
    bits=${type#*:}
    ssh-keygen -q -t "${type%:*}" ${bits:+-b "${bits/ed25519/256}"} -N '' \
      -C "$type" -f "other-${type/:/-}"
    ssh-keygen -q -s other-ed25519 -I id -n user -V +1d \
      "other-${type/:/-}.pub" 2>/dev/null
  done
  ssh-keygen -q -s other-ed25519 -I id -h -n host -O extension:a=b rsa.pub
  for kdf in argon2id argon2i argon2d; do
    quiet puttygen openssh -O private -o "$kdf.ppk" \
      --new-passphrase "$scratch/pass" --ppk-param \
      "version=3,kdf=$kdf,memory=64,passes=1,parallelism=1"
  done
  printf '' >"$scratch/empty"
  for version in 2 3; do
    quiet puttygen openssh -O private -o "plain$version.ppk" \
      --new-passphrase "$scratch/empty" --ppk-param "version=$version"
    quiet puttygen other-ed25519 -O private -o "ed25519-$version.ppk" \
      --new-passphrase "$scratch/empty" --ppk-param "version=$version"
  done
  quiet puttygen openssh -O private -o sealed2.ppk \
    --new-passphrase "$scratch/pass" --ppk-param version=2
  ssh-keygen -e -f rsa.pub >rsa.4716
  ssh-keygen -e -f other-ed25519.pub >ed25519.4716
  quiet puttygen openssh -O public -o putty.4716
  mint convert rsa.pub --to rfc4716 >mint.4716
  printf '1024 35 1234567890 me\n' >ssh1.pub
  rm -f -- *.pub.pub
  cd -- "$top"
}

# ---- seeds of each target

# The files of all forms, and a one for each form with CRLF.
texts() {
  local target=$1 file
  shift
  for file; do
    seed "$target" "${file##*/}" <"$file"
  done
}

public_lines() {
  local k=$scratch/keys
  cat "$k"/{rsa,other-*}.pub
  sed 's/^/command="echo \\"x\\"",no-pty,from="10.0.0.0\/8" /' "$k/rsa.pub"
  sed 's/^/restrict /' "$k/other-ed25519.pub"
  sed 's/^/host,[10.0.0.1]:2222 /; s/ [^ ]*$//' "$k/other-ecdsa-256.pub"
  sed 's/^/@cert-authority *.example.com /' "$k/rsa.pub"
  sed 's/^/|1|mUwLw0Vc6a0YXYfQ2GVtVWJ3b0I=|0YXYfQ2GVtVWJ3b0ImUwLw0Vc6a= /' \
    "$k/other-ed25519.pub"
  sed 's/ /  \t/g; s/^/ /' "$k/rsa.pub"
}

lines() {
  local n=0 line kind
  # The first byte is the kind of line.
  while IFS= read -r line; do
    for kind in 0 1 2; do
      n=$((n + 1))
      printf '%s%s' "$kind" "$line" | seed line "$n"
    done
  done < <(public_lines)
  { printf '1# a comment\n\n'; cat "$scratch"/keys/other-*.pub; } |
    seed line many
}

forms() {
  local k=$scratch/keys file name
  texts read "$k"/*
  texts peers "$k"/*
  seed peers bound-key-length <"$k/key-length.pk8"
  for file in "$k"/{aes256.pem,plain.pk8,openssh,rsa.spki,rsa.pub}; do
    sed 's/$/\r/' "$file" | seed peers "${file##*/}-crlf"
  done
  texts pem "$k"/*.pem
  texts pkcs8 "$k"/*.pk8
  texts openssh "$k"/openssh* "$k"/other-{ed25519,ecdsa-256}
  texts ppk "$k"/*.ppk
  for name in 262144 262145; do
    sed "s/^\(Argon2-Memory: \).*/\1$name/" "$k/argon2id.ppk" |
      seed ppk "bound-$name"
  done
  texts rfc4716 "$k"/*.4716
  for file in 33 34; do # of a header, 1024 bytes and one more
    {
      head -n 1 "$k/rsa.4716"
      printf 'X: %068d\\\n' 0
      for _ in {1..13}; do printf '%071d\\\n' 0; done
      printf "%0${file}d\\n" 0
      tail -n +2 "$k/rsa.4716"
    } | seed rfc4716 "bound-$file"
  done
  texts spki "$k"/rsa.spki "$k"/rsa.pkcs1
  for file in "$k"/{rsa.pem,aes256.pem,openssh,rsa.spki,x509.crt}; do
    name=${file##*/}
    seed armor "$name" <"$file"
    sed 's/$/\r/' "$file" | seed armor "$name-crlf"
  done
  for file in "$k"/*.pub; do
    name=${file##*/}
    [[ $name == ssh1.pub ]] ||
      { printf '\004host' && blob "$file"; } | seed fingerprint "$name"
  done
  body "$k/rsa.pem" | seed pkcs1 private
  body "$k/rsa.pkcs1" | seed pkcs1 public
  body "$k/rsa.spki" | seed base64 bytes
  printf 'AAAAB3NzaC1yc2E=' | seed base64 short
  sed '/^-/d' "$k/rsa.spki" | tr -d '\n' | seed base64 long
}

damages() {
  local k=$scratch/keys file name
  for file in "$k"/{rsa.pem,aes256.pem,openssh,rsa.pub,rsa.4716,plain3.ppk} \
    "$k"/{plain.pk8,rsa.spki,other-ed25519.pub}; do
    name=${file##*/}
    seed repair "$name" <"$file"
    sed 's/$/\r/' "$file" | seed repair "$name-crlf"
    { printf '\xef\xbb\xbf'; cat "$file"; } | seed repair "$name-bom"
    { printf '\xff\xfe'; iconv -t UTF-16LE "$file"; } |
      seed repair "$name-utf16le"
    iconv -t UTF-16BE "$file" | seed repair "$name-utf16be"
    sed 's/^/  /; s/$/ /' "$file" | seed repair "$name-indent"
    tr '\n' ' ' <"$file" | seed repair "$name-oneline"
    sed ':a;N;$!ba;s/\n/\\n/g' "$file" | seed repair "$name-escapes"
    fold -w 50 "$file" | seed repair "$name-folded"
    { printf 'Here it is:\n\n'; cat "$file"; printf '\nBye\n'; } |
      seed repair "$name-around"
    printf '"%s"' "$(cat "$file")" | seed repair "$name-quotes"
    sed 's/-----/——/' "$file" | seed repair "$name-dashes"
    sed 's/$/\n/' "$file" | seed repair "$name-blank"
  done
}

# Programs and parameters, whose bytes mean what their targets say.
programs() {
  local n=0 word
  # Changes of one number; each a little more; qInv + p; the top bits; a factor
  # that is no prime, with everything else made to fit it; 2046 bits, which
  # break no other rule.
  for word in '\0\0\0\0' '\3\1\2\1' '\2\7\1\377' '\5\2\0\0\6\3\0\1' \
    '\1\4\0\1\1\4\0\2' '\4\10\3\0' '\7\5\5\1\3\5\2\2' \
    '\1\0\1\0' '\2\0\1\0' '\3\0\2\0' '\4\0\2\0' '\5\0\1\0' \
    '\6\0\1\0' '\7\0\1\0' \
    '\7\10\3\0' '\5\5\377\3' '\6\5\377\3' \
    '\3\0\2\0\0\11\0\0\0\12\0\0' '\0\4\2\0\0\0\1\0'; do
    n=$((n + 1))
    printf '%b' "\\1$word" | seed check "private$n"
    printf '%b' "\\0$word" | seed check "public$n"
    printf '%b' "\\2$word" | seed check "openssh$n"
  done
  for word in 1 2 3 4 5 6 7; do
    printf '%b' "\\$word\\0comment of a key" | seed convert "plain$word"
    printf '%b' "\\$word\\13passphrase!comment" | seed convert "sealed$word"
    printf '%b' "\\$word\\0k\xc3\xb6nig\xe2\x80\xae" | seed convert "utf8$word"
  done
  for word in '\37' '\177' '\302\237' '\342\200\256'; do # none may be written
    printf '%b' "\\0\\0$word" | seed convert "bound-${word//\\/}"
  done
  # The size and the screen, the largest numbers with their first prime, the
  # smallest, a pseudoprime, and limbs of each width.
  for word in '\0\0\0' '\0\64\0' '\1\0\0' '\1\101\2' '\2\0\0' \
    '\3\0\0\125\252\125\252\125\252' '\3\1\0\125\125\125\125\125\125' \
    '\3\2\0\0\377\0\377abcdefgh' '\3\3\0\125\0\125\0\125\0'; do
    for n in 0 2 4; do
      printf '%b' "\\$n\\7$word$word\\0\\64\\0$word" |
        seed screen "1024-$n${word//\\/-}"
    done
  done
  for word in '\0\276\6' '\1\135\1' '\2\0\0' '\3\0\0\125\252\377\0\252\125'; do
    for n in 1 3 5; do
      printf '%b' "\\$n\\7$word$word\\2\\0\\0$word" |
        seed screen "1536-$n${word//\\/-}"
    done
  done
  printf '%b' '\60\1\4passsaltsalt' | seed bcrypt plain
  printf '%b' '\40\1\10passwordsalty' | seed bcrypt block
  printf '%b' '\0\1\1ps' | seed bcrypt no-key
  printf '%b' '\40\0\1ps' | seed bcrypt no-rounds
  printf '%b' '\377\1\1ps' | seed bcrypt long-key
  printf '%b' '\40\377\1ps' | seed bcrypt many-rounds
  { printf '\40\1\1p' && printf '%1024s' ''; } | seed bcrypt bound-salt
  { printf '\40\1\1p' && printf '%1025s' ''; } | seed bcrypt bound-more
}

arguments() {
  local n=0 line
  # The words of a command line, each ended by a NUL.
  while IFS= read -r line; do
    n=$((n + 1))
    tr ' ' '\0' <<<"$line" | tr -d '\n' | seed options "$n"
  done <<'LINES'
-m PEM -t rsa -b 2048
-l -f id_rsa
-lf id_rsa -E md5 -v
-t rsa -b 4096 -N secret -C me@host -f key -q -a 100
-m PKCS8 -P old -o
-y -f key
--help
convert key --to openssh -o out --no-passphrase
convert key --to=pem --passphrase-file=p --json --batch
new -t rsa -b 3072 -m pem -f key -C me -- x
check --policy legacy a b c
fingerprint -E sha256 -v --sshfp host -
-b 99999999999999999999
-b 18446744073709553664
-E
LINES
}

# The first byte chooses the reader (pins_fuzz.c).
host_keys() {
  local n=0 line print listed key
  print=SHA256:$(printf 'A%.0s' {1..43})
  listed="256 $print root@vm (ECDSA)"
  key=$(cut -d ' ' -f 1,2 <"$scratch/keys/other-ed25519.pub")
  for line in "$print" "$print=" "${print#*:}" "$listed" "$key x" \
    'MD5:00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff'; do
    n=$((n + 1))
    printf '\0%s' "$line" | seed pins "word-$n"
    printf '\3%s\nx: %s\r\n' "$line" "$line" | seed pins "text-$n"
  done
  n=0
  while IFS= read -r line; do
    n=$((n + 1))
    printf '\1%s' "${line//LISTED/$listed}" | seed pins "azure-$n"
  done <<'LINES'
{"value":[{"code":"ProvisioningState/succeeded","message":"Enable succeeded: \n[stdout]\nLISTED\n\n[stderr]\n"}]}
{"Value":[{"Message":"LISTED"}]}
{"properties":{"output":{"value":[{"message":"LISTED"}]}}}
{"properties":{"instanceView":{"output":"LISTED"}}}
[{"message":"LISTED"}]
"LISTED"
LINES
  for line in FINGERPRINTS KEYS; do
    printf '\2x: -----BEGIN SSH HOST KEY %s-----\nx: %s\n%s\n-----END SSH HOST KEY %s-----\n' \
      "$line" "$listed" "$key" "$line" | seed pins "log-$line"
  done
  n=0
  for line in vm 'me@vm:2222' '[::1]:22' '::1' 'a@b.c@10.0.0.1'; do
    n=$((n + 1))
    printf '\4%s' "$line" | seed pins "name-$n"
  done
  printf '\5# known\n\n%s\n%s\r\n%s\n%s\n%s\nbroken line' \
    "host.example,10.0.0.1 $key" "@revoked *.example $key" \
    "@cert-authority !a,host.* $key" "?ost.example $key c" \
    "|1|AAECAwQFBgcICQoLDA0ODxAREhM=|IZ1zV0swCfFUvwvqRtiJbYJ0/LA= $key" |
    seed pins known
}

# ---- policies

policies() {
  local name
  for name in default azure nist-2031 bsi cnsa1 cnsa2 fips186-5 legacy; do
    printf 'PolicyVersion 1\nName x\nExtends %s\n' "$name" |
      seed policy "$name"
    { mint policy show --effective --policy "$name" && echo 'Name x'; } |
      seed policy "all-$name"
  done
  {
    printf 'PolicyVersion 1\nName a\nRSAExponent 65537\nMaxRSASize 4096\n\0'
    printf 'PolicyVersion 1\nName b\nRSAExponent min 65539\nAuditLog /log\n'
  } | seed policy two
  {
    printf '# first\n\nPolicyVersion 1\nName a\nExtends azure\n'
    printf 'GenerateRSASizes none\nWriteFormat openssh,pem\nSandbox require\n'
    printf 'AuditLog syslog\nAuditRequired yes\nRSAExponent none\n'
  } | seed policy words
  for name in 'Sandbox off' 'Nosuch 1' 'MaxRSASize 04096' 'Name again' ' x'; do
    printf 'PolicyVersion 1\nName a\n%s\n' "$name" | seed policy "bad-$name"
  done
  printf 'PolicyVersion 1\r\n' | seed policy crlf
}

# ---- of each only what is new

minimise() {
  local target kept
  for target in "${targets[@]}"; do
    [[ -d $scratch/raw/$target ]] || continue
    kept=$scratch/kept/$target
    mkdir -p "$kept"
    # What these compute does not show in what code they reach, nor does how
    # near a number is to its bound.
    case $target in
      check | screen) cp "$scratch/raw/$target"/* "$kept" ;;
      *) cp "$scratch/raw/$target"/bound-* "$kept" 2>/dev/null || true ;;
    esac
    timeout 300 "$bin/${target}_fuzz" -merge=1 -close_fd_mask=3 "$kept" \
      "$scratch/raw/$target" >"$scratch/log" 2>&1 </dev/null ||
      { tail -n 20 "$scratch/log" && exit 1; }
    rm -rf "$top/fuzz/corpus/$target"
    mkdir -p "$top/fuzz/corpus"
    cp -r "$kept" "$top/fuzz/corpus/$target"
    printf '%-12s %3d of %3d seeds, %6d bytes\n' "$target" \
      "$(find "$kept" -type f | wc -l)" \
      "$(find "$scratch/raw/$target" -type f | wc -l)" \
      "$(cat "$kept"/* | wc -c)"
  done
}

if (($#)); then
  targets=("$@")
else
  mapfile -t targets < <(cd -- "$top/fuzz" &&
    printf '%s\n' *_fuzz.c | sed 's/_fuzz\.c$//')
fi
bin=$("$top/x" fuzz --build "${targets[@]}")
keys
forms
lines
damages
programs
arguments
host_keys
policies
minimise
