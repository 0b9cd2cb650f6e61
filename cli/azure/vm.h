// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// vm.h is the virtual machine that `azure emit` writes about: its names, and
// which of them Azure takes.

#ifndef SSHMINT_CLI_AZURE_VM_H
#define SSHMINT_CLI_AZURE_VM_H

#include <stdbool.h>

#include "cli/code.h"

// An image as the API names it. "latest" is a version too.
struct cli_azure_image {
  char *publisher;
  char *offer;
  char *sku;
  char *version;
  char *owned;  // what the others point into
};

struct cli_azure_vm {
  const char *name;
  const char *group;
  const char *location;
  const char *user;
  const char
      *image;  // as az takes it: an alias, or PUBLISHER:OFFER:SKU:VERSION
};

// cli_azure_vm_defaults fills in what is NULL, with the names of Azure's own
// examples.
void cli_azure_vm_defaults(struct cli_azure_vm *vm);

// cli_azure_vm_check tells whether Azure takes every name. If not, *out_code
// is the rule that is broken and *out_word the name that breaks it. Whatever
// passes is ASCII without blanks, quotes, dollar signs or anything else that a
// language could act on.
bool cli_azure_vm_check(enum cli_code *out_code, const char **out_word,
                        const struct cli_azure_vm *vm);

// cli_azure_image_find takes `image` apart. Returns false, and *out is empty,
// if it is an alias whose meaning is not known here.
//
// Owns     *out, released with cli_azure_image_free.
bool cli_azure_image_find(struct cli_azure_image *out, const char *image);

void cli_azure_image_free(struct cli_azure_image *image);

#endif  // SSHMINT_CLI_AZURE_VM_H
