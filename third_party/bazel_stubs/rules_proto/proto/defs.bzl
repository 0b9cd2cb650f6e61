# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0

"""Stand-in for rules_proto: Bazel 4 has these rules built in."""

proto_lang_toolchain = native.proto_lang_toolchain
proto_library = native.proto_library
