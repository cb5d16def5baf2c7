/* From many figures to two ends: what the methods that give a range share.
 *
 * First the figures that are closed intervals; then the floors and ceilings that
 * those do not keep to.  A method may let a claim set one end only. */
#include "weigh/method.h"

typedef int (*ends_of)(const struct row_claim *c);

static bool sets(ends_of ends, const struct row_claim *c, enum row_end end) {
  return !ends || (ends(c) & (int)end);
}

/* Of two claims with the same number, which says more of this end: 100 before
 * "at least 100", and that before "up to 100" at the lower end. */
static int worth(const struct row_claim *c, bool upper) {
  enum bound bound = row_bound(c);
  return bound == CLOSED ? 2 : bound == (upper ? CEILING : FLOOR);
}

static void reach(const struct row_claim **end, const struct row_claim *c, bool upper) {
  if (*end) {
    int64_t now = row_edge(*end, upper), edge = row_edge(c, upper);
    bool beyond = upper ? edge > now : edge < now;
    bool better = edge == now && worth(c, upper) > worth(*end, upper);
    if (!beyond && !better) return;
  }
  *end = c;
}

static void take(struct row_work *row, ends_of ends, bool closed) {
  for (size_t i = 0; i < row->count; i++) {
    const struct row_claim *c = &row->at[i];
    if (!row_used(c) || (row_bound(c) == CLOSED) != closed) continue;
    if (sets(ends, c, ROW_LOW)) reach(&row->low_from, c, false);
    if (sets(ends, c, ROW_HIGH)) reach(&row->high_from, c, true);
  }
}

/* Whether a floor or ceiling says nothing against the closed figures' own range. */
static bool kept(const struct row_work *row, ends_of ends, const struct row_claim *c) {
  const struct row_claim *from = row->low_from, *to = row->high_from;
  if (row_bound(c) == CEILING) return to && row_edge(c, true) >= row_edge(to, true);
  if (from) return row_edge(c, false) <= row_edge(from, false);
  return to && !sets(ends, c, ROW_LOW) && row_edge(c, false) <= row_edge(to, true);
}

/* Against the closed figures' range alone, so that the order of bounds is nothing. */
static void leave_kept(struct row_work *row, ends_of ends) {
  for (size_t i = 0; i < row->count; i++) {
    struct row_claim *c = &row->at[i];
    if (row_used(c) && row_bound(c) != CLOSED && kept(row, ends, c)) c->reason = TOLL_NOT_BOUND;
  }
}

void row_widen(struct row_work *row, int (*ends)(const struct row_claim *c)) {
  take(row, ends, true);
  leave_kept(row, ends);
  take(row, ends, false);
  if (row->low_from && row_bound(row->low_from) != CEILING) row->low = row_edge(row->low_from, false);
  if (row->high_from && row_bound(row->high_from) != FLOOR) row->high = row_edge(row->high_from, true);
}
