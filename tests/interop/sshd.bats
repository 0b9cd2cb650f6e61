#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# A real server on the loopback interface: keys that sshmint makes open it, and
# the fingerprints that sshmint shows of its host keys are the ones that a client
# sees.

# What is not set here, helpers.bash sets; $ in '' is for another shell.
# shellcheck disable=SC2016,SC2154

load ../cli/helpers

passphrase='correct horse battery'

setup_file() {
  load ../cli/servers
  export server=$BATS_FILE_TMPDIR
  user=$(id -un)
  export user
  host_keys
  : >authorized_keys
  if serve sshd host_rsa host_ecdsa host_ed25519; then export port; fi
}

teardown_file() {
  load ../cli/servers
  stop_servers
}

setup() {
  common_setup
  [ -n "${port-}" ] || skip "sshd does not start: $(tail -n 1 "$server/log_sshd")"
  for type in rsa ecdsa ed25519; do
    printf '[127.0.0.1]:%s %s\n' "$port" "$(cut -d ' ' -f 1,2 "$server/host_$type.pub")"
  done >known_hosts
}

# login STATUS KEY [ARGS...]: runs a command on the server.
login() {
  local wanted=$1 file=$2
  shift 2
  program "$wanted" ssh -F none -i "$file" -p "$port" -l "$user" \
    -o IdentitiesOnly=yes -o IdentityAgent="${SSH_AUTH_SOCK-none}" \
    -o UserKnownHostsFile="$work/known_hosts" -o GlobalKnownHostsFile=/dev/null \
    -o StrictHostKeyChecking=yes -o ConnectTimeout=15 \
    -o PreferredAuthentications=publickey "$@" 127.0.0.1 'echo it is me'
}

# admitted F: only the key F may come in.
admitted() { cp "$1.pub" "$server/authorized_keys"; }

@test "log in with keys of sshmint new: 2048, 3072 and 4096 bits" {
  for bits in 2048 3072 4096; do
    mint 0 new -b $bits --no-passphrase -f F$bits
    admitted F$bits
    login 0 F$bits -o BatchMode=yes
    prints 'it is me'
    grep -q "Accepted publickey for $user .* RSA $(print_of F$bits.pub)" "$server/log_sshd"
  done
}

@test "both signature algorithms of RSA with SHA-2" {
  key F
  admitted F
  for algorithm in rsa-sha2-256 rsa-sha2-512; do
    login 0 F -o BatchMode=yes -o PubkeyAcceptedAlgorithms=$algorithm
    prints 'it is me'
  done
}

@test "log in with a key of the command line of ssh-keygen" {
  mint 0 -m PEM -t rsa -b 2048 -N '' -f F
  admitted F
  login 0 F -o BatchMode=yes
  prints 'it is me'
}

@test "log in with an encrypted key: its passphrase is asked for" {
  mint 0 new -b 2048 --passphrase-fd 7 -f F 7<<<"$passphrase"
  admitted F
  printf '#!/bin/sh\necho "%s"\n' "$passphrase" >ask
  chmod 700 ask
  SSH_ASKPASS=$work/ask SSH_ASKPASS_REQUIRE=force login 0 F
  prints 'it is me'
  # And not without it.
  login 255 F -o BatchMode=yes
  says 'Permission denied'
}

@test "an agent takes an encrypted key and logs in with it" {
  mint 0 new -b 2048 --passphrase-fd 7 -f F 7<<<"$passphrase"
  printf '#!/bin/sh\necho "%s"\n' "$passphrase" >ask
  chmod 700 ask
  admitted F
  ssh-agent -D -a agent 3>&- 4>&- >/dev/null 2>&1 &
  local agent=$!
  export SSH_AUTH_SOCK=$work/agent
  for _ in {1..50}; do
    [ ! -S agent ] || break
    sleep 0.1
  done
  SSH_ASKPASS=$work/ask SSH_ASKPASS_REQUIRE=force timeout 20 ssh-add -q F || true
  ssh-add -l >listed || true
  # Only the agent has the private key now.
  rm F
  chmod 600 F.pub
  login 0 F.pub -o BatchMode=yes || { kill "$agent" && false; }
  kill "$agent"
  grep -q "$(print_of F.pub)" listed
  prints 'it is me'
}

@test "a wrong key is refused" {
  key F
  key G
  admitted F
  login 255 G -o BatchMode=yes
  says 'Permission denied'
  prints_nothing
}

@test "an authorized_keys line of sshmint public is enough" {
  key F
  mint 0 public F
  cp "$out" "$server/authorized_keys"
  login 0 F -o BatchMode=yes
  prints 'it is me'
}

@test "ssh refuses a key that others can read, as check warns" {
  key F
  admitted F
  chmod 644 F
  mint 0 check F
  prints '[W_FILE_MODE]'
  login 255 F -o BatchMode=yes
  says 'UNPROTECTED PRIVATE KEY FILE'
}

@test "host keys: the fingerprint is ssh-keygen's, for every type and hash" {
  for type in rsa ecdsa ed25519; do
    for hash in sha256 md5 sha512; do
      ssh-keygen -l -E $hash -f "$server/host_$type.pub" >theirs
      mint 0 -l -E $hash -f "$server/host_$type.pub"
      same theirs "$out"
    done
  done
}

@test "host keys: the same as what ssh-keyscan gets from the server" {
  timeout 20 ssh-keyscan -p "$port" -t rsa,ecdsa,ed25519 127.0.0.1 >scanned 2>/dev/null
  [ "$(grep -vc '^#' scanned)" -eq 3 ]
  mint 0 fingerprint - <scanned
  cut -d ' ' -f 2 "$out" | sort >ours
  for type in rsa ecdsa ed25519; do
    print_of "$server/host_$type.pub"
  done | sort >theirs
  same theirs ours
  mint 0 -lf - <scanned
  cut -d ' ' -f 2 "$out" | sort >ours
  same theirs ours
}

@test "host keys: the same as what ssh shows at the first connection" {
  key F
  admitted F
  for type in rsa ecdsa ed25519; do
    mint 0 -lf "$server/host_$type.pub"
    : >known_hosts
    algorithm=$(cut -d ' ' -f 1 "$server/host_$type.pub")
    [ $type != rsa ] || algorithm=rsa-sha2-512
    print=$(cut -d ' ' -f 2 "$out")
    talk 0 "
      see {key fingerprint is $print}
      see {(yes/no/}
      type {$print}
      see {it is me}" ssh -F none -i F -p "$port" -l "$user" \
      -o IdentitiesOnly=yes -o IdentityAgent=none \
      -o UserKnownHostsFile="$work/known_hosts" \
      -o GlobalKnownHostsFile=/dev/null -o HostKeyAlgorithms="$algorithm" \
      127.0.0.1 'echo it is me'
  done
}

@test "host keys: check refuses ECDSA and Ed25519 as user keys" {
  for type in ecdsa ed25519; do
    refuses 4 E_TYPE_NOT_RSA check "$server/host_$type.pub"
  done
  mint 0 check "$server/host_rsa.pub"
}
