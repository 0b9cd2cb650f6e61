// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// verb_commands.c is the verb `host commands`: what to type to get a machine's
// fingerprints over Azure, which knows the machine without SSH.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/escape.h"
#include "cli/lock.h"
#include "cli/options.h"
#include "cli/report.h"

static const struct cli_usage usage = {
    "host commands [--shell SHELL] [--name VM] [--resource-group RG]",
    "Prints the command that shows the fingerprints of all host keys of a VM, "
    "over\n"
    "Azure and not over SSH. Its answer is what host verify --from-azure "
    "reads.",
    0,
    0,
};

// What the machine itself runs. It holds both kinds of quotes, a dollar sign
// and a semicolon: each shell has to hand it on as it is. Its only double
// quotes are around $f, a name without blanks: where no quoting would bring
// them through, they are left out.
#define REMOTE \
  "for f in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -lf \"$f\"; done"
#define REMOTE_BARE \
  "for f in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -lf $f; done"

static const struct {
  const char *shell;
  char quote;
  const char *remote;
  const char *into;  // what writes the answer into a file
} commands[] = {
    {"bash", '\'', REMOTE, "> vm.json"},
    // az is a batch file there: double quotes inside an argument are lost.
    {"powershell", '\'', REMOTE_BARE, "| Set-Content -Encoding ascii vm.json"},
    {"cmd", '"', REMOTE_BARE, "> vm.json"},
};

// Azure's own rule for names of machines and resource groups, without the
// letters that are not ASCII: none of these means anything to a shell within
// quotes.
static bool is_name(const char *name) {
  static const char characters[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-()";
  return name[0] != '\0' && name[0] != '-' && strlen(name) <= 90 &&
         strspn(name, characters) == strlen(name);
}

static char *command_text(size_t shell, const char *name, const char *group) {
  char q = commands[shell].quote;
  return cli_format(
      "az vm run-command invoke --resource-group %c%s%c --name %c%s%c "
      "--command-id RunShellScript --scripts %c%s%c %s",
      q, group, q, q, name, q, q, commands[shell].remote, q,
      commands[shell].into);
}

static void print(struct cli_context *context, size_t shell, const char *name,
                  const char *group) {
  static const char then[] = "sshmint host verify --from-azure vm.json HOST";
  char *command = command_text(shell, name, group);
  if (context->json) {
    struct cli_report report;
    cli_report_start(&report, name, 0);
    report.extra = json_pack("{s:s,s:s,s:s}", "shell", commands[shell].shell,
                             "command", command, "then", then);
    cli_report_end(context, &report);
  } else {
    printf("%s\n%s\n", command, then);
  }
  free(command);
}

void cli_verb_host_commands(struct cli_context *context, int argc,
                            char **argv) {
  const char *shell = NULL;
  const char *name = NULL;
  const char *group = NULL;
  const struct cli_option options[] = {
      {0, "shell", "SHELL", NULL, &shell,
       "bash (the default), powershell, cmd"},
      {0, "name", "VM", NULL, &name, "the VM's name in Azure (myVM)"},
      {0, "resource-group", "RG", NULL, &group,
       "its resource group (myResourceGroup)"},
      {0, NULL, NULL, NULL, NULL, NULL},
  };
  struct cli_operands none;
  if (!cli_options_parse(context, &none, options, &usage, false, argc, argv) ||
      !cli_lock(context)) {
    return;
  }
  shell = shell == NULL ? "bash" : shell;
  name = name == NULL ? "myVM" : name;
  group = group == NULL ? "myResourceGroup" : group;
  if (!is_name(name) || !is_name(group)) {
    cli_fail(context, CLI_E_HOST_SHELL, is_name(name) ? group : name);
    return;
  }
  for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
    if (strcmp(shell, commands[i].shell) == 0) {
      print(context, i, name, group);
      return;
    }
  }
  cli_fail(context, CLI_E_HOST_SHELL, shell);
}
