// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// ppk_file.c is the grammar of PuTTY key files, line by line.

#include "core/format/ppk_file.h"

#include <string.h>

#include "core/text/base64.h"

// Lines of base64 have at most this many symbols; PuTTY fills them.
#define COLUMNS 64u

// libargon2, and RFC 9106 section 3.1, ask for 8 blocks a lane; libargon2 for 8
// bytes of salt. PuTTY writes 8192 blocks and 16 bytes.
#define BLOCKS_PER_LANE 8u
#define SALT_MIN 8u

static enum mint_code next_line(struct mint_text *text, CBS *out_line) {
  if (!mint_text_more(text)) {
    return MINT_E_PPK_SYNTAX;
  }
  return mint_text_line(text, out_line);
}

// Reads the line "<name><value>"; the name ends with its colon and blank.
static enum mint_code get_header(struct mint_text *text, const char *name,
                                 CBS *out_value) {
  enum mint_code code = next_line(text, out_value);
  if (code != MINT_E_NONE) {
    return code;
  }
  if (!mint_text_starts(out_value, name) ||
      !CBS_skip(out_value, strlen(name))) {
    return MINT_E_PPK_SYNTAX;
  }
  return MINT_E_NONE;
}

// Reads a decimal number without leading zeros. What does not fit in 32 bits
// counts as their maximum, which is beyond every limit.
static bool get_number(const CBS *value, uint32_t *out) {
  CBS rest = *value;
  uint64_t number = 0;
  uint8_t digit = 0;
  if (CBS_len(&rest) == 0 ||
      (CBS_len(&rest) > 1 && CBS_data(&rest)[0] == '0')) {
    return false;
  }
  while (CBS_get_u8(&rest, &digit)) {
    if (digit < '0' || digit > '9') {
      return false;
    }
    number = number * 10 + (digit - '0');
    number = number < UINT32_MAX ? number : UINT32_MAX;
  }
  *out = (uint32_t)number;
  return true;
}

static enum mint_code get_number_header(struct mint_text *text,
                                        const char *name, uint32_t *out) {
  CBS value;
  enum mint_code code = get_header(text, name, &value);
  if (code == MINT_E_NONE && !get_number(&value, out)) {
    return MINT_E_PPK_SYNTAX;
  }
  return code;
}

static bool get_hex_digit(CBS *in, uint8_t *out) {
  uint8_t c = 0;
  if (!CBS_get_u8(in, &c)) {
    return false;
  }
  if (c >= '0' && c <= '9') {
    *out = (uint8_t)(c - '0');
  } else if (c >= 'a' && c <= 'f') {
    *out = (uint8_t)(c - 'a' + 10);
  } else {
    return false;
  }
  return true;
}

// Reads `value` as lower-case hex of at most out_max bytes.
static bool get_hex(const CBS *value, uint8_t *out, size_t out_max,
                    size_t *out_len) {
  CBS rest = *value;
  *out_len = 0;
  while (CBS_len(&rest) != 0) {
    uint8_t high = 0;
    uint8_t low = 0;
    if (*out_len == out_max || !get_hex_digit(&rest, &high) ||
        !get_hex_digit(&rest, &low)) {
      return false;
    }
    out[(*out_len)++] = (uint8_t)(high << 4 | low);
  }
  return true;
}

// Decodes one line of base64 at the end of `out`. Each line stands for itself,
// so that the one that is wrong can be named; padding ends the last.
static enum mint_code get_base64_line(struct mint_secret *out,
                                      struct mint_text *text, bool last) {
  CBS line;
  enum mint_code code = next_line(text, &line);
  if (code != MINT_E_NONE) {
    return code;
  }
  size_t symbols = CBS_len(&line);
  if (symbols == 0 || symbols > COLUMNS) {
    return MINT_E_PPK_SYNTAX;
  }
  if (symbols / 4 * 3 > out->cap - out->len) {
    return MINT_E_INTERNAL;
  }
  size_t len = 0;
  code =
      mint_base64_decode(out->data + out->len, &len, CBS_data(&line), symbols);
  out->len += len;
  if (code == MINT_E_NONE && len != symbols / 4 * 3 && !last) {
    return MINT_E_BASE64_LENGTH;
  }
  return code;
}

// Reads the header `name` with a number of lines, and those.
static enum mint_code get_base64(struct mint_secret *out,
                                 struct mint_text *text, const char *name) {
  uint32_t lines = 0;
  enum mint_code code = get_number_header(text, name, &lines);
  if (code != MINT_E_NONE) {
    return code;
  }
  size_t room = CBS_len(&text->rest);
  if (lines == 0 || lines > room) {
    return MINT_E_PPK_SYNTAX;
  }
  if (mint_secret_open(out, room) != MINT_OK) {
    return MINT_E_MEMORY;
  }
  while (lines != 0 && code == MINT_E_NONE) {
    lines--;
    code = get_base64_line(out, text, lines == 0);
  }
  return code;
}

// Reads "PuTTY-User-Key-File-<version>: <type>".
static enum mint_code get_version(struct mint_ppk_file *file,
                                  struct mint_text *text) {
  CBS value;
  CBS digits;
  uint32_t version = 0;
  enum mint_code code = get_header(text, "PuTTY-User-Key-File-", &value);
  if (code != MINT_E_NONE) {
    return code;
  }
  const uint8_t *colon = CBS_len(&value) == 0
                             ? NULL
                             : memchr(CBS_data(&value), ':', CBS_len(&value));
  if (colon == NULL ||
      !CBS_get_bytes(&value, &digits, (size_t)(colon - CBS_data(&value))) ||
      !get_number(&digits, &version)) {
    return MINT_E_PPK_SYNTAX;
  }
  if (version != 2 && version != 3) {
    return MINT_E_FORMAT_PPK_VERSION;
  }
  file->version = version;
  if (!mint_text_starts(&value, ": ") || !CBS_skip(&value, 2) ||
      CBS_len(&value) == 0) {
    return MINT_E_PPK_SYNTAX;
  }
  file->type = value;
  return MINT_E_NONE;
}

static enum mint_code get_encryption(struct mint_ppk_file *file,
                                     struct mint_text *text) {
  enum mint_code code = get_header(text, "Encryption: ", &file->encryption);
  if (code != MINT_E_NONE) {
    return code;
  }
  file->encrypted = mint_text_is(&file->encryption, "aes256-cbc");
  if (!file->encrypted && !mint_text_is(&file->encryption, "none")) {
    return MINT_E_CIPHER_UNKNOWN;
  }
  return MINT_E_NONE;
}

static enum mint_code get_comment(struct mint_ppk_file *file,
                                  struct mint_text *text) {
  enum mint_code code = get_header(text, "Comment: ", &file->comment);
  if (code == MINT_E_NONE && CBS_len(&file->comment) > MINT_COMMENT_READ_MAX) {
    return MINT_E_LINE_COMMENT;
  }
  return code;
}

static enum mint_code get_flavour(struct mint_ppk_kdf *kdf,
                                  struct mint_text *text) {
  CBS value;
  enum mint_code code = get_header(text, "Key-Derivation: ", &value);
  if (code != MINT_E_NONE) {
    return code;
  }
  if (mint_text_is(&value, "Argon2id")) {
    kdf->flavour = MINT_ARGON2_ID;
  } else if (mint_text_is(&value, "Argon2i")) {
    kdf->flavour = MINT_ARGON2_I;
  } else if (mint_text_is(&value, "Argon2d")) {
    kdf->flavour = MINT_ARGON2_D;
  } else {
    return MINT_E_KDF_UNKNOWN;
  }
  return MINT_E_NONE;
}

static enum mint_code get_memory(struct mint_ppk_kdf *kdf,
                                 struct mint_text *text) {
  enum mint_code code =
      get_number_header(text, "Argon2-Memory: ", &kdf->memory_kib);
  if (code == MINT_E_NONE && kdf->memory_kib > MINT_KDF_MEMORY_MAX / 1024) {
    return MINT_E_KDF_COST;
  }
  return code;
}

static enum mint_code get_passes(struct mint_ppk_kdf *kdf,
                                 struct mint_text *text) {
  enum mint_code code =
      get_number_header(text, "Argon2-Passes: ", &kdf->passes);
  if (code != MINT_E_NONE) {
    return code;
  }
  // Neither product overflows: the memory has been bounded to 18 bits.
  uint64_t work = (uint64_t)kdf->memory_kib * kdf->passes * 1024;
  if (work > MINT_KDF_WORK_MAX) {
    return MINT_E_KDF_COST;
  }
  return kdf->passes == 0 ? MINT_E_PPK_SYNTAX : MINT_E_NONE;
}

static enum mint_code get_lanes(struct mint_ppk_kdf *kdf,
                                struct mint_text *text) {
  enum mint_code code =
      get_number_header(text, "Argon2-Parallelism: ", &kdf->lanes);
  if (code != MINT_E_NONE) {
    return code;
  }
  if (kdf->lanes > MINT_KDF_PARALLEL_MAX) {
    return MINT_E_KDF_COST;
  }
  if (kdf->lanes == 0 || kdf->memory_kib < BLOCKS_PER_LANE * kdf->lanes) {
    return MINT_E_PPK_SYNTAX;
  }
  return MINT_E_NONE;
}

static enum mint_code get_salt(struct mint_ppk_kdf *kdf,
                               struct mint_text *text) {
  CBS value;
  enum mint_code code = get_header(text, "Argon2-Salt: ", &value);
  if (code != MINT_E_NONE) {
    return code;
  }
  if (!get_hex(&value, kdf->salt, sizeof(kdf->salt), &kdf->salt_len) ||
      kdf->salt_len < SALT_MIN) {
    return MINT_E_PPK_SYNTAX;
  }
  return MINT_E_NONE;
}

static enum mint_code get_kdf(struct mint_ppk_kdf *kdf,
                              struct mint_text *text) {
  enum mint_code code = get_flavour(kdf, text);
  if (code == MINT_E_NONE) {
    code = get_memory(kdf, text);
  }
  if (code == MINT_E_NONE) {
    code = get_passes(kdf, text);
  }
  if (code == MINT_E_NONE) {
    code = get_lanes(kdf, text);
  }
  if (code == MINT_E_NONE) {
    code = get_salt(kdf, text);
  }
  return code;
}

// The private part: whole blocks if it is encrypted.
static enum mint_code get_private(struct mint_ppk_file *file,
                                  struct mint_text *text) {
  enum mint_code code = get_base64(&file->priv, text, "Private-Lines: ");
  if (code == MINT_E_NONE && file->encrypted && file->priv.len % 16 != 0) {
    return MINT_E_PPK_SYNTAX;
  }
  return code;
}

// The last line, and that nothing follows.
static enum mint_code get_mac(struct mint_ppk_file *file,
                              struct mint_text *text) {
  CBS value;
  enum mint_code code = get_header(text, "Private-MAC: ", &value);
  if (code != MINT_E_NONE) {
    return code;
  }
  size_t want = file->version == 2 ? 20 : 32;
  if (!get_hex(&value, file->mac, sizeof(file->mac), &file->mac_len) ||
      file->mac_len != want) {
    return MINT_E_PPK_SYNTAX;
  }
  if (mint_text_more(text)) {
    text->number++;
    return MINT_E_PPK_SYNTAX;
  }
  return MINT_E_NONE;
}

static enum mint_code read_file(struct mint_ppk_file *file,
                                struct mint_text *text) {
  enum mint_code code = get_version(file, text);
  if (code == MINT_E_NONE) {
    code = get_encryption(file, text);
  }
  if (code == MINT_E_NONE) {
    code = get_comment(file, text);
  }
  if (code == MINT_E_NONE) {
    code = get_base64(&file->pub, text, "Public-Lines: ");
  }
  if (code == MINT_E_NONE && file->encrypted && file->version == 3) {
    code = get_kdf(&file->kdf, text);
  }
  if (code == MINT_E_NONE) {
    code = get_private(file, text);
  }
  if (code == MINT_E_NONE) {
    code = get_mac(file, text);
  }
  return code;
}

enum mint_code mint_ppk_read(struct mint_ppk_file *out,
                             struct mint_text *text) {
  memset(out, 0, sizeof(*out));
  enum mint_code code = read_file(out, text);
  if (code != MINT_E_NONE) {
    mint_ppk_wipe(out);
  }
  return code;
}

void mint_ppk_wipe(struct mint_ppk_file *file) {
  mint_secret_wipe(&file->pub);
  mint_secret_wipe(&file->priv);
  memset(file, 0, sizeof(*file));
}
