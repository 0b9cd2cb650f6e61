#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# A crash at any moment, and any failure of a system call, leaves old files or
# whole new ones.

# What is not set here, helpers.bash sets; $ in '' is for another shell.
# shellcheck disable=SC2016,SC2154

load helpers

setup_file() {
  # Built by Bazel; by hand, the compiler has to do.
  kill_at=$BATS_TEST_DIRNAME/kill_at
  if [ ! -x "$kill_at" ]; then
    kill_at=$BATS_FILE_TMPDIR/kill_at
    cc -O1 -D_GNU_SOURCE -o "$kill_at" "$BATS_TEST_DIRNAME/kill_at.c"
  fi
  export kill_at
  # Leaks cannot be looked for under ptrace.
  export ASAN_OPTIONS=${ASAN_OPTIONS-}:detect_leaks=0
}

setup() {
  common_setup
  # On one CPU one thread looks for both primes: the same system calls in the
  # same order each time.
  cpu=$(sed -n 's/^Cpus_allowed_list:[[:space:]]*\([0-9]*\).*/\1/p' /proc/self/status)
  taskset -pc "$cpu" "$BASHPID" >/dev/null
  mkdir old
  key old/F -C old
  mkdir D
}

# The private key old/F and its public key stand in D.
old_pair() {
  rm -rf D
  cp -a old D
}
no_pair() {
  rm -rf D
  mkdir D
}

# new ARGS...: the command line that is made to fail.
new=("$SSHMINT" new -b 2048 --no-passphrase -f D/F)
replace=("${new[@]}" --force)

# calls COMMAND...: writes the names of its system calls to the file calls, one
# a line, in their order.
calls() {
  strace -o trace "$@" >"$out"
  grep -o '^[a-z0-9_]*(' trace | tr -d '(' >calls
}

# is_line FILE: one whole public key, that others may read.
is_line() {
  mode 644 "$1"
  [ "$(wc -l <"$1")" -eq 1 ] || fail "$1 is not one line"
  ssh-keygen -lf "$1" >/dev/null || fail "$1 is damaged"
}

# sound [COVER]: what is in D is whole. With COVER there may also be files
# under cover, which are whole too.
sound() {
  local path
  for path in D/* D/.[!.]*; do
    case $path in
      D/F) cmp -s D/F old/F || whole_key D/F ;;
      D/F.pub) cmp -s D/F.pub old/F.pub || is_line D/F.pub ;;
      D/.sshmint-*)
        [ "${1-}" = COVER ] || fail "$path was left"
        if grep -q PRIVATE "$path"; then whole_key "$path"; else is_line "$path"; fi
        ;;
      'D/*' | 'D/.[!.]*') ;;
      *) fail "$path was left" ;;
    esac
  done
}

# unchanged: what is in D is the old pair, or nothing if it was empty.
unchanged() {
  if [ "$1" = old_pair ]; then
    same D/F old/F
    same D/F.pub old/F.pub
    [ "$(ls -A D)" = "$(ls -A old)" ] || fail "D holds $(ls -A D)"
  else
    [ -z "$(ls -A D)" ] || fail "D holds $(ls -A D)"
  fi
}

# kill_everywhere PREPARE CHECK COMMAND...: kills it at every system call since
# it touched the folder, and at every eighth before.
kill_everywhere() {
  local prepare=$1 check=$2 first status=0 killed=0
  shift 2
  $prepare
  calls "$@"
  first=$(grep -n '"D/",' trace | head -n 1 | cut -d : -f 1)
  ((first > 5)) || fail "it never touches the folder"
  for ((n = 1; status == 0; n += n < first - 8 ? 8 : 1)); do
    $prepare
    status=0
    "$kill_at" $n "$@" >"$out" 2>"$err" || status=$?
    ((status < 2)) || fail "kill_at failed"
    ((killed += status == 0)) || true
    echo "killed at call $n"
    # (Behind || no failure within would count.)
    $check
  done
  # The last of them is the end of the process. (Some calls more or fewer: how
  # often memory is asked for is not the same in every run.)
  ((n + 16 > $(wc -l <calls))) || fail "only $n calls"
  ((killed > 30))
}

# What has to hold wherever a new pair, or its replacement, was killed.
none_or_new() {
  sound
  [ ! -e D/F.pub ] || whole_pair D/F
}
old_or_new() {
  sound COVER
  [ -s D/F ] && [ -s D/F.pub ]
  # Until both are replaced the old private key can be found.
  if cmp -s D/F.pub old/F.pub && ! cmp -s D/F old/F; then
    grep -qxF "$(sed -n 5p old/F)" D/.sshmint-*
  fi
}

@test "killed at any call: a new pair is absent or whole" {
  kill_everywhere no_pair none_or_new "${new[@]}"
  whole_pair D/F
}

@test "killed at any call: with --force the old key is there, or the new one" {
  kill_everywhere old_pair old_or_new "${replace[@]}"
  whole_pair D/F
  sound
}

# fault CALL WHEN ERROR COMMAND...: lets one system call fail, and puts the exit
# status into $status.
fault() {
  status=0
  strace -o trace -e trace="$1" -e inject="$1:error=$3:when=$2" "${@:4}" \
    >"$out" 2>"$err" || status=$?
}

# fail_everywhere PREPARE ERROR COMMAND...: lets each call that writes fail, one
# after the other, since it touched the folder.
fail_everywhere() {
  local prepare=$1 error=$2 line name when tried=0
  shift 2
  $prepare
  calls "$@"
  line=$(grep -n '"D/",' trace | head -n 1 | cut -d : -f 1)
  while read -r line name; do
    when=$(head -n "$line" calls | grep -cx "$name")
    $prepare
    fault "$name" "$when" "$error" "$@"
    echo "$error in $name, the ${when}th, ended with $status"
    grep -q INJECTED trace || fail "$name $when was not reached"
    ((++tried))
    case $status in
      0)
        # It went around the failure.
        whole_pair D/F
        sound
        ;;
      6)
        says '[E_FILE_'
        if [ "$name" = newfstatat ] && grep -qF '[E_FILE_LEFT]' "$err"; then
          # It could not see whether what it was going to remove is the old one.
          says ' old '
          whole_pair D/F
          sound COVER
        else
          unchanged "$prepare"
        fi
        ;;
      *) fail "neither 0 nor 6" ;;
    esac
  done < <(grep -n . calls | tr : ' ' | tail -n "+$line" | grep -E \
    ' (openat|newfstatat|fchmod|write|fsync|linkat|renameat2?)$' |
    head -n -1)
  # (The last call is the write to standard output.)
  ((tried >= 8)) || fail "only $tried calls"
}

@test "a call fails: a new pair is not there, and it is told why" {
  for error in ENOSPC EIO; do
    fail_everywhere no_pair $error "${new[@]}"
  done
}

@test "a call fails: with --force the old pair is still there" {
  for error in ENOSPC EIO; do
    fail_everywhere old_pair $error "${replace[@]}"
  done
}

@test "a signal interrupts a call: it is made again" {
  for name in write fsync; do
    for when in 1 2; do
      no_pair
      fault $name $when EINTR "${new[@]}"
      grep -q INJECTED trace
      [ "$status" -eq 0 ]
      whole_pair D/F
    done
  done
}

@test "an old file that cannot be taken away is told" {
  for when in 1 2; do
    old_pair
    fault unlinkat $when EIO "${replace[@]}"
    grep -q INJECTED trace
    whole_pair D/F
    # The old key is still on the disk: silence would be a lie.
    [ "$status" -ne 0 ] || says sshmint-
  done
}

# no_unnamed ARGS...: on a file system that has no unnamed files.
no_unnamed() {
  local first
  calls "$@"
  first=$(grep -n O_TMPFILE trace | head -n 1 | cut -d : -f 1)
  unnamed=$(head -n "$first" calls | grep -cx openat)
}

@test "without unnamed files: a new pair is whole and alone" {
  no_unnamed "${new[@]}"
  for error in EOPNOTSUPP EISDIR EINVAL; do
    no_pair
    fault openat "$unnamed..$((unnamed + 1))" $error "${new[@]}"
    [ "$(grep -c INJECTED trace)" -eq 2 ]
    [ "$status" -eq 0 ]
    whole_pair D/F
    mode 644 D/F.pub
    sound
  done
}

@test "without unnamed files: a link or a full disk leaves nothing behind" {
  no_unnamed "${new[@]}"
  no_pair
  status=0
  strace -o trace -e trace=openat,write -e inject=openat:error=EOPNOTSUPP:when="$unnamed..$((unnamed + 1))" \
    -e inject=write:error=ENOSPC:when=2 "${new[@]}" >"$out" 2>"$err" || status=$?
  [ "$(grep -c INJECTED trace)" -eq 3 ]
  [ "$status" -eq 6 ]
  says '[E_FILE_WRITE]'
  unchanged no_pair
}

@test "without unnamed files: --force replaces the pair" {
  no_unnamed "${new[@]}"
  old_pair
  fault openat "$unnamed..$((unnamed + 1))" EOPNOTSUPP "${replace[@]}"
  [ "$status" -eq 0 ]
  whole_pair D/F
  sound
  if cmp -s D/F old/F; then false; fi
}

@test "without an exchange of names: --force replaces the pair" {
  old_pair
  fault renameat2 1+ EINVAL "${replace[@]}"
  [ "$(grep -c INJECTED trace)" -ge 2 ]
  [ "$status" -eq 0 ]
  whole_pair D/F
  sound
}

@test "without an exchange of names: a failure in the middle loses no key" {
  old_pair
  status=0
  strace -o trace -e trace=renameat,renameat2 -e inject=renameat2:error=EINVAL \
    -e inject=renameat:error=EIO:when=2 "${replace[@]}" >"$out" 2>"$err" || status=$?
  [ "$status" -eq 6 ]
  whole_key D/F
  says '[E_FILE_WRITE]'
  # It says that what was there before is still there: then it has to be.
  unchanged old_pair
}

@test "somebody makes the file while the key is made: it is not overwritten" {
  no_pair
  echo theirs >mine
  # Held up before the file gets its name; the other one is faster.
  strace -o trace -e trace=linkat -e inject=linkat:delay_enter=1500000:when=1 \
    "${new[@]}" >"$out" 2>"$err" &
  sleep 0.7
  cp mine D/F
  status=0
  wait $! || status=$?
  [ "$status" -eq 6 ]
  says '[E_FILE_EXISTS]'
  same D/F mine
  [ "$(ls -A D)" = F ]
}

@test "somebody makes the public file in the meantime: neither is made" {
  no_pair
  echo theirs >mine
  strace -o trace -e trace=linkat -e inject=linkat:delay_enter=1500000:when=2 \
    "${new[@]}" >"$out" 2>"$err" &
  sleep 0.7
  cp mine D/F.pub
  status=0
  wait $! || status=$?
  [ "$status" -eq 6 ]
  says '[E_FILE_EXISTS]'
  same D/F.pub mine
  [ "$(ls -A D)" = F.pub ]
}

# held CALL WHEN ERROR COMMAND...: starts it, and holds it up at this call; `ended`
# waits for it. With an ERROR every such call fails.
held() {
  strace -o trace -e trace="$1" -e inject="$1:${3:+error=$3:}delay_enter=1500000:when=$2" \
    "${@:4}" >"$out" 2>"$err" &
  held=$!
}
ended() {
  status=0
  wait $held || status=$?
  [ "$status" -eq "$1" ] || fail "ended with $status"
}
# until_true COMMAND...: waits for it.
until_true() {
  for ((n = 0; n < 1000; n++)); do
    if "$@" 2>/dev/null; then return; fi
    sleep 0.01
  done
  fail "waited in vain for $*"
}
has_cover() { compgen -G 'D/.sshmint-*' >/dev/null; }
is_replaced() { [ "$(stat -c %i D/F)" != "$inode" ]; }

passwd=("$SSHMINT" passwd D/F --no-passphrase)

# meanwhile WHEN ERROR ACTION COMMAND...: while its exchange of names is held up,
# somebody does ACTION to D/F; it says so and leaves what they did.
meanwhile() {
  old_pair
  rm -rf theirs theirs.pub seen
  key theirs -C me@here
  held renameat2 "$1" "$2" "${@:4}"
  until_true has_cover
  bash -c "$3"
  cp -a D seen
  rm -f seen/.sshmint-*
  ended 6
  says '[E_FILE_CHANGED]'
  diff -r --no-dereference seen D || fail "D is not as they left it"
  [ "$(stat -c %i D/F)" = "$(cat inode)" ]
}

@test "somebody changes the file in the last moment: what they did stays" {
  for action in 'mv theirs D/F' 'cat theirs >D/F' 'ln -sf ../theirs D/F' \
    'rm D/F; mkdir D/F'; do
    for command in passwd replace; do
      echo "$action; $command"
      declare -n words=$command
      meanwhile 1 '' "$action; stat -c %i D/F >inode" "${words[@]}"
      # Where names cannot be exchanged. (A directory cannot be linked.)
      [[ $action == *mkdir* ]] ||
        meanwhile 1+ EINVAL "$action; stat -c %i D/F >inode" "${words[@]}"
    done
  done
}

@test "somebody removes the file in the last moment: it is not made again" {
  for error in '' EINVAL; do
    old_pair
    held renameat2 1+ "$error" "${passwd[@]}"
    until_true has_cover
    rm D/F
    ended 6
    says '[E_FILE_CHANGED]'
    [ "$(ls -A D)" = F.pub ]
  done
}

@test "somebody puts a second file there while the first is put back: both stay" {
  old_pair
  key first
  key second
  cp first second "$BATS_TEST_TMPDIR"
  held renameat2 1+ '' "${passwd[@]}"
  until_true has_cover
  mv first D/F
  until_true grep -qxF "$(sed -n 5p "$BATS_TEST_TMPDIR/first")" D/.sshmint-*
  mv second D/F
  ended 6
  says '[E_FILE_CHANGED]' 'kept under this name: D/.sshmint-'
  same D/F "$BATS_TEST_TMPDIR/first"
  same D/.sshmint-* "$BATS_TEST_TMPDIR/second"
}

@test "somebody writes into the old file before it is removed: it is kept" {
  old_pair
  inode=$(stat -c %i D/F)
  exec 8>>D/F
  held fsync 2 '' "${passwd[@]}"
  until_true is_replaced
  echo theirs >&8
  exec 8>&-
  ended 6
  says 'kept under this name: D/.sshmint-'
  whole_key D/F
  [ "$(tail -n 1 D/.sshmint-*)" = theirs ]
}

@test "SIGTERM and SIGINT while the key is made leave nothing" {
  not_sanitized
  for signal in TERM INT; do
    no_pair
    # A signal comes as the first random byte is drawn: the C library draws some
    # for itself before.
    status=0
    strace -o trace -e trace=getrandom -e inject=getrandom:signal=$signal:when=2 \
      "${new[@]}" >"$out" 2>"$err" || status=$?
    [ "$status" -gt 128 ]
    [ -z "$(ls -A D)" ]
  done
}

@test "signals while names change wait until the pair is whole" {
  for when in 1 2; do
    no_pair
    status=0
    strace -o trace -e trace=linkat -e inject=linkat:signal=TERM:when=$when \
      "${new[@]}" >"$out" 2>"$err" || status=$?
    [ "$status" -gt 128 ]
    whole_pair D/F
    old_pair
    strace -o trace -e trace=renameat2 -e inject=renameat2:signal=TERM:when=$when \
      "${replace[@]}" >"$out" 2>"$err" || true
    whole_pair D/F
    sound
  done
}

@test "the random source fails: the process ends, and nothing is written" {
  for prepare in no_pair old_pair; do
    $prepare
    calls "${replace[@]}"
    count=$(grep -cx getrandom calls)
    # The first is the C library's.
    for ((when = 2; when <= count; when++)); do
      $prepare
      fault getrandom $when EIO "${replace[@]}"
      grep -q INJECTED trace
      [ "$status" -ne 0 ]
      unchanged $prepare
    done
  done
}

@test "no room for a name: another folder is not the remedy" {
  not_sanitized
  for error in ENOSPC EMFILE; do
    for when in 1 2; do
      no_pair
      status=0
      strace -o trace -P D -e trace=openat \
        -e inject=openat:error=$error:when=$when "${new[@]}" >"$out" 2>"$err" ||
        status=$?
      [ "$status" -eq 6 ]
      grep -q INJECTED trace
      grep -qF '[E_FILE_WRITE]' "$err"
      unchanged no_pair
    done
  done
}

@test "no random bytes at all are an error" {
  not_sanitized
  for prepare in no_pair old_pair; do
    $prepare
    # The first is the C library's.
    fault getrandom 2+ EIO "${replace[@]}"
    [ "$status" -eq 70 ]
    grep -qF '[E_RANDOM]' "$err"
    unchanged $prepare
  done
}

@test "without getrandom the random device is read" {
  # Not in the sandbox: each kernel that has such a one has getrandom too.
  printf 'PolicyVersion 1\nName off\nSandbox off\n' >off.conf
  no_pair
  fault getrandom 1+ ENOSYS "${new[@]}" --policy off.conf
  [ "$status" -eq 0 ]
  whole_pair D/F
}
