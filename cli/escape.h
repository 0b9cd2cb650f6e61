// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// escape.h makes untrusted text (comments, file names) safe to show: nothing
// that reaches a terminal or a shell line goes there any other way.

#ifndef SSHMINT_CLI_ESCAPE_H
#define SSHMINT_CLI_ESCAPE_H

#include <stddef.h>
#include <stdint.h>

// cli_escape returns `in` as the user's locale can show it: what is not a
// printable character of it, and every character that changes the direction of
// the text, becomes octal escapes (\033), as ssh-keygen writes them. A tab
// stays. The caller frees the result; never NULL.
char *cli_escape(const uint8_t *in, size_t in_len);

// cli_escape_name is cli_escape for a string that ends in NUL.
char *cli_escape_name(const char *in);

// cli_escape_ascii is cli_escape with only ASCII left unescaped.
char *cli_escape_ascii(const uint8_t *in, size_t in_len);

// cli_quote returns `name` as one word of a POSIX shell, or of bash where it
// holds bytes that have to be escaped. The caller frees the result; never NULL.
char *cli_quote(const char *name);

// cli_no_memory ends the process, with status 70.
_Noreturn void cli_no_memory(void);

// cli_allocate is malloc that cannot fail: without memory the process ends.
void *cli_allocate(size_t size);

// cli_format is asprintf that cannot fail: without memory the process ends with
// status 70. The caller frees the result.
__attribute__((format(printf, 1, 2))) char *cli_format(const char *format, ...);

#endif  // SSHMINT_CLI_ESCAPE_H
