#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# sshmint convert, and new in every format: what ssh-keygen and openssl make of
# it, and what is refused.

# out, err, vectors and SSHMINT come from helpers.bash and the runner.
# shellcheck disable=SC2154

load helpers

setup() {
  common_setup
  printf 'correct horse\n' >word
  printf 'battery staple\n' >other
  chmod 600 word other
}

# opens FORMAT FILE PASSPHRASE: prints the base64 that ssh-keygen finds in FILE.
opens() {
  case $1 in
    rfc4716) timeout 20 ssh-keygen -i -f "$2" ;;
    spki) timeout 20 ssh-keygen -i -m PKCS8 -f "$2" ;;
    pkcs1-public) timeout 20 ssh-keygen -i -m PEM -f "$2" ;;
    authorized-keys) cat "$2" ;;
    *) timeout 20 ssh-keygen -y -P "$3" -f "$2" ;;
  esac | cut -d ' ' -f 2
}

public_formats=(authorized-keys rfc4716 spki pkcs1-public)
private_formats=(pem pkcs8 openssh)

@test "new: every format, encrypted and not, is what ssh-keygen opens" {
  for format in "${private_formats[@]}"; do
    mint 0 new -q -m "$format" -b 2048 -f "$format" --passphrase-file word
    mint 0 new -q -m "$format" -b 2048 -f "$format.open" --no-passphrase
    [ "$(opens "$format" "$format" 'correct horse')" = \
      "$(cut -d ' ' -f 2 "$format.pub")" ]
    [ "$(opens "$format" "$format.open" '')" = \
      "$(cut -d ' ' -f 2 "$format.open.pub")" ]
    mode 600 "$format"
  done
}

@test "new -m openssh: the comment and the rounds are in the private key" {
  mint 0 new -q -m openssh -b 2048 -a 3 -C 'two words' -f F \
    --passphrase-file word
  [ "$(ssh-keygen -y -P 'correct horse' -f F | cut -d ' ' -f 3-)" = 'two words' ]
  mint 0 inspect --json F
  json 'o[0]["kdf"] == "bcrypt"' 'o[0]["kdf_cost"] == 3' 'o[0]["locked"]'
  refuses 2 E_USAGE_VALUE new -m openssh -a 2049 --no-passphrase -f G
}

@test "new: five bytes for pem and pkcs8, one for openssh" {
  printf 'x\n' >short
  chmod 600 short
  refuses 5 E_PASSPHRASE_SHORT new -m pem -f F --passphrase-file short
  refuses 5 E_PASSPHRASE_SHORT new -m pkcs8 -f F --passphrase-file short
  mint 0 new -q -m openssh -b 2048 -f F --passphrase-file short
}

@test "convert: every private form to every form, with the passphrase kept" {
  for from in "${private_formats[@]}"; do
    mint 0 new -q -m "$from" -b 2048 -C me@here -f F --force \
      --passphrase-file word
    for to in "${private_formats[@]}" "${public_formats[@]}"; do
      local out_key=out.$to
      mint 0 convert -q F --to "$to" -o "$out_key" --force \
        --passphrase-file word
      [ "$(opens "$to" "$out_key" 'correct horse')" = "$(cut -d ' ' -f 2 F.pub)" ]
      if [[ " ${private_formats[*]} " == *" $to "* ]]; then
        mode 600 "$out_key"
        if timeout 20 ssh-keygen -y -P '' -f "$out_key"; then fail 'not encrypted'; fi
      else
        mode 644 "$out_key"
      fi
    done
  done
}

@test "convert: every public form to every public form, byte for byte" {
  key F -C me@here
  for from in "${public_formats[@]}"; do
    mint 0 convert F.pub --to "$from" -o "$from"
  done
  same authorized-keys F.pub
  for from in "${public_formats[@]}"; do
    for to in "${public_formats[@]}"; do
      mint 0 convert "$from" --to "$to" -C me@here -o again --force ||
        mint 0 convert "$from" --to "$to" -o again --force
      same again "$to"
    done
  done
}

@test "convert: a form that openssl made" {
  openssl genrsa -out F 2048 2>/dev/null # PKCS#8
  mint 0 convert F --to pem -o G
  openssl rsa -in F -traditional -out H 2>/dev/null
  same G H
  mint 0 convert H --to pkcs8 -o I
  same F I
}

@test "convert: PuTTY's keys are read" {
  mint 0 new -q -m openssh -b 2048 -C putty -f F --no-passphrase
  timeout 60 puttygen F -O private -o F2.ppk --ppk-param version=2
  timeout 60 puttygen F -O private -o F3.ppk --new-passphrase word
  mint 0 convert F2.ppk --to openssh -o G2
  mint 0 convert F3.ppk --to openssh -o G3 --passphrase-file word
  [ "$(ssh-keygen -y -f G2)" = "$(cat F.pub)" ]
  [ "$(ssh-keygen -y -P 'correct horse' -f G3)" = "$(cat F.pub)" ]
}

@test "convert: another passphrase, or none" {
  mint 0 new -q -m openssh -b 2048 -f F --passphrase-file word
  mint 0 convert F --to openssh -o G --passphrase-file word \
    --new-passphrase-file other
  [ "$(opens openssh G 'battery staple')" = "$(cut -d ' ' -f 2 F.pub)" ]
  mint 0 convert F --to pem -o H --passphrase-file word --no-passphrase
  [ "$(opens pem H '')" = "$(cut -d ' ' -f 2 F.pub)" ]
  # Both from one descriptor: the old one first.
  mint 0 convert F --to openssh -o I --passphrase-fd 7 --new-passphrase-fd 7 \
    7< <(cat word other)
  [ "$(opens openssh I 'battery staple')" = "$(cut -d ' ' -f 2 F.pub)" ]
}

@test "convert: the comment of the key, of the .pub beside it, of -C" {
  key F -C me@here
  mint 0 convert F --to openssh -o G
  [ "$(ssh-keygen -y -f G | cut -d ' ' -f 3-)" = me@here ]
  mint 0 convert G --to authorized-keys -C other@here
  [ "$(cut -d ' ' -f 3- "$out")" = other@here ]
  mint 0 convert G --to authorized-keys --no-newline
  [ "$(tail -c 8 "$out")" = ' me@here' ]
  [ "$(wc -l <"$out")" -eq 0 ]
}

@test "convert: what would be lost or shown is refused" {
  key F
  cp F.pub copy
  refuses 6 E_FILE_EXISTS convert F --to openssh -o copy
  same F.pub copy
  ln -s nowhere link
  refuses 6 E_FILE_SYMLINK convert F --to openssh -o link --force
  refuses 4 E_KEY_PUBLIC convert F.pub --to pem
  refuses 4 E_TYPE_CERTIFICATE convert "$vectors/rsa-cert.pub" --to rfc4716
  refuses 4 E_TYPE_NOT_RSA convert "$vectors/ed25519.pub" --to rfc4716
  for format in ppk der ''; do
    refuses 2 E_USAGE_FORMAT convert F --to "$format"
    says 'pem, pkcs8 or openssh' 'authorized-keys, rfc4716, spki or pkcs1-public'
  done
  refuses 2 E_USAGE_FORMAT convert F
  refuses 2 E_USAGE_CONFLICT convert F --to pem -C x
  refuses 2 E_USAGE_CONFLICT convert F --to spki --no-passphrase
  refuses 2 E_USAGE_CONFLICT convert F --to pem --json
  talk 6 '' "$SSHMINT" convert F --to pem
  prints E_FILE_TERMINAL
  prints_not 'BEGIN RSA'
  ssh-keygen -q -t rsa -b 1024 -N '' -f weak
  mint 1 convert weak --to pem -o G
  says '[E_RSA_BITS_MIN]'
  absent G
}

@test "convert --force: no private key is replaced by a public one" {
  key F
  mint 0 new -q -m pkcs8 -b 2048 -f locked --passphrase-file word
  sed 's/$/\r/;1d' F >damaged
  cp "$vectors/rsa.ppk" rsa.ppk
  for file in F locked damaged rsa.ppk; do
    cp "$file" copy
    for format in "${public_formats[@]}"; do
      refuses 2 E_USAGE_CONFLICT convert F --to "$format" -o "$file" --force
      says "a private key is not replaced by a public one: $file"
    done
    same "$file" copy
  done
  mint 0 convert F --to rfc4716 -o F.pub --force
  mint 0 convert F --to pkcs8 -o locked --force
}

@test "convert --force in place: the owner stays, and so does what others put there" {
  key F
  key G
  chmod 644 F
  ((EUID != 0)) || chown 12345 F
  owner=$(stat -c %u F)
  mint 0 convert F --to openssh -o ./F --force
  says 'others could read this private key until now'
  says_not 'chmod'
  [ "$(stat -c %u F)" = "$owner" ]
  mode 600 F
  # Between reading and writing.
  cp G copy
  # Leaks cannot be looked for under ptrace.
  ASAN_OPTIONS=${ASAN_OPTIONS-}:detect_leaks=0 \
    strace -o trace -e trace=renameat2 -e inject=renameat2:delay_enter=1500000 \
      "$SSHMINT" convert F --to openssh -o F --force >"$out" 2>"$err" &
  for ((n = 0; n < 1000; n++)); do
    ! compgen -G '.sshmint-*' >/dev/null || break
    sleep 0.01
  done
  mv G F
  status=0
  wait $! || status=$?
  [ "$status" -eq 6 ]
  says '[E_FILE_CHANGED]'
  same F copy
  ln F G
  mint 0 convert F --to pkcs8 -o F --force
  says '[W_FILE_LINKS]'
}

@test "fingerprint: of a locked key without its passphrase, where it shows" {
  mint 0 new -q -m openssh -b 2048 -f F --passphrase-file word
  mint 0 fingerprint F
  prints "$(print_of F.pub)"
  mint 0 new -q -m pkcs8 -b 2048 -f G --passphrase-file word
  refuses 5 E_PASSPHRASE_MISSING fingerprint G
  mint 0 inspect G
  prints 'hidden until the key is unlocked' 'pbkdf2 with hmac-sha256'
}
