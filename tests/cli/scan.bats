#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# sshmint scan: lists, directories, and what is passed over.

# out, err, vectors and SSHMINT come from helpers.bash and the runner.
# shellcheck disable=SC2154

load helpers

setup() {
  common_setup
  key good -C me@here
  ssh-keygen -q -t rsa -b 1024 -N '' -f weak
  ed=$(cut -d ' ' -f 1,2 "$vectors/ed25519.pub")
}

@test "authorized_keys: each line, past the bad ones" {
  {
    echo '# comment'
    cat good.pub
    echo "from=\"10.0.0.0/8\",command=\"a b\" $(cat good.pub)"
    cat weak.pub
    echo "$ed"
    echo 'ssh-rsa AAAA broken'
    head -c 20000 /dev/zero | tr '\0' x
    echo
    head -c 400000 /dev/zero | tr '\0' x
    echo
    printf '%s' "$(cat good.pub)"
  } >authorized_keys
  mint 4 scan authorized_keys
  prints 'authorized_keys:2: accepted' 'authorized_keys:3: accepted' \
    'authorized_keys:4: rejected' 'K1 E_RSA_BITS_MIN' \
    'authorized_keys:9: accepted' \
    'files: 1, keys: 5, accepted: 3, rejected: 1, errors: 4'
  says 'authorized_keys:5: [E_TYPE_NOT_RSA]' 'authorized_keys:6: [E_SSH_SYNTAX]' \
    'authorized_keys:7: [E_LINE_TOO_LONG]' 'authorized_keys:8: [E_LINE_TOO_LONG]'
}

@test "known_hosts: every type is fine, RSA is checked" {
  {
    echo "host,10.0.0.1 $(cat good.pub)"
    echo "[host]:2222 $ed"
    echo "@revoked * $(cat weak.pub)"
    echo "host $(cat weak.pub)"
  } >my.known_hosts
  mint 1 scan my.known_hosts
  prints ':1: accepted' ':2: accepted' '(revoked)' ':4: rejected' 'host key'
  mint 1 scan --json my.known_hosts
  json 'len(o) == 4' 'all(x["kind"] == "host" for x in o)' \
    'o[1]["prefix"] == "[host]:2222"' 'o[3]["verdict"] == "reject"'
  says 'keys: 4'
}

@test "directories: in order, without links, and only what holds keys" {
  mkdir -p d/b d/a
  cp good d/b/id
  cp good.pub d/a/key.pub
  cp "$vectors/ed25519.pub" d/ssh_host_ed25519_key.pub
  echo text >d/README
  head -c 999 /dev/urandom >d/noise
  cp "$vectors/x509.pem" d/
  ln -s "$PWD/weak" d/link
  ln -s .. d/up
  mkfifo d/fifo
  mint 0 scan d
  [ "$(cut -d : -f 1 "$out" | head -n 3)" = \
    $'d/a/key.pub\nd/b/id\nd/ssh_host_ed25519_key.pub' ]
  prints 'files: 3, keys: 3, accepted: 3'
  says_nothing
}

@test "locked keys: the public part, where it shows" {
  printf 'correct horse\n' >word
  chmod 600 word
  for format in openssh pem; do
    mint 0 new -q -m $format -b 2048 -f $format --passphrase-file word
  done
  mint 0 scan openssh
  prints 'locked private key'
  mint 5 scan pem
  says 'E_PASSPHRASE_MISSING'
  mint 0 scan pem --passphrase-file word
}

# costly FILE FROM TO: makes FILE say that its derivation costs something else,
# FROM being an expression over its hexadecimal. Nobody has done that work.
costly() {
  python3 - "$@" <<'PY2'
import base64, re, sys
whole = open(sys.argv[1]).read()
edges = whole.split("-----")
text, count = re.subn(sys.argv[2], sys.argv[3], base64.b64decode(edges[2]).hex())
assert count == 1
text = base64.b64encode(bytes.fromhex(text)).decode()
size = 70 if "OPENSSH" in whole else 64
lines = [text[i : i + size] for i in range(0, len(text), size)]
edges[2] = "\n".join(["", *lines, ""])
open(sys.argv[1], "w").write("-----".join(edges))
PY2
}

@test "a passphrase is not tried where that would cost too much" {
  mkdir d
  printf 'correct horse\n' >word
  chmod 600 word
  mint 0 new -q -m openssh -a 256 -b 2048 -f bcrypt --passphrase-file word
  openssl pkcs8 -topk8 -v2prf hmacWithSHA256 -iter 4194304 -in good \
    -out pbkdf2 -passout pass:'correct horse'
  openssl pkcs8 -topk8 -scrypt -in good -out scrypt -passout pass:'correct horse'
  timeout 60 puttygen good -O private -o argon2 --new-passphrase word
  cp bcrypt pbkdf2 scrypt argon2 d
  chmod 600 d/*
  mint 0 scan d --passphrase-file word
  prints 'keys: 4, accepted: 4'
  costly d/bcrypt '(00000010.{32})00000100' '\g<1>00000101'
  costly d/pbkdf2 0203400000 02037fffff
  costly d/scrypt 02024000020108 0202400002017f # 254 MiB
  sed -i 's/^Argon2-Passes: .*/Argon2-Passes: 129/' d/argon2
  mint 3 scan d --passphrase-file word
  prints 'keys: 4, accepted: 0, rejected: 0, errors: 4'
  for name in bcrypt pbkdf2 scrypt argon2; do
    says "d/$name: [E_KDF_COST]" "check it alone: sshmint check d/$name"
  done
  # Where nothing is to be opened, nothing costs.
  mint 0 scan d/bcrypt
  prints 'locked private key'
}

@test "a large list is read in little memory" {
  {
    cat good.pub
    yes "# $(head -c 300 /dev/zero | tr '\0' c)" | head -c 104857600
    echo
    cat weak.pub
  } >authorized_keys
  bounded 60 64 1 scan authorized_keys
  prints 'keys: 2, accepted: 1, rejected: 1'
}

@test "a line without end is given up, and the next file is read" {
  mkdir d
  cp good.pub d/authorized_keys
  truncate -s 200G d/authorized_keys
  cp good.pub d/z.pub
  bounded 20 64 3 scan d
  prints 'authorized_keys:1: accepted' 'z.pub: accepted' 'keys: 2' 'errors: 1'
  says 'authorized_keys:2: [E_LINE_TOO_LONG]' 'what follows it was not read'
  {
    head -c 1000000 /dev/zero | tr '\0' x
    echo
    cat weak.pub
  } >authorized_keys
  mint 3 scan authorized_keys
  prints 'authorized_keys:2: rejected'
  # The last line need not end.
  truncate -s 900000 d/authorized_keys
  mint 3 scan d
  says_not 'what follows'
}

@test "directories that lie deep in each other need little stack" {
  not_sanitized
  local path=.
  for ((n = 0; n < 63; n++)); do path+=/d; done
  mkdir -p "$path/d"
  cp good.pub "$path"
  cp good.pub "$path/d"
  # shellcheck disable=SC2016
  program 6 bash -c 'ulimit -s 128 && exec "$@"' - "$SSHMINT" scan .
  prints "$path/good.pub: accepted" 'keys: 5, accepted: 3, rejected: 2, errors: 1'
  says '[E_FILE_DEPTH]'
}

@test "a file that has nothing to read yet is not waited for" {
  # As /proc/kmsg; only a pipe or a FIFO will have more.
  for verb in scan inspect; do
    timeout 20 strace -o trace -P "$PWD/good" -e trace=read \
      -e inject=read:error=EAGAIN "$SSHMINT" $verb "$PWD/good" >"$out" \
      2>"$err" && fail 'it was read'
    [ "$(grep -c INJECTED trace)" -eq 1 ]
    says '[E_FILE_READ]'
  done
}

@test "what is named has to hold a key" {
  echo text >README
  mint 3 scan README
  mint 6 scan nowhere
  refuses 2 E_USAGE_OPERAND scan
  mint 0 scan - <good.pub
  prints '(stdin): accepted'
}
