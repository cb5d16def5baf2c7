/* range: the lowest and the highest figure that somebody gives; no best.
 *
 * "At least 100" beside 131 and 170 says nothing against them: a floor or a
 * ceiling counts only where the other figures do not keep to it.  Where it does
 * count it is an end of the range as it was written, and the number beyond it is
 * open: "90 – > 100" has no highest number. */
#include "weigh/method.h"

/* The number that a claim has at one of its ends; a bound has only one. */
static int64_t edge_of(const struct row_claim *c, bool upper) {
  int64_t low, high;
  row_interval(c, &low, &high);
  enum bound bound = row_bound(c);
  if (bound == CLOSED) return upper ? high : low;
  return bound == FLOOR ? low : high;
}

/* Of two claims with the same number, which says more of this end: 100 before
 * "at least 100", and that before "up to 100" at the lower end. */
static int worth(const struct row_claim *c, bool upper) {
  enum bound bound = row_bound(c);
  return bound == CLOSED ? 2 : bound == (upper ? CEILING : FLOOR);
}

static void widen(const struct row_claim **end, const struct row_claim *c, bool upper) {
  if (*end) {
    int64_t now = edge_of(*end, upper), edge = edge_of(c, upper);
    bool beyond = upper ? edge > now : edge < now;
    bool better = edge == now && worth(c, upper) > worth(*end, upper);
    if (!beyond && !better) return;
  }
  *end = c;
}

static bool take_closed(struct row_work *row) {
  for (size_t i = 0; i < row->count; i++) {
    if (!row_used(&row->at[i]) || row_bound(&row->at[i]) != CLOSED) continue;
    widen(&row->low_from, &row->at[i], false);
    widen(&row->high_from, &row->at[i], true);
  }
  return row->low_from;
}

/* Bounds against the closed figures' own range, so that their order is nothing. */
static void leave_kept(struct row_work *row) {
  int64_t from = edge_of(row->low_from, false), to = edge_of(row->high_from, true);
  for (size_t i = 0; i < row->count; i++) {
    struct row_claim *c = &row->at[i];
    enum bound bound = row_bound(c);
    if (!row_used(c) || bound == CLOSED) continue;
    if (bound == FLOOR ? edge_of(c, false) <= from : edge_of(c, true) >= to) c->reason = TOLL_NOT_BOUND;
  }
}

static void run(struct row_work *row) {
  if (take_closed(row)) leave_kept(row);
  for (size_t i = 0; i < row->count; i++) {
    if (!row_used(&row->at[i]) || row_bound(&row->at[i]) == CLOSED) continue;
    widen(&row->low_from, &row->at[i], false);
    widen(&row->high_from, &row->at[i], true);
  }
  if (!row->low_from) return;
  if (row_bound(row->low_from) != CEILING) row->low = edge_of(row->low_from, false);
  if (row_bound(row->high_from) != FLOOR) row->high = edge_of(row->high_from, true);
}

const struct method method_range = {{"range", "low is the lowest, high the highest eligible figure; there is no best",
                                     "common practice in the Standards for Casualty Recording (Every Casualty)"},
                                    run};
