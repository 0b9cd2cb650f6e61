#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# The entry script, as far as it can be tested without building in a build, and
# the count that ./x test ends with.

events() {
  # events NAME STATUS XML: what Bazel says of one test.
  printf '%s\n' "$3" >"$BATS_TEST_TMPDIR/$1.xml"
  cat <<JSON
{"id":{"testResult":{"label":"//:$1"}},"testResult":{"testActionOutput":[{"name":"test.xml","uri":"file://$BATS_TEST_TMPDIR/$1.xml"}]}}
{"id":{"testSummary":{"label":"//:$1"}},"testSummary":{"overallStatus":"$2"}}
JSON
}

count() {
  python3 tests/build/count_cases.py "$BATS_TEST_TMPDIR/events"
}

@test "x: an unknown verb is a usage error, told on standard error" {
  status=0
  out=$(./x frobnicate 2>"$BATS_TEST_TMPDIR/err") || status=$?
  [ "$status" -eq 2 ]
  [ -z "$out" ]
  grep -q '^usage: ./x VERB' "$BATS_TEST_TMPDIR/err"
}

@test "x: help names every verb" {
  run ./x help
  [ "$status" -eq 0 ]
  for verb in run build test bench fuzz audit cover lint fmt clean; do
    [[ $output == *"  $verb "* ]]
  done
}

@test "count: passed, failed and skipped cases" {
  events a FAILED '<testsuites><testsuite><testcase name="1"/><testcase name="2"><failure/></testcase><testcase name="3"><skipped/></testcase><testcase name="4"><error/></testcase></testsuite></testsuites>' >"$BATS_TEST_TMPDIR/events"
  run count
  [ "$output" = "1 2 1" ]
}

@test "count: a target that failed without a failed case counts as one" {
  events a TIMEOUT '<testsuites><testsuite><testcase name="1"/></testsuite></testsuites>' >"$BATS_TEST_TMPDIR/events"
  run count
  [ "$output" = "1 1 0" ]
}

@test "count: a report that cannot be read is a failure" {
  events a PASSED '<testsuites><testcase' >"$BATS_TEST_TMPDIR/events"
  run count
  [[ ${lines[-1]} == "0 1 0" ]]
}

@test "count: a test without cases is a failure" {
  events a PASSED '<testsuites/>' >"$BATS_TEST_TMPDIR/events"
  run count
  [[ ${lines[-1]} == "0 1 0" ]]
}

@test "count: a target that does not build is a failure, one left out is not" {
  cat >"$BATS_TEST_TMPDIR/events" <<'JSON'
{"id":{"targetCompleted":{"label":"//:broken"}},"completed":{}}
{"id":{"targetCompleted":{"label":"//:built"}},"completed":{"success":true}}
{"id":{"targetCompleted":{"label":"//:left_out"}},"aborted":{"reason":"SKIPPED"}}
JSON
  run count
  [ "$output" = "0 1 0" ]
}

@test "fuzz --report: a run that ended before the engine told its edges" {
  # What fuzz.bash takes from ./x, and from the run.
  top=$BATS_TEST_TMPDIR engine=libfuzzer name=spki
  # shellcheck source=fuzz/fuzz.bash
  source fuzz/fuzz.bash
  mkdir -p "$fuzz_found"
  fuzz_tell 2 1000 71 28
  fuzz_tell 1 28 '' ''
  cat >"$top/spki.json" <<'JSON'
{"data": [{"files": [{"filename": "core/format/spki.c", "summary": {"lines": {"count": 4, "covered": 3}}}]}]}
JSON
  run python3 -B fuzz/report.py "$fuzz_found" "$top"
  [ "$status" -eq 0 ]
  # shellcheck disable=SC2016
  [[ ${lines[2]} == '| `spki` | 3 | 1028 | 342 | 0 | 0 | 75.0 % of `core/format/spki.c` |' ]]
  [[ ${lines[-1]} == '1028 executions in 3 seconds, all engines.' ]]
}
