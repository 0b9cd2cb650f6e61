#!/usr/bin/env bash
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# usage: dependencies.sh SSHMINT SSHMINT-HOSTKEY
#
# The programs are linked with the packages that audits/sbom.spdx.json lists,
# and import nothing that audits/DEPENDENCIES.md says is not used.
set -uo pipefail
# shellcheck source=tests/symbols/cases.sh
source tests/symbols/cases.sh
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
list=audits/sbom.spdx.json

# Prints what it imports of BoringSSL's readers, protocols and high-level RSA,
# and of libssh's logins, channels, files and private keys.
unwanted() { # BINARY
  nm -D --undefined-only "$1" | awk '{ print $2 }' | sed 's/@.*//' | grep -E \
    -e '^(PEM|X509V?3?|ASN1|d2i|i2d|PKCS7|PKCS8|PKCS12|BIO|SSL|TLS)_' \
    -e '^(DH|DSA|EC|ECDSA|ECDH|HPKE)_' \
    -e '^EVP_(PKEY|parse|marshal|Decode|Encode|Digest(Sign|Verify))' \
    -e '^RSA_(check|generate|sign|private|public|parse|marshal|encrypt|decrypt)' \
    -e '^CBS_asn1_ber' -e '^sftp_' \
    -e '^ssh_(userauth|scp|channel|bind|message|gssapi|forward)' \
    -e '^ssh_(pki_import|pki_export_priv|get_hexa|print_hexa|options_parse)'
}

if [[ $(ldd "$1") == */android/libcrypto.so.0\ * ]]; then
  result listed "$(audits/sbom check "$list" "$@" 2>&1)"

  # One that is missing and one too many must show.
  python3 - "$list" "$scratch/less" "$scratch/more" <<'PYTHON'
import json, sys
with open(sys.argv[1], encoding="utf-8") as text:
    document = json.load(text)
links = document["relationships"]
jansson = {"spdxElementId": "SPDXRef-sshmint", "relationshipType":
           "DYNAMIC_LINK", "relatedSpdxElement": "SPDXRef-libjansson4"}
extra = dict(jansson, relatedSpdxElement="SPDXRef-zlib1g")
for name, relations in ((sys.argv[2], [r for r in links if r != jansson]),
                        (sys.argv[3], links + [extra])):
    with open(name, "w", encoding="utf-8") as text:
        json.dump(dict(document, relationships=relations), text)
PYTHON
  for planted in 'less not listed: libjansson4' 'more not linked: zlib1g'; do
    said=$(audits/sbom check "$scratch/${planted%% *}" "$@" 2>&1)
    result "planted: ${planted%% *}" \
      "$([[ $said == "sshmint: ${planted#* }" ]] || echo "said: $said")"
  done
else
  # BORINGSSL_ROOT: another library than the one that is listed.
  skipped listed
fi

for binary; do
  result "unwanted in ${binary##*/}" "$(unwanted "$binary")"
done
# The search itself: it finds what openssl imports.
result found "$([[ -n $(unwanted "$(command -v openssl)") ]] || echo nothing)"
finish
