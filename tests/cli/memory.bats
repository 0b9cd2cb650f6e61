#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# What other processes, a swap partition and a core dump could learn.
#
# SSHMINT comes from the runner, sshmint is a copy of it:
# shellcheck disable=SC2153

# What is not set here, helpers.bash sets; $ in '' is for another shell.
# shellcheck disable=SC2016,SC2154

load helpers

setup() {
  common_setup
  tools=$BATS_TEST_DIRNAME
}

secret='correct horse battery'

# Sanitizers replace the memory that this is about.
need_own_memory() {
  not_sanitized
  [ "$EUID" -eq 0 ] || skip "only root may look into it"
}

@test "the passphrase lies only in memory that is locked and not dumped" {
  need_own_memory
  talk 130 "
    see {Enter passphrase for}
    type {$secret}
    see {again: }
    if {[catch {exec python3 $tools/memory.py text [exp_pid] {$secret}} found]} {
      puts \"found: \$found\"
    } else {
      puts {all is well}
    }
    interrupt" "$SSHMINT" new -b 2048 -f F
  prints 'all is well'
}

@test "the private key lies only in memory that is locked and not dumped" {
  need_own_memory
  program 0 python3 "$tools/memory.py" key F \
    "$SSHMINT" new -b 2048 --no-passphrase -f F
}

@test "a typed passphrase is neither in the arguments nor in the environment" {
  talk 130 "
    see {Enter passphrase for}
    type {$secret}
    see {again: }
    set all [exec cat /proc/[exp_pid]/cmdline /proc/[exp_pid]/environ]
    if {[string first new \$all] >= 0} { puts {seen} }
    if {[string first {$secret} \$all] < 0} { puts {clean} }
    interrupt" "$SSHMINT" new -b 2048 -f F
  prints seen clean
}

@test "-N and -P are wiped from the arguments while it asks" {
  key F
  for letter in N P; do
    talk 1 "
      see {Overwrite (y/n)? }
      set all [exec cat /proc/[exp_pid]/cmdline]
      if {[string first -$letter \$all] >= 0} { puts {seen} }
      if {[string first {$secret} \$all] < 0} { puts {clean} }
      type n" "$SSHMINT" -t rsa -b 2048 -$letter "$secret" -f F
    prints seen clean
  done
}

@test "also glued to its letter, and also where it is refused" {
  key F
  talk 1 "
    see {Overwrite (y/n)? }
    set all [exec cat /proc/[exp_pid]/cmdline]
    if {[string first $SSHMINT \$all] >= 0} { puts {seen} }
    if {[string first {correct} \$all] < 0} { puts {clean} }
    type n" "$SSHMINT" -t rsa -b 2048 "-N$secret" -f F
  prints seen clean
  mint 255 -N "$secret" -t nosuch -f G
  prints_not "$secret"
  says_not "$secret"
}

@test "it makes no core dump" {
  talk 130 "
    see {Enter passphrase for}
    puts [exec grep core /proc/[exp_pid]/limits]
    interrupt" bash -c 'ulimit -c 1000; exec "$@"' - "$SSHMINT" new -b 2048 -f F
  grep -Eq 'Max core file size +0 +0 ' "$out"
}

@test "other processes of the same user cannot look into it" {
  # Root's rights are taken away; what is left is the same user.
  same_user=(env)
  ((EUID != 0)) || same_user=(setpriv --bounding-set -all)
  mkfifo pipe
  "${same_user[@]}" sleep 60 3>&- &
  other=$!
  "${same_user[@]}" "$SSHMINT" check pipe 3>&- &
  sshmint=$!
  sleep 0.5
  kill -0 "$sshmint"
  # That it can be seen at all is shown with a process that does not mind.
  for file in environ maps mem; do
    program 0 "${same_user[@]}" bash -c ': <"$0"' "/proc/$other/$file"
    program 1 "${same_user[@]}" bash -c ': <"$0"' "/proc/$sshmint/$file"
  done
  kill "$other" "$sshmint"
}

@test "it does not run with raised privileges" {
  not_sanitized
  [ "$EUID" -eq 0 ] || skip "only root can lend its rights"
  cp "$SSHMINT" ./sshmint
  chown nobody sshmint
  chmod 4755 sshmint
  if grep -q 'NoNewPrivs:.*1' /proc/self/status; then skip "no setuid here"; fi
  program 70 ./sshmint --version
  says '[E_PROCESS]'
  prints_nothing
}
