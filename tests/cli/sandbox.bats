#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# The lock that every verb is in before it reads: what it lets nobody do, what
# it lets everybody do, and what happens where there is none.

# What is not set here, helpers.bash sets.
# shellcheck disable=SC2154

load helpers

# What each verb is called with. The first test wants one of each.
# (bats reads this file in a function.)
declare -gA call=(
  [new]='-b 2048 --no-passphrase -f F'
  [inspect]='key'
  [fingerprint]='key.pub'
  [public]='key'
  [convert]='key --to openssh -o out'
  [passwd]='open --no-passphrase'
  [comment]='open words'
  [repair]='crlf --yes'
  [check]='key list'
  [scan]='. list'
  [match]='key key.pub'
  ['azure check']='key.pub'
  ['azure emit']='key.pub --to az'
  [connect]='-i key --pin --known-hosts known --timeout 1 me@127.0.0.1:1'
  ['host verify']='--known-hosts known --timeout 1 127.0.0.1:1'
  ['host pin']='--known-hosts known --timeout 1 127.0.0.1:1'
  ['host list']='--known-hosts known one'
  ['host forget']='--known-hosts known one'
  ['host commands']=''
  ['policy show']=''
  ['policy check']='p.conf'
  ['policy explain']='Sandbox'
  ['-lf']='key.pub'
  ['-q']='-b 2048 -N password -f F'
)
# These read no input.
silent=' new host commands policy show policy explain -q '
# What is known of 127.0.0.1 is asked of it in vain, here as anywhere.
declare -gA ends=([connect]=8 ['host verify']=8 ['host pin']=8)

setup() {
  common_setup
  escape=$BATS_TEST_DIRNAME/sshmint_escape
  without=$BATS_TEST_DIRNAME/without
  [ -x "$escape" ] || skip "it is built by Bazel only"
  mkdir inner
  cd inner || return
  echo outside >../outside
  echo victim >victim
  key key -C 'a comment'
  key open -m openssh
  sed 's/$/\r/' key.pub >crlf
  cat key.pub open.pub >list
  printf 'one %s\n' "$(cut -d ' ' -f 1,2 key.pub)" >known
  printf 'PolicyVersion 1\nName p\nSandbox require\n' >p.conf
}

# calls COMMAND...: runs COMMAND with each verb and what it is called with.
calls() {
  local verb
  for verb in "${!call[@]}"; do
    # shellcheck disable=SC2086
    "$@" "$verb" $verb ${call[$verb]}
  done
}

everything() { find .. -type f -printf '%p %m ' -exec sha256sum {} \; | sort; }

# tries ATTEMPT VERB ARGS...: sets `got` to the exit status.
tries() {
  got=0
  (MINT_ESCAPE=$1 "$escape" "${@:3}" >"$out" 2>"$err") 2>/dev/null || got=$?
}

# attempts_of VERB ARGS...
attempts_of() {
  local attempt
  for attempt in "${attempts[@]}"; do
    tries "$attempt" "$@"
    case $attempt in
      leave | climb | plant)
        # From the directory that a verb may write in: Landlock refuses.
        ((got == 159)) || { ((got == 99)) && says "$attempt: EACCES"; } ||
          fail "$1: $attempt ends with $got"
        ;;
      *) ((got == 159)) || fail "$1: $attempt ends with $got, not killed" ;;
    esac
  done
}

@test "each verb of --help is in the table of this test" {
  mint 0 --help
  grep -E '^  [a-z]+( [a-z]+)?  ' "$out" | sed -E 's/^  ([a-z]+( [a-z]+)?)  .*/\1/' >verbs
  [ "$(wc -l <verbs)" -ge 22 ]
  while read -r verb; do
    [[ -v call[$verb] ]] || fail "no call of $verb"
  done <verbs
}

@test "no verb gets out" {
  not_sanitized
  attempts=()
  while read -r attempt; do
    attempts+=("$attempt")
  done < <(MINT_ESCAPE=names "$escape" policy show)
  ((${#attempts[@]} > 30))
  before=$(everything)
  calls attempts_of
  [[ $(everything) == "$before" ]] || fail "something has changed"
  absent /tmp/planted
}

@test "the attempts are real: without the sandbox they are no crime" {
  not_sanitized
  printf 'PolicyVersion 1\nName off\nSandbox off\n' >off.conf
  for attempt in open list socket socketpair map protect memfd append; do
    tries "$attempt" check check --policy off.conf key
    ((got == 99)) || fail "$attempt ends with $got"
    says "$attempt: allowed"
  done
}

works() {
  local verb=$1
  shift
  [[ $verb != -* ]] || return 0
  local words=("$@")
  mint "${ends[$verb]-0}" "${words[@]}" --json
  [[ $verb == 'host commands' || $verb == 'policy explain' ]] ||
    json 'o[-1]["sandbox"] == ["seccomp", "landlock"]'
}

@test "each verb works in it, and its JSON says that it was there" {
  not_sanitized
  calls works
  whole_pair F
}

# Every read of a file here comes after the filter, in the same process.
reads_late() {
  local verb=$1 trace=$BATS_TEST_TMPDIR/trace
  shift
  strace -f -y -e trace=read,pread64,readv,seccomp,landlock_restrict_self \
    -o "$trace" "$SSHMINT" "$@" >"$out" 2>"$err" || true
  awk -v work="$PWD/" '
    /landlock_restrict_self\(.* = 0/ { files[$1] = 1 }
    /seccomp\(SECCOMP_SET_MODE_FILTER, 0, .* = 0/ { calls[$1] = files[$1] }
    /read/ && index($0, "<" work) { n++; if (!calls[$1]) { print; bad = 1 } }
    END { print n + 0; exit bad }' "$trace" >"$BATS_TEST_TMPDIR/reads" ||
    fail "$verb reads before: $(head -n 3 "$BATS_TEST_TMPDIR/reads")"
  [[ $silent == *" $verb "* || $(tail -n 1 "$BATS_TEST_TMPDIR/reads") != 0 ]] ||
    fail "$verb: no read was seen"
}

@test "the lock is there before the first byte of an input is read" {
  not_sanitized
  calls reads_late
}

@test "pipes, FIFOs and process substitutions are inputs in it" {
  mkfifo fifo
  for source in 'cat key.pub >fifo & mint 0 check --json fifo key' \
    'mint 0 check --json <(cat key.pub) <(cat open.pub)' \
    'cat key.pub | mint 0 check --json - key' \
    'mint 0 scan --json <(cat list)' \
    'mint 0 check --json key.pub key.pub /dev/fd/0 <key.pub'; do
    eval "$source"
    json 'len(o) >= 2' 'all(one["verdict"] == "accept" for one in o)'
  done
}

@test "a character set whose tables are files" {
  mkdir locales
  localedef -i de_DE -f ISO-8859-1 ./locales/de_DE.ISO-8859-1 2>/dev/null ||
    skip "no tables to make a locale from"
  printf '%s caf\xe9 \xa0\n' "$(cut -d ' ' -f 1,2 key.pub)" >latin1
  printf 'PolicyVersion 1\nName off\nSandbox off\n' >off.conf
  export LOCPATH=$PWD/locales
  LC_ALL=de_DE.ISO-8859-1 mint 0 fingerprint --policy off.conf latin1
  cp "$out" wanted
  LC_ALL=de_DE.ISO-8859-1 mint 0 fingerprint latin1
  same "$out" wanted
  LC_ALL=C.UTF-8 mint 0 fingerprint key.pub
  prints 'a comment'
}

@test "an audit trail goes on in it, to syslog too" {
  for log in syslog "$PWD/trail"; do
    printf 'PolicyVersion 1\nName log\nAuditLog %s\nSandbox try\n' "$log" >log.conf
    mint 0 check --policy log.conf --json key
    json '"sandbox" in o[0]'
  done
  grep -q '"event":"result"' trail
}

@test "more inputs than there are descriptors at first" {
  mkdir many
  for ((i = 0; i < 600; i++)); do
    cp key.pub many/$i.pub
  done
  # shellcheck disable=SC2016
  program 0 bash -c 'ulimit -S -n 128; exec "$@"' - "$SSHMINT" check many/*.pub
  [ "$(grep -c accepted "$out")" -eq 600 ]
  # Where there cannot be more, each that was not read is told.
  # shellcheck disable=SC2016
  program 6 bash -c 'ulimit -n 128; exec "$@"' - "$SSHMINT" check many/*.pub
  accepted=$(grep -c accepted "$out")
  ((accepted > 0))
  [ "$((accepted + $(grep -c 'E_FILE_OPEN' "$err")))" -eq 600 ]
}

# on LACKING WORD STATUS SANDBOX: a check where the kernel lacks something, and
# the policy says WORD.
on() {
  printf 'PolicyVersion 1\nName p\nSandbox %s\n' "$2" >p.conf
  program "$3" "$without" "$1" "$SSHMINT" check --json --policy p.conf key
  if (($3 == 0)); then
    json "o[0]['sandbox'] == $4" 'o[0]["verdict"] == "accept"'
  else
    prints_nothing
    says '[E_POLICY_SANDBOX]'
  fi
}

@test "a kernel without it: try goes on, require is 78, off does not ask" {
  not_sanitized
  on landlock try 0 '["seccomp"]'
  on landlock require 78
  on seccomp try 0 '["landlock"]'
  on seccomp require 78
  on both try 0 '[]'
  on both require 78
  on both off 0 '[]'
  printf 'PolicyVersion 1\nName p\nSandbox require\n' >p.conf
  mint 0 check --json --policy p.conf key
  json 'o[0]["sandbox"] == ["seccomp", "landlock"]'
  printf 'PolicyVersion 1\nName p\nSandbox off\n' >p.conf
  mint 0 check --json --policy p.conf key
  json 'o[0]["sandbox"] == []'
}

@test "without Landlock plain opening still kills" {
  not_sanitized
  for verb in check comment scan; do
    got=0
    # shellcheck disable=SC2086
    (MINT_ESCAPE=open "$without" landlock "$escape" $verb ${call[$verb]} \
      >"$out" 2>"$err") 2>/dev/null || got=$?
    ((got == 159)) || fail "$verb: open ends with $got"
  done
}

@test "a build with a sanitizer says that there is none" {
  is_sanitized || skip "no sanitizer"
  mint 0 check --json key
  json 'o[0]["sandbox"] == []'
  printf 'PolicyVersion 1\nName p\nSandbox require\n' >p.conf
  refuses 78 E_POLICY_SANDBOX check --policy p.conf key
}

@test "no core, no new privileges, and a filter: the kernel says so" {
  not_sanitized
  mkfifo slow
  "$SSHMINT" check slow >/dev/null 2>&1 &
  pid=$!
  exec 8>slow
  for ((i = 0; i < 100; i++)); do
    grep -q '^Seccomp:.*2$' /proc/$pid/status && break
    sleep 0.05
  done
  grep -q '^Seccomp:.*2$' /proc/$pid/status
  grep -q '^NoNewPrivs:.*1$' /proc/$pid/status
  grep -q 'Max core file size *0 *0' /proc/$pid/limits
  exec 8>&-
  wait $pid || true
}

@test "the AppArmor profile compiles, and names what is started" {
  profile=$BATS_TEST_DIRNAME/../../cli/sshmint.apparmor
  export PATH=$PATH:/usr/sbin
  command -v apparmor_parser >/dev/null || fail "no apparmor_parser"
  # Neither the kernel nor a cache is touched.
  apparmor_parser -Q -K "$profile" 2>"$err" || fail "it does not compile"
  sed 's/^  network inet stream,/  network inet stream/' "$profile" >broken
  if apparmor_parser -Q -K broken 2>/dev/null; then fail "anything compiles"; fi
  grep -q 'sshmint-hostkey Cx' "$profile"
}

@test "what is shipped knows nothing of the attempts" {
  MINT_ESCAPE=open mint 0 check key
  [ "$(grep -c MINT_ESCAPE "$SSHMINT")" -eq 0 ]
  [ "$(grep -c MINT_ESCAPE "$escape")" -gt 0 ]
}
