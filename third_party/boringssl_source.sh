#!/usr/bin/env bash
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# Prints the folder that holds the source of Debian's BoringSSL, after fetching
# it if it is not there yet. Changes nothing of the system: the package lists
# are private copies, made from the machine's own sources of packages.
set -euo pipefail

package=android-platform-external-boringssl
version=$(dpkg-query -W -f='${source:Version}' android-libboringssl)
cache=${XDG_CACHE_HOME:-${HOME:?}/.cache}/sshmint
source=$cache/boringssl-$version

if [[ ! -d $source ]]; then
  mkdir -p "$cache"
  work=$(mktemp -d "$cache/fetch.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  mkdir -p "$work"/{parts,lists/partial,archives/partial}

  # What is switched on for binary packages of this release of Debian, asked for
  # source packages. Other vendors' sources often have none, and are left out.
  codename=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
  find /etc/apt -maxdepth 2 -path '*/sources.list.d/*.sources' \
    -exec cat {} \; -exec echo \; |
    awk -v RS= -v ORS='\n\n' -v suite="(^|\n)Suites:[^\n]*[ \t]($codename|stable)" '
      $0 ~ suite { sub(/(^|\n)Types:[^\n]*/, "\nTypes: deb-src"); print }
    ' >"$work/parts/own.sources"
  find /etc/apt -maxdepth 2 \( -path '*/sources.list.d/*.list' -o \
    -path '/etc/apt/sources.list' \) -exec cat {} + |
    sed -nE "s/^deb(-src)?([ \t]+\[[^]]*\])?([ \t]+[^ \t]+[ \t]+($codename|stable))/deb-src\2\3/p" |
    sort -u >"$work/parts/own.list"

  cd "$work"
  apt=(apt-get -q -o Dir::Etc::sourcelist=/dev/null
    -o Dir::Etc::sourceparts="$work/parts" -o Dir::State::lists="$work/lists"
    -o Dir::Cache="$work" -o APT::Sandbox::User="$(id -un)")
  {
    "${apt[@]}" update
    "${apt[@]}" source --only-source "$package=$version"
  } >&2
  unpacked=("$package"-*/)
  # Another call may have been faster; both have the same.
  mv -T "${unpacked[0]}" "$source" 2>/dev/null || [[ -d $source ]]
fi
printf '%s\n' "$source"
