/* What a row's steps and methods share: claims sorted into runs, so that no step
 * has to hold every claim against every other one; and the row's figure in the
 * words of those who gave it. */
#include <stdlib.h>
#include <string.h>

#include "weigh/method.h"

static int compare_slots(const void *a, const void *b) {
  const struct slot *x = a, *y = b;
  if (x->hi != y->hi) return x->hi < y->hi ? -1 : 1;
  if (x->lo != y->lo) return x->lo < y->lo ? -1 : 1;
  return x->index < y->index ? -1 : x->index > y->index;
}

void row_sort(struct slot *slots, size_t n) {
  if (n) qsort(slots, n, sizeof *slots, compare_slots);
}

size_t row_run(const struct slot *slots, size_t n, size_t from, bool low_too) {
  size_t to = from + 1;
  while (to < n && slots[to].hi == slots[from].hi && (!low_too || slots[to].lo == slots[from].lo)) to++;
  return to;
}

/* Distinct numbers above zero in lo, which ascends. */
static uint32_t count_distinct(const struct slot *slots, size_t from, size_t to) {
  uint32_t distinct = 0;
  for (size_t i = from; i < to; i++) distinct += slots[i].lo && (i == from || slots[i].lo != slots[i - 1].lo);
  return distinct;
}

size_t row_count(struct row_work *row) {
  for (uint32_t i = 0; i < row->count; i++) {
    const struct row_claim *c = &row->at[i];
    row->slots[i] = (struct slot){c->claim->figure, row_used(c) ? c->account : 0, i};
  }
  row_sort(row->slots, row->count);
  for (size_t from = 0, to; from < row->count; from = to) {
    to = row_run(row->slots, row->count, from, false);
    uint32_t accounts = count_distinct(row->slots, from, to);
    for (size_t i = from; i < to; i++) row->at[row->slots[i].index].backing = accounts;
  }
  for (size_t i = 0; i < row->count; i++) row->slots[i].hi = 0;
  row_sort(row->slots, row->count);
  return count_distinct(row->slots, 0, row->count);
}

void row_interval(const struct row_claim *c, int64_t *low, int64_t *high) {
  const toll_claim *claim = &c->claim->row.claim;
  *low = claim->low;
  *high = claim->high;
  if (*low == TOLL_OPEN && *high == TOLL_OPEN) *low = *high = claim->value;
}

enum bound row_bound(const struct row_claim *c) {
  uint8_t form = c->claim->row.claim.form;
  int64_t low, high;
  row_interval(c, &low, &high);
  if (form == TOLL_AT_MOST || form == TOLL_FEWER_THAN || low == TOLL_OPEN) return CEILING;
  return high == TOLL_OPEN ? FLOOR : CLOSED;
}

static int64_t lesser(int64_t a, int64_t b) {
  return a == TOLL_OPEN || b == TOLL_OPEN ? TOLL_OPEN : a < b ? a : b;
}
static int64_t greater(int64_t a, int64_t b) {
  return a == TOLL_OPEN || b == TOLL_OPEN ? TOLL_OPEN : a > b ? a : b;
}

void row_choose(struct row_work *row, const struct row_claim *chosen) {
  for (size_t i = 0; i < row->count; i++)
    if (row_used(&row->at[i]) && !row_same_figure(&row->at[i], chosen)) row->at[i].reason = TOLL_NOT_CHOSEN;
  const toll_claim *c = &chosen->claim->row.claim;
  row->best = c->value;
  row->low = c->value == TOLL_OPEN ? c->low : lesser(c->low, c->value); /* "more than 100" is 100 and up */
  row->high = c->value == TOLL_OPEN ? c->high : greater(c->high, c->value);
  row->low_from = row->best_from = row->high_from = chosen;
}

/* --- as written --------------------------------------------------------- */

static void add_number(toll_buffer *out, int64_t n) {
  toll_buffer digits = {0};
  toll_buffer_int(&digits, n);
  for (size_t i = 0; i < digits.len; i++) {
    bool comma = i > 0 && (digits.len - i) % 3 == 0 && digits.at[i - 1] != '-';
    if (comma) toll_buffer_str(out, ",");
    toll_buffer_add(out, digits.at + i, 1);
  }
  if (digits.failed) out->failed = true;
  toll_buffer_free(&digits);
}

/* "> 100", or the claim's low or high number. */
static void add_end(toll_buffer *out, const struct row_claim *c, bool upper) {
  static const char *const signs[TOLL_FORM_COUNT] = {
      [TOLL_AT_LEAST] = "≥ ", [TOLL_MORE_THAN] = "> ", [TOLL_AT_MOST] = "≤ ", [TOLL_FEWER_THAN] = "< "};
  const toll_claim *claim = &c->claim->row.claim;
  enum bound bound = row_bound(c);
  int64_t low, high;
  row_interval(c, &low, &high);
  if (bound == CLOSED) {
    add_number(out, upper ? high : low);
    return;
  }
  const char *sign = claim->form < TOLL_FORM_COUNT ? signs[claim->form] : NULL;
  bool written = sign && claim->value != TOLL_OPEN;
  toll_buffer_str(out, written ? sign : bound == FLOOR ? "≥ " : "≤ ");
  add_number(out, written ? claim->value : bound == FLOOR ? low : high);
}

toll_slice row_range(const struct row_work *row, struct arena *arena) {
  toll_buffer low = {0}, high = {0};
  toll_slice kept = {0};
  if (!row->low_from || !row->high_from) return kept;
  add_end(&low, row->low_from, false);
  add_end(&high, row->high_from, true);
  bool same = weigh_compare((toll_slice){low.at, low.len}, (toll_slice){high.at, high.len}) == 0;
  bool hedged = row_bound(row->low_from) != CLOSED || row_bound(row->high_from) != CLOSED;
  if (!same) {
    toll_buffer_str(&low, hedged ? " – " : "–");
    toll_buffer_add(&low, high.at, high.len);
  }
  if (low.failed || high.failed)
    arena->failed = true;
  else
    kept = arena_copy(arena, (toll_slice){low.at, low.len});
  toll_buffer_free(&low);
  toll_buffer_free(&high);
  return kept;
}
