// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// text_bench.cc measures the two of our own primitives that BoringSSL does not
// supply as we need them: constant-time base64, and bcrypt_pbkdf.

#include <cstdint>
#include <vector>

#include <benchmark/benchmark.h>
#include <openssl/rand.h>

extern "C" {
#include "core/format/bcrypt.h"
#include "core/text/base64.h"
}

namespace {

using Bytes = std::vector<uint8_t>;

Bytes Random(size_t len) {
  Bytes out(len);
  RAND_bytes(out.data(), out.size());
  return out;
}

// A line of a PEM file has 48 bytes, the DER of a 4096-bit key some 2370.
void Base64Encode(benchmark::State &state) {
  const Bytes in = Random(static_cast<size_t>(state.range(0)));
  Bytes out(mint_base64_encoded_len(in.size()));
  for (auto _ : state) {
    mint_base64_encode(out.data(), in.data(), in.size());
    benchmark::DoNotOptimize(out.data());
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(Base64Encode)->Arg(48)->Arg(2370);

void Base64Decode(benchmark::State &state) {
  const Bytes value = Random(static_cast<size_t>(state.range(0)));
  Bytes in(mint_base64_encoded_len(value.size()));
  Bytes out(in.size());
  mint_base64_encode(in.data(), value.data(), value.size());
  for (auto _ : state) {
    size_t len = 0;
    if (mint_base64_decode(out.data(), &len, in.data(), in.size()) !=
        MINT_E_NONE) {
      state.SkipWithError("refused");
      break;
    }
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(Base64Decode)->Arg(48)->Arg(2370);

// Key and initial value of aes256-ctr.
void Bcrypt(benchmark::State &state) {
  const Bytes salt = Random(MINT_BCRYPT_SALT);
  const Bytes passphrase = Random(16);
  Bytes key(48);
  for (auto _ : state) {
    if (mint_bcrypt_pbkdf_vartime(key.data(), key.size(), passphrase.data(),
                                  passphrase.size(), salt.data(), salt.size(),
                                  static_cast<uint32_t>(state.range(0))) !=
        MINT_E_NONE) {
      state.SkipWithError("failed");
      break;
    }
  }
  state.counters["round"] = benchmark::Counter(
      static_cast<double>(state.iterations() * state.range(0)),
      benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}
BENCHMARK(Bcrypt)->Arg(1)->Arg(MINT_BCRYPT_ROUNDS_DEFAULT);

}  // namespace

BENCHMARK_MAIN();
