#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# azure check and emit where memory runs out: an answer is whole and right, or
# none.

# What is not set here, helpers.bash and alloc.bash set.
# shellcheck disable=SC2154

load helpers
load alloc

setup() {
  common_setup
  not_sanitized
  alloc_setup
  cp "$vectors/rsa.pub" F.pub
}

@test "azure check" {
  every 0 alloc azure check F.pub
  every 0 alloc azure check --json F.pub
}

@test "azure check of what is refused never turns into a yes" {
  cp "$vectors/ed25519.pub" G.pub
  every 1 alloc azure check --json G.pub
  head -c 150 F.pub >short.pub
  every 1 alloc azure check short.pub
}

@test "azure emit" {
  for target in az powershell terraform bicep arm-json; do
    every 0 alloc azure emit F.pub --to $target
  done
  every 0 alloc azure emit F.pub --to az --json
}

@test "too little memory from the start" {
  for mebibytes in 4 5 6 7 8 10 12 16; do
    status=0
    prlimit --as=$((mebibytes << 20)) "$SSHMINT" azure check F.pub \
      >"$out" 2>"$err" || status=$?
    # 127: the loader's own.
    [[ $status =~ ^(0|70|127)$ ]] || fail "$mebibytes MiB: $status"
  done
}
