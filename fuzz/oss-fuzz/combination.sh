#!/usr/bin/env bash
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# usage: combination.sh ENGINE SANITIZER
#
# emulate finds no target broken. Each target is a case.
set -uo pipefail

log=$(mktemp)
trap 'rm -f "$log"' EXIT
# shellcheck source=/dev/null
source tests/symbols/cases.sh

status=0
fuzz/oss-fuzz/emulate "$1" "$2" --seconds 5 >"$log" 2>&1 || status=$?
cat "$log"
if ((status == 77)); then
  skipped "$1_$2"
  finish
  exit
fi
while read -r word name _; do
  case $word in
    ok) result "${name%:}" '' ;;
    BAD) result "${name%:}" 'see above' ;;
  esac
done <"$log"
built=(fuzz/*_fuzz)
result all "$([[ $(tail -n 1 "$log") == "${#built[@]} targets, 0 broken" ]] ||
  printf 'not %d targets, 0 broken' "${#built[@]}")"
result status "$( ((status == 0)) || printf '%d' "$status")"
finish
