# shellcheck shell=bash
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# SSH servers on the loopback interface, for the tests of host keys. Whatever is
# started ends with stop_servers, and by itself should the test be killed.

# Variables set here are used by the tests.
# shellcheck disable=SC2034

# started PID: remembers what to stop.
started() { echo "$1" >>"$BATS_FILE_TMPDIR/servers"; }

stop_servers() {
  local pid
  [[ -f $BATS_FILE_TMPDIR/servers ]] || return 0
  while read -r pid; do
    # timeout(1) hands the signal on to the server.
    kill "$pid" 2>/dev/null || true
  done <"$BATS_FILE_TMPDIR/servers"
  rm -f "$BATS_FILE_TMPDIR/servers"
}

# host_keys: makes host_rsa, host_ecdsa, host_ecdsa384, host_ecdsa521 and
# host_ed25519 and an account's key `user`, which is let in, in the folder of
# the file's tests.
host_keys() {
  cd "$BATS_FILE_TMPDIR" || return
  ssh-keygen -q -t rsa -b 2048 -N '' -C host@rsa -f host_rsa
  ssh-keygen -q -t ecdsa -N '' -C host@ecdsa -f host_ecdsa
  ssh-keygen -q -t ecdsa -b 384 -N '' -C host@ecdsa384 -f host_ecdsa384
  ssh-keygen -q -t ecdsa -b 521 -N '' -C host@ecdsa521 -f host_ecdsa521
  ssh-keygen -q -t ed25519 -N '' -C host@ed25519 -f host_ed25519
  ssh-keygen -q -t rsa -b 2048 -m PEM -N '' -C user -f user
  cp user.pub authorized_keys
}

# The sshd knows one account: who runs the test, with a home of its own. Sets
# `namespace`, the prefix under which that is so.
account() {
  local home=$1
  mkdir -p "$home"
  chmod 700 "$home"
  namespace=()
  ((EUID == 0)) || return 0
  mkdir -p /run/sshd
  printf 'root:x:0:0:root:%s:/bin/bash\n' "$home" >passwd
  grep -v '^root:' /etc/passwd >>passwd
  printf 'root:*:19000:0:99999:7:::\n' >shadow
  grep -v '^root:' /etc/shadow >>shadow || true
  namespace=(unshare -m bash -c 'mount --bind passwd /etc/passwd &&
    mount --bind shadow /etc/shadow && exec "$@"' -)
  "${namespace[@]}" true 2>/dev/null || namespace=()
}

# serve NAME KEY...: an sshd with these host keys, whose port is then in $port
# and in the file port_NAME. It listens on the addresses in $listen.
serve() {
  local name=$1 key folder=$BATS_FILE_TMPDIR
  shift
  cd "$folder" || return
  account "$folder/home"
  for _ in 1 2 3 4 5; do
    port=$((20000 + RANDOM % 40000))
    {
      printf 'Port %d\n' "$port"
      # shellcheck disable=SC2086
      printf 'ListenAddress %s\n' ${listen-127.0.0.1}
      for key in "$@"; do printf 'HostKey %s/%s\n' "$folder" "$key"; done
      cat <<CONFIG
AuthorizedKeysFile $folder/authorized_keys
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
MaxStartups 100
LogLevel VERBOSE
CONFIG
    } >"config_$name"
    "${namespace[@]}" timeout 1500 "$(command -v sshd)" -D -e \
      -f "$folder/config_$name" >"log_$name" 2>&1 </dev/null 3>&- 4>&- &
    local pid=$!
    for _ in {1..300}; do
      if grep -qs 'Server listening' "log_$name"; then
        started "$pid"
        echo "$port" >"port_$name"
        return
      fi
      kill -0 "$pid" 2>/dev/null || break
      sleep 0.1
    done
    kill "$pid" 2>/dev/null || true
  done
  unset port
  return 1
}

# fake ARGS...: runs fake_server.py ARGS; its port is then in $port.
fake() {
  local file=$BATS_TEST_TMPDIR/fake_port
  rm -f "$file"
  timeout 1500 python3 "$BATS_TEST_DIRNAME/fake_server.py" "$file" "$@" \
    >"$BATS_TEST_TMPDIR/fake_log" 2>&1 </dev/null 3>&- 4>&- &
  started $!
  appears "$file"
  port=$(cat "$file")
}

# appears FILE: waits until something is in it, for longer than any machine
# takes.
appears() {
  for _ in {1..600}; do
    [[ ! -s $1 ]] || return 0
    sleep 0.05
  done
  return 1
}
