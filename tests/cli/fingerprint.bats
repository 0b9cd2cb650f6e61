#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# sshmint fingerprint, public and inspect: what a key is.

# What is not set here, helpers.bash sets; $ in '' is for another shell.
# shellcheck disable=SC2016,SC2154

load helpers

setup() { common_setup; }

@test "fingerprint: the line that ssh-keygen -l prints, for every type" {
  for file in "$vectors"/*.pub; do
    [[ $file != *rfc4716* ]] || continue
    for hash in sha256 md5 sha1 sha384 sha512; do
      mint 0 fingerprint -E $hash "$file"
      ssh-keygen -l -E $hash -f "$file" >theirs
      same theirs "$out"
    done
  done
}

@test "fingerprint: SHA-256 without -E; -v adds the picture" {
  mint 0 fingerprint "$vectors/rsa.pub"
  ssh-keygen -lf "$vectors/rsa.pub" >theirs
  same theirs "$out"
  mint 0 fingerprint -v "$vectors/ecdsa521.pub"
  ssh-keygen -lvf "$vectors/ecdsa521.pub" >theirs
  same theirs "$out"
}

@test "fingerprint: several files, one line each, in their order" {
  mint 0 fingerprint "$vectors/rsa.pub" "$vectors/dsa.pub" - "$vectors/rsa.pub" \
    <"$vectors/ed25519.pub"
  [ "$(sed 's/.*(\(.*\))/\1/' "$out" | tr '\n' ' ')" = 'RSA DSA ED25519 RSA ' ]
}

@test "fingerprint: a file that is missing does not hide the others" {
  mint 6 fingerprint missing "$vectors/rsa.pub"
  [ "$(wc -l <"$out")" -eq 1 ]
  says 'missing: [E_FILE_OPEN]'
}

@test "fingerprint: keys that check refuses have one too" {
  openssl genrsa -traditional -out F 1024 2>/dev/null
  chmod 600 F
  mint 0 fingerprint F
  prints "$(ssh-keygen -y -f F | ssh-keygen -lf - | cut -d ' ' -f 2)"
  mint 1 check F
}

@test "fingerprint: host names and markers are the comment, as ssh-keygen has it" {
  {
    printf 'host.example,10.0.0.1 '
    cut -d ' ' -f 1,2 "$vectors/ecdsa256.pub"
    printf '@revoked '
    cat "$vectors/rsa.pub"
  } >known_hosts
  mint 0 fingerprint known_hosts
  ssh-keygen -lf known_hosts >theirs
  same theirs "$out"
}

@test "fingerprint: a wrong line in a list is told with its number" {
  { cat "$vectors/rsa.pub" && echo nonsense && cat "$vectors/dsa.pub"; } >F
  mint 3 fingerprint F
  says 'F:2: [E_'
  [ "$(wc -l <"$out")" -eq 2 ]
}

@test "a NUL in a comment: fingerprint refuses the line as check does" {
  line=$(cut -d ' ' -f 1,2 "$vectors/rsa.pub")
  printf '%s a\0b\n' "$line" >F
  printf 'host.example %s a\0b\n' "$line" >known_hosts
  for verb in check fingerprint inspect scan; do
    if [ $verb != scan ]; then refuses 3 E_TEXT_CONTROL $verb F; fi
  done
  refuses 3 E_TEXT_CONTROL fingerprint known_hosts
  mint 255 -lf F
  says '[E_TEXT_CONTROL]' 'F is not a public key file.'
  prints_nothing
  # In a list, the others are there.
  printf '%s one\n%s a\0b\n%s two\n' "$line" "$line" "$line" >authorized_keys
  for verb in check fingerprint inspect scan; do
    mint 3 $verb authorized_keys
    says 'authorized_keys:2: [E_TEXT_CONTROL]'
    [ "$(grep -c 'SHA256:' "$out")" -eq 2 ]
  done
  mint 255 -lf authorized_keys
  says 'authorized_keys:2: [E_TEXT_CONTROL]'
  [ "$(cut -d ' ' -f 3 "$out" | tr '\n' ' ')" = 'one two ' ]
}

@test "fingerprint: an unknown hash is a usage error" {
  for name in sha3 '' SHA-256; do
    refuses 2 E_USAGE_VALUE fingerprint -E "$name" "$vectors/rsa.pub"
  done
  mint 0 fingerprint -E SHA512 "$vectors/rsa.pub"
}

@test "fingerprint --sshfp: the records of ssh-keygen -r, SHA-1 and SHA-256" {
  for name in rsa dsa ecdsa256 ecdsa384 ecdsa521 ed25519; do
    mint 0 fingerprint --sshfp host-1.example "$vectors/$name.pub"
    ssh-keygen -r host-1.example -f "$vectors/$name.pub" |
      grep -E ' [12] [0-9a-f]+$' >theirs
    same theirs "$out"
  done
}

@test "fingerprint --sshfp: names that are no host" {
  for host in '' 'a b' $'a\nb' 'a;b' "$(printf 'a%.0s' {1..256})" 'grün'; do
    mint 2 fingerprint --sshfp "$host" "$vectors/rsa.pub"
    says '[E_USAGE_HOST]'
    prints_nothing
  done
}

@test "fingerprint --sshfp: a type without a number" {
  for name in sk_ecdsa sk_ed25519; do
    if ssh-keygen -r h -f "$vectors/$name.pub" 2>/dev/null | grep -q SSHFP; then
      continue
    fi
    refuses 4 E_KEY_SSHFP fingerprint --sshfp h "$vectors/$name.pub"
  done
}

@test "fingerprint: of a private key, with the comment of its .pub" {
  key F -C me@here
  mint 0 fingerprint F
  ssh-keygen -lf F.pub >theirs
  same theirs "$out"
  cp "$vectors/rsa.pub" F.pub
  refuses 1 E_PUBLIC_DIFFERS fingerprint F
}

@test "public: ssh-keygen -y's line" {
  for bits in 2048 3072 4096; do
    "$SSHMINT" new -q --no-passphrase -b $bits -f F$bits
    mint 0 public F$bits
    ssh-keygen -y -f F$bits >theirs
    same theirs "$out"
    mint 0 public - <F$bits
    same theirs "$out"
  done
}

@test "public: it is taken from the private key, not from a .pub beside it" {
  key F
  ssh-keygen -y -f F >theirs
  cp "$vectors/rsa.pub" F.pub
  mint 0 public F
  same theirs "$out"
}

@test "inspect: a private key" {
  key F -C me@here
  mint 0 inspect F
  prints 'F: private key' 'format       pem' 'encrypted    no' \
    'type         ssh-rsa' 'bits         2048' 'exponent     65537' \
    "fingerprint  $(print_of F.pub)" 'mode         0600 (its owner only)' \
    'rsa-sha2-256, rsa-sha2-512' 'OpenSSH'
  says_nothing
}

@test "inspect: a public key and a certificate" {
  mint 0 inspect "$vectors/rsa.pub"
  prints 'public key' 'comment      rsa@test' 'authorized-keys'
  mint 0 inspect "$vectors/rsa-cert.pub"
  prints 'certificate'
}

@test "inspect: each cipher of a locked key, and that its derivation is weak" {
  for bits in 128 192 256; do
    cp "$vectors/rsa_aes$bits.pem" F
    chmod 600 F
    mint 0 inspect F
    prints "AES-$bits-CBC" '(weak)' 'hidden until the key is unlocked'
    mint 0 inspect --passphrase-fd 7 F 7<<<'correct horse'
    prints "$(print_of "$vectors/rsa.pub")" 'bits         2048'
  done
}

@test "inspect: who can read it" {
  key F
  chmod 640 F
  mint 0 inspect F
  prints 'mode         0640'
  says '[W_FILE_MODE]'
  mint 0 inspect -q F
  says_nothing
}
