#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# sshmint passwd and comment: what changes, what stays, and that no key is ever
# lost.

# out, err, vectors and SSHMINT come from helpers.bash and the runner.
# shellcheck disable=SC2154

load helpers

setup() {
  common_setup
  printf 'correct horse\n' >word
  printf 'battery staple\n' >other
  chmod 600 word other
}

# locked FORMAT: makes F, encrypted.
locked() {
  "$SSHMINT" new -q -m "$1" -a 1 -b 2048 -C me@here -f F --force \
    --passphrase-file word
}

# opens FILE PASSPHRASE: ssh-keygen does, and it is the key of F.pub.
opens() {
  [ "$(timeout 20 ssh-keygen -y -P "$2" -f "$1" | cut -d ' ' -f 2)" = \
    "$(cut -d ' ' -f 2 F.pub)" ]
}

@test "passwd: the format, the comment and the .pub stay" {
  for format in pem pkcs8 openssh; do
    locked $format
    head -n 1 F >before
    cp -p F.pub copy
    mint 0 passwd F --passphrase-file word --new-passphrase-file other
    prints 'saved with the new passphrase'
    head -n 1 F >after
    same before after
    same F.pub copy
    opens F 'battery staple'
    mode 600 F
  done
  prints "Key has comment 'me@here'"
}

@test "passwd and comment: what they mend on the way is not warned of any more" {
  ssh-keygen -q -t rsa -b 2048 -N '' -f F
  sed 's/$/\r/' F >spoilt
  for args in 'passwd F --no-passphrase' 'comment F me@there'; do
    read -ra words <<<"$args"
    cat spoilt >F
    chmod 644 F
    mint 0 "${words[@]}"
    says '[W_FILE_MODE] others could read this private key until now'
    says_not 'chmod' '[W_TEXT_CRLF]'
    mode 600 F
    mint 0 inspect F
    says_nothing
  done
  # A refusal mends nothing.
  cat spoilt >F
  chmod 644 F
  mint 5 passwd F
  says 'chmod 600 F' '[W_TEXT_CRLF]'
}

@test "passwd: away, and back" {
  locked openssh
  mint 0 passwd F --passphrase-file word --no-passphrase
  opens F ''
  chmod 644 F
  mint 0 passwd -q F --new-passphrase-file other
  opens F 'battery staple'
  mode 600 F
}

@test "passwd: asks as ssh-keygen -p does" {
  locked openssh
  talk 0 '
    see {Enter old passphrase: }
    type {correct horse}
    see {Enter new passphrase (empty for no passphrase): }
    type {abc}
    see {Enter same passphrase again: }
    type {abd}
    see {do not match}
    see {Enter new passphrase (empty for no passphrase): }
    type {abc}
    see {Enter same passphrase again: }
    type {abc}' "$SSHMINT" passwd F
  opens F abc
}

@test "passwd: nothing changes without a new passphrase, or with a wrong one" {
  locked openssh
  cp -p F copy
  refuses 5 E_PASSPHRASE_MISSING passwd F --passphrase-file word
  refuses 5 E_PASSPHRASE_WRONG passwd F --passphrase-file other --no-passphrase
  : >empty
  chmod 600 empty
  refuses 5 E_PASSPHRASE_EMPTY passwd F --passphrase-file word \
    --new-passphrase-file empty
  same F copy
}

@test "passwd: links, directories, standard input, other kinds" {
  locked openssh
  ln -s F link
  refuses 6 E_FILE_SYMLINK passwd link --passphrase-file word --no-passphrase
  refuses 2 E_USAGE_OPERAND passwd - --no-passphrase
  refuses 6 E_FILE_KIND passwd . --no-passphrase
  refuses 4 E_KEY_PUBLIC passwd F.pub --no-passphrase
  refuses 4 E_KEY_PPK passwd "$vectors/rsa.ppk" --no-passphrase
  says 'sshmint convert'
  ln F hard
  mint 0 passwd F --passphrase-file word --no-passphrase
  says 'W_FILE_LINKS'
  opens hard 'correct horse'
}

@test "passwd and comment: killed or refused at every step, a whole key is there" {
  local call what
  locked openssh
  mkdir kept
  cp -p F F.pub kept
  for verb in "passwd F -a 1 --passphrase-file word --new-passphrase-file other" \
    "comment F neu --passphrase-file word"; do
    for call in write fsync linkat renameat2 unlinkat; do
      for what in signal=KILL error=EIO; do
        for when in 1 2; do
          cp -p kept/F kept/F.pub .
          # shellcheck disable=SC2086
          timeout 60 strace -f -o trace -e "trace=$call" \
            -e "inject=$call:$what:when=$when" "$SSHMINT" $verb \
            >"$out" 2>"$err" || true
          opens F 'correct horse' || opens F 'battery staple'
          [ "$(wc -l <F.pub)" -eq 1 ]
          rm -f .sshmint-*
        done
      done
    done
  done
}

@test "passwd: a file of another user keeps its owner" {
  ((EUID == 0)) || skip 'only root may'
  locked openssh
  chown 12345 F
  mint 0 passwd F --passphrase-file word --no-passphrase
  [ "$(stat -c %u F)" = 12345 ]
}

@test "comment: of a private key, and of the .pub beside it" {
  locked openssh
  chmod 600 F.pub
  mint 0 comment F 'another one' --passphrase-file word
  prints "Comment 'another one' applied"
  [ "$(cut -d ' ' -f 3- F.pub)" = 'another one' ]
  [ "$(ssh-keygen -y -P 'correct horse' -f F | cut -d ' ' -f 3-)" = 'another one' ]
  mode 600 F
  mode 600 F.pub
  mint 0 comment F 'another one' --passphrase-file word
  prints 'No change to comment'
  mint 0 comment F '' --passphrase-file word
  [ "$(wc -w <F.pub)" -eq 2 ]
}

@test "comment: a .pub with another key, or with more, is left as it is" {
  locked openssh
  key G
  cp G.pub F.pub
  mint 0 comment F x --passphrase-file word
  says 'W_PUBLIC_LEFT'
  same F.pub G.pub
}

@test "comment: of public keys" {
  key F -C me@here
  mint 0 comment F.pub 'x y'
  [ "$(cut -d ' ' -f 3- F.pub)" = 'x y' ]
  mode 644 F.pub
  mint 0 convert F --to rfc4716 -o F.4716
  mint 0 comment F.4716 'a b'
  grep -qF 'Comment: "a b"' F.4716
}

@test "comment: formats without one, and texts that do harm" {
  key F
  cp F copy
  refuses 4 E_KEY_NO_COMMENT comment F x
  mint 0 convert F --to spki -o F.spki
  refuses 4 E_KEY_NO_COMMENT comment F.spki x
  refuses 4 E_KEY_PPK comment "$vectors/rsa.ppk" x
  refuses 2 E_USAGE_COMMENT comment F.pub $'a\nssh-rsa AAAA'
  refuses 2 E_USAGE_OPERAND comment F
  same F copy
}
