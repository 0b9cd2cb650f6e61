// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// render.c writes keys as text. What is going to be written is read back first:
// no file appears, and none is replaced, by what could not be opened again.

#include "cli/render.h"

#include <string.h>

#include "cli/govern.h"
#include "cli/options.h"

// Holds what was read back against the key.
static enum mint_status compare(const struct mint_parts *parts,
                                const struct mint_key *key,
                                const struct mint_write_options *options) {
  const uint8_t *blob = NULL;
  size_t blob_len = 0;
  mint_key_blob(key, &blob, &blob_len);
  const struct mint_about *about = mint_parts_about(parts);
  bool is_private = mint_format_is_private(options->format);
  if (about->format != options->format ||
      (about->kind == MINT_KIND_PRIVATE) != is_private ||
      about->encrypted != (is_private && options->passphrase != NULL) ||
      about->blob_len != blob_len || memcmp(about->blob, blob, blob_len) != 0) {
    return MINT_ERR_INTERNAL;
  }
  return is_private && !mint_key_matches(key, parts) ? MINT_ERR_INTERNAL
                                                     : MINT_OK;
}

bool cli_render(struct mint_secret *out, struct mint_parts **out_parts,
                const struct cli_context *context, struct cli_report *report,
                const struct mint_key *key,
                const struct mint_write_options *options) {
  const struct mint_secret empty = MINT_SECRET_EMPTY;
  struct mint_write_options ruled = *options;
  struct mint_parts *parts = NULL;
  struct mint_reason why;
  *out = empty;
  if (out_parts != NULL) {
    *out_parts = NULL;
  }
  if (!cli_govern_write(context, report, &ruled)) {
    return false;
  }
  enum mint_status status = mint_write(out, key, &ruled);
  if (status == MINT_OK &&
      (mint_parts_read(&parts, &why, out->data, out->len) != MINT_OK ||
       mint_parts_unlock(parts, &why, options->passphrase,
                         options->passphrase_len) != MINT_OK)) {
    status = MINT_ERR_INTERNAL;
  }
  if (status == MINT_OK) {
    status = compare(parts, key, options);
  }
  if (status != MINT_OK) {
    mint_secret_wipe(out);
    cli_report_status(report, status, NULL, NULL);
  } else if (out_parts != NULL) {
    *out_parts = parts;  // moved
    parts = NULL;
  }
  mint_parts_free(parts);
  return status == MINT_OK;
}

void cli_render_passphrase(struct mint_write_options *options,
                           const struct mint_secret *passphrase) {
  options->passphrase = passphrase->len == 0 ? NULL : passphrase->data;
  options->passphrase_len = passphrase->len;
}

bool cli_render_rounds(uint32_t *out, struct cli_context *context,
                       const char *text) {
  unsigned rounds = 0;
  *out = 0;
  if (text != NULL &&
      (!cli_number(&rounds, text, MINT_BCRYPT_ROUNDS_MAX) || rounds == 0)) {
    cli_fail(context, CLI_E_USAGE_VALUE, "-a");
    return false;
  }
  *out = rounds;
  return true;
}

bool cli_has_comment(enum mint_format format) {
  return format == MINT_FORMAT_OPENSSH ||
         format == MINT_FORMAT_AUTHORIZED_KEYS || format == MINT_FORMAT_RFC4716;
}
