/* What a row's steps and methods share: claims sorted into runs, so that no step
 * has to hold every claim against every other one; and the row's figure in the
 * words of those who gave it. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
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
    row->slots[i] = (struct slot){c->figure, row_used(c) ? c->account : 0, i};
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
  *low = c->low;
  *high = c->high;
  if (*low == TOLL_OPEN && *high == TOLL_OPEN) *low = *high = c->value;
}

enum bound row_bound(const struct row_claim *c) {
  uint8_t form = c->form;
  int64_t low, high;
  row_interval(c, &low, &high);
  if (form == TOLL_AT_MOST || form == TOLL_FEWER_THAN || low == TOLL_OPEN) return CEILING;
  return high == TOLL_OPEN ? FLOOR : CLOSED;
}

int64_t row_edge(const struct row_claim *c, bool upper) {
  int64_t low, high;
  row_interval(c, &low, &high);
  enum bound bound = row_bound(c);
  if (bound == CLOSED) return upper ? high : low;
  return bound == FLOOR ? low : high;
}

bool row_later(const struct row_claim *a, const struct row_claim *b) {
  return a->claim->given > b->claim->given; /* TOLL_NO_DAY is the least */
}

int row_compare_figures(const struct row_claim *a, const struct row_claim *b) {
  if (a->value != b->value) return a->value < b->value ? -1 : 1;
  if (a->low != b->low) return a->low < b->low ? -1 : 1;
  return a->high < b->high ? -1 : a->high > b->high;
}

static int compare_pointed(const void *a, const void *b) {
  return row_compare_figures(*(const struct row_claim *const *)a, *(const struct row_claim *const *)b);
}

int row_number(struct row_work *row) {
  struct row_claim **sorted = mem_array(row->count, sizeof *sorted);
  if (!sorted) return TOLL_E_MEMORY;
  for (size_t i = 0; i < row->count; i++) sorted[i] = &row->at[i];
  if (row->count) qsort(sorted, row->count, sizeof(struct row_claim *), compare_pointed);
  for (size_t i = 0; i < row->count; i++)
    sorted[i]->figure = i ? sorted[i - 1]->figure + (row_compare_figures(sorted[i - 1], sorted[i]) != 0) : 0;
  mem_free(sorted);
  return 0;
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
  const struct row_claim *c = chosen;
  row->best = c->value;
  row->low = c->value == TOLL_OPEN ? c->low : lesser(c->low, c->value); /* "more than 100" is 100 and up */
  row->high = c->value == TOLL_OPEN ? c->high : greater(c->high, c->value);
  row->low_from = row->best_from = row->high_from = chosen;
}

struct row_claim *row_most_backed(const struct row_work *row) {
  struct row_claim *best = NULL;
  bool tie = false;
  for (size_t i = 0; i < row->count; i++) {
    struct row_claim *c = &row->at[i];
    if (!row_used(c)) continue;
    if (!best || c->backing > best->backing) {
      best = c;
      tie = false;
    } else if (c->backing == best->backing && !row_same_figure(c, best))
      tie = true;
  }
  return tie ? NULL : best;
}

/* Every claim in use that the test turns down is left out for the reason. */
void row_keep(struct row_work *row, bool (*keep)(const struct row_work *, const struct row_claim *),
              enum toll_reason reason) {
  for (size_t i = 0; i < row->count; i++)
    if (row_used(&row->at[i]) && !keep(row, &row->at[i])) row->at[i].reason = (uint8_t)reason;
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
  enum bound bound = row_bound(c);
  int64_t low, high;
  row_interval(c, &low, &high);
  if (bound == CLOSED) {
    add_number(out, upper ? high : low);
    return;
  }
  const char *sign = c->form < TOLL_FORM_COUNT ? signs[c->form] : NULL;
  bool written = sign && c->value != TOLL_OPEN;
  toll_buffer_str(out, written ? sign : bound == FLOOR ? "≥ " : "≤ ");
  add_number(out, written ? c->value : bound == FLOOR ? low : high);
}

/* "131–170", "90 – > 100", "? – 170". */
static void add_ends(toll_buffer *out, const struct row_claim *from, const struct row_claim *to) {
  toll_buffer low = {0}, high = {0};
  if (from)
    add_end(&low, from, false);
  else
    toll_buffer_str(&low, "?"); /* no figure that the method takes for the lower end */
  if (to)
    add_end(&high, to, true);
  else
    toll_buffer_str(&high, "?");
  bool same = weigh_compare((toll_slice){low.at, low.len}, (toll_slice){high.at, high.len}) == 0;
  bool hedged = !from || !to || row_bound(from) != CLOSED || row_bound(to) != CLOSED;
  toll_buffer_add(out, low.at, low.len);
  if (!same) {
    toll_buffer_str(out, hedged ? " – " : "–");
    toll_buffer_add(out, high.at, high.len);
  }
  out->failed = out->failed || low.failed || high.failed;
  toll_buffer_free(&low);
  toll_buffer_free(&high);
}

/* Numbers that are nobody's claim: "≥ 3", "150 (140–170)". */
static void add_numbers(toll_buffer *out, const struct row_work *row) {
  bool ends = row->low != TOLL_OPEN || row->high != TOLL_OPEN, best = row->best != TOLL_OPEN;
  if (best) add_number(out, row->best);
  if (best && (!ends || (row->low == row->best && row->high == row->best))) return;
  if (best) toll_buffer_str(out, " (");
  if (row->high == TOLL_OPEN)
    toll_buffer_str(out, "≥ ");
  else if (row->low == TOLL_OPEN)
    toll_buffer_str(out, "≤ ");
  if (row->low != TOLL_OPEN) add_number(out, row->low);
  if (row->low != TOLL_OPEN && row->high != TOLL_OPEN && row->low != row->high) toll_buffer_str(out, "–");
  if (row->high != TOLL_OPEN && row->high != row->low) add_number(out, row->high);
  if (best) toll_buffer_str(out, ")");
}

toll_slice row_range(const struct row_work *row, struct arena *arena) {
  const struct row_claim *from = row->low_from, *best = row->best_from, *to = row->high_from;
  bool apart = best && (best != from || best != to); /* a best figure with ends of others */
  toll_buffer out = {0};
  toll_slice kept = {0};
  if (from || to) {
    if (apart) add_end(&out, best, false);
    if (apart) toll_buffer_str(&out, " (");
    add_ends(&out, from, to);
    if (apart) toll_buffer_str(&out, ")");
  } else if (row->low != TOLL_OPEN || row->best != TOLL_OPEN || row->high != TOLL_OPEN)
    add_numbers(&out, row);
  if (out.failed)
    arena->failed = true;
  else if (out.len)
    kept = arena_copy(arena, (toll_slice){out.at, out.len});
  toll_buffer_free(&out);
  return kept;
}
