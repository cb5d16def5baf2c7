/* The mentions of the documents that are weighed: which claims each has, and its
 * telling figures. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "weigh/reading.h"
#include "weigh/weigh.h"

#define TELLING 64 /* telling figures that are kept of a mention, at most: the least by their hashes */

static int compare_hashes(const void *a, const void *b) {
  const uint64_t *x = a, *y = b;
  return *x < *y ? -1 : *x > *y;
}

static int list_telling(struct weigh *w, struct weigh_mention *m) {
  m->telling = ARENA_ARRAY(&w->arena, m->count, uint64_t);
  if (!m->telling) return TOLL_E_MEMORY;
  uint32_t n = 0;
  for (uint32_t i = 0; i < m->count; i++) {
    const toll_claim *c = &w->claims[w->by_mention[m->first + i]].row.claim;
    if (claim_peculiar(c, 20)) m->telling[n++] = mention_telling(c->harm, c->value);
  }
  if (n) qsort(m->telling, n, sizeof *m->telling, compare_hashes);
  for (uint32_t i = 0; i < n && m->telling_count < TELLING; i++)
    if (i == 0 || m->telling[i] != m->telling[i - 1]) m->telling[m->telling_count++] = m->telling[i];
  return 0;
}

struct numbered { /* a claim of a document by the document's event */
  uint32_t event, claim;
};

static int compare_numbered(const void *a, const void *b) {
  const struct numbered *x = a, *y = b;
  if (x->event != y->event) return x->event < y->event ? -1 : 1;
  return x->claim < y->claim ? -1 : x->claim > y->claim;
}

static int compare_first(const void *a, const void *b) {
  const struct weigh_mention *x = a, *y = b;
  return x->first < y->first ? -1 : x->first > y->first;
}

/* Claims of one document lie together.  Its mentions come in the order of their
 * first claims: first holds that claim until all are known. */
static void gather(struct weigh *w, const struct numbered *claims, size_t count, size_t *used) {
  struct weigh_mention *mentions = &w->mentions[w->mention_count];
  size_t n = 0;
  for (size_t from = 0, to; from < count; from = to) {
    for (to = from + 1; to < count && claims[to].event == claims[from].event;) to++;
    mentions[n++] = (struct weigh_mention){.doc = w->claims[claims->claim].doc,
                                           .number = claims[from].event,
                                           .first = claims[from].claim,
                                           .count = (uint32_t)(to - from)};
  }
  w->docs[mentions->doc].main_event = claims->event;
  qsort(mentions, n, sizeof *mentions, compare_first);
  for (size_t i = 0; i < n; i++) {
    struct numbered key = {mentions[i].number, mentions[i].first};
    const struct numbered *at = bsearch(&key, claims, count, sizeof *claims, compare_numbered);
    mentions[i].first = (uint32_t)*used;
    for (uint32_t k = 0; k < mentions[i].count; k++) {
      w->claims[at[k].claim].mention = (uint32_t)(w->mention_count + i);
      mentions[i].cluster = w->claims[at[k].claim].event;
      w->by_mention[(*used)++] = at[k].claim;
    }
  }
  w->mention_count += n;
}

int weigh_mentions(struct weigh *w) {
  w->mentions = ARENA_ARRAY(&w->arena, w->claim_count, struct weigh_mention);
  w->by_mention = ARENA_ARRAY(&w->arena, w->claim_count, uint32_t);
  if (!w->mentions || !w->by_mention) return TOLL_E_MEMORY;
  struct numbered *list = mem_array(w->claim_count, sizeof *list);
  if (!list) return TOLL_E_MEMORY;
  size_t used = 0;
  for (size_t from = 0, to; from < w->claim_count; from = to) {
    for (to = from; to < w->claim_count && w->claims[to].doc == w->claims[from].doc; to++)
      list[to] = (struct numbered){w->claims[to].row.claim.event, (uint32_t)to};
    qsort(list + from, to - from, sizeof *list, compare_numbered);
    gather(w, list + from, to - from, &used);
  }
  mem_free(list);
  for (size_t i = 0; i < w->mention_count; i++)
    if (list_telling(w, &w->mentions[i])) return TOLL_E_MEMORY;
  return 0;
}
