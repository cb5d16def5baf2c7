/* conservative: the lowest figure of the most recent reports.
 *
 * The most recent are those given for the newest day of the row (reports without a
 * day only where none has one).  Vague words stand for a number by the fixed table
 * of the language's pack (dozens 12), and only here.  One account is enough.
 * Fighters and attackers count as everybody does, each in the row of their group. */
#include "weigh/method.h"

static int64_t number_of(const struct row_claim *c) {
  return c->value != TOLL_OPEN ? c->value : row_edge(c, false);
}

static bool lower(const struct row_claim *a, const struct row_claim *b) {
  if (number_of(a) != number_of(b)) return number_of(a) < number_of(b);
  return row_compare_figures(a, b) < 0;
}

static void run(struct row_work *row) {
  const struct row_claim *newest = NULL, *best = NULL;
  for (size_t i = 0; i < row->count; i++)
    if (row_used(&row->at[i]) && (!newest || row_later(&row->at[i], newest))) newest = &row->at[i];
  for (size_t i = 0; i < row->count; i++) {
    struct row_claim *c = &row->at[i];
    if (!row_used(c)) continue;
    if (row_later(newest, c))
      c->reason = TOLL_NOT_RECENT;
    else if (!best || lower(c, best))
      best = c;
  }
  if (best) row_choose(row, best);
}

const struct method method_conservative = {
    .about = {"conservative", "the lowest figure of the most recent reports; vague words by a fixed table", "ACLED"},
    .run = run,
    .vague = true};
