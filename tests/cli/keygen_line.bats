#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# sshmint -t rsa: keys made as ssh-keygen makes them, with its questions, texts
# and exit statuses, and each place where sshmint differs on purpose.

# What is not set here, helpers.bash sets; $ in '' is for another shell.
# shellcheck disable=SC2016,SC2154

load helpers

setup() { common_setup; }

# plain FILE: its text without what is new in every run: names of folders,
# fingerprints, pictures, and on a slow machine the progress.
plain() {
  sed -E -e "s#$work/?##g" -e 's#SHA256:[A-Za-z0-9+/]{43}#SHA256:...#' \
    -e 's#(MD5:)[0-9a-f:]{47}#\1...#' -e 's#^\|.{17}\|$#|picture|#' \
    -e 's#(making the key: [^.]*\.[0-9] s )+\x1b\[K##' \
    -e 's#ssh-keygen#sshmint#g' "$1"
}

same_text() {
  plain "$1" >"$1.plain"
  plain "$2" >"$2.plain"
  same "$1.plain" "$2.plain"
}

# as_peer ARGS...: in two folders, ssh-keygen and sshmint print the same texts
# to each stream and end with the same status, and have made the same files.
as_peer() {
  local theirs=0 ours=0
  rm -rf peer own
  mkdir peer own
  (cd peer && setsid --wait timeout 30 ssh-keygen "$@" >../peer.out \
    2>../peer.err </dev/null) || theirs=$?
  (cd own && setsid --wait timeout 30 "$SSHMINT" "$@" >../own.out \
    2>../own.err </dev/null) || ours=$?
  cp own.out "$out"
  cp own.err "$err"
  ((ours == theirs)) || fail "$*: status $ours, ssh-keygen's is $theirs"
  same_text peer.out own.out
  same_text peer.err own.err
  find peer -printf '%M %P\n' | sort >peer.ls
  find own -printf '%M %P\n' | sort >own.ls
  same peer.ls own.ls
}

@test "-f and -N '': ssh-keygen's text, files and modes" {
  as_peer -m PEM -t rsa -b 2048 -N '' -f F
  whole_pair own/F
  [ "$(head -n 1 own/F)" = "$(head -n 1 peer/F)" ]
  [ "$(cut -d ' ' -f 3- own/F.pub)" = "$(cut -d ' ' -f 3- peer/F.pub)" ]
}

@test "-C, also an empty one; -t in capitals; 3072 and 4096 bits" {
  as_peer -m pem -t RSA -b 3072 -C 'me at here' -N '' -f F
  grep -q ' me at here$' own/F.pub
  as_peer -m PEM -t rsa -b 4096 -C '' -N '' -f F
  [ "$(cut -d ' ' -f 3- own/F.pub)" = "$(cut -d ' ' -f 3- peer/F.pub)" ]
  [[ $(ssh-keygen -lf own/F.pub) == 4096\ * ]]
}

@test "the default is 3072 bits of RSA" {
  as_peer -m PEM -N '' -f F
  [[ $(ssh-keygen -lf own/F.pub) == 3072\ * ]]
}

@test "-q: nothing is printed" {
  as_peer -q -m PEM -t rsa -b 2048 -N '' -f F
  prints_nothing
  says_nothing
  whole_pair own/F
}

@test "-E: the hash of the fingerprint and of the picture" {
  as_peer -E md5 -m PEM -t rsa -b 2048 -N '' -f F
  prints 'MD5:' '[MD5]'
}

@test "the fingerprint and the picture that are printed are those of the key" {
  mint 0 -t rsa -b 2048 -N '' -f F
  ssh-keygen -lv -f F.pub | tail -n +2 >picture
  tail -n 11 "$out" >ours
  same picture ours
  prints "$(print_of F.pub)"
}

@test "-N: the key is encrypted with it" {
  mint 0 -q -m PEM -t rsa -b 2048 -N 'correct horse' -f F
  ssh-keygen -y -P 'correct horse' -f F >/dev/null
  if ssh-keygen -y -P '' -f F >/dev/null 2>&1; then false; fi
  mode 600 F
}

@test "-N: fewer than five bytes, as ssh-keygen says it" {
  as_peer -q -m PEM -t rsa -b 2048 -N 1234 -f F
  says 'passphrase is too short (minimum five characters)'
}

@test "-P is taken for the new passphrase, before -N" {
  mint 0 -q -m PEM -t rsa -b 2048 -P 'correct horse' -N 'other horse' -f F
  ssh-keygen -y -P 'correct horse' -f F >/dev/null
}

@test "the lines that other programs call ssh-keygen with" {
  # ansible, the Azure agent, cloud-init and az
  mint 0 -q -N '' -b 2048 -t rsa -f a -C 'by ansible'
  mint 0 -N '' -t rsa -f b
  mint 0 -t rsa -N '' -f c
  mint 0 -f d -t rsa -q -N ''
  for name in a b c d; do
    whole_pair $name 'OPENSSH PRIVATE KEY'
    mint 0 -lf $name
    [ "$(awk '{print $2}' "$out")" = "$(print_of $name.pub)" ]
  done
}

# ---- refusals

@test "wrong values: ssh-keygen's own sentences" {
  for args in '-b x' '-b 0' '-b -1' '-b 99999999999999999999' '-b 2048x' \
    '-m foo' '-E foo' '-a 0' '-a x'; do
    read -ra words <<<"$args"
    as_peer -t rsa -N '' -f F "${words[@]}"
  done
  as_peer -t nosuch -N '' -f F
  as_peer -t 'rsa ' -N '' -f F
}

@test "unknown letters, missing values and further arguments: status 1" {
  for args in -6 -S '-t rsa extra' '-f' '-b'; do
    read -ra words <<<"$args"
    theirs=0
    timeout 20 setsid --wait ssh-keygen "${words[@]}" 2>theirs >/dev/null || theirs=$?
    [ $theirs -eq 1 ]
    mint 1 "${words[@]}"
    prints_nothing
    says 'usage: sshmint'
    case $args in
      -6 | -S) [ "$(head -n 1 theirs)" = "$(head -n 1 "$err")" ] ;;
    esac
  done
}

@test "every other letter of ssh-keygen: one line that names it, and 255" {
  for letter in A B H K L Q U X c e g h i k p u y; do
    mint 255 -$letter
    prints_nothing
    says "sshmint: -$letter "
    [ "$(wc -l <"$err")" -eq 1 ]
    [ "$(tail -c 2 "$err")" = $'\r' ]
  done
  for letter in D F I M O R V Y Z n r s w z; do
    mint 255 -$letter value
    prints_nothing
    says "sshmint: -$letter "
    [ "$(wc -l <"$err")" -eq 1 ]
  done
  holds
}

@test "the letters that a verb stands for name the verb" {
  mint 255 -y -f F
  says 'sshmint public'
  mint 255 -r host -f F
  says 'sshmint fingerprint --sshfp'
}

@test "other types of keys, one line each" {
  for type in dsa ecdsa ed25519 ecdsa-sk ed25519-sk ED25519; do
    mint 255 -t $type -N '' -f F
    [ "$(wc -l <"$err")" -eq 1 ]
    prints_nothing
  done
  holds
}

@test "without -m the private key is in OpenSSH's own form, with its comment" {
  as_peer -t rsa -b 2048 -N '' -C me@here -f F
  whole_pair own/F 'OPENSSH PRIVATE KEY'
  [[ $(ssh-keygen -y -f own/F) == *' me@here' ]]
  for line in "-q -N ''" "-q -t rsa -N 'correct horse'"; do
    rm -rf own
    mkdir own
    eval "mint 0 $line -f own/F"
    [ "$(head -n 1 own/F)" = '-----BEGIN OPENSSH PRIVATE KEY-----' ]
  done
  ssh-keygen -y -P 'correct horse' -f own/F >/dev/null
  if ssh-keygen -y -P 'wrong horse' -f own/F >/dev/null 2>&1; then false; fi
}

@test "-m: each format writes what ssh-keygen writes for it" {
  while read -r format label; do
    as_peer -m "$format" -t rsa -b 2048 -N '' -f F
    whole_pair own/F "$label"
    [ "$(head -n 1 own/F)" = "$(head -n 1 peer/F)" ]
  done <<'LIST'
PEM RSA PRIVATE KEY
PKCS8 PRIVATE KEY
pkcs8 PRIVATE KEY
RFC4716 OPENSSH PRIVATE KEY
SSH2 OPENSSH PRIVATE KEY
LIST
}

@test "-m: other formats, one line each" {
  for format in OPENSSH SSHCOM ppk der ''; do
    as_peer -m "$format" -t rsa -b 2048 -N '' -f F
    says 'Unsupported conversion format'
    [ "$(wc -l <"$err")" -eq 1 ]
    prints_nothing
    [ -z "$(ls own)" ]
  done
}

@test "-a: the rounds of bcrypt are those asked for" {
  mint 0 -q -t rsa -b 2048 -N 'correct horse' -a 31 -f F
  mint 0 inspect F
  prints 'bcrypt, 31 rounds'
  mint 0 -q -t rsa -b 2048 -N 'correct horse' -f G
  mint 0 inspect G
  prints 'bcrypt, 24 rounds'
}

# ---- on a terminal

# The whole talk, once with ssh-keygen and once with sshmint: the same.
same_talk() {
  local status=$1 script=$2
  shift 2
  rm -rf peer own
  mkdir peer own
  (cd peer && talk "$status" "$script" ssh-keygen "$@")
  plain "$out" >"$out.peer"
  (cd own && talk "$status" "$script" "$SSHMINT" "$@")
  plain "$out" >"$out.own"
  same "$out.peer" "$out.own"
}

@test "terminal: the passphrase is asked for twice" {
  same_talk 0 '
    see {Enter passphrase (empty for no passphrase): }
    type {correct horse}
    see {Enter same passphrase again: }
    type {correct horse}' -q -m PEM -t rsa -b 2048 -f F
  ssh-keygen -y -P 'correct horse' -f own/F >/dev/null
}

@test "terminal: an empty passphrase leaves the key unencrypted" {
  same_talk 0 '
    see {Enter passphrase (empty for no passphrase): }
    type {}
    see {Enter same passphrase again: }
    type {}' -m PEM -t rsa -b 2048 -f F
  whole_pair own/F
}

@test "terminal: two that differ are asked for again, until they agree" {
  same_talk 0 '
    see {(empty for no passphrase): }
    type {first one}
    see {again: }
    type {first two}
    see {Passphrases do not match.  Try again.}
    see {(empty for no passphrase): }
    type {second one}
    see {again: }
    type {second two}
    see {Passphrases do not match.  Try again.}
    see {(empty for no passphrase): }
    type {}
    see {again: }
    type {}' -m PEM -t rsa -b 2048 -f F
  whole_pair own/F
}

@test "terminal: a passphrase that is too short" {
  same_talk 1 '
    see {(empty for no passphrase): }
    type {abcd}
    see {again: }
    type {abcd}' -m PEM -t rsa -b 2048 -f F
  [ -z "$(ls own)" ]
}

@test "terminal: Overwrite (y/n)? yes" {
  for answer in y Y yes yikes; do
    : >F
    chmod 644 F
    talk 0 "
      see {F already exists.}
      see {Overwrite (y/n)? }
      type $answer" "$SSHMINT" -m PEM -t rsa -b 2048 -N '' -f F
    whole_pair F
  done
}

@test "terminal: Overwrite (y/n)? no, and what is not a yes" {
  key F
  cp -p F F.pub ..
  for answer in n no '' ny ' y' x; do
    talk 1 "
      see {Overwrite (y/n)? }
      type {$answer}" "$SSHMINT" -m PEM -t rsa -b 2048 -N '' -f F
    same F ../F
    same F.pub ../F.pub
  done
}

@test "terminal: Overwrite (y/n)? the end of the input" {
  key F
  cp -p F ..
  talk 1 '
    see {Overwrite (y/n)? }
    send \004' "$SSHMINT" -m PEM -t rsa -b 2048 -N '' -f F
  same F ../F
}

@test "terminal: Overwrite (y/n)? ctrl-C" {
  key F
  cp -p F ..
  talk 130 '
    see {Overwrite (y/n)? }
    interrupt' "$SSHMINT" -m PEM -t rsa -b 2048 -N '' -f F
  same F ../F
  holds F F.pub
}

@test "terminal: the same talk as ssh-keygen's about an existing file" {
  for answer in y n; do
    for program in ssh-keygen "$SSHMINT"; do
      rm -rf F F.pub
      echo old >F
      talk "$([ $answer = y ] && echo 0 || echo 1)" "
        see {F already exists.}
        see {Overwrite (y/n)? }
        type $answer" "$program" -m PEM -t rsa -b 2048 -N '' -f F
      plain "$out" >"talk.${program##*/}.$answer"
    done
    same talk.ssh-keygen.$answer "talk.${SSHMINT##*/}.$answer"
  done
}

@test "terminal: the question about the name offers the account's home" {
  mkdir home lie
  set_home "$work/home"
  for program in ssh-keygen "$SSHMINT"; do
    rm -rf home/.ssh
    HOME=$work/lie talk 0 "
      see {Enter file in which to save the key ($work/home/.ssh/id_rsa): }
      type {}
      see {Created directory '$work/home/.ssh'.}
      see {(empty for no passphrase): }
      type {}
      see {again: }
      type {}" "${at_home[@]}" "$program" -m PEM -t rsa -b 2048
    plain "$out" >"talk.${program##*/}"
    mode 700 home/.ssh
    whole_pair home/.ssh/id_rsa
    [ -z "$(ls -A lie)" ]
  done
  same talk.ssh-keygen "talk.${SSHMINT##*/}"
}

@test "terminal: another name can be given; the end of the input is 1" {
  mkdir home
  set_home "$work/home"
  talk 0 '
    see {Enter file in which to save the key}
    type {other}
    see {(empty for no passphrase): }
    type {}
    see {again: }
    type {}' "${at_home[@]}" "$SSHMINT" -m PEM -t rsa -b 2048
  whole_pair other
  talk 1 '
    see {Enter file in which to save the key}
    send \004' "${at_home[@]}" "$SSHMINT" -m PEM -t rsa -b 2048
  absent home/.ssh/id_rsa
}

# ---- on purpose different

@test "differs: without a terminal and without -N no key is made" {
  mint 255 -t rsa -b 2048 -f F
  says "-N ''"
  prints_nothing
  holds
}

@test "differs: without a terminal nothing is overwritten, whatever stdin says" {
  key F
  cp -p F F.pub ..
  mint 1 -t rsa -b 2048 -N '' -f F <<<y
  says 'sshmint new --force'
  same F ../F
  same F.pub ../F.pub
}

@test "differs: a public key alone is asked about too" {
  echo mine >F.pub
  mint 1 -t rsa -b 2048 -N '' -f F
  [ "$(cat F.pub)" = mine ]
  talk 0 '
    see {F.pub already exists.}
    see {Overwrite (y/n)? }
    type y' "$SSHMINT" -t rsa -b 2048 -N '' -f F
  whole_pair F 'OPENSSH PRIVATE KEY'
}

@test "differs: sizes are never rounded" {
  for bits in 1024 2047 2049 3071 16384; do
    mint 255 -t rsa -b $bits -N '' -f F
    says 'Invalid RSA key length'
    prints_nothing
  done
  holds
}

@test "differs: comments with control characters are refused" {
  for comment in $'a\nb' $'\e[2J' $'\xff'; do
    mint 255 -t rsa -b 2048 -N '' -C "$comment" -f F
    says_not $'\e'
    prints_nothing
  done
  holds
}

@test "differs: a new key is 0600 whatever the old one was, and no link is followed" {
  echo treasure >target
  ln -s target F
  talk 1 '
    see {Overwrite (y/n)? }
    type y' "$SSHMINT" -t rsa -b 2048 -N '' -f F
  [ "$(cat target)" = treasure ]
  [ -L F ]
}

@test "differs: a key that cannot be saved is 1, and nothing is left" {
  for name in no/such/F D; do
    mkdir -p D
    talk 1 '
      expect -ex {Overwrite (y/n)? } { type y } eof {}' \
      "$SSHMINT" -t rsa -b 2048 -N '' -f $name
    prints '[E_FILE_'
  done
  holds D
}

@test "differs: a failed write to standard output is an error" {
  program 255 bash -c '"$@" >/dev/full' - "$SSHMINT" -t rsa -b 2048 -N '' -f F
  says '[E_FILE_OUTPUT]'
}

@test "differs: - and an empty name are no names for a key pair" {
  mint 255 -t rsa -b 2048 -N '' -f -
  mint 255 -t rsa -b 2048 -N '' -f ''
  holds
}

@test "differs: hostile arguments are escaped in messages" {
  for args in -t -m -E -b; do
    mint 255 $args $'x\e[2Jy' -N '' -f F
    says 'x\033[2Jy'
    says_not $'\e'
  done
}
