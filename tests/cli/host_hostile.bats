#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# Servers that mean harm: whatever they send or do not send, the answer comes in
# time, in little memory, and is never a match.

# What is not set here, helpers.bash and servers.bash set.
# shellcheck disable=SC2154

load helpers
load servers

print='SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'

setup() {
  common_setup
  : >known
  mebibytes=64
  # A sanitizer keeps what is freed for a while.
  if is_sanitized; then mebibytes=512; fi
}

teardown() { stop_servers; }

# attack MODE: verifies against such a server, with 2 seconds for everything.
attack() {
  fake "$1"
  # A loaded machine may take a while to start and end the programs.
  bounded 20 "$mebibytes" 8 host verify --timeout 2 --known-hosts known \
    --fingerprint "256 $print x (ED25519)" "127.0.0.1:$port"
  grep -Eq '\[E_HOST_(PROTOCOL|TIMEOUT|UNREACHABLE)\]' "$err" ||
    fail "$1: no reason is told"
  prints_not "seen" "match"
  [[ $(wc -l <"$err") -eq 1 ]] || fail "$1: not one line"
  if LC_ALL=C grep -q '[^ -~]' "$err"; then fail "$1: raw bytes"; fi
}

@test "servers that say nothing, or hang up" {
  for mode in silent reset close banner banner_close banner_slow; do
    attack "$mode"
    stop_servers
  done
}

@test "servers that never stop talking" {
  for mode in banner_lines banner_long random zeros packet_ignore; do
    attack "$mode"
    stop_servers
  done
}

@test "servers that do not speak SSH" {
  for mode in http banner_escape packet_huge packet_large packet_slow; do
    attack "$mode"
    stop_servers
  done
}

@test "key exchanges that break off" {
  for mode in kex_garbage kex_empty kex_stops kex_disconnect key_newkeys key_auth; do
    attack "$mode"
    stop_servers
  done
}

@test "host keys that are none, or not the server's" {
  for mode in key_empty key_garbage key_long key_length key_short key_type \
    key_stolen; do
    attack "$mode"
    stop_servers
  done
}

@test "a server with keys of other types only has no key that matches" {
  fake keys_other
  bounded 40 "$mebibytes" 7 host verify --timeout 30 --known-hosts known \
    --fingerprint "$print" "127.0.0.1:$port"
  says '[E_HOST_TYPE]'
}

@test "no mode of the fake server is left out" {
  python3 "$BATS_TEST_DIRNAME/fake_server.py" x list >modes
  while read -r mode; do
    grep -Eq "[ \"]$mode(\$|[ ;])" "$BATS_TEST_FILENAME" || fail "$mode"
  done <modes
}

@test "the deadline is for everything, not for each type" {
  fake silent
  # For each of the five types it would be 20 seconds.
  bounded 15 "$mebibytes" 8 host verify --timeout 4 --known-hosts known \
    --fingerprint "$print" "127.0.0.1:$port"
  says '[E_HOST_TIMEOUT]'
  # A socket that listens and is never served.
  python3 -c 'import socket, time
s = socket.socket()
s.bind(("127.0.0.1", 0))
s.listen(0)
fill = [socket.socket() for _ in range(4)]
for one in fill:
    one.setblocking(False)
    one.connect_ex(s.getsockname())
print(s.getsockname()[1], flush=True)
time.sleep(100)' >full 3>&- 4>&- &
  started $!
  appears full
  bounded 15 "$mebibytes" 8 host verify --timeout 4 --known-hosts known \
    --fingerprint "$print" "127.0.0.1:$(cat full)"
}

@test "no helper is left behind" {
  fake silent
  "$SSHMINT" host verify --timeout 100 --known-hosts known \
    --fingerprint "$print" "127.0.0.1:$port" >/dev/null 2>&1 3>&- &
  mint=$!
  for _ in {1..600}; do
    helper=$(pgrep -P "$mint" -f sshmint-hostkey) && break
    sleep 0.05
  done
  [[ -n $helper ]]
  kill -KILL "$mint"
  wait "$mint" || true
  for _ in {1..600}; do
    kill -0 "$helper" 2>/dev/null || return 0
    sleep 0.05
  done
  fail "the helper $helper lives on"
}
