#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# Results go to standard output, everything else to standard error, and what
# cannot be written is an error. None of the three has to be open.

# What is not set here, helpers.bash sets; $ in '' is for another shell.
# shellcheck disable=SC2016,SC2154

load helpers

setup() {
  common_setup
  export file=$vectors/rsa.pub
}

# with REDIRECTIONS STATUS ARGS...: with the redirections of a shell.
with() {
  program "$2" bash -c "\"\$@\" $1" - "$SSHMINT" "${@:3}"
}

@test "a full device as standard output is 6, for every verb" {
  key F
  for args in 'check F' 'inspect F' 'public F' 'fingerprint F' '--help' \
    '--version' 'check --help' 'check --json F' 'fingerprint --sshfp h F' \
    'new -b 2048 --no-passphrase -f G' 'new -b 2048 --no-passphrase --json -f H' \
    'convert F --to pem' 'convert F --to spki' 'convert --json F --to spki' \
    'scan F' 'scan --json F' 'match F F' 'match --json F F' 'repair F -o -' \
    'repair --json F' 'passwd F --no-passphrase' 'comment F.pub me@here'; do
    read -ra words <<<"$args"
    with '>/dev/full' 6 "${words[@]}"
    says '[E_FILE_OUTPUT]' 'No space left on device'
  done
}

@test "passwd and comment: the key is whole although that could not be told" {
  key F -m openssh
  cp F.pub before
  with '>/dev/full' 6 passwd F --no-passphrase
  with '>/dev/full' 6 comment F me@there
  whole_pair F 'OPENSSH PRIVATE KEY'
  [[ $(cat F.pub) == "$(cut -d ' ' -f 1,2 before) me@there" ]]
}

@test "new: the pair is there although the result could not be printed" {
  with '>/dev/full' 6 new -b 2048 --no-passphrase -f F
  whole_pair F
}

@test "a pipe whose reader has gone is 6, without a signal" {
  key F
  for i in 1 2 3; do
    cat F.pub
  done >list
  program 0 bash -c '"$SSHMINT" check list 2>err | true
    [ "${PIPESTATUS[0]}" -eq 6 ] || [ "${PIPESTATUS[0]}" -eq 0 ]'
  # Surely gone: the pipe's only reader is closed before.
  python3 - <<'PY'
import os, subprocess
read_end, write_end = os.pipe()
os.close(read_end)
done = subprocess.run([os.environ["SSHMINT"], "check", "list"], stdout=write_end,
                      stderr=subprocess.PIPE)
assert done.returncode == 6, done.returncode
assert b"[E_FILE_OUTPUT]" in done.stderr, done.stderr
PY
}

@test "closed standard output is 6, and no file takes its place" {
  with '>&-' 6 check "$file"
  with '>&-' 6 new -b 2048 --no-passphrase -f F
  # The key file must not have become descriptor 1.
  [ ! -e F ] || whole_pair F
  with '>&-' 6 --version
}

@test "closed standard input and error do not matter" {
  key F
  with '<&-' 0 check F
  with '2>&-' 0 check F
  with '<&- 2>&-' 0 check F
  with '<&- 2>&-' 0 new -b 2048 --no-passphrase -f G
  whole_pair G
  echo nonsense >bad
  with '2>&-' 3 check bad
}

@test "all three closed: a new pair is whole, and nothing else is written" {
  with '<&- >&- 2>&-' 6 new -b 2048 --no-passphrase -f F
  whole_pair F
  holds F F.pub
}

@test "closed standard input as an input is an error" {
  with '<&-' 6 check -
  says '(stdin): [E_FILE_'
}

@test "a full standard error does not hide the exit status" {
  echo nonsense >bad
  with '2>/dev/full' 3 check bad
  with '2>/dev/full' 6 check missing
  with '2>/dev/full' 0 check "$file"
}

@test "accepted and rejected alike are results: on standard output" {
  mint 0 check "$file"
  prints accepted
  says_nothing
  sed 's/AAAAB3NzaC1yc2EAAAADAQAB/AAAAB3NzaC1yc2EAAAABAw/' "$file" >F
  mint 3 check F
  prints_nothing
  says '[E_'
}

@test "an error in one file does not keep back the results of others" {
  mint 6 check missing "$file"
  prints accepted
  says 'missing: [E_FILE_OPEN]'
}

@test "results and errors come in the order of the inputs" {
  program 6 bash -c '"$SSHMINT" fingerprint "$file" missing "$file" 2>&1'
  sed -n 2p "$out" | grep -q E_FILE_OPEN
  [ "$(wc -l <"$out")" -eq 3 ]
}

@test "the progress of a long job is shown on a terminal only" {
  mint 0 new -b 4096 --no-passphrase -f F
  says_nothing
  prints_not 'making the key'
}

@test "a big output goes through a slow pipe whole" {
  for ((i = 0; i < 300; i++)); do
    cat "$file"
  done >list
  program 0 bash -c '"$SSHMINT" fingerprint -v list | (sleep 0.3 && cat)'
  [ "$(grep -c SHA256: "$out")" -eq 300 ]
}

@test "descriptors that are inherited do no harm" {
  key F
  program 0 bash -c 'exec 5</dev/null 6>&1 7<.; exec "$SSHMINT" check F'
}
