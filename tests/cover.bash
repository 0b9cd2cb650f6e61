# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154
#
# What ./x cover does: which lines and branches the unit tests (those of
# tests/symbols too, where random numbers fail) and the inputs of the fuzz
# targets reach. Sourced by ./x, whose functions and variables it uses.

cover_tests='kind(cc_test, //tests/unit/... + //tests/symbols/... + //fuzz/...)'

cover_verb() {
  local out=$top/.x-cover tests=() objects=() label status=0
  mapfile -t tests < <(bazel query --noshow_progress \
    "$cover_tests except attr(tags, slow, //...)" 2>"$scratch/log")
  rm -rf "$out"
  mkdir -p "$out/raw"
  # Cases that end by a crash, as some are meant to, write no counts.
  bazel test --config=coverage --experimental_convenience_symlinks=ignore \
    --ui_event_filters=-info --show_result=0 --keep_going \
    --test_env="LLVM_PROFILE_FILE=$out/raw/%4m.profraw" -- \
    "${tests[@]}" >&2 || status=$?
  cd -- "$(bazel info --noshow_progress --config=coverage bazel-bin \
    2>"$scratch/log")" || exit
  for label in "${tests[@]}"; do
    label=${label#//}
    objects+=(-object "${label/://}")
  done
  llvm-profdata-14 merge -sparse "$out"/raw/*.profraw -o "$out/profdata"
  rm -rf "$out/raw"
  objects+=("-instr-profile=$out/profdata" "-path-equivalence=.,$top"
    '-ignore-filename-regex=(external/|/usr/|tests/|fuzz/|bazel-out/)')
  llvm-cov-14 show -format=html -output-dir="$out" -show-branches=count \
    -Xdemangler=cat "${objects[@]}" >"$scratch/log"
  llvm-cov-14 export -summary-only "${objects[@]}" >"$out/summary.json"
  python3 -B "$top/tests/build/cover.py" "$out/summary.json" || status=$?
  say "every line: .x-cover/index.html"
  return "$status"
}
