#!/usr/bin/env bash
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# usage: ct_keygen.sh
#
# Constant time of what makes a key, as far as valgrind can tell: as ct.sh, with
# ct_keygen.c. The vector code is emulated, which says something of the source
# only (machine_code.py looks at the rest): one level of optimization is enough
# for it.
#
# The planted leaks are changes to the code under test itself: each must be
# found.
set -uo pipefail
cd -- "$(dirname -- "$0")/../.." || exit
# shellcheck source=tests/symbols/cases.sh
source tests/symbols/cases.sh

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

FOUND=9 # memcheck's status when it found something

if [[ -n ${BORINGSSL_ROOT-} ]]; then
  include=$BORINGSSL_ROOT/include
  library=("-L$BORINGSSL_ROOT/lib" "-Wl,-rpath,$BORINGSSL_ROOT/lib" -lcrypto
    -lstdc++)
else
  include=/usr/include/android
  libraries=(/usr/lib/*/android)
  library=("-L${libraries[0]}" "-Wl,-rpath,${libraries[0]}" -l:libcrypto.so.0)
fi

# Valgrind reads no newer debug information than this from clang.
flags=(-gdwarf-4 -std=c11 -D_GNU_SOURCE -DMINT_CT_VALGRIND -DMINT_LANES_SCALAR
  -I. -isystem "$include")
# Whole powers would take minutes.
few='-DMINT_SCREEN_SQUARINGS(bits)=2'

screens=(core/prime/screen_ifma.c core/prime/screen_avx2.c)
kernels=(tests/ct/ct_keygen.c core/prime/arith.c core/prime/confirm.c
  core/prime/divsteps.c core/prime/screen.c core/prime/search.c
  core/prime/trial.c core/prime/trial_avx2.c core/prime/trial_ifma.c
  core/key/derive.c core/key/pairwise.c)
ground=(core/base/secret.c core/base/stack.c core/base/status.c core/format/*.c core/text/*.c)

# compile FOLDER COMPILER LEVEL FLAG FILES...: puts their objects there. gcc has
# a note on how it passes vectors of this size.
compile() {
  local folder=$work/$1 compiler=$2 level=$3 flag=$4 file
  shift 4
  mkdir -p "$folder"
  for file in "$@"; do
    timeout 120 "$compiler" "$level" -w -Wno-psabi "$flag" "${flags[@]}" -c \
      "$file" -o "$folder/$(basename "$file" .c).o" 2>>"$work/log" || return
  done
}

# link FOLDERS...: later ones replace what earlier ones have of the same name.
link() {
  local -A objects=()
  local folder object
  for folder in "$@"; do
    for object in "$work/$folder"/*.o; do
      objects[${object##*/}]=$object
    done
  done
  gcc "${objects[@]}" -o "$work/ct_keygen" "${library[@]}" -largon2 -pthread \
    2>>"$work/log"
}

# run WORDS...: under memcheck; prints the status.
run() {
  timeout 150 valgrind -q --error-exitcode="$FOUND" \
    --suppressions=tests/ct/boringssl.supp "$work/ct_keygen" "$@" \
    >"$work/log" 2>&1
  printf '%d' "$?"
}

# expect NAME STATUS GOT: notes a case, with the end of the log if it failed.
expect() {
  if [[ $2 == "$3" ]]; then
    result "$1" ''
  else
    result "$1" "status $3 instead of $2"
    tail -40 "$work/log"
  fi
}

# plant NAME WORD FILE SED: changes FILE in a copy of the tree and runs WORD.
plant() {
  local name=leak_$1 word=$2 file=$3 edit=$4 source=$3 level=-O1
  case $file in
    *.h | */screen_* | */trial_*) level=-O0 ;;
  esac
  case $file in
    */screen_vector.h) source=core/prime/screen_ifma.c ;;
    */limbs.h) source=core/prime/screen_avx2.c ;;
  esac
  rm -rf "$work/copy" "$work/leak"
  mkdir "$work/copy"
  cp -RL core tests/ct "$work/copy"
  mkdir "$work/copy/tests"
  mv "$work/copy/ct" "$work/copy/tests/ct"
  sed -i -e "$edit" "$work/copy/$file"
  if cmp -s "$file" "$work/copy/$file"; then
    result "$name" "nothing to change in $file"
    return
  fi
  (cd "$work/copy" && compile leak gcc "$level" "$few" "$source") &&
    link ground gcc gcc-O1 leak
  expect "${name}_build" 0 "$?"
  expect "$name" "$FOUND" "$(run "$word")"
}

: >"$work/log"
compile ground gcc -O1 "$few" "${ground[@]}"
expect ground_build 0 "$?"

for compiler in gcc clang-14; do
  compile "$compiler" "$compiler" -O1 "$few" "${screens[@]}"
  expect "${compiler}_screens_build" 0 "$?"
  for level in -O0 -O1 -O2 -O3 -Os; do
    cell=$compiler$level
    compile "$cell" "$compiler" "$level" "$few" "${kernels[@]}" &&
      link ground "$compiler" "$cell"
    expect "${cell}_build" 0 "$?"
    expect "${cell}_keygen" 0 "$(run arith trial search derive)"
    if [[ $level == -O1 ]]; then
      expect "${cell}_screens" 0 "$(run screen larger-screens)"
    fi
  done
done
"$work/ct_keygen" arith >"$work/log" 2>&1
expect without_checker 3 "$?"

# Whole powers, so that the primes among the candidates must pass.
compile whole clang-14 -O1 -UMINT_SCREEN_SQUARINGS tests/ct/ct_keygen.c "${screens[@]}"
expect whole_build 0 "$?"
link ground clang-14 clang-14-O1 whole
expect whole_screens 0 "$(run screen)"

# A statement that no optimizer can turn into one without a branch. Something is
# stored: of a branch around nothing valgrind makes a condition itself.
taken='{ volatile int taken = 1; (void)taken; }'
vector=core/prime/screen_vector.h
ifma=core/prime/screen_ifma.c
avx2=core/prime/screen_avx2.c
trial=core/prime/trial.c
trial_ifma=core/prime/trial_ifma.c
trial_avx2=core/prime/trial_avx2.c
search=core/prime/search.c
confirm=core/prime/confirm.c
arith=core/prime/arith.c
divsteps=core/prime/divsteps.c
derive=core/key/derive.c

plant exponent_bit screen $vector "/mint_lanes bit =/a if (bit.lane[3]) $taken"
plant first_place screen $vector "/mint_lanes here =/a if (here.lane[0]) $taken"
plant power_index screen $vector \
  's/rest = w->x\[0\]/rest = w->x[w->n[1].lane[lane] \& 3]/'
plant is_one_exit screen $vector \
  's/rest |= w->x\[i\].*/& if (rest) { return 0; }/'
plant undeclared screen $vector 's/ct_declassify(passed)/passed != 0/'
plant ifma_carry screen $ifma \
  "/carry = lanes_sar(low/a if (carry.lane[7]) $taken"
plant ifma_row screen $ifma \
  's/lanes_load(&x\[b + r\])/lanes_load(\&x[x[b].lane[0] \& 3])/'
plant avx2_product screen $avx2 \
  "/carry = lanes_shr(sum, LIMB_BITS)/a if (carry.lane[1]) $taken"
plant limbs_bound screen core/prime/limbs.h \
  's/i < num; i++/i < num - (n[0] >> 1 \& 1); i++/'
plant trial_half trial $trial_avx2 \
  "/kept\[1\] = keep_undivided/a if (kept[1].lane[2] >> 63) $taken"
plant trial_rest trial $trial_avx2 \
  's/mint_lanes digit = lanes_mul(zero, sum, inverse);/& if (digit.lane[0] \& 1) { sum = zero; }/'
plant trial_lane trial $trial_ifma \
  's/kept = lanes_and(kept.*/& if (kept.lane[0] >> 63 == 0) { return kept; }/'
plant trial_exit trial $trial 's/found |=.*/& if (found != 0) { break; }/'
plant trial_index trial $trial \
  's/(uint128)limbs\[i\] \* powers\[i\]/(uint128)limbs[i] * powers[limbs[i] \& 7]/'
plant draw_branch search $search "/out\[0\] |= 1;/a if (out[0] \& 2) $taken"
plant draw_bound search $search \
  's/sum -= EXPONENT.*/while (sum >= EXPONENT) { sum -= EXPONENT; __asm__("":"+r"(sum)); }/'
plant draw_undeclared search $search \
  's/ct_declassify(ct_lt(out\[rest\], ROOT_TOP))/ct_lt(out[rest], ROOT_TOP)/'
plant misfit_undeclared search $search \
  's/ct_declassify(ct_eq(modulo_exponent(n, s->words), 1))/ct_eq(modulo_exponent(n, s->words), 1)/'
plant twos_branch search $confirm "/twos += ct_is_zero/a if (twos) $taken"
plant twos_bound search $confirm 's/i < TAIL; i++/i < k->twos; i++/'
plant shift_count arith $arith \
  "s/out\[i\] = a\[i\] >> by.*/& if (by == 0) $taken/"
plant mod_branch arith $arith "/uint64_t over =/a if (over) $taken"
plant divsteps_exit arith $divsteps '/^    apply(&k, &t);/a if (k.g[0] == 0) { break; }'
plant divsteps_bound arith $divsteps 's/i < STEPS; i++/i < STEPS \&\& g != 0; i++/'
plant sign_branch arith $divsteps "/int64_t d_negative =/a if (d_negative) $taken"
plant div_branch arith $arith "/uint64_t keep = less/a if (keep) $taken"
plant div_word_branch arith $arith "/^    out\[i\] = digit;/a if (borrow) $taken"
plant order_branch derive $derive "/uint64_t swap =/a if (swap) $taken"
plant garner_branch derive core/key/pairwise.c \
  "/uint64_t less =/a if (less) $taken"
plant carry_branch derive $derive "/carry &= ct_is_zero/a if (carry) $taken"
finish
