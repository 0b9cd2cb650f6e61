#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0

load host_often

setup() { common_setup; }
teardown() { stop_servers; }

@test "1000 verifications leave no memory, descriptor or child behind" {
  not_sanitized # its allocator counts nothing; it looks for leaks itself
  often 1000
}
