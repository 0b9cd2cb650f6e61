// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// emit.c holds the texts, one function a target. Every value goes through
// quote.h, the names too, although vm.h lets nothing through that needs it.

#include "cli/azure/emit.h"

#include <stdlib.h>
#include <string.h>

#include "cli/azure/quote.h"
#include "cli/escape.h"

// The values as strings of a language, with their quotes.
struct words {
  char *line;
  char *name;
  char *key_name;  // of the key as a resource: what the portal would call it
  char *group;
  char *location;
  char *user;
  char *image;  // in full, unless it is an alias that only az knows
  char *publisher;
  char *offer;
  char *sku;
  char *version;
};

static char *quote(enum cli_azure_language language, const char *text) {
  return text == NULL ? NULL : cli_azure_quote(language, text);
}

static void words_open(struct words *out, enum cli_azure_language language,
                       const char *line, const struct cli_azure_vm *vm,
                       const struct cli_azure_image *image) {
  char *key_name = cli_format("%s_key", vm->name);
  char *urn = image->publisher == NULL
                  ? cli_format("%s", vm->image)
                  : cli_format("%s:%s:%s:%s", image->publisher, image->offer,
                               image->sku, image->version);
  out->line = quote(language, line);
  out->name = quote(language, vm->name);
  out->key_name = quote(language, key_name);
  out->group = quote(language, vm->group);
  out->location = quote(language, vm->location);
  out->user = quote(language, vm->user);
  out->image = quote(language, urn);
  out->publisher = quote(language, image->publisher);
  out->offer = quote(language, image->offer);
  out->sku = quote(language, image->sku);
  out->version = quote(language, image->version);
  free(urn);
  free(key_name);
}

static void words_close(struct words *words) {
  free(words->line);
  free(words->name);
  free(words->key_name);
  free(words->group);
  free(words->location);
  free(words->user);
  free(words->image);
  free(words->publisher);
  free(words->offer);
  free(words->sku);
  free(words->version);
}

static char *write_az(const char *line, const struct cli_azure_vm *vm,
                      const struct cli_azure_image *image) {
  struct words w;
  words_open(&w, CLI_AZURE_POSIX, line, vm, image);
  char *out = cli_format(
      "az vm create \\\n"
      "  --resource-group %s \\\n"
      "  --name %s \\\n"
      "  --location %s \\\n"
      "  --image %s \\\n"
      "  --admin-username %s \\\n"
      "  --ssh-key-values %s\n",
      w.group, w.name, w.location, w.image, w.user, w.line);
  words_close(&w);
  return out;
}

static char *write_az_sshkey(const char *line, const struct cli_azure_vm *vm,
                             const struct cli_azure_image *image) {
  struct words w;
  words_open(&w, CLI_AZURE_POSIX, line, vm, image);
  char *out = cli_format(
      "az sshkey create \\\n"
      "  --resource-group %s \\\n"
      "  --name %s \\\n"
      "  --location %s \\\n"
      "  --public-key %s\n",
      w.group, w.key_name, w.location, w.line);
  words_close(&w);
  return out;
}

// New-AzVM wants a credential for the name of the user; the password in it is
// not used where there is a key, and a blank is what Azure's own page gives.
static char *write_powershell(const char *line, const struct cli_azure_vm *vm,
                              const struct cli_azure_image *image) {
  struct words w;
  words_open(&w, CLI_AZURE_PS, line, vm, image);
  char *out = cli_format(
      "New-AzSshKey -ResourceGroupName %s -Name %s `\n"
      "  -PublicKey %s\n"
      "$unused = ConvertTo-SecureString ' ' -AsPlainText -Force\n"
      "$user = New-Object System.Management.Automation.PSCredential %s, "
      "$unused\n"
      "New-AzVM -ResourceGroupName %s -Name %s -Location %s `\n"
      "  -Image %s `\n"
      "  -Credential $user -SshKeyName %s\n",
      w.group, w.key_name, w.line, w.user, w.group, w.name, w.location, w.image,
      w.key_name);
  words_close(&w);
  return out;
}

static char *write_terraform(const char *line, const struct cli_azure_vm *vm,
                             const struct cli_azure_image *image) {
  struct words w;
  words_open(&w, CLI_AZURE_HCL, line, vm, image);
  char *out = cli_format(
      "variable \"network_interface_id\" {\n"
      "  type = string\n"
      "}\n"
      "\n"
      "resource \"azurerm_ssh_public_key\" \"key\" {\n"
      "  name                = %s\n"
      "  resource_group_name = %s\n"
      "  location            = %s\n"
      "  public_key          = %s\n"
      "}\n"
      "\n"
      "resource \"azurerm_linux_virtual_machine\" \"vm\" {\n"
      "  name                  = %s\n"
      "  resource_group_name   = %s\n"
      "  location              = %s\n"
      "  size                  = \"Standard_B2s\"\n"
      "  admin_username        = %s\n"
      "  network_interface_ids = [var.network_interface_id]\n"
      "\n"
      "  admin_ssh_key {\n"
      "    username   = %s\n"
      "    public_key = azurerm_ssh_public_key.key.public_key\n"
      "  }\n"
      "\n"
      "  os_disk {\n"
      "    caching              = \"ReadWrite\"\n"
      "    storage_account_type = \"Standard_LRS\"\n"
      "  }\n"
      "\n"
      "  source_image_reference {\n"
      "    publisher = %s\n"
      "    offer     = %s\n"
      "    sku       = %s\n"
      "    version   = %s\n"
      "  }\n"
      "}\n",
      w.key_name, w.group, w.location, w.line, w.name, w.group, w.location,
      w.user, w.user, w.publisher, w.offer, w.sku, w.version);
  words_close(&w);
  return out;
}

static char *write_bicep(const char *line, const struct cli_azure_vm *vm,
                         const struct cli_azure_image *image) {
  struct words w;
  char *path = cli_format("/home/%s/.ssh/authorized_keys", vm->user);
  char *quoted_path = cli_azure_quote(CLI_AZURE_BICEP, path);
  words_open(&w, CLI_AZURE_BICEP, line, vm, image);
  char *out = cli_format(
      "param networkInterfaceId string\n"
      "\n"
      "resource vm 'Microsoft.Compute/virtualMachines@2023-09-01' = {\n"
      "  name: %s\n"
      "  location: %s\n"
      "  properties: {\n"
      "    hardwareProfile: {\n"
      "      vmSize: 'Standard_B2s'\n"
      "    }\n"
      "    storageProfile: {\n"
      "      imageReference: {\n"
      "        publisher: %s\n"
      "        offer: %s\n"
      "        sku: %s\n"
      "        version: %s\n"
      "      }\n"
      "      osDisk: {\n"
      "        createOption: 'FromImage'\n"
      "      }\n"
      "    }\n"
      "    osProfile: {\n"
      "      computerName: %s\n"
      "      adminUsername: %s\n"
      "      linuxConfiguration: {\n"
      "        disablePasswordAuthentication: true\n"
      "        ssh: {\n"
      "          publicKeys: [\n"
      "            {\n"
      "              path: %s\n"
      "              keyData: %s\n"
      "            }\n"
      "          ]\n"
      "        }\n"
      "      }\n"
      "    }\n"
      "    networkProfile: {\n"
      "      networkInterfaces: [\n"
      "        {\n"
      "          id: networkInterfaceId\n"
      "        }\n"
      "      ]\n"
      "    }\n"
      "  }\n"
      "}\n",
      w.name, w.location, w.publisher, w.offer, w.sku, w.version, w.name,
      w.user, quoted_path, w.line);
  words_close(&w);
  free(quoted_path);
  free(path);
  return out;
}

static char *write_cloud_init(const char *line, const struct cli_azure_vm *vm,
                              const struct cli_azure_image *image) {
  struct words w;
  words_open(&w, CLI_AZURE_YAML, line, vm, image);
  char *out = cli_format(
      "#cloud-config\n"
      "users:\n"
      "  - name: %s\n"
      "    groups: [adm, sudo]\n"
      "    shell: /bin/bash\n"
      "    sudo: \"ALL=(ALL) NOPASSWD:ALL\"\n"
      "    lock_passwd: true\n"
      "    ssh_authorized_keys:\n"
      "      - %s\n",
      w.user, w.line);
  words_close(&w);
  return out;
}

static char *write_portal(const char *line, const struct cli_azure_vm *vm,
                          const struct cli_azure_image *image) {
  (void)image;
  return cli_format(
      "1. Open https://portal.azure.com/#create/Microsoft.VirtualMachine.\n"
      "2. Resource group: %s. Virtual machine name: %s. Region: %s.\n"
      "3. Authentication type: SSH public key. Username: %s.\n"
      "4. SSH public key source: Use existing public key.\n"
      "5. SSH public key: paste this line, whole:\n"
      "\n"
      "%s\n"
      "\n"
      "6. Review + create, then Create.\n",
      vm->group, vm->name, vm->location, vm->user, line);
}

static char *write_raw(const char *line, const struct cli_azure_vm *vm,
                       const struct cli_azure_image *image) {
  (void)vm;
  (void)image;
  return cli_format("%s\n", line);
}

static const struct cli_azure_target targets[] = {
    {"az", write_az, false},
    {"az-sshkey", write_az_sshkey, false},
    {"powershell", write_powershell, true},
    {"terraform", write_terraform, true},
    {"bicep", write_bicep, true},
    {"arm-json", cli_azure_arm, true},
    {"cloud-init", write_cloud_init, false},
    {"portal", write_portal, false},
    {"raw", write_raw, false},
};

const struct cli_azure_target *cli_azure_target_find(const char *name) {
  for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
    if (strcmp(name, targets[i].name) == 0) {
      return &targets[i];
    }
  }
  return NULL;
}
