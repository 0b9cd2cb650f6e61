#!/usr/bin/env bash
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck disable=SC2016
#
# usage: claims.sh
#
# What ./x audit goes by fits: its claims, their commands, the links between the
# pages of audits/, and the figures that are counted in the tree. And it notices
# a command that fails. It reads the tree itself.
set -uo pipefail
here=$(dirname -- "$(readlink -f -- "$0")")
top=${here%/tests/audits}
# shellcheck source=tests/symbols/cases.sh
source "$top/tests/symbols/cases.sh"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

result claims "$(python3 -B "$top/audits/claims.py" --check 2>&1)"

# A tree of our own, in which only audits/ is a copy.
copy=$scratch/tree
fresh() {
  rm -rf "$copy"
  mkdir "$copy"
  ln -s "$top"/{core,cli,tests,fuzz,bench,third_party,x} "$copy"
  cp -R "$top/audits" "$copy"
}

# planted SED FILE MESSAGE: the copy with FILE changed like this must be refused.
planted() {
  fresh
  sed -i -E "$1" "$copy/audits/$2"
  said=$(python3 -B "$copy/audits/claims.py" --check 2>&1)
  result "planted: $3" "$([[ $said == "$3" ]] || echo "said: $said")"
}
planted '/^\| C7 /d' ASSURANCE-CASE.md 'C7: not in ASSURANCE-CASE.md'
planted '/^\| C7 /d' README.md 'C7: not in README.md'
planted '/^\| C7 /s/ each / often /' README.md \
  $'C7: not in README.md\nREADME.md: 1 rows are not understood'
planted 's@audits/reproduce@audits/repeat@' README.md 'C15: no audits/repeat'
planted '/^\| C9 /s@//tests/unit/azure:@//tests/unit/azur:@' README.md \
  'C9: no //tests/unit/azur'
planted 's@\(evidence/interop.md@(evidence/interop.txt@' ASSURANCE-CASE.md \
  'audits/ASSURANCE-CASE.md: no evidence/interop.txt'
planted '/^\| C5 /s/SR20/SR2000/' ASSURANCE-CASE.md 'ASSURANCE-CASE.md: no SR2000'
planted 's/^(\| openssl \|).*/\1 all | all |/' evidence/interop.md \
  'audits/evidence/interop.md: interop is old: run audits/figures.py'

# A claim that holds, and one that does not; the words of the first go into the
# page, and figures are counted anew.
fresh
sed -i -E -e '/^\| C[0-9]+ \|/d' "$copy/audits/README.md"
cat >>"$copy/audits/README.md" <<'TABLE'
| C7 | it works | `echo 3 passed` | each |
| C8 | it does not | `echo broken; false` | each |
| C9 | not asked for | `false` | slow |
TABLE
sed -i 's/^| openssl |.*/| openssl | all | all |/' "$copy/audits/evidence/interop.md"
out=$(python3 -B "$copy/audits/claims.py" 2>&1)
status=$?
result 'a claim that fails is 1' "$([[ $status == 1 ]] || echo "$status")"
result 'one line a claim' "$([[ $(sed -E 's/[0-9]+ s /N s /' <<<"$out") == \
  $'ok C7 N s  it works\nFAILED C8 N s  it does not\n    broken\n1 of 2 claims hold' ]] ||
  echo "$out")"
result 'words of a command' "$(grep -Eq '^`echo 3 passed`, [0-9-]{10}: 3 passed$' \
  "$copy/audits/evidence/memory-hygiene.md" || echo missing)"
result 'figures anew' "$(diff "$top/audits/evidence/interop.md" \
  "$copy/audits/evidence/interop.md")"
python3 -B "$copy/audits/claims.py" C7 >"$scratch/out"
result 'one claim' "$([[ $? == 0 && $(tail -1 "$scratch/out") == '1 of 1 claims hold' ]] ||
  cat "$scratch/out")"
python3 -B "$copy/audits/claims.py" C99 2>"$scratch/err"
result 'an unknown claim' "$([[ $? == 2 && -s $scratch/err ]] || echo taken)"
finish
