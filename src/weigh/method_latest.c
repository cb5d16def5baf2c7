/* latest: the newest figure of the highest-ranked claimant, as official running
 * tolls are kept.
 *
 * Who ranks highest, the case's ranking says (toll sources rank).  Without one all
 * rank alike, whoever they are, and the newest figure stands; of several of one day
 * the lower one.  One account is enough. */
#include "weigh/method.h"

/* Rank, then day (a known one first), then the lower figure; of one figure any
 * will do, for the numbers are the same. */
static bool goes_before(const struct row_claim *a, const struct row_claim *b) {
  if (a->rank != b->rank) return a->rank < b->rank;
  if (a->claim->given != b->claim->given) return row_later(a, b);
  return row_compare_figures(a, b) < 0;
}

static void run(struct row_work *row) {
  struct row_claim *best = NULL;
  for (size_t i = 0; i < row->count; i++)
    if (row_used(&row->at[i]) && (!best || goes_before(&row->at[i], best))) best = &row->at[i];
  if (best) row_choose(row, best);
}

const struct method method_latest = {
    .about = {"latest", "the newest figure of the claimant that the case ranks first", "official running tolls"},
    .run = run};
