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

static _Noreturn void no_memory(void) {
  fputs("sshmint: [E_MEMORY] there is not enough memory\n", stderr);
  exit(CLI_EXIT_INTERNAL);
}

char *cli_format(const char *format, ...) {
  char *out = NULL;
  va_list list;
  va_start(list, format);
  int len = vasprintf(&out, format, list);
  va_end(list);
  if (len < 0) {
    no_memory();
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

static char *escape(const uint8_t *in, size_t in_len, bool ascii_only) {
  char *out = malloc(4 * in_len + 1);
  if (out == NULL) {
    no_memory();
  }
  size_t out_len = 0;
  for (size_t i = 0; i < in_len;) {
    size_t len = showable(in + i, in_len - i, ascii_only);
    if (len != 0) {
      memcpy(out + out_len, in + i, len);
      out_len += len;
      i += len;
      continue;
    }
    out[out_len++] = '\\';
    out[out_len++] = (char)('0' + (in[i] >> 6));
    out[out_len++] = (char)('0' + (in[i] >> 3 & 7));
    out[out_len++] = (char)('0' + (in[i] & 7));
    i++;
  }
  out[out_len] = '\0';
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

// Returns `body`, which it frees, with each `'` in it replaced by `instead`.
static char *replace_quotes(char *body, const char *instead) {
  char *out = cli_format("%s", "");
  char *rest = body;
  for (char *part = strsep(&rest, "'"); part != NULL;
       part = strsep(&rest, "'")) {
    char *longer = cli_format("%s%s%s", out, part, rest == NULL ? "" : instead);
    free(out);
    out = longer;
  }
  free(body);
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
  free(escaped);
  char *out = NULL;
  if (shows) {
    path = replace_quotes(path, "'\\''");
    out = cli_format("'%s'", path);
  } else {
    // bash's $'...' is the only quotation in which an escape can be written.
    out = cli_format("$'");
    for (const char *c = path; *c != '\0'; c++) {
      bool plain = *c >= ' ' && *c < 0x7f && *c != '\'' && *c != '\\';
      unsigned byte = (unsigned char)*c;
      char *longer = plain ? cli_format("%s%c", out, *c)
                           : cli_format("%s\\%03o", out, byte);
      free(out);
      out = longer;
    }
    char *closed = cli_format("%s'", out);
    free(out);
    out = closed;
  }
  free(path);
  return out;
}
