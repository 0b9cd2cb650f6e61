# Copyright 2026 The sshmint authors
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154
#
# What ./x fuzz does: builds targets for an engine, runs each for a while, and
# keeps what was found where the next run and the next replay look. Sourced by
# ./x, whose functions and variables it uses.

fuzz_found=$top/.x-fuzz # inputs and logs, by target; not in git
fuzz_crashed=0

# fuzz_targets: prints the names of all targets.
fuzz_targets() {
  bazel query --noshow_progress 'attr(tags, fuzz-target, //fuzz:all)' \
    2>"$scratch/log" | sed -n 's|^//fuzz:\(.*\)_fuzz$|\1|p' | sort
}

# fuzz_build CONFIG NAME...: builds these of //fuzz, and sets $bin to where the
# programs are.
fuzz_build() {
  local config=$1
  shift
  bazel build "--config=$config" --experimental_convenience_symlinks=ignore \
    --ui_event_filters=-info --show_result=0 -- "${@/#/"//fuzz:"}" >&2
  bin=$(bazel info --noshow_progress "--config=$config" bazel-bin \
    2>"$scratch/log")/fuzz
}

# fuzz_watch SECONDS STATUS COMMAND...: runs COMMAND, into $work/log, for not
# much longer than SECONDS. The function STATUS prints how it goes, in a line.
fuzz_watch() {
  local seconds=$1 status=$2 pid text beats=0 code=0
  shift 2
  timeout -k 10 $((seconds + 60)) "$@" >"$work/log" 2>&1 </dev/null &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    sleep 1
    text=$("$status") || true
    if [[ -t 2 ]]; then
      printf '\r%s: %s\033[K' "$name" "$text" >&2
    elif ((++beats % 10 == 0)); then
      printf '%s: %s\n' "$name" "$text" >&2
    fi
  done
  [[ ! -t 2 ]] || printf '\r\033[K' >&2
  wait "$pid" || code=$?
  return "$code"
}

# fuzz_keep FILE: makes FILE, which ends the target, part of the next replay. If
# it does not end it again, it was slow for once, or the engine's part failed:
# it is kept aside.
fuzz_keep() {
  local kept again=0
  # In a shell of its own, which alone tells how it was ended.
  (timeout 60 "$bin/${name}_fuzz" "$1" || exit) >"$scratch/log" 2>&1 \
    </dev/null || again=1
  kept=$top/fuzz/regressions/$name/$(sha1sum "$1" | cut -c 1-16)
  ((again)) || kept=$work/once/${kept##*/}
  mkdir -p "${kept%/*}"
  cp -- "$1" "$kept"
  if ((again)); then
    say "$name: FOUND, kept as ${kept#"$top/"}"
    grep -aE '(not hold|refused with|ERROR: |runtime error|^SUMMARY)' \
      "$scratch/log" >&2 || true
  else
    say "$name: ended once, and not again by ${kept#"$top/"};" \
      "see ${work#"$top/"}/log"
  fi
  fuzz_crashed=1
}

# fuzz_tell SECONDS EXECUTIONS EDGES INPUTS: prints what a run has done, and
# notes it for --report. The engine tells no EDGES and INPUTS if one of the first
# inputs ends the target.
fuzz_tell() {
  local took=$1 edges=${3:-0} inputs=${4:-0}
  printf '%s\t' "$(date +%F)" "$engine" "$name" "$took" "$2" "$edges" \
    >>"$fuzz_found/runs"
  printf '%s\n' "$inputs" >>"$fuzz_found/runs"
  printf '%-12s %9s executions, %6s a second; %s edges, %s inputs\n' "$name" \
    "$2" "$(($2 / (took > 0 ? took : 1)))" "$edges" "$inputs"
}

# ---- libFuzzer

libfuzzer_status() {
  grep -a ' cov: ' "$work/log" | tail -n 1 | tr -s '\t ' ' ' |
    sed 's/ rss: .*//'
}

libfuzzer_run() {
  local file small folders=() folder took=$SECONDS
  for folder in "$work/corpus" "fuzz/corpus/$name" "fuzz/regressions/$name"; do
    [[ ! -d $folder ]] || folders+=("$folder")
  done
  rm -rf "$work/crashes"
  mkdir -p "$work"/{crashes,peers}
  export PEER_FAILURES=$work/peers
  # The targets are silent: what the command line's parser says would slow it.
  fuzz_watch "$seconds" libfuzzer_status "$bin/${name}_fuzz" \
    -max_total_time="$seconds" -timeout=25 -rss_limit_mb=2560 \
    -close_fd_mask=3 -dict="$bin/${name}_fuzz.dict" -print_final_stats=1 \
    -artifact_prefix="$work/crashes/" "${folders[@]}" || true
  took=$((SECONDS - took))
  if ! grep -aq '^stat::' "$work/log"; then
    tail -n 20 "$work/log" >&2
    die "$name: the engine did not run"
  fi
  if ! rmdir "$work/peers" 2>/dev/null; then
    say "$name: a peer failed, which is not ours to mend: ${work#"$top/"}/peers"
  fi
  for file in "$work"/crashes/{crash,leak,timeout,oom}-*; do
    [[ -f $file ]] || continue
    small=$scratch/small
    rm -f "$small"
    timeout 60 "$bin/${name}_fuzz" -minimize_crash=1 -max_total_time=30 \
      -close_fd_mask=3 -exact_artifact_path="$small" "$file" \
      >"$work/minimise.log" 2>&1 </dev/null || true
    [[ -s $small ]] || small=$file
    fuzz_keep "$small"
  done
  fuzz_tell "$took" \
    "$(sed -n 's/^stat::number_of_executed_units: *//p' "$work/log")" \
    "$(libfuzzer_status | sed 's/^.* cov: \([0-9]*\) .*/\1/')" \
    "$(libfuzzer_status | sed 's/^.* corp: \([0-9]*\)[ /].*/\1/')"
}

# ---- AFL++

afl_stat() { sed -n "s/^$1 *: //p" "$work/afl/default/fuzzer_stats"; }

afl_status() {
  [[ -f $work/afl/default/fuzzer_stats ]] || return 0
  printf '%s executions, %s edges, %s inputs, %s crashes\n' \
    "$(afl_stat execs_done)" "$(afl_stat edges_found)" \
    "$(afl_stat corpus_count)" "$(afl_stat saved_crashes)"
}

afl_run() {
  local file small crash=0 took=$SECONDS
  # One folder of inputs is all it takes.
  rm -rf "$work/afl" "$scratch/in"
  mkdir -p "$scratch/in"
  find "$work/corpus" "fuzz/corpus/$name" "fuzz/regressions/$name" -type f \
    -exec cp -t "$scratch/in" {} + 2>/dev/null || true
  # -c 0: the program logs comparisons itself. Where cores are piped into a
  # program, as many distributions do, crashes show a little later.
  fuzz_watch "$seconds" afl_status env AFL_NO_UI=1 AFL_SKIP_CPUFREQ=1 \
    AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_TRY_AFFINITY=1 \
    AFL_CUSTOM_MUTATOR_LIBRARY="$mutator" \
    afl-fuzz -V "$seconds" -t 25000 -c 0 -x "$bin/${name}_fuzz.dict" \
    -i "$scratch/in" -o "$work/afl" -- "$bin/${name}_fuzz" || true
  took=$((SECONDS - took))
  if [[ ! -f $work/afl/default/fuzzer_stats ]]; then
    tail -n 20 "$work/log" >&2
    die "$name: afl-fuzz did not start"
  fi
  for file in "$work"/afl/default/{crashes,hangs}/id*; do
    [[ -f $file ]] || continue
    small=$scratch/small
    rm -f "$small"
    timeout 60 afl-tmin -i "$file" -o "$small" -- "$bin/${name}_fuzz" \
      >"$work/minimise.log" 2>&1 </dev/null || true
    [[ -s $small ]] || small=$file
    fuzz_keep "$small"
    # The first few tell; the others are mostly the same again.
    ((++crash < 5)) || break
  done
  # Both engines go on from what either found.
  find "$work/afl/default/queue" -maxdepth 1 -name 'id:*' -exec sh -c '
    for file; do cp -n "$file" "$0/$(sha1sum "$file" | cut -c 1-40)"; done
  ' "$work/corpus" {} +
  fuzz_tell "$took" "$(afl_stat execs_done)" "$(afl_stat edges_found)" \
    "$(afl_stat corpus_count)"
}

# ---- coverage

# fuzz_reach TARGET...: runs the inputs of these, those in the tree and those
# found so far, and notes in $scratch/TARGET.*.profraw which lines they reach.
fuzz_reach() {
  local name folder
  fuzz_build coverage "${@/%/_replay}"
  for name in "$@"; do
    # Each folder by itself: an input that ends the target, as a regression that
    # is not mended yet, leaves no notes.
    for folder in fuzz/{corpus,regressions}/"$name" "$fuzz_found/$name/corpus"; do
      [[ -d $folder ]] || continue
      (LLVM_PROFILE_FILE=$scratch/$name.${folder//[^a-z]/_}.profraw \
        timeout 600 "$bin/${name}_replay" "$folder" || true) \
        >"$scratch/log" 2>&1 </dev/null
    done
  done
}

# fuzz_coverage TARGET...: which lines of core/ and cli/ these reach together.
fuzz_coverage() {
  local name objects=()
  fuzz_reach "$@"
  for name in "$@"; do
    objects+=(-object "$bin/${name}_replay")
  done
  llvm-profdata-14 merge -sparse "$scratch"/*.profraw -o "$scratch/profdata"
  llvm-cov-14 report -instr-profile="$scratch/profdata" "${objects[@]}" \
    --ignore-filename-regex='(external/|/usr/|fuzz/)' | cut -c 1-140
}

# fuzz_report TARGET...: all runs that are noted, as a table.
fuzz_report() {
  local name
  [[ -f $fuzz_found/runs ]] || die "nothing was fuzzed here so far"
  fuzz_reach "$@"
  for name in "$@"; do
    llvm-profdata-14 merge -sparse "$scratch/$name".*.profraw \
      -o "$scratch/profdata"
    llvm-cov-14 export -summary-only -instr-profile="$scratch/profdata" \
      "$bin/${name}_replay" >"$scratch/$name.json"
  done
  python3 -B "$top/fuzz/report.py" "$fuzz_found" "$scratch"
}

# ---- the verb

fuzz_usage() {
  say "usage: ./x fuzz (TARGET... | --all) [--engine libfuzzer|msan|afl|afl-asan]" \
    "[--time SECONDS] [--no-coverage]"
  say "   or: ./x fuzz --report"
  say "targets: $(fuzz_targets | tr '\n' ' ')"
  exit 2
}

fuzz_verb() {
  local all=() names=() engine=libfuzzer seconds=60 coverage=yes build=''
  local name work bin mutator
  # Bash starts what it does not wait for deaf to Ctrl-C.
  trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$scratch"' EXIT
  cd -- "$top" || exit
  mapfile -t all < <(fuzz_targets)
  while (($#)); do
    case $1 in
      --all) names=("${all[@]}") ;;
      --engine) engine=${2-} && shift ;;
      --time) seconds=${2-} && shift ;;
      --no-coverage) coverage='' ;;
      --report)
        fuzz_report "${all[@]}"
        return
        ;;
      --build) build=yes ;; # for make_corpus.sh
      -*) fuzz_usage ;;
      *) names+=("$1") ;;
    esac
    shift || fuzz_usage
  done
  [[ $seconds =~ ^[1-9][0-9]{0,6}$ && ${#names[@]} -gt 0 ]] || fuzz_usage
  for name in "${names[@]}"; do
    [[ " ${all[*]} " == *" $name "* ]] || fuzz_usage
  done
  case $engine in
    libfuzzer) fuzz_build libfuzzer "${names[@]/%/_fuzz}" ;;
    msan) fuzz_build libfuzzer-msan "${names[@]/%/_fuzz}" ;;
    afl | afl-asan)
      fuzz_build release mutator_afl.so
      mutator=$bin/mutator_afl.so
      fuzz_build "$engine" "${names[@]/%/_fuzz}"
      ;;
    *) fuzz_usage ;;
  esac
  if [[ -n $build ]]; then
    printf '%s\n' "$bin"
    return
  fi
  for name in "${names[@]}"; do
    work=$fuzz_found/$name
    mkdir -p "$work/corpus"
    case $engine in
      afl*) afl_run ;;
      *) libfuzzer_run ;;
    esac
  done
  [[ -z $coverage ]] || fuzz_coverage "${names[@]}"
  ((fuzz_crashed == 0))
}
