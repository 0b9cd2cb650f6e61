# shellcheck shell=bash
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# The command line with every one of its allocations failing in turn
# (sshmint_alloc.c).

# What is not set here, helpers.bash sets.
# shellcheck disable=SC2154

# Puts the program and its helper, which it looks for beside itself, into a
# folder of their own.
alloc_setup() {
  alloc=$BATS_TEST_TMPDIR/alloc
  mkdir "$alloc"
  cp "$BATS_TEST_DIRNAME/sshmint_alloc" \
    "$(dirname "$(readlink -f "$SSHMINT")")/sshmint-hostkey" "$alloc"
}

# What a test puts in place before each run, and looks at after it.
before() { :; }
after() { :; }

# Every allocation is tried, or with `step` one of so many: a login takes long.
step=1

# every STATUS COMMAND...: the command ends with this status if no allocation
# fails. If one does, it still does all of that, or ends with the status of a
# machine (70), a file (6) or a network (8) that failed and says so. `alloc` in
# the command stands for the program.
every() {
  local wanted=$1 status n
  shift
  local command=("${@/#alloc/$alloc/sshmint_alloc}")
  for ((n = 0; n < 2000; n += step)); do
    before
    rm -f "$alloc/failed"
    status=0
    FAIL_ALLOC=$n FAIL_ALLOC_LOG=$alloc/failed timeout -k 5 60 "${command[@]}" \
      >"$out" 2>"$err" || status=$?
    if ((n == 0)); then
      ((status == wanted)) || fail "$* ended with $status, not with $wanted"
      cp "$out" "$alloc/whole"
      continue
    fi
    [[ -s $alloc/failed ]] || break
    if ((status == wanted)); then
      same "$alloc/whole" "$out"
    elif ((status != 70 && status != 6 && status != 8)) || [[ ! -s $err ]]; then
      fail "$*: allocation $n: $status"
    fi
    after "$status"
  done
  # No such number is left; a program that made none was not this one.
  ((n > 5 && n < 2000)) || fail "$*: $n allocations"
}
