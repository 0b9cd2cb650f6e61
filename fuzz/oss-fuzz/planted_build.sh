#!/usr/bin/env bash
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# What emulate runs in the place of build.sh: a target without a fault, and one
# for each fault that the checks are there for. Their names say which.
set -euo pipefail

here=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
read -ra compile <<<"$CFLAGS"
read -ra link <<<"$CXXFLAGS"
cd -- "$WORK"

# target NAME [COMPILER_FLAG...] [-- LINKER_ARGUMENT...]
target() {
  local name=$1 flags=()
  shift
  while (($#)) && [[ $1 != -- ]]; do
    flags+=("$1")
    shift
  done
  "$compiler" "${flags[@]}" -c "$here/planted.c" -o "$name.o"
  "$CXX" "${link[@]}" "$name.o" "${@:2}" "$LIB_FUZZING_ENGINE" \
    -o "$OUT/$name"
  python3 "$here/../seeds.py" "$OUT/${name}_seed_corpus.zip" seed
}

printf 'seed' >seed
# As much code as a target has that is not too small to count.
{
  printf 'typedef unsigned char byte;\n'
  for i in {1..300}; do
    printf 'static void bulk%d(byte *b) {\n' "$i"
    printf '  if (b[b[%d] %% 16] == %d) b[%d] ^= b[b[%d] %% 16];\n}\n' \
      $((i % 16)) $((i % 256)) $((i % 13)) $((i % 11))
  done
  printf 'void planted_bulk(byte *b);\nvoid planted_bulk(byte *b) {\n'
  printf '  bulk%d(b);\n' {1..300}
  printf '}\n'
} >bulk.c
"$CC" "${compile[@]}" -c bulk.c
compiler=$CC
without=() # coverage, which AFL++'s compiler would add by itself
for flag in "${compile[@]}"; do
  [[ $flag == -fsanitize*fuzzer-no-link || $flag == -fsanitize-coverage* ]] ||
    without+=("$flag")
done
clang-14 "${without[@]}" -c bulk.c -o blind_bulk.o
printf 'int planted_library(void) { return 0; }\n' >library.c
"$CC" -shared -fPIC -Wl,-soname,libplanted.so library.c -o libplanted.so
touch "$SRC/source" "$OUT/beside"

target good "${compile[@]}" -- bulk.o
target plain -O1 -- bulk.o
target small -DSMALL "${compile[@]}"
compiler=clang-14
target blind "${without[@]}" -- blind_bulk.o
compiler=$CC
target seed -DSEED "${compile[@]}" -- bulk.o
target found -DFOUND "${compile[@]}" -- bulk.o
target source "-DFILE_WANTED=\"$SRC/source\"" "${compile[@]}" -- bulk.o
target moved "-DFILE_WANTED=\"$OUT/beside\"" "${compile[@]}" -- bulk.o
target library -DLIBRARY "${compile[@]}" -- bulk.o "$WORK/libplanted.so"
target unseeded "${compile[@]}" -- bulk.o
rm "$OUT/unseeded_seed_corpus.zip"
