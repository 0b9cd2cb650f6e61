#!/usr/bin/env bash
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# usage: machine_code.sh ARCHIVE...
#
# Follows secrets through the machine code of the vector kernels with
# machine_code.py: in the archives of the release, and as each compiler makes
# them at each level. Leaks that were planted must be found, one function each.
set -uo pipefail
cd -- "$(dirname -- "$0")/../.." || exit
# shellcheck source=tests/symbols/cases.sh
source tests/symbols/cases.sh

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

include=${BORINGSSL_ROOT:+$BORINGSSL_ROOT/include}
flags=(-w -std=c11 -D_GNU_SOURCE -I. -isystem "${include:-/usr/include/android}")
powers=(power_1024 power_1536 power_2048 power_4096)
leaks=(branch mask register index exit bound division divisor gather compress
  spill call)
clean=(loop select spill division call)

# check NAME STATUS OBJECT FUNCTION...: notes a case.
check() {
  local name=$1 want=$2 object=$3 got
  shift 3
  objdump -dr --no-show-raw-insn "$object" >"$work/code"
  timeout 60 python3 tests/ct/machine_code.py "$@" <"$work/code" \
    >"$work/log" 2>&1
  got=$?
  if [[ $got == "$want" ]]; then
    result "$name" ''
  else
    result "$name" "status $got instead of $want"
    head -20 "$work/log"
  fi
}

# build COMPILER LEVEL FILE: as $work/object.o, which is gone if that fails.
build() {
  rm -f "$work/object.o"
  timeout 120 "$1" "$2" "${flags[@]}" -c "$3" -o "$work/object.o"
}

if [[ $(uname -m) != x86_64 ]]; then
  result no_vectors_here ''
  finish
  exit
fi

for archive in "$@"; do
  check release 0 "$archive" "${powers[@]}" run_avx2 run_ifma
done

for compiler in gcc clang-14; do
  for level in -O1 -O2 -O3; do
    for screen in ifma avx2; do
      build "$compiler" "$level" "core/prime/screen_$screen.c"
      check "$compiler${level}_$screen" 0 "$work/object.o" "${powers[@]}"
      build "$compiler" "$level" "core/prime/trial_$screen.c"
      check "$compiler${level}_trial_$screen" 0 "$work/object.o" "run_$screen"
    done
  done
  for level in -O1 -O2 -Os; do
    build "$compiler" "$level" tests/ct/machine_code_leaks.c
    for leak in "${leaks[@]}"; do
      check "$compiler${level}_leak_$leak" 1 "$work/object.o" "leak_$leak"
    done
    check "$compiler${level}_clean" 0 "$work/object.o" "${clean[@]/#/clean_}"
  done
done
finish
