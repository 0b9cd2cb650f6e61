// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// options.c parses native options by table. An option is what its table says,
// letter by letter: no abbreviation is taken, nothing is guessed.

#include "cli/options.h"

#include <string.h>

#include "cli/govern.h"
#include "cli/report.h"

// The most options that a verb and the shared tables have together.
#define CLI_OPTIONS_MAX 32

struct table {
  struct cli_option options[CLI_OPTIONS_MAX];
  size_t num;
};

static void add(struct table *table, const struct cli_option *options) {
  for (; options->letter != 0 || options->name != NULL; options++) {
    if (table->num < CLI_OPTIONS_MAX) {
      table->options[table->num++] = *options;
    }
  }
}

static void add_shared(struct table *table, struct cli_context *context,
                       bool opens_private) {
  const struct cli_option passphrase[] = {
      {0, "passphrase-file", "F", NULL, &context->passphrase.file,
       "the passphrase is the first line of F"},
      {0, "passphrase-fd", "N", NULL, &context->passphrase.fd,
       "the passphrase is the first line of descriptor N"},
      {0, NULL, NULL, NULL, NULL, NULL},
  };
  const struct cli_option shared[] = {
      {0, "policy", "P", NULL, &context->policy_name,
       "what is allowed: a preset, or a policy file"},
      {0, "json", NULL, &context->json, NULL, "one JSON object an input"},
      {0, "batch", NULL, &context->batch, NULL, "never ask anything"},
      {'q', "quiet", NULL, &context->quiet, NULL,
       "no warnings and no progress"},
      {'v', "verbose", NULL, &context->verbose, NULL, "tell more"},
      {0, "color", "WHEN", NULL, &context->color, "auto, always or never"},
      {'h', "help", NULL, &context->help, NULL, "this text"},
      {0, NULL, NULL, NULL, NULL, NULL},
  };
  if (opens_private) {
    add(table, passphrase);
  }
  add(table, shared);
}

static void print_help(const struct table *table,
                       const struct cli_usage *usage) {
  printf("usage: sshmint %s\n\n%s\n\n", usage->synopsis, usage->text);
  for (size_t i = 0; i < table->num; i++) {
    const struct cli_option *option = &table->options[i];
    char left[64];
    char letter[4] = "";
    if (option->letter != 0) {
      (void)snprintf(letter, sizeof(letter), "-%c", option->letter);
    }
    (void)snprintf(left, sizeof(left), "%s%s%s%s%s%s", letter,
                   option->letter != 0 && option->name != NULL ? ", " : "",
                   option->name == NULL ? "" : "--",
                   option->name == NULL ? "" : option->name,
                   option->value_name == NULL ? "" : " ",
                   option->value_name == NULL ? "" : option->value_name);
    printf("  %-23s  %s\n", left, option->help);
  }
  printf("\n%s", CLI_EXIT_HELP);
}

static bool set_value(struct cli_context *context,
                      const struct cli_option *option, const char *argument,
                      const char *value) {
  if (value == NULL) {
    cli_fail(context, CLI_E_USAGE_VALUE, argument);
    return false;
  }
  const char **place = option->value;
  size_t name_len = strlen(option->value_name);
  bool repeats =
      name_len > 3 && strcmp(option->value_name + name_len - 3, "...") == 0;
  for (size_t i = 1; repeats && *place != NULL && i < CLI_OPTION_REPEATS; i++) {
    place++;
  }
  if (*place != NULL) {
    cli_fail(context, CLI_E_USAGE_TWICE, argument);
    return false;
  }
  *place = value;
  return true;
}

// Reads the long option argv[*i] and steps over its value.
static bool parse_long(struct cli_context *context, const struct table *table,
                       int argc, char **argv, int *i) {
  const char *name = argv[*i] + 2;
  const char *equals = strchr(name, '=');
  size_t name_len = equals == NULL ? strlen(name) : (size_t)(equals - name);
  for (size_t k = 0; k < table->num; k++) {
    const struct cli_option *option = &table->options[k];
    if (option->name == NULL || strlen(option->name) != name_len ||
        strncmp(option->name, name, name_len) != 0) {
      continue;
    }
    if (option->flag != NULL) {
      *option->flag = true;
      if (equals != NULL) {
        cli_fail(context, CLI_E_USAGE_VALUE, option->name);
      }
      return equals == NULL;
    }
    const char *value = equals == NULL ? NULL : equals + 1;
    if (value == NULL && *i + 1 < argc) {
      value = argv[++*i];
    }
    return set_value(context, option, option->name, value);
  }
  // Not the value: it may be a secret that was put here by mistake.
  char shown[64];
  (void)snprintf(shown, sizeof(shown), "--%.*s",
                 (int)(name_len < 40 ? name_len : 40), name);
  cli_fail(context, CLI_E_USAGE_OPTION, shown);
  return false;
}

// Reads the letters of argv[*i] and steps over the value of the last.
static bool parse_letters(struct cli_context *context,
                          const struct table *table, int argc, char **argv,
                          int *i) {
  for (const char *letter = argv[*i] + 1; *letter != '\0'; letter++) {
    char shown[3] = {'-', *letter, '\0'};
    const struct cli_option *option = NULL;
    for (size_t k = 0; k < table->num && option == NULL; k++) {
      if (table->options[k].letter == *letter) {
        option = &table->options[k];
      }
    }
    if (option == NULL) {
      cli_fail(context, CLI_E_USAGE_OPTION, shown);
      return false;
    }
    if (option->flag != NULL) {
      *option->flag = true;
      continue;
    }
    const char *value = letter[1] != '\0' ? letter + 1 : NULL;
    if (value == NULL && *i + 1 < argc) {
      value = argv[++*i];
    }
    return set_value(context, option, shown, value);
  }
  return true;
}

// Checks the values that every verb shares.
static bool check_shared(struct cli_context *context) {
  const char *color = context->color;
  if (color != NULL && strcmp(color, "auto") != 0 &&
      strcmp(color, "always") != 0 && strcmp(color, "never") != 0) {
    cli_fail(context, CLI_E_USAGE_VALUE, "--color");
    return false;
  }
  const struct cli_passphrase *fresh = &context->new_passphrase;
  if (context->passphrase.file != NULL && context->passphrase.fd != NULL) {
    cli_fail(context, CLI_E_USAGE_CONFLICT, "--passphrase-file");
    return false;
  }
  if (fresh->file != NULL && fresh->fd != NULL) {
    cli_fail(context, CLI_E_USAGE_CONFLICT, "--new-passphrase-file");
    return false;
  }
  if (context->no_passphrase && (fresh->file != NULL || fresh->fd != NULL)) {
    cli_fail(context, CLI_E_USAGE_CONFLICT, "--no-passphrase");
    return false;
  }
  return true;
}

static bool check_operands(struct cli_context *context,
                           const struct cli_operands *operands,
                           const struct cli_usage *usage) {
  if (operands->num >= usage->operands_min &&
      operands->num <= usage->operands_max) {
    return true;
  }
  // Where some are taken, the one too many may be a passphrase.
  cli_fail(context, CLI_E_USAGE_OPERAND,
           usage->operands_max == 0 ? operands->names[0] : NULL);
  return false;
}

bool cli_options_parse(struct cli_context *context,
                       struct cli_operands *out_operands,
                       const struct cli_option *own,
                       const struct cli_usage *usage, bool opens_private,
                       int argc, char **argv) {
  struct table table;
  table.num = 0;
  add(&table, own);
  add_shared(&table, context, opens_private);

  out_operands->names = argv;
  out_operands->num = 0;
  bool has_ended = false;
  for (int i = 1; i < argc; i++) {
    char *argument = argv[i];
    bool ok = true;
    if (has_ended || argument[0] != '-' || argument[1] == '\0') {
      argv[out_operands->num++] = argument;
    } else if (strcmp(argument, "--") == 0) {
      has_ended = true;
    } else if (argument[1] == '-') {
      ok = parse_long(context, &table, argc, argv, &i);
    } else {
      ok = parse_letters(context, &table, argc, argv, &i);
    }
    if (!ok) {
      return false;
    }
    if (context->help) {
      print_help(&table, usage);
      return false;
    }
  }
  return check_shared(context) &&
         check_operands(context, out_operands, usage) &&
         cli_govern_load(context);
}

bool cli_number(unsigned *out, const char *text, unsigned max) {
  unsigned long long value = 0;
  *out = 0;
  if (text[0] == '\0') {
    return false;
  }
  for (const char *c = text; *c != '\0'; c++) {
    if (*c < '0' || *c > '9') {
      return false;
    }
    value = value * 10 + (unsigned)(*c - '0');
    if (value > max) {
      return false;
    }
  }
  *out = (unsigned)value;
  return true;
}
