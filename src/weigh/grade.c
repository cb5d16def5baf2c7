/* How well a row's figure is borne out.  Rival parties or figures that exclude
 * each other make it contested, whatever else is true; the word of the party that
 * is held responsible confirms it; else it is a matter of how many independent
 * accounts there are. */
#include "weigh/method.h"

static bool apart(const struct row_claim *a, const struct row_claim *b) {
  int64_t low_a, high_a, low_b, high_b;
  row_interval(a, &low_a, &high_a);
  row_interval(b, &low_b, &high_b);
  return (high_a != TOLL_OPEN && low_b != TOLL_OPEN && high_a < low_b) ||
         (high_b != TOLL_OPEN && low_a != TOLL_OPEN && high_b < low_a);
}

static int rivals(struct weigh *w, const struct row_claim *a, const struct row_claim *b) {
  struct word_set x = {0}, y = {0};
  toll_slice by_a = a->claim->row.claim.by, by_b = b->claim->row.claim.by;
  if (!by_a.len || !by_b.len) return 0;
  if (words_add(&x, by_a, WORDS_ALL, &w->arena) || words_add(&y, by_b, WORDS_ALL, &w->arena)) return TOLL_E_MEMORY;
  return x.count && y.count && words_shared(&x, &y) == 0;
}

/* The claimant is the party held responsible: its name holds the party's words. */
static bool owns_up(struct weigh *w, const struct row_claim *c) {
  const toll_claim *claim = &c->claim->row.claim;
  struct word_set by = {0}, who = {0};
  if (!claim->by.len || !claim->claimant) return false;
  if (words_add(&by, claim->by, WORDS_ALL, &w->arena)) return false;
  if (words_add(&who, claim->claimant->name, WORDS_ALL, &w->arena)) return false;
  if (words_add(&who, claim->claimant->role, WORDS_ALL, &w->arena)) return false;
  return by.count && words_shared(&by, &who) == by.count;
}

static bool contested(struct weigh *w, const struct row_work *row) {
  for (size_t i = 0; i < row->count; i++)
    for (size_t j = 0; j < i; j++) {
      const struct row_claim *a = &row->at[i], *b = &row->at[j];
      bool eligible_a = row_used(a) || a->reason == TOLL_NOT_CHOSEN,
           eligible_b = row_used(b) || b->reason == TOLL_NOT_CHOSEN;
      if (!eligible_a || !eligible_b || a->account == b->account) continue;
      if (apart(a, b) || rivals(w, a, b) > 0) return true;
    }
  return false;
}

uint8_t row_grade(struct weigh *w, const struct row_work *row) {
  uint32_t first = 0;
  bool several = false, confirmed = false;
  for (size_t i = 0; i < row->count; i++) {
    const struct row_claim *c = &row->at[i];
    if (!row_used(c) && c->reason != TOLL_NOT_BOUND) continue;
    if (!first) first = c->account;
    several |= c->account != first;
    confirmed |= owns_up(w, c);
  }
  if (!first) return TOLL_GRADE_NONE;
  if (contested(w, row)) return TOLL_CONTESTED;
  if (confirmed) return TOLL_CONFIRMED;
  return several ? TOLL_FAIR : TOLL_WEAK;
}
