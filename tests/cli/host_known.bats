#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# host pin, list, forget and commands: what happens to known_hosts, and that ssh
# and ssh-keygen see it as we do.

# What is not set here, helpers.bash and servers.bash set; every test has a
# `host` of its own; $ in '' is no variable.
# shellcheck disable=SC2016,SC2030,SC2031,SC2154

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
  port=$(cat "$keys/port_all")
  host=127.0.0.1:$port
  name="[127.0.0.1]:$port"
}

line() { ssh-keygen -l -f "$keys/host_$1.pub"; }
key_of() { cut -d ' ' -f 1,2 "$keys/host_$1.pub"; }

# pin STATUS TYPE ARGS...
pin() {
  mint "$1" host pin --timeout 40 --known-hosts known --fingerprint "$(line "$2")" \
    "${@:3}" "$host"
}

@test "pin writes the line that ssh wants" {
  pin 0 rsa
  mode 600 known
  printf '%s %s\n' "$name" "$(key_of rsa)" >wanted
  same known wanted
  # ssh knows the host by it (and then misses a key of the user's).
  program 255 ssh -F none -o UserKnownHostsFile=known -o BatchMode=yes \
    -o StrictHostKeyChecking=yes -o GlobalKnownHostsFile=none \
    -o IdentityFile=none -p "$port" nobody@127.0.0.1
  says "Permission denied"
  holds known wanted
}

@test "pin adds, never twice, and touches nothing else" {
  printf '# mine\r\n\nfoo  %s\tx \377\nlast,*.x %s' "$(key_of ecdsa)" \
    "$(key_of rsa)" >known
  chmod 640 known
  cp known before
  pin 0 rsa
  mode 640 known
  { cat before && printf '\n%s %s\n' "$name" "$(key_of rsa)"; } >wanted
  same known wanted
  pin 0 rsa
  prints "already there"
  same known wanted
  pin 0 ed25519
  printf '%s %s\n' "$name" "$(key_of ed25519)" >>wanted
  same known wanted
}

@test "pin with hashed names" {
  pin 0 ecdsa --hash
  grep -Eq '^\|1\|[^|]{28}\|[^ ]{28} ecdsa-sha2-nistp256 ' known
  ssh-keygen -q -F "$name" -f known >/dev/null
  cp known before
  pin 0 ecdsa --hash
  prints "already there"
  same known before
  pin 0 rsa --hash
  [[ $(cut -d '|' -f 3 known | sort -u | wc -l) -eq 2 ]] || fail "one salt"
}

@test "pin refuses what does not match, and what is known otherwise" {
  mint 7 host pin --known-hosts known "$host"
  says '[E_HOST_UNKNOWN]'
  mint 7 host pin --known-hosts known \
    --fingerprint "$(ssh-keygen -l -f "$keys/host_ecdsa384.pub")" "$host"
  absent known
  ssh-keygen -q -t rsa -b 2048 -N '' -f old
  printf '#\n%s %s\n' "$name" "$(cut -d ' ' -f 1,2 old.pub)" >known
  cp known before
  pin 7 rsa
  says '[E_HOST_CHANGED]' 'known:2' "host forget"
  same known before
  # A key of another type stands beside it, as ssh itself has it.
  pin 0 ecdsa
  printf '@revoked * %s\n' "$(key_of ecdsa)" >known
  pin 7 ecdsa
  says '[E_HOST_REVOKED]'
}

@test "pin through a symbolic link, and many at once" {
  mkdir dots
  : >dots/known
  ln -s dots/known known
  pin 0 rsa
  [[ -L known ]] || fail "the link is gone"
  grep -q "$(key_of rsa)" dots/known
  rm dots/known known
  # An entry of everybody's own, and none is lost.
  for i in 1 2 3 4 5 6 7 8; do
    printf 'other%d %s\n' "$i" "$(key_of rsa)" >>known
  done
  for type in rsa ecdsa ed25519; do
    "$SSHMINT" host pin -q --known-hosts known --fingerprint "$(line $type)" \
      "$host" 3>&- &
    "$SSHMINT" host forget -q --known-hosts known other$((RANDOM % 8 + 1)) 3>&- &
  done
  wait
  [[ $(grep -cF "$name " known) -eq 3 ]] || fail "$(cat known)"
}

@test "two that make the file at the same moment" {
  not_sanitized
  # The one stops where its file gets its name, with the folder locked ...
  strace -f -qq -o trace -e trace=linkat -e inject=linkat:delay_enter=4000000 \
    "$SSHMINT" host pin -q --known-hosts known --fingerprint "$(line rsa)" \
    "$host" 3>&- &
  slow=$!
  for _ in {1..400}; do
    flock -n . true || break
    sleep 0.05
  done
  # ... and the other, which has seen that there is no file, waits for that.
  pin 0 ecdsa
  wait "$slow" || fail "the first one failed"
  for type in rsa ecdsa; do printf '%s %s\n' "$name" "$(key_of $type)"; done >wanted
  same known wanted
}

@test "what is no file is not changed" {
  mkfifo fifo
  mkdir folder
  for file in fifo folder /dev/zero -; do
    mint 6 host forget --known-hosts $file other </dev/null
    says '[E_FILE_TARGET]'
  done
  ln -s nowhere dangling
  pin_to() {
    program "$1" "$SSHMINT" host pin --known-hosts "$2" \
      --fingerprint "$(line rsa)" "$host"
  }
  pin_to 6 dangling
  says '[E_FILE_SYMLINK]'
  ln -s loop loop
  pin_to 6 loop
  says 'Too many levels'
  : | pin_to 6 -
  rmdir folder
  rm "$out" "$err" 2>/dev/null || true
  holds dangling fifo loop
}

@test "a full disk: the file stays as it was" {
  mkdir disk
  unshare -m true 2>/dev/null || skip "no mount namespaces here"
  program 0 unshare -m bash -c '
    mount -t tmpfs -o size=16k tmpfs disk && cd disk || exit 99
    "$SSHMINT" host pin -q --known-hosts known --fingerprint "$1" "$3" || exit 98
    cp known ../before
    head -c 100000 /dev/zero >fill 2>/dev/null
    "$SSHMINT" host pin --known-hosts known --fingerprint "$2" "$3" 2>../err
    (($? == 6)) || exit 97
    cmp known ../before || exit 96
    [[ $(ls -A) == "$(printf "fill\nknown")" ]] || exit 95' \
    - "$(line rsa)" "$(line ecdsa)" "$host"
  cp err "$err"
  says '[E_FILE_WRITE]' 'No space left on device'
}

@test "pin where nothing can be written" {
  mkdir locked
  : >locked/known
  chmod 500 locked
  program 6 "${unprivileged[@]}" "$SSHMINT" host pin \
    --known-hosts locked/known --fingerprint "$(line rsa)" "$host"
  [[ ! -s locked/known ]]
  chmod 700 locked
}

# A file with everything in it.
sample() {
  local k
  k=$(key_of ed25519)
  printf '%s\n' '# a comment' "a.ex $k" "@revoked a.ex $k" \
    "@cert-authority *.ex $k" "*.ex,b.x $k" '' "A.EX,[x]:22 $k c1 c2" \
    "!a.ex,* $k" "[a.ex]:2222 $k" "?.e? $k" "  a.ex   $k" "b,a.ex,c $k" \
    "10.0.0.1,::1 $k" "a.ex*z $k"
}

@test "list and forget agree with ssh-keygen -F and -R" {
  sample >known
  # Only one of the names of a line can be hashed; -H takes the rest apart.
  sample | grep -v '[*?!]' >plain
  cp plain hashed
  ssh-keygen -q -H -f hashed >/dev/null 2>&1
  rm hashed.old
  for file in known hashed; do
    for host in a.ex A.ex b.x zz.ex '[a.ex]:2222' x b 10.0.0.1 ::1 nobody \
      a.exqqz; do
      # ssh asks in lower case, and ssh-keygen finds no hashed name otherwise.
      [[ "$file $host" != "hashed A.ex" ]] || continue
      status=0
      ssh-keygen -F "$host" -f $file >wanted || status=1
      mint $status host list --known-hosts $file "$host"
      # ssh-keygen repeats the name as it was typed.
      sed -i "s/^# Host A.ex /# Host a.ex /" wanted
      same "$out" wanted
      cp $file ours
      cp $file theirs
      rm -f ours.old theirs.old
      ssh-keygen -R "$host" -f theirs >wanted 2>/dev/null
      mint 0 host forget --known-hosts ours "$host"
      same ours theirs
      if [[ -e theirs.old ]]; then
        same ours.old theirs.old
        sed -i "s/^# Host A.ex /# Host a.ex /; s/theirs/ours/" wanted
        sed -i "s:$PWD/ours:ours:" "$out"
        same "$out" wanted
      else
        absent ours.old
        says '[W_HOST_NOT_LISTED]'
      fi
    done
  done
}

@test "forget keeps the mode, and changes nothing if a line is broken" {
  sample >known
  chmod 640 known
  mint 0 host forget --known-hosts known a.ex
  mode 640 known
  mode 640 known.old
  { sample && echo 'broken line'; } >known
  cp known before
  mint 3 host forget --known-hosts known a.ex
  says '[E_HOST_LIST]' 'known:15'
  same known before
  mint 6 host forget --known-hosts missing a.ex
  absent missing
}

# older_file: in D a file and an older one, as `forget` may find them.
older_file() {
  rm -rf D
  mkdir D
  cp before D/known
  echo older >D/known.old
}
forget=("$SSHMINT" host forget --known-hosts D/known a.ex)

@test "forget: whatever call fails, both old files stay whole" {
  not_sanitized
  sample >before
  echo older >older
  older_file
  strace -o trace "${forget[@]}" >/dev/null
  cp D/known after
  same D/known.old before
  grep -o '^[a-z0-9_]*(' trace | tr -d '(' >calls
  # From the first file that it makes to what it prints.
  first=$(grep -n O_TMPFILE trace | head -n 1 | cut -d : -f 1)
  last=$(grep -n '^write(1,' trace | head -n 1 | cut -d : -f 1)
  grep -nE '^(openat|newfstatat|fstat|fchmod|write|fsync|flock|linkat|renameat2?|unlinkat)$' \
    calls | tr : ' ' >tried
  refused=0
  while read -r number name; do
    ((number >= first && number < last)) || continue
    when=$(head -n "$number" calls | grep -cx "$name")
    for error in EIO ENOSPC; do
      older_file
      status=0
      strace -o "$BATS_TEST_TMPDIR/trace" -e trace="$name" \
        -e inject="$name:error=$error:when=$when" "${forget[@]}" \
        >"$out" 2>"$err" || status=$?
      echo "$error in $name, the ${when}th, ended with $status"
      grep -q INJECTED "$BATS_TEST_TMPDIR/trace" || fail "it was not reached"
      [[ $(ls -A D) == "$(printf 'known\nknown.old')" ]] || fail "$(ls -A D)"
      case $status in
        0)
          same D/known after
          same D/known.old before
          ;;
        6)
          says '[E_FILE_'
          same D/known before
          same D/known.old older
          ((++refused))
          ;;
        *) fail "neither 0 nor 6" ;;
      esac
    done
  done <tried
  ((refused >= 12)) || fail "only $refused were refused"
}

@test "forget: killed at any call, nothing is lost" {
  not_sanitized
  sample >before
  echo older >older
  older_file
  strace -o trace "${forget[@]}" >/dev/null
  cp D/known after
  n=$(grep -n O_TMPFILE trace | head -n 1 | cut -d : -f 1)
  status=0
  killed=0
  for (( ; status == 0; n++)); do
    older_file
    "$BATS_TEST_DIRNAME/kill_at" "$n" "${forget[@]}" >"$out" 2>"$err" || status=$?
    echo "call $n: $status"
    ((status < 2)) || fail "kill_at failed"
    ((++killed))
    cmp -s D/known before || same D/known after
    cmp -s D/known.old older || same D/known.old before
    # What is in place of the file is nowhere else lost.
    cmp -s D/known before || cmp -s D/known.old before ||
      cmp -s D/.sshmint-* before || fail "call $n: the old file is lost"
  done
  ((killed > 15)) || fail "only $killed"
  same D/known after
  same D/known.old before
}

@test "forget: a full disk, and an older file that cannot be replaced" {
  sample >before
  echo older >older
  older_file
  rm D/known.old
  mkdir D/known.old
  program 6 "${forget[@]}"
  says '[E_FILE_WRITE]' 'D/known.old: Is a directory'
  same D/known before
  [[ $(ls -A D) == "$(printf 'known\nknown.old')" ]]
  # The same file under both names.
  rmdir D/known.old
  ln D/known D/known.old
  program 0 "${forget[@]}"
  same D/known.old before
  [[ $(ls -A D) == "$(printf 'known\nknown.old')" ]]
  unshare -m true 2>/dev/null || skip "no mount namespaces here"
  older_file
  mkdir disk
  program 6 unshare -m bash -c '
    mount -t tmpfs -o size=16k tmpfs disk && cp D/* disk || exit 99
    head -c 100000 /dev/zero >disk/fill 2>/dev/null
    "$SSHMINT" host forget --known-hosts disk/known a.ex
    status=$?
    cmp disk/known before && cmp disk/known.old older || exit 98
    [[ $(ls -A disk) == "$(printf "fill\nknown\nknown.old")" ]] || exit 97
    exit $status'
  says '[E_FILE_WRITE]' 'No space left on device'
}

@test "list shows no raw bytes" {
  printf 'a.ex %s \033]0;x\007\377\n' "$(key_of rsa)" >known
  mint 0 host list --known-hosts known a.ex
  if LC_ALL=C grep -q '[^ -~]' "$out"; then fail "raw bytes"; fi
}

@test "json" {
  sample >known
  mint 0 host list --json --known-hosts known a.ex
  json 'o[0]["lines"][0] == 2' 'o[0]["host"] == "a.ex"' \
    'o[0]["known_hosts"] == "known"' \
    '[k["line"] for k in o[0]["keys"]] == o[0]["lines"]' \
    '[k.get("marker") for k in o[0]["keys"][:4]] == [None, "revoked", "cert-authority", None]' \
    "o[0]['keys'][0]['fingerprint'] == '$(print_of "$keys/host_ed25519.pub")'" \
    'o[0]["keys"][0]["type"] == "ssh-ed25519" and o[0]["keys"][0]["bits"] == 256'
  mint 0 host forget --json --known-hosts known a.ex
  json 'len(o[0]["lines"]) >= 5' 'len(o[0]["keys"]) == len(o[0]["lines"])'
  mint 0 host pin --json --known-hosts known --fingerprint "$(line rsa)" "$host"
  json 'o[0]["verdict"] == "accept"' 'o[0]["added"] is True' \
    'o[0]["known_hosts"] == "known"'
  mint 0 host pin --json --known-hosts known --fingerprint "$(line rsa)" "$host"
  json 'o[0]["added"] is False'
  mint 0 host commands --shell cmd --name vm --resource-group rg
  cp "$out" text
  mint 0 host commands --json --shell cmd --name vm --resource-group rg
  json 'o[0]["command"] + "\n" + o[0]["then"] + "\n" == open("text").read()' \
    'o[0]["shell"] == "cmd"'
}

@test "commands: the remote part shows every key of a folder" {
  mint 0 host commands --name 'my-VM_1.(x)' --resource-group rg
  prints "--resource-group 'rg' --name 'my-VM_1.(x)'"
  # az, as the shell runs it, hands the script on as its last argument.
  mkdir bin
  printf '#!/bin/bash\nprintf "%%s\\n" "$@" >args\nprintf "%%s" "${@: -1}" >script\n' >bin/az
  chmod +x bin/az
  head -n 1 "$out" >typed
  PATH=$PWD/bin:$PATH bash typed
  [[ $(head -n 3 args | tr '\n' ' ') == "vm run-command invoke " ]]
  mkdir etc
  for type in rsa ecdsa ed25519; do
    cp "$keys/host_$type.pub" "etc/ssh_host_${type}_key.pub"
  done
  sed -i "s:/etc/ssh/:$PWD/etc/:" script
  for type in ecdsa ed25519 rsa; do line $type; done >wanted
  for shell in bash sh; do
    "$shell" script >shown
    same shown wanted
  done
}

# powershell_arguments, cmd_arguments: the words of a line as these shells
# split it (about_Quoting_Rules; CommandLineToArgvW), for lines without an
# escape character.
@test "commands: the other shells get the same script" {
  for shell in powershell cmd; do
    mint 0 host commands --shell $shell --name vm --resource-group rg
    python3 - $shell "$(head -n 1 "$out")" <<'PY'
import re, sys
shell, line = sys.argv[1:]
quote = {"powershell": "'", "cmd": '"'}[shell]
words = re.findall(rf"{quote}[^{quote}]*{quote}|[^\s]+", line)
script = words[words.index("--scripts") + 1].strip(quote)
assert script == "for f in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -lf $f; done", script
# Nothing in it means something to the shell: no quote, escape or variable mark.
assert not set(script) & set("'\"`\\%!^&|<>"), script
PY
  done
}

@test "commands: what cannot be quoted is refused" {
  for bad in '' "a'b" 'a"b' 'a b' 'a$b' 'a`b' 'a%b' $'a\nb' -x 'a;b'; do
    mint 2 host commands --name "$bad"
    mint 2 host commands --resource-group "$bad"
  done
  mint 2 host commands --shell fish
}

@test "-lf of a host key as the seed has it" {
  mkdir ssh
  cp "$keys/host_ecdsa.pub" ssh/ssh_host_ecdsa_key.pub
  mint 0 -lf ssh/ssh_host_ecdsa_key.pub
  ssh-keygen -lf ssh/ssh_host_ecdsa_key.pub >wanted
  same "$out" wanted
  mint 0 host verify --known-hosts none \
    --fingerprint "$(awk '{print $2}' "$out")" "$host"
}
