# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0

"""How a fuzz target is built: for an engine, and as a test of its corpora."""

load("//core:floor.bzl", "MINT_COPTS")

# The most that libFuzzer makes of a text: a private key of 8192 bits in PEM has
# 6363 bytes, and some forms say the same at greater length.
_TEXT = {"max_len": 16384}

def fuzz_target(
        name,
        deps = [],
        dictionaries = [],
        options = _TEXT,
        data = [],
        tags = []):
    """One target, three ways, and what OSS-Fuzz wants beside it.

    NAME_fuzz is the program of an engine: --config=libfuzzer, --config=afl, or
    with --define=fuzz_engine=external that of a caller who links his own; with
    none of them it replays. NAME_replay is a test that runs every input of
    corpus/NAME and regressions/NAME. NAME_fuzz_seed_corpus.zip has these inputs,
    NAME_fuzz.options the options (fuzz/oss-fuzz).

    Args:
      name: the target is in the file NAME_fuzz.c.
      deps: beside the core and what the targets share.
      dictionaries: files of dict/ by their names, which make NAME_fuzz.dict.
      options: libFuzzer's, where it runs without ./x fuzz.
      data: programs that it runs.
      tags: "peer": not for OSS-Fuzz, which has no libraries of others.
    """
    folders = ["corpus/" + name, "regressions/" + name]
    inputs = native.glob(
        [folder + "/*" for folder in folders],
        allow_empty = True,
    )
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
    native.genrule(
        name = name + "_options",
        outs = [name + "_fuzz.options"],
        cmd = "printf '%s\\n' '[libfuzzer]' {} > $@".format(
            " ".join(["'%s = %s'" % option for option in options.items()]),
        ),
    )
    native.genrule(
        name = name + "_seed_corpus",
        srcs = inputs,
        outs = [name + "_fuzz_seed_corpus.zip"],
        cmd = "python3 $(location seeds.py) $@ $(SRCS)",
        tools = ["seeds.py"],
    )
    native.cc_binary(
        name = name + "_fuzz",
        testonly = True,
        tags = ["fuzz-target"] + tags,  # ./x fuzz finds the names of all by it
        data = data + [
            name + "_fuzz.dict",
            name + "_fuzz.options",
            name + "_fuzz_seed_corpus.zip",
        ],
        deps = [
            name + "_target",
            ":engine",
        ],
    )
    native.cc_test(
        name = name + "_replay",
        size = "small",
        args = ["fuzz/" + folder for folder in folders],
        data = data + inputs,
        tags = tags,
        deps = [
            name + "_target",
            ":replay",
        ],
    )

def fuzz_targets(name, visibility):
    """The programs of the targets that are declared before it, for OSS-Fuzz."""
    rules = native.existing_rules()
    native.filegroup(
        name = name,
        testonly = True,
        srcs = [
            rule
            for rule in rules
            if "fuzz-target" in rules[rule]["tags"] and "peer" not in rules[rule]["tags"]
        ],
        visibility = visibility,
    )
