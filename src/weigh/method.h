/* What a method sees: one row's claims after the steps that come before every
 * method.  A method reads those that are still in use, may set a reason on some
 * of them, and fills in low, best and high. */
#ifndef TOLL_WEIGH_METHOD_H
#define TOLL_WEIGH_METHOD_H

#include "weigh/weigh.h"

struct row_claim {
  const struct weigh_claim *claim;
  const struct weigh_claim *other;
  uint32_t account; /* from 1; independent sources have different ones */
  uint32_t backing; /* accounts among the used claims that give this figure; see row_count */
  uint8_t reason;   /* toll_reason */
};

/* Something to sort a row's claims by: equal numbers make a run. */
struct slot {
  uint64_t hi, lo;
  uint32_t index; /* of the claim in the row */
};

struct row_work {
  struct row_claim *at; /* in the order of weigh.claims */
  size_t count;
  int64_t low, best, high; /* TOLL_OPEN to begin with */
  /* Whose figures these are; NULL where there is none.  A range's ends are the
   * claims at its two ends, also where their own number is open. */
  const struct row_claim *low_from, *best_from, *high_from;
  struct slot *slots; /* room for two a claim */
};

struct method {
  toll_method about;
  void (*run)(struct row_work *row);
};

/* One file a method. */
extern const struct method method_range, method_latest, method_majority;

static inline bool row_used(const struct row_claim *c) {
  return c->reason == TOLL_USED;
}
static inline bool row_same_figure(const struct row_claim *a, const struct row_claim *b) {
  return a->claim->figure == b->claim->figure;
}
static inline bool row_same_source(const struct row_claim *a, const struct row_claim *b) {
  return a->claim->source == b->claim->source;
}
/* Sorts the first n slots by hi, lo and index. */
void row_sort(struct slot *slots, size_t n);
/* The end of the run of slots that begins at from: of one hi, and of one lo too where asked. */
size_t row_run(const struct slot *slots, size_t n, size_t from, bool low_too);
/* Brings backing up to date; returns the independent accounts among all used claims. */
size_t row_count(struct row_work *row);
/* The interval a claim stands for: its value where it has neither bound. */
void row_interval(const struct row_claim *c, int64_t *low, int64_t *high);
/* Whether a claim is only a floor ("more than 100") or only a ceiling ("up to 30"). */
enum bound { CLOSED, FLOOR, CEILING };
enum bound row_bound(const struct row_claim *c);
/* For the methods that choose one figure: c's, and every other is not chosen. */
void row_choose(struct row_work *row, const struct row_claim *c);
/* The row's figure for people, by the numbers that stand in the text: "131–170",
 * "90 – > 100", "> 100"; not given where the method has no answer. */
toll_slice row_range(const struct row_work *row, struct arena *arena);

/* The steps before every method. */
int row_eligible(struct weigh *w, struct row_work *row, toll_profile profile);
int row_accounts(struct weigh *w, struct row_work *row);
uint8_t row_grade(struct weigh *w, const struct row_work *row);

#endif
