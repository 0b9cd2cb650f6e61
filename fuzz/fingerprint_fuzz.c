// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// Reaches mint_sshpub_parse, mint_rsa_blob, mint_fingerprint, mint_randomart
// and mint_sshfp: the blob of any SSH public key, or of none. The first byte
// makes a host's name of the next few.

#include <stdio.h>
#include <string.h>

#include <openssl/base64.h>
#include <openssl/digest.h>

#include "core/format/sshpub.h"
#include "fuzz/fuzz.h"

// What is shown to people is ASCII that shows itself, and line ends.
static void require_plain(const char *text, size_t room) {
  REQUIRE(strnlen(text, room) < room);
  for (; *text != '\0'; text++) {
    REQUIRE(*text == '\n' || (*text >= ' ' && *text <= '~'));
  }
}

// The fingerprint, made in another way.
static void expect(char out[MINT_FINGERPRINT_MAX], const char *name,
                   const EVP_MD *md, const uint8_t *blob, size_t len) {
  uint8_t digest[EVP_MAX_MD_SIZE];
  unsigned digest_len = 0;
  REQUIRE(EVP_Digest(blob, len, digest, &digest_len, md, NULL) == 1);
  int at = snprintf(out, MINT_FINGERPRINT_MAX, "%s:", name);
  if (strcmp(name, "MD5") == 0) {
    for (unsigned i = 0; i < digest_len; i++) {
      at += snprintf(out + at, 4, i == 0 ? "%02x" : ":%02x", digest[i]);
    }
    return;
  }
  (void)EVP_EncodeBlock((uint8_t *)out + at, digest, digest_len);
  out[strcspn(out, "=")] = '\0';
}

static void show(const char *type, unsigned bits, const uint8_t *blob,
                 size_t len) {
  static const char *const kNames[] = {"",     "SHA256", "MD5",
                                       "SHA1", "SHA384", "SHA512"};
  const EVP_MD *const mds[] = {NULL,       EVP_sha256(), EVP_md5(),
                               EVP_sha1(), EVP_sha384(), EVP_sha512()};
  for (int hash = MINT_HASH_SHA256; hash <= MINT_HASH_SHA512; hash++) {
    char text[MINT_FINGERPRINT_MAX];
    char expected[MINT_FINGERPRINT_MAX];
    char art[MINT_RANDOMART_MAX];
    mint_fingerprint(text, (enum mint_hash)hash, blob, len);
    expect(expected, kNames[hash], mds[hash], blob, len);
    REQUIRE(strcmp(text, expected) == 0);
    mint_randomart(art, (enum mint_hash)hash, blob, len, type, bits);
    require_plain(art, sizeof(art));
    // 11 lines of 19, the last without an end.
    REQUIRE(strlen(art) == 11 * 20 - 1);
    for (size_t i = 19; i < 11 * 20 - 1; i += 20) {
      REQUIRE(art[i] == '\n');
    }
  }
}

// Appends the line of an SSHFP record: RFC 4255, RFC 6594 and RFC 7479.
static void add_sshfp(char *out, const char *host, const char *type,
                      unsigned hash, const EVP_MD *md, const uint8_t *blob,
                      size_t len) {
  uint8_t digest[EVP_MAX_MD_SIZE];
  unsigned digest_len = 0;
  unsigned algorithm = strcmp(type, "ssh-rsa") == 0       ? 1
                       : strcmp(type, "ssh-dss") == 0     ? 2
                       : strcmp(type, "ssh-ed25519") == 0 ? 4
                                                          : 3;  // ECDSA
  REQUIRE(EVP_Digest(blob, len, digest, &digest_len, md, NULL) == 1);
  out += strlen(out);
  out += sprintf(out, "%s IN SSHFP %u %u ", host, algorithm, hash);
  for (unsigned i = 0; i < digest_len; i++) {
    out += sprintf(out, "%02x", digest[i]);
  }
  (void)sprintf(out, "\n");
}

static void name(const char *host, const char *type, const uint8_t *blob,
                 size_t len) {
  char text[MINT_SSHFP_MAX];
  memset(text, 0xa5, sizeof(text));
  enum mint_status status = mint_sshfp(text, host, type, blob, len);
  REQUIRE(status == MINT_OK || status == MINT_ERR_ARGUMENT ||
          status == MINT_ERR_UNSUPPORTED);
  require_plain(text, sizeof(text));
  REQUIRE((status == MINT_OK) == (text[0] != '\0'));
  if (status == MINT_OK) {
    char expected[MINT_SSHFP_MAX] = "";
    add_sshfp(expected, host, type, 1, EVP_sha1(), blob, len);
    add_sshfp(expected, host, type, 2, EVP_sha256(), blob, len);
    REQUIRE(strcmp(text, expected) == 0);
  }
}

void fuzz_one(const uint8_t *data, size_t len) {
  char host[64];
  size_t host_len = fuzz_take(&data, &len) % sizeof(host);
  host_len = host_len < len ? host_len : len;
  memcpy(host, data, host_len);
  host[host_len] = '\0';
  data += host_len;
  len -= host_len;
  struct mint_sshpub pub;
  CBS blob;
  CBS_init(&blob, data, len);
  if (mint_sshpub_parse(&pub, &blob) != MINT_E_NONE) {
    show("RSA", 2048, data, len);
    return;
  }
  show(pub.type->short_name, pub.bits, data, len);
  name(host, pub.type->name, data, len);
  REQUIRE(mint_digits_bits(&pub.n) == pub.bits ||
          pub.type->family != MINT_SSH_RSA);
  if (strcmp(pub.type->name, "ssh-rsa") == 0) {
    struct mint_secret again = MINT_SECRET_EMPTY;
    REQUIRE(mint_rsa_blob(&again, &pub.n, &pub.e) == MINT_E_NONE);
    REQUIRE(again.len == len && memcmp(again.data, data, len) == 0);
    mint_secret_wipe(&again);
  }
}
