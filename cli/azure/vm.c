// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// vm.c holds names against Azure's "Naming rules and restrictions for Azure
// resources" and, where that allows what a shell could act on, against less.

#include "cli/azure/vm.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cli/escape.h"

#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"
#define ALNUM LOWER UPPER DIGITS

// The most characters of a name.
#define VM_MAX 64
#define GROUP_MAX 90
#define LOCATION_MAX 64
#define IMAGE_MAX 256
#define USER_MAX 32  // useradd's

// User names that the API refuses (Compute, OSProfile.adminUsername).
static const char *const forbidden[] = {
    "1",       "123",     "a",
    "actuser", "adm",     "admin",
    "admin1",  "admin2",  "administrator",
    "aspnet",  "backup",  "console",
    "david",   "guest",   "john",
    "owner",   "root",    "server",
    "sql",     "support", "support_388945a0",
    "sys",     "test",    "test1",
    "test2",   "test3",   "user",
    "user1",   "user2",   "user3",
    "user4",   "user5",
};

void cli_azure_vm_defaults(struct cli_azure_vm *vm) {
  vm->name = vm->name == NULL ? "myVM" : vm->name;
  vm->group = vm->group == NULL ? "myResourceGroup" : vm->group;
  vm->location = vm->location == NULL ? "eastus" : vm->location;
  vm->user = vm->user == NULL ? "azureuser" : vm->user;
  vm->image = vm->image == NULL ? "Ubuntu2404" : vm->image;
}

// Whether `text` has 1 to `max` characters, all of `allowed`, the first of
// `first` and the last of `last`.
static bool is_name(const char *text, size_t max, const char *allowed,
                    const char *first, const char *last) {
  size_t len = strlen(text);
  return len >= 1 && len <= max && strspn(text, allowed) == len &&
         strchr(first, text[0]) != NULL && strchr(last, text[len - 1]) != NULL;
}

static bool is_forbidden(const char *user) {
  for (size_t i = 0; i < sizeof(forbidden) / sizeof(forbidden[0]); i++) {
    if (strcmp(user, forbidden[i]) == 0) {
      return true;
    }
  }
  return false;
}

// An alias, or four parts that are not empty.
static bool is_image(const char *text) {
  size_t colons = 0;
  if (!is_name(text, IMAGE_MAX, ALNUM "._-:", ALNUM, ALNUM)) {
    return false;
  }
  for (const char *c = text; *c != '\0'; c++) {
    colons += *c == ':' ? 1 : 0;
  }
  return (colons == 0 || colons == 3) && strstr(text, "::") == NULL;
}

bool cli_azure_vm_check(enum cli_code *out_code, const char **out_word,
                        const struct cli_azure_vm *vm) {
  *out_word = vm->name;
  *out_code = CLI_E_USAGE_AZURE_NAME;
  if (!is_name(vm->name, VM_MAX, ALNUM ".-", ALNUM, ALNUM)) {
    return false;
  }
  *out_word = vm->group;
  *out_code = CLI_E_USAGE_AZURE_GROUP;
  if (!is_name(vm->group, GROUP_MAX, ALNUM "_()-.", ALNUM "_", ALNUM "_()-")) {
    return false;
  }
  *out_word = vm->location;
  *out_code = CLI_E_USAGE_AZURE_LOCATION;
  if (!is_name(vm->location, LOCATION_MAX, LOWER DIGITS, LOWER, LOWER DIGITS)) {
    return false;
  }
  *out_word = vm->user;
  *out_code = CLI_E_USAGE_AZURE_USER;
  if (!is_name(vm->user, USER_MAX, LOWER DIGITS "_-", LOWER "_",
               LOWER DIGITS "_-") ||
      is_forbidden(vm->user)) {
    return false;
  }
  *out_word = vm->image;
  *out_code = CLI_E_USAGE_AZURE_IMAGE;
  return is_image(vm->image);
}

// The aliases of az whose meaning was looked up in what `az vm image list`
// shows: that of Ubuntu2204 on
// learn.microsoft.com/azure/virtual-machines/linux/ cli-ps-findimage,
// az 2.87.0, 2026-06; that of Ubuntu2404 in a Cloud Shell, 2025-10. az gets its
// list over the network; the one that it holds itself (azure-cli 00c26b6e,
// vm/_alias.py, 2026) lacks Ubuntu2404, so that az, too, is given the whole
// name. Upper and lower case are the same to az.
static const struct {
  const char *alias;
  const char *urn;
} aliases[] = {
    {"Ubuntu2404", "Canonical:ubuntu-24_04-lts:server:latest"},
    {"Ubuntu2204",
     "Canonical:0001-com-ubuntu-server-jammy:22_04-lts-gen2:latest"},
};

bool cli_azure_image_find(struct cli_azure_image *out, const char *image) {
  memset(out, 0, sizeof(*out));
  for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++) {
    if (strcasecmp(image, aliases[i].alias) == 0) {
      image = aliases[i].urn;
    }
  }
  if (strchr(image, ':') == NULL) {
    return false;
  }
  out->owned = cli_format("%s", image);
  char *rest = out->owned;
  out->publisher = strsep(&rest, ":");
  out->offer = strsep(&rest, ":");
  out->sku = strsep(&rest, ":");
  out->version = rest;
  return true;
}

void cli_azure_image_free(struct cli_azure_image *image) {
  free(image->owned);
  memset(image, 0, sizeof(*image));
}
