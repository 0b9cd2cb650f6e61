#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# sshmint new: where a key may and may not be written. Whatever stands there is
# left as it was.

# What is not set here, helpers.bash sets; $ in '' is for another shell.
# shellcheck disable=SC2016,SC2154

load helpers

setup() { common_setup; }

new() { mint "$1" new -b 2048 --no-passphrase "${@:2}"; }

refused() { refuses "$1" "$2" new -b 2048 --no-passphrase "${@:3}"; }

@test "a symbolic link to a file is not followed, with or without --force" {
  echo treasure >target
  ln -s target F
  refused 6 E_FILE_SYMLINK -f F
  refused 6 E_FILE_SYMLINK --force -f F
  [ "$(cat target)" = treasure ]
  [ -L F ]
  holds F target
}

@test "a symbolic link that leads nowhere is not followed" {
  ln -s nowhere F
  refused 6 E_FILE_SYMLINK -f F
  refused 6 E_FILE_SYMLINK --force -f F
  absent nowhere
  holds F
}

@test "a symbolic link in the place of the public key is not followed" {
  echo treasure >target
  ln -s target F.pub
  refused 6 E_FILE_SYMLINK -f F
  refused 6 E_FILE_SYMLINK --force -f F
  [ "$(cat target)" = treasure ]
  holds F.pub target
}

@test "a directory, a FIFO, a socket and a device are not replaced" {
  mkdir D
  mkfifo P
  python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("S")'
  for name in D P S; do
    refused 6 E_FILE_TARGET -f $name
    refused 6 E_FILE_TARGET --force -f $name
  done
  refused 6 E_FILE_TARGET --force -f /dev/null
  [ -d D ]
  [ -p P ]
  [ -S S ]
  [ -c /dev/null ]
  absent /dev/null.pub
  holds D P S
}

@test "a directory in the place of the public key is not replaced" {
  mkdir F.pub
  refused 6 E_FILE_TARGET --force -f F
  holds F.pub
}

@test "a name that ends in a slash is refused" {
  mkdir D
  refused 6 E_FILE_TARGET -f D/
  refused 6 E_FILE_FOLDER -f missing/
  holds D
}

@test "a missing directory is not made" {
  refused 6 E_FILE_FOLDER -f no/such/F
  holds
}

@test "a file where a directory should be" {
  echo x >file
  refused 6 E_FILE_FOLDER -f file/F
  holds file
}

@test "a directory that may not be written" {
  mkdir -m 555 D
  program 6 "${unprivileged[@]}" "$SSHMINT" new -b 2048 --no-passphrase -f D/F
  says '[E_FILE_FOLDER]' 'D/F'
  rmdir D
}

@test "a directory that may be written but not listed" {
  mkdir -m 300 D
  program 0 "${unprivileged[@]}" "$SSHMINT" new -b 2048 --no-passphrase -f D/F
  chmod 700 D
  whole_pair D/F
}

@test "a directory behind a symbolic link is an ordinary directory" {
  mkdir D
  ln -s D L
  new 0 -f L/F
  whole_pair D/F
}

@test "a name that is as long as names can be leaves no room for .pub" {
  local name
  name=$(printf 'f%.0s' {1..255})
  refused 6 E_FILE_FOLDER -f "$name"
  holds
  new 0 -f "${name:4}"
  whole_pair "${name:4}"
}

@test "a path that is too long" {
  local name
  name=$(printf 'd/%.0s' {1..3000})
  refused 6 E_FILE_FOLDER -f "$name"F
}

@test "names with blanks, quotes, UTF-8 and a leading dash" {
  for name in 'a b' "it's" 'q"q' 'grün' ./-f '*' '$(id)'; do
    new 0 -f "$name"
    whole_pair "$name"
  done
  mint 0 new -b 2048 --no-passphrase -f -dash
  whole_pair ./-dash
}

# ---- no room

small_files=(bash -c 'ulimit -f 1 && exec "$@"' -)

@test "a file size limit: nothing is left" {
  program 6 "${small_files[@]}" "$SSHMINT" new -b 2048 --no-passphrase -f F
  says '[E_FILE_WRITE]' 'File too large'
  holds
}

@test "a file size limit: the old pair stays" {
  key F
  cp -p F F.pub ..
  program 6 "${small_files[@]}" \
    "$SSHMINT" new --force -b 2048 --no-passphrase -f F
  says '[E_FILE_WRITE]'
  same F ../F
  same F.pub ../F.pub
  holds F F.pub
}

@test "a full disk: nothing is left, and the old pair stays" {
  local namespace=(unshare -m)
  ((EUID == 0)) || namespace=(unshare -rm)
  mkdir disk
  "${namespace[@]}" mount -t tmpfs -o size=8k none disk 2>/dev/null ||
    skip "no mount namespaces here"
  # Two pages: the old pair fills them.
  program 0 "${namespace[@]}" bash -eu -c '
    mount -t tmpfs -o size=8k none disk
    cd disk
    "$SSHMINT" new -q -b 2048 --no-passphrase -f F
    cp -p F F.pub ../..
    for force in --force -q; do
      status=0
      "$SSHMINT" new -b 2048 --no-passphrase $force -f F$force || status=$?
      [ $status -eq 6 ]
      status=0
      "$SSHMINT" new -b 2048 --no-passphrase $force -f F || status=$?
      [ $status -eq 6 ]
      [ "$(ls -A | tr "\n" " ")" = "F F.pub " ]
      cmp F ../../F
      cmp F.pub ../../F.pub
    done'
  says '[E_FILE_WRITE]' 'No space left on device'
}

@test "a read-only file system" {
  local namespace=(unshare -m)
  ((EUID == 0)) || namespace=(unshare -rm)
  mkdir disk
  "${namespace[@]}" mount -t tmpfs -o ro none disk 2>/dev/null ||
    skip "no mount namespaces here"
  program 6 "${namespace[@]}" bash -eu -c '
    mount -t tmpfs -o ro none disk
    exec "$SSHMINT" new -b 2048 --no-passphrase -f disk/F'
  says '[E_FILE_FOLDER]' 'Read-only file system'
}

# ---- the default name

@test "without -f it is ~/.ssh/id_rsa of the password database, not of HOME" {
  mkdir home lie
  set_home "$work/home"
  HOME=$work/lie program 0 "${at_home[@]}" "$SSHMINT" new -b 2048 --no-passphrase
  mode 700 home/.ssh
  whole_pair home/.ssh/id_rsa
  [ -z "$(ls -A lie)" ]
}

@test "an .ssh that is there keeps its mode" {
  mkdir home
  mkdir -m 750 home/.ssh
  set_home "$work/home"
  program 0 "${at_home[@]}" "$SSHMINT" new -b 2048 --no-passphrase
  mode 750 home/.ssh
}

@test ".ssh is not made for a key that is refused" {
  mkdir home
  set_home "$work/home"
  program 5 "${at_home[@]}" "$SSHMINT" new -b 2048
  program 2 "${at_home[@]}" "$SSHMINT" new -b 2047 --no-passphrase
  [ -z "$(ls -A home)" ]
}
