/* The mentions of a document on its way into a case.  What the windows of a long text
 * say of one event becomes one mention. */
#include "weigh/maker.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

toll_mention_maker *toll_mention_maker_new(const toll_pack *pack, const toll_places *places) {
  toll_mention_maker *m = mem_alloc(sizeof *m);
  if (!m) return NULL;
  m->with = (struct mention_maker){pack, places, &m->outline};
  m->outline.memory = outline_memory_new();
  if (m->outline.memory) return m;
  toll_mention_maker_free(m);
  return NULL;
}

void toll_mention_maker_free(toll_mention_maker *m) {
  if (!m) return;
  outline_memory_free(m->outline.memory);
  arena_free(&m->window);
  mem_free(m->made);
  mem_free(m->items);
  mem_free(m->packed);
  mem_free(m);
}

void maker_begin(toll_mention_maker *m) {
  m->count = 0;
}

static int make_room(toll_mention_maker *m, size_t count) {
  if (count <= m->cap) return 0;
  size_t cap = m->cap ? m->cap : 16;
  while (cap < count) cap *= 2;
  struct mention *made = mem_resize(m->made, cap * sizeof *made);
  if (!made) return TOLL_E_MEMORY;
  m->made = made;
  m->cap = cap;
  return 0;
}

int maker_take(toll_mention_maker *m, const toll_document_info *info, const toll_claims *claims) {
  struct mention *made;
  size_t count;
  arena_reset(&m->window);
  outline_memory_next(m->outline.memory);
  if (mention_make(&m->with, info, claims, &m->window, &made, &count)) return TOLL_E_MEMORY;
  if (make_room(m, m->count + count)) return TOLL_E_MEMORY;
  for (size_t i = 0; i < count; i++) {
    size_t k = 0;
    while (k < m->count && m->made[k].number != made[i].number) k++;
    if (k < m->count)
      mention_take(&m->made[k], &made[i]);
    else
      m->made[m->count++] = made[i];
  }
  return 0;
}

static int compare_numbers(const void *a, const void *b) {
  const struct mention *x = a, *y = b;
  return x->number < y->number ? -1 : x->number > y->number;
}

int maker_end(toll_mention_maker *m, toll_mentions *out) {
  if (m->count > m->item_cap) {
    toll_mention *items = mem_resize(m->items, m->cap * sizeof *items);
    if (items) m->items = items;
    unsigned char *packed = mem_resize(m->packed, m->cap * MENTION_PACKED_MAX);
    if (packed) m->packed = packed;
    if (!items || !packed) return TOLL_E_MEMORY;
    m->item_cap = m->cap;
  }
  if (m->count) qsort(m->made, m->count, sizeof *m->made, compare_numbers);
  for (size_t i = 0; i < m->count; i++) {
    unsigned char *at = m->packed + i * MENTION_PACKED_MAX;
    size_t len = mention_pack(&m->made[i], at);
    m->items[i] =
        (toll_mention){.number = m->made[i].number, .claims = m->made[i].claims, .features = {(const char *)at, len}};
  }
  *out = (toll_mentions){.items = m->items, .count = m->count, .version = MENTION_VERSION};
  return 0;
}

int toll_mentions_make(toll_mention_maker *m, const toll_document *doc, const toll_claims *claims, toll_mentions *out,
                       toll_error *e) {
  const toll_document_info *info = toll_document_get(doc);
  *out = (toll_mentions){.version = MENTION_VERSION};
  if (info->base == 0) maker_begin(m);
  int code = maker_take(m, info, claims);
  if (!code && !info->more) code = maker_end(m, out);
  return code ? toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0) : 0;
}
