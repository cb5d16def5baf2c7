/* latest: the newest figure of the highest-ranked claimant, as official running
 * tolls are kept.
 *
 * Until a case has a ranking of its own, claimants rank by their kind. */
#include "weigh/method.h"

static const uint8_t rank_of_kind[TOLL_KIND_COUNT] = {
    [TOLL_KIND_OFFICIAL] = 1, [TOLL_KIND_MEDICAL] = 2, [TOLL_KIND_POLICE] = 3,       [TOLL_KIND_MILITARY] = 4,
    [TOLL_KIND_UN] = 5,       [TOLL_KIND_NGO] = 6,     [TOLL_KIND_COMPANY] = 7,      [TOLL_KIND_WITNESS] = 8,
    [TOLL_KIND_MEDIA] = 9,    [TOLL_KIND_OTHER] = 10,  [TOLL_KIND_ARMED_GROUP] = 11,
};
#define RANK_WRITER 9 /* the writer's own word ranks as media do */

static uint8_t rank_of(const struct row_claim *c) {
  const toll_claimant *who = c->claim->row.claim.claimant;
  return who ? rank_of_kind[who->kind] : RANK_WRITER;
}

/* Rank, then day (a known one first), then the lower figure; of one figure any
 * will do, for the numbers are the same. */
static bool goes_before(const struct row_claim *a, const struct row_claim *b) {
  uint8_t x = rank_of(a), y = rank_of(b);
  if (x != y) return x < y;
  if (a->claim->given != b->claim->given) return a->claim->given > b->claim->given; /* TOLL_NO_DAY is the least */
  const toll_claim *c = &a->claim->row.claim, *d = &b->claim->row.claim;
  if (c->value != d->value) return c->value < d->value;
  if (c->low != d->low) return c->low < d->low;
  return c->high < d->high;
}

static void run(struct row_work *row) {
  struct row_claim *best = NULL;
  for (size_t i = 0; i < row->count; i++)
    if (row_used(&row->at[i]) && (!best || goes_before(&row->at[i], best))) best = &row->at[i];
  if (best) row_choose(row, best);
}

const struct method method_latest = {
    {"latest", "the newest figure of the highest-ranked claimant", "official running tolls"}, run};
