/* The little that all commands on a case share. */
#include "casefile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cmd.h"
#include "lookup.h"
#include "pipeline.h"

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

int casefile_update(toll_case *file, const struct language *language, unsigned jobs, toll_error *e) {
  toll_mention_maker *maker = toll_mention_maker_new(language->pack, language->places);
  if (!maker) return toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0);
  toll_case_jobs(file, (unsigned)pipeline_jobs(jobs));
  int code = toll_events_update(file, maker, e);
  toll_mention_maker_free(maker);
  return code;
}

int casefile_events(toll_case *file) {
  toll_error e = {0};
  bool current = false;
  struct language language;
  if (toll_case_events_current(file, &current, &e) != 0) return casefile_code(&e);
  if (current) return EXIT_ALL_READ;
  if (language_open("auto", &language, &e) != 0) return report_code(&e);
  int code = casefile_update(file, &language, 0, &e) == 0 ? EXIT_ALL_READ : casefile_code(&e);
  language_close(&language);
  return code;
}

int casefile_open_current(const char *path, toll_case **out) {
  toll_error e = {0};
  bool current = false;
  int code = casefile_open(path, TOLL_CASE_READ, out);
  if (code != EXIT_ALL_READ) return code;
  if (toll_case_events_current(*out, &current, &e) != 0) code = casefile_code(&e);
  if (code == EXIT_ALL_READ && !current && !toll_case_copied(*out) && access(path, W_OK) == 0) {
    toll_case_close(*out);
    code = casefile_open(path, TOLL_CASE_WRITE, out);
    if (code != EXIT_ALL_READ) return code;
  }
  if (code == EXIT_ALL_READ && !current) code = casefile_events(*out);
  if (code != EXIT_ALL_READ) toll_case_close(*out);
  return code;
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
