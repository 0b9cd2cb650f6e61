// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// fuzz.h is what every target shares: the door that the engines call, a check
// that ends the process, and what must hold of any execution whatever the
// target is.

#ifndef SSHMINT_FUZZ_FUZZ_H
#define SSHMINT_FUZZ_FUZZ_H

#include "core/format/parts.h"
#include "core/mint.h"

// The passphrase of every seed that is encrypted (fuzz/make_corpus.sh).
#define FUZZ_PASSPHRASE "fuzzing"

// fuzz_one is the target: each file *_fuzz.c defines it. It runs in a copy of
// the input that ends where its memory ends. Of the harness it may expect that
// the secret memory in use is afterwards what it was before, that it grew by no
// more than a multiple of the input meanwhile, and that the input is unchanged.
// It makes nothing that outlives the call, but for what fuzz_key returns.
void fuzz_one(const uint8_t *data, size_t len);

// REQUIRE says what must hold; where it does not, the process ends as a crash
// that every engine sees, whatever NDEBUG is.
#define REQUIRE(holds) \
  ((holds) ? (void)0 : fuzz_fail(#holds, __FILE__, __LINE__))
_Noreturn void fuzz_fail(const char *text, const char *file, int line);

// fuzz_take takes a byte off the front of the input; 0 at its end.
uint8_t fuzz_take(const uint8_t **data, size_t *len);

// fuzz_read is mint_parts_read with the promises of its header: NULL for what
// is refused, with a reason that belongs to the status; a description that is
// consistent for what is accepted. The caller frees the parts; NULL: refused.
struct mint_parts *fuzz_read(const uint8_t *text, size_t len);

// fuzz_about requires that the description of `parts` is consistent, and that
// their public blob is made of their numbers.
void fuzz_about(const struct mint_parts *parts);

// fuzz_unlock opens locked parts with FUZZ_PASSPHRASE if the announced work is
// small, so that an execution stays short. Returns whether they are open now.
bool fuzz_unlock(struct mint_parts *parts);

// fuzz_same tells whether both have the same numbers and the same public blob.
// CRT values that one form leaves out are not compared.
bool fuzz_same(const struct mint_parts *a, const struct mint_parts *b);

// fuzz_is_text tells whether `text` is what was written, but for CRLF line ends
// and a last one that is missing: all that the readers leave open.
bool fuzz_is_text(const struct mint_secret *written, const uint8_t *text,
                  size_t len);

// fuzz_key returns a valid private key of 2048 bits, always the same; it is
// checked once a process and never freed.
const struct mint_key *fuzz_key(void);

// fuzz_key_parts returns its parts, which the caller frees.
struct mint_parts *fuzz_key_parts(void);

#endif  // SSHMINT_FUZZ_FUZZ_H
