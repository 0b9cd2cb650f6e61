#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# A server that is not OpenSSH's: dropbear.

# What is not set here, helpers.bash and servers.bash set.
# shellcheck disable=SC2154

load helpers
load servers

setup_file() {
  load servers
  host_keys
  local type args=()
  for type in rsa ecdsa ed25519; do
    dropbearkey -t $type -f drop_$type >made_$type 2>&1
    grep -E '^(ssh|ecdsa)-' made_$type >drop_$type.pub
    args+=(-r "drop_$type")
  done
  for _ in 1 2 3 4 5; do
    port=$((20000 + RANDOM % 40000))
    echo "$port" >port
    timeout 1500 dropbear -F -E "${args[@]}" -P "$PWD/pid" \
      -p "127.0.0.1:$port" >log 2>&1 </dev/null 3>&- 4>&- &
    started $!
    for _ in {1..300}; do
      if (exec 9<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then return; fi
      # Somebody else has the port.
      kill -0 $! 2>/dev/null || break
      sleep 0.1
    done
  done
  return 1
}

teardown_file() {
  load servers
  stop_servers
}

setup() {
  common_setup
  keys=$BATS_FILE_TMPDIR
  host=127.0.0.1:$(cat "$keys/port")
}

@test "every type of key of dropbear's" {
  for type in rsa ecdsa ed25519; do
    mint 0 host verify --known-hosts none \
      --fingerprint "$(ssh-keygen -l -f "$keys/drop_$type.pub")" "$host"
    mint 0 host verify --known-hosts none \
      --fingerprint "$(print_of "$keys/drop_$type.pub")" "$host"
    mint 7 host verify --known-hosts none \
      --fingerprint "$(ssh-keygen -l -f "$keys/host_$type.pub")" "$host"
  done
  mint 7 host verify --known-hosts none \
    --fingerprint "$(ssh-keygen -l -f "$keys/host_ecdsa521.pub")" "$host"
  says '[E_HOST_TYPE]'
}
