#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# Every form, plain and encrypted, between sshmint and each peer, both ways, for
# keys of 2048, 3072 and 4096 bits: the same key and the same fingerprint
# everywhere. What each peer can do stands in matrix.txt.

# What is not set here, helpers.bash sets. Functions are called by the names of
# the peers.
# shellcheck disable=SC2154,SC2317

load ../cli/helpers

passphrase='correct horse'

# Makes ours/FORM.BITS and base.BITS, .pub and .print of one key a size.
setup_file() {
  export made=$BATS_FILE_TMPDIR/made
  mkdir "$made"
  cd "$made" || return
  umask 077
  printf '%s' "$passphrase" >word
  mkdir ours
  for bits in 2048 3072 4096; do
    openssl genrsa -traditional -out base.$bits $bits 2>/dev/null
    ssh-keygen -y -f base.$bits >base.$bits.pub
    ssh-keygen -l -f base.$bits.pub | cut -d ' ' -f 2 >base.$bits.print
    for form in pem pkcs8 openssh; do
      "$SSHMINT" convert base.$bits --to $form -o ours/$form.$bits
      "$SSHMINT" convert base.$bits --to $form -o ours/$form+.$bits \
        --new-passphrase-file word
    done
    for form in authorized-keys rfc4716 spki pkcs1-public; do
      "$SSHMINT" convert base.$bits.pub --to $form -o ours/$form.$bits
    done
  done
}

setup() {
  common_setup
  cp -rp "$made"/* .
  umask 077
}

# limited COMMAND...: a peer, which may wait for ever on what it does not know.
limited() {
  local got=0
  setsid --wait timeout -k 5 20 "$@" </dev/null || got=$?
  ((got != 124 && got != 137)) || fail "$1 was stopped: $*" || exit 124
  return $got
}

# ---- how each peer prints the fingerprint of FILE: reads_PEER FORM FILE

reads_ssh-keygen() {
  case $1 in
    authorized-keys) cp "$2" line ;;
    rfc4716) limited ssh-keygen -i -m RFC4716 -f "$2" >line ;;
    spki) limited ssh-keygen -i -m PKCS8 -f "$2" >line ;;
    pkcs1-public) limited ssh-keygen -i -m PEM -f "$2" >line ;;
    *+) limited ssh-keygen -y -P "$passphrase" -f "$2" >line ;;
    *) limited ssh-keygen -y -P '' -f "$2" >line ;;
  esac || return
  limited ssh-keygen -l -f line | cut -d ' ' -f 2
}

# OpenSSL knows no fingerprint of SSH: what it makes of the file is taken.
reads_openssl() {
  case $1 in
    pkcs1-public) limited openssl rsa -RSAPublicKey_in -in "$2" -pubout ;;
    authorized-keys | rfc4716 | spki)
      limited openssl rsa -pubin -in "$2" -pubout
      ;;
    *)
      limited openssl rsa -in "$2" -passin file:word -traditional -out whole \
        2>/dev/null &&
        cmp -s whole "base.${2##*.}" &&
        limited openssl rsa -in whole -pubout
      ;;
  esac >seen 2>/dev/null || return
  reads_ssh-keygen spki seen
}

reads_puttygen() {
  local options=()
  [[ $1 != *+ ]] || options=(--old-passphrase word)
  limited puttygen -l "$2" "${options[@]}" | grep -o 'SHA256:.*'
}

reads_libssh() {
  local tool=$BATS_TEST_DIRNAME/libssh_key
  case $1 in
    authorized-keys | rfc4716 | spki | pkcs1-public)
      limited "$tool" public "$2"
      ;;
    *+) limited "$tool" private "$2" "$passphrase" ;;
    *) limited "$tool" private "$2" '' ;;
  esac
}

# ---- how each peer writes base.BITS in FORM to OUT: writes_PEER FORM BITS OUT
#
# Where it has no such form, it is asked in the words that it has for others.

writes_ssh-keygen() {
  local base=base.$2 word='' format
  [[ $1 != *+ ]] || word=$passphrase
  case $1 in
    authorized-keys) limited ssh-keygen -y -f "$base" >"$3" ;;
    rfc4716) limited ssh-keygen -e -m RFC4716 -f "$base" >"$3" ;;
    spki) limited ssh-keygen -e -m PKCS8 -f "$base" >"$3" ;;
    pkcs1-public) limited ssh-keygen -e -m PEM -f "$base" >"$3" ;;
    *)
      format=${1%+}
      format=${format/openssh/RFC4716} # its name for its own form
      cp "$base" "$3"
      limited ssh-keygen -q -p -m "$format" -N "$word" -f "$3" >/dev/null
      ;;
  esac
}

writes_openssl() {
  local base=base.$2
  local seal=(-passout file:word)
  case $1 in
    pem) limited openssl rsa -in "$base" -traditional -out "$3" ;;
    pem+)
      limited openssl rsa -in "$base" -traditional -out "$3" -aes256 "${seal[@]}"
      ;;
    pkcs8) limited openssl pkcs8 -topk8 -nocrypt -in "$base" -out "$3" ;;
    pkcs8+) limited openssl pkcs8 -topk8 -in "$base" -out "$3" "${seal[@]}" ;;
    pkcs8-scrypt+)
      limited openssl pkcs8 -topk8 -scrypt -in "$base" -out "$3" "${seal[@]}"
      ;;
    spki) limited openssl rsa -in "$base" -pubout -out "$3" ;;
    pkcs1-public) limited openssl rsa -in "$base" -RSAPublicKey_out -out "$3" ;;
    *) limited openssl pkey -in "$base" -outform "${1%+}" -out "$3" ;;
  esac 2>/dev/null
}

writes_puttygen() {
  local options=(-o "$3" -C me@here)
  [[ $1 != *+ ]] || options+=(--new-passphrase word)
  case $1 in
    pem | pem+) options+=(-O private-openssh) ;;
    openssh | openssh+) options+=(-O private-openssh-new) ;;
    authorized-keys) options+=(-O public-openssh) ;;
    rfc4716) options+=(-O public) ;;
    ppk2*) options+=(-O private --ppk-param version=2) ;;
    ppk3*) options+=(-O private --ppk-param version=3) ;;
    *) options+=(-O "${1%+}") ;;
  esac
  limited puttygen "base.$2" "${options[@]}"
}

writes_libssh() {
  local tool=$BATS_TEST_DIRNAME/libssh_key
  case $1 in
    authorized-keys) limited "$tool" export-public "base.$2" "$3" ;;
    rfc4716 | spki | pkcs1-public) limited "$tool" "$1" "base.$2" "$3" ;;
    *+) limited "$tool" export "base.$2" "$3" "$passphrase" ;;
    *) limited "$tool" export "base.$2" "$3" '' ;;
  esac
}

# ---- each cell of the table

# rows PEER: prints form and cell.
rows() {
  local column=2
  case $1 in
    openssl) column=3 ;;
    puttygen) column=4 ;;
    libssh) column=5 ;;
  esac
  grep -v '^#' "$BATS_TEST_DIRNAME/matrix.txt" |
    awk -v column=$column '{print $1, $column}'
}

# check_read PEER FORM WORD: of what sshmint wrote.
check_read() {
  local bits seen got
  for bits in 2048 3072 4096; do
    got=0
    seen=$("reads_$1" "$2" "ours/$2.$bits" 2>"$err") || got=$?
    if [[ $3 == r ]]; then
      [[ $got -eq 0 && $seen == "$(cat base.$bits.print)" ]] ||
        fail "$1 sees in $2 of $bits bits: $seen ($got)"
    else
      [[ $got -ne 124 && $seen != *SHA256* ]] || fail "$1 reads $2: $seen"
    fi
  done
}

# check_write PEER FORM WORD: sshmint reads it.
check_write() {
  local bits got options=()
  [[ $2 != *+ ]] || options=(--passphrase-file word)
  for bits in 2048 3072 4096; do
    rm -f theirs
    got=0
    "writes_$1" "$2" "$bits" theirs 2>"$err" || got=$?
    if [[ $3 == - ]]; then
      [[ $got -ne 0 && $got -ne 124 ]] || fail "$1 writes $2 ($got)"
      continue
    fi
    [[ $got -eq 0 ]] || fail "$1 does not write $2 ($got)"
    sees_base "$2" "$bits" "${options[@]}"
  done
}

# sees_base FORM BITS OPTIONS...: theirs is the key base.BITS in that form.
sees_base() {
  local form=${1%+} bits=$2
  mint 0 inspect --json theirs
  case $form in
    ppk?) form=ppk ;;
    pkcs8-scrypt) json 'o[0]["kdf"] == "scrypt"' && form=pkcs8 ;;
  esac
  json "o[0]['format'] == '$form'"
  mint 0 fingerprint "${@:3}" theirs
  [[ $(cut -d ' ' -f 2 "$out") == "$(cat "base.$bits.print")" ]] ||
    fail "another fingerprint of $1"
  case $form in
    authorized-keys | rfc4716 | spki | pkcs1-public)
      mint 0 check theirs
      mint 0 convert theirs --to pkcs1-public
      openssl rsa -in "base.$bits" -RSAPublicKey_out 2>/dev/null >public
      same public "$out"
      ;;
    *)
      # Every number of it. convert checks them, in 2.4 s at 4096 bits.
      [[ $bits != 4096 || $1 == pem ]] || return 0
      mint 0 convert theirs --to pem "${@:3}" --no-passphrase -o whole --force
      same "base.$bits" whole
      ;;
  esac
  [[ $1 != *+ || $bits != 2048 ]] ||
    mint 5 check theirs --passphrase-fd 7 7<<<'wrong horse'
}

# reading PEER, writing PEER: its column, with as many cells as the table has.
reading() {
  local row rows cell
  mapfile -t rows < <(rows "$1")
  ((${#rows[@]} == 15))
  for row in "${rows[@]}"; do
    cell=${row#* }
    [[ ${cell:0:1} == . ]] || check_read "$1" "${row% *}" "${cell:0:1}"
  done
}
writing() {
  local row rows cell
  mapfile -t rows < <(rows "$1")
  ((${#rows[@]} == 15))
  for row in "${rows[@]}"; do
    cell=${row#* }
    check_write "$1" "${row% *}" "${cell:1:1}"
  done
}

@test "what sshmint writes, ssh-keygen reads" { reading ssh-keygen; }
@test "what sshmint writes, openssl reads" { reading openssl; }
@test "what sshmint writes, puttygen reads" { reading puttygen; }
@test "what sshmint writes, libssh reads" { reading libssh; }
@test "what ssh-keygen writes, sshmint reads" { writing ssh-keygen; }
@test "what openssl writes, sshmint reads" { writing openssl; }
@test "what puttygen writes, sshmint reads" { writing puttygen; }
@test "what libssh writes, sshmint reads" { writing libssh; }
