/* low-best-high: the lowest and the highest figure of reliable sources, and as the
 * best one that of the most reliable source.
 *
 * How reliable a source is, the case's ranking says (toll sources rank): 1 comes
 * first, sources without a rank after all that have one, and those that are ranked
 * as unreliable not at all.  Of sources that rank alike the lower figure is the
 * best, a number before a mere bound; so without a ranking it is the lowest.  Who
 * depends on whom plays no part in it: a rank is a source's own.
 *
 * Where others of the event tell attackers from victims, a figure of people of
 * whom that is not told sets the upper end only (unclear.c). */
#include "weigh/method.h"

static bool reliable(const struct row_work *row, const struct row_claim *c) {
  (void)row;
  return c->rank != RANK_UNRELIABLE;
}

static int ends(const struct row_claim *c) {
  return c->unclear_side ? ROW_HIGH : ROW_LOW | ROW_HIGH;
}

static int64_t number_of(const struct row_claim *c) {
  return c->value != TOLL_OPEN ? c->value : row_edge(c, false);
}

static bool goes_before(const struct row_claim *a, const struct row_claim *b) {
  bool bound = row_bound(a) != CLOSED;
  if (a->unclear_side != b->unclear_side) return b->unclear_side;
  if (a->rank != b->rank) return a->rank < b->rank;
  if (bound != (row_bound(b) != CLOSED)) return !bound;
  if (number_of(a) != number_of(b)) return number_of(a) < number_of(b);
  return row_compare_figures(a, b) < 0;
}

/* The best is within its own ends, also where it is only a bound. */
static void include_best(struct row_work *row, struct row_claim *best) {
  row->best = number_of(best);
  row->best_from = best;
  best->reason = TOLL_USED;
  if (!best->unclear_side && (!row->low_from || (row->low != TOLL_OPEN && row->best < row->low))) {
    row->low = row->best;
    row->low_from = best;
  }
  if (!row->high_from || (row->high != TOLL_OPEN && row->best > row->high)) {
    row->high = row->best;
    row->high_from = best;
  }
}

static void run(struct row_work *row) {
  struct row_claim *best = NULL;
  row_keep(row, reliable, TOLL_NOT_RELIABLE);
  for (size_t i = 0; i < row->count; i++)
    if (row_used(&row->at[i]) && (!best || goes_before(&row->at[i], best))) best = &row->at[i];
  row_widen(row, ends);
  if (best) include_best(row, best);
}

const struct method method_low_best_high = {
    .about = {"low-best-high",
              "best is the figure of the source that the case ranks first, the lower one where sources rank alike; low "
              "and high are the ends of the reliable figures",
              "UCDP GED"},
    .run = run};
