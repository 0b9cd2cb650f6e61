// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

#include <string.h>

#include <criterion/criterion.h>

#include "tests/unit/repair_kit.h"

struct mend_text mend_bad;
static struct mend_text spare;

// Replaces every `from` by `to`.
static void replace(const char *from, const char *to) {
  size_t len = strlen(from);
  spare.len = 0;
  for (size_t i = 0; i < mend_bad.len;) {
    if (mend_bad.len - i >= len && memcmp(mend_bad.data + i, from, len) == 0) {
      mend_puts(&spare, to);
      i += len;
    } else {
      mend_put(&spare, &mend_bad.data[i++], 1);
    }
  }
  mend_bad = spare;
}

static void surround(const char *before, const char *after) {
  spare.len = 0;
  mend_puts(&spare, before);
  mend_put(&spare, mend_bad.data, mend_bad.len);
  mend_puts(&spare, after);
  mend_bad = spare;
}

static void drop_last_newline(void) {
  if (mend_bad.len != 0 && mend_bad.data[mend_bad.len - 1] == '\n') {
    mend_bad.len--;
  }
}

static void indent_with(const char *blanks) {
  spare.len = 0;
  bool first = true;
  for (size_t i = 0; i < mend_bad.len; i++) {
    if (first && mend_bad.data[i] != '\n') {
      mend_puts(&spare, blanks);
    }
    first = mend_bad.data[i] == '\n';
    mend_put(&spare, &mend_bad.data[i], 1);
  }
  mend_bad = spare;
}

static void do_bom(void) { surround("\xef\xbb\xbf", ""); }
static void do_crlf(void) { replace("\n", "\r\n"); }
static void do_cr(void) { replace("\n", "\r"); }
static void do_mixed(void) {
  char *at = memchr(mend_bad.data, '\n', mend_bad.len);
  if (at != NULL) {
    *at = '\r';
  }
}
static void do_no_newline(void) { drop_last_newline(); }
static void do_indent(void) { indent_with("    "); }
static void do_tabs(void) { indent_with("\t"); }
static void do_blank_front(void) { surround("\n\n", ""); }
static void do_blank_end(void) { surround("", "\n\n"); }
static void do_blank_lines(void) { replace("\n", "\n\n"); }
static void do_trailing(void) { replace("\n", "  \n"); }

// Blanks behind those lines only on which they mean nothing.
static void do_trailing_lines(void) {
  replace("----\n", "---- \t\n");
  replace("-Lines: 6\n", "-Lines: 6 \n");
}

// Wraps the body of a block anew; 0 is one line.
static void wrap(size_t columns, const char *end) {
  const char *stop = memmem(mend_bad.data, mend_bad.len, "-----END", 8);
  const char *blank = memmem(mend_bad.data, mend_bad.len, "\n\n", 2);
  const char *body =
      blank == NULL ? memchr(mend_bad.data, '\n', mend_bad.len) : blank + 1;
  spare.len = 0;
  mend_put(&spare, mend_bad.data, (size_t)(body - mend_bad.data) + 1);
  size_t column = 0;
  for (const char *at = body + 1; at < stop; at++) {
    if (*at != '\n') {
      if (columns != 0 && column == columns) {
        mend_puts(&spare, end);
        column = 0;
      }
      mend_put(&spare, at, 1);
      column++;
    }
  }
  mend_puts(&spare, "\n");
  mend_put(&spare, stop, mend_bad.len - (size_t)(stop - mend_bad.data));
  mend_bad = spare;
}
static void do_wrap_one(void) { wrap(0, ""); }
static void do_wrap_48(void) { wrap(48, "\n"); }
static void do_wrap_80(void) { wrap(80, "\n"); }
static void do_wrap_blank(void) { wrap(64, " "); }
static void do_fold(void) {  // all on one line
  replace("\n", " ");
}
static void do_glue(void) {  // ... without blanks
  const char *stop = memmem(mend_bad.data, mend_bad.len, "-----END", 8);
  spare.len = 0;
  for (const char *at = mend_bad.data; at < mend_bad.data + mend_bad.len;
       at++) {
    if (*at != '\n' || at > stop) {
      mend_put(&spare, at, 1);
    }
  }
  mend_bad = spare;
}

// Azure's: lines of 64 symbols.
static void break_line(const char *end) {
  const char *base64 = memchr(mend_bad.data, ' ', mend_bad.len);
  size_t column = 0;
  spare.len = 0;
  mend_put(&spare, mend_bad.data, (size_t)(base64 - mend_bad.data) + 1);
  const char *at = base64 + 1;
  for (; *at != ' ' && *at != '\n'; at++) {
    if (column == 64) {
      mend_puts(&spare, end);
      column = 0;
    }
    mend_put(&spare, at, 1);
    column++;
  }
  mend_put(&spare, at, mend_bad.len - (size_t)(at - mend_bad.data));
  mend_bad = spare;
}
static void do_break(void) { break_line("\n"); }
static void do_break_blank(void) { break_line(" "); }
static void do_break_type(void) {
  *(char *)memchr(mend_bad.data, ' ', mend_bad.len) = '\n';
}

static void do_en_dashes(void) {
  replace("-----", "\xe2\x80\x93\xe2\x80\x93-");
}
static void do_em_dash(void) { replace("-----", "\xe2\x80\x94"); }
static void do_minus(void) {
  replace("-----BEGIN", "\xe2\x88\x92\xe2\x88\x92\xe2\x88\x92 BEGIN");
}
static void do_hyphens(void) {
  replace("-----E",
          "\xe2\x80\x91\xe2\x80\x91\xe2\x80\x91\xe2\x80\x91\xe2\x80\x91"
          "E");
}
static void do_four_dashes(void) { replace("KEY-----", "KEY----"); }

static void do_quotes(void) {
  drop_last_newline();
  surround("'", "'\n");
}
static void do_double_quotes(void) { surround("\"", "\"\n"); }
static void do_curly_quotes(void) {
  drop_last_newline();
  surround("\xe2\x80\x9c", "\xe2\x80\x9d\n");
}

static void do_mail(void) {
  surround("From: a@example.com\nSubject: key\n\nHello,\nhere it is:\n",
           "Regards,\nBob\n");
}
static void do_yaml(void) {
  indent_with("  ");
  surround("ssh:\n  key: |\n", "other: value\n");
}
static void do_assignment(void) { surround("  public_key = ", ""); }
static void do_heredoc(void) { surround("key = <<EOT\n", "EOT\n"); }

static void do_escapes(void) { replace("\n", "\\n"); }
static void do_escapes_crlf(void) { replace("\n", "\\r\\n"); }
static void do_escapes_twice(void) { replace("\n", "\\\\n"); }
static void do_json(void) { surround("{\"key\": \"", "\"}\n"); }

static void do_blanks(void) { replace(" AAAA", "   AAAA"); }
static void do_tab(void) { replace(" AAAA", "\tAAAA"); }
static void do_blanks_comment(void) {
  char *comment = memchr(mend_bad.data, '\n', mend_bad.len);
  while (comment > mend_bad.data && *comment != ' ') {
    comment--;
  }
  spare.len = 0;
  mend_put(&spare, mend_bad.data, (size_t)(comment - mend_bad.data));
  mend_puts(&spare, " \t");
  mend_put(&spare, comment, mend_bad.len - (size_t)(comment - mend_bad.data));
  mend_bad = spare;
}

static void to_utf16(bool mark, bool little) {
  spare.len = 0;
  for (size_t i = mark ? SIZE_MAX : 0; i != mend_bad.len; i++) {
    uint32_t c = 0xfeff;
    if (i != SIZE_MAX) {
      const uint8_t *at = (const uint8_t *)mend_bad.data + i;
      size_t tails = at[0] < 0x80 ? 0 : at[0] < 0xe0 ? 1 : at[0] < 0xf0 ? 2 : 3;
      c = tails == 0 ? at[0] : at[0] & (0x3fu >> tails);
      for (size_t j = 1; j <= tails; j++) {
        c = c << 6 | (at[j] & 0x3fu);
      }
      i += tails;
    }
    uint16_t units[2] = {(uint16_t)c, 0};
    size_t count = 1;
    if (c >= 0x10000) {
      units[0] = (uint16_t)(0xd800 + ((c - 0x10000) >> 10));
      units[1] = (uint16_t)(0xdc00 + ((c - 0x10000) & 0x3ff));
      count = 2;
    }
    for (size_t j = 0; j < count; j++) {
      const uint8_t be[2] = {(uint8_t)(units[j] >> 8), (uint8_t)units[j]};
      const uint8_t le[2] = {be[1], be[0]};
      mend_put(&spare, little ? le : be, 2);
    }
  }
  mend_bad = spare;
}
static void do_utf16le(void) { to_utf16(true, true); }
static void do_utf16be(void) { to_utf16(true, false); }
static void do_utf16le_bare(void) { to_utf16(false, true); }
static void do_utf16be_bare(void) { to_utf16(false, false); }

#define M(name) MINT_DAMAGE_##name

const struct mend_damage mend_damages[MEND_DAMAGES] = {
    {do_wrap_one, 1, MEND_BLOCK, M(WRAPPING), "one line"},
    {do_wrap_48, 1, MEND_BLOCK, M(WRAPPING), "48 columns"},
    {do_wrap_80, 1, MEND_BLOCK, M(WRAPPING), "80 columns"},
    {do_wrap_blank, 1, MEND_BLOCK, M(WRAPPING), "blanks for line ends"},
    {do_fold, 1, MEND_BLOCK, M(WRAPPING), "folded"},
    {do_glue, 1, MEND_BLOCK, M(WRAPPING), "glued"},
    {do_break, 1, MEND_LINE, M(WRAPPED_PUBLIC), "broken"},
    {do_break_blank, 1, MEND_LINE, M(WRAPPED_PUBLIC), "broken by blanks"},
    {do_break_type, 1, MEND_LINE, M(WRAPPED_PUBLIC), "broken behind the type"},
    {do_blanks, 1, MEND_LINE, M(BLANKS), "blanks"},
    {do_tab, 1, MEND_LINE, M(BLANKS), "a tab"},
    {do_blanks_comment, 1, MEND_LINE, M(BLANKS), "blanks before the comment"},
    {do_en_dashes, 2, MEND_BLOCK, M(DASHES), "en dashes"},
    {do_em_dash, 2, MEND_BLOCK, M(DASHES), "an em dash"},
    {do_minus, 2, MEND_BLOCK, M(DASHES), "minus"},
    {do_hyphens, 2, MEND_BLOCK, M(DASHES), "hyphens"},
    {do_four_dashes, 2, MEND_BLOCK, M(DASHES), "four dashes"},
    {do_trailing, 3, MEND_BLOCK | MEND_LINE, M(INDENT), "trailing blanks"},
    {do_trailing_lines, 3, MEND_LINES, M(INDENT), "trailing blanks"},
    {do_indent, 4, MEND_ANY, M(INDENT), "indented"},
    {do_tabs, 4, MEND_ANY, M(INDENT), "indented by tabs"},
    {do_blank_front, 5, MEND_ANY, M(BLANK_LINES), "blank lines first"},
    {do_blank_end, 5, MEND_ANY, M(BLANK_LINES), "blank lines last"},
    {do_blank_lines, 5, MEND_BLOCK | MEND_LINE, M(BLANK_LINES), "blank lines"},
    {do_escapes, 6, MEND_BLOCK | MEND_LINE, M(ESCAPES), "escapes"},
    {do_escapes_crlf, 6, MEND_BLOCK | MEND_LINE, M(ESCAPES), "escapes of CRLF"},
    {do_escapes_twice, 6, MEND_BLOCK | MEND_LINE, M(ESCAPES),
     "escapes of escapes"},
    {do_json, 7, MEND_BLOCK | MEND_LINE, M(QUOTES) | M(AROUND), "json"},
    {do_quotes, 7, MEND_BLOCK | MEND_LINE, M(QUOTES), "quotes"},
    {do_double_quotes, 7, MEND_BLOCK | MEND_LINE, M(QUOTES), "double quotes"},
    {do_curly_quotes, 7, MEND_BLOCK | MEND_LINE, M(QUOTES), "curly quotes"},
    {do_mail, 8, MEND_BLOCK | MEND_LINE, M(AROUND), "in a mail"},
    {do_yaml, 8, MEND_BLOCK | MEND_LINE, M(AROUND), "in yaml"},
    {do_assignment, 8, MEND_BLOCK | MEND_LINE, M(AROUND), "assigned"},
    {do_heredoc, 8, MEND_BLOCK | MEND_LINE, M(AROUND), "a here-document"},
    {do_no_newline, 9, MEND_ANY, M(LAST_NEWLINE), "no last newline"},
    {do_crlf, 10, MEND_ANY, M(LINE_ENDS), "CRLF"},
    {do_cr, 10, MEND_ANY, M(LINE_ENDS), "CR"},
    {do_mixed, 10, MEND_ANY, M(LINE_ENDS), "mixed"},
    {do_bom, 11, MEND_ANY, M(BOM), "a mark"},
    {do_utf16le, 12, MEND_ANY, M(UTF16), "UTF-16LE"},
    {do_utf16be, 12, MEND_ANY, M(UTF16), "UTF-16BE"},
    {do_utf16le_bare, 12, MEND_ANY, M(UTF16), "bare UTF-16LE"},
    {do_utf16be_bare, 12, MEND_ANY, M(UTF16), "bare UTF-16BE"},
};

// Does one damage to `bad` and returns whether it changed anything.
bool mend_act(const struct mend_damage *damage) {
  static struct mend_text before;
  before = mend_bad;
  damage->act();
  return !mend_same(&before, &mend_bad);
}

bool mend_fits(const struct mend_damage *damage, const struct mend_form *form) {
  if ((damage->kinds & form->kind) == 0) {
    return false;
  }
  // Short blocks are on one line anyway; a line without comment has none.
  bool wraps = damage->layer == 1 && damage->kinds == MEND_BLOCK;
  bool folds = damage->act == do_fold || damage->act == do_glue;
  if (wraps &&
      (strcmp(form->name, "short") == 0 ||
       strcmp(form->name, "openssh64") == 0) &&
      !folds) {
    return false;
  }
  if (folds && strcmp(form->name, "openssh64") == 0) {
    return false;  // it becomes one of 70
  }
  if (damage->act == do_glue && strcmp(form->name, "sealed") == 0) {
    return false;  // nothing can tell where its headers end
  }
  return damage->act != do_blanks_comment || form->kind != MEND_LINE ||
         (strcmp(form->name, "rsa") == 0 || strcmp(form->name, "azure") == 0);
}

// What a repair cannot know: a line end that is written out may be part of a
// comment, and another may follow what is glued.
bool mend_clash(const struct mend_damage *a, const struct mend_damage *b,
                const struct mend_form *form) {
  bool escapes = a->layer == 6 || b->layer == 6;
  bool text = a->layer == 8 || b->layer == 8;
  return a->layer == b->layer || (form->kind == MEND_LINE && escapes && text);
}
