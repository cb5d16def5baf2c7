/* The limits, and the only code that compares with them.  Ratios are taken of what
 * was read of the outer file so far, so a bomb is told early, whatever it promises. */
#include "read/limits.h"

#include <stdlib.h>

#define CHILD_SECONDS_MAX 86400

const struct limits limits_default = {
    .depth = 8,
    .members = 10000000,
    .ratio = 200,
    .member_free = (uint64_t)64 << 20,
    .file_free = (uint64_t)256 << 20,
    .member_bytes = (uint64_t)4 << 30,
    .name = 4096,
    .window = 23,
    .window_deep = 20,
    .message_bytes = (uint64_t)64 << 20,
    .parts = 1000,
    .part_depth = 32,
    .passages = 1000,
    .child_seconds = 60,
    .child_memory = (size_t)2 << 30,
};

void limits_start(struct spent *s) {
  *s = (struct spent){.limits = &limits_default};
}

void limits_fresh(struct spent *s) {
  s->member_made = 0;
  s->member_outer = s->outer;
  s->member_over = false;
}

int limits_member(struct spent *s, toll_error *e) {
  if (++s->members <= s->limits->members) return 0;
  s->over = true;
  return toll_fail(e, TOLL_E_LIMIT, "more members than are read of one file; the rest is left out", NULL, 0);
}

int limits_depth(const struct spent *s, unsigned depth, toll_error *e) {
  if (depth < s->limits->depth) return 0;
  return toll_fail(e, TOLL_E_LIMIT, "archives are nested too deeply", NULL, 0);
}

bool limits_child_seconds(const struct limits *l, const char *said, unsigned *out) {
  *out = l->child_seconds;
  if (!said || !*said) return true;
  char *end;
  long n = strtol(said, &end, 10);
  if (*end || n < 1 || n > CHILD_SECONDS_MAX) return false;
  *out = (unsigned)n;
  return true;
}

unsigned limits_window(const struct spent *s) {
  return s->depth > 2 ? s->limits->window_deep : s->limits->window;
}

static uint64_t times(uint64_t a, uint64_t b) {
  return b > 0 && a > UINT64_MAX / 2 / b ? UINT64_MAX / 2 : a * b;
}

/* Bytes of the outer file that were read. */
static uint64_t outer_read(const struct spent *s) {
  return s->size > 0 && s->outer > s->size ? s->size : s->outer;
}

int limits_made(struct spent *s, uint64_t count, toll_error *e) {
  const struct limits *l = s->limits;
  s->made += count;
  s->member_made += count;
  if (s->made > l->file_free + times(outer_read(s), l->ratio)) {
    s->over = true;
    return toll_fail(e, TOLL_E_LIMIT, "grows too large for its size; the rest of this file is left out", NULL, 0);
  }
  if (s->member_made <= l->member_free + times(s->outer - s->member_outer, l->ratio)) return 0;
  s->member_over = true;
  const char *message = s->within ? "grows too large for its size; what is left of the archive around it is left out"
                                  : "grows too large for its size";
  return toll_fail(e, TOLL_E_LIMIT, message, NULL, 0);
}

void limits_unmade(struct spent *s, uint64_t count) {
  s->made -= count;
  s->member_made -= count < s->member_made ? count : s->member_made;
}
