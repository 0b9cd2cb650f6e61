#!/usr/bin/env bash
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# usage: msan.sh CT_KEYGEN
#
# The vector code as it is shipped, with whole powers, under MSan, and two leaks
# that it must find.
set -uo pipefail
cd -- "$(dirname -- "$0")/../.." || exit
# shellcheck source=tests/symbols/cases.sh
source tests/symbols/cases.sh

FOUND=86 # .bazelrc

# expect STATUS WORD
expect() {
  timeout 200 "$keygen" "$2"
  local got=$?
  result "$2" "$([[ $got == "$1" ]] || echo "status $got instead of $1")"
}

keygen=$1
for word in arith trial screen larger-screens; do
  expect 0 "$word"
done
if grep -q avx512ifma /proc/cpuinfo; then
  expect "$FOUND" leak-branch
  expect "$FOUND" leak-index
fi
finish
