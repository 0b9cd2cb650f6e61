// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// repair_scan.h sees a damaged text as words and the gaps between them. What
// may be a symbol of base64 may be secret; every other byte is layout and so
// public.

#ifndef SSHMINT_CORE_TEXT_REPAIR_SCAN_H
#define SSHMINT_CORE_TEXT_REPAIR_SCAN_H

#include "core/text/text.h"

// mint_scan_mark returns `byte`, or 0 if it is a letter, a digit, '+' or '/',
// which base64 may have.
uint8_t mint_scan_mark(uint8_t byte);

// A mint_gap is what stands between two words. Real line ends are LF by now.
struct mint_gap {
  size_t blanks;   // blanks and tabs
  size_t ends;     // line ends, the escaped ones included
  size_t escapes;  // "\n", "\r" or "\r\n", written out
  bool one_blank;  // it is exactly ' '
};

// mint_scan_gap reads a gap, which may be empty.
void mint_scan_gap(CBS *rest, struct mint_gap *out_gap);

// mint_scan_gap_back takes a gap off the end of `rest`. Unless `escapes` is
// true, an escape belongs to it only if no real line end is behind it: there it
// stands for one.
void mint_scan_gap_back(CBS *rest, struct mint_gap *out_gap, bool escapes);

// mint_scan_word reads up to the next gap; false if there is nothing.
bool mint_scan_word(CBS *rest, CBS *out_word);

// mint_scan_gap_damage returns what is wrong with a gap that should be `ends`
// line ends and nothing else, apart from there being none of them at all.
unsigned mint_scan_gap_damage(const struct mint_gap *gap, size_t ends);

// mint_scan_dashes reads a run of dashes, typographic ones among them. It
// returns false, and reads nothing, where fewer than 3 plain ones stand.
bool mint_scan_dashes(CBS *rest, bool *out_exact);

// Quotes come in kinds, so that one that opens can be told from one that is an
// apostrophe. mint_scan_quote reads one quote and returns its kind, or 0;
// mint_scan_quote_back takes one off the end.
unsigned mint_scan_quote(CBS *rest);
unsigned mint_scan_quote_back(CBS *rest);

// mint_scan_put and mint_scan_put_cbs append; false if there is no room.
bool mint_scan_put(struct mint_secret *out, const char *text);
bool mint_scan_put_cbs(struct mint_secret *out, const CBS *text);

#endif  // SSHMINT_CORE_TEXT_REPAIR_SCAN_H
