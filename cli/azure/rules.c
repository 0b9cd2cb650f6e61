// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// rules.c is the table of what Azure and its tools take: one row for a fact and
// those who agree about it. The tests run the validators of azure-cli,
// cloud-init and WALinuxAgent against their columns (./x test --interop).

#include "cli/azure/rules.h"

// Sources. A document has the date at which it was read, a program that at
// which it was run or its source read, a report its own.
static const struct cli_azure_source
    page =
        {"https://learn.microsoft.com/azure/virtual-machines/linux/"
         "mac-create-ssh-keys",
         "2026-11"},
    rsa_only = {"https://github.com/Azure/AzureVM/issues/26", "2023-02"},
    key_data =
        {"Compute REST API, keyData: \"at least 2048-bit and in ssh-rsa "
         "format\"",
         "2026-11"},
    invalid = {"https://github.com/Azure/azure-quickstart-templates/issues/680",
               "2015-10"},
    bare = {"https://github.com/microsoft/azure_arc/issues/1526", "2022-11"},
    secsh = {"https://github.com/MicrosoftDocs/azure-docs/issues/36977",
             "2019-08"},
    pasted = {"https://github.com/MicrosoftDocs/azure-docs/issues/27848",
              "2020-03"},
    az = {"azure-cli 2.45.0, core/keys.py: is_valid_ssh_rsa_public_key",
          "2026-11"},
    az_path = {"https://github.com/Azure/azure-cli/issues/21940", "2022-04"},
    az_sshkey = {"azure-cli 2.45.0, vm/manual/custom.py: sshkey_create",
                 "2026-11"},
    powershell = {"azure-powershell 49be303a, NewAzureSshKey.cs", "2026-11"},
    azurerm = {"terraform-provider-azurerm 69697b7f, validate.SSHKey",
               "2026-08"},
    cloud_init =
        {"cloud-init 22.4.2, DataSourceAzure.py: "
         "_key_is_openssh_formatted",
         "2026-11"},
    wrapped = {"https://bugs.launchpad.net/cloud-init/+bug/1910835", "2021-01"},
    waagent = {"WALinuxAgent 2.7.3, osutil/default.py: deploy_ssh_pubkey",
               "2026-11"},
    own = {"sshmint check FILE", "2026-11"};

static const struct {
  const char *name;
  const char *takes;
  const struct cli_azure_source *source;
} consumers[CLI_AZURE_CONSUMERS] = {
    [CLI_AZURE_VM_API] = {"VM REST API", "RSA of at least 2048 bits, one line",
                          &key_data},
    [CLI_AZURE_PORTAL] = {"portal", "RSA of at least 2048 bits", &page},
    [CLI_AZURE_AZ_VM] = {"az vm create", "reads the type and nothing else",
                         &az},
    [CLI_AZURE_AZ_SSHKEY] = {"az sshkey create", "passes it on as it is",
                             &az_sshkey},
    [CLI_AZURE_POWERSHELL] = {"PowerShell", "passes it on as it is",
                              &powershell},
    [CLI_AZURE_AZURERM] = {"Terraform azurerm",
                           "RSA of at least 2048 bits, or Ed25519", &azurerm},
    [CLI_AZURE_CLOUD_INIT] = {"cloud-init", "any type that sshd knows",
                              &cloud_init},
    [CLI_AZURE_WAAGENT] = {"WALinuxAgent", "whatever starts with ssh-",
                           &waagent},
};

// Sets of consumers.
#define ONE(consumer) (1u << (unsigned)(consumer))
#define VM_API ONE(CLI_AZURE_VM_API)
#define PORTAL ONE(CLI_AZURE_PORTAL)
#define AZ_VM ONE(CLI_AZURE_AZ_VM)
#define AZURERM ONE(CLI_AZURE_AZURERM)
#define CLOUD_INIT ONE(CLI_AZURE_CLOUD_INIT)
#define WAAGENT ONE(CLI_AZURE_WAAGENT)
// What they are given goes to the REST API, unread.
#define SENDERS (ONE(CLI_AZURE_AZ_SSHKEY) | ONE(CLI_AZURE_POWERSHELL))
#define SERVICE (VM_API | PORTAL)
#define IN_VM (CLOUD_INIT | WAAGENT)
#define ALL (ONE(CLI_AZURE_CONSUMERS) - 1u)

// Remedies.
#define REPAIR "sshmint repair FILE"
#define ONE_LINE "sshmint azure emit FILE --to raw"
#define NEW_KEY "make an RSA key: sshmint new -t rsa -b 3072"
#define WHOLE_LINE "give the whole line of the .pub file"

// Reasons that several rows share.
#define SENT "passes it on unread, and the VM REST API refuses it"
#define SENT_TYPE \
  "reads the type and nothing else; the VM REST API then refuses it"
#define INVALID "answers that keyData is invalid"

static const struct {
  enum cli_azure_fact fact;
  unsigned who;
  struct cli_azure_opinion opinion;
} rules[] = {
    // It reads the first line as options and a type.
    {CLI_AZURE_PPK,
     CLOUD_INIT,
     {CLI_AZURE_REFUSE,
      "it is a private key: give it to nobody (this one would take it)",
      "give its public key: sshmint public FILE", &cloud_init}},
    {CLI_AZURE_PRIVATE_PAIR,
     ALL,
     {CLI_AZURE_REFUSE, "it is a private key: give it to nobody",
      "give the public key beside it: FILE.pub", &pasted}},
    {CLI_AZURE_PRIVATE,
     ALL,
     {CLI_AZURE_REFUSE, "it is a private key: give it to nobody",
      "give its public key: sshmint public FILE > FILE.pub", &pasted}},
    {CLI_AZURE_NO_KEY,
     SERVICE | AZURERM | WAAGENT,
     {CLI_AZURE_REFUSE, "no SSH key was found in it", WHOLE_LINE, &key_data}},
    {CLI_AZURE_NO_KEY,
     CLOUD_INIT,
     {CLI_AZURE_FAILS, "takes any two words, if the first is an old type",
      WHOLE_LINE, &cloud_init}},
    {CLI_AZURE_NO_KEY,
     AZ_VM,
     {CLI_AZURE_FAILS, "takes any word that stands in the base64 again",
      WHOLE_LINE, &az}},
    {CLI_AZURE_NO_KEY,
     SENDERS,
     {CLI_AZURE_FAILS, SENT, WHOLE_LINE, &az_sshkey}},

    {CLI_AZURE_UTF16,
     ALL,
     {CLI_AZURE_REFUSE, "it is UTF-16, as PowerShell's > writes it", REPAIR,
      &key_data}},
    {CLI_AZURE_BOM,
     ALL & ~(SENDERS | AZURERM),
     {CLI_AZURE_REFUSE, "a byte order mark stands before the type", REPAIR,
      &az}},
    {CLI_AZURE_BOM,
     AZURERM,
     {CLI_AZURE_FAILS, "does not look at what stands before the base64", REPAIR,
      &azurerm}},
    {CLI_AZURE_BOM, SENDERS, {CLI_AZURE_FAILS, SENT, REPAIR, &az_sshkey}},
    {CLI_AZURE_QUOTED,
     ALL & ~(SENDERS | AZURERM),
     {CLI_AZURE_REFUSE, "quotes stand around the key", REPAIR, &az}},
    {CLI_AZURE_QUOTED,
     AZURERM,
     {CLI_AZURE_FAILS, "does not look at what stands around the base64", REPAIR,
      &azurerm}},
    {CLI_AZURE_QUOTED, SENDERS, {CLI_AZURE_FAILS, SENT, REPAIR, &az_sshkey}},
    {CLI_AZURE_BARE,
     ALL & ~SENDERS,
     {CLI_AZURE_REFUSE, "the type, ssh-rsa, is missing before the base64",
      "put \"ssh-rsa \" before it", &bare}},
    {CLI_AZURE_BARE,
     SENDERS,
     {CLI_AZURE_FAILS, SENT, "put \"ssh-rsa \" before it", &az_sshkey}},
    {CLI_AZURE_OPTIONS,
     SERVICE | AZ_VM | AZURERM | WAAGENT,
     {CLI_AZURE_REFUSE, "options stand before the type",
      "give the line without them", &waagent}},
    {CLI_AZURE_OPTIONS,
     SENDERS,
     {CLI_AZURE_FAILS, SENT, "give the line without them", &az_sshkey}},
    {CLI_AZURE_WRAPPED,
     SERVICE | AZURERM,
     {CLI_AZURE_REFUSE, "the key is broken into several lines", REPAIR,
      &invalid}},
    {CLI_AZURE_WRAPPED,
     AZ_VM | IN_VM,
     {CLI_AZURE_FAILS, "does not see that the key is broken into lines", REPAIR,
      &wrapped}},
    {CLI_AZURE_WRAPPED, SENDERS, {CLI_AZURE_FAILS, SENT, REPAIR, &az_sshkey}},
    {CLI_AZURE_WRAPPED_CR,
     SERVICE | AZURERM | CLOUD_INIT,
     {CLI_AZURE_REFUSE, "the key is broken into several lines with CRLF",
      REPAIR, &wrapped}},
    {CLI_AZURE_WRAPPED_CR,
     AZ_VM | WAAGENT,
     {CLI_AZURE_FAILS, "does not see that the key is broken into lines", REPAIR,
      &wrapped}},
    {CLI_AZURE_WRAPPED_CR,
     SENDERS,
     {CLI_AZURE_FAILS, SENT, REPAIR, &az_sshkey}},
    {CLI_AZURE_SEVERAL,
     SERVICE,
     {CLI_AZURE_REFUSE, "it has more lines than that of one key",
      "give one key, in one line", &key_data}},
    {CLI_AZURE_SEVERAL,
     AZ_VM | AZURERM | IN_VM,
     {CLI_AZURE_FAILS, "looks at the first two words only",
      "give one key, in one line", &az}},
    {CLI_AZURE_SEVERAL,
     SENDERS,
     {CLI_AZURE_FAILS, SENT, "give one key, in one line", &az_sshkey}},
    {CLI_AZURE_RFC4716,
     SERVICE | SENDERS,
     {CLI_AZURE_ACCEPT, "takes this form (RFC 4716) too", "", &secsh}},
    {CLI_AZURE_RFC4716,
     AZ_VM,
     {CLI_AZURE_REFUSE,
      "wants one line; says \"Invalid base64-encoded string\"", ONE_LINE, &az}},
    {CLI_AZURE_RFC4716,
     AZURERM,
     {CLI_AZURE_REFUSE, "wants one line, not RFC 4716", ONE_LINE, &azurerm}},
    {CLI_AZURE_RFC4716,
     IN_VM,
     {CLI_AZURE_REFUSE, "wants one line, not RFC 4716", ONE_LINE, &cloud_init}},
    {CLI_AZURE_PEM_PUBLIC,
     ALL & ~SENDERS,
     {CLI_AZURE_REFUSE, "wants one line, not PEM", ONE_LINE, &key_data}},
    {CLI_AZURE_PEM_PUBLIC,
     SENDERS,
     {CLI_AZURE_FAILS, SENT, ONE_LINE, &az_sshkey}},
    {CLI_AZURE_DAMAGED,
     SERVICE | AZURERM,
     {CLI_AZURE_REFUSE, "it starts as a public key does, and is none",
      "copy it again, whole", &key_data}},
    {CLI_AZURE_DAMAGED,
     AZ_VM | IN_VM,
     {CLI_AZURE_FAILS, "does not see that the key is cut short or damaged",
      "copy it again, whole", &az}},
    {CLI_AZURE_DAMAGED,
     SENDERS,
     {CLI_AZURE_FAILS, SENT, "copy it again, whole", &az_sshkey}},
    {CLI_AZURE_INDENT,
     SERVICE | WAAGENT,
     {CLI_AZURE_REFUSE, "blanks stand before the type", REPAIR, &waagent}},
    {CLI_AZURE_INDENT, SENDERS, {CLI_AZURE_FAILS, SENT, REPAIR, &az_sshkey}},
    {CLI_AZURE_BLANKS,
     SERVICE,
     {CLI_AZURE_REFUSE, "one blank belongs between the fields", REPAIR,
      &key_data}},
    {CLI_AZURE_BLANKS, SENDERS, {CLI_AZURE_FAILS, SENT, REPAIR, &az_sshkey}},

    {CLI_AZURE_CERTIFICATE,
     SERVICE | AZURERM,
     {CLI_AZURE_REFUSE, "it is a certificate, not a key",
      "give the key that it is for", &key_data}},
    {CLI_AZURE_CERTIFICATE,
     AZ_VM,
     {CLI_AZURE_FAILS, SENT_TYPE, "give the key that it is for", &az}},
    {CLI_AZURE_CERTIFICATE,
     SENDERS,
     {CLI_AZURE_FAILS, SENT, "give the key that it is for", &az_sshkey}},
    {CLI_AZURE_CERTIFICATE,
     IN_VM,
     {CLI_AZURE_FAILS, "sshd takes no certificate from authorized_keys",
      "give the key that it is for", &cloud_init}},
    {CLI_AZURE_DSA,
     SERVICE | AZURERM,
     {CLI_AZURE_REFUSE, "it is a DSA key", NEW_KEY, &page}},
    {CLI_AZURE_DSA, AZ_VM, {CLI_AZURE_FAILS, SENT_TYPE, NEW_KEY, &az}},
    {CLI_AZURE_DSA, SENDERS, {CLI_AZURE_FAILS, SENT, NEW_KEY, &az_sshkey}},
    {CLI_AZURE_DSA,
     IN_VM,
     {CLI_AZURE_FAILS, "sshd takes no DSA keys any more", NEW_KEY,
      &cloud_init}},
    {CLI_AZURE_OTHER_TYPE,
     SERVICE,
     {CLI_AZURE_REFUSE, "ECDSA keys and those of tokens are not supported",
      NEW_KEY, &page}},
    {CLI_AZURE_OTHER_TYPE,
     AZURERM,
     {CLI_AZURE_REFUSE, "it is neither RSA nor Ed25519", NEW_KEY, &azurerm}},
    {CLI_AZURE_OTHER_TYPE,
     WAAGENT,
     {CLI_AZURE_REFUSE, "the type does not start with ssh-", NEW_KEY,
      &waagent}},
    {CLI_AZURE_OTHER_TYPE, AZ_VM, {CLI_AZURE_FAILS, SENT_TYPE, NEW_KEY, &az}},
    {CLI_AZURE_OTHER_TYPE,
     SENDERS,
     {CLI_AZURE_FAILS, SENT, NEW_KEY, &az_sshkey}},
    {CLI_AZURE_ED25519,
     SERVICE,
     {CLI_AZURE_REFUSE,
      "Azure's rule was RSA alone; its page of today takes Ed25519 too",
      NEW_KEY, &rsa_only}},
    {CLI_AZURE_ED25519,
     AZ_VM,
     {CLI_AZURE_FAILS, "reads the type alone; whether it works is the API's",
      NEW_KEY, &az}},
    {CLI_AZURE_ED25519,
     SENDERS,
     {CLI_AZURE_FAILS, "passes it on; whether it works is the API's", NEW_KEY,
      &az_sshkey}},
    {CLI_AZURE_SHORT,
     SERVICE,
     {CLI_AZURE_REFUSE, "it has fewer than 2048 bits; " INVALID, NEW_KEY,
      &key_data}},
    {CLI_AZURE_SHORT,
     AZURERM,
     {CLI_AZURE_REFUSE, "it has fewer than 2048 bits", NEW_KEY, &azurerm}},
    {CLI_AZURE_SHORT_BYTE,
     SERVICE,
     {CLI_AZURE_REFUSE, "it has fewer than 2048 bits; " INVALID, NEW_KEY,
      &key_data}},
    {CLI_AZURE_SHORT_BYTE,
     AZURERM,
     {CLI_AZURE_FAILS, "counts whole bytes, and so 2041 bits as 2048", NEW_KEY,
      &azurerm}},
    {CLI_AZURE_SHORT, AZ_VM, {CLI_AZURE_FAILS, SENT_TYPE, NEW_KEY, &az}},
    {CLI_AZURE_SHORT_BYTE, AZ_VM, {CLI_AZURE_FAILS, SENT_TYPE, NEW_KEY, &az}},
    {CLI_AZURE_SHORT, SENDERS, {CLI_AZURE_FAILS, SENT, NEW_KEY, &az_sshkey}},
    {CLI_AZURE_SHORT_BYTE,
     SENDERS,
     {CLI_AZURE_FAILS, SENT, NEW_KEY, &az_sshkey}},
    {CLI_AZURE_SHORT,
     IN_VM,
     {CLI_AZURE_FAILS, "does not count the bits", NEW_KEY, &cloud_init}},
    {CLI_AZURE_SHORT_BYTE,
     IN_VM,
     {CLI_AZURE_FAILS, "does not count the bits", NEW_KEY, &cloud_init}},
    {CLI_AZURE_WEAK,
     ALL,
     {CLI_AZURE_FAILS, "does not see that the key is weak or broken", NEW_KEY,
      &own}},

    {CLI_AZURE_COMMENT_ODD,
     ALL,
     {CLI_AZURE_FAILS,
      "carries a comment on that has control characters or is too long",
      "sshmint comment FILE TEXT", &own}},
    {CLI_AZURE_COMMENT_NONASCII,
     ALL,
     {CLI_AZURE_ACCEPT, "the comment is not ASCII: it may come out changed", "",
      &own}},
    {CLI_AZURE_CRLF,
     ALL,
     {CLI_AZURE_ACCEPT, "the line ends in CRLF: the CR joins the comment", "",
      &waagent}},
    {CLI_AZURE_PATH_BLANK,
     AZ_VM,
     {CLI_AZURE_ACCEPT,
      "quote the path, or az takes its parts for keys (Incorrect padding)", "",
      &az_path}},
};

void cli_azure_judge(struct cli_azure_opinion *out,
                     enum cli_azure_consumer consumer,
                     const struct cli_azure_facts *facts) {
  bool has_rule = false;
  out->verdict = CLI_AZURE_ACCEPT;
  out->reason = consumers[consumer].takes;
  out->fix = "";
  out->source = consumers[consumer].source;
  for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
    if (cli_azure_has(facts, rules[i].fact) &&
        (rules[i].who & ONE(consumer)) != 0 &&
        (!has_rule || rules[i].opinion.verdict > out->verdict)) {
      *out = rules[i].opinion;
      has_rule = true;
    }
  }
}

bool cli_azure_accepted(const struct cli_azure_facts *facts) {
  for (int c = 0; c < (int)CLI_AZURE_CONSUMERS; c++) {
    struct cli_azure_opinion opinion;
    cli_azure_judge(&opinion, (enum cli_azure_consumer)c, facts);
    if (opinion.verdict != CLI_AZURE_ACCEPT) {
      return false;
    }
  }
  return true;
}

const char *cli_azure_consumer_name(enum cli_azure_consumer consumer) {
  return consumers[consumer].name;
}
