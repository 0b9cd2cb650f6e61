# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0

"""Stand-in for bazel_skylib: documentation targets that nothing here builds."""

def bzl_library(name, **kwargs):
    """Accepts what bzl_library takes, and makes nothing.

    Args:
      name: ignored.
      **kwargs: ignored.
    """
    _ = (name, kwargs)  # @unused
