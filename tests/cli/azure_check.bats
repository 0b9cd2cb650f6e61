#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# azure check: who on the way to a VM takes a key, and what is said to whom does
# not. (./x test --interop holds it against the validators themselves.)

# What is not set here, helpers.bash sets; $ in '' is for another shell.
# shellcheck disable=SC2016,SC2154

load helpers

consumers=('VM REST API' portal 'az vm create' 'az sshkey create' PowerShell
  'Terraform azurerm' cloud-init WALinuxAgent)

setup() {
  common_setup
  cp "$vectors/rsa.pub" F.pub
}

# verdicts LETTERS [FILE]: what the consumers, in the order of the table, make of
# the file: a(ccepts), f(ails: takes it, but it does not work), r(efuses).
verdicts() {
  local letters=$1 file=${2-F.pub} status=1 i word
  [[ $letters != aaaaaaaa ]] || status=0
  mint "$status" azure check "$file"
  for i in "${!consumers[@]}"; do
    case ${letters:i:1} in
      a) word=accepts ;;
      f) word='takes it, but' ;;
      r) word=refuses ;;
    esac
    grep -Eq "^  ${consumers[i]} +$word  " "$out" ||
      fail "${consumers[i]}: not $word"
  done
  [ "$(grep -Ec '^  [^ ].* (accepts|refuses|takes it, but)  ' "$out")" -eq 8 ]
}

fixes() { prints "  Fix: $1"; }

@test "an RSA key of 2048 bits in one line is accepted by all" {
  verdicts aaaaaaaa
  prints "F.pub: accepted: 2048-bit RSA public key $(print_of F.pub)"
  prints_not Fix
  says_nothing
}

@test "an Ed25519 key: the rule is RSA, and what the page of today says is told" {
  verdicts rrfffaaa "$vectors/ed25519.pub"
  prints 'its page of today takes Ed25519 too'
  fixes 'make an RSA key: sshmint new -t rsa -b 3072'
}

@test "ECDSA, keys of tokens, DSA, certificates" {
  verdicts rrfffrar "$vectors/ecdsa256.pub"
  verdicts rrfffrar "$vectors/ecdsa521.pub"
  verdicts rrfffrar "$vectors/sk_ed25519.pub"
  verdicts rrfffrar "$vectors/sk_ecdsa.pub"
  verdicts rrfffrff "$vectors/dsa.pub"
  verdicts rrfffrff "$vectors/rsa-cert.pub"
}

@test "1024 bits, and 2047, which azurerm rounds up" {
  mkdir keys
  python3 "$BATS_TEST_DIRNAME/keys.py" make "$vectors/rsa.pem" keys
  verdicts rrfffrff keys/n_1024.pub
  verdicts rrffffff keys/n_2047.pub
  prints 'counts whole bytes'
  says '[E_RSA_BITS_MIN]'
}

@test "a key that breaks another rule is taken by all and good for none" {
  mkdir keys
  python3 "$BATS_TEST_DIRNAME/keys.py" make "$vectors/rsa.pem" keys
  verdicts ffffffff keys/e2.pub
  verdicts ffffffff keys/e3.pub
  mint 0 azure check --policy legacy keys/e3.pub
}

@test "a private key, of any form and damaged too, is refused by all and not shown" {
  for name in rsa.pem rsa_pkcs8.pem rsa_openssh rsa.ppk rsa_aes256.pem ec.pem \
    rsa_sshcom; do
    cp "$vectors/$name" F
    chmod 600 F
    verdicts rrrrrrrr F
    fixes "give the public key beside it: F.pub"
    cat "$out" "$err" >shown
    if grep -vE '^.{0,8}-----' F | grep -E '.{24}' | grep -qFf - shown; then
      fail "$name is shown"
    fi
  done
  iconv -t UTF-16 "$vectors/rsa.pem" >F
  verdicts rrrrrrrr F
  head -n 5 "$vectors/rsa.pem" >F
  verdicts rrrrrrrr F
  mv F.pub elsewhere
  verdicts rrrrrrrr F
  fixes 'give its public key: sshmint public F > F.pub'
}

@test "a private key: JSON says no word of it" {
  cp "$vectors/rsa.pem" F
  mint 1 azure check --json F
  json 'o[0]["kind"] == "private"' 'o[0]["verdict"] == "reject"'
  python3 "$BATS_TEST_DIRNAME/keys.py" leaks F "$out" "$err"
}

@test "RFC 4716: the service takes it, the tools do not" {
  verdicts aaraarrr "$vectors/rsa_rfc4716.pub"
  fixes "sshmint azure emit $vectors/rsa_rfc4716.pub --to raw"
}

@test "PEM: nobody takes it" {
  verdicts rrrffrrr "$vectors/rsa_spki.pem"
  verdicts rrrffrrr "$vectors/rsa_pkcs1_public.pem"
}

@test "UTF-16 and a byte order mark" {
  iconv -t UTF-16 F.pub >U.pub
  verdicts rrrrrrrr U.pub
  fixes 'sshmint repair U.pub'
  iconv -t UTF-16LE F.pub >U.pub
  verdicts rrrrrrrr U.pub
  sed -i $'1s/^/\xef\xbb\xbf/' F.pub
  verdicts rrrfffrr
  fixes 'sshmint repair F.pub'
}

@test "CRLF behind one line does no harm; within the key it does" {
  sed -i 's/$/\r/' F.pub
  verdicts aaaaaaaa
  prints 'the line ends in CRLF'
  cut -d ' ' -f 1,2 "$vectors/rsa.pub" | fold -w 64 >F.pub
  verdicts rrfffrff
  fixes 'sshmint repair F.pub'
  sed -i 's/$/\r/' F.pub
  verdicts rrfffrrf
}

@test "base64 alone, options, quotes, blanks, a second line" {
  cut -d ' ' -f 2 "$vectors/rsa.pub" >F.pub
  verdicts rrrffrrr
  fixes 'put "ssh-rsa " before it'
  sed 's/^/no-pty,from="10.0.0.1" /' "$vectors/rsa.pub" >F.pub
  verdicts rrrffrar
  sed 's/.*/"&"/' "$vectors/rsa.pub" >F.pub
  verdicts rrrfffrr
  sed 's/^/ /' "$vectors/rsa.pub" >F.pub
  verdicts rraffaar
  sed 's/ /\t/' "$vectors/rsa.pub" >F.pub
  verdicts rraffaaa
  cat "$vectors/rsa.pub" "$vectors/ed25519.pub" >F.pub
  verdicts rrffffff
  { echo '# mine' && cat "$vectors/rsa.pub"; } >F.pub
  verdicts rrffffff
}

@test "cut short: az takes it, and the core says what is wrong" {
  head -c 150 "$vectors/rsa.pub" >F.pub
  verdicts rrfffrff
  says '[E_'
  fixes 'copy it again, whole'
  # So that a script that only looks at the status is not misled either.
  mint 1 azure check --json F.pub
  json 'o[0]["verdict"] == "reject"'
}

@test "a damaged block is none of the accepted forms" {
  sed '$d' "$vectors/rsa_rfc4716.pub" >F.pub
  verdicts rrfffrff
}

@test "no newline at the end, and blank lines there, do no harm; before the key they do" {
  printf %s "$(<F.pub)" >G.pub
  verdicts aaaaaaaa G.pub
  printf '%s\n\n \n' "$(<F.pub)" >G.pub
  verdicts aaaaaaaa G.pub
  printf '\n%s\n' "$(<F.pub)" >G.pub
  verdicts rraffaar G.pub
  printf '\r\n%s\r\n' "$(<F.pub)" >G.pub
  verdicts rraffaar G.pub
  { cat F.pub && echo '# mine'; } >G.pub
  verdicts rrffffff G.pub
}

@test "the comment: not ASCII is told, control characters and great length are not taken" {
  printf '%s %s\n' "$(cut -d ' ' -f 1,2 "$vectors/rsa.pub")" $'h\xc3\xa9' >F.pub
  verdicts aaaaaaaa
  prints 'not ASCII'
  printf '%s a\033[31mb\n' "$(cut -d ' ' -f 1,2 "$vectors/rsa.pub")" >F.pub
  verdicts ffffffff
  fixes 'sshmint comment F.pub TEXT'
  if grep -q $'\033' "$out" "$err"; then fail 'an escape came through'; fi
  printf '%s %s\n' "$(cut -d ' ' -f 1,2 "$vectors/rsa.pub")" \
    "$(printf 'x%.0s' {1..256})" >F.pub
  verdicts ffffffff
}

@test "a path with a blank is told of; its name is quoted where it is advised" {
  mkdir 'my keys'
  cp F.pub 'my keys/F.pub'
  verdicts aaaaaaaa 'my keys/F.pub'
  prints 'quote the path'
  cp "$vectors/rsa_spki.pem" 'my keys/F.pub'
  verdicts rrrffrrr 'my keys/F.pub'
  fixes "sshmint azure emit 'my keys/F.pub' --to raw"
}

@test "the name of a file is escaped" {
  cp F.pub $'a\033b.pub'
  mint 0 azure check $'a\033b.pub'
  prints 'a\033b.pub: accepted'
}

@test "what is no key is malformed or not supported, as everywhere" {
  echo hello >F
  refuses 3 E_TEXT_UNKNOWN azure check F
  : >F
  refuses 3 E_TEXT_EMPTY azure check F
  refuses 4 E_FORMAT_X509 azure check "$vectors/x509.pem"
  refuses 6 E_FILE_OPEN azure check missing
  refuses 6 E_FILE_KIND azure check .
}

@test "several files, standard input, and the highest status" {
  cp "$vectors/ed25519.pub" E.pub
  mint 1 azure check F.pub E.pub
  prints 'F.pub: accepted' 'E.pub: rejected'
  mint 6 azure check E.pub missing F.pub
  prints 'F.pub: accepted'
  program 0 bash -c '"$0" azure check - <F.pub' "$SSHMINT"
  prints '(stdin): accepted'
}

@test "-v names what each line goes by" {
  mint 0 azure check F.pub
  prints_not Source:
  mint 0 azure check -v F.pub
  [ "$(grep -Ec '^    Source: .{8,} \(20[0-9]{2}-[01][0-9]\)$' "$out")" -eq 8 ]
}

@test "JSON: every consumer with its reason, source and date" {
  cp "$vectors/rsa_spki.pem" S
  mint 1 azure check --json F.pub S "$vectors/ed25519.pub"
  says_nothing
  json 'len(o) == 3' \
    'all(one["schema"] == 1 for one in o)' \
    'o[0]["verdict"] == "accept"' 'o[1]["verdict"] == "reject"' \
    'all(len(one["consumers"]) == 8 for one in o)' \
    'all(set(c) - {"fix"} == {"name", "verdict", "reason", "source", "date"}
       for one in o for c in one["consumers"])' \
    '{c["verdict"] for c in o[0]["consumers"]} == {"accept"}' \
    '{c["verdict"] for c in o[1]["consumers"]} == {"reject", "fails"}' \
    'o[1]["consumers"][0]["fix"] == "sshmint azure emit S --to raw"' \
    '[c["name"] for c in o[0]["consumers"]] == ["VM REST API", "portal",
       "az vm create", "az sshkey create", "PowerShell", "Terraform azurerm",
       "cloud-init", "WALinuxAgent"]' \
    'o[0]["bits"] == 2048' 'o[0]["policy"]["name"] == "default"'
}

@test "JSON: what is no key has its consumers too" {
  echo hello >F
  mint 3 azure check --json F
  json 'o[0]["verdict"] == "error"' \
    'all(c["verdict"] != "accept" for c in o[0]["consumers"])'
}

@test "colour, where it is asked for" {
  mint 0 azure check --color always F.pub
  prints $'\033[32maccepted\033[0m' $'\033[32maccepts'
  mint 0 azure check F.pub
  prints_not $'\033'
}
