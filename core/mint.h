// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// mint.h is the whole public interface of sshmint's core: it reads, checks,
// makes and writes the RSA keys of SSH users, and takes the fingerprint of any
// SSH public key.
//
// The way of the data is the order of this file:
//
//   bytes -> mint_parts (what a file says it holds: NOT a key)
//         -> mint_check -> mint_key (exists only if every rule held)
//         -> fingerprint, write -> bytes
//
// Conventions, which no function repeats:
//
//   - Arguments stand in the order: object, outputs, inputs; a length follows
//     its pointer. `_len` counts bytes, `_bits` bits, `_max` is inclusive.
//   - Inputs are borrowed for the call only. A pointer may be NULL only where
//   it
//     says so, or where its length is 0.
//   - On any status but MINT_OK every output is NULL, zero or empty, unless a
//     row `Failure` says otherwise, and every secret copy has been wiped.
//   - MINT_ERR_ARGUMENT means that the caller broke a precondition written
//     here, MINT_ERR_MEMORY that an allocation failed, MINT_ERR_INTERNAL that
//     a self-check did. Each may come from any function that returns a status;
//     no list needs to repeat them.
//   - Timing: unless a name ends in `_vartime`, a function's time depends on
//     lengths, layout, sizes and public values, never on a secret's digits.
//   - An object may be used by one thread at a time; different objects by
//     different threads at once.
//   - This library defines OPENSSL_memory_alloc, _free and _get_size: all
//   memory
//     of BoringSSL in the process is the secret memory of core/base/secret.h.

#ifndef SSHMINT_CORE_MINT_H
#define SSHMINT_CORE_MINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/limits.h"

#ifdef __cplusplus
extern "C" {
#endif

#define MINT_VERSION "0.1.0"
#define MINT_MUST_CHECK __attribute__((warn_unused_result))

// ---------------------------------------------------------------------------
// Status and reason

// A mint_status says what the caller can do about it, not where it happened.
enum mint_status {
  MINT_OK = 0,
  MINT_ERR_ARGUMENT,     // the caller broke a documented precondition
  MINT_ERR_TOO_LARGE,    // an input or a key is over a limit of limits.h
  MINT_ERR_SYNTAX,       // not well-formed text, base64, DER or SSH wire
  MINT_ERR_UNSUPPORTED,  // well-formed, but not a kind of key that we read
  MINT_ERR_PASSPHRASE,   // a passphrase is missing or wrong
  MINT_ERR_INVALID_KEY,  // well-formed, but a rule of mint_check is broken
  MINT_ERR_RANDOM,       // the random source failed
  MINT_ERR_MEMORY,       // an allocation failed
  MINT_ERR_INTERNAL,     // a self-check failed; please report it
};

// mint_status_name returns the English name of `status`, for example
// "malformed"; never NULL, static.
const char *mint_status_name(enum mint_status status);

// A mint_code is the stable reason of one refusal. Its name ("E_PEM_END") is
// part of the interface and never changes its meaning.
enum mint_code {
  MINT_E_NONE = 0,
  // text
  MINT_E_TEXT_EMPTY,
  MINT_E_TEXT_TOO_LARGE,
  MINT_E_TEXT_UTF16,
  MINT_E_TEXT_BOM,
  MINT_E_TEXT_CONTROL,
  MINT_E_TEXT_LINE_ENDS,
  MINT_E_TEXT_UNKNOWN,
  // PEM armor
  MINT_E_PEM_BEFORE,
  MINT_E_PEM_BEGIN,
  MINT_E_PEM_END,
  MINT_E_PEM_LABEL,
  MINT_E_PEM_AFTER,
  MINT_E_PEM_HEADER,
  MINT_E_PEM_LINE,
  MINT_E_PEM_EMPTY,
  // base64
  MINT_E_BASE64_CHARACTER,
  MINT_E_BASE64_LENGTH,
  MINT_E_BASE64_BITS,
  // DER
  MINT_E_DER_SYNTAX,
  MINT_E_DER_TRAILING,
  MINT_E_DER_MULTI_PRIME,
  MINT_E_DER_RANGE,
  // the one-line public key and its blob
  MINT_E_LINE_FIELDS,
  MINT_E_LINE_SEVERAL,
  MINT_E_LINE_OPTIONS,
  MINT_E_LINE_TOO_LONG,
  MINT_E_LINE_COMMENT,
  MINT_E_4716_BEGIN,
  MINT_E_4716_HEADER,
  MINT_E_4716_LINE,
  MINT_E_4716_END,
  MINT_E_4716_AFTER,
  MINT_E_PPK_SYNTAX,
  MINT_E_SSH_SYNTAX,
  MINT_E_SSH_TRAILING,
  MINT_E_SSH_MPINT,
  MINT_E_SSH_TYPE,
  MINT_E_SSH_SIGNATURE_TYPE,
  MINT_E_SSH_POINT,
  MINT_E_OPENSSH_SYNTAX,
  MINT_E_OPENSSH_PADDING,
  MINT_E_OPENSSH_PUBLIC,
  MINT_E_DAMAGED,
  // well-formed, but not for us
  MINT_E_TYPE_UNKNOWN,
  MINT_E_TYPE_NOT_RSA,
  MINT_E_TYPE_CERTIFICATE,
  MINT_E_FORMAT_UNKNOWN,
  MINT_E_FORMAT_PPK_VERSION,
  MINT_E_FORMAT_SSH1,
  MINT_E_FORMAT_SSHCOM,
  MINT_E_FORMAT_X509,
  MINT_E_FORMAT_NOT_RSA,
  MINT_E_FORMAT_PGP,
  MINT_E_FORMAT_AGE,
  MINT_E_FORMAT_JSON,
  MINT_E_FORMAT_DER,
  MINT_E_FORMAT_PKCS8_VERSION,
  MINT_E_FORMAT_SEVERAL_KEYS,
  MINT_E_CIPHER_UNKNOWN,
  MINT_E_KDF_UNKNOWN,
  MINT_E_KDF_COST,
  // passphrase
  MINT_E_PASSPHRASE_MISSING,
  MINT_E_PASSPHRASE_WRONG,
  MINT_E_PASSPHRASE_SHORT,
  MINT_E_PASSPHRASE_LONG,
  // key
  MINT_E_KEY_RULES,
  // the machine
  MINT_E_RANDOM,
  MINT_E_MEMORY,
  MINT_E_INTERNAL,
  MINT_E_CODES  // how many there are; not a code
};

// A mint_reason tells why a call did not end with MINT_OK: a code, and the line
// of the input, counted from 1, or 0 where no line is meant. It carries nothing
// of the input itself. After MINT_OK it is {MINT_E_NONE, 0}.
struct mint_reason {
  enum mint_code code;
  size_t line;
};

// A mint_code_info explains a code: its name, the status that comes with it,
// what was seen, and what the user can do. In `fix`, FILE stands for the file's
// name; it is "" where nothing can be advised. All strings are static.
struct mint_code_info {
  const char *name;
  enum mint_status status;
  const char *text;
  const char *fix;
};

// mint_code_explain returns the explanation of `code`; never NULL. An unknown
// code is explained as MINT_E_NONE.
const struct mint_code_info *mint_code_explain(enum mint_code code);

// ---------------------------------------------------------------------------
// Bytes that wipe themselves

// A mint_secret owns `len` bytes in secret memory: guarded, locked and left out
// of dumps where the system allows it, zero in a forked child, wiped on
// release. Its capacity is fixed when it is opened: it never grows, so that it
// never leaves a copy behind. Outputs that are not secret use it as well.
struct mint_secret {
  uint8_t *data;
  size_t len;
  size_t cap;
};

// The empty state: safe to wipe, and what a failed call leaves behind.
#define MINT_SECRET_EMPTY \
  { NULL, 0, 0 }

// mint_secret_open gives `out` room for `cap` bytes, at least 1. Its len is 0.
// What `out` held before is not released: wipe it first.
MINT_MUST_CHECK enum mint_status mint_secret_open(struct mint_secret *out,
                                                  size_t cap);

// mint_secret_wipe wipes and releases what `secret` owns and leaves it empty.
// NULL and the empty state are allowed.
void mint_secret_wipe(struct mint_secret *secret);

// mint_secret_append adds `len` bytes. MINT_ERR_ARGUMENT if they do not fit in
// the capacity; `secret` is then unchanged.
MINT_MUST_CHECK enum mint_status mint_secret_append(struct mint_secret *secret,
                                                    const uint8_t *data,
                                                    size_t len);

// ---------------------------------------------------------------------------
// Parts: what a file says it holds

enum mint_kind {
  MINT_KIND_PUBLIC = 1,
  MINT_KIND_PRIVATE,
  MINT_KIND_CERTIFICATE,  // an OpenSSH certificate: public, never a user key
};

enum mint_format {
  MINT_FORMAT_AUTHORIZED_KEYS = 1,  // one line: type, base64, comment
  MINT_FORMAT_PEM,                  // PKCS#1, BEGIN RSA PRIVATE KEY
  MINT_FORMAT_PKCS8,                // BEGIN PRIVATE KEY, BEGIN ENCRYPTED ...
  MINT_FORMAT_OPENSSH,              // openssh-key-v1, BEGIN OPENSSH PRIVATE KEY
  MINT_FORMAT_RFC4716,              // ---- BEGIN SSH2 PUBLIC KEY ----
  MINT_FORMAT_SPKI,                 // BEGIN PUBLIC KEY
  MINT_FORMAT_PKCS1_PUBLIC,         // BEGIN RSA PUBLIC KEY
  MINT_FORMAT_PPK,                  // PuTTY, versions 2 and 3; never written
};

// mint_format_name returns the name of `format` as the command line spells it
// ("pem", "authorized-keys"); static, never NULL.
const char *mint_format_name(enum mint_format format);

// mint_format_from_name stores the format called `name` and returns true, or
// returns false and stores MINT_FORMAT_AUTHORIZED_KEYS.
bool mint_format_from_name(enum mint_format *out_format, const char *name);

// mint_format_is_private tells whether `format` is one of private keys.
bool mint_format_is_private(enum mint_format format);

// A mint_about describes parts. It borrows from the parts: it lives as long as
// they do, and until mint_parts_unlock is called on them. Nothing in it is
// secret. Pointers are NULL, and numbers 0, where the file does not tell.
struct mint_about {
  enum mint_kind kind;
  enum mint_format format;
  bool encrypted;        // the private part was stored encrypted
  bool locked;           // ... and has not been unlocked yet. The private part
                         // of a key that is not RSA is never looked at: such
                         // parts are never locked
  const char *cipher;    // "AES-256-CBC", "aes256-ctr": as the format spells it
  const char *kdf;       // "md5" (legacy PEM), "pbkdf2", "scrypt", "bcrypt",
                         // "sha1" (PPK 2), "argon2id", "argon2i", "argon2d"
  const char *kdf_hash;  // pbkdf2: "hmac-sha256"
  uint64_t kdf_cost;     // bcrypt rounds, PBKDF2 iterations, scrypt N, Argon2
                         // passes
  uint64_t kdf_memory;   // scrypt, Argon2: in bytes
  const char *type;      // "ssh-rsa"; NULL while locked where the form hides it
  const char *type_short;  // "RSA", "ECDSA-SK", "ED25519-CERT": ssh-keygen's
  unsigned bits;           // size as ssh-keygen counts it
  const uint8_t *blob;  // the SSH public key blob that is fingerprinted: of a
  size_t blob_len;      // certificate the plain key in it
  const uint8_t *exponent;  // RSA: big-endian, minimal
  size_t exponent_len;
  const char *comment;  // raw bytes, not terminated: escape before you print
  size_t comment_len;
  const char *prefix;  // of a line: the options of authorized_keys, the marker
  size_t prefix_len;   // and hosts of known_hosts; raw like the comment
};

struct mint_parts;

// mint_parts_read parses one key, private or public, of any SSH type. Its first
// line chooses the one parser that is tried; nothing is repaired. CRLF line
// ends are taken if all are; the last line's end may be missing.
//
// In       in_len bytes at `in`.
// Secret   `in`, if it holds a private key. The caller wipes it.
// Owns     *out_parts, released with mint_parts_free.
// Failure  `*why` tells the code and the line.
// Spec     RFC 7468 section 3, RFC 1421 section 4.6 (headers), RFC 8017
//          appendix A.1.2, RFC 4253 section 6.6, RFC 4251 section 5, RFC 5656
//          section 3.1, RFC 8709 section 4, OpenSSH PROTOCOL.certkeys,
//          PROTOCOL.u2f
//
// MINT_OK (also for an encrypted private key, whose parts are then locked),
// MINT_ERR_TOO_LARGE, MINT_ERR_SYNTAX, MINT_ERR_UNSUPPORTED
MINT_MUST_CHECK enum mint_status mint_parts_read(struct mint_parts **out_parts,
                                                 struct mint_reason *out_why,
                                                 const uint8_t *in,
                                                 size_t in_len);

// mint_parts_unlock decrypts the private part of locked parts.
//
// Secret   the passphrase.
// Timing   depends on the passphrase's length. That a passphrase is wrong, and
//          where the plaintext stops being well-formed, shows.
// Failure  the parts are as locked as they were, and can be tried again.
//
// MINT_OK (also if nothing was locked), MINT_ERR_PASSPHRASE (wrong, or longer
// than MINT_PASSPHRASE_MAX; or the file is damaged: most encryptions cannot
// tell), and of what the right passphrase opens: MINT_ERR_SYNTAX (malformed, or
// not the key of the public part beside it), MINT_ERR_TOO_LARGE (a number in
// it), MINT_ERR_UNSUPPORTED (another version or kind of key)
MINT_MUST_CHECK enum mint_status mint_parts_unlock(struct mint_parts *parts,
                                                   struct mint_reason *out_why,
                                                   const uint8_t *passphrase,
                                                   size_t passphrase_len);

// mint_parts_about describes `parts`; never NULL.
const struct mint_about *mint_parts_about(const struct mint_parts *parts);

// mint_parts_free wipes and releases `parts`. NULL is allowed.
void mint_parts_free(struct mint_parts *parts);

// What stands before the key on a line.
enum mint_line_kind {
  MINT_LINE_PUBLIC = 1,       // nothing
  MINT_LINE_AUTHORIZED_KEYS,  // options, or nothing (sshd(8))
  MINT_LINE_KNOWN_HOSTS,      // a marker or nothing, then hosts (sshd(8))
};

// mint_parts_read_line is mint_parts_read for one line, without its line end,
// of a text with several. Blanks and tabs may repeat between the fields, as
// sshd takes them, unless `kind` is MINT_LINE_PUBLIC.
//
// MINT_OK, MINT_ERR_TOO_LARGE, MINT_ERR_SYNTAX, MINT_ERR_UNSUPPORTED
MINT_MUST_CHECK enum mint_status mint_parts_read_line(
    struct mint_parts **out_parts, struct mint_reason *out_why,
    enum mint_line_kind kind, const uint8_t *line, size_t line_len);

// A mint_lines walks the lines of a text that may hold several keys. Set `text`
// and `text_len`, and zero the rest.
struct mint_lines {
  const uint8_t *text;
  size_t text_len;
  size_t offset;
  size_t number;  // of the line that was returned last, from 1
};

// mint_lines_next stores the next line that is neither blank nor a comment (its
// first visible character is '#'), without its LF or CRLF, and returns true; at
// the end of the text it returns false. The line is borrowed from the text.
bool mint_lines_next(struct mint_lines *lines, const uint8_t **out_line,
                     size_t *out_line_len);

// ---------------------------------------------------------------------------
// Policy, rules and the check

// A mint_blocklist is a list of keys that are known to attackers. The bytes are
// "sshmint-blocklist-1" and a newline, then entries of MINT_BLOCKLIST_ENTRY
// bytes in ascending order, none twice: the first bytes of SHA-256 over the
// modulus, big-endian without leading zeros.
struct mint_blocklist {
  const uint8_t *entries;  // borrowed
  size_t num_entries;
};
#define MINT_BLOCKLIST_ENTRY 15

// mint_blocklist_open looks through the bytes of a list, which it borrows: they
// live as long as `out` is used.
//
// MINT_OK, MINT_ERR_SYNTAX
MINT_MUST_CHECK enum mint_status mint_blocklist_open(struct mint_blocklist *out,
                                                     const uint8_t *data,
                                                     size_t data_len);

// A mint_policy says what is allowed on top of the floor that is built in. A
// minimum below the floor counts as the floor.
struct mint_policy {
  const char *name;       // static
  unsigned rsa_bits_min;  // of user keys
  unsigned rsa_bits_max;
  uint64_t exponent_min;
  const struct mint_blocklist *blocklist;  // NULL: none
  uint64_t exponent_max;  // 0: MINT_RSA_EXPONENT_BITS_MAX alone
  unsigned generate;      // the sizes that may be made: MINT_GENERATE bits
  bool rsa_refused;       // K27: no RSA key at all
  bool large_factors;     // K21 is a rule, and no warning
  const char *source;     // of a preset's numbers; static, or NULL
};

// The bit of a size that mint_key_generate offers.
#define MINT_GENERATE(bits) (1u << ((bits) / 1024))

// mint_policy_preset fills `out` with the preset called `name`. Returns false,
// and the default policy, if there is none of that name. The presets:
//
//   default    2048 bits, e >= 65537
//   azure      what an Azure VM takes: 2048 bits
//   nist-2031  what NIST takes from 2031 on: 3072 bits
//   bsi        TR-02102-1: 3000 bits
//   cnsa1      CNSA 1.0: 3072 bits
//   cnsa2      CNSA 2.0: no RSA
//   fips186-5  FIPS 186-5: 2048 bits, and p and q in its range
//   legacy     2048 bits, e >= 3 with a warning below 65537: every other preset
//              takes less
bool mint_policy_preset(struct mint_policy *out, const char *name);

// mint_policy_preset_name returns the name of preset `index`, from 0; NULL
// beyond the last.
const char *mint_policy_preset_name(size_t index);

// The rules that mint_check enforces. Rule r is called "K<r>" and is bit r of
// the sets in a mint_report.
enum mint_rule {
  // of every RSA key
  MINT_K_BITS_MIN = 1,
  MINT_K_BITS_MAX,
  MINT_K_BITS_EVEN,
  MINT_K_MODULUS_ODD,
  MINT_K_EXPONENT_FLOOR,
  MINT_K_EXPONENT_MIN,
  MINT_K_EXPONENT_MAX,
  MINT_K_SMALL_FACTOR,
  MINT_K_POWER,
  MINT_K_PRIME,
  // of private keys
  MINT_K_PRODUCT,
  MINT_K_FACTOR_BITS,
  MINT_K_FACTORS_PRIME,
  MINT_K_DISTANCE,
  MINT_K_D_RANGE,
  MINT_K_D_INVERSE,
  MINT_K_DP,
  MINT_K_DQ,
  MINT_K_QINV,
  MINT_K_PAIRWISE,
  MINT_K_FACTOR_SIZE,  // a warning, unless the policy has large_factors
  // known-weak families
  MINT_K_ROCA,
  MINT_K_FERMAT,
  MINT_K_PATTERN,
  MINT_K_SMALL_D,
  MINT_K_BLOCKLIST,
  // of the policy
  MINT_K_RSA,
  MINT_K_RULES  // one more than the last rule
};

// A mint_rule_info explains a rule. All strings are static.
struct mint_rule_info {
  const char *id;       // "K1"
  const char *code;     // "E_RSA_BITS_MIN", stable
  const char *text;     // what is wrong with a key that breaks it
  const char *warning;  // what to say of one that holds it only just, or NULL
  const char *source;   // the sentence that it enforces
  const char *fix;
};

// mint_rule_explain returns the explanation of `rule`, or NULL if there is
// none.
const struct mint_rule_info *mint_rule_explain(enum mint_rule rule);

// A mint_report is what mint_check found. Bit r of a set stands for rule r. A
// rule that makes no sense where another is broken is in no set.
struct mint_report {
  uint64_t held;
  uint64_t broken;
  uint64_t warned;  // held, but only just: tell the user
};

static inline bool mint_report_has(uint64_t set, enum mint_rule rule) {
  return (set >> (unsigned)rule & 1u) != 0;
}

struct mint_key;

// mint_check is the only maker of keys: it tries every rule on `parts` and
// gives a key only if all hold. The key is a copy; `parts` stay as they are.
//
// In       parts of an RSA key, not locked.
// Timing   which rules are broken shows; of a private key that breaks none,
//          nothing does.
// Owns     *out_key, released with mint_key_free.
// Failure  *out_report is filled if the status is MINT_ERR_INVALID_KEY.
// Spec     each rule's `source`.
//
// MINT_OK, MINT_ERR_INVALID_KEY, MINT_ERR_UNSUPPORTED (not RSA, or a
// certificate), MINT_ERR_PASSPHRASE (locked)
MINT_MUST_CHECK enum mint_status mint_check(struct mint_key **out_key,
                                            struct mint_report *out_report,
                                            const struct mint_parts *parts,
                                            const struct mint_policy *policy);

// ---------------------------------------------------------------------------
// Keys: a key in your hand is a valid key

// Called now and then while a key is made: `primes` of the 2 have been found,
// `candidates` numbers have been tried in all.
typedef void (*mint_progress_fn)(void *context, unsigned primes,
                                 unsigned candidates);

// mint_key_bits_offered tells whether mint_key_generate makes keys of `bits`:
// 2048, 3072, 4096 and 8192. No other size is ever rounded to one of them.
bool mint_key_bits_offered(unsigned bits);

// mint_key_generate makes a new RSA key with e = 65537 and hands it through
// mint_check. With `threads` of 2 or more the primes are searched side by side
// by two threads, where the process may use two CPUs; with 1 by the caller's
// alone. `progress` is called by the caller's thread only, and may be NULL.
//
// Secret   the key. Public: how many numbers were tried, and where each failed;
//          they are independent of the primes that are kept.
// Owns     *out_key, released with mint_key_free.
// Spec     FIPS 186-5 appendix A.1.3 (its parameters; not a validated module)
//
// MINT_OK, MINT_ERR_ARGUMENT (a size that is not offered), MINT_ERR_INVALID_KEY
// (a size or e = 65537 that the policy forbids), MINT_ERR_RANDOM (if the
// system's source fails later on, BoringSSL ends the process),
// MINT_ERR_INTERNAL (no prime was found in 100 times the expected number of
// tries, or the new key failed its check)
MINT_MUST_CHECK enum mint_status mint_key_generate(
    struct mint_key **out_key, unsigned bits, const struct mint_policy *policy,
    unsigned threads, mint_progress_fn progress, void *progress_context);

// mint_key_free wipes and releases `key`. NULL is allowed.
void mint_key_free(struct mint_key *key);

// mint_key_bits returns the length of the modulus in bits.
unsigned mint_key_bits(const struct mint_key *key);

// mint_key_is_private tells whether `key` holds the private part too.
bool mint_key_is_private(const struct mint_key *key);

// mint_key_matches tells whether `parts`, which are not locked, have the very
// components of `key`: whether what was read back is what was written. CRT
// values that the form of `parts` leaves out are not compared; the public half
// of a private key is another key.
//
// Timing   depends on the lengths of the components and on the public ones.
bool mint_key_matches(const struct mint_key *key,
                      const struct mint_parts *parts);

// mint_key_blob stores a borrowed view of the key's SSH public blob, which
// lives as long as the key.
void mint_key_blob(const struct mint_key *key, const uint8_t **out_blob,
                   size_t *out_blob_len);

// ---------------------------------------------------------------------------
// Fingerprints, of the blob of any SSH public key

enum mint_hash {
  MINT_HASH_SHA256 = 1,
  MINT_HASH_MD5,
  MINT_HASH_SHA1,
  MINT_HASH_SHA384,
  MINT_HASH_SHA512,
};

// mint_hash_from_name stores the hash called `name` ("sha256", "MD5": case does
// not matter) and returns true, or returns false and stores MINT_HASH_SHA256.
bool mint_hash_from_name(enum mint_hash *out_hash, const char *name);

// The texts below are terminated by NUL, which their maxima count.
#define MINT_FINGERPRINT_MAX 128
#define MINT_RANDOMART_MAX 256
#define MINT_SSHFP_MAX 1024

// mint_fingerprint writes "SHA256:<base64 without =>" or "MD5:<hex with
// colons>", as ssh-keygen prints them. It cannot fail.
void mint_fingerprint(char out[MINT_FINGERPRINT_MAX], enum mint_hash hash,
                      const uint8_t *blob, size_t blob_len);

// mint_randomart writes the picture that ssh-keygen -lv prints: 11 lines, each
// but the last ending in LF. `type_short` and `bits` name the key in its frame.
void mint_randomart(char out[MINT_RANDOMART_MAX], enum mint_hash hash,
                    const uint8_t *blob, size_t blob_len,
                    const char *type_short, unsigned bits);

// mint_sshfp writes the two SSHFP lines (SHA-1 and SHA-256) of RFC 4255 and RFC
// 6594 for `host`, as ssh-keygen -r prints them. `type` is the one in a
// mint_about. At most 255 bytes of letters, digits, '.', '-' and '_' are a
// host.
//
// MINT_OK, MINT_ERR_ARGUMENT (host), MINT_ERR_UNSUPPORTED (a type without an
// SSHFP number)
MINT_MUST_CHECK enum mint_status mint_sshfp(char out[MINT_SSHFP_MAX],
                                            const char *host, const char *type,
                                            const uint8_t *blob,
                                            size_t blob_len);

// ---------------------------------------------------------------------------
// Writing: key to bytes

// mint_character_ok tells whether `c`, a Unicode scalar value, shows itself and
// leaves its neighbours as they are: no control, no mark of direction, nothing
// invisible. Others could make one text look like another. (Variation selectors
// pass: emoji have them.)
bool mint_character_ok(uint32_t c);

// mint_comment_ok tells whether `comment` may be written into a key: valid
// UTF-8, at most MINT_COMMENT_WRITE_MAX bytes, every character
// mint_character_ok (a newline would start a second authorized_keys line).
bool mint_comment_ok(const char *comment, size_t comment_len);

// How a key is written.
struct mint_write_options {
  enum mint_format format;
  const uint8_t *passphrase;  // private keys; NULL: not encrypted
  size_t passphrase_len;
  const char *comment;  // openssh, authorized-keys, rfc4716; NULL: none
  size_t comment_len;
  uint32_t rounds;  // openssh: bcrypt's; 0: MINT_BCRYPT_ROUNDS_DEFAULT
};

// mint_write writes `key` as text, with its last newline. Private forms take a
// private key; public forms take either and write its public part.
//
//   pem          PKCS#1; with a passphrase encrypted as OpenSSL's legacy
//                AES-256-CBC, whose key derivation (one round of MD5) is weak
//   pkcs8        with a passphrase PBES2: PBKDF2 with HMAC-SHA-256 and
//                MINT_PBKDF2_ITERATIONS, AES-256-CBC
//   openssh      with a passphrase bcrypt and aes256-ctr
//   authorized-keys  "ssh-rsa <base64>", then a blank and the comment unless it
//                is NULL (an empty one leaves the blank, as ssh-keygen -C ''
//                does), then a newline
//   rfc4716, spki, pkcs1-public
//
// Secret   the key, the passphrase, *out.
// Owns     *out, wiped with mint_secret_wipe.
// Spec     RFC 7468 sections 2, 3, 10, 11 and 13, RFC 8017 appendix A.1, RFC
//          5208 (PKCS#8), RFC 8018 (PBES2), RFC 4716, OpenSSH PROTOCOL.key, RFC
//          1421 section 4.6, EVP_BytesToKey(3)
//
// MINT_OK, MINT_ERR_ARGUMENT (no private part, a format that is not written, a
// comment that is not mint_comment_ok, rounds over the limit, a length without
// its passphrase or comment), MINT_ERR_PASSPHRASE (shorter or longer than the
// format allows), MINT_ERR_RANDOM
MINT_MUST_CHECK enum mint_status mint_write(
    struct mint_secret *out, const struct mint_key *key,
    const struct mint_write_options *options);

// ---------------------------------------------------------------------------
// Repair: of texts that hold a key in a damaged shape

// One bit each: what was wrong with a text.
enum mint_damage {
  MINT_DAMAGE_BOM = 1 << 0,           // a UTF-8 byte order mark
  MINT_DAMAGE_UTF16 = 1 << 1,         // UTF-16, with or without its mark
  MINT_DAMAGE_LINE_ENDS = 1 << 2,     // CRLF, lone CR, or a mixture
  MINT_DAMAGE_LAST_NEWLINE = 1 << 3,  // none at the end
  MINT_DAMAGE_INDENT = 1 << 4,        // blanks before or behind lines
  MINT_DAMAGE_BLANK_LINES = 1 << 5,
  MINT_DAMAGE_WRAPPING = 1 << 6,        // the base64 in lines of wrong lengths
  MINT_DAMAGE_WRAPPED_PUBLIC = 1 << 7,  // a one-line key over several lines
  MINT_DAMAGE_DASHES = 1 << 8,          // typographic dashes in BEGIN or END
  MINT_DAMAGE_QUOTES = 1 << 9,          // quotes around the key
  MINT_DAMAGE_AROUND = 1 << 10,         // text before BEGIN or after END
  MINT_DAMAGE_ESCAPES = 1 << 11,        // \n written as two characters
  MINT_DAMAGE_BLANKS = 1 << 12,         // several blanks or tabs between fields
};
#define MINT_DAMAGES 13

// mint_damage_explain returns what the damage with bit `index` is, for example
// "a UTF-8 byte order mark stands before the key"; static, NULL beyond the
// last.
const char *mint_damage_explain(unsigned index);

// mint_repair undoes every damage of `in` that it knows and writes the text
// that ssh reads; it changes no symbol of the base64 and no header. What it
// writes must still pass mint_parts_read and mint_check: the caller does that.
//
// Secret   `in` and *out, if they hold a private key.
// Timing   depends on where words, blanks and line ends stand, not on the
//          symbols of the base64; a text without a BEGIN line is taken for a
//          public key, and its time depends on all of it.
// Owns     *out, wiped with mint_secret_wipe.
// Failure  *out_damage is 0.
//
// MINT_OK (*out_damage is 0 if nothing was wrong: *out then equals `in`),
// MINT_ERR_SYNTAX (nothing in it looks like a key), MINT_ERR_TOO_LARGE
MINT_MUST_CHECK enum mint_status mint_repair(struct mint_secret *out,
                                             unsigned *out_damage,
                                             const uint8_t *in, size_t in_len);

#ifdef __cplusplus
}
#endif

#endif  // SSHMINT_CORE_MINT_H
