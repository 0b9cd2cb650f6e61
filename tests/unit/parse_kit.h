// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// parse_kit.h builds inputs for tests, byte by byte and without any code of the
// core, and reads the files of tests/vectors.

#ifndef SSHMINT_TESTS_UNIT_PARSE_KIT_H
#define SSHMINT_TESTS_UNIT_PARSE_KIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/mint.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define KIT_PASSPHRASE "correct horse"

// A kit is one input under construction. It is large: make it static.
struct kit {
  size_t len;
  uint8_t data[MINT_INPUT_MAX + 4096];
};

void kit_clear(struct kit *kit);
void kit_put(struct kit *kit, const void *data, size_t len);
void kit_puts(struct kit *kit, const char *text);
void kit_fill(struct kit *kit, int byte, size_t len);
void kit_set(struct kit *kit, const char *text);  // clear, then puts
bool kit_is(const struct kit *kit, const void *data, size_t len);

// The SSH wire format.
void kit_u32(struct kit *kit, uint32_t value);
void kit_string(struct kit *kit, const void *data, size_t len);
void kit_name(struct kit *kit, const char *name);

// Standard base64 of `data`, with padding and without newlines, and back:
// kit_unbase64 is for good input and gives up at anything else.
void kit_base64(struct kit *kit, const void *data, size_t len);
void kit_unbase64(struct kit *kit, const char *text, size_t len);

// A PEM block in lines of 64 symbols.
void kit_pem(struct kit *kit, const char *label, const void *data, size_t len);

// One DER element with a definite length in its shortest form.
void kit_der(struct kit *kit, uint8_t tag, const void *data, size_t len);

// mint_write of the one-line public key.
enum mint_status kit_write_line(struct mint_secret *out,
                                const struct mint_key *key, const char *comment,
                                size_t comment_len);

// Replaces what is in `kit` by a file of tests/vectors/ssh.
void kit_file(struct kit *kit, const char *name);

// Replaces what is in `kit` by the bytes inside the PEM or .pub file `name`.
void kit_body(struct kit *kit, const char *name);
void kit_blob(struct kit *kit, const char *name);

// mint_parts_read of the whole kit, or of a file; the latter must succeed.
enum mint_status kit_read(struct mint_parts **out, struct mint_reason *why,
                          const struct kit *kit);
struct mint_parts *kit_parts(const char *name);

// The checked private key of rsa.pem.
struct mint_key *kit_key(void);

#endif  // SSHMINT_TESTS_UNIT_PARSE_KIT_H
