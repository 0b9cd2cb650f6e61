#!/bin/bash -eu
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# ClusterFuzzLite has OSS-Fuzz's environment, and so the same build.
exec "$SRC/sshmint/fuzz/oss-fuzz/build.sh"
