// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// terminal.c does what readpassphrase(3) does, with a terminal that is open
// already.

#include "cli/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static int terminal = -1;
static bool is_open;

void cli_terminal_open(void) {
  if (!is_open) {
    terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
    is_open = true;
  }
}

int cli_terminal(void) {
  cli_terminal_open();
  return terminal;
}

// What would leave the shell with a terminal that does not echo.
static const int numbers[] = {SIGALRM, SIGHUP,  SIGINT,  SIGQUIT,
                              SIGTERM, SIGTSTP, SIGTTIN, SIGTTOU};
#define NUM_SIGNALS (sizeof(numbers) / sizeof(numbers[0]))

static volatile sig_atomic_t came[NUM_SIGNALS];

static void note(int number) {
  for (size_t i = 0; i < NUM_SIGNALS; i++) {
    if (numbers[i] == number) {
      came[i] = 1;
    }
  }
}

// Reads up to the end of the line. Returns false with errno set if that fails;
// the end of the input ends a line as well.
static bool read_answer(char *out, size_t cap) {
  size_t len = 0;
  char c = '\0';
  ssize_t got = read(terminal, &c, 1);
  while (got == 1 && c != '\n' && c != '\r') {
    if (len + 1 < cap) {
      out[len++] = c;
    }
    got = read(terminal, &c, 1);
  }
  out[len] = '\0';
  return got >= 0;
}

static void put(const char *text) {
  // There is nobody to tell that a prompt could not be shown.
  ssize_t put = write(terminal, text, strlen(text));
  (void)put;
}

// Asks with the echo off and the signals noted, then undoes both.
static bool ask_once(char *out, size_t cap, const char *prompt) {
  struct sigaction action;
  struct sigaction before[NUM_SIGNALS];
  struct termios shown;
  memset(&action, 0, sizeof(action));
  action.sa_handler = note;  // without SA_RESTART: they interrupt the reading
  // In the background this stops the process: while that still has its effect.
  bool has_mode = tcgetattr(terminal, &shown) == 0;
  struct termios hidden = shown;
  if (has_mode) {
    hidden.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
    (void)tcsetattr(terminal, TCSAFLUSH, &hidden);
  }
  for (size_t i = 0; i < NUM_SIGNALS; i++) {
    came[i] = 0;
    (void)sigaction(numbers[i], &action, &before[i]);
  }
  put(prompt);
  bool ok = read_answer(out, cap);
  int error = errno;
  put("\n");
  while (has_mode && tcsetattr(terminal, TCSAFLUSH, &shown) != 0 &&
         errno == EINTR && came[NUM_SIGNALS - 1] == 0) {
  }
  for (size_t i = 0; i < NUM_SIGNALS; i++) {
    (void)sigaction(numbers[i], &before[i], NULL);
  }
  errno = error;
  return ok;
}

bool cli_terminal_ask(char *out, size_t cap, const char *prompt) {
  bool ok = false;
  bool again = true;
  if (cli_terminal() < 0) {
    errno = ENOTTY;
    return false;
  }
  while (again) {
    again = false;
    ok = ask_once(out, cap, prompt);
    int error = errno;
    for (size_t i = 0; i < NUM_SIGNALS; i++) {
      if (came[i] != 0) {
        (void)raise(numbers[i]);
        again = again || numbers[i] == SIGTSTP || numbers[i] == SIGTTIN ||
                numbers[i] == SIGTTOU;
      }
    }
    errno = error;
  }
  return ok;
}
