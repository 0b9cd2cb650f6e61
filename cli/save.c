// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// save.c writes key files so that a crash, a full disk or a signal at any
// moment leaves old files or whole new ones. A new file grows as an unnamed
// file (O_TMPFILE), which vanishes with the process, and gets its name by
// linkat, which never overwrites. Who replaces files on purpose (place.c) keeps
// the old ones until all new ones are safe. One process at a time does so in a
// directory, so that a pair is always of one key.

#include "cli/save.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli/escape.h"
#include "cli/kept.h"
#include "cli/place.h"

// How long another process may keep the directory: 10 seconds.
#define CLI_LOCK_TRIES 100
#define CLI_LOCK_PAUSE_NS (100L * 1000 * 1000)

static bool has_no_unnamed(int error) {
  return error == EOPNOTSUPP || error == EINVAL || error == ENOSYS ||
         error == EISDIR;
}

// Refuses what stands where `file` shall appear.
static bool check_target(const struct cli_save *save,
                         const struct cli_save_file *file,
                         struct cli_report *report) {
  struct stat facts;
  if (fstatat(save->folder, file->name, &facts, AT_SYMLINK_NOFOLLOW) != 0) {
    if (errno == ENOENT) {
      return true;
    }
    cli_report_file(report, CLI_E_FILE_FOLDER, file->path, errno);
    return false;
  }
  if (S_ISLNK(facts.st_mode)) {
    cli_report_file(report, CLI_E_FILE_SYMLINK, file->path, 0);
  } else if (!S_ISREG(facts.st_mode)) {
    cli_report_file(report, CLI_E_FILE_TARGET, file->path, 0);
  } else if (!save->force) {
    cli_report_file(report, CLI_E_FILE_EXISTS, file->path, 0);
  } else if (file->was != NULL && !cli_facts_same(file->was, &facts)) {
    cli_report_file(report, CLI_E_FILE_CHANGED, file->path, 0);
  } else {
    return true;
  }
  return false;
}

// Gives a new file its mode, and looks whether it has got it: some file systems
// have one mode for all files.
static bool set_mode(const struct cli_save_file *file,
                     struct cli_report *report) {
  const mode_t others = S_IRWXG | S_IRWXO;
  struct stat facts;
  if ((fchmod(file->fd, file->mode) != 0 && errno != EPERM) ||
      fstat(file->fd, &facts) != 0) {
    cli_report_file(report, CLI_E_FILE_WRITE, file->path, errno);
    return false;
  }
  if ((file->mode & others) == 0 && (facts.st_mode & others) != 0) {
    cli_report_file(report, CLI_E_FILE_EXPOSED, file->path, 0);
    return false;
  }
  return true;
}

// Another directory is no remedy for a full disk or for too many open files.
static enum cli_code folder_code(int error) {
  bool is_full =
      error == ENOSPC || error == EDQUOT || error == EMFILE || error == ENFILE;
  return is_full ? CLI_E_FILE_WRITE : CLI_E_FILE_FOLDER;
}

// Opens an unnamed file. Where the file system has none, the file is opened
// when it is written: until then nothing shall be seen of it.
static bool open_unnamed(const struct cli_save *save,
                         struct cli_save_file *file,
                         struct cli_report *report) {
  file->fd = openat(save->folder, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC,
                    S_IRUSR | S_IWUSR);
  int error = errno;
  if (file->fd >= 0) {
    return set_mode(file, report);
  }
  if (has_no_unnamed(error)) {
    if (faccessat(save->folder, ".", W_OK | X_OK, AT_EACCESS) == 0) {
      return true;
    }
    error = errno;
  }
  cli_report_file(report, folder_code(error), file->path, error);
  return false;
}

static bool open_named(const struct cli_save *save, struct cli_save_file *file,
                       struct cli_report *report) {
  char name[CLI_COVER_NAME_MAX];
  if (cli_cover_name(name)) {
    file->fd = openat(save->folder, name,
                      O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY | O_CLOEXEC,
                      S_IRUSR | S_IWUSR);
  }
  if (file->fd < 0) {
    cli_report_file(report, CLI_E_FILE_WRITE, file->path, errno);
    return false;
  }
  memcpy(file->cover, name, sizeof(name));
  return set_mode(file, report);
}

void cli_save_start(struct cli_save *save) {
  memset(save, 0, sizeof(*save));
  save->folder = -1;
  save->files[0].fd = -1;
  save->files[1].fd = -1;
}

bool cli_save_open(struct cli_save *out, struct cli_report *report,
                   const struct cli_save_target *target) {
  const char *path = target->path;
  const char *slash = strrchr(path, '/');
  size_t name_at = slash == NULL ? 0 : (size_t)(slash - path) + 1;
  cli_save_start(out);
  out->force = target->force;
  out->keeps = target->keeps;
  out->retires = target->retires;
  out->num = target->has_public ? 2 : 1;
  out->files[0].path = cli_format("%s", path);
  out->files[0].mode = target->mode;
  out->files[0].was = target->was;
  out->files[1].path = cli_format("%s.pub", path);
  out->files[1].mode = target->public_mode;
  out->files[1].was = target->public_was;
  for (size_t i = 0; i < 2; i++) {
    out->files[i].name = out->files[i].path + name_at;
  }
  out->folder = cli_folder_open(path);
  if (out->folder < 0) {
    cli_report_file(report, folder_code(errno), path, errno);
    return false;
  }
  if (path[name_at] == '\0') {
    cli_report_file(report, CLI_E_FILE_TARGET, path, 0);
    return false;
  }
  bool ok = true;
  for (size_t i = 0; i < out->num && ok; i++) {
    ok = check_target(out, &out->files[i], report);
  }
  for (size_t i = 0; i < out->num && ok; i++) {
    ok = open_unnamed(out, &out->files[i], report);
  }
  return ok;
}

// Gives the file under cover to the owner of the one that it replaces. The
// group matters only where it has rights.
static bool keep_owner(const struct cli_save_file *file) {
  struct stat facts;
  if (file->was == NULL || fstat(file->fd, &facts) != 0) {
    return file->was == NULL;
  }
  const struct stat *was = &file->was->all;
  if (facts.st_gid != was->st_gid &&
      fchown(file->fd, (uid_t)-1, was->st_gid) != 0 &&
      (file->mode & S_IRWXG) != 0) {
    return false;
  }
  return facts.st_uid == was->st_uid ||
         fchown(file->fd, was->st_uid, (gid_t)-1) == 0;
}

static bool write_and_sync(const struct cli_save_file *file,
                           const struct mint_secret *in) {
  if (!cli_write(file->fd, in)) {
    return false;
  }
  int got = 0;
  do {
    got = fsync(file->fd);
  } while (got != 0 && errno == EINTR);
  return got == 0;
}

// Writes the whole file under cover.
static bool write_file(const struct cli_save *save, struct cli_save_file *file,
                       struct cli_report *report,
                       const struct mint_secret *in) {
  if (file->fd < 0 && !open_named(save, file, report)) {
    return false;
  }
  if (!write_and_sync(file, in)) {
    cli_report_file(report, CLI_E_FILE_WRITE, file->path, errno);
    return false;
  }
  if (!keep_owner(file)) {
    cli_report_file(report, CLI_E_FILE_OWNER, file->path, errno);
    return false;
  }
  return true;
}

// Waits until no other process is placing files here. Where there are no locks
// it goes on without.
static bool lock_folder(const struct cli_save *save) {
  const struct timespec pause = {0, CLI_LOCK_PAUSE_NS};
  for (unsigned i = 0; i < CLI_LOCK_TRIES; i++) {
    if (flock(save->folder, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) {
      return true;
    }
    (void)nanosleep(&pause, NULL);
  }
  return false;
}

bool cli_save_write(struct cli_save *save, struct cli_report *report,
                    const struct mint_secret *key,
                    const struct mint_secret *public_key) {
  if (!lock_folder(save)) {
    cli_report_file(report, CLI_E_FILE_BUSY, save->files[0].path, 0);
    return false;
  }
  // Ctrl-C has to wait for the few milliseconds in which names change.
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, &before);
  bool ok = write_file(save, &save->files[0], report, key) &&
            (save->num == 1 ||
             write_file(save, &save->files[1], report, public_key)) &&
            cli_place(save, report);
  cli_uncover(save, report);
  (void)flock(save->folder, LOCK_UN);
  sigprocmask(SIG_SETMASK, &before, NULL);
  return ok;
}

void cli_save_close(struct cli_save *save) {
  for (size_t i = 0; i < 2; i++) {
    if (save->files[i].fd >= 0) {
      (void)close(save->files[i].fd);
    }
    free(save->files[i].path);
  }
  cli_folder_close(save->folder);
  cli_save_start(save);
}
