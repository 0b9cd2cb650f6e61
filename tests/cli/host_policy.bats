#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# What a policy says of hosts: which keys are taken, how long an RSA key has to
# be, how the helper is locked up, and with what is signed.

# What is not set here, helpers.bash and servers.bash set.
# shellcheck disable=SC2154

load helpers
load servers

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
  keys=$BATS_FILE_TMPDIR
  name="[127.0.0.1]:$(cat "$keys/port_all")"
  host=127.0.0.1:$(cat "$keys/port_all")
  user=$(id -un)
  cp "$keys/user" key
  mkdir -p "$BATS_TEST_TMPDIR/account/.ssh" "$BATS_TEST_TMPDIR/run"
  set_home "$BATS_TEST_TMPDIR/account"
  export XDG_RUNTIME_DIR=$BATS_TEST_TMPDIR/run
  printf '%s %s\n' "$name" "$(cut -d ' ' -f 1,2 "$keys/host_ecdsa.pub")" >known
  : >nothing
}

line() { ssh-keygen -l -f "$keys/host_$1.pub"; }

# policy LINE...: P.conf has these lines.
policy() { printf '%s\n' 'PolicyVersion 1' 'Name of-hosts' "$@" >P.conf; }

# refused RULE WANTED ARGS...: the policy says no.
refused() {
  mint 1 "${@:3}"
  says "[E_POLICY_RULE]" "$1" "wanted $2"
}

verify=(host verify --policy P.conf --known-hosts)

@test "pinned: what is known is not enough" {
  policy
  mint 0 "${verify[@]}" known "$host"
  policy 'HostKeyPolicy known_hosts'
  mint 0 "${verify[@]}" known "$host"
  policy 'HostKeyPolicy pinned'
  refused HostKeyPolicy pinned "${verify[@]}" known "$host"
  mint 0 "${verify[@]}" nothing --fingerprint "$(line rsa)" "$host"
  refused HostKeyPolicy pinned host pin --policy P.conf --known-hosts known \
    "$host"
  program 1 "${at_home[@]}" "$SSHMINT" connect --policy P.conf -i key \
    --known-hosts known "$user@$host" -- true
  says HostKeyPolicy
}

@test "known_hosts: nobody is asked about an unknown host" {
  policy 'HostKeyPolicy known_hosts'
  program 0 "${at_home[@]}" "$SSHMINT" connect --policy P.conf -i key \
    --known-hosts known "$user@$host" -- true
  talk 7 'see HostKeyPolicy' "${at_home[@]}" "$SSHMINT" connect --policy P.conf \
    -i key --known-hosts nothing "$user@$host" -- true
  if grep -qF 'yes/no' "$out"; then fail "it was asked"; fi
}

@test "an RSA host key that is too short is refused, others are not" {
  policy 'RequiredHostRSASize 3072'
  refused RequiredHostRSASize 'at least 3072 bits, got 2048' \
    "${verify[@]}" nothing --fingerprint "$(line rsa)" "$host"
  mint 0 "${verify[@]}" nothing --fingerprint "$(line ecdsa)" "$host"
  policy 'RequiredHostRSASize 2048'
  mint 0 "${verify[@]}" nothing --fingerprint "$(line rsa)" "$host"
}

@test "a sandbox that is required is there" {
  policy 'Sandbox require'
  if [[ $("$SSHMINT" host verify -v --known-hosts known "$host" 2>&1) == \
    *'sandbox: seccomp, Landlock'* ]]; then
    mint 0 "${verify[@]}" known "$host"
  else
    mint 78 "${verify[@]}" known "$host"
    says '[E_POLICY_SANDBOX]'
  fi
}

@test "signatures are those of the policy" {
  not_sanitized
  for one in rsa-sha2-512 rsa-sha2-256; do
    policy "SignatureAlgorithms $one"
    "${at_home[@]}" strace -f -qq -s 300 -v -e trace=execve -o trace "$SSHMINT" \
      connect --policy P.conf -i key --fingerprint "$(line rsa)" \
      "$user@$host" -- true
    grep -F '"/usr/bin/ssh"' trace >call
    for option in PubkeyAcceptedAlgorithms HostKeyAlgorithms; do
      grep -qF "\"$option=$one\"" call || fail "$option"
    done
  done
}
