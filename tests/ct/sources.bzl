# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0

"""The source files of libraries, for a test that compiles them itself."""

_Sources = provider(fields = ["files"])

def _collect_impl(_target, ctx):
    return [_Sources(files = depset(ctx.rule.files.srcs + ctx.rule.files.hdrs))]

_collect = aspect(implementation = _collect_impl)

def _sources_impl(ctx):
    files = depset(transitive = [dep[_Sources].files for dep in ctx.attr.libraries])
    return [DefaultInfo(files = files, runfiles = ctx.runfiles(transitive_files = files))]

sources = rule(
    implementation = _sources_impl,
    attrs = {"libraries": attr.label_list(aspects = [_collect])},
)
