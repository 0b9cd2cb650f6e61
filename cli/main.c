// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// main.c starts the process safely, finds the verb, and turns what it came to
// into the exit status.

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/blocklist.h"
#include "cli/context.h"
#include "cli/escape.h"
#include "cli/io.h"
#include "cli/options.h"
#include "cli/prompt.h"
#include "cli/report.h"

// A name of two words ("azure check") is given as two arguments.
static const struct {
  const char *name;
  cli_verb_fn run;
  const char *summary;
} verbs[] = {
    {"new", cli_verb_new, "make an RSA key pair"},
    {"inspect", cli_verb_inspect, "tell what a key file is"},
    {"fingerprint", cli_verb_fingerprint, "print fingerprints of any SSH key"},
    {"public", cli_verb_public, "print the public key of a private key"},
    {"convert", cli_verb_convert, "write a key in another format"},
    {"passwd", cli_verb_passwd, "change the passphrase of a private key"},
    {"comment", cli_verb_comment, "change the comment of a key"},
    {"repair", cli_verb_repair, "mend a key file that ssh cannot read"},
    {"check", cli_verb_check, "hold keys against every rule"},
    {"scan", cli_verb_scan, "check lists of keys and whole directories"},
    {"match", cli_verb_match, "tell whether two keys are the same"},
    {"azure check", cli_verb_azure_check, "tell who on Azure takes a key"},
    {"azure emit", cli_verb_azure_emit, "print what hands a key to Azure"},
    {"connect", cli_verb_connect, "check the host, then hand over to ssh"},
    {"host verify", cli_verb_host_verify, "compare the key that a host shows"},
    {"host pin", cli_verb_host_pin, "... and make it known to ssh"},
    {"host list", cli_verb_host_list, "show what known_hosts has of a host"},
    {"host forget", cli_verb_host_forget, "remove a host from known_hosts"},
    {"host commands", cli_verb_host_commands,
     "tell how to get a VM's fingerprints"},
    {"policy show", cli_verb_policy_show, "tell what is allowed here"},
    {"policy check", cli_verb_policy_check, "read a policy file"},
    {"policy explain", cli_verb_policy_explain, "explain a rule"},
};

// Tells whether `word` is the first of the two words in `name`.
static bool is_family(const char *name, const char *word) {
  size_t len = strlen(word);
  return strncmp(name, word, len) == 0 && name[len] == ' ';
}

// Prints the verbs, or those whose first word is `family`.
static void print_verbs(FILE *out, const char *family) {
  for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
    if (family == NULL || is_family(verbs[i].name, family)) {
      fprintf(out, "  %-15s %s\n", verbs[i].name, verbs[i].summary);
    }
  }
}

static void print_help(FILE *out) {
  fputs(
      "usage: sshmint VERB [OPTION]... [FILE]...\n"
      "       sshmint -m PEM -t rsa -b 2048     (as ssh-keygen: make a pair)\n"
      "       sshmint -lf FILE                  (as ssh-keygen: fingerprints)\n"
      "       sshmint --help | --version\n"
      "\n"
      "Makes, reads, checks and converts the SSH RSA keys of Linux machines.\n"
      "\n",
      out);
  print_verbs(out, NULL);
  fputs(
      "\n"
      "sshmint VERB --help tells the options of a verb, sshmint(1) the rest.\n"
      "\n" CLI_EXIT_HELP,
      out);
}

// Opens what is closed of the descriptors 0 to 2, so that no key file can take
// the place of one. Read-only: what is printed shall fail, not vanish.
static bool open_standard(void) {
  for (int fd = 0; fd <= 2; fd++) {
    if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDONLY) != fd) {
      return false;
    }
  }
  return true;
}

// Returns NULL, or what is in the way.
static const char *start_process(struct cli_context *context) {
  const struct rlimit no_core = {0, 0};
  if (!open_standard()) {
    return "standard input, output and error are not all open";
  }
  // With raised privileges every file name of the user's would be a weapon.
  if (getauxval(AT_SECURE) != 0) {
    return "it does not run with raised privileges";
  }
  context->umask = umask(S_IRWXG | S_IRWXO);
  // Errors of writing are told, not died of.
  (void)signal(SIGPIPE, SIG_IGN);
  (void)signal(SIGXFSZ, SIG_IGN);
  (void)setrlimit(RLIMIT_CORE, &no_core);
  (void)prctl(PR_SET_DUMPABLE, 0);
  (void)setlocale(LC_CTYPE, "");
  // Without memory the library leaves members out; an object is whole or none.
  json_set_alloc_funcs(cli_allocate, free);
  return NULL;
}

static void fail(struct cli_context *context, enum cli_code code,
                 const char *detail) {
  struct cli_report report;
  cli_report_start(&report, NULL, 0);
  cli_report_code(&report, code, detail);
  cli_report_end(context, &report);
}

// Returns how many of the arguments are the words of `name`; 0 if they are not.
static int words_given(const char *name, int argc, char **argv) {
  const char *space = strchr(name, ' ');
  if (space == NULL) {
    return strcmp(name, argv[0]) == 0 ? 1 : 0;
  }
  return argc > 1 && is_family(name, argv[0]) && strcmp(space + 1, argv[1]) == 0
             ? 2
             : 0;
}

// The first word of a verb stands there without its second.
static void run_family(struct cli_context *context, int argc, char **argv) {
  const char *second = argc > 1 ? argv[1] : NULL;
  bool help = second != NULL &&
              (strcmp(second, "--help") == 0 || strcmp(second, "-h") == 0);
  if (second == NULL || help) {
    FILE *out = help ? stdout : stderr;
    fprintf(out, "usage: sshmint %s VERB [OPTION]... [FILE]...\n\n", argv[0]);
    print_verbs(out, argv[0]);
    fprintf(out, "\nsshmint %s VERB --help tells the options of a verb.\n\n%s",
            argv[0], CLI_EXIT_HELP);
    context->exit = help ? CLI_EXIT_OK : CLI_EXIT_USAGE;
  } else {
    cli_fail(context, second[0] == '-' ? CLI_E_USAGE_FIRST : CLI_E_USAGE_VERB,
             second);
  }
}

// `argv` starts with the verb.
static void run_verb(struct cli_context *context, int argc, char **argv) {
  for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
    int words = words_given(verbs[i].name, argc, argv);
    if (words != 0) {
      context->verb = verbs[i].name;
      verbs[i].run(context, argc - words + 1, argv + words - 1);
      return;
    }
  }
  for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
    if (is_family(verbs[i].name, argv[0])) {
      run_family(context, argc, argv);
      return;
    }
  }
  cli_fail(context, CLI_E_USAGE_VERB, argv[0]);
}

static void run(struct cli_context *context, int argc, char **argv) {
  const char *first = argc > 1 ? argv[1] : NULL;
  if (first == NULL) {
    print_help(stderr);
    context->exit = CLI_EXIT_USAGE;
  } else if (strcmp(first, "--help") == 0) {
    print_help(stdout);
  } else if (strcmp(first, "--version") == 0) {
    printf("sshmint %s\n", MINT_VERSION);
  } else if (strncmp(first, "--", 2) == 0) {
    cli_fail(context, CLI_E_USAGE_FIRST, first);
  } else if (first[0] == '-' && first[1] != '\0') {
    context->ssh_keygen = true;
    context->exit = cli_keygen_compat(context, argc, argv);
  } else {
    run_verb(context, argc - 1, argv + 1);
  }
}

int main(int argc, char **argv) {
  struct cli_context context;
  memset(&context, 0, sizeof(context));
  const char *obstacle = start_process(&context);
  if (obstacle != NULL) {
    fail(&context, CLI_E_PROCESS, obstacle);
    return context.exit;
  }
  run(&context, argc, argv);
  cli_passphrase_forget(&context.passphrase);
  cli_passphrase_forget(&context.new_passphrase);
  cli_blocklist_forget(&context);
  if (!cli_stdout_end()) {
    fail(&context, CLI_E_FILE_OUTPUT, strerror(errno));
    if (context.ssh_keygen) {
      context.exit = CLI_EXIT_SSH_KEYGEN;
    }
  }
  return context.exit;
}
