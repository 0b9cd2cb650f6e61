#!/usr/bin/env bash
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# usage: symbols.sh ARCHIVE...
#
# Two promises to who embeds the core: its header compiles on its own, as C and
# as C++, with every warning on; and its archives define no name that could
# collide with anybody else's. A third test is of this script: both checks must
# find what is planted.
set -uo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck source=tests/symbols/cases.sh
source "$(dirname -- "$0")/cases.sh"

# compile COMPILER LANGUAGE FILE
compile() {
  "$1" -x "${2%%-*}" -std="${2#*-}" -Wall -Wextra -pedantic -Werror \
    -Wshadow -Wundef -I. -c "$3" -o "$work/header.o" 2>&1 | head -5
}

# foreign ARCHIVE...: prints the external names that are not ours. The public
# headers declare mint_*; BoringSSL looks for the three others by their names.
foreign() {
  nm --defined-only --extern-only "$@" |
    awk 'NF == 3 && $2 ~ /[A-Z]/ { print $3 }' |
    grep -vE '^(mint_.*|OPENSSL_memory_(alloc|free|get_size))$' |
    # What sanitizers and coverage add.
    grep -vE '^(__(asan|odr_asan|msan|ubsan|llvm|sancov|start_|stop_)|_*asan\.)'
}

for compiler in gcc clang-14; do
  for language in c-c11 c-c17 c++-c++11 c++-c++17 c++-c++20; do
    result "header_${compiler}_${language}" \
      "$(compile "$compiler" "$language" tests/symbols/header.c)"
  done
done
printf '#include "core/mint.h"\nint x = {,};\n' >"$work/bad.c"
result header_planted \
  "$([[ -n $(compile gcc c-c11 "$work/bad.c") ]] || printf 'it compiles')"

defined=$(nm --defined-only --extern-only "$@" | grep -c ' T mint_')
result archives_hold_the_core \
  "$( ((defined > 40)) || printf 'only %d functions' "$defined")"
result names_are_ours "$(foreign "$@" | sort -u | tr '\n' ' ')"
printf 'int mint_x(void);\nint mint_x(void){return 0;}\nint helper;\n' \
  >"$work/planted.c"
gcc -c "$work/planted.c" -o "$work/planted.o"
result names_planted \
  "$([[ $(foreign "$work/planted.o") == helper ]] || printf 'not found')"

finish
