/* The little that all commands on a case share. */
#include "casefile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cmd.h"

toll_slice slice_of(const char *text) {
  return (toll_slice){text, text ? strlen(text) : 0};
}

/* Whoever writes to a case of an earlier version is told that it has become one of this. */
static int bring_up(const char *path, toll_error *e) {
  int from;
  int code = toll_case_migrate(path, casefile_now(), &from, e);
  if (code == 0 && from < TOLL_CASE_VERSION) casefile_tell_migrated(path, from);
  return code;
}

void casefile_tell_migrated(const char *path, int from) {
  char line[80];
  snprintf(line, sizeof line, "the case was of version %d and is of version %d now", from, TOLL_CASE_VERSION);
  report(path, line, NULL);
}

int casefile_open(const char *path, enum toll_case_mode mode, toll_case **out) {
  toll_error e = {0};
  if (mode == TOLL_CASE_WRITE && bring_up(path, &e) != 0) return casefile_code(&e);
  if (toll_case_open(path, mode, out, &e) == 0) {
    if (mode == TOLL_CASE_WRITE) toll_case_clock(*out, casefile_now());
    return EXIT_ALL_READ;
  }
  return casefile_code(&e);
}

int casefile_code(const toll_error *e) {
  int code = report_code(e);
  return e->code == TOLL_E_FOREIGN || e->code == TOLL_E_DAMAGED ? EXIT_CASE : code;
}

int64_t casefile_now(void) {
  const char *fixed = getenv("SOURCE_DATE_EPOCH");
  long long now = fixed ? strtoll(fixed, NULL, 10) : 0;
  return now > 0 ? now : (int64_t)time(NULL);
}

void casefile_print(toll_buffer *out) {
  if (out->failed) report("output", "memory is out", NULL);
  if (out->len > 0) fwrite(out->at, 1, out->len, stdout);
  out->len = 0;
}

void casefile_label(toll_buffer *out, const toll_case_source *source) {
  toll_buffer_add(out, source->path.at, source->path.len);
  if (source->inner.len > 0) toll_buffer_str(out, "!");
  toll_buffer_add(out, source->inner.at, source->inner.len);
  if (source->line == 0) return;
  toll_buffer_str(out, ":");
  toll_buffer_int(out, source->line);
}
