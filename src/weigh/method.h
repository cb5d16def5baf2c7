/* What a method sees: one row's claims after the steps that come before every
 * method.  A method reads those that are still in use, may set a reason on some
 * of them, and fills in low, best and high. */
#ifndef TOLL_WEIGH_METHOD_H
#define TOLL_WEIGH_METHOD_H

#include "weigh/weigh.h"

struct row_claim {
  const struct weigh_claim *claim;
  uint32_t account; /* from 1; independent sources have different ones */
  uint8_t reason;   /* toll_reason */
  const struct weigh_claim *other;
};

struct row_work {
  struct row_claim *at; /* in the order of weigh.claims */
  size_t count;
  int64_t low, best, high; /* TOLL_OPEN to begin with */
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
  const toll_claim *x = &a->claim->row.claim, *y = &b->claim->row.claim;
  return x->value == y->value && x->low == y->low && x->high == y->high;
}
/* Independent accounts among the used claims that give c's figure. */
size_t row_accounts_for(const struct row_work *row, const struct row_claim *c);
/* The interval a claim stands for: its value where it has neither bound. */
void row_interval(const struct row_claim *c, int64_t *low, int64_t *high);

/* The steps before every method. */
void row_eligible(const struct weigh *w, struct row_work *row, toll_profile profile);
int row_accounts(struct weigh *w, struct row_work *row);
uint8_t row_grade(struct weigh *w, const struct row_work *row);

#endif
