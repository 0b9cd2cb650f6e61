// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// damage.h damages the files of tests/vectors/damage in every way that touches
// one place: each bit flipped, each byte deleted, and cut at each length. What
// comes of it must be refused or be the same key as before.

#ifndef SSHMINT_TESTS_UNIT_DAMAGE_H
#define SSHMINT_TESTS_UNIT_DAMAGE_H

#include <stdbool.h>
#include <stddef.h>

// A public key has no second half that could tell of damage in its digits:
// damage_public files may become another key there, and only there.
enum damage_kind { DAMAGE_PRIVATE, DAMAGE_PUBLIC };

// damage_file does every `step`th damage to the file `name`, and to the bytes
// in its base64, `step` odd; which ones it takes depends on `offset`. Near both
// ends it does all. It ends the test at the first damage that is neither
// refused nor seen through, and prints what it counted.
//
// A damage of the key derivation's cost may make it dear: those files are only
// read, not unlocked, unless `dear`.
void damage_file(const char *name, enum damage_kind kind, size_t step,
                 size_t offset, bool dear);

// DAMAGE_FORMS(F) is F(file, kind, step) for each file: where opening
// costs much, more is left to the slow test.
#define DAMAGE_FORMS(F)                     \
  F(pem, DAMAGE_PRIVATE, 31)                \
  F(pem_sealed, DAMAGE_PRIVATE, 31)         \
  F(pkcs8, DAMAGE_PRIVATE, 31)              \
  F(pkcs8_pbkdf2, DAMAGE_PRIVATE, 31)       \
  F(pkcs8_scrypt, DAMAGE_PRIVATE, 31)       \
  F(openssh, DAMAGE_PRIVATE, 31)            \
  F(openssh_aes256_ctr, DAMAGE_PRIVATE, 61) \
  F(openssh_aes256_gcm, DAMAGE_PRIVATE, 61) \
  F(ppk2, DAMAGE_PRIVATE, 31)               \
  F(ppk2_sealed, DAMAGE_PRIVATE, 31)        \
  F(ppk3, DAMAGE_PRIVATE, 31)               \
  F(ppk3_sealed, DAMAGE_PRIVATE, 31)        \
  F(line, DAMAGE_PUBLIC, 3)                 \
  F(rfc4716, DAMAGE_PUBLIC, 3)              \
  F(spki, DAMAGE_PUBLIC, 3)                 \
  F(pkcs1_public, DAMAGE_PUBLIC, 3)

#endif  // SSHMINT_TESTS_UNIT_DAMAGE_H
