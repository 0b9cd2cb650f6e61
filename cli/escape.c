// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// escape.c turns untrusted bytes into text that a terminal, a log and a shell
// take literally. It must never pass on a control character but the tab.

#include "cli/escape.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "cli/code.h"
#include "core/mint.h"

_Noreturn void cli_no_memory(void) {
  fputs("sshmint: [E_MEMORY] there is not enough memory\n", stderr);
  exit(CLI_EXIT_INTERNAL);
}

void *cli_allocate(size_t size) {
  void *out = malloc(size);
  if (out == NULL) {
    cli_no_memory();
  }
  return out;
}

char *cli_format(const char *format, ...) {
  char *out = NULL;
  va_list list;
  va_start(list, format);
  int len = vasprintf(&out, format, list);
  va_end(list);
  if (len < 0) {
    cli_no_memory();
  }
  return out;
}

// Returns how many bytes at `in` are one character that may be shown as it is;
// 0 if the first byte may not.
static size_t showable(const uint8_t *in, size_t in_len, bool ascii_only) {
  if (in[0] == '\t') {
    return 1;
  }
  if (in[0] < 0x80 || ascii_only) {
    return in[0] >= 0x20 && in[0] < 0x7f ? 1 : 0;
  }
  mbstate_t state;
  memset(&state, 0, sizeof(state));
  wchar_t c = 0;
  size_t len = mbrtowc(&c, (const char *)in, in_len, &state);
  // A wchar_t of glibc is a Unicode character.
  if (len == 0 || len > in_len || wcwidth(c) < 0 ||
      !mint_character_ok((uint32_t)c)) {
    return 0;
  }
  return len;
}

static char *put_escape(char *out, uint8_t byte) {
  *out++ = '\\';
  *out++ = (char)('0' + (byte >> 6));
  *out++ = (char)('0' + (byte >> 3 & 7));
  *out++ = (char)('0' + (byte & 7));
  return out;
}

static char *escape(const uint8_t *in, size_t in_len, bool ascii_only) {
  char *out = cli_allocate(4 * in_len + 1);
  char *end = out;
  for (size_t i = 0; i < in_len;) {
    size_t len = showable(in + i, in_len - i, ascii_only);
    if (len != 0) {
      memcpy(end, in + i, len);
      end += len;
      i += len;
      continue;
    }
    end = put_escape(end, in[i]);
    i++;
  }
  *end = '\0';
  return out;
}

char *cli_escape(const uint8_t *in, size_t in_len) {
  return escape(in, in_len, false);
}

char *cli_escape_name(const char *in) {
  return escape((const uint8_t *)in, strlen(in), false);
}

char *cli_escape_ascii(const uint8_t *in, size_t in_len) {
  return escape(in, in_len, true);
}

static bool is_plain_word(const char *name) {
  static const char plain[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
      "_@%+=:,./-";
  return name[0] != '\0' && name[strspn(name, plain)] == '\0';
}

// Returns `path` between quotes: '...', or bash's $'...', the only quotation in
// which an escape can be written.
static char *quote(const char *path, bool escapes) {
  // No byte becomes more than the four of an escape or of '\''.
  char *out = cli_allocate(4 * strlen(path) + sizeof("$''"));
  char *end = stpcpy(out, escapes ? "$'" : "'");
  for (const char *c = path; *c != '\0'; c++) {
    bool plain =
        *c != '\'' && (!escapes || (*c >= ' ' && *c < 0x7f && *c != '\\'));
    if (plain) {
      *end++ = *c;
    } else if (escapes) {
      end = put_escape(end, (unsigned char)*c);
    } else {
      end = stpcpy(end, "'\\''");
    }
  }
  (void)stpcpy(end, "'");
  return out;
}

char *cli_quote(const char *name) {
  // A name such as -f has to be told from an option.
  char *path = cli_format("%s%s", name[0] == '-' ? "./" : "", name);
  if (is_plain_word(path)) {
    return path;
  }
  char *escaped = cli_escape_name(path);
  bool shows = strcmp(escaped, path) == 0 && strchr(path, '\t') == NULL;
  char *out = quote(path, !shows);
  free(escaped);
  free(path);
  return out;
}
