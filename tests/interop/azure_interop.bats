#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# azure check against the validators of azure-cli, cloud-init and WALinuxAgent,
# and azure emit against the parser of HCL. ./x test --interop puts them where
# $SSHMINT_PEERS says.

# What is not set here, helpers.bash sets; $ in '' is for another language.
# shellcheck disable=SC2016,SC2154

load ../cli/helpers

setup() {
  common_setup
  [ -n "${SSHMINT_PEERS-}" ] || fail 'run by ./x test --interop only'
}

# Debian's Python, which has the modules that they need.
python() { /usr/bin/python3 -B "$@"; }

@test "the verdicts are those of the validators" {
  mkdir weak work2
  python "$BATS_TEST_DIRNAME/../cli/keys.py" make "$vectors/rsa.pem" weak
  python "$BATS_TEST_DIRNAME/azure_inputs.py" "$vectors" weak inputs
  [ "$(find inputs -type f | wc -l)" -ge 100 ]
  # Whatever the status is: there are inputs of every kind.
  "$SSHMINT" azure check --json inputs/* >verdicts 2>/dev/null || true
  python "$BATS_TEST_DIRNAME/azure_validators.py" \
    "$SSHMINT_PEERS/usr/lib/python3/dist-packages" verdicts work2 >"$out" 2>"$err" ||
    fail "$(grep WRONG "$out")"
  cat "$out"
}

@test "a verdict that is wrong is seen" {
  cp "$vectors/rsa.pub" F.pub
  cp "$vectors/rsa_spki.pem" S
  mkdir work2
  "$SSHMINT" azure check --json F.pub S >verdicts || true
  for change in 's/"accept"/"reject"/g' 's/"reject"/"accept"/g'; do
    sed "$change" verdicts >changed
    run -1 python "$BATS_TEST_DIRNAME/azure_validators.py" \
      "$SSHMINT_PEERS/usr/lib/python3/dist-packages" changed work2
    [[ $output == *WRONG* ]]
  done
}

@test "the parser of HCL finds the key in what is emitted for Terraform" {
  body=$(cut -d ' ' -f 1,2 "$vectors/rsa.pub")
  python "$BATS_TEST_DIRNAME/../cli/azure_decode.py" comments 7 40 >random
  printf '%s\n' '${x} %{y} $${z} %%{w} $$ %% "q" \ \n' 'it is plain' >>random
  number=0
  while IFS= read -r text; do
    number=$((number + 1))
    printf '%s %s\n' "$body" "$text" >F.pub
    mint 0 azure emit F.pub --to terraform
    cp "$out" $number.tf
    cat F.pub >>wanted
    files+=("$number.tf")
  done <random
  GOPATH=/usr/share/gocode GO111MODULE=off GOFLAGS='' GOCACHE=$TMPDIR/go \
    timeout 250 go run "$BATS_TEST_DIRNAME/hcl_key.go" "${files[@]}" >found
  same wanted found
}
