# shellcheck shell=bash
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# Verifications in one process, as many as the .bats file says.

# What is not set here, helpers.bash and servers.bash set.
# shellcheck disable=SC2154

load helpers
load servers

# often TIMES: after each of so many nothing is left.
often() {
  host_keys
  serve all host_rsa host_ecdsa host_ed25519
  cd "$work" || return
  # The helper is looked for beside the program.
  cp "$BATS_TEST_DIRNAME/verify_often" \
    "$(dirname "$(readlink -f "$SSHMINT")")/sshmint-hostkey" .
  # The RSA key is the last that is asked for. (`program` allows a minute.)
  setsid --wait timeout -k 5 1500 ./verify_often "127.0.0.1:$port" \
    "$(print_of "$BATS_FILE_TMPDIR/host_rsa.pub")" "$1" >"$out" 2>"$err" ||
    fail "verify_often ended with $?"
  prints "descriptors 0"
}
