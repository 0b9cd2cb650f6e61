#!/usr/bin/env bash
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# usage: planted.sh ENGINE
#
# The checks of emulate find every fault that planted_build.sh plants, name it,
# and find none where there is none.
set -uo pipefail

log=$(mktemp)
trap 'rm -f "$log"' EXIT
# shellcheck source=/dev/null
source tests/symbols/cases.sh

engine=$1
fuzz/oss-fuzz/emulate "$engine" address --seconds 5 \
  --build fuzz/oss-fuzz/planted_build.sh >"$log" 2>&1
result status "$([[ $? == 1 ]] || printf 'not 1')"
cat "$log"

# said NAME LINE: a line of the log begins so.
said() {
  result "$1" "$(grep -q -- "^$2" "$log" || printf 'nothing said: %s' "$2")"
}
said good 'ok good: '
said plain 'BAD plain: no call of asan in the target itself'
said seed 'BAD seed: a seed breaks it'
said library 'BAD library: it needs libplanted.so'
said unseeded 'BAD unseeded: its seeds'
said source 'BAD source: '
said moved 'BAD moved: '
broken=6
if [[ $engine != none ]]; then
  said small 'BAD small: only [0-9]* edges'
  said blind 'BAD blind: only [0-9]* edges'
  broken=8
fi
if [[ $engine == libfuzzer || $engine == afl ]]; then
  said found 'BAD found: 5 s of fuzzing break it'
  broken=9
fi
said count "10 targets, $broken broken\$"
finish
