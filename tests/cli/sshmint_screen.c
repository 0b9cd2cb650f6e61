// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// sshmint_screen.c is linked with the command line for tests, and makes it use
// the screen that MINT_SCREEN names: "portable", "avx2" or "ifma", wherever
// that has the size. "none" lets no number pass, so that no key can be made.
// Nothing that is shipped reads this variable.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/prime/screen.h"

#define EXIT_INTERNAL 70

static enum mint_code pass_none(unsigned *out_passed,
                                const uint64_t *candidates, unsigned num,
                                unsigned bits, void *room) {
  (void)candidates;
  (void)num;
  (void)bits;
  (void)room;
  *out_passed = 0;
  return MINT_E_NONE;
}

__attribute__((constructor)) static void force_screen(void) {
  static struct mint_screen none;
  static const struct mint_screen *const screens[] = {
    &mint_screen_portable,
#if defined(__x86_64__)
    &mint_screen_avx2,
    &mint_screen_ifma,
#endif
    &none,
  };
  const char *name = getenv("MINT_SCREEN");
  none = mint_screen_portable;
  none.name = "none";
  none.run = pass_none;
  if (name == NULL) {
    return;
  }
  for (size_t i = 0; i < sizeof(screens) / sizeof(screens[0]); i++) {
    if (strcmp(screens[i]->name, name) == 0 && screens[i]->is_here()) {
      mint_screen_force(screens[i]);
      return;
    }
  }
  fprintf(stderr, "MINT_SCREEN: this CPU has no screen of that name\n");
  _exit(EXIT_INTERNAL);
}
