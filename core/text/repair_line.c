// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// repair_line.c repairs one-line public keys, "type base64 [comment]", which
// may have been broken over several lines. Everything in them is public. Where
// the base64 ends, and a comment that looks like more of it starts, the blob
// itself tells: its fields have lengths (RFC 4251 section 5).

#include <string.h>

#include "core/text/base64.h"
#include "core/text/repair.h"
#include "core/text/repair_scan.h"

// How many strings the blobs of plain keys have.
static const struct {
  const char *type;
  unsigned strings;
} kBlobs[] = {
    {"ssh-rsa", 3},
    {"ssh-dss", 5},
    {"ssh-ed25519", 2},
    {"ecdsa-sha2-nistp256", 3},
    {"ecdsa-sha2-nistp384", 3},
    {"ecdsa-sha2-nistp521", 3},
    {"sk-ssh-ed25519@openssh.com", 3},
    {"sk-ecdsa-sha2-nistp256@openssh.com", 4},
};

// Of a blob whose length is not told.
#define NOT_YET SIZE_MAX
#define UNKNOWN (SIZE_MAX - 1)

// A line in the making.
struct line {
  CBS type;
  struct mint_secret *out;
  size_t base64;     // where it starts in out
  bool wrapped;      // it was broken
  bool blank_after;  // exactly one blank ended the text
};

static bool is_symbol(uint8_t c) { return mint_scan_mark(c) == 0 || c == '='; }

// The part of `text` behind its last line end.
static CBS last_line(const CBS *text) {
  const uint8_t *data = CBS_data(text);
  size_t len = CBS_len(text);
  size_t start = len;
  while (start != 0 && data[start - 1] != '\n') {
    start--;
  }
  CBS out;
  CBS_init(&out, data + start, len - start);
  return out;
}

// Tells whether what stands before a key on its line can be cut off: nothing,
// or an assignment, a list, the start of a call. Options of authorized_keys and
// hosts of known_hosts cannot: they mean something.
static bool is_prefix(const CBS *prefix) {
  static const char kEnds[] = {':', '=', '-', '>', '[', '(', '{'};
  CBS in = *prefix;
  struct mint_gap gap;
  mint_scan_gap_back(&in, &gap, true);
  if (CBS_len(&in) == 0 || gap.ends != 0) {
    return true;
  }
  const uint8_t *data = CBS_data(&in);
  size_t len = CBS_len(&in);
  bool hashed_host = memchr(data, '|', len) != NULL;
  return memchr(kEnds, data[len - 1], sizeof(kEnds)) != NULL && !hashed_host;
}

// Tells whether a quote of `kind` behind `before` opens: it has no partner
// there.
static bool opens(const CBS *before, unsigned kind) {
  CBS in = *before;
  bool open = true;
  while (CBS_len(&in) != 0) {
    unsigned found = mint_scan_quote(&in);
    if (found == 0) {
      (void)CBS_skip(&in, 1);
    }
    open = found == kind ? !open : open;
  }
  return open;
}

// What is wrong with a gap before a key, where none belongs.
static unsigned damage_before(const struct mint_gap *gap) {
  unsigned indent = gap->blanks != 0 ? MINT_DAMAGE_INDENT : 0;
  return mint_scan_gap_damage(gap, 0) | indent;
}

// Judges what stands before the key, and stores the kind of the quote that it
// ends with, or 0. Returns false if it must not be cut off.
static bool see_before(CBS before, unsigned *damage, unsigned *out_quote) {
  struct mint_gap inner;
  struct mint_gap outer;
  mint_scan_gap_back(&before, &inner, true);
  *out_quote = mint_scan_quote_back(&before);
  CBS prefix = last_line(&before);
  bool own_line = *out_quote == 0 && inner.ends != 0;
  bool closes = *out_quote != 0 && !opens(&prefix, *out_quote);
  if (closes || (!own_line && !is_prefix(&prefix))) {
    return false;
  }
  mint_scan_gap_back(&before, &outer, true);
  if (*out_quote != 0) {
    *damage |= MINT_DAMAGE_QUOTES | damage_before(&inner);
  }
  if (CBS_len(&before) != 0) {
    *damage |= MINT_DAMAGE_AROUND;
  } else {
    *damage |= damage_before(&inner) | damage_before(&outer);
  }
  return true;
}

// Cuts `text` where a quote of `kind` closes, and judges what stands behind it.
static void cut_quoted(CBS *text, unsigned *damage, unsigned kind) {
  CBS in = *text;
  bool newline = memchr(CBS_data(&in), '\n', CBS_len(&in)) != NULL;
  while (CBS_len(&in) != 0) {
    size_t before = CBS_len(text) - CBS_len(&in);
    unsigned found = mint_scan_quote(&in);
    if (found == kind) {
      struct mint_gap gap;
      CBS_init(text, CBS_data(text), before);
      mint_scan_gap(&in, &gap);
      if (CBS_len(&in) != 0) {
        *damage |= MINT_DAMAGE_AROUND;
      }
      break;
    }
    if (found == 0) {
      (void)CBS_skip(&in, 1);
    }
  }
  if (!newline) {
    *damage |= MINT_DAMAGE_LAST_NEWLINE;
  }
}

// Takes the end of the text off: line ends, blanks, and escapes where no line
// end is.
static void cut_end(CBS *text, unsigned *damage, bool quoted,
                    bool *out_one_blank) {
  struct mint_gap gap;
  mint_scan_gap_back(text, &gap, quoted);
  *out_one_blank = gap.one_blank && gap.ends < 2;
  *damage |= mint_scan_gap_damage(&gap, 1) & ~(unsigned)MINT_DAMAGE_INDENT;
  if (gap.blanks != 0 && !*out_one_blank) {
    *damage |= MINT_DAMAGE_INDENT;
  }
  if (gap.ends == 0 && !quoted) {
    *damage |= MINT_DAMAGE_LAST_NEWLINE;
  }
}

// Reads a 32-bit number at byte `at` of what the symbols stand for. There are
// enough for that; what lacks of the last group does not matter.
static bool peek_u32(const uint8_t *symbols, size_t len, size_t at,
                     uint32_t *out) {
  uint8_t group[8];
  size_t bytes_len = 0;
  size_t first = at / 3 * 4;
  CBS in;
  memset(group, 'A', sizeof(group));
  memcpy(group, symbols + first,
         len - first < sizeof(group) ? len - first : sizeof(group));
  if (mint_base64_decode(group, &bytes_len, group, sizeof(group)) !=
      MINT_E_NONE) {
    return false;
  }
  CBS_init(&in, group, bytes_len);
  return CBS_skip(&in, at % 3) && CBS_get_u32(&in, out);
}

// How many symbols stand for `len` bytes, padding left out.
static size_t symbols_of(size_t len) { return (len * 4 + 2) / 3; }

// The length of the blob whose first symbols are given: NOT_YET if there are
// too few to tell, UNKNOWN if they never will.
static size_t blob_len(const CBS *type, const uint8_t *symbols, size_t len) {
  unsigned strings = 0;
  for (size_t i = 0; i < sizeof(kBlobs) / sizeof(kBlobs[0]); i++) {
    if (mint_text_is(type, kBlobs[i].type)) {
      strings = kBlobs[i].strings;
    }
  }
  size_t total = 0;
  for (unsigned i = 0; i < strings; i++) {
    uint32_t string_len = 0;
    if (len < symbols_of(total + 4)) {
      return NOT_YET;
    }
    if (!peek_u32(symbols, len, total, &string_len) ||
        string_len > MINT_INPUT_MAX) {
      return UNKNOWN;
    }
    total += 4 + (size_t)string_len;
  }
  return strings == 0 ? UNKNOWN : total;
}

static bool only(const CBS *word, bool (*is)(uint8_t)) {
  for (size_t i = 0; i < CBS_len(word); i++) {
    if (!is(CBS_data(word)[i])) {
      return false;
    }
  }
  return CBS_len(word) != 0;
}

static bool is_padding(uint8_t c) { return c == '='; }

// Tells whether `word`, behind `gap`, is more of the base64 that has been
// written so far.
static bool continues(const struct line *line, const struct mint_gap *gap,
                      const CBS *word) {
  const uint8_t *symbols = line->out->data + line->base64;
  size_t have = line->out->len - line->base64;
  size_t total = blob_len(&line->type, symbols, have);
  if (symbols[have - 1] == '=') {
    return only(word, is_padding);
  }
  if (total == UNKNOWN) {
    return gap->ends != 0 && only(word, is_symbol);
  }
  if (total == NOT_YET || have < symbols_of(total)) {
    return only(word, is_symbol);
  }
  return only(word, is_padding);
}

// Joins the base64. It leaves `in` behind the gap that ends it, and stores that
// gap.
static bool join_base64(struct line *line, unsigned *damage, CBS *in,
                        struct mint_gap *out_gap) {
  CBS word;
  bool more = mint_scan_word(in, &word);
  while (more) {
    if (!only(&word, is_symbol) || !mint_scan_put_cbs(line->out, &word)) {
      return false;
    }
    mint_scan_gap(in, out_gap);
    CBS ahead = *in;
    more = mint_scan_word(&ahead, &word) && continues(line, out_gap, &word);
    if (more) {
      *damage |= mint_scan_gap_damage(out_gap, 1) | MINT_DAMAGE_WRAPPED_PUBLIC;
      line->wrapped = true;
      *in = ahead;
    }
  }
  return line->out->len != line->base64;
}

// Tells whether a line below the base64 is its comment rather than text that
// happens to follow: only where lines have been broken anyway.
static bool is_comment_line(const struct line *line, CBS in) {
  CBS word;
  return line->wrapped && mint_scan_word(&in, &word) &&
         (mint_text_is(&word, "generated-by-azure") ||
          memchr(CBS_data(&word), '@', CBS_len(&word)) != NULL) &&
         (CBS_len(&in) == 0 || CBS_data(&in)[0] == '\n');
}

static void get_comment(CBS *in, CBS *out, unsigned *damage) {
  struct mint_gap gap;
  const uint8_t *end = memchr(CBS_data(in), '\n', CBS_len(in));
  size_t len = end == NULL ? CBS_len(in) : (size_t)(end - CBS_data(in));
  CBS_init(out, CBS_data(in), len);
  (void)CBS_skip(in, len);
  while (CBS_len(out) != 0 && (CBS_data(out)[CBS_len(out) - 1] == ' ' ||
                               CBS_data(out)[CBS_len(out) - 1] == '\t')) {
    CBS_init(out, CBS_data(out), CBS_len(out) - 1);
    *damage |= MINT_DAMAGE_INDENT;
  }
  mint_scan_gap(in, &gap);
}

// Writes the comment, if there is one, and judges what follows.
static bool put_comment(struct line *line, unsigned *damage, CBS *in,
                        const struct mint_gap *gap) {
  CBS comment;
  CBS_init(&comment, NULL, 0);
  if (CBS_len(in) == 0) {
    *damage |= mint_scan_gap_damage(gap, gap->ends);
    return !line->blank_after || mint_scan_put(line->out, " ");
  }
  if (line->blank_after) {  // not behind the base64 after all
    *damage |= MINT_DAMAGE_INDENT;
  }
  bool below = gap->ends != 0;
  if (!below || is_comment_line(line, *in)) {
    if (below) {
      *damage |= mint_scan_gap_damage(gap, 1) | MINT_DAMAGE_WRAPPED_PUBLIC;
    } else if (!gap->one_blank) {
      *damage |= MINT_DAMAGE_BLANKS;
    }
    get_comment(in, &comment, damage);
  }
  if (CBS_len(in) != 0) {
    *damage |= MINT_DAMAGE_AROUND;
  }
  return CBS_len(&comment) == 0 || (mint_scan_put(line->out, " ") &&
                                    mint_scan_put_cbs(line->out, &comment));
}

static bool put_line(struct line *line, unsigned *damage, CBS in) {
  struct mint_gap gap;
  (void)mint_scan_word(&in, &line->type);
  mint_scan_gap(&in, &gap);
  if (gap.ends != 0) {
    *damage |= mint_scan_gap_damage(&gap, 1) | MINT_DAMAGE_WRAPPED_PUBLIC;
    line->wrapped = true;
  } else if (!gap.one_blank) {
    *damage |= MINT_DAMAGE_BLANKS;
  }
  if (!mint_scan_put_cbs(line->out, &line->type) ||
      !mint_scan_put(line->out, " ")) {
    return false;
  }
  line->base64 = line->out->len;
  return join_base64(line, damage, &in, &gap) &&
         put_comment(line, damage, &in, &gap) && mint_scan_put(line->out, "\n");
}

enum mint_code mint_repair_line(struct mint_secret *out, unsigned *damage,
                                const CBS *text) {
  size_t start = 0;
  size_t count = mint_repair_count_keys(text, &start);
  if (count != 1) {
    return count == 0 ? MINT_E_TEXT_UNKNOWN : MINT_E_LINE_SEVERAL;
  }
  CBS in = *text;
  CBS before;
  unsigned quote = 0;
  if (!CBS_get_bytes(&in, &before, start) ||
      !see_before(before, damage, &quote)) {
    return MINT_E_LINE_OPTIONS;
  }
  if (quote != 0) {
    cut_quoted(&in, damage, quote);
  }
  struct line line;
  memset(&line, 0, sizeof(line));
  line.out = out;
  cut_end(&in, damage, quote != 0, &line.blank_after);
  return put_line(&line, damage, in) ? MINT_E_NONE : MINT_E_LINE_FIELDS;
}
