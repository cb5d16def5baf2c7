/* How well a row's figure is borne out, after Airwars.  Rival parties or figures
 * that exclude each other make it contested, whatever else is true; the word of the
 * party that is held responsible confirms it (the claimant's folded name or role
 * holds every word of the party's); else it is a matter of how many independent
 * accounts there are that the case does not rank as unreliable: two or more are
 * fair, one is weak.  A row whose figures reviewers have all shown to be wrong is
 * discounted. */
#include <stdlib.h>

#include "weigh/method.h"

/* The outermost number at one end, and that of another account. */
struct extreme {
  int64_t at, other_at;
  uint32_t account;
  bool given, other;
};

/* Keeps the greatest; the least where the numbers come negated. */
static void reach(struct extreme *e, int64_t at, uint32_t account) {
  if (!e->given || at > e->at) {
    if (e->given && e->account != account) {
      e->other_at = e->at;
      e->other = true;
    }
    e->at = at;
    e->account = account;
    e->given = true;
  } else if (account != e->account && (!e->other || at > e->other_at)) {
    e->other_at = at;
    e->other = true;
  }
}

static bool eligible(const struct row_claim *c) {
  return row_used(c) || c->reason == TOLL_NOT_CHOSEN || c->reason == TOLL_NOT_RECENT;
}

/* Whether the figures of two accounts exclude each other: one ends below where the
 * other begins. */
static bool apart(const struct row_work *row) {
  struct extreme low = {0}, high = {0}; /* the highest low, the lowest high (negated) */
  for (size_t i = 0; i < row->count; i++) {
    int64_t from, to;
    if (!eligible(&row->at[i])) continue;
    row_interval(&row->at[i], &from, &to);
    if (from != TOLL_OPEN) reach(&low, from, row->at[i].account);
    if (to != TOLL_OPEN) reach(&high, -to, row->at[i].account);
  }
  if (!low.given || !high.given) return false;
  if (low.account != high.account) return -high.at < low.at;
  return (high.other && -high.other_at < low.at) || (low.other && -high.at < low.other_at);
}

/* A party held responsible, and who says so. */
struct blame {
  toll_slice by;
  struct word_set words;
  uint32_t account;
};

static int compare_blames(const void *a, const void *b) {
  const struct blame *x = a, *y = b;
  int order = weigh_compare(x->by, y->by);
  return order ? order : (x->account > y->account) - (x->account < y->account);
}

/* Each party once an account. */
static size_t list_blames(struct weigh *w, const struct row_work *row, struct blame *out) {
  size_t n = 0, kept = 0;
  for (size_t i = 0; i < row->count; i++) {
    toll_slice by = row->at[i].claim->row.claim.by;
    if (eligible(&row->at[i]) && by.len) out[n++] = (struct blame){.by = by, .account = row->at[i].account};
  }
  if (n) qsort(out, n, sizeof *out, compare_blames);
  for (size_t i = 0; i < n; i++) {
    bool same = kept && weigh_compare(out[kept - 1].by, out[i].by) == 0;
    if (same && out[kept - 1].account == out[i].account) continue;
    struct blame next = out[i];
    if (same)
      next.words = out[kept - 1].words;
    else
      words_add(&next.words, words_fold(next.by, &w->arena), WORDS_ALL, &w->arena);
    out[kept++] = next;
  }
  return kept;
}

/* A word that all parties' names share leaves no rivals. */
static bool one_party(const struct blame *blames, size_t n) {
  for (size_t k = 0; k < blames[0].words.count; k++) {
    size_t have = 1;
    while (have < n && words_have(&blames[have].words, blames[0].words.at[k])) have++;
    if (have == n) return true;
  }
  return false;
}

/* Whether two accounts hold parties responsible whose names share no word. */
static bool rivals(struct weigh *w, const struct row_work *row) {
  struct blame *blames = ARENA_ARRAY(&w->arena, row->count, struct blame);
  size_t n = blames ? list_blames(w, row, blames) : 0;
  if (n < 2 || one_party(blames, n)) return false;
  for (size_t i = 0; i < n; i++)
    for (size_t k = 0; k < i; k++)
      if (blames[i].account != blames[k].account && blames[i].words.count && blames[k].words.count &&
          words_shared(&blames[i].words, &blames[k].words) == 0)
        return true;
  return false;
}

/* The claimant is the party held responsible: its folded name holds the party's words. */
static bool owns_up(struct weigh *w, const struct row_claim *c) {
  const toll_claim *claim = &c->claim->row.claim;
  struct word_set by = {0}, who = {0};
  if (!claim->by.len || !claim->claimant) return false;
  if (words_add(&by, words_fold(claim->by, &w->arena), WORDS_ALL, &w->arena)) return false;
  const toll_slice names[] = {claim->claimant->name, claim->claimant->role, claim->claimant->resolved};
  for (size_t i = 0; i < 3; i++)
    if (words_add(&who, words_fold(names[i], &w->arena), WORDS_ALL, &w->arena)) return false;
  return by.count && words_shared(&by, &who) == by.count;
}

/* Whether nothing is left for a figure because reviewers have discounted it. */
static bool discounted(const struct row_work *row) {
  for (size_t i = 0; i < row->count; i++)
    if (row->at[i].reason == TOLL_NOT_DISCOUNTED) return true;
  return false;
}

/* What bears a figure out: claims in use, and bounds that say nothing against them. */
static bool bears_out(const struct row_claim *c) {
  return row_used(c) || c->reason == TOLL_NOT_BOUND;
}

uint8_t row_grade(struct weigh *w, const struct row_work *row) {
  uint32_t first = 0;
  bool any = false, several = false, confirmed = false;
  for (size_t i = 0; i < row->count; i++) {
    const struct row_claim *c = &row->at[i];
    if (!bears_out(c)) continue;
    any = true;
    confirmed = confirmed || owns_up(w, c);
    if (c->rank == RANK_UNRELIABLE) continue;
    several |= first && c->account != first;
    first = c->account;
  }
  if (!any) return discounted(row) ? TOLL_DISCOUNTED : TOLL_GRADE_NONE;
  if (apart(row) || rivals(w, row)) return TOLL_CONTESTED;
  if (confirmed) return TOLL_CONFIRMED;
  return several ? TOLL_FAIR : TOLL_WEAK;
}
