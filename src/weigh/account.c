/* Which claims of a row go back to one account.
 *
 * A source and all who pass its figure on are one account: the same claimant in
 * several outlets; a document and its copies; an outlet and those who quote it.
 * And a figure that hardly comes twice by chance, given by two documents, leans
 * on one account where they share a second such figure of the same event, or
 * where the later one names no source of its own, or where both are official. */
#include <string.h>

#include "base/alloc.h"
#include "weigh/method.h"

static const toll_claim *claim_of(const struct row_claim *c) {
  return &c->claim->row.claim;
}

/* 744 or 841, not 20 or 300. */
static bool peculiar(const toll_claim *c, int64_t least) {
  return c->value != TOLL_OPEN && c->value >= least && c->value % 10 != 0 && c->low == c->value && c->high == c->value;
}

/* Peculiar figures that two mentions of one event have in common. */
static size_t in_common(const struct weigh *w, const struct mention *a, const struct mention *b) {
  size_t common = 0;
  for (uint32_t i = 0; i < a->count; i++) {
    const toll_claim *c = &w->claims[w->by_mention[a->first + i]].row.claim;
    if (!peculiar(c, 20)) continue;
    bool seen = false, before = false;
    for (uint32_t j = 0; j < b->count && !seen; j++) {
      const toll_claim *d = &w->claims[w->by_mention[b->first + j]].row.claim;
      seen = peculiar(d, 20) && d->harm == c->harm && d->value == c->value;
    }
    for (uint32_t j = 0; j < i && !before; j++) {
      const toll_claim *d = &w->claims[w->by_mention[a->first + j]].row.claim;
      before = d->harm == c->harm && d->value == c->value;
    }
    common += seen && !before;
  }
  return common;
}

static bool official(const struct row_claim *c) {
  return claim_of(c)->claimant && claim_of(c)->claimant->kind == TOLL_KIND_OFFICIAL;
}

static bool leans(const struct weigh *w, const struct row_claim *a, const struct row_claim *b) {
  if (a->claim->doc == b->claim->doc || !peculiar(claim_of(a), 20) || claim_of(a)->value != claim_of(b)->value)
    return false;
  if (!peculiar(claim_of(b), 20)) return false;
  if (in_common(w, &w->mentions[a->claim->mention], &w->mentions[b->claim->mention]) >= 2) return true;
  if (!peculiar(claim_of(a), 100)) return false;
  if (official(a) && official(b)) return true;
  const struct row_claim *later = a->claim->given > b->claim->given ? a : b;
  bool dated = a->claim->given != TOLL_NO_DAY && b->claim->given != TOLL_NO_DAY && a->claim->given != b->claim->given;
  return dated && !claim_of(later)->claimant;
}

/* The writer's own words in a copy are the original's. */
static bool one_text(const struct weigh *w, const struct row_claim *a, const struct row_claim *b) {
  return !claim_of(a)->claimant && !claim_of(b)->claimant &&
         w->docs[a->claim->doc].original == w->docs[b->claim->doc].original;
}

static bool one_account(const struct weigh *w, const struct row_claim *a, const struct row_claim *b) {
  return weigh_compare(a->claim->key, b->claim->key) == 0 || one_text(w, a, b) ||
         (row_used(a) && row_used(b) && leans(w, a, b));
}

int row_accounts(struct weigh *w, struct row_work *row) {
  uint32_t *parent = mem_array(row->count, sizeof *parent);
  if (!parent) return TOLL_E_MEMORY;
  for (uint32_t i = 0; i < row->count; i++) parent[i] = i;
  for (uint32_t i = 0; i < row->count; i++)
    for (uint32_t j = 0; j < i; j++)
      if (weigh_find(parent, i) != weigh_find(parent, j) && one_account(w, &row->at[i], &row->at[j]))
        weigh_join(parent, i, j);
  uint32_t next = 0;
  for (uint32_t i = 0; i < row->count; i++) {
    uint32_t root = weigh_find(parent, i); /* the smallest of its account: numbered before */
    row->at[i].account = root == i ? ++next : row->at[root].account;
  }
  mem_free(parent);
  return 0;
}
