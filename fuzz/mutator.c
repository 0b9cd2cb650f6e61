// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// mutator.c finds base64 in a text, decodes it, sees what lies in it as a tree
// of DER elements or SSH strings, changes one of them and mends all the lengths
// around it. It takes nothing of the core, whose mistakes it would share.

#include "fuzz/mutator.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

// Shorter runs of symbols are words.
#define BASE64_MIN 24u
#define REGIONS_MAX 8u
#define NODES_MAX 128u
#define DEPTH_MAX 8u

static uint32_t next_random(uint64_t *state) {
  *state ^= *state << 13;
  *state ^= *state >> 7;
  *state ^= *state << 17;
  return (uint32_t)(*state >> 32);
}

static size_t below(uint64_t *state, size_t bound) {
  return next_random(state) % bound;
}

// A buffer with room for what is put in.
struct bytes {
  uint8_t *data;
  size_t len;
  size_t cap;
};

// Replaces old_len bytes at `at`. Returns false if there is no room.
static bool replace(struct bytes *in, size_t at, size_t old_len,
                    const uint8_t *with, size_t with_len) {
  if (in->len - old_len + with_len > in->cap) {
    return false;
  }
  memmove(in->data + at + with_len, in->data + at + old_len,
          in->len - at - old_len);
  if (with_len != 0) {
    memcpy(in->data + at, with, with_len);
  }
  in->len = in->len - old_len + with_len;
  return true;
}

// ---------------------------------------------------------------------------
// The tree

enum shape { DER, SSH };

struct node {
  size_t start;  // of its head: tag and length, or a length alone
  size_t head;   // 0: what is left behind the last string, such as padding
  size_t len;    // of its content
  int parent;    // -1: none
};

struct tree {
  enum shape shape;
  size_t num;
  struct node nodes[NODES_MAX];
};

static bool add(struct tree *tree, size_t start, size_t head, size_t len,
                int parent) {
  if (tree->num == NODES_MAX) {
    return false;
  }
  tree->nodes[tree->num++] = (struct node){start, head, len, parent};
  return true;
}

// Reads an element's head at `at`; false if it does not fit before `end`.
static bool der_head(const uint8_t *data, size_t at, size_t end,
                     size_t *out_head, size_t *out_len) {
  if (end - at < 2) {
    return false;
  }
  size_t octets = data[at + 1] < 0x80 ? 0 : data[at + 1] & 0x7fu;
  size_t len = octets == 0 ? data[at + 1] : 0;
  if (octets > 3 || end - at < 2 + octets) {
    return false;
  }
  for (size_t i = 0; i < octets; i++) {
    len = len << 8 | data[at + 2 + i];
  }
  *out_head = 2 + octets;
  *out_len = len;
  return len <= end - at - *out_head;
}

// Tells whether these bytes are a row of elements, and nothing else.
static bool is_der(const uint8_t *data, size_t at, size_t end) {
  size_t head = 0;
  size_t len = 0;
  while (at < end && der_head(data, at, end, &head, &len)) {
    at += head + len;
  }
  return at == end;
}

static void walk_der(struct tree *tree, const uint8_t *data, size_t at,
                     size_t end, int parent, unsigned depth) {
  size_t head = 0;
  size_t len = 0;
  while (at < end && der_head(data, at, end, &head, &len)) {
    int self = (int)tree->num;
    size_t content = at + head;
    if (!add(tree, at, head, len, parent)) {
      return;
    }
    // A bit string has a byte in front of what is packed into it.
    size_t skip = data[at] == 0x03 && len > 1 ? 1 : 0;
    bool packed = (data[at] == 0x04 || data[at] == 0x03) && len > 2 &&
                  is_der(data, content + skip, content + len);
    if (depth < DEPTH_MAX && ((data[at] & 0x20) != 0 || packed)) {
      walk_der(tree, data, content + skip, content + len, self, depth + 1);
    }
    at = content + len;
  }
}

static size_t get_u32(const uint8_t *data) {
  return (size_t)data[0] << 24 | (size_t)data[1] << 16 | (size_t)data[2] << 8 |
         data[3];
}

// How many strings stand in a row at `at`.
static size_t count_strings(const uint8_t *data, size_t at, size_t end) {
  size_t num = 0;
  while (end - at >= 4 && get_u32(data + at) <= end - at - 4) {
    at += 4 + get_u32(data + at);
    num++;
  }
  return num;
}

static void walk_ssh(struct tree *tree, const uint8_t *data, size_t at,
                     size_t end, int parent, unsigned depth) {
  static const char kMagic[] = "openssh-key-v1";
  bool container = end - at > sizeof(kMagic) &&
                   memcmp(data + at, kMagic, sizeof(kMagic)) == 0;
  if (container) {
    at += sizeof(kMagic);
  }
  for (size_t i = 0; end - at >= 4; i++) {
    size_t len = get_u32(data + at);
    if (container && i == 3) {
      at += 4;  // the number of keys
      continue;
    }
    int self = (int)tree->num;
    if (len > end - at - 4) {
      break;
    }
    if (!add(tree, at, 4, len, parent)) {
      return;
    }
    size_t content = at + 4;
    // The private part starts with 8 bytes that are no strings.
    size_t skip = len > 8 && count_strings(data, content, content + len) < 2 &&
                          count_strings(data, content + 8, content + len) > 1
                      ? 8
                      : 0;
    if (depth < DEPTH_MAX &&
        count_strings(data, content + skip, content + len) > 1) {
      walk_ssh(tree, data, content + skip, content + len, self, depth + 1);
    }
    at = content + len;
  }
  if (parent >= 0 && at < end) {
    (void)add(tree, at, 0, end - at, parent);
  }
}

// Mends the lengths of `at` and of all around it, whose contents have grown by
// `grown`.
static bool mend(struct bytes *body, const struct tree *tree, int at,
                 ptrdiff_t grown) {
  for (; at >= 0; at = tree->nodes[at].parent) {
    const struct node *node = &tree->nodes[at];
    if (node->head == 0) {
      continue;
    }
    size_t len = (size_t)((ptrdiff_t)node->len + grown);
    uint8_t head[5] = {(uint8_t)(len >> 24), (uint8_t)(len >> 16),
                       (uint8_t)(len >> 8), (uint8_t)len, 0};
    size_t tag = 0;
    size_t head_len = 4;
    if (tree->shape == DER) {
      size_t octets = len < 0x80 ? 0 : len < 0x100 ? 1 : len < 0x10000 ? 2 : 3;
      tag = 1;
      head_len = 1 + octets;
      memmove(head + 1, head + 4 - octets, octets);
      head[0] = (uint8_t)(octets == 0 ? len : 0x80 | octets);
    }
    if (!replace(body, node->start + tag, node->head - tag, head, head_len)) {
      return false;
    }
    grown += (ptrdiff_t)(tag + head_len) - (ptrdiff_t)node->head;
  }
  return true;
}

// Contents on which parsers stumble.
static const struct {
  uint8_t len;
  uint8_t bytes[9];
} kOdd[] = {
    {0, {0}},
    {1, {0}},
    {1, {1}},
    {1, {3}},
    {1, {0x80}},
    {2, {0, 0x80}},
    {2, {0, 1}},
    {3, {1, 0, 1}},
    {4, {0xff, 0xff, 0xff, 0xff}},
    {5, {0, 0xff, 0xff, 0xff, 0xff}},
    {9, {1, 0, 0, 0, 0, 0, 0, 0, 1}},
};

// Changes the content of a node in a copy, which has room for `room` bytes, and
// returns its new length.
static size_t change_content(uint8_t *copy, size_t len, size_t room,
                             const struct bytes *body, const struct tree *tree,
                             uint64_t *random, fuzz_bytes_fn bytes) {
  size_t odd = below(random, sizeof(kOdd) / sizeof(kOdd[0]));
  const struct node *other = &tree->nodes[below(random, tree->num)];
  switch (below(random, 8)) {
    case 0:
      memcpy(copy, kOdd[odd].bytes, kOdd[odd].len);
      return kOdd[odd].len;
    case 1:  // what another one holds
      memcpy(copy, body->data + other->start + other->head, other->len);
      return other->len;
    case 2:  // a leading zero
      memmove(copy + 1, copy, len);
      copy[0] = 0;
      return len + 1;
    case 3:  // one more or less, of a number
      if (len != 0) {
        copy[len - 1] = (uint8_t)(copy[len - 1] + (below(random, 2) ? 1 : 255));
      }
      return len;
    case 4:  // shorter
      return len == 0 ? 0 : below(random, len);
    default:
      return bytes(copy, len, room);
  }
}

// Changes one node of the tree. Returns false if nothing could be done.
static bool change_tree(struct bytes *body, const struct tree *tree,
                        uint64_t *random, fuzz_bytes_fn bytes) {
  int chosen = (int)below(random, tree->num);
  const struct node *node = &tree->nodes[chosen];
  size_t whole = node->head + node->len;
  // Bytes may become twice as many, and a few more.
  size_t room = body->len + 64;
  uint8_t *copy = malloc(room);
  if (copy == NULL) {
    return false;
  }
  bool ok = false;
  switch (below(random, 8)) {
    case 0:  // away with it
      ok = replace(body, node->start, whole, NULL, 0) &&
           mend(body, tree, node->parent, -(ptrdiff_t)whole);
      break;
    case 1:  // twice
      memcpy(copy, body->data + node->start, whole);
      ok = replace(body, node->start, 0, copy, whole) &&
           mend(body, tree, node->parent, (ptrdiff_t)whole);
      break;
    case 2:  // another head, the lengths around it as they were
      ok = node->head != 0;
      if (ok) {
        body->data[node->start + below(random, node->head)] =
            (uint8_t)next_random(random);
      }
      break;
    default:
      memcpy(copy, body->data + node->start + node->head, node->len);
      size_t len =
          change_content(copy, node->len, room, body, tree, random, bytes);
      ok = replace(body, node->start + node->head, node->len, copy, len) &&
           mend(body, tree, chosen, (ptrdiff_t)len - (ptrdiff_t)node->len);
      break;
  }
  free(copy);
  return ok;
}

// Changes bytes that may be DER or SSH. Returns false if they are neither.
static bool change_structure(struct bytes *body, uint64_t *random,
                             fuzz_bytes_fn bytes) {
  struct tree tree;
  tree.shape = DER;
  tree.num = 0;
  if (body->len != 0 && body->data[0] == 0x30) {
    walk_der(&tree, body->data, 0, body->len, -1, 0);
  } else {
    tree.shape = SSH;
    walk_ssh(&tree, body->data, 0, body->len, -1, 0);
  }
  return tree.num > 1 && change_tree(body, &tree, random, bytes);
}

// ---------------------------------------------------------------------------
// Base64

static int value_of(uint8_t c) {
  if (c >= 'A' && c <= 'Z') {
    return c - 'A';
  }
  if (c >= 'a' && c <= 'z') {
    return c - 'a' + 26;
  }
  if (c >= '0' && c <= '9') {
    return c - '0' + 52;
  }
  return c == '+' ? 62 : c == '/' ? 63 : -1;
}

static bool is_symbol(uint8_t c) { return c == '=' || value_of(c) >= 0; }

// Base64 in a text: a word of one line, or whole lines.
struct region {
  size_t start;
  size_t end;
  size_t width;  // of its first line
};

// The end of the symbols that start at `at`, over line ends if more follow.
static size_t region_end(const uint8_t *data, size_t at, size_t len) {
  size_t end = at;
  while (at < len && (is_symbol(data[at]) || data[at] == '\n')) {
    end = data[at] == '\n' ? end : at + 1;
    at++;
  }
  // A last line that goes on with something else is none of ours.
  if (end < len && data[end] != '\n' && data[end] != '\r') {
    while (end > 0 && is_symbol(data[end - 1])) {
      end--;
    }
    end -= end > 0 && data[end - 1] == '\n' ? 1 : 0;
  }
  return end;
}

static size_t find_regions(struct region *out, const uint8_t *data,
                           size_t len) {
  size_t num = 0;
  size_t at = 0;
  while (at < len && num < REGIONS_MAX) {
    size_t end = at;
    while (end < len && is_symbol(data[end])) {
      end++;
    }
    if (end - at < BASE64_MIN) {
      at = end + 1;
      continue;
    }
    out[num].width = end - at;
    out[num].start = at;
    bool lines =
        (at == 0 || data[at - 1] == '\n') && end < len && data[end] == '\n';
    out[num].end = lines ? region_end(data, at, len) : end;
    out[num].end = out[num].end < end ? end : out[num].end;
    at = out[num].end + 1;
    num++;
  }
  return num;
}

static size_t decode(uint8_t *out, const uint8_t *in, size_t len) {
  uint32_t bits = 0;
  unsigned held = 0;
  size_t out_len = 0;
  for (size_t i = 0; i < len; i++) {
    int value = value_of(in[i]);
    if (value < 0) {
      continue;
    }
    bits = bits << 6 | (uint32_t)value;
    held += 6;
    if (held >= 8) {
      held -= 8;
      out[out_len++] = (uint8_t)(bits >> held);
    }
  }
  return out_len;
}

// Encodes in lines of `width` symbols. `out` has room.
static size_t encode(uint8_t *out, const uint8_t *in, size_t len,
                     size_t width) {
  static const char kSymbols[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  size_t out_len = 0;
  size_t column = 0;
  for (size_t i = 0; i < len; i += 3) {
    size_t left = len - i < 3 ? len - i : 3;
    uint32_t bits = (uint32_t)in[i] << 16;
    bits |= left > 1 ? (uint32_t)in[i + 1] << 8 : 0;
    bits |= left > 2 ? in[i + 2] : 0;
    for (size_t symbol = 0; symbol < 4; symbol++) {
      if (column == width) {
        out[out_len++] = '\n';
        column = 0;
      }
      out[out_len++] = symbol <= left
                           ? (uint8_t)kSymbols[bits >> (18 - 6 * symbol) & 0x3f]
                           : '=';
      column++;
    }
  }
  return out_len;
}

// ---------------------------------------------------------------------------

// Changes what one region of base64 holds. Returns false if there is none.
static bool change_region(struct bytes *text, uint64_t *random,
                          fuzz_bytes_fn bytes) {
  struct region regions[REGIONS_MAX];
  size_t num = find_regions(regions, text->data, text->len);
  if (num == 0) {
    return false;
  }
  const struct region *region = &regions[below(random, num)];
  size_t len = region->end - region->start;
  struct bytes body = {NULL, 0, 2 * len + 64};
  body.data = malloc(body.cap);
  // Four symbols for three bytes, a line end each at worst.
  uint8_t *symbols = malloc(4 * body.cap);
  bool ok = body.data != NULL && symbols != NULL;
  if (ok) {
    body.len = decode(body.data, text->data + region->start, len);
    if (below(random, 8) == 0 || !change_structure(&body, random, bytes)) {
      body.len = bytes(body.data, body.len, body.cap);
    }
    bool lines = memchr(text->data + region->start, '\n', len) != NULL;
    size_t made =
        encode(symbols, body.data, body.len, lines ? region->width : SIZE_MAX);
    ok = replace(text, region->start, len, symbols, made);
  }
  free(symbols);
  free(body.data);
  return ok;
}

size_t fuzz_mutate(uint8_t *data, size_t len, size_t max, uint32_t seed,
                   fuzz_bytes_fn bytes) {
  uint64_t random = (uint64_t)seed << 32 | 0x9e3779b9u;
  struct bytes text = {data, len, max};
  (void)next_random(&random);
  if (len > max) {
    return bytes(data, max, max);
  }
  // The layout of the text has its turn as well.
  if (below(&random, 3) == 0) {
    return bytes(data, len, max);
  }
  if (change_region(&text, &random, bytes) ||
      change_structure(&text, &random, bytes)) {
    return text.len;
  }
  return bytes(data, text.len, max);
}
