#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# sshmint new: what it writes, and what it refuses before it writes anything.

# What is not set here, helpers.bash sets; $ in '' is for another shell.
# shellcheck disable=SC2016,SC2154

load helpers

setup() { common_setup; }

@test "a pair: the private key for its owner only, the public key for all" {
  mint 0 new -b 2048 --no-passphrase -f F
  holds F F.pub
  whole_pair F
  mode 644 F.pub
  [ "$(head -n 1 F)" = '-----BEGIN RSA PRIVATE KEY-----' ]
  [ "$(tail -n 1 F)" = '-----END RSA PRIVATE KEY-----' ]
  [[ $(cat F.pub) == 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQAB'* ]]
}

@test "the result names both files and the fingerprint, on standard output" {
  mint 0 new -b 2048 --no-passphrase -f F -C me@here
  prints 'F.pub' "2048 $(print_of F.pub) me@here (RSA)"
  says_nothing
}

@test "-q: nothing is printed" {
  mint 0 new -q -b 2048 --no-passphrase -f F
  prints_nothing
  says_nothing
  whole_pair F
}

@test "2048, 3072 and 4096 bits are exactly that, and 3072 is the default" {
  for bits in 2048 3072 4096; do
    mint 0 new -b $bits --no-passphrase -f "F$bits"
    openssl rsa -in "F$bits" -noout -text 2>/dev/null | grep -q "($bits bit"
    whole_pair "F$bits"
  done
  mint 0 new --no-passphrase -f F
  [[ $(ssh-keygen -lf F.pub) == 3072\ * ]]
}

@test "the public exponent is 65537 and both primes have half the bits" {
  mint 0 new -b 2048 --no-passphrase -f F
  openssl rsa -in F -noout -text >text 2>/dev/null
  grep -q '^publicExponent: 65537 ' text
  # 128 bytes with the highest bit set: a zero byte before them.
  for prime in prime1 prime2; do
    sed -n "/^$prime:/,/^[a-z]/p" text | sed 1d | head -n 9 | tr -d ' \n:' |
      grep -Eq '^00[89a-f][0-9a-f]{255}$'
  done
}

@test "no two keys are the same" {
  for i in 1 2 3 4 5 6 7 8; do
    key "F$i"
  done
  [ "$(cut -d ' ' -f 2 F?.pub | sort -u | wc -l)" -eq 8 ]
}

@test "a size that is not offered is refused, not rounded" {
  for bits in 1024 2047 2049 2560 3071 4097 7680 16384 0 -2048 +2048 0x800 \
    2048x ' 2048' '' 4294969344 18446744073709553664; do
    refuses 2 E_USAGE_SIZE new --no-passphrase -f F -b "$bits"
  done
  holds
}

@test "-t takes rsa only, in any case" {
  mint 0 new -t RSA -b 2048 --no-passphrase -f F
  for type in ed25519 ecdsa dsa rsa1 ssh-rsa '' $'r\e[2Jsa'; do
    refuses 2 E_USAGE_TYPE new -t "$type" --no-passphrase -f G
  done
  holds F F.pub
}

@test "-m takes pem, pkcs8 and openssh, in any case" {
  while read -r format label; do
    mint 0 new -m "$format" -b 2048 --no-passphrase -f "F$format" -C me@here
    whole_pair "F$format" "$label"
    prints "2048 $(print_of "F$format.pub") me@here (RSA)"
  done <<'LIST'
pem RSA PRIVATE KEY
PEM RSA PRIVATE KEY
pkcs8 PRIVATE KEY
PKCS8 PRIVATE KEY
openssh OPENSSH PRIVATE KEY
OpenSSH OPENSSH PRIVATE KEY
LIST
  # Only this form keeps the comment in the private key.
  [[ $(ssh-keygen -y -f Fopenssh) == *' me@here' ]]
}

@test "-m: each form, encrypted, opens with its passphrase and no other" {
  for format in pem pkcs8 openssh; do
    mint 0 new -m $format -b 2048 --passphrase-fd 7 -f $format 7<<<'correct horse'
    mode 600 $format
    [ "$(ssh-keygen -y -P 'correct horse' -f $format | cut -d ' ' -f 1,2)" = \
      "$(cut -d ' ' -f 1,2 $format.pub)" ]
    if ssh-keygen -y -P 'wrong horse' -f $format 2>/dev/null; then false; fi
    mint 0 check --passphrase-fd 7 $format 7<<<'correct horse'
  done
}

@test "-m: a form that is not written, and one of public keys" {
  for format in ppk der rfc4716 spki pkcs1-public authorized-keys sshcom ''; do
    refuses 2 E_USAGE_FORMAT new -m "$format" --no-passphrase -f G
  done
  holds
}

@test "-a takes a number of rounds, which has no effect on PEM" {
  mint 0 new -a 100 -b 2048 --no-passphrase -f F
  whole_pair F
  for rounds in 0 -1 x '' 99999999999999999999; do
    refuses 2 E_USAGE_VALUE new -a "$rounds" --no-passphrase -f G
  done
  holds F F.pub
}

# ---- comments

@test "-C: the comment stands in the public key, byte for byte" {
  local long
  long=$(printf 'x%.0s' {1..255})
  # (The heart is two characters: the second is invisible, but emoji have it.)
  for comment in me@here 'two words' 'grüße@köln' $'\xe2\x9d\xa4\xef\xb8\x8f' '#1' "$long" ' x ' '"q"'; do
    mint 0 new --force -b 2048 --no-passphrase -f F -C "$comment"
    [ "$(cut -d ' ' -f 3- F.pub)" = "$comment" ]
    whole_pair F
  done
}

@test "-C '': a blank is left, as ssh-keygen leaves it" {
  mint 0 new -b 2048 --no-passphrase -f F -C ''
  [[ $(cat F.pub) == 'ssh-rsa '*' ' ]]
  [ "$(tr -dc ' ' <F.pub | wc -c)" -eq 2 ]
}

@test "without -C the comment is user@host, as ssh-keygen's" {
  mint 0 new -b 2048 --no-passphrase -f F
  ssh-keygen -q -t rsa -b 2048 -N '' -f peer
  [ "$(cut -d ' ' -f 3- F.pub)" = "$(cut -d ' ' -f 3- peer.pub)" ]
}

@test "a comment that could do harm is refused, and nothing is written" {
  local too_long
  too_long=$(printf 'x%.0s' {1..256})
  for comment in $'a\nssh-rsa AAAA' $'a\r' $'\e]0;title\a' $'a\tb' $'\x7f' \
    $'\xc2\x9b31m' $'\xff' $'\xc3' $'\xed\xa0\x80' $'\xe2\x80\xae' \
    $'\xe2\x81\xa6' "$too_long" \
    a$'\xe2\x80\x8b'b a$'\xe2\x80\x8d'b a$'\xe2\x80\xa8'b a$'\xe2\x81\xa0'b \
    $'\xef\xbb\xbf'a a$'\xc2\xad'b $'\xe1\x85\x9f' $'\xe3\x85\xa4' \
    a$'\xf3\xa0\x81\x81'; do
    refuses 2 E_USAGE_COMMENT new -b 2048 --no-passphrase -f F -C "$comment"
  done
  holds
}

# ---- what is there already

@test "an existing private key is left as it is" {
  key F
  cp -p F F.pub ..
  refuses 6 E_FILE_EXISTS new -b 2048 --no-passphrase -f F
  same F ../F
  same F.pub ../F.pub
  holds F F.pub
}

@test "an existing public key alone is left as it is" {
  echo mine >F.pub
  refuses 6 E_FILE_EXISTS new -b 2048 --no-passphrase -f F
  [ "$(cat F.pub)" = mine ]
  holds F.pub
}

@test "an existing file is refused before the passphrase is asked for" {
  key F
  talk 6 '' "$SSHMINT" new -b 2048 -f F
  prints '[E_FILE_EXISTS]'
  prints_not 'passphrase for'
}

@test "--force replaces both files" {
  key F -C old
  cp -p F F.pub ..
  mint 0 new --force -b 2048 --no-passphrase -f F -C new
  whole_pair F
  if cmp -s F ../F || cmp -s F.pub ../F.pub; then false; fi
  grep -q ' new$' F.pub
  holds F F.pub
}

@test "--force: the new private key is 0600 whatever the old one was" {
  for old in 644 666 400 000 777; do
    echo old >F
    echo old >F.pub
    chmod $old F F.pub
    mint 0 new --force -b 2048 --no-passphrase -f F
    whole_pair F
    mode 644 F.pub
  done
}

@test "--force: another name of the old file keeps the old key" {
  key F
  cp F ..
  ln F other
  mint 0 new --force -b 2048 --no-passphrase -f F
  same other ../F
  whole_pair F
  [ "$(stat -c %h F)" -eq 1 ]
}

@test "--force: a missing public key is made, a lone one is replaced" {
  key F
  rm F.pub
  mint 0 new --force -b 2048 --no-passphrase -f F
  whole_pair F
  rm F
  mint 0 new --force -b 2048 --no-passphrase -f F
  whole_pair F
  holds F F.pub
}

@test "--force without a passphrase option and a terminal leaves the old pair" {
  key F
  cp -p F F.pub ..
  refuses 5 E_PASSPHRASE_MISSING new --force -b 2048 -f F
  same F ../F
  same F.pub ../F.pub
}

@test "--if-missing: a private key that is there is enough" {
  key F
  cp -p F ..
  mint 0 new --if-missing -b 4096 --no-passphrase -f F
  same F ../F
  mint 0 new --if-missing -b 2048 --no-passphrase -f G
  whole_pair G
}

@test "--if-missing: also a key in a form that sshmint does not write" {
  ssh-keygen -q -t rsa -b 2048 -N '' -f openssh
  openssl genpkey -quiet -algorithm RSA -out pkcs8
  ssh-keygen -q -m PEM -t rsa -b 2048 -N 'long enough' -f locked
  cp -p openssh pkcs8 locked ..
  for name in openssh pkcs8 locked; do
    mint 0 new --if-missing -b 2048 --no-passphrase -f $name
    same $name ../$name
  done
}

@test "--if-missing: a file that is no private key is not enough" {
  echo hello >F
  key K
  cp K.pub P
  : >E
  for name in F P E; do
    cp $name ../$name
    refuses 6 E_FILE_EXISTS new --if-missing -b 2048 --no-passphrase -f $name
    same $name ../$name
  done
}

@test "--force and --if-missing exclude each other" {
  refuses 2 E_USAGE_CONFLICT new --force --if-missing --no-passphrase -f F
  holds
}

@test "a policy that is not there is 78, and nothing is written" {
  refuses 78 E_POLICY_UNKNOWN new --policy nosuch --no-passphrase -f F
  refuses 78 E_POLICY_FILE new --policy ./my.conf --no-passphrase -f F
  holds
}

# ---- umask

@test "umask 000: the private key is 0600 all the same" {
  umask 000
  mint 0 new -b 2048 --no-passphrase -f F
  mode 600 F
  mode 644 F.pub
}

@test "umask 077 and 027: the public key follows it" {
  umask 077
  mint 0 new -b 2048 --no-passphrase -f F
  mode 600 F.pub
  umask 027
  mint 0 new -b 2048 --no-passphrase -f G
  mode 640 G.pub
  mode 600 G
}

@test "umask 777: the private key is 0600 and whole" {
  umask 777
  mint 0 new -b 2048 --no-passphrase -f F
  umask 022
  mode 600 F
  mode 0 F.pub
  chmod 644 F.pub
  whole_pair F
}

@test "the private key is never wider than 0600, not for a moment" {
  umask 000
  ASAN_OPTIONS=${ASAN_OPTIONS-}:detect_leaks=0 strace -f -o trace \
    -e trace=open,openat,creat,fchmod,chmod,fchmodat,linkat,rename,renameat2 \
    "$SSHMINT" new -b 2048 --no-passphrase -f F
  grep -E 'O_(TMPFILE|CREAT)' trace >creations
  [ "$(wc -l <creations)" -eq 2 ]
  # Each with mode 0600; only the public key is widened.
  [ "$(grep -Ec ', 0600\) += [0-9]' creations)" -eq 2 ]
  [ "$(grep -Ec 'chmod.*, 0600\) += 0' trace)" -eq 1 ]
  [ "$(grep -Ec 'chmod.*, 0644\) += 0' trace)" -eq 1 ]
}

@test "a second thread that cannot be started: the first makes the key" {
  (($(nproc) >= 2)) || skip "one processor"
  ASAN_OPTIONS=${ASAN_OPTIONS-}:detect_leaks=0 strace -f -o trace \
    -e trace=clone,clone3 -e inject=clone,clone3:error=EAGAIN \
    "$SSHMINT" new -b 2048 --no-passphrase -f F
  [ "$(grep -c INJECTED trace)" -eq 1 ]
  whole_pair F
}

@test "operands, unknown options and values that are missing are usage errors" {
  refuses 2 E_USAGE_OPERAND new --no-passphrase F
  refuses 2 E_USAGE_OPTION new --no-such-option
  refuses 2 E_USAGE_OPTION new -z
  refuses 2 E_USAGE_VALUE new -f
  refuses 2 E_USAGE_VALUE new --no-passphrase=yes
  refuses 2 E_USAGE_VALUE new --no-passphrase -f -
  refuses 2 E_USAGE_VALUE new --no-passphrase -f ''
  refuses 2 E_USAGE_TWICE new --no-passphrase -f F -f G
  # An option may be cut short nowhere: --no-pass is none.
  refuses 2 E_USAGE_OPTION new --no-pass -f F
  holds
}
