// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// botan.cc makes keys with Botan.

#include <botan/auto_rng.h>
#include <botan/rsa.h>

#include "bench/contestant.h"

namespace {

void *Keygen(unsigned bits, const char *, uint64_t *) {
  static Botan::AutoSeeded_RNG rng;
  return new Botan::RSA_PrivateKey(rng, bits, 65537);
}

void Release(void *key) { delete static_cast<Botan::RSA_PrivateKey *>(key); }

}  // namespace

int main() {
  const contestant self = {Keygen, Release, nullptr};
  return contestant_serve(&self);
}
