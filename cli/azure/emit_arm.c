// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// emit_arm.c writes an ARM template. It is ASCII only, so that no editor or
// shell on the way can change it.

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "cli/azure/emit.h"
#include "cli/escape.h"

static json_t *os_profile(const char *line, const struct cli_azure_vm *vm) {
  char *path = cli_format("/home/%s/.ssh/authorized_keys", vm->user);
  json_t *out =
      json_pack("{s:s, s:s, s:{s:b, s:{s:[{s:s, s:s}]}}}", "computerName",
                vm->name, "adminUsername", vm->user, "linuxConfiguration",
                "disablePasswordAuthentication", 1, "ssh", "publicKeys", "path",
                path, "keyData", line);
  free(path);
  return out;
}

static json_t *properties(const char *line, const struct cli_azure_vm *vm,
                          const struct cli_azure_image *image) {
  return json_pack(
      "{s:{s:s}, s:{s:{s:s, s:s, s:s, s:s}, s:{s:s}}, s:o, s:{s:[{s:s}]}}",
      "hardwareProfile", "vmSize", "Standard_B2s", "storageProfile",
      "imageReference", "publisher", image->publisher, "offer", image->offer,
      "sku", image->sku, "version", image->version, "osDisk", "createOption",
      "FromImage", "osProfile", os_profile(line, vm), "networkProfile",
      "networkInterfaces", "id", "[parameters('networkInterfaceId')]");
}

char *cli_azure_arm(const char *line, const struct cli_azure_vm *vm,
                    const struct cli_azure_image *image) {
  json_t *object = json_pack(
      "{s:s, s:s, s:{s:{s:s}}, s:[{s:s, s:s, s:s, s:s, s:o}]}", "$schema",
      "https://schema.management.azure.com/schemas/2019-04-01/"
      "deploymentTemplate.json#",
      "contentVersion", "1.0.0.0", "parameters", "networkInterfaceId", "type",
      "string", "resources", "type", "Microsoft.Compute/virtualMachines",
      "apiVersion", "2023-09-01", "name", vm->name, "location", vm->location,
      "properties", properties(line, vm, image));
  char *json = json_dumps(object, JSON_INDENT(2) | JSON_ENSURE_ASCII);
  json_decref(object);
  // Without memory for it jansson gives NULL, where cli_format ends.
  char *out = json == NULL ? NULL : cli_format("%s\n", json);
  free(json);
  return out;
}
