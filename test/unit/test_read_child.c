/* Another program under limits: what it gets, what it may do, how it ends. */
#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include "read/child.h"
#include "tap.h"
#include "toll/claim.h"

static bool keep(void *state, const char *bytes, size_t len) {
  toll_buffer_add(state, bytes, len);
  return true;
}

static bool keep_little(void *state, const char *bytes, size_t len) {
  toll_buffer *out = state;
  toll_buffer_add(out, bytes, len);
  return out->len < 1000;
}

/* Runs a line of shell; out is what it wrote. */
static enum child_end shell(const char *line, struct child *c, toll_buffer *out) {
  const char *const args[] = {"sh", "-c", line, NULL};
  out->len = 0;
  c->name = "sh";
  c->args = args;
  c->state = out;
  if (!c->take) c->take = keep;
  if (!c->limits.seconds) c->limits = (struct child_limits){60, 60, (size_t)1 << 30};
  return child_run(c);
}

static void is_out(const char *line, toll_slice input, const char *want, const char *name) {
  toll_buffer out = {0};
  struct child c = {.input = input};
  IS_INT(shell(line, &c, &out), CHILD_EXITED, name);
  IS_STR(((toll_slice){out.at ? out.at : "", out.len}), want, name);
  toll_buffer_free(&out);
}

static void test_surroundings(void) {
  setenv("SECRET", "1", 1);
  int extra = dup(1); /* is not to be seen by the child */
  is_out("cat", TOLL_LIT("some bytes"), "some bytes", "its input");
  is_out("cat /dev/stdin; cat /dev/stdin", TOLL_LIT("ab"), "abab", "can be opened as a file, and again");
  is_out("echo \"$SECRET$HOME$LC_ALL\"", TOLL_LIT(""), "C.UTF-8\n", "no environment but two");
  is_out("ls /proc/self/fd | tr '\\n' ' '", TOLL_LIT(""), "0 1 2 3 ", "no file but three, and that of the folder");
  is_out("grep NoNewPrivs /proc/self/status", TOLL_LIT(""), "NoNewPrivs:\t1\n", "it gains no privileges");
  is_out("ulimit -v; ulimit -t; ulimit -c; ulimit -f", TOLL_LIT(""), "1048576\n60\n0\n0\n", "and has limits");
  close(extra);
}

static void test_ends(void) {
  toll_buffer out = {0};
  struct child c = {0};
  IS_INT(shell("echo of trouble >&2; exit 7", &c, &out), CHILD_EXITED, "an end of its own");
  IS_INT(c.status, 7, "with what it left");
  IS_STR(((toll_slice){c.said, strlen(c.said)}), "of trouble\n", "and what it said");
  c = (struct child){0};
  IS_INT(shell("kill -SEGV $$", &c, &out), CHILD_SIGNALLED, "a crash");
  IS_INT(c.status, SIGSEGV, "by its signal");
  c = (struct child){0};
  signal(SIGPIPE, SIG_IGN);
  IS_INT(shell("kill -PIPE $$; echo still", &c, &out), CHILD_SIGNALLED, "signals are as a program expects them");
  signal(SIGPIPE, SIG_DFL);
  c = (struct child){.limits = {1, 60, (size_t)1 << 30}};
  IS_INT(shell("sleep 60", &c, &out), CHILD_LATE, "too long by the clock");
  c = (struct child){.limits = {1, 60, (size_t)1 << 30}};
  IS_INT(shell("exec >&- 2>&-; sleep 60", &c, &out), CHILD_LATE, "also when nothing can come any more");
  c = (struct child){.limits = {60, 1, (size_t)1 << 30}};
  IS_INT(shell("while :; do :; done", &c, &out), CHILD_LATE, "too long for the processor");
  c = (struct child){.take = keep_little};
  IS_INT(shell("yes", &c, &out), CHILD_REFUSED, "more than was wanted");
  c = (struct child){0};
  IS_INT(shell("yes trouble | head -c 100000 >&2", &c, &out), CHILD_EXITED, "much trouble is cut");
  OK(strlen(c.said) == sizeof c.said - 1, "to what there is room for");
  const char *const args[] = {"no-such-program-here", NULL};
  c = (struct child){.name = args[0], .args = args, .take = keep, .state = &out, .limits = {1, 1, 1 << 20}};
  IS_INT(child_run(&c), CHILD_MISSING, "a program that is not there");
  toll_buffer_free(&out);
}

int main(void) {
  test_surroundings();
  test_ends();
  return DONE();
}
