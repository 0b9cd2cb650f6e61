#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# Defects that were measured in ssh-keygen 9.2, puttygen 0.78, libssh 0.10.6 and
# az 2.45, by the number that our survey of them gives: none of them is ours.

# What is not set here, helpers.bash sets; $ in '' is for another shell.
# shellcheck disable=SC2016,SC2154

load helpers

setup_file() {
  export keys=$BATS_FILE_TMPDIR/keys
  mkdir "$keys"
  key "$keys/good" -C me@here
  python3 "$BATS_TEST_DIRNAME/keys.py" make "$keys/good" "$keys"
  chmod 600 "$keys"/*.pem
}

setup() {
  common_setup
  ln -s "$keys" keys
  cp -p keys/good keys/good.pub .
  printf 'correct horse\n' >word
  chmod 600 word
  files=$(readlink -f "$BATS_TEST_DIRNAME/../vectors")
}

# form FORMAT ARGS...: makes F of the good key in that format.
form() { "$SSHMINT" convert -q good --to "$1" -o F --force "${@:2}"; }

# header FORMAT: the first line of an open key.
header() {
  case $1 in
    pem) echo '-----BEGIN RSA PRIVATE KEY-----' ;;
    pkcs8) echo '-----BEGIN PRIVATE KEY-----' ;;
    openssh) echo '-----BEGIN OPENSSH PRIVATE KEY-----' ;;
  esac
}

@test "1: a full disk takes no key away" {
  local namespace=(unshare -m)
  ((EUID == 0)) || namespace=(unshare -rm)
  mkdir disk
  "${namespace[@]}" mount -t tmpfs -o size=8k none disk 2>/dev/null ||
    skip "no mount namespaces here"
  form openssh
  # One page for the key, one for the .pub: there is no room for another.
  program 0 "${namespace[@]}" bash -eu -c '
    mount -t tmpfs -o size=8k none disk
    cp -p F disk
    cp -p good.pub disk/F.pub
    cd disk
    cp -p F F.pub ..
    for verb in "comment F neu" "passwd F --new-passphrase-file ../word" \
      "convert ../good --to pem -o F --force"; do
      status=0
      "$SSHMINT" $verb || status=$?
      [ $status -eq 6 ]
      cmp F ../F
      cmp F.pub ../F.pub
      [ "$(ls -A | tr "\n" " ")" = "F F.pub " ]
    done'
}

@test "2: with a passphrase the private part is never plaintext" {
  # There is no cipher to choose; ssh-keygen takes -Z none with -N.
  mint 255 -t rsa -b 2048 -Z none -N secret -f G
  absent G G.pub
  mint 2 new -m openssh -Z none --passphrase-file word -f G
  absent G G.pub
  form openssh --new-passphrase-file word
  sed '1d;$d' F | base64 -d >raw
  [ "$(grep -ao ssh-rsa raw | wc -l)" -eq 1 ]
  for format in pem pkcs8 openssh; do
    form $format --new-passphrase-file word
    python3 "$BATS_TEST_DIRNAME/keys.py" leaks good F
    sed '1d;$d;/:/d;/^$/d' F | base64 -d >raw
    python3 "$BATS_TEST_DIRNAME/keys.py" leaks good raw
  done
}

@test "3: standard input at its end is no empty passphrase" {
  mint 5 new -b 2048 -f G
  mint 255 -t rsa -b 2048 -f G
  absent G G.pub
  for format in pem pkcs8 openssh; do
    form $format --new-passphrase-file word
    cp F before
    mint 5 passwd F --passphrase-file word
    same before F
    mint 5 passwd F
    same before F
    mint 5 convert F --to openssh -o G
    absent G
  done
}

@test "4: a file that others could read is replaced by one for its owner" {
  for format in pem pkcs8 openssh; do
    for verb in "new -q -b 2048 -m $format --no-passphrase -f F --force" \
      "convert good --to $format -o F --force" \
      "passwd F --new-passphrase-file word"; do
      form $format
      chmod 644 F
      # shellcheck disable=SC2086
      mint 0 $verb
      mode 600 F
    done
  done
}

@test "5: passwd and comment keep the format" {
  for format in pem pkcs8 openssh; do
    form $format
    mint 0 passwd F --new-passphrase-file word
    mint 0 passwd F --passphrase-file word --no-passphrase
    [ "$(head -n 1 F)" = "$(header $format)" ]
    [ $format != openssh ] || mint 0 comment F neu
    [ "$(head -n 1 F)" = "$(header $format)" ]
  done
}

@test "6: a .pub of another key is not believed" {
  ssh-keygen -q -t rsa -b 2048 -N '' -f other
  for format in pem pkcs8 openssh; do
    form $format
    cp other.pub F.pub
    mint 1 fingerprint F
    says '[E_PUBLIC_DIFFERS]'
    prints_nothing
    mint 255 -l -f F
    prints_nothing
    mint 1 check F
    mint 0 public F
    [ "$(cut -d ' ' -f 2 "$out")" = "$(cut -d ' ' -f 2 good.pub)" ]
  done
}

@test "7: a comment starts no second line" {
  local line
  line=$(cat good.pub)
  mint 2 new -b 2048 --no-passphrase -C "$(printf 'a\n%s' "$line")" -f G
  mint 255 -t rsa -b 2048 -N '' -C "$(printf 'a\n%s' "$line")" -f G
  absent G G.pub
  # ssh-keygen writes it into the key.
  cp -p good G
  ssh-keygen -q -p -N '' -f G >/dev/null
  ssh-keygen -q -c -C "$(printf 'a\n%s' "$line")" -f G >/dev/null
  [ "$(ssh-keygen -y -f G | wc -l)" -eq 2 ]
  rm -f G.pub
  for verb in 'public G' 'convert G --to authorized-keys' 'fingerprint G'; do
    got=0
    # shellcheck disable=SC2086
    setsid --wait timeout 20 "$SSHMINT" $verb >"$out" 2>"$err" || got=$?
    [ $got -lt 70 ]
    [ "$(wc -l <"$out")" -le 1 ] || fail "$verb prints several lines"
  done
}

@test "8: no key derivation takes for ever, or much memory" {
  # 2^31 - 1 rounds of bcrypt, in the place of 2.
  python3 - "$files/openssh/rsa_aes256-ctr" >F <<'PYTHON'
import base64, sys
lines = open(sys.argv[1]).read().split("\n")
data = base64.b64decode("".join(lines[1:-2]))
at = data.index(b"bcrypt") + 6 + 4 + 4 + 16
assert data[at : at + 4] == b"\0\0\0\2"
text = base64.b64encode(data[:at] + b"\x7f\xff\xff\xff" + data[at + 4 :]).decode()
print(lines[0], *[text[i : i + 70] for i in range(0, len(text), 70)], lines[-2], sep="\n")
PYTHON
  sed 's/^Argon2-Memory: .*/Argon2-Memory: 4294967295/' "$files/ppk/argon2id.ppk" >G
  sed 's/^Argon2-Passes: .*/Argon2-Passes: 4294967295/' "$files/ppk/argon2id.ppk" >H
  chmod 600 F G H
  for file in F G H; do
    cp "$file" before
    bounded 5 64 3 check --passphrase-file word "$file"
    says '[E_KDF_COST]'
    bounded 5 64 3 passwd --passphrase-file word --no-passphrase "$file"
    same before "$file"
  done
}

# In PEM, and in each form that a peer makes of it without a look at the numbers.
@test "9: private keys whose numbers do not agree are rejected in every form" {
  for name in bad_d d0 bad_p bad_q bad_dp bad_dq bad_qi crt0 bad_e bad_n; do
    cp -p keys/$name.pem F
    got=0
    setsid --wait timeout 20 "$SSHMINT" check F >"$out" 2>"$err" || got=$?
    [[ $got == [13] ]] || fail "$name in PEM: $got"
    mint $got convert F --to pem -o G
    absent G
    if timeout 20 openssl pkcs8 -topk8 -nocrypt -in F -out F8 2>/dev/null; then
      chmod 600 F8
      mint $got check F8
    fi
    # The OPENSSH form has no dP and dQ; ssh-keygen gives it back its own.
    [[ $name != bad_d[pq] ]] || continue
    if timeout 20 ssh-keygen -q -p -N '' -f F >/dev/null 2>&1; then
      got=0
      setsid --wait timeout 20 "$SSHMINT" check F >"$out" 2>"$err" || got=$?
      [[ $got == [13] ]] || fail "$name in the OPENSSH form: $got"
    fi
  done
}

@test "10: public keys that are no RSA keys are rejected in every form" {
  for name in e0 e1 e2 e65536 e_huge n_even n_negative n_not_minimal \
    e_not_minimal trailing cut type_sha2 n_0 n_1 swapped; do
    got=0
    setsid --wait timeout 20 "$SSHMINT" check keys/$name.pub >"$out" 2>"$err" ||
      got=$?
    [[ $got == [13] ]] || fail "$name: $got"
    for format in authorized-keys rfc4716 spki pkcs1-public; do
      mint $got convert keys/$name.pub --to $format -o G
      absent G
    done
    {
      echo '---- BEGIN SSH2 PUBLIC KEY ----'
      cut -d ' ' -f 2 keys/$name.pub | fold -w 70
      echo '---- END SSH2 PUBLIC KEY ----'
    } >F
    mint $got check F
  done
}

@test "11: sizes are exact" {
  for bits in 2047 2049 2050 3071 2560; do
    mint 2 new -b $bits --no-passphrase -f G
    mint 255 -t rsa -b $bits -N '' -f G
    absent G G.pub
  done
  mint 1 check keys/n_2047.pub
  prints '[E_RSA_BITS_MIN]'
}

@test "12: what cannot be printed is an error" {
  for verb in 'public good' 'convert good --to pem' 'fingerprint good' \
    'inspect good' 'check good' '-l -f good' 'match good good.pub'; do
    got=0
    # shellcheck disable=SC2086
    setsid --wait timeout 20 "$SSHMINT" $verb >/dev/full 2>"$err" || got=$?
    [[ $got -eq 6 || $verb == -l* && $got -eq 255 ]] || fail "$verb: $got"
  done
}

@test "13: an indented private key and a wrapped public key end at once" {
  for format in pem pkcs8 openssh; do
    form $format
    sed 's/^/    /' F >G
    sed '2,$s/^/ /' F >H
    chmod 600 G H
    for verb in check fingerprint public inspect; do
      bounded 5 64 3 $verb G
      bounded 5 64 3 $verb H
      says 'sshmint repair H'
    done
  done
  fold -w 64 good.pub >W
  for verb in check fingerprint inspect; do
    refuses 3 E_LINE_SEVERAL $verb W
  done
  mint 255 -l -f W
  prints_nothing
}

@test "14: what az takes or stumbles over" {
  ssh-keygen -q -t ed25519 -N '' -f ed
  refuses 4 E_TYPE_NOT_RSA check ed.pub
  cut -c 1-200 good.pub >F
  mint 3 check F
  for text in 'foo AAAAA2Zvbw==' 'ssh-rsa AAAAB3NzaC1yc2E= x'; do
    echo "$text" >F
    got=0
    setsid --wait timeout 20 "$SSHMINT" check F >"$out" 2>"$err" || got=$?
    [[ $got == [34] ]] || fail "$text: $got"
  done
  mint 0 convert good.pub --to rfc4716 -o 'a name with blanks'
  mint 0 check 'a name with blanks'
  refuses 6 E_FILE_OPEN check 'no such name'
}
