// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// json.c prints a report as one line of JSON. What does not apply is absent; a
// private value is never in it. It is ASCII only, so that it is safe anywhere.

#include <stdlib.h>
#include <string.h>

#include "cli/blocklist.h"
#include "cli/escape.h"
#include "cli/govern.h"
#include "cli/report.h"
#include "cli/sandbox/sandbox.h"

#define CLI_JSON_SCHEMA 1

// Text that is not UTF-8 is shown escaped: JSON can hold no other.
static json_t *text(const char *in, size_t in_len) {
  json_t *out = json_stringn(in, in_len);
  if (out == NULL) {
    char *escaped = cli_escape_ascii((const uint8_t *)in, in_len);
    out = json_string(escaped);
    free(escaped);
  }
  return out;
}

static void put(json_t *object, const char *name, const char *value) {
  if (value != NULL) {
    (void)json_object_set_new(object, name, text(value, strlen(value)));
  }
}

// Puts a number that is known.
static void put_number(json_t *object, const char *name, uint64_t value) {
  if (value != 0) {
    (void)json_object_set_new(object, name, json_integer((json_int_t)value));
  }
}

static const char *kind_name(enum mint_kind kind) {
  switch (kind) {
    case MINT_KIND_PUBLIC:
      return "public";
    case MINT_KIND_PRIVATE:
      return "private";
    case MINT_KIND_CERTIFICATE:
      return "certificate";
  }
  return NULL;
}

// An exponent of up to 48 bits is a number, as every reader of JSON can hold
// it; a larger one, which only refused keys have, is a string in hexadecimal.
#define CLI_JSON_EXPONENT_BYTES 6

static json_t *exponent(const struct mint_about *about) {
  if (about->exponent_len <= CLI_JSON_EXPONENT_BYTES) {
    json_int_t value = 0;
    for (size_t i = 0; i < about->exponent_len; i++) {
      value = value * 256 + about->exponent[i];
    }
    return json_integer(value);
  }
  char *hex = cli_format("0x");
  for (size_t i = 0; i < about->exponent_len; i++) {
    char *longer = cli_format("%s%02x", hex, (unsigned)about->exponent[i]);
    free(hex);
    hex = longer;
  }
  json_t *out = json_string(hex);
  free(hex);
  return out;
}

static void put_fingerprint(json_t *object, const char *name,
                            enum mint_hash hash,
                            const struct mint_about *about) {
  char out[MINT_FINGERPRINT_MAX];
  mint_fingerprint(out, hash, about->blob, about->blob_len);
  put(object, name, out);
}

static json_t *fingerprints(const struct cli_context *context,
                            const struct cli_report *report) {
  json_t *out = json_object();
  put_fingerprint(out, "sha256", MINT_HASH_SHA256, report->about);
  if (cli_govern_has_hash(context, MINT_HASH_MD5)) {
    put_fingerprint(out, "md5", MINT_HASH_MD5, report->about);
  }
  switch (report->hash) {
    case MINT_HASH_SHA1:
      put_fingerprint(out, "sha1", MINT_HASH_SHA1, report->about);
      break;
    case MINT_HASH_SHA384:
      put_fingerprint(out, "sha384", MINT_HASH_SHA384, report->about);
      break;
    case MINT_HASH_SHA512:
      put_fingerprint(out, "sha512", MINT_HASH_SHA512, report->about);
      break;
    case MINT_HASH_SHA256:
    case MINT_HASH_MD5:
    default:
      break;
  }
  return out;
}

static void put_about(json_t *object, const struct cli_context *context,
                      const struct cli_report *report) {
  const struct mint_about *about = report->about;
  put(object, "kind", report->is_host ? "host" : kind_name(about->kind));
  put(object, "format", mint_format_name(about->format));
  if (about->kind == MINT_KIND_PRIVATE) {
    (void)json_object_set_new(object, "encrypted",
                              json_boolean(about->encrypted));
    if (about->locked) {
      (void)json_object_set_new(object, "locked", json_true());
    }
  }
  put(object, "cipher", about->cipher);
  put(object, "kdf", about->kdf);
  put(object, "kdf_hash", about->kdf_hash);
  put_number(object, "kdf_cost", about->kdf_cost);
  put_number(object, "kdf_memory", about->kdf_memory);
  put(object, "type", about->type);
  put_number(object, "bits", about->bits);
  if (about->exponent_len != 0) {
    (void)json_object_set_new(object, "exponent", exponent(about));
  }
  const char *comment =
      report->comment != NULL ? report->comment : about->comment;
  size_t comment_len =
      report->comment != NULL ? report->comment_len : about->comment_len;
  if (comment != NULL && comment_len != 0) {
    (void)json_object_set_new(object, "comment", text(comment, comment_len));
  }
  if (about->prefix_len != 0) {
    (void)json_object_set_new(object, "prefix",
                              text(about->prefix, about->prefix_len));
  }
  if (about->blob_len != 0) {
    (void)json_object_set_new(object, "fingerprints",
                              fingerprints(context, report));
  }
}

static json_t *findings(const struct cli_report *report) {
  json_t *out = json_array();
  for (size_t i = 0; i < report->num_findings; i++) {
    const struct cli_finding *finding = &report->findings[i];
    json_t *one = json_object();
    put(one, "rule", finding->rule);
    put(one, "code", finding->code);
    put(one, "severity",
        finding->severity == CLI_WARNING ? "warning" : "error");
    put(one, "text", finding->text);
    put(one, "source", finding->source);
    put(one, "wanted", finding->wanted);
    put(one, "got", finding->got);
    if (finding->fix[0] != '\0') {
      put(one, "fix", finding->fix);
    }
    if (finding->line != 0 && report->line == 0) {
      put_number(one, "line", finding->line);
    }
    (void)json_array_append_new(out, one);
  }
  return out;
}

// The digest is that of the policy's text, and of the block list that is used.
static json_t *policy(const struct cli_context *context) {
  char digest[MINT_FINGERPRINT_MAX];
  cli_policy_digest(digest, &context->policy);
  json_t *out = json_object();
  put(out, "name", context->policy.name);
  if (context->blocklist != NULL) {
    char *both = cli_format("%s\n%s\n", digest, context->blocklist->digest);
    mint_fingerprint(digest, MINT_HASH_SHA256, (const uint8_t *)both,
                     strlen(both));
    free(both);
  }
  put(out, "digest", digest);
  return out;
}

// What locks the process in; empty if nothing does.
static json_t *sandbox(unsigned state) {
  json_t *out = json_array();
  if ((state & CLI_SANDBOX_SECCOMP) != 0) {
    (void)json_array_append_new(out, json_string("seccomp"));
  }
  if ((state & CLI_SANDBOX_LANDLOCK) != 0) {
    (void)json_array_append_new(out, json_string("landlock"));
  }
  return out;
}

// Prints one line of ASCII. The library leaves a DEL as it is, which only
// strings can hold, and which terminals act on.
static void print_line(const char *json) {
  for (; *json != '\0'; json++) {
    if (*json == '\177') {
      fputs("\\u007f", stdout);
    } else {
      putchar(*json);
    }
  }
  putchar('\n');
}

bool cli_json_print(const struct cli_context *context,
                    const struct cli_report *report) {
  json_t *object = json_object();
  (void)json_object_set_new(object, "schema", json_integer(CLI_JSON_SCHEMA));
  put(object, "input", report->input);
  put_number(object, "line", report->line);
  if (report->about != NULL) {
    put_about(object, context, report);
  }
  if (report->extra != NULL) {
    (void)json_object_update(object, report->extra);
  }
  put(object, "verdict", report->verdict);
  (void)json_object_set_new(object, "findings", findings(report));
  if (context->is_locked) {
    (void)json_object_set_new(object, "sandbox", sandbox(context->sandbox));
  }
  if (context->has_policy) {
    (void)json_object_set_new(object, "policy", policy(context));
  }
  char *json = json_dumps(object, JSON_COMPACT | JSON_ENSURE_ASCII);
  json_decref(object);
  if (json != NULL) {
    print_line(json);
  }
  free(json);
  return json != NULL;
}
