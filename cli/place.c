// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// place.c changes names, never contents. A file is replaced only where the old
// one has a second name to come back from: the two are exchanged in one step,
// or else the old one is linked to a cover name before the new one takes its
// place. Between a look at a name and its change somebody else may come, so
// what an exchange brought out is looked at again, and before a file is removed
// it is made sure that it is ours to remove.

#include "cli/place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/escape.h"

static bool lacks_feature(int error) {
  return error == EOPNOTSUPP || error == EINVAL || error == ENOSYS;
}

bool cli_cover_name(char out[CLI_COVER_NAME_MAX]) {
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

static bool is_old(const struct cli_save_file *file, const struct stat *now) {
  return S_ISREG(now->st_mode) && cli_facts_same(&file->replaces, now);
}

static bool is_new(const struct cli_save_file *file, const struct stat *now) {
  struct stat facts;
  return file->fd >= 0 && fstat(file->fd, &facts) == 0 &&
         facts.st_dev == now->st_dev && facts.st_ino == now->st_ino;
}

static void move_name(char to[CLI_COVER_NAME_MAX],
                      char from[CLI_COVER_NAME_MAX]) {
  memcpy(to, from, CLI_COVER_NAME_MAX);
  from[0] = '\0';
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
    // The cover name that is left is removed at the end.
    return lacks_feature(errno) &&
           linkat(save->folder, file->cover, save->folder, name, 0) == 0;
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

// Replaces the regular file that is there where names cannot be exchanged.
static bool replace_linked(const struct cli_save *save,
                           struct cli_save_file *file,
                           enum cli_code *out_code) {
  char old[CLI_COVER_NAME_MAX];
  struct stat now;
  if (!cli_cover_name(old)) {
    return false;
  }
  if (linkat(save->folder, file->name, save->folder, old, 0) != 0) {
    if (errno == ENOENT) {
      *out_code = CLI_E_FILE_CHANGED;
    } else if (lacks_feature(errno) || errno == EPERM || errno == EMLINK) {
      *out_code = CLI_E_FILE_REPLACE;
    }
    return false;
  }
  if (fstatat(save->folder, old, &now, AT_SYMLINK_NOFOLLOW) != 0 ||
      !is_old(file, &now)) {
    (void)unlinkat(save->folder, old, 0);  // it has its own name still
    *out_code = CLI_E_FILE_CHANGED;
    return false;
  }
  memcpy(file->old, old, sizeof(old));
  if (renameat(save->folder, file->cover, save->folder, file->name) != 0) {
    return false;
  }
  file->cover[0] = '\0';
  return true;
}

// Puts the file under cover in the place of the regular file that is there,
// which goes under cover itself.
static bool replace(const struct cli_save *save, struct cli_save_file *file,
                    enum cli_code *out_code) {
  if (file->cover[0] == '\0') {
    char name[CLI_COVER_NAME_MAX];
    if (!cli_cover_name(name) || !appear(save, file, name)) {
      return false;
    }
    memcpy(file->cover, name, sizeof(name));
  }
  if (renameat2(save->folder, file->cover, save->folder, file->name,
                RENAME_EXCHANGE) == 0) {
    move_name(file->old, file->cover);
    return true;
  }
  if (errno == ENOENT) {
    *out_code = CLI_E_FILE_CHANGED;
    return false;
  }
  return lacks_feature(errno) && replace_linked(save, file, out_code);
}

// Whether what the new file took the place of is what was to be replaced.
static bool has_replaced(const struct cli_save *save,
                         const struct cli_save_file *file) {
  struct stat now;
  return fstatat(save->folder, file->old, &now, AT_SYMLINK_NOFOLLOW) == 0 &&
         is_old(file, &now);
}

// Returns false with errno set, and the code that it means in *out_code. The
// file may have been placed all the same, and has to be taken back.
static bool place(const struct cli_save *save, struct cli_save_file *file,
                  enum cli_code *out_code) {
  struct stat facts;
  *out_code = CLI_E_FILE_WRITE;
  bool exists =
      fstatat(save->folder, file->name, &facts, AT_SYMLINK_NOFOLLOW) == 0;
  if (!exists && errno != ENOENT) {
    return false;
  }
  if (file->was != NULL && (!exists || !S_ISREG(facts.st_mode) ||
                            !cli_facts_same(file->was, &facts))) {
    *out_code = CLI_E_FILE_CHANGED;
    return false;
  }
  if (exists && (!save->force || !S_ISREG(facts.st_mode))) {
    errno = EEXIST;
  } else if (!exists) {
    file->is_placed = appear(save, file, file->name);
  } else {
    cli_facts_take(&file->replaces, &facts);
    file->is_placed = replace(save, file, out_code);
    if (file->is_placed && !has_replaced(save, file)) {
      *out_code = CLI_E_FILE_CHANGED;
      return false;
    }
  }
  if (!file->is_placed && errno == EEXIST) {
    *out_code = CLI_E_FILE_EXISTS;
  }
  return file->is_placed;
}

// Takes the new file back from its place. Returns 0, or the error. What stands
// there and is not ours stays there, or comes under cover, where it is kept.
static int take_back(const struct cli_save *save, struct cli_save_file *file) {
  struct stat now;
  bool has_old = file->old[0] != '\0';
  if (!file->is_placed) {
    return 0;
  }
  if (has_old && renameat2(save->folder, file->old, save->folder, file->name,
                           RENAME_EXCHANGE) == 0) {
    move_name(file->cover, file->old);
    file->is_placed = false;
    return 0;
  }
  bool is_there =
      fstatat(save->folder, file->name, &now, AT_SYMLINK_NOFOLLOW) == 0;
  bool is_theirs = is_there && !is_new(file, &now);
  int got = 0;
  if (has_old && is_theirs) {
    return EEXIST;
  }
  if (has_old) {
    got = renameat(save->folder, file->old, save->folder, file->name);
  } else if (is_there && !is_theirs) {
    got = unlinkat(save->folder, file->name, 0);
  }
  if (got != 0) {
    return errno;
  }
  file->old[0] = '\0';
  file->is_placed = false;
  return 0;
}

static bool sync_folder(const struct cli_save *save) {
  return fsync(save->folder) == 0 || errno == EINVAL || errno == EBADF ||
         errno == EROFS;
}

// The path of a file that lies beside `file`; the caller frees it.
static char *path_of(const struct cli_save_file *file, const char *name) {
  return cli_format("%.*s%s", (int)(file->name - file->path), file->path, name);
}

static void tell_left(struct cli_report *report,
                      const struct cli_save_file *file, enum cli_code code,
                      const char *name, const char *what, int error) {
  char *path = path_of(file, name);
  char *shown = cli_escape_name(path);
  bool is_private = (file->mode & (S_IRWXG | S_IRWXO)) == 0;
  // Which need not be a key: known_hosts is written like one.
  char *detail = cli_format("%s (the %s %sfile): %s", shown, what,
                            is_private ? "private " : "", strerror(error));
  cli_report_code(report, code, detail);
  free(detail);
  free(shown);
  free(path);
}

// Takes all files back, and tells why, and what could not be taken back.
static void undo(struct cli_save *save, struct cli_report *report,
                 const char *refused, enum cli_code code, int error) {
  int errors[2];
  for (size_t i = 2; i-- > 0;) {
    errors[i] = take_back(save, &save->files[i]);
  }
  (void)sync_folder(save);
  bool is_restored = errors[0] == 0 && errors[1] == 0;
  if (code == CLI_E_FILE_WRITE && !is_restored) {
    code = CLI_E_FILE_WRITE_HALF;
  }
  bool says_why = code != CLI_E_FILE_EXISTS && code != CLI_E_FILE_CHANGED;
  cli_report_file(report, code, refused, says_why ? error : 0);
  for (size_t i = 0; i < 2; i++) {
    struct cli_save_file *file = &save->files[i];
    if (errors[i] == 0) {
      continue;
    }
    if (file->old[0] == '\0') {
      tell_left(report, file, CLI_E_FILE_LEFT, file->name, "new", errors[i]);
    } else {
      tell_left(report, file, CLI_E_FILE_RESTORE, file->old, "old", errors[i]);
      file->old[0] = '\0';  // it is the only one, and has to stay
    }
  }
}

// Gives the old file the name that it is kept under, or takes that away again.
static bool keep_old(const struct cli_save *save, struct cli_report *report) {
  const struct cli_save_file *file = &save->files[0];
  char *name = cli_format("%s.orig", file->name);
  char *path = cli_format("%s.orig", file->path);
  bool ok = linkat(save->folder, file->name, save->folder, name, 0) == 0;
  if (!ok && errno == EEXIST) {
    cli_report_file(report, CLI_E_FILE_EXISTS, path, 0);
  } else if (!ok) {
    cli_report_file(report, CLI_E_FILE_WRITE, path, errno);
  }
  free(path);
  free(name);
  return ok;
}

static void keep_no_more(const struct cli_save *save) {
  char *name = cli_format("%s.orig", save->files[0].name);
  (void)unlinkat(save->folder, name, 0);
  free(name);
}

// Lets the old file, which the new one has replaced for good, take the place of
// an older one at `path`. Nothing that can fail comes after that.
static bool retire_old(struct cli_save *save, struct cli_report *report,
                       const char *path) {
  struct cli_save_file *file = &save->files[0];
  const char *name = path + (file->name - file->path);
  if (file->old[0] == '\0') {
    return true;
  }
  if (renameat(save->folder, file->old, save->folder, name) != 0) {
    undo(save, report, path, CLI_E_FILE_WRITE, errno);
    return false;
  }
  // It is there still if the older one was a link to the same file.
  (void)unlinkat(save->folder, file->old, 0);
  file->old[0] = '\0';
  (void)sync_folder(save);
  return true;
}

bool cli_place(struct cli_save *save, struct cli_report *report) {
  struct cli_save_file *file = &save->files[0];
  enum cli_code code = CLI_E_FILE_WRITE;
  // Made here: without memory the process ends at once.
  char *retired = cli_format("%s.old", file->path);
  bool ok = !save->keeps || keep_old(save, report);
  if (!ok) {
    free(retired);
    return false;
  }
  for (size_t i = 0; i < save->num && ok; i++) {
    file = &save->files[i];
    ok = place(save, file, &code);
  }
  ok = ok && sync_folder(save);
  if (!ok) {
    undo(save, report, file->path, code, errno);
    if (save->keeps) {
      keep_no_more(save);
    }
  } else if (save->retires) {
    ok = retire_old(save, report, retired);
  }
  free(retired);
  return ok;
}

// Removes a file under cover, unless it is neither the new nor the old one:
// then somebody else has put or changed it, and there may be no other copy.
static void remove_cover(const struct cli_save *save, struct cli_report *report,
                         const struct cli_save_file *file,
                         char name[CLI_COVER_NAME_MAX], const char *what) {
  struct stat now;
  if (name[0] == '\0') {
    return;
  }
  int got = fstatat(save->folder, name, &now, AT_SYMLINK_NOFOLLOW);
  if (got == 0 && !is_new(file, &now) && !is_old(file, &now)) {
    char *path = path_of(file, name);
    cli_report_file(report, CLI_E_FILE_KEPT, path, 0);
    free(path);
  } else if ((got != 0 || unlinkat(save->folder, name, 0) != 0) &&
             errno != ENOENT) {
    tell_left(report, file, CLI_E_FILE_LEFT, name, what, errno);
  }
  name[0] = '\0';
}

void cli_uncover(struct cli_save *save, struct cli_report *report) {
  bool changes = false;
  for (size_t i = 0; i < 2; i++) {
    struct cli_save_file *file = &save->files[i];
    changes = changes || file->cover[0] != '\0' || file->old[0] != '\0';
    remove_cover(save, report, file, file->cover, "new");
    remove_cover(save, report, file, file->old, "old");
  }
  if (changes) {
    (void)sync_folder(save);  // an old key shall not come back after a crash
  }
}
