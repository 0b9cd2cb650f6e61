#!/usr/bin/env bats
# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
#
# sshmint new --count: many pairs at once.

# What is not set here, helpers.bash sets; $ in '' is for another shell.
# shellcheck disable=SC2016,SC2154

load helpers

setup() {
  common_setup
  mkdir D
}

quick=(-b 2048 --no-passphrase)

# one_cpu: the number of a processor that may be used.
one_cpu() { taskset -pc $$ | grep -o '[0-9]*$'; }

# many STATUS N ARGS...: makes N pairs in D.
many() { mint "$1" new "${quick[@]}" --dir D --count "${@:2}"; }

# in_D NAME...: D holds these pairs, each whole, and nothing else.
in_D() {
  local name
  [[ $(find D -mindepth 1 -printf '%P\n' | sort) == "$(printf '%s\n' "$@" "${@/%/.pub}" | sort)" ]] ||
    fail "D holds: $(ls -A D)"
  for name in "$@"; do
    whole_pair "D/$name"
  done
}

# Sets `names` to id_rsa_1 and so on, with as many digits as the last has.
names_to() { mapfile -t names < <(seq -w "$1" | sed 's/^/id_rsa_/'); }

@test "all pairs are there, whole, named in order, and no two keys are the same" {
  names_to 12
  many 0 12
  says_nothing
  in_D "${names[@]}"
  [ "$(cut -d ' ' -f 2 D/*.pub | sort -u | wc -l)" -eq 12 ]
  # A prime in common would be as bad.
  for name in "${names[@]}"; do
    openssl rsa -in "D/$name" -noout -text 2>/dev/null |
      sed -n '/^prime1:/,/^exponent1:/p' | tr -d ' \n:' |
      sed 's/prime1\(.*\)prime2\(.*\)exponent1/\1\n\2\n/'
  done >primes
  [ "$(wc -l <primes)" -eq 24 ]
  [ "$(sort -u primes | wc -l)" -eq 24 ]
  mint 0 check "${names[@]/#/D/}"
  [ "$(grep -c accepted "$out")" -eq 12 ]
}

@test "one line a key, as ssh-keygen -l, with the name in the comment's place" {
  many 0 9 -C me@here
  [ "$(wc -l <"$out")" -eq 9 ]
  for i in {1..9}; do
    grep -qxF "2048 $(print_of "D/id_rsa_$i.pub") D/id_rsa_$i (RSA)" "$out"
    [[ $(cat "D/id_rsa_$i.pub") == *' me@here' ]]
  done
}

@test "-q prints nothing" {
  many 0 2 -q
  prints_nothing
  says_nothing
  in_D id_rsa_1 id_rsa_2
}

@test "--json: an object a key, as for one" {
  many 0 3 --json -C me@here
  says_nothing
  json 'len(o) == 3' 'sorted(x["input"] for x in o) == ["D/id_rsa_%d" % i for i in (1, 2, 3)]' \
    'all(x["verdict"] == "accept" and x["bits"] == 2048 for x in o)' \
    'all(x["comment"] == "me@here" and x["findings"] == [] for x in o)' \
    'len({x["fingerprints"]["sha256"] for x in o}) == 3'
  cp "$out" many
  mint 0 new "${quick[@]}" --json -C me@here -f D/one
  # The same members.
  cat many >>"$out"
  json 'len({tuple(x) for x in o}) == 1'
}

@test "the count has as many digits as it needs" {
  many 0 1
  in_D id_rsa_1
  rm D/*
  many 0 010
  [ -e D/id_rsa_01 ] && [ -e D/id_rsa_10 ]
}

@test "--name: the number stands where %d is" {
  for name in '%d' 'vm-%d' '%d.key' 'a b%d' 'grün%d' '$(id)%d' "it's%d" '{}%d' '%dd' 'x.pub%d'; do
    many 0 1 --name "$name"
    in_D "${name/\%d/1}"
    rm -r D
    mkdir D
  done
}

@test "-C: %d is the number there too" {
  many 0 10 -m openssh -C 'vm%d@azure %d 100%'
  [[ $(cut -d ' ' -f 3- D/id_rsa_03.pub) == 'vm03@azure 03 100%' ]]
  [[ $(ssh-keygen -y -f D/id_rsa_10) == *' vm10@azure 10 100%' ]]
  # With one key it is a comment like any other.
  key F -C 'a%d'
  [[ $(cut -d ' ' -f 3- F.pub) == 'a%d' ]]
}

@test "a comment that would be too long with its number" {
  local long
  long=$(printf 'x%.0s' {1..252})
  refuses 2 E_USAGE_COMMENT new "${quick[@]}" --dir D --count 1000 -C "$long%d"
  [ -z "$(ls -A D)" ]
  many 0 9 -C "$long%d"
  [ "$(cut -d ' ' -f 3 D/id_rsa_9.pub)" = "${long}9" ]
}

# ---- what is refused

# wrong CODE ARGS...: a usage error, and nothing is made.
wrong() {
  refuses 2 "$1" new "${quick[@]}" "${@:2}"
  [ -z "$(ls -A D)" ] || fail "D holds $(ls -A D)"
  holds D
}

@test "counts that are none" {
  for count in 0 -1 +1 1000001 4294967297 99999999999999999999 1x x '' ' 1' 1.0 0x10; do
    wrong E_USAGE_COUNT --dir D --count "$count"
  done
}

@test "names that are none" {
  local long
  long=$(printf 'x%.0s' {1..250})
  for name in '' x '%' '%%' '%%d' 'a%d%d' '%d%' '%s' '%n' '%5d' '%ld' '%d.pub' \
    'a/%d' '/%d' '../%d' '%d/' $'a\n%d' $'\e[2J%d' $'\x7f%d' $'\xff%d' \
    $'\xe2\x80\xae%d' "$long%d"; do
    wrong E_USAGE_NAME --dir D --count 10 --name "$name"
  done
  many 0 9 --name "$long%d"
}

@test "options that need or exclude each other" {
  wrong E_USAGE_TOGETHER --count 2
  wrong E_USAGE_TOGETHER --dir D
  wrong E_USAGE_TOGETHER --name x%d
  wrong E_USAGE_TOGETHER --name x%d --count 2
  wrong E_USAGE_TOGETHER --name x%d --dir D
  wrong E_USAGE_CONFLICT --count 2 --dir D -f F
  wrong E_USAGE_CONFLICT --dir D -f F
  wrong E_USAGE_CONFLICT --name x%d -f F
  wrong E_USAGE_CONFLICT --count 2 --dir D --force --if-missing
  wrong E_USAGE_VALUE --count 2 --dir ''
  wrong E_USAGE_VALUE --count 2 --dir -
  wrong E_USAGE_VALUE --count 2 --dir
  wrong E_USAGE_TWICE --count 2 --dir D --count 3
  refuses 2 E_USAGE_SIZE new --no-passphrase -b 1024 --count 2 --dir D
  wrong E_USAGE_COMMENT --count 2 --dir D -C $'a\nb'
}

@test "a directory that is missing, a file, or not ours to write" {
  echo x >file
  for dir in missing file file/x; do
    refuses 6 E_FILE_FOLDER new "${quick[@]}" --count 2 --dir $dir
  done
  chmod 555 D
  program 6 "${unprivileged[@]}" "$SSHMINT" new "${quick[@]}" --count 2 --dir D
  says '[E_FILE_FOLDER]' D/id_rsa_1
  holds D file
}

@test "--dir: with a slash, with blanks, and through a link" {
  mkdir 'a b'
  ln -s D L
  for dir in D/ 'a b' L; do
    mint 0 new "${quick[@]}" --count 1 --dir "$dir"
    whole_pair "$dir/id_rsa_1"
    rm D/* 2>/dev/null || true
  done
  mint 0 new "${quick[@]}" --count 1 --dir D/
  prints ' D/id_rsa_1 '
}

@test "a policy that is not there" {
  refuses 78 E_POLICY_UNKNOWN new "${quick[@]}" --policy nosuch --count 2 --dir D
  [ -z "$(ls -A D)" ]
}

# ---- what is there already

@test "a pair that is there: nothing is made, and --if-missing is named" {
  key D/id_rsa_3
  cp -p D/* .
  refuses 6 E_FILE_EXISTS new "${quick[@]}" --count 5 --dir D
  says D/id_rsa_3 --if-missing --force
  in_D id_rsa_3
  same id_rsa_3 D/id_rsa_3
  same id_rsa_3.pub D/id_rsa_3.pub
}

@test "anything else that is there is refused too, before the passphrase is asked for" {
  for name in id_rsa_2 id_rsa_2.pub; do
    for make in 'touch' 'mkdir' 'mkfifo' 'ln -s nowhere'; do
      $make D/$name
      talk 6 '' "$SSHMINT" new -b 2048 --count 2 --dir D
      prints '[E_FILE_EXISTS]'
      prints_not assphrase
      [ "$(ls -A D)" = $name ]
      rm -r D/$name
    done
  done
}

@test "--if-missing: only what is missing is made" {
  names_to 6
  many 0 6
  rm D/id_rsa_2 D/id_rsa_2.pub D/id_rsa_6 D/id_rsa_6.pub
  cp -pr D old
  many 0 6 --if-missing
  says_nothing
  [ "$(wc -l <"$out")" -eq 2 ]
  prints D/id_rsa_2 D/id_rsa_6
  in_D "${names[@]}"
  for file in old/*; do
    same "$file" "D/${file#old/}"
  done
  # Once more: there is nothing to do, and nobody is asked for a passphrase.
  mint 0 new --count 6 --dir D --if-missing
  prints_nothing
  says_nothing
  mint 0 new --count 6 --dir D --if-missing --json
  json 'len(o) == 6' 'all(x["kind"] == "private" for x in o)'
}

@test "--if-missing: keys of every form and size count, also locked ones" {
  key D/id_rsa_1 -m openssh
  key D/id_rsa_2 -m pkcs8
  for i in 3 4 5; do
    mint 0 new -b 2048 --passphrase-fd 7 -m "$(cut -d ' ' -f $i <<<'- - pem pkcs8 openssh')" \
      -f D/id_rsa_$i 7<<<'correct horse'
  done
  ssh-keygen -q -t rsa -b 2048 -N '' -f D/id_rsa_6
  cp -pr D old
  many 0 7 --if-missing
  for file in old/*; do
    same "$file" "D/${file#old/}"
  done
  whole_pair D/id_rsa_7
}

@test "--if-missing: each half of a pair is told, nothing is made, and the remedy helps" {
  names_to 5
  many 0 5
  cp -p D/id_rsa_1 D/id_rsa_2 D/id_rsa_4.pub .
  rm D/id_rsa_1.pub D/id_rsa_4 D/id_rsa_5 D/id_rsa_5.pub
  : >D/id_rsa_2.pub
  mint 6 new "${quick[@]}" --dir D --count 5 --if-missing
  prints_nothing
  [ "$(grep -c '\[E_PAIR_HALF\]' "$err")" -eq 3 ]
  [ "$(wc -l <"$err")" -eq 3 ]
  says 'D/id_rsa_1: ' 'D/id_rsa_2: ' 'D/id_rsa_4: '
  absent D/id_rsa_5 D/id_rsa_4 D/id_rsa_1.pub
  same id_rsa_1 D/id_rsa_1
  same id_rsa_4.pub D/id_rsa_4.pub
  # As they say.
  sed -n 's/.*Fix: write the .pub anew: //p' "$err" >remedies
  [ "$(wc -l <remedies)" -eq 2 ]
  program 0 bash -c "sshmint() { \"\$SSHMINT\" \"\$@\"; }; . ./remedies"
  mv D/id_rsa_4.pub away
  many 0 5 --if-missing
  in_D "${names[@]}"
  same id_rsa_1 D/id_rsa_1
  same id_rsa_2 D/id_rsa_2
}

@test "--if-missing: a .pub of another key, and files that are no keys" {
  many 0 2
  cp -p D/id_rsa_1.pub D/id_rsa_2.pub
  mint 1 new "${quick[@]}" --dir D --count 3 --if-missing
  says '[E_PUBLIC_DIFFERS]' 'D/id_rsa_2: '
  absent D/id_rsa_3
  echo nonsense >D/id_rsa_2
  refuses 6 E_PAIR_HALF new "${quick[@]}" --dir D --count 3 --if-missing
  cp D/id_rsa_1.pub D/id_rsa_2
  refuses 6 E_PAIR_HALF new "${quick[@]}" --dir D --count 3 --if-missing
  rm D/id_rsa_2
  mkfifo D/id_rsa_2
  refuses 6 E_PAIR_HALF new "${quick[@]}" --dir D --count 3 --if-missing
  absent D/id_rsa_3
}

@test "--if-missing: a kept key that others can read is told" {
  many 0 2
  chmod 644 D/id_rsa_1
  many 0 2 --if-missing
  says 'warning: [W_FILE_MODE]' D/id_rsa_1
}

@test "--force: all are replaced" {
  names_to 3
  many 0 3
  cp -pr D old
  echo other >D/other
  many 0 3 --force
  says_nothing
  rm D/other
  in_D "${names[@]}"
  cat old/*.pub D/*.pub | cut -d ' ' -f 2 | sort -u >keys
  [ "$(wc -l <keys)" -eq 6 ]
}

@test "--force: what is no regular file is refused before anything is made" {
  many 0 3
  cp -pr D old
  rm D/id_rsa_3
  for make in 'mkdir' 'ln -s nowhere'; do
    $make D/id_rsa_3
    mint 6 new "${quick[@]}" --count 3 --dir D --force
    prints_nothing
    same D/id_rsa_1 old/id_rsa_1
    rm -r D/id_rsa_3
  done
}

# ---- modes

@test "0600 and the umask's, whatever the umask is" {
  for umask in 000 022 077 027; do
    umask $umask
    many 0 2 --force
    mode 600 D/id_rsa_1
    mode 600 D/id_rsa_2
    mode "$(printf '%o' $((0644 & ~umask)))" D/id_rsa_2.pub
  done
}

# ---- the passphrase

@test "the passphrase is read once and opens every key" {
  for format in pem openssh pkcs8; do
    mint 0 new -b 2048 --count 3 --dir D --force -m $format --passphrase-fd 7 7<<<'correct horse'
    for i in 1 2 3; do
      [ "$(ssh-keygen -y -P 'correct horse' -f D/id_rsa_$i | cut -d ' ' -f 1,2)" = \
        "$(cut -d ' ' -f 1,2 D/id_rsa_$i.pub)" ]
      if ssh-keygen -y -P 'wrong horse' -f D/id_rsa_$i 2>/dev/null; then false; fi
    done
  done
}

@test "it is asked for once" {
  talk 0 '
    see {Enter passphrase for the new keys: }
    type {correct horse}
    see {same passphrase again: }
    type {correct horse}' "$SSHMINT" new -b 2048 --count 3 --dir D -m openssh
  [ "$(grep -c 'Enter passphrase' "$out")" -eq 1 ]
  mint 0 check --passphrase-fd 7 D/id_rsa_3 7<<<'correct horse'
}

@test "PEM's weak encryption is told once, and to JSON with each key" {
  mint 0 new -b 2048 --count 3 --dir D --passphrase-fd 7 7<<<'correct horse'
  [ "$(grep -c W_KDF_WEAK "$err")" -eq 1 ]
  mint 0 new -b 2048 --count 3 --dir D --force --json --passphrase-fd 7 7<<<'correct horse'
  json 'all([f["code"] for f in x["findings"]] == ["W_KDF_WEAK"] for x in o)'
}

@test "without a passphrase option and a terminal nothing is made" {
  refuses 5 E_PASSPHRASE_MISSING new -b 2048 --count 2 --dir D
  refuses 5 E_PASSPHRASE_EMPTY new -b 2048 --count 2 --dir D --passphrase-fd 7 7<<<''
  [ -z "$(ls -A D)" ]
}

# ---- it ends early

# whole_so_far HALVES: what is in D are whole pairs. A kill may come between the
# two names of one pair, that of a private key, which is whole too.
whole_so_far() {
  local path halves=0
  for path in D/*; do
    [[ $path != *.pub ]] || continue
    if [[ ! -e $path.pub ]]; then
      whole_key "$path"
      ((++halves))
    else
      whole_pair "$path"
    fi
  done
  ((halves <= $1)) || fail "$halves halves"
  [[ -z $(find D -name '.*' -type f) ]] || fail "something was left: $(ls -A D)"
}

@test "killed in the middle: whole pairs only, and --if-missing goes on" {
  names_to 300
  for signal in KILL TERM INT; do
    rm -rf D
    mkdir D
    # (A shell's background jobs ignore ctrl-C.)
    python3 - "$signal" "$SSHMINT" new -q "${quick[@]}" --count 300 --dir D <<'PY'
import os, signal, subprocess, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)
number = getattr(signal, "SIG" + sys.argv[1])
job = subprocess.Popen(sys.argv[2:])
while len(os.listdir("D")) < 20:
    time.sleep(0.001)
job.send_signal(number)
assert job.wait(20) == -number, job.returncode
PY
    # Other signals wait until both are there.
    whole_so_far "$([ $signal = KILL ] && echo 1 || echo 0)"
    before=$(find D -type f | wc -l)
    ((before >= 18 && before < 600)) || fail "$before files"
  done
  cp -pr D old
  many 0 300 --if-missing -q
  [ "$(find D -type f | wc -l)" -eq 600 ]
  for file in old/*; do
    same "$file" "D/${file#old/}"
  done
  [ "$(cut -d ' ' -f 2 D/*.pub | sort -u | wc -l)" -eq 300 ]
  find D -type f ! -name '*.pub' -printf '%P\n' | sort >made
  printf '%s\n' "${names[@]}" >wanted
  same made wanted
  whole_pair D/id_rsa_300
}

@test "signals are for the main thread, which keeps them off while it writes" {
  python3 - "$SSHMINT" new -q "${quick[@]}" --count 2000 --dir D <<'PY'
import os, re, subprocess, sys, time
job = subprocess.Popen(sys.argv[1:])
while len(os.listdir("D")) < 4:
    time.sleep(0.001)
try:
    tasks = os.listdir("/proc/%d/task" % job.pid)
    assert len(tasks) == 1 + min(len(os.sched_getaffinity(0)), 256), tasks
    for task in tasks:
        status = open("/proc/%d/task/%s/status" % (job.pid, task)).read()
        blocked = int(re.search(r"SigBlk:\s*(\w+)", status)[1], 16)
        # SIGHUP, SIGINT and SIGTERM.
        assert int(task) == job.pid or blocked & 0x4003 == 0x4003, status
finally:
    job.kill()
    job.wait()
PY
}

@test "a file that cannot be written: what was made is told, and how to go on" {
  program 6 bash -c 'ulimit -f 1 && exec "$@"' - \
    "$SSHMINT" new "${quick[@]}" --count 3 --dir D
  says '[E_FILE_WRITE]' 'File too large'
  # None was made: the same again is no remedy.
  says_not E_PAIR_COUNT
  prints_nothing
  [ -z "$(ls -A D)" ]
}

@test "a full disk: the pairs before it are whole, and --if-missing goes on" {
  local namespace=(unshare -m)
  ((EUID == 0)) || namespace=(unshare -rm)
  "${namespace[@]}" mount -t tmpfs -o size=40k none D 2>/dev/null ||
    skip "no mount namespaces here"
  # Ten pages: five pairs.
  program 0 "${namespace[@]}" bash -eu -c '
    mount -t tmpfs -o size=40k none D
    status=0
    "$SSHMINT" new -q -b 2048 --no-passphrase --count 20 --dir D || status=$?
    [ $status -eq 6 ]
    [ "$(ls -A D | wc -l)" -eq 10 ]
    cp -p D/* .
    mount -o remount,size=1m D
    "$SSHMINT" new -b 2048 --no-passphrase --count 20 --dir D --if-missing >lines
    [ "$(wc -l <lines)" -eq 15 ]
    [ "$(ls -A D | wc -l)" -eq 40 ]
    for name in id_rsa_*; do
      cmp $name D/$name
    done
    for key in D/id_rsa_??; do
      [ "$(ssh-keygen -y -f $key | cut -d " " -f 2)" = "$(cut -d " " -f 2 $key.pub)" ]
    done'
  says '[E_FILE_WRITE]' 'No space left on device' \
    '[E_PAIR_COUNT] not all pairs were made: 5 of 20' --if-missing
}

@test "standard output that cannot be written ends it after a whole pair" {
  for to in '>/dev/full' '>&-'; do
    rm -rf D
    mkdir D
    why='No space left on device'
    [ "$to" = '>/dev/full' ] || why='Bad file descriptor'
    program 6 bash -c "\"\$@\" $to" - "$SSHMINT" new "${quick[@]}" --count 200 --dir D
    says '[E_FILE_OUTPUT]' "$why" '[E_PAIR_COUNT] not all pairs were made: 1 of 200'
    [ "$(find D -type f | wc -l)" -eq 2 ]
    whole_so_far 0
    program 6 bash -c "\"\$@\" $to" - "$SSHMINT" new "${quick[@]}" --json --force --count 200 --dir D
    says "$why" '1 of 200'
  done
}

@test "standard input and error need not be open" {
  program 0 bash -c '"$@" <&- 2>&-' - "$SSHMINT" new "${quick[@]}" --count 2 --dir D
  in_D id_rsa_1 id_rsa_2
}

@test "two at a time in one directory make all pairs, none twice" {
  # One of them may meet the half that the other is just placing.
  for i in 1 2; do
    "$SSHMINT" new "${quick[@]}" --count 20 --dir D --if-missing >lines$i 2>errors$i &
  done
  wait
  many 0 20 --if-missing
  names_to 20
  in_D "${names[@]}"
  # Each key that was told is there.
  cat lines1 lines2 "$out" | while read -r _ print path _; do
    [ "$(print_of "$path.pub")" = "$print" ] || fail "$path is another key"
  done
}

@test "no thread can be started: the main one makes the keys" {
  not_sanitized
  # Its stack would be larger than all memory that it may have.
  program 0 bash -c 'ulimit -s 4000000 -v 400000 && exec "$@"' - \
    "$SSHMINT" new "${quick[@]}" --count 3 --dir D
  says_nothing
  for i in 1 2 3; do
    whole_pair D/id_rsa_$i
  done
}

# ---- processors and memory

# threads COMMAND...: how many it starts.
threads() {
  ASAN_OPTIONS=${ASAN_OPTIONS-}:detect_leaks=0 \
    strace -f -o trace -e trace=clone,clone3 "$@" >"$out" 2>"$err"
  grep -c 'clone.*= [0-9]' trace || true
}

@test "one thread a processor that may be used, and no more than keys" {
  [ "$(threads taskset -c "$(one_cpu)" "$SSHMINT" new "${quick[@]}" --count 4 --dir D)" -eq 1 ]
  cpus=$(nproc)
  ((cpus >= 2)) || skip "one processor"
  [ "$(threads "$SSHMINT" new "${quick[@]}" --force --count 40 --dir D)" -eq $((cpus < 40 ? cpus : 40)) ]
  # One key is searched for by two, as without --count.
  [ "$(threads "$SSHMINT" new "${quick[@]}" --force --count 1 --dir D)" -eq 2 ]
  names_to 1
  whole_pair D/id_rsa_1
}

@test "a private key lies only in memory that is locked and not dumped" {
  not_sanitized
  [ "$EUID" -eq 0 ] || skip "only root may look into it"
  # On one processor the first key is the first that is told.
  program 0 python3 "$BATS_TEST_DIRNAME/memory.py" key D/id_rsa_1 \
    taskset -c "$(one_cpu)" "$SSHMINT" new "${quick[@]}" --count 5 --dir D
}

@test "memory does not grow with the number of keys" {
  peak() {
    python3 - "$SSHMINT" new -q "${quick[@]}" --force --count "$1" --dir D <<'PY'
import subprocess, sys, time
# (What getrusage tells of a child counts python's own memory too.)
job = subprocess.Popen(sys.argv[1:])
peak = 0
while job.poll() is None:
    for line in open("/proc/%d/status" % job.pid):
        if line.startswith("VmHWM:"):
            peak = int(line.split()[1])
    time.sleep(0.002)
assert job.returncode == 0
print(peak)
PY
  }
  not_sanitized
  few=$(peak 20)
  many=$(peak 400)
  # 380 keys that were kept would show.
  ((few > 1000)) || fail "$few KiB cannot be"
  ((many < few + 1024)) || fail "$few KiB, then $many KiB"
}

# ---- progress

@test "progress is shown on a terminal" {
  talk 0 '' bash -c '"$@" >lines' - taskset -c "$(one_cpu)" "$SSHMINT" new "${quick[@]}" --count 300 --dir D
  grep -Eq 'made [0-9]+ of 300 keys, [0-9]+\.[0-9] keys/s, [0-9]+ s left' "$out"
  [ "$(wc -l <lines)" -eq 300 ]
}

@test "no progress with -q, and none where there is no terminal" {
  talk 0 '' "$SSHMINT" new -q "${quick[@]}" --count 200 --dir D
  prints_not made
  [ ! -s "$out" ]
  many 0 200 --force
  says_nothing
  prints_not made
}
