// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// prime_bench.cc measures the steps of the search for primes, one candidate or
// prime at a time, and beside them the multiply-adds that this machine can do
// at most.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <openssl/bn.h>
#include <openssl/rand.h>

#include "bench/peak.h"

extern "C" {
#include "core/prime/confirm.h"
#include "core/prime/screen.h"
#include "core/prime/search.h"
#include "core/prime/trial.h"
}

namespace {

using Numbers = std::vector<uint64_t>;

// Random odd numbers of exactly `bits` bits.
Numbers Candidates(unsigned bits, unsigned num) {
  const size_t words = bits / 64;
  Numbers out(words * num);
  RAND_bytes(reinterpret_cast<uint8_t *>(out.data()), 8 * out.size());
  for (size_t i = 0; i < num; i++) {
    out[i * words] |= 1;
    out[i * words + words - 1] |= UINT64_C(1) << 63;
  }
  return out;
}

// The peak rate of the multiply-add.
void Peak(benchmark::State &state) {
  for (auto _ : state) {
    if (!peak_run()) {
      state.SkipWithError("this CPU has no AVX-512 IFMA");
      break;
    }
  }
  state.SetItemsProcessed(state.iterations() * PEAK_SUMS * PEAK_ROUNDS);
}

// How many squarings a screen does: BoringSSL one a bit but the first, the
// vector screens none for those that their power begins with.
unsigned Squarings(const mint_screen *screen, unsigned bits) {
  unsigned first = 1;
  while (screen->batch > 1 && 2U << first <= bits) {
    first++;
  }
  return bits - first;
}

// A batch of candidates; items are candidates. The counter is the time of one
// squaring in one lane.
void Screen(benchmark::State &state, const mint_screen *screen) {
  const unsigned bits = static_cast<unsigned>(state.range(0));
  if (!screen->is_here() || !screen->has_size(bits)) {
    state.SkipWithError("this CPU cannot run it");
    return;
  }
  const Numbers numbers = Candidates(bits, screen->batch);
  void *room = std::malloc(screen->room(bits));
  unsigned passed = 0;
  for (auto _ : state) {
    if (screen->run(&passed, numbers.data(), screen->batch, bits, room) !=
        MINT_E_NONE) {
      state.SkipWithError("failed");
      break;
    }
  }
  std::free(room);
  const auto candidates = state.iterations() * screen->batch;
  state.SetItemsProcessed(candidates);
  state.counters["squaring"] = benchmark::Counter(
      static_cast<double>(candidates) * Squarings(screen, bits),
      benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

// What the screens compete with: one exponentiation by BoringSSL, everything
// that depends on the modulus being there already.
void ModExp(benchmark::State &state) {
  const unsigned bits = static_cast<unsigned>(state.range(0));
  BN_CTX *ctx = BN_CTX_new();
  BIGNUM *n = BN_new();
  BIGNUM *base = BN_new();
  BIGNUM *power = BN_new();
  BN_rand(n, static_cast<int>(bits), BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ODD);
  BN_set_word(base, 2);
  BN_MONT_CTX *mont = BN_MONT_CTX_new_consttime(n, ctx);
  for (auto _ : state) {
    if (BN_mod_exp_mont_consttime(power, base, n, n, ctx, mont) != 1) {
      state.SkipWithError("failed");
      break;
    }
  }
  state.SetItemsProcessed(state.iterations());
  BN_MONT_CTX_free(mont);
  BN_free(power);
  BN_free(base);
  BN_free(n);
  BN_CTX_free(ctx);
}

// One stage of trial division of a batch; items are numbers.
void Trial(benchmark::State &state) {
  const unsigned bits = static_cast<unsigned>(state.range(0));
  const unsigned stage = static_cast<unsigned>(state.range(1));
  const mint_trial *trial =
      mint_trial_get(mint_screen_find(bits)->divider, bits);
  void *room = std::malloc(mint_trial_room());
  const Numbers numbers = Candidates(bits, MINT_TRIAL_BATCH);
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        mint_trial_run(trial, stage, numbers.data(), room));
  }
  state.SetItemsProcessed(state.iterations() * MINT_TRIAL_BATCH);
  std::free(room);
}

// All Miller-Rabin rounds of one prime.
void Confirm(benchmark::State &state) {
  const unsigned bits = static_cast<unsigned>(state.range(0));
  Numbers prime(bits / 64);
  mint_search *search = mint_search_new(bits, mint_screen_find(bits));
  mint_finder *finder = mint_finder_open(search);
  bool found = false;
  if (mint_finder_next(finder, &found, prime.data(), nullptr, nullptr) !=
          MINT_E_NONE ||
      !found) {
    state.SkipWithError("no prime");
  }
  mint_finder_close(finder);
  mint_search_free(search);
  for (auto _ : state) {
    bool is_prime = false;
    if (mint_confirm(&is_prime, nullptr, prime.data(), bits,
                     mint_confirm_rounds(bits), nullptr,
                     nullptr) != MINT_E_NONE ||
        !is_prime) {
      state.SkipWithError("refused");
      break;
    }
  }
  state.SetItemsProcessed(state.iterations());
}

constexpr int kBits[] = {1024, 1536, 2048};

void Register() {
  benchmark::RegisterBenchmark("Peak", Peak);
#if defined(__x86_64__)
  static const mint_screen *const kScreens[] = {
      &mint_screen_ifma, &mint_screen_avx2, &mint_screen_portable};
#else
  static const mint_screen *const kScreens[] = {&mint_screen_portable};
#endif
  for (const int bits : kBits) {
    for (const mint_screen *screen : kScreens) {
      benchmark::RegisterBenchmark(
          (std::string("Screen/") + screen->name).c_str(), Screen, screen)
          ->Arg(bits);
    }
    benchmark::RegisterBenchmark("ModExp", ModExp)->Arg(bits);
    for (int stage = 0; stage < static_cast<int>(MINT_TRIAL_STAGES); stage++) {
      benchmark::RegisterBenchmark("Trial", Trial)->Args({bits, stage});
    }
    benchmark::RegisterBenchmark("Confirm", Confirm)->Arg(bits);
  }
}

}  // namespace

int main(int argc, char **argv) {
  Register();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) {
    return 2;
  }
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
