#!/usr/bin/env bash
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# usage: harness_test.sh REPLAY
#
# The harness and the replay notice what they are there for: REPLAY runs
# harness_planted.c.
set -uo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck source=/dev/null
source tests/symbols/cases.sh
ulimit -c 0

# ended INPUT MESSAGE: a replay of INPUT ends with a crash and that message.
ended() {
  local status=0
  rm -rf "$work/in"
  mkdir "$work/in"
  printf '%s' "$1" >"$work/in/input"
  (XML_OUTPUT_FILE=/dev/null "$replay" "$work/in") >"$work/log" 2>&1 || status=$?
  ((status >= 128)) && grep -qF -- "$2" "$work/log" &&
    grep -q '/in/input$' "$work/log" && return
  printf 'status %d: %s' "$status" "$(tail -c 300 "$work/log" | tr -cd 'a-z ')"
}

replay=$1
result leak "$(ended lx 'blocks() == after.blocks')"
result memory "$(ended mx 'MEMORY_FIXED')"
result written "$(ended wx 'memcmp(copy, data, len) == 0')"
result promise "$(ended rx 'harness_planted.c')"

mkdir "$work/good" "$work/empty"
printf 'x' >"$work/good/a"
printf 'y' >"$work/good/b"
result good "$(XML_OUTPUT_FILE=$work/xml "$replay" "$work/good" "$work/empty" \
  "$work/none" >"$work/log" 2>&1 || printf 'it failed')"
# One case: folders without inputs are none.
result counted "$([[ $(grep -o '<testcase' "$work/xml" | wc -l) == 1 ]] ||
  printf 'not one case')"
result no_corpus "$(! XML_OUTPUT_FILE=$work/xml "$replay" "$work/empty" \
  "$work/good" >"$work/log" 2>&1 && grep -q '<failure/>' "$work/xml" ||
  printf 'it passed')"
finish
