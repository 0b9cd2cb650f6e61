#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# sshmint -l: the fingerprints that ssh-keygen -l prints, byte for byte, and
# each place where sshmint differs on purpose.

# What is not set here, helpers.bash sets; $ in '' is for another shell.
# shellcheck disable=SC2016,SC2154

load helpers

setup() {
  common_setup
  input=/dev/null
  read -r rsa <"$vectors/rsa.pub"
  rsa=${rsa% *}
  read -r ec <"$vectors/ecdsa256.pub"
  ec=${ec% *}
  read -r ed <"$vectors/ed25519.pub"
  ed=${ed% *}
}

# as_peer ARGS...: ssh-keygen and sshmint print the same bytes to standard
# output and end with the same status, with $input as standard input.
as_peer() {
  local theirs=0 ours=0
  timeout 20 setsid --wait ssh-keygen "$@" \
    <"$input" >"$out.peer" 2>"$err.peer" || theirs=$?
  timeout 20 setsid --wait "$SSHMINT" "$@" <"$input" >"$out" 2>"$err" || ours=$?
  ((ours == theirs)) || fail "$*: status $ours, ssh-keygen's is $theirs"
  same "$out.peer" "$out"
}

# says_as_peer: standard error was the same too, but for the program's name.
says_as_peer() {
  sed 's/^ssh-keygen: /sshmint: /' "$err.peer" >"$err.wanted"
  # What a locked or damaged private key is refused for is told before.
  tail -n "$(wc -l <"$err.wanted")" "$err" >"$err.last"
  same "$err.wanted" "$err.last"
}

@test "every type of key and certificate, with every hash, with and without -v" {
  for file in "$vectors"/*.pub; do
    [[ $file != *rfc4716* ]] || continue
    as_peer -l -f "$file"
    for hash in md5 sha1 sha256 sha384 sha512; do
      as_peer -l -v -E $hash -f "$file"
    done
  done
}

@test "there is a line for each of sixteen kinds of public key" {
  # The test above shows that they are equal, this one that they are there.
  for file in "$vectors"/*.pub; do
    [[ $file != *rfc4716* ]] || continue
    mint 0 -lf "$file"
    [ "$(wc -l <"$out")" -eq 1 ]
  done
  mint 0 -lf "$vectors/sk_ed25519-cert.pub"
  prints '(ED25519-SK-CERT)'
}

@test "-E: names in any case; a name that is none" {
  as_peer -l -E SHA512 -f "$vectors/rsa.pub"
  as_peer -l -E Md5 -f "$vectors/rsa.pub"
  for name in sha3 '' sha-256 ripemd160; do
    as_peer -l -E "$name" -f "$vectors/rsa.pub"
    says_as_peer
  done
}

@test "letters in any order and grouping" {
  as_peer -lf "$vectors/rsa.pub"
  as_peer -lvf "$vectors/rsa.pub"
  as_peer -vlEmd5 -f"$vectors/rsa.pub"
  as_peer -f "$vectors/rsa.pub" -l
  as_peer -E sha1 -f "$vectors/rsa.pub" -q -l
}

@test "comments: none, empty, blanks, UTF-8, controls, very long" {
  local long
  long=$(printf 'long%.0s' {1..250})
  for locale in C C.UTF-8; do
    export LC_ALL=$locale
    for comment in '' ' ' '  ' ' a' ' a b  c' ' a ' $'\ta' $'  \t a' ' #x' \
      ' a # b' " $long" ' grüße@köln' $' \xff\xfe' $' \xc3' $' \e[31mred' \
      $' \a\b' $' \x7f' $' \xc2\x9b31m' $' a\tb' ' \033' ' %s%n' $' a\r' \
      $' \xf0\x9f\x94\x91' ' AAAA' " $ed"; do
      [[ $comment != *$'\r' ]] || continue # see the deviations
      printf '%s%s\n' "$rsa" "$comment" >F
      as_peer -l -f F
      printf '%s%s' "$ec" "$comment" >F
      as_peer -l -v -f F
    done
  done
}

@test "lists: blank lines, comments, options, hosts and bad lines" {
  cat >authorized_keys <<LIST
# a comment

   # another
$rsa first
	$ec after a tab
no key at all
from="10.0.0.0/8",no-pty $ed third
command="echo \"a b\" c" $rsa
cert-authority $ec
ssh-rsa AAAA broken
$rsa last but one
   $ed   blanks   everywhere
LIST
  as_peer -l -f authorized_keys
  as_peer -l -v -f authorized_keys
  [ "$(grep -Ec '^[0-9]+ SHA256:' "$out")" -eq 7 ]
}

@test "lists: known_hosts with ports, hashes and markers" {
  cat >known_hosts <<LIST
host.example,10.0.0.1 $rsa
[host.example]:2222 $ec a comment
|1|JfKTdBh7rNbXkVAQCRp4OQoPfmI=|USECr3SWf1JUPsms5AqfD5QfxkM= $ed
*.example $rsa
@cert-authority *.example $ec
@revoked * $ed
LIST
  as_peer -l -f known_hosts
  [ "$(wc -l <"$out")" -ge 4 ]
}

@test "-v tells the lines that are no keys" {
  printf '%s\nnonsense\n\n%s x\n' "$rsa" "$ed" >F
  as_peer -l -v -f F
  grep -q 'debug1: F:2: not a public key' "$err"
}

@test "a list without a last line end, and one of a single key" {
  printf '%s one\n%s two' "$rsa" "$ed" >F
  as_peer -l -f F
  printf '\n\n# x\n%s one' "$rsa" >F
  as_peer -l -f F
}

@test "standard input: -f -" {
  input=$vectors/ecdsa384.pub
  as_peer -l -f -
  as_peer -lv -E md5 -f -
  printf '%s\n%s x\n' "$rsa" "$ed" >F
  input=F
  as_peer -l -f -
  : >empty
  input=empty
  as_peer -l -f -
  says_as_peer
}

@test "what is no key: the same sentence and status" {
  echo hello >text
  : >empty
  printf '\n\n# only a comment\n' >blank
  printf '%s\n' "${rsa:0:200}" >short
  head -c 3000 /dev/urandom >noise
  for name in text empty blank short noise missing no/such/file; do
    as_peer -l -f $name
    says_as_peer
    [ ! -s "$out" ]
  done
}

@test "a PEM private key with its public key: the comment of the public key" {
  key F -C me@here
  as_peer -l -f F
  prints ' me@here (RSA)'
  as_peer -lv -E sha384 -f F
  printf '%s\n' "$(cut -d ' ' -f 1,2 F.pub)" >F.pub
  as_peer -l -f F
}

@test "a PEM private key without its public key" {
  key F
  rm F.pub
  mint 0 -l -f F
  prints "2048 $(ssh-keygen -y -f F | ssh-keygen -l -f - | cut -d ' ' -f 2) no comment (RSA)"
}

@test "a file that cannot be read: the same sentence" {
  cp "$vectors/rsa.pub" F
  chmod 000 F
  program 255 "${unprivileged[@]}" ssh-keygen -l -f F
  sed 's/^ssh-keygen: /sshmint: /' "$err" >wanted
  program 255 "${unprivileged[@]}" "$SSHMINT" -l -f F
  same wanted "$err"
}

@test "in a pipe, as people use it" {
  run -0 bash -c '"$SSHMINT" -lf "$1/rsa.pub" | awk "{print \$2}"' - "$vectors"
  [ "$output" = "$(print_of "$vectors/rsa.pub")" ]
}

@test "without -f the name is asked for, and the default is offered" {
  mkdir -p home/.ssh
  cp "$vectors/rsa.pub" home/.ssh/id_rsa.pub
  cp "$vectors/rsa.pem" home/.ssh/id_rsa
  chmod 600 home/.ssh/id_rsa
  set_home "$work/home"
  echo >enter
  printf '%s\n' "$vectors/ed25519.pub" >given
  for answer in enter given /dev/null; do
    theirs=0 ours=0
    "${at_home[@]}" ssh-keygen -l <"$answer" >theirs 2>/dev/null || theirs=$?
    "${at_home[@]}" "$SSHMINT" -l <"$answer" >ours 2>/dev/null || ours=$?
    [ "$theirs" -eq "$ours" ]
    same theirs ours
  done
}

# ---- on purpose different

@test "differs: a public key of another key beside it is an error" {
  key F
  cp "$vectors/rsa.pub" F.pub
  ssh-keygen -l -f F # believes it
  mint 255 -l -f F
  says '[E_PUBLIC_DIFFERS]'
  prints_nothing
}

@test "differs: a locked private key has to be opened, for F.pub may lie" {
  "$SSHMINT" new -q -b 2048 -f F --passphrase-fd 7 7<<<'correct horse'
  mint 255 -l -f F
  says '[E_PASSPHRASE_MISSING]'
  prints_nothing
  mint 0 -l -P 'correct horse' -f F
  [ "$(cat "$out")" = "$(ssh-keygen -l -f F.pub)" ]
  mint 255 -l -P 'wrong horse' -f F
  talk 0 '
    see {Enter passphrase for "F": }
    type {correct horse}' "$SSHMINT" -lf F
  prints "$(print_of F.pub)"
}

@test "private keys in each form that ssh-keygen lists too" {
  ssh-keygen -q -t rsa -b 2048 -N '' -C me@here -f openssh
  ssh-keygen -q -t rsa -b 2048 -N '' -C '' -f bare
  ssh-keygen -q -t rsa -b 2048 -N 'correct horse' -f locked
  ssh-keygen -q -t ecdsa -N 'correct horse' -f ecdsa
  rm ./*.pub
  cp "$vectors/rsa_openssh" "$vectors/rsa_pkcs8.pem" .
  chmod 600 ./*
  for name in *; do
    as_peer -l -f "$name"
    [[ $(cat "$out") =~ ^(256|2048)\ SHA256: ]]
    as_peer -l -v -E md5 -f "$name"
  done
  mint 0 -lf openssh
  prints ' me@here (RSA)'
}

@test "private keys that neither lists" {
  cp "$vectors/rsa_sshcom" "$vectors/rsa1" .
  chmod 600 ./*
  for name in rsa_sshcom rsa1; do
    as_peer -l -f $name
    says_as_peer
    says '[E_FORMAT_SSH' "$name is not a key file."
  done
}

@test "differs: a private key of another type in PEM is not listed" {
  cp "$vectors/ec_key.pem" "$vectors/dsa_key.pem" .
  chmod 600 ./*
  for name in ec_key.pem dsa_key.pem; do
    mint 255 -l -f $name
    says '[E_FORMAT_NOT_RSA]' "$name is not a key file."
    prints_nothing
  done
}

@test "differs: the comment in a private key of another type is not shown" {
  ssh-keygen -q -t ed25519 -N '' -C me@here -f F
  as_peer -l -f F # it stands in F.pub too
  rm F.pub
  mint 0 -l -f F
  [ "$(cat "$out")" = "$(ssh-keygen -lf F | sed 's/me@here/no comment/')" ]
}

@test "differs: keys in forms that ssh-keygen -l does not read are listed" {
  cp "$vectors"/rsa{.ppk,_rfc4716.pub,_spki.pem,_pkcs1_public.pem} .
  chmod 600 ./*
  for name in *; do
    if timeout 20 ssh-keygen -lf "$name" >/dev/null 2>&1; then false; fi
    mint 0 -l -f "$name"
    [ "$(cut -d ' ' -f 1,2 "$out")" = "2048 $(print_of "$vectors/rsa.pub")" ]
  done
}

@test "differs: a line without a comment does not get one from a line before" {
  printf 'nonsense\n%s\n' "$ed" >F
  # OpenSSH 9.2 shows the key itself there.
  mint 0 -l -f F
  prints ' no comment (ED25519)'
}

@test "differs: CR LF is no part of a comment" {
  printf '%s me@here\r\n' "$rsa" >F
  mint 0 -l -f F
  prints ' me@here (RSA)'
}

@test "differs: a failed write to standard output is an error" {
  run -255 bash -c '"$SSHMINT" -lf "$1/rsa.pub" >/dev/full' - "$vectors"
  [[ $output == *'[E_FILE_OUTPUT]'* ]]
  run -0 bash -c 'ssh-keygen -lf "$1/rsa.pub" >/dev/full' - "$vectors"
}

@test "differs: a directory and a device are refused at once" {
  mkdir D
  for name in D /dev/zero; do
    bounded 5 64 255 -l -f $name
    says '[E_FILE_KIND]'
    prints_nothing
  done
  # ssh-keygen takes this one for an empty file.
  mint 255 -lf - </dev/null
  says '(stdin): [E_FILE_KIND]' '(stdin) is not a key file.'
  prints_nothing
}

@test "differs: the name of a file is escaped in messages" {
  echo x >$'F\e[2J'
  mint 255 -l -f $'F\e[2J'
  says 'F\033[2J is not a public key file.'
  says_not $'\e'
}
