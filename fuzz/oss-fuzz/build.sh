#!/bin/bash -eu
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# Builds every target into $OUT, as OSS-Fuzz and ClusterFuzzLite ask for it in
# their environment: CC, CXX, CFLAGS, CXXFLAGS, LIB_FUZZING_ENGINE, SANITIZER.
# The libraries lie beside this tree in $SRC; what is missing there but
# BoringSSL is the system's.
cd "$SRC/sshmint"

# The image's bazel is Bazelisk, and the newest Bazel reads no WORKSPACE.
export USE_BAZEL_VERSION=4.2.3
export BORINGSSL_SOURCE=$SRC/boringssl
if [[ -d $SRC/argon2 ]]; then
  export ARGON2_SOURCE=$SRC/argon2
fi

flags=("--repo_env=CC=$CC"
  "--platform_suffix=-$FUZZING_ENGINE-$SANITIZER"
  # Reports and coverage name the files where they lie.
  "--copt=-ffile-prefix-map=/proc/self/cwd=$PWD")
for flag in $CFLAGS; do
  flags+=("--conlyopt=$flag")
done
for flag in $CXXFLAGS; do
  flags+=("--cxxopt=$flag" "--linkopt=$flag")
done
# MSan sees nothing of what assembly writes.
[[ $SANITIZER != memory ]] || flags+=(--copt=-DOPENSSL_NO_ASM)
# What AFL++'s compiler is to do comes by the environment.
for name in "${!AFL_@}"; do
  flags+=("--action_env=$name")
done

targets=()
for file in fuzz/*_fuzz.c; do
  # It asks programs with libraries that stay behind.
  [[ $file == fuzz/peers_fuzz.c ]] || targets+=("$(basename "$file" .c)")
done
bazel --noworkspace_rc --bazelrc=fuzz/oss-fuzz/bazelrc \
  build "${flags[@]}" "--linkopt=$LIB_FUZZING_ENGINE" -- \
  "${targets[@]/#/"//fuzz:"}"
for target in "${targets[@]}"; do
  install -m 755 "bazel-bin/fuzz/$target" "$OUT"
  install -m 644 bazel-bin/fuzz/"$target"{.dict,.options,_seed_corpus.zip} \
    "$OUT"
done

# Where a report of coverage looks for the libraries' source.
if [[ $SANITIZER == coverage ]]; then
  mkdir -p external
  for library in argon2 boringssl; do
    [[ ! -d $SRC/$library ]] || ln -sfn "$SRC/$library" external/
  done
fi
