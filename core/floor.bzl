# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0

"""The house: one library a floor, and what each of them may see."""

# From the ground up. A floor sees itself and everything before it here.
FLOORS = ["base", "text", "format", "prime", "key", "out"]

# For our own code only; the headers of others come in with -isystem.
WARNINGS = [
    "-Wall",
    "-Wcast-qual",
    "-Wconversion",
    "-Wdate-time",
    "-Wextra",
    "-Wformat=2",
    "-Wmissing-prototypes",
    "-Wshadow",
    "-Wstrict-prototypes",
    "-Wswitch-enum",
    "-Wvla",
]

MINT_COPTS = [
    "-std=c11",
    "-D_GNU_SOURCE",
] + WARNINGS + select({
    # A compiler that others choose has warnings that we have not seen.
    "//:foreign_compiler": [],
    "//conditions:default": ["-Werror"],
}) + select({
    # Only x86 has it; a compiler for another CPU refuses the flag.
    "//:x86_64": ["-fcf-protection=full"],
    "//conditions:default": [],
})

# What every floor may use beside the floors beneath it.
_GROUND = [
    "//core:contract",
    "@boringssl//:crypto",
]

def _floors_below(name):
    return ["//core/" + f for f in FLOORS[:FLOORS.index(name)]]

def all_floors():
    """Every floor's library, lowest first."""
    return ["//core/" + f for f in FLOORS]

def floor(name, generated = [], deps = [], alwayslink = False):
    """The library of one floor: every C file and header in its folder.

    Args:
      name: a member of FLOORS, and the folder's name.
      generated: headers that a rule makes.
      deps: libraries from outside the house, beside BoringSSL.
      alwayslink: link it even where nothing of it is called.
    """
    above = FLOORS[FLOORS.index(name) + 1:]
    native.cc_library(
        name = name,
        srcs = native.glob(["*.c"], allow_empty = True) + generated,
        hdrs = native.glob(["*.h"], allow_empty = True),
        copts = MINT_COPTS,
        linkopts = ["-pthread"],
        linkstatic = True,
        alwayslink = alwayslink,
        visibility = ["//core/%s:__pkg__" % f for f in above] + [
            "//bench:__subpackages__",
            "//core:__pkg__",
            "//fuzz:__subpackages__",
            "//tests:__subpackages__",
        ],
        deps = _floors_below(name) + _GROUND + deps,
    )

    # ./x test proves that no floor beneath, and not the command line either,
    # can include a header of this one.
    headers = native.glob(["*.h"], allow_empty = True)
    if headers:
        header = "core/%s/%s" % (name, headers[0])
        for low in FLOORS[:FLOORS.index(name)]:
            _layering_probe(low, name, header, _floors_below(low) + ["//core/" + low] + _GROUND)
        _layering_probe("cli", name, header, ["//core:mint", "//core:contract"])

def _layering_probe(low, high, header, deps):
    """Two targets that include `header`: one as `low` would, one that may."""
    source = "layering_%s.c" % low
    native.genrule(
        name = "layering_%s_source" % low,
        outs = [source],
        cmd = "printf '#include \"%s\"\\nextern int mint_layering;\\n' > $@" % header,
        tags = ["manual"],
    )
    native.cc_library(
        name = "layering_%s_must_fail" % low,
        srcs = [source],
        copts = MINT_COPTS,
        linkstatic = True,
        tags = ["manual"],
        deps = deps,
    )
    native.cc_library(
        name = "layering_%s_must_build" % low,
        srcs = [source],
        copts = MINT_COPTS,
        linkstatic = True,
        tags = ["manual"],
        deps = deps + [":" + high],
    )

def _headers_hidden_impl(ctx):
    door = ctx.attr.library[CcInfo]
    return [
        CcInfo(
            compilation_context = ctx.attr.contract[CcInfo].compilation_context,
            linking_context = door.linking_context,
        ),
    ]

# A library whose own headers, and those of all it is built from, stay inside:
# who depends on it can include the contract's headers and nothing else.
headers_hidden = rule(
    implementation = _headers_hidden_impl,
    attrs = {
        "contract": attr.label(providers = [CcInfo]),
        "library": attr.label(providers = [CcInfo]),
    },
)
