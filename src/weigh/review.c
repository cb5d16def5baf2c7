/* Ranks are found by a claim's folded source, marks by the claim's id, verdicts by a
 * mention of their event: so all stay where they are when documents come and events
 * are grouped anew. */
#include "weigh/review.h"

#include <stdlib.h>
#include <string.h>

static int compare_ranks(const void *a, const void *b) {
  return weigh_compare(((const toll_rank *)a)->key, ((const toll_rank *)b)->key);
}

static int load_ranks(struct weigh *w, const toll_review *from, struct review *out) {
  if (!from->rank_count) return 0;
  toll_rank *ranks = ARENA_ARRAY(&w->arena, from->rank_count, toll_rank);
  out->ranks = ARENA_ARRAY(&w->arena, w->claim_count, uint16_t);
  if (!ranks || !out->ranks) return TOLL_E_MEMORY;
  memcpy(ranks, from->ranks, from->rank_count * sizeof *ranks);
  qsort(ranks, from->rank_count, sizeof *ranks, compare_ranks);
  for (size_t i = 0; i < w->claim_count; i++) {
    const toll_rank key = {.key = w->claims[i].key};
    const toll_rank *found = bsearch(&key, ranks, from->rank_count, sizeof *ranks, compare_ranks);
    out->ranks[i] = !found ? RANK_NONE : found->rank == TOLL_UNRELIABLE ? RANK_UNRELIABLE : found->rank;
  }
  return 0;
}

static bool stands(const toll_decision *d) {
  return !d->undone_at.at && !d->undone_by.at;
}

struct marked {
  toll_slice claim;
  int64_t number;
  uint8_t mark;
};

static int compare_marked(const void *a, const void *b) {
  const struct marked *x = a, *y = b;
  int order = weigh_compare(x->claim, y->claim);
  return order ? order : (x->number > y->number) - (x->number < y->number);
}

/* Whatever a discounted source says; a mark on the claim itself goes before. */
static int load_sources(struct weigh *w, const toll_review *from, struct review *out) {
  for (size_t i = 0; i < from->decision_count; i++) {
    const toll_decision *d = &from->decisions[i];
    if (d->kind != TOLL_DECIDE_DISCOUNT || !stands(d) || d->claim.len) continue;
    if (!out->marks) out->marks = ARENA_ARRAY(&w->arena, w->claim_count, uint8_t);
    if (!out->marks) return TOLL_E_MEMORY;
    for (size_t k = 0; k < w->claim_count; k++)
      if (out->marks[k] == MARK_NONE && weigh_compare(w->claims[k].key, d->source) == 0)
        out->marks[k] = MARK_DISCOUNTED;
  }
  return 0;
}

/* The last of several marks on one claim stands. */
static int load_marks(struct weigh *w, const toll_review *from, struct review *out) {
  struct marked *list = ARENA_ARRAY(&w->arena, from->decision_count, struct marked);
  size_t n = 0, kept = 0;
  if (!list) return TOLL_E_MEMORY;
  for (size_t i = 0; i < from->decision_count; i++) {
    const toll_decision *d = &from->decisions[i];
    if (d->kind == TOLL_DECIDE_FIGURE || !stands(d) || !d->claim.len) continue;
    list[n++] = (struct marked){d->claim, d->number, d->kind == TOLL_DECIDE_VOUCH ? MARK_VOUCHED : MARK_DISCOUNTED};
  }
  if (!n) return 0;
  qsort(list, n, sizeof *list, compare_marked);
  for (size_t i = 0; i < n; i++)
    if (i + 1 == n || weigh_compare(list[i].claim, list[i + 1].claim) != 0) list[kept++] = list[i];
  out->marks = ARENA_ARRAY(&w->arena, w->claim_count, uint8_t);
  if (!out->marks) return TOLL_E_MEMORY;
  for (size_t i = 0; i < w->claim_count; i++) {
    const char *id = w->claims[i].row.claim.id;
    size_t low = 0, high = kept;
    while (low < high) {
      size_t middle = (low + high) / 2;
      int order = weigh_compare(list[middle].claim, (toll_slice){id, strlen(id)});
      if (order == 0) out->marks[i] = list[middle].mark;
      if (order < 0)
        low = middle + 1;
      else
        high = middle;
      if (order == 0) break;
    }
  }
  return 0;
}

/* The event of a document's mention, or NO_INDEX. */
static uint32_t event_of(const struct weigh *w, const toll_decision *d) {
  for (size_t i = 0; i < w->mention_count; i++) {
    const struct weigh_mention *m = &w->mentions[i];
    if (m->number == d->doc_event && weigh_compare(w->docs[m->doc].source.id, d->doc) == 0) return m->cluster;
  }
  return NO_INDEX;
}

static int load_verdicts(struct weigh *w, const toll_review *from, struct review *out) {
  out->verdicts = ARENA_ARRAY(&w->arena, from->decision_count, struct verdict);
  if (!out->verdicts) return TOLL_E_MEMORY;
  for (size_t i = 0; i < from->decision_count; i++) {
    const toll_decision *d = &from->decisions[i];
    if (d->kind != TOLL_DECIDE_FIGURE || !stands(d)) continue;
    uint32_t event = event_of(w, d);
    if (event == NO_INDEX) continue;
    out->verdicts[out->verdict_count++] =
        (struct verdict){.about = {d->number, d->low, d->best, d->high, arena_copy(&w->arena, d->by),
                                   arena_copy(&w->arena, d->reason), arena_copy(&w->arena, d->at)},
                         .event = event,
                         .classes = d->classes,
                         .harm = d->harm,
                         .unit = d->unit,
                         .side = d->side};
  }
  return w->arena.failed ? TOLL_E_MEMORY : 0;
}

int review_load(struct weigh *w, toll_case *c, struct review *out, toll_error *e) {
  toll_review *from;
  *out = (struct review){0};
  int code = toll_review_read(c, &from, e);
  if (code) return code;
  if (load_ranks(w, from, out) || load_marks(w, from, out) || load_sources(w, from, out) || load_verdicts(w, from, out))
    code = TOLL_E_MEMORY;
  toll_review_free(from);
  return code;
}

const toll_verdict *review_verdict(const struct review *r, uint32_t event, unsigned harm, unsigned unit, unsigned side,
                                   uint32_t classes) {
  for (size_t i = r->verdict_count; i-- > 0;) {
    const struct verdict *v = &r->verdicts[i];
    if (v->event == event && v->harm == harm && v->side == side && v->classes == classes &&
        (v->unit == TOLL_UNIT_NONE || v->unit == unit))
      return &v->about;
  }
  return NULL;
}
