// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// handover.c starts ssh with a file of known hosts that holds one key. ssh
// closes every descriptor that it did not open, so the file has to have a name,
// and this process has to stay until it can be removed.

#include "cli/host/handover.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/escape.h"
#include "cli/host/pin.h"
#include "cli/io.h"
#include "cli/place.h"

// What the user's configuration says is taken, but not of the host's key: ssh
// takes the first value that it sees, and the command line comes first. Besides
// what is pinned here, known hosts could come from a command, a shared
// connection would be used unchecked, and localhost may be excepted.
static const char *const fixed[] = {
    "GlobalKnownHostsFile=none",
    "KnownHostsCommand=none",
    "StrictHostKeyChecking=yes",
    "CheckHostIP=no",
    "VerifyHostKeyDNS=no",
    "UpdateHostKeys=no",
    "NoHostAuthenticationForLocalhost=no",
    "ControlMaster=no",
    "ControlPath=none",
    "IdentitiesOnly=yes",
};
#define NUM_FIXED (sizeof(fixed) / sizeof(fixed[0]))

// A folder of ours with the file in it. All that is allocated for it is there
// before it is: without memory the process ends at once.
struct pinned {
  char *folder;
  char *file;
  char *line;  // in the file
  bool is_made;
};

static volatile sig_atomic_t child;

static void hand_on(int number) {
  if (child > 0) {
    (void)kill((pid_t)child, number);
  }
}

static const char *find_ssh(void) {
  static const char *const places[] = {"/usr/bin/ssh", "/usr/local/bin/ssh",
                                       "/bin/ssh"};
  for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
    if (access(places[i], X_OK) == 0) {
      return places[i];
    }
  }
  return NULL;
}

// A folder for temporary files whose name ssh takes as it is: blanks, '%' and
// '$' mean something in its options.
static const char *base_folder(void) {
  static const char safe[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._+-";
  const char *const folders[] = {getenv("XDG_RUNTIME_DIR"), getenv("TMPDIR")};
  for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
    const char *folder = folders[i];
    if (folder != NULL && folder[0] == '/' &&
        strspn(folder, safe) == strlen(folder) &&
        access(folder, W_OK | X_OK) == 0) {
      return folder;
    }
  }
  return "/tmp";
}

static bool write_pinned(const char *path, char *line) {
  int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                S_IRUSR | S_IWUSR);
  if (fd < 0) {
    return false;
  }
  size_t len = strlen(line);
  bool ok = write(fd, line, len) == (ssize_t)len;
  return close(fd) == 0 && ok;
}

// Returns false with errno set if there is no randomness for a name.
static bool name_pinned(struct pinned *out, const struct cli_handover *in) {
  char name[CLI_COVER_NAME_MAX];
  memset(out, 0, sizeof(*out));
  if (!cli_cover_name(name)) {
    return false;
  }
  out->folder = cli_format("%s/%s", base_folder(), name);
  out->file = cli_format("%s/known_hosts", out->folder);
  out->line = cli_format("%s", in->line);
  return true;
}

// Returns false with errno set.
static bool make_pinned(struct pinned *pinned) {
  pinned->is_made = mkdir(pinned->folder, S_IRWXU) == 0;
  return pinned->is_made && write_pinned(pinned->file, pinned->line);
}

static void remove_pinned(const struct pinned *pinned) {
  int error = errno;
  if (pinned->is_made) {
    (void)unlink(pinned->file);
    (void)rmdir(pinned->folder);
  }
  errno = error;
}

static void free_pinned(struct pinned *pinned) {
  free(pinned->line);
  free(pinned->file);
  free(pinned->folder);
}

struct arguments {
  char **all;  // owned, and each of them
  size_t num;
};

static void add(struct arguments *arguments, const char *word) {
  arguments->all[arguments->num++] = cli_format("%s", word);
}

static void add_option(struct arguments *arguments, const char *name,
                       const char *value) {
  add(arguments, "-o");
  arguments->all[arguments->num++] = cli_format("%s=%s", name, value);
}

static void free_arguments(struct arguments *arguments) {
  for (size_t i = 0; i < arguments->num; i++) {
    free(arguments->all[i]);
  }
  free(arguments->all);
}

// The signatures that the policy takes: of the user, and of a host's RSA key.
static char *signatures(const struct cli_context *context) {
  bool has_512 = cli_policy_has(&context->policy, CLI_P_SIGNATURE, 0);
  bool has_256 = cli_policy_has(&context->policy, CLI_P_SIGNATURE, 1);
  return cli_format("%s%s%s", has_512 ? "rsa-sha2-512" : "",
                    has_512 && has_256 ? "," : "",
                    has_256 ? "rsa-sha2-256" : "");
}

static void make_arguments(struct arguments *out,
                           const struct cli_context *context,
                           const struct cli_handover *in,
                           const struct pinned *pinned) {
  size_t words = 0;
  while (in->command[words] != NULL) {
    words++;
  }
  out->num = 0;
  out->all = cli_allocate((2 * NUM_FIXED + words + 32) * sizeof(*out->all));
  // A '~' at the start would mean a home directory.
  bool is_absolute = in->identity[0] == '/';
  char *identity = cli_format("%s%s", is_absolute ? "" : "./", in->identity);
  char *port = cli_format("%u", in->name->port);
  add(out, "ssh");
  for (size_t i = 0; i < NUM_FIXED; i++) {
    add(out, "-o");
    add(out, fixed[i]);
  }
  add_option(out, "UserKnownHostsFile", pinned->file);
  add_option(out, "HostKeyAlias", in->name->host);
  const struct cli_host_type *type = &cli_host_types[in->type];
  bool is_rsa = strcmp(type->name, "ssh-rsa") == 0;
  char *accepted = signatures(context);
  add_option(out, "HostKeyAlgorithms", is_rsa ? accepted : type->algorithms);
  add_option(out, "PubkeyAcceptedAlgorithms", accepted);
  free(accepted);
  add(out, "-i");
  add(out, identity);
  add(out, "-p");
  add(out, port);
  if (in->name->user[0] != '\0') {
    add(out, "-l");
    add(out, in->name->user);
  }
  add(out, "--");  // ssh then looks for no option behind the host either
  add(out, in->name->host);
  for (size_t i = 0; i < words; i++) {
    add(out, in->command[i]);
  }
  out->all[out->num] = NULL;
  free(port);
  free(identity);
}

// The signals that would end this process and leave the folder behind. Who
// ignores one (nohup) has it ignored by ssh too.
static const int ends[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP};
#define NUM_ENDS (sizeof(ends) / sizeof(ends[0]))

static bool is_ignored(int number) {
  struct sigaction now;
  return sigaction(number, NULL, &now) == 0 && now.sa_handler == SIG_IGN;
}

// Holds them back until ssh is there to have them.
static void hold_signals(sigset_t *out_held, sigset_t *out_before) {
  (void)sigemptyset(out_held);
  for (size_t i = 0; i < NUM_ENDS; i++) {
    if (!is_ignored(ends[i])) {
      (void)sigaddset(out_held, ends[i]);
    }
  }
  (void)sigprocmask(SIG_BLOCK, out_held, out_before);
}

// Tells whether one came meanwhile: it ends this process when it is let go.
static bool is_interrupted(const sigset_t *held) {
  sigset_t came;
  (void)sigpending(&came);
  (void)sigandset(&came, &came, held);
  return sigisemptyset(&came) == 0;
}

// Undoes what this process has set for itself.
static _Noreturn void become(const struct cli_context *context,
                             const char *path, char **argv,
                             const sigset_t *mask) {
  (void)signal(SIGPIPE, SIG_DFL);
  (void)signal(SIGXFSZ, SIG_DFL);
  (void)sigprocmask(SIG_SETMASK, mask, NULL);
  (void)umask(context->umask);
  (void)execv(path, argv);
  _exit(CLI_EXIT_INTERNAL);
}

// Waits for ssh. If it is stopped from its own side, so is this process: the
// shell waits for that.
static int wait_for(pid_t pid) {
  int status = 0;
  for (;;) {
    pid_t got = waitpid(pid, &status, WUNTRACED);
    if (got == pid && WIFSTOPPED(status)) {
      (void)raise(SIGSTOP);
      (void)kill(pid, SIGCONT);
    } else if (got == pid || errno != EINTR) {
      break;
    }
  }
  child = 0;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// Runs ssh while the signals are held back, and then has them as `mask` says.
// Returns false with errno set if there is no process for it.
static bool run(struct cli_context *context, const char *path, char **argv,
                const sigset_t *mask) {
  struct sigaction action;
  memset(&action, 0, sizeof(action));
  (void)fflush(stdout);
  pid_t pid = fork();
  if (pid == 0) {
    become(context, path, argv, mask);
  }
  if (pid < 0) {
    return false;
  }
  child = pid;
  for (size_t i = 0; i < NUM_ENDS; i++) {
    // What the terminal sends reaches ssh too, which decides.
    bool is_shared = ends[i] == SIGINT || ends[i] == SIGQUIT;
    action.sa_handler = is_shared || is_ignored(ends[i]) ? SIG_IGN : hand_on;
    (void)sigaction(ends[i], &action, NULL);
  }
  (void)sigprocmask(SIG_SETMASK, mask, NULL);
  context->exit = wait_for(pid);
  return true;
}

bool cli_handover(struct cli_context *context, struct cli_report *report,
                  const struct cli_handover *handover) {
  const char *path = find_ssh();
  struct pinned pinned;
  struct arguments arguments;
  if (path == NULL) {
    cli_report_code(report, CLI_E_CONNECT_SSH, NULL);
    return false;
  }
  if (context->policy.value[CLI_P_SIGNATURE] == 0) {
    cli_report_policy(report, "SignatureAlgorithms", "none", "one of RSA");
    return false;
  }
  if (!name_pinned(&pinned, handover)) {
    cli_report_status(report, MINT_ERR_RANDOM, NULL, NULL);
    return false;
  }
  make_arguments(&arguments, context, handover, &pinned);
  sigset_t held;
  sigset_t mask;
  hold_signals(&held, &mask);
  bool is_made = make_pinned(&pinned);
  bool ok = is_made && !is_interrupted(&held) &&
            run(context, path, arguments.all, &mask);
  remove_pinned(&pinned);
  int error = errno;
  (void)sigprocmask(SIG_SETMASK, &mask, NULL);
  if (!is_made) {
    cli_report_file(report, CLI_E_CONNECT_FOLDER, pinned.folder, error);
  } else if (!ok) {
    cli_report_code(report, CLI_E_CONNECT_SSH, strerror(error));
  }
  free_arguments(&arguments);
  free_pinned(&pinned);
  return ok;
}
