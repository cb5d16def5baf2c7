/* Complaints: exactly one line on standard error for each, whatever strange
 * bytes a path or a message carries. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "term.h"

struct line { /* a line on its way: one write, where it is not very long */
  size_t len;
  char at[8192];
};

static void put(struct line *line, char c) {
  if (line->len == sizeof line->at) {
    fwrite(line->at, 1, line->len, stderr);
    line->len = 0;
  }
  line->at[line->len++] = c;
}

static void put_clean(struct line *line, const char *text) {
  for (; *text; text++) {
    unsigned char c = (unsigned char)*text;
    put(line, c < 0x20 || c == 0x7f ? '?' : *text);
  }
}

void report_error(const toll_error *e) {
  char line[1024];
  toll_error_format(e, line, sizeof line);
  report(line, NULL, NULL);
}

/* Standard error has no buffer: what is written to it byte by byte is a call of the
 * system for each, and a folder full of trouble takes longer to tell of than to read. */
void report(const char *subject, const char *message, const char *detail) {
  const char *parts[] = {"toll", subject, message, detail};
  struct line line;
  line.len = 0;
  flockfile(stderr);
  for (size_t i = 0; i < 4; i++) {
    if (i >= 2 && !parts[i]) continue;
    if (i > 0) put(&line, ':'), put(&line, ' ');
    put_clean(&line, parts[i]);
  }
  put(&line, '\n');
  fwrite(line.at, 1, line.len, stderr);
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

void place_of(char out[512], const toll_document_info *info) {
  const bool inside = info->inner.len > 0;
  const size_t path = info->path.len < 400 ? info->path.len : 400,
               inner = info->inner.len < 100 ? info->inner.len : 100;
  snprintf(out, 512, "%.*s%s%.*s", (int)path, info->path.at ? info->path.at : "", inside ? "!" : "", (int)inner,
           inside ? info->inner.at : "");
}

void report_passed(const toll_reader *reader, bool asked) {
  static const char *const words[TOLL_PASSED_COUNT][2] = {
      [TOLL_PASSED_PICTURE] = {"picture", "pictures"},
      [TOLL_PASSED_MEDIA] = {"sound or film", "sounds and films"},
      [TOLL_PASSED_SCRIPT] = {"script or style", "scripts and styles"},
      [TOLL_PASSED_OTHER] = {"of another kind", "of other kinds"},
      [TOLL_PASSED_ABSENT] = {"not found or elsewhere", "not found or elsewhere"},
      [TOLL_PASSED_EMPTY] = {"empty", "empty"},
  };
  uint64_t counts[TOLL_PASSED_COUNT], sum = 0;
  toll_reader_passed(reader, counts);
  for (size_t i = 0; i < TOLL_PASSED_COUNT; i++) sum += counts[i];
  if (sum == 0 || !(asked || term_of(stderr).is_terminal)) return;
  flockfile(stderr);
  fprintf(stderr, "%llu record%s of web archives hold%s no document:", (unsigned long long)sum, sum == 1 ? "" : "s",
          sum == 1 ? "s" : "");
  const char *between = " ";
  for (size_t i = 0; i < TOLL_PASSED_COUNT; i++) {
    if (counts[i] == 0) continue;
    fprintf(stderr, "%s%llu %s", between, (unsigned long long)counts[i], words[i][counts[i] != 1]);
    between = ", ";
  }
  fputc('\n', stderr);
  funlockfile(stderr);
}
