// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// govern.c compares what is read, made and written with the values of the
// policy.

#include "cli/govern.h"

#include <stdlib.h>
#include <string.h>

#include "cli/audit.h"
#include "cli/escape.h"
#include "cli/generate.h"

static const enum cli_code fault_codes[] = {
    [CLI_FAULT_PRESET] = CLI_E_POLICY_UNKNOWN,
    [CLI_FAULT_OPEN] = CLI_E_POLICY_FILE,
    [CLI_FAULT_TRUST] = CLI_E_POLICY_TRUST,
    [CLI_FAULT_TEXT] = CLI_E_POLICY_TEXT,
    [CLI_FAULT_VERSION] = CLI_E_POLICY_VERSION,
    [CLI_FAULT_NAME] = CLI_E_POLICY_NAME,
    [CLI_FAULT_EXTENDS] = CLI_E_POLICY_EXTENDS,
    [CLI_FAULT_KEYWORD] = CLI_E_POLICY_KEYWORD,
    [CLI_FAULT_TWICE] = CLI_E_POLICY_TWICE,
    [CLI_FAULT_VALUE] = CLI_E_POLICY_VALUE,
    [CLI_FAULT_LOOSER] = CLI_E_POLICY_LOOSER,
    [CLI_FAULT_AUDIT] = CLI_E_POLICY_AUDIT_NONE,
};

void cli_govern_fault(struct cli_context *context,
                      const struct cli_policy_why *why) {
  if (why->fault == CLI_FAULT_PRESET) {
    cli_fail(context, CLI_E_POLICY_UNKNOWN, context->policy_name);
    return;
  }
  struct cli_report report;
  cli_report_start(&report, why->path[0] == '\0' ? NULL : why->path, why->line);
  if (why->word[0] == '\0') {
    cli_report_code(&report, fault_codes[why->fault], NULL);
  } else {
    cli_report_word(&report, fault_codes[why->fault], why->word);
  }
  cli_report_end(context, &report);
}

bool cli_govern_load(struct cli_context *context) {
  struct cli_policy_why why;
  if (!cli_policy_load(&context->policy, &why, context->policy_name)) {
    cli_govern_fault(context, &why);
    return false;
  }
  context->has_policy = true;
  return cli_audit_open(context);
}

// Tells that `rule` is broken by `got`, which it frees.
static bool refuse(const struct cli_context *context, struct cli_report *report,
                   enum cli_policy_rule rule, char *got) {
  const struct cli_policy_info *info = cli_policy_explain(rule);
  char value[CLI_POLICY_LINE_MAX];
  cli_policy_value(value, &context->policy, rule);
  const char *how =
      info->kind == CLI_KIND_MIN   ? "at least "
      : info->kind == CLI_KIND_MAX ? "at most "
      : info->kind == CLI_KIND_ALLOW && context->policy.value[rule] != 0
          ? "one of "
          : "";
  char *wanted = cli_format("%s%s", how, value);
  cli_report_policy(report, info->keyword, wanted, got);
  free(wanted);
  free(got);
  return false;
}

static bool at_least(const struct cli_context *context,
                     struct cli_report *report, enum cli_policy_rule rule,
                     uint64_t got) {
  return got >= context->policy.value[rule] ||
         refuse(context, report, rule,
                cli_format("%llu", (unsigned long long)got));
}

static bool at_most(const struct cli_context *context,
                    struct cli_report *report, enum cli_policy_rule rule,
                    uint64_t got) {
  return got <= context->policy.value[rule] ||
         refuse(context, report, rule,
                cli_format("%llu", (unsigned long long)got));
}

// Tells whether `word` stands in the set of `rule`.
static bool has_word(const struct cli_context *context,
                     enum cli_policy_rule rule, const char *word) {
  const struct cli_policy_info *info = cli_policy_explain(rule);
  for (unsigned i = 0; i < info->max; i++) {
    if (strcmp(info->words[i], word) == 0) {
      return cli_policy_has(&context->policy, rule, i);
    }
  }
  return false;
}

static bool one_of(const struct cli_context *context, struct cli_report *report,
                   enum cli_policy_rule rule, const char *word) {
  return has_word(context, rule, word) ||
         refuse(context, report, rule, cli_format("%s", word));
}

bool cli_govern_size(const struct cli_context *context,
                     struct cli_report *report, size_t len) {
  return at_most(context, report, CLI_P_FILE_MAX, len);
}

bool cli_govern_read(const struct cli_context *context,
                     struct cli_report *report,
                     const struct mint_about *about) {
  if (about->kind != MINT_KIND_PRIVATE) {
    return true;
  }
  bool ok =
      one_of(context, report, CLI_P_READ, mint_format_name(about->format));
  const char *kdf = about->kdf == NULL ? "" : about->kdf;
  if (strcmp(kdf, "bcrypt") == 0) {
    ok &= at_most(context, report, CLI_P_BCRYPT_MAX, about->kdf_cost);
  } else if (strcmp(kdf, "pbkdf2") == 0) {
    ok &= at_most(context, report, CLI_P_PBKDF2_MAX, about->kdf_cost);
  } else if (strcmp(kdf, "scrypt") == 0) {
    ok &= at_most(context, report, CLI_P_SCRYPT_MAX, about->kdf_memory);
  }
  return ok;
}

static bool refuse_plain(const struct cli_context *context,
                         struct cli_report *report) {
  return refuse(context, report, CLI_P_PASSPHRASE,
                cli_format("a key that is not encrypted"));
}

bool cli_govern_stored(const struct cli_context *context,
                       struct cli_report *report,
                       const struct mint_about *about) {
  bool ok = true;
  if (about->kind != MINT_KIND_PRIVATE) {
    return true;
  }
  if (!about->encrypted && context->policy.value[CLI_P_PASSPHRASE] != 0) {
    ok = refuse_plain(context, report);
  }
  const char *kdf = about->kdf == NULL ? "" : about->kdf;
  if (strcmp(kdf, "bcrypt") == 0) {
    ok &= at_least(context, report, CLI_P_BCRYPT_MIN, about->kdf_cost);
  } else if (strcmp(kdf, "pbkdf2") == 0) {
    ok &= at_least(context, report, CLI_P_PBKDF2_MIN, about->kdf_cost);
  }
  return ok;
}

#define CLI_WEAK_BLOCKLIST 4  // its place in WeakKeyChecks

bool cli_govern_lists(const struct cli_context *context,
                      struct cli_report *report) {
  return !cli_policy_has(&context->policy, CLI_P_WEAK, CLI_WEAK_BLOCKLIST) ||
         context->policy.key.blocklist != NULL ||
         refuse(context, report, CLI_P_WEAK, cli_format("no --blocklist"));
}

bool cli_govern_make(const struct cli_context *context,
                     struct cli_report *report, unsigned bits,
                     enum mint_format format) {
  const unsigned *value = context->policy.value;
  char *size = cli_format("%u", bits);
  bool ok = at_least(context, report, CLI_P_RSA_MIN, bits);
  ok &= at_most(context, report, CLI_P_RSA_MAX, bits);
  ok &= one_of(context, report, CLI_P_GENERATE, size);
  if (value[CLI_P_RSA] != 0) {
    ok = refuse(context, report, CLI_P_RSA, cli_format("an RSA key"));
  }
  if (value[CLI_P_EXPONENT] > MINT_RSA_EXPONENT_DEFAULT ||
      value[CLI_P_EXPONENT_MAX] < MINT_RSA_EXPONENT_DEFAULT) {
    ok = refuse(context, report, CLI_P_EXPONENT,
                cli_format("%u, the only one of keys that are made",
                           MINT_RSA_EXPONENT_DEFAULT));
  }
  ok &= one_of(context, report, CLI_P_WRITE, mint_format_name(format));
  if (context->no_passphrase && value[CLI_P_PASSPHRASE] != 0) {
    ok = refuse_plain(context, report);
  }
  free(size);
  return ok;
}

static bool govern_comment(const struct cli_context *context,
                           struct cli_report *report,
                           const struct mint_write_options *options) {
  for (size_t i = 0; i < options->comment_len; i++) {
    unsigned char c = (unsigned char)options->comment[i];
    if ((c < ' ' || c > '~') && context->policy.value[CLI_P_COMMENT] != 0) {
      return refuse(context, report, CLI_P_COMMENT,
                    cli_format("a comment with other characters"));
    }
  }
  return true;
}

// The key derivation of what is encrypted.
static bool govern_kdf(const struct cli_context *context,
                       struct cli_report *report,
                       struct mint_write_options *options) {
  unsigned min = context->policy.value[CLI_P_BCRYPT_MIN];
  if (options->format == MINT_FORMAT_OPENSSH) {
    if (options->rounds == 0) {
      options->rounds =
          min > MINT_BCRYPT_ROUNDS_DEFAULT ? min : MINT_BCRYPT_ROUNDS_DEFAULT;
    }
    bool ok = at_least(context, report, CLI_P_BCRYPT_MIN, options->rounds);
    return at_most(context, report, CLI_P_BCRYPT_MAX, options->rounds) && ok;
  }
  if (options->format == MINT_FORMAT_PKCS8) {
    bool ok =
        at_least(context, report, CLI_P_PBKDF2_MIN, MINT_PBKDF2_ITERATIONS);
    return at_most(context, report, CLI_P_PBKDF2_MAX, MINT_PBKDF2_ITERATIONS) &&
           ok;
  }
  return true;
}

bool cli_govern_write(const struct cli_context *context,
                      struct cli_report *report,
                      struct mint_write_options *options) {
  bool ok = govern_comment(context, report, options);
  if (!mint_format_is_private(options->format)) {
    return ok;
  }
  ok &= one_of(context, report, CLI_P_WRITE, mint_format_name(options->format));
  if (options->passphrase != NULL) {
    ok &= at_least(context, report, CLI_P_PASSPHRASE_MIN,
                   options->passphrase_len);
    ok &= govern_kdf(context, report, options);
  } else if (context->policy.value[CLI_P_PASSPHRASE] != 0) {
    ok = refuse_plain(context, report);
  }
  return ok;
}

static const char *hash_name(enum mint_hash hash) {
  switch (hash) {
    case MINT_HASH_SHA256:
      return "sha256";
    case MINT_HASH_MD5:
      return "md5";
    case MINT_HASH_SHA1:
      return "sha1";
    case MINT_HASH_SHA384:
      return "sha384";
    case MINT_HASH_SHA512:
      return "sha512";
  }
  return "";
}

bool cli_govern_has_hash(const struct cli_context *context,
                         enum mint_hash hash) {
  return has_word(context, CLI_P_FINGERPRINT, hash_name(hash));
}

bool cli_govern_hash(const struct cli_context *context,
                     struct cli_report *report, enum mint_hash hash) {
  return one_of(context, report, CLI_P_FINGERPRINT, hash_name(hash));
}

unsigned cli_govern_bits(const struct cli_context *context) {
  static const unsigned sizes[] = {CLI_BITS_DEFAULT, 2048, 4096, 8192};
  const struct mint_policy *key = &context->policy.key;
  for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
    if ((key->generate & MINT_GENERATE(sizes[i])) != 0 &&
        sizes[i] >= key->rsa_bits_min && sizes[i] <= key->rsa_bits_max) {
      return sizes[i];
    }
  }
  return CLI_BITS_DEFAULT;
}

enum mint_format cli_govern_format(const struct cli_context *context,
                                   enum mint_format usual) {
  const enum mint_format formats[] = {usual, MINT_FORMAT_OPENSSH,
                                      MINT_FORMAT_PKCS8, MINT_FORMAT_PEM};
  for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
    if (has_word(context, CLI_P_WRITE, mint_format_name(formats[i]))) {
      return formats[i];
    }
  }
  return usual;
}
