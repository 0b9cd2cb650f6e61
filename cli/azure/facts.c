// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// facts.c looks at a text in the shapes that people hand to Azure: as it is,
// then as one line of several, then as what `sshmint repair` makes of it.

#include "cli/azure/facts.h"

#include <string.h>

#include "cli/source.h"

static void set(struct cli_azure_facts *facts, enum cli_azure_fact fact) {
  facts->set |= 1u << (unsigned)fact;
}

static bool contains(const struct mint_secret *text, const char *word) {
  return text->len != 0 &&
         memmem(text->data, text->len, word, strlen(word)) != NULL;
}

static bool is_private_text(const struct mint_secret *text) {
  return contains(text, "PRIVATE KEY-----") ||
         contains(text, "PRIVATE KEY ----") ||
         contains(text, "PuTTY-User-Key-File-");
}

// Whether the first word is the name of a type, whatever follows.
static bool starts_with_type(const struct mint_secret *text) {
  static const char *const starts[] = {"ssh-", "ecdsa-", "sk-"};
  for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
    size_t len = strlen(starts[i]);
    if (text->len >= len && memcmp(text->data, starts[i], len) == 0) {
      return true;
    }
  }
  return false;
}

// Whether there is more than one line, blank ones around it aside.
static bool has_lines(const struct mint_secret *text) {
  size_t start = 0;
  size_t end = text->len;
  while (start < end && text->data[start] <= ' ') {
    start++;
  }
  while (start < end && text->data[end - 1] <= ' ') {
    end--;
  }
  return memchr(text->data + start, '\n', end - start) != NULL;
}

// Tells whether a step succeeded, and remembers if the machine failed.
static bool succeeded(struct cli_azure_facts *facts, enum mint_status status) {
  if (cli_azure_is_failure(status)) {
    facts->failed = status;
  }
  return status == MINT_OK;
}

// ---- the shapes, each of which may give the parts

static bool read_whole(struct cli_azure_facts *facts,
                       const struct mint_secret *text) {
  facts->status =
      mint_parts_read(&facts->parts, &facts->why, text->data, text->len);
  return succeeded(facts, facts->status);
}

// One of several lines is a key, or a line has options or blanks before it.
static bool read_lines(struct cli_azure_facts *facts,
                       const struct mint_secret *text) {
  struct mint_lines lines = {text->data, text->len, 0, 0};
  const uint8_t *line = NULL;
  size_t line_len = 0;
  struct mint_reason why;
  if (cli_is_block(text->data, text->len)) {
    return false;
  }
  while (facts->parts == NULL && mint_lines_next(&lines, &line, &line_len)) {
    struct mint_parts *strict = NULL;
    if (!succeeded(facts, mint_parts_read_line(&facts->parts, &why,
                                               MINT_LINE_AUTHORIZED_KEYS, line,
                                               line_len))) {
      continue;
    }
    if (mint_parts_about(facts->parts)->prefix_len != 0) {
      set(facts, CLI_AZURE_OPTIONS);
    } else if (!succeeded(facts,
                          mint_parts_read_line(&strict, &why, MINT_LINE_PUBLIC,
                                               line, line_len))) {
      set(facts, CLI_AZURE_BLANKS);
    }
    mint_parts_free(strict);
  }
  if (facts->parts != NULL && has_lines(text)) {
    set(facts, CLI_AZURE_SEVERAL);
  }
  return facts->parts != NULL;
}

static void set_damage(struct cli_azure_facts *facts, unsigned damage,
                       const struct mint_secret *text) {
  static const struct {
    unsigned damage;
    enum cli_azure_fact fact;
  } names[] = {
      {MINT_DAMAGE_UTF16, CLI_AZURE_UTF16},
      {MINT_DAMAGE_BOM, CLI_AZURE_BOM},
      {MINT_DAMAGE_QUOTES, CLI_AZURE_QUOTED},
      {MINT_DAMAGE_BLANKS, CLI_AZURE_BLANKS},
      {MINT_DAMAGE_AROUND, CLI_AZURE_SEVERAL},
  };
  bool is_known = false;
  for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
    if ((damage & names[i].damage) != 0) {
      set(facts, names[i].fact);
      is_known = true;
    }
  }
  if ((damage & MINT_DAMAGE_WRAPPED_PUBLIC) != 0) {
    set(facts,
        contains(text, "\r\n") ? CLI_AZURE_WRAPPED_CR : CLI_AZURE_WRAPPED);
    is_known = true;
  }
  // The rest (blanks or no newline at the end) keeps nobody from the key of a
  // line, but whoever reads an armor is stricter.
  if (!is_known && cli_is_block(text->data, text->len)) {
    set(facts, CLI_AZURE_DAMAGED);
  }
}

static bool read_repaired(struct cli_azure_facts *facts,
                          const struct mint_secret *text) {
  struct mint_secret mended = MINT_SECRET_EMPTY;
  struct mint_reason why;
  unsigned damage = 0;
  if (text->len == 0 ||
      !succeeded(facts, mint_repair(&mended, &damage, text->data, text->len))) {
    return false;
  }
  bool found =
      damage != 0 && succeeded(facts, mint_parts_read(&facts->parts, &why,
                                                      mended.data, mended.len));
  if (found) {
    set_damage(facts, damage, text);
  }
  if (is_private_text(&mended)) {
    set(facts, CLI_AZURE_PRIVATE);
  }
  mint_secret_wipe(&mended);
  return found;
}

// Base64 that lacks the type before it: of an RSA key, as no other starts so.
static bool read_bare(struct cli_azure_facts *facts,
                      const struct mint_secret *text) {
  static const char type[] = "ssh-rsa ";
  struct mint_secret line = MINT_SECRET_EMPTY;
  struct mint_reason why;
  bool found = false;
  if (text->len >= 4 && memcmp(text->data, "AAAA", 4) == 0 &&
      succeeded(facts, mint_secret_open(&line, strlen(type) + text->len)) &&
      mint_secret_append(&line, (const uint8_t *)type, strlen(type)) ==
          MINT_OK &&
      mint_secret_append(&line, text->data, text->len) == MINT_OK) {
    found = succeeded(
        facts, mint_parts_read(&facts->parts, &why, line.data, line.len));
  }
  mint_secret_wipe(&line);
  if (found) {
    set(facts, CLI_AZURE_BARE);
  }
  return found;
}

// ---- what the key is

static void look_at_form(struct cli_azure_facts *facts) {
  switch (facts->about->format) {
    case MINT_FORMAT_RFC4716:
      set(facts, CLI_AZURE_RFC4716);
      return;
    case MINT_FORMAT_SPKI:
    case MINT_FORMAT_PKCS1_PUBLIC:
      set(facts, CLI_AZURE_PEM_PUBLIC);
      return;
    case MINT_FORMAT_PEM:
    case MINT_FORMAT_PKCS8:
    case MINT_FORMAT_OPENSSH:
    case MINT_FORMAT_PPK:
      set(facts, CLI_AZURE_PRIVATE);
      return;
    case MINT_FORMAT_AUTHORIZED_KEYS:
    default:
      return;
  }
}

static void look_at_type(struct cli_azure_facts *facts,
                         const struct mint_policy *policy,
                         const struct mint_key *known) {
  const struct mint_about *about = facts->about;
  const char *type = about->type == NULL ? "" : about->type;
  if (about->kind == MINT_KIND_PRIVATE) {
    return;  // that is enough to refuse it
  }
  if (about->kind == MINT_KIND_CERTIFICATE) {
    set(facts, CLI_AZURE_CERTIFICATE);
    return;
  }
  if (strcmp(type, "ssh-ed25519") == 0) {
    set(facts, CLI_AZURE_ED25519);
    return;
  }
  if (strcmp(type, "ssh-rsa") != 0) {
    set(facts,
        strcmp(type, "ssh-dss") == 0 ? CLI_AZURE_DSA : CLI_AZURE_OTHER_TYPE);
    return;
  }
  if ((known != NULL && mint_key_matches(known, facts->parts)) ||
      succeeded(facts,
                mint_check(&facts->key, &facts->found, facts->parts, policy))) {
    return;
  }
  if (about->bits < MINT_RSA_BITS_FLOOR) {
    set(facts, (about->bits + 7) / 8 * 8 < MINT_RSA_BITS_FLOOR
                   ? CLI_AZURE_SHORT
                   : CLI_AZURE_SHORT_BYTE);
  }
  if ((facts->found.broken & ~(UINT64_C(1) << MINT_K_BITS_MIN)) != 0 ||
      about->bits >= MINT_RSA_BITS_FLOOR) {
    set(facts, CLI_AZURE_WEAK);
  }
}

static void look_at_comment(struct cli_azure_facts *facts) {
  const struct mint_about *about = facts->about;
  if (about->comment_len == 0) {
    return;
  }
  if (!mint_comment_ok(about->comment, about->comment_len)) {
    set(facts, CLI_AZURE_COMMENT_ODD);
    return;
  }
  for (size_t i = 0; i < about->comment_len; i++) {
    if ((about->comment[i] & 0x80) != 0) {
      set(facts, CLI_AZURE_COMMENT_NONASCII);
      return;
    }
  }
}

void cli_azure_facts_find(struct cli_azure_facts *out,
                          const struct mint_policy *policy, const char *path,
                          const struct mint_secret *text,
                          const struct mint_key *known) {
  memset(out, 0, sizeof(*out));
  if (is_private_text(text)) {
    set(out, CLI_AZURE_PRIVATE);
  }
  if (contains(text, "PuTTY-User-Key-File-")) {
    set(out, CLI_AZURE_PPK);
  }
  if (text->len != 0 && text->data[0] <= ' ') {
    set(out, CLI_AZURE_INDENT);
  }
  bool found = read_whole(out, text) || read_lines(out, text) ||
               read_repaired(out, text) || read_bare(out, text);
  if (found) {
    out->about = mint_parts_about(out->parts);
    look_at_form(out);
    look_at_type(out, policy, known);
    look_at_comment(out);
  } else if (!cli_azure_has(out, CLI_AZURE_PRIVATE)) {
    set(out, starts_with_type(text) || contains(text, "BEGIN SSH2 PUBLIC") ||
                     contains(text, "PUBLIC KEY-----")
                 ? CLI_AZURE_DAMAGED
                 : CLI_AZURE_NO_KEY);
  }
  if (contains(text, "\r\n")) {
    set(out, CLI_AZURE_CRLF);
  }
  if (cli_azure_has(out, CLI_AZURE_PRIVATE) && cli_has_public(path)) {
    set(out, CLI_AZURE_PRIVATE_PAIR);
  }
  if (strpbrk(path, " \t") != NULL) {
    set(out, CLI_AZURE_PATH_BLANK);
  }
}

void cli_azure_facts_free(struct cli_azure_facts *facts) {
  mint_key_free(facts->key);
  mint_parts_free(facts->parts);
  memset(facts, 0, sizeof(*facts));
}
