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
#include <sys/wait.h>
#include <unistd.h>

#include "cli/escape.h"
#include "cli/host/pin.h"
#include "cli/io.h"

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

// A folder of ours with the file in it.
struct pinned {
  char *folder;
  char *file;
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

static void remove_pinned(struct pinned *pinned) {
  if (pinned->file != NULL) {
    (void)unlink(pinned->file);
  }
  if (pinned->folder != NULL) {
    (void)rmdir(pinned->folder);
  }
  free(pinned->file);
  free(pinned->folder);
  memset(pinned, 0, sizeof(*pinned));
}

static bool write_pinned(const char *path, char *line) {
  int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                S_IRUSR | S_IWUSR);
  if (fd < 0) {
    return false;
  }
  const struct mint_secret text = {(uint8_t *)line, strlen(line), 0};
  bool ok = cli_write(fd, &text);
  return close(fd) == 0 && ok;
}

static bool make_pinned(struct pinned *out, const struct cli_handover *in) {
  memset(out, 0, sizeof(*out));
  char *line = cli_host_line(in->name->host, in->key->about);
  out->folder = cli_format("%s/sshmint-XXXXXX", base_folder());
  bool ok = line != NULL && mkdtemp(out->folder) != NULL;
  if (ok) {
    out->file = cli_format("%s/known_hosts", out->folder);
    ok = write_pinned(out->file, line);
  } else {
    free(out->folder);
    out->folder = NULL;
  }
  free(line);
  return ok;
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

static bool make_arguments(struct arguments *out,
                           const struct cli_context *context,
                           const struct cli_handover *in,
                           const struct pinned *pinned) {
  size_t words = 0;
  while (in->command[words] != NULL) {
    words++;
  }
  out->num = 0;
  out->all = calloc(2 * NUM_FIXED + words + 32, sizeof(*out->all));
  if (out->all == NULL) {
    return false;
  }
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
  bool is_rsa = strcmp(in->key->about->type, "ssh-rsa") == 0;
  char *accepted = signatures(context);
  add_option(out, "HostKeyAlgorithms",
             is_rsa ? accepted : cli_host_types[in->key->type].algorithms);
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
  free(port);
  free(identity);
  return true;
}

// Undoes what this process has set for itself.
static _Noreturn void become(const struct cli_context *context,
                             const char *path, char **argv,
                             const sigset_t *mask) {
  static const int numbers[] = {SIGINT, SIGQUIT, SIGTERM,
                                SIGHUP, SIGPIPE, SIGXFSZ};
  for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
    (void)signal(numbers[i], SIG_DFL);
  }
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

static bool run(struct cli_context *context, const char *path, char **argv) {
  struct sigaction action;
  sigset_t block;
  sigset_t before;
  memset(&action, 0, sizeof(action));
  action.sa_handler = hand_on;
  (void)sigemptyset(&block);
  (void)sigaddset(&block, SIGTERM);
  (void)sigaddset(&block, SIGHUP);
  (void)fflush(stdout);
  // Nothing arrives between the fork and the moment when `child` is known.
  (void)sigprocmask(SIG_BLOCK, &block, &before);
  // What the terminal sends reaches ssh too, which decides.
  (void)signal(SIGINT, SIG_IGN);
  (void)signal(SIGQUIT, SIG_IGN);
  (void)sigaction(SIGTERM, &action, NULL);
  (void)sigaction(SIGHUP, &action, NULL);
  pid_t pid = fork();
  if (pid == 0) {
    become(context, path, argv, &before);
  }
  child = pid;
  (void)sigprocmask(SIG_SETMASK, &before, NULL);
  if (pid > 0) {
    context->exit = wait_for(pid);
  }
  return pid > 0;
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
  bool ok = false;
  if (!make_pinned(&pinned, handover) ||
      !make_arguments(&arguments, context, handover, &pinned)) {
    cli_report_code(report, CLI_E_CONNECT_SSH, strerror(errno));
  } else {
    ok = run(context, path, arguments.all);
    if (!ok) {
      cli_report_code(report, CLI_E_CONNECT_SSH, strerror(errno));
    }
    free_arguments(&arguments);
  }
  remove_pinned(&pinned);
  return ok;
}
