#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# The remedy that an error or a warning names is a command that does what it
# says, on just such a file. (Other programs are named only where sshmint does
# not read the file itself.)

# What is not set here, helpers.bash sets; $ in '' is for another shell.
# shellcheck disable=SC2016,SC2154

load helpers

setup() {
  common_setup
  wanted=$(print_of "$vectors/rsa.pub")
  printf 'correct horse\n' >word
  chmod 600 word
}

# take FILE: a copy of the vector, for its owner only.
take() {
  cp "$vectors/$1" .
  chmod 600 "$(basename "$1")"
}

# Runs the remedy that was named last for the code, as far as the first word
# that is not the command's.
remedy() {
  local line
  line=$(grep -hF -A 1 "[$1]" "$err" "$out" | sed -n 's/.*Fix: //p' | tail -n 1)
  line=${line##*: }
  line=${line%% (*}
  [[ $line == *' '* ]] || fail "there is no remedy for $1"
  timeout 30 bash -c "sshmint() { \"\$SSHMINT\" \"\$@\"; }; $line${2:+ $2}" \
    >"$BATS_TEST_TMPDIR/done" 2>&1 ||
    fail "the remedy does not work: $line" "$(cat "$BATS_TEST_TMPDIR/done")"
}

# good FILE [ARGS...]: this is the key of the vectors.
good() {
  mint 0 check "$@"
  prints "accepted: 2048-bit RSA" "$wanted"
}

@test "a key in ssh.com's form" {
  take rsa_sshcom
  refuses 4 E_FORMAT_SSHCOM check rsa_sshcom
  remedy E_FORMAT_SSHCOM
  good rsa_sshcom.pem
  mode 600 rsa_sshcom.pem
}

@test "binary DER: PKCS#1, PKCS#8 and public" {
  take rsa.der
  openssl pkcs8 -topk8 -nocrypt -in "$vectors/rsa.pem" -outform DER -out p8
  openssl rsa -in "$vectors/rsa.pem" -pubout -outform DER -out public 2>/dev/null
  for name in rsa.der p8 public; do
    refuses 4 E_FORMAT_DER check $name
    [ $name != public ] || says 'with -pubin'
    remedy E_FORMAT_DER "$([ $name != public ] || echo -pubin)"
    good $name.pem
  done
}

@test "PKCS#8 of version 2" {
  openssl pkcs8 -topk8 -nocrypt -in "$vectors/rsa.pem" -outform DER -out F.der
  python3 - <<'PY2'
import base64
data = bytearray(open("F.der", "rb").read())
assert data[4:7] == b"\2\1\0"
data[6] = 1
text = base64.b64encode(data).decode()
lines = [text[i : i + 64] for i in range(0, len(text), 64)]
edge = "-----%s PRIVATE KEY-----"
open("F", "w").write("\n".join([edge % "BEGIN", *lines, edge % "END", ""]))
PY2
  chmod 600 F
  refuses 4 E_FORMAT_PKCS8_VERSION check F
  remedy E_FORMAT_PKCS8_VERSION
  good F.pem
}

@test "a derivation that costs too much" {
  ssh-keygen -q -t rsa -b 2048 -N 'correct horse' -f F
  # The file says 100000 rounds; nobody has done them.
  python3 - <<'PY2'
import base64
whole = open("F").read()
body = whole.split("-----")[2]
data = base64.b64decode(body)
at = data.index(b"bcrypt") + 6 + 4 + 4 + 16
assert int.from_bytes(data[at : at + 4], "big") in (16, 24)
data = data[:at] + (100000).to_bytes(4, "big") + data[at + 4 :]
text = base64.b64encode(data).decode()
lines = [text[i : i + 70] for i in range(0, len(text), 70)]
open("F", "w").write(whole.replace(body, "\n".join(["", *lines, ""])))
PY2
  refuses 3 E_KDF_COST check F
  says 'ssh-keygen -p -a 24 -f F'
}

@test "weak encryption in PEM: another format, with the same passphrase" {
  take rsa_aes256.pem
  mint 0 check --passphrase-file word rsa_aes256.pem
  prints '[W_KDF_WEAK]'
  remedy W_KDF_WEAK '--passphrase-file word'
  good --passphrase-file word rsa_aes256.pem.openssh
  mode 600 rsa_aes256.pem.openssh
  mint 0 inspect rsa_aes256.pem.openssh
  prints 'bcrypt, 24 rounds'
}

@test "a list with options, and one of hosts" {
  sed 's/^/no-pty /' "$vectors/rsa.pub" >authorized_keys
  sed 's/^/host.example /' "$vectors/rsa.pub" >known_hosts
  for name in authorized_keys known_hosts; do
    refuses 3 E_LINE_OPTIONS check $name
    says "sshmint scan $name;"
    mint 0 scan $name
    prints "$name:1: accepted" "$wanted"
  done
}

@test "weak encryption of what convert writes: the option is named" {
  take rsa_aes256.pem
  mint 0 convert --passphrase-file word rsa_aes256.pem --to pem -o F
  says '[W_KDF_WEAK]' 'guessing: F. Fix' 'another format: --to openssh'
  mint 0 convert --passphrase-file word rsa_aes256.pem --to openssh -o G
  says_nothing
}

@test "a form without a comment" {
  take rsa.pem
  refuses 4 E_KEY_NO_COMMENT comment rsa.pem me@here
  remedy E_KEY_NO_COMMENT
  mint 0 comment rsa.pem.openssh me@here
  [[ $(ssh-keygen -y -f rsa.pem.openssh) == *' me@here' ]]
}

@test "PuTTY's form, which is not written" {
  take rsa.ppk
  refuses 4 E_KEY_PPK passwd rsa.ppk --new-passphrase-file word
  remedy E_KEY_PPK
  good rsa.ppk.openssh
}

@test "a .pub of another key" {
  take rsa.pem
  cp "$vectors/ed25519.pub" rsa.pem.pub
  mint 1 check rsa.pem
  prints '[E_PUBLIC_DIFFERS]'
  remedy E_PUBLIC_DIFFERS
  good rsa.pem
}

@test "two keys in one file" {
  take rsa.pem
  cat rsa.pem "$vectors/rsa.pub" >both
  chmod 600 both
  refuses 3 E_PEM_AFTER check both
  says 'give each key its own file'
  mint 3 repair --yes both
  sed -n '/BEGIN/,/END/p' both >one
  chmod 600 one
  good one
}

@test "what repair mends" {
  for damage in 's/$/\r/' '1s/^/\xef\xbb\xbf/' 's/^/  /' '$s/$/\nhello/'; do
    take rsa.pem
    sed -i "$damage" rsa.pem
    mint "$([ "$damage" = 's/$/\r/' ] && echo 0 || echo 3)" check rsa.pem
    code=$(grep -ho '[EW]_[A-Z0-9_]*' "$err" "$out" | head -n 1)
    remedy "$code" --yes
    good rsa.pem
    same rsa.pem "$vectors/rsa.pem"
  done
}
