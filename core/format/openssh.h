// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// openssh.h writes openssh-key-v1 (OpenSSH's PROTOCOL.key). The reading side is
// mint_form_openssh in forms.h: the magic, cipher, KDF and options, the number
// of keys (1), the public blob, the private part, a tag where the cipher has
// one, and nothing behind. The private part begins with the check number, 32
// bits that stand there twice; all that is read of it is that both are equal.
// Then come the type, n, e, d, qInv, p, q, the comment, and padding.

#ifndef SSHMINT_CORE_FORMAT_OPENSSH_H
#define SSHMINT_CORE_FORMAT_OPENSSH_H

#include "core/format/parts.h"

// mint_openssh_write writes the text of a private key with its comment; with a
// passphrase: bcrypt with options->rounds (0: MINT_BCRYPT_ROUNDS_DEFAULT), a
// random salt of MINT_BCRYPT_SALT bytes, aes256-ctr. Without one, the body is
// ssh-keygen's byte for byte but for the 8 bytes of the check number, which is
// drawn anew each time.
//
// Secret   all but n and e; the passphrase.
// Owns     *out, wiped with mint_secret_wipe.
//
// MINT_E_NONE, MINT_E_PASSPHRASE_SHORT (empty), MINT_E_PASSPHRASE_LONG,
// MINT_E_KDF_COST (rounds), MINT_E_RANDOM, MINT_E_MEMORY
MINT_MUST_CHECK enum mint_code mint_openssh_write(
    struct mint_secret *out, const struct mint_rsa *rsa,
    const struct mint_write_options *options);

#endif  // SSHMINT_CORE_FORMAT_OPENSSH_H
