// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

#include <stdarg.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/mini_criterion/criterion/criterion.h"

// How a case's process tells that it was skipped; any other status that the
// case did not ask for is a failure.
#define SKIPPED 87
#define FAILED 88

static struct mini_test *tests;
static struct mini_test **tests_end = &tests;
static struct mini_suite *suites;

void mini_add_test(struct mini_test *test) {
  *tests_end = test;
  tests_end = &test->next;
}

void mini_add_suite(struct mini_suite *suite) {
  suite->next = suites;
  suites = suite;
}

void mini_fail(const char *file, int line, const char *condition,
               const char *format, ...) {
  fprintf(stderr, "%s:%d: failed: %s ", file, line, condition);
  va_list args;
  va_start(args, format);
  vfprintf(stderr, format, args);
  va_end(args);
  fputc('\n', stderr);
  _exit(FAILED);
}

void mini_skip(void) { _exit(SKIPPED); }

static void call(void (*function)(void)) {
  if (function != NULL) {
    function();
  }
}

// Runs one case in a process of its own. Returns SKIPPED, FAILED or 0.
static int run(const struct mini_test *test) {
  static const struct mini_options kNone;
  const struct mini_options *suite = &kNone;
  for (const struct mini_suite *s = suites; s != NULL; s = s->next) {
    if (strcmp(s->name, test->suite) == 0) {
      suite = &s->options;
    }
  }
  if (test->options.disabled || suite->disabled) {
    return SKIPPED;
  }
  fflush(NULL);
  pid_t pid = fork();
  if (pid < 0) {
    return FAILED;
  }
  if (pid == 0) {
    call(suite->init);
    call(test->options.init);
    test->test();
    call(test->options.fini);
    call(suite->fini);
    fflush(NULL);
    _exit(0);
  }
  int status;
  if (waitpid(pid, &status, 0) != pid) {
    return FAILED;
  }
  int want_signal =
      test->options.signal != 0 ? test->options.signal : suite->signal;
  int want_exit =
      test->options.exit_code != 0 ? test->options.exit_code : suite->exit_code;
  if (WIFSIGNALED(status)) {
    return WTERMSIG(status) == want_signal ? 0 : FAILED;
  }
  if (WEXITSTATUS(status) == SKIPPED) {
    return SKIPPED;
  }
  return want_signal == 0 && WEXITSTATUS(status) == want_exit ? 0 : FAILED;
}

int main(void) {
  const char *path = getenv("XML_OUTPUT_FILE");
  FILE *xml = path != NULL ? fopen(path, "w") : NULL;
  if (xml != NULL) {
    fputs("<testsuites><testsuite name=\"mini\">\n", xml);
  }
  int num_run = 0;
  int num_failed = 0;
  for (const struct mini_test *test = tests; test != NULL; test = test->next) {
    int result = run(test);
    num_run++;
    num_failed += result == FAILED;
    if (result == FAILED) {
      fprintf(stderr, "failed: %s::%s\n", test->suite, test->name);
    }
    if (xml != NULL) {
      fprintf(xml, "<testcase classname=\"%s\" name=\"%s\">%s</testcase>\n",
              test->suite, test->name,
              result == FAILED    ? "<failure/>"
              : result == SKIPPED ? "<skipped/>"
                                  : "");
    }
  }
  if (xml != NULL) {
    fputs("</testsuite></testsuites>\n", xml);
    fclose(xml);
  }
  fprintf(stderr, "%d cases, %d failed\n", num_run, num_failed);
  return num_failed != 0 || num_run == 0;
}
