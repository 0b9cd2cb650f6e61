#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# Bytes from a file, a name or an argument never reach the terminal as anything
# but text.

# What is not set here, helpers.bash sets; $ in '' is for another shell.
# shellcheck disable=SC2016,SC2154

load helpers

setup() {
  common_setup
  line=$(cut -d ' ' -f 1,2 "$vectors/rsa.pub")
}

hostile=($'\e]0;title\a' $'\e[31mred' $'a\rb' $'\b\b\b' $'\x7f' $'\xc2\x9b31m'
  $'\xc2\x85' $'\x9b31m' $'\xff\xfe' $'\xc0\x80' $'\xed\xa0\x80' $'\xe2\x80\xae'
  $'\xe2\x80\x8f' $'\xe2\x81\xa6' $'\xd8\x9c' $'\xe2\x80\xa8'
  $'\xe2\x80\x8b' $'\xe2\x81\xa0' $'\xef\xbb\xbf' $'\xc2\xad' $'\xe1\x85\x9f'
  $'\xe3\x85\xa4' $'\xf3\xa0\x81\x81'
  $'\xf4\x90\x80\x80' $'\x01\x02\x1f' $'\v\f' $'\xc3')
# All of them in a row, each between letters, and an unfinished one at the end.
all=$(printf 'x%sy' "${hostile[@]}")$'\xf0\x9f'

# try ARGS...: what sshmint prints is kept for `clean`.
try() {
  setsid --wait timeout 20 "$SSHMINT" "$@" >>"$out" 2>>"$err" </dev/null || true
}

# clean: what was printed is text only: no control character but the ends of
# lines, valid UTF-8, nothing that changes the direction of a text or cannot be
# seen.
clean() {
  [[ -s $out || -s $err ]] || fail "nothing was printed"
  python3 - "$out" "$err" <<'PY' || fail "what is shown is not clean"
import sys, unicodedata
for name in sys.argv[1:]:
    text = open(name, "rb").read().replace(b"\r\n", b"\n").decode("utf-8")
    for c in text:
        bad = unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Cs", "Co")
        empty = c in "\u034f\u115f\u1160\u3164\uffa0"
        if empty or bad and c not in "\n\t":
            sys.exit("%s: U+%04X" % (name, ord(c)))
PY
}

@test "comments of public keys" {
  for LC_ALL in C C.UTF-8; do
    for text in "$all" "${hostile[@]}"; do
      printf '%s %s\n' "$line" "$text" >F
      try fingerprint F
    done
    printf '%s %s\n' "$line" "$all" >F
    try inspect F
    try check F
    try -lf F
    try scan F
    try match F "$vectors/ed25519.pub"
    for format in authorized-keys rfc4716 spki; do
      try convert F --to $format
    done
    printf '%s %s\n%s\n' "$line" "$all" nonsense >F
    try inspect F
    try -lvf F
  done
  clean
  [ "$(grep -c '\\033\[31mred' "$out")" -ge 6 ]
}

@test "options and hosts before a key" {
  printf '%s %s\n' "${all//[$' \t']/}" "$line" >F
  for LC_ALL in C C.UTF-8; do
    try fingerprint F
    try -lf F
    try check F
  done
  clean
}

@test "comments of a .pub beside a private key" {
  key F
  printf '%s %s\n' "$(cut -d ' ' -f 1,2 F.pub)" "$all" >P
  cp P F.pub
  for LC_ALL in C C.UTF-8; do
    for verb in inspect fingerprint check; do
      try $verb F
    done
    try -lf F
  done
  clean
}

@test "names of files, in results and in errors" {
  for LC_ALL in C C.UTF-8; do
    for content in "$line" hello; do
      printf '%s\n' "$content" >"$all"
      for verb in inspect fingerprint check public; do
        try $verb "$all"
      done
      try -lf "$all"
    done
    rm "$all"
    try check "$all"
    try -lf "$all"
    try fingerprint --passphrase-file "$all" "$vectors/rsa_aes256.pem"
  done
  clean
}

@test "the name of a new key" {
  for LC_ALL in C C.UTF-8; do
    try new --force -b 2048 --no-passphrase -f "$all"
    try new -b 2048 --no-passphrase -f "$all"
    try -t rsa -b 2048 -N '' -f "$all"
    try -t rsa -b 2048 -N 123 -f "new$all"
    try -t rsa -b 2048 -N '' -f "no/$all"
  done
  clean
  talk 1 'see {Overwrite}
    type n' "$SSHMINT" -t rsa -b 2048 -N '' -f "$all"
  clean
}

@test "verbs, options, values, hosts and policies that are none" {
  for LC_ALL in C C.UTF-8; do
    for args in 'WORD' '--WORD' 'check --WORD' 'check -WORD' 'check --policy WORD' \
      'check --policy WORD.conf' 'new -b WORD' 'new -t WORD' 'new -m WORD' \
      'new -C WORD' 'new --no-passphrase WORD' 'new -a WORD' \
      'fingerprint -E WORD F' 'check --color WORD F' \
      'fingerprint --sshfp WORD F' 'check --passphrase-fd WORD F' \
      'convert F --to WORD' 'convert F --to pem -o WORD' 'convert WORD --to pem' \
      'convert F --to openssh -C WORD' 'passwd WORD' 'passwd F -a WORD' \
      'comment WORD x' 'comment F WORD' 'repair WORD' 'repair F -o WORD' \
      'scan WORD' 'scan --blocklist WORD F' 'match WORD F' \
      'check --passphrase-file WORD F' '-t WORD' '-m WORD' '-E WORD' \
      '-b WORD' '-a WORD' '-WORD' '-C WORD -N x'; do
      read -ra words <<<"$args"
      try "${words[@]//WORD/$all}"
    done
  done
  clean
}

@test "a remedy can be pasted into a shell, whatever the file is called" {
  local name=$'it\'s $(touch hacked) `touch hacked`; touch hacked #'
  key K
  cp K "$name"
  chmod 644 "$name"
  mint 0 check "$name"
  bash -c "$(sed -n 's/^    Fix: //p' "$out")"
  mode 600 "$name"
  absent hacked
  # Also one that has to be written with escapes, and one like an option.
  for name in $'esc\e[31m' -rf; do
    cp K "./$name"
    chmod 644 "./$name"
    mint 0 check -- "$name"
    bash -c "$(sed -n 's/^    Fix: //p' "$out")"
    mode 600 "./$name"
  done
}

@test "UTF-8 is shown as it is in a UTF-8 locale, and escaped in the C locale" {
  printf '%s grün 🔑\n' "$line" >F
  LC_ALL=C.UTF-8 mint 0 fingerprint F
  prints 'grün 🔑'
  LC_ALL=C mint 0 fingerprint F
  prints 'gr\303\274n \360\237\224\221'
}

@test "what cannot be seen is escaped in a UTF-8 locale too" {
  for hidden in $'\xe2\x80\x8b' $'\xc2\xad' $'\xe3\x85\xa4' $'\xf3\xa0\x81\x81'; do
    printf '%s me%s@here\n' "$line" "$hidden" >F
    LC_ALL=C.UTF-8 mint 0 fingerprint F
    prints_not "$hidden"
    grep -Eq ' me(\\[0-3][0-7]{2}){2,4}@here ' "$out" || fail 'not escaped'
    # It is not written again either.
    refuses 4 E_KEY_COMMENT convert F --to rfc4716
    mint 0 comment F me@here
    mint 0 convert F --to rfc4716
    prints 'Comment: "me@here"'
  done
}
