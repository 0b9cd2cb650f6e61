// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// code.c is the one table of the command line's own codes: what each is called,
// which exit status it brings, what was seen and what the user can do.

#include "cli/code.h"

#include <stddef.h>

static const struct cli_code_info codes[CLI_CODES] = {
    [CLI_E_USAGE_VERB] = {"E_USAGE_VERB", CLI_EXIT_USAGE,
                          "there is no such verb", "sshmint --help"},
    [CLI_E_USAGE_FIRST] = {"E_USAGE_VERB", CLI_EXIT_USAGE,
                           "a verb has to come before this option",
                           "sshmint --help"},
    [CLI_E_USAGE_OPTION] = {"E_USAGE_OPTION", CLI_EXIT_USAGE,
                            "there is no such option here",
                            "see --help; -- ends the options"},
    [CLI_E_USAGE_VALUE] = {"E_USAGE_VALUE", CLI_EXIT_USAGE,
                           "this option has a wrong value or none",
                           "see --help"},
    [CLI_E_USAGE_TWICE] = {"E_USAGE_TWICE", CLI_EXIT_USAGE,
                           "this option is given twice", "give it once"},
    [CLI_E_USAGE_CONFLICT] = {"E_USAGE_CONFLICT", CLI_EXIT_USAGE,
                              "these options exclude each other",
                              "give one of them"},
    [CLI_E_USAGE_OPERAND] = {"E_USAGE_OPERAND", CLI_EXIT_USAGE,
                             "wrong number of files", "see --help"},
    [CLI_E_USAGE_TYPE] = {"E_USAGE_TYPE", CLI_EXIT_USAGE,
                          "only RSA keys are made", "give -t rsa"},
    [CLI_E_USAGE_SIZE] = {"E_USAGE_SIZE", CLI_EXIT_USAGE,
                          "this size is not offered; sizes are never rounded",
                          "give -b 2048, -b 3072, -b 4096 or -b 8192"},
    [CLI_E_USAGE_FORMAT] = {"E_USAGE_FORMAT", CLI_EXIT_USAGE,
                            "this is no format that is written here",
                            "see --help"},
    [CLI_E_USAGE_TO] = {"E_USAGE_FORMAT", CLI_EXIT_USAGE,
                        "this is no format that is written here",
                        "give --to pem, pkcs8 or openssh, or of public keys "
                        "authorized-keys, rfc4716, spki or pkcs1-public"},
    [CLI_E_USAGE_COMMENT] = {"E_USAGE_COMMENT", CLI_EXIT_USAGE,
                             "the comment is not UTF-8, is longer than 255 "
                             "bytes or holds a control or invisible "
                             "character",
                             "give a plain text, for example me@host"},
    [CLI_E_USAGE_HOST] =
        {"E_USAGE_HOST", CLI_EXIT_USAGE, "this is no host name",
         "give --sshfp a name of letters, digits, '.', '-' and '_'"},
    [CLI_E_USAGE_FINGERPRINT] =
        {"E_USAGE_FINGERPRINT", CLI_EXIT_USAGE, "this is no whole fingerprint",
         "give SHA256: and 43 characters, or MD5: and 16 bytes in hex; a file "
         "of that name is given as ./NAME"},
    [CLI_E_USAGE_HASHES] =
        {"E_USAGE_FINGERPRINT", CLI_EXIT_USAGE,
         "two fingerprints of different hashes cannot be compared",
         "give the key instead of one of them"},
    [CLI_E_USAGE_STDIN] = {"E_USAGE_OPERAND", CLI_EXIT_USAGE,
                           "standard input cannot be given here",
                           "give a file"},
    [CLI_E_USAGE_JSON] = {"E_USAGE_CONFLICT", CLI_EXIT_USAGE,
                          "with --json no key is written to standard output",
                          "give -o OUT"},
    [CLI_E_USAGE_PRIVATE] = {"E_USAGE_CONFLICT", CLI_EXIT_USAGE,
                             "a private key is not replaced by a public one",
                             "give -o another name"},
    [CLI_E_USAGE_PUBLIC_NAME] =
        {"E_USAGE_VALUE", CLI_EXIT_USAGE,
         "a name that ends in .pub is that of a public key",
         "give -f the name of the private key; .pub is added to it"},
    [CLI_E_USAGE_TOGETHER] = {"E_USAGE_TOGETHER", CLI_EXIT_USAGE,
                              "many pairs need --count and --dir",
                              "give both, or neither of them and no --name"},
    [CLI_E_USAGE_COUNT] = {"E_USAGE_COUNT", CLI_EXIT_USAGE,
                           "this is no number of pairs",
                           "give --count a number from 1 to 1000000"},
    [CLI_E_USAGE_NAME] =
        {"E_USAGE_NAME", CLI_EXIT_USAGE, "this is no name for many pairs",
         "give --name plain characters, no slash, %d once where the number "
         "goes, no other %, and no .pub at the end; at most 251 bytes"},
    [CLI_E_USAGE_AZURE_TO] = {"E_USAGE_AZURE", CLI_EXIT_USAGE,
                              "it has to be said for whom the key is written",
                              "give --to az, az-sshkey, powershell, "
                              "terraform, bicep, arm-json, cloud-init, portal "
                              "or raw"},
    [CLI_E_USAGE_AZURE_NAME] = {"E_USAGE_AZURE", CLI_EXIT_USAGE,
                                "Azure takes no such name of a VM",
                                "give --name at most 64 letters, digits, '-' "
                                "and '.', first and last a letter or digit"},
    [CLI_E_USAGE_AZURE_GROUP] = {"E_USAGE_AZURE", CLI_EXIT_USAGE,
                                 "Azure takes no such name of a resource group",
                                 "give --resource-group at most 90 letters, "
                                 "digits, '_', '-', '.' and parentheses, and "
                                 "no '.' at the end"},
    [CLI_E_USAGE_AZURE_LOCATION] = {"E_USAGE_AZURE", CLI_EXIT_USAGE,
                                    "this is no name of a region",
                                    "give --location as az account "
                                    "list-locations names it, such as eastus"},
    [CLI_E_USAGE_AZURE_USER] = {"E_USAGE_AZURE", CLI_EXIT_USAGE,
                                "Azure or Linux takes no such user",
                                "give --user at most 32 small letters, digits, "
                                "'_' and '-', not root, admin or the like"},
    [CLI_E_USAGE_AZURE_IMAGE] = {"E_USAGE_AZURE", CLI_EXIT_USAGE,
                                 "this image is not known here",
                                 "give --image Ubuntu2404, Ubuntu2204 or "
                                 "PUBLISHER:OFFER:SKU:VERSION"},
    [CLI_E_FILE_OPEN] = {"E_FILE_OPEN", CLI_EXIT_FILE, "it cannot be opened",
                         "check the name and who may read it: ls -l FILE"},
    [CLI_E_FILE_KIND] = {"E_FILE_KIND", CLI_EXIT_FILE,
                         "it is a directory, a device or a socket",
                         "give a file, a pipe, or - for standard input"},
    [CLI_E_FILE_READ] = {"E_FILE_READ", CLI_EXIT_FILE, "it cannot be read", ""},
    [CLI_E_FILE_EXISTS] = {"E_FILE_EXISTS", CLI_EXIT_FILE,
                           "it exists already, and is left as it is",
                           "choose another name, or replace it with --force"},
    [CLI_E_FILE_EXISTS_SOME] =
        {"E_FILE_EXISTS", CLI_EXIT_FILE,
         "it or its .pub exists already; nothing was made",
         "keep the pairs that are there with --if-missing, or replace them "
         "with --force"},
    [CLI_E_FILE_SYMLINK] = {"E_FILE_SYMLINK", CLI_EXIT_FILE,
                            "it is a symbolic link; keys are not written "
                            "through links",
                            "give the name that it leads to"},
    [CLI_E_FILE_TARGET] = {"E_FILE_TARGET", CLI_EXIT_FILE,
                           "it is not a regular file, so it is not replaced",
                           "choose another name"},
    [CLI_E_FILE_FOLDER] = {"E_FILE_FOLDER", CLI_EXIT_FILE,
                           "nothing can be written into its directory",
                           "choose a directory that exists and is yours"},
    [CLI_E_FILE_CHANGED] = {"E_FILE_CHANGED", CLI_EXIT_FILE,
                            "it was changed by somebody else meanwhile, and is "
                            "left as it is",
                            "try again"},
    [CLI_E_FILE_KEPT] = {"E_FILE_CHANGED", CLI_EXIT_FILE,
                         "somebody else put or changed this file meanwhile; "
                         "it is kept under this name",
                         "look at it, then give it another name or remove it"},
    [CLI_E_FILE_OWNER] = {"E_FILE_OWNER", CLI_EXIT_FILE,
                          "it belongs to another user, to whom a new file "
                          "cannot be given; nothing was written",
                          "let its owner do this"},
    [CLI_E_FILE_EXPOSED] =
        {"E_FILE_EXPOSED", CLI_EXIT_FILE,
         "this file system cannot keep a key from others; nothing was written",
         "choose a directory on a Linux file system, such as ~/.ssh"},
    [CLI_E_FILE_BUSY] = {"E_FILE_BUSY", CLI_EXIT_FILE,
                         "another process keeps its directory locked; nothing "
                         "was written",
                         "try again when that has ended"},
    [CLI_E_FILE_REPLACE] =
        {"E_FILE_REPLACE", CLI_EXIT_FILE,
         "it is left as it is: names can be neither exchanged nor linked here, "
         "so that it could be lost while it is replaced",
         "move the old file away, then try again"},
    [CLI_E_FILE_WRITE] = {"E_FILE_WRITE", CLI_EXIT_FILE,
                          "it cannot be written; what was there before is "
                          "still there",
                          ""},
    [CLI_E_FILE_WRITE_HALF] = {"E_FILE_WRITE", CLI_EXIT_FILE,
                               "it cannot be written", ""},
    [CLI_E_FILE_RESTORE] =
        {"E_FILE_RESTORE", CLI_EXIT_FILE,
         "an old file cannot be put back; it is now under this name",
         "give it its old name again"},
    [CLI_E_FILE_LEFT] = {"E_FILE_LEFT", CLI_EXIT_FILE,
                         "this file should be gone but cannot be removed",
                         "remove it"},
    [CLI_E_FILE_OUTPUT] =
        {"E_FILE_OUTPUT", CLI_EXIT_FILE,
         "standard output cannot be written, so the result is "
         "not complete",
         ""},
    [CLI_E_FILE_TERMINAL] = {"E_FILE_TERMINAL", CLI_EXIT_FILE,
                             "a private key is not shown on a terminal",
                             "give -o OUT"},
    [CLI_E_FILE_ESCAPES] =
        {"E_FILE_TERMINAL", CLI_EXIT_FILE,
         "it holds characters that a terminal cannot show, or acts on",
         "give -o OUT"},
    [CLI_E_FILE_DEPTH] = {"E_FILE_DEPTH", CLI_EXIT_FILE,
                          "its directories lie too deep in each other", ""},
    [CLI_E_PASSPHRASE_NONE] =
        {"E_PASSPHRASE_MISSING", CLI_EXIT_PASSPHRASE,
         "there is no passphrase for the new key and no terminal to ask on; "
         "nothing was written",
         "give --passphrase-file F, --passphrase-fd N or --no-passphrase"},
    [CLI_E_PASSPHRASE_NEW] =
        {"E_PASSPHRASE_MISSING", CLI_EXIT_PASSPHRASE,
         "there is no new passphrase and no terminal to ask on; nothing was "
         "written",
         "give --new-passphrase-file F, --new-passphrase-fd N or "
         "--no-passphrase"},
    [CLI_E_PASSPHRASE_EMPTY] =
        {"E_PASSPHRASE_EMPTY", CLI_EXIT_PASSPHRASE,
         "the passphrase is empty; nothing was written",
         "give --no-passphrase if the key shall not be encrypted"},
    [CLI_E_PASSPHRASE_SOURCE] = {"E_PASSPHRASE_SOURCE", CLI_EXIT_PASSPHRASE,
                                 "the passphrase cannot be read", ""},
    [CLI_E_PASSPHRASE_TERMINAL] =
        {"E_PASSPHRASE_SOURCE", CLI_EXIT_PASSPHRASE,
         "the passphrase would be read from a terminal, which would show it",
         "leave the option out, and it is asked for"},
    [CLI_E_PASSPHRASE_TEXT] = {"E_PASSPHRASE_TEXT", CLI_EXIT_PASSPHRASE,
                               "the passphrase holds a NUL byte",
                               "save it as plain UTF-8 text"},
    [CLI_E_KDF_COST] =
        {"E_KDF_COST", CLI_EXIT_PARSE,
         "its key derivation costs more than is done for one file of a scan",
         "check it alone: sshmint check FILE"},
    [CLI_E_KEY_PUBLIC] = {"E_KEY_PUBLIC", CLI_EXIT_UNSUPPORTED,
                          "it is a public key; a private key is needed here",
                          "give the private key file"},
    [CLI_E_KEY_SSHFP] = {"E_KEY_SSHFP", CLI_EXIT_UNSUPPORTED,
                         "its type has no number in SSHFP records", ""},
    [CLI_E_KEY_NO_COMMENT] =
        {"E_KEY_NO_COMMENT", CLI_EXIT_UNSUPPORTED,
         "its format has no place for a comment",
         "give the file FILE.pub, or convert the key: sshmint convert FILE "
         "--to openssh -o FILE.openssh"},
    [CLI_E_KEY_COMMENT] =
        {"E_KEY_COMMENT", CLI_EXIT_UNSUPPORTED,
         "its comment is not UTF-8, is longer than 255 bytes or holds a "
         "control or invisible character, so it is not written again",
         "give the key another: sshmint comment FILE TEXT"},
    [CLI_E_KEY_PPK] = {"E_KEY_PPK", CLI_EXIT_UNSUPPORTED,
                       "PuTTY's format is read, but not written",
                       "sshmint convert FILE --to openssh -o FILE.openssh"},
    [CLI_E_KEY_DIFFERS] = {"E_KEY_DIFFERS", CLI_EXIT_NO,
                           "these are different keys", ""},
    [CLI_E_REPAIR_NONE] = {"E_REPAIR_NONE", CLI_EXIT_PARSE,
                           "nothing that can be repaired was found in it", ""},
    [CLI_E_REPAIR_DAMAGED] = {"E_REPAIR_DAMAGED", CLI_EXIT_NO,
                              "it is damaged; nothing was written",
                              "sshmint repair --yes FILE"},
    [CLI_E_REPAIR_DIFFERS] = {"E_REPAIR_DIFFERS", CLI_EXIT_INTERNAL,
                              "the repaired text would hold another key; "
                              "nothing was written",
                              "please report this"},
    [CLI_E_PUBLIC_DIFFERS] =
        {"E_PUBLIC_DIFFERS", CLI_EXIT_NO,
         "the .pub file beside it holds another key",
         "write the .pub anew: sshmint public FILE > FILE.pub"},
    [CLI_E_PAIR_PUBLIC] =
        {"E_PAIR_HALF", CLI_EXIT_FILE,
         "the .pub file beside it is missing, or is no public key",
         "write the .pub anew: sshmint public FILE > FILE.pub"},
    [CLI_E_PAIR_PRIVATE] =
        {"E_PAIR_HALF", CLI_EXIT_FILE,
         "it is missing or no private key, but the other file of the pair is "
         "there",
         "move FILE.pub and what is there of FILE away"},
    [CLI_E_PAIR_COUNT] =
        {"E_PAIR_COUNT", CLI_EXIT_FILE, "not all pairs were made",
         "mend that, then run the same again: --if-missing keeps what is "
         "there, --force makes all anew"},
    [CLI_E_POLICY_UNKNOWN] = {"E_POLICY_UNKNOWN", CLI_EXIT_POLICY,
                              "there is no policy of this name",
                              "sshmint policy show lists them; a file's name "
                              "holds a / or ends in .conf"},
    [CLI_E_POLICY_FILE] = {"E_POLICY_FILE", CLI_EXIT_POLICY,
                           "this policy cannot be read", ""},
    [CLI_E_POLICY_TRUST] =
        {"E_POLICY_TRUST", CLI_EXIT_POLICY,
         "others could have written this policy",
         "give it, and the directories above the administrator's, to root or "
         "yourself, and take the right to write from group and others"},
    [CLI_E_POLICY_TEXT] = {"E_POLICY_TEXT", CLI_EXIT_POLICY,
                           "this is not the text of a policy",
                           "write plain ASCII with LF line ends"},
    [CLI_E_POLICY_VERSION] = {"E_POLICY_VERSION", CLI_EXIT_POLICY,
                              "a policy begins with its version",
                              "make PolicyVersion 1 the first line"},
    [CLI_E_POLICY_NAME] =
        {"E_POLICY_NAME", CLI_EXIT_POLICY, "the policy needs a name of its own",
         "add a line Name NAME: at most 32 letters, digits, . _ and -, and no "
         "preset's name"},
    [CLI_E_POLICY_EXTENDS] =
        {"E_POLICY_EXTENDS", CLI_EXIT_POLICY,
         "a policy extends one preset, before its first rule",
         "sshmint policy show lists the presets"},
    [CLI_E_POLICY_KEYWORD] = {"E_POLICY_KEYWORD", CLI_EXIT_POLICY,
                              "there is no such keyword",
                              "sshmint policy show --effective lists them"},
    [CLI_E_POLICY_TWICE] = {"E_POLICY_TWICE", CLI_EXIT_POLICY,
                            "this keyword stands there twice",
                            "remove one of the lines"},
    [CLI_E_POLICY_VALUE] = {"E_POLICY_VALUE", CLI_EXIT_POLICY,
                            "this keyword cannot have this value",
                            "sshmint policy explain KEYWORD"},
    [CLI_E_POLICY_LOOSER] =
        {"E_POLICY_LOOSER", CLI_EXIT_POLICY,
         "this value asks for less than the preset that the policy extends",
         "remove the line, or extend another preset"},
    [CLI_E_POLICY_AUDIT_NONE] =
        {"E_POLICY_AUDIT", CLI_EXIT_POLICY,
         "AuditRequired is set, and AuditLog names no trail",
         "add a line AuditLog syslog or AuditLog /FILE"},
    [CLI_E_POLICY_AUDIT] = {"E_POLICY_AUDIT", CLI_EXIT_POLICY,
                            "the policy requires an audit trail, and it cannot "
                            "be written",
                            "make it a regular file that you may append to"},
    [CLI_E_POLICY_SANDBOX] = {"E_POLICY_SANDBOX", CLI_EXIT_POLICY,
                              "the policy requires a sandbox of seccomp and "
                              "Landlock, and it cannot be had",
                              "a kernel with both, or Sandbox try"},
    [CLI_E_POLICY_RULE] = {"E_POLICY_RULE", CLI_EXIT_NO,
                           "the policy forbids it", ""},
    [CLI_E_POLICY_EXPLAIN] = {"E_POLICY_EXPLAIN", CLI_EXIT_USAGE,
                              "there is no such rule",
                              "give a keyword of a policy, or K1 to K27"},
    [CLI_E_BLOCKLIST] = {"E_BLOCKLIST", CLI_EXIT_POLICY,
                         "it is no block list of at most 64 MiB",
                         "see BLOCK LISTS in sshmint(1)"},
    [CLI_E_HOST_NAME] =
        {"E_HOST_NAME", CLI_EXIT_USAGE, "this is no host that is connected to",
         "give HOST, HOST:PORT or [IPV6]:PORT; letters, digits, '.', '-' and "
         "'_' are a name"},
    [CLI_E_HOST_TIME] = {"E_USAGE_VALUE", CLI_EXIT_USAGE,
                         "this is no number of seconds", "give 1 to 600"},
    [CLI_E_HOST_SHELL] =
        {"E_USAGE_VALUE", CLI_EXIT_USAGE,
         "there is no quoting for this shell, or for this name",
         "give --shell bash, powershell or cmd, and names of "
         "Azure's"},
    [CLI_E_HOST_PIN] =
        {"E_USAGE_FINGERPRINT", CLI_EXIT_USAGE, "this is no whole fingerprint",
         "give SHA256: and 43 characters, MD5: or SHA-256 in hex with colons, "
         "or a line of ssh-keygen -l"},
    [CLI_E_HOST_ANSWER] =
        {"E_HOST_SOURCE", CLI_EXIT_PARSE,
         "it is no whole answer of Run Command, in JSON, with the fingerprint "
         "of a host key",
         "sshmint host commands shows how to get one"},
    [CLI_E_HOST_LOG] =
        {"E_HOST_SOURCE", CLI_EXIT_PARSE,
         "no whole block with host keys of cloud-init's is in it",
         "where the log no longer goes back to it: sshmint host commands"},
    [CLI_E_HOST_TOO_MANY] = {"E_HOST_SOURCE", CLI_EXIT_PARSE,
                             "there are more than 64 fingerprints in all",
                             "give those of this host only"},
    [CLI_E_HOST_UNKNOWN] =
        {"E_HOST_UNKNOWN", CLI_EXIT_HOST,
         "nothing is known to compare its key with",
         "get the fingerprint over Azure (sshmint host commands) and give "
         "--fingerprint, --from-azure or --from-boot-log"},
    [CLI_E_HOST_MISMATCH] =
        {"E_HOST_MISMATCH", CLI_EXIT_HOST,
         "its key is not the one that is expected; somebody may be between you "
         "and the host, or it was made anew",
         "do not connect; get its fingerprints again over Azure: sshmint host "
         "commands"},
    [CLI_E_HOST_CHANGED] = {"E_HOST_CHANGED", CLI_EXIT_HOST,
                            "another key is known for this host, in this line",
                            ""},
    [CLI_E_HOST_REVOKED] = {"E_HOST_REVOKED", CLI_EXIT_HOST,
                            "its key is marked as revoked, in this line",
                            "do not connect"},
    [CLI_E_HOST_TYPE] = {"E_HOST_TYPE", CLI_EXIT_HOST,
                         "it has no key of a type that is expected",
                         "get all its fingerprints: sshmint host commands"},
    [CLI_E_HOST_UNREACHABLE] = {"E_HOST_UNREACHABLE", CLI_EXIT_NETWORK,
                                "it cannot be reached", ""},
    [CLI_E_HOST_TIMEOUT] = {"E_HOST_TIMEOUT", CLI_EXIT_NETWORK,
                            "it did not tell its key in time",
                            "give it longer with --timeout"},
    [CLI_E_HOST_PROTOCOL] = {"E_HOST_PROTOCOL", CLI_EXIT_NETWORK,
                             "it does not speak SSH as we do", ""},
    [CLI_E_HOST_HELPER] = {"E_HOST_HELPER", CLI_EXIT_INTERNAL,
                           "the helper sshmint-hostkey cannot be run",
                           "put it beside sshmint, or into ../libexec/sshmint"},
    [CLI_E_HOST_HELPER_BUSY] =
        {"E_HOST_HELPER", CLI_EXIT_INTERNAL,
         "there is no room for one process more, the helper",
         "end other programs or raise the limit (ulimit -a), then run the same "
         "again"},
    [CLI_E_HOST_HELPER_MUTE] =
        {"E_HOST_HELPER", CLI_EXIT_INTERNAL,
         "the helper ended without an answer: it cannot start here, or it is "
         "not sshmint's",
         "run it by hand to see why, or install sshmint anew"},
    [CLI_E_HOST_HELPER_KILLED] =
        {"E_HOST_HELPER", CLI_EXIT_INTERNAL,
         "the helper was killed before it had answered, by somebody or for "
         "want of memory; the host's key is not verified",
         "run the same again; if that does not help: dmesg | tail"},
    [CLI_E_HOST_BROKER] =
        {"E_HOST_HELPER", CLI_EXIT_INTERNAL,
         "the part of sshmint that connects was killed; the host's key is not "
         "verified",
         "run the same again; if that does not help: dmesg | tail"},
    [CLI_E_HOST_SANDBOX] = {"E_HOST_SANDBOX", CLI_EXIT_INTERNAL,
                            "this system has no seccomp, without which no "
                            "server is talked to",
                            ""},
    [CLI_E_HOST_NOT_LISTED] = {"E_HOST_NOT_LISTED", CLI_EXIT_NO,
                               "this host is not in the file", ""},
    [CLI_E_HOST_LIST] = {"E_HOST_LIST", CLI_EXIT_PARSE,
                         "this line is no entry; nothing was changed",
                         "mend or remove the line"},
    [CLI_W_HOST_NOT_LISTED] = {"W_HOST_NOT_LISTED", CLI_EXIT_OK,
                               "this host is not in the file, which is left "
                               "as it is",
                               ""},
    [CLI_E_CONNECT_MODE] = {"E_CONNECT_MODE", CLI_EXIT_FILE,
                            "others can read this private key, so that ssh "
                            "would not use it",
                            "chmod 600 FILE"},
    [CLI_E_CONNECT_FORM] =
        {"E_CONNECT_FORM", CLI_EXIT_UNSUPPORTED, "ssh does not read this form",
         "sshmint convert FILE --to openssh -o FILE.openssh"},
    [CLI_E_CONNECT_NAME] = {"E_CONNECT_NAME", CLI_EXIT_USAGE,
                            "ssh takes '%' and '${' in the name of a key for "
                            "something else",
                            "give the key another name"},
    [CLI_E_CONNECT_SSH] = {"E_CONNECT_SSH", CLI_EXIT_FILE,
                           "ssh cannot be started", "install openssh-client"},
    [CLI_E_CONNECT_FOLDER] =
        {"E_CONNECT_FOLDER", CLI_EXIT_FILE,
         "the host's key cannot be written into a temporary file for ssh",
         "set TMPDIR to a folder of yours with room"},
    [CLI_W_HOST_JIT] =
        {"W_HOST_JIT", CLI_EXIT_OK,
         "if just-in-time access is on, the port is closed until you ask for "
         "it",
         "in the portal: the VM, Connect, Request access; or: az rest --method "
         "post --url 'https://management.azure.com/subscriptions/SUBSCRIPTION/"
         "resourceGroups/RG/providers/Microsoft.Security/locations/LOCATION/"
         "jitNetworkAccessPolicies/default/initiate?api-version=2020-01-01' "
         "--body '{\"virtualMachines\":[{\"id\":\"VM_ID\",\"ports\":[{"
         "\"number\":22,\"endTimeUtc\":\"YYYY-MM-DDTHH:MM:SSZ\","
         "\"allowedSourceAddressPrefix\":\"MY_ADDRESS\"}]}]}'"},
    [CLI_E_PROCESS] = {"E_PROCESS", CLI_EXIT_INTERNAL,
                       "the process cannot be started safely", ""},
    [CLI_W_FILE_MODE] = {"W_FILE_MODE", CLI_EXIT_OK,
                         "others can read this private key; ssh refuses it",
                         "chmod 600 FILE"},
    [CLI_W_FILE_MODE_WAS] = {"W_FILE_MODE", CLI_EXIT_OK,
                             "others could read this private key until now",
                             "if somebody may have, make another key"},
    [CLI_W_FILE_LINKS] =
        {"W_FILE_LINKS", CLI_EXIT_OK,
         "it had further names (hard links), which still lead to the old key",
         "find them by the number that ls -i tells, and remove them"},
    [CLI_W_PASSPHRASE_MODE] = {"W_PASSPHRASE_MODE", CLI_EXIT_OK,
                               "others can read this passphrase file",
                               "chmod 600 FILE"},
    [CLI_W_TEXT_CRLF] = {"W_TEXT_CRLF", CLI_EXIT_OK,
                         "it has CRLF line ends; some programs cannot read it",
                         "sshmint repair FILE"},
    [CLI_W_KDF_WEAK] =
        {"W_KDF_WEAK", CLI_EXIT_OK,
         "PEM derives its encryption key with one round of MD5, which is weak "
         "against guessing",
         "use a long random passphrase, or another format: sshmint convert "
         "FILE --to openssh -o FILE.openssh"},
    [CLI_W_KDF_WEAK_OUT] =
        {"W_KDF_WEAK", CLI_EXIT_OK,
         "PEM derives its encryption key with one round of MD5, which is weak "
         "against guessing",
         "use a long random passphrase, or another format: --to openssh"},
    [CLI_W_PUBLIC_DIFFERS] =
        {"W_PUBLIC_DIFFERS", CLI_EXIT_OK,
         "the .pub file beside it holds another key",
         "write the .pub anew: sshmint public FILE > FILE.pub"},
    [CLI_W_PUBLIC_LEFT] = {"W_PUBLIC_LEFT", CLI_EXIT_OK,
                           "the .pub file beside it is not this key and "
                           "nothing else, and is left as it is",
                           ""},
    [CLI_W_COMMENT_LOST] =
        {"W_COMMENT_LOST", CLI_EXIT_OK,
         "its comment is not UTF-8, is longer than 255 bytes or holds a "
         "control or invisible character, and is left out",
         "give the key another: sshmint comment FILE TEXT"},
};

const struct cli_code_info *cli_code_explain(enum cli_code code) {
  return &codes[code];
}
