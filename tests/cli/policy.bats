#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# Policies: what each preset and each rule does to the verbs, where a policy
# comes from, and whom it is taken from. MINT_POLICY says where the
# administrator's lies, in a build for tests only.

# What is not set here, helpers.bash sets.
# shellcheck disable=SC2154

load helpers

ruled=$(dirname "$SSHMINT")/../tests/cli/sshmint_policy

setup() {
  common_setup
  export MINT_POLICY=$work/
  mkdir -m 755 etc
}

# policy NAME [LINE...]: the text of a policy with these lines.
policy() {
  printf 'PolicyVersion 1\nName %s\n' "$1"
  shift
  [[ $# -eq 0 ]] || printf '%s\n' "$@"
}

# system NAME [LINE...]: makes it the administrator's.
system() {
  ((EUID == 0)) || skip "only root can make a file root's"
  policy "$@" >etc/policy.conf
  chmod 644 etc/policy.conf
}

# governed STATUS ARGS...: as mint, under the administrator's policy.
governed() {
  local wanted=$1
  shift
  program "$wanted" "$ruled" "$@"
}

# broken RULE...: standard output or error tells that these rules of a policy
# are broken, and no others.
broken() {
  cat "$out" "$err" | grep -F '[E_POLICY_RULE]' |
    sed 's/.*forbids it: //; s/: wanted .*//' | sort >told
  printf '%s\n' "$@" | sort >wanted
  same wanted told
  # each with what is wanted and what was got
  [ "$(cat "$out" "$err" | grep -cE 'wanted .+, got .+')" -ge $# ]
}

# ---- presets

@test "the presets, every value" {
  for name in default azure nist-2031 bsi cnsa1 cnsa2 fips186-5 legacy; do
    mint 0 policy show --effective --policy "$name"
    cat "$out"
  done >got
  same "$BATS_TEST_DIRNAME/policy_presets.txt" got
}

@test "show lists the presets, and the one in force" {
  mint 0 policy show --policy bsi
  prints 'In force: bsi, digest SHA256:' 'nist-2031' 'RFC 9151'
  # the digest is that of the text
  mint 0 policy show --effective --policy bsi
  digest=$(tail -n +2 "$out" | openssl sha256 -binary | base64 | tr -d =)
  prints "digest SHA256:$digest"
  mint 0 policy show --json --effective --policy bsi
  json 'o[0]["name"] == "bsi"' 'o[0]["rules"]["RequiredRSASize"] == "3000"' \
    'o[0]["digest"] == o[0]["policy"]["digest"]' 'o[0]["policy"]["name"] == "bsi"'
}

@test "cnsa2 refuses RSA: 1" {
  key F
  mint 1 check --policy cnsa2 F.pub
  prints rejected 'K27 [E_RSA_REFUSED]' 'K1 [E_RSA_BITS_MIN]'
  mint 1 new --policy cnsa2 --no-passphrase -f G
  broken RSAKeys GenerateRSASizes
  absent G G.pub
}

@test "sizes: wanted and got" {
  key F
  for name in nist-2031 bsi cnsa1; do
    mint 1 check --json --policy "$name" F
    json '[f["rule"] for f in o[0]["findings"]] == ["K1"]' \
      'o[0]["findings"][0]["wanted"].startswith("at least 30")' \
      'o[0]["findings"][0]["got"] == "2048"' "o[0]['policy']['name'] == '$name'"
  done
  for name in default azure fips186-5 legacy; do
    mint 0 check --policy "$name" F
  done
}

# ---- the file

@test "a good file: its name and digest; every text is as its parts" {
  policy corp 'Extends azure' 'RequiredRSASize 3072' >p.conf
  mint 0 policy check p.conf
  prints 'policy corp, digest SHA256:'
  mint 0 policy show --effective --policy p.conf
  { cat "$out" && echo 'Name other'; } >again.conf
  mint 0 policy check --json again.conf
  cp "$out" one
  mint 0 policy check --json p.conf
  cat one >>"$out"
  json 'o[0]["digest"] == o[1]["digest"]' 'o[0]["name"] == "corp"'
}

@test "a bad file names the line, the code and what to do, and is never passed over" {
  policy corp 'MinPassphraseLength 8' 'Frobnicate yes' >p.conf
  refuses 78 E_POLICY_KEYWORD policy check p.conf
  grep -Exq 'sshmint: p.conf:4: \[E_POLICY_KEYWORD\] .+"Frobnicate"\. Fix: .+' "$err"
  refuses 78 E_POLICY_KEYWORD new --policy p.conf --no-passphrase -f F
  refuses 78 E_POLICY_KEYWORD check --policy ./p.conf F
  while IFS='|' read -r code line; do
    policy corp "$line" >p.conf
    refuses 78 "$code" policy check p.conf
  done <<'LIST'
E_POLICY_VALUE|MaxRSASize 0x1000
E_POLICY_LOOSER|WeakKeyChecks none
E_POLICY_EXTENDS|Extends nosuch
E_POLICY_TWICE|Name again
LIST
  printf 'PolicyVersion 1\r\n' >p.conf
  refuses 78 E_POLICY_TEXT policy check p.conf
  : >p.conf
  refuses 78 E_POLICY_VERSION policy check p.conf
  refuses 78 E_POLICY_FILE policy check missing.conf
  refuses 78 E_POLICY_FILE policy check .
  holds etc p.conf
}

@test "explain: a keyword, a rule, its code" {
  mint 0 policy explain requiredrsasize --policy bsi
  prints 'In force: 3000, by bsi' 'Source: '
  mint 0 policy explain K22
  prints E_RSA_ROCA CVE-2017-15361
  mint 0 policy explain E_RSA_ROCA
  prints K22
  refuses 2 E_POLICY_EXPLAIN policy explain nosuch
}

# ---- whom a policy is taken from

@test "the administrator's policy rules, and others only tighten it" {
  system corp 'RequiredRSASize 3072' 'RequirePassphrase yes'
  key F
  governed 1 check F.pub
  prints 'policy corp' 'K1 [E_RSA_BITS_MIN]'
  # a laxer one changes nothing, a stricter one does
  governed 1 check --policy legacy F.pub
  prints 'policy corp+legacy' 'K1 [E_RSA_BITS_MIN]'
  governed 0 policy show --effective --policy legacy
  prints 'RSAExponent min 65537' 'RequiredRSASize 3072'
  governed 0 policy show --effective --policy cnsa2
  prints 'RSAKeys refuse' 'RequirePassphrase yes'
  governed 1 new -b 2048 --no-passphrase -f G
  broken RequiredRSASize RequirePassphrase
  # ssh-keygen's own command line too
  governed 255 -t rsa -b 2048 -N '' -f G
  says RequiredRSASize
  absent G G.pub
  # no variable of the release says where
  [ "$(grep -c MINT_POLICY "$SSHMINT")" -eq 0 ]
  mint 0 check F.pub
}

@test "an administrator's policy that others could have written is refused" {
  key F
  system corp
  governed 0 check F.pub
  for mode in 664 646 666; do
    chmod "$mode" etc/policy.conf
    refuses_governed E_POLICY_TRUST check F.pub
  done
  chmod 644 etc/policy.conf
  for mode in 775 757 1777; do
    chmod "$mode" etc
    refuses_governed E_POLICY_TRUST check F.pub
  done
  chmod 755 etc
  chown 1 etc/policy.conf
  refuses_governed E_POLICY_TRUST check F.pub
  chown 0 etc/policy.conf
  chown 1 etc
  refuses_governed E_POLICY_TRUST new --no-passphrase -f G
  chown 0 etc
  mv etc/policy.conf real
  ln -s ../real etc/policy.conf
  refuses_governed E_POLICY_FILE check F.pub
  rm etc/policy.conf
  mkdir etc/policy.conf
  refuses_governed E_POLICY_FILE check F.pub
  rmdir etc/policy.conf
  mkfifo etc/policy.conf
  refuses_governed E_POLICY_FILE check F.pub
  rm etc/policy.conf
  mv etc other
  ln -s other etc
  refuses_governed E_POLICY_FILE check F.pub
  rm etc
  governed 0 check F.pub
}

refuses_governed() {
  program 78 "$ruled" "${@:2}"
  says "[$1]"
  prints_nothing
}

@test "the user's own policy: taken alone, or on top of the administrator's" {
  mkdir -p home/.config/sshmint
  set_home "$work/home"
  key F
  policy mine 'MaxRSASize 2048' >home/.config/sshmint/policy.conf
  program 0 "${at_home[@]}" "$ruled" policy show --effective
  prints '# policy mine,' 'MaxRSASize 2048'
  # where there is no administrator's, --policy stands in its place
  program 0 "${at_home[@]}" "$ruled" policy show --effective --policy legacy
  prints '# policy legacy,' 'RSAExponent min 3'
  system corp 'RequirePassphrase yes'
  program 0 "${at_home[@]}" "$ruled" policy show --effective --policy legacy
  prints '# policy corp+mine+legacy,' 'MaxRSASize 2048' 'RequirePassphrase yes' \
    'RSAExponent min 65537'
  chmod 666 home/.config/sshmint/policy.conf
  program 78 "${at_home[@]}" "$ruled" check F
  says '[E_POLICY_TRUST]'
}

# ---- what it rules

@test "formats, passphrases and key derivation of what is written" {
  policy corp 'WriteFormat openssh' 'RequirePassphrase yes' \
    'MinPassphraseLength 12' 'KDFMinBcryptRounds 30' 'CommentCharset ascii-printable' >p.conf
  mint 1 new --policy p.conf -m pem -b 2048 --no-passphrase -f F
  broken WriteFormat RequirePassphrase
  (umask 077 && echo short >short && echo 'long enough for it' >long)
  mint 1 new --policy p.conf -b 2048 -C "$(printf 'gr\303\274n')" -a 29 --passphrase-file short -f F
  broken MinPassphraseLength KDFMinBcryptRounds CommentCharset
  absent F F.pub
  # its own form and rounds are what the policy wants
  mint 0 new --policy p.conf -b 2048 --passphrase-file long -f F
  mint 0 inspect --json F
  json 'o[0]["format"] == "openssh"' 'o[0]["kdf_cost"] == 30'
  mint 0 check --policy p.conf --passphrase-file long F
  mint 1 convert --policy p.conf --passphrase-file long F --to pkcs8 -o G
  broken WriteFormat
  mint 1 passwd --policy p.conf --passphrase-file long --no-passphrase F
  broken RequirePassphrase
  mint 1 new --policy p.conf -b 2048 --no-passphrase --count 2 --dir .
  absent G id_rsa_1
}

@test "formats, encryption and size of what is read" {
  key F
  policy corp 'AllowedPrivateFormats openssh' 'RequirePassphrase yes' 'MaxKeyFileSize 100' >p.conf
  mint 1 check --policy p.conf F
  broken MaxKeyFileSize
  policy corp 'AllowedPrivateFormats openssh' 'RequirePassphrase yes' >p.conf
  mint 1 check --policy p.conf F
  broken AllowedPrivateFormats RequirePassphrase
  mint 1 scan --policy p.conf F
  prints rejected AllowedPrivateFormats RequirePassphrase
  mint 1 public --policy p.conf F
  broken AllowedPrivateFormats
  prints_nothing
  mint 0 check --policy p.conf F.pub
  ssh-keygen -q -t rsa -b 2048 -a 3 -N secret -f G
  (umask 077 && echo secret >pass)
  policy corp 'KDFMinBcryptRounds 16' >p.conf
  mint 1 check --policy p.conf --passphrase-file pass G
  broken KDFMinBcryptRounds
  policy corp 'KDFMaxBcryptRounds 2' >p.conf
  mint 1 check --policy p.conf --passphrase-file pass G
  broken KDFMaxBcryptRounds
  mint 1 check --json --policy p.conf --passphrase-file pass G
  json 'o[0]["verdict"] == "reject"'
  mint 1 scan --policy p.conf --passphrase-file pass G
  prints 'rejected: 1' KDFMaxBcryptRounds
}

@test "fingerprints" {
  key F
  policy corp 'FingerprintHash sha256' >p.conf
  mint 0 fingerprint --policy p.conf F
  mint 1 fingerprint --policy p.conf -E md5 F
  broken FingerprintHash
  mint 1 fingerprint --policy p.conf --sshfp host F
  broken FingerprintHash
  mint 0 fingerprint --policy p.conf --json F
  json 'set(o[0]["fingerprints"]) == {"sha256"}'
}

@test "a block list that the policy wants" {
  key F
  policy corp 'WeakKeyChecks roca,fermat,shortsleeve,smallfactors,blocklist' >p.conf
  mint 1 check --policy p.conf F
  broken WeakKeyChecks
  echo sshmint-blocklist-1 >list
  mint 0 check --policy p.conf --blocklist list F
}

# ---- the audit trail

@test "an audit trail: a line for each operation, and no secret" {
  policy corp "AuditLog $work/trail" >p.conf
  (umask 077 && echo 'a secret passphrase' >pass)
  mint 0 new --policy p.conf -q -b 2048 --passphrase-file pass -f F
  mint 6 check --policy p.conf --passphrase-file pass F F.pub missing
  mode 600 trail
  cp trail "$out"
  json 'len(o) == 4' '[x["file"] for x in o] == ["F", "F", "F.pub", "missing"]' \
    '[x["verb"] for x in o] == ["new", "check", "check", "check"]' \
    '[x["verdict"] for x in o] == ["accept", "accept", "accept", "error"]' \
    "all(x['fingerprint'] == '$(print_of F.pub)' for x in o[:3])" \
    "all(x['uid'] == $EUID and x['digest'].startswith('SHA256:') for x in o)" \
    'all(x["time"].endswith("Z") for x in o)'
  if grep -q 'secret' trail; then fail "a secret is in the trail"; fi
  # it is appended to
  mint 0 check --policy p.conf F.pub
  [ "$(wc -l <trail)" -eq 5 ]
}

@test "an audit trail that is required and cannot be written: nothing is done" {
  policy corp "AuditLog $work/no/trail" 'AuditRequired yes' >p.conf
  refuses 78 E_POLICY_AUDIT new --policy p.conf --no-passphrase -f F
  : >elsewhere
  ln -s elsewhere trail
  policy corp "AuditLog $work/trail" 'AuditRequired yes' >p.conf
  refuses 78 E_POLICY_AUDIT new --policy p.conf --no-passphrase -f F
  policy corp 'AuditLog /dev/full' 'AuditRequired yes' >p.conf
  refuses 78 E_POLICY_AUDIT new --policy p.conf --no-passphrase -f F
  policy corp 'AuditRequired yes' >p.conf
  refuses 78 E_POLICY_AUDIT new --policy p.conf --no-passphrase -f F
  holds elsewhere etc p.conf trail
  [ ! -s elsewhere ]
  # not required: it goes on
  policy corp "AuditLog $work/no/trail" >p.conf
  mint 0 new --policy p.conf -q -b 2048 --no-passphrase -f F
}

@test "an audit trail that is full before the first line: nothing is done" {
  policy corp "AuditLog $work/trail" 'AuditRequired yes' >p.conf
  # no file may grow; what is said goes through a pipe
  {
    (
      ulimit -f 0
      "$SSHMINT" new --policy p.conf -q -b 2048 --no-passphrase -f F 2>&1
    ) || echo "status $?"
  } | cat >"$err"
  says '[E_POLICY_AUDIT]' 'status 78'
  absent F F.pub
  mint 0 check --policy p.conf "$vectors/rsa.pub"
  cp trail "$out"
  json '[x["event"] for x in o] == ["start", "result"]'
}
