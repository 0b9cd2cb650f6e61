#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# The next step for a user of Azure, after new and inspect: on a terminal only,
# and it works.

# What is not set here, helpers.bash sets; $ in '' is for another shell.
# shellcheck disable=SC2016,SC2154

load helpers

setup() {
  common_setup
  cp "$vectors/rsa.pem" F
  chmod 600 F
}

# Runs what was advised and wants the command for az, with the key of F.
advised() {
  local line
  line=$(sed -n 's/^ *for Azure    //p' "$out")
  [ "$(grep -c . <<<"$line")" -eq 1 ] || fail 'not one line of advice'
  program 0 bash -c "sshmint() { \"\$SSHMINT\" \"\$@\"; }; ${line/, then /; }"
  prints 'az vm create' "$(ssh-keygen -y -f "$1" | cut -d ' ' -f 2)"
}

@test "inspect: of a private key, with and without its .pub" {
  talk 0 '' "$SSHMINT" inspect F
  prints '  for Azure    sshmint public F > F.pub, then sshmint azure emit F.pub --to az'
  advised F
  talk 0 '' "$SSHMINT" inspect F
  prints '  for Azure    sshmint azure emit F.pub --to az'
  prints_not 'sshmint public'
  advised F
}

@test "inspect: of a public key, in any form, and of a name with a blank" {
  cp "$vectors/rsa_spki.pem" 'a key'
  talk 0 '' "$SSHMINT" inspect 'a key'
  prints "  for Azure    sshmint azure emit 'a key' --to az"
  advised F
}

@test "new tells it last" {
  talk 0 '' "$SSHMINT" new -b 2048 --no-passphrase -f G
  [[ $(grep . "$out" | tail -n 1) == 'for Azure    sshmint azure emit G.pub --to az' ]]
  advised G
}

@test "not without a terminal, not with -q or --json, not as ssh-keygen" {
  mint 0 inspect F
  prints_not 'for Azure'
  mint 0 new -b 2048 --no-passphrase -f G
  prints_not 'for Azure'
  for option in -q --json; do
    talk 0 '' "$SSHMINT" inspect $option F
    prints_not 'for Azure'
    talk 0 '' "$SSHMINT" new $option --force -b 2048 --no-passphrase -f G
    prints_not 'for Azure'
  done
  talk 0 '' "$SSHMINT" -t rsa -b 2048 -N '' -f H
  prints 'SHA256:'
  prints_not Azure
  talk 0 '' "$SSHMINT" -lf H
  prints_not Azure
}

@test "not for keys that Azure does not take, nor for those of a list" {
  openssl genrsa -traditional -out S 1024 2>/dev/null
  cat "$vectors/rsa.pub" "$vectors/rsa.pub" >list
  for name in "$vectors/ed25519.pub" "$vectors/rsa-cert.pub" S list; do
    talk 0 '' "$SSHMINT" inspect "$name"
    prints_not 'for Azure'
  done
}
