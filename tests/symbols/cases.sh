# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
#
# Sourced by tests that are scripts, so that each of their checks counts as a
# case of its own (JUnit, in $XML_OUTPUT_FILE).

case_lines=() cases_failed=0

# result NAME MESSAGE: notes a case, which failed if there is a message.
result() {
  if [[ -z $2 ]]; then
    printf 'ok %s\n' "$1"
    case_lines+=("<testcase classname=\"script\" name=\"$1\"/>")
  else
    printf 'FAILED %s: %s\n' "$1" "$2"
    case_lines+=(
      "<testcase classname=\"script\" name=\"$1\"><failure/></testcase>")
    cases_failed=$((cases_failed + 1))
  fi
}

# skipped NAME: notes a case that cannot be tried here.
skipped() {
  printf 'skipped %s\n' "$1"
  case_lines+=(
    "<testcase classname=\"script\" name=\"$1\"><skipped/></testcase>")
}

# finish: writes the report; fails if a case did, or if there was none.
finish() {
  if [[ -n ${XML_OUTPUT_FILE-} ]]; then
    printf '<testsuites><testsuite name="script">%s</testsuite></testsuites>\n' \
      "${case_lines[*]}" >"$XML_OUTPUT_FILE"
  fi
  printf '%d cases, %d failed\n' "${#case_lines[@]}" "$cases_failed"
  ((cases_failed == 0 && ${#case_lines[@]} > 0))
}
