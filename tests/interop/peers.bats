#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# Keys that sshmint makes, read by OpenSSH, OpenSSL and PuTTY; keys that they
# make, read by sshmint. Everywhere the fingerprint is the same.

# What is not set here, helpers.bash sets; $ in '' is for another shell.
# shellcheck disable=SC2016,SC2154

load ../cli/helpers

passphrase='correct horse battery'

setup_file() {
  export made=$BATS_FILE_TMPDIR/made
  mkdir "$made"
  cd "$made" || return
  printf '%s' "$passphrase" >word
  chmod 600 word
  for bits in 2048 3072 4096; do
    "$SSHMINT" new -q -b $bits --no-passphrase -f F$bits -C me@here
    "$SSHMINT" new -q -b $bits --passphrase-file word -f L$bits -C me@here
  done
}

setup() {
  common_setup
  cp -p "$made"/* .
}

# mint_print FILE [ARGS...]: the fingerprint that sshmint gives it.
mint_print() { "$SSHMINT" fingerprint "$@" | cut -d ' ' -f 2; }

# puttygen can wait for ever on a file that it does not understand.
putty() { timeout -k 5 20 puttygen "$@"; }

# ---- made by sshmint

@test "OpenSSH reads them, with and without a passphrase" {
  for bits in 2048 3072 4096; do
    ssh-keygen -y -f F$bits >line
    [ "$(cut -d ' ' -f 1,2 line)" = "$(cut -d ' ' -f 1,2 F$bits.pub)" ]
    ssh-keygen -y -P "$passphrase" -f L$bits >line
    [ "$(cut -d ' ' -f 1,2 line)" = "$(cut -d ' ' -f 1,2 L$bits.pub)" ]
    [ "$(ssh-keygen -lf F$bits)" = "$("$SSHMINT" fingerprint F$bits.pub)" ]
    if ssh-keygen -y -P 'wrong horse' -f L$bits 2>/dev/null; then false; fi
  done
}

@test "OpenSSH can change their passphrase and their format" {
  ssh-keygen -q -p -m PEM -P "$passphrase" -N 'other horse' -f L2048
  mint 0 public --passphrase-fd 7 L2048 7<<<'other horse'
  ssh-keygen -q -p -P '' -N '' -f F2048
  mint 0 inspect F2048
  prints 'format       openssh'
  mint 0 check F2048
  prints "$(print_of F2048.pub)"
  ssh-keygen -q -p -m PEM -P '' -N '' -f F2048
  mint 0 check F2048
}

@test "OpenSSL says that they are ok, and rewrites them byte for byte" {
  for bits in 2048 3072 4096; do
    [ "$(openssl rsa -in F$bits -check -noout 2>&1)" = 'RSA key ok' ]
    openssl rsa -in F$bits -traditional 2>/dev/null >again
    same F$bits again
    openssl rsa -in L$bits -passin file:word -check -noout >check 2>&1
    [ "$(cat check)" = 'RSA key ok' ]
  done
}

@test "OpenSSL signs with them what OpenSSH's public key verifies" {
  for bits in 2048 3072 4096; do
    echo hello >text
    openssl dgst -sha256 -sign F$bits -out signature text
    ssh-keygen -e -m PKCS8 -f F$bits.pub >spki
    openssl dgst -sha256 -verify spki -signature signature text
  done
}

@test "ssh-keygen signs with them and verifies it" {
  for name in F2048 F3072 F4096; do
    echo hello >text
    rm -f text.sig
    ssh-keygen -q -Y sign -n file -f $name text
    printf 'me %s\n' "$(cut -d ' ' -f 1,2 $name.pub)" >signers
    ssh-keygen -Y verify -n file -I me -f signers -s text.sig <text
  done
}

@test "PuTTY reads them: the same fingerprint" {
  for bits in 2048 3072 4096; do
    [ "$(putty -l F$bits | cut -d ' ' -f 3)" = "$(mint_print F$bits)" ]
    [ "$(putty -l F$bits.pub | cut -d ' ' -f 3)" = "$(mint_print F$bits)" ]
  done
  putty F2048 -O private -o F.ppk --new-passphrase /dev/null
  [ "$(putty -l F.ppk | cut -d ' ' -f 3)" = "$(mint_print F2048)" ]
}

@test "inspect tells rightly which encryption in PEM PuTTY reads" {
  for cipher in aes128 aes192 aes256 des3; do
    openssl rsa -in F2048 -traditional -$cipher -passout file:word -out K 2>/dev/null
    mint 0 inspect K
    if putty -l K --old-passphrase word >print 2>/dev/null && [ -s print ]; then
      prints PuTTY
    else
      prints_not PuTTY
    fi
  done
}

@test "the public key converts to what ssh-keygen's would" {
  for form in RFC4716 PKCS8 PEM; do
    ssh-keygen -e -m $form -f F2048.pub >public
    ssh-keygen -i -m $form -f public >back
    [ "$(cat back)" = "$(cut -d ' ' -f 1,2 F2048.pub)" ]
  done
}

@test "OpenSSL 1.0 style: the modulus of both files is one" {
  ssh-keygen -e -m PKCS8 -f F2048.pub >spki
  [ "$(openssl rsa -in F2048 -noout -modulus)" = "$(openssl rsa -pubin -in spki -noout -modulus)" ]
}

@test "the default encryption of ssh-keygen's line opens elsewhere too" {
  mint 0 -q -m PEM -t rsa -b 2048 -N "$passphrase" -f K
  ssh-keygen -y -P "$passphrase" -f K >/dev/null
  openssl rsa -in K -passin file:word -check -noout
}

# ---- made by others

# reads FILE [ARGS...]: check accepts it, and its fingerprint and its public key
# are those that ssh-keygen gives.
reads() {
  local file=$1 word=''
  [[ $# -eq 1 ]] || word=$passphrase
  shift
  mint 0 check "$@" "$file"
  ssh-keygen -y -P "$word" -f "$file" | cut -d ' ' -f 1,2 >theirs
  mint 0 public "$@" "$file"
  same theirs "$out"
  ssh-keygen -lf theirs | cut -d ' ' -f 1,2 >print
  mint 0 fingerprint "$@" "$file"
  [ "$(cut -d ' ' -f 1,2 "$out")" = "$(cat print)" ]
}

@test "ssh-keygen -m PEM, several sizes" {
  for bits in 2048 2560 3072 4096; do
    ssh-keygen -q -m PEM -t rsa -b $bits -N '' -f K$bits
    reads K$bits
  done
}

@test "ssh-keygen -m PEM with a passphrase" {
  ssh-keygen -q -m PEM -t rsa -b 2048 -N "$passphrase" -f K
  reads K --passphrase-file word
}

@test "openssl genrsa -traditional, plain and with each AES" {
  openssl genrsa -traditional -out K 2048 2>/dev/null
  chmod 600 K
  reads K
  for cipher in aes128 aes192 aes256; do
    openssl genrsa -traditional -$cipher -passout file:word -out K 2048 2>/dev/null
    reads K --passphrase-file word
    mint 5 check --passphrase-fd 7 K 7<<<'wrong horse'
  done
}

@test "openssl rsa -traditional of a PKCS#8 key" {
  openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:3072 -out pkcs8
  openssl rsa -in pkcs8 -traditional -out K 2>/dev/null
  chmod 600 K
  reads K
}

@test "puttygen's private-openssh" {
  putty -q -t rsa -b 2048 --new-passphrase /dev/null -O private-openssh -o K -C me
  reads K
}

@test "puttygen's private-openssh with a passphrase" {
  # It still encrypts with three keys of DES.
  putty -q -t rsa -b 2048 --new-passphrase word -O private-openssh -o K -C me
  grep -q 'DEK-Info: DES-EDE3-CBC' K
  reads K --passphrase-file word
  refuses 5 E_PASSPHRASE_WRONG check --passphrase-fd 7 K 7<<<'wrong horse'
  # PuTTY reads what it writes, and inspect says so.
  mint 0 inspect K
  prints 'DES-EDE3-CBC'
  grep -q 'read by .*PuTTY' "$out" || fail 'PuTTY is not named'
}

@test "a public key in every form that ssh-keygen lists has one fingerprint" {
  for file in "$vectors"/{rsa,dsa,ecdsa256,ecdsa384,ecdsa521,ed25519}.pub; do
    [ "$(mint_print "$file")" = "$(print_of "$file")" ]
    case $file in
      *dsa256* | *rsa* | *ed25519* | *dsa.pub)
        [ "$(putty -l "$file" | awk '{print $(NF > 3 ? 3 : NF)}')" = "$(print_of "$file")" ]
        ;;
    esac
  done
}
