#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# azure emit: what hands a key to Azure reads as that very key in the language
# that it is written in, and only for a key that everybody there accepts.

# What is not set here, helpers.bash sets; $ in '' is for another shell.
# shellcheck disable=SC1003,SC2016,SC2154

load helpers

targets=(az az-sshkey powershell terraform bicep arm-json cloud-init portal raw)

setup() {
  common_setup
  body=$(cut -d ' ' -f 1,2 "$vectors/rsa.pub")
  printf '%s me@here\n' "$body" >F.pub
}

# reads TARGET...: for each, a reader of the language finds the key of F.pub in
# text.TARGET.
reads() {
  local target
  python3 "$BATS_TEST_DIRNAME/azure_decode.py" "${@/#/text.}" >found ||
    fail "$* cannot be read"
  for target; do cat F.pub; done >wanted
  same wanted found
}

# emits TARGET...: into text.TARGET, and it reads as F.pub.
emits() {
  local target
  for target; do
    mint 0 azure emit F.pub --to "$target"
    says_nothing
    cp "$out" "text.$target"
  done
  reads "$@"
}

@test "every target holds the key, in its language" { emits "${targets[@]}"; }

@test "raw is the bare line, and one line" {
  mint 0 azure emit F.pub --to raw
  same F.pub "$out"
}

@test "comments that a language would act on come through unchanged" {
  for text in "it's" '"$HOME" `id` $(id) ${x} %{y}' '\n\\' "''" '$${a} %%{b} $$' \
    $'\xe2\x80\x98typographic\xe2\x80\x99 \xe2\x80\x9equotes\xe2\x80\x9c' \
    $'h\xc3\xa9 \xf0\x9f\x94\x91' 'a: b # c' '!ls' 'ends in \' "ends in '"; do
    printf '%s %s\n' "$body" "$text" >F.pub
    emits "${targets[@]}"
  done
}

@test "comments at random" {
  python3 "$BATS_TEST_DIRNAME/azure_decode.py" comments 6 40 >random
  [ "$(wc -l <random)" -eq 40 ]
  while IFS= read -r text; do
    printf '%s %s\n' "$body" "$text" >F.pub
    emits az powershell terraform bicep arm-json cloud-init
  done <random
}

@test "the readers catch what ends a string too early, or is active in it" {
  printf '%s\n' "ssh-rsa it's" >F.pub
  printf '%s\n' "-PublicKey 'ssh-rsa it's'" >text.powershell
  run -1 reads powershell
  printf 'ssh-rsa a\xe2\x80\x99b\n' >F.pub
  printf "%s 'ssh-rsa a\xe2\x80\x99b'\n" -PublicKey >text.powershell
  run -1 reads powershell
  printf 'ssh-rsa ${x}\n' >F.pub
  printf '  public_key          = "ssh-rsa ${x}"\n' >text.terraform
  run -1 reads terraform
  printf 'keyData: %s\n' "'ssh-rsa \${x}'" >text.bicep
  run -1 reads bicep
  printf "az --ssh-key-values 'ssh-rsa '\${x}\n" >text.az
  run -1 reads az
}

@test "other public forms are converted first, and keep their comment" {
  for name in rsa_rfc4716.pub rsa_spki.pem rsa_pkcs1_public.pem; do
    mint 0 azure emit "$vectors/$name" --to raw
    [ "$(wc -l <"$out")" -eq 1 ]
    [[ $(cut -d ' ' -f 1,2 "$out") == "$body" ]]
    mint 0 azure emit "$vectors/$name" --to az
    prints "$body"
  done
  mint 0 convert F.pub --to rfc4716 -o G
  mint 0 azure emit G --to raw
  same F.pub "$out"
}

@test "CRLF and a missing line end are gone; standard input is read" {
  sed 's/$/\r/' F.pub >G.pub
  mint 0 azure emit G.pub --to raw
  same F.pub "$out"
  printf %s "$(<F.pub)" >G.pub
  mint 0 azure emit G.pub --to raw
  same F.pub "$out"
  program 0 bash -c '"$0" azure emit - --to raw <F.pub' "$SSHMINT"
  same F.pub "$out"
}

@test "nothing is printed for what azure check rejects, and why is told" {
  cp "$vectors/rsa.pem" P
  chmod 600 P
  mkdir keys
  python3 "$BATS_TEST_DIRNAME/keys.py" make "$vectors/rsa.pem" keys
  printf '%s a\033b\n' "$body" >odd.pub
  fold -w 64 "$vectors/rsa.pub" >wrapped.pub
  iconv -t UTF-16 F.pub >utf16.pub
  sed 's/^/no-pty /' F.pub >options.pub
  cat F.pub F.pub >two.pub
  cut -d ' ' -f 2 F.pub >bare.pub
  head -c 150 F.pub >short.pub
  for name in P keys/n_1024.pub keys/n_2047.pub keys/e3.pub odd.pub wrapped.pub \
    utf16.pub options.pub two.pub bare.pub short.pub "$vectors/ed25519.pub" \
    "$vectors/ecdsa256.pub" "$vectors/rsa-cert.pub"; do
    for target in az raw; do
      mint 1 azure emit "$name" --to $target
      prints_nothing
      says "$name: rejected" '  az vm create  '
    done
  done
  if grep -qFf <(sed '1d;$d' P) "$err"; then fail 'the key is shown'; fi
  echo hello >none
  refuses 3 E_TEXT_UNKNOWN azure emit none --to az
  refuses 6 E_FILE_OPEN azure emit missing --to az
}

@test "the names are put where they belong" {
  names=(--name web-01 --resource-group 'rg_(1).x-y' --location westeurope
    --user deploy --image Debian:debian-12:12-gen2:latest)
  mint 0 azure emit F.pub --to az "${names[@]}"
  python3 - "$out" "$BATS_TEST_DIRNAME" <<'PY'
import sys
sys.path.insert(0, sys.argv[2])
import azure_decode
words = azure_decode.words_of_bash(open(sys.argv[1]).read())
pairs = dict(zip(words[2::2], words[3::2]))
del pairs["--ssh-key-values"]
assert words[:2] == ["vm", "create"] and pairs == {
    "--resource-group": "rg_(1).x-y", "--name": "web-01",
    "--location": "westeurope", "--admin-username": "deploy",
    "--image": "Debian:debian-12:12-gen2:latest"}, words
PY
  mint 0 azure emit F.pub --to az-sshkey "${names[@]}"
  prints "az sshkey create" "--name 'web-01_key'" "--location 'westeurope'"
  mint 0 azure emit F.pub --to powershell "${names[@]}"
  prints "-ResourceGroupName 'rg_(1).x-y' -Name 'web-01_key'" \
    "PSCredential 'deploy'," "-SshKeyName 'web-01_key'" \
    "-Image 'Debian:debian-12:12-gen2:latest'"
  mint 0 azure emit F.pub --to terraform "${names[@]}"
  prints 'name                = "web-01_key"' 'publisher = "Debian"' \
    'offer     = "debian-12"' 'sku       = "12-gen2"' 'version   = "latest"' \
    'resource_group_name   = "rg_(1).x-y"' 'username   = "deploy"'
  mint 0 azure emit F.pub --to bicep "${names[@]}"
  prints "name: 'web-01'" "path: '/home/deploy/.ssh/authorized_keys'" \
    "sku: '12-gen2'" "adminUsername: 'deploy'"
  mint 0 azure emit F.pub --to arm-json "${names[@]}"
  python3 - "$out" <<'PY'
import json, sys
(vm,) = json.load(open(sys.argv[1]))["resources"]
assert vm["name"] == "web-01" and vm["location"] == "westeurope"
inside = vm["properties"]
assert inside["storageProfile"]["imageReference"] == {
    "publisher": "Debian", "offer": "debian-12", "sku": "12-gen2",
    "version": "latest"}
assert inside["osProfile"]["adminUsername"] == "deploy"
(key,) = inside["osProfile"]["linuxConfiguration"]["ssh"]["publicKeys"]
assert key["path"] == "/home/deploy/.ssh/authorized_keys"
PY
  mint 0 azure emit F.pub --to cloud-init "${names[@]}"
  prints 'name: "deploy"'
  mint 0 azure emit F.pub --to portal "${names[@]}"
  prints 'Resource group: rg_(1).x-y. Virtual machine name: web-01.' \
    'Username: deploy'
}

@test "the defaults are those of Azure's examples" {
  mint 0 azure emit F.pub --to az
  prints "--resource-group 'myResourceGroup'" "--name 'myVM'" \
    "--location 'eastus'" "--admin-username 'azureuser'"
}

# What `az vm image list` says of its aliases.
@test "an alias of an image is written in full, for az too" {
  for target in az powershell; do
    mint 0 azure emit F.pub --to $target
    prints "'Canonical:ubuntu-24_04-lts:server:latest'"
    for image in Ubuntu2204 ubuntu2204; do
      mint 0 azure emit F.pub --to $target --image $image
      prints "'Canonical:0001-com-ubuntu-server-jammy:22_04-lts-gen2:latest'"
    done
  done
}

# The rules are tried once: to do so takes longer than all else together. It is
# measured in what azure check needs, which does it once too.
@test "a large key is checked once" {
  not_sanitized
  python3 - >large.pub <<'PY'
import base64, random, struct
random.seed(1)
# Nobody looks for the factors of a number without small ones.
small = [p for p in range(3, 20000, 2) if all(p % q for q in range(3, int(p**0.5) + 1, 2))]
while True:
    n = random.getrandbits(16384) | 1 | 1 << 16383
    if all(n % p for p in small):
        break
field = lambda data: struct.pack(">I", len(data)) + data
blob = field(b"ssh-rsa") + field(b"\1\0\1") + field(b"\0" + n.to_bytes(2048, "big"))
print("ssh-rsa", base64.b64encode(blob).decode())
PY
  seconds() {
    local TIMEFORMAT=%U
    { time "$SSHMINT" azure "$@" large.pub >"$out" 2>"$err"; } 2>&1
  }
  check=$(seconds check)
  emit=$(seconds emit --to raw)
  same "$out" large.pub
  awk "BEGIN { exit !($emit < 1.7 * $check) }" || fail "$emit after $check"
}

@test "names that Azure or Linux does not take" {
  long=$(printf 'x%.0s' {1..65})
  bad() {
    refuses 2 E_USAGE_AZURE azure emit F.pub --to az "$1" "$2"
    if [[ $2 =~ ^[!-~]+$ ]]; then says "\"$2\""; fi
  }
  for name in '' -x x- .x x. x_y "$long" 'a b' "a'b" 'a$b' $'h\xc3\xa9'; do
    bad --name "$name"
  done
  for name in '' 'a.' 'a b' 'a;b' "$(printf 'x%.0s' {1..91})" 'a"b'; do
    bad --resource-group "$name"
  done
  for name in '' 'East US' eastUS 'a-b' '1a'; do bad --location "$name"; done
  for name in '' root admin administrator test1 Root azureUser -x 'a b' 'a$(id)' \
    1 123 0x user@host "${long:0:33}" guest; do
    bad --user "$name"
  done
  for name in '' 'a b' a:b a:b:c a:b:c:d:e a::c:d :b:c:d 'a:b:c:' "a'b"; do
    bad --image "$name"
  done
  # An alias of az whose meaning is not known here goes to az alone.
  mint 0 azure emit F.pub --to az --image Debian11
  prints "--image 'Debian11'"
  for target in powershell terraform bicep arm-json; do
    refuses 2 E_USAGE_AZURE azure emit F.pub --to $target --image Debian11
  done
  mint 0 azure emit F.pub --to cloud-init --image Debian11
}

@test "no target, one that is none, and a control character in a name" {
  refuses 2 E_USAGE_AZURE azure emit F.pub
  refuses 2 E_USAGE_AZURE azure emit F.pub --to ansible
  refuses 2 E_USAGE_AZURE azure emit F.pub --to az --user $'a\033b'
  says '"a\033b"'
}

@test "JSON: the text is in the object" {
  mint 0 azure emit F.pub --to az
  cp "$out" text
  mint 0 azure emit F.pub --to az --json
  json 'len(o) == 1' 'o[0]["text"] == open("text").read()' 'o[0]["to"] == "az"' \
    'o[0]["verdict"] == "accept"' 'o[0]["schema"] == 1'
  mint 1 azure emit "$vectors/ed25519.pub" --to az --json
  json '"text" not in o[0]' 'len(o[0]["consumers"]) == 8' \
    'o[0]["verdict"] == "reject"'
}

@test "a full disk is told" {
  program 6 bash -c '"$0" azure emit F.pub --to az >/dev/full' "$SSHMINT"
  says '[E_FILE_OUTPUT]'
}
