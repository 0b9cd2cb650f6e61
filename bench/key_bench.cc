// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// key_bench.cc measures what core/mint.h offers: making keys (keys a second on
// one core and on all), reading and writing every form, the check,
// fingerprints.

#include <cstdint>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>

#include <benchmark/benchmark.h>

#include "core/mint.h"

extern "C" {
#include "core/prime/screen.h"
}

namespace {

mint_policy Policy() {
  mint_policy policy;
  (void)mint_policy_preset(&policy, "default");
  return policy;
}

struct Free {
  void operator()(mint_key *key) const { mint_key_free(key); }
};

// One key of each size is enough: no figure but those of Keygen depends on
// which.
const mint_key *Key(unsigned bits) {
  static std::map<unsigned, std::unique_ptr<mint_key, Free>> keys;
  if (keys[bits] == nullptr) {
    const mint_policy policy = Policy();
    mint_key *key = nullptr;
    if (mint_key_generate(&key, bits, &policy, 2, nullptr, nullptr) !=
        MINT_OK) {
      std::abort();
    }
    keys[bits].reset(key);
  }
  return keys[bits].get();
}

constexpr char kPassphrase[] = "correct horse";

std::string Write(mint_format format, unsigned bits, bool encrypted) {
  mint_secret out = MINT_SECRET_EMPTY;
  mint_write_options options = {};
  options.format = format;
  if (encrypted) {
    options.passphrase = reinterpret_cast<const uint8_t *>(kPassphrase);
    options.passphrase_len = sizeof(kPassphrase) - 1;
  }
  if (mint_write(&out, Key(bits), &options) != MINT_OK) {
    std::abort();
  }
  std::string text(reinterpret_cast<const char *>(out.data), out.len);
  mint_secret_wipe(&out);
  return text;
}

mint_parts *Parse(const std::string &text) {
  mint_parts *parts = nullptr;
  mint_reason why;
  if (mint_parts_read(&parts, &why,
                      reinterpret_cast<const uint8_t *>(text.data()),
                      text.size()) != MINT_OK) {
    std::abort();
  }
  return parts;
}

// Each thread makes whole keys by itself.
void Keygen(benchmark::State &state, unsigned bits) {
  const mint_policy policy = Policy();
  for (auto _ : state) {
    mint_key *key = nullptr;
    if (mint_key_generate(&key, bits, &policy, 1, nullptr, nullptr) !=
        MINT_OK) {
      state.SkipWithError("failed");
      break;
    }
    mint_key_free(key);
  }
  state.SetItemsProcessed(state.iterations());
}

void Read(benchmark::State &state, mint_format format, unsigned bits) {
  const std::string text = Write(format, bits, false);
  for (auto _ : state) {
    mint_parts_free(Parse(text));
  }
  state.SetItemsProcessed(state.iterations());
  state.SetBytesProcessed(state.iterations() *
                          static_cast<int64_t>(text.size()));
}

void WriteForm(benchmark::State &state, mint_format format, unsigned bits) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(Write(format, bits, false).size());
  }
  state.SetItemsProcessed(state.iterations());
}

// Reading an encrypted file: what its key derivation costs.
void Unlock(benchmark::State &state, mint_format format) {
  const std::string text = Write(format, 2048, true);
  for (auto _ : state) {
    mint_parts *parts = Parse(text);
    mint_reason why;
    if (mint_parts_unlock(parts, &why,
                          reinterpret_cast<const uint8_t *>(kPassphrase),
                          sizeof(kPassphrase) - 1) != MINT_OK) {
      state.SkipWithError("failed");
    }
    mint_parts_free(parts);
  }
  state.SetItemsProcessed(state.iterations());
}

// Every rule, on a key that comes from a file.
void Check(benchmark::State &state, mint_format format, unsigned bits) {
  const mint_policy policy = Policy();
  mint_parts *parts = Parse(Write(format, bits, false));
  for (auto _ : state) {
    mint_key *key = nullptr;
    mint_report report;
    if (mint_check(&key, &report, parts, &policy) != MINT_OK) {
      state.SkipWithError("refused");
      break;
    }
    mint_key_free(key);
  }
  state.SetItemsProcessed(state.iterations());
  mint_parts_free(parts);
}

void Fingerprint(benchmark::State &state, mint_hash hash) {
  const uint8_t *blob = nullptr;
  size_t blob_len = 0;
  mint_key_blob(Key(2048), &blob, &blob_len);
  char text[MINT_FINGERPRINT_MAX];
  for (auto _ : state) {
    mint_fingerprint(text, hash, blob, blob_len);
    benchmark::DoNotOptimize(text[0]);
  }
  state.SetItemsProcessed(state.iterations());
}

void Randomart(benchmark::State &state) {
  const uint8_t *blob = nullptr;
  size_t blob_len = 0;
  mint_key_blob(Key(2048), &blob, &blob_len);
  char text[MINT_RANDOMART_MAX];
  for (auto _ : state) {
    mint_randomart(text, MINT_HASH_SHA256, blob, blob_len, "RSA", 2048);
    benchmark::DoNotOptimize(text[0]);
  }
  state.SetItemsProcessed(state.iterations());
}

constexpr unsigned kBits[] = {2048, 3072, 4096};

constexpr mint_format kFormats[] = {
    MINT_FORMAT_PEM,    MINT_FORMAT_PKCS8,        MINT_FORMAT_OPENSSH,
    MINT_FORMAT_SPKI,   MINT_FORMAT_PKCS1_PUBLIC, MINT_FORMAT_AUTHORIZED_KEYS,
    MINT_FORMAT_RFC4716};

std::string Name(const char *what, const char *which, unsigned bits) {
  return std::string(what) + "/" + which + "/" + std::to_string(bits);
}

void RegisterKeygen(const mint_screen *screen) {
  for (const unsigned bits : kBits) {
    const std::string name = Name("Keygen", screen->name, bits);
    // Google Benchmark runs the setup before any thread starts.
    for (const bool all : {false, true}) {
      auto *it = benchmark::RegisterBenchmark(name.c_str(), Keygen, bits)
                     ->UseRealTime()
                     ->Unit(benchmark::kMillisecond);
      if (screen == &mint_screen_portable) {
        it->Setup([](const benchmark::State &) {
          mint_screen_force(&mint_screen_portable);
        });
#if defined(__x86_64__)
      } else if (screen == &mint_screen_avx2) {
        it->Setup([](const benchmark::State &) {
          mint_screen_force(&mint_screen_avx2);
        });
      } else {
        it->Setup([](const benchmark::State &) {
          mint_screen_force(&mint_screen_ifma);
        });
#endif
      }
      it->Teardown(
          [](const benchmark::State &) { mint_screen_force(nullptr); });
      if (all) {
        it->ThreadPerCpu();
      }
    }
  }
}

void Register() {
#if defined(__x86_64__)
  for (const mint_screen *screen : {&mint_screen_ifma, &mint_screen_avx2}) {
    if (screen->is_here()) {
      RegisterKeygen(screen);
    }
  }
#endif
  RegisterKeygen(&mint_screen_portable);
  for (const unsigned bits : kBits) {
    for (const mint_format format : kFormats) {
      const char *form = mint_format_name(format);
      benchmark::RegisterBenchmark(Name("Read", form, bits).c_str(), Read,
                                   format, bits);
      benchmark::RegisterBenchmark(Name("Write", form, bits).c_str(), WriteForm,
                                   format, bits);
    }
    benchmark::RegisterBenchmark(Name("Check", "private", bits).c_str(), Check,
                                 MINT_FORMAT_PEM, bits);
    benchmark::RegisterBenchmark(Name("Check", "public", bits).c_str(), Check,
                                 MINT_FORMAT_AUTHORIZED_KEYS, bits);
  }
  for (const mint_format format :
       {MINT_FORMAT_PEM, MINT_FORMAT_PKCS8, MINT_FORMAT_OPENSSH}) {
    benchmark::RegisterBenchmark(
        (std::string("Unlock/") + mint_format_name(format)).c_str(), Unlock,
        format);
  }
  benchmark::RegisterBenchmark("Fingerprint/sha256", Fingerprint,
                               MINT_HASH_SHA256);
  benchmark::RegisterBenchmark("Fingerprint/md5", Fingerprint, MINT_HASH_MD5);
  benchmark::RegisterBenchmark("Randomart", Randomart);
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
