#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# The host verbs and connect where memory runs out: no match that is none, no
# half a file, and nothing left behind.

# What is not set here, helpers.bash, servers.bash and alloc.bash set; what is
# called by them seems not to be called.
# shellcheck disable=SC2034,SC2154,SC2317

load helpers
load servers
load alloc

setup_file() {
  load servers
  host_keys
  serve all host_rsa host_ecdsa host_ed25519
}

teardown_file() {
  load servers
  stop_servers
}

setup() {
  common_setup
  not_sanitized
  alloc_setup
  keys=$BATS_FILE_TMPDIR
  host=127.0.0.1:$(cat "$keys/port_all")
  print=$(ssh-keygen -l -f "$keys/host_ecdsa.pub")
  printf 'other %s\n' "$(cut -d ' ' -f 1,2 "$keys/host_rsa.pub")" >old
  cp old known
}

verify=(alloc host verify --timeout 40 --known-hosts known)

@test "verify: a match" {
  every 0 "${verify[@]}" --fingerprint "$print" "$host"
  every 0 "${verify[@]}" --json --fingerprint "$print" "$host"
}

@test "verify: what is no match never becomes one" {
  every 7 "${verify[@]}" \
    --fingerprint "$(ssh-keygen -l -f "$keys/user.pub")" "$host"
  printf '@revoked * %s\n' "$(cut -d ' ' -f 1,2 "$keys/host_ecdsa.pub")" >known
  every 7 "${verify[@]}" --fingerprint "$print" "$host"
}

# The file is the old or the new one, and alone.
whole_known() {
  [[ $1 != 0 ]] || same known new
  cmp -s known old || same known new
  [[ -z $(find . -name '.*' -type f) ]] || fail "something is left behind"
}

@test "pin" {
  before() { cp old known; }
  after() { whole_known "$1"; }
  { cat old && printf '[127.0.0.1]:%s %s\n' "${host#*:}" \
    "$(cut -d ' ' -f 1,2 "$keys/host_ecdsa.pub")"; } >new
  every 0 alloc host pin --timeout 40 --known-hosts known --fingerprint "$print" "$host"
}

@test "forget, list and commands" {
  before() { cp old known; }
  after() { whole_known "$1"; }
  : >new
  every 0 alloc host forget --known-hosts known other
  after() { :; }
  every 0 alloc host list --json --known-hosts known other
  every 0 alloc host commands --json
}

@test "connect" {
  mkdir -p "$BATS_TEST_TMPDIR/account/.ssh"
  mkdir -m 700 "$BATS_TEST_TMPDIR/run"
  set_home "$BATS_TEST_TMPDIR/account"
  export XDG_RUNTIME_DIR=$BATS_TEST_TMPDIR/run
  cp "$keys/user" key
  after() {
    [[ -z $(ls -A "$XDG_RUNTIME_DIR") ]] || fail "something is left behind"
  }
  step=3
  every 0 "${at_home[@]}" alloc connect --timeout 40 -i key --known-hosts known \
    --fingerprint "$print" "$(id -un)@$host" -- echo hi
}
