#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# Block lists: cli/blocklist.py makes them; check and scan refuse what they hold.

# out, err, vectors and SSHMINT come from helpers.bash and the runner.
# shellcheck disable=SC2154

load helpers

setup() {
  common_setup
  key good -C me@here
  key other
}

# makes LIST [FILE...]: what the builder is given on standard input, too.
makes() {
  local list=$1
  shift
  python3 "$BATS_TEST_DIRNAME/../../cli/blocklist.py" "$@" >"$list"
}

@test "a key on the list is refused in every form, no other is" {
  makes list good.pub </dev/null
  for file in good good.pub; do
    mint 0 check $file
    mint 1 check --blocklist list $file
    prints 'K26 [E_RSA_BLOCKLIST]'
    mint 1 scan --blocklist list $file
    prints 'K26 E_RSA_BLOCKLIST'
  done
  mint 0 check --blocklist list other
  mint 0 check --blocklist list other.pub
}

@test "what the builder takes: lines, moduli, comments" {
  makes lines good.pub other.pub
  modulus=$(openssl rsa -in good -noout -modulus)
  {
    echo '# two keys'
    echo
    printf '%s\r\n' "$modulus"
    echo "from=\"10.0.0.1\" $(cat other.pub)"
    echo "${modulus#Modulus=}" | tr A-F a-f
    cat other.pub
  } | makes mixed
  cmp lines mixed
  [ "$(wc -c <lines)" -eq 50 ]
  makes empty </dev/null
  mint 0 check --blocklist empty good
}

@test "what the builder refuses, by file and line" {
  for line in text 'ssh-rsa AAAA' 'ssh-rsa AAAAB3NzaC1yc2E=' 'ssh-rsa A' "$(cut -c -100 good.pub)" \
    Modulus=12; do
    printf '# one\n%s\n' "$line" >bad
    if makes list bad 2>said; then fail "taken: $line"; fi
    grep -q '^blocklist.py: bad:2: ' said
    [ ! -s list ]
  done
  if makes list nowhere 2>said; then fail "taken: no file"; fi
  grep -q nowhere said
}

@test "a list that is none is refused before any key is judged" {
  makes list good.pub other.pub
  head -c 49 list >short
  { head -c 20 list; tail -c 15 list; head -c 35 list | tail -c 15; } >turned
  { head -c 20 list; tail -c 15 list; tail -c 15 list; } >twice
  sed s/list-1/list-2/ list >version
  : >nothing
  for file in short turned twice version nothing good; do
    refuses 78 E_BLOCKLIST check --blocklist $file good
    refuses 78 E_BLOCKLIST scan --blocklist $file good
  done
  for verb in check scan; do
    refuses 2 E_USAGE_OPERAND $verb --blocklist - good <list
    says 'standard input cannot be given here'
  done
  cp list ./-
  mint 1 check --blocklist ./- good
  refuses 6 E_FILE_KIND scan --blocklist . good
  refuses 6 E_FILE_OPEN scan --blocklist nowhere good
}
