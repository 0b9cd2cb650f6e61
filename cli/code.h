// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// code.h lists the codes that the command line adds to those of the core: about
// its usage, files, passphrases and policies, and every warning. Their names
// are as stable as the core's.

#ifndef SSHMINT_CLI_CODE_H
#define SSHMINT_CLI_CODE_H

#include <stdbool.h>

// The exit statuses of the native command line. With several inputs the highest
// wins.
enum cli_exit {
  CLI_EXIT_OK = 0,
  CLI_EXIT_NO = 1,            // the answer is no
  CLI_EXIT_USAGE = 2,         // the command line is wrong
  CLI_EXIT_PARSE = 3,         // an input cannot be parsed
  CLI_EXIT_UNSUPPORTED = 4,   // understood, but not a kind that we take
  CLI_EXIT_PASSPHRASE = 5,    // a passphrase is missing or wrong
  CLI_EXIT_FILE = 6,          // a file: exists, permissions, I/O
  CLI_EXIT_HOST = 7,          // a host key is unknown or not the expected one
  CLI_EXIT_NETWORK = 8,       // a host cannot be reached or talked to
  CLI_EXIT_INTERNAL = 70,     // a self-check failed
  CLI_EXIT_POLICY = 78,       // the policy is unknown or cannot be used
  CLI_EXIT_SSH_KEYGEN = 255,  // ssh-keygen's own for most errors
};

enum cli_code {
  CLI_E_USAGE_VERB,
  CLI_E_USAGE_FIRST,
  CLI_E_USAGE_OPTION,
  CLI_E_USAGE_VALUE,
  CLI_E_USAGE_TWICE,
  CLI_E_USAGE_CONFLICT,
  CLI_E_USAGE_OPERAND,
  CLI_E_USAGE_TYPE,
  CLI_E_USAGE_SIZE,
  CLI_E_USAGE_FORMAT,
  CLI_E_USAGE_TO,
  CLI_E_USAGE_COMMENT,
  CLI_E_USAGE_HOST,
  CLI_E_USAGE_FINGERPRINT,
  CLI_E_USAGE_HASHES,
  CLI_E_USAGE_STDIN,
  CLI_E_USAGE_JSON,
  CLI_E_USAGE_PRIVATE,
  CLI_E_USAGE_PUBLIC_NAME,
  CLI_E_USAGE_TOGETHER,
  CLI_E_USAGE_COUNT,
  CLI_E_USAGE_NAME,
  CLI_E_USAGE_AZURE_TO,
  CLI_E_USAGE_AZURE_NAME,
  CLI_E_USAGE_AZURE_GROUP,
  CLI_E_USAGE_AZURE_LOCATION,
  CLI_E_USAGE_AZURE_USER,
  CLI_E_USAGE_AZURE_IMAGE,
  CLI_E_FILE_OPEN,
  CLI_E_FILE_KIND,
  CLI_E_FILE_READ,
  CLI_E_FILE_EXISTS,
  CLI_E_FILE_EXISTS_SOME,  // of many
  CLI_E_FILE_SYMLINK,
  CLI_E_FILE_TARGET,
  CLI_E_FILE_FOLDER,
  CLI_E_FILE_CHANGED,
  CLI_E_FILE_KEPT,  // under its cover name
  CLI_E_FILE_OWNER,
  CLI_E_FILE_EXPOSED,
  CLI_E_FILE_BUSY,
  CLI_E_FILE_REPLACE,
  CLI_E_FILE_WRITE,
  CLI_E_FILE_WRITE_HALF,
  CLI_E_FILE_RESTORE,
  CLI_E_FILE_LEFT,
  CLI_E_FILE_OUTPUT,
  CLI_E_FILE_TERMINAL,
  CLI_E_FILE_ESCAPES,
  CLI_E_FILE_DEPTH,
  CLI_E_PASSPHRASE_NONE,
  CLI_E_PASSPHRASE_NEW,
  CLI_E_PASSPHRASE_EMPTY,
  CLI_E_PASSPHRASE_SOURCE,
  CLI_E_PASSPHRASE_TERMINAL,
  CLI_E_PASSPHRASE_TEXT,
  CLI_E_KDF_COST,
  CLI_E_KEY_PUBLIC,
  CLI_E_KEY_SSHFP,
  CLI_E_KEY_NO_COMMENT,
  CLI_E_KEY_COMMENT,
  CLI_E_KEY_PPK,
  CLI_E_KEY_DIFFERS,
  CLI_E_REPAIR_NONE,
  CLI_E_REPAIR_DAMAGED,
  CLI_E_REPAIR_DIFFERS,
  CLI_E_PUBLIC_DIFFERS,
  CLI_E_PAIR_PUBLIC,
  CLI_E_PAIR_PRIVATE,
  CLI_E_PAIR_COUNT,
  CLI_E_POLICY_UNKNOWN,
  CLI_E_POLICY_FILE,
  CLI_E_POLICY_TRUST,
  CLI_E_POLICY_TEXT,
  CLI_E_POLICY_VERSION,
  CLI_E_POLICY_NAME,
  CLI_E_POLICY_EXTENDS,
  CLI_E_POLICY_KEYWORD,
  CLI_E_POLICY_TWICE,
  CLI_E_POLICY_VALUE,
  CLI_E_POLICY_LOOSER,
  CLI_E_POLICY_AUDIT_NONE,
  CLI_E_POLICY_AUDIT,
  CLI_E_POLICY_SANDBOX,
  CLI_E_POLICY_RULE,  // a rule of the policy is broken
  CLI_E_POLICY_EXPLAIN,
  CLI_E_BLOCKLIST,
  CLI_E_HOST_NAME,
  CLI_E_HOST_TIME,
  CLI_E_HOST_SHELL,
  CLI_E_HOST_PIN,
  CLI_E_HOST_ANSWER,
  CLI_E_HOST_LOG,
  CLI_E_HOST_TOO_MANY,
  CLI_E_HOST_UNKNOWN,
  CLI_E_HOST_MISMATCH,
  CLI_E_HOST_CHANGED,
  CLI_E_HOST_REVOKED,
  CLI_E_HOST_TYPE,
  CLI_E_HOST_UNREACHABLE,
  CLI_E_HOST_TIMEOUT,
  CLI_E_HOST_PROTOCOL,
  CLI_E_HOST_HELPER,
  CLI_E_HOST_HELPER_BUSY,
  CLI_E_HOST_HELPER_MUTE,
  CLI_E_HOST_HELPER_KILLED,
  CLI_E_HOST_BROKER,
  CLI_E_HOST_SANDBOX,
  CLI_E_HOST_NOT_LISTED,
  CLI_E_HOST_LIST,
  CLI_E_CONNECT_MODE,
  CLI_E_CONNECT_FORM,
  CLI_E_CONNECT_NAME,
  CLI_E_CONNECT_SSH,
  CLI_E_CONNECT_FOLDER,
  CLI_W_HOST_JIT,
  CLI_W_HOST_NOT_LISTED,
  CLI_E_PROCESS,
  CLI_W_FILE_MODE,
  CLI_W_FILE_MODE_WAS,
  CLI_W_FILE_LINKS,
  CLI_W_PASSPHRASE_MODE,
  CLI_W_TEXT_CRLF,
  CLI_W_KDF_WEAK,
  CLI_W_KDF_WEAK_OUT,  // of what is written, not of the input
  CLI_W_PUBLIC_DIFFERS,
  CLI_W_PUBLIC_LEFT,
  CLI_W_COMMENT_LOST,
  CLI_CODES  // how many there are; not a code
};

// A cli_code_info explains a code, as mint_code_info does: in `fix`, FILE
// stands for the file's name. A warning has the exit status 0.
struct cli_code_info {
  const char *name;
  enum cli_exit exit;
  const char *text;
  const char *fix;
};

// cli_code_explain returns the explanation of `code`; never NULL, static.
const struct cli_code_info *cli_code_explain(enum cli_code code);

#endif  // SSHMINT_CLI_CODE_H
