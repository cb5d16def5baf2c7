/* Which documents are one source: those that the case knows as copies of one text
 * (weigh/copies.c finds them), and those that only pass on what another one's outlet
 * says: their claims' claimants are then that outlet. */
#include <stdlib.h>
#include <string.h>

#include "weigh/weigh.h"

struct grouped { /* a document by the number of its group's original */
  int64_t original;
  uint32_t doc;
};

static int compare_grouped(const void *a, const void *b) {
  const struct grouped *x = a, *y = b;
  if (x->original != y->original) return x->original < y->original ? -1 : 1;
  return x->doc < y->doc ? -1 : x->doc > y->doc;
}

/* The original where it speaks of the event too, else the first of its copies that do. */
static int choose_originals(struct weigh *w) {
  struct grouped *list = ARENA_ARRAY(&w->arena, w->doc_count, struct grouped);
  if (!list) return TOLL_E_MEMORY;
  for (uint32_t i = 0; i < w->doc_count; i++) {
    const toll_case_source *source = &w->docs[i].source;
    list[i] = (struct grouped){source->original ? source->original : source->number, i};
  }
  if (w->doc_count) qsort(list, w->doc_count, sizeof *list, compare_grouped);
  for (size_t from = 0, to; from < w->doc_count; from = to) {
    uint32_t first = list[from].doc;
    for (to = from; to < w->doc_count && list[to].original == list[from].original; to++)
      if (!w->docs[list[to].doc].source.original) first = list[to].doc;
    for (size_t i = from; i < to; i++) w->docs[list[i].doc].original = first;
  }
  return 0;
}

/* --- passed on ---------------------------------------------------------- */

struct by_outlet {
  toll_slice key;
  toll_day day;
  uint32_t doc;
};

static int compare_outlets(const void *a, const void *b) {
  const struct by_outlet *x = a, *y = b;
  int order = weigh_compare(x->key, y->key);
  if (order) return order;
  bool dated = x->day != TOLL_NO_DAY, other = y->day != TOLL_NO_DAY;
  if (dated != other) return dated ? -1 : 1;
  if (x->day != y->day) return x->day < y->day ? -1 : 1;
  return x->doc < y->doc ? -1 : x->doc > y->doc;
}

/* The earliest other document of the outlet. */
static uint32_t find_outlet(const struct by_outlet *list, size_t count, toll_slice key, uint32_t except) {
  size_t low = 0, high = count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (weigh_compare(list[middle].key, key) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  if (low < count && list[low].doc == except) low++;
  return low < count && weigh_compare(list[low].key, key) == 0 ? list[low].doc : NO_INDEX;
}

static int find_quotes(struct weigh *w) {
  struct by_outlet *list = ARENA_ARRAY(&w->arena, w->doc_count, struct by_outlet);
  if (!list) return TOLL_E_MEMORY;
  for (uint32_t i = 0; i < w->doc_count; i++) list[i] = (struct by_outlet){w->docs[i].key, w->docs[i].source.from, i};
  if (w->doc_count) qsort(list, w->doc_count, sizeof *list, compare_outlets);
  for (size_t i = 0; i < w->claim_count; i++) {
    const struct weigh_claim *c = &w->claims[i];
    if (!c->row.claim.claimant || c->row.claim.claimant->kind != TOLL_KIND_MEDIA) continue;
    struct weigh_doc *doc = &w->docs[c->doc];
    if (doc->quotes == NO_INDEX && weigh_compare(doc->key, c->key) != 0)
      doc->quotes = find_outlet(list, w->doc_count, c->key, c->doc);
  }
  return 0;
}

static int list_copies(struct weigh *w) {
  w->copies = ARENA_ARRAY(&w->arena, 2 * w->doc_count, toll_copy);
  if (!w->copies) return TOLL_E_MEMORY;
  for (uint32_t i = 0; i < w->doc_count; i++) {
    const struct weigh_doc *doc = &w->docs[i];
    if (doc->original != i)
      w->copies[w->copy_count++] = (toll_copy){doc->source.id, w->docs[doc->original].source.id, doc->source.likeness};
    else if (doc->quotes != NO_INDEX)
      w->copies[w->copy_count++] = (toll_copy){doc->source.id, w->docs[doc->quotes].source.id, 0};
  }
  return 0;
}

int weigh_copies(struct weigh *w) {
  return choose_originals(w) || find_quotes(w) ? TOLL_E_MEMORY : list_copies(w);
}
