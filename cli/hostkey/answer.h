// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// answer.h is what sshmint-hostkey and sshmint tell each other. The helper is
// started as
//
//   sshmint-hostkey ALGORITHMS SECONDS
//
// with the connected socket as standard input and a pipe as standard output.
// Into the pipe it writes one answer: a byte of enum cli_answer, a byte that
// is the state of its sandbox, two bytes that are the length of the text
// (big-endian), and the text; then it ends with status 0.

#ifndef SSHMINT_CLI_HOSTKEY_ANSWER_H
#define SSHMINT_CLI_HOSTKEY_ANSWER_H

#define CLI_ANSWER_HEADER 4
#define CLI_ANSWER_TEXT_MAX 8192

enum cli_answer {
  CLI_ANSWER_NONE = 0,     // never sent: what has not been filled in is no key
  CLI_ANSWER_KEY,          // the text is the key's blob in base64
  CLI_ANSWER_NOT_OFFERED,  // the text lists the algorithms that the server has
  CLI_ANSWER_FAILED,       // the text is libssh's reason
  CLI_ANSWER_SANDBOX,      // no sandbox, so nothing was read
};

#endif  // SSHMINT_CLI_HOSTKEY_ANSWER_H
