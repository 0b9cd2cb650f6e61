# shellcheck shell=bash
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# What the end-to-end tests share. They run the real program, $SSHMINT, on real
# files. Every test starts in an empty folder of its own, without a terminal,
# with standard input at its end, in the C locale and with umask 022.

bats_require_minimum_version 1.5.0

# ---- before each test

common_setup() {
  unset DISPLAY NO_COLOR SSH_ASKPASS SSH_ASKPASS_REQUIRE SSH_AUTH_SOCK TERM
  export LC_ALL=C
  export out=$BATS_TEST_TMPDIR/stdout err=$BATS_TEST_TMPDIR/stderr
  export work=$BATS_TEST_TMPDIR/work
  vectors=$(readlink -f "$BATS_TEST_DIRNAME/../vectors/ssh")
  export vectors
  umask 022
  mkdir "$work"
  cd "$work" || return
  exec </dev/null
}

# ---- running it

# mint STATUS ARGS...: runs sshmint without a terminal and wants this exit
# status. What it prints goes to the files $out and $err.
mint() {
  local wanted=$1
  shift
  program "$wanted" "$SSHMINT" "$@"
}

# program STATUS COMMAND...: the same for any command.
program() {
  local wanted=$1 got=0
  shift
  setsid --wait timeout -k 5 60 "$@" >"$out" 2>"$err" || got=$?
  ((got == wanted)) || fail "$* ended with $got, not with $wanted"
}

# bounded SECONDS MEBIBYTES STATUS ARGS...: as mint, and within this time and
# memory.
bounded() {
  local seconds=$1 mebibytes=$2 wanted=$3 got=0
  shift 3
  python3 "$BATS_TEST_DIRNAME/../cli/bounded.py" "$seconds" "$mebibytes" \
    setsid --wait "$SSHMINT" "$@" >"$out" 2>"$err" || got=$?
  ((got == wanted)) || fail "sshmint $* ended with $got, not with $wanted"
}

# talk STATUS SCRIPT COMMAND...: runs a command on a terminal of its own, and
# SCRIPT, in Tcl, is the person who sits there:
#   see TEXT      waits until TEXT is shown
#   type TEXT     types TEXT and the enter key
#   again TEXT SHOWN   types TEXT until SHOWN is shown: a program that is not yet
#                 there may lose what is typed
#   settle        waits until sshmint itself waits for what is typed: a signal
#                 between the prompt and that would only be seen a key later
#   interrupt     then types ctrl-C
# All that the terminal showed is in $out, without carriage returns.
talk() {
  local wanted=$1 got=0
  {
    cat <<'TCL'
set timeout 20
proc see {text} {
  expect {
    -ex $text {}
    timeout { puts "\n(waited in vain for: $text)"; exit 97 }
    eof { puts "\n(ended before: $text)"; exit 98 }
  }
}
proc type {text} { send -- "$text\r" }
proc again {text shown} {
  for {set i 0} {$i < 20} {incr i} {
    type $text
    expect {
      -timeout 2
      -ex $shown { return }
      timeout {}
      eof { puts "\n(ended before: $shown)"; exit 98 }
    }
  }
  puts "\n(typed in vain: $text)"
  exit 97
}
proc settle {} {
  set pid [exp_pid]
  catch { set pid [exec pgrep -P $pid -x sshmint] }
  for {set i 0} {$i < 250} {incr i} {
    if {[regexp {\) S } [exec cat /proc/$pid/stat]]} { return }
    after 20
  }
}
proc interrupt {} {
  settle
  send \003
}
spawn -noecho {*}$argv
TCL
    printf '%s\n' "$2"
    cat <<'TCL'
expect {
  timeout { puts "\n(did not end)"; exit 99 }
  eof {}
}
set end [wait]
if {[llength $end] > 4} { exit [expr {[lindex $end 5] eq "SIGINT" ? 130 : 96}] }
exit [lindex $end 3]
TCL
  } >"$BATS_TEST_TMPDIR/talk.tcl"
  shift 2
  : >"$err"
  TERM=vt100 timeout -k 5 60 expect "$BATS_TEST_TMPDIR/talk.tcl" "$@" \
    >"$BATS_TEST_TMPDIR/shown" || got=$?
  tr -d '\r' <"$BATS_TEST_TMPDIR/shown" >"$out"
  ((got == wanted)) || fail "$* ended with $got, not with $wanted"
}

# unprivileged: a prefix that takes the right from root to pass over modes.
unprivileged=(env)
((EUID != 0)) ||
  unprivileged=(setpriv --bounding-set '-dac_override,-dac_read_search')
export unprivileged

# Sets `at_home`, a prefix under which the password database says that the home
# directory of the user is $1. Skips the test where that cannot be done.
set_home() {
  local namespace=(unshare -m) users=$BATS_TEST_TMPDIR/passwd
  ((EUID == 0)) || namespace=(unshare -rm)
  printf 'root:x:0:0:root:%s:/bin/bash\n' "$1" >"$users"
  grep -v '^root:' /etc/passwd >>"$users" || true
  # shellcheck disable=SC2016,SC2034
  at_home=("${namespace[@]}" bash -c
    'mount --bind "$0" /etc/passwd && exec "$@"' "$users")
  "${at_home[@]}" true 2>/dev/null || skip "no mount namespaces here"
}

# ---- what must hold

# (What is shown goes into a report in XML, which cannot hold every byte.)
fail() {
  {
    printf '%.3000s\n' "$@"
    printf -- '--- standard output\n'
    head -c 3000 "$out" || true
    printf -- '--- standard error\n'
    head -c 3000 "$err" || true
  } 2>/dev/null | LC_ALL=C tr -c '\n\t -~' '?'
  return 1
}

# says TEXT...: each is on standard error.
says() {
  local text
  for text in "$@"; do
    grep -qF -- "$text" "$err" || fail "standard error lacks: $text"
  done
}

# prints TEXT...: each is on standard output.
prints() {
  local text
  for text in "$@"; do
    grep -qF -- "$text" "$out" || fail "standard output lacks: $text"
  done
}

# prints_not TEXT..., says_not TEXT...: none is there.
prints_not() {
  local text
  for text in "$@"; do
    if grep -qF -- "$text" "$out"; then fail "standard output has: $text"; fi
  done
}
says_not() {
  local text
  for text in "$@"; do
    if grep -qF -- "$text" "$err"; then fail "standard error has: $text"; fi
  done
}

says_nothing() { [[ ! -s $err ]] || fail "standard error is not empty"; }
prints_nothing() { [[ ! -s $out ]] || fail "standard output is not empty"; }

# refuses STATUS CODE ARGS...: this exit status, nothing but one line of error
# with this code on standard error, and nothing on standard output.
refuses() {
  local code=$2
  mint "$1" "${@:3}"
  says "[$code]"
  prints_nothing
  [[ $(grep -vc 'warning: ' "$err") -eq 1 ]] || fail "not one line"
}

# same FILE FILE: byte for byte.
same() { cmp -s "$1" "$2" || fail "$(diff -u -a "$1" "$2" | head -n 12)"; }

absent() {
  local name
  for name in "$@"; do
    [[ ! -e $name && ! -L $name ]] || fail "$name is there"
  done
}

# holds NAME...: the folder has these files and no other.
holds() {
  local names
  names=$(find . -mindepth 1 -printf '%P\n' | sort)
  [[ $names == "$(printf '%s\n' "$@" | sort)" ]] ||
    fail "the folder holds: $names"
}

# mode MODE FILE
mode() {
  [[ $(stat -c %a "$2") == "$1" ]] || fail "$2 has mode $(stat -c %a "$2")"
}

# json EXPRESSION...: standard output is JSON, an object a line, and these
# Python expressions over the list `o` of them are true.
json() {
  python3 "$BATS_TEST_DIRNAME/../cli/objects.py" "$out" "$@" ||
    fail "the JSON is not as it should be"
}

# whole_key F [LABEL]: F is a private key that is not encrypted, in the form with
# this label, and nothing else.
whole_key() {
  local label=${2-RSA PRIVATE KEY} copy=$BATS_TEST_TMPDIR/copy
  mode 600 "$1"
  cp -p "$1" "$copy"
  # openssl does not read OpenSSH's own form.
  [[ $label != OPENSSH* ]] ||
    ssh-keygen -q -p -m PEM -P '' -N '' -f "$copy" >/dev/null ||
    fail "$1 is damaged"
  openssl rsa -in "$copy" -check -noout >/dev/null 2>&1 || fail "$1 is damaged"
  # openssl does not mind what stands around it.
  [[ $(head -n 1 "$1") == "-----BEGIN $label-----" &&
    $(tail -n 1 "$1") == "-----END $label-----" ]] ||
    fail "$1 holds something else too"
}

# whole_pair F [LABEL]: F and F.pub are a private key and its public key, both
# whole.
whole_pair() {
  whole_key "$@"
  [[ $(cut -d ' ' -f 1,2 "$1.pub") == "$(ssh-keygen -y -f "$1" | cut -d ' ' -f 1,2)" ]] ||
    fail "$1.pub is not of $1"
  [[ $(wc -l <"$1.pub") -eq 1 ]] || fail "$1.pub is not one line"
}

# key NAME [ARGS...]: makes an unencrypted key of 2048 bits, quickly.
key() {
  "$SSHMINT" new -q -b 2048 --no-passphrase -f "$@"
}

# print_of FILE: its SHA-256 fingerprint, as ssh-keygen sees it.
print_of() { ssh-keygen -l -f "$1" | cut -d ' ' -f 2; }

# is_sanitized: whether sshmint is built with a sanitizer.
is_sanitized() { grep -qaE '__[am]san_init' "$SSHMINT"; }

# not_sanitized: skips a test that a sanitizer's own calls would disturb.
not_sanitized() {
  if is_sanitized; then skip "under a sanitizer"; fi
}
