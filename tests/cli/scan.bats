#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# sshmint scan: lists, directories, and what is passed over.

# out, err, vectors and SSHMINT come from helpers.bash and the runner.
# shellcheck disable=SC2154

load helpers

setup() {
  common_setup
  key good -C me@here
  ssh-keygen -q -t rsa -b 1024 -N '' -f weak
  ed=$(cut -d ' ' -f 1,2 "$vectors/ed25519.pub")
}

@test "authorized_keys: each line, past the bad ones" {
  {
    echo '# comment'
    cat good.pub
    echo "from=\"10.0.0.0/8\",command=\"a b\" $(cat good.pub)"
    cat weak.pub
    echo "$ed"
    echo 'ssh-rsa AAAA broken'
    head -c 20000 /dev/zero | tr '\0' x
    echo
    head -c 400000 /dev/zero | tr '\0' x
    echo
    printf '%s' "$(cat good.pub)"
  } >authorized_keys
  mint 4 scan authorized_keys
  prints 'authorized_keys:2: accepted' 'authorized_keys:3: accepted' \
    'authorized_keys:4: rejected' 'K1 E_RSA_BITS_MIN' \
    'authorized_keys:9: accepted' \
    'files: 1, keys: 5, accepted: 3, rejected: 1, errors: 4'
  says 'authorized_keys:5: [E_TYPE_NOT_RSA]' 'authorized_keys:6: [E_SSH_SYNTAX]' \
    'authorized_keys:7: [E_LINE_TOO_LONG]' 'authorized_keys:8: [E_LINE_TOO_LONG]'
}

@test "known_hosts: every type is fine, RSA is checked" {
  {
    echo "host,10.0.0.1 $(cat good.pub)"
    echo "[host]:2222 $ed"
    echo "@revoked * $(cat weak.pub)"
    echo "host $(cat weak.pub)"
  } >my.known_hosts
  mint 1 scan my.known_hosts
  prints ':1: accepted' ':2: accepted' '(revoked)' ':4: rejected' 'host key'
  mint 1 scan --json my.known_hosts
  json 'len(o) == 4' 'all(x["kind"] == "host" for x in o)' \
    'o[1]["prefix"] == "[host]:2222"' 'o[3]["verdict"] == "reject"'
  says 'keys: 4'
}

@test "directories: in order, without links, and only what holds keys" {
  mkdir -p d/b d/a
  cp good d/b/id
  cp good.pub d/a/key.pub
  cp "$vectors/ed25519.pub" d/ssh_host_ed25519_key.pub
  echo text >d/README
  head -c 999 /dev/urandom >d/noise
  cp "$vectors/x509.pem" d/
  ln -s "$PWD/weak" d/link
  ln -s .. d/up
  mkfifo d/fifo
  mint 0 scan d
  [ "$(cut -d : -f 1 "$out" | head -n 3)" = \
    $'d/a/key.pub\nd/b/id\nd/ssh_host_ed25519_key.pub' ]
  prints 'files: 3, keys: 3, accepted: 3'
  says_nothing
}

@test "locked keys: the public part, where it shows" {
  printf 'correct horse\n' >word
  chmod 600 word
  for format in openssh pem; do
    mint 0 new -q -m $format -b 2048 -f $format --passphrase-file word
  done
  mint 0 scan openssh
  prints 'locked private key'
  mint 5 scan pem
  says 'E_PASSPHRASE_MISSING'
  mint 0 scan pem --passphrase-file word
}

@test "a large list is read in little memory" {
  {
    cat good.pub
    yes "# $(head -c 300 /dev/zero | tr '\0' c)" | head -c 104857600
    echo
    cat weak.pub
  } >authorized_keys
  bounded 60 64 1 scan authorized_keys
  prints 'keys: 2, accepted: 1, rejected: 1'
}

@test "what is named has to hold a key" {
  echo text >README
  mint 3 scan README
  mint 6 scan nowhere
  refuses 2 E_USAGE_OPERAND scan
  mint 0 scan - <good.pub
  prints '(stdin): accepted'
}
