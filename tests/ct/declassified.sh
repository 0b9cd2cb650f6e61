#!/usr/bin/env bash
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# usage: declassified.sh
#
# Every place in core/ and cli/ where a secret becomes public is listed in
# audits/DECLASSIFIED.md, as it stands in the code.
set -uo pipefail
cd -- "$(dirname -- "$0")/../.." || exit
# shellcheck source=tests/symbols/cases.sh
source tests/symbols/cases.sh

compare() { python3 tests/ct/declassified.py "$@" 2>&1; }

result listed "$(compare audits/DECLASSIFIED.md core cli)"
# The command line is looked at too.
result cli "$([[ -e cli/verb_new.c ]] || echo missing)"
result found "$([[ -n $(compare /dev/null core) ]] || echo 'no use at all')"

# One more, one with another argument and one without a reason must show.
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -RL core audits "$copy"
printf 'MINT_CT_PUBLIC(&secret,\n    sizeof(secret));\n' >>"$copy/core/prime/arith.c"
sed -i 's/ct_lt(TAIL, k.twos)/ct_lt(1, k.twos)/' "$copy/core/prime/confirm.c"
sed -i '/`MINT_CT_PUBLIC(k->n,/s/[^|]*|$/ |/' "$copy/audits/DECLASSIFIED.md"
planted=0
said=$(cd "$copy" && python3 "$OLDPWD/tests/ct/declassified.py" \
  audits/DECLASSIFIED.md core)
for line in \
  'not listed: core/prime/arith.c: MINT_CT_PUBLIC(&secret, sizeof(secret))' \
  'not listed: core/prime/confirm.c: ct_declassify(ct_lt(1, k.twos))' \
  'not in the code: core/prime/confirm.c: ct_declassify(ct_lt(TAIL, k.twos))' \
  'no word of what or why: core/key/derive.c: MINT_CT_PUBLIC(k->n, 16 * k->half)'; do
  result "planted $((++planted)): ${line%%: *}" \
    "$([[ $'\n'$said$'\n' == *$'\n'"$line"$'\n'* ]] || echo "said: $said")"
done
finish
