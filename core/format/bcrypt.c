// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// bcrypt.c is bcrypt_pbkdf (OpenBSD's bcrypt_pbkdf(3)): Blowfish with bcrypt's
// expensive key schedule is its hash, SHA-512 makes that hash's inputs, and the
// bytes of all blocks are dealt out in turn, so that every part of the key
// costs as much as the whole.

#include "core/format/bcrypt.h"

#include <string.h>

#include <openssl/mem.h>
#include <openssl/sha.h>

#include "core/format/bcrypt_pi.h"

#define KEY_MAX 1024u
#define ROUNDS 16         // of Blowfish
#define SCHEDULES 64      // bcrypt's cost of 6, as a number of repetitions
#define MAGIC_REPEATS 64  // how often the magic text is encrypted
#define DIGEST_WORDS 16   // SHA-512 in 32-bit words
#define HASH_WORDS 8
#define HASH_LEN 32u  // bytes of one bcrypt hash

// Blowfish's state: the P-array, then the four S-boxes.
#define P_WORDS (ROUNDS + 2)
#define S_WORDS 256

// Everything that a derivation computes; it lies in secret memory.
struct work {
  uint32_t state[MINT_BCRYPT_WORDS];
  uint32_t pair[2];  // what is being encrypted
  uint32_t pass[DIGEST_WORDS];
  uint32_t salt[DIGEST_WORDS];
  uint32_t text[HASH_WORDS];
  uint8_t digest[SHA512_DIGEST_LENGTH];
  uint8_t hash[HASH_LEN];
  uint8_t block[HASH_LEN];  // the rounds of one block so far, XORed
  uint8_t message[MINT_KDF_SALT_MAX + 4];
};

static const uint32_t kZeros[DIGEST_WORDS];

// Words are big-endian where they are read, little-endian where written.
static void load_words(uint32_t *out, const uint8_t *in, size_t num_words) {
  for (size_t i = 0; i < num_words; i++) {
    out[i] = (uint32_t)in[4 * i] << 24 | (uint32_t)in[4 * i + 1] << 16 |
             (uint32_t)in[4 * i + 2] << 8 | in[4 * i + 3];
  }
}

static void store_words(uint8_t *out, const uint32_t *in, size_t num_words) {
  for (size_t i = 0; i < 4 * num_words; i++) {
    out[i] = (uint8_t)(in[i / 4] >> (8 * (i % 4)));
  }
}

static inline uint32_t mix(const uint32_t *s, uint32_t x) {
  uint32_t sum = s[x >> 24] + s[S_WORDS + (x >> 16 & 0xff)];
  return (sum ^ s[2 * S_WORDS + (x >> 8 & 0xff)]) + s[3 * S_WORDS + (x & 0xff)];
}

static void encrypt(const uint32_t *state, uint32_t pair[2]) {
  const uint32_t *s = state + P_WORDS;
  uint32_t left = pair[0] ^ state[0];
  uint32_t right = pair[1];
  for (size_t i = 1; i <= ROUNDS; i += 2) {
    right ^= mix(s, left) ^ state[i];
    left ^= mix(s, right) ^ state[i + 1];
  }
  pair[0] = right ^ state[ROUNDS + 1];
  pair[1] = left;
}

// Blowfish's key schedule with bcrypt's addition: `key` goes into the P-array,
// and `data` into each encryption whose output replaces a part of the state.
static void expand(struct work *w, const uint32_t *key, const uint32_t *data) {
  for (size_t i = 0; i < P_WORDS; i++) {
    w->state[i] ^= key[i % DIGEST_WORDS];
  }
  w->pair[0] = 0;
  w->pair[1] = 0;
  for (size_t i = 0; i < MINT_BCRYPT_WORDS; i += 2) {
    w->pair[0] ^= data[i % DIGEST_WORDS];
    w->pair[1] ^= data[i % DIGEST_WORDS + 1];
    encrypt(w->state, w->pair);
    w->state[i] = w->pair[0];
    w->state[i + 1] = w->pair[1];
  }
}

// w->hash becomes bcrypt_hash of w->pass and of the salt in w->digest.
static void hash(struct work *w) {
  static const uint8_t kMagic[HASH_LEN + 1] =
      "OxychromaticBlowfishSwatDynamite";
  load_words(w->salt, w->digest, DIGEST_WORDS);
  memcpy(w->state, mint_bcrypt_pi, sizeof(w->state));
  expand(w, w->pass, w->salt);
  for (size_t i = 0; i < SCHEDULES; i++) {
    expand(w, w->salt, kZeros);
    expand(w, w->pass, kZeros);
  }
  load_words(w->text, kMagic, HASH_WORDS);
  for (size_t i = 0; i < HASH_WORDS; i += 2) {
    for (size_t j = 0; j < MAGIC_REPEATS; j++) {
      encrypt(w->state, w->text + i);
    }
  }
  store_words(w->hash, w->text, HASH_WORDS);
}

// w->block becomes block `number` of PBKDF2, from 1. The salt stands in
// w->message.
static void derive_block(struct work *w, size_t salt_len, uint32_t number,
                         uint32_t rounds) {
  uint8_t *counter = w->message + salt_len;
  for (size_t i = 0; i < 4; i++) {
    counter[i] = (uint8_t)(number >> (24 - 8 * i));
  }
  SHA512(w->message, salt_len + 4, w->digest);
  hash(w);
  memcpy(w->block, w->hash, HASH_LEN);
  for (uint32_t round = 1; round < rounds; round++) {
    SHA512(w->hash, HASH_LEN, w->digest);
    hash(w);
    for (size_t i = 0; i < HASH_LEN; i++) {
      w->block[i] ^= w->hash[i];
    }
  }
}

static bool in_bounds(size_t key_len, size_t passphrase_len, size_t salt_len,
                      uint32_t rounds) {
  return key_len >= 1 && key_len <= KEY_MAX && passphrase_len >= 1 &&
         passphrase_len <= MINT_PASSPHRASE_MAX && salt_len >= 1 &&
         salt_len <= MINT_KDF_SALT_MAX && rounds >= 1 &&
         rounds <= MINT_BCRYPT_ROUNDS_MAX;
}

enum mint_code mint_bcrypt_pbkdf_vartime(uint8_t *out_key, size_t key_len,
                                         const uint8_t *passphrase,
                                         size_t passphrase_len,
                                         const uint8_t *salt, size_t salt_len,
                                         uint32_t rounds) {
  if (key_len != 0) {
    memset(out_key, 0, key_len);
  }
  if (!in_bounds(key_len, passphrase_len, salt_len, rounds)) {
    return MINT_E_KDF_COST;
  }
  struct work *w = OPENSSL_malloc(sizeof(*w));
  if (w == NULL) {
    return MINT_E_MEMORY;
  }
  SHA512(passphrase, passphrase_len, w->digest);
  load_words(w->pass, w->digest, DIGEST_WORDS);
  memcpy(w->message, salt, salt_len);
  // Byte i of block b is byte i * num_blocks + b of the key.
  size_t num_blocks = (key_len + HASH_LEN - 1) / HASH_LEN;
  for (size_t b = 0; b < num_blocks; b++) {
    derive_block(w, salt_len, (uint32_t)b + 1, rounds);
    for (size_t at = b; at < key_len; at += num_blocks) {
      out_key[at] = w->block[at / num_blocks];
    }
  }
  OPENSSL_free(w);  // wiped by the arena
  return MINT_E_NONE;
}
