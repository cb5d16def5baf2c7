/* Sorted by document, row and field, the entries of one document stand together
 * and those of its last row are the last among them. */
#include "score/ledger.h"

#include <stdlib.h>
#include <string.h>

#define FIELD_ROW 0                    /* only says that the row is there */
#define FIELD_INTERVAL TOLL_HARM_COUNT /* the others are a toll_harm */

struct entry {
  uint64_t id;
  uint32_t row;
  uint8_t field, part;
  bool labelled;
  int64_t low_label, high_label; /* of a harm: both the label */
  toll_figure figure;
};

static bool exact_right(int64_t label, const toll_figure *f) {
  return (f->given && f->best != TOLL_OPEN ? f->best : 0) == label;
}

static bool interval_right(int64_t low, int64_t high, const toll_figure *f) {
  return f->given && f->low == low && f->high == high;
}

bool ledger_judge(const struct gold_row *row, const toll_document_tally *tally, bool *labelled) {
  bool right = true;
  *labelled = row->low != TOLL_OPEN;
  if (*labelled) right = interval_right(row->low, row->high, &tally->of[TOLL_KILLED]);
  for (size_t harm = 1; harm < TOLL_HARM_COUNT; harm++) {
    if (row->coded || row->labels[harm] == TOLL_OPEN) continue;
    *labelled = true;
    right = right && exact_right(row->labels[harm], &tally->of[harm]);
  }
  return right;
}

static void add(struct ledger *l, const struct entry *entry) {
  toll_buffer_add(&l->entries, (const char *)entry, sizeof *entry);
}

void ledger_add(struct ledger *l, uint64_t id, unsigned part, const struct gold_row *row,
                const toll_document_tally *tally) {
  struct entry entry = {.id = id, .row = l->rows++, .part = (uint8_t)part};
  add(l, &entry);
  for (uint8_t harm = 1; harm < TOLL_HARM_COUNT; harm++) {
    entry.field = harm;
    entry.labelled = !row->coded && row->labels[harm] != TOLL_OPEN;
    entry.low_label = entry.high_label = row->labels[harm];
    entry.figure = tally->of[harm];
    if (entry.labelled || entry.figure.given) add(l, &entry);
  }
  if (row->low == TOLL_OPEN) return;
  entry.field = FIELD_INTERVAL;
  entry.labelled = true;
  entry.low_label = row->low;
  entry.high_label = row->high;
  add(l, &entry);
}

static void sum_exact(struct score_exact *sum, int64_t label, const toll_figure *f) {
  bool right = exact_right(label, f), zero = label == 0;
  sum->rows++;
  sum->right += right;
  sum->nonzero += !zero;
  sum->nonzero_right += right && !zero;
  sum->alarms += !right && zero;
}

static void sum_interval(struct score_interval *sum, int64_t low, int64_t high, const toll_figure *f) {
  bool best = f->given && f->best != TOLL_OPEN;
  sum->rows++;
  sum->exact += interval_right(low, high, f);
  sum->inside += best && low <= f->best && (high == TOLL_OPEN || f->best <= high);
}

/* The entries of one document. */
static void sum_document(const struct entry *at, size_t count, struct ledger_sums *const *sums, uint64_t *repeated) {
  toll_figure figures[TOLL_HARM_COUNT] = {0};
  uint32_t last = at[count - 1].row;
  for (size_t i = 0; i < count; i++) {
    if (at[i].row != last && at[i].field == FIELD_ROW) ++*repeated;
    if (at[i].row == last && at[i].field < TOLL_HARM_COUNT) figures[at[i].field] = at[i].figure;
  }
  for (size_t i = 0; i < count; i++) {
    struct ledger_sums *sum = sums[at[i].part];
    if (!at[i].labelled) continue;
    if (at[i].field == FIELD_INTERVAL)
      sum_interval(&sum->interval, at[i].low_label, at[i].high_label, &figures[TOLL_KILLED]);
    else
      sum_exact(&sum->exact[at[i].field], at[i].low_label, &figures[at[i].field]);
  }
}

static int compare(const void *left, const void *right) {
  const struct entry *a = left, *b = right;
  if (a->id != b->id) return a->id < b->id ? -1 : 1;
  if (a->row != b->row) return a->row < b->row ? -1 : 1;
  return (a->field > b->field) - (a->field < b->field);
}

int ledger_sum(struct ledger *l, struct ledger_sums *const *sums, uint64_t *repeated) {
  struct entry *at = (struct entry *)(void *)l->entries.at;
  size_t count = l->entries.len / sizeof *at, from = 0;
  *repeated = 0;
  if (l->entries.failed) return TOLL_E_MEMORY;
  if (count) qsort(at, count, sizeof *at, compare);
  for (size_t i = 1; i <= count; i++) {
    if (i < count && at[i].id == at[from].id) continue;
    sum_document(at + from, i - from, sums, repeated);
    from = i;
  }
  return 0;
}

void ledger_free(struct ledger *l) {
  toll_buffer_free(&l->entries);
}
