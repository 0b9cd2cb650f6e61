# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0

"""How the programs of the benchmarks are built."""

load("//core:floor.bzl", "WARNINGS", "all_floors")

# C++ has no such warnings, and no other option for them.
_C_ONLY = ["-Wmissing-prototypes", "-Wstrict-prototypes"]

# UBSan needs a C++ runtime of its own, which the C driver does not link: it
# watches the C code beneath.
BENCH_CXXOPTS = [
    "-std=c++17",
    "-D_GNU_SOURCE",
    "-fno-sanitize=undefined",
] + [w for w in WARNINGS if w not in _C_ONLY]

# The build links no C++ runtime of itself (.bazelrc).
BENCH_CXXLINK = ["-lstdc++"]

def mint_benchmark(name, src):
    """A suite of Google Benchmark over the header and the floors.

    Args:
      name: the target's name.
      src: the .cc file.
    """
    native.cc_binary(
        name = name,
        testonly = True,
        srcs = [src],
        copts = BENCH_CXXOPTS,
        linkopts = BENCH_CXXLINK,
        deps = all_floors() + [
            "//bench:peak",
            "//core:contract",
            "//core:mint",
            "@boringssl//:crypto",
            "@system//:benchmark",
        ],
    )
