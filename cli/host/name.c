// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// name.c validates host and user names by lists of what is allowed: a name that
// a program takes for an option, or a shell for more than a word, gets no
// further.

#include "cli/host/name.h"

#include <ctype.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "cli/escape.h"
#include "cli/options.h"

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define HOST_CHARACTERS LETTERS "0123456789._-"
#define USER_CHARACTERS HOST_CHARACTERS "+@"
#define IPV6_CHARACTERS HOST_CHARACTERS ":%"

// Stores a word of these characters, at most `max` of them.
static bool take(char *out, size_t max, const char *in, size_t len,
                 const char *characters) {
  if (len == 0 || len > max || in[0] == '-') {
    return false;
  }
  memcpy(out, in, len);
  out[len] = '\0';
  return strspn(out, characters) == len;
}

// Gives an address its usual spelling, as ssh does before it looks into
// known_hosts: 0:0::1 would not be found there, be it pinned or revoked.
static void respell(struct cli_host_name *out) {
  struct addrinfo hints;
  struct addrinfo *found = NULL;
  char host[NI_MAXHOST];
  memset(&hints, 0, sizeof(hints));
  hints.ai_flags = AI_NUMERICHOST;
  hints.ai_socktype = SOCK_STREAM;
  int status = getaddrinfo(out->host, NULL, &hints, &found);
  if (status == 0) {
    status = getnameinfo(found->ai_addr, found->ai_addrlen, host, sizeof(host),
                         NULL, 0, NI_NUMERICHOST);
    freeaddrinfo(found);
  }
  if (status == EAI_MEMORY) {
    cli_no_memory();
  }
  if (status == 0 && strspn(host, IPV6_CHARACTERS) == strlen(host)) {
    (void)snprintf(out->host, sizeof(out->host), "%.*s", CLI_HOST_NAME_MAX,
                   host);
  }
}

static void set_known(struct cli_host_name *out) {
  if (out->port == CLI_HOST_PORT_DEFAULT) {
    (void)snprintf(out->known, sizeof(out->known), "%s", out->host);
  } else {
    (void)snprintf(out->known, sizeof(out->known), "[%s]:%u", out->host,
                   out->port);
  }
  for (char *c = out->known; *c != '\0'; c++) {
    *c = (char)tolower((unsigned char)*c);
  }
}

static bool parse(struct cli_host_name *out, const char *text, bool with_user) {
  const char *at = strrchr(text, '@');
  if (at != NULL) {
    if (!with_user || !take(out->user, CLI_HOST_USER_MAX, text,
                            (size_t)(at - text), USER_CHARACTERS)) {
      return false;
    }
    text = at + 1;
  }
  const char *rest = NULL;
  if (text[0] == '[') {
    const char *end = strchr(text, ']');
    if (end == NULL || !take(out->host, CLI_HOST_NAME_MAX, text + 1,
                             (size_t)(end - text - 1), IPV6_CHARACTERS)) {
      return false;
    }
    rest = end + 1;
  } else {
    // One colon is before a port; with more it is an address.
    const char *colon = strchr(text, ':');
    bool is_ipv6 = colon != NULL && strchr(colon + 1, ':') != NULL;
    size_t len =
        colon == NULL || is_ipv6 ? strlen(text) : (size_t)(colon - text);
    if (!take(out->host, CLI_HOST_NAME_MAX, text, len,
              is_ipv6 ? IPV6_CHARACTERS : HOST_CHARACTERS)) {
      return false;
    }
    rest = text + len;
  }
  out->port = CLI_HOST_PORT_DEFAULT;
  return rest[0] == '\0' ||
         (rest[0] == ':' && cli_number(&out->port, rest + 1, 65535) &&
          out->port != 0);
}

bool cli_host_name_parse(struct cli_host_name *out, const char *text,
                         bool with_user) {
  memset(out, 0, sizeof(*out));
  if (!parse(out, text, with_user)) {
    memset(out, 0, sizeof(*out));
    return false;
  }
  respell(out);
  set_known(out);
  return true;
}
