/* Which claims of a row go back to one account.
 *
 * A source and all who pass its figure on are one account: the same claimant in
 * several outlets; a document and its copies; an outlet and those who quote it.
 * And a figure that hardly comes twice by chance, given by two documents, leans
 * on one account where they share a second such figure of the same event, or
 * where the later one names no source of its own, or where both are official.
 *
 * Each kind of tie makes runs of claims that all hang together, so that a run is
 * joined along its length and no pair is looked at for its own sake. */
#include <string.h>

#include "base/alloc.h"
#include "weigh/method.h"
#include "weigh/reading.h"

static const toll_claim *claim_of(const struct row_claim *c) {
  return &c->claim->row.claim;
}

static bool official(const struct row_claim *c) {
  return claim_of(c)->claimant && claim_of(c)->claimant->kind == TOLL_KIND_OFFICIAL;
}

struct joining {
  struct weigh *w;
  struct row_work *row;
  uint32_t *parent;
};

static uint32_t doc_of(const struct joining *j, uint32_t index) {
  return j->row->at[index].claim->doc;
}

/* Joins a run; where the claims have to be of several documents, only if they are. */
static void join_run(const struct joining *j, const struct slot *run, size_t count, bool several) {
  bool apart = !several;
  for (size_t i = 1; i < count && !apart; i++) apart = doc_of(j, run[i].index) != doc_of(j, run[0].index);
  for (size_t i = 1; i < count && apart; i++) weigh_join(j->parent, run[0].index, run[i].index);
}

static void join_runs(const struct joining *j, struct slot *slots, size_t n, bool several) {
  row_sort(slots, n);
  for (size_t from = 0, to; from < n; from = to) {
    to = row_run(slots, n, from, true);
    join_run(j, slots + from, to - from, several);
  }
}

static void join_sources(const struct joining *j) {
  for (uint32_t i = 0; i < j->row->count; i++) j->row->slots[i] = (struct slot){j->row->at[i].claim->source, 0, i};
  join_runs(j, j->row->slots, j->row->count, false);
}

/* The writer's own words in a copy are the original's. */
static void join_texts(const struct joining *j) {
  size_t n = 0;
  for (uint32_t i = 0; i < j->row->count; i++)
    if (!claim_of(&j->row->at[i])->claimant)
      j->row->slots[n++] = (struct slot){j->w->docs[doc_of(j, i)].original, 0, i};
  join_runs(j, j->row->slots, n, false);
}

/* An outlet's words in another's mouth: the figure that the outlet has from somebody is that
 * one's, where it has it from one only. */
static void join_quoted(const struct joining *j) {
  size_t n = 0;
  for (uint32_t i = 0; i < j->row->count; i++) {
    const struct weigh_claim *c = j->row->at[i].claim;
    uint32_t outlet = j->w->docs[c->doc].speaker;
    if (!c->row.claim.claimant) continue;
    if (c->row.claim.claimant->kind == TOLL_KIND_MEDIA) j->row->slots[n++] = (struct slot){c->source, c->figure, i};
    if (outlet != NO_INDEX && outlet != c->source) j->row->slots[n++] = (struct slot){outlet, c->figure, i};
  }
  row_sort(j->row->slots, n);
  for (size_t from = 0, to; from < n; from = to) {
    to = row_run(j->row->slots, n, from, true);
    uint64_t outlet = j->row->slots[from].hi, whose = outlet;
    bool quoted = false, one = true;
    for (size_t i = from; i < to; i++) {
      uint64_t source = j->row->at[j->row->slots[i].index].claim->source;
      quoted |= source == outlet;
      one &= source == outlet || whose == outlet || source == whose;
      if (source != outlet) whose = source;
    }
    if (quoted && one) join_run(j, j->row->slots + from, to - from, true);
  }
}

/* --- leaning on one account --------------------------------------------- */

static void join_officials(const struct joining *j, const struct slot *run, size_t count) {
  uint32_t first = NO_INDEX;
  bool apart = false;
  for (size_t i = 0; i < count; i++) {
    if (!official(&j->row->at[run[i].index])) continue;
    if (first == NO_INDEX) first = run[i].index;
    apart |= doc_of(j, run[i].index) != doc_of(j, first);
  }
  for (size_t i = 0; i < count && apart; i++)
    if (official(&j->row->at[run[i].index])) weigh_join(j->parent, first, run[i].index);
}

/* The run is in the order of days.  A writer who gives the figure later than
 * others, and names nobody, has it from them. */
static void join_later(const struct joining *j, const struct slot *run, size_t count) {
  size_t first = 0, joined, apart;
  while (first < count && j->row->at[run[first].index].claim->given == TOLL_NO_DAY) first++;
  for (apart = first; apart < count && doc_of(j, run[apart].index) == doc_of(j, run[first].index);) apart++;
  joined = first;
  for (size_t i = first, earlier = first; i < count; i++) {
    const struct row_claim *c = &j->row->at[run[i].index];
    while (j->row->at[run[earlier].index].claim->given < c->claim->given) earlier++;
    bool others = doc_of(j, run[i].index) != doc_of(j, run[first].index) ? earlier > first : earlier > apart;
    if (claim_of(c)->claimant || !others) continue;
    for (; joined < earlier; joined++) weigh_join(j->parent, run[first].index, run[joined].index);
    weigh_join(j->parent, run[first].index, run[i].index);
  }
}

/* One figure of the row, above or from the same number, by the day it was given. */
static void join_figure(const struct joining *j, const struct slot *run, size_t count) {
  if (count < 2 || !claim_peculiar(claim_of(&j->row->at[run[0].index]), 100)) return;
  join_officials(j, run, count);
  join_later(j, run, count);
}

static uint64_t day_key(const struct row_claim *c) {
  return (uint64_t)((int64_t)c->claim->given + (INT64_C(1) << 40));
}

static void join_leaning(const struct joining *j) {
  struct row_work *row = j->row;
  size_t n = 0;
  for (uint32_t i = 0; i < row->count; i++)
    if (row_used(&row->at[i]) && claim_peculiar(claim_of(&row->at[i]), 20))
      row->slots[n++] = (struct slot){row->at[i].claim->figure, day_key(&row->at[i]), i};
  row_sort(row->slots, n);
  for (size_t from = 0, to; from < n; from = to) {
    to = row_run(row->slots, n, from, false);
    join_figure(j, row->slots + from, to - from);
  }
}

/* --- two figures in common ---------------------------------------------- */

/* Marks the claims in use whose peculiar figure several documents give. */
static void mark_shared(const struct joining *j, bool *shared) {
  struct row_work *row = j->row;
  size_t n = 0;
  for (uint32_t i = 0; i < row->count; i++)
    if (row_used(&row->at[i]) && claim_peculiar(claim_of(&row->at[i]), 20))
      row->slots[n++] = (struct slot){row->at[i].claim->figure, doc_of(j, i), i};
  row_sort(row->slots, n);
  for (size_t from = 0, to; from < n; from = to) {
    to = row_run(row->slots, n, from, false);
    bool several = row->slots[from].lo != row->slots[to - 1].lo;
    for (size_t i = from; i < to; i++) shared[row->slots[i].index] = several;
  }
}

/* For each such claim the other telling figures of its mention: two claims of one
 * figure that share another one hang together.  out may be NULL, to count. */
static size_t list_seconds(const struct joining *j, const bool *shared, struct slot *out) {
  size_t n = 0;
  for (uint32_t i = 0; i < j->row->count; i++) {
    if (!shared[i]) continue;
    const struct weigh_claim *c = j->row->at[i].claim;
    const struct weigh_mention *m = &j->w->mentions[c->mention];
    uint64_t own = mention_telling(c->row.claim.harm, c->row.claim.value);
    for (size_t k = 0; k < m->telling_count; k++) {
      if (m->telling[k] == own) continue;
      if (out) out[n] = (struct slot){c->figure, m->telling[k], i};
      n++;
    }
  }
  return n;
}

static int join_seconds(const struct joining *j) {
  bool *shared = mem_array(j->row->count, sizeof *shared);
  if (!shared) return TOLL_E_MEMORY;
  memset(shared, 0, j->row->count * sizeof *shared);
  mark_shared(j, shared);
  size_t n = list_seconds(j, shared, NULL);
  struct slot *seconds = mem_array(n, sizeof *seconds);
  if (seconds) {
    list_seconds(j, shared, seconds);
    join_runs(j, seconds, n, true);
  }
  mem_free(seconds);
  mem_free(shared);
  return seconds ? 0 : TOLL_E_MEMORY;
}

int row_accounts(struct weigh *w, struct row_work *row) {
  struct joining j = {w, row, mem_array(row->count, sizeof *j.parent)};
  if (!j.parent) return TOLL_E_MEMORY;
  for (uint32_t i = 0; i < row->count; i++) j.parent[i] = i;
  join_sources(&j);
  join_texts(&j);
  join_quoted(&j);
  join_leaning(&j);
  int code = join_seconds(&j);
  uint32_t next = 0;
  for (uint32_t i = 0; i < row->count; i++) {
    uint32_t root = weigh_find(j.parent, i); /* the smallest of its account: numbered before */
    row->at[i].account = root == i ? ++next : row->at[root].account;
  }
  mem_free(j.parent);
  return code;
}
