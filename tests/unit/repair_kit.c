// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/unit/repair_kit.h"

#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

void mend_put(struct mend_text *text, const void *data, size_t len) {
  cr_assert(len <= sizeof(text->data) - text->len);
  if (len != 0) {
    memcpy(text->data + text->len, data, len);
    text->len += len;
  }
}

void mend_puts(struct mend_text *text, const char *string) {
  mend_put(text, string, strlen(string));
}

static uint32_t random_state = 1;

uint32_t mend_draw(uint32_t below) {
  random_state = random_state * 1664525u + 1013904223u;
  return (random_state >> 8) % below;
}

static const char kSymbols[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void put_base64(struct mend_text *text, const uint8_t *in, size_t len) {
  for (size_t i = 0; i < len; i += 3) {
    uint32_t bits = 0;
    for (size_t j = 0; j < 3; j++) {
      bits = bits << 8 | (i + j < len ? in[i + j] : 0u);
    }
    for (size_t j = 0; j < 4; j++) {
      mend_put(text, i + j <= len ? &kSymbols[bits >> (18 - 6 * j) & 63] : "=",
               1);
    }
  }
}

// ---- good texts

static void put_body(struct mend_text *text, size_t symbols, size_t columns) {
  for (size_t i = 0; i < symbols; i++) {
    bool padding = i + 1 == symbols && symbols % 8 == 4;
    mend_put(text, padding ? "=" : &kSymbols[mend_draw(64)], 1);
    if ((i + 1) % columns == 0 || i + 1 == symbols) {
      mend_puts(text, "\n");
    }
  }
}

static void put_pem(struct mend_text *text, const char *label,
                    const char *headers, size_t symbols, size_t columns) {
  mend_puts(text, "-----BEGIN ");
  mend_puts(text, label);
  mend_puts(text, "-----\n");
  mend_puts(text, headers);
  put_body(text, symbols, columns);
  mend_puts(text, "-----END ");
  mend_puts(text, label);
  mend_puts(text, "-----\n");
}

static void put_field(uint8_t *blob, size_t *len, const void *data,
                      size_t data_len) {
  const uint8_t head[4] = {0, 0, (uint8_t)(data_len >> 8), (uint8_t)data_len};
  memcpy(blob + *len, head, sizeof(head));
  memcpy(blob + *len + 4, data, data_len);
  *len += 4 + data_len;
}

static void put_line(struct mend_text *text, const char *type,
                     const size_t *fields, const char *comment) {
  uint8_t blob[2048];
  uint8_t field[1024] = {0};
  size_t len = 0;
  put_field(blob, &len, type, strlen(type));
  for (; *fields != 0; fields++) {
    for (size_t i = 0; i < *fields; i++) {
      field[i] = (uint8_t)mend_draw(256);
    }
    put_field(blob, &len, field, *fields);
  }
  mend_puts(text, type);
  mend_puts(text, " ");
  put_base64(text, blob, len);
  mend_puts(text, comment);
  mend_puts(text, "\n");
}

const struct mend_form mend_forms[MEND_FORMS] = {
    {"pkcs1", MEND_BLOCK},     {"pkcs8", MEND_BLOCK},  {"openssh", MEND_BLOCK},
    {"openssh64", MEND_BLOCK}, {"sealed", MEND_BLOCK}, {"spki", MEND_BLOCK},
    {"short", MEND_BLOCK},     {"rsa", MEND_LINE},     {"rsa3072", MEND_LINE},
    {"no_comment", MEND_LINE}, {"azure", MEND_LINE},   {"ed25519", MEND_LINE},
    {"ecdsa", MEND_LINE},      {"words", MEND_LINE},   {"rfc4716", MEND_LINES},
    {"ppk", MEND_LINES},
};

// `small` texts are for loops of many.
void mend_put_form(struct mend_text *text, const char *name, bool small) {
  static const size_t kRsa[] = {3, 257, 0};
  static const size_t kRsaSmall[] = {3, 65, 0};
  static const size_t kRsa3072[] = {3, 385, 0};
  static const size_t kEd25519[] = {32, 0};
  static const size_t kEcdsa[] = {8, 65, 0};
  const size_t *rsa = small ? kRsaSmall : kRsa;
  size_t symbols = small ? 204 : 1588;
  if (strcmp(name, "pkcs1") == 0) {
    put_pem(text, "RSA PRIVATE KEY", "", symbols, 64);
  } else if (strcmp(name, "pkcs8") == 0) {
    put_pem(text, "PRIVATE KEY", "", symbols, 64);
  } else if (strcmp(name, "openssh") == 0) {
    put_pem(text, "OPENSSH PRIVATE KEY", "", symbols + 12, 70);
  } else if (strcmp(name, "openssh64") == 0) {
    put_pem(text, "OPENSSH PRIVATE KEY", "", symbols, 64);
  } else if (strcmp(name, "sealed") == 0) {
    put_pem(text, "RSA PRIVATE KEY",
            "Proc-Type: 4,ENCRYPTED\n"
            "DEK-Info: AES-256-CBC,00112233445566778899AABBCCDDEEFF\n\n",
            symbols, 64);
  } else if (strcmp(name, "spki") == 0) {
    put_pem(text, "PUBLIC KEY", "", 192, 64);  // no short line at the end
  } else if (strcmp(name, "short") == 0) {
    put_pem(text, "PRIVATE KEY", "", 60, 64);
  } else if (strcmp(name, "rsa") == 0) {
    put_line(text, "ssh-rsa", rsa, " me@host");
  } else if (strcmp(name, "rsa3072") == 0) {
    put_line(text, "ssh-rsa", small ? rsa : kRsa3072, " azureuser");
  } else if (strcmp(name, "no_comment") == 0) {
    put_line(text, "ssh-rsa", rsa, "");
  } else if (strcmp(name, "azure") == 0) {
    put_line(text, "ssh-rsa", small ? rsa : kRsa3072, " generated-by-azure");
  } else if (strcmp(name, "ed25519") == 0) {
    put_line(text, "ssh-ed25519", kEd25519, " Zo\xc3\xab \xf0\x9d\x84\x9e");
  } else if (strcmp(name, "ecdsa") == 0) {
    put_line(text, "ecdsa-sha2-nistp256", kEcdsa, " CORP\\nick");
  } else if (strcmp(name, "words") == 0) {
    put_line(text, "ssh-rsa", rsa, " two  words and\tmore");
  } else if (strcmp(name, "rfc4716") == 0) {
    mend_puts(text,
              "---- BEGIN SSH2 PUBLIC KEY ----\n"
              "Comment: \"2048-bit RSA, \\\n"
              "  converted by \\\n"
              "me@host\"\n"
              "x-private: value\n");
    put_body(text, 372, 70);
    mend_puts(text, "---- END SSH2 PUBLIC KEY ----\n");
  } else {
    mend_puts(text,
              "PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\n"
              "Comment: me \nPublic-Lines: 6\n");
    put_body(text, 372, 64);
    mend_puts(text, "Private-Lines: 14\n");
    put_body(text, 848, 64);
    mend_puts(text, "Private-MAC: 00112233445566778899aabbccddeeff\n");
  }
}

// ---- repairing

enum mint_status mend_repair(struct mend_text *out, unsigned *damage,
                             const struct mend_text *in) {
  struct mint_secret got;
  // A copy of exactly that size, so that a sanitizer sees its end.
  uint8_t *copy = malloc(in->len + 1);
  cr_assert_not_null(copy);
  memcpy(copy + 1, in->data, in->len);
  enum mint_status status = mint_repair(&got, damage, copy + 1, in->len);
  free(copy);
  out->len = 0;
  if (status != MINT_OK) {
    cr_assert_null(got.data);
    cr_assert_eq(got.len + got.cap + *damage, 0);
    return status;
  }
  mend_put(out, got.data, got.len);
  mint_secret_wipe(&got);
  return status;
}

bool mend_same(const struct mend_text *a, const struct mend_text *b) {
  return a->len == b->len && memcmp(a->data, b->data, a->len) == 0;
}
