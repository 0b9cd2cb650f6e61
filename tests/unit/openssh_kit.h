// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// openssh_kit.h builds openssh-key-v1 containers for tests, good ones and ones
// that are wrong in one place, and reads the files of tests/vectors/openssh.

#ifndef SSHMINT_TESTS_UNIT_OPENSSH_KIT_H
#define SSHMINT_TESTS_UNIT_OPENSSH_KIT_H

#include "core/format/parts.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define BYTES(literal) (const uint8_t *)(literal), sizeof(literal) - 1
#define PASS BYTES("correct horse")

// A buf is large: make it static.
struct buf {
  size_t len;
  uint8_t data[8192];
};

// Replaces what is in `buf` by a file of tests/vectors/openssh.
void ossh_load(struct buf *buf, const char *name);

// mint_parts_read and mint_parts_unlock, of which only the code counts.
// ossh_read_body reads what it puts into an armor first; ossh_read_file must
// succeed.
enum mint_code ossh_read(struct mint_parts **out, const uint8_t *text,
                         size_t text_len);
enum mint_code ossh_read_body(struct mint_parts **out, const uint8_t *body,
                              size_t body_len);
struct mint_parts *ossh_read_file(const char *name);
enum mint_code ossh_unlock(struct mint_parts *parts, const uint8_t *passphrase,
                           size_t passphrase_len);

// Whether both are the same private key.
bool ossh_same_key(const struct mint_rsa *a, const struct mint_rsa *b);

// How one number of a private part is written.
enum how { AS_IT_IS, CHANGED, ZERO, NEGATIVE, PADDED, TOO_LONG };

#define OPTIONS "\0\0\0\x04salt\0\0\0\x01"

// A recipe that is zero but for its name makes a good container.
struct recipe {
  const char *name;
  enum mint_code code;
  uint32_t num_keys_xor;
  uint32_t check_xor;
  enum how how;        // ... the number below is written
  const char *cipher;  // NULL: none
  const char *kdf;     // NULL: bcrypt if there is a cipher
  const char *options;
  size_t options_len;
  const char *magic;
  const char *blob_type;
  const char *type;
  size_t number;  // from 1, in the order of the file; 7: the comment
  const char *comment;
  size_t comment_len;
  size_t more_padding;  // bytes
  size_t cut;           // bytes of the private part
  const char *after;    // bytes behind the container
  uint8_t padding_xor;
};

// Replaces what is in `out` by the container of a recipe for the key `from`.
void ossh_make(struct buf *out, const struct recipe *recipe,
               const struct mint_parts *from);

#endif  // SSHMINT_TESTS_UNIT_OPENSSH_KIT_H
