#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# Keys of each screen that this CPU has, made by the whole command line.
# MINT_SCREEN chooses one, in a build for tests only.

# What is not set here, helpers.bash sets.
# shellcheck disable=SC2154

load helpers

setup() {
  common_setup
  forced=$BATS_TEST_DIRNAME/sshmint_screen
  [ -x "$forced" ] || skip "it is built by Bazel only"
}

# with_screen STATUS SCREEN ARGS...: a new key.
with_screen() {
  MINT_SCREEN=$2 program "$1" "$forced" new --no-passphrase "${@:3}"
}

# may_lack FLAG...: skips the test if the CPU has not all of them.
may_lack() {
  local flag
  for flag in "$@"; do
    grep -qw "$flag" /proc/cpuinfo || skip "no $flag here"
  done
}

# makes_keys SCREEN: of every size, and by several threads.
makes_keys() {
  for bits in 2048 3072 4096; do
    with_screen 0 "$1" -b $bits -f "F$bits"
    says_nothing
    whole_pair "F$bits"
    [[ $(ssh-keygen -lf "F$bits.pub") == $bits\ * ]]
  done
  mkdir D
  with_screen 0 "$1" -b 2048 --count 4 --dir D
  for i in 1 2 3 4; do
    whole_pair D/id_rsa_$i
  done
  mint 0 check F* D/*
}

@test "portable" { makes_keys portable; }

@test "avx2" {
  may_lack avx2
  makes_keys avx2
}

@test "ifma" {
  may_lack avx512f avx512ifma
  makes_keys ifma
}

@test "a screen that the CPU lacks is 70, and nothing is made" {
  if grep -qw avx512ifma /proc/cpuinfo; then skip "it lacks none"; fi
  with_screen 70 ifma -b 2048 -f F
  says 'this CPU has no screen of that name'
  holds
}

@test "an unknown name is 70, and nothing is made" {
  for name in '' nosuch IFMA 'avx2 '; do
    with_screen 70 "$name" -b 2048 -f F
    says 'this CPU has no screen of that name'
    prints_nothing
  done
  holds
}

@test "a screen that lets nothing pass: no key, and no search without end" {
  # So it is seen too that the variable has an effect at all.
  with_screen 70 none -b 2048 -f F
  says '[E_INTERNAL]'
  holds
  mkdir D
  with_screen 70 none -b 2048 --count 3 --dir D
  says '[E_INTERNAL]'
  holds D
}

@test "without the variable it is the program that is shipped" {
  program 0 "$forced" new --no-passphrase -b 2048 -f F
  whole_pair F
}

@test "what is shipped knows nothing of it" {
  MINT_SCREEN=nosuch mint 0 new -b 2048 --no-passphrase -f F
  [ "$(grep -c MINT_SCREEN "$SSHMINT")" -eq 0 ]
  [ "$(grep -c MINT_SCREEN "$forced")" -gt 0 ]
}
