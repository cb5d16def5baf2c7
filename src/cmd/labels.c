/* Ids are digests for most documents; people know them by their file names. */
#include "labels.h"

#include <stdlib.h>
#include <string.h>

#include "casefile.h"

static int by_id(const void *a, const void *b) {
  const struct label *x = a, *y = b;
  size_t len = x->id.len < y->id.len ? x->id.len : y->id.len;
  int order = memcmp(x->id.at, y->id.at, len);
  if (order != 0) return order;
  return (x->id.len > y->id.len) - (x->id.len < y->id.len);
}

static toll_slice base_name(toll_slice path) {
  size_t from = path.len;
  while (from > 0 && path.at[from - 1] != '/') from--;
  return (toll_slice){path.at + from, path.len - from};
}

static void add_label(struct labels *l, const toll_case_source *source) {
  toll_buffer text = {0};
  casefile_label(&text, source);
  bool has_name = source->path.len > 0 && !(source->path.len == 1 && source->path.at[0] == '-');
  toll_slice name = has_name                 ? base_name((toll_slice){text.at, text.len})
                    : source->outlet.len > 0 ? source->outlet
                                             : source->title;
  if (name.len == 0) name = source->id;
  struct label label = {arena_copy(&l->arena, source->id), arena_copy(&l->arena, name)};
  toll_buffer_add(&l->items, (const char *)&label, sizeof label);
  if (text.failed) l->items.failed = true;
  toll_buffer_free(&text);
}

static int add_event(struct labels *l, toll_case *file, toll_slice event, toll_error *e) {
  toll_case_cursor *cursor = NULL;
  toll_case_source row;
  int got = toll_case_sources_of(file, event, &cursor, e);
  if (got != 0) return got;
  while ((got = toll_case_source_next(cursor, &row, e)) > 0) add_label(l, &row);
  toll_case_cursor_close(cursor);
  return got;
}

int labels_read(struct labels *l, toll_case *file, const toll_tally *tally, toll_error *e) {
  size_t count;
  const toll_event *events = toll_tally_events(tally, &count);
  int got = 0;
  for (size_t i = 0; i < count && got == 0; i++) got = add_event(l, file, events[i].id, e);
  if (l->items.failed || l->arena.failed) return toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0);
  if (l->items.len > 0) qsort(l->items.at, l->items.len / sizeof(struct label), sizeof(struct label), by_id);
  return got;
}

toll_slice labels_of(const struct labels *l, toll_slice id) {
  struct label key = {.id = id};
  const struct label *found = NULL;
  if (l->items.len > 0) found = bsearch(&key, l->items.at, l->items.len / sizeof key, sizeof key, by_id);
  return found ? found->text : id;
}

void labels_free(struct labels *l) {
  arena_free(&l->arena);
  toll_buffer_free(&l->items);
}
