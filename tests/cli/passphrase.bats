#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# Where a passphrase may come from, and that it goes nowhere else.

# What is not set here, helpers.bash sets; $ in '' is for another shell.
# shellcheck disable=SC2016,SC2154

load helpers

setup() { common_setup; }

# Whether the passphrase $2 opens the private key $1.
opens() { ssh-keygen -y -P "$2" -f "$1" >/dev/null 2>&1; }

passphrase='correct horse'

@test "without a terminal and a passphrase option nothing is written" {
  refuses 5 E_PASSPHRASE_MISSING new -b 2048 -f F
  says '--no-passphrase'
  holds
}

@test "--batch: also with a terminal nothing is asked and nothing is written" {
  talk 5 '' "$SSHMINT" new --batch -b 2048 -f F
  prints '[E_PASSPHRASE_MISSING]'
  holds
}

@test "--batch: a locked key is not asked about either" {
  printf '%s\n' "$passphrase" >../word
  mint 0 new -q -b 2048 -f F --passphrase-file ../word
  for verb in public check fingerprint; do
    talk 5 '' "$SSHMINT" $verb --batch F
    prints '[E_PASSPHRASE_MISSING]'
  done
}

@test "--passphrase-file: its first line encrypts the key" {
  printf '%s\nsecond line\n' "$passphrase" >word
  chmod 600 word
  mint 0 new -b 2048 -f F --passphrase-file word
  grep -qx 'Proc-Type: 4,ENCRYPTED' F
  grep -q '^DEK-Info: AES-256-CBC,' F
  opens F "$passphrase"
  if opens F ''; then false; fi
  mode 600 F
}

@test "a weak derivation is warned of; --quiet keeps it back" {
  printf '%s\n' "$passphrase" >word
  chmod 600 word
  mint 0 new -b 2048 -f F --passphrase-file word
  says 'warning: [W_KDF_WEAK]'
  mint 0 new --quiet -b 2048 -f G --passphrase-file word
  says_nothing
}

@test "a last line without an end, and CR LF, are no part of the passphrase" {
  printf '%s' "$passphrase" >word
  printf '%s\r\nmore\r\n' "$passphrase" >windows
  chmod 600 word windows
  mint 0 new -b 2048 -f F --passphrase-file word
  opens F "$passphrase"
  mint 0 new -b 2048 -f G --passphrase-file windows
  opens G "$passphrase"
}

@test "blanks around a passphrase belong to it, and so do UTF-8 bytes" {
  local odd='  grün  '
  printf '%s\n' "$odd" >word
  chmod 600 word
  mint 0 new -b 2048 -f F --passphrase-file word
  opens F "$odd"
  if opens F grün; then false; fi
}

@test "--passphrase-fd: the first line of a pipe" {
  mint 0 new -b 2048 -f F --passphrase-fd 7 7< <(printf '%s\nno\n' "$passphrase")
  opens F "$passphrase"
}

@test "--passphrase-fd 0: standard input" {
  mint 0 new -b 2048 -f F --passphrase-fd 0 <<<"$passphrase"
  opens F "$passphrase"
}

@test "--passphrase-fd reads no byte more than the line" {
  exec 7< <(printf '%s\nrest\n' "$passphrase")
  mint 0 new -b 2048 -f F --passphrase-fd 7
  [ "$(cat <&7)" = rest ]
}

@test "--passphrase-fd wants an open descriptor" {
  for number in 77 -1 x '' 3x 99999999999; do
    refuses 5 E_PASSPHRASE_SOURCE new -b 2048 -f F --passphrase-fd "$number"
  done
  holds
}

@test "passphrases that are too short or too long are refused" {
  for length in 1 4 1025; do
    head -c $length /dev/zero | tr '\0' x >../word
    chmod 600 ../word
    mint 5 new -b 2048 -f F --passphrase-file ../word
    says '[E_PASSPHRASE_'
    prints_nothing
  done
  holds
}

@test "passphrases of 5 and of 1023 bytes are taken, and open the key elsewhere" {
  for length in 5 1023; do
    head -c $length /dev/zero | tr '\0' x >word
    chmod 600 word
    mint 0 new --force -b 2048 -f F --passphrase-file word
    openssl rsa -in F -passin file:word -check -noout
    opens F "$(cat word)"
    mint 0 check -q --passphrase-file word F
  done
}

@test "a passphrase is refused if it is longer than peers can read" {
  head -c 1024 /dev/zero | tr '\0' x >word
  chmod 600 word
  # OpenSSL reads 1023 bytes, and so does the prompt of OpenSSH.
  mint 5 new -b 2048 -f F --passphrase-file word
  says '[E_PASSPHRASE_LONG]'
}

@test "an empty passphrase is no wish for an unencrypted key" {
  echo >../word
  refuses 5 E_PASSPHRASE_EMPTY new -b 2048 -f F --passphrase-fd 7 7<../word
  : >../word
  refuses 5 E_PASSPHRASE_EMPTY new -b 2048 -f F --passphrase-fd 7 7<../word
  chmod 600 ../word
  refuses 5 E_PASSPHRASE_EMPTY new -b 2048 -f F --passphrase-file ../word
  holds
}

@test "a NUL byte in a passphrase is refused" {
  printf 'abcdef\0ghi\n' >../word
  chmod 600 ../word
  refuses 5 E_PASSPHRASE_TEXT new -b 2048 -f F --passphrase-file ../word
  holds
}

@test "a passphrase file that is missing, a directory or a device" {
  mkdir ../folder
  for name in ../missing ../folder /dev/zero /dev/tty; do
    refuses 5 E_PASSPHRASE_SOURCE new -b 2048 -f F --passphrase-file $name
  done
  holds
}

@test "a passphrase comes through a FIFO, and from standard input" {
  mkfifo -m 600 ../fifo
  echo 'correct horse' >../fifo &
  mint 0 new -b 2048 -f F --passphrase-file ../fifo
  wait
  opens F 'correct horse'
  printf 'battery staple\n' >../word
  program 0 "$SSHMINT" new --force -b 2048 -f F --passphrase-file - <../word
  opens F 'battery staple'
}

@test "a passphrase file that others can read is warned of" {
  printf '%s\n' "$passphrase" >word
  for mode in 644 640 604; do
    chmod $mode word
    mint 0 new --force -b 2048 -f F --passphrase-file word
    says 'warning: [W_PASSPHRASE_MODE]' 'chmod 600 word'
  done
  chmod 600 word
  mint 0 new --force -b 2048 -f F --passphrase-file word
  says_not W_PASSPHRASE_MODE
}

@test "the passphrase options exclude each other" {
  echo "$passphrase" >../word
  refuses 2 E_USAGE_CONFLICT new -f F --passphrase-file ../word --no-passphrase
  refuses 2 E_USAGE_CONFLICT new -f F --passphrase-fd 0 --no-passphrase
  refuses 2 E_USAGE_CONFLICT new -f F --passphrase-fd 0 --passphrase-file ../word
  holds
}

@test "there is no option that takes the passphrase itself" {
  refuses 2 E_USAGE_OPTION new -f F --passphrase secret
  refuses 2 E_USAGE_OPTION new -f F "--passphrase=$passphrase"
  says_not "$passphrase"
  refuses 2 E_USAGE_OPTION new -f F -N secret
  holds
}

# ---- on the terminal

@test "prompt: twice the same encrypts, and nothing is shown of it" {
  talk 0 "
    see {Enter passphrase for \"F\": }
    type {$passphrase}
    see {Enter same passphrase again: }
    type {$passphrase}" "$SSHMINT" new -b 2048 -f F
  prints_not "$passphrase"
  opens F "$passphrase"
}

@test "prompt: two that differ are asked for again" {
  talk 0 "
    see {Enter passphrase for}
    type {first one}
    see {Enter same passphrase again: }
    type {first two}
    see {do not match.  Try again.}
    see {Enter passphrase for}
    type {$passphrase}
    see {again: }
    type {$passphrase}" "$SSHMINT" new -b 2048 -f F
  opens F "$passphrase"
}

@test "prompt: one that is too short leaves nothing" {
  talk 5 "
    see {Enter passphrase for}
    type abcd
    see {again: }
    type abcd" "$SSHMINT" new -b 2048 -f F
  prints '[E_PASSPHRASE_SHORT]'
  holds
}

@test "prompt: an empty one is no wish for an unencrypted key" {
  talk 5 '
    see {Enter passphrase for}
    type {}' "$SSHMINT" new -b 2048 -f F
  prints '[E_PASSPHRASE_EMPTY]' '--no-passphrase'
  holds
}

@test "prompt: the end of the input leaves nothing" {
  talk 5 '
    see {Enter passphrase for}
    send \004' "$SSHMINT" new -b 2048 -f F
  holds
}

@test "prompt: one that is too long is not cut short" {
  talk 5 "
    see {Enter passphrase for}
    type [string repeat x 1100]" "$SSHMINT" new -b 2048 -f F
  holds
}

# tty_after COMMAND...: a shell that tells whether the terminal echoes.
tty_after=(bash -c '
  trap : INT
  "$@"
  printf "<%s>\n" "$?" "$(stty -a | grep -o -e " -\{0,1\}echo ")"' -)

@test "prompt: ctrl-C leaves nothing, and the terminal echoes again" {
  talk 0 '
    see {Enter passphrase for}
    interrupt
    see {<130>}' "${tty_after[@]}" "$SSHMINT" new -b 2048 -f F
  prints '< echo >'
  holds
}

@test "prompt: ctrl-C at the second one leaves nothing either" {
  talk 0 '
    see {Enter passphrase for}
    type {correct horse}
    see {again: }
    interrupt
    see {<130>}' "${tty_after[@]}" "$SSHMINT" new -b 2048 -f F
  prints '< echo >'
  holds
}

@test "prompt: while it waits the terminal does not echo" {
  talk 130 '
    see {Enter passphrase for}
    puts "stty: [exec stty -a <$spawn_out(slave,name)]"
    interrupt' "$SSHMINT" new -b 2048 -f F
  prints ' -echo '
}

@test "prompt: SIGTERM and SIGHUP leave nothing, and the terminal echoes again" {
  for signal in TERM HUP; do
      talk 0 "
      see {Enter passphrase for}
      settle
      exec pkill -$signal -P [exp_pid] -x sshmint
      see {< echo >}" "${tty_after[@]}" "$SSHMINT" new -b 2048 -f F
    holds
  done
}

@test "prompt: standard input and output may be files; the terminal is asked" {
  talk 0 "
    see {Enter passphrase for}
    type {$passphrase}
    see {again: }
    type {$passphrase}" \
    bash -c '"$@" </dev/null >../result 2>&1' - "$SSHMINT" new -b 2048 -f F
  prints_not fingerprint
  grep -q fingerprint ../result
  if grep -q 'Enter passphrase' ../result; then false; fi
  opens F "$passphrase"
}

@test "prompt: for a locked key it names the file, and a wrong answer is 5" {
  printf '%s\n' "$passphrase" >word
  mint 0 new -q -b 2048 -f F --passphrase-file word
  talk 0 "
    see {Enter passphrase for \"F\": }
    type {$passphrase}" "$SSHMINT" public F
  prints "$(cut -d ' ' -f 2 F.pub)"
  talk 5 "
    see {Enter passphrase for \"F\": }
    type {wrong horse}" "$SSHMINT" public F
  prints '[E_PASSPHRASE_WRONG]'
  prints_not AAAA
}

@test "prompt: a hostile file name is escaped in it" {
  local name=$'F\e[2J'
  printf '%s\n' "$passphrase" >word
  mint 0 new -q -b 2048 -f "$name" --passphrase-file word
  talk 0 "
    see {Enter passphrase for \"F\\033[2J\": }
    type {$passphrase}" "$SSHMINT" public "$name"
  prints_not $'\e'
}

# ---- opening keys

@test "a locked key is opened with each kind of option" {
  printf '%s\n' "$passphrase" >word
  chmod 600 word
  mint 0 new -q -b 2048 -f F --passphrase-file word
  mint 0 public F --passphrase-file word
  [ "$(cat "$out")" = "$(cut -d ' ' -f 1,2 F.pub)" ]
  mint 0 public F --passphrase-fd 7 7<word
  mint 0 public - --passphrase-fd 7 7<word <F
  mint 0 check --passphrase-file word F
  prints 'accepted'
}

@test "one passphrase opens several files" {
  printf '%s\n' "$passphrase" >word
  chmod 600 word
  for name in F G; do
    mint 0 new -q -b 2048 -f $name --passphrase-file word
  done
  mint 0 check --passphrase-fd 7 F G 7<word
  [ "$(grep -c accepted "$out")" -eq 2 ]
}

@test "a wrong passphrase is 5, a missing one too" {
  printf '%s\n' "$passphrase" >word
  echo 'wrong horse' >wrong
  chmod 600 word wrong
  mint 0 new -q -b 2048 -f F --passphrase-file word
  for verb in public check fingerprint inspect; do
    mint 5 $verb F --passphrase-file wrong
    says '[E_PASSPHRASE_WRONG]'
    [ $verb = inspect ] || {
      mint 5 $verb F
      says '[E_PASSPHRASE_MISSING]'
    }
  done
}

@test "inspect tells of a locked key without asking" {
  printf '%s\n' "$passphrase" >word
  mint 0 new -q -b 2048 -f F --passphrase-file word
  talk 0 '' "$SSHMINT" inspect F
  prints 'AES-256-CBC' 'hidden until the key is unlocked'
  prints_not 'Enter passphrase'
}

@test "a needless passphrase does no harm" {
  printf '%s\n' "$passphrase" >word
  chmod 600 word
  key F
  mint 0 public F --passphrase-file word
  says_nothing
}
