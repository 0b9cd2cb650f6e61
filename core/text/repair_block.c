// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// repair_block.c repairs PEM-like blocks: it finds the only BEGIN and the only
// END, and writes what stands between them in exact lines (RFC 7468 section 3).

#include <string.h>

#include "core/text/armor.h"
#include "core/text/repair.h"
#include "core/text/repair_scan.h"

#define LABEL_MAX 64u

// A mark is a BEGIN or an END with its dashes.
struct mark {
  CBS before;  // the text up to it
  CBS after;   // ... and from its end
  CBS label;
  bool begin;
  bool exact;  // it is as it should be
};

// A block as it was found.
struct block {
  CBS label;
  CBS middle;  // from the end of BEGIN to the start of END
  bool exact;
  CBS before;
  CBS after;
};

static bool is_label(uint8_t c) {
  return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ';
}

static bool skip_blanks(CBS *in) {
  bool any = false;
  while (CBS_len(in) != 0) {
    uint8_t mark = mint_scan_mark(CBS_data(in)[0]);
    if (mark != ' ' && mark != '\t') {
      break;
    }
    any = CBS_skip(in, 1) != 0;
  }
  return any;
}

static void get_label(CBS *in, CBS *out) {
  size_t len = 0;
  while (len < CBS_len(in) && len < LABEL_MAX && is_label(CBS_data(in)[len])) {
    len++;
  }
  CBS_init(out, CBS_data(in), len);
  (void)CBS_skip(in, len);
}

// Reads a mark behind its first dashes; *out_close is where its last ones
// start. `text` is the whole.
static bool get_mark(struct mark *out, CBS *out_close, const CBS *text,
                     const CBS *dashes, CBS in) {
  bool exact = !skip_blanks(&in);
  out->begin = mint_text_starts(&in, "BEGIN ");
  if (!out->begin && !mint_text_starts(&in, "END ")) {
    return false;
  }
  (void)CBS_skip(&in, out->begin ? 6 : 4);
  get_label(&in, &out->label);
  size_t len = CBS_len(&out->label);
  while (len != 0 && CBS_data(&out->label)[len - 1] == ' ') {
    len--;
    exact = false;
  }
  CBS_init(&out->label, CBS_data(&out->label), len);
  exact = !skip_blanks(&in) && exact;
  bool exact_close = false;
  *out_close = in;
  if (!mint_scan_dashes(&in, &exact_close)) {
    return false;
  }
  out->exact = exact && exact_close;
  CBS_init(&out->before, CBS_data(text),
           (size_t)(CBS_data(dashes) - CBS_data(text)));
  out->after = in;
  return true;
}

// Stores the first two marks and returns how many there are. The dashes that
// close one may open the next.
static size_t find_marks(struct mark out[2], const CBS *text) {
  size_t count = 0;
  CBS rest = *text;
  while (CBS_len(&rest) != 0) {
    CBS dashes = rest;
    CBS close;
    bool exact = false;
    struct mark mark;
    if (!mint_scan_dashes(&rest, &exact)) {
      (void)CBS_skip(&rest, 1);
    } else if (get_mark(&mark, &close, text, &dashes, rest)) {
      mark.exact = mark.exact && exact;
      if (count < 2) {
        out[count] = mark;
      }
      count++;
      rest = close;
    }
  }
  return count;
}

// Tells whether a block with this label can hold a key. Four dashes and "SSH2"
// are another form's.
static bool is_key_label(const CBS *label) {
  static const char kEnd[] = "KEY";
  size_t len = CBS_len(label);
  size_t end_len = sizeof(kEnd) - 1;
  if (len < end_len || CBS_data(label)[0] == ' ' ||
      mint_text_starts(label, "SSH2 ")) {
    return false;
  }
  return memcmp(CBS_data(label) + len - end_len, kEnd, end_len) == 0;
}

static enum mint_code find_block(struct block *out, const CBS *text) {
  struct mark marks[2];
  size_t count = find_marks(marks, text);
  if (count == 0) {
    return MINT_E_TEXT_UNKNOWN;
  }
  if (count > 2) {
    return MINT_E_LINE_SEVERAL;
  }
  const struct mark *begin = &marks[0];
  const struct mark *end = &marks[1];
  if (count != 2 || !begin->begin || end->begin) {
    return MINT_E_PEM_END;
  }
  if (!is_key_label(&begin->label) ||
      !CBS_mem_equal(&begin->label, CBS_data(&end->label),
                     CBS_len(&end->label))) {
    return MINT_E_PEM_LABEL;
  }
  size_t start = CBS_len(text) - CBS_len(&begin->after);
  if (start > CBS_len(&end->before)) {
    return MINT_E_PEM_EMPTY;
  }
  CBS_init(&out->middle, CBS_data(&begin->after),
           CBS_len(&end->before) - start);
  out->label = begin->label;
  out->exact = begin->exact && end->exact;
  out->before = begin->before;
  out->after = end->after;
  size_t first = 0;
  if (mint_repair_count_keys(&out->before, &first) != 0 ||
      mint_repair_count_keys(&out->after, &first) != 0) {
    return MINT_E_LINE_SEVERAL;
  }
  return MINT_E_NONE;
}

// What is wrong with a text before the block: it should be empty.
static unsigned damage_before(CBS before) {
  unsigned damage = 0;
  struct mint_gap gap;
  bool empty = CBS_len(&before) == 0;
  mint_scan_gap_back(&before, &gap, true);
  if (empty) {
    return 0;
  }
  if (CBS_len(&before) == 0) {
    damage = mint_scan_gap_damage(&gap, 0);
    return gap.ends == 0 ? damage | MINT_DAMAGE_INDENT : damage;
  }
  while (mint_scan_quote_back(&before) != 0) {
    damage |= MINT_DAMAGE_QUOTES;
  }
  mint_scan_gap_back(&before, &gap, true);
  return CBS_len(&before) == 0 ? damage : damage | MINT_DAMAGE_AROUND;
}

// ... and behind it: it should be one line end.
static unsigned damage_after(CBS after) {
  struct mint_gap gap;
  bool any_end = CBS_len(&after) != 0 &&
                 memchr(CBS_data(&after), '\n', CBS_len(&after)) != NULL;
  mint_scan_gap(&after, &gap);
  unsigned damage = 0;
  if (!any_end && gap.ends == 0) {
    damage |= MINT_DAMAGE_LAST_NEWLINE;
  }
  if (CBS_len(&after) == 0) {
    damage |= mint_scan_gap_damage(&gap, 1);
    return gap.blanks != 0 ? damage | MINT_DAMAGE_INDENT : damage;
  }
  if (gap.escapes != 0) {
    damage |= MINT_DAMAGE_ESCAPES;
  }
  while (mint_scan_quote(&after) != 0) {
    damage |= MINT_DAMAGE_QUOTES;
  }
  mint_scan_gap(&after, &gap);
  return CBS_len(&after) == 0 ? damage : damage | MINT_DAMAGE_AROUND;
}

// The lines of a body, as mint_armor_read wants them.
struct layout {
  size_t width;  // of the first line
  bool last;     // a short line was seen: none may follow
  bool wrong;
};

static void see_line(struct layout *layout, const struct mint_columns *columns,
                     size_t len) {
  size_t max = layout->width == 0 ? columns->max : layout->width;
  size_t min = layout->width == 0 ? columns->min : layout->width;
  if (layout->last || len > max) {
    layout->wrong = true;
  }
  layout->last = len < min;
  if (layout->width == 0) {
    layout->width = len;
  }
}

// A gap that must hold `ends` line ends; what stands on one line is wrong.
static bool see_gap(CBS *in, unsigned *damage, size_t ends) {
  struct mint_gap gap;
  mint_scan_gap(in, &gap);
  *damage |= mint_scan_gap_damage(&gap, ends);
  if (gap.ends == 0) {
    *damage |= MINT_DAMAGE_WRAPPING;
  }
  return gap.ends != 0;
}

// Copies the two headers of OpenSSL's legacy encryption, if they are there.
static enum mint_code copy_headers(struct mint_secret *out, unsigned *damage,
                                   CBS *in) {
  static const char kProcType[] = "Proc-Type: 4,ENCRYPTED";
  static const char kDekInfo[] = "DEK-Info: ";
  CBS value;
  if (!mint_text_starts(in, kProcType)) {
    return MINT_E_NONE;
  }
  (void)CBS_skip(in, strlen(kProcType));
  (void)see_gap(in, damage, 1);
  if (!mint_text_starts(in, kDekInfo) || !CBS_skip(in, strlen(kDekInfo)) ||
      !mint_scan_word(in, &value)) {
    return MINT_E_PEM_HEADER;
  }
  (void)see_gap(in, damage, 2);
  bool ok = mint_scan_put(out, kProcType) && mint_scan_put(out, "\n") &&
            mint_scan_put(out, kDekInfo) && mint_scan_put_cbs(out, &value) &&
            mint_scan_put(out, "\n\n");
  return ok ? MINT_E_NONE : MINT_E_INTERNAL;
}

static bool is_base64(const CBS *word) {
  for (size_t i = 0; i < CBS_len(word); i++) {
    uint8_t mark = mint_scan_mark(CBS_data(word)[i]);
    if (mark != 0 && mark != '=') {
      return false;
    }
  }
  return true;
}

// Collects the symbols of the body and finds out how they were wrapped.
static enum mint_code get_symbols(struct mint_secret *symbols,
                                  struct layout *layout, unsigned *damage,
                                  const struct mint_columns *columns, CBS *in) {
  CBS word;
  while (mint_scan_word(in, &word)) {
    if (!is_base64(&word)) {
      return MINT_E_BASE64_CHARACTER;
    }
    see_line(layout, columns, CBS_len(&word));
    if (!mint_scan_put_cbs(symbols, &word)) {
      return MINT_E_INTERNAL;
    }
    if (!see_gap(in, damage, 1)) {
      layout->wrong = true;
    }
  }
  if (layout->wrong) {
    *damage |= MINT_DAMAGE_WRAPPING;
  }
  return symbols->len == 0 ? MINT_E_PEM_EMPTY : MINT_E_NONE;
}

static bool put_symbols(struct mint_secret *out,
                        const struct mint_secret *symbols, size_t width) {
  for (size_t i = 0; i < symbols->len; i += width) {
    size_t len = symbols->len - i < width ? symbols->len - i : width;
    if (mint_secret_append(out, symbols->data + i, len) != MINT_OK ||
        !mint_scan_put(out, "\n")) {
      return false;
    }
  }
  return true;
}

static bool put_mark(struct mint_secret *out, const char *what,
                     const CBS *label) {
  return mint_scan_put(out, "-----") && mint_scan_put(out, what) &&
         mint_scan_put(out, " ") && mint_scan_put_cbs(out, label) &&
         mint_scan_put(out, "-----\n");
}

static enum mint_code put_body(struct mint_secret *out, unsigned *damage,
                               const struct block *block) {
  const struct mint_columns *columns =
      mint_text_is(&block->label, "OPENSSH PRIVATE KEY") ? &mint_columns_openssh
                                                         : &mint_columns_pem;
  struct layout layout = {0, false, false};
  struct mint_secret symbols = MINT_SECRET_EMPTY;
  CBS in = block->middle;
  (void)see_gap(&in, damage, 1);
  enum mint_code code = copy_headers(out, damage, &in);
  if (code != MINT_E_NONE) {
    return code;
  }
  if (mint_secret_open(&symbols, CBS_len(&in) + 1) != MINT_OK) {
    return MINT_E_MEMORY;
  }
  code = get_symbols(&symbols, &layout, damage, columns, &in);
  size_t width = layout.wrong ? columns->write : layout.width;
  if (code == MINT_E_NONE && !put_symbols(out, &symbols, width)) {
    code = MINT_E_INTERNAL;
  }
  mint_secret_wipe(&symbols);
  return code;
}

enum mint_code mint_repair_block(struct mint_secret *out, unsigned *damage,
                                 const CBS *text) {
  struct block block;
  enum mint_code code = find_block(&block, text);
  if (code != MINT_E_NONE) {
    return code;
  }
  if (!block.exact) {
    *damage |= MINT_DAMAGE_DASHES;
  }
  *damage |= damage_before(block.before) | damage_after(block.after);
  if (!put_mark(out, "BEGIN", &block.label)) {
    return MINT_E_INTERNAL;
  }
  code = put_body(out, damage, &block);
  if (code == MINT_E_NONE && !put_mark(out, "END", &block.label)) {
    return MINT_E_INTERNAL;
  }
  return code;
}
