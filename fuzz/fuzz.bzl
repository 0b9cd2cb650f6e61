# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0

"""How a fuzz target is built: for an engine, and as a test of its corpora."""

load("//core:floor.bzl", "MINT_COPTS")

def fuzz_target(name, deps = [], dictionaries = []):
    """One target, three ways.

    NAME_fuzz is the program of an engine: --config=libfuzzer, --config=afl, or
    with --define=fuzz_engine=external that of a caller who links his own; with
    none of them it replays. NAME_replay is a test that runs every input of
    corpus/NAME and regressions/NAME.

    Args:
      name: the target is in the file NAME_fuzz.c.
      deps: beside the core and what the targets share.
      dictionaries: files of dict/ by their names, which make NAME_fuzz.dict.
    """
    native.cc_library(
        name = name + "_target",
        testonly = True,
        srcs = [name + "_fuzz.c"],
        copts = MINT_COPTS,
        linkstatic = True,
        alwayslink = True,
        deps = deps + [":harness"],
    )
    native.genrule(
        name = name + "_dictionary",
        srcs = ["dict/%s.dict" % d for d in dictionaries],
        outs = [name + "_fuzz.dict"],
        # Engines refuse a dictionary without words.
        cmd = "{ echo '\"\\x00\\xff\"'; cat /dev/null $(SRCS); } > $@",
    )
    native.cc_binary(
        name = name + "_fuzz",
        testonly = True,
        tags = ["fuzz-target"],  # ./x fuzz finds the names of all by it
        data = [name + "_fuzz.dict"],
        deps = [
            name + "_target",
            ":engine",
        ],
    )
    folders = ["corpus/" + name, "regressions/" + name]
    native.cc_test(
        name = name + "_replay",
        size = "small",
        args = ["fuzz/" + folder for folder in folders],
        data = native.glob(
            [folder + "/*" for folder in folders],
            allow_empty = True,
        ),
        deps = [
            name + "_target",
            ":replay",
        ],
    )
