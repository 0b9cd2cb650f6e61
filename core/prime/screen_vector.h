// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// screen_vector.h is what the vector screens have in common: 2^(1 - n) modulo n
// in Montgomery's form, one candidate a lane. It is a part of screen_ifma.c and
// of screen_avx2.c, which before it include their lanes (lanes.h, quads.h) and
// define LIMB_BITS, LIMBS_MAX, and
//
//   COLUMNS                   how many they work on, 2 L + 1 or more
//   reduce(t, n, n_inverse, limbs)
//                             adds the multiple of n that makes columns 0 to
//                             L - 1 vanish
//   square_and_reduce(t, x, n, n_inverse, limbs)
//                             the same after storing the 2 L columns of x^2,
//                             for limbs below 2^LIMB_BITS
//   settle(x, t, bit, limbs)  the upper L columns, doubled where `bit` is 1, as
//                             limbs below 2^LIMB_BITS
//   LIMBS_1024, ..._4096      L for the candidates of each size
//
// Nobody else includes it.

#define LIMB_MASK ((UINT64_C(1) << LIMB_BITS) - 1)

// How many bits of the exponent are squared for. The tests of constant time do
// fewer: valgrind is slow.
#if !defined(MINT_SCREEN_SQUARINGS)
#define MINT_SCREEN_SQUARINGS(bits) (bits)
#endif

// What a test of a batch works in.
struct room {
  struct mint_row t[COLUMNS];    // of a product, and of what it takes
  struct mint_row x[LIMBS_MAX];  // the power
  struct mint_row n[LIMBS_MAX];  // the candidates
  struct mint_row n_inverse;     // -1/n modulo 2^LIMB_BITS
};

// The bits of an exponent that the power begins with: it is then below the
// bits of R.
MINT_LANES_FN unsigned first_bits(size_t limbs) {
  unsigned num = 0;
  while (UINT64_C(2) << num <= LIMB_BITS * limbs) {
    num++;
  }
  return num;
}

// Stores 2^-(h + 1) in Montgomery's form, where h is n / 2^at, below the bits
// of R: that is 2^(LIMB_BITS L - h - 1), a single bit, and far below n.
MINT_LANES_FN void set_first(struct mint_row *x, const struct mint_row *n,
                             size_t limbs, unsigned at) {
  size_t i = at / LIMB_BITS;
  mint_lanes h = lanes_shr(lanes_load(&n[i]), at % LIMB_BITS);
  if (i + 1 < limbs) {
    h = lanes_add(h, lanes_shl_each(lanes_load(&n[i + 1]),
                                    lanes_all(LIMB_BITS - at % LIMB_BITS)));
  }
  // Where the bit stands, counted from limb to limb.
  mint_lanes place = lanes_sub(lanes_all(LIMB_BITS * limbs - 1), h);
  for (i = 0; i < limbs; i++) {
    // Negative on either side of the limb that has it.
    mint_lanes outside =
        lanes_or(place, lanes_sub(lanes_all(LIMB_BITS - 1), place));
    mint_lanes here = lanes_sub(lanes_all(1), lanes_shr(outside, 63));
    lanes_store(&x[i], lanes_shl_each(here, lanes_and(place, lanes_all(63))));
    place = lanes_sub(place, lanes_all(LIMB_BITS));
  }
}

// x = 2^(1 - n) modulo n, out of Montgomery's form and at most n.
//
// The exponent is 2 - (n + 1), for the bits of -(n + 1) are those of n turned
// over: with n = h 2^r + l it is -(h + 1) 2^r + (2^r - 1 - l). A power of two
// with a small negative exponent needs no arithmetic in Montgomery's form, so
// r squarings are enough.
MINT_LANES_FN void power_of_two(struct room *w, size_t limbs, unsigned bits) {
  mint_lanes n_inverse = lanes_load(&w->n_inverse);
  unsigned rest = bits - first_bits(limbs);
  set_first(w->x, w->n, limbs, rest);
  for (unsigned i = MINT_SCREEN_SQUARINGS(rest); i-- > 0;) {
    mint_lanes limb = lanes_load(&w->n[i / LIMB_BITS]);
    mint_lanes bit = lanes_andnot(lanes_shr(limb, i % LIMB_BITS), lanes_all(1));
    square_and_reduce(w->t, w->x, w->n, n_inverse, limbs);
    settle(w->x, w->t, bit, limbs);
  }
  // 4 x / R: x < 2 n, for the last bit was 0, and (8 n + m n) / R is at most n.
  for (size_t i = 0; i < limbs; i++) {
    lanes_store(&w->t[i], lanes_shl_each(lanes_load(&w->x[i]), lanes_all(2)));
    lanes_store(&w->t[limbs + i], lanes_all(0));
  }
  reduce(w->t, w->n, n_inverse, limbs);
  settle(w->x, w->t, lanes_all(0), limbs);
}

// One copy of the code for each size, so that every length is a constant.
MINT_LANES_KERNEL void power_1024(struct room *w) {
  power_of_two(w, LIMBS_1024, 1024);
}
MINT_LANES_KERNEL void power_1536(struct room *w) {
  power_of_two(w, LIMBS_1536, 1536);
}
MINT_LANES_KERNEL void power_2048(struct room *w) {
  power_of_two(w, LIMBS_2048, 2048);
}
MINT_LANES_KERNEL void power_4096(struct room *w) {
  power_of_two(w, LIMBS_4096, 4096);
}

static const struct size {
  unsigned bits;
  unsigned limbs;
  void (*power)(struct room *w);
} kSizes[] = {
    {1024, LIMBS_1024, power_1024},
    {1536, LIMBS_1536, power_1536},
    {2048, LIMBS_2048, power_2048},
    {4096, LIMBS_4096, power_4096},
};

// NULL if there is no such size.
static const struct size *find_size(unsigned bits) {
  for (size_t i = 0; i < sizeof(kSizes) / sizeof(kSizes[0]); i++) {
    if (kSizes[i].bits == bits) {
      return &kSizes[i];
    }
  }
  return NULL;
}

static bool has_size(unsigned bits) { return find_size(bits) != NULL; }

static size_t room_size(unsigned bits) {
  (void)bits;
  return sizeof(struct room) + _Alignof(struct room) - 1;
}

// Puts a candidate into one lane.
static void set_lane(struct room *w, unsigned lane, const uint64_t *n,
                     size_t words, size_t limbs) {
  mint_limbs_cut(&w->n[0].lane[lane], MINT_LANES, limbs, LIMB_BITS, n, words);
  w->n_inverse.lane[lane] = (0 - mint_limb_inverse(n[0])) & LIMB_MASK;
}

// The mask of: lane `lane` of x is 1.
static uint64_t is_one(const struct room *w, unsigned lane, size_t limbs) {
  uint64_t rest = w->x[0].lane[lane] ^ 1;
  for (size_t i = 1; i < limbs; i++) {
    rest |= w->x[i].lane[lane];
  }
  return ct_is_zero(rest);
}

static enum mint_code run(unsigned *out_passed, const uint64_t *candidates,
                          unsigned num, unsigned bits, void *room) {
  const struct size *size = find_size(bits);
  size_t words = mint_arith_words(size->bits);
  struct room *w = (struct room *)(void *)mint_lanes_align(room);
  // A lane that is not asked for works on the first candidate once more.
  for (unsigned lane = 0; lane < MINT_LANES; lane++) {
    const uint64_t *n = candidates + (lane < num ? lane * words : 0);
    set_lane(w, lane, n, words, size->limbs);
  }
  size->power(w);
  uint64_t passed = 0;
  for (unsigned lane = 0; lane < num; lane++) {
    passed |= is_one(w, lane, size->limbs) & (UINT64_C(1) << lane);
  }
  *out_passed = (unsigned)ct_declassify(passed);  // screen.h says why
  return MINT_E_NONE;
}

// What power_of_two left in lane `lane`, for tests. Limbs beyond the number's
// words are 0: it is below n.
static void power(uint64_t *out, unsigned lane, unsigned bits, void *room) {
  const struct size *size = find_size(bits);
  size_t words = mint_arith_words(size->bits);
  const struct room *w = (const struct room *)(void *)mint_lanes_align(room);
  memset(out, 0, 8 * words);
  for (size_t i = 0; i < size->limbs; i++) {
    size_t at = i * LIMB_BITS;
    uint64_t limb = w->x[i].lane[lane];
    if (at / 64 < words) {
      out[at / 64] |= limb << at % 64;
    }
    if (at % 64 > 64 - LIMB_BITS && at / 64 + 1 < words) {
      out[at / 64 + 1] |= limb >> (64 - at % 64);
    }
  }
}
