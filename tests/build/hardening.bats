#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# The protections that .bazelrc asks for, read off the binary that is shipped.

setup_file() {
  export LC_ALL=C
  readelf --wide --all "$SSHMINT" >"$BATS_FILE_TMPDIR/elf"
  objdump --disassemble --no-show-raw-insn "$SSHMINT" >"$BATS_FILE_TMPDIR/code"
}

elf() { grep -Eq -- "$1" "$BATS_FILE_TMPDIR/elf"; }
no_elf() { if elf "$1"; then false; fi; }

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
  # main is reached through a pointer.
  grep -A1 '<main>:' "$BATS_FILE_TMPDIR/code" | grep -q endbr64 ||
    [ "$(grep -c endbr64 "$BATS_FILE_TMPDIR/code")" -gt 10 ]
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
  run grep -aE '/proc/self/cwd|execroot|\.cache/bazel' "$SSHMINT"
  [ "$status" -eq 1 ]
}
