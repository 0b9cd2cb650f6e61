// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0
//
// A stand-in for the part of Criterion that our unit tests use, chosen by
// --define=criterion=mini. A failed check ends its case, cr_expect's too.

#ifndef MINT_TESTS_MINI_CRITERION_CRITERION_H
#define MINT_TESTS_MINI_CRITERION_CRITERION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct mini_options {
  void (*init)(void);
  void (*fini)(void);
  int signal;
  int exit_code;
  bool disabled;
  const char *description;
  double timeout;
};

struct mini_test {
  const char *suite;
  const char *name;
  void (*test)(void);
  struct mini_options options;
  struct mini_test *next;
};

struct mini_suite {
  const char *name;
  struct mini_options options;
  struct mini_suite *next;
};

void mini_add_test(struct mini_test *test);
void mini_add_suite(struct mini_suite *suite);

// These two end the case.
_Noreturn void mini_fail(const char *file, int line, const char *condition,
                         const char *format, ...)
    __attribute__((format(printf, 4, 5)));
_Noreturn void mini_skip(void);

#define Test(...) MINI_TEST(__VA_ARGS__, .description = NULL)
#define MINI_TEST(s, n, ...)                                     \
  static void s##_##n##_impl(void);                              \
  __attribute__((constructor)) static void s##_##n##_add(void) { \
    static struct mini_test test = {                             \
        #s, #n, s##_##n##_impl, {__VA_ARGS__}, NULL};            \
    mini_add_test(&test);                                        \
  }                                                              \
  static void s##_##n##_impl(void)

#define TestSuite(...) MINI_SUITE(__VA_ARGS__, .description = NULL)
#define MINI_SUITE(s, ...)                                       \
  __attribute__((constructor)) static void s##_suite_add(void) { \
    static struct mini_suite suite = {#s, {__VA_ARGS__}, NULL};  \
    mini_add_suite(&suite);                                      \
  }                                                              \
  extern int mini_semicolon

// The message is optional: "" "" is a format, and so is "" "text %d", 1.
#define cr_assert(c, ...) \
  ((c) ? (void)0 : mini_fail(__FILE__, __LINE__, #c, "" __VA_ARGS__))
#define cr_expect cr_assert
#define cr_fail(...) mini_fail(__FILE__, __LINE__, "", "" __VA_ARGS__)
#define cr_assert_fail cr_fail
#define cr_skip(...) mini_skip()
#define cr_skip_test(...) mini_skip()
#define cr_log_info(...) ((void)fprintf(stderr, __VA_ARGS__))

#define cr_assert_not(c, ...) cr_assert(!(c), __VA_ARGS__)
#define cr_assert_eq(a, b, ...) cr_assert((a) == (b), __VA_ARGS__)
#define cr_assert_neq(a, b, ...) cr_assert((a) != (b), __VA_ARGS__)
#define cr_assert_lt(a, b, ...) cr_assert((a) < (b), __VA_ARGS__)
#define cr_assert_leq(a, b, ...) cr_assert((a) <= (b), __VA_ARGS__)
#define cr_assert_gt(a, b, ...) cr_assert((a) > (b), __VA_ARGS__)
#define cr_assert_geq(a, b, ...) cr_assert((a) >= (b), __VA_ARGS__)
#define cr_assert_null(a, ...) cr_assert((a) == NULL, __VA_ARGS__)
#define cr_assert_not_null(a, ...) cr_assert((a) != NULL, __VA_ARGS__)
#define cr_assert_str_eq(a, b, ...) \
  cr_assert(strcmp((a), (b)) == 0, __VA_ARGS__)
#define cr_assert_str_neq(a, b, ...) \
  cr_assert(strcmp((a), (b)) != 0, __VA_ARGS__)
#define cr_assert_str_empty(a, ...) cr_assert((a)[0] == '\0', __VA_ARGS__)
#define cr_assert_arr_eq(a, b, n, ...) \
  cr_assert(memcmp((a), (b), (n)) == 0, __VA_ARGS__)
#define cr_assert_arr_neq(a, b, n, ...) \
  cr_assert(memcmp((a), (b), (n)) != 0, __VA_ARGS__)

#define cr_expect_not cr_assert_not
#define cr_expect_eq cr_assert_eq
#define cr_expect_neq cr_assert_neq
#define cr_expect_lt cr_assert_lt
#define cr_expect_leq cr_assert_leq
#define cr_expect_gt cr_assert_gt
#define cr_expect_geq cr_assert_geq
#define cr_expect_null cr_assert_null
#define cr_expect_not_null cr_assert_not_null
#define cr_expect_str_eq cr_assert_str_eq
#define cr_expect_str_neq cr_assert_str_neq
#define cr_expect_arr_eq cr_assert_arr_eq
#define cr_expect_arr_neq cr_assert_arr_neq

#endif  // MINT_TESTS_MINI_CRITERION_CRITERION_H
