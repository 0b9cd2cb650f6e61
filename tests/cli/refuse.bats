#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# Inputs that are no key, or not one that may be read: each is refused with its
# code and exit status, at once and without much memory.

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

# everywhere STATUS CODE FILE: check, inspect, public and fingerprint refuse it.
everywhere() {
  local verb
  for verb in check inspect fingerprint public; do
    refuses "$1" "$2" $verb "$3"
  done
}

# ---- badly encoded keys

@test "a public key with bytes after its end" {
  refuses 3 E_SSH_TRAILING check keys/trailing.pub
  refuses 3 E_SSH_TRAILING fingerprint keys/trailing.pub
}

@test "a public key that is cut" { refuses 3 E_SSH_SYNTAX check keys/cut.pub; }

@test "numbers that are zero, negative or not minimal" {
  for name in e0 n_0 n_negative n_not_minimal e_not_minimal; do
    refuses 3 E_SSH_MPINT check keys/$name.pub
    refuses 3 E_SSH_MPINT fingerprint keys/$name.pub
  done
}

@test "a signature's type in the place of the key's" {
  refuses 3 E_SSH_SIGNATURE_TYPE check keys/type_sha2.pub
  sed 's/^ssh-rsa/rsa-sha2-512/' keys/good.pub >F
  refuses 3 E_SSH_SIGNATURE_TYPE check F
}

@test "a type in front that is not the one inside" {
  refuses 3 E_SSH_TYPE check keys/type_differs.pub
}

@test "a private key with bytes inside or after it" {
  refuses 3 E_DER_TRAILING check keys/trailing_after.pem
  mint 3 check keys/trailing_in.pem
  says '[E_DER_'
}

@test "a private key whose numbers are badly encoded" {
  for name in not_minimal negative cut public_inside; do
    everywhere 3 E_DER_SYNTAX keys/$name.pem
  done
}

@test "a private key of another version" {
  everywhere 4 E_DER_MULTI_PRIME keys/version1.pem
  everywhere 4 E_DER_MULTI_PRIME "$vectors/multi_prime.pem"
}

@test "base64 that is damaged" {
  for change in 's/^./*/' 's/^..../& /' 's/$/=/' 's/.$//' 's/^./-/'; do
    sed "10$change" keys/good >F
    chmod 600 F
    mint 3 check F
    says '[E_'
  done
  sed 's/ AAAAB3/ AAAA-3/' keys/good.pub >F
  refuses 3 E_BASE64_CHARACTER check F
  # Of the last character before == only two bits are used.
  sed -E 's/^(ssh-rsa [^ ]*)[A-Za-z0-9+/]==/\1B==/' keys/trailing.pub >F
  grep -q 'B== ' F
  refuses 3 E_BASE64_BITS check F
}

# ---- what is not a user's RSA key

@test "public keys of other types: 4, and their fingerprint is taken" {
  for name in ed25519 ecdsa256 ecdsa384 ecdsa521 dsa sk_ed25519 sk_ecdsa; do
    refuses 4 E_TYPE_NOT_RSA check "$vectors/$name.pub"
    mint 0 fingerprint "$vectors/$name.pub"
    mint 0 inspect "$vectors/$name.pub"
  done
}

@test "certificates: 4, and their fingerprint is taken" {
  for name in rsa ed25519 ecdsa256 dsa sk_ed25519; do
    refuses 4 E_TYPE_CERTIFICATE check "$vectors/$name-cert.pub"
    mint 0 fingerprint "$vectors/$name-cert.pub"
  done
}

@test "a type that SSH does not know" {
  printf 'ssh-rsa2 %s\n' "$(printf '\0\0\0\10ssh-rsa2' | base64)" >F
  refuses 4 E_TYPE_UNKNOWN check F
}

@test "private keys of other types and formats: 4, with the format's name" {
  cp "$vectors"/* .
  chmod 600 ./*
  while read -r name code; do
    everywhere 4 "$code" "$name"
  done <<'LIST'
ec.pem E_FORMAT_NOT_RSA
ec_key.pem E_FORMAT_NOT_RSA
dsa_key.pem E_FORMAT_NOT_RSA
rsa1 E_FORMAT_SSH1
rsa_sshcom E_FORMAT_SSHCOM
x509.pem E_FORMAT_X509
request.pem E_FORMAT_X509
rsa.der E_FORMAT_DER
LIST
}

@test "what was once refused is read: the same key in every form" {
  local wanted
  wanted=$(print_of "$vectors/rsa.pub")
  cp "$vectors"/rsa* .
  chmod 600 ./rsa*
  for name in rsa.pem rsa_pkcs8.pem rsa_openssh rsa.ppk rsa_rfc4716.pub \
    rsa_spki.pem rsa_pkcs1_public.pem; do
    mint 0 check $name
    prints "accepted: 2048-bit RSA " "$wanted"
    mint 0 fingerprint $name
    [ "$(cut -d ' ' -f 1,2 "$out")" = "2048 $wanted" ]
  done
  for name in rsa_pkcs8_sealed.pem rsa_des3.pem rsa_aes128.pem; do
    refuses 5 E_PASSPHRASE_MISSING check $name
    refuses 5 E_PASSPHRASE_WRONG check --passphrase-fd 7 $name 7<<<'wrong horse'
    mint 0 check --passphrase-fd 7 $name 7<<<'correct horse'
    prints "accepted: 2048-bit RSA private key $wanted"
  done
}

@test "forms that are read, of keys that are not: 4" {
  for name in ec ed25519 pss ec_spki pss_spki; do
    cp "$vectors/../pkcs8/$name.pem" F
    chmod 600 F
    mint 4 check F
    says '[E_FORMAT_'
    prints_nothing
  done
  for name in dsa1024 ecdsa256 ed25519; do
    cp "$vectors/../ppk/$name.ppk" F
    chmod 600 F
    refuses 4 E_TYPE_NOT_RSA check F
  done
  for name in ecdsa ed25519; do
    refuses 4 E_TYPE_NOT_RSA check "$vectors/../rfc4716/$name.4716"
  done
}

@test "a private key of Ed25519 and ECDSA made by ssh-keygen" {
  for type in ed25519 ecdsa; do
    ssh-keygen -q -t $type -N '' -f F.$type
    refuses 4 E_TYPE_NOT_RSA check F.$type
    refuses 4 E_TYPE_NOT_RSA public F.$type
    # Its fingerprint is taken, as that of any type.
    mint 0 fingerprint F.$type
    [ "$(cat "$out")" = "$(ssh-keygen -lf F.$type)" ]
    mint 0 inspect F.$type
    prints 'format       openssh' "$(print_of F.$type)"
  done
  ssh-keygen -q -m PEM -t ecdsa -N '' -f F
  everywhere 4 E_FORMAT_NOT_RSA F
}

@test "a label that promises another content" {
  cp "$vectors/rsa_wrong_label.pem" F
  chmod 600 F
  everywhere 3 E_DER_SYNTAX F
}

@test "an encryption that is not read" {
  cp "$vectors/../pkcs8"/{camellia,pbes1}.pem .
  openssl rsa -in "$vectors/rsa.pem" -traditional -camellia256 \
    -passout 'pass:correct horse' -out legacy.pem 2>/dev/null
  openssl pkcs8 -topk8 -in "$vectors/rsa.pem" -passout 'pass:correct horse' \
    -v2 aes-256-cbc -v2prf hmacWithSHA512-256 -out prf.pem
  chmod 600 ./*.pem
  for name in camellia pbes1 legacy prf; do
    code=E_CIPHER_UNKNOWN
    [ $name != prf ] || code=E_KDF_UNKNOWN
    everywhere 4 $code $name.pem
    refuses 4 $code check --passphrase-fd 7 $name.pem 7<<<'correct horse'
    # The remedy that it names does it (asked for nothing: -P and -N).
    remedy=$(sed -n 's/.*Fix: \(cp -p .*\)/\1/p' "$err")
    bash -c "${remedy/ssh-keygen -p/ssh-keygen -q -p -P \"\$1\" -N \"\$1\"}" \
      - 'correct horse'
    mint 0 check --passphrase-fd 7 $name.pem.new 7<<<'correct horse'
  done
}

@test "a public key where a private one is needed" {
  refuses 4 E_KEY_PUBLIC public keys/good.pub
}

@test "JSON, PGP, age and other things that have a name" {
  echo '{"kty":"RSA","n":"AQAB"}' >json
  printf -- '-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nAAAA\n' >pgp
  echo 'AGE-SECRET-KEY-1QQQQQQQQ' >age
  refuses 4 E_FORMAT_JSON check json
  refuses 4 E_FORMAT_PGP check pgp
  refuses 4 E_FORMAT_AGE check age
}

# ---- text

@test "an empty file" {
  : >F
  everywhere 3 E_TEXT_EMPTY F
}

@test "a private key cut at any line" {
  local lines
  lines=$(wc -l <keys/good)
  for ((i = 1; i < lines; i++)); do
    head -n $i keys/good >F
    chmod 600 F
    mint 3 check F
    says '[E_PEM_'
  done
}

@test "a public key cut at any length" {
  local text
  text=$(cut -d ' ' -f 1,2 keys/good.pub)
  for ((i = 1; i < ${#text}; i += 13)); do
    printf '%s' "${text:0:i}" >F
    mint 3 check F
    says '[E_'
  done
}

@test "UTF-16 of both orders" {
  for order in LE BE; do
    { [ $order = LE ] && printf '\xff\xfe' || printf '\xfe\xff'; } >F
    iconv -f UTF-8 -t UTF-16$order keys/good >>F
    everywhere 3 E_TEXT_UTF16 F
    { [ $order = LE ] && printf '\xff\xfe' || printf '\xfe\xff'; } >F
    iconv -f UTF-8 -t UTF-16$order keys/good.pub >>F
    everywhere 3 E_TEXT_UTF16 F
  done
}

@test "a byte order mark" {
  { printf '\xef\xbb\xbf' && cat keys/good; } >F
  everywhere 3 E_TEXT_BOM F
  { printf '\xef\xbb\xbf' && cat keys/good.pub; } >F
  everywhere 3 E_TEXT_BOM F
}

@test "CR LF throughout is read, with a warning" {
  sed 's/$/\r/' keys/good >F
  sed 's/$/\r/' keys/good.pub >P
  chmod 600 F
  for name in F P; do
    mint 0 check $name
    prints accepted 'warning: [W_TEXT_CRLF]'
    mint 0 fingerprint $name
    says 'warning: [W_TEXT_CRLF]'
    prints "$(print_of keys/good.pub)"
  done
  mint 0 public F
  [ "$(cat "$out")" = "$(cut -d ' ' -f 1,2 keys/good.pub)" ]
}

@test "mixed line ends" {
  sed '5s/$/\r/' keys/good >F
  everywhere 3 E_TEXT_LINE_ENDS F
  tr '\n' '\r' <keys/good >F
  mint 3 check F
  says '[E_'
}

@test "a NUL byte" {
  printf '%s a\0b\n' "$(cut -d ' ' -f 1,2 keys/good.pub)" >F
  refuses 3 E_TEXT_CONTROL check F
  { head -n 9 keys/good && printf 'AB\0C\n' && tail -n +10 keys/good; } >F
  everywhere 3 E_TEXT_CONTROL F
}

@test "text before and after a private key" {
  { echo hello && cat keys/good; } >F
  mint 3 check F
  { cat keys/good && echo hello; } >F
  refuses 3 E_PEM_AFTER check F
  { echo ' ' && cat keys/good; } >F
  mint 3 check F
  sed 's/^/ /' keys/good >F
  mint 3 check F
  cat keys/good keys/good >F
  mint 3 check F
}

@test "lines that are too short, too long or empty" {
  fold -w 60 keys/good >F
  mint 3 check F
  { sed -n 1p keys/good && sed '1d;$d' keys/good | tr -d '\n' && echo &&
    sed -n '$p' keys/good; } >F
  refuses 3 E_PEM_LINE check F
  sed '5s/^/\n/' keys/good >F
  mint 3 check F
}

@test "a public key that is wrapped over lines" {
  fold -w 70 keys/good.pub >F
  refuses 3 E_LINE_SEVERAL check F
}

@test "a public key with options or blanks before it" {
  sed 's/^/no-pty /' keys/good.pub >F
  mint 3 check F
  says '[E_LINE_OPTIONS]'
  sed 's/ /  /' keys/good.pub >F
  mint 3 check F
}

@test "random bytes end at once, whatever they are" {
  for ((i = 0; i < 20; i++)); do
    head -c $((i * 97 + 1)) /dev/urandom >F
    setsid --wait timeout 20 "$SSHMINT" check F >"$out" 2>"$err" || status=$?
    [[ $status == [34] ]]
    says '[E_'
  done
}

# ---- files

@test "a missing file" { everywhere 6 E_FILE_OPEN missing; }

@test "a file that may not be read" {
  cp keys/good F
  chmod 000 F
  for verb in check inspect fingerprint public; do
    program 6 "${unprivileged[@]}" "$SSHMINT" $verb F
    says '[E_FILE_OPEN]' 'Permission denied'
    prints_nothing
  done
}

@test "a directory, a device and a socket" {
  mkdir D
  python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("S")'
  everywhere 6 E_FILE_KIND D
  for name in /dev/zero /dev/null /dev/full /dev/tty /dev/urandom; do
    [ $name = /dev/tty ] || bounded 5 64 6 check $name
    mint 6 check $name
    says '[E_FILE_'
  done
  mint 6 check S
}

@test "a loop of links" {
  ln -s A B
  ln -s B A
  refuses 6 E_FILE_OPEN check A
}

@test "a link to a key is followed for reading" {
  mint 0 check keys/good
}

@test "an endless pipe ends at once" {
  yes | bounded 5 64 3 check -
  says '[E_TEXT_TOO_LARGE]'
  bounded 5 64 3 check - < <(cat /dev/zero)
  bounded 5 64 3 fingerprint - < <(yes "$(cat keys/good.pub)")
  bounded 5 64 255 -lf - < <(yes)
}

@test "a file of 1 GiB ends at once and takes little memory" {
  truncate -s 1G F
  for verb in check inspect fingerprint public; do
    bounded 5 64 3 $verb F
    says '[E_TEXT_TOO_LARGE]'
  done
  bounded 5 64 255 -lf F
}

@test "256 KiB are read, and one byte more is refused" {
  cat keys/good.pub >F
  yes '# filler' | head -c 262144 >filler
  local length
  length=$(stat -c %s F)
  head -c $((262144 - length - 1)) filler >>F
  echo >>F
  [ "$(stat -c %s F)" -eq 262144 ]
  mint 0 check F
  echo >>F
  refuses 3 E_TEXT_TOO_LARGE check F
}

@test "many keys in one file" {
  for ((i = 0; i < 100; i++)); do
    cat keys/good.pub
  done >F
  bounded 30 64 0 check F
  [ "$(grep -c accepted "$out")" -eq 100 ]
}

@test "a line of 256 KiB" {
  printf 'ssh-rsa %s\n' "$(head -c 190000 /dev/zero | base64 -w 0)" >F
  bounded 5 64 3 check F
  says '[E_LINE_TOO_LONG]'
}

@test "a FIFO is read once somebody writes to it" {
  mkfifo P
  (sleep 0.3 && cat keys/good.pub >P) 3>&- &
  mint 0 check P
  prints 'P: accepted'
}

@test "a FIFO as F.pub does not make it wait" {
  cp keys/good F
  mkfifo F.pub
  bounded 5 64 0 fingerprint F
}

@test "a pipe that is written in pieces" {
  local text
  text=$(cat keys/good)
  mint 0 check - < <(for ((i = 0; i < ${#text}; i += 400)); do
    printf '%s' "${text:i:400}"
    sleep 0.02
  done && echo)
}
