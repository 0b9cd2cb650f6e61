// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// generate.c makes key pairs, and knows where they go and what they are called
// if nobody says.

#include "cli/generate.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli/escape.h"
#include "cli/govern.h"
#include "cli/render.h"

char *cli_default_path(void) {
  const struct passwd *user = getpwuid(getuid());
  return user == NULL ? NULL : cli_format("%s/.ssh/id_rsa", user->pw_dir);
}

char *cli_default_comment(void) {
  char host[256] = "";
  const struct passwd *user = getpwuid(getuid());
  if (gethostname(host, sizeof(host) - 1) != 0) {
    host[0] = '\0';
  }
  return cli_format("%s@%s", user == NULL ? "user" : user->pw_name,
                    host[0] == '\0' ? "localhost" : host);
}

bool cli_is_public_name(const char *path) {
  static const char end[] = ".pub";
  size_t len = strlen(path);
  return len >= strlen(end) && strcmp(path + len - strlen(end), end) == 0;
}

char *cli_make_folder(const char *path) {
  const struct passwd *user = getpwuid(getuid());
  if (user == NULL) {
    return NULL;
  }
  char *folder = cli_format("%s/.ssh", user->pw_dir);
  size_t len = strlen(folder);
  struct stat facts;
  if (strncmp(path, folder, len) == 0 && path[len] == '/' &&
      stat(folder, &facts) != 0 && mkdir(folder, S_IRWXU) == 0) {
    return folder;
  }
  free(folder);
  return NULL;
}

// What people see of a key in the making, if it takes long.
struct progress {
  struct timespec start;
  long long shown_at;  // milliseconds after the start; 0: not shown
};

#define CLI_PROGRESS_AFTER_MS 2000
#define CLI_PROGRESS_EVERY_MS 200

static void show_progress(void *context, unsigned primes, unsigned candidates) {
  struct progress *progress = context;
  struct timespec now;
  (void)candidates;
  if (clock_gettime(CLOCK_MONOTONIC, &now) != 0) {
    return;
  }
  long long waited = (long long)(now.tv_sec - progress->start.tv_sec) * 1000 +
                     (now.tv_nsec - progress->start.tv_nsec) / 1000000;
  if (waited < CLI_PROGRESS_AFTER_MS ||
      waited < progress->shown_at + CLI_PROGRESS_EVERY_MS) {
    return;
  }
  progress->shown_at = waited;
  fprintf(stderr, "\rmaking the key: %u of 2 primes, %lld.%lld s ", primes,
          waited / 1000, waited / 100 % 10);
}

static enum mint_status make_key(struct mint_key **out_key,
                                 const struct cli_context *context,
                                 unsigned bits) {
  struct progress progress = {{0, 0}, 0};
  // ssh-keygen shows nothing, and its users compare; only what takes long
  // enough to look stuck is told there too.
  bool is_quiet = context->quiet || (context->ssh_keygen && bits <= 4096);
  bool shows = !is_quiet && isatty(STDERR_FILENO) == 1 &&
               clock_gettime(CLOCK_MONOTONIC, &progress.start) == 0;
  enum mint_status status =
      mint_key_generate(out_key, bits, &context->policy.key, 2,
                        shows ? show_progress : NULL, &progress);
  if (progress.shown_at != 0) {
    fputs("\r\033[K", stderr);
  }
  return status;
}

void cli_made_wipe(struct cli_made *made) {
  mint_secret_wipe(&made->key);
  mint_secret_wipe(&made->public_key);
  mint_parts_free(made->parts);
  made->parts = NULL;
}

static struct mint_write_options private_options(
    const struct cli_context *context, const struct cli_generate *how) {
  struct mint_write_options options = {.format = how->format,
                                       .rounds = how->rounds};
  cli_render_passphrase(&options, &context->passphrase.text);
  if (cli_has_comment(how->format)) {
    options.comment = how->comment;
    options.comment_len = strlen(how->comment);
  }
  return options;
}

// What the policy forbids is refused before a key is made.
static bool may_make(const struct cli_context *context,
                     struct cli_report *report,
                     const struct cli_generate *how) {
  struct mint_write_options options = private_options(context, how);
  return cli_govern_make(context, report, how->bits, how->format) &&
         cli_govern_write(context, report, &options);
}

static bool render(struct cli_made *out, const struct cli_context *context,
                   struct cli_report *report, const struct mint_key *key,
                   const struct cli_generate *how) {
  const struct mint_write_options options = private_options(context, how);
  const struct mint_write_options line = {
      .format = MINT_FORMAT_AUTHORIZED_KEYS,
      .comment = how->comment,
      .comment_len = strlen(how->comment),
  };
  bool ok =
      cli_render(&out->key, &out->parts, context, report, key, &options) &&
      cli_render(&out->public_key, NULL, context, report, key, &line);
  if (!ok) {
    cli_made_wipe(out);
  }
  return ok;
}

bool cli_generate_texts(struct cli_made *out, const struct cli_context *context,
                        struct cli_report *report,
                        const struct cli_generate *how, unsigned threads) {
  struct mint_key *key = NULL;
  memset(out, 0, sizeof(*out));
  if (!may_make(context, report, how)) {
    return false;
  }
  enum mint_status status = mint_key_generate(
      &key, how->bits, &context->policy.key, threads, NULL, NULL);
  if (status != MINT_OK) {
    cli_report_status(report, status, NULL, NULL);
  }
  bool ok = status == MINT_OK && render(out, context, report, key, how);
  mint_key_free(key);
  return ok;
}

bool cli_generate(struct mint_parts **out_parts, struct mint_secret *out_public,
                  const struct cli_context *context, struct cli_report *report,
                  struct cli_save *save, const struct cli_generate *how) {
  struct mint_key *key = NULL;
  struct cli_made made;
  memset(&made, 0, sizeof(made));
  *out_parts = NULL;

  if (!may_make(context, report, how)) {
    return false;
  }
  enum mint_status status = make_key(&key, context, how->bits);
  if (status != MINT_OK) {
    cli_report_status(report, status, NULL, NULL);
    return false;
  }
  bool ok = render(&made, context, report, key, how) &&
            cli_save_write(save, report, &made.key, &made.public_key);
  if (ok) {
    *out_parts = made.parts;  // moved, as the next
    *out_public = made.public_key;
    memset(&made.public_key, 0, sizeof(made.public_key));
    made.parts = NULL;
  }
  cli_made_wipe(&made);
  mint_key_free(key);
  return ok;
}

struct cli_save_target cli_generate_target(const struct cli_context *context,
                                           const char *path, bool force) {
  const struct cli_save_target target = {
      .path = path,
      .mode = CLI_MODE_PRIVATE,
      .force = force,
      .has_public = true,
      .public_mode = CLI_MODE_PUBLIC & ~context->umask,
  };
  return target;
}
