# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0

"""How this project's tests are built and run."""

load("//core:floor.bzl", "MINT_COPTS")

# Files that end in _slow_test.c or _slow.bats run with ./x test --slow only, those
# in _interop.bats with --interop only.
def _slow(name):
    if name.endswith("_interop"):
        return ["interop"]
    return ["slow"] if name.endswith("_slow") or name.endswith("_slow_test") else []

def mint_unit_test(name, srcs, deps = [], tags = [], timeout = "moderate", **kwargs):
    """A unit test in C with Criterion; each Test() counts as a case.

    Args:
      name: the target's name.
      srcs: C files.
      deps: what is tested.
      tags: "slow": run with --slow only.
      timeout: as Bazel names them; that of a slow test is "eternal".
      **kwargs: passed to cc_test (data, size, ...).
    """
    tags = tags + _slow(name)
    native.cc_test(
        name = name,
        srcs = srcs,
        copts = MINT_COPTS,
        tags = tags,
        timeout = "eternal" if "slow" in tags else timeout,
        deps = deps + ["//tests:criterion"],
        **kwargs
    )

def mint_bats_test(name, src, data = [], tags = [], env = {}, timeout = None, **kwargs):
    """One Bats file; each @test counts as a case.

    It runs with $SSHMINT set to the command line's path, and HOME and TMPDIR
    to folders of its own that have short names (Unix sockets want that) and
    vanish afterwards. OpenSSH asks the account for its home, not HOME: pass
    it -F and -o UserKnownHostsFile=... .

    Args:
      name: the target's name.
      src: the .bats file.
      data: what else it reads.
      tags: "slow", "interop": run with --slow or --interop only.
      env: more environment variables.
      timeout: as Bazel names them; that of a slow test is "eternal".
      **kwargs: passed to sh_test (size, ...).
    """
    tags = tags + _slow(name)
    native.sh_test(
        name = name,
        srcs = ["//tests:bats_runner.sh"],
        args = ["$(rootpath %s)" % src],
        data = data + [
            src,
            "//cli:sshmint",
        ],
        env = dict(env, SSHMINT = "$(rootpath //cli:sshmint)"),
        # MSan knows nothing of the libraries that the command line links.
        tags = tags + ["no-msan"],
        timeout = "eternal" if "slow" in tags else timeout,
        **kwargs
    )
