# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0

"""@argon2//:argon2, from one of two places.

  default                  the system's library (@system//:argon2)
  ARGON2_SOURCE=<folder>   a copy of its source, compiled with our flags:
                           MemorySanitizer must see every write
"""

_SYSTEM = """\
alias(
    name = "argon2",
    actual = "@system//:argon2",
    visibility = ["//visibility:public"],
)
"""

_SOURCE = """\
cc_library(
    name = "argon2",
    srcs = glob(["src/*.h", "src/blake2/*.h"]) + [
        "src/argon2.c",
        "src/blake2/blake2b.c",
        "src/core.c",
        "src/encoding.c",
        "src/ref.c",
        "src/thread.c",
    ],
    hdrs = ["include/argon2.h"],
    includes = ["include"],
    linkopts = ["-pthread"],
    linkstatic = True,
    visibility = ["//visibility:public"],
)
"""

def _argon2_repository_impl(ctx):
    source = ctx.os.environ.get("ARGON2_SOURCE", "")
    if source:
        for name in ["include", "src"]:
            ctx.symlink(ctx.path(source).get_child(name), name)
    ctx.file("BUILD.bazel", _SOURCE if source else _SYSTEM)

argon2_repository = repository_rule(
    implementation = _argon2_repository_impl,
    environ = ["ARGON2_SOURCE"],
    local = True,
)
