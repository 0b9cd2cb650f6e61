#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# Do the benchmarks run, and does run.py say what it should? How fast anything
# is, no test asks.

run_py() {
  timeout 100 python3 -B bench/run.py --programs . "$@"
}

# every SUITE FILTER NUMBER: runs benchmarks for a moment, all of them without an
# error but for a screen that this CPU lacks.
every() {
  timeout 60 "bench/$1" --benchmark_filter="$2" --benchmark_min_time=0.001 \
    --benchmark_format=json >"$BATS_TEST_TMPDIR/json"
  python3 - "$BATS_TEST_TMPDIR/json" "$3" <<'PY'
import json, sys
entries = json.load(open(sys.argv[1]))["benchmarks"]
bad = [e for e in entries if e.get("error_occurred")
       and "here" not in e["error_message"] and "CPU" not in e["error_message"]]
assert not bad, bad
assert len(entries) == int(sys.argv[2]), len(entries)
PY
}

@test "bench: the statistics are right" {
  timeout 100 python3 -B bench/bench_test.py
}

@test "bench: the suites run" {
  [ "$(uname -m)" = x86_64 ] || skip "other screens"
  every prime_bench '^(Peak$|.*/1024)' 11
  every key_bench '^Fingerprint|^Randomart|^(Read|Write)/.*/2048' 17
  every text_bench 'Base64|Bcrypt/1$' 5
}

@test "bench: a contestant answers each line with one" {
  bench/sshmint >"$BATS_TEST_TMPDIR/answers" <<'ASKED'
keygen 2048 portable 1
keygen 2048 nonsense 1
keygen 2047 portable 1
read /dev/null 1
nonsense
ASKED
  [ "$(wc -l <"$BATS_TEST_TMPDIR/answers")" -eq 5 ]
  [[ $(head -n 1 "$BATS_TEST_TMPDIR/answers") =~ ^[1-9][0-9]+\ [1-9][0-9]*$ ]]
  [ "$(tail -n 4 "$BATS_TEST_TMPDIR/answers" | sort -u)" = no ]
}

@test "bench: the summary has lines of a name and a value, and nothing else" {
  run_py --quick --summary --json "$BATS_TEST_TMPDIR/json" \
    >"$BATS_TEST_TMPDIR/out"
  run grep -vE '^[a-z0-9_.-]+ [0-9]+\.[0-9]+$' "$BATS_TEST_TMPDIR/out"
  [ "$status" -eq 1 ]
  grep -q '^keygen\.2048\.portable\.vs_boringssl ' "$BATS_TEST_TMPDIR/out"
  grep -q '^rss\.new\.4096\.mib ' "$BATS_TEST_TMPDIR/out"

  # The same run is no worse than itself; it is than one twice as good.
  run_py --from "$BATS_TEST_TMPDIR/json" --baseline "$BATS_TEST_TMPDIR/json"
  python3 - "$BATS_TEST_TMPDIR" <<'PY'
import json, sys
results = json.load(open(sys.argv[1] + "/json"))
for key in ("value", "low", "high"):
    results["figures"]["rss.new.4096.mib"][key] /= 2
json.dump(results, open(sys.argv[1] + "/better", "w"))
PY
  status=0
  run_py --from "$BATS_TEST_TMPDIR/json" --baseline "$BATS_TEST_TMPDIR/better" \
    2>"$BATS_TEST_TMPDIR/err" || status=$?
  [ "$status" -eq 1 ]
  grep -q 'worse: rss\.new\.4096\.mib' "$BATS_TEST_TMPDIR/err"
}
