// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0
//
// The main() of every unit test: Criterion with Bazel's habits. Each case is
// reported on its own ($XML_OUTPUT_FILE, JUnit), --test_filter chooses cases
// ('suite/name*'), and a leak in a case fails the test.

#include <stdio.h>
#include <stdlib.h>

#include <criterion/criterion.h>
#include <criterion/options.h>
#include <criterion/output.h>

#if defined(__SANITIZE_ADDRESS__)
#define MINT_LEAK_CHECK
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MINT_LEAK_CHECK
#endif
#endif

#if defined(MINT_LEAK_CHECK)

#include <sanitizer/lsan_interface.h>

// Criterion runs each case in a process that ends without the sanitizer's check
// at exit. So every case's fini is replaced by one that checks. The linker
// names the borders of the section in which Criterion keeps its cases.
extern struct criterion_test *__start_cr_tst[] __attribute__((weak));
extern struct criterion_test *__stop_cr_tst[] __attribute__((weak));

static void (**real_fini)(void);

static void fini_then_check(void) {
  for (size_t i = 0; &__start_cr_tst[i] < __stop_cr_tst; i++) {
    if (__start_cr_tst[i]->data == criterion_current_test->data &&
        real_fini[i] != NULL) {
      real_fini[i]();
    }
  }
  // A suite's own fini runs later. What it frees is held by a static variable,
  // and so is no leak here.
  if (__lsan_do_recoverable_leak_check()) {
    abort();
  }
}

// A constructor, because the processes of the cases do not pass main().
__attribute__((constructor)) static void check_leaks(void) {
  size_t num_tests = (size_t)(__stop_cr_tst - __start_cr_tst);
  real_fini = calloc(num_tests + 1, sizeof(*real_fini));
  if (real_fini == NULL) {
    abort();
  }
  for (size_t i = 0; i < num_tests; i++) {
    struct criterion_test *test = __start_cr_tst[i];
    if (test == NULL) {
      continue;
    }
    real_fini[i] = test->data->fini;
    test->data->fini = fini_then_check;
  }
}

#endif  // MINT_LEAK_CHECK

int main(int argc, char *argv[]) {
  struct criterion_test_set *tests = criterion_initialize();
  int status = 0;
  if (criterion_handle_args(argc, argv, true)) {
    const char *xml = getenv("XML_OUTPUT_FILE");
    const char *filter = getenv("TESTBRIDGE_TEST_ONLY");
    if (xml != NULL && xml[0] != '\0') {
      criterion_add_output("xml", xml);
    }
    if (filter != NULL && filter[0] != '\0') {
      criterion_options.pattern = filter;
    }
    status = criterion_run_all_tests(tests) ? 0 : 1;
  }
  criterion_finalize(tests);
  return status;
}
