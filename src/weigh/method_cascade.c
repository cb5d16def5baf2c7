/* cascade: the figure of the most recent independent source; else what most of
 * the recent give; else the lowest of them.
 *
 * Independent is an account (account.c) that on the newest day of the row is one
 * source's own: nothing older by another source belongs to it.  Where one account
 * alone is both newest and independent, its figure stands.  Where the newest leans
 * on an older one, or several independent ones differ, the accounts' newest figures
 * are asked: the one that most accounts give, and where figures tie, the lowest, a number
 * before a mere bound. */
#include "weigh/method.h"

/* A number before a mere bound: "more than 100" is no lower figure than 131. */
static bool lower(const struct row_claim *a, const struct row_claim *b) {
  bool bound = row_bound(a) != CLOSED;
  if (bound != (row_bound(b) != CLOSED)) return !bound;
  int64_t x = a->value != TOLL_OPEN ? a->value : row_edge(a, false);
  int64_t y = b->value != TOLL_OPEN ? b->value : row_edge(b, false);
  return x != y ? x < y : row_compare_figures(a, b) < 0;
}

/* By account, the newest claim first. */
static void sort_accounts(struct row_work *row) {
  for (uint32_t i = 0; i < row->count; i++) {
    const struct row_claim *c = &row->at[i];
    uint64_t age = (uint64_t)((INT64_C(1) << 40) - (int64_t)c->claim->given);
    row->slots[i] = (struct slot){c->account, age, i};
  }
  row_sort(row->slots, row->count);
}

/* Whether an account, a run of claims newest first, has something older of another
 * source than those who tell its newest figure. */
static bool leans(const struct row_work *row, size_t from, size_t to, const struct row_claim *newest) {
  for (size_t i = from; i < to; i++) {
    const struct row_claim *c = &row->at[row->slots[i].index];
    bool older = c->claim->given != TOLL_NO_DAY && row_later(newest, c);
    if (older && !row_same_source(c, newest)) return true;
  }
  return false;
}

struct newest {
  toll_day day;
  struct row_claim *alone; /* the lowest figure of the one independent account of that day */
  bool several;            /* independent accounts */
};

static void meet(struct newest *n, struct row_claim *c, bool independent) {
  if (c->claim->given > n->day) *n = (struct newest){.day = c->claim->given};
  if (c->claim->given < n->day || !independent) return;
  n->several = n->several || n->alone;
  n->alone = c;
}

/* Leaves each account its newest figures; finds the most recent independent one. */
static struct newest keep_newest(struct row_work *row) {
  struct newest n = {.day = TOLL_NO_DAY};
  sort_accounts(row);
  for (size_t from = 0, to; from < row->count; from = to) {
    struct row_claim *first = NULL, *least = NULL;
    to = row_run(row->slots, row->count, from, false);
    for (size_t i = from; i < to; i++) {
      struct row_claim *c = &row->at[row->slots[i].index];
      if (!row_used(c)) continue;
      if (!first) first = c;
      if (row_later(first, c))
        c->reason = TOLL_NOT_RECENT;
      else if (!least || lower(c, least))
        least = c;
    }
    if (least) meet(&n, least, !leans(row, from, to, least));
  }
  return n;
}

static struct row_claim *lowest(const struct row_work *row) {
  struct row_claim *best = NULL;
  for (size_t i = 0; i < row->count; i++)
    if (row_used(&row->at[i]) && (!best || lower(&row->at[i], best))) best = &row->at[i];
  return best;
}

static void run(struct row_work *row) {
  struct newest n = keep_newest(row);
  struct row_claim *best = n.several ? NULL : n.alone;
  row_count(row); /* of what is left */
  if (!best) best = row_most_backed(row);
  if (!best) best = lowest(row);
  if (best) row_choose(row, best);
}

const struct method method_cascade = {
    .about = {"cascade",
              "the most recent independent account; else what most of the recent ones give; else the lowest of them",
              "GTD"},
    .run = run};
