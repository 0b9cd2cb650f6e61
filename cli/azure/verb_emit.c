// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// verb_emit.c is `azure emit`: a key that everybody on Azure accepts, put into
// the words that hand it over. For any other nothing is printed but why.

#include <stdlib.h>
#include <string.h>

#include "cli/azure/emit.h"
#include "cli/azure/rules.h"
#include "cli/azure/verdict.h"
#include "cli/escape.h"
#include "cli/io.h"
#include "cli/lock.h"
#include "cli/options.h"
#include "cli/render.h"

static const struct cli_usage usage = {
    "azure emit FILE --to TARGET [OPTION]...",
    "Prints what hands a public key to Azure, ready to paste and quoted for "
    "its\n"
    "language. TARGET is az, az-sshkey, powershell, terraform, bicep, "
    "arm-json,\n"
    "cloud-init, portal (the steps in words) or raw (the bare line). A public "
    "key in\n"
    "another form is converted first; one that azure check rejects is "
    "refused.\n"
    "- is standard input.",
    1,
    1,
};

// What is to be written.
struct request {
  const struct cli_azure_target *target;
  struct cli_azure_vm vm;
  struct cli_azure_image image;
};

// Whether the key can be put into one line as it is: a public RSA key in any
// form that is sound, with a comment that may be written.
static bool can_convert(const struct cli_azure_facts *facts) {
  return facts->status == MINT_OK && facts->about->kind == MINT_KIND_PUBLIC &&
         facts->about->format != MINT_FORMAT_AUTHORIZED_KEYS &&
         !cli_azure_has(facts, CLI_AZURE_COMMENT_ODD);
}

// Stores the one-line key in `out`, judged and with its newline.
static bool make_line(struct mint_secret *out, struct cli_report *report,
                      const struct cli_context *context,
                      const struct cli_azure_facts *facts) {
  struct mint_write_options options = {.format = MINT_FORMAT_AUTHORIZED_KEYS};
  const struct mint_about *about = facts->about;
  if (facts->failed != MINT_OK || facts->key == NULL ||
      (!cli_azure_accepted(facts) && !can_convert(facts))) {
    return false;
  }
  if (about->comment_len != 0) {
    options.comment = about->comment;
    options.comment_len = about->comment_len;
  }
  bool ok = cli_render(out, NULL, context, report, facts->key, &options);
  if (ok) {
    struct cli_azure_facts again;
    cli_azure_facts_find(&again, &context->policy.key, report->input, out,
                         facts->key);
    ok = again.failed == MINT_OK && cli_azure_accepted(&again);
    if (again.failed != MINT_OK) {
      cli_report_status(report, again.failed, NULL, NULL);
    }
    cli_azure_facts_free(&again);
  }
  return ok;
}

static void print(struct cli_context *context, struct cli_report *report,
                  const struct request *request,
                  const struct mint_secret *line) {
  char *bare = cli_format("%.*s", (int)(line->len - 1), (char *)line->data);
  char *text = request->target->write(bare, &request->vm, &request->image);
  if (text == NULL) {
    cli_report_status(report, MINT_ERR_MEMORY, NULL, NULL);
  } else if (context->json) {
    report->extra =
        json_pack("{s:s, s:s}", "to", request->target->name, "text", text);
  } else {
    fputs(text, stdout);
  }
  free(text);
  free(bare);
}

static void emit(struct cli_context *context, const char *path,
                 const struct request *request) {
  struct cli_report report;
  struct cli_azure_facts facts;
  struct mint_secret text = MINT_SECRET_EMPTY;
  struct mint_secret line = MINT_SECRET_EMPTY;
  struct cli_facts file;
  memset(&facts, 0, sizeof(facts));
  cli_report_start(&report, path, 0);
  if (cli_read(&text, &file, &report, path)) {
    cli_azure_facts_find(&facts, &context->policy.key, path, &text, NULL);
    if (make_line(&line, &report, context, &facts)) {
      report.about = facts.about;
      report.verdict = "accept";
      print(context, &report, request, &line);
    } else if (report.exit == CLI_EXIT_OK) {
      cli_azure_settle(context, &report, &facts);
      if (report.exit == CLI_EXIT_OK) {
        // A good key, and yet no line: never let that look like success.
        cli_report_status(&report, MINT_ERR_INTERNAL, NULL, NULL);
        report.verdict = NULL;
      }
      if (context->json && facts.failed == MINT_OK) {
        report.extra = cli_azure_json(&report, &facts);
      } else if (report.verdict != NULL) {
        cli_azure_print(context, &report, &facts, stderr);
      }
    }
  }
  cli_report_end(context, &report);
  cli_azure_facts_free(&facts);
  mint_secret_wipe(&line);
  mint_secret_wipe(&text);
}

static bool check_request(struct cli_context *context, struct request *request,
                          const char *to) {
  enum cli_code code = CLI_E_USAGE_AZURE_TO;
  const char *word = NULL;
  if (to == NULL) {
    cli_fail(context, CLI_E_USAGE_AZURE_TO, NULL);
    return false;
  }
  request->target = cli_azure_target_find(to);
  if (request->target == NULL) {
    cli_fail(context, CLI_E_USAGE_AZURE_TO, to);
    return false;
  }
  cli_azure_vm_defaults(&request->vm);
  if (!cli_azure_vm_check(&code, &word, &request->vm)) {
    cli_fail(context, code, word);
    return false;
  }
  if (!cli_azure_image_find(&request->image, request->vm.image) &&
      request->target->needs_image) {
    cli_fail(context, CLI_E_USAGE_AZURE_IMAGE, request->vm.image);
    return false;
  }
  return true;
}

void cli_verb_azure_emit(struct cli_context *context, int argc, char **argv) {
  struct request request;
  const char *to = NULL;
  memset(&request, 0, sizeof(request));
  const struct cli_option options[] = {
      {0, "to", "TARGET", NULL, &to, "what is to be written"},
      {0, "name", "VM", NULL, &request.vm.name, "the VM; myVM without it"},
      {0, "resource-group", "GROUP", NULL, &request.vm.group,
       "myResourceGroup without it"},
      {0, "location", "REGION", NULL, &request.vm.location,
       "eastus without it"},
      {0, "user", "USER", NULL, &request.vm.user, "azureuser without it"},
      {0, "image", "IMAGE", NULL, &request.vm.image,
       "Ubuntu2404 without it; or P:OFFER:SKU:VERSION"},
      {0, NULL, NULL, NULL, NULL, NULL},
  };
  struct cli_operands files;
  if (cli_options_parse(context, &files, options, &usage, false, argc, argv) &&
      check_request(context, &request, to) &&
      cli_lock_keys(context, files.names, files.num)) {
    emit(context, files.names[0], &request);
  }
  cli_azure_image_free(&request.image);
}
