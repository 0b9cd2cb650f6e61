#!/usr/bin/env bash
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck disable=SC2016
#
# usage: requirements.sh
#
# The tests that audits/SECURITY-REQUIREMENTS.md and audits/FINDINGS.md name are
# there. It reads the tree itself, all of whose tests may be named.
set -uo pipefail
here=$(dirname -- "$(readlink -f -- "$0")")
top=${here%/tests/audits}
# shellcheck source=tests/symbols/cases.sh
source "$top/tests/symbols/cases.sh"
page=$top/audits/SECURITY-REQUIREMENTS.md
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

named() { python3 -B "$here/named.py" "$@" 2>&1; }

result requirements "$(named requirements "$page")"
result findings "$(named findings "$top/audits/FINDINGS.md")"

# planted SED MESSAGE [PAGE]: a page that is changed like this must be refused.
planted() {
  sed -E "$1" "${3-$page}" >"$scratch/page.md"
  said=$(named "${4-requirements}" "$scratch/page.md")
  result "planted: $2" "$([[ $said == "$2" ]] || echo "said: $said")"
}
planted '/^\| SR6 /s/(tests\/unit:check_test`) "all_at_once"/\1 "all_at_one"/' \
  'SR6: //tests/unit:check_test has no all_at_one'
planted '/^\| SR8 /s/"a size that/"One size that/' \
  'SR8: //tests/cli:new has no One size that is not offered is refused, not rounded'
planted '/^\| SR38 /s/declassified/undeclared/' 'SR38: no test //tests/ct:undeclared'
planted '/^\| SR21 /s/armor_replay/amor_replay/' 'SR21: no test //fuzz:amor_replay'
planted '/^\| SR57 /s/names_are_ours/names/' 'SR57: //tests/symbols:symbols has no names'
planted '/^\| SR38 /s@`//[^`]*`@@' 'SR38: no test'
planted 's/^\| SR15 /| SR14 /' 'SR14: twice'
planted '/^\| F4 /s/"convert --force/"convert -force/' \
  'F4: //tests/cli:convert has no convert -force: no private key is replaced by a public one' \
  "$top/audits/FINDINGS.md" findings
finish
