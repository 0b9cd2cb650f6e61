// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// rsa_maker.h builds RSA numbers, keys and key files for tests, from BoringSSL
// alone: nothing of the core takes part. Every number is the same in each run.
//
// What is returned by pointer belongs to the maker until maker_release, which a
// test calls as its fini. A failure (no memory, no inverse) ends the test.

#ifndef SSHMINT_TESTS_UNIT_RSA_MAKER_H
#define SSHMINT_TESTS_UNIT_RSA_MAKER_H

#include <openssl/bn.h>

#include "core/format/parts.h"
#include "core/mint.h"

void maker_release(void);

// Numbers.
BIGNUM *maker_word(uint64_t word);
BIGNUM *maker_power(unsigned bits);  // 2^bits
BIGNUM *maker_plus(const BIGNUM *a, const BIGNUM *b);
BIGNUM *maker_minus(const BIGNUM *a, const BIGNUM *b);
BIGNUM *maker_add(const BIGNUM *a, int64_t small);
BIGNUM *maker_times(const BIGNUM *a, const BIGNUM *b);
BIGNUM *maker_quotient(const BIGNUM *a, const BIGNUM *b);
BIGNUM *maker_mod(const BIGNUM *a, const BIGNUM *m);
BIGNUM *maker_inverse(const BIGNUM *a, const BIGNUM *m);
BIGNUM *maker_lcm(const BIGNUM *a, const BIGNUM *b);

// maker_digits returns number `index` of those with exactly `bits` bits that
// look random; its top two bits and its last bit are set.
BIGNUM *maker_digits(unsigned bits, unsigned index);

// One of the linear forms `times` k + `plus`; plus may be NULL, for 0.
struct maker_form {
  unsigned times;
  const BIGNUM *plus;
};

// maker_chain returns the first k of start, start + step, ... for which every
// form is a prime. `skip` of them are known to be none, to save time.
BIGNUM *maker_chain(const BIGNUM *start, unsigned step, unsigned skip,
                    const struct maker_form *forms, size_t num_forms);

BIGNUM *maker_prime_after(const BIGNUM *start);
BIGNUM *maker_prime_before(const BIGNUM *start);

// maker_prime returns prime `index` of those with exactly `bits` bits. The top
// two bits are set; p - 1 is coprime to 3, 5, 7, 17, 37, 257 and 65537, so that
// it goes with every exponent that the tests try.
BIGNUM *maker_prime(unsigned bits, unsigned index);

// maker_is_sound tells whether `n` is odd, composite, and without a factor
// below 65536.
bool maker_is_sound(const BIGNUM *n);

// maker_modulus returns number `index` of the sound ones with exactly `bits`
// bits.
BIGNUM *maker_modulus(unsigned bits, unsigned index);

// Keys.
struct maker_rsa {
  const BIGNUM *n;
  const BIGNUM *e;
  const BIGNUM *d;
  const BIGNUM *p;
  const BIGNUM *q;
  const BIGNUM *dp;
  const BIGNUM *dq;
  const BIGNUM *qinv;
};

// maker_rsa derives all else from p, q and e; d is reduced modulo the lcm.
struct maker_rsa maker_rsa(const BIGNUM *p, const BIGNUM *q, uint64_t e);

// maker_key is a key of `bits` bits that breaks no rule.
struct maker_rsa maker_key(unsigned bits, unsigned index, uint64_t e);

// maker_view shows a key as a parser would.
struct mint_rsa maker_view(const struct maker_rsa *key);

// Files: strings. A line has no comment and no newline.
const char *maker_pem(const struct maker_rsa *key);
const char *maker_line(const BIGNUM *n, const BIGNUM *e);
// ... of any key: a type and a blob
const char *maker_blob_line(const char *type, const uint8_t *blob, size_t len);

// What became of a file.
struct maker_outcome {
  enum mint_status read;   // by mint_parts_read
  enum mint_status check;  // by mint_check; MINT_OK if it was not called
  struct mint_report report;
  bool made;  // there is a key ...
  bool is_private;
  unsigned bits;
};

// maker_try reads and checks `file`. It asserts what holds for every outcome:
// a key comes with MINT_OK and with nothing else, no rule is both held and
// broken, and a report comes with MINT_OK and MINT_ERR_INVALID_KEY only.
struct maker_outcome maker_try(const char *file,
                               const struct mint_policy *policy);

// maker_parts reads `file`, which must be well-formed. To be freed by the
// caller.
struct mint_parts *maker_parts(const char *file);

// Sets of rules.
#define MAKER_K(rule) (UINT64_C(1) << (rule))
#define MAKER_FAMILIES UINT64_C(0x3c00000)  // K22 to K25; K26 needs a list
// What is asked of the digits of a modulus that is odd and not too large.
#define MAKER_MODULUS (UINT64_C(0x000700) | MAKER_FAMILIES)  // with K8 to K10
#define MAKER_PUBLIC (UINT64_C(0x0007fe) | MAKER_FAMILIES)   // with K1 to K10
#define MAKER_PRIVATE (UINT64_C(0x3ffffe) | MAKER_FAMILIES)  // with K1 to K21

// maker_set spells a set: "K1 K3 "; in one of a few buffers that take turns.
const char *maker_set(uint64_t set);

#endif  // SSHMINT_TESTS_UNIT_RSA_MAKER_H
