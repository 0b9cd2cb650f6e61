// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// policy.h is what may be read, made and written here: the rules of a policy
// with their values, the strict text in which they are given, how layers join,
// and where a policy comes from. It reports nothing itself: cli/govern.h does.

#ifndef SSHMINT_CLI_POLICY_POLICY_H
#define SSHMINT_CLI_POLICY_POLICY_H

#include <stdbool.h>
#include <stddef.h>

#include "core/mint.h"

// The limits of a policy file: its bytes, the bytes of a line without its end,
// of a name, and of the path of an audit trail.
#define CLI_POLICY_FILE_MAX 65536u
#define CLI_POLICY_LINE_MAX 1024u
#define CLI_POLICY_NAME_MAX 32u
#define CLI_POLICY_PATH_MAX 255u

// Room for the text of a policy, and for the names of three layers.
#define CLI_POLICY_TEXT_MAX 4096u
#define CLI_POLICY_NAMES_MAX 128u

// The rules. They are explained in rules.c.
enum cli_policy_rule {
  CLI_P_RSA,
  CLI_P_RSA_MIN,
  CLI_P_RSA_MAX,
  CLI_P_GENERATE,
  CLI_P_EXPONENT,  // the smallest; its keyword sets the largest too
  CLI_P_EXPONENT_MAX,
  CLI_P_FACTORS,
  CLI_P_WEAK,
  CLI_P_READ,
  CLI_P_WRITE,
  CLI_P_PASSPHRASE,
  CLI_P_PASSPHRASE_MIN,
  CLI_P_BCRYPT_MIN,
  CLI_P_BCRYPT_MAX,
  CLI_P_PBKDF2_MIN,
  CLI_P_PBKDF2_MAX,
  CLI_P_SCRYPT_MAX,
  CLI_P_FINGERPRINT,
  CLI_P_FILE_MAX,
  CLI_P_COMMENT,
  CLI_P_SIGNATURE,
  CLI_P_HOST_KEY,
  CLI_P_HOST_RSA_MIN,
  CLI_P_SANDBOX,
  CLI_P_AUDIT,
  CLI_P_AUDIT_REQUIRED,
  CLI_P_RULES  // how many there are
};

// What the value of a rule is, and so how two values join.
enum cli_policy_kind {
  CLI_KIND_MIN,       // a number: the larger one
  CLI_KIND_MAX,       // a number: the smaller one
  CLI_KIND_CHOICE,    // one word, from lax to strict: the stricter one
  CLI_KIND_ALLOW,     // a set of words: what stands in both
  CLI_KIND_DEMAND,    // a set of words: what stands in either
  CLI_KIND_EXPONENT,  // CLI_P_EXPONENT, with CLI_P_EXPONENT_MAX
  CLI_KIND_LOG,       // off, syslog or a path: the first that is not off
};

// The values of CLI_P_HOST_KEY and CLI_P_SANDBOX; the last is their number.
enum {
  CLI_HOST_KEY_ASK,
  CLI_HOST_KEY_KNOWN,
  CLI_HOST_KEY_PINNED,
  CLI_HOST_KEYS
};
enum {
  CLI_SANDBOX_NONE,
  CLI_SANDBOX_TRY,
  CLI_SANDBOX_REQUIRE,
  CLI_SANDBOX_WORDS
};

// The values of CLI_P_AUDIT.
enum { CLI_AUDIT_OFF, CLI_AUDIT_SYSLOG, CLI_AUDIT_FILE };

struct cli_policy_info {
  const char *keyword;  // NULL: it is set by the keyword before it
  enum cli_policy_kind kind;
  unsigned min;              // of a number
  unsigned max;              // of a number; of words: how many there are
  unsigned value;            // where no preset says anything
  const char *const *words;  // NULL: a number
  const char *text;          // what it rules
  const char *source;        // why; never NULL
};

// cli_policy_explain returns the explanation of `rule`; never NULL, static.
const struct cli_policy_info *cli_policy_explain(enum cli_policy_rule rule);

// cli_policy_find stores the rule whose keyword is the `len` bytes at `keyword`
// (case does not matter). Returns false if there is none.
bool cli_policy_find(enum cli_policy_rule *out, const char *keyword,
                     size_t len);

struct cli_policy {
  char name[CLI_POLICY_NAMES_MAX];      // of all layers, joined by '+'
  unsigned value[CLI_P_RULES];          // numbers, words by place, sets by bit
  char audit[CLI_POLICY_PATH_MAX + 1];  // CLI_AUDIT_FILE
  struct mint_policy key;  // what of it the core enforces; cli_policy_settle
};

// cli_policy_has tells whether word `place` stands in the set of `rule`.
static inline bool cli_policy_has(const struct cli_policy *policy,
                                  enum cli_policy_rule rule, unsigned place) {
  return (policy->value[rule] >> place & 1u) != 0;
}

// cli_policy_preset is mint_policy_preset with the rules that are not the
// core's.
bool cli_policy_preset(struct cli_policy *out, const char *name);

// cli_policy_settle fills policy->key anew. Its block list is kept.
void cli_policy_settle(struct cli_policy *policy);

// cli_policy_join makes `policy` as strict as itself and `other` together: it
// takes nothing that one of them does not take. Where both have an audit trail,
// that of `policy` stays.
void cli_policy_join(struct cli_policy *policy, const struct cli_policy *other);

// cli_policy_value writes the value of `rule` as a file has it.
void cli_policy_value(char out[CLI_POLICY_LINE_MAX],
                      const struct cli_policy *policy,
                      enum cli_policy_rule rule);

// cli_policy_text writes all values as a file that cli_policy_parse takes, but
// for the name, and returns its length. Equal policies have equal texts.
size_t cli_policy_text(char out[CLI_POLICY_TEXT_MAX],
                       const struct cli_policy *policy);

// cli_policy_digest writes the SHA-256 of that text, as fingerprints are.
void cli_policy_digest(char out[MINT_FINGERPRINT_MAX],
                       const struct cli_policy *policy);

// What is wrong with a policy.
enum cli_policy_fault {
  CLI_FAULT_NONE,
  CLI_FAULT_PRESET,   // there is no preset of this name
  CLI_FAULT_OPEN,     // the file cannot be read
  CLI_FAULT_TRUST,    // others could have written it
  CLI_FAULT_TEXT,     // too long, or not plain ASCII with LF
  CLI_FAULT_VERSION,  // it does not begin with PolicyVersion 1
  CLI_FAULT_NAME,
  CLI_FAULT_EXTENDS,
  CLI_FAULT_KEYWORD,  // unknown
  CLI_FAULT_TWICE,
  CLI_FAULT_VALUE,
  CLI_FAULT_LOOSER,  // than the preset that it extends
  CLI_FAULT_AUDIT,   // a trail is required, and none is named
};

struct cli_policy_why {
  enum cli_policy_fault fault;
  size_t line;                     // 0: none
  char word[128];                  // the keyword, or what is meant; plain ASCII
  char path[CLI_POLICY_LINE_MAX];  // the file as it was opened; "": none
};

// cli_policy_parse reads the text of a policy file.
//
//   file  = "PolicyVersion 1" LF *( [ line ] LF )
//   line  = "#" anything / keyword 1*SP value
//   value = number / word *( "," word )
//
// Keywords come in any case and once; Name has to be there; Extends names a
// preset (default without it) and stands before the first rule. Every value but
// that of Sandbox is at least as strict as the preset's. Numbers are decimal,
// without leading zeros. Nothing is repaired or passed over, and a last line
// without its LF is refused: the rest may be missing.
//
// Failure  returns false; `why` has the first fault, and `out` is the preset
//          cnsa2, which takes nothing.
bool cli_policy_parse(struct cli_policy *out, struct cli_policy_why *why,
                      const char *text, size_t len);

// cli_policy_read is cli_policy_parse for the file `path`, whoever owns it,
// which is open as `fd` and is closed; -1: it could not be opened, as errno
// says.
bool cli_policy_read(struct cli_policy *out, struct cli_policy_why *why,
                     const char *path, int fd);

// cli_policy_load finds the policy that rules this run. The administrator's
// file is the first layer; it, and every directory above it, has to be root's
// and not to be written by others. The user's own file
// (~/.config/sshmint/policy.conf) and `named` (--policy: a preset, or a file if
// it holds a '/' or ends in .conf; NULL: none) only tighten it. Without an
// administrator's file, `named` takes the place of the user's file, and the
// default that of both. No environment variable is looked at.
//
// Failure  as of cli_policy_parse: a file that is there and is bad never
//          counts as one that is missing.
bool cli_policy_load(struct cli_policy *out, struct cli_policy_why *why,
                     const char *named);

#endif  // SSHMINT_CLI_POLICY_POLICY_H
