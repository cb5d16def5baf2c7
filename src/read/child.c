/* The input is a file in memory that no name leads to: nothing of a document
 * touches a disk, and the program can seek in it.  Between fork and exec only
 * system calls are made, since other threads may hold any lock. */
#include "read/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define NO_START 127 /* left by a child that could not become the program */
#define FILES 64     /* that it may have open */
#define GRACE 5      /* milliseconds between looks at a child that closed its output */

struct running {
  struct child *child;
  pid_t pid;
  int out, err;  /* ends of pipes; -1 when closed */
  int64_t until; /* milliseconds of the clock */
  size_t said;
};

static int64_t now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void close_one(int *fd) {
  if (*fd >= 0) close(*fd);
  *fd = -1;
}

/* ---- before it runs ---- */

/* Relative folders are passed over: what is run must not depend on where one stands. */
static bool find_program(const char *name, char *out, size_t size) {
  const char *path = getenv("PATH");
  while (path && *path) {
    size_t len = strcspn(path, ":");
    int n = *path == '/' ? snprintf(out, size, "%.*s/%s", (int)len, path, name) : 0;
    if (n > 0 && (size_t)n < size && access(out, X_OK) == 0) return true;
    path += len + (path[len] == ':');
  }
  return false;
}

static int write_input(int fd, toll_slice input) {
  for (size_t at = 0; at < input.len;) {
    ssize_t n = write(fd, input.at + at, input.len - at);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return errno;
    at += (size_t)n;
  }
  return lseek(fd, 0, SEEK_SET) < 0 ? errno : 0;
}

static int make_input(toll_slice input, int *out) {
  *out = memfd_create("document", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (*out < 0) return errno;
  int code = write_input(*out, input);
  if (code == 0) fcntl(*out, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL);
  if (code != 0) close_one(out);
  return code;
}

static bool limit_all(const struct child_limits *l) {
  const struct rlimit cpu = {l->cpu, l->cpu + 1}; /* the first is told by a signal of its own */
  const struct rlimit memory = {l->memory, l->memory}, none = {0, 0}, files = {FILES, FILES};
  return setrlimit(RLIMIT_AS, &memory) == 0 && setrlimit(RLIMIT_CPU, &cpu) == 0 &&
         setrlimit(RLIMIT_FSIZE, &none) == 0 && setrlimit(RLIMIT_CORE, &none) == 0 &&
         setrlimit(RLIMIT_NOFILE, &files) == 0;
}

/* In the child: files 0, 1 and 2, and none beside them. */
static bool take_files(const int files[3]) {
  int high[3];
  for (int i = 0; i < 3; i++) { /* out of each other's way first */
    high[i] = fcntl(files[i], F_DUPFD, 10);
    if (high[i] < 0) return false;
  }
  for (int i = 0; i < 3; i++)
    if (dup2(high[i], i) < 0) return false;
  if (close_range(3, ~0u, 0) == 0) return true;
  for (int fd = 3; fd < 1024; fd++) close(fd); /* kernels before 5.9 */
  return true;
}

/* In the child: signals as a program expects to find them. */
static void reset_signals(void) {
  static const int ignored[] = {SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGXCPU, SIGXFSZ};
  sigset_t none;
  for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++) signal(ignored[i], SIG_DFL);
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

_Noreturn static void become(const struct child *c, const char *program, char *const *environment, const int files[3],
                             pid_t parent) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  bool ready =
      getppid() == parent && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && take_files(files) && limit_all(&c->limits);
  reset_signals();
  if (ready) execve(program, (char *const *)(void *)(size_t)c->args, environment);
  _exit(NO_START);
}

static int open_pipes(int out[2], int err[2]) {
  if (pipe2(out, O_CLOEXEC) != 0) return errno;
  if (pipe2(err, O_CLOEXEC) == 0) return 0;
  int code = errno;
  close_one(&out[0]);
  close_one(&out[1]);
  return code;
}

static int start(struct running *r, const char *program, int input) {
  static char locale[] = "LC_ALL=C.UTF-8";
  char path[4096 + 8];
  int n = snprintf(path, sizeof path, "PATH=%s", getenv("PATH"));
  if (n < 0 || (size_t)n >= sizeof path) strcpy(path, "PATH=/usr/bin:/bin");
  char *const environment[] = {locale, path, NULL};
  int out[2], err[2];
  int code = open_pipes(out, err);
  if (code != 0) return code;
  const int files[3] = {input, out[1], err[1]};
  pid_t parent = getpid();
  r->pid = fork();
  if (r->pid == 0) become(r->child, program, environment, files, parent);
  code = r->pid < 0 ? errno : 0;
  close_one(&out[1]);
  close_one(&err[1]);
  if (code == 0) {
    setpgid(r->pid, r->pid); /* both sides do it, so that neither need wait */
    r->out = out[0];
    r->err = err[0];
    return 0;
  }
  close_one(&out[0]);
  close_one(&err[0]);
  return code;
}

/* ---- while it runs ---- */

static void keep_said(struct running *r, const char *bytes, size_t len) {
  char *said = r->child->said;
  size_t room = sizeof r->child->said - 1 - r->said;
  if (len > room) len = room;
  memcpy(said + r->said, bytes, len);
  r->said += len;
  said[r->said] = 0;
}

/* Reads what one pipe has.  False: the caller wants no more. */
static bool drain(struct running *r, int *fd, char *chunk, size_t size) {
  ssize_t n = read(*fd, chunk, size);
  if (n < 0 && (errno == EINTR || errno == EAGAIN)) return true;
  if (n <= 0) {
    close_one(fd);
    return true;
  }
  if (fd == &r->out) return r->child->take(r->child->state, chunk, (size_t)n);
  keep_said(r, chunk, (size_t)n);
  return true;
}

/* Until both pipes are closed.  CHILD_EXITED, or why it must be killed. */
static enum child_end listen_to(struct running *r) {
  char chunk[16384];
  while (r->out >= 0 || r->err >= 0) {
    int64_t left = r->until - now_ms();
    if (left <= 0) return CHILD_LATE;
    struct pollfd fds[2] = {{r->out, POLLIN, 0}, {r->err, POLLIN, 0}};
    int n = poll(fds, 2, left > 60000 ? 60000 : (int)left);
    if (n < 0 && errno != EINTR) return CHILD_LATE;
    if (n <= 0) continue;
    if (fds[0].revents && !drain(r, &r->out, chunk, sizeof chunk)) return CHILD_REFUSED;
    if (fds[1].revents) drain(r, &r->err, chunk, sizeof chunk);
  }
  return CHILD_EXITED;
}

/* Waits for the end of one that closed its pipes; it is not reaped yet, so that
 * its group's number stays its own. */
static bool await_end(const struct running *r) {
  for (;;) {
    siginfo_t info = {0};
    int code = waitid(P_PID, (id_t)r->pid, &info, WEXITED | WNOHANG | WNOWAIT);
    if (code != 0 && errno != EINTR) return true;
    if (code == 0 && info.si_pid == r->pid) return true;
    if (now_ms() >= r->until) return false;
    const struct timespec pause = {0, GRACE * 1000000};
    nanosleep(&pause, NULL);
  }
}

static enum child_end finish(struct running *r, enum child_end end) {
  if (end == CHILD_EXITED && !await_end(r)) end = CHILD_LATE;
  kill(-r->pid, SIGKILL); /* with whatever it started itself */
  close_one(&r->out);
  close_one(&r->err);
  int status = 0;
  while (waitpid(r->pid, &status, 0) < 0)
    if (errno != EINTR) return CHILD_SYSTEM;
  if (end != CHILD_EXITED) return end;
  r->child->status = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
  if (WIFSIGNALED(status)) return r->child->status == SIGXCPU ? CHILD_LATE : CHILD_SIGNALLED;
  return r->child->status == NO_START ? CHILD_UNSTARTED : CHILD_EXITED;
}

enum child_end child_run(struct child *c) {
  char program[4096];
  c->status = 0;
  c->said[0] = 0;
  if (!find_program(c->name, program, sizeof program)) return CHILD_MISSING;
  int input;
  c->status = make_input(c->input, &input);
  if (c->status != 0) return CHILD_SYSTEM;
  struct running r = {.child = c, .out = -1, .err = -1, .until = now_ms() + (int64_t)c->limits.seconds * 1000};
  c->status = start(&r, program, input);
  close_one(&input);
  if (c->status != 0) return CHILD_SYSTEM;
  return finish(&r, listen_to(&r));
}
