#!/usr/bin/env bash
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# usage: ct.sh
#
# Constant time as far as valgrind can tell: builds ct_check.c with the core by
# each compiler at each level of optimization, since what C promises the
# optimizer may break, and runs it under memcheck with the secrets undefined.
# In every cell three planted leaks and bcrypt's own must be found, and without
# valgrind the program must not pass.
#
# It shows nothing of other compilers, of instructions whose time depends on
# their operands, or of what the run does not reach.
set -uo pipefail
cd -- "$(dirname -- "$0")/../.." || exit
# shellcheck source=tests/symbols/cases.sh
source tests/symbols/cases.sh

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

FOUND=9 # memcheck's status when it found something

if [[ -n ${BORINGSSL_ROOT-} ]]; then
  include=$BORINGSSL_ROOT/include
  library=("-L$BORINGSSL_ROOT/lib" "-Wl,-rpath,$BORINGSSL_ROOT/lib" -lcrypto
    -lstdc++)
else
  include=/usr/include/android
  libraries=(/usr/lib/*/android)
  library=("-L${libraries[0]}" "-Wl,-rpath,${libraries[0]}" -l:libcrypto.so.0)
fi

# build COMPILER LEVEL
build() {
  # Valgrind reads no newer debug information than this from clang.
  timeout 180 "$1" "$2" -gdwarf-4 -std=c11 -D_GNU_SOURCE -DMINT_CT_VALGRIND \
    -I. -isystem "$include" tests/ct/ct_check.c core/*/*.c \
    -o "$work/ct_check" "${library[@]}" -largon2 -pthread 2>"$work/log"
}

# run WORD: under memcheck; prints the status.
run() {
  timeout 120 valgrind -q --error-exitcode="$FOUND" "$work/ct_check" "$1" \
    >"$work/log" 2>&1
  printf '%d' "$?"
}

# expect NAME STATUS GOT: notes a case, with the end of the log if it failed.
expect() {
  if [[ $2 == "$3" ]]; then
    result "$1" ''
  else
    result "$1" "status $3 instead of $2"
    head -40 "$work/log"
  fi
}

for compiler in gcc clang-14; do
  for level in -O0 -O1 -O2 -O3 -Os; do
    cell=$compiler$level
    build "$compiler" "$level"
    expect "${cell}_build" 0 "$?"
    expect "${cell}_core" 0 "$(run core)"
    # PBKDF2 takes as long as all the rest: at one level only.
    [[ $level != -O2 ]] || expect "${cell}_pbes2" 0 "$(run pbes2)"
    for leak in branch index result bcrypt; do
      expect "${cell}_leak_$leak" "$FOUND" "$(run "leak-$leak")"
    done
    "$work/ct_check" core >"$work/log" 2>&1
    expect "${cell}_without_checker" 3 "$?"
  done
done
finish
