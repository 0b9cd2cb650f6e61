#!/usr/bin/env python3
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
"""Counts the test cases of one `bazel test`: prints PASSED FAILED SKIPPED.

usage: count_cases.py EVENTS

EVENTS is what --build_event_json_file wrote, so that only tests of that very
run count, cached ones included. A target that failed without a failed case of
its own (it crashed, was stopped, did not build) counts as one failed case.
"""

import json
import sys
import urllib.parse
import xml.etree.ElementTree as xml

GOOD = ("PASSED", "FLAKY")


def cases(path):
    """(passed, failed, skipped) of one JUnit file; ValueError if unreadable."""
    try:
        root = xml.parse(path).getroot()
    except (OSError, xml.ParseError) as error:
        raise ValueError(f"{path}: {error}") from error
    count = [0, 0, 0]
    for case in root.iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            count[1] += 1
        elif case.find("skipped") is not None:
            count[2] += 1
        else:
            count[0] += 1
    return count


def main():
    statuses = {}  # label -> overall status of a test
    files = {}  # label -> test.xml files, one a shard
    broken = set()  # targets that did not build
    with open(sys.argv[1], encoding="utf-8") as lines:
        for event in map(json.loads, lines):
            ident = event["id"]
            if "testSummary" in ident:
                label = ident["testSummary"]["label"]
                statuses[label] = event["testSummary"]["overallStatus"]
            elif "testResult" in ident and "testResult" in event:
                result = ident["testResult"]
                # Only the last attempt counts, in each shard.
                key = (result["label"], result.get("shard", 0))
                for output in event["testResult"].get("testActionOutput", []):
                    if output["name"] == "test.xml":
                        uri = urllib.parse.urlparse(output["uri"])
                        files[key] = urllib.parse.unquote(uri.path)
            elif "targetCompleted" in ident or "targetConfigured" in ident:
                which = ident.get("targetCompleted") or ident["targetConfigured"]
                reason = event.get("aborted", {}).get("reason", "")
                done = event.get("completed", {})
                if reason not in ("", "SKIPPED") or (
                    "completed" in event and not done.get("success")
                ):
                    broken.add(which["label"])

    total = [0, 0, 0]
    for label, status in sorted(statuses.items()):
        count = [0, 0, 0]
        for key, path in sorted(files.items()):
            if key[0] != label:
                continue
            try:
                count = [a + b for a, b in zip(count, cases(path))]
            except ValueError as error:
                print(error, file=sys.stderr)
                count[1] += 1
        if status not in GOOD and count[1] == 0:
            count[1] = 1
        if sum(count) == 0:
            # A test without a single case proves nothing.
            print(f"{label}: no test cases", file=sys.stderr)
            count[1] = 1
        total = [a + b for a, b in zip(total, count)]
    total[1] += len(broken - set(statuses))
    print(*total)


main()
