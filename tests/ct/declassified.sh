#!/usr/bin/env bash
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# usage: declassified.sh
#
# Every place in core/ where a secret becomes public is listed in
# audits/constant-time.md, by file and number of uses.
set -uo pipefail
cd -- "$(dirname -- "$0")/../.." || exit
# shellcheck source=tests/symbols/cases.sh
source tests/symbols/cases.sh

# shellcheck disable=SC2016
listed() {
  sed -nE 's/^\| `(core\/[^`]+)` \| ([0-9]+) \|.*$/\1 \2/p' \
    audits/constant-time.md | sort
}

# Where they are defined is no use. -R follows the links that Bazel makes.
used() { # FOLDER
  grep -RnoE '\<(ct_declassify|MINT_CT_PUBLIC)\(' --include='*.[ch]' "$1" |
    cut -d: -f1 | grep -v 'core/base/ct\.h$' | sort | uniq -c |
    sed -E 's/^ *([0-9]+) (.*)$/\2 \1/'
}

difference=$(diff <(listed) <(used core))
result listed "$difference"
result found "$([[ -n $(used core) ]] || echo 'no use at all')"

# One more must show.
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -RL core "$copy"
printf 'ct_declassify(0)\n' >>"$copy/core/prime/arith.c"
planted=$(cd "$copy" && used core)
result planted "$(grep -q '^core/prime/arith.c 1$' <<<"$planted" || echo unseen)"
finish
