// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// emit.h writes a public key into the command, the template or the words that
// hand it to Azure.

#ifndef SSHMINT_CLI_AZURE_EMIT_H
#define SSHMINT_CLI_AZURE_EMIT_H

#include "cli/azure/vm.h"

// Writes the text; the caller frees it. `line` is the one-line key without its
// newline, `image` that of the VM (empty where it is not needed).
typedef char *(*cli_azure_write_fn)(const char *line,
                                    const struct cli_azure_vm *vm,
                                    const struct cli_azure_image *image);

struct cli_azure_target {
  const char *name;  // behind --to
  cli_azure_write_fn write;
  bool needs_image;  // taken apart
};

// cli_azure_target_find returns the target called `name`, or NULL.
const struct cli_azure_target *cli_azure_target_find(const char *name);

// cli_azure_arm writes an ARM template; it is a cli_azure_write_fn.
char *cli_azure_arm(const char *line, const struct cli_azure_vm *vm,
                    const struct cli_azure_image *image);

#endif  // SSHMINT_CLI_AZURE_EMIT_H
