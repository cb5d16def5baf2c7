/* Complaints: exactly one line on standard error for each, whatever strange
 * bytes a path or a message carries. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"

static void print_clean(const char *text) {
  for (; *text; text++) {
    unsigned char c = (unsigned char)*text;
    fputc(c < 0x20 || c == 0x7f ? '?' : c, stderr);
  }
}

void report_error(const toll_error *e) {
  char line[1024];
  toll_error_format(e, line, sizeof line);
  report(line, NULL, NULL);
}

void report(const char *subject, const char *message, const char *detail) {
  flockfile(stderr);
  fputs("toll: ", stderr);
  print_clean(subject);
  if (message) fputs(": ", stderr), print_clean(message);
  if (detail) fputs(": ", stderr), print_clean(detail);
  fputc('\n', stderr);
  funlockfile(stderr);
}

int report_code(const toll_error *e) {
  report_error(e);
  return e->code == TOLL_E_USAGE ? EXIT_USAGE : EXIT_UNREAD;
}

int finish_output(int code) {
  errno = 0;
  bool bad = fflush(stdout) != 0 || ferror(stdout);
  int reason = errno;
  if (!bad) return code;
  if (reason == 0 && write(STDOUT_FILENO, "\n", 1) < 0) reason = errno; /* an earlier write failed: why? */
  if (reason != EPIPE) report("standard output", "cannot be written", reason ? strerror(reason) : NULL);
  clearerr(stdout);
  return EXIT_UNREAD;
}
