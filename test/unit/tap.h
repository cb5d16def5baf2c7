/* Unit tests that print TAP: a test is a program whose main makes checks and
 * ends with `return DONE();`.  A check that fails prints where it stands and
 * what it saw, and the rest goes on. */
#ifndef TOLL_TEST_TAP_H
#define TOLL_TEST_TAP_H

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "toll/text.h"

struct tap_count {
  int run, failed;
};

/* The one count of the test program: a local static, reached through a function. */
static inline struct tap_count *tap_counter(void) {
  static struct tap_count count;
  return &count;
}

static inline bool tap_ok(bool good, const char *name, const char *file, int line) {
  struct tap_count *count = tap_counter();
  count->run++;
  printf("%sok %d - %s\n", good ? "" : "not ", count->run, name);
  if (!good) {
    count->failed++;
    printf("# at %s:%d\n", file, line);
  }
  fflush(stdout);
  return good;
}

static inline bool tap_is_int(int64_t got, int64_t want, const char *name, const char *file, int line) {
  bool good = tap_ok(got == want, name, file, line);
  if (!good) printf("# got %" PRId64 ", expected %" PRId64 "\n", got, want);
  return good;
}

static inline bool tap_is_bytes(const char *got, size_t got_len, const char *want, size_t want_len, const char *name,
                                const char *file, int line) {
  bool same = got_len == want_len && (got_len == 0 || memcmp(got, want, got_len) == 0);
  bool good = tap_ok(same, name, file, line);
  if (!good) printf("# got      '%.*s'\n# expected '%.*s'\n", (int)got_len, got ? got : "", (int)want_len, want);
  return good;
}

static inline bool tap_is_text(const char *got, const char *want, const char *name, const char *file, int line) {
  return tap_is_bytes(got, got ? strlen(got) : 0, want, strlen(want), name, file, line);
}

static inline bool tap_is_slice(toll_slice got, const char *want, const char *name, const char *file, int line) {
  return tap_is_bytes(got.at, got.len, want, strlen(want), name, file, line);
}

static inline int tap_done(void) {
  const struct tap_count *count = tap_counter();
  printf("1..%d\n", count->run);
  return count->failed > 0 || count->run == 0;
}

#define OK(cond, name) tap_ok((cond), (name), __FILE__, __LINE__)
#define IS_INT(got, want, name) tap_is_int((int64_t)(got), (int64_t)(want), (name), __FILE__, __LINE__)
/* got: a C string or a toll_slice; want: a C string. */
#define IS_STR(got, want, name)                                                                                        \
  _Generic((got), toll_slice: tap_is_slice, char *: tap_is_text, const char *: tap_is_text)((got), (want), (name),     \
                                                                                           __FILE__, __LINE__)
#define DONE() tap_done()

/* The next of a row of numbers that look like chance and are the same in every run; the state is
 * not 0 at first. */
static inline uint64_t tap_number(uint64_t *state) {
  *state ^= *state << 13, *state ^= *state >> 7, *state ^= *state << 17;
  return *state;
}

#endif
