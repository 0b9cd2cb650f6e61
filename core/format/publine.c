// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// publine.c parses one line with a public key: "type base64 [comment]", with
// options before it in authorized_keys, a marker and hosts in known_hosts
// (sshd(8)). Everything in it is public.

#include <string.h>

#include "core/format/forms.h"
#include "core/format/sshpub.h"
#include "core/text/base64.h"
#include "core/text/line.h"

// Tells whether `word` is a name of somebody's own, "name@domain" (RFC 4251
// section 6).
static bool is_private_name(const CBS *word) {
  const uint8_t *data = CBS_data(word);
  size_t len = CBS_len(word);
  const uint8_t *at = len == 0 ? NULL : memchr(data, '@', len);
  return at != NULL && at != data && at != data + len - 1;
}

// ... or like the types that SSH knows.
static bool is_like_ssh(const CBS *word) {
  return mint_text_starts(word, "ssh-") || mint_text_starts(word, "ecdsa-") ||
         mint_text_starts(word, "sk-") || mint_text_starts(word, "webauthn-");
}

// Why a line whose first field, `type`, is no key type is refused. The base64
// of every blob starts with AAAA.
static enum mint_code blame(const CBS *type, enum mint_line_kind kind,
                            const CBS *line) {
  CBS rest = *line;
  CBS word;
  CBS before;
  CBS_init(&before, NULL, 0);
  if (mint_text_is(type, "rsa-sha2-256") ||
      mint_text_is(type, "rsa-sha2-512")) {
    return MINT_E_SSH_SIGNATURE_TYPE;
  }
  if (mint_text_starts(type, "AAAA")) {  // a blob's base64, without its type
    // ... unless an unknown type was taken for options
    bool loose =
        kind == MINT_LINE_AUTHORIZED_KEYS && mint_line_word(&rest, &before);
    return loose && (is_private_name(&before) || is_like_ssh(&before))
               ? MINT_E_TYPE_UNKNOWN
               : MINT_E_LINE_FIELDS;
  }
  bool blob_follows = false;
  for (bool first = true; mint_line_word(&rest, &word); first = false) {
    if (mint_ssh_type_find(&word) != NULL) {
      return first ? MINT_E_LINE_FIELDS : MINT_E_LINE_OPTIONS;
    }
    blob_follows = blob_follows || (CBS_data(&before) == CBS_data(type) &&
                                    mint_text_starts(&word, "AAAA"));
    before = word;
  }
  if (is_like_ssh(type) || (is_private_name(type) && blob_follows)) {
    return MINT_E_TYPE_UNKNOWN;
  }
  return MINT_E_TEXT_UNKNOWN;
}

// The blob, and that its type is the one in front.
static enum mint_code parse_blob(struct mint_parts *parts,
                                 const struct mint_line *line) {
  struct mint_secret decoded = MINT_SECRET_EMPTY;
  size_t symbols = CBS_len(&line->base64);
  if (mint_secret_open(&decoded, symbols) != MINT_OK) {
    return MINT_E_MEMORY;
  }
  enum mint_code code = mint_base64_decode(decoded.data, &decoded.len,
                                           CBS_data(&line->base64), symbols);
  if (code == MINT_E_NONE) {
    struct mint_sshpub pub;
    CBS blob;
    CBS_init(&blob, decoded.data, decoded.len);
    code = mint_sshpub_parse(&pub, &blob);
    if (pub.type == NULL) {
      code = code == MINT_E_TYPE_UNKNOWN ? MINT_E_SSH_TYPE : code;
    } else if (!mint_text_is(&line->type, pub.type->name)) {
      code = MINT_E_SSH_TYPE;
    }
    if (code == MINT_E_NONE) {
      code = mint_parts_set_blob(parts, &blob);
    }
  }
  mint_secret_wipe(&decoded);
  return code;
}

// Splits a line of authorized_keys or known_hosts: what stands before the key,
// then the key.
static enum mint_code split_loosely(struct mint_line *out, CBS *out_prefix,
                                    enum mint_line_kind kind, const CBS *line) {
  CBS rest = *line;
  CBS first = rest;
  CBS word;
  memset(out, 0, sizeof(*out));
  CBS_init(out_prefix, NULL, 0);
  if (CBS_len(line) > MINT_LINE_MAX) {
    return MINT_E_LINE_TOO_LONG;
  }
  bool plain =
      mint_line_word(&first, &word) && mint_ssh_type_find(&word) != NULL;
  if (kind == MINT_LINE_KNOWN_HOSTS) {
    if (!mint_line_hosts(&rest, out_prefix)) {
      return MINT_E_LINE_FIELDS;
    }
  } else if (!plain && !mint_line_options(&rest, out_prefix)) {
    return MINT_E_LINE_OPTIONS;
  }
  return mint_line_split_loosely(out, &rest);
}

enum mint_code mint_line_parse(struct mint_parts *parts,
                               enum mint_line_kind kind, const CBS *line) {
  struct mint_line split;
  CBS prefix;
  enum mint_code code = MINT_E_NONE;
  if (kind == MINT_LINE_PUBLIC) {
    CBS_init(&prefix, NULL, 0);
    code = mint_line_split(&split, line);
  } else {
    code = split_loosely(&split, &prefix, kind, line);
  }
  if (code == MINT_E_LINE_TOO_LONG || code == MINT_E_LINE_OPTIONS) {
    return code;
  }
  if (mint_ssh_type_find(&split.type) == NULL) {
    return blame(&split.type, kind, line);
  }
  if (code != MINT_E_NONE) {
    return code;
  }
  code = parse_blob(parts, &split);
  if (code == MINT_E_NONE && split.has_comment) {
    code = mint_parts_set_comment(parts, &split.comment);
  }
  if (code == MINT_E_NONE && CBS_len(&prefix) != 0) {
    code = mint_parts_set_prefix(parts, &prefix);
  }
  parts->about.format = MINT_FORMAT_AUTHORIZED_KEYS;
  return code;
}
