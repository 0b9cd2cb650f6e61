#!/usr/bin/env bash
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# usage: bats_runner.sh FILE.bats, as a Bazel test (see mint_bats_test).
set -uo pipefail

export SSHMINT=$PWD/$SSHMINT
# sshd lives in sbin.
export PATH=$PATH:/usr/sbin:/sbin
work=$(mktemp -d /tmp/mint.XXXXXX) || exit 1
trap 'chmod -R u+rwX "$work"; rm -rf "$work"' EXIT
mkdir -m 700 "$work/home" "$work/tmp" "$work/report"
export HOME=$work/home TMPDIR=$work/tmp

# A little less than Bazel's own limit, so that the end can still be told. What
# a test left running is stopped too: it is in the same process group.
limit=$((${TEST_TIMEOUT:-300} * 9 / 10))
timeout -k 10 "$limit" \
  bats --report-formatter junit --output "$work/report" "$1" </dev/null
status=$?
if ((status == 124 || status == 137)); then
  printf '%s: stopped after %d seconds\n' "$1" "$limit"
fi

# Bats may end before its report does.
for _ in {1..50}; do
  grep -qs '</testsuites>' "$work/report/report.xml" && break
  ((status > 1)) && break
  sleep 0.1
done
if [[ -n ${XML_OUTPUT_FILE-} && -s $work/report/report.xml ]]; then
  cp "$work/report/report.xml" "$XML_OUTPUT_FILE"
fi
exit "$status"
