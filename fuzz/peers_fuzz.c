// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// Reaches mint_parts_read and mint_parts_unlock, with libssh and OpenSSL as
// second opinions: whatever file we accept, they accept, and see the same key
// in it. One way only: they are laxer, which is no finding.

#include <string.h>

#include <openssl/sha.h>

#include "fuzz/fuzz.h"
#include "fuzz/peer.h"

static struct peer libssh = {"libssh", 0, 0};
static struct peer openssl = {"openssl", 0, 0};

static bool reads(const struct peer *peer, enum mint_format format) {
  switch (format) {
    case MINT_FORMAT_PEM:
      return true;
    case MINT_FORMAT_PKCS8:
    case MINT_FORMAT_SPKI:
    case MINT_FORMAT_PKCS1_PUBLIC:
      return peer == &openssl;
    case MINT_FORMAT_OPENSSH:
    case MINT_FORMAT_AUTHORIZED_KEYS:
      return peer == &libssh;
    case MINT_FORMAT_RFC4716:
    case MINT_FORMAT_PPK:
      break;
  }
  return false;
}

static void require_same(const struct mint_about *about,
                         const struct peer_answer *answer) {
  uint8_t digest[SHA256_DIGEST_LENGTH];
  SHA256(about->blob, about->blob_len, digest);
  // The blob is the type, the exponent and the modulus.
  REQUIRE(answer->blob_len == about->blob_len);
  REQUIRE(memcmp(answer->blob, about->blob, about->blob_len) == 0);
  REQUIRE(memcmp(answer->fingerprint, digest, sizeof(digest)) == 0);
}

// What a peer is not asked, and why.
static bool is_excepted(const struct peer *peer,
                        const struct mint_about *about) {
  static const struct {
    const struct peer *peer;
    const char *cipher;
  } kExceptions[] = {
      // libssh 0.10.6 calls a NULL pointer for the ciphers with a tag.
      {&libssh, "aes128-gcm@openssh.com"},
      {&libssh, "aes256-gcm@openssh.com"},
      {&libssh, "chacha20-poly1305@openssh.com"},
  };
  for (size_t i = 0; i < sizeof(kExceptions) / sizeof(kExceptions[0]); i++) {
    if (kExceptions[i].peer == peer && about->encrypted &&
        strcmp(kExceptions[i].cipher, about->cipher) == 0) {
      return true;
    }
  }
  return false;
}

static void compare(struct peer *peer, const struct mint_parts *parts,
                    const uint8_t *file, size_t len) {
  static struct peer_answer answer;
  if (!reads(peer, parts->about.format) || is_excepted(peer, &parts->about)) {
    return;
  }
  enum peer_verdict verdict = peer_ask(peer, &answer, file, len);
  REQUIRE(verdict != PEER_REFUSES);
  if (verdict == PEER_ACCEPTS) {
    require_same(&parts->about, &answer);
  }
}

// What makes a peer's silence mean something: it can be asked, and knows a key
// when it sees one.
static void require_peers(void) {
  static struct peer_answer answer;
  static bool asked;
  if (asked) {
    return;
  }
  asked = true;
  const struct mint_write_options options = {.format = MINT_FORMAT_PEM};
  struct mint_secret text = MINT_SECRET_EMPTY;
  REQUIRE(mint_write(&text, fuzz_key(), &options) == MINT_OK);
  REQUIRE(peer_ask(&libssh, &answer, text.data, text.len) == PEER_ACCEPTS);
  REQUIRE(peer_ask(&openssl, &answer, text.data, text.len) == PEER_ACCEPTS);
  mint_secret_wipe(&text);
}

void fuzz_one(const uint8_t *data, size_t len) {
  require_peers();
  struct mint_parts *parts = len <= PEER_FILE_MAX ? fuzz_read(data, len) : NULL;
  if (parts == NULL) {
    return;
  }
  // The private part of a key that is not RSA is never looked at, and what
  // peers take for the key of a certificate is all of it.
  const struct mint_about *about = &parts->about;
  if (about->kind != MINT_KIND_CERTIFICATE && fuzz_unlock(parts) &&
      (about->kind == MINT_KIND_PUBLIC ||
       strcmp(about->type, "ssh-rsa") == 0)) {
    compare(&libssh, parts, data, len);
    compare(&openssl, parts, data, len);
  }
  mint_parts_free(parts);
}
