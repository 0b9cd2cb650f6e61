#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# host verify, against real servers: the type that is asked for follows the pins,
# and nothing but the expected key is a match.

# What is not set here, helpers.bash and servers.bash set; $ in '' is no
# variable.
# shellcheck disable=SC2016,SC2154

load helpers
load servers

types=(rsa ecdsa ecdsa384 ecdsa521 ed25519)

setup_file() {
  load servers
  host_keys
  serve all host_rsa host_ecdsa host_ed25519
  serve rsa host_rsa
  serve ecdsa host_ecdsa
  serve ecdsa384 host_ecdsa384
  serve ecdsa521 host_ecdsa521
  serve ed25519 host_ed25519
}

teardown_file() {
  load servers
  stop_servers
}

setup() {
  common_setup
  keys=$BATS_FILE_TMPDIR
  # What is not named is not looked at: the tester may know a host 127.0.0.1.
  known=$work/known
  : >"$known"
}

at() { echo "127.0.0.1:$(cat "$keys/port_$1")"; }

# verify STATUS SERVER ARGS...
verify() {
  mint "$1" host verify --timeout 40 --known-hosts "$known" "${@:3}" "$(at "$2")"
}

line() { ssh-keygen -l "${@:2}" -f "$keys/host_$1.pub"; }

@test "every kind of pin against every server" {
  for server in "${types[@]}"; do
    for pin in "${types[@]}"; do
      status=7
      [[ $server != "$pin" ]] || status=0
      for text in "$(line "$pin")" "$(print_of "$keys/host_$pin.pub")"; do
        verify "$status" "$server" --fingerprint "$text"
        if ((status == 0)); then
          says_nothing
          prints "  match"
        else
          says "[E_HOST_"
          prints_not "  match"
        fi
      done
    done
  done
}

@test "a server with several keys is asked for the one that is pinned" {
  for pin in rsa ecdsa ed25519; do
    verify 0 all --fingerprint "$(line "$pin")"
    # The typed pin asks once, and shows no other key.
    [[ $(grep -c '^seen' "$out") -eq 1 ]]
    verify 0 all --fingerprint "$(print_of "$keys/host_$pin.pub")"
  done
}

@test "fingerprints as people copy them" {
  base64=$(print_of "$keys/host_rsa.pub")
  hex=$(printf '%s=' "${base64#SHA256:}" | base64 -d | od -An -tx1 | tr -d '\n ' |
    sed 's/../&:/g; s/:$//')
  md5=$(line rsa -E md5 | cut -d ' ' -f 2)
  for text in "$base64" "$base64=" "${base64#SHA256:}" "${base64#SHA256:}=" \
    "$hex" "${hex^^}" "SHA256:$hex" "$md5" "${md5#MD5:}" \
    "$(line rsa -E md5)" "$(line rsa -E sha512)" "$(cat "$keys/host_rsa.pub")"; do
    verify 0 all --fingerprint "$text"
  done
  for text in '' x SHA256: "${base64%?}" "${base64}A" "${md5%?}" \
    "${base64} x" "2048 ${base64%?} c (RSA)"; do
    verify 2 all --fingerprint "$text"
    says '[E_USAGE_FINGERPRINT]'
  done
}

@test "one wrong character of a fingerprint is a mismatch" {
  print=$(print_of "$keys/host_rsa.pub")
  for i in 7 20 48; do
    other=A
    [[ ${print:i:1} != A ]] || other=B
    verify 7 rsa --fingerprint "${print:0:i}$other${print:i+1}"
    says '[E_HOST_MISMATCH]'
    prints "expected" "seen" "$print"
  done
}

@test "several pins: one that matches is enough" {
  verify 0 all --fingerprint "$(line ecdsa384)" --fingerprint "$(line rsa)"
  prints "expected  ECDSA " "expected  RSA "
  verify 7 all --fingerprint "$(line ecdsa384)" --fingerprint "$(line ecdsa521)"
}

@test "the type of a pin must be the key's" {
  print=$(print_of "$keys/host_rsa.pub")
  verify 7 all --fingerprint "256 $print c (ECDSA)"
  verify 7 all --fingerprint "1024 $print c (DSA)"
  # ... also where a pin of the key's type makes it be asked for.
  verify 7 all --fingerprint "256 $print c (ECDSA)" \
    --fingerprint "2048 SHA256:$(printf 'A%.0s' {1..43}) c (RSA)"
}

# reply MESSAGE [FORMAT]: as JSON of a Run Command.
reply() {
  python3 - "$@" <<'PY'
import json, sys
message = f"Enable succeeded: \n[stdout]\n{sys.argv[1]}\n\n[stderr]\n"
form = sys.argv[2] if len(sys.argv) > 2 else "az"
element = {"code": "ProvisioningState/succeeded", "level": "Info",
           "displayStatus": "Provisioning succeeded", "message": message, "time": None}
print(json.dumps({
    "az": {"value": [element]},
    "rest": {"status": "Succeeded", "properties": {"output": {"value": [element]}}},
    "powershell": {"Value": [{"Code": "ComponentStatus/StdOut/succeeded",
                              "Message": message}], "Status": "Succeeded"},
    "managed": {"name": "x", "properties": {"instanceView": {
        "executionState": "Succeeded", "output": sys.argv[1], "error": ""}}},
    "array": [element],
    "message": message,
    "other": {"values": [element]},
    "nested": {"value": {"value": [element]}},
    "stderr": {"value": [{"message": "[stdout]\n\n[stderr]\n" + sys.argv[1]}]},
}[form]))
PY
}

@test "the answer of Run Command, as each tool prints it" {
  all=$(for type in rsa ecdsa ed25519; do line "$type"; done)
  for form in az rest powershell managed array message; do
    reply "$all" "$form" >vm.json
    verify 0 all --from-azure vm.json
    prints "expected  RSA " "expected  ECDSA " "expected  ED25519 " "vm.json"
    "$SSHMINT" host verify --known-hosts "$known" --from-azure - "$(at all)" \
      <vm.json >/dev/null
    verify 7 ecdsa384 --from-azure vm.json
  done
  # One fingerprint alone, as `awk '{print $2}'` leaves it.
  reply "$(print_of "$keys/host_ecdsa.pub")" >vm.json
  verify 0 all --from-azure vm.json
  # PowerShell's mark of UTF-8.
  { printf '\xef\xbb\xbf' && reply "$all"; } >vm.json
  verify 0 all --from-azure vm.json
}

@test "an answer of Run Command without a fingerprint is an error" {
  for form in other nested stderr; do
    reply "$(line rsa)" "$form" >vm.json
    verify 3 all --from-azure vm.json
    says '[E_HOST_SOURCE]'
  done
  for text in '' '{' '{}' 'null' '{"value":[]}' '{"value":[{"message":7}]}' \
    '{"value":[{}]}' "$(line rsa)"; do
    printf '%s' "$text" >vm.json
    verify 3 all --from-azure vm.json
  done
  reply "Permission denied" >vm.json
  verify 3 all --from-azure vm.json
  verify 6 all --from-azure missing.json
  says 'it cannot be opened: missing.json: No such file' 'ls -l missing.json'
  [[ $(wc -l <"$err") -eq 1 ]]
}

# log PREFIX TYPE...: what cloud-init writes to the console.
log() {
  local prefix=$1 type
  shift
  printf '[    1.0] Linux\n%s#############\n' "$prefix"
  printf '%s-----BEGIN SSH HOST KEY FINGERPRINTS-----\n' "$prefix"
  for type in "$@"; do printf '%s%s\r\n' "$prefix" "$(line "$type")"; done
  printf '%s-----END SSH HOST KEY FINGERPRINTS-----\n' "$prefix"
}

@test "the log of the serial console" {
  for prefix in '' '<14>Nov 23 03:57:33 cloud-init: ' 'Nov 23 vm ec2: '; do
    log "$prefix" rsa ecdsa ed25519 >boot.log
    verify 0 all --from-boot-log boot.log
    prints "expected  RSA " "expected  ECDSA " "expected  ED25519 "
    verify 7 ecdsa384 --from-boot-log boot.log
  done
  {
    echo '-----BEGIN SSH HOST KEY KEYS-----'
    cat "$keys"/host_{rsa,ecdsa}.pub
    echo '-----END SSH HOST KEY KEYS-----'
  } >boot.log
  verify 0 rsa --from-boot-log boot.log
  verify 7 ed25519 --from-boot-log boot.log
}

@test "answers and logs as Windows PowerShell writes them, and long ones" {
  reply "$(line ecdsa)" >ascii.json
  log '' ecdsa >ascii.log
  for encoding in UTF-16 UTF-16LE UTF-16BE; do
    for name in json log; do
      # iconv marks UTF-16 itself; the others get their mark here.
      {
        case $encoding in
          UTF-16LE) printf '\xff\xfe' ;;
          UTF-16BE) printf '\xfe\xff' ;;
        esac
        iconv -t $encoding ascii.$name
      } >wide.$name
    done
    verify 0 all --from-azure wide.json
    verify 7 rsa --from-azure wide.json
    verify 0 all --from-boot-log wide.log
    verify 7 rsa --from-boot-log wide.log
  done
  # Half a character at the end (the newline's), half a text, a mark alone.
  head -c -1 wide.json >cut.json
  verify 0 all --from-azure cut.json
  head -c -5 wide.json >cut.json
  verify 3 all --from-azure cut.json
  printf '\xff\xfe' >cut.json
  verify 3 all --from-azure cut.json
  # A machine that is up for long; a key file would be refused at this size.
  { yes '[ 1.0] noise' | head -c 3000000 && log '' ecdsa; } >boot.log
  verify 0 all --from-boot-log boot.log
  head -c 17000000 /dev/zero >zeros
  verify 6 all --from-boot-log zeros
  says '[E_FILE_READ]' 'zeros: File too large'
}

@test "JSON that means harm" {
  reply "$(line ecdsa)" >vm.json
  head -c -3 vm.json >cut.json
  { cat vm.json && printf '\0'; } >nul.json
  { cat vm.json && cat vm.json; } >twice.json
  printf '%100000s' '' | tr ' ' '[' >deep.json
  { printf '{"value":%.0s' {1..3000} && printf '1' && printf '}%.0s' {1..3000}; } \
    >objects.json
  { printf '{"value":[],' && tail -c +2 vm.json; } >double.json
  for name in cut nul twice deep objects double; do
    bounded 20 512 3 host verify --known-hosts "$known" \
      --from-azure $name.json "$(at all)"
    says '[E_HOST_SOURCE]' "\"$name.json\""
  done
}

@test "a log of many beginnings takes no time" {
  {
    yes -- '-----BEGIN SSH HOST KEY FINGERPRINTS-----' | head -n 20000
    head -c 8000000 /dev/zero
    echo '-----END SSH HOST KEY FINGERPRINTS-----'
  } >boot.log
  bounded 10 512 3 host verify --known-hosts "$known" --from-boot-log boot.log \
    "$(at all)"
}

@test "of several starts of the machine the last whole one counts" {
  { log '' rsa && log 'x: ' ecdsa; } >boot.log
  verify 0 ecdsa --from-boot-log boot.log
  verify 7 rsa --from-boot-log boot.log
  log '' rsa | head -n 4 >>boot.log
  verify 0 ecdsa --from-boot-log boot.log
  verify 7 rsa --from-boot-log boot.log
  # Cut off, then started again.
  { log '' rsa | head -n 4 && log '' ecdsa; } >boot.log
  verify 7 rsa --from-boot-log boot.log
  # Outside of a block nothing counts.
  line rsa >boot.log
  verify 3 rsa --from-boot-log boot.log
}

# entry HOSTS TYPE: a line of known_hosts.
entry() { printf '%s %s\n' "$1" "$(cut -d ' ' -f 1,2 "$keys/host_$2.pub")"; }

@test "known_hosts: plain, hashed, patterns, markers" {
  name="[127.0.0.1]:$(cat "$keys/port_all")"
  entry "$name" rsa >plain
  cp plain hashed
  ssh-keygen -q -H -f hashed >/dev/null 2>&1
  grep -q '^|1|' hashed
  entry "other,$name,*.example" ecdsa >list
  entry '[127.0.0.?]:*' ed25519 >pattern
  for file in plain hashed list pattern; do
    mint 0 host verify --known-hosts "$file" "$(at all)"
    prints "$file:1"
  done
  # Not this host, not this port, negated, of an authority, or no entry.
  for hosts in 127.0.0.1 '[127.0.0.1]:1' "[127.0.0.?]:*,!$name" \
    "@cert-authority $name" "@other $name" "# $name"; do
    entry "$hosts" rsa
  done >none
  mint 7 host verify --known-hosts none "$(at all)"
  says '[E_HOST_UNKNOWN]'
  mint 7 host verify --known-hosts missing "$(at all)"
  says '[E_HOST_UNKNOWN]'
}

@test "known_hosts: from a pipe, standard input, and what is no file" {
  name="[127.0.0.1]:$(cat "$keys/port_all")"
  entry "$name" ecdsa >plain
  "$SSHMINT" host verify --known-hosts - "$(at all)" <plain >"$out"
  prints "-:1" "  match"
  mkfifo fifo
  # Whoever writes comes late: that is no empty file.
  (sleep 0.5 && exec cat plain >fifo) 3>&- &
  mint 0 host verify --known-hosts fifo "$(at all)"
  prints "fifo:1" "  match"
  mint 6 host verify --known-hosts . "$(at all)"
  mint 6 host verify --known-hosts /dev/zero "$(at all)"
  # The null device says that there are none, as it does to ssh.
  mint 7 host verify --known-hosts /dev/null "$(at all)"
  says '[E_HOST_UNKNOWN]'
  mint 0 host verify --known-hosts /dev/null --fingerprint "$(line rsa)" \
    "$(at all)"
  mint 1 host list --known-hosts /dev/null host
  # What cannot be changed is told before the host is asked.
  for verb in "host pin --fingerprint $(print_of "$keys/host_rsa.pub")" \
    "host forget"; do
    # shellcheck disable=SC2086
    mint 6 $verb --known-hosts /dev/null 127.0.0.1:1
    says '[E_FILE_TARGET]' '/dev/null'
  done
  mint 6 host list --known-hosts nowhere host
  says 'nowhere: No such file' 'ls -l nowhere'
}

@test "known_hosts: a changed key is told with its line" {
  name="[127.0.0.1]:$(cat "$keys/port_rsa")"
  ssh-keygen -q -t rsa -b 2048 -N '' -f old
  printf '# a comment\n%s %s\n' "$name" "$(cut -d ' ' -f 1,2 old.pub)" >"$known"
  verify 7 rsa
  says '[E_HOST_CHANGED]' 'known:2' 'host forget'
}

@test "a revoked key never matches, whatever the pins say" {
  name="[127.0.0.1]:$(cat "$keys/port_rsa")"
  entry "@revoked *" rsa >"$known"
  verify 7 rsa --fingerprint "$(line rsa)"
  says '[E_HOST_REVOKED]' 'known:1'
  entry "$name" rsa >>"$known"
  verify 7 rsa
  says '[E_HOST_REVOKED]'
}

@test "nothing to compare with: shows all keys, and is no match" {
  verify 7 all
  says '[E_HOST_UNKNOWN]'
  for type in rsa ecdsa ed25519; do prints "$(print_of "$keys/host_$type.pub")"; done
}

@test "json" {
  verify 0 all --json --fingerprint "$(line ecdsa)"
  json 'o[0]["verdict"] == "accept"' 'o[0]["match"] is True' \
    'o[0]["kind"] == "host"' 'o[0]["type"] == "ecdsa-sha2-nistp256"' \
    'o[0]["expected"][0]["type"] == "ECDSA"' 'len(o[0]["seen"]) == 1'
  verify 7 all --json --fingerprint "$(line ecdsa384)"
  json 'o[0]["verdict"] == "reject"' 'o[0]["match"] is False' \
    'o[0]["findings"][0]["code"] == "E_HOST_TYPE"'
  mint 8 host verify --json --timeout 2 127.0.0.1:1
  json 'o[0]["verdict"] == "error"' 'o[0]["match"] is False'
}

@test "names that are no host" {
  for name in '' -oProxyCommand=x 'a b' 'a;b' "a'b" $'a\nb' 'a$b' 'a/b' 'user@h' \
    h: h:0 h:65536 h:x '[::1' '[]' '[::1]x' '[-x]' '::1;x' $'\e[2J'; do
    mint 2 host verify -- "$name"
    says '[E_HOST_NAME]'
  done
}

@test "unreachable is 8, and never a match" {
  mint 8 host verify --timeout 2 127.0.0.1:1 --fingerprint "$(line rsa)"
  says '[E_HOST_UNREACHABLE]' 'Connection refused' '[W_HOST_JIT]'
  mint 8 host verify --timeout 5 no.such.host.invalid
  says '[E_HOST_UNREACHABLE]'
  mint 2 host verify --timeout 0 127.0.0.1
  mint 2 host verify --timeout 601 127.0.0.1
}

@test "no file is read but the ones that are named, no program but the helper run" {
  not_sanitized
  strace -f -qq -e trace=execve,openat -o trace "$SSHMINT" host verify \
    --known-hosts "$known" --fingerprint "$(line rsa)" "$(at rsa)" >/dev/null
  [[ $(grep -c 'execve(' trace) -eq 2 ]]
  if grep -F '.ssh' trace; then false; fi
}

@test "without its helper it says so" {
  cp "$SSHMINT" alone
  program 70 ./alone host verify 127.0.0.1:"$(cat "$keys/port_rsa")"
  says '[E_HOST_HELPER]'
  mkdir -p p/bin p/libexec/sshmint
  cp "$SSHMINT" p/bin/sshmint
  cp "$(dirname "$(readlink -f "$SSHMINT")")/sshmint-hostkey" p/libexec/sshmint/
  program 0 p/bin/sshmint host verify --known-hosts "$known" \
    --fingerprint "$(line rsa)" "$(at rsa)"
}

@test "a helper that is another program, says too much or nothing, or hangs" {
  mkdir h
  cp "$SSHMINT" h/sshmint
  odd() {
    rm -rf h/sshmint-hostkey
    cat >h/sshmint-hostkey
    chmod +x h/sshmint-hostkey
    program "$1" h/sshmint host verify --timeout "${2-20}" \
      --known-hosts "$known" --fingerprint "$(line ecdsa)" "$(at all)"
    prints_not match
    (($1 != 70)) || says '[E_HOST_HELPER]' h/sshmint-hostkey
  }
  odd 70 < <(printf '#!/bin/sh\nexit 1\n')
  says 'without an answer'
  odd 70 < <(printf '#!/bin/sh\nexit 0\n')
  odd 70 < <(printf '#!/bin/sh\nhead -c 1000000 /dev/zero\n')
  odd 70 < <(printf '#!/bin/sh\nprintf "\\001\\003\\000\\005AAAA"\n')
  odd 8 1 < <(printf '#!/bin/sh\nexec sleep 30\n')
  says '[E_HOST_TIMEOUT]'
  odd 70 < <(printf 'no program')
  says 'Exec format error'
  # Another key than that which was asked for, in the right form.
  key=$(cut -d ' ' -f 2 "$keys/host_rsa.pub")
  odd 8 < <(printf '#!/bin/sh\nprintf "\\001\\003\\%03o\\%03o%s"\n' \
    $((${#key} / 256)) $((${#key} % 256)) "$key")
  says 'its key is malformed'
  rm -rf h/sshmint-hostkey
  mkdir h/sshmint-hostkey
  program 70 h/sshmint host verify --known-hosts "$known" "$(at all)"
  # What PATH says does not matter.
  rmdir h/sshmint-hostkey
  cp "$(dirname "$(readlink -f "$SSHMINT")")/sshmint-hostkey" h/
  mkdir evil
  printf '#!/bin/sh\ntouch "%s"\n' "$PWD/ran" >evil/sshmint-hostkey
  cp evil/sshmint-hostkey evil/ssh
  chmod +x evil/*
  PATH=$PWD/evil:$PATH program 0 h/sshmint host verify --known-hosts "$known" \
    --fingerprint "$(line ecdsa)" "$(at all)"
  absent ran
}

@test "a helper that is killed, or cannot be started: what happened and what to do" {
  mkdir h
  cp "$SSHMINT" h/sshmint
  die() {
    rm -f h/sshmint-hostkey
    printf '#!/bin/sh\nkill -%s $$\n' "$2" >h/sshmint-hostkey
    chmod +x h/sshmint-hostkey
    program "$1" h/sshmint host verify --timeout 20 --known-hosts "$known" \
      --fingerprint "$(line ecdsa)" "$(at all)"
    prints_not match
  }
  for signal in KILL TERM HUP INT QUIT; do
    die 70 $signal
    says '[E_HOST_HELPER]' 'was killed before it had answered' 'not verified' \
      'Fix: run the same again' h/sshmint-hostkey
  done
  for signal in SEGV ABRT SYS; do
    die 8 $signal
    says '[E_HOST_PROTOCOL]' 'brought the helper down'
  done
  # The real one, while a server keeps it waiting.
  cp -f "$(dirname "$(readlink -f "$SSHMINT")")/sshmint-hostkey" h/
  fake silent
  h/sshmint host verify --timeout 40 --known-hosts "$known" \
    "127.0.0.1:$port" >"$out" 2>"$err" 3>&- &
  waiting
  kill -KILL "$helper"
  status=0
  wait "$job" || status=$?
  ((status == 70)) || fail "it ended with $status"
  says '[E_HOST_HELPER]' 'was killed before it had answered'
  not_sanitized
  # Without one process more.
  strace -f -qq -o trace -e trace=clone3 -e inject=clone3:error=EAGAIN:when=2+ \
    h/sshmint host verify --known-hosts "$known" "127.0.0.1:$port" \
    >"$out" 2>"$err" || status=$?
  ((status == 70)) || fail "it ended with $status"
  says '[E_HOST_HELPER]' 'no room for one process more' 'ulimit'
}

# waiting: $job is the last job, and $helper its helper, which is there now.
waiting() {
  job=$!
  helper=
  for _ in {1..400}; do
    helper=$(pgrep -P $job -x sshmint-hostkey) && return
    sleep 0.05
  done
  fail "there is no helper"
}

@test "the process that connects is killed: the other one tells, and is no match" {
  fake silent
  "$SSHMINT" host verify --timeout 40 --known-hosts "$known" \
    --fingerprint "$(line ecdsa)" "127.0.0.1:$port" >"$out" 2>"$err" 3>&- &
  waiting
  worker=$(pgrep -P $job -x sshmint)
  kill -KILL $job
  status=0
  wait $job || status=$?
  ((status == 137)) || fail "it ended with $status"
  for _ in {1..200}; do
    kill -0 "$worker" 2>/dev/null || kill -0 "$helper" 2>/dev/null || break
    sleep 0.05
  done
  says '[E_HOST_HELPER]' 'the part of sshmint that connects was killed' \
    'not verified' 'Fix: run the same again'
  prints_not match
  # Nobody is left.
  if kill -0 "$worker" 2>/dev/null; then fail "the worker is left"; fi
  if kill -0 "$helper" 2>/dev/null; then fail "the helper is left"; fi
}

@test "too little memory is never a match" {
  not_sanitized
  wrong=$(line ecdsa384)
  for mebibytes in 2 4 6 8 10 12 16 20 24 32 48; do
    for pin in "$(line rsa)" "$wrong" "$(print_of "$keys/host_rsa.pub")"; do
      status=0
      setsid --wait prlimit --as=$((mebibytes << 20)) "$SSHMINT" host verify \
        --known-hosts "$known" --fingerprint "$pin" "$(at rsa)" \
        >"$out" 2>"$err" || status=$?
      if [[ $pin == "$wrong" ]]; then
        ((status != 0)) || fail "$mebibytes MiB: a match"
      elif ((status == 0)); then
        prints "  match"
      else
        prints_not "  match"
      fi
    done
  done
}

@test "libssh is part of the helper alone" {
  helper=$(dirname "$(readlink -f "$SSHMINT")")/sshmint-hostkey
  readelf -d "$helper" | grep -q 'NEEDED.*libssh-gcrypt'
  if readelf -d "$SSHMINT" | grep -E 'NEEDED.*(libssh|gcrypt)'; then
    false
  fi
  # No key format of sshmint's, and no BoringSSL, in the other direction.
  if readelf -d "$helper" | grep -E 'NEEDED.*(crypto|bsd|jansson)'; then
    false
  fi
}

@test "the helper is in its sandbox before the server's first byte" {
  not_sanitized
  strace -f -qq -e trace=seccomp,landlock_restrict_self,recvfrom -o trace \
    "$SSHMINT" host verify --known-hosts "$known" --fingerprint "$(line rsa)" \
    "$(at rsa)" >/dev/null
  first=$(grep -n 'recvfrom(0' trace | head -n 1 | cut -d : -f 1)
  for call in landlock_restrict_self SECCOMP_SET_MODE_FILTER; do
    last=$(grep -n $call trace | tail -n 1 | cut -d : -f 1)
    ((last < first)) || fail "$call is line $last, reading $first"
  done
}

@test "the helper by itself does nothing" {
  helper=$(dirname "$(readlink -f "$SSHMINT")")/sshmint-hostkey
  program 2 "$helper"
  program 2 "$helper" ssh-rsa 0
}
