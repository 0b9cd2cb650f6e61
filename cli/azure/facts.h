// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// facts.h tells what an input is, as far as Azure and its tools care. It judges
// nothing.

#ifndef SSHMINT_CLI_AZURE_FACTS_H
#define SSHMINT_CLI_AZURE_FACTS_H

#include "core/mint.h"

// What may be true of an input. More than one may.
enum cli_azure_fact {
  // what form it has, if not that of one authorized_keys line
  CLI_AZURE_PPK,           // a private key in PuTTY's form
  CLI_AZURE_PRIVATE_PAIR,  // a private key, with its .pub beside it
  CLI_AZURE_PRIVATE,       // a private key, with or without
  CLI_AZURE_NO_KEY,        // nothing in it looks like an SSH key
  CLI_AZURE_UTF16,
  CLI_AZURE_BOM,
  CLI_AZURE_QUOTED,
  CLI_AZURE_BARE,        // base64 without the type before it
  CLI_AZURE_OPTIONS,     // authorized_keys options before the type
  CLI_AZURE_WRAPPED,     // one key, broken into several lines with LF
  CLI_AZURE_WRAPPED_CR,  // the same with CRLF, as Azure itself once gave them
  CLI_AZURE_SEVERAL,     // more lines than that of the key
  CLI_AZURE_RFC4716,
  CLI_AZURE_PEM_PUBLIC,  // BEGIN PUBLIC KEY, BEGIN RSA PUBLIC KEY
  CLI_AZURE_DAMAGED,     // starts as a public key does, and is none
  CLI_AZURE_INDENT,      // blanks before the key
  CLI_AZURE_BLANKS,      // more than one blank between the fields, or a tab
  // what key it is
  CLI_AZURE_CERTIFICATE,
  CLI_AZURE_DSA,
  CLI_AZURE_OTHER_TYPE,  // ECDSA, and the keys of security tokens
  CLI_AZURE_ED25519,
  CLI_AZURE_SHORT,       // under 2048 bits
  CLI_AZURE_SHORT_BYTE,  // ... but no whole byte: 2041 to 2047
  CLI_AZURE_WEAK,        // breaks a rule that is not about its least size
  // what is around it
  CLI_AZURE_COMMENT_ODD,       // control characters, or not UTF-8, or too long
  CLI_AZURE_COMMENT_NONASCII,  // letters that ASCII does not have
  CLI_AZURE_CRLF,
  CLI_AZURE_PATH_BLANK,  // a blank in the name of the file
  CLI_AZURE_FACTS        // how many there are; not a fact
};

struct cli_azure_facts {
  uint32_t set;                    // bit f stands for fact f
  struct mint_parts *parts;        // owned; NULL if no key could be made out
  const struct mint_about *about;  // of the parts; NULL without them
  enum mint_status status;         // of the text as it stands
  struct mint_reason why;
  struct mint_report found;  // the rules, if it is a public RSA key
  struct mint_key *key;      // owned; NULL unless it holds them
  enum mint_status failed;   // not MINT_OK: the machine failed, and the facts
                             // mean nothing
};

static inline bool cli_azure_has(const struct cli_azure_facts *facts,
                                 enum cli_azure_fact fact) {
  return (facts->set >> (unsigned)fact & 1u) != 0;
}

// cli_azure_is_failure tells whether `status` is the machine's: that the memory
// ran out, or the like, says nothing of the text.
static inline bool cli_azure_is_failure(enum mint_status status) {
  return status == MINT_ERR_MEMORY || status == MINT_ERR_RANDOM ||
         status == MINT_ERR_INTERNAL;
}

// cli_azure_facts_find fills `out` from the text of the input `path`. Where the
// text is damaged in a way that can be undone, the parts are those of the key
// in it. The rules are not tried again on `known`, a public key that holds
// them, or NULL: to try them on a large one takes a second.
//
// Secret   `text`, if it holds a private key: the parts then do as well.
// Owns     *out, released with cli_azure_facts_free.
void cli_azure_facts_find(struct cli_azure_facts *out,
                          const struct mint_policy *policy, const char *path,
                          const struct mint_secret *text,
                          const struct mint_key *known);

void cli_azure_facts_free(struct cli_azure_facts *facts);

#endif  // SSHMINT_CLI_AZURE_FACTS_H
