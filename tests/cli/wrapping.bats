#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# Damaged wrappings of every form: the reader refuses them, says what it is and
# that sshmint repair mends it, and repair does. The table is wrapping.txt.

# What is not set here, helpers.bash sets.
# shellcheck disable=SC2154

load helpers

private=(pem pem+ pkcs8 pkcs8+ openssh openssh+)
public=(spki pkcs1-public)
forms=("${private[@]}" "${public[@]}" rfc4716 line ppk)

# A key whose base64 ends in = in some forms, in a file for each form.
setup_file() {
  export made=$BATS_FILE_TMPDIR/made
  mkdir "$made"
  cd "$made" || return
  umask 077
  printf 'correct horse' >word
  key pem -C me@here
  mv pem.pub line
  for form in pem pkcs8 openssh; do
    "$SSHMINT" convert pem --to $form -C '' -o $form.new 2>/dev/null ||
      "$SSHMINT" convert pem --to $form -o $form.new
    "$SSHMINT" convert pem --to $form -o $form+ --new-passphrase-file word
    mv $form.new $form
  done
  for form in rfc4716 spki pkcs1-public; do
    "$SSHMINT" convert line --to $form -o $form
  done
  timeout 20 puttygen pem -C me@here -O private -o ppk </dev/null
}

setup() {
  common_setup
  cp -p "$made"/* .
  print=$(print_of line)
}

# in_body COMMAND...: does it to the base64 of $form, as a filter.
in_body() {
  case $form in
    line) cut -d ' ' -f 1,2 line | "$@" | head -c -1 && echo ' me@here' ;;
    pem+) sed 4q pem+ && sed '1,4d;$d' pem+ | "$@" && sed -n '$p' pem+ ;;
    *) sed 1q "$form" && sed '1d;$d' "$form" | "$@" && sed -n '$p' "$form" ;;
  esac
}

# damage NAME: of $form, to standard output.
damage() {
  case $1 in
    crlf) sed 's/$/\r/' "$form" ;;
    no-newline) head -c -1 "$form" ;;
    bom) printf '\xef\xbb\xbf' && cat "$form" ;;
    utf16le) printf '\xff\xfe' && iconv -t UTF-16LE "$form" ;;
    utf16be) printf '\xfe\xff' && iconv -t UTF-16BE "$form" ;;
    blanks-first) printf '  ' && cat "$form" ;;
    newline-first) echo && cat "$form" ;;
    text-first) echo 'my key:' && cat "$form" ;;
    indented-body) [[ $form == line ]] || in_body sed 's/^/    /' ;;
    one-line) [[ $form == line ]] || tr '\n' ' ' <"$form" ;;
    text-last) cat "$form" && echo bye ;;
    wrapped) in_body fold -w 48 ;;
    wrapped-crlf) in_body fold -w 64 | sed 's/$/\r/' ;;
    no-padding) sed -E 's/=+( |$)/\1/' "$form" ;;
  esac
}

# options FORM: how it is opened.
options() {
  opens=()
  [[ $1 != *+ ]] || opens=(--passphrase-file word)
}

# reads CODE ADVICE: what check says of F.
reads() {
  local wanted=0
  [[ $1 != E_* ]] || wanted=3
  mint "$wanted" check "${opens[@]}" F
  cat "$out" "$err" >told
  [[ $1 == ok ]] || grep -qF "[$1]" told || fail "$form: not $1"
  [[ $1 != ok ]] || ! grep -q 'TEXT_CRLF' told || fail "$form: a warning"
  [[ $2 != yes ]] || grep -q 'sshmint repair F' told || fail "$form: no advice"
}

# mends HOW: what repair makes of F.
mends() {
  cp -p F before
  if [[ $1 == no ]]; then
    mint 3 repair --yes F
    same before F
    return
  fi
  mint 0 repair --yes F
  if [[ $1 == same ]]; then
    same "$form" F
  else
    mint 0 check "${opens[@]}" F
  fi
  mint 0 fingerprint "${opens[@]}" F
  prints "$print"
  # What is whole is left alone.
  mint 0 repair F
  prints 'nothing to repair'
}

# rows DAMAGE: those of the table, one for each form; each form once.
rows() {
  local name list read advice repaired form
  while read -r name list read advice repaired; do
    [[ $name == "$1" ]] || continue
    list=${list//,/ }
    list=${list/private/${private[*]}}
    list=${list/public/${public[*]}}
    [[ $list != '*' ]] || list=${forms[*]}
    for form in $list; do
      printf '%s %s %s %s\n' "$form" "$read" "$advice" "$repaired"
    done
  done <"$BATS_TEST_DIRNAME/wrapping.txt"
}

# every DAMAGE COUNT: to each form that it changes, of which there are COUNT.
every() {
  local table row form read advice repaired done=0
  mapfile -t table < <(rows "$1")
  for row in "${table[@]}"; do
    read -r form read advice repaired <<<"$row"
    damage "$1" >F
    chmod 600 F
    ! cmp -s F "$form" || continue
    options "$form"
    reads "$read" "$advice"
    mends "$repaired"
    done=$((done + 1))
  done
  # shellcheck disable=SC2166
  [[ $done -eq $2 || $2 == + && $done -gt 0 ]] || fail "$1: $done forms"
}

@test "none: check accepts each" {
  for form in "${forms[@]}"; do
    cp -p "$form" F
    options "$form"
    reads ok -
  done
}
@test "CRLF line ends" { every crlf 11; }
@test "no last newline" { every no-newline 11; }
@test "a UTF-8 byte order mark" { every bom 11; }
@test "UTF-16, little end first" { every utf16le 11; }
@test "UTF-16, big end first" { every utf16be 11; }
@test "blanks before the first line" { every blanks-first 11; }
@test "an empty line first" { every newline-first 11; }
@test "text before the key" { every text-first 11; }
@test "an indented body" { every indented-body 10; }
@test "all on one line" { every one-line 10; }
@test "text after the key" { every text-last 11; }
@test "base64 in other lines" { every wrapped 11; }
@test "Azure's public key in lines with CRLF" { every wrapped-crlf 1; }
@test "base64 without its =" { every no-padding +; }
