#!/usr/bin/env bash
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# What nothing here runs, the files for OSS-Fuzz's own machines, at least fits
# the tree and each other.
set -uo pipefail

# shellcheck source=/dev/null
source tests/symbols/cases.sh
here=fuzz/oss-fuzz lite=.clusterfuzzlite

# list KEY: the words of a list of project.yaml.
list() {
  sed -n "/^$1:/,/^[a-z]/s/^ *- //p" "$here/project.yaml" | sort
}

# Every path of the tree that they name: what is copied into the image from
# beside the Dockerfile or from the tree's top, and what is called there.
missing() {
  local file path
  while read -r path; do
    [[ -e $here/$path ]] || printf '%s ' "$path"
  done < <(sed -n 's/^COPY \([^ ]*\) .*/\1/p' "$here/Dockerfile")
  while read -r path; do
    [[ -e $path ]] || printf '%s ' "$path"
  done < <(sed -n 's/^COPY \([^ ]*\) .*/\1/p' "$lite/Dockerfile")
  while read -r path; do
    [[ -e ${path#*/sshmint/} ]] || printf '%s ' "$path"
  done < <(grep -oh "[$]SRC/sshmint/[^ \"']*" "$here"/{Dockerfile,build.sh} \
    "$lite"/{Dockerfile,build.sh})
  for file in "$here/build.sh" "$lite/build.sh"; do
    [[ -x $file ]] || printf '%s cannot be run ' "$file"
  done
}
result paths "$(missing)"

# installed FILE: how an image gets what the build needs beside the tree.
installed() { sed -n '/^FROM/,/sshmint/p' "$1" | sed '$d'; }
result images "$(diff <(installed "$here/Dockerfile") \
  <(installed "$lite/Dockerfile"))"
result installed "$(installed "$here/Dockerfile" | grep -q argon2 ||
  printf 'not argon2')"
# The images are of the system that project.yaml says.
for folder in "$here" "$lite"; do
  system=$(sed -n 's/^base_os_version: //p' "$folder/project.yaml")
  result "system_${folder##*[./]}" "$([[ -n $system ]] &&
    grep -q "^FROM .*:$system\$" "$folder/Dockerfile" || printf 'differs')"
done

# tried: the combinations that ./x test --slow tries.
tried() { printf '%s\n' "$@" | sort; }
# asked: those that OSS-Fuzz makes of project.yaml.
asked() {
  local engine
  while read -r engine; do
    case $engine in
      libfuzzer) list sanitizers | sed 's/^/libfuzzer_/' ;;
      *) printf '%s_address\n' "$engine" ;;
    esac
  done < <(list fuzzing_engines)
}
result asked "$([[ $(asked | wc -l) -ge 5 ]] || printf 'too few')"
result tried "$(comm -23 <(asked | sort) <(tried "$@"))"

for workflow in .github/workflows/{cifuzz,cflite_pr}.yml; do
  name=${workflow##*/}
  result "$name" "$(diff <(list sanitizers) \
    <(sed -n 's/^ *sanitizer: \[\(.*\)\]/\1/p' "$workflow" |
      tr -d , | xargs -n 1 | sort))"
  result "$name.pinned" "$(grep -n 'uses:' "$workflow" |
    grep -Ev '@(v[0-9]+|master)$')"
done
if python3 -c 'import yaml' 2>/dev/null; then
  for file in "$here" "$lite"; do
    result "yaml_${file##*[./]}" "$(python3 -c \
      'import sys, yaml; yaml.safe_load(sys.stdin)' <"$file/project.yaml" 2>&1)"
  done
  for file in .github/workflows/*.yml; do
    result "yaml_${file##*/}" "$(python3 -c \
      'import sys, yaml; yaml.safe_load(sys.stdin)' <"$file" 2>&1)"
  done
fi
finish
