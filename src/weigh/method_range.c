/* range: the lowest and the highest figure that somebody gives; no best.
 *
 * "At least 100" beside 131 and 170 says nothing against them: a floor or a
 * ceiling counts only where the other figures do not keep to it. */
#include "weigh/method.h"

enum bound { CLOSED, FLOOR, CEILING };

static enum bound bound_of(const struct row_claim *c) {
  uint8_t form = c->claim->row.claim.form;
  if (form == TOLL_AT_MOST || form == TOLL_FEWER_THAN) return CEILING;
  return c->claim->row.claim.high == TOLL_OPEN ? FLOOR : CLOSED;
}

static void widen(struct row_work *row, int64_t low, int64_t high) {
  if (low != TOLL_OPEN && (row->low == TOLL_OPEN || low < row->low)) row->low = low;
  if (high != TOLL_OPEN && (row->high == TOLL_OPEN || high > row->high)) row->high = high;
}

static bool take_closed(struct row_work *row) {
  bool any = false;
  for (size_t i = 0; i < row->count; i++) {
    int64_t low, high;
    if (!row_used(&row->at[i]) || bound_of(&row->at[i]) != CLOSED) continue;
    row_interval(&row->at[i], &low, &high);
    widen(row, low, high);
    any = true;
  }
  return any;
}

/* Bounds against the closed figures' own range, so that their order is nothing. */
static void take_bounds(struct row_work *row) {
  int64_t from = row->low, to = row->high;
  for (size_t i = 0; i < row->count; i++) {
    int64_t low, high;
    enum bound bound = bound_of(&row->at[i]);
    if (!row_used(&row->at[i]) || bound == CLOSED) continue;
    row_interval(&row->at[i], &low, &high);
    int64_t edge = bound == FLOOR ? low : high;
    bool kept = bound == FLOOR ? edge <= from : edge >= to;
    if (kept)
      row->at[i].reason = TOLL_NOT_BOUND;
    else
      widen(row, edge, edge);
  }
}

static void only_bounds(struct row_work *row) {
  bool open = false;
  for (size_t i = 0; i < row->count; i++) {
    int64_t low, high;
    if (!row_used(&row->at[i])) continue;
    row_interval(&row->at[i], &low, &high);
    enum bound bound = bound_of(&row->at[i]);
    widen(row, bound == FLOOR ? low : TOLL_OPEN, bound == CEILING ? high : TOLL_OPEN);
    open |= bound == FLOOR;
  }
  if (row->low != TOLL_OPEN && row->high != TOLL_OPEN && row->low > row->high) { /* "at least 9", "at most 5" */
    int64_t low = row->low;
    row->low = row->high;
    row->high = low;
  } else if (open)
    row->high = TOLL_OPEN;
}

static void run(struct row_work *row) {
  if (take_closed(row))
    take_bounds(row);
  else
    only_bounds(row);
}

const struct method method_range = {{"range", "low is the lowest, high the highest eligible figure; there is no best",
                                     "common practice in the Standards for Casualty Recording (Every Casualty)"},
                                    run};
