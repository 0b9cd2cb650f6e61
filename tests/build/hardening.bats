#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# The protections that .bazelrc asks for, read off the binaries that are
# shipped: the command line, and its helper that talks to servers.

setup_file() {
  export LC_ALL=C
  local helper
  helper=$(dirname "$(readlink -f "$SSHMINT")")/sshmint-hostkey
  ln -s "$(readlink -f "$SSHMINT")" "$BATS_FILE_TMPDIR/sshmint"
  ln -s "$helper" "$BATS_FILE_TMPDIR/sshmint-hostkey"
  cd "$BATS_FILE_TMPDIR" || return
  for name in sshmint sshmint-hostkey; do
    readelf --wide --all "$name" >"$name.elf"
    objdump --disassemble --no-show-raw-insn "$name" >"$name.code"
  done
}

setup() { cd "$BATS_FILE_TMPDIR" || return; }

# elf REGEX: both have it. no_elf REGEX: neither does.
elf() {
  local name
  for name in sshmint sshmint-hostkey; do
    grep -Eq -- "$1" "$name.elf" || {
      echo "$name lacks $1"
      return 1
    }
  done
}
no_elf() {
  local name
  for name in sshmint sshmint-hostkey; do
    if grep -E -- "$1" "$name.elf"; then
      echo "$name has $1"
      return 1
    fi
  done
}

@test "position independent" {
  elf '^ *Type: *DYN '
  elf 'FLAGS_1.* PIE'
}

@test "relocations are read-only from the start" {
  elf '^ *GNU_RELRO '
  elf 'FLAGS_1.* NOW'
}

@test "the stack is not executable, and no segment is writable code" {
  elf '^ *GNU_STACK .* RW +0'
  no_elf '^ *LOAD .* RWE'
}

@test "code lies in pages of its own" {
  # Every executable segment is without the headers and the constants.
  elf '^ *LOAD .* R E +0x'
  no_elf '^ *LOAD +0x0+ .* R E +0x'
}

@test "stack protector" {
  elf ' __stack_chk_fail@'
}

@test "checked library functions (_FORTIFY_SOURCE)" {
  elf ' __[a-z]+_chk@'
}

@test "indirect branches land on endbr64" {
  [ "$(uname -m)" = x86_64 ] || skip "x86-64 only"
  for name in sshmint sshmint-hostkey; do
    # main is reached through a pointer.
    grep -A1 '<main>:' "$name.code" | grep -q endbr64 ||
      [ "$(grep -c endbr64 "$name.code")" -gt 10 ]
  done
}

@test "build id" {
  elf 'NT_GNU_BUILD_ID'
}

@test "no library is needed that C does not need" {
  no_elf 'NEEDED.*(libstdc\+\+|libgcc_s)'
}

@test "libraries are searched for in fixed folders only" {
  # Not beside the binary, and not where its user happens to be.
  no_elf '\((RUNPATH|RPATH)\).*\[([^/]|.*:|.*\$)'
}

@test "no path of the machine that built it" {
  run grep -aE '/proc/self/cwd|execroot|\.cache/bazel' sshmint sshmint-hostkey
  [ "$status" -eq 1 ]
}
