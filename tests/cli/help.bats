#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# Help, the man page, and what is no command line.

# What is not set here, helpers.bash sets; $ in '' is for another shell. A verb
# of two words is two arguments: where $verb has no quotes, it is to be split.
# shellcheck disable=SC2016,SC2086,SC2154

load helpers

setup() {
  common_setup
  page=$BATS_TEST_DIRNAME/../../cli/sshmint.1
}

verbs=(new inspect fingerprint public convert passwd comment repair check scan
  match 'azure check' 'azure emit' connect 'host verify' 'host pin' 'host list'
  'host forget' 'host commands' 'policy show' 'policy check' 'policy explain')
# What every verb takes, what every verb that may open a private key takes, and
# what each takes besides.
shared=(-h --help -q --quiet -v --verbose --json --batch --policy --color)
opening=(--passphrase-file --passphrase-fd)
fresh=(--new-passphrase-file --new-passphrase-fd --no-passphrase)
pins='--fingerprint --from-azure --from-boot-log --known-hosts --timeout'
# (bats reads this file in a function.)
declare -gA own=(
  [new]='-t -b -m -f -C -a --force --if-missing --count --dir --name --no-passphrase'
  [fingerprint]='-E --sshfp'
  [convert]="--to -o --force -C -a --no-newline ${fresh[*]}"
  [passwd]="-a ${fresh[*]}"
  [repair]='-o --force -y --yes --backup'
  [check]='--blocklist'
  [scan]='--blocklist'
  ['azure emit']='--to --name --resource-group --location --user --image'
  [connect]="-i --pin $pins"
  ['host verify']="$pins"
  ['host pin']="--hash $pins"
  ['host list']='--known-hosts'
  ['host forget']='--known-hosts'
  ['host commands']='--shell --name --resource-group'
  ['policy show']='--effective'
)

# Sets `options` to all that this verb takes.
options_of() {
  read -ra options <<<"${own[$1]-}"
  options+=("${shared[@]}")
  case $1 in
    repair | azure* | connect | host* | policy*) ;;
    *) options+=("${opening[@]}") ;;
  esac
}

@test "--help names every verb, on standard output" {
  mint 0 --help
  for verb in "${verbs[@]}"; do
    prints "  $verb "
  done
  prints '-m PEM -t rsa -b 2048'
  says_nothing
  # No verb is missing here: what it lists is what is tested below.
  [ "$(grep -Ec '^  [a-z]+( [a-z]+)?  ' "$out")" -eq ${#verbs[@]} ]
}

@test "every help names the exit statuses that the man page lists" {
  for verb in '' "${verbs[@]}"; do
    mint 0 $verb --help
    sed -n '/^Exit status:/,$p' "$out" | grep -Eo '\b[0-9]+\b' >named
    printf '%s\n' 0 1 2 3 4 5 6 7 8 70 78 >wanted
    same wanted named
  done
}

@test "wrong numbers of files" {
  for verb in "${verbs[@]}"; do
    case $verb in
      new | 'host commands' | 'policy show') ;;
      *) refuses 2 E_USAGE_OPERAND $verb ;;
    esac
  done
  refuses 2 E_USAGE_OPERAND new F --no-passphrase
  says 'wrong number of files: "F".'
  # Where files are taken, what is one too many may be a passphrase.
  for verb in public convert passwd repair 'azure emit'; do
    refuses 2 E_USAGE_OPERAND $verb F hunter2
    says_not hunter2
  done
  for verb in comment match; do
    refuses 2 E_USAGE_OPERAND $verb F
    refuses 2 E_USAGE_OPERAND $verb F G hunter2
    says_not hunter2
  done
  holds
}

@test "without arguments the same goes to standard error, with status 2" {
  mint 0 --help
  cp "$out" help
  mint 2
  prints_nothing
  same help "$err"
}

@test "--version is one line" {
  mint 0 --version
  grep -Exq 'sshmint [0-9]+\.[0-9]+\.[0-9]+' "$out"
  [ "$(wc -l <"$out")" -eq 1 ]
}

@test "VERB --help lists every option that the verb takes" {
  for verb in "${verbs[@]}"; do
    options_of "$verb"
    mint 0 $verb --help
    says_nothing
    prints "usage: sshmint $verb "
    for option in "${options[@]}"; do
      grep -Eq -- "^  (-[a-z], )?$option( |$|,)" "$out" || fail "$verb lacks $option"
    done
  done
}

@test "what --help lists is taken, and what is taken is listed" {
  for verb in "${verbs[@]}"; do
    mint 0 $verb --help
    sed -n 's/^  \(-[^ ].*\)/\1/p' "$out" | grep -Eo -- '(^|, )--?[a-zA-Z-]+' |
      sed 's/, //' | sort >listed
    options_of "$verb"
    printf '%s\n' "${options[@]}" | sort >known
    same known listed
    while read -r option; do
      # Whatever is wrong with the rest, the option itself is known.
      setsid --wait timeout 20 "$SSHMINT" $verb "$option" >"$out" 2>"$err" || true
      says_not E_USAGE_OPTION
    done <listed
  done
}

@test "-h and --help win over whatever else is wrong after them" {
  mint 0 check -h --nosuch
  mint 0 new --help -b 17
}

@test "the pages fit into 80 columns" {
  for verb in '' "${verbs[@]}"; do
    mint 0 $verb --help
    if grep -E '.{81}' "$out"; then fail "$verb --help is too wide"; fi
  done
}

@test "a verb that is none" {
  refuses 2 E_USAGE_VERB frobnicate
  refuses 2 E_USAGE_VERB --frobnicate
  refuses 2 E_USAGE_VERB ''
  refuses 2 E_USAGE_VERB CHECK
  refuses 2 E_USAGE_VERB -
}

@test "a verb of two words: its first alone, with --help, and with a wrong second" {
  mint 2 azure
  prints_nothing
  says 'usage: sshmint azure VERB' '  azure check '
  cp "$err" usage
  for option in -h --help; do
    mint 0 azure $option
    says_nothing
    same usage "$out"
  done
  refuses 2 E_USAGE_VERB azure frobnicate
  says '"frobnicate"'
  refuses 2 E_USAGE_VERB azure ''
  refuses 2 E_USAGE_VERB azure --json check
  says 'a verb has to come before this option'
  # Neither word is a verb without the other, nor both as one argument.
  refuses 2 E_USAGE_VERB azur check
  refuses 2 E_USAGE_VERB 'azure '
  refuses 2 E_USAGE_VERB 'azure check'
}

@test "an option before the verb" {
  refuses 2 E_USAGE_VERB --json check
  refuses 2 E_USAGE_VERB --batch new
}

@test "the value of an unknown option is not repeated: it may be a secret" {
  refuses 2 E_USAGE_OPTION check --passphrase=hunter2
  says_not hunter2
}

@test "an error names the file, the code, what was seen and what to do" {
  : >F
  mint 3 check F
  grep -Exq 'sshmint: F: \[E_[A-Z0-9_]+\] .+\. Fix: .+' "$err"
  printf 'nonsense\n' >F
  mint 3 check F
  grep -Exq 'sshmint: F(:1)?: \[E_[A-Z0-9_]+\] .+\. Fix: .+' "$err"
}

@test "-q keeps warnings back, but no error and no result" {
  key F
  chmod 644 F
  mint 0 fingerprint -q F
  says_nothing
  prints SHA256
  mint 6 check -q missing
  says '[E_FILE_OPEN]'
}

# ---- the man page

# plain_page [OPTION...]: its text, without what makes letters bold on a printer.
plain_page() { mandoc -T utf8 "$@" "$page" | sed $'s/.\b//g'; }

@test "the man page is there and has nothing to complain about" {
  [ -s "$page" ]
  run -0 mandoc -T lint -W warning "$page"
  [ -z "$output" ]
}

@test "the man page names every verb and every option" {
  plain_page >text
  for verb in "${verbs[@]}"; do
    grep -Eq "^ +(sshmint )?$verb( |\$)" text || fail "the page lacks $verb"
  done
  read -ra options <<<"${own[*]}"
  for option in "${shared[@]}" "${opening[@]}" "${options[@]}"; do
    grep -Eq -- "(^|[ ,|([])$option([] ,.|]|\$)" text ||
      fail "the page lacks $option"
  done
}

@test "the man page lists every exit status" {
  plain_page | sed -n '/^EXIT STATUS/,/^EXAMPLES/p' >text
  for status in 0 1 2 3 4 5 6 7 8 70 78; do
    grep -Eq "^ +$status  " text || fail "the page lacks status $status"
  done
}

@test "the examples of the man page work" {
  plain_page -O width=200 | sed -n '/^EXAMPLES/,/^[D]/s/^ *\$ //p' >examples
  [ "$(wc -l <examples)" -ge 5 ]
  echo 'correct horse' >secret.txt
  chmod 600 secret.txt
  command=$(grep 'new -b 3072 -f deploy' examples)
  example() { program 0 bash -c "sshmint() { \"\$SSHMINT\" \"\$@\"; }; $1"; }
  example "$command"
  [ -s deploy ]
  key id_rsa -m openssh
  example "$(grep -- '--to pem' examples)"
  whole_key id_rsa.pem
  cp id_rsa before
  echo 'correct horse' >old
  echo 'other horse' >new
  chmod 600 old new
  mint 0 passwd id_rsa --new-passphrase-file old
  example "$(grep 'passwd id_rsa' examples)"
  mint 0 check id_rsa --passphrase-file new
  rm id_rsa
  cp "$vectors/rsa.ppk" key.ppk
  chmod 600 key.ppk
  example "$(grep 'key.ppk' examples)"
  whole_key id_rsa 'OPENSSH PRIVATE KEY'
}
