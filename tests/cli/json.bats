#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# --json: strict JSON in ASCII, an object a line, each with its schema and what
# applies, and never a private value.

# What is not set here, helpers.bash sets; $ in '' is for another shell.
# shellcheck disable=SC2016,SC2154

load helpers

setup_file() {
  export keys=$BATS_FILE_TMPDIR/keys
  mkdir "$keys"
  key "$keys/good" -C me@here
  python3 "$BATS_TEST_DIRNAME/keys.py" make "$keys/good" "$keys"
  chmod 600 "$keys"/*.pem
}

setup() {
  common_setup
  ln -s "$keys" keys
}

@test "check: an accepted private key, every field" {
  mint 0 check --json keys/good
  json 'len(o) == 1' \
    'list(o[0])[0] == "schema" and o[0]["schema"] == 1' \
    'o[0]["input"] == "keys/good"' \
    'o[0]["kind"] == "private"' \
    'o[0]["format"] == "pem"' \
    'o[0]["encrypted"] is False' \
    'o[0]["type"] == "ssh-rsa"' \
    'o[0]["bits"] == 2048' \
    'o[0]["exponent"] == 65537' \
    'o[0]["comment"] == "me@here"' \
    'o[0]["verdict"] == "accept"' \
    'o[0]["findings"] == []' \
    'o[0]["policy"]["name"] == "default"' \
    'len(o[0]["policy"]["digest"]) > 40' \
    "o[0]['fingerprints']['sha256'] == '$(print_of keys/good.pub)'" \
    "o[0]['fingerprints']['md5'] == '$(ssh-keygen -E md5 -lf keys/good.pub | cut -d ' ' -f 2)'"
  says_nothing
}

@test "what does not apply is absent" {
  mint 0 check --json keys/good
  json 'not {"line", "cipher", "kdf", "sshfp", "randomart", "public", "mode"} & set(o[0])'
  mint 0 check --json keys/ok.pub
  json 'not {"line", "encrypted", "cipher", "kdf"} & set(o[0])'
  mint 6 check --json missing
  json 'set(o[0]) == {"schema", "input", "verdict", "findings", "sandbox", "policy"}'
}

@test "check: a rejected key has a finding with every field for each rule" {
  mint 1 check --json keys/crt0.pem
  json 'o[0]["verdict"] == "reject"' \
    '[f["rule"] for f in o[0]["findings"]] == ["K17", "K18", "K19"]' \
    'all(set(f) == {"rule", "code", "severity", "text", "source", "fix"} for f in o[0]["findings"])' \
    'all(f["severity"] == "error" for f in o[0]["findings"])' \
    'all(f["code"].startswith("E_RSA_") for f in o[0]["findings"])' \
    'all(f["text"] and f["source"] and f["fix"] for f in o[0]["findings"])'
}

@test "check: a warning has its severity" {
  mint 0 check --json --policy legacy keys/e3.pub
  json 'o[0]["verdict"] == "accept"' \
    'o[0]["exponent"] == 3' \
    'o[0]["policy"]["name"] == "legacy"' \
    '[(f["rule"], f["severity"]) for f in o[0]["findings"]] == [("K6", "warning")]'
}

@test "policies that differ have digests that differ" {
  mint 0 check --json keys/ok.pub
  cp "$out" one
  mint 0 check --json --policy legacy keys/ok.pub
  cat one >>"$out"
  json 'o[0]["policy"]["digest"] != o[1]["policy"]["digest"]'
}

@test "an exponent that no number holds is a string in hexadecimal" {
  mint 1 check --json keys/e_huge.pub
  json 'int(o[0]["exponent"], 16) > 2**2000' 'o[0]["exponent"][:2] == "0x"'
  mint 1 check --json keys/e4294967297.pub
  json 'o[0]["exponent"] == 4294967297'
}

@test "several inputs: one object each, in their order" {
  mint 6 check --json keys/good missing keys/e3.pub keys/ok.pub
  json '[x["input"] for x in o] == ["keys/good", "missing", "keys/e3.pub", "keys/ok.pub"]' \
    '[x["verdict"] for x in o] == ["accept", "error", "reject", "accept"]'
}

@test "a list: one object a key, with its line" {
  {
    echo '# x'
    cat keys/good.pub keys/e3.pub
    echo nonsense
  } >list
  mint 3 check --json list
  json '[x["line"] for x in o] == [2, 3, 4]' \
    '[x["verdict"] for x in o] == ["accept", "reject", "error"]'
}

@test "an error has its code, and the line in the file" {
  sed '5s/./ /' keys/good >F
  chmod 600 F
  mint 3 check --json F
  json 'o[0]["verdict"] == "error"' \
    'o[0]["findings"][0]["severity"] == "error"' \
    'o[0]["findings"][0]["code"].startswith("E_")' \
    'o[0]["findings"][0].get("line", 5) == 5'
}

@test "the form of every key that is read" {
  cp "$vectors"/* .
  chmod 600 ./*
  while read -r name kind format; do
    mint 0 check --json "$name"
    json "o[0]['verdict'] == 'accept'" "o[0]['kind'] == '$kind'" \
      "o[0]['format'] == '$format'" \
      "o[0]['fingerprints']['sha256'] == '$(print_of "$vectors/rsa.pub")'"
  done <<'LIST'
rsa.pem private pem
rsa_pkcs8.pem private pkcs8
rsa_openssh private openssh
rsa.ppk private ppk
rsa.pub public authorized-keys
rsa_rfc4716.pub public rfc4716
rsa_spki.pem public spki
rsa_pkcs1_public.pem public pkcs1-public
LIST
}

@test "errors of every kind have an object" {
  mkdir D
  : >empty
  cp "$vectors/rsa_sshcom" "$vectors/rsa1" "$vectors/rsa_aes256.pem" .
  chmod 600 rsa_*
  while read -r status code name; do
    mint "$status" check --json "$name"
    json "o[0]['verdict'] == 'error'" "o[0]['input'] == '$name'" \
      "o[0]['findings'][0]['code'] == '$code'"
  done <<LIST
3 E_TEXT_EMPTY empty
4 E_TYPE_NOT_RSA $vectors/ed25519.pub
4 E_FORMAT_SSHCOM rsa_sshcom
4 E_FORMAT_SSH1 rsa1
4 E_FORMAT_X509 $vectors/x509.pem
5 E_PASSPHRASE_MISSING rsa_aes256.pem
6 E_FILE_OPEN missing
6 E_FILE_KIND D
LIST
}

@test "new: the object of the new key" {
  mint 0 new --json -b 2048 --passphrase-fd 7 -f F -C me@here 7<<<'correct horse'
  json 'o[0]["kind"] == "private"' 'o[0]["encrypted"] is True' \
    'o[0]["cipher"] == "AES-256-CBC"' 'o[0]["kdf"] == "md5"' \
    'o[0]["comment"] == "me@here"' 'o[0]["verdict"] == "accept"' \
    "o[0]['fingerprints']['sha256'] == '$(print_of F.pub)'" \
    '[f["code"] for f in o[0]["findings"]] == ["W_KDF_WEAK"]'
}

@test "new: a refusal is an object too, and nothing is written" {
  mint 5 new --json -b 2048 -f F
  json 'o[0]["verdict"] == "error"' \
    'o[0]["findings"][0]["code"] == "E_PASSPHRASE_MISSING"'
  holds keys
}

@test "fingerprint: the hash of -E is added, -v adds the picture" {
  for hash in sha1 sha384 sha512; do
    mint 0 fingerprint --json -E $hash keys/good.pub
    json "o[0]['fingerprints']['$hash'] == '$(ssh-keygen -E $hash -lf keys/good.pub | cut -d ' ' -f 2)'" \
      'len(o[0]["fingerprints"]) == 3'
  done
  mint 0 fingerprint --json -v keys/good.pub
  ssh-keygen -lvf keys/good.pub | tail -n +2 >picture
  json 'o[0]["randomart"] + "\n" == open("picture").read()'
}

@test "fingerprint --sshfp: the records" {
  mint 0 fingerprint --json --sshfp host.example keys/good.pub
  ssh-keygen -r host.example -f keys/good.pub | grep -E ' 1 [12] ' >records
  json '"".join(r + "\n" for r in o[0]["sshfp"]) == open("records").read()'
}

@test "public: the line" {
  mint 0 public --json keys/good
  json "o[0]['public'] == '$(cut -d ' ' -f 1,2 keys/good.pub)'" \
    'o[0]["verdict"] == "accept"'
}

@test "inspect: mode, readers and the signature algorithms" {
  mint 0 inspect --json keys/good
  json 'o[0]["mode"] == "0600"' '"OpenSSH" in o[0]["readers"]' \
    'o[0]["signature_algorithms"] == ["rsa-sha2-256", "rsa-sha2-512"]'
}

@test "inspect: of a locked key, what its file tells" {
  mint 0 inspect --json "$vectors/rsa_aes128.pem"
  json 'o[0]["encrypted"] is True' 'o[0]["cipher"] == "AES-128-CBC"' \
    'o[0]["kdf"] == "md5"' 'not {"bits", "fingerprints", "exponent"} & set(o[0])'
}

@test "kinds: public and certificate" {
  mint 0 fingerprint --json "$vectors/rsa.pub" "$vectors/rsa-cert.pub" "$vectors/ed25519-cert.pub"
  json '[x["kind"] for x in o] == ["public", "certificate", "certificate"]' \
    '[x["type"] for x in o][:2] == ["ssh-rsa", "ssh-rsa-cert-v01@openssh.com"]' \
    'all(x["format"] == "authorized-keys" for x in o)'
}

@test "hostile comments and names are valid JSON in ASCII" {
  local name=$'F\e[31m"\\\xff'
  for comment in $'\e[2J' $'\xff\xfe' $'\xc2\x9b' $'\xe2\x80\xae' $'"\\' $'a\tb' \
    $'\xed\xa0\x80' grün $'\xf0\x9f\x94\x91' $'a\x7fb'; do
    printf '%s %s\n' "$(cut -d ' ' -f 1,2 keys/good.pub)" "$comment" >"$name"
    mint 0 check --json "$name"
    # objects.py takes nothing but ASCII.
    json 'o[0]["comment"]' 'o[0]["verdict"] == "accept"'
    if LC_ALL=C grep -q '[[:cntrl:]]' "$out"; then false; fi
  done
  mint 0 check --json <(cat keys/good.pub)
  printf '%s a\x7fb\n' "$(cut -d ' ' -f 1,2 keys/good.pub)" >F
  mint 0 check --json F
  prints '"a\u007fb"'
}

@test "a comment in UTF-8 is itself" {
  printf '%s grün 🔑\n' "$(cut -d ' ' -f 1,2 keys/good.pub)" >F
  mint 0 check --json F
  json 'o[0]["comment"] == "gr\u00fcn \U0001f511"'
}

@test "a usage error leaves standard output empty" {
  mint 2 check --json
  prints_nothing
  mint 2 check --json --nosuch keys/good
  prints_nothing
}

@test "no private value in any output of any verb, also of broken keys" {
  local all=() name
  for name in good ok.pem bad_d.pem bad_p.pem crt0.pem close.pem trailing_in.pem \
    not_minimal.pem version1.pem cut.pem negative.pem; do
    for verb in check inspect fingerprint public scan 'match keys/good' \
      'convert --to authorized-keys' 'convert -o new --to openssh'; do
      for how in --json -v; do
        read -ra words <<<"$verb"
        shown=../$name.${words[0]}.${words[2]-}.$how
        rm -f new
        "$SSHMINT" "${words[@]}" $how keys/$name >"$shown" 2>&1 || true
        all+=("$shown")
      done
    done
  done
  python3 "$BATS_TEST_DIRNAME/keys.py" leaks keys/good "${all[@]}"
  # The search does find a key where there is one.
  run -1 python3 "$BATS_TEST_DIRNAME/keys.py" leaks keys/good keys/good
  openssl rsa -in keys/good -noout -text >text 2>/dev/null
  run -1 python3 "$BATS_TEST_DIRNAME/keys.py" leaks keys/good text
}

@test "no private value in what new prints" {
  for how in --json -v; do
    mint 0 new $how -b 2048 --no-passphrase -f F$how
    cat "$err" >>"$out"
    python3 "$BATS_TEST_DIRNAME/keys.py" leaks F$how "$out" F$how.pub
  done
  for format in PEM PKCS8 RFC4716; do
    mint 0 -v -m $format -t rsa -b 2048 -N '' -f G$format
    cat "$err" >>"$out"
    python3 "$BATS_TEST_DIRNAME/keys.py" leaks G$format "$out" G$format.pub
    # The search reads the key of each form and does find it.
    openssl rsa -in <(ssh-keygen -q -p -m PEM -P '' -N '' -f G$format >/dev/null &&
      cat G$format) -noout -text >text 2>/dev/null
    run -1 python3 "$BATS_TEST_DIRNAME/keys.py" leaks G$format text
  done
}

@test "no passphrase in any output" {
  local word='correct horse battery'
  for how in --json -v; do
    mint 0 new $how -b 2048 --passphrase-fd 7 -f F$how 7<<<"$word"
    prints_not horse
    says_not horse
    mint 5 check $how --passphrase-fd 7 F$how 7<<<'wrong horse'
    prints_not horse
    says_not horse
  done
}
