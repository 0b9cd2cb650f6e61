// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// save.c writes a key pair so that a crash, a full disk or a signal at any
// moment leaves old files or whole new ones. A new file grows as an unnamed
// file (O_TMPFILE), which vanishes with the process, and gets its name by
// linkat, which never overwrites. To replace a file on purpose the two are
// exchanged in one step, so that the old key is still there until both new
// files are safe.

#include "cli/save.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/escape.h"

// How a file got its name, and so how it is taken back.
enum placed { PLACED_NOT, PLACED_LINKED, PLACED_EXCHANGED, PLACED_RENAMED };

// Stores a finding about one of the files, by its own name.
static void fail(struct cli_report *report, enum cli_code code,
                 const struct cli_save_file *file, int error) {
  char *name = cli_escape_name(file->path);
  char *detail = error == 0 ? cli_format("%s", name)
                            : cli_format("%s: %s", name, strerror(error));
  cli_report_code(report, code, detail);
  free(detail);
  free(name);
}

static bool lacks_feature(int error) {
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
    fail(report, CLI_E_FILE_FOLDER, file, errno);
    return false;
  }
  if (S_ISLNK(facts.st_mode)) {
    fail(report, CLI_E_FILE_SYMLINK, file, 0);
  } else if (!S_ISREG(facts.st_mode)) {
    fail(report, CLI_E_FILE_TARGET, file, 0);
  } else if (!save->force) {
    fail(report, CLI_E_FILE_EXISTS, file, 0);
  } else {
    return true;
  }
  return false;
}

static bool pick_name(char out[CLI_COVER_NAME_MAX]) {
  uint8_t random[12];
  if (getrandom(random, sizeof(random), 0) != (ssize_t)sizeof(random)) {
    return false;
  }
  size_t len = (size_t)snprintf(out, CLI_COVER_NAME_MAX, ".sshmint-");
  for (size_t i = 0; i < sizeof(random); i++) {
    (void)snprintf(out + len + 2 * i, 3, "%02x", (unsigned)random[i]);
  }
  return true;
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
    return true;
  }
  if (lacks_feature(error)) {
    if (faccessat(save->folder, ".", W_OK | X_OK, AT_EACCESS) == 0) {
      return true;
    }
    error = errno;
  }
  fail(report, CLI_E_FILE_FOLDER, file, error);
  return false;
}

static bool open_named(const struct cli_save *save,
                       struct cli_save_file *file) {
  char name[CLI_COVER_NAME_MAX];
  if (!pick_name(name)) {
    return false;
  }
  file->fd = openat(save->folder, name,
                    O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY | O_CLOEXEC,
                    S_IRUSR | S_IWUSR);
  if (file->fd < 0) {
    return false;
  }
  memcpy(file->cover, name, sizeof(name));
  return true;
}

static void open_folder(struct cli_save *save, const char *path,
                        const char *name) {
  char *folder = name == path ? cli_format(".")
                              : cli_format("%.*s", (int)(name - path), path);
  save->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (save->folder < 0 && errno == EACCES) {
    // A directory that may be written but not listed cannot be synced.
    save->folder = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
  }
  free(folder);
}

void cli_save_start(struct cli_save *save) {
  memset(save, 0, sizeof(*save));
  save->folder = -1;
  save->files[0].fd = -1;
  save->files[1].fd = -1;
}

bool cli_save_open(struct cli_save *out, struct cli_report *report,
                   const char *path, bool force, mode_t umask) {
  const char *slash = strrchr(path, '/');
  size_t name_at = slash == NULL ? 0 : (size_t)(slash - path) + 1;
  cli_save_start(out);
  out->force = force;
  struct cli_save_file *private_file = &out->files[0];
  struct cli_save_file *public_file = &out->files[1];
  private_file->path = cli_format("%s", path);
  private_file->mode = S_IRUSR | S_IWUSR;
  public_file->path = cli_format("%s.pub", path);
  public_file->mode = (S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH) & ~umask;
  for (size_t i = 0; i < 2; i++) {
    out->files[i].name = out->files[i].path + name_at;
  }
  open_folder(out, path, path + name_at);
  if (out->folder < 0) {
    fail(report, CLI_E_FILE_FOLDER, private_file, errno);
    return false;
  }
  if (private_file->name[0] == '\0') {
    fail(report, CLI_E_FILE_TARGET, private_file, 0);
    return false;
  }
  return check_target(out, private_file, report) &&
         check_target(out, public_file, report) &&
         open_unnamed(out, private_file, report) &&
         open_unnamed(out, public_file, report);
}

// Writes, and syncs, the whole file under cover.
static bool write_file(const struct cli_save *save, struct cli_save_file *file,
                       const struct mint_secret *in) {
  if (file->fd < 0 && !open_named(save, file)) {
    return false;
  }
  if (fchmod(file->fd, file->mode) != 0) {
    return false;
  }
  for (size_t done = 0; done < in->len;) {
    ssize_t put = write(file->fd, in->data + done, in->len - done);
    if (put < 0 && errno != EINTR) {
      return false;
    }
    done += put < 0 ? 0 : (size_t)put;
  }
  int got = 0;
  do {
    got = fsync(file->fd);
  } while (got != 0 && errno == EINTR);
  return got == 0;
}

// Lets the file under cover appear as `name`, where nothing may be.
static bool appear(const struct cli_save *save, struct cli_save_file *file,
                   const char *name) {
  if (file->cover[0] != '\0') {
    if (renameat2(save->folder, file->cover, save->folder, name,
                  RENAME_NOREPLACE) == 0) {
      file->cover[0] = '\0';
      return true;
    }
    if (!lacks_feature(errno) ||
        linkat(save->folder, file->cover, save->folder, name, 0) != 0) {
      return false;
    }
    (void)unlinkat(save->folder, file->cover, 0);
    file->cover[0] = '\0';
    return true;
  }
  char self[64];
  (void)snprintf(self, sizeof(self), "/proc/self/fd/%d", file->fd);
  if (linkat(AT_FDCWD, self, save->folder, name, AT_SYMLINK_FOLLOW) == 0) {
    return true;
  }
  // Without /proc; newer kernels let the owner do so.
  return (errno == ENOENT || errno == EACCES) &&
         linkat(file->fd, "", save->folder, name, AT_EMPTY_PATH) == 0;
}

// Puts the file under cover in the place of the regular file that is there.
static enum placed replace(const struct cli_save *save,
                           struct cli_save_file *file) {
  if (file->cover[0] == '\0') {
    char name[CLI_COVER_NAME_MAX];
    if (!pick_name(name) || !appear(save, file, name)) {
      return PLACED_NOT;
    }
    memcpy(file->cover, name, sizeof(name));
  }
  if (renameat2(save->folder, file->cover, save->folder, file->name,
                RENAME_EXCHANGE) == 0) {
    return PLACED_EXCHANGED;  // what is under cover now is the old file
  }
  if (!lacks_feature(errno) ||
      renameat(save->folder, file->cover, save->folder, file->name) != 0) {
    return PLACED_NOT;
  }
  file->cover[0] = '\0';
  return PLACED_RENAMED;
}

static enum placed place(const struct cli_save *save,
                         struct cli_save_file *file) {
  struct stat facts;
  bool exists =
      fstatat(save->folder, file->name, &facts, AT_SYMLINK_NOFOLLOW) == 0;
  if (!exists && errno != ENOENT) {
    return PLACED_NOT;
  }
  if (exists && (!save->force || !S_ISREG(facts.st_mode))) {
    errno = EEXIST;
    return PLACED_NOT;
  }
  if (exists) {
    return replace(save, file);
  }
  return appear(save, file, file->name) ? PLACED_LINKED : PLACED_NOT;
}

static void take_back(const struct cli_save *save, struct cli_save_file *file,
                      enum placed placed) {
  switch (placed) {
    case PLACED_LINKED:
      (void)unlinkat(save->folder, file->name, 0);
      return;
    case PLACED_EXCHANGED:
      // If even this fails the old file must stay, under its random name.
      if (renameat2(save->folder, file->cover, save->folder, file->name,
                    RENAME_EXCHANGE) != 0) {
        file->cover[0] = '\0';
      }
      return;
    case PLACED_RENAMED:  // the file system keeps no old file to go back to
    case PLACED_NOT:
      return;
  }
}

static bool sync_folder(const struct cli_save *save) {
  return fsync(save->folder) == 0 || errno == EINVAL || errno == EBADF ||
         errno == EROFS;
}

static bool place_both(struct cli_save *save, struct cli_report *report) {
  struct cli_save_file *private_file = &save->files[0];
  struct cli_save_file *public_file = &save->files[1];
  enum placed private_placed = place(save, private_file);
  if (private_placed == PLACED_NOT) {
    fail(report, errno == EEXIST ? CLI_E_FILE_EXISTS : CLI_E_FILE_WRITE,
         private_file, errno);
    return false;
  }
  enum placed public_placed = place(save, public_file);
  if (public_placed != PLACED_NOT && sync_folder(save)) {
    return true;
  }
  fail(report, errno == EEXIST ? CLI_E_FILE_EXISTS : CLI_E_FILE_WRITE,
       public_file, errno);
  take_back(save, public_file, public_placed);
  take_back(save, private_file, private_placed);
  return false;
}

// Takes away what is still under cover: the old files after an exchange, or
// what could not be put in place.
static void uncover(struct cli_save *save) {
  bool changed = false;
  for (size_t i = 0; i < 2; i++) {
    if (save->files[i].cover[0] != '\0') {
      (void)unlinkat(save->folder, save->files[i].cover, 0);
      save->files[i].cover[0] = '\0';
      changed = true;
    }
  }
  if (changed) {
    (void)sync_folder(save);  // an old key shall not come back after a crash
  }
}

bool cli_save_write(struct cli_save *save, struct cli_report *report,
                    const struct mint_secret *private_key,
                    const struct mint_secret *public_key) {
  // Ctrl-C has to wait for the few milliseconds in which names change.
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, &before);
  const struct mint_secret *contents[2] = {private_key, public_key};
  bool ok = true;
  for (size_t i = 0; i < 2 && ok; i++) {
    ok = write_file(save, &save->files[i], contents[i]);
    if (!ok) {
      fail(report, CLI_E_FILE_WRITE, &save->files[i], errno);
    }
  }
  ok = ok && place_both(save, report);
  uncover(save);
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
  if (save->folder >= 0) {
    (void)close(save->folder);
  }
  cli_save_start(save);
}
