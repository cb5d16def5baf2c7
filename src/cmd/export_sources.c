/* Some hundred bytes a document: a case of 100,000 takes ten megabytes. */
#include "export_sources.h"

#include <stdlib.h>
#include <string.h>

static int by_number(const void *a, const void *b) {
  const struct source_key *x = a, *y = b;
  return (x->number > y->number) - (x->number < y->number);
}

static int compare_ids(toll_slice a, toll_slice b) {
  size_t len = a.len < b.len ? a.len : b.len;
  int order = len ? memcmp(a.at, b.at, len) : 0;
  return order ? order : (a.len > b.len) - (a.len < b.len);
}

static int by_id(const void *a, const void *b) {
  const struct source_key *x = *(const struct source_key *const *)a, *y = *(const struct source_key *const *)b;
  int order = compare_ids(x->id, y->id);
  return order ? order : by_number(x, y);
}

int sources_read(struct sources *s, toll_case *file, toll_error *e) {
  toll_case_counts counts;
  toll_case_cursor *cursor = NULL;
  toll_case_source row;
  int got = toll_case_count(file, &counts, e);
  if (got == 0) got = toll_case_sources(file, &cursor, e);
  if (got != 0) return got;
  s->by_number = ARENA_ARRAY(&s->arena, (size_t)counts.documents, struct source_key);
  s->by_id = ARENA_ARRAY(&s->arena, (size_t)counts.documents, const struct source_key *);
  while (!s->arena.failed && s->count < counts.documents && (got = toll_case_source_next(cursor, &row, e)) > 0) {
    struct source_key *key = &s->by_number[s->count++];
    *key = (struct source_key){.id = arena_copy(&s->arena, row.id), .number = row.number};
    memcpy(key->sha256, row.sha256, sizeof key->sha256);
  }
  toll_case_cursor_close(cursor);
  if (s->arena.failed) return toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0);
  if (got < 0) return got;
  for (size_t i = 0; i < s->count; i++) s->by_id[i] = &s->by_number[i];
  if (s->count) qsort(s->by_number, s->count, sizeof *s->by_number, by_number);
  if (s->count) qsort(s->by_id, s->count, sizeof *s->by_id, by_id);
  return 0;
}

void sources_free(struct sources *s) {
  arena_free(&s->arena);
  *s = (struct sources){0};
}

const struct source_key *sources_number(const struct sources *s, int64_t number) {
  const struct source_key key = {.number = number};
  return s->count ? bsearch(&key, s->by_number, s->count, sizeof key, by_number) : NULL;
}

const struct source_key *const *sources_id(const struct sources *s, toll_slice id, size_t *count) {
  size_t from = 0, to = s->count;
  while (from < to) { /* the first that is not before id */
    size_t middle = from + (to - from) / 2;
    if (compare_ids(s->by_id[middle]->id, id) < 0)
      from = middle + 1;
    else
      to = middle;
  }
  for (*count = 0; from + *count < s->count && compare_ids(s->by_id[from + *count]->id, id) == 0;) ++*count;
  return *count ? &s->by_id[from] : NULL;
}

void sources_hex(const uint8_t sha256[32], char out[65]) {
  static const char digits[] = "0123456789abcdef";
  for (size_t i = 0; i < 32; i++) {
    out[2 * i] = digits[sha256[i] >> 4];
    out[2 * i + 1] = digits[sha256[i] & 15];
  }
  out[64] = 0;
}
