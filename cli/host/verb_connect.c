// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// verb_connect.c is the verb `connect`: the key, then the host, then ssh.

#include <stdlib.h>
#include <string.h>

#include "cli/base64.h"
#include "cli/escape.h"
#include "cli/host/ask.h"
#include "cli/host/broker.h"
#include "cli/host/handover.h"
#include "cli/host/pin.h"
#include "cli/kept.h"
#include "cli/lock.h"
#include "cli/source.h"

static const struct cli_usage usage = {
    "connect -i KEY [OPTION]... [USER@]HOST[:PORT] [-- COMMAND...]",
    "Checks the key and the host, then hands over to ssh, which accepts that "
    "one\n"
    "host key only and checks it again. The host is known by the fingerprints "
    "that\n"
    "the options give, else by the known_hosts file; else you are asked. The\n"
    "status is then ssh's: the command's, or 255.",
    1,
    CLI_OPERANDS_ANY,
};

// Holds the public part of a locked key against the rules.
static bool check_public(struct cli_context *context, struct cli_report *report,
                         const struct cli_key *key) {
  struct mint_parts *parts = NULL;
  struct mint_reason why;
  struct mint_key *checked = NULL;
  char *line = cli_host_line("", key->about);
  enum mint_status status =
      mint_parts_read_line(&parts, &why, MINT_LINE_PUBLIC,
                           (const uint8_t *)line + 1, strlen(line) - 2);
  free(line);
  if (status != MINT_OK) {
    cli_report_status(report, status, NULL, NULL);
    return false;
  }
  struct cli_key public_key = *key;
  public_key.parts = parts;
  public_key.about = mint_parts_about(parts);
  bool ok = cli_key_check(&checked, context, report, &public_key);
  mint_key_free(checked);
  mint_parts_free(parts);
  return ok;
}

// Stores in `argument` whether ssh can use the key. No passphrase is asked for:
// ssh does that.
static void check_key(struct cli_context *context, struct cli_report *report,
                      struct cli_key *key, void *argument) {
  static const struct mint_reason not_rsa = {MINT_E_TYPE_NOT_RSA, 0};
  bool *is_good = argument;
  struct mint_key *checked = NULL;
  const struct mint_about *about = key->about;
  if (about->kind != MINT_KIND_PRIVATE) {
    cli_report_code(report, CLI_E_KEY_PUBLIC, NULL);
  } else if (about->format == MINT_FORMAT_PPK) {
    cli_report_code(report, CLI_E_CONNECT_FORM, NULL);
  } else if (cli_is_exposed(&key->facts)) {
    cli_report_code(report, CLI_E_CONNECT_MODE, NULL);
  } else if (about->type != NULL && strcmp(about->type, "ssh-rsa") != 0) {
    cli_report_status(report, MINT_ERR_UNSUPPORTED, &not_rsa, NULL);
  } else if (!about->locked) {
    *is_good = cli_key_check(&checked, context, report, key);
    mint_key_free(checked);
  } else {
    // pem and pkcs8 hide all until ssh asks for the passphrase.
    *is_good = about->blob_len == 0 || check_public(context, report, key);
  }
}

// Finds out whether the host is the right one. `report` tells if not.
static bool check_host(struct cli_context *context, struct cli_report *report,
                       struct cli_host_check *check) {
  cli_host_check_run(check, report);
  cli_host_tell_sandbox(context, check);
  if (check->verdict == CLI_HOST_UNKNOWN) {
    if (context->policy.value[CLI_P_HOST_KEY] != CLI_HOST_KEY_ASK) {
      cli_report_policy(report, "HostKeyPolicy", "known_hosts",
                        "a host that is not known");
    } else if (cli_host_ask(context, check)) {
      cli_report_drop(report);
    }
  }
  if (check->verdict != CLI_HOST_MATCH || check->matched == NULL) {
    cli_host_check_show(context, report, check);
    return false;
  }
  return true;
}

// What the command line asks for.
struct request {
  struct cli_host_options given;
  const char *identity;
  bool pin;
};

// The worker's part: the key, then the host. What it comes to is told here, or
// goes to the broker.
static void work(struct cli_context *context, struct cli_report *report,
                 struct cli_host_check *check, const struct request *request) {
  bool is_good = false;
  const struct cli_source source = {check_key, &is_good, false, true};
  bool json = context->json;
  context->json = false;  // the key is not what this is about
  (void)cli_source_read(context, request->identity, &source);
  context->json = json;
  if (!is_good || context->exit != CLI_EXIT_OK) {
    cli_report_drop(report);
    return;
  }
  if (!cli_host_check_open(check, report, &request->given) ||
      !check_host(context, report, check) ||
      (request->pin && !cli_host_pin(context, report, check, false))) {
    cli_report_end(context, report);
    return;
  }
  char *line = cli_host_line(check->name.host, check->matched->about);
  if (!cli_broker_hand_on(check->server.broker, check->matched->type, line)) {
    cli_report_code(report, CLI_E_CONNECT_SSH, NULL);
    cli_report_end(context, report);
  } else {
    cli_report_drop(report);
  }
  free(line);
}

// The broker's part, once the worker has ended.
static void hand_over(struct cli_context *context,
                      const struct cli_broker *broker,
                      const struct cli_host_check *check,
                      const struct request *request,
                      const struct cli_operands *words) {
  struct cli_report report;
  cli_report_start(&report, words->names[0], 0);
  // argv has room behind the operands: the options stood there, or its end.
  words->names[words->num] = NULL;
  const struct cli_handover handover = {&check->name, broker->type,
                                        broker->line, request->identity,
                                        words->names + 1};
  if (cli_handover(context, &report, &handover)) {
    cli_report_drop(&report);
  } else {
    cli_report_end(context, &report);
  }
}

static void connect_to(struct cli_context *context,
                       const struct request *request,
                       const struct cli_operands *words) {
  struct cli_report report;
  struct cli_host_check check;
  struct cli_broker broker;
  cli_report_start(&report, words->names[0], 0);
  if (!cli_host_check_start(&check, context, &report, &request->given,
                            words->names[0], true)) {
    cli_report_end(context, &report);
  } else {
    cli_keep(request->identity);
    cli_host_check_keep(&check, &request->given, request->pin);
    if (cli_broker_divide(&broker, context, &check.server.reach)) {
      check.server.broker = &broker;
      if (cli_lock(context)) {
        work(context, &report, &check, request);
      }
    } else if (broker.hands_on) {
      hand_over(context, &broker, &check, request, words);
    }
  }
  cli_host_check_close(&check);
}

void cli_verb_connect(struct cli_context *context, int argc, char **argv) {
  struct request request;
  memset(&request, 0, sizeof(request));
  const struct cli_option options[] = {
      {'i', NULL, "KEY", NULL, &request.identity,
       "the private key, an RSA key"},
      CLI_HOST_OPTIONS(request.given),
      {0, "pin", NULL, &request.pin, NULL,
       "add the host's key to the known hosts"},
      {0, NULL, NULL, NULL, NULL, NULL},
  };
  struct cli_operands words;
  if (!cli_options_parse(context, &words, options, &usage, false, argc, argv)) {
    return;
  }
  const char *identity = request.identity;
  if (identity == NULL || strcmp(identity, "-") == 0) {
    cli_fail(context, CLI_E_USAGE_VALUE, "-i");
    return;
  }
  if (strchr(identity, '%') != NULL || strstr(identity, "${") != NULL) {
    cli_fail(context, CLI_E_CONNECT_NAME, identity);
    return;
  }
  struct cli_host_name name;
  if (!cli_host_name_parse(&name, words.names[0], true)) {
    cli_fail(context, CLI_E_HOST_NAME, NULL);
    return;
  }
  connect_to(context, &request, &words);
}
