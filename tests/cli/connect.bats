#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# connect, with real servers and the real ssh: who is not known is never talked
# to without a yes, and what ssh does after us it does with that one key.

# What is not set here, helpers.bash and servers.bash set; $ in '' is for the
# other end.
# shellcheck disable=SC2016,SC2154

load helpers
load servers

setup_file() {
  load servers
  host_keys
  serve all host_rsa host_ecdsa host_ed25519
  serve other host_ecdsa384
  # The same type of key as one of the first's, but another key.
  ssh-keygen -q -t ecdsa -N '' -f host_twin
  serve twin host_twin
}

teardown_file() {
  load servers
  stop_servers
}

setup() {
  common_setup
  keys=$BATS_FILE_TMPDIR
  user=$(id -un)
  host=$user@127.0.0.1:$(cat "$keys/port_all")
  name="[127.0.0.1]:$(cat "$keys/port_all")"
  cp "$keys/user" key
  # ssh reads the account's configuration, whatever HOME says.
  mkdir -p "$BATS_TEST_TMPDIR/account/.ssh"
  set_home "$BATS_TEST_TMPDIR/account"
  config=$BATS_TEST_TMPDIR/account/.ssh/config
  own=$BATS_TEST_TMPDIR/account/.ssh/known_hosts
  export XDG_RUNTIME_DIR=$BATS_TEST_TMPDIR/run
  mkdir -m 700 "$XDG_RUNTIME_DIR"
}

# Servers are of the file; what a test starts itself it stops here.
teardown() {
  [[ -z ${mine-} ]] || kill "$mine" 2>/dev/null || true
  [[ -z $(ls -A "$BATS_TEST_TMPDIR/run") ]] || fail "something is left behind"
}

line() { ssh-keygen -l -f "$keys/host_$1.pub"; }
key_of() { cut -d ' ' -f 1,2 "$keys/host_$1.pub"; }
# connect STATUS ARGS...
connect() {
  local long=(--timeout 40) # for a loaded machine
  [[ $* != *--timeout* ]] || long=()
  program "$1" "${at_home[@]}" "$SSHMINT" connect "${long[@]}" -i key "${@:2}"
}

@test "pinned by a fingerprint of each type" {
  for type in rsa ecdsa ed25519; do
    connect 0 --fingerprint "$(line $type)" "$host" -- echo 'it is $((6 * 7))'
    [[ $(cat "$out") == "it is 42" ]] || fail "not the answer"
  done
  absent "$own"
}

# with_ipv6: a server whose addresses with the port are then in `addresses`: ::1,
# and one with a scope if there is one.
with_ipv6() {
  local scoped listen
  grep -q '^0\{31\}1 ' /proc/net/if_inet6 2>/dev/null || skip "no ::1 here"
  scoped=$(awk '$4 == "20" { print $1, $6; exit }' /proc/net/if_inet6)
  if [[ -n $scoped ]]; then
    # shellcheck disable=SC2086
    scoped=$(python3 -c 'import ipaddress, sys
print(f"{ipaddress.IPv6Address(bytes.fromhex(sys.argv[1]))}%{sys.argv[2]}")' $scoped)
  fi
  listen="::1 $scoped"
  serve six host_ecdsa
  cd "$work" || return
  addresses=()
  for address in $listen; do addresses+=("[$address]:$port"); done
}

@test "over IPv6, with a scope too" {
  with_ipv6
  for address in "${addresses[@]}"; do
    mint 7 host verify --known-hosts /dev/null "$address"
    says '[E_HOST_UNKNOWN]'
    prints "$address"
    mint 7 host verify --known-hosts /dev/null --fingerprint "$(line rsa)" "$address"
    mint 0 host pin --known-hosts known --fingerprint "$(line ecdsa)" "$address"
    grep -qxF "$address $(key_of ecdsa)" known
    mint 0 host verify --known-hosts known "$address"
    connect 0 --known-hosts known "$user@$address" -- echo reached
    prints reached
    # ssh knows the host by that line.
    bare=${address#[}
    program 0 "${at_home[@]}" ssh -F none -i key -o UserKnownHostsFile=known \
      -o GlobalKnownHostsFile=none -o StrictHostKeyChecking=yes -p "$port" \
      -l "$user" "${bare%]:*}" true
  done
  [[ $(wc -l <known) -eq ${#addresses[@]} ]]
  # However it is spelled, it is the same host, as it is to ssh: known ...
  for address in "[0:0:0:0:0:0:0:1]:$port" "[0::0001]:$port"; do
    mint 0 host verify --known-hosts known "$address"
    connect 0 --known-hosts known "$user@$address" -- true
    mint 0 host pin --known-hosts known --fingerprint "$(line ecdsa)" "$address"
    prints "already there"
  done
  # ... and revoked.
  printf '@revoked [::1]:%s %s\n' "$port" "$(key_of ecdsa)" >known
  connect 7 --known-hosts known --fingerprint "$(line ecdsa)" \
    "$user@[0:0::1]:$port" -- touch "$work/reached"
  says '[E_HOST_REVOKED]'
  absent reached
}

@test "the status and the streams are ssh's" {
  connect 23 --fingerprint "$(line ecdsa)" "$host" -- \
    'cat >&2; echo out; exit 23' <<<'in'
  prints out
  "${at_home[@]}" "$SSHMINT" connect -i key --fingerprint "$(line ecdsa)" \
    "$host" -- cat <<<'through' >"$out"
  prints through
  # Options of the remote command are not ours, nor ssh's.
  connect 0 --fingerprint "$(line ecdsa)" "$host" -- echo -i --json -oX -- x
  prints "-i --json -oX -- x"
  ssh-keygen -q -t rsa -b 2048 -N '' -f key2
  program 255 "${at_home[@]}" "$SSHMINT" connect -i key2 \
    --fingerprint "$(line ecdsa)" "$host" -- true
  says "Permission denied"
}

@test "known hosts, and nothing added without --pin" {
  printf '%s %s\n' "$name" "$(key_of ed25519)" >"$own"
  cp "$own" before
  connect 0 "$host" -- true
  same "$own" before
  connect 0 --fingerprint "$(line rsa)" "$host" -- true
  same "$own" before
  connect 0 --pin --fingerprint "$(line rsa)" "$host" -- true
  { cat before && printf '%s %s\n' "$name" "$(key_of rsa)"; } >wanted
  same "$own" wanted
}

@test "unknown, without a terminal: refused" {
  connect 7 "$host" -- touch "$work/reached"
  says '[E_HOST_UNKNOWN]'
  absent reached
  connect 7 --batch "$host" -- touch "$work/reached"
  absent reached
}

@test "changed: refused, with the line" {
  printf '%s %s\n' "$name" "$(key_of ecdsa384)" >"$own"
  connect 7 "$host" -- touch "$work/reached"
  says '[E_HOST_TYPE]'
  ssh-keygen -q -t ed25519 -N '' -f old
  printf '#\n%s %s\n' "$name" "$(cut -d ' ' -f 1,2 old.pub)" >"$own"
  connect 7 "$host" -- touch "$work/reached"
  says '[E_HOST_CHANGED]' 'known_hosts:2'
  connect 7 --fingerprint "$(line ecdsa384)" "$host" -- touch "$work/reached"
  connect 7 --fingerprint "$(ssh-keygen -l -f old.pub)" "$host" -- \
    touch "$work/reached"
  says '[E_HOST_MISMATCH]'
  absent reached
}

@test "unknown, on a terminal: yes, no, a fingerprint" {
  ask=("${at_home[@]}" "$SSHMINT" connect -i key "$host" -- echo reached)
  talk 0 'see "ED25519 key fingerprint is"
    see "continue connecting (yes/no/\[fingerprint\])? "
    type maybe
    see "Please type '"'yes', 'no'"' or the fingerprint: "
    type yes
    see reached' "${ask[@]}"
  prints "$(print_of "$keys/host_ed25519.pub")"
  absent "$own"
  for answer in no '' y1; do
    talk 7 "see \"(yes/no\"
      type {$answer}
      if {{$answer} eq {y1}} { see {Please type}; type no }" "${ask[@]}"
    if grep -qx reached "$out"; then fail "it was reached"; fi
  done
  for type in ecdsa rsa ed25519; do
    talk 0 "see \"(yes/no\"
      type {$(print_of "$keys/host_$type.pub")}
      see reached" "${ask[@]}"
  done
  talk 7 "see \"(yes/no\"
    type {$(print_of "$keys/host_ecdsa384.pub")}
    see {Please type}
    type no" "${ask[@]}"
}

@test "an interactive session, with a terminal of its own" {
  # A shell that is not waiting yet may lose what is typed: its prompt, which
  # does not look so where it is typed, is awaited each time. The interrupt goes
  # to a program that has said that it is ready for one.
  talk 5 'again "PS1=re\"\"ady:" "ready:"
    type "tty >/dev/null && echo it is \$((40+2)) a terminal"
    see "it is 42 a terminal"
    see "ready:"
    type {sh -c "trap \"exit 5\" INT; echo wait\"\"ing; while :; do sleep .1; done"}
    see waiting
    send \003
    see "ready:"
    type {exit $?}' "${at_home[@]}" "$SSHMINT" connect -i key \
    --fingerprint "$(line ecdsa)" "$host"
}

@test "a host whose key changes between our look and ssh's" {
  python3 "$BATS_TEST_DIRNAME/fake_server.py" relay_port relay \
    "$(cat "$keys/port_all")" "$(cat "$keys/port_other")" \
    >/dev/null 2>&1 3>&- 4>&- &
  mine=$!
  appears relay_port
  connect 255 --fingerprint "$(line ecdsa)" \
    "$user@127.0.0.1:$(cat relay_port)" -- touch "$work/reached"
  absent reached
  kill "$mine"
  # Of the same type too.
  rm relay_port
  python3 "$BATS_TEST_DIRNAME/fake_server.py" relay_port relay \
    "$(cat "$keys/port_all")" "$(cat "$keys/port_twin")" >/dev/null 2>&1 3>&- 4>&- &
  mine=$!
  appears relay_port
  connect 255 --fingerprint "$(line ecdsa)" \
    "$user@127.0.0.1:$(cat relay_port)" -- touch "$work/reached"
  says "REMOTE HOST IDENTIFICATION HAS CHANGED"
  absent reached
}

@test "a configuration that would weaken it does not" {
  cat >"$config" <<CONFIG
StrictHostKeyChecking no
UserKnownHostsFile /dev/null
NoHostAuthenticationForLocalhost yes
KnownHostsCommand /bin/echo * $(key_of twin)
HostKeyAlgorithms ecdsa-sha2-nistp384
HostKeyAlias elsewhere
ControlMaster auto
ControlPath $work/control
UpdateHostKeys yes
PubkeyAcceptedAlgorithms ssh-rsa
SendEnv LC_*
CONFIG
  connect 0 --fingerprint "$(line ecdsa)" "$host" -- echo reached
  prints reached
  absent control "$own"
  python3 "$BATS_TEST_DIRNAME/fake_server.py" relay_port relay \
    "$(cat "$keys/port_all")" "$(cat "$keys/port_twin")" \
    >/dev/null 2>&1 3>&- 4>&- &
  mine=$!
  appears relay_port
  connect 255 --fingerprint "$(line ecdsa)" \
    "$user@127.0.0.1:$(cat relay_port)" -- touch "$work/reached"
  absent reached
}

@test "the options that ssh is given" {
  not_sanitized
  "${at_home[@]}" strace -f -qq -s 300 -v -e trace=execve -o trace "$SSHMINT" connect \
    -i key --fingerprint "$(line ecdsa)" "$host" -- true >/dev/null
  grep -F '"/usr/bin/ssh"' trace >call
  for option in StrictHostKeyChecking=yes GlobalKnownHostsFile=none \
    HostKeyAlgorithms=ecdsa-sha2-nistp256 IdentitiesOnly=yes \
    PubkeyAcceptedAlgorithms=rsa-sha2-512,rsa-sha2-256 UpdateHostKeys=no \
    CheckHostIP=no VerifyHostKeyDNS=no; do
    grep -qF "\"$option\"" call || fail "$option"
  done
  grep -qF '"--", "127.0.0.1", "true"' call
  # No shell on the way.
  if grep -F 'execve("/bin/sh"' trace | grep -v sshd; then false; fi
}

@test "keys that ssh would not use are refused first" {
  chmod 644 key
  connect 6 --fingerprint "$(line ecdsa)" "$host" -- touch "$work/reached"
  says '[E_CONNECT_MODE]'
  chmod 600 key
  ssh-keygen -q -t ed25519 -N '' -f ed25519
  cp ed25519 key
  connect 4 --fingerprint "$(line ecdsa)" "$host" -- touch "$work/reached"
  says '[E_TYPE_NOT_RSA]'
  cp "$keys/user.pub" key
  connect 4 "$host" -- touch "$work/reached"
  says '[E_KEY_PUBLIC]'
  puttygen "$keys/user" -o key.ppk
  cp key.ppk key
  connect 4 "$host" -- touch "$work/reached"
  says '[E_CONNECT_FORM]'
  for passphrase in '' 'a passphrase'; do
    rm -f small small.pub
    ssh-keygen -q -t rsa -b 1024 -N "$passphrase" -f small
    cp small key
    connect 1 "$host" -- touch "$work/reached"
    says '[E_RSA_BITS_MIN]'
  done
  rm key
  connect 6 "$host" -- touch "$work/reached"
  program 2 "$SSHMINT" connect "$host"
  absent reached
}

@test "the passphrase is ssh's to ask" {
  ssh-keygen -q -p -N secret -f key
  talk 0 'see "Enter passphrase for key"
    type secret
    see reached' "${at_home[@]}" "$SSHMINT" connect -i key \
    --fingerprint "$(line ecdsa)" "$host" -- echo reached
}

@test "names with a meaning for ssh or a shell are refused" {
  for bad in -oProxyCommand=x '-l@127.0.0.1' 'a b@127.0.0.1' '$(x)@127.0.0.1' \
    'u@-h' 'u@h;x' $'u\n@h' "u'@h" 'u%@h' '@h' 'u@'; do
    program 2 "$SSHMINT" connect -i key -- "$bad"
    says '[E_HOST_NAME]'
  done
}

@test "files with odd names" {
  mkdir 'a $x "'
  cp key 'a $x "/k'
  cp key '~key'
  cp key '100%'
  program 2 "$SSHMINT" connect -i '100%' "$host"
  says '[E_CONNECT_NAME]'
  for file in 'a $x "/k' '~key' "$PWD/key"; do
    program 0 "${at_home[@]}" "$SSHMINT" connect -i "$file" \
      --fingerprint "$(line ecdsa)" "$host" -- true
  done
  mkdir 'odd %d dir'
  XDG_RUNTIME_DIR="$PWD/odd %d dir" connect 0 --fingerprint "$(line ecdsa)" \
    "$host" -- true
}

@test "closed ports name just-in-time access" {
  connect 8 --timeout 2 --fingerprint "$(line ecdsa)" "$user@127.0.0.1:1"
  says '[E_HOST_UNREACHABLE]' '[W_HOST_JIT]' 'just-in-time' 'az rest' 'portal' \
    '"endTimeUtc":"'
}

@test "a signal ends ssh, and nothing is left" {
  "${at_home[@]}" "$SSHMINT" connect -i key --fingerprint "$(line ecdsa)" \
    "$host" -- 'echo started; sleep 50' >"$out" 2>"$err" 3>&- &
  job=$!
  appears "$out"
  prints started
  kill -TERM "$(pgrep -P $job -x sshmint || echo $job)"
  status=0
  wait "$job" || status=$?
  ((status != 0)) || fail "status $status"
}

@test "a signal before ssh is there: nothing is started, nothing is left" {
  not_sanitized
  # It stops where its folder has just been made.
  "${at_home[@]}" strace -f -qq -o trace -e trace=mkdir,execve \
    -e inject=mkdir:delay_exit=4000000 "$SSHMINT" connect -i key \
    --fingerprint "$(line ecdsa)" "$host" -- touch "$work/reached" \
    >"$out" 2>"$err" 3>&- &
  job=$!
  for _ in {1..600}; do
    [[ -z $(ls -A "$XDG_RUNTIME_DIR") ]] || break
    sleep 0.05
  done
  kill -TERM "$(pgrep -P $job -x sshmint)"
  status=0
  wait "$job" || status=$?
  ((status == 143)) || fail "status $status"
  [[ -z $(ls -A "$XDG_RUNTIME_DIR") ]] || fail "something is left behind"
  if grep -F '/usr/bin/ssh' trace; then false; fi
  absent reached
}

@test "a hang-up that is ignored is ignored by ssh too" {
  (
    trap '' HUP
    exec "${at_home[@]}" "$SSHMINT" connect -i key \
      --fingerprint "$(line ecdsa)" "$host" -- \
      'echo started; while [ ! -e '"$work"'/go ]; do sleep 0.1; done; echo done'
  ) >"$out" 2>"$err" 3>&- &
  job=$!
  appears "$out"
  kill -HUP "$job" "$(pgrep -P $job -x ssh)"
  : >go
  wait "$job" || fail "it ended with $?"
  prints "done"
}

@test "a temporary file that cannot be written is told" {
  mkdir "$BATS_TEST_TMPDIR/full"
  # shellcheck disable=SC2016
  program 6 unshare -m bash -c '
    mount -t tmpfs -o size=4k tmpfs "$1" && head -c 100000 /dev/zero >"$1/fill"
    XDG_RUNTIME_DIR=$1 "${@:2}"
    status=$?
    [[ $(ls -A "$1") == fill ]] || exit 99
    exit $status' - "$BATS_TEST_TMPDIR/full" "${at_home[@]}" "$SSHMINT" \
    connect -i key --fingerprint "$(line ecdsa)" "$host" -- true
  says '[E_CONNECT_FOLDER]' 'No space left on device' TMPDIR
}

@test "an interrupt at the question starts nothing" {
  talk 130 'see "(yes/no"
    interrupt' "${at_home[@]}" "$SSHMINT" connect -i key "$host" -- \
    touch "$work/reached"
  absent reached "$own"
}

@test "an answer that is too long is none, and leaves nothing to read" {
  talk 0 'see "(yes/no"
    type [string repeat x 300]
    see "status 7"
    type next
    see "read: next;"' "${at_home[@]}" bash -c '
    "$@"
    echo "status $?"
    read -r line
    echo "read: $line;"' - "$SSHMINT" connect -i key "$host" -- \
    touch "$work/reached"
  absent reached
}

@test "the remedy for a changed key forgets it, and nothing else" {
  ssh-keygen -q -t ed25519 -N '' -f old
  mkdir 'a folder'
  printf '%s %s\nother %s\n' "$name" "$(cut -d ' ' -f 1,2 old.pub)" \
    "$(key_of rsa)" >'a folder/known'
  connect 7 --known-hosts 'a folder/known' "$host" -- true
  says '[E_HOST_CHANGED]'
  remedy=$(sed -n 's/.*it changed: sshmint //p' "$err")
  program 0 bash -c "\"\$SSHMINT\" $remedy"
  [[ $(cut -d ' ' -f 1 'a folder/known') == other ]]
}
