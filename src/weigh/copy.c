/* Which documents are one source.
 *
 * Two texts that have half of their four-word sequences in common are copies of
 * one text: wire copy, a reprint, an update.  Only pairs that share a sketch hash
 * are compared, so the work grows with the number of likenesses, not of pairs.
 * The earliest of a group, by date and then by id, stands for the original.
 *
 * A document may also say that it only passes on another one's outlet: its
 * claims' claimants are then that outlet. */
#include <stdlib.h>
#include <string.h>

#include "weigh/weigh.h"

#define LIKENESS 0.5
#define SHORT 32          /* a text of fewer word sequences … */
#define SHORT_LIKENESS .7 /* … has to be more alike: notes of one kind share their turns of phrase */
#define COMMON 200        /* a hash that more documents share is boilerplate and makes no pairs */

struct posting {
  uint64_t hash;
  uint32_t doc;
};

static int compare_postings(const void *a, const void *b) {
  const struct posting *x = a, *y = b;
  if (x->hash != y->hash) return x->hash < y->hash ? -1 : 1;
  return x->doc < y->doc ? -1 : x->doc > y->doc;
}

static struct posting *list_postings(struct weigh *w, size_t *count) {
  *count = 0;
  for (size_t i = 0; i < w->doc_count; i++) *count += w->docs[i].sketch_count;
  struct posting *all = ARENA_ARRAY(&w->arena, *count, struct posting);
  if (!all) return NULL;
  size_t n = 0;
  for (size_t i = 0; i < w->doc_count; i++)
    for (size_t k = 0; k < w->docs[i].sketch_count; k++) all[n++] = (struct posting){w->docs[i].sketch[k], (uint32_t)i};
  if (n) qsort(all, n, sizeof *all, compare_postings);
  return all;
}

static double likeness(const struct weigh_doc *a, const struct weigh_doc *b) {
  return sketch_likeness(a->sketch, a->sketch_count, b->sketch, b->sketch_count);
}

static bool alike(const struct weigh_doc *a, const struct weigh_doc *b) {
  bool brief = a->sketch_count < SHORT || b->sketch_count < SHORT;
  return likeness(a, b) >= (brief ? SHORT_LIKENESS : LIKENESS);
}

/* Joins the documents of one hash that are alike enough. */
static void join_run(struct weigh *w, const struct posting *run, size_t count, uint32_t *parent) {
  if (count > COMMON) return;
  for (size_t i = 0; i < count; i++)
    for (size_t j = i + 1; j < count; j++) {
      if (weigh_find(parent, run[i].doc) == weigh_find(parent, run[j].doc)) continue;
      if (alike(&w->docs[run[i].doc], &w->docs[run[j].doc])) weigh_join(parent, run[i].doc, run[j].doc);
    }
}

static bool earlier(const struct weigh_doc *a, const struct weigh_doc *b) {
  toll_day x = a->source.from, y = b->source.from;
  if (x == y) return false; /* the caller goes by id */
  if (x == TOLL_NO_DAY || y == TOLL_NO_DAY) return y == TOLL_NO_DAY;
  return x < y;
}

static void choose_originals(struct weigh *w, uint32_t *parent, uint32_t *first) {
  for (uint32_t i = 0; i < w->doc_count; i++) first[i] = NO_INDEX;
  for (uint32_t i = 0; i < w->doc_count; i++) {
    uint32_t *f = &first[weigh_find(parent, i)];
    if (*f == NO_INDEX || earlier(&w->docs[i], &w->docs[*f])) *f = i;
  }
  for (uint32_t i = 0; i < w->doc_count; i++) {
    struct weigh_doc *doc = &w->docs[i];
    doc->original = first[weigh_find(parent, i)];
    doc->likeness = doc->original == i ? 1 : likeness(doc, &w->docs[doc->original]);
  }
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
      w->copies[w->copy_count++] = (toll_copy){doc->source.id, w->docs[doc->original].source.id, doc->likeness};
    else if (doc->quotes != NO_INDEX)
      w->copies[w->copy_count++] = (toll_copy){doc->source.id, w->docs[doc->quotes].source.id, 0};
  }
  return 0;
}

int weigh_copies(struct weigh *w) {
  size_t count;
  struct posting *all = list_postings(w, &count);
  uint32_t *parent = ARENA_ARRAY(&w->arena, w->doc_count, uint32_t);
  uint32_t *first = ARENA_ARRAY(&w->arena, w->doc_count, uint32_t);
  if (!all || !parent || !first) return TOLL_E_MEMORY;
  for (uint32_t i = 0; i < w->doc_count; i++) parent[i] = i;
  for (size_t from = 0, to; from < count; from = to) {
    for (to = from + 1; to < count && all[to].hash == all[from].hash;) to++;
    join_run(w, all + from, to - from, parent);
  }
  choose_originals(w, parent, first);
  return find_quotes(w) ? TOLL_E_MEMORY : list_copies(w);
}
