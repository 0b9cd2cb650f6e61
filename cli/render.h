// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// render.h turns a key into the text of a file and makes sure that the text can
// be opened again before anybody relies on it.

#ifndef SSHMINT_CLI_RENDER_H
#define SSHMINT_CLI_RENDER_H

#include "cli/source.h"
#include "core/mint.h"

// cli_render writes `key` as `options` say, reads the text back, opens it with
// the passphrase, and holds every number against the key's.
//
// Owns     *out, wiped with mint_secret_wipe. *out_parts, what was read back,
//          unlocked, released with mint_parts_free; `out_parts` may be NULL.
// Failure  returns false, and `report` has the reason.
bool cli_render(struct mint_secret *out, struct mint_parts **out_parts,
                const struct cli_context *context, struct cli_report *report,
                const struct mint_key *key,
                const struct mint_write_options *options);

// cli_render_passphrase puts a passphrase into `options`; an empty one means
// none.
void cli_render_passphrase(struct mint_write_options *options,
                           const struct mint_secret *passphrase);

// cli_render_rounds stores the number of bcrypt rounds in `text` (NULL: 0, the
// default). Returns false, and the error is told, if it is none.
bool cli_render_rounds(uint32_t *out, struct cli_context *context,
                       const char *text);

// cli_has_comment tells whether `format` has a place for a comment.
bool cli_has_comment(enum mint_format format);

#endif  // SSHMINT_CLI_RENDER_H
