#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# sshmint check: which keys are accepted, and every rule that one breaks.

# What is not set here, helpers.bash sets; $ in '' is for another shell.
# shellcheck disable=SC2016,SC2154

load helpers

setup_file() {
  export keys=$BATS_FILE_TMPDIR/keys
  mkdir "$keys"
  key "$keys/good"
  python3 "$BATS_TEST_DIRNAME/keys.py" make "$keys/good" "$keys"
  chmod 600 "$keys"/*.pem
}

setup() {
  common_setup
  ln -s "$keys" keys
}

# breaks RULE... -- FILE: rejected with 1, and these rules are among the broken.
breaks() {
  local rules=()
  while [[ $1 != -- ]]; do
    rules+=("$1")
    shift
  done
  mint 1 check "keys/$2"
  says_nothing
  prints "keys/$2: rejected: "
  for rule in "${rules[@]}"; do
    prints "  $rule [E_RSA_"
  done
}

# breaks_only RULE... -- FILE: and no other.
breaks_only() {
  breaks "$@"
  [ "$(grep -c '^  K' "$out")" -eq $(($# - 2)) ] || fail "others are broken too"
}

@test "a good key is accepted, private and public" {
  mint 0 check keys/good keys/good.pub keys/ok.pem keys/ok.pub keys/swapped_ok.pem
  [ "$(grep -c ': accepted: 2048-bit RSA ' "$out")" -eq 5 ]
  prints "private key $(print_of keys/good.pub), policy default" 'public key'
  says_nothing
}

@test "keys of ssh-keygen and openssl are accepted" {
  for bits in 2048 3072 4096; do
    ssh-keygen -q -m PEM -t rsa -b $bits -N '' -f "F$bits"
    mint 0 check "F$bits" "F$bits.pub"
  done
  openssl genrsa -traditional -out o 2048 2>/dev/null
  chmod 600 o
  mint 0 check o
}

@test "size: 1024 and 2047 bits are too few, and are counted exactly" {
  breaks K1 -- n_1024.pub
  prints '1024-bit'
  breaks K1 K3 -- n_2047.pub
  prints '2047-bit'
}

@test "size: private keys of 1024 and 2047 bits of openssl" {
  for bits in 1024 2047; do
    openssl genrsa -traditional -out F $bits 2>/dev/null
    chmod 600 F
    mint 1 check F
    prints "$bits-bit" 'K1 [E_RSA_BITS_MIN]'
    mint 1 public F
    prints_nothing
  done
}

@test "size: an odd number of bits" { breaks K3 -- n_2049.pub; }
@test "size: more than 16384 bits" { breaks_only K2 -- n_16386.pub; }
@test "size: a modulus of 1" { breaks K1 -- n_1.pub; }

@test "exponent: 1" { breaks_only K5 K6 -- e1.pub; }
@test "exponent: even" {
  breaks_only K5 K6 -- e2.pub
  breaks K5 -- e65536.pub
}
@test "exponent: 3, 35, 37 and 65535 are less than the policy allows" {
  for e in 3 35 37 65535; do
    breaks_only K6 -- e$e.pub
  done
}
@test "exponent: more than 32 bits" {
  breaks_only K7 -- e4294967297.pub
  breaks_only K7 -- e_huge.pub
}
@test "exponent: above 65537 is allowed" { mint 0 check keys/e65539.pub; }

@test "exponent: --policy legacy takes 3 to 65535, with a warning" {
  for e in 3 35 37 65535; do
    mint 0 check --policy legacy keys/e$e.pub
    prints accepted 'policy legacy' 'warning: K6 [E_RSA_EXPONENT_MIN]'
    mint 0 check -q --policy legacy keys/e$e.pub
    prints accepted
    prints_not warning
  done
  mint 0 check --policy legacy keys/ok.pub
  prints_not warning
}

@test "exponent: --policy legacy takes private keys of openssl with e = 3, 35" {
  for e in 3 35; do
    openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 \
      -pkeyopt rsa_keygen_pubexp:$e -out pkcs8
    openssl rsa -in pkcs8 -traditional -out F 2>/dev/null
    chmod 600 F
    mint 1 check F
    prints 'K6 [E_RSA_EXPONENT_MIN]'
    mint 0 check --policy legacy F
    mint 1 public F
    prints_nothing
    mint 0 public --policy legacy F
    [ "$(cat "$out")" = "$(ssh-keygen -y -f F)" ]
  done
}

@test "exponent: no policy goes below the floor" {
  for e in 1 2 65536; do
    mint 1 check --policy legacy keys/e$e.pub
    prints 'K5 [E_RSA_EXPONENT]'
  done
  mint 1 check --policy legacy keys/n_1024.pub
  mint 1 check --policy legacy keys/n_2047.pub
}

@test "modulus: even" { breaks K4 -- n_even.pub; }
@test "modulus: a small factor" { breaks K8 -- n_factor3.pub; }
@test "modulus: a square" { breaks_only K9 -- n_square.pub; }
@test "modulus: a prime" { breaks_only K10 -- n_prime.pub; }

@test "private: n is not p times q" { breaks K11 -- bad_n.pem; }
@test "private: p is wrong" { breaks K11 -- bad_p.pem; }
@test "private: q is wrong" { breaks K11 -- bad_q.pem; }
@test "private: p and q of unequal length" { breaks_only K12 -- unequal.pem; }
@test "private: p is not a prime" { breaks K13 -- composite_p.pem; }
@test "private: p and q are close" { breaks_only K14 K23 -- close.pem; }
@test "private: d is 0" { breaks K15 K16 -- d0.pem; }
@test "private: d is too large" { breaks_only K15 -- d_large.pem; }
@test "private: d is wrong" { breaks K16 -- bad_d.pem; }
@test "private: e is another one" { breaks K16 -- bad_e.pem; }
@test "private: dP is wrong" { breaks_only K17 -- bad_dp.pem; }
@test "private: dQ is wrong" { breaks_only K18 -- bad_dq.pem; }
@test "private: qInv is wrong" { breaks_only K19 -- bad_qi.pem; }
@test "private: d is small, and so e is large" { breaks_only K7 K25 -- small_d.pem; }

@test "all broken rules are told, not only the first" {
  breaks K1 K3 K4 K5 K6 -- all_bad.pub
  breaks_only K17 K18 K19 -- crt0.pem
  [ "$(grep -c '^    Source: ' "$out")" -eq 3 ]
  [ "$(grep -c '^    Fix: ' "$out")" -eq 3 ]
}

@test "no public key is printed for a private key that breaks a rule" {
  for name in bad_d bad_p bad_q bad_dp bad_dq bad_qi crt0 d0 close unequal \
    composite_p bad_n bad_e d_large small_d; do
    mint 1 public keys/$name.pem
    prints_nothing
    says '[E_RSA_'
  done
}

@test "a key whose .pub holds another key is rejected" {
  cp keys/good F
  cp "$vectors/rsa.pub" F.pub
  mint 1 check F
  prints 'rejected' '[E_PUBLIC_DIFFERS]'
  cp keys/good.pub F.pub
  mint 0 check F
}

@test "a private key that others can read is accepted with a warning" {
  cp keys/good F
  for mode in 644 640 604; do
    chmod $mode F
    mint 0 check F
    prints 'warning: [W_FILE_MODE]' "mode 0$mode" 'chmod 600 F'
  done
  chmod 400 F
  mint 0 check F
  prints_not W_FILE_MODE
}

@test "several files: each has its verdict, and 1 wins over 0" {
  mint 1 check keys/good keys/e3.pub keys/ok.pub
  [ "$(grep -c ': accepted: ' "$out")" -eq 2 ]
  [ "$(grep -c ': rejected: ' "$out")" -eq 1 ]
}

@test "several files: the highest of 3 to 8 wins over 1, in any order" {
  : >empty
  # exit status, and the inputs that bring it
  while read -r wanted files; do
    read -ra words <<<"$files"
    mint "$wanted" check "${words[@]}"
    reversed=()
    for word in "${words[@]}"; do
      reversed=("$word" "${reversed[@]}")
    done
    mint "$wanted" check "${reversed[@]}"
    prints 'keys/good: accepted'
  done <<LIST
3 keys/e3.pub empty keys/good
4 empty $vectors/ed25519.pub keys/e3.pub keys/good
5 $vectors/ed25519.pub $vectors/rsa_aes256.pem empty keys/good
6 missing $vectors/rsa_aes256.pem $vectors/ed25519.pub empty keys/e3.pub keys/good
LIST
}

@test "a list: each line has its verdict and its number" {
  {
    echo '# mine'
    cat keys/good.pub
    echo
    cat keys/e3.pub "$vectors/ed25519.pub"
    echo nonsense
  } >authorized_keys
  mint 4 check authorized_keys
  prints 'authorized_keys:2: accepted' 'authorized_keys:4: rejected'
  says 'authorized_keys:5: [E_TYPE_NOT_RSA]' 'authorized_keys:6: [E_'
}

@test "standard input, also named twice" {
  mint 0 check - <keys/good.pub
  prints '(stdin): accepted'
  mint 0 check - < <(cat keys/good)
  prints 'private key'
  mint 3 check - - <keys/good.pub
}

@test "no file is a usage error" {
  refuses 2 E_USAGE_OPERAND check
  refuses 2 E_USAGE_OPERAND public
  refuses 2 E_USAGE_OPERAND public keys/good keys/good
  refuses 2 E_USAGE_OPERAND inspect
  refuses 2 E_USAGE_OPERAND fingerprint
}

@test "-- ends the options; options may stand after the files" {
  cp keys/good.pub ./-q
  mint 0 check -- -q
  prints 'accepted'
  mint 0 check keys/e3.pub --policy legacy
  mint 0 check --policy=legacy keys/e3.pub
}

@test "--color always colours the verdict, NO_COLOR and never do not" {
  mint 0 check --color always keys/ok.pub
  prints $'\e[32maccepted\e[0m'
  mint 0 check --color never keys/ok.pub
  prints_not $'\e'
  talk 0 '' "$SSHMINT" check keys/ok.pub
  prints $'\e[32maccepted\e[0m'
  NO_COLOR=1 talk 0 '' "$SSHMINT" check keys/ok.pub
  prints_not $'\e'
  mint 0 check keys/ok.pub
  prints_not $'\e'
  refuses 2 E_USAGE_VALUE check --color pink keys/ok.pub
}
