// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// limits.h holds every number by which the core bounds its work, each with its
// reason. A limit is inclusive: a value equal to it is still accepted.

#ifndef SSHMINT_CORE_LIMITS_H
#define SSHMINT_CORE_LIMITS_H

// One key file or one line, in bytes. A 16384-bit private key is 13 KiB of PEM;
// PuTTY stops at 256 KiB as well, OpenSSH at 128 MiB.
#define MINT_INPUT_MAX 262144u

// One line of text, in bytes: a 16384-bit public line is 2.8 KiB; the rest is
// for options and a comment.
#define MINT_LINE_MAX 16384u

// The comment of a key that is read, and of one that we write, in bytes.
// OpenSSH cuts at 1023. 255 is what every consumer of a one-line key takes.
#define MINT_COMMENT_READ_MAX 1024u
#define MINT_COMMENT_WRITE_MAX 255u

// A passphrase, in bytes: OpenSSL and the prompt of OpenSSH read no more.
#define MINT_PASSPHRASE_MAX 1023u

// A passphrase for the encryption of PEM and PKCS#8, in bytes: ssh-keygen and
// OpenSSL refuse fewer than 4 or 5 (peers differ); the stricter of the two.
#define MINT_PASSPHRASE_PEM_MIN 5u

// bcrypt rounds (openssh-key-v1): the most that we do for a file, about 16 s;
// Go stops there too. ssh-keygen writes 24 since 9.4 (16 before), and so do we.
#define MINT_BCRYPT_ROUNDS_MAX 2048u
#define MINT_BCRYPT_ROUNDS_DEFAULT 24u
#define MINT_BCRYPT_SALT 16u

// PBKDF2 iterations: ten million take 1 s (SHA-256) to 7 s (SHA-512). What we
// write is what OWASP's cheat sheet of 2023 asks for with HMAC-SHA-256.
#define MINT_PBKDF2_ITERATIONS_MAX 10000000u
#define MINT_PBKDF2_ITERATIONS 600000u

// scrypt and Argon2: memory in bytes, and work as memory times passes (scrypt:
// p). PuTTY writes 8 MiB and as many passes as fit in 0.1 s.
#define MINT_KDF_MEMORY_MAX 268435456u
#define MINT_KDF_WORK_MAX 4294967296u
#define MINT_KDF_PARALLEL_MAX 16u

// The salt of a KDF in a file, in bytes.
#define MINT_KDF_SALT_MAX 1024u

// Headers of one RFC 4716 block: three are in use.
#define MINT_4716_HEADERS_MAX 32u

// The floor under every policy, in bits: SP 800-131A r2 table 2 (112 bits of
// security), and Azure's "at least 2048-bit".
#define MINT_RSA_BITS_FLOOR 2048u

// The largest modulus whose private key is read or made, in bits: 8192 is the
// largest that we offer. BoringSSL's own limit is 16384, at 8 times the cost of
// each private operation.
#define MINT_RSA_PRIVATE_BITS_MAX 8192u

// The largest modulus of a public key, in bits: the limit of OpenSSH and Go.
// CVE-2026-39829 is what happens without one.
#define MINT_RSA_PUBLIC_BITS_MAX 16384u

// The largest public exponent, in bits: BoringSSL stops at 33, Windows at 32. A
// large e has no use and costs every verifier.
#define MINT_RSA_EXPONENT_BITS_MAX 32u

// The smallest exponent that any policy may allow, and the one that the default
// policy asks for (FIPS 186-5 A.1.1: 2^16 < e).
#define MINT_RSA_EXPONENT_FLOOR 3u
#define MINT_RSA_EXPONENT_DEFAULT 65537u

// No prime below this may divide a modulus. SP 800-89 section 5.3.3 asks for
// 752; all 16-bit primes cost 2 ms at 2048 bits.
#define MINT_SMALL_FACTOR_LIMIT 65536u

// Steps of Fermat's factorisation: badkeys takes 100 as well. Keys of the
// broken generators fall in the first few.
#define MINT_FERMAT_ROUNDS 100u

// Miller-Rabin rounds with random bases for a prime that somebody else made:
// an adversary may have chosen it (FIPS 186-5 appendix B.3 gives the rounds for
// random candidates only). BoringSSL uses 64 too.
#define MINT_PRIME_ROUNDS_IMPORTED 64

// |p - q| > 2^(nlen/2 - 100), FIPS 186-5 appendix A.1.3 step 5.4.
#define MINT_PRIME_DISTANCE_BITS 100u

#endif  // SSHMINT_CORE_LIMITS_H
