// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/mint.h"
#include "tests/unit/parse_kit.h"

static struct kit text;

Test(fingerprint, hash_names) {
  static const struct {
    const char *name;
    bool known;
    enum mint_hash hash;
  } kNames[] = {
      {"sha256", true, MINT_HASH_SHA256},
      {"SHA256", true, MINT_HASH_SHA256},
      {"md5", true, MINT_HASH_MD5},
      {"Md5", true, MINT_HASH_MD5},
      {"sha1", true, MINT_HASH_SHA1},
      {"sha384", true, MINT_HASH_SHA384},
      {"sHa512", true, MINT_HASH_SHA512},
      {"", false, MINT_HASH_SHA256},
      {"sha", false, MINT_HASH_SHA256},
      {"sha2", false, MINT_HASH_SHA256},
      {"md5 ", false, MINT_HASH_SHA256},
      {"sha-512", false, MINT_HASH_SHA256},
      {"sha5122", false, MINT_HASH_SHA256},
  };
  for (size_t i = 0; i < COUNT(kNames); i++) {
    enum mint_hash hash = MINT_HASH_MD5;
    cr_expect_eq(mint_hash_from_name(&hash, kNames[i].name), kNames[i].known,
                 "%s", kNames[i].name);
    cr_expect_eq(hash, kNames[i].hash, "%s", kNames[i].name);
  }
}

// Cuts the next line off `rest`; NULL at the end.
static char *next_line(char **rest) {
  char *line = *rest;
  char *end = line == NULL ? NULL : strchr(line, '\n');
  if (end == NULL) {
    return NULL;
  }
  *end = '\0';
  *rest = end + 1;
  return line;
}

// What ssh-keygen -lv printed for every type and hash, and what we print.
Test(fingerprint, as_ssh_keygen_prints) {
  kit_file(&text, "prints.txt");
  kit_put(&text, "", 1);
  char *rest = (char *)text.data;
  char *line = NULL;
  size_t count = 0;
  while ((line = next_line(&rest)) != NULL) {
    char file[64];
    char hash_name[16];
    cr_assert_eq(sscanf(line, "== %63s %15s", file, hash_name), 2, "%s", line);
    enum mint_hash hash;
    cr_assert(mint_hash_from_name(&hash, hash_name));
    struct mint_parts *parts = kit_parts(file);
    const struct mint_about *about = mint_parts_about(parts);
    char print[MINT_FINGERPRINT_MAX];
    char want[512];
    memset(print, '#', sizeof(print));
    mint_fingerprint(print, hash, about->blob, about->blob_len);
    (void)snprintf(want, sizeof(want), "%u %s %.*s (%s)", about->bits, print,
                   (int)about->comment_len, about->comment, about->type_short);
    cr_expect_str_eq(next_line(&rest), want, "%s", file);

    char art[MINT_RANDOMART_MAX];
    mint_randomart(art, hash, about->blob, about->blob_len, about->type_short,
                   about->bits);
    char *art_rest = art;
    for (int i = 0; i < 11; i++) {
      char *ours = i < 10 ? next_line(&art_rest) : art_rest;
      char *theirs = next_line(&rest);
      cr_assert(ours != NULL && theirs != NULL);
      cr_expect_str_eq(ours, theirs, "%s %s, line %d", file, hash_name, i);
    }
    mint_parts_free(parts);
    count++;
  }
  cr_expect_eq(count, 16 * 5);
}

// A title that does not fit loses its size. Of 17 characters ssh-keygen prints
// 16 (its buffer is one too short), as it does for ED25519-SK-CERT.
Test(fingerprint, randomart_titles) {
  static const struct {
    const char *type;
    unsigned bits;
    const char *frame;
  } kTitles[] = {
      {"RSA", 2048, "+---[RSA 2048]----+"},
      {"RSA", 16384, "+---[RSA 16384]---+"},
      {"ABCDEFGHIJ", 256, "+[ABCDEFGHIJ 256]-+"},
      {"ABCDEFGHIJK", 256, "+[ABCDEFGHIJK 256-+"},
      {"ABCDEFGHIJKL", 256, "+-[ABCDEFGHIJKL]--+"},
      {"ABCDEFGHIJKLMNO", 1, "+[ABCDEFGHIJKLMNO-+"},
  };
  for (size_t i = 0; i < COUNT(kTitles); i++) {
    char art[MINT_RANDOMART_MAX];
    mint_randomart(art, MINT_HASH_SHA256, (const uint8_t *)"", 0,
                   kTitles[i].type, kTitles[i].bits);
    char *rest = art;
    cr_expect_str_eq(next_line(&rest), kTitles[i].frame);
    cr_expect_eq(strlen(art) + 1 + strlen(rest), 11 * 20 - 1);
  }
}

// The largest blob that can be read, and none.
Test(fingerprint, blob_sizes) {
  char print[MINT_FINGERPRINT_MAX];
  mint_fingerprint(print, MINT_HASH_MD5, (const uint8_t *)"", 0);
  cr_expect_str_eq(print,
                   "MD5:d4:1d:8c:d9:8f:00:b2:04:e9:80:09:98:ec:f8:42:7e");
  mint_fingerprint(print, MINT_HASH_SHA256, (const uint8_t *)"", 0);
  cr_expect_str_eq(print, "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU");
  kit_clear(&text);
  kit_fill(&text, 'a', 1000);
  mint_fingerprint(print, MINT_HASH_SHA1, text.data, text.len);
  cr_expect_str_eq(print, "SHA1:KR6abGaZSUm1e6XmUDYemPw2sbo");
}

// What ssh-keygen -r printed, and what we print.
Test(fingerprint, sshfp_as_ssh_keygen_prints) {
  kit_file(&text, "sshfp.txt");
  kit_put(&text, "", 1);
  char *rest = (char *)text.data;
  char *line = NULL;
  size_t count = 0;
  while ((line = next_line(&rest)) != NULL) {
    char file[64];
    char ours[MINT_SSHFP_MAX];
    char theirs[MINT_SSHFP_MAX];
    cr_assert_eq(sscanf(line, "== %63s", file), 1);
    struct mint_parts *parts = kit_parts(file);
    const struct mint_about *about = mint_parts_about(parts);
    cr_expect_eq(mint_sshfp(ours, "host-1.example", about->type, about->blob,
                            about->blob_len),
                 MINT_OK);
    const char *one = next_line(&rest);
    const char *two = next_line(&rest);
    (void)snprintf(theirs, sizeof(theirs), "%s\n%s\n", one, two);
    cr_expect_str_eq(ours, theirs, "%s", file);
    mint_parts_free(parts);
    count++;
  }
  cr_expect_eq(count, 6);
}

Test(fingerprint, sshfp_refuses) {
  static const struct {
    const char *host;
    const char *type;
    enum mint_status status;
  } kCases[] = {
      {"h", "ssh-rsa", MINT_OK},
      {"a_b.c-d.9", "ssh-ed25519", MINT_OK},
      {".", "ssh-rsa", MINT_OK},
      {"h", "ssh-rsa-cert-v01@openssh.com", MINT_ERR_UNSUPPORTED},
      {"h", "sk-ssh-ed25519@openssh.com", MINT_ERR_UNSUPPORTED},
      {"h", "sk-ecdsa-sha2-nistp256@openssh.com", MINT_ERR_UNSUPPORTED},
      {"h", "", MINT_ERR_UNSUPPORTED},
      {"", "ssh-rsa", MINT_ERR_ARGUMENT},
      {"-h", "ssh-rsa", MINT_ERR_ARGUMENT},
      {"a b", "ssh-rsa", MINT_ERR_ARGUMENT},
      {"a\nb", "ssh-rsa", MINT_ERR_ARGUMENT},
      {"a;b", "ssh-rsa", MINT_ERR_ARGUMENT},
      {"a\x1b", "ssh-rsa", MINT_ERR_ARGUMENT},
      {"[::1]", "ssh-rsa", MINT_ERR_ARGUMENT},
      {"b\xc3\xbc"
       "cher",
       "ssh-rsa", MINT_ERR_ARGUMENT},
      {"", "", MINT_ERR_ARGUMENT},
  };
  for (size_t i = 0; i < COUNT(kCases); i++) {
    char out[MINT_SSHFP_MAX];
    memset(out, '#', sizeof(out));
    cr_expect_eq(mint_sshfp(out, kCases[i].host, kCases[i].type,
                            (const uint8_t *)"x", 1),
                 kCases[i].status, "%s %s", kCases[i].host, kCases[i].type);
    cr_expect(kCases[i].status == MINT_OK || out[0] == '\0');
  }
  char host[257];
  char out[MINT_SSHFP_MAX];
  memset(host, 'a', sizeof(host));
  host[255] = '\0';
  cr_assert_eq(mint_sshfp(out, host, "ssh-rsa", (const uint8_t *)"x", 1),
               MINT_OK);
  cr_expect_eq(out[strlen(out) - 1], '\n');
  cr_expect_eq(strlen(out), 2 * (255 + 15) + 40 + 64);
  host[255] = 'a';
  host[256] = '\0';
  cr_expect_eq(mint_sshfp(out, host, "ssh-rsa", (const uint8_t *)"x", 1),
               MINT_ERR_ARGUMENT);
}
