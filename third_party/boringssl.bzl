# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0

"""@boringssl//:crypto, from one of four places.

  default                  Debian's package android-libboringssl-dev: a shared
                           library under /usr/lib/<triplet>/android
  --config=bssl-src        the source package of the same library, compiled
                           here with our flags (sanitizers, coverage), static
  BORINGSSL_ROOT=<prefix>  an upstream BoringSSL that was installed to <prefix>
                           (include/ and lib/libcrypto.a or lib/libcrypto.so)
  BORINGSSL_SOURCE=<folder>
                           a source tree, Debian's or a clone of upstream's,
                           compiled as bssl-src is

The choice travels in the environment (--repo_env), because a repository rule
runs before any build setting exists. BORINGSSL_SOURCE wins over --config=bssl-src,
and that over BORINGSSL_ROOT.
"""

# Upstream's own BUILD file wants a newer Bazel. Its lists of files do not.
_UPSTREAM = """\
load(
    ":gen/sources.bzl",
    "bcm_internal_headers",
    "bcm_sources",
    "bcm_sources_asm",
    "crypto_headers",
    "crypto_internal_headers",
    "crypto_sources",
    "crypto_sources_asm",
)

cc_library(
    name = "crypto",
    srcs = bcm_internal_headers + bcm_sources + bcm_sources_asm +
           crypto_internal_headers + crypto_sources + crypto_sources_asm,
    hdrs = crypto_headers,
    copts = [
        "-std=c++17",
        "-D_XOPEN_SOURCE=700",
        "-DBORINGSSL_IMPLEMENTATION",
    ],
    includes = ["include"],
    linkopts = ["-pthread"],
    linkstatic = True,
    visibility = ["//visibility:public"],
)
"""

_BUILD = """\
package(default_visibility = ["//visibility:public"])

cc_library(
    name = "crypto",
    srcs = {srcs},
    hdrs = glob(["include/openssl/*.h"]),
    includes = ["include"],
    linkopts = {linkopts},
)
"""

def _need(path, what):
    if not path.exists:
        fail("BoringSSL: no %s (%s)" % (path, what))
    return path

def _debian(ctx):
    """Links the packaged library by its full name, from its own directory."""
    machine = ctx.execute(["uname", "-m"]).stdout.strip()
    dirs = [
        d.get_child("android")
        for d in ctx.path("/usr/lib").readdir()
        if d.get_child("android").get_child("libcrypto.so.0").exists
    ]

    # With several architectures installed, this machine's own comes first.
    dirs = [d for d in dirs if str(d).startswith("/usr/lib/" + machine)] + dirs
    if not dirs:
        fail("BoringSSL: install android-libboringssl-dev")
    headers = _need(ctx.path("/usr/include/android/openssl"), "android-libboringssl-dev")
    ctx.symlink(headers, "include/openssl")

    # By -l and not as a file in srcs: Bazel would add a RUNPATH relative to the
    # binary, and a copied binary would look for its library beside itself.
    ctx.file("BUILD.bazel", _BUILD.format(
        srcs = [],
        linkopts = [
            "-L%s" % dirs[0],
            "-l:libcrypto.so.0",
            "-Wl,-rpath,%s" % dirs[0],
        ],
    ))

def _install(ctx, root):
    """An upstream install. Upstream has C++ inside, so its runtime is linked."""
    root = ctx.path(root)
    ctx.symlink(_need(root.get_child("include").get_child("openssl"), "BORINGSSL_ROOT"), "include/openssl")
    lib = root.get_child("lib")
    if lib.get_child("libcrypto.a").exists:
        ctx.symlink(lib.get_child("libcrypto.a"), "libcrypto.a")
        srcs = ["libcrypto.a"]
        linkopts = ["-lstdc++", "-pthread"]
    else:
        _need(lib.get_child("libcrypto.so"), "BORINGSSL_ROOT")
        srcs = []
        linkopts = ["-L%s" % lib, "-lcrypto", "-Wl,-rpath,%s" % lib]
    ctx.file("BUILD.bazel", _BUILD.format(srcs = srcs, linkopts = linkopts))

def _fetch(ctx):
    """Debian's source package."""
    result = ctx.execute(
        [ctx.path(Label("//third_party:boringssl_source.sh"))],
        timeout = 1800,
    )
    if result.return_code:
        fail("BoringSSL: no source package: " + result.stderr)
    return result.stdout.strip()

def _source(ctx, folder):
    """A source tree. Debian's brings a BUILD file that this Bazel reads."""
    folder = ctx.path(folder)
    upstream = folder.get_child("gen").get_child("sources.bzl").exists
    for child in folder.readdir():
        if not upstream or child.basename in ["crypto", "gen", "include", "third_party"]:
            ctx.symlink(child, child.basename)
    if upstream:
        ctx.file("BUILD.bazel", _UPSTREAM)

def _boringssl_repository_impl(ctx):
    root = ctx.os.environ.get("BORINGSSL_ROOT", "")
    source = ctx.os.environ.get("BORINGSSL_SOURCE", "")
    if source:
        _source(ctx, source)
    elif ctx.os.environ.get("SSHMINT_BORINGSSL", "") == "src":
        _source(ctx, _fetch(ctx))
    elif root:
        _install(ctx, root)
    else:
        _debian(ctx)

boringssl_repository = repository_rule(
    implementation = _boringssl_repository_impl,
    environ = ["BORINGSSL_ROOT", "BORINGSSL_SOURCE", "SSHMINT_BORINGSSL"],
    local = True,
)
