// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// next.c knows one way, that to Azure: the public key is what goes there.

#include "cli/next.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/escape.h"
#include "cli/source.h"

static bool is_for_azure(const struct mint_about *about) {
  return about->kind != MINT_KIND_CERTIFICATE && about->type != NULL &&
         strcmp(about->type, "ssh-rsa") == 0 &&
         about->bits >= MINT_RSA_BITS_FLOOR;
}

void cli_next_print(const struct cli_context *context, const char *indent,
                    const char *path, const struct mint_about *about) {
  if (context->quiet || context->json || context->ssh_keygen ||
      strcmp(path, "-") == 0 || !is_for_azure(about) ||
      isatty(STDOUT_FILENO) != 1) {
    return;
  }
  bool is_private = about->kind == MINT_KIND_PRIVATE;
  char *public_path = cli_format("%s%s", path, is_private ? ".pub" : "");
  char *name = cli_quote(path);
  char *public_name = cli_quote(public_path);
  printf("%sfor Azure    ", indent);
  if (is_private && !cli_has_public(path)) {
    printf("sshmint public %s > %s, then ", name, public_name);
  }
  printf("sshmint azure emit %s --to az\n", public_name);
  free(public_name);
  free(name);
  free(public_path);
}
